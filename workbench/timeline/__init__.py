"""Dates as evidence: what the articles speak of, when, how surely, and where they contradict each other."""

from workbench.timeline.events.build import build_events
from workbench.timeline.events.calendar import count_dates
from workbench.timeline.events.edits import read_edits
from workbench.timeline.events.edits_template import write_edits_template
from workbench.timeline.events.export import write_events
from workbench.timeline.events.own import read_own_events
from workbench.timeline.events.result import Events
from workbench.timeline.expressions.find import find_dates
from workbench.timeline.expressions.stream import write_dates
from workbench.timeline.expressions.values import resolve_value
from workbench.timeline.periods.changes import find_changes
from workbench.timeline.periods.count import count_by_period
from workbench.timeline.periods.groups import find_period_groups

__all__ = [
    "Events",
    "build_events",
    "count_by_period",
    "count_dates",
    "find_changes",
    "find_dates",
    "find_period_groups",
    "read_edits",
    "read_own_events",
    "resolve_value",
    "write_dates",
    "write_edits_template",
    "write_events",
]
