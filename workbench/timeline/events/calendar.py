"""The dates most spoken of: by articles, then by sentences."""

from __future__ import annotations

from bisect import bisect_right

import pandas as pd

from workbench.errors import require_columns
from workbench.text import iterate_texts, require_table, split_sentences
from workbench.timeline.events.attach import check_dates

_NEEDED = ["article_id", "start", "type", "value", "earliest", "latest", "granularity", "vague"]
_KEYS = ["value", "earliest", "latest"]
_COUNTS = ["articles", "sentences", "mentions"]
_COLUMNS = ["value", "earliest", "latest", "granularity", *_COUNTS, "rank"]
_TIME = r"(?:^|(?<=[\dX]))T.*"  # 2025-11-21TEV and 2025-11-21T15:00 are of 2025-11-21


def count_dates(dates: pd.DataFrame, articles: pd.DataFrame, *, vague: bool = False) -> pd.DataFrame:
    """Return the dates the articles speak of, those in most articles first, then those in most sentences.

    A date is counted as it is written: a day inside a month is not counted for the month, and "21 November" without a
    year (`XXXX-11-21`) not for 2025-11-21. Times of day count for their day; "early", "mid" and "late" are dates of
    their own, with their own interval. Durations, repetitions and events ("after the blackout") are no dates.

    Args:
        dates: from `find_dates`.
        articles: the articles the dates were found in.
        vague: count "recently", "now", "the coming months" as well; they have no interval.

    Returns:
        value (TIMEX3), earliest, latest (first and last day it can mean; NaT without a year), granularity, articles,
        sentences, mentions (how many name it), rank (1 = most articles, then sentences; equals share a rank). Two rows
        of one value have other intervals: "2023" and "late 2023", or the readings of 03/04/2025.

    Raises:
        DataError: a column is missing, or the dates are of other articles or texts.

    Example:
        >>> from workbench.timeline import find_dates
        >>> texts = ["It began in May 2025.", "In May 2025. And on 2 May 2025."]
        >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": texts})
        >>> count_dates(find_dates(articles), articles)[["value", "articles", "rank"]].values.tolist()
        [['2025-05', 2, 1], ['2025-05-02', 1, 2]]
    """
    require_table(articles)
    require_columns(dates.columns, _NEEDED, table="dates")
    require_columns(articles.columns, ["article_id", "text"], table="articles")
    counted = dates[dates["type"].isin(["DATE", "TIME"]) & dates["value"].notna() & (vague | ~dates["vague"])]
    whole = counted.assign(
        value=counted["value"].str.replace(_TIME, "", regex=True),
        granularity=counted["granularity"].where(counted["type"].eq("DATE"), "day"),
        sentence=_sentence_starts(counted, articles),
    )
    whole = whole[whole["value"].ne("")]  # T15:00: a time of no day
    mentions = whole.groupby(_KEYS, dropna=False, sort=False)
    sentences = whole.drop_duplicates([*_KEYS, "article_id", "sentence"]).groupby(_KEYS, dropna=False, sort=False)
    counts = mentions.agg(granularity=("granularity", "first"), articles=("article_id", "nunique"))
    return _ranked(counts.assign(sentences=sentences.size(), mentions=mentions.size()).reset_index())


def _sentence_starts(dates: pd.DataFrame, articles: pd.DataFrame) -> list[int]:
    """Return where the sentence of each date begins."""
    check_dates(dates, articles)
    wanted = set(dates["article_id"])
    texts = articles[articles["article_id"].isin(wanted)]
    begins = {identity: [start for start, _ in split_sentences(text)] for identity, text, _ in iterate_texts(texts)}
    texts_of = (begins[identity] for identity in dates["article_id"])
    return [
        starts[bisect_right(starts, start) - 1] if starts else 0
        for starts, start in zip(texts_of, dates["start"], strict=True)
    ]


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    order = table.sort_values(
        ["articles", "sentences", "earliest", "latest", "value"],
        ascending=[False, False, True, True, True],
        ignore_index=True,
    )
    places = pd.Series(range(1, len(order) + 1), index=order.index, dtype="Int64")
    order["rank"] = places.groupby([order["articles"], order["sentences"]]).transform("min")
    return order[_COLUMNS].astype(dict.fromkeys([*_COUNTS, "rank"], "Int64") | {"value": "str", "granularity": "str"})
