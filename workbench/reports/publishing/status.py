"""`status.json`: what the last run of a report became, for machines and for `workbench status`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench.errors import ParameterError, nearest
from workbench.reports.publishing.entry import EXIT_CODES, RUNNING, Entry, read_row, write_row
from workbench.reports.publishing.files import write_whole
from workbench.reports.publishing.lock import is_locked
from workbench.reports.publishing.publish import FAILED, find_latest_run

STATUS = "status.json"
SCHEMA = 1  # docs/report-status.md


def read_status(out: Path, name: str) -> dict[str, Any]:
    """Return the state of a report, as `docs/report-status.md` describes it.

    A run that says "running" although no process holds the report's lock is told as what it became: "done" when
    its report stands published, else "stopped" (or what its record under failed/ says).

    Raises:
        ParameterError: `out` holds no report of that name.

    Example:
        >>> read_status(Path("reports"), "demo")["state"]  # doctest: +SKIP
        'done'
    """
    home = out / name
    status = load_status(home)
    if status.get("state") == RUNNING and not is_locked(home):
        status = load_status(home)  # it may have ended between the two looks, and ends before it lets go
        if status.get("state") == RUNNING:
            status |= write_row(judge_vanished(home, _running(status))) | {"process": None}
    if not status:
        raise ParameterError(_unknown(out, name))
    return status | {"latest": find_latest_run(home)}


def load_status(home: Path) -> dict[str, Any]:
    """Return status.json as it stands; empty when there is none, or it is not one of ours."""
    try:
        status = json.loads((home / STATUS).read_bytes())
    except (OSError, ValueError):
        return {}
    return status if read_row(status) else {}


def write_status(
    home: Path, entry: Entry, *, process: Mapping[str, Any] | None, max_age_hours: float | None = None
) -> Path:
    """Write the state of `entry`, and carry over what earlier runs have left to tell.

    Raises:
        OSError: it cannot be written; the old one stands.
    """
    before = load_status(home)
    last = read_row(before)
    other = last is not None and last.state != RUNNING and last.run != entry.run
    previous = write_row(last) if last and other else before.get("previous")
    good = {"run": entry.run, "ended": entry.ended} if entry.good else before.get("last_good")
    status = {
        "schema": SCHEMA,
        "report": home.name,
        **write_row(entry),
        "process": process,
        "latest": find_latest_run(home),
        "last_good": good,
        "previous": previous,
        "max_age_hours": max_age_hours if max_age_hours is not None else before.get("max_age_hours"),
        "written": now(),
    }
    return write_whole(home / STATUS, json.dumps(status, indent=2, ensure_ascii=False) + "\n")


def judge_vanished(home: Path, entry: Entry) -> Entry:
    """Return what a run whose process is gone became, from what it has left on disk."""
    record = _record(home / entry.run)
    if record.get("state") == "done":
        return _ended(entry, record, "done", "Published. Its process ended before that could be written down.")
    record = _record(home / FAILED / entry.run)
    if record.get("state") in set(EXIT_CODES) - {"done", "unchanged"}:
        return _ended(entry, record, str(record["state"]), "Its process ended before the reason was written down.")
    reason = "Its process ended without a word: it was killed, or the machine was switched off."
    return _ended(entry, {}, "stopped", reason)


def now() -> str:
    """Return the time in ISO 8601, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _ended(entry: Entry, record: Mapping[str, Any], state: str, reason: str) -> Entry:
    counts = record.get("counts") or {}
    states = [run.get("state") for run in record.get("notebooks") or []]
    return Entry(
        run=entry.run,
        state=state,
        exit_code=EXIT_CODES[state],
        started=entry.started,
        seconds=record.get("seconds") or 0.0,
        articles=counts.get("articles", entry.articles),
        new=entry.new,
        rejected=counts.get("rejected", entry.rejected),
        gate=entry.gate,
        reason=reason,
        notebooks_run=states.count("done"),
        notebooks_kept=states.count("kept"),
        published=state == "done",
    )


def _record(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / "record.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _running(status: Mapping[str, Any]) -> Entry:
    entry = read_row(status)
    assert entry is not None, "load_status returns what holds an entry"
    return entry


def _unknown(out: Path, name: str) -> str:
    known = [path.parent.name for pattern in (STATUS, "matrix.json") for path in out.glob(f"*/{pattern}")]
    told = nearest(name, known) if known else "No report has been made there yet."
    return f"There is no report {name!r} in {out}. {told} Give its name, and the folder of reports by --out."
