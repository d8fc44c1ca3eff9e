"""One run in one line: its state, its exit code, how much it read, and why it ended as it did."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from workbench.errors import DataError, OutputError, ParameterError, RunError, StoppedError

RUNNING = "running"
# What a run can end as -> its exit code. The same words stand in status.json, the history and the record.
EXIT_CODES = {
    "done": 0,
    "unchanged": 0,
    "failed": RunError.exit_code,
    "wrong": ParameterError.exit_code,
    "refused": DataError.exit_code,
    "stopped": StoppedError.exit_code,
    "unwritable": OutputError.exit_code,
}
# As a reader sees them.
WORDS = {
    RUNNING: "running",
    "done": "done",
    "unchanged": "nothing had changed",
    "failed": "failed",
    "wrong": "wrong value",
    "refused": "refused",
    "stopped": "stopped",
    "unwritable": "not written",
}
_UNSEEN = re.compile("\x1b\\[[0-9;]*m|[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST = 600  # characters of a reason; an error message may quote a whole output


@dataclass(frozen=True)
class Entry:
    """A run as status, history and pages tell it; times in ISO 8601, UTC; `exit_code` is None while it runs."""

    run: str
    state: str
    exit_code: int | None
    started: str
    ended: str = ""
    seconds: float = 0.0
    articles: int | None = None
    new: int | None = None
    rejected: int | None = None
    gate: tuple[str, ...] = ()
    reason: str = ""
    notebooks_run: int = 0
    notebooks_kept: int = 0
    published: bool = False

    @property
    def good(self) -> bool:
        """Whether the run did what it was asked for."""
        return self.exit_code == 0


def write_row(entry: Entry) -> dict[str, Any]:
    """Return an entry as plain JSON, its reason in one line of at most 600 characters."""
    reason = in_one_line(entry.reason)
    cut = reason if len(reason) <= _LONGEST else f"{reason[: _LONGEST - 1]}…"
    return asdict(entry) | {"gate": list(map(in_one_line, entry.gate)), "reason": cut}


def in_one_line(text: str) -> str:
    r"""Return what was said in one line, without what is not seen: codes of terminals, marks that turn lines around.

    Example:
        >>> in_one_line("No\n article\x00 in \u202efdp.x\u202c.")
        'No article in fdp.x.'
    """
    return " ".join(_UNSEEN.sub("", text).split())


def read_row(row: object) -> Entry | None:
    """Return the entry that a row of JSON holds, or None when it holds none.

    Example:
        >>> read_row({"run": "r", "state": "done", "exit_code": 0, "started": "2026-01-01T00:00:00+00:00"}).good
        True
    """
    if not isinstance(row, Mapping) or row.get("state") not in {RUNNING, *EXIT_CODES}:
        return None
    known = {field.name for field in fields(Entry)}
    values = {name: value for name, value in row.items() if name in known}
    try:
        return Entry(**values | {"gate": tuple(values.get("gate") or ())})
    except TypeError:  # a required one is missing
        return None


def say_time(moment: str, *, short: bool = False) -> str:
    """Return a time in ISO 8601 as people read it, in UTC; `short` for a column that says so in its head.

    Example:
        >>> say_time("2026-11-22T21:38:32+00:00"), say_time("2026-11-22T21:38:32+00:00", short=True)
        ('22 November 2026, 21:38 UTC', '22 Nov 2026, 21:38')
    """
    try:
        time = datetime.fromisoformat(moment).astimezone(UTC)
    except ValueError:
        return moment
    return f"{time.day} {time.strftime('%b %Y, %H:%M' if short else '%B %Y, %H:%M UTC')}"


def say_seconds(seconds: float) -> str:
    """Return how long something took, as exactly as it matters.

    Example:
        >>> [say_seconds(seconds) for seconds in (0.0, 0.42, 14.2, 119.6, 754.0, 3600.0)]
        ['–', '0.4 s', '14 s', '2 min', '13 min', '1 h 0 min']
    """
    if seconds < 9.95:
        return f"{seconds:.1f} s" if seconds else "–"
    minutes = round(seconds / 60)
    if seconds < 99.5:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def time_of(run: str) -> str:
    """Return when a run started, in ISO 8601, as its name says it.

    Example:
        >>> time_of("2026-11-22T21-38-32Z-2")
        '2026-11-22T21:38:32+00:00'
    """
    day, _, clock = run.partition("T")
    return f"{day}T{clock.partition('Z')[0].replace('-', ':')}+00:00"
