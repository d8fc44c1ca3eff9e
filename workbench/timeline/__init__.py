"""Dates as evidence: what the articles speak of, when, how surely."""

from workbench.timeline.expressions import find_dates
from workbench.timeline.periods import count_by_period
from workbench.timeline.values import resolve_value

__all__ = ["count_by_period", "find_dates", "resolve_value"]
