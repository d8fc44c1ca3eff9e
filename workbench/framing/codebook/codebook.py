"""Codebooks: the frames of a study, how people code them and the patterns that point to them, read from TOML."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.errors import DataError, ParameterError, nearest
from workbench.framing.codebook.checks import check_document
from workbench.framing.codebook.lines import parse_toml
from workbench.framing.codebook.patterns import parse_pattern
from workbench.text import typed

HAND_DIGITS = 8  # so many of the digits of a hash are about what people read; the others are about patterns

_Row = tuple[object, ...]

_LIST_ITEM = re.compile(r"(?:\d+[.)]|[-*•])\s")


@dataclass(frozen=True, eq=False)
class Codebook:
    """What a study looks for; two codebooks are equal when their content is.

    Attributes:
        name: short name of the codebook.
        version: version as written, such as "1.0".
        description: what the codebook is for.
        unit: the unit of analysis it is written for: "article", "paragraph" or "sentence".
        exclusive: True when a unit shows exactly one frame, False when it may show none, one or several.
        hash: 16 hex digits. The first 8 change with what a coder reads (name, unit, exclusive, and of every frame its
            name, label, definition, rules, questions and examples), the last 8 with the patterns; neither with the
            version, the description, sources, comments or layout.
        frames: frame, label, definition, source (missing where not given).
        rules: frame, kind ("include" or "exclude"), rule (in words, for people).
        questions: frame, question (its id, such as "conflict-1"), text.
        examples: frame, text, why (missing where not given).
        patterns: frame, pattern (plain form), language, exclude (True: a place where the frame's other patterns do
            not count).
    """

    name: str
    version: str
    description: str = field(repr=False)
    unit: str
    exclusive: bool
    hash: str
    frames: pd.DataFrame = field(repr=False)
    rules: pd.DataFrame = field(repr=False)
    questions: pd.DataFrame = field(repr=False)
    examples: pd.DataFrame = field(repr=False)
    patterns: pd.DataFrame = field(repr=False)

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is a codebook of the same content."""
        if not isinstance(other, Codebook):
            return NotImplemented
        pairs = [(getattr(self, item.name), getattr(other, item.name)) for item in fields(self)]
        return all(mine.equals(its) if isinstance(mine, pd.DataFrame) else mine == its for mine, its in pairs)

    def __hash__(self) -> int:
        """Return a number that is the same for equal codebooks."""
        return hash(self.hash)


def read_codebook(name_or_path: str | Path) -> Codebook:
    """Return a shipped codebook by its name, or the codebook in a `.toml` file.

    Docs: `docs/methods/codebooks.md`.

    Args:
        name_or_path: the name of a shipped codebook, such as "generic", or the path of a file whose name ends in
            `.toml`.

    Raises:
        ParameterError: no codebook has that name, or no such file exists.
        DataError: the file is not a codebook; the message names the file, the line, the frame and the value.

    Example:
        >>> read_codebook("generic").frames["frame"].tolist()
        ['conflict', 'human interest', 'economic consequences', 'morality', 'responsibility']
    """
    source, file = read_codebook_source(name_or_path)
    document = parse_toml(source, file)
    check_document(document, source, file)
    rows = {table: [row for frame in document["frames"] for row in read(frame)] for table, read in _ROWS.items()}
    name, unit, exclusive = tidy(document["name"]), document["unit"], document.get("exclusive", False)
    unsourced = [row[:3] for row in rows["frames"]]
    return Codebook(
        name=name,
        version=tidy(document["version"]),
        description=tidy(document["description"]),
        unit=unit,
        exclusive=exclusive,
        hash=_digits([name, unit, exclusive, unsourced, rows["rules"], rows["questions"], rows["examples"]])
        + _digits(rows["patterns"]),
        frames=typed(rows["frames"], ["frame", "label", "definition", "source"]),
        rules=typed(rows["rules"], ["frame", "kind", "rule"]),
        questions=typed(rows["questions"], ["frame", "question", "text"]),
        examples=typed(rows["examples"], ["frame", "text", "why"]),
        patterns=typed(rows["patterns"], ["frame", "pattern", "language", "exclude"]).astype({"exclude": bool}),
    )


def read_codebook_source(name_or_path: str | Path) -> tuple[str, str]:
    """Return the text of a codebook as its author wrote it, to copy or to show, and the name of its file.

    Raises:
        ParameterError: no codebook has that name, or no such file exists.
        DataError: it is not UTF-8.

    Example:
        >>> read_codebook_source("policy")[1]
        'policy.toml'
    """
    file = _find_file(name_or_path)
    return _read_text(file), file.name


def tidy(text: str) -> str:
    r"""Return `text` without the line breaks and spaces of its layout; paragraphs and lists keep their lines.

    Example:
        >>> tidy("One  story,\n  told twice.\n1. First\n2. Second\n")
        'One story, told twice.\n1. First\n2. Second'
    """
    paragraphs = re.split(r"\n\s*\n", unicodedata.normalize("NFC", text).strip())
    return "\n\n".join(_tidy_paragraph(paragraph) for paragraph in paragraphs)


def _tidy_paragraph(text: str) -> str:
    lines: list[str] = []
    for line in (" ".join(line.split()) for line in text.split("\n")):
        if lines and not _LIST_ITEM.match(line):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


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


def _read_text(file: Traversable) -> str:
    raw = file.read_bytes()
    try:
        # A byte-order mark is what Windows editors put first; it is not part of the content.
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"{file.name}, line {line}: the sign {raw[error.start : error.start + 1]!r} is not UTF-8. Save the file as "
            "UTF-8; editors offer it under 'Save with encoding'."
        ) from error


def _frame_rows(frame: dict[str, Any]) -> Iterator[_Row]:
    yield tuple(_text(frame.get(key)) for key in ("frame", "label", "definition", "source"))


def _rule_rows(frame: dict[str, Any]) -> Iterator[_Row]:
    for kind in ("include", "exclude"):
        yield from ((tidy(frame["frame"]), kind, tidy(rule)) for rule in frame.get(kind, []))


def _question_rows(frame: dict[str, Any]) -> Iterator[_Row]:
    name = tidy(frame["frame"])
    yield from ((name, f"{name}-{number}", tidy(text)) for number, text in enumerate(frame.get("questions", []), 1))


def _example_rows(frame: dict[str, Any]) -> Iterator[_Row]:
    for example in frame.get("examples", []):
        given = {"text": example} if isinstance(example, str) else example
        yield tidy(frame["frame"]), tidy(given["text"]), _text(given.get("why"))


def _pattern_rows(frame: dict[str, Any]) -> Iterator[_Row]:
    name = tidy(frame["frame"])
    for key in ("patterns", "exclude_patterns"):
        for language, patterns in frame.get(key, {}).items():
            yield from ((name, parse_pattern(text).text, language, key == "exclude_patterns") for text in patterns)


_ROWS: dict[str, Callable[[dict[str, Any]], Iterator[_Row]]] = {
    "frames": _frame_rows,
    "rules": _rule_rows,
    "questions": _question_rows,
    "examples": _example_rows,
    "patterns": _pattern_rows,
}


def _text(value: str | None) -> str | None:
    return None if value is None else tidy(value)


def _digits(content: object) -> str:
    return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:HAND_DIGITS]
