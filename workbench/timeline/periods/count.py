"""Articles and frames by calendar period: zeros are rows, undated articles are counted beside."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.articles.periods import Slots, find_periods
from workbench.errors import DataError, ParameterError, require_columns
from workbench.statistics import wilson_interval
from workbench.text import NOT_STATED

Mask = npt.NDArray[np.bool_]

_COLUMNS = ["period", "series", "articles", "value", "low", "high", "complete"]


def count_by_period(
    articles: pd.DataFrame, scores: pd.DataFrame | None = None, *, freq: str | None = None, by: str | None = None
) -> pd.DataFrame:
    """Return one row per calendar period and series, and one more per series for the undated articles.

    Every period from the first to the last article is a row, also with 0 articles. Articles without `published`
    (all of them, where the column is missing) are the row with `period` NaT, present even when there are none.

    Args:
        articles: a table with `article_id`; `published` is used when present.
        scores: a table of `score_frames`; one series a frame. An article has a frame when any of its units has
            it; an article without a row in `scores` has none. Rows about other articles are left aside.
        freq: "D", "W" (weeks begin on Monday), "M", "Q" or "Y"; periods are UTC. When not given: weeks up to half a
            year between the first and the last article, then months, then years from ten years on.
        by: a column of `articles`; one series a value, missing is "not stated". Not together with `scores`.

    Returns:
        period (start, UTC), series, articles (number in the period), value, low, high, complete. Without
        scores `value` is the number of articles, without bounds; with scores it is the share (0-1) of articles
        that have the frame, with its 95 % Wilson interval (Wilson 1927), NaN where there are no articles.
        `complete` is False for a first or last period the corpus begins or ends inside, missing for the undated.

    Raises:
        ParameterError: `freq` is unknown, or `by` and `scores` come together.
        DataError: a column is missing, `published` holds no instants, or no score is about these articles.

    Example:
        >>> published = pd.to_datetime(["2025-11-21", "2025-12-03", None], utc=True)
        >>> count_by_period(pd.DataFrame({"article_id": ["a", "b", "c"], "published": published}), freq="M")["articles"]
        0    1
        1    1
        2    1
        Name: articles, dtype: Int64
    """
    edges, slots = find_periods(articles, freq)
    if by is not None and scores is not None:
        raise ParameterError("by= and scores cannot be combined. Select one group of articles first, then pass scores.")
    require_columns(articles.columns, ["article_id"] if by is None else ["article_id", by], table="articles")
    if scores is None:
        rows = [_count_rows(edges, name, slots[members]) for name, members in _groups(articles, by).items()]
    else:
        rows = [_share_rows(edges, name, slots, present) for name, present in _presence(articles, scores).items()]
        assert all(row["articles"].sum() == len(articles) for row in rows), "an article left a series"
    table = _typed(pd.concat([pd.DataFrame(columns=_COLUMNS), *rows]))
    assert scores is not None or table["articles"].sum() == len(articles), "an article left the timeline"
    return table


def _groups(articles: pd.DataFrame, by: str | None) -> dict[str, Mask]:
    """Return, value by value of the column, which articles have it."""
    if by is None:
        return {"all": np.ones(len(articles), dtype=np.bool_)} if len(articles) else {}
    names = articles[by].astype("str").fillna(NOT_STATED).to_numpy()
    return {str(name): names == name for name in sorted(set(names))}


def _presence(articles: pd.DataFrame, scores: pd.DataFrame) -> dict[str, Mask]:
    """Return, frame by frame, which articles have it in any unit."""
    require_columns(scores.columns, ["article_id", "frame", "present"], table="scores")
    if len(scores) and len(articles) and not scores["article_id"].isin(articles["article_id"]).any():
        raise DataError(
            "No row of the table 'scores' is about these articles: no article_id is in both. "
            "Score the same articles with score_frames first."
        )
    holders = scores["article_id"].where(scores["present"].astype("boolean").fillna(value=False))
    return {
        str(frame): articles["article_id"].isin(ids.dropna()).to_numpy()
        for frame, ids in holders.groupby(scores["frame"])
    }


def _count_rows(edges: pd.DataFrame, series: str, slots: Slots) -> pd.DataFrame:
    counts = np.bincount(slots, minlength=len(edges))
    return edges.assign(series=series, articles=counts, value=counts, low=np.nan, high=np.nan)


def _share_rows(edges: pd.DataFrame, series: str, slots: Slots, present: Mask) -> pd.DataFrame:
    counts = np.bincount(slots, minlength=len(edges))
    having = np.bincount(slots[present], minlength=len(edges))
    share = np.divide(having, counts, out=np.full(len(counts), np.nan), where=counts > 0)
    low, high = wilson_interval(having, counts)
    return edges.assign(series=series, articles=counts, value=share, low=low, high=high)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    numbers = dict.fromkeys(["value", "low", "high"], "float64")
    table = table.astype({"series": "str", "articles": "Int64", "complete": "boolean", **numbers})
    table["period"] = pd.to_datetime(table["period"], utc=True).dt.as_unit("us")
    return table[_COLUMNS].reset_index(drop=True)
