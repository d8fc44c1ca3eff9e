"""Read TimeML corpora and score dates found in them as TempEval-3 did (UzZaman et al. 2013, section 4).

Strict is the same span, relaxed any overlap, one to one. An attribute's F1 is the relaxed F1 times the share of the
relaxed matches in which the attribute is the same string, which is 2 x right / (gold + found); values are compared as
they are written, for the scorer of TempEval-3 normalises none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from xml.etree.ElementTree import Element, parse

import pandas as pd

CORPORA = ("timebank", "aquaint", "wikiwars")
PARTS = ("dev", "held", "all")
_GOLD = ["article_id", "start", "end", "text", "type", "value", "mod"]
_PAIRS = ["article_id", "kind", "text", "found_text", "type", "found_type", "value", "found_value", "rule"]
_PAIRS += ["start", "end", "found_start", "found_end"]


@dataclass(frozen=True)
class Score:
    """Counts of expressions, and what is made of them; a share of nothing is 0, as in TempEval-3."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    type: int = 0
    value: int = 0

    def __add__(self, other: Score) -> Score:
        """Return the counts of both."""
        return Score(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    def precision(self, count: str) -> float:
        """Return the share of the found of which `count` ("strict", "relaxed", "type", "value") is so."""
        return _share(getattr(self, count), self.found)

    def recall(self, count: str) -> float:
        """Return the share of the gold of which `count` is so."""
        return _share(getattr(self, count), self.gold)

    def f1(self, count: str) -> float:
        """Return the harmonic mean of the two; with "value" the value F1 of TempEval-3."""
        return _share(2 * getattr(self, count), self.gold + self.found)

    @property
    def accuracy(self) -> float:
        """The share of relaxed matches whose value is right."""
        return _share(self.value, self.relaxed)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def read_timeml(folder: Path, part: str = "all") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles of a folder (article_id, text, published) and their gold expressions.

    A third of the documents, chosen by a hash of their text, is the part "held", the others are "dev".
    """
    articles, gold = [], []
    for path in sorted(folder.glob("*.tml")):
        document = parse(path).getroot()
        text, spans = read_text(document.find("TEXT"))
        if part not in ("all", part_of(text)):
            continue
        articles.append((path.stem, text, document.find("DCT/TIMEX3").get("value")[:10], "en"))
        gold += [(path.stem, start, end, text[start:end], *_attributes(mark)) for start, end, mark in spans]
    table = pd.DataFrame(articles, columns=["article_id", "text", "published", "language"]).astype("str")
    table["published"] = pd.to_datetime(table["published"], utc=True).dt.as_unit("us")
    strings = dict.fromkeys(["article_id", "text", "type", "value", "mod"], "str")
    return table, pd.DataFrame(gold, columns=_GOLD).astype(strings | {"start": "int64", "end": "int64"})


def part_of(text: str) -> str:
    """Return the part a document belongs to, wherever it lies and whatever it is called."""
    return "held" if hashlib.sha256(text.encode()).digest()[0] % 3 == 0 else "dev"


def read_text(element: Element) -> tuple[str, list[tuple[int, int, Element]]]:
    """Return the text of an element without its tags, and where each TIMEX3 of it that has words stands."""
    pieces: list[str] = []
    spans: list[tuple[int, int, Element]] = []
    _walk(element, pieces, spans, 0)
    return "".join(pieces), sorted(spans, key=lambda span: span[:2])


def _walk(element: Element, pieces: list[str], spans: list[tuple[int, int, Element]], start: int) -> int:
    pieces.append(element.text or "")
    end = start + len(pieces[-1])
    for child in element:
        child_end = _walk(child, pieces, spans, end)
        if child.tag == "TIMEX3" and child_end > end:
            spans.append((end, child_end, child))
        pieces.append(child.tail or "")
        end = child_end + len(pieces[-1])
    return end


def _attributes(mark: Element) -> tuple[str | None, str | None, str | None]:
    return mark.get("type"), mark.get("value"), mark.get("mod")


def score(gold: pd.DataFrame, found: pd.DataFrame, *, without_null: bool = False) -> Score:
    """Return the counts of found expressions against gold ones.

    Args:
        gold: article_id, start, end, text, type, value.
        found: the table of `find_dates`; its rows of type EVENT_REF are left out.
        without_null: leave out gold expressions whose value is "null", which name no time, and what matches them.
    """
    pairs = match(gold, found)
    if without_null:
        pairs = pairs[pairs["value"].ne("null")]
    in_gold, in_found = pairs["start"].notna(), pairs["found_start"].notna()
    both = pairs[in_gold & in_found]
    strict = both["start"].eq(both["found_start"]) & both["end"].eq(both["found_end"])
    right = {name: int(both[name].eq(both[f"found_{name}"]).sum()) for name in ("type", "value")}
    return Score(int(in_gold.sum()), int(in_found.sum()), int(strict.sum()), len(both), **right)


def match(gold: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return one row per pair of expressions that overlap, and per expression without a partner.

    Each has at most one partner: the one with the same span, else the one that shares most characters.

    Returns:
        article_id, kind ("missed", "spurious", "extent", "value", "right": the first that holds, a wrong value before a
        wrong extent), text, found_text and so on, missing where there is none; rule.
    """
    times = found[found["type"].ne("EVENT_REF")]
    ours = {key: rows.to_dict("records") for key, rows in times.groupby("article_id", sort=True)}
    theirs = {key: rows.to_dict("records") for key, rows in gold.groupby("article_id", sort=True)}
    rows = []
    for article_id in sorted(ours.keys() | theirs.keys()):
        for mark, date in _pair(theirs.get(article_id, []), ours.get(article_id, [])):
            rows.append(_row(article_id, mark, date))
    integers = dict.fromkeys(["start", "end", "found_start", "found_end"], "Int64")
    strings = dict.fromkeys([column for column in _PAIRS if column not in integers], "str")
    return pd.DataFrame(rows, columns=_PAIRS).astype(strings | integers)


def _pair(gold: list[dict], found: list[dict]) -> Iterator[tuple[dict | None, dict | None]]:
    """Give the pairs that share most characters first, then those that have no partner."""
    shared = [
        (_distance(mark, date), mark["start"], date["start"], i, j)
        for i, mark in enumerate(gold)
        for j, date in enumerate(found)
        if mark["start"] < date["end"] and date["start"] < mark["end"]
    ]
    marks, dates = dict(enumerate(gold)), dict(enumerate(found))
    for *_, i, j in sorted(shared):
        if i in marks and j in dates:
            yield marks.pop(i), dates.pop(j)
    yield from ((mark, None) for mark in marks.values())
    yield from ((None, date) for date in dates.values())


def _distance(mark: dict, date: dict) -> int:
    """Return how many characters only one of the two has, 0 for the same span."""
    return abs(mark["start"] - date["start"]) + abs(mark["end"] - date["end"])


def _row(article_id: str, mark: dict | None, date: dict | None) -> tuple[object, ...]:
    mark_of, date_of = (mark or {}).get, (date or {}).get
    paired = [side(name) for name in ("text", "type", "value") for side in (mark_of, date_of)]
    places = [mark_of("start"), mark_of("end"), date_of("start"), date_of("end")]
    return (article_id, _kind(mark, date), *paired, date_of("rule"), *places)


def _kind(mark: dict | None, date: dict | None) -> str:
    if mark is None or date is None:
        return "spurious" if mark is None else "missed"
    if mark["value"] != date["value"]:
        return "value"
    return "right" if _distance(mark, date) == 0 else "extent"
