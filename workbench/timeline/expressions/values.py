"""TIMEX3 values: written from year, month and day; read back as an interval. Pure functions of one value.

A value is `2025-11-21`, `2025-11`, `2025`, `199X` (a decade); X stands for what is not known: `XXXX-11-21`
is a day of a year nobody stated, `2025-XX-XX` a day of 2025.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from workbench.errors import ParameterError

MODS = ("START", "MID", "END", "APPROX")

_VALUE = re.compile(r"(?P<year>\d{4}|\d{3}X|XXXX)(?:-(?P<month>0[1-9]|1[0-2]|XX)(?:-(?P<day>\d\d|XX))?)?")
_THIRDS = {"START": 0, "MID": 1, "END": 2}


class Interval(NamedTuple):
    """From the first to the last day, both counted, each as midnight UTC; both None where no year is known."""

    earliest: datetime | None
    latest: datetime | None
    granularity: str


def write_value(year: int | None, month: int | None = None, day: int | None = None) -> str:
    """Return the TIMEX3 value of a date; a year that is not stated is `XXXX`, parts after the last known are left out.

    Example:
        >>> write_value(2025, 11, 21), write_value(None, 11), write_value(2025)
        ('2025-11-21', 'XXXX-11', '2025')
    """
    parts = ["XXXX" if year is None else f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)]
    return "-".join(parts)


def is_calendar_day(year: int | None, month: int, day: int) -> bool:
    """Return whether the day exists; without a year, whether it exists in some year (29 February does).

    Example:
        >>> is_calendar_day(2025, 2, 29), is_calendar_day(None, 2, 29), is_calendar_day(None, 11, 31)
        (False, True, False)
    """
    leap_year = 2000
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or leap_year, month)[1]


def resolve_value(value: str, mod: str | None = None) -> Interval:
    """Return the first day, the last day and the granularity (day, month, year, decade) of a TIMEX3 value.

    START, MID and END are the first, middle and last third, our convention (TIMEX3 leaves their reach open):
    days 1-10, 11-20 and 21 to the end of a month; January-April, May-August and September-December of a
    year; 40 months of a decade. A day has no thirds. APPROX changes nothing: how far "around" reaches is not stated.

    Args:
        value: a TIMEX3 date value.
        mod: one of START, MID, END, APPROX, or None.

    Raises:
        ParameterError: the value is not of this form, names a day that does not exist, or the mod is unknown.

    Example:
        >>> late = resolve_value("2023", "END")
        >>> f"{late.earliest:%Y-%m-%d} {late.latest:%Y-%m-%d} {late.granularity}"
        '2023-09-01 2023-12-31 year'
        >>> resolve_value("XXXX-11-21")
        Interval(earliest=None, latest=None, granularity='day')
    """
    parts = _VALUE.fullmatch(value)
    if parts is None:
        raise ParameterError(f"{value!r} is not a date value. Allowed: 2025-11-21, 2025-11, 2025, 199X, XXXX-11-21.")
    if mod is not None and mod not in MODS:
        raise ParameterError(f"mod={mod!r} is unknown. Allowed: {', '.join(MODS)}, or None.")
    granularity = _granularity(parts)
    if parts["year"] == "XXXX":
        return Interval(None, None, granularity)
    try:
        first_month, months = _months(parts)
        if parts["day"] and parts["day"] != "XX":
            day = datetime(int(parts["year"]), first_month, int(parts["day"]), tzinfo=UTC)
            return Interval(day, day, granularity)
        year = int(parts["year"].replace("X", "0"))
        return Interval(*_third(year, first_month, months, mod), granularity)
    except ValueError as error:
        raise ParameterError(
            f"{value!r} names a day that does not exist ({error}). Check year, month and day."
        ) from None


def _granularity(parts: re.Match[str]) -> str:
    if parts["day"]:
        return "day"
    if parts["month"]:
        return "month"
    return "decade" if parts["year"].endswith("X") and parts["year"] != "XXXX" else "year"


def _months(parts: re.Match[str]) -> tuple[int, int]:
    """Return the first month and the number of months the value spans."""
    if parts["month"] and parts["month"] != "XX":
        return int(parts["month"]), 1
    return 1, 120 if parts["year"].endswith("X") else 12


def _third(year: int, month: int, months: int, mod: str | None) -> tuple[datetime, datetime]:
    third = _THIRDS.get(mod or "")
    if months > 1 and third is not None:
        month, months = month + third * months // 3, months // 3
    first, last = _month_start(year, month), _month_start(year, month + months) - timedelta(days=1)
    if months == 1 and third is not None:
        first = first + timedelta(days=10 * third)
        last = last if third == _THIRDS["END"] else first + timedelta(days=9)
    return first, last


def _month_start(year: int, month: int) -> datetime:
    """Return the first day of the month; months above 12 run into the following years."""
    return datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1, tzinfo=UTC)
