"""Where things stand in a TOML file: the line of every key and value, which the standard parser does not tell."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from contextlib import suppress
from typing import Any

from workbench.errors import DataError

Place = tuple[str | int, ...]  # the keys and numbers that lead to a value: ("frames", 0, "patterns", "en", 3)

_SPACE = re.compile(r"(?:[ \t]|#[^\n]*)*")
_SPACE_AND_LINES = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
_STRING = re.compile(
    r'''
    """ (?: \\. | [^\\] )*? """ "{0,2}  # up to two quotation marks may stand before the closing three
    | \'{3} .*? \'{3} \'{0,2}
    | " (?: \\. | [^"\\\n] )* "
    | \' [^\'\n]* \'
    ''',
    re.DOTALL | re.VERBOSE,
)
_OTHER = re.compile(r"[^,\]}#\n\"'\[{]+")  # numbers, dates, true and false
_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


def parse_toml(source: str, file: str) -> dict[str, Any]:
    """Return what a TOML text holds.

    Raises:
        DataError: the text is not TOML; the message names the line in `file`.
    """
    try:
        return tomllib.loads(source)
    except ValueError as error:  # also a number of thousands of digits
        raise DataError(_explain(str(error), _scan(source), file)) from error
    except RecursionError as error:
        line = _scan(source).stopped
        raise DataError(f"{file}, line {line}: lists stand one in another too deeply. Write plain lists.") from error


def find_lines(source: str) -> dict[Place, int]:
    r"""Return the line (from 1) of every key, table and list item of a TOML text.

    Example:
        >>> find_lines('en = [\n  "flood",\n]')
        {('en',): 1, ('en', 0): 2}
    """
    return _scan(source).lines


def _scan(source: str) -> _Scan:
    return _Scan(source.replace("\r\n", "\n"))


def _explain(said: str, scan: _Scan, file: str) -> str:
    position, reason = _POSITION.search(said), _POSITION.sub("", said)
    line = int(position[1]) if position and position[1] else None
    if scan.repeated and reason.startswith(("Cannot", "Duplicate")):
        place, again = scan.repeated
        named = ".".join(str(step) for step in place if isinstance(step, str))
        return f"{file}, line {again}: {named} stands there again, after line {scan.lines[place]}. Keep one of them."
    if scan.opened and (line is None or reason.startswith("Unclosed")):
        return (
            f"{file}, line {scan.opened[-1]}: what opens there does not close{f' before line {line}' if line else ''}. "
            "A comma, a closing bracket or a quotation mark is missing."
        )
    advice = "Look there and just above for what is missing or too much."
    return f"{file}, line {line or scan.stopped}: this is not TOML: {reason}. {advice}"


class _UnclearError(Exception):
    """The text is not TOML; the standard parser says why."""


class _Scan:
    """One pass over a TOML text.

    Attributes:
        lines: the line of every key, table and list item; of a table named in a longer key, where it is first named.
        repeated: the first place written twice and the line of the second, or None.
        stopped: the line where the pass ended: the last one, or that of something it could not read.
        opened: the lines of the brackets and quotation marks that were open there.
    """

    def __init__(self, source: str) -> None:
        self.lines: dict[Place, int] = {}
        self.repeated: tuple[Place, int] | None = None
        self.opened: list[int] = []
        self._source, self._at = source, 0
        self._breaks = [match.start() for match in re.finditer("\n", source)]
        self._written: set[Place] = set()
        self._last: dict[Place, int] = {}  # list of tables -> number of its last table
        with suppress(_UnclearError, RecursionError):
            self._read_document()
        self.stopped = self._line(self._at)

    def _read_document(self) -> None:
        table: Place = ()
        self._skip(_SPACE_AND_LINES)
        while self._at < len(self._source):
            if self._source[self._at] == "[":
                table = self._read_heading()
            else:
                self._read_pair(table)
            self._skip(_SPACE)
            if self._at < len(self._source) and self._source[self._at] != "\n":
                raise _UnclearError
            self._skip(_SPACE_AND_LINES)

    def _read_heading(self) -> Place:
        start, is_list = self._at, self._source.startswith("[[", self._at)
        self._at += 2 if is_list else 1
        *above, name = self._read_keys()
        self._expect("]]" if is_list else "]")
        table: Place = ()
        for key in above:
            table = self._newest((*table, key))
        table = (*table, name)
        if is_list:
            self.lines.setdefault(table, self._line(start))
            self._last[table] = self._last.get(table, -1) + 1
            table = self._newest(table)
        self._note(table, start)
        return table

    def _newest(self, table: Place) -> Place:
        return (*table, self._last[table]) if table in self._last else table

    def _read_pair(self, table: Place) -> None:
        start, keys = self._at, self._read_keys()
        self._expect("=")
        for count in range(1, len(keys)):
            self.lines.setdefault((*table, *keys[:count]), self._line(start))
        self._note((*table, *keys), start)
        self._skip(_SPACE)
        self._read_value((*table, *keys))

    def _read_keys(self) -> list[str]:
        keys: list[str] = []
        while not keys or self._source.startswith(".", self._at):
            self._at += 1 if keys else 0
            self._skip(_SPACE)
            keys.append(_plain_key(self._take(_KEY)))
            self._skip(_SPACE)
        return keys

    def _read_value(self, place: Place) -> None:
        opening = self._source[self._at : self._at + 1]
        self.opened.append(self._line(self._at))
        if opening == "[":
            self._read_items(place)
        elif opening == "{":
            self._read_inline(place)
        else:
            self._take(_STRING if opening in {'"', "'"} else _OTHER)
        self.opened.pop()

    def _read_items(self, place: Place) -> None:
        self._expect("[")
        number = 0
        while not self._at_end("]"):
            item = (*place, number)
            self._note(item, self._at)
            self._read_value(item)
            self._next("]")
            number += 1

    def _read_inline(self, place: Place) -> None:
        self._expect("{")
        while not self._at_end("}"):
            self._read_pair(place)
            self._next("}")

    def _at_end(self, closing: str) -> bool:
        self._skip(_SPACE_AND_LINES)
        if self._source.startswith(closing, self._at):
            self._at += 1
            return True
        return False

    def _next(self, closing: str) -> None:
        self._skip(_SPACE_AND_LINES)
        if not self._source.startswith(closing, self._at):
            self._expect(",")

    def _note(self, place: Place, start: int) -> None:
        line = self._line(start)
        if place in self._written and self.repeated is None:
            self.repeated = (place, line)
        self._written.add(place)
        self.lines.setdefault(place, line)

    def _line(self, at: int) -> int:
        return bisect_right(self._breaks, at - 1) + 1

    def _skip(self, space: re.Pattern[str]) -> None:
        match = space.match(self._source, self._at)
        self._at = match.end() if match else self._at

    def _take(self, expected: re.Pattern[str]) -> str:
        match = expected.match(self._source, self._at)
        if match is None:
            raise _UnclearError
        self._at = match.end()
        return match.group()

    def _expect(self, sign: str) -> None:
        if not self._source.startswith(sign, self._at):
            raise _UnclearError
        self._at += len(sign)


def _plain_key(raw: str) -> str:
    if raw[0] not in "\"'":
        return raw
    try:
        return str(tomllib.loads(f"key = {raw}")["key"])
    except tomllib.TOMLDecodeError as error:
        raise _UnclearError from error
