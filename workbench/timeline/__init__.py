"""Dates as evidence: what the articles speak of, when, how surely."""

from workbench.timeline.expressions.find import find_dates
from workbench.timeline.expressions.values import resolve_value
from workbench.timeline.periods.count import count_by_period

__all__ = ["count_by_period", "find_dates", "resolve_value"]
