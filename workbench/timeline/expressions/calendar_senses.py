"""Senses of the calendar: days, months, years, weekdays, quarters, seasons, holidays, times of the day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from workbench.timeline.expressions.clock import (
    EXPLICIT,
    NAME,
    NONE,
    Clock,
    Sense,
    complete_year,
    nearest_weekday,
)
from workbench.timeline.expressions.moments import (
    Moment,
    day_moment,
    enclosing,
    first_day,
    is_calendar_day,
    move,
    span_of,
)

Parts = Mapping[str, Any]


def calendar(parts: Parts, clock: Clock) -> Sense | None:
    """Return the day, month or year that year, month and day of the month say, as far as they are said."""
    year, month, day = parts.get("year"), parts.get("month", 0), parts.get("day")
    note = ""
    if year == 0:
        return Sense(NAME, tells=False)  # no year, and no reason to think of another
    if month and day and not is_calendar_day(year, month, day):
        day, note = None, "impossible"
    unit = "D" if day else "M" if month else "Y"
    moment = Moment(unit, year, month or None, day)
    if year is not None:
        return Sense("DATE", moment, basis=EXPLICIT, note=note)
    if "which" in parts and (month, day) != (2, 29):
        return in_a_year(moment, parts, clock)
    completed, basis = complete_year(moment, clock)
    if day and completed.year is not None and not is_calendar_day(completed.year, month, day):
        completed, basis = moment, NONE
    return Sense("DATE", completed, basis=basis, note=note, takes_year=True)


def day_of_month(parts: Parts, clock: Clock) -> Sense:
    """Return the day of the month told last, or the nearest such day of the week: the 15th, Friday the 13th."""
    (anchor, basis), direction = clock.story(), clock.direction
    if anchor is not None and anchor.unit in ("D", "M") and anchor.known and anchor.part:
        for steps in sorted(range(-14, 15), key=lambda step: (abs(step), step * direction < 0)):
            month = move(anchor, "M", steps)
            day = Moment("D", month.year, month.part, parts["day"])
            span = span_of(day) if is_calendar_day(day.year, day.part or 0, parts["day"]) else None
            if span is not None and parts.get("weekday") in (None, span[0].isoweekday()):
                return Sense("DATE", day, basis=basis)
    return Sense("DATE", value=f"XXXX-XX-{parts['day']:02d}", moment=Moment("D"), tells=False)


def quarter_code(parts: Parts, clock: Clock) -> Sense | None:
    """Return a quarter or half as offices write it: Q3 2024, H1."""
    code = parts["quarter_code"]
    number, unit = re.sub(r"\D", "", code), re.sub(r"\d", "", code)
    return quarter({**parts, "ordinal": int(number), "period": unit}, clock)


def heading_year(parts: Parts, clock: Clock) -> Sense | None:
    """Return the year a line begins with, in a narrative; elsewhere such a number may be anything."""
    return calendar(parts, clock) if clock.narrative else None


def name(_: Parts, __: Clock) -> Sense:
    """Return that this is a name, no time: it is read over and not told."""
    return Sense(NAME, tells=False)


def stated(parts: Parts, _: Clock) -> Sense | None:
    """Return the day that an ISO date names, with its time where it has one."""
    year, month, day = map(int, re.findall(r"\d+", parts["iso"])[:3])
    if not is_calendar_day(year, month, day) or year == 0:
        return Sense("DATE", Moment("M", year, month), basis=EXPLICIT, note="impossible") if year else None
    time = parts.get("iso_time")
    moment = Moment("D", year, month, day, time[1:6] if time else "")
    return Sense("TIME" if time else "DATE", moment, basis=EXPLICIT)


def numeric(parts: Parts, _: Clock) -> Sense | None:
    """Return the day such as 21/11/2025 names, with both readings where the order of day and month is open."""
    first, second, year = map(int, re.findall(r"\d+", parts["numeric"]))
    if len(re.findall(r"\d+", parts["numeric"])[2]) == 2:
        year += 1900 if year > 50 else 2000
    orders = [(second, first), (first, second)]
    readings = [Moment("D", year, month, day) for month, day in orders if is_calendar_day(year, month, day)]
    readings = readings[:1] if parts.get("day_first") else readings
    readings = sorted(set(readings), key=lambda moment: moment.value)
    if not readings or not year:
        return None
    if len(readings) == 1:
        return Sense("DATE", readings[0], basis=EXPLICIT)
    return Sense("DATE", Moment("D", year), basis=EXPLICIT, note="ambiguous", readings=tuple(readings), tells=False)


def decade(parts: Parts, clock: Clock) -> Sense:
    """Return the decade or, of a round hundred, the century: the 1990s, the '90s, the 1800s."""
    digits = re.findall(r"\d+", parts["decade"]) if isinstance(parts["decade"], str) else []
    number = int(digits[0]) if digits else int(parts["decade"])
    if number < 100:
        hundreds = 20 if number < 30 and not digits else 19
        anchor, _ = clock.speech()
        if anchor is not None and anchor.year is not None:
            hundreds = anchor.year // 100 - (anchor.year % 100 < number)
        number += 100 * hundreds
    if number == 20 and not digits and clock.speech()[0] is None:
        return Sense("DATE", Moment("DE"))  # of which century nobody says
    unit = "CE" if number % 100 == 0 and number < 2000 else "DE"
    return Sense("DATE", Moment(unit, number), basis=EXPLICIT)


def century(parts: Parts, _: Clock) -> Sense | None:
    """Return the century of that number: the 20th century, the 5th century BC."""
    number, before = int(parts["ordinal"]), parts.get("era") == "BC"
    hundreds = (number - 1) * 100
    if not 1 < number < 30 and not (before and number > 1):
        return None
    return Sense("DATE", Moment("CE", -hundreds if before else hundreds), basis=EXPLICIT)


def era(parts: Parts, clock: Clock) -> Sense | None:
    """Return a year with its era, and the month or season told with it: 490 BC, AD 70, the spring of 480 BC."""
    number = int(parts["era_year"])
    year = -number if parts["era"] == "BC" else number
    if not number:
        return None
    if "season" in parts:
        return season({"season": parts["season"], "year": year}, clock)
    return calendar({**parts, "year": year}, clock)


def short_year(parts: Parts, clock: Clock) -> Sense:
    """Return the year of which two digits are written ('89): the last one so written by the time of speaking."""
    number = int(re.sub(r"\D", "", parts["short_year"]))
    anchor, _ = clock.speech()
    now = anchor.year if anchor is not None and anchor.year is not None else 2030
    return Sense("DATE", Moment("Y", number + 100 * ((now + 1 - number) // 100)), basis=EXPLICIT)


def weekday(parts: Parts, clock: Clock) -> Sense:
    """Return the day of the week that fits the tense: the last one, or the next for what is to come."""
    anchor, basis = clock.speech()
    which, direction = parts.get("which"), clock.direction if clock.published is not None else 1  # a story goes on
    if anchor is None or anchor.unit != "D":
        return Sense("DATE", Moment("D", None, None, parts["weekday"]))
    if which == 0:
        monday = first_day(enclosing(anchor, "W"))
        day = monday and day_moment(monday + timedelta(days=parts["weekday"] - 1))
    else:
        day = nearest_weekday(parts["weekday"], move(anchor, "D", which or 0), which or direction)
    return Sense("DATE", day or Moment("D", None, None, parts["weekday"]), basis=basis if day else NONE)


def season(parts: Parts, clock: Clock) -> Sense:
    """Return the season of the year told, or of the year that fits."""
    if "year" in parts:
        return Sense("DATE", Moment("S", parts["year"], parts["season"]), basis=EXPLICIT)
    return in_a_year(Moment("S", None, parts["season"]), parts, clock)


def quarter(parts: Parts, clock: Clock) -> Sense | None:
    """Return a quarter or half of the year told, or of the year that fits: one that has begun."""
    number, unit = int(parts["ordinal"]), parts["period"]
    if not 1 <= number <= (4 if unit == "Q" else 2):
        return None
    if "year" in parts:
        return Sense("DATE", Moment(unit, parts["year"], number), basis=EXPLICIT)
    anchor, basis = clock.speech()
    if anchor is not None and anchor.year is not None and clock.direction <= 0:
        here = Moment(unit, anchor.year, number)  # figures are told of quarters that have begun
        begun = _order(here) <= _order(anchor)
        return Sense("DATE", here if begun else move(here, "Y", -1), basis=basis, takes_year=True)
    return in_a_year(Moment(unit, None, number), parts, clock)


def year_period(parts: Parts, clock: Clock) -> Sense:
    """Return the quarter told of last, of that year; the year where none was told: the 1988 period."""
    quarter_told = clock.quarter if clock.published is not None else None
    moment = replace(quarter_told, year=parts["year"]) if quarter_told else Moment("Y", parts["year"])
    return Sense("DATE", moment, basis=EXPLICIT, tells=False)


def month_of(parts: Parts, clock: Clock) -> Sense:
    """Return a month of last, this or next year: last November, this May."""
    return in_a_year(Moment("M", None, parts["month"]), parts, clock)


def in_a_year(moment: Moment, parts: Parts, clock: Clock) -> Sense:
    """Return the moment in the year that fits; `which` says whether it is the last one, this year's or the next."""
    which, (anchor, basis) = parts.get("which"), clock.speech()
    if which is None or anchor is None or anchor.year is None:
        completed, basis = complete_year(moment, clock)
        return Sense("DATE", completed, basis=basis, takes_year=True)
    if which == 0:
        return Sense("DATE", replace(moment, year=anchor.year), basis=basis)
    here = enclosing(anchor, moment.unit)
    candidates = [replace(moment, year=anchor.year + step) for step in (-1, 0, 1)]
    fitting = [other for other in candidates if which * (_order(other) - _order(here)) > 0]
    chosen = fitting[-1 if which < 0 else 0] if fitting else candidates[1 + which]
    return Sense("DATE", chosen, basis=basis)


def _order(moment: Moment) -> int:
    begin = first_day(moment)
    return begin.toordinal() if begin else 0


def fiscal(parts: Parts, clock: Clock) -> Sense:
    """Return a fiscal, financial or academic year, as the calendar year it is named by."""
    if "year" in parts:
        return Sense("DATE", Moment("Y", parts["year"]), basis=EXPLICIT)
    anchor, basis = clock.speech()
    moment = Moment("Y", anchor.year + int(parts.get("which") or 0)) if anchor and anchor.year else Moment("Y")
    return Sense("DATE", moment, basis=basis if moment.known else NONE)


def clock_time(parts: Parts, clock: Clock) -> Sense | None:
    """Return a time of the day: 9:30 p.m., noon, 1800 GMT; of the day told last where none is told with it."""
    time = parts["noon"] if "noon" in parts else _of_the_clock(parts)
    if time is None:
        return None
    anchor, basis = clock.story()
    if anchor is not None and anchor.unit != "D":
        anchor, basis = clock.speech()
    day = enclosing(anchor, "D") if anchor is not None and anchor.unit == "D" else Moment("D")
    return Sense("TIME", replace(day, time=time), basis=basis if day.known else NONE, tells=False)


def _of_the_clock(parts: Parts) -> str | None:
    digits = [int(number) for number in re.findall(r"\d{1,2}", parts["clock"])]
    hour, minute = digits[0], digits[1] if len(digits) > 1 else 0
    half = re.sub(r"\W", "", parts.get("half_day") or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None
