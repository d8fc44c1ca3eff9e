"""Senses of days that rules give: holidays, the first Monday of a month, its last day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from workbench.timeline.expressions.calendar_senses import calendar, in_a_year
from workbench.timeline.expressions.clock import EXPLICIT, Clock, Sense
from workbench.timeline.expressions.moments import Moment, day_moment, enclosing, span_of

Parts = Mapping[str, Any]


def holiday(parts: Parts, clock: Clock) -> Sense:
    """Return the day of a holiday in the year told, or in the year that fits."""
    rule = parts["holiday"]
    if "year" in parts:
        return Sense("DATE", holiday_in(rule, parts["year"]), basis=EXPLICIT)
    month = holiday_in(rule, 2000)
    found = in_a_year(replace(month, year=None), parts, clock)
    if found.moment is None or found.moment.year is None:
        if rule[0] == "easter":
            return replace(found, moment=Moment(month.unit))  # it may be in March or in April
        fixed = len(rule) == 2
        return replace(found, moment=Moment("D" if fixed else "M", None, month.part, month.day if fixed else None))
    return replace(found, moment=holiday_in(rule, found.moment.year), takes_year=True, holiday=rule)


def holiday_in(rule: tuple[Any, ...], year: int) -> Moment:
    """Return the day a holiday falls on.

    Args:
        rule: (month, day); (month, weekday, number), where -1 is the last of the month, and days after it; ("easter",
            days after); ("easter", days after, "W") for the whole week.
        year: the year.

    Example:
        >>> holiday_in((11, 4, 4), 2025).value, holiday_in(("easter", 0), 2025).value
        ('2025-11-27', '2025-04-20')
    """
    year = year if 0 < year < 9990 else 2000
    if rule[0] == "easter":
        day_told = day_moment(_easter(year) + timedelta(days=rule[1]))
        return enclosing(day_told, *rule[2:]) if rule[2:] else day_told
    if len(rule) == 2:
        return Moment("D", year, rule[0], rule[1])
    month, weekday_number, number, after = (*rule, 0)[:4]
    if number > 0:
        first = date(year, month, 1)
        day = first + timedelta(days=(weekday_number - first.isoweekday()) % 7 + 7 * (number - 1))
    else:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        day = last - timedelta(days=(last.isoweekday() - weekday_number) % 7)
    day += timedelta(days=after)
    return Moment("D", year, day.month, day.day)


def _easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm published in Nature, 1876)."""
    golden, (century_number, rest) = year % 19, divmod(year, 100)
    fours, left = divmod(century_number, 4)
    moon = (century_number - (century_number + 8) // 25 + 1) // 3
    epact = (19 * golden + century_number - fours - moon + 15) % 30
    leap, common = divmod(rest, 4)
    sunday = (32 + 2 * left + 2 * leap - epact - common) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_day(parts: Parts, clock: Clock) -> Sense | None:
    """Return the first Monday, the last day ... of a month."""
    found = calendar({key: parts[key] for key in ("year", "month") if key in parts}, clock)
    if found is None or found.moment is None or not found.moment.known:
        return found
    month, year, number = parts["month"], found.moment.year or 0, parts["nth"]
    if "weekday" in parts:
        day = holiday_in((month, parts["weekday"], number), year)
    else:
        last = span_of(found.moment)
        day = Moment("D", year, month, number if number > 0 or last is None else last[1].day)
    return replace(found, moment=day, takes_year=False) if day.part == month else None


def nth_week(parts: Parts, clock: Clock) -> Sense | None:
    """Return the month, its beginning or its end: the first week of May."""
    found = calendar({key: parts[key] for key in ("year", "month") if key in parts}, clock)
    return found and replace(found, mod={1: "START", -1: "END"}.get(parts["nth"], "MID"))
