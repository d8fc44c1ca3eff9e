"""Edits of what is said about events: names, dates, statuses, remarks, and the conflicts they settle."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pandas as pd

from workbench.timeline.events.edits import Edit, Edits
from workbench.timeline.events.result import Events

YOURS = "yours"  # the basis of a date that the researcher gave
_SETTLES = {"date": ("dating", "possible dating"), "status": ("status",)}


def amend_events(events: Events, edits: Edits, log: pd.DataFrame) -> Events:
    """Return the events with the names, dates, statuses and remarks of the edits.

    A date of the researcher's replaces the one worked out (basis "yours", no rank), and settles the dating conflicts of
    its event; a status settles its status conflict. Settled conflicts stay in the table, with `resolved` True: what
    the articles say has not changed. The mentions keep their own dates and statuses for the same reason.

    Args:
        events: made of the mentions of `regroup_mentions`.
        edits: from `read_edits`.
        log: from `regroup_mentions`.

    Example:
        >>> from workbench.timeline.events.regroup import regroup_mentions
        >>> from workbench.timeline.events.result import empty_events
        >>> none, no_edits = empty_events(), Edits("edits.toml", (), {})
        >>> log = regroup_mentions(none.mentions, no_edits)[1]
        >>> len(amend_events(none, no_edits, log).events)
        0
    """
    cells: dict[str, dict[str, object]] = defaultdict(dict)  # column -> event -> what it becomes
    settled: set[tuple[str, str]] = set()  # event and kind of conflict
    for number, action, event, applied in log[["edit", "action", "event_id", "applied"]].itertuples(index=False):
        if applied and action in _COLUMNS:
            for column, value in _COLUMNS[action](edits.edits[number - 1]).items():
                cells[column][event] = value
            settled |= {(event, kind) for kind in _SETTLES.get(action, ())}
    table = events.events.set_index("event_id")
    for column, values in cells.items():
        new = pd.Series(values).astype(table[column].dtype)
        table.loc[new.index, column] = new
    kinds = zip(events.conflicts["event_id"], events.conflicts["kind"], strict=True)
    resolved = pd.Series([pair in settled for pair in kinds], index=events.conflicts.index, dtype="bool")
    return replace(events, events=_in_order(table), conflicts=events.conflicts.assign(resolved=resolved))


def _date_cells(edit: Edit) -> dict[str, object]:
    assert edit.date is not None, "the log has a date only where the edit has one"
    return {**edit.date._asdict(), "basis": YOURS, "rank": pd.NA}


_COLUMNS = {
    "name": lambda edit: {"label": edit.name},
    "status": lambda edit: {"status": edit.status},
    "note": lambda edit: {"note": edit.note},
    "date": _date_cells,
}


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Return the events in the order of their dates, those without one last; others stay as they are."""
    return table.sort_values(["earliest", "latest"], kind="stable").reset_index()
