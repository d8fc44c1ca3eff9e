"""When a report is made: an hour of the day, and days of the week."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbench.errors import ParameterError, nearest

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_time(text: str) -> tuple[int, int]:
    """Return hour and minute of a time of day.

    Raises:
        ParameterError: it is not written as hours and minutes.

    Example:
        >>> parse_time("02:30")
        (2, 30)
    """
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text.strip())
    if not found:
        raise ParameterError(f"--at {text!r} is not a time of day. Write 00:00 to 23:59, as in --at 02:30.")
    return int(found[1]), int(found[2])


def parse_days(text: str) -> tuple[int, ...]:
    """Return days of the week, 1 (Monday) to 7 (Sunday), sorted; a range may go round the end of the week.

    Raises:
        ParameterError: a day has another name.

    Example:
        >>> parse_days("mon-fri"), parse_days("sat-mon,wed")
        ((1, 2, 3, 4, 5), (1, 3, 6, 7))
    """
    found: set[int] = set()
    for part in text.lower().split(","):
        first, dash, last = (word.strip() for word in part.partition("-"))
        start, end = _number(first, text), _number(last if dash else first, text)
        found.update((start + step - 1) % 7 + 1 for step in range((end - start) % 7 + 1))
    return tuple(sorted(found))


def name_days(days: Iterable[int]) -> list[str]:
    """Return the short English names of days, as in "Mon".

    Example:
        >>> name_days([1, 7])
        ['Mon', 'Sun']
    """
    return [DAYS[day - 1].capitalize() for day in days]


def format_cron(hour: int, minute: int, days: Iterable[int]) -> str:
    """Return the five fields of a cron line; Sunday is 0, which every cron understands.

    Example:
        >>> format_cron(2, 30, parse_days("mon-fri")), format_cron(23, 5, parse_days("sat,sun"))
        ('30 2 * * 1-5', '5 23 * * 0,6')
    """
    numbers = sorted(day % 7 for day in days)
    inner = ",".join(map(str, numbers))
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        inner = "*" if len(numbers) == 7 else f"{numbers[0]}-{numbers[-1]}"
    return f"{minute} {hour} * * {inner}"


def _number(name: str, typed: str) -> int:
    if name not in DAYS:
        hint = nearest(name, DAYS) if name else f"Allowed: {', '.join(DAYS)}."
        raise ParameterError(f"--days {typed!r}: there is no day {name!r}. {hint} Write mon-fri, or mon,thu.")
    return DAYS.index(name) + 1
