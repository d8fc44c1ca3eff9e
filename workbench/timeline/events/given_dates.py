"""Dates that a person writes into a file of events: the same forms as in articles, and those that spreadsheets make."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple

import pandas as pd

from workbench.articles.dates import parse_date
from workbench.cells import unguard
from workbench.timeline.expressions.find import find_dates
from workbench.timeline.expressions.values import resolve_value

FORMS = "2025-11-21, 2025-11, 2025, 21 November 2025, late 2023, or 2025-11-21/2025-11-25"

_SPAN = re.compile(r"(\d{4}(?:-\d\d){0,2})\s*/\s*(\d{4}(?:-\d\d){0,2})")
_DAY_OF_NO_YEAR = re.compile(r"XXXX-\d\d(?:-\d\d)?")  # "Friday" and "next week" are of no year either
_FIGURES = re.compile(r"\d{1,4}([/.-])\s?\d{1,2}\1\s?\d{1,4}\.?")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?")


class GivenDate(NamedTuple):
    """A date as a person gave it: its value, its first and last day (midnight UTC; None without a year)."""

    value: str
    earliest: datetime | None
    latest: datetime | None
    granularity: str


def read_given_date(cell: object, *, day_first: bool | None = None) -> GivenDate:
    """Return the date a cell states where it states nothing else.

    Args:
        cell: a text, or what spreadsheet programs and TOML make of a date.
        day_first: how 03/04/2025 is read; None where the file does not tell (then it is refused).

    Raises:
        ValueError: the cell is no date, or can be two; the message says which forms are.

    Example:
        >>> read_given_date("21 November 2025").value, read_given_date("late 2023").granularity
        ('2025-11-21', 'year')
    """
    if isinstance(cell, date):
        return _resolved(cell.isoformat()[:10])
    text = " ".join(unguard(str(cell).strip()).split())
    span = _SPAN.fullmatch(text)
    if span:
        return _joined(text, _resolved(span[1]), _resolved(span[2]))
    text = _MIDNIGHT.sub(r"\1", text)
    given = _as_value(text) or _in_figures(text, day_first=day_first) or _in_words(text) or _as_stated(text)
    if given is None or (given.earliest is None and not _DAY_OF_NO_YEAR.fullmatch(given.value)):
        raise ValueError(f"{text!r} is no date. Allowed: {FORMS}.")
    return given


def _resolved(value: str, mod: str | None = None) -> GivenDate:
    found = resolve_value(value, mod)
    return GivenDate(value, found.earliest, found.latest, found.granularity)


def _joined(text: str, first: GivenDate, last: GivenDate) -> GivenDate:
    if first.earliest is None or last.latest is None or first.earliest > last.latest:
        raise ValueError(f"{text!r} ends before it begins. Write the first day first.")
    return GivenDate(text.replace(" ", ""), first.earliest, last.latest, first.granularity)


def _as_value(text: str) -> GivenDate | None:
    if not re.fullmatch(r"[\dX]{4}(?:-[\dXWQHSPUFAI]{2,3}){0,2}", text):
        return None
    return _resolved(text)


def _in_figures(text: str, *, day_first: bool | None) -> GivenDate | None:
    """Return a day such as 21/11/2025 or 2025/11/21; one that can be two days is refused, not guessed."""
    if not _FIGURES.fullmatch(text):
        return None
    stated = parse_date(text.rstrip("."), day_first=day_first)
    if stated is None:
        raise ValueError(f"{text!r} is no day of the calendar. Write it as 2025-11-21.")
    if not stated.is_one_day:
        first, second = stated.earliest.date(), stated.latest.date()
        raise ValueError(f"{text!r} can be {first} or {second}. Write the one you mean.")
    return _resolved(stated.earliest.date().isoformat())


def _in_words(text: str) -> GivenDate | None:
    """Return what the grammar of the articles reads, where it reads the whole text."""
    for language in ("en", "es"):
        found = find_dates(pd.DataFrame({"article_id": [""], "text": [text], "language": [language]}))
        whole = found["start"].eq(0) & found["end"].eq(len(text)) & found["type"].eq("DATE") & ~found["vague"]
        unsure = found["rule"].str.endswith(("_impossible", "_ambiguous"))
        stated = found[whole & ~unsure & found["basis"].isin(["explicit", "none"])]
        for value, mod in zip(stated["value"], stated["mod"], strict=True):
            return _resolved(value, mod if isinstance(mod, str) else None)
    return None


def _as_stated(text: str) -> GivenDate | None:
    """Return a day or a month as articles state their own date, in five languages."""
    stated = parse_date(text)
    if stated is None or stated.span != (0, len(text)):
        return None
    return _resolved(stated.earliest.date().isoformat()[: 10 if stated.is_one_day else 7])
