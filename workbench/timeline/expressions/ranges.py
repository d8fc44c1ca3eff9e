"""Ranges and lists: two dates that words tie to each other share what is written once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from workbench.timeline.expressions.clock import EXPLICIT, PUBLISHED, Clock, Sense
from workbench.timeline.expressions.grammar import Grammar
from workbench.timeline.expressions.meanings import MEANINGS
from workbench.timeline.expressions.moments import first_day, is_calendar_day, move

WINDOW = 40  # how far what belongs together may stand apart


@dataclass(frozen=True)
class Found:
    """An expression of time: where it stands and what it means."""

    start: int
    end: int
    sense: Sense
    rule: str
    signal: str | None = None


def made(start: int, end: int, sense: Sense, rule: str) -> Found:
    """Return an expression whose rule tells what is odd about it."""
    return Found(start, end, sense, f"{rule}_{sense.note}" if sense.note else rule)


def two_ends(rule: str, parts: dict[str, Any], match: re.Match[str], clock: Clock) -> list[Found]:
    """Return both ends of a range within one expression; they share what is written once."""
    numbers: dict[str, Any] = {name: parts[name] for name in ("year", "month", "day") if name in parts}
    if "year_to" in parts:  # 2023-24: the century is written once
        digits = str(parts["year_to"])
        parts["year_to"] = int(str(parts["year"])[: -len(digits)] + digits)
    changed = {name: parts[f"{name}_to"] for name in numbers if f"{name}_to" in parts}
    later = numbers | changed
    if list(numbers.values()) >= list(later.values()):
        if "month" not in changed:
            return []
        numbers.pop("year", None)  # December-March 2026: the first is not of 2026
    first, last = (MEANINGS["calendar"](ends, clock) for ends in (numbers, later))
    if first is None or last is None:
        return []
    begins, ends = min(match.start(f"{name}_to") for name in changed), max(match.end(name) for name in changed)
    return [made(match.start(), ends, first, rule), made(begins, match.end(), last, rule)]


def link_of(text: str, earlier: Found, start: int, grammar: Grammar) -> str | None:
    """Return how an expression is tied to the one before it: "range", "list" or not at all."""
    if start - earlier.end > WINDOW or earlier.sense.type != "DATE" or earlier.sense.vague:
        return None
    if grammar.range_link.fullmatch(text, earlier.end, start):
        return "range"
    return "list" if grammar.list_link.fullmatch(text, earlier.end, start) else None


def joined(text: str, first: Found, second: Found, grammar: Grammar, clock: Clock) -> list[Found]:
    """Return both dates; as the ends of a range, when that is what the words between them say."""
    link = link_of(text, first, second.start, grammar)
    if link == "list" and first.sense.basis != EXPLICIT:
        first = replace(first, sense=_with_year_of(first.sense, second.sense))
    between = link == "range" or (link == "list" and first.signal == "between")
    if first.signal == "to" or not between or second.sense.type != "DATE" or second.sense.vague:
        return [first, second]
    begins, ends = _in_order(_with_year_of(first.sense, second.sense), second.sense, clock)
    return [replace(first, signal="from", sense=begins), replace(second, signal="to", sense=ends)]


def _in_order(first: Sense, second: Sense, clock: Clock) -> tuple[Sense, Sense]:
    """Return both ends so that the first is before the second: December to March is not of one year."""
    one, other = first.moment, second.moment
    if one is None or other is None or first.basis != PUBLISHED or second.basis != PUBLISHED or one.unit != other.unit:
        return first, second
    begin, end = first_day(one), first_day(other)
    today = first_day(clock.published) if clock.published else None
    if begin is None or end is None or today is None or begin <= end:
        return first, second
    weekdays = one.unit == "D" and (begin - end).days < 7
    if begin > today and weekdays:
        return first, replace(second, moment=move(other, "D", 7))
    earlier = move(one, "D", -7) if weekdays else replace(one, year=begin.year - 1)
    known = earlier.unit != "D" or is_calendar_day(earlier.year, earlier.part or 0, earlier.day or 0)
    return (replace(first, moment=earlier) if known else first), second


def _with_year_of(first: Sense, second: Sense) -> Sense:
    """Return the first date with the year of the second, where a range writes it once and the order allows it.

    "2 September to 5 November 2025" does; "28 December to 3 January 2026" does not.
    """
    one, other = first.moment, second.moment
    if one is None or other is None or first.basis == EXPLICIT or second.basis != EXPLICIT or second.readings:
        return first
    if one.unit not in ("D", "M") or other.unit not in ("D", "M") or not one.part or not other.part:
        return first
    if (one.part, one.day or 0) > (other.part, other.day or 31):
        return first
    if one.day and not is_calendar_day(other.year, one.part, one.day):
        return first
    return replace(first, moment=replace(one, year=other.year), basis=EXPLICIT)
