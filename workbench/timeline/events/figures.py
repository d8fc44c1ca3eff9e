"""Figures: what the sentences of an event count, with the bound that stands before the number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd

from workbench.timeline.events.attach import cost
from workbench.timeline.events.result import FIGURE_COLUMNS, build_table, group_rows, read_rows
from workbench.timeline.events.vocabulary import Vocabulary, languages_of, read_vocabulary

_BOUNDS = {"about": "about", "at_least": "at least", "at_most": "at most", "over": "over"}
_ENDINGS = re.compile(r"\w+s$|people|police|men|women|children|gente", re.IGNORECASE)
_FARTHEST = 30
_MOST_UNIT_WORDS = 3


def find_figures(mentions: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return one row a figure in the sentences of the mentions, given to the event spoken of nearest to it.

    Args:
        mentions: as `Events.mentions`.
        articles: the articles; `language` is used when present.

    Returns:
        event_id, article_id, start, end (into the text or the title, as the mention), text, number (missing for
        "between 10 and 20"), low, high (missing where open), bound (about, at least, at most, over, or missing), unit.
    """
    languages = languages_of(articles)
    rows: list[dict[str, object]] = []
    in_text = read_rows(mentions[mentions["place"] == "text"])
    for (article_id, offset), group in group_rows(in_text, "article_id", "sentence_start"):
        sentence = group[0]["sentence"]
        dated = [
            (row["date_start"] - offset, row["date_end"] - offset) for row in group if row["date_start"] is not None
        ]
        for figure in read_figures(sentence, read_vocabulary(str(languages.get(article_id, "en")))):
            place = (int(str(figure["start"])), int(str(figure["end"])))
            event = _nearest(sentence, offset, place, group)
            if event is not None and not any(first < place[1] and place[0] < last for first, last in dated):
                shifted = {"start": place[0] + offset, "end": place[1] + offset}
                rows.append({"event_id": event, "article_id": article_id, **figure, **shifted})
    return build_table(rows, FIGURE_COLUMNS)


def _nearest(sentence: str, offset: int, place: tuple[int, int], group: list[dict[str, Any]]) -> str | None:
    costs = [
        (cost(sentence, place, (row["start"] - offset, row["end"] - offset)), row["start"], row["event_id"])
        for row in group
    ]
    far, _, event = min(costs)
    return str(event) if far <= _FARTHEST else None


def read_figures(sentence: str, vocabulary: Vocabulary) -> Iterator[dict[str, object]]:
    """Yield what the sentence counts: start, end, text, number, low, high, bound, unit.

    Example:
        >>> from workbench.timeline.events.vocabulary import read_vocabulary
        >>> found = list(read_figures("At least 21 boats sank.", read_vocabulary("en")))
        >>> [(figure["number"], figure["low"], figure["bound"], figure["unit"]) for figure in found]
        [(21.0, 21.0, 'at least', 'boats')]
    """
    number, between = _patterns(tuple(vocabulary.numbers), tuple(vocabulary.figures["scales"]))
    taken = 0
    for match in number.finditer(sentence):
        if match.start() < taken:
            continue
        pair = _ends(between.match(sentence, match.start()), vocabulary)
        unit, end = _unit(sentence, match, match.end() if pair is None else pair[2], vocabulary)
        if unit is None or _not_counting(sentence, match):
            continue
        taken = end
        if pair is not None:
            bounds: dict[str, object] = {"number": None, "low": pair[0], "high": pair[1], "bound": None}
        else:
            bounds = _bounded(sentence, match, vocabulary)
        start = match.start()
        yield {"start": start, "end": end, "text": sentence[start:end], **bounds, "unit": unit}


@lru_cache(maxsize=4)
def _patterns(numbers: tuple[str, ...], scale_names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of a number and that of two ends of a span."""
    words = "|".join(sorted(numbers, key=len, reverse=True))
    number = rf"(?:\d{{1,3}}(?:[.,]\d{{3}})+(?!\d)|\d+(?:\.\d+)?|\b(?:{words})(?:-(?:{words}))?\b)"
    scale = rf"(?:[ -](?:{'|'.join(scale_names)})s?\b)"
    percent = r"(?P<percent>\s?%| per ?cent\b| por ciento\b)"
    one = rf"(?<![\w.,])(?P<money>[$€£]\s?)?(?P<number>{number})(?P<scale>{scale})?{percent}?"
    low, high = rf"(?P<low>{number})(?P<low_scale>{scale})?", rf"(?P<high>{number})(?P<high_scale>{scale})?"
    span = rf"[$€£]?{low}(?:\s?[–-]\s?|\s(?:and|to|y|a)\s)[$€£]?{high}"
    return re.compile(one, re.IGNORECASE), re.compile(span, re.IGNORECASE)


def _value(written: str, scale: str | None, vocabulary: Vocabulary) -> float:
    """Return the number that digits, words ("twenty-one") and a scale ("million") make."""
    if written[0].isdigit():
        grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", written)
        number = float(re.sub(r"[.,]", "", written) if grouped else written)
    else:
        number = float(sum(vocabulary.numbers.get(part, 0) for part in written.lower().split("-")))
    scales = vocabulary.figures["scales"]
    name = (scale or "").strip(" -").lower()
    return number * float(scales.get(name, scales.get(name.rstrip("s"), 1)))


def _ends(span: re.Match[str] | None, vocabulary: Vocabulary) -> tuple[float, float, int] | None:
    """Return the two ends of "10 to 20" and where it stops; None for what is no span, as twenty-one."""
    if span is None:
        return None
    low = _value(span["low"], span["low_scale"] or span["high_scale"], vocabulary)
    high = _value(span["high"], span["high_scale"], vocabulary)
    return (low, high, span.end()) if low < high else None


def _bounded(sentence: str, match: re.Match[str], vocabulary: Vocabulary) -> dict[str, object]:
    number = _value(match["number"], match["scale"], vocabulary)
    bound = _bound_before(sentence[max(0, match.start() - 24) : match.start()], vocabulary)
    low = None if bound == "at most" else number
    high = None if bound in {"at least", "over"} else number
    return {"number": number, "low": low, "high": high, "bound": bound}


def _bound_before(left: str, vocabulary: Vocabulary) -> str | None:
    for name, bound in _BOUNDS.items():
        if any(re.search(rf"\b{phrase}\s+$", left, re.IGNORECASE) for phrase in vocabulary.figures[name]):
            return bound
    return None


def _unit(sentence: str, match: re.Match[str], end: int, vocabulary: Vocabulary) -> tuple[str | None, int]:
    """Return what is counted and where it ends: the first plural within three words, with "killed" and the like."""
    if match["percent"]:
        return "%", match.end()
    if match["money"]:
        return match["money"].strip(), end
    words = list(re.finditer(r"\s+([^\W\d_][\w’'-]*)|(\S)", sentence[end : end + 60]))
    stop_words = set(vocabulary.figures["not_units"])
    for word in words[:_MOST_UNIT_WORDS]:
        text = word[1]
        if text is None or text.lower() in stop_words:
            break
        if text.lower() in vocabulary.figures["outcomes"]:
            return text.lower(), end + word.end()
        if _ENDINGS.fullmatch(text):
            return _with_outcome(sentence, end + words[0].start(1), end + word.end(), vocabulary)
    return None, end


def _with_outcome(sentence: str, start: int, end: int, vocabulary: Vocabulary) -> tuple[str, int]:
    outcomes = "|".join(vocabulary.figures["outcomes"])
    pattern = rf"\s+(?:(?:was|were|have been|had been|are|have|fueron)\s+)?({outcomes})\b"
    found = re.compile(pattern, re.IGNORECASE).match(sentence, end)
    unit = sentence[start:end].lower()
    return (unit, end) if found is None else (f"{unit} {found[1].lower()}", found.end())


def _not_counting(sentence: str, match: re.Match[str]) -> bool:
    """Return whether the number is part of a word, a rank or a year: "seven-day", "21st", "2024 elections"."""
    after = sentence[match.end() : match.end() + 1]
    year = re.fullmatch(r"(?:1[5-9]|20)\d\d", match["number"]) is not None
    return year or (after != "" and (after.isalnum() or after == "-") and not match["scale"])
