"""Where the answers of coders go: a file a coder, a line an answer, on the disk before anybody says "saved"."""

from __future__ import annotations

import os
import unicodedata
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pandas as pd

from workbench.cells import safe_name
from workbench.errors import OutputError, ParameterError
from workbench.framing.coding.answers import SKIP, Answer, is_log, read_answers, settle_answers, write_line
from workbench.reports.publishing.files import sync_folder
from workbench.text import typed

_LONGEST = 80  # letters of a coder's name in the name of a file, which holds 255 bytes,
_BYTES = 200  # also where a program that keeps folders in step adds "(conflicted copy …)"
# Windows keeps the first for devices, with any ending; the last two are names of tables that are no codes.
_DEVICES = ["con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))]
_TAKEN = frozenset([*_DEVICES, "sample", "decisions"])


def log_path(folder: str | Path, coder: str) -> Path:
    """Return the file of a coder in a folder; no two coders have one file.

    A name with signs that cannot stand in the name of a file gets eight hex digits of its own.

    Raises:
        ParameterError: the name is empty, or differs only in capital letters from one that has a file there.

    Example:
        >>> log_path("codes", "ana").name, log_path("codes", "Ana/B").name
        ('ana.jsonl', 'Ana-B-4e876233.jsonl')
    """
    name = plain_coder(coder)
    plain = safe_name(name)[:_LONGEST].encode()[:_BYTES].decode(errors="ignore")
    is_taken = plain.casefold().partition(".")[0] in _TAKEN
    if is_taken or plain != name:
        plain = plain.replace(".", "-") if is_taken else plain
        plain = f"{plain or 'coder'}-{sha256(name.encode()).hexdigest()[:8]}"
    path = Path(folder) / f"{plain}.jsonl"
    others = [other.stem for other in path.parent.glob("*.jsonl")] if path.parent.is_dir() else []
    near = [other for other in others if other.casefold() == plain.casefold()]
    if near and plain not in near:  # two who began at the same time both go on
        raise ParameterError(
            f"coder={coder!r}: {near[0]!r} codes in {path.parent} already, and some file systems cannot tell the two "
            f"apart. Pass coder={near[0]!r} if you are the same person, else a name that differs in more than capitals."
        )
    return path


def plain_coder(coder: object) -> str:
    r"""Return the name of a coder in the one way it is written: without white space around it, accents composed.

    Raises:
        ParameterError: it is empty, or no text.

    Example:
        >>> plain_coder(" ana "), plain_coder("jose\u0301") == "jos\u00e9"
        ('ana', True)
    """
    name = unicodedata.normalize("NFC", coder.strip()) if isinstance(coder, str) else ""
    if not name or name != name.encode(errors="ignore").decode():
        raise ParameterError(f"coder={coder!r} names nobody. Pass a name, such as coder='ana'.")
    return name


def append_answer(path: Path, answer: Answer) -> None:
    """Append an answer to a log and return once it is on the disk.

    A last line that was cut off stays a line of its own. An answer written twice does no harm: readers count it once.

    Raises:
        OutputError: the file cannot be written, or the disk is full.
    """
    line = write_line(answer)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
        # One write in append mode: lines of two programs never mix on a local disk.
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        try:
            line = line if _ends_whole(handle) else b"\n" + line
            if os.write(handle, line) < len(line):
                raise OSError("the disk is full")
            os.fsync(handle)
        finally:
            os.close(handle)
        if is_new:
            sync_folder(path.parent)
    except OSError as error:
        raise OutputError(
            f"The answer cannot be written to {path}: {error}. Make room, or allow writing there; then save again."
        ) from error


def read_log(folder: str | Path) -> pd.DataFrame:
    """Return what stands in the logs of a folder: a row a coder, round and passage, with what `read_codes` leaves out.

    Args:
        folder: the folder of the logs; files that are no logs are passed over.

    Returns:
        coder, round, unit_id, skipped, flag, comment, seconds (on the screen), coded_at, codebook; in the order in
        which passages were answered, coder by coder. Empty where there is no folder or no log in it yet.

    Example:
        >>> read_log("no-such-folder").empty
        True
    """
    place = Path(folder)
    logs = [path for path in place.glob("*.jsonl") if is_log(path)] if place.is_dir() else []
    answers = sorted(settle_answers(read_answers(logs)), key=lambda answer: answer.coder)
    table = typed([_row(answer) for answer in answers], _COLUMNS, integers=["round"])
    return table.astype({"skipped": bool, "flag": bool, "seconds": "float64"}).assign(
        coded_at=pd.to_datetime(table["coded_at"], utc=True, format="ISO8601", errors="coerce").astype(
            "datetime64[us, UTC]"
        )
    )


def now() -> str:
    """Return the time as answers state it."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


_COLUMNS = ["coder", "round", "unit_id", "skipped", "flag", "comment", "seconds", "coded_at", "codebook"]


def _row(answer: Answer) -> tuple[object, ...]:
    about = (answer.coder, answer.round, answer.unit_id, answer.did == SKIP)
    return (*about, answer.flag, answer.comment, answer.seconds, answer.coded_at, answer.codebook)


def _ends_whole(handle: int) -> bool:
    size = os.lseek(handle, 0, os.SEEK_END)
    if size == 0:
        return True
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) == b"\n"
