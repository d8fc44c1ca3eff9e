"""Which date belongs to which mention: the nearest in the same clause, unless a verb of saying is nearer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from workbench.errors import DataError
from workbench.timeline.events.vocabulary import Vocabulary

Span = tuple[int, int]

_REACH = 300  # characters
FARTHEST = 18  # words, counted as `cost` counts them
_BREAK = re.compile(r"[;:—–()]|,(?=\s)")
_NO_DAY = r"_REF$|^XXXX-XX|^PX"  # the present, a night of no known day, a length nobody states
_ASIDE = re.compile(r",\s(?:however|reportedly|though|too|moreover|meanwhile|sin embargo)\s?,", re.IGNORECASE)
_OBJECT = re.compile(r"\s+(?:of|over|about|de|sobre)\s[^,;:()—–]*$", re.IGNORECASE)
_ANOTHER = re.compile(r"\s(?:an?|una?)\s+(?:[\w-]+\s+){1,3}(?:that|which|who|que)\s+(?:\w+\s+){1,2}$", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|y|e)\s")
_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|after|before|while|although|but|because|when|as|following|prompting|que|cuando|mientras|"
    r"después|antes|tras|pero|porque)\b",
    re.IGNORECASE,
)


def check_dates(dates: pd.DataFrame, articles: pd.DataFrame) -> None:
    """Raise `DataError` where a date is of an article that is not among the articles."""
    lost = sorted(set(dates["article_id"]) - set(articles["article_id"]))
    if lost:
        raise DataError(
            f"The dates are of the article {lost[0]!r}, which is not among the articles. Pass the articles that "
            "find_dates() was given."
        )


@dataclass(frozen=True)
class Date:
    """One date expression of the text, as `find_dates` reads it."""

    start: int
    end: int
    text: str
    type: str
    value: str | None = None
    mod: str | None = None
    signal: str | None = None
    earliest: pd.Timestamp | None = None
    latest: pd.Timestamp | None = None
    granularity: str | None = None
    basis: str | None = None


def read_dates(dates: pd.DataFrame) -> dict[str, list[Date]]:
    """Return the dates and durations of each article in order of place; the vague ones are left out.

    Example:
        >>> read_dates(pd.DataFrame(columns=["article_id", "start", "end", "text", "type", "value", "mod", "signal",
        ...     "earliest", "latest", "granularity", "basis", "vague"]))
        {}
    """
    columns = ["start", "end", "text", "type", "value", "mod", "signal", "earliest", "latest", "granularity", "basis"]
    kept = dates[dates["value"].notna() & ~dates["vague"].fillna(value=False).astype(bool)]
    kept = kept[kept["type"].isin(["DATE", "TIME", "DURATION"]) & ~kept["value"].astype("str").str.contains(_NO_DAY)]
    kept = kept.sort_values(["article_id", "start", "end"], kind="stable")
    found: dict[str, list[Date]] = {}
    for article_id, *cells in zip(kept["article_id"], *(kept[column] for column in columns), strict=True):
        values: list[Any] = [None if pd.isna(cell) else cell for cell in cells]
        date = Date(int(values[0]), int(values[1]), *values[2:])
        found.setdefault(str(article_id), []).append(date)
    return {article_id: _join_ranges(items) for article_id, items in found.items()}


def _join_ranges(items: list[Date]) -> list[Date]:
    """Return the dates with the two ends of a range made one: from the first day of one to the last of the other."""
    joined: list[Date] = []
    for date in items:
        last = joined[-1] if joined else None
        if last and last.signal in {"from", "between"} and date.signal in {"to", "until", None} and _adjoin(last, date):
            joined[-1] = replace(
                last,
                end=date.end,
                text=f"{last.text} – {date.text}",
                value=f"{last.value}/{date.value}",
                mod=None,
                latest=date.latest,
                signal=None,
            )
        else:
            joined.append(date)
    return joined


def _adjoin(one: Date, other: Date) -> bool:
    both_dates = one.type != "DURATION" and other.type != "DURATION"
    return both_dates and 0 <= other.start - one.end <= 9 and "/" not in str(one.value)


def cost(sentence: str, one: Span, other: Span) -> int:
    """Return how far two places of a sentence are apart: words, and more for each clause between them.

    Example:
        >>> cost("Ana resigned, officials said on Monday", (4, 12), (32, 38))
        8
    """
    (_, end), (start, _) = sorted([one, other])
    if start - end > _REACH:
        return _REACH  # nothing so far away is compared; a sentence without an end costs no more than others
    between = _ASIDE.sub(" ", sentence[end:start])
    clauses = len(_BREAK.findall(between)) + len(_SUBORDINATE.findall(between))
    return len(between.replace(",", " ").split()) + 5 * clauses + 3 * len(_AND.findall(between))


def _embedded(sentence: str, triggers: Sequence[Span], number: int) -> bool:
    """Return whether the trigger is part of another: in "an offer of talks came on Monday" the offer came."""
    if not number:
        return False
    between = sentence[triggers[number - 1][1] : triggers[number][0]]
    return bool(_OBJECT.match(between)) and len(between.split()) <= 6


def _is_reacted_to(sentence: str, span: Span, vocabulary: Vocabulary) -> bool:
    """Return whether somebody only speaks of it: "condemned the bombing on Monday" dates the condemning."""
    before = re.search(r"(?:\S+\s+){0,4}$", sentence[max(0, span[0] - 60) : span[0]])
    return before is not None and bool(vocabulary.cues["reacting"].search(before.group()))


def _may_date(sentence: str, date: Span, trigger: Span) -> bool:
    """Return whether a date can be the trigger's.

    "On Friday Okoye asked Ruiz to resign" dates the asking, "died in a campaign that began in May" the campaign.
    """
    infinitive = re.search(r"\bto\s+(?:\w+ly\s+)?$", sentence[max(0, trigger[0] - 20) : trigger[0]])
    if date[0] < trigger[0]:
        return infinitive is None
    return not _ANOTHER.search(sentence[trigger[1] : date[0]])


def attach_dates(
    sentence: str, offset: int, triggers: Sequence[Span], dates: Sequence[Date], vocabulary: Vocabulary
) -> dict[int, Date]:
    """Return the date of each trigger that has one, by the trigger's number; a date belongs to one trigger.

    Args:
        sentence: the sentence.
        offset: where it begins in the text.
        triggers: places of the triggers in the sentence.
        dates: the dates that stand in the sentence, with places in the text.
        vocabulary: the words of the language.

    Example:
        >>> from workbench.timeline.events.vocabulary import read_vocabulary
        >>> date = Date(22, 31, "on Monday", "DATE", "2025-11-24")
        >>> attach_dates("The vote was held, on Monday", 0, [(4, 8)], [date], read_vocabulary("en"))[0].value
        '2025-11-24'
    """
    if not triggers:
        return {}
    reacted = [_is_reacted_to(sentence, span, vocabulary) for span in triggers]
    saying = [match.span() for match in vocabulary.cues["saying"].finditer(sentence)] if dates else []
    best: dict[int, tuple[int, int, Date]] = {}
    for date in dates:
        place = (date.start - offset, date.end - offset)
        costs = [
            (cost(sentence, place, span), -span[0], number)
            for number, span in enumerate(triggers)
            if _may_date(sentence, place, span)
            and (place[0] < span[0] or not (reacted[number] or _embedded(sentence, triggers, number)))
        ]
        if not costs:
            continue
        nearest, _, number = min(costs)
        if nearest > FARTHEST or any(cost(sentence, place, span) < nearest for span in saying):
            continue
        candidate = (nearest, date.start, date)
        if number not in best or candidate[:2] < best[number][:2]:
            best[number] = candidate
    return {number: date for number, (_, _, date) in sorted(best.items())}
