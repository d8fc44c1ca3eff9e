"""Windows of time that may lack a year, and whether two of them can be one time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from workbench.errors import ParameterError
from workbench.timeline.events.attach import Date
from workbench.timeline.expressions.moments import move
from workbench.timeline.expressions.values import read_value

_LEAP = 2000  # the year in which days without a year are counted: 29 February exists
_COMMON = 2001  # no leap day where the year is not known
_DAY = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?$")
_AFTER = frozenset(["since", "from", "after"])
_BEFORE = frozenset(["until", "by", "before"])
_YEAR_LENGTH = 366
FOREVER = 4_000_000


@dataclass(frozen=True)
class Window:
    """First and last day, counted from 0001-01-01, or within a year where no year is known."""

    low: int
    high: int
    has_year: bool
    granularity: str


def read_window(when: Date | None, relation: str | None = None) -> Window | None:
    """Return the window of a date; None where the date says nothing that can be compared.

    Example:
        >>> read_window(Date(0, 5, "May 3", "DATE", "XXXX-05-03", granularity="day"))
        Window(low=124, high=124, has_year=False, granularity='day')
    """
    if when is None or when.value is None:
        return None
    signal = relation if relation is not None else when.signal
    if when.earliest is not None and when.latest is not None:
        low, high = when.earliest.toordinal(), when.latest.toordinal()
        return _opened(Window(low, high, has_year=True, granularity=str(when.granularity)), signal)
    ends = [_days(part) for part in str(when.value).split("/")]
    if any(end is None for end in ends):
        return None
    first, last = ends[0], ends[-1]
    assert first is not None
    assert last is not None
    return _opened(Window(first[0], last[1], has_year=False, granularity=str(when.granularity)), signal)


def _days(value: str) -> tuple[int, int] | None:
    """Return the first and the last day of the year that a value without a year names."""
    found = _DAY.match(value)
    if found is None:
        return None
    month = int(found[1])
    if found[2]:
        day = _ordinal(month, int(found[2]))
        return day, day
    return _ordinal(month, 1), (_ordinal(month + 1, 1) - 1 if month < 12 else _YEAR_LENGTH)


def _ordinal(month: int, day: int) -> int:
    return date(_LEAP, month, day).timetuple().tm_yday


def _opened(window: Window, signal: str | None) -> Window:
    if signal in _AFTER:
        return Window(window.low, FOREVER, window.has_year, window.granularity)
    if signal in _BEFORE:
        return Window(-FOREVER, window.high, window.has_year, window.granularity)
    return window


def read_beginning(window: Window) -> tuple[int | None, str] | None:
    """Return the year, if known, and month and day on which the window begins; None where no day is told.

    Example:
        >>> read_beginning(Window(246, FOREVER, has_year=False, granularity="day"))
        (None, '09-02')
    """
    if window.granularity != "day" or not 0 < window.low < FOREVER:
        return None
    if window.has_year:
        day = date.fromordinal(window.low)
        return day.year, f"{day:%m-%d}"
    return None, f"{date(_LEAP, 1, 1) + timedelta(days=window.low - 1):%m-%d}"


def gap_days(one: Window, other: Window) -> int:
    """Return the days between two windows, 0 where they overlap; a day without a year is compared as month and day.

    Example:
        >>> gap_days(Window(10, 12, True, "day"), Window(15, 15, True, "day"))
        3
    """
    if one.has_year and other.has_year:
        return max(0, one.low - other.high, other.low - one.high)
    if one.high - one.low >= _YEAR_LENGTH - 1 or other.high - other.low >= _YEAR_LENGTH - 1:
        return 0
    first, second = _within_year(one), _within_year(other)
    shifts = (-_YEAR_LENGTH, 0, _YEAR_LENGTH)
    return min(max(0, first[0] + shift - second[1], second[0] - first[1] - shift) for shift in shifts)


def _within_year(window: Window) -> tuple[int, int]:
    if not window.has_year:
        return window.low, window.high
    first, last = date.fromordinal(window.low), date.fromordinal(window.high)
    low = _ordinal(first.month, first.day)
    high = _ordinal(last.month, last.day)
    return low, high if high >= low else high + _YEAR_LENGTH


def shift_value(value: str, days: int) -> str | None:
    """Return the day so many days after a day, with or without a year; None where the value is no day.

    Example:
        >>> shift_value("XXXX-11-21", 7), shift_value("2025-12-30", 3)
        ('XXXX-11-28', '2026-01-02')
    """
    try:
        day = read_value(value)
    except ParameterError:
        return None
    if day.unit != "D" or not day.part or not day.day:
        return None
    shifted = move(replace(day, year=day.year or _COMMON, time=""), "D", days)
    return replace(shifted, year=shifted.year if day.known else None).value if shifted.known else None


def day_of(value: str) -> pd.Timestamp | None:
    """Return midnight UTC of a day with a year; None for one without.

    Example:
        >>> day_of("XXXX-11-28") is None
        True
    """
    return None if value.startswith("XXXX") else pd.Timestamp(value, tz="UTC")
