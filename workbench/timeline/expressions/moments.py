"""Points and stretches of the calendar: written as TIMEX3 values, counted forwards and back, turned into days.

TIMEX3 is the notation of TimeML (Pustejovsky et al. 2003). Pure functions; no year is ever filled in here.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

# Units of the calendar as TIMEX3 writes them in durations; WE (weekend), S (season), H (half) are of dates alone.
GRANULARITIES = {"D": "day", "W": "week", "WE": "weekend", "M": "month", "S": "season", "Q": "quarter", "H": "half"}
GRANULARITIES |= {"Y": "year", "DE": "decade", "CE": "century", "ML": "millennium", "T": "time"}
SEASONS = ("SP", "SU", "FA", "WI")
_MONTHS_IN = {"M": 1, "S": 3, "Q": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200}
_SIZE = {"T": 0, "D": 1, "WE": 2, "W": 7, "M": 30, "S": 90, "Q": 91, "H": 182, "Y": 365, "DE": 3650, "CE": 36500}
_SIZE |= {"ML": 365000}


@dataclass(frozen=True)
class Moment:
    """A day, month, year ... of the calendar, of which something may not be known.

    Attributes:
        unit: D, W, WE, M, S, Q, H, Y, DE, CE.
        year: the year; None where it is not known, negative before Christ. First year of a decade or century.
        part: month of D and M, week of W and WE, number of the season, quarter or half; None where not known.
        day: day of the month; of a day of an unknown week, the weekday (Monday is 1).
        time: what follows T in TIMEX3, such as "10:30", "MO", "NI".
    """

    unit: str
    year: int | None = None
    part: int | None = None
    day: int | None = None
    time: str = ""

    @property
    def value(self) -> str:
        """Return the TIMEX3 value."""
        return _written(self) + (f"T{self.time}" if self.time else "")

    @property
    def known(self) -> bool:
        """Return whether the year is known."""
        return self.year is not None


def day_moment(day: date, time: str = "") -> Moment:
    """Return a day of the calendar as a moment."""
    return Moment("D", day.year, day.month, day.day, time)


def _written(moment: Moment) -> str:
    year = _written_year(moment)
    if moment.unit in ("Y", "DE", "CE", "ML"):
        return year
    if moment.unit in ("W", "WE"):
        week = "XX" if moment.part is None else f"{moment.part:02d}"
        return f"{year}-W{week}" + ("-WE" if moment.unit == "WE" else "")
    if moment.unit == "S":
        return f"{year}-{SEASONS[moment.part or 0]}"
    if moment.unit in ("Q", "H"):
        return f"{year}-{moment.unit}{moment.part or 'X'}"
    month = "XX" if moment.part is None else f"{moment.part:02d}"
    if moment.unit == "M":
        return f"{year}-{month}"
    if moment.part is None and moment.day is not None and moment.year is None:
        return f"XXXX-WXX-{moment.day}"
    return f"{year}-{month}-" + ("XX" if moment.day is None else f"{moment.day:02d}")


def _written_year(moment: Moment) -> str:
    if moment.year is None:
        return "XXXX"
    sign, digits = ("BC" if moment.year < 0 else ""), f"{abs(moment.year):04d}"
    unknown = {"DE": 1, "CE": 2, "ML": 3}.get(moment.unit, 0)
    return sign + digits[: 4 - unknown] + "X" * unknown


def is_calendar_day(year: int | None, month: int, day: int) -> bool:
    """Return whether the day exists; without a year, whether it exists in some year (29 February does).

    Example:
        >>> is_calendar_day(2025, 2, 29), is_calendar_day(None, 2, 29), is_calendar_day(None, 11, 31)
        (False, True, False)
    """
    leap_year = 2000
    return 1 <= month <= 12 and 1 <= day <= monthrange(year if year and 0 < year < 10_000 else leap_year, month)[1]


def first_day(moment: Moment) -> date | None:
    """Return the first day of a moment; None where it is not known or the calendar of computers does not reach it."""
    span = span_of(moment)
    return None if span is None else span[0]


def span_of(moment: Moment) -> tuple[date, date] | None:
    """Return the first and the last day of a moment, both counted; None where its year is not known.

    Example:
        >>> [str(day) for day in span_of(Moment("Q", 2025, 3))]
        ['2025-07-01', '2025-09-30']
    """
    if moment.year is None or not 0 < moment.year < 9990:
        return None
    if moment.unit == "D" and moment.part and moment.day:
        day = date(moment.year, moment.part, moment.day)
        return day, day
    if moment.unit in ("W", "WE") and moment.part:
        if moment.part > _weeks_in(moment.year):
            return None
        monday = date.fromisocalendar(moment.year, moment.part, 1)
        return monday + timedelta(days=5 if moment.unit == "WE" else 0), monday + timedelta(days=6)
    unit = "M" if moment.unit == "D" and moment.part else moment.unit
    unit = unit if unit in _MONTHS_IN and (moment.part or unit not in ("M", "Q", "H")) else "Y"
    months, start = _MONTHS_IN[unit], _first_month(replace(moment, unit=unit))
    return _month_start(moment.year, start), _month_start(moment.year, start + months) - timedelta(days=1)


def _weeks_in(year: int) -> int:
    return date(year, 12, 28).isocalendar().week


def _first_month(moment: Moment) -> int:
    if moment.unit == "S":
        return 3 + 3 * (moment.part or 0)  # spring from March; winter from December into the next year
    if moment.unit in ("M", "Q", "H"):
        return ((moment.part or 1) - 1) * _MONTHS_IN[moment.unit] + 1
    return 1


def _month_start(year: int, month: int) -> date:
    """Return the first day of the month; months above 12 run into the following years."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def enclosing(moment: Moment, unit: str) -> Moment:
    """Return the week, month, year ... the moment begins in; what is not known stays unknown.

    Example:
        >>> enclosing(Moment("D", 2025, 11, 21), "W").value
        '2025-W47'
    """
    if moment.unit == unit and not moment.time:
        return moment
    if unit == "Y":
        return Moment("Y", moment.year)
    if unit in ("DE", "CE", "ML") and moment.year is not None:
        length = {"DE": 10, "CE": 100, "ML": 1000}[unit]
        return Moment(unit, moment.year - moment.year % length)
    if unit == "M" and moment.unit == "D":
        return Moment("M", moment.year, moment.part)
    if unit == "D" and moment.unit == "D":
        return replace(moment, time="")
    begin = first_day(moment)
    return Moment(unit) if begin is None else _at(begin, unit)


def _at(day: date, unit: str) -> Moment:
    """Return the moment of that unit which holds the day."""
    if unit in ("W", "WE"):
        year, week, _ = day.isocalendar()
        return Moment(unit, year, week)
    if unit == "S":
        season = (day.month // 3 - 1) % 4
        return Moment("S", day.year - (day.month < 3), season)
    if unit in ("Q", "H", "M"):
        return Moment(unit, day.year, (day.month - 1) // _MONTHS_IN[unit] + 1)
    return day_moment(day)


def move(moment: Moment, unit: str, steps: int) -> Moment:
    """Return the moment of that unit so many units later; earlier for negative steps.

    Years move quarters, months and seasons to the same one of another year. An unknown year stays unknown.

    Example:
        >>> move(Moment("D", 2025, 11, 21), "D", 7).value, move(Moment("Q", 1989, 3), "Y", -1).value
        ('2025-11-28', '1988-Q3')
    """
    if unit == "Y" and moment.year is not None:
        kept = replace(moment, year=_year_after(moment.year, steps))
        return kept if moment.unit in ("Q", "H", "S", "M") else Moment("Y", kept.year)
    if unit in ("DE", "CE", "ML") and moment.year is not None:
        length = {"DE": 10, "CE": 100, "ML": 1000}[unit]
        return enclosing(Moment("Y", _year_after(moment.year, steps * length)), unit)
    if unit in ("M", "Q", "H") and moment.year is not None and moment.part and moment.unit in ("D", "M", unit):
        here = enclosing(moment, unit)
        per_year = 12 // _MONTHS_IN[unit]
        count = here.year * per_year + here.part - 1 + steps if here.year is not None and here.part else 0
        return Moment(unit, count // per_year, count % per_year + 1)
    begin = first_day(moment)
    if begin is None or abs(steps) > 100_000:
        return Moment(unit)
    if unit == "S":
        here = _at(begin, "S")
        count = (here.year or 0) * 4 + (here.part or 0) + steps
        return Moment("S", count // 4, count % 4)
    days = steps * (7 if unit in ("W", "WE") else 1)
    try:
        return _at(begin + timedelta(days=days), unit)
    except OverflowError:
        return Moment(unit)


def _year_after(year: int, steps: int) -> int:
    """Return the year so many years on; there is no year 0."""
    later = year + steps
    return later + 1 if year < 0 <= later else later - 1 if year > 0 >= later else later


def is_finer(moment: Moment, unit: str) -> bool:
    """Return whether the moment is known to less than the unit: a day is finer than a month."""
    return _SIZE[moment.unit] < _SIZE[unit]
