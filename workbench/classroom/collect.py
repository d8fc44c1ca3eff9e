"""The logs of a class as they lie in the shared folder now: what they say, and what cannot be read of them.

Programs that keep folders in step cut files, copy them under other names and hold them locked for a while. Each line is
taken for itself, an answer that stands in two files counts once, and what cannot be read is told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import pandas as pd

from workbench.framing.codebook.codebook import Codebook
from workbench.framing.codebook.stale import find_stale
from workbench.framing.coding.answers import CODE, UNDO, Answer, count_torn, is_log, read_answers, settle_answers
from workbench.framing.coding.codes import CODE_COLUMNS, CODE_TYPES

_PAUSE = 600.0  # seconds; who looks at one passage for longer has left the laptop


@dataclass(frozen=True)
class Work:
    """What one coder has done so far.

    Attributes:
        coder: the name.
        coded: passages coded.
        skipped: passages left for later.
        seconds: how long each coded passage was on the screen, in the order of coding.
    """

    coder: str
    coded: int
    skipped: int
    seconds: tuple[float, ...]


@dataclass(frozen=True)
class Collected:
    """The codes of a class.

    Attributes:
        codes: the columns of codes; a row for each coder, passage and frame that holds a value.
        work: what each coder has done, by name.
        comments: (coder, unit_id) -> what was noted.
        flags: passages that somebody wants to talk about -> how many do.
        notes: what could not be read or used, in words for the teacher.
    """

    codes: pd.DataFrame
    work: list[Work]
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def find_logs(folder: Path) -> list[Path]:
    """Return the logs below a folder, copies under other names among them.

    Raises:
        OSError: the folder cannot be reached.
    """
    next(folder.iterdir(), None)  # a share that is gone raises here, where a search would find nothing
    files = [path for path in sorted(folder.rglob("*")) if not _is_hidden(path, folder)]
    return [path for path in files if path.suffix.lower() == ".jsonl" and path.is_file()]


def sign_logs(folder: Path) -> tuple[tuple[str, int], ...]:
    """Return what changes when any log does.

    From what stands in the files, not from their times and sizes: network folders tell those late.

    Raises:
        OSError: the folder cannot be reached.
    """
    return tuple((path.as_posix(), _checksum(path)) for path in find_logs(folder))


def read_logs(folder: Path, codebook: Codebook, units: Iterable[str]) -> Collected:
    """Return the codes of all logs below a folder, about these units and the frames of the codebook.

    Raises:
        OSError: the folder cannot be reached.
    """
    logs, notes = _readable(find_logs(folder), folder)
    answers = [answer for answer in read_answers(logs) if answer.coder.strip()]
    known = set(units)
    about = [answer for answer in settle_answers(answers) if answer.unit_id in known]
    last = {(answer.coder, answer.unit_id): answer for answer in sorted(about, key=_round)}
    standing = list(last.values())
    codes, unknown = _codes(standing, list(codebook.frames["frame"]))
    strange = len({answer.unit_id for answer in answers} - known)
    notes += [f"{strange} coded passages are not among those of this class, and are not used."] if strange else []
    notes += [f"Codes of {', '.join(sorted(unknown))} are not used: no such frame in codebook.toml."] if unknown else []
    notes += _stale(codes, codebook) + _alike({answer.coder for answer in answers})
    return Collected(codes, _work(answers, standing), _comments(standing), _flags(standing), notes)


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~")) for part in path.relative_to(folder).parts)


def _checksum(path: Path) -> int:
    try:
        return crc32(path.read_bytes())
    except OSError:
        return -1


def _readable(paths: list[Path], folder: Path) -> tuple[list[Path], list[str]]:
    logs, notes = [], []
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            size, torn = path.stat().st_size, count_torn(path)
        except OSError as error:
            notes.append(f"{name} cannot be read now ({error.strerror}); it is tried again.")
            continue
        if size and not is_log(path):
            notes.append(f"{name} is no log of the coding widget, and is not read.")
            continue
        logs.append(path)
        if torn:
            lines = "1 line was" if torn == 1 else f"{torn} lines were"
            notes.append(f"{name}: {lines} cut off, and not counted. An answer that was saved is sent again or whole.")
    return logs, notes


def _round(answer: Answer) -> int:
    return answer.round


def _codes(answers: list[Answer], frames: list[str]) -> tuple[pd.DataFrame, set[str]]:
    rows, unknown = [], set()
    for answer in answers:
        if answer.did != CODE:
            continue
        unknown |= {str(frame) for frame in answer.codes} - set(frames)
        given = [(frame, answer.codes.get(frame)) for frame in frames]
        about = (_plain(answer.codebook), answer.round, answer.coded_at, _plain(answer.comment))
        rows += [
            (answer.unit_id, answer.coder, frame, float(value), *about)
            for frame, value in given
            if isinstance(value, int | float) and value in (0, 1)
        ]
    table = pd.DataFrame(rows, columns=CODE_COLUMNS)
    times = pd.to_datetime(table["coded_at"].astype("str"), utc=True, format="ISO8601", errors="coerce")
    place = {frame: number for number, frame in enumerate(frames)}
    table = table.assign(coded_at=times.astype("datetime64[us, UTC]"), place=table["frame"].map(place))
    ordered = table.sort_values(["unit_id", "coder", "place"], kind="stable", ignore_index=True)
    return ordered[CODE_COLUMNS].astype(CODE_TYPES), unknown


def _plain(value: object) -> str | None:
    """Return a text that holds something; whatever else a line may hold there is nothing."""
    return value.strip() or None if isinstance(value, str) else None


def _work(answers: list[Answer], standing: list[Answer]) -> list[Work]:
    """Return what each coder has done; time is what the laptop saw of itself, so that no two clocks are compared."""
    work = []
    for coder in sorted({answer.coder for answer in answers if answer.did != UNDO}):
        own = [answer for answer in standing if answer.coder == coder]
        coded = [answer for answer in own if answer.did == CODE]
        seconds = tuple(_seconds(answer.seconds) for answer in coded)
        work.append(Work(coder, len(coded), len(own) - len(coded), seconds))
    return work


def _seconds(stated: object) -> float:
    if isinstance(stated, bool) or not isinstance(stated, int | float) or not math.isfinite(stated):
        return math.nan
    return min(max(float(stated), 0.0), _PAUSE)


def _comments(standing: list[Answer]) -> dict[tuple[str, str], str]:
    told = {(answer.coder, answer.unit_id): _plain(answer.comment) for answer in standing}
    return {key: comment for key, comment in told.items() if comment is not None}


def _flags(standing: list[Answer]) -> dict[str, int]:
    flagged = [answer.unit_id for answer in standing if answer.flag is True]
    return {unit: flagged.count(unit) for unit in sorted(set(flagged))}


def _stale(codes: pd.DataFrame, codebook: Codebook) -> list[str]:
    other = find_stale(codes, codebook)[["coder", "unit_id"]].drop_duplicates()
    if other.empty:
        return []
    told = (
        f"{len(other)} answers were given under another codebook.toml than the one in the folder now. They may answer "
        "another question: restore the file, or code again."
    )
    return [told]


def _alike(coders: set[str]) -> list[str]:
    seen: dict[str, str] = {}
    notes = []
    for coder in sorted(coders):
        other = seen.setdefault(" ".join(coder.casefold().split()), coder)
        if other != coder:
            notes.append(f"{other!r} and {coder!r} are counted as two coders. If they are one person, use one name.")
    return notes
