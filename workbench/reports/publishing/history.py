"""Every run in one line of `history.jsonl`, oldest first."""

from __future__ import annotations

import json
import re
from pathlib import Path

from workbench.reports.publishing.entry import Entry, read_row, write_row
from workbench.reports.publishing.files import write_whole

HISTORY = "history.jsonl"
KEPT = 10_000  # lines, about 4 MB: a run an hour for fourteen months
_NAMES = re.compile(r'^\{"run": "([^"\\]+)"', re.MULTILINE)  # the first key of every line, as we write it


def read_history(home: Path, *, last: int | None = None) -> list[Entry]:
    """Return the runs of the report in `home`, oldest first; lines that hold no run are passed over.

    Args:
        home: the folder of the report.
        last: only the lines of the newest so many.

    Example:
        >>> read_history(Path("reports/none"))
        []
    """
    lines = _lines(home)
    return [entry for entry in map(_read_line, lines if last is None else lines[-last:]) if entry]


def list_runs(home: Path) -> list[str]:
    """Return the names of the runs in the history, oldest first, without reading what else it says of them.

    Example:
        >>> list_runs(Path("reports/none"))
        []
    """
    return _NAMES.findall("\n".join(_lines(home)))


def add_to_history(home: Path, entry: Entry) -> None:
    """Add a run, once: one that is there already stays as it is.

    Raises:
        OSError: it cannot be written; the history is as it was.
    """
    if entry.run in list_runs(home):
        return
    line = json.dumps(write_row(entry), ensure_ascii=False)
    write_whole(home / HISTORY, "\n".join([*_lines(home)[1 - KEPT :], line]) + "\n")


def _lines(home: Path) -> list[str]:
    """Return the lines there are, also damaged ones: they are evidence, and stay."""
    try:
        text = (home / HISTORY).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    return [line for line in text.split("\n") if line.strip()]


def _read_line(line: str) -> Entry | None:
    try:
        return read_row(json.loads(line))
    except ValueError:
        return None
