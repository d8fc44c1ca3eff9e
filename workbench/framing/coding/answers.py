"""The log of the coding widget: one line an answer, read so that nothing said counts twice and nothing torn counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

CODE, SKIP, UNDO = "code", "skip", "undo"
_MARK = b'{"did": '  # every line begins so; a file that was cut off may hold only a part of it
_BOM = b"\xef\xbb\xbf"  # editors put it before the first line
_HEAD = 65_536  # bytes of a file that are looked at to tell what it is


@dataclass(frozen=True)
class Answer:
    """What a coder did once: coded a passage, skipped it, or took back an earlier answer.

    Attributes:
        did: "code", "skip" or "undo".
        id: made where the answer was given; two answers of one id are the same answer.
        unit_id: the passage.
        coder: who answered.
        coded_at: when it was written, ISO 8601 in UTC.
        round: number of the coder's pass through the sample.
        codes: frame -> 1 (seen), 0 (not seen) or None (skipped); empty for an undo.
        codebook: hash of the codebook it was made under.
        undoes: id of the answer that an undo takes back.
        flag: whether the coder wants to talk about the passage.
        comment: what the coder noted.
        seconds: how long the passage was on the screen.
        file: name of the file it was read from.
        line: its line in that file.
    """

    did: str
    id: str
    unit_id: str
    coder: str
    coded_at: str
    round: int = 1
    codes: Mapping[str, int | None] = field(default_factory=dict)
    codebook: str | None = None
    undoes: str | None = None
    flag: bool = False
    comment: str | None = None
    seconds: float | None = None
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


def is_log(path: Path) -> bool:
    """Tell whether a file is a log of the coding widget, also when its only line or its first ones were damaged."""
    if path.suffix.lower() != ".jsonl" or not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD)
    lines = [line.lstrip(_EMPTY) for line in head.removeprefix(_BOM).split(b"\n")]
    was_cut = not any(lines[1:]) and _MARK.startswith(lines[0])
    return bool(head) and (was_cut or any(line.startswith(_MARK) for line in lines))


def read_answers(paths: Iterable[Path]) -> list[Answer]:
    """Return all that was done, first things first, of several files together.

    One answer that stands in two files (copies made by a program that keeps folders in step) is one answer. Clocks of
    two machines may differ, and a clock may be set back; within a file the order of the lines counts. Lines that were
    cut off or are not of a log count for nothing.
    """
    found: dict[str, tuple[str, Answer]] = {}
    for path in sorted(paths):
        latest = ""
        for answer in _read_file(path):
            latest = max(latest, answer.coded_at)
            if answer.id not in found or latest < found[answer.id][0]:
                found[answer.id] = (latest, answer)
    return [answer for _, answer in sorted(found.values(), key=lambda pair: pair[0])]


def settle_answers(answers: Iterable[Answer]) -> list[Answer]:
    """Return the answer that stands for each coder, round and passage, in the order in which they were given.

    What was taken back does not stand; of several answers to one passage the last one stands.
    """
    done = list(answers)
    undone = {answer.undoes for answer in done if answer.did == UNDO}
    standing: dict[tuple[str, int, str], Answer] = {}
    for answer in done:
        if answer.did != UNDO and answer.id not in undone:
            key = (answer.coder, answer.round, answer.unit_id)
            standing.pop(key, None)
            standing[key] = answer
    return list(standing.values())


def count_torn(path: Path) -> int:
    """Return how many lines of a log cannot be read, because a program or machine stopped while it wrote them."""
    lines = [line for line in path.read_bytes().split(b"\n") if line.removeprefix(_BOM).strip(_EMPTY)]
    return len(lines) - sum(1 for _ in _read_file(path))


def write_line(answer: Answer) -> bytes:
    """Return the line of an answer, with its end."""
    told = {name: getattr(answer, name) for name in _WRITTEN}
    return json.dumps(told, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace") + b"\n"


_WRITTEN = (
    "did",  # first: the mark of the file
    "id",
    "unit_id",
    "coder",
    "round",
    "codes",
    "codebook",
    "coded_at",
    "undoes",
    "flag",
    "comment",
    "seconds",
)
_ROUNDS = 1_000_000
_EMPTY = b"\0 \t\r"  # a machine that lost power may leave NUL bytes where a line should be


def _read_file(path: Path) -> Iterator[Answer]:
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        answer = _parsed(line.removeprefix(_BOM).strip(_EMPTY))
        if answer is not None:
            yield Answer(**answer, file=path.name, line=number)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
        if b"\\u" in line:  # half a sign can be written so, and no table holds it
            json.dumps(record, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not _is_answer(record):
        return None
    return {name: record[name] for name in _WRITTEN if name in record and _fits(name, record[name])}


def _is_answer(record: Mapping[str, object]) -> bool:
    texts = all(isinstance(record.get(name), str) for name in ("did", "id", "unit_id", "coder", "coded_at"))
    codes = record.get("codes", {})
    in_round = record.get("round", 1)
    known = record.get("did") in (CODE, SKIP, UNDO) and isinstance(codes, dict)
    return texts and known and type(in_round) is int and 1 <= in_round <= _ROUNDS


def _fits(name: str, value: object) -> bool:
    """Whether what a line says about an answer is of the right kind; what is not is left out."""
    if name in {"codebook", "undoes", "comment"}:
        return value is None or isinstance(value, str)
    if name == "flag":
        return isinstance(value, bool)
    if name == "seconds":
        return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return True
