"""Find the times that texts tell, and what they mean. A year that is not stated is never made up unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from workbench.errors import ParameterError, nearest, require_columns
from workbench.progress import track
from workbench.text import iterate_texts, require_table, typed
from workbench.timeline.expressions.clock import NONE, Clock
from workbench.timeline.expressions.english import ENGLISH
from workbench.timeline.expressions.grammar import Grammar
from workbench.timeline.expressions.moments import day_moment
from workbench.timeline.expressions.ranges import Found
from workbench.timeline.expressions.read import clauses_of, read_text
from workbench.timeline.expressions.spanish import SPANISH
from workbench.timeline.expressions.values import interval_of

GRAMMARS = {"en": ENGLISH, "es": SPANISH}
REFERENCES = ("auto", "published", "narrative", "none")

_COLUMNS = ["article_id", "block", "start", "end", "text", "type", "value", "mod", "signal"]
_COLUMNS += ["earliest", "latest", "granularity", "basis", "vague", "rule"]


def find_dates(articles: pd.DataFrame, *, reference: str = "auto") -> pd.DataFrame:
    """Return one row per expression of time in the texts: dates, times, durations, sets, clauses tied to events.

    Values are TIMEX3 (Pustejovsky et al. 2003, TimeML). What an expression leans on is chosen by `reference` and told
    by `basis`: no year is made up. The ends of a range are rows of their own, with signals "from" and "to"; they share
    what is written once ("2 to 5 September 2025"). 03/04/2025 is not decided: its value is `2025-XX-XX` and its
    interval covers both readings. A day that does not exist (31 November) counts as its month, with a rule that ends
    in "_impossible".

    Args:
        articles: a table with `article_id` and `text`; `published` and `language` are used when present. Where
            `language` begins with "es" Spanish is read, else English.
        reference: what "yesterday" and a date without a year lean on. "published": the date of publication, where the
            article has one. "narrative": the last date told before in the text, for histories without a date. "none":
            nothing; 21 November stays `XXXX-11-21`. "auto": "published" for dated articles, "none" for others.

    Returns:
        article_id, block, start, end (offsets into `articles.text`), text, type (DATE, TIME, DURATION, SET, or
        EVENT_REF: a clause such as "as she was leaving office", without value), value, mod (START, MID, END, APPROX,
        EQUAL_OR_LESS, EQUAL_OR_MORE or missing), signal (in English: since, until, by, within, before, after, during,
        from, to, in, on, between; or missing), earliest and latest (first and last day, both counted, as midnight UTC;
        NaT where no calendar day is known), granularity (time, day, week, weekend, month, season, quarter, half, year,
        decade, century, millennium; missing for durations), basis (explicit: the text states it whole; published or
        carried: worked out from the date of publication or an earlier date in the text; none), vague (True for "now",
        "recently", "the coming months"), rule.

    Raises:
        DataError: `article_id` or `text` is missing.
        ParameterError: `reference` is none of the four.

    Example:
        >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["Strikes since September 2nd; talks in late 2023."]})
        >>> find_dates(articles)[["text", "value", "mod", "signal", "basis"]].values.tolist()
        [['September 2nd', 'XXXX-09-02', nan, 'since', 'none'], ['late 2023', '2023', 'END', 'in', 'explicit']]
    """
    require_table(articles)
    require_columns(articles.columns, ["article_id", "text"], table="articles")
    if reference not in REFERENCES:
        raise ParameterError(
            f"reference={reference!r} is not a way to read dates. {nearest(str(reference), REFERENCES)}"
        )
    rows: list[tuple[object, ...]] = []
    contexts = zip(iterate_texts(articles), _grammars(articles), _clocks(articles, reference), strict=True)
    for (article_id, text, block_at), grammar, clock in track(contexts, "Finding dates", len(articles)):
        found = [_row(article_id, text, block_at, one) for one in read_text(text, grammar, clock)]
        found += [_clause_row(article_id, text, block_at, *span) for span in clauses_of(text, grammar)]
        rows += sorted(found, key=lambda row: (row[2], row[3]))
    table = typed(rows, _COLUMNS, integers=["block", "start", "end"])
    instants = {column: pd.to_datetime(table[column], utc=True).dt.as_unit("us") for column in ("earliest", "latest")}
    texts = dict.fromkeys(["value", "mod", "signal", "granularity"], "str")
    return table.assign(**instants).astype(texts | {"vague": "bool"})


def _grammars(articles: pd.DataFrame) -> Iterator[Grammar]:
    languages = articles["language"] if "language" in articles.columns else [None] * len(articles)
    return (GRAMMARS.get(str(language)[:2].lower(), ENGLISH) for language in languages)


def _clocks(articles: pd.DataFrame, reference: str) -> Iterator[Clock]:
    """Yield what the times of each article lean on."""
    missing = pd.Series(pd.NaT, index=articles.index)
    published = pd.to_datetime(articles.get("published", missing), utc=True, errors="coerce")
    for instant in published:
        dated = reference in ("auto", "published") and not pd.isna(instant)
        yield Clock(day_moment(instant.date()) if dated else None, narrative=reference == "narrative")


def _row(article_id: str, text: str, block_at: Callable[[int], int | None], found: Found) -> tuple[object, ...]:
    sense = found.sense
    place = (article_id, block_at(found.start), found.start, found.end, text[found.start : found.end])
    earliest = latest = granularity = None
    if sense.moment is not None:
        readings = [interval_of(moment, sense.mod) for moment in sense.readings or (sense.moment,)]
        earliest, latest, granularity = readings[0].earliest, readings[-1].latest, readings[0].granularity
    meaning = (earliest, latest, granularity, sense.basis, sense.vague, found.rule)
    return (*place, sense.type, sense.timex, sense.mod, found.signal, *meaning)


def _clause_row(
    article_id: str, text: str, block_at: Callable[[int], int | None], start: int, end: int
) -> tuple[object, ...]:
    place = (article_id, block_at(start), start, end, text[start:end])
    return (*place, "EVENT_REF", None, None, None, None, None, None, NONE, False, "clause")
