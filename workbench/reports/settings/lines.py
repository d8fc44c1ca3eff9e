"""A report file as text: its encoding, what is wrong with its TOML, and the line of a key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbench.errors import ParameterError

Key = tuple[str, ...]

_LARGEST = 1_000_000  # bytes; a report file has a few thousand
_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEY = re.compile(rf"\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=")
_TABLE = re.compile(rf"\s*\[\[?\s*({_PART}(?:\s*\.\s*{_PART})*)\s*\]")
_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

# What the parser says, and what most likely happened.
_HINTS = (
    ("Unescaped '\\'", r"In double quotes \ begins a special sign: write 'C:\data' in single quotes, or C:/data."),
    ("Cannot overwrite", "The key stands there twice. Keep one."),
    ("Cannot declare", "The [table] stands there twice. Join the two."),
    ("Cannot mutate", "The [table] is there already. Put its keys together under one header."),
    ("Expected '='", 'A line is: key = value, as in keep = 30, or "a key with spaces" = 30.'),
    ("Unclosed array", "A list is not closed: write ] after its last item, and commas between items."),
    (
        "Invalid value",
        'A text stands in quotes ("talks"), a number does not (30, 0.5); true and false are small.',
    ),
    ("Illegal character", "A sign stands there that cannot be seen, or a text's quotes are not closed on its line."),
    (
        "Expected newline",
        "Something stands after the value, or it is no number and no day. One key a line.",
    ),
    ("Invalid statement", "A line is key = value, a [table], or a comment that begins with #."),
    ("Invalid initial", "A pair of braces is not closed, or a key has no name."),
    ("Expected ']'", "A [table] stands on a line of its own, between brackets."),
    ("Exceeds the limit", "The number is too long to be one."),
    ("Unterminated string", "A text is not closed: write its second quotation mark."),
)


def read_source(path: Path) -> str:
    """Return the text of a report file.

    Raises:
        ParameterError: there is no such file, or it is no text in UTF-8.
    """
    try:
        if not path.is_file():
            raise ParameterError(
                f"There is no report file {str(path)!r}. `workbench report --init {path.name}` writes one."
            )
        with path.open("rb") as handle:
            content = handle.read(_LARGEST + 1)
    except OSError as error:
        raise ParameterError(f"The report file {str(path)!r} cannot be read: {error.strerror}.") from error
    if len(content) > _LARGEST:
        raise ParameterError(f"{path.name} has more than {_LARGEST:,} bytes: it is no report file. Give another one.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ParameterError(f"{path.name} is in UTF-16. Save it in the editor as UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ParameterError(f"{path.name}, line {line}: not in UTF-8. Save the file in the editor as UTF-8.") from None


def parse_source(source: str, file: str) -> dict[str, Any]:
    """Return what a report file holds.

    Raises:
        ParameterError: it is not TOML; the line is named.
    """
    try:
        return tomllib.loads(source)
    except ValueError as error:  # also a number of thousands of digits
        raise ParameterError(_explain(str(error), source, file)) from None
    except RecursionError:
        raise ParameterError(f"{file}: lists stand one in another too deeply. Write plain lists.") from None


def find_lines(source: str) -> dict[Key, int]:
    r"""Return the line (from 1) of each key and table of a report file.

    Example:
        >>> find_lines('keep = 3\n[limits]\nrun = 5')
        {('keep',): 1, ('limits',): 2, ('limits', 'run'): 3}
    """
    lines: dict[Key, int] = {}
    table: Key = ()
    for number, line in enumerate(source.split("\n"), 1):
        if header := _TABLE.match(line):
            table = _parts(header[1])
            lines.setdefault(table, number)
        elif match := _KEY.match(line):
            key = (*table, *_parts(match[1]))
            lines.setdefault(key, number)
            lines.setdefault(tuple(".".join(key).split(".")), number)  # "3-topics.n_topics" in quotes
    return lines


def find_line(lines: Mapping[Key, int], key: Key) -> int:
    """Return the line of a key, or that of the smallest table around it that has one."""
    around = (lines.get(key[:length]) for length in range(len(key), 0, -1))
    return next((line for line in around if line), 1)


def _parts(dotted: str) -> Key:
    return tuple(map(_read_part, re.findall(_PART, dotted)))


def _read_part(written: str) -> str:
    """Return one part of a key without its quotes, as the parser reads it."""
    try:
        return next(iter(tomllib.loads(f"{written} = 0")))
    except ValueError:
        return written


def _explain(said: str, source: str, file: str) -> str:
    """Return where the fault is, the line itself and the likeliest cause."""
    position = _POSITION.search(said)
    lines = source.split("\n")
    # What is not closed ends with the file: its beginning is of more use.
    number = int(position[1]) if position and position[1] else max(find_lines(source).values(), default=1)
    line = lines[number - 1].strip()
    quoted = f" ({line[:60]})" if line and "://" not in line else ""  # addresses hold passwords
    hint = next((hint for words, hint in _HINTS if words in said), "See docs/report-file.md.")
    if re.search("[“”„‘’«»]", line.partition("#")[0]):
        hint = 'Typographic quotation marks stand there. Write plain ones: "talks".'
    elif "Invalid value" in said and line.endswith(("=", ",", "[")):
        hint = "Nothing stands after =, or a list is not closed with ]."
    return f"{file}, line {number}{quoted}: {_POSITION.sub('', said)}. {hint}"
