"""Dates in readable words: what a TIMEX3 value says, without the year where none is stated."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from workbench.plots.phrases import written_day
from workbench.plots.spans import naive

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ORDINALS = ("first", "second", "third", "fourth")
_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "AU": "autumn", "WI": "winter"}
_PARTS = {"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}
_PART = {"START": "early {}", "MID": "mid-{}", "END": "late {}"}
_BOUND = {"APPROX": "about {}", "EQUAL_OR_LESS": "{} at the latest", "EQUAL_OR_MORE": "{} at the earliest"}
_VAGUE = {
    "PRESENT_REF": "now",
    "PAST_REF": "the past",
    "FUTURE_REF": "the future",
    "XXXX-XX-XX": "a day (which is not stated)",
    "XXXX-XX": "a month (which is not stated)",
    "XXXX": "a year (which is not stated)",
}
_NO_YEAR = "XXXX"

# What follows the year in a value, and its words; "of" stands where a year needs it.
_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"-(0[1-9]|1[0-2])"), lambda found: _MONTHS[int(found[1]) - 1]),
    (re.compile(r"-(0[1-9]|1[0-2])-(\d\d)"), lambda found: f"{int(found[2])} {_MONTHS[int(found[1]) - 1]}"),
    (re.compile(r"-(SP|SU|FA|AU|WI)"), lambda found: _SEASONS[found[1]]),
    (re.compile(r"-Q([1-4])"), lambda found: f"{_ORDINALS[int(found[1]) - 1]} quarter of"),
    (re.compile(r"-H([12])"), lambda found: f"{_ORDINALS[int(found[1]) - 1]} half of"),
    (re.compile(r"-W(\d\d)"), lambda found: f"week {int(found[1])} of"),
    (re.compile(r"-W(\d\d)-WE"), lambda found: f"weekend of week {int(found[1])} of"),
    (re.compile(r"-WXX-([1-7])"), lambda found: _DAYS[int(found[1]) - 1]),
)
_CLOCK = re.compile(r"T(MO|MI|AF|EV|NI|DT|[0-2]\d(?::[0-5]\d)?)(?::[0-5]\d)?\S*")


def name_date(value: str | float | None, mod: object = None) -> str:
    """Return a date in words; a value of an unknown shape as it is.

    Args:
        value: TIMEX3, such as 2025-11-21, 2025-Q3, 199X or XXXX-11-21.
        mod: TIMEX3, such as START; missing for none.

    Example:
        >>> name_date("XXXX-11-21"), name_date("2023", "END"), name_date("2025-Q3"), name_date("199X")
        ('21 November (year not stated)', 'late 2023', 'third quarter of 2025', 'the 1990s')
    """
    if pd.isna(value):
        return "no date"
    day, clock = _split(str(value))
    words = _VAGUE.get(day) or _century(day) or _in_year(day) or day
    if words.startswith("the ") and mod in _PART:
        words = f"the {_PART[str(mod)].format(words.removeprefix('the '))}"
    else:
        words = (_PART | _BOUND).get(str(mod), "{}").format(words)
    return ", ".join(part for part in (words, _time(clock)) if part)


def _split(value: str) -> tuple[str, str]:
    """Return the day and the time of day of a value."""
    found = re.fullmatch(r"([\dX].*?)?(T.*)", value)
    return (found[1] or "", found[2]) if found else (value, "")


def _century(value: str) -> str:
    if re.fullmatch(r"\d{3}X?", value):
        return f"the {value[:3]}0s"
    return f"the {value[:2]}00s" if re.fullmatch(r"\d\dXX|\d\d", value) else ""


def _in_year(value: str) -> str:
    """Return the words of a value that begins with a year, or with XXXX where it is not stated."""
    year, rest = value[:4], value[4:]
    if year != _NO_YEAR and not re.fullmatch(r"\d{4}", year):
        return ""
    named = next((write(found) for shape, write in _SHAPES if (found := shape.fullmatch(rest))), None)
    if year != _NO_YEAR:
        return year if not rest else f"{named} {year}" if named else ""
    missing = "week" if rest.startswith("-WXX") else "year"
    return f"{named.removesuffix(' of')} ({missing} not stated)" if named else ""


def _time(clock: str) -> str:
    found = _CLOCK.fullmatch(clock)
    return _PARTS.get(found[1], found[1]) if found else ""


def name_counted(value: str | float | None, earliest: pd.Timestamp, latest: pd.Timestamp) -> str:
    """Return a date in words, "early", "mid-" or "late" where it is only that part of its year, month or decade.

    Example:
        >>> name_counted("2023", pd.Timestamp("2023-09-01"), pd.Timestamp("2023-12-31"))
        'late 2023'
    """
    words = name_date(value)
    if pd.isna(earliest) or pd.isna(latest):
        return words
    first, last = naive(earliest).normalize(), naive(latest).normalize()
    whole = _whole(str(value))
    if whole:
        return name_date(value, _part(first, last, *whole))
    days = written_day(first) if first == last else f"{written_day(first)} to {written_day(last)}"
    return days if words == str(value) else words


def _whole(value: str) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """Return the first and the last day of a year, a month or a decade."""
    if re.fullmatch(r"\d{3}X", value):
        return pd.Timestamp(year=int(value[:3] + "0"), month=1, day=1), pd.Timestamp(int(value[:3] + "9"), 12, 31)
    found = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", value)
    if not found:
        return None
    first = pd.Timestamp(year=int(found[1]), month=int(found[2] or 1), day=1)
    length = pd.DateOffset(months=1) if found[2] else pd.DateOffset(years=1)
    return first, first + length - pd.Timedelta(days=1)


def _part(first: pd.Timestamp, last: pd.Timestamp, begin: pd.Timestamp, end: pd.Timestamp) -> str | None:
    """Return the TIMEX3 mod of the part that is meant; None for the whole."""
    if first == begin and last == end:
        return None
    if first < begin or last > end:
        return "APPROX"
    return "START" if first == begin else "END" if last == end else "MID"
