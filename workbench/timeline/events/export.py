"""Events on disk: tables for spreadsheets, and a calendar."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pandas as pd

from workbench.articles.output import check_free
from workbench.cells import guard_texts
from workbench.errors import OutputError
from workbench.timeline.events.ics import format_calendar
from workbench.timeline.events.result import Events

_CALENDAR = "events.ics"
_TABLES = tuple(field.name for field in fields(Events))
_FILES = {_CALENDAR, *(f"{name}.csv" for name in _TABLES)}
_BEGINS = b"\xef\xbb\xbfevent_id,label,"  # our own events.csv, and not a researcher's


def write_events(events: Events, folder: str | Path) -> Path:
    """Write events into a folder and return it: a CSV file a table, and `events.ics` for calendar programs.

    Days are written as 2025-11-21. In the other cells, a text that a spreadsheet program would take for a formula, a
    number or a date (the value 2025-11) has an apostrophe before it. The calendar holds the events that have a first
    and a last day, as whole days, and states how many it lacks; where no event has a day it is not written. The same
    events give the same bytes.

    The folder holds sentences of the articles, not the articles.

    Args:
        events: from `build_events`.
        folder: a new or empty one, or one that holds events, which are replaced.

    Raises:
        DataError: the folder holds something else.
        OutputError: it cannot be written.

    Example:
        >>> import tempfile
        >>> from workbench.timeline.events.result import empty_events
        >>> folder = write_events(empty_events(), Path(tempfile.mkdtemp()) / "events")
        >>> (folder / "events.csv").read_text(encoding="utf-8-sig").startswith("event_id,label,")
        True
    """
    target = Path(folder)
    check_free(target, files=_FILES, ours=lambda: _is_ours(target), what="events")
    contents = {f"{name}.csv": _csv(getattr(events, name)) for name in _TABLES}
    calendar = format_calendar(events.events)
    if calendar is not None:
        contents[_CALENDAR] = calendar
    try:
        _write_files(contents, target)
    except OSError as error:
        raise OutputError(f"The events cannot be written to {target}: {error}. Choose another place.") from error
    return target


def _is_ours(target: Path) -> bool:
    """Return whether the folder holds our events: a researcher's own events.csv has the name of ours."""
    ours = target / "events.csv"
    return ours.is_file() and ours.read_bytes().startswith(_BEGINS)


def _csv(table: pd.DataFrame) -> bytes:
    text = _with_days(guard_texts(table)).to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8-sig", errors="replace")


def _with_days(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its instants, which are all midnights, as days."""
    instants = table.select_dtypes("datetimetz").columns
    days = {name: table[name].map(lambda day: day.date().isoformat(), na_action="ignore") for name in instants}
    return table.assign(**days)


def _write_files(contents: dict[str, bytes], target: Path) -> None:
    """Put the files in their places once all are written, and take away those of an earlier export."""
    target.mkdir(parents=True, exist_ok=True)
    unfinished = {name: target / f".{name}.part" for name in contents}
    try:
        for name, path in unfinished.items():
            path.write_bytes(contents[name])
        for name, path in unfinished.items():
            path.replace(target / name)
    finally:
        for path in unfinished.values():
            path.unlink(missing_ok=True)
    for name in _FILES - set(contents):
        (target / name).unlink(missing_ok=True)
