"""Codebooks: the frames of a study and the patterns that point to them, read from TOML and checked."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.errors import DataError, ParameterError, nearest
from workbench.text import UNITS, WORD, split_words, typed

_KEYS = ("name", "version", "description", "unit", "frames")
_FRAME_KEYS = ("frame", "label", "definition", "source", "patterns", "exclude")
_OPTIONAL = ("source", "patterns", "exclude")


@dataclass(frozen=True)
class Codebook:
    """What a study looks for; two codebooks are equal when their content is.

    Attributes:
        name: short name of the codebook.
        version: version as written, such as "1.0".
        description: what the codebook is for.
        unit: the unit of analysis it is written for: "article", "paragraph" or "sentence".
        hash: 16 hex digits that change with any change of content, not with comments or layout.
        frames: frame, label, definition, source (missing where not given); in the order of the file.
        patterns: frame, pattern (lower case), language (missing for exclusions), exclude (True: a place where
            the frame's other patterns do not count); in the order of the file.
    """

    name: str
    version: str
    description: str
    unit: str
    hash: str
    frames: pd.DataFrame = field(compare=False, repr=False)
    patterns: pd.DataFrame = field(compare=False, repr=False)


def read_codebook(name_or_path: str | Path) -> Codebook:
    """Return a shipped codebook by its name, or the codebook in a `.toml` file.

    A pattern is one word or several words with single spaces between them; `*` in a word stands for any letters,
    also none. Docs: `docs/methods/dictionary-coding.md`.

    Args:
        name_or_path: "generic", "negotiation", or the path of a file whose name ends in `.toml`.

    Raises:
        ParameterError: no codebook has that name, or no such file exists.
        DataError: the file is not a codebook; the message names the file, the frame and the value.

    Example:
        >>> read_codebook("generic").frames["frame"].tolist()
        ['conflict', 'human interest', 'economic consequences', 'morality', 'responsibility']
    """
    file = _find_file(name_or_path)
    document = _parse(file)
    _check_document(document, file.name)
    return Codebook(
        name=document["name"],
        version=document["version"],
        description=document["description"].strip(),
        unit=document["unit"],
        hash=sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16],
        frames=_frame_table(document["frames"]),
        patterns=_pattern_table(document["frames"]),
    )


def _find_file(name_or_path: str | Path) -> Traversable:
    if isinstance(name_or_path, Path) or name_or_path.lower().endswith(".toml"):
        path = Path(name_or_path)
        if not path.is_file():
            raise ParameterError(
                f"There is no codebook file at {path}. Check the path, or pass the name of a codebook."
            )
        return path
    folder = files("workbench").joinpath("codebooks")
    shipped = {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}
    if name_or_path not in shipped:
        raise ParameterError(
            f"There is no codebook named {name_or_path!r}. {nearest(name_or_path, shipped)} "
            "A codebook of your own is passed as the path of its .toml file."
        )
    return shipped[name_or_path]


def _parse(file: Traversable) -> dict[str, Any]:
    try:
        # A byte-order mark is what Windows editors put first; it is not part of the content.
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{file.name} cannot be read as TOML in UTF-8: {error}. Correct the file there.") from error


def _check_document(document: dict[str, Any], file: str) -> None:
    _check_keys(document, _KEYS, (), file)
    for key in ("name", "version", "description", "unit"):
        _check_text(document[key], key, file)
    if document["unit"] not in UNITS:
        raise DataError(f"{file}: unit = {document['unit']!r} is not a unit. {nearest(document['unit'], UNITS)}")
    frames = document["frames"]
    if not isinstance(frames, list) or not frames or not all(isinstance(frame, dict) for frame in frames):
        raise DataError(f"{file} has no frames. Write each frame under a heading [[frames]].")
    for number, frame in enumerate(frames, 1):
        _check_frame(frame, f"{file}, frame {frame.get('frame', f'number {number}')!r}")
    if twice := _first_repeated(frame["frame"] for frame in frames):
        raise DataError(f"{file} has two frames named {twice!r}. Rename one, or join them.")


def _check_frame(frame: dict[str, Any], where: str) -> None:
    _check_keys(frame, _FRAME_KEYS, _OPTIONAL, where)
    for key in ("frame", "label", "definition", "source"):
        _check_text(frame.get(key, "not given"), key, where)
    _check_lists(frame, where)
    for pattern, _, _ in _patterns_of(frame):
        _check_pattern(pattern, where)
    if twice := _first_repeated(pattern for pattern, _, _ in _patterns_of(frame)):
        raise DataError(f"{where}: the pattern {twice!r} stands there twice. Keep one; patterns read every language.")


def _check_keys(table: dict[str, Any], allowed: tuple[str, ...], optional: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in allowed:
            raise DataError(f"{where}: {key!r} is not a key of a codebook. {nearest(key, allowed)}")
    for key in allowed:
        if key not in table and key not in optional:
            raise DataError(f"{where}: the key {key!r} is missing. Add it; needed are {', '.join(allowed)}.")


def _check_text(value: object, key: str, where: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise DataError(f"{where}: {key} = {value!r} must be a text in quotes that is not empty.")


def _check_lists(frame: dict[str, Any], where: str) -> None:
    patterns, exclude = frame.get("patterns", {}), frame.get("exclude", [])
    if not isinstance(patterns, dict) or not all(re.fullmatch(r"[a-z]{2,3}", language) for language in patterns):
        raise DataError(
            f"{where}: patterns = {patterns!r} must be lists by language code, such as en = [...], es = [...]."
        )
    for key, values in [*patterns.items(), ("exclude", exclude)]:
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise DataError(f"{where}: {key} = {values!r} must be a list of texts in quotes.")


def _check_pattern(pattern: str, where: str) -> None:
    if not pattern.strip():
        raise DataError(f"{where}: a pattern is empty. Delete it, or write a word in it.")
    for word in pattern.split(" "):
        if not word.replace("*", ""):
            raise DataError(f"{where}: the pattern {pattern!r} has a place without letters. Write a word there.")
        # A star stands for letters, so a word is sound when it is one word once a letter takes the place of the star.
        if not WORD.fullmatch(word.replace("*", "x")):
            parts = " ".join(split_words(word.replace("*", ""))) or "no words"
            raise DataError(
                f"{where}: {word!r} in the pattern {pattern!r} is not one word; texts are read there as {parts!r}. "
                "Allowed are words, * for any letters, and single spaces between words."
            )


def _patterns_of(frame: dict[str, Any]) -> Iterator[tuple[str, str | None, bool]]:
    for language, patterns in frame.get("patterns", {}).items():
        yield from ((_normal(pattern), language, False) for pattern in patterns)
    yield from ((_normal(pattern), None, True) for pattern in frame.get("exclude", []))


def _normal(pattern: str) -> str:
    return pattern.lower().replace("’", "'")


def _first_repeated(values: Iterable[str]) -> str | None:
    return next((value for value, count in Counter(values).items() if count > 1), None)


def _frame_table(frames: list[dict[str, Any]]) -> pd.DataFrame:
    columns = ["frame", "label", "definition", "source"]
    return typed([[frame.get(column) for column in columns] for frame in frames], columns)


def _pattern_table(frames: list[dict[str, Any]]) -> pd.DataFrame:
    rows = [(frame["frame"], *row) for frame in frames for row in _patterns_of(frame)]
    return typed(rows, ["frame", "pattern", "language", "exclude"]).astype({"exclude": bool})
