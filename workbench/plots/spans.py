"""From when to when a date lasts on an axis: with its year, or from January to December where none is stated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

_YEARLESS = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
_LEAP_YEAR = 2000  # gives days and months without a year their place from January to December; never shown
_MONTHS = {1: "Jan", 4: "Apr", 7: "Jul", 10: "Oct"}  # every third, so that they fit on a phone


class Span(NamedTuple):
    """First day, the day after the last, and whether the year is not stated."""

    start: pd.Timestamp
    end: pd.Timestamp
    yearless: bool


def span_of(value: object, earliest: pd.Timestamp, latest: pd.Timestamp) -> Span | None:
    """Return the span of a date; None where it has no place on an axis."""
    day = pd.Timedelta(days=1)
    if pd.notna(earliest) and pd.notna(latest):
        return Span(naive(earliest).normalize(), naive(latest).normalize() + day, yearless=False)
    match = _YEARLESS.fullmatch(str(value))
    if not match:
        return None
    start = pd.Timestamp(year=_LEAP_YEAR, month=int(match[1]), day=int(match[2] or 1))
    return Span(start, start + (day if match[2] else pd.DateOffset(months=1)), yearless=True)


def naive(instant: pd.Timestamp) -> pd.Timestamp:
    """Return an instant without its zone, as plotly reads instants."""
    return instant.tz_localize(None) if instant.tzinfo else instant


def whole_year() -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return where the axis without a year begins and ends."""
    begin = pd.Timestamp(year=_LEAP_YEAR, month=1, day=1)
    return begin, begin + pd.DateOffset(years=1)


def month_ticks() -> dict[str, Sequence[object]]:
    """Return the labels of the axis without a year, where their months begin."""
    return {"tickvals": [f"{_LEAP_YEAR}-{month:02}-01" for month in _MONTHS], "ticktext": [*_MONTHS.values()]}


def outermost(marks: pd.DataFrame, *, tail: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the outermost start and end of marks, unless a few at either end (`tail`) would squeeze the rest."""
    starts, ends = sorted(marks["start"]), sorted(marks["end"])
    first, last, begin, end = starts[0], ends[-1], starts[tail], ends[-1 - tail]
    return (begin, end) if end > begin and last - first > 3 * (end - begin) else (first, last)
