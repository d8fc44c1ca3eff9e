"""Find the dates that texts state, and what they mean. A year that is not stated stays unknown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from workbench.errors import require_columns
from workbench.text import iterate_texts, typed
from workbench.timeline.expressions.english import ENGLISH
from workbench.timeline.expressions.grammar import BRACKET, JOINED, MOD, Grammar, Rule
from workbench.timeline.expressions.spanish import SPANISH
from workbench.timeline.expressions.values import is_calendar_day, resolve_value, write_value

GRAMMARS = {"en": ENGLISH, "es": SPANISH}

_COLUMNS = ["article_id", "block", "start", "end", "text", "type", "value", "mod", "signal"]
_COLUMNS += ["earliest", "latest", "granularity", "basis", "vague", "rule"]
_WINDOW = 40  # how far the words before a date are looked for; longer than the longest lead


@dataclass(frozen=True)
class _Date:
    """One date expression; `readings` are its values where it can be read in two ways."""

    start: int
    end: int
    value: str
    rule: str
    mod: str | None = None
    signal: str | None = None
    readings: tuple[str, ...] = ()


def find_dates(articles: pd.DataFrame) -> pd.DataFrame:
    """Return one row per calendar date the texts state: days, months, years and decades.

    Only what is written is used: a date without a year has value `XXXX-11-21`, no interval and basis "none", also
    where the article's publication date is known. The ends of a range are rows of their own, with signals "from"
    and "to"; they share what is written once ("2 to 5 September 2025"). 03/04/2025 is not decided: its value is
    `2025-XX-XX` and its interval covers both readings. A day that does not exist (31 November) counts as its month,
    with a rule that ends in "_impossible". Values are TIMEX3 (Pustejovsky et al. 2003, TimeML).

    Args:
        articles: a table with `article_id` and `text`. Where `language` begins with "es" Spanish is read, else English.

    Returns:
        article_id, block, start, end (offsets into `articles.text`), text, type ("DATE"), value, mod (START, MID,
        END, APPROX or missing), signal (in English: since, until, by, before, after, during, from, to, in, on,
        between; or missing), earliest and latest (first and last day, both counted, as midnight UTC; NaT without a
        year), granularity (day, month, year, decade), basis (explicit, none), vague (False at this depth), rule.

    Raises:
        DataError: `article_id` or `text` is missing.

    Example:
        >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["Strikes since September 2nd; talks in late 2023."]})
        >>> find_dates(articles)[["text", "value", "mod", "signal", "basis"]].values.tolist()
        [['September 2nd', 'XXXX-09-02', nan, 'since', 'none'], ['late 2023', '2023', 'END', 'in', 'explicit']]
    """
    require_columns(articles.columns, ["article_id", "text"], table="articles")
    languages = articles["language"] if "language" in articles.columns else [None] * len(articles)
    rows: list[tuple[object, ...]] = []
    for (article_id, text, block_at), language in zip(iterate_texts(articles), languages, strict=True):
        grammar = GRAMMARS.get(str(language)[:2].lower(), ENGLISH)
        rows.extend(_row(article_id, text, block_at, date) for date in _read(text, grammar))
    table = typed(rows, _COLUMNS, integers=["block", "start", "end"])
    instants = {column: pd.to_datetime(table[column], utc=True).dt.as_unit("us") for column in ("earliest", "latest")}
    texts = dict.fromkeys(["mod", "signal"], "str")
    return table.assign(**instants).astype(texts | {"vague": "bool"})


def _row(article_id: str, text: str, block_at: Callable[[int], int | None], date: _Date) -> tuple[object, ...]:
    readings = [resolve_value(value, date.mod) for value in date.readings or (date.value,)]
    earliest, latest = readings[0].earliest, readings[-1].latest
    place = (article_id, block_at(date.start), date.start, date.end, text[date.start : date.end])
    basis = "none" if date.value.startswith("XXXX") else "explicit"
    meaning = (earliest, latest, readings[0].granularity, basis, False, date.rule)
    return (*place, "DATE", date.value, date.mod, date.signal, *meaning)


def _read(text: str, grammar: Grammar) -> list[_Date]:
    """Return the dates of a text, left to right, the ends of ranges told of each other."""
    dates: list[_Date] = []
    position = 0
    while candidate := grammar.anything.search(text, position):
        found = _date_at(text, candidate.start(), grammar, dates)
        for date in found:
            dates[-1:] = _join(text, dates[-1], date, grammar) if dates else [date]
        position = found[-1].end if found else candidate.start() + 1
    return dates


def _date_at(text: str, start: int, grammar: Grammar, earlier: list[_Date]) -> list[_Date]:
    """Return what the first rule reads there whose evidence is given: one date, the two ends of a range, or nothing."""
    before = grammar.before.search(text, max(0, start - _WINDOW), start)
    assert before is not None, "the pattern matches the empty text"
    lead = " ".join((before["lead"] or "").lower().split())
    evidence = {lead, (before["article"] or "").lower(), BRACKET if before["bracket"] else ""}
    if earlier and _link(text, earlier[-1], start, grammar):
        evidence.add(JOINED)
    for rule, pattern in grammar.patterns:
        match = pattern.match(text, start)
        if match and _allowed(rule, evidence | ({MOD} if match.groupdict().get("mod") else set())):
            found = _dates_of(match, rule.name, grammar)
            if found:
                return [replace(found[0], signal=grammar.leads.get(lead)), *found[1:]]
    return []


def _allowed(rule: Rule, evidence: set[str]) -> bool:
    return rule.leads is None or not rule.leads.isdisjoint(evidence)


def _dates_of(match: re.Match[str], rule: str, grammar: Grammar) -> list[_Date]:
    """Return the date, or the two ends of the range, a match says; nothing where it makes no sense."""
    parts = {name: part for name, part in match.groupdict().items() if part}
    date = _Date(match.start(), match.end(), "", rule, _mod(parts.get("mod", ""), grammar))
    if "numeric" in parts:
        return _numeric(date, parts["numeric"], grammar)
    if "iso" in parts:
        return [_dated(date, *map(int, re.findall(r"\d+", parts["iso"])))]
    if "decade" in parts:
        decade = re.findall(r"\d{3}(?=0)", parts["decade"])[-1]
        return [replace(date, value=f"{int(decade)}X")]
    numbers = {name: _number(parts[name], grammar) for name in ("year", "month", "day") if name in parts}
    if "year_to" in parts:  # 2023-24: the century is written once
        parts["year_to"] = parts["year"][: -len(parts["year_to"])] + parts["year_to"]
    changed = {name: _number(parts[f"{name}_to"], grammar) for name in numbers if f"{name}_to" in parts}
    if not changed:
        return [_dated(date, **numbers)]
    later = numbers | changed
    if list(numbers.values()) >= list(later.values()):
        if "month" not in changed:
            return []
        numbers.pop("year", None)  # December-March 2026: the first is not of 2026
    first = replace(date, end=max(match.end(name) for name in changed))
    last = replace(date, start=min(match.start(f"{name}_to") for name in changed), mod=None)
    return [_dated(first, **numbers), _dated(last, **later)]


def _dated(date: _Date, year: int | None = None, month: int | None = None, day: int | None = None) -> _Date:
    if month is not None and day is not None and not is_calendar_day(year, month, day):
        return replace(date, value=write_value(year, month), rule=f"{date.rule}_impossible")
    return replace(date, value=write_value(year, month, day))


def _numeric(date: _Date, digits: str, grammar: Grammar) -> list[_Date]:
    """Return the day such as 21/11/2025 names, with both readings where the order of day and month is open."""
    first, second, year = map(int, re.findall(r"\d+", digits))
    orders = [(second, first), (first, second)]
    readings = [write_value(year, month, day) for month, day in orders if is_calendar_day(year, month, day)]
    readings = sorted(set(readings[:1] if grammar.day_first else readings))
    if len(readings) < 2:
        return [replace(date, value=value) for value in readings]
    return [replace(date, value=f"{year:04d}-XX-XX", rule=f"{date.rule}_ambiguous", readings=tuple(readings))]


def _number(word: str, grammar: Grammar) -> int:
    digits = re.match(r"\d+", word)
    return int(digits.group()) if digits else grammar.numbers[word.lower().rstrip(".")]


def _mod(phrase: str, grammar: Grammar) -> str | None:
    return next((grammar.mods[word] for word in re.findall(r"\w+", phrase.lower()) if word in grammar.mods), None)


def _link(text: str, earlier: _Date, start: int, grammar: Grammar) -> str | None:
    """Return how a date is tied to the one before it: "range", "list" or not at all."""
    if start - earlier.end > _WINDOW:
        return None
    if grammar.range_link.fullmatch(text, earlier.end, start):
        return "range"
    return "list" if grammar.list_link.fullmatch(text, earlier.end, start) else None


def _join(text: str, first: _Date, second: _Date, grammar: Grammar) -> list[_Date]:
    """Return both dates; as the ends of a range, when that is what the words between them say."""
    link = _link(text, first, second.start, grammar)
    if first.signal == "to" or not (link == "range" or (link == "list" and first.signal == "between")):
        return [first, second]
    return [replace(first, signal="from", value=_share_year(first.value, second.value)), replace(second, signal="to")]


def _share_year(first: str, second: str) -> str:
    """Return the first value with the year of the second, where a range writes it once and the order allows it.

    "2 September to 5 November 2025" does; "28 December to 3 January 2026" does not.
    """
    rest = first[5:]
    if not first.startswith("XXXX-") or "X" in second or rest > second[5:]:
        return first
    year, *parts = (int(part) for part in (second[:4], *rest.split("-")))
    return write_value(year, *parts) if len(parts) == 1 or is_calendar_day(year, *parts) else first
