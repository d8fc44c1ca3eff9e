"""What a codebook file must hold, checked before anything is built from it; every complaint names its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeGuard

from workbench.errors import DataError, ParameterError, nearest
from workbench.framing.codebook.lines import Place, find_lines
from workbench.framing.codebook.patterns import parse_pattern
from workbench.text import UNITS

_KEYS = ("name", "version", "description", "unit", "frames")
_FRAME_KEYS = ("frame", "label", "definition")
_RULES = ("include", "exclude", "questions")
_PATTERNS = ("patterns", "exclude_patterns")
_ALL_KEYS = (*_KEYS, "exclusive")
_ALL_FRAME_KEYS = (*_FRAME_KEYS, "source", *_RULES, "examples", *_PATTERNS)
_RESERVED = "all frames"  # the row of an evaluation that sums up

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def check_document(content: dict[str, Any], source: str, file: str) -> None:
    """Raise `DataError` where `content` is not a codebook, naming file, line and frame.

    Args:
        content: what the file holds.
        source: its text, in which the lines are looked up when something is wrong.
        file: the name of the file.
    """
    document = _Document(file, content, source)
    if not content:
        raise document.error((), f"the file is empty. A codebook needs {', '.join(_KEYS)}.")
    _check_keys(document, (), content, _KEYS, _ALL_KEYS)
    for key in ("name", "version", "description", "unit"):
        _check_text(document, (key,), content[key])
    if content["unit"] not in UNITS:
        raise document.error(("unit",), f"unit = {content['unit']!r} is not a unit. {nearest(content['unit'], UNITS)}")
    if not isinstance(content.get("exclusive", False), bool):
        value = _shown(content["exclusive"])
        raise document.error(("exclusive",), f"exclusive = {value} must be true or false, written without quotes.")
    for place, frame in _frames(document, content["frames"]):
        _check_frame(document, place, frame)
    _check_names(document, [frame["frame"] for frame in content["frames"]])


@dataclass(frozen=True)
class _Document:
    """A parsed file and its text."""

    file: str
    content: dict[str, Any]
    source: str

    @cached_property
    def _lines(self) -> dict[Place, int]:
        return find_lines(self.source)

    def error(self, place: Place, sentence: str) -> DataError:
        """Return the error that says a sentence about a place."""
        line = self.line(place)
        return DataError(f"{self.file}{f', line {line}' if line else ''}{self._frame(place)}: {sentence}")

    def line(self, place: Place) -> int | None:
        """Return the line of a place, or of the smallest thing around it whose line is known."""
        if not place:
            return 1
        around = (self._lines.get(place[:length]) for length in range(len(place), 0, -1))
        return next((line for line in around if line), None)

    def _frame(self, place: Place) -> str:
        if len(place) < 2 or not isinstance(place[1], int):
            return ""
        frame = self.content["frames"][place[1]]
        name = frame.get("frame") if isinstance(frame, dict) else None
        return f', frame "{_one_line(name)}"' if _is_text(name) else f", frame number {place[1] + 1}"


def _frames(document: _Document, frames: object) -> Iterator[tuple[Place, dict[str, Any]]]:
    advice = "Write each frame under a heading [[frames]], with two brackets."
    if not isinstance(frames, list) or not frames:
        raise document.error(("frames",), f"the file has no list of frames. {advice}")
    for number, frame in enumerate(frames):
        if not isinstance(frame, dict):
            raise document.error(("frames", number), f"{_shown(frame)} is not a frame. {advice}")
        yield ("frames", number), frame


def _check_frame(document: _Document, place: Place, frame: dict[str, Any]) -> None:
    _check_keys(document, place, frame, _FRAME_KEYS, _ALL_FRAME_KEYS)
    for key in (*_FRAME_KEYS, "source"):
        if key in frame:
            _check_text(document, (*place, key), frame[key])
    for key in _RULES:
        for item, text in _items(document, (*place, key), frame.get(key, [])):
            _check_text(document, item, text)
    for item, example in _items(document, (*place, "examples"), frame.get("examples", [])):
        _check_example(document, item, example)
    first: dict[str, Place] = {}
    for key in _PATTERNS:
        _check_patterns(document, (*place, key), frame.get(key, {}), first)


def _check_keys(
    document: _Document, place: Place, table: dict[str, Any], needed: Sequence[str], allowed: Sequence[str]
) -> None:
    for key in table:
        if key not in allowed:
            advice = _where_it_belongs(key, allowed) or nearest(key, allowed)
            raise document.error((*place, key), f"{_one_line(key)!r} is not a key that can stand here. {advice}")
    for key in needed:
        if key not in table:
            raise document.error(place, f"the key {key!r} is missing. Add it; needed are {', '.join(needed)}.")


def _where_it_belongs(key: str, allowed: Sequence[str]) -> str:
    if key in _ALL_KEYS and key not in allowed:
        return "It is about the whole codebook: write it above the first [[frames]]."
    if key in _ALL_FRAME_KEYS and key not in allowed:
        return "It is about one frame: write it below [[frames]] and above [frames.patterns]."
    if _LANGUAGE.fullmatch(key):
        return "If it is a language, write its patterns below a heading [frames.patterns]."
    return ""


def _check_text(document: _Document, place: Place, value: object) -> None:
    key = next(step for step in reversed(place) if isinstance(step, str))
    if not _is_text(value):
        raise document.error(place, f"{key} = {_shown(value)} must be a text in quotes that is not empty.")
    if found := _CONTROL.search(value):
        raise document.error(place, f"{key} holds the control sign {found.group()!r}. Delete it; it cannot be printed.")


def _items(document: _Document, place: Place, values: object) -> Iterator[tuple[Place, Any]]:
    if not isinstance(values, list):
        example = f'{place[-1]} = ["..."]'
        raise document.error(place, f"{place[-1]} = {_shown(values)} must be a list of texts in quotes: {example}.")
    yield from (((*place, number), value) for number, value in enumerate(values))


def _check_example(document: _Document, place: Place, example: object) -> None:
    if not isinstance(example, dict):
        _check_text(document, place, example)
        return
    _check_keys(document, place, example, ("text",), ("text", "why"))
    for key in example:
        _check_text(document, (*place, key), example[key])


def _check_patterns(document: _Document, place: Place, by_language: object, first: dict[str, Place]) -> None:
    if not isinstance(by_language, dict):
        raise document.error(
            place,
            f"{place[-1]} = {_shown(by_language)} must be lists by language: below a heading [frames.{place[-1]}], "
            "en = [...], es = [...].",
        )
    for language, patterns in by_language.items():
        _check_language(document, (*place, language))
        for item, pattern in _items(document, (*place, language), patterns):
            if not isinstance(pattern, str):
                raise document.error(item, f"{language} = [{_shown(pattern)}] must be a list of texts in quotes.")
            _check_pattern(document, item, pattern, first)


def _check_language(document: _Document, place: Place) -> None:
    language = str(place[-1])
    if not _LANGUAGE.fullmatch(language):
        advice = _where_it_belongs(language, ()) or "Allowed are codes of two or three small letters, such as en or es."
        raise document.error(place, f"{_one_line(language)!r} is not a language code. {advice}")


def _check_pattern(document: _Document, place: Place, pattern: str, first: dict[str, Place]) -> None:
    try:
        text = parse_pattern(pattern).text
    except ParameterError as error:
        raise document.error(place, str(error)) from error
    if text in first:
        raise document.error(
            place,
            f"the pattern {text!r} stands there twice; the first is in line {document.line(first[text])}. Keep one; "
            "patterns read every language.",
        )
    first[text] = place


def _check_names(document: _Document, names: list[str]) -> None:
    seen: dict[str, int] = {}
    for number, name in enumerate(names):
        place, plain = ("frames", number, "frame"), _one_line(name).casefold()
        if plain == _RESERVED:
            raise document.error(place, f"a frame cannot be named {name!r}; tables name their sums so. Rename it.")
        if plain in seen:
            line = document.line(("frames", seen[plain], "frame"))
            sentence = (
                f"there are two frames named {_one_line(name)!r}; the first is in line {line}. Rename or join them."
            )
            raise document.error(place, sentence)
        seen[plain] = number


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip())


def _one_line(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else f"{plain[:59]}…"


def _shown(value: object) -> str:
    return _one_line({True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value))
