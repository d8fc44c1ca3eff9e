"""TIMEX3 values read back as an interval. Pure functions of one value."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from workbench.errors import ParameterError
from workbench.timeline.expressions.moments import GRANULARITIES, SEASONS, Moment, is_calendar_day, span_of

MODS = ("START", "MID", "END", "APPROX", "EQUAL_OR_LESS", "EQUAL_OR_MORE")

_VALUE = re.compile(
    r"(?P<year>BC\d{4}|BC\d{3}X|BC\d\dXX|\d{4}|\d{3}X|\d\dXX|\dXXX|XXXX)"
    r"(?:-W(?P<week>\d\d|XX)(?P<weekend>-WE)?(?:-(?P<weekday>[1-7]))?|-(?P<half>[QH])(?P<number>[1-4X])"
    r"|-(?P<season>SP|SU|FA|WI)|-(?P<month>0[1-9]|1[0-2]|XX)(?:-(?P<day>\d\d|XX))?)?"
    r"(?:T(?P<time>\d\d(?::\d\d){0,2}|MO|MI|AF|EV|NI|DT|XX))?"
)
_THIRDS = {"START": 0, "MID": 1, "END": 2}


class Interval(NamedTuple):
    """From the first to the last day, both counted, each as midnight UTC; both None where no year is known."""

    earliest: datetime | None
    latest: datetime | None
    granularity: str


def resolve_value(value: str, mod: str | None = None) -> Interval:
    """Return the first day, the last day and the granularity of a TIMEX3 value of a date or time.

    START, MID and END are the first, middle and last third, our convention (TIMEX3 leaves their reach open):
    days 1-10, 11-20 and 21 to the end of a month; January-April, May-August and September-December of a
    year; 40 months of a decade. A day has no thirds. The other mods change nothing: how far "around" reaches is not
    stated. Spring is March to May, winter December to February of the next year. Years before Christ have no interval.

    Args:
        value: a TIMEX3 date value.
        mod: one of START, MID, END, APPROX, EQUAL_OR_LESS, EQUAL_OR_MORE, or None.

    Returns:
        earliest, latest (midnight UTC; None where no year is known) and granularity (time, day, week, weekend, month,
        season, quarter, half, year, decade, century, millennium).

    Raises:
        ParameterError: the value is not of this form, names a day that does not exist, or the mod is unknown.

    Example:
        >>> late = resolve_value("2023", "END")
        >>> f"{late.earliest:%Y-%m-%d} {late.latest:%Y-%m-%d} {late.granularity}"
        '2023-09-01 2023-12-31 year'
        >>> resolve_value("XXXX-11-21")
        Interval(earliest=None, latest=None, granularity='day')
    """
    moment = read_value(value)
    if mod is not None and mod not in MODS:
        raise ParameterError(f"mod={mod!r} is unknown. Allowed: {', '.join(MODS)}, or None.")
    return interval_of(moment, mod)


def read_value(value: str) -> Moment:
    """Return the moment a TIMEX3 value of a date or time says; `ParameterError` where it says none.

    Example:
        >>> read_value("2025-Q3")
        Moment(unit='Q', year=2025, part=3, day=None, time='')
    """
    found = _VALUE.fullmatch(value)
    if found is None:
        raise ParameterError(
            f"{value!r} is not a date value. Allowed: 2025-11-21, 2025-11, 2025, 199X, 2025-W47, 2025-Q4, 2025-SU, "
            "2025-11-21TEV, XXXX-11-21."
        )
    year, time = _year(found["year"]), found["time"] or ""
    if found["week"]:
        week = None if found["week"] == "XX" else int(found["week"])
        if found["weekday"]:
            return _weekday_of(value, year, week, int(found["weekday"]), time)
        return Moment("WE" if found["weekend"] else "W", year, week, time=time)
    if found["half"]:
        return Moment(found["half"], year, None if found["number"] == "X" else int(found["number"]), time=time)
    if found["season"]:
        return Moment("S", year, SEASONS.index(found["season"]), time=time)
    month = int(found["month"]) if found["month"] and found["month"] != "XX" else None
    day = int(found["day"]) if found["day"] and found["day"] != "XX" else None
    if year == 0 or (day is not None and (month is None or not is_calendar_day(year, month, day))):
        raise ParameterError(f"{value!r} names a day that does not exist. Check year, month and day.")
    unit = "D" if found["day"] else "M" if found["month"] else _UNITS.get(found["year"].count("X"), "Y")
    return Moment(unit, year, month, day, time)


_UNITS = {1: "DE", 2: "CE", 3: "ML", 4: "Y", 0: "Y"}


def _year(text: str) -> int | None:
    if text == "XXXX":
        return None
    return -int(text[2:].replace("X", "0")) if text.startswith("BC") else int(text.replace("X", "0"))


def _weekday_of(value: str, year: int | None, week: int | None, weekday: int, time: str) -> Moment:
    if year is None or week is None or year < 1:
        return Moment("D", None, None, weekday, time)
    try:
        day = date.fromisocalendar(year, week, weekday)
    except ValueError:
        raise ParameterError(f"{value!r} names a week that does not exist. Check year and week.") from None
    return Moment("D", day.year, day.month, day.day, time)


def interval_of(moment: Moment, mod: str | None = None) -> Interval:
    """Return the interval of a moment, narrowed to its first, middle or last third where the mod says so."""
    granularity = "time" if moment.time else GRANULARITIES[moment.unit]
    span = span_of(moment)
    if span is None:
        return Interval(None, None, granularity)
    first, last = _third(moment, *span, _THIRDS[mod]) if mod in _THIRDS else span
    return Interval(_midnight(first), _midnight(last), granularity)


def _third(moment: Moment, first: date, last: date, third: int) -> tuple[date, date]:
    """Return a third of the stretch: of months where it has many, of ten days in a month, of days in a week."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if moment.unit in ("Y", "DE", "CE", "S", "Q", "H") and months >= 3:
        start = _months_on(first, third * (months // 3))
        return start, (last if third == 2 else _months_on(first, (third + 1) * (months // 3)) - timedelta(days=1))
    days = (last - first).days + 1
    length = 10 if moment.unit == "M" else days // 3
    if not length:
        return first, last
    start = first + timedelta(days=third * length)
    return start, last if third == 2 else start + timedelta(days=length - 1)


def _months_on(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
