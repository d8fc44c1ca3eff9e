"""Dates and events that the articles speak of, in the words of a paper."""

from __future__ import annotations

from workbench.reports.papers.evidence import Evidence, Statement, from_table
from workbench.reports.papers.frames import describe_units
from workbench.reports.papers.references import cite
from workbench.reports.papers.wording import counted


def describe_days(evidence: Evidence) -> list[Statement]:
    """Return how dates and events were found in the texts."""
    made = (_dates, lambda given: describe_units(given, "dates"), _events, _unchecked)
    return [statement for make in made if (statement := make(evidence)) is not None]


def _dates(evidence: Evidence) -> Statement | None:
    table = evidence.table("dates", texts=["type", "value", "basis"])
    if table.empty or not evidence.calls("dates", "find_dates"):
        return None
    verb = "names" if len(table) == 1 else "name"
    text = (
        f"Dates in the texts were found by rules and written as values of TimeML {cite('pustejovsky')}; "
        f"{counted(len(table), 'mention')} {verb} a day, a month, a year or a longer time."
    )
    return Statement("dates in texts", text, (from_table("dates", "rows, counted"),), ("pustejovsky",))


def _events(evidence: Evidence) -> Statement | None:
    table = evidence.table("mentions", texts=["event_id", "relation"])
    if table.empty or not evidence.calls("mentions", "build_events"):
        return None
    listed = f"{counted(table['event_id'].nunique(), 'event')} with {counted(len(table), 'sentence')}"
    sought = evidence.notebook("conflicts") is not None
    number = len(evidence.table("conflicts", texts=["conflict", "event_id"]))
    rest = f"; {counted(number, 'contradiction') if number else 'no contradiction'} between articles" if sought else ""
    places = [from_table("mentions", "event_id, rows, counted")]
    places += [from_table("conflicts", "rows, counted")] if sought else []
    return Statement("events", f"Mentions of one event were joined by rules (the report lists {listed}{rest}).", tuple(places))


def _unchecked(evidence: Evidence) -> Statement | None:
    if _dates(evidence) is None and _events(evidence) is None:
        return None
    text = "Dates and events were not checked by hand in this report."
    return Statement("dates checked", text, (from_table("dates", "no column of judgements"),), lacking=True)
