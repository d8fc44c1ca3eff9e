"""Senses of durations and of what repeats: how long, how often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.timeline.expressions.clock import Clock, Sense

Parts = Mapping[str, Any]

_WITH_T = {"TH": "H", "TM": "M", "TS": "S"}  # hours, minutes and seconds stand after a T


def duration(parts: Parts, _: Clock) -> Sense:
    """Return how long: so many units, or an unknown number of them."""
    count, unit = parts.get("number"), parts["unit"]
    count = None if parts.get("few") == "X" else parts.get("few", count)
    if "half" in parts and count is not None:
        count += 0.5
    return lasting(count, unit, vague=count is None)


def one(parts: Parts, _: Clock) -> Sense:
    """Return the length of one unit: "a week"."""
    return lasting(1, parts["unit"])


def some(parts: Parts, _: Clock) -> Sense:
    """Return an unknown number of units: "weeks"."""
    return lasting(None, parts["unit"], vague=True)


def lasting(count: float | None, unit: str, *, vague: bool = False) -> Sense:
    """Return the sense of so many units."""
    return Sense("DURATION", value=write_duration(count, unit), amount=(count, unit), vague=vague)


def write_duration(count: float | None, unit: str) -> str:
    """Return the TIMEX3 value of a duration.

    Example:
        >>> write_duration(7, "D"), write_duration(None, "M"), write_duration(2.5, "Y"), write_duration(15, "TM")
        ('P7D', 'PXM', 'P2Y6M', 'PT15M')
    """
    if unit == "WE":
        return f"P{_number(count)}WE"
    if count is not None and unit in ("DE", "CE", "ML"):
        count, unit = count * {"DE": 10, "CE": 100, "ML": 1000}[unit], "Y"
    if count is not None and unit == "FN":
        count, unit = 2 * count, "W"
    whole, half = (None, False) if count is None else (int(count), count % 1 == 0.5)
    if half and whole is not None and unit in ("Y", "TH", "TM"):
        first = f"{whole}{unit[-1]}" if whole else ""
        return {"Y": f"P{first}6M", "TH": f"PT{first}30M", "TM": f"PT{first}30S"}[unit]
    return f"PT{_number(count)}{_WITH_T[unit]}" if unit in _WITH_T else f"P{_number(count)}{unit}"


def _number(count: float | None) -> str:
    return "X" if count is None else f"{count:g}"


def repeated(parts: Parts, _: Clock) -> Sense:
    """Return how often: each day, every two weeks, daily, each Thursday, every July."""
    if "weekday" in parts:
        return Sense("SET", value=f"XXXX-WXX-{parts['weekday']}", tells=False)
    if "month" in parts:
        return Sense("SET", value=f"XXXX-{parts['month']:02d}", tells=False)
    if "season" in parts:
        return Sense("SET", value=f"XXXX-{('SP', 'SU', 'FA', 'WI')[parts['season']]}", tells=False)
    if "part_of_day" in parts:
        return Sense("SET", value=f"XXXX-XX-XXT{parts['part_of_day']}", tells=False)
    return Sense("SET", value=write_duration(parts.get("number", 1), parts["unit"]), tells=False)


def bounded(sense: Sense, mod: str) -> Sense | None:
    """Return a duration of which only a bound is told: at least, up to, about."""
    if sense.type != "DURATION":
        return None
    return Sense("DURATION", value=sense.value, amount=sense.amount, vague=sense.vague, mod=mod)
