"""The records of a JSON file, one at a time: whatever its size, memory is bounded by a record."""

import json
import re
from collections.abc import Callable, Generator, Iterator
from typing import Any

from workbench.articles.decode import NotText
from workbench.articles.formats.columns import choose_fields
from workbench.articles.record import MAX_CHARACTERS

# Names under which programs and interfaces put their list of articles, and the objects they put such a list in.
LISTS = frozenset(
    "articles data results value docs items stories documents records rows entries news posts hits response content "
    "feed messages nodes texts".split()
)
_OBJECTS = frozenset("response data hits result results feed d".split())
_DEEPEST = 4  # objects around the list
_LONGEST = 8 * MAX_CHARACTERS  # characters of one record
_CHUNK = 1 << 20
_SPACE = re.compile(r"[\s,\ufeff]*")
_AHEAD = 1000  # characters that are looked ahead for what follows a bracket

Item = tuple[int, Any]  # number of the record (0: the file is one), and what stands there: a value or a `Broken`


class Broken(str):
    """Why a record cannot be read."""

    __slots__ = ()


class _JsonError(ValueError):
    """What stands at a place of the text is no JSON; the message is the reason."""


class _Buffer:
    """A window on the text of a file: what was read moves out, what is needed comes in."""

    def __init__(self, read: Callable[[int], str]) -> None:
        self._read = read
        # Raw line ends inside strings are no JSON, but many programs write them.
        self._decoder = json.JSONDecoder(strict=False)
        self.text, self.at, self.ended = "", 0, False

    def more(self) -> bool:
        """Read on, the more the longer the record is; say whether there was more."""
        self.text, self.at = self.text[self.at :], 0
        piece = self._read(max(_CHUNK, len(self.text)))
        self.text += piece
        self.ended = not piece
        return bool(piece)

    def peek(self) -> str:
        """Step to the next character that is neither white space nor a comma and return it; "" at the end."""
        while True:
            self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr] # matches everywhere
            if self.at < len(self.text) or not self.more():
                return self.text[self.at : self.at + 1]

    def second(self) -> str:
        """Return the character after the next one."""
        if len(self.text) - self.at < _AHEAD:
            self.more()
        return self.text[self.at + 1 : self.at + _AHEAD].lstrip()[:1]

    def value(self) -> Any:  # noqa: ANN401 - any JSON
        """Return the value that begins here and step behind it.

        Raises:
            _JsonError: it is none; the place stays before it.
        """
        while True:
            try:
                found, end = self._decoder.raw_decode(self.text, self.at)
            except RecursionError:
                raise _JsonError("nested too deep") from None
            except json.JSONDecodeError as error:
                cut = error.pos >= len(self.text) - 16 or error.msg.startswith("Unterminated")
                if cut and len(self.text) - self.at < _LONGEST and self.more():
                    continue
                raise _JsonError("the file ends within a record" if cut and self.ended else error.msg) from None
            except ValueError as error:  # a number of thousands of digits
                raise _JsonError(str(error)) from None
            if end == len(self.text) and isinstance(found, int | float) and self.more():
                continue  # the number may go on
            self.at = end
            return found

    def skip(self, first_key: str | None) -> bool:
        """Step to the next record that begins as those before did; say whether there is one."""
        if first_key is None:
            return False
        begins = re.compile(r"\{\s*" + re.escape(json.dumps(first_key, ensure_ascii=False)) + r"\s*:")
        start = self.at + 1
        while True:
            match = begins.search(self.text, start)
            if match:
                self.at = match.start()
                return True
            self.at = max(start, len(self.text) - 1000)  # a beginning may be cut
            if not self.more():
                return False
            start = 0


def read_values(read: Callable[[int], str]) -> Iterator[Item]:
    """Yield the records of a JSON text: of its list, of the list in its object, or one after the other.

    Args:
        read: gives the next characters of the text, at most so many, and "" at its end.

    Raises:
        NotText: it is no JSON, or holds nothing.

    Example:
        >>> import io
        >>> list(read_values(io.StringIO('{"status": "ok", "articles": [{"text": "One."}, {"text": "Two."}]}').read))
        [(1, {'text': 'One.'}), (2, {'text': 'Two.'})]
    """
    buffer = _Buffer(read)
    number = 0
    for value in _top(buffer):
        alone = number == 0 and isinstance(value, _Alone)
        number += not alone
        yield number, dict(value) if isinstance(value, _Alone) else value
        if alone:
            return
    if number == 0:
        raise NotText("The JSON holds an empty list: there are no articles in it.")


class _Alone(dict[str, Any]):
    """An object that is all there is in the file."""


def _top(buffer: _Buffer) -> Iterator[Any]:
    """Yield the records of each value of the file; most files are one value."""
    first_key = None
    while opening := buffer.peek():
        try:
            if opening == "[":
                yield from _list(buffer)
            elif opening == "{":
                about = yield from _object(buffer)
                if about is not None:
                    first_key = next(iter(about), None)
                    yield _Alone(about) if buffer.peek() == "" else about
            else:
                raise NotText(f"The JSON is no list and no object: it begins with {buffer.text[buffer.at :][:20]!r}.")
        except _JsonError as error:
            yield Broken(f"The JSON is broken: {error}.")
            if not buffer.skip(first_key):
                return


def _list(buffer: _Buffer) -> Iterator[Any]:
    """Yield the members of a list; one that is no JSON costs itself where the next can be found."""
    buffer.at += 1
    first_key = None
    while (opening := buffer.peek()) != "]":
        if opening == "":
            raise _JsonError("the file ends before its list does")
        try:
            value = buffer.value()
        except _JsonError as error:
            if not buffer.skip(first_key):
                raise
            yield Broken(f"The record is not valid JSON: {error}.")
            continue
        first_key = next(iter(value), None) if isinstance(value, dict) else first_key
        yield value
    buffer.at += 1


def _object(buffer: _Buffer, depth: int = 0) -> Generator[Any, None, dict[str, Any] | None]:
    """Yield the records of the lists of an object and return None; return the object where it has no such list."""
    buffer.at += 1
    about: dict[str, Any] = {}
    listed = False
    while (opening := buffer.peek()) != "}":
        name = buffer.value() if opening == '"' else None
        if not isinstance(name, str) or buffer.peek() != ":":
            raise _JsonError(
                "the file ends within a record" if buffer.peek() == "" else "a name and a colon are missing"
            )
        buffer.at += 1
        opening = buffer.peek()
        if opening == "[" and name.lower() in LISTS and buffer.second() in {"{", "]"} and not _has_text(about):
            yield from _list(buffer)
            listed = True
        elif opening == "{" and name.lower() in _OBJECTS and depth < _DEEPEST:
            inner = yield from _object(buffer, depth + 1)
            listed = listed or inner is None
            about[name] = inner
        else:
            about[name] = buffer.value()
    buffer.at += 1
    return None if listed else about


def _has_text(about: dict[str, Any]) -> bool:
    """Whether what was read of an object so far is an article, so that a list in it is only a part of it."""
    return "text" in choose_fields(about, {}).fields
