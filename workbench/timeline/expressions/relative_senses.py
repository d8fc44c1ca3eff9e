"""Senses that lean on another time: yesterday, last week, three days later, the same year, recently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.timeline.expressions.clock import EXPLICIT, NONE, Clock, Sense, shifted
from workbench.timeline.expressions.durations import lasting
from workbench.timeline.expressions.holidays import holiday_in
from workbench.timeline.expressions.moments import Moment, enclosing, is_calendar_day, is_finer, move

Parts = Mapping[str, Any]


def deictic(parts: Parts, clock: Clock) -> Sense:
    """Return a day counted from the time of speaking: today, tomorrow, last night."""
    days, time = parts["deictic"]
    anchor, basis = clock.speech()
    if anchor is None or anchor.unit != "D":
        return Sense("TIME" if time else "DATE", Moment("D", time=time), tells=False)
    moment = replace(move(enclosing(anchor, "D"), "D", days), time=time)
    return Sense("TIME" if time else "DATE", moment, basis=basis)


def which_unit(parts: Parts, clock: Clock) -> Sense | None:
    """Return this, last or next week, month, year ... from the time of speaking; or from the time told of."""
    unit, which = parts["unit"], parts.get("which", parts.get("story"))
    if unit in ("TH", "TM", "TS", "FN"):
        return None
    anchor, basis = clock.story() if "story" in parts else clock.speech()
    if unit == "D" and anchor is not None and anchor.unit != "D":
        anchor = None
    if anchor is not None and is_finer(Moment(unit), anchor.unit):
        return Sense("DATE", Moment(unit), tells=False)
    if anchor is not None and unit == "WE":
        moment = enclosing(anchor, "WE") if parts.get("which") == 0 and "this" in parts else None
        return Sense("DATE", moment or _weekend(anchor, int(which), clock.direction), basis=basis)
    moment = shifted(anchor, unit, int(which))
    return Sense("DATE", moment, basis=basis if moment.known else NONE)


def _weekend(anchor: Moment, which: int, direction: int) -> Moment:
    """Return the weekend: the last one where none is said, the coming one for what is to come."""
    here = enclosing(anchor, "WE")
    step = which if which else 0 if direction > 0 or _is_weekend(anchor) else -1
    return move(here, "WE", step)


def _is_weekend(anchor: Moment) -> bool:
    return enclosing(anchor, "W") != enclosing(move(anchor, "D", 2), "W")


def told(parts: Parts, clock: Clock) -> Sense | None:
    """Return the unit told of last: that day, the same month, the year."""
    unit = parts["unit"]
    anchor, basis = clock.story()
    if unit in ("TH", "TM", "TS", "FN"):
        return None
    if unit == "Q":
        return _latest_quarter(clock)
    if unit == "D" and anchor is not None and anchor.unit != "D":
        return Sense("DATE", Moment("D"), tells=False)
    if anchor is None or (unit != anchor.unit and is_finer(Moment(unit), anchor.unit)):
        return Sense("DATE", Moment(unit), tells=False)
    moment = enclosing(anchor, unit)
    return Sense("DATE", moment, basis=basis if moment.known else NONE, takes_year=unit in ("M", "Q", "S"))


def latest(_: Parts, clock: Clock) -> Sense:
    """Return the last quarter that had ended at the time of speaking."""
    return _latest_quarter(replace(clock, quarter=None))


def _latest_quarter(clock: Clock) -> Sense:
    anchor, basis = clock.speech()
    if clock.quarter is not None and (clock.published is not None or clock.narrative):
        return Sense("DATE", clock.quarter, basis=basis)
    moment = shifted(anchor and enclosing(anchor, "Q"), "Q", -1)
    return Sense("DATE", moment, basis=basis if moment.known else NONE)


def year_before(_: Parts, clock: Clock) -> Sense:
    """Return the quarter or year that a figure is set against: the year-earlier quarter, a year ago."""
    anchor, basis = clock.speech()
    if clock.quarter is not None and clock.published is not None:
        return Sense("DATE", move(clock.quarter, "Y", -1), basis=basis, tells=False)
    moment = shifted(anchor and enclosing(anchor, "Y"), "Y", -1)
    return Sense("DATE", moment, basis=basis if moment.known else NONE, tells=False)


def lasting_around(parts: Parts, _: Clock) -> Sense | None:
    """Return the length of the past or coming units: the past three months, the next few days."""
    count = parts.get("number", 1)
    count = None if parts.get("few") == "X" else parts.get("few", count)
    if count == 1 and parts["unit"] in ("Q", "WE"):
        return None
    return lasting(count, parts["unit"], vague=count is None)


def counted(sense: Sense, clock: Clock, *, steps: int, story: bool) -> Sense | None:
    """Return the date a duration away: three days ago, two weeks later, five years from now."""
    if sense.type != "DURATION" or sense.amount is None:
        return None
    count, unit = sense.amount
    if count is None:
        return replace(sense, type="DATE", value="PAST_REF" if steps < 0 else "FUTURE_REF", vague=True, tells=False)
    if unit in ("TH", "TM", "TS"):
        return replace(_hours_away(clock, story=story), amount=sense.amount)
    if unit == "Y" and count == 1 and steps < 0 and clock.quarter is not None and clock.published is not None:
        return replace(year_before({}, clock), amount=sense.amount, mod=sense.mod)
    if unit == "FN":
        count, unit = 2 * count, "W"
    if count % 1 and unit == "Y":
        count, unit = count * 12, "M"
    anchor, basis = clock.story() if story else clock.speech()
    if unit == "D" and anchor is not None and anchor.unit != "D":
        moment = Moment("D", anchor.year)
        return Sense(
            "DATE", moment, basis=basis if moment.known else NONE, mod=sense.mod, amount=sense.amount, tells=False
        )
    moment = shifted(anchor, unit, steps * round(count))
    return Sense("DATE", moment, basis=basis if moment.known else NONE, mod=sense.mod, amount=sense.amount)


def _hours_away(clock: Clock, *, story: bool) -> Sense:
    anchor, basis = clock.story() if story else clock.speech()
    day = enclosing(anchor, "D") if anchor is not None and anchor.unit == "D" else Moment("D")
    return Sense("TIME", replace(day, time="XX"), basis=basis if day.known else NONE, tells=False)


def that_part(parts: Parts, _: Clock) -> Sense:
    """Return a part of some day: at night."""
    return Sense("TIME", Moment("D", time=parts["part_of_day"]), tells=False)


def vague(parts: Parts, _: Clock) -> Sense:
    """Return what no calendar holds: now, recently, the future."""
    return Sense("DATE", value=parts["vague"], vague=True, tells=False)


def with_part_of_day(sense: Sense, part: str) -> Sense | None:
    """Return the part of that day: Friday night, the morning of April 19."""
    if sense.moment is None or sense.moment.unit != "D" or sense.moment.time or sense.readings:
        return None
    return replace(sense, type="TIME", moment=replace(sense.moment, time=part))


def with_mod(sense: Sense, mod: str) -> Sense | None:
    """Return the first, middle or last part of a stretch, or about that time."""
    if sense.mod or sense.vague or sense.type in ("DURATION", "SET"):
        return None
    return replace(sense, mod=mod)


def of_year(sense: Sense, year: Sense) -> Sense | None:
    """Return a month, season, quarter or day in the year another expression says: July of that year."""
    moment, other = sense.moment, year.moment
    if moment is None or other is None or not sense.takes_year or other.unit != "Y" or sense.basis == EXPLICIT:
        return None
    if sense.holiday and other.year is not None:
        return replace(sense, moment=holiday_in(sense.holiday, other.year), basis=year.basis)
    if moment.unit == "D" and not is_calendar_day(other.year, moment.part or 0, moment.day or 0):
        return None
    basis = year.basis if other.known else NONE
    return replace(sense, moment=replace(moment, year=other.year), basis=basis)
