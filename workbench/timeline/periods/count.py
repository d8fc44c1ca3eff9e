"""Articles and frames by calendar period: zeros are rows, undated articles are counted beside."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from workbench.articles import find_duplicates
from workbench.articles.periods import choose_freq, find_periods, find_reach
from workbench.errors import DataError, ParameterError, nearest, require_columns
from workbench.statistics import wilson_interval
from workbench.text import NOT_STATED, require_table
from workbench.timeline.periods.corrected import corrected_rows, freq_of, is_shares
from workbench.timeline.periods.envelope import Mask, Places, bound_counts, bound_shares

COPIES = ("count", "once")
COLUMNS = [
    "period", "series", "articles", "value", "low", "high", "complete", "lowest", "highest", "unsure", "validated",
]  # fmt: skip


def count_by_period(
    articles: pd.DataFrame,
    scores: pd.DataFrame | None = None,
    *,
    freq: str | None = None,
    by: str | None = None,
    copies: str = "count",
) -> pd.DataFrame:
    """Return one row per calendar period and series, and one more per series for the undated articles.

    Every period from the first to the last article is a row, also with 0 articles. Articles of which no one period is
    known are the row with `period` NaT, present even when there are none.

    Args:
        articles: a table with `article_id`; `published`, `published_earliest` and `published_latest` are used when
            present. An article without a day whose bounds lie in one period is counted there.
        scores: a table of `score_frames`; one series a frame. An article has a frame when any of its units has
            it; an article without a row in `scores` has none. Rows about other articles are left aside.
            Or a table of `estimate_shares(..., by=find_period_groups(articles))`: shares corrected by hand codes.
        freq: "D", "W" (weeks begin on Monday), "M", "Q" or "Y"; periods are UTC. When not given: those of the shares,
            else weeks up to half a year between the first and the last article, then months, years from ten years on.
        by: a column of `articles`; one series a value, missing is "not stated". Not together with `scores`.
        copies: "count": every article counts. "once": copies of one text (`find_duplicates`) count once in each series,
            on the day of the earliest. Needs `text`.

    Returns:
        period (start, UTC), series, articles (number in the period), value, low, high, complete, lowest, highest,
        unsure, validated. `value` is the number of articles, or with scores the share (0-1) of those that have the
        frame with its 95 % interval (Wilson 1927, or that of the estimate), NaN where there are none. `complete` is
        False for a first or last period the corpus begins or ends inside, missing for the undated. `lowest` and
        `highest`: the least and the most `value` could be, wherever articles without a sure period belong; `unsure`:
        how many `articles` may belong elsewhere. `validated` tells corrected shares from raw; missing for counts.

    Raises:
        ParameterError: `freq` or `copies` is unknown, or options come together that cannot.
        DataError: a column is missing, `published` holds no instants, no score is about these articles, or the
            shares are of other periods.

    Example:
        >>> published = pd.to_datetime(["2025-11-21", "2025-12-03", None], utc=True)
        >>> series = count_by_period(pd.DataFrame({"article_id": ["a", "b", "c"], "published": published}), freq="M")
        >>> series[["articles", "lowest", "highest"]].values.tolist()
        [[1, 1.0, 2.0], [1, 1.0, 2.0], [1, nan, nan]]
    """
    require_table(articles)
    _check_options(scores, by, copies)
    require_columns(articles.columns, ["article_id"] if by is None else ["article_id", by], table="articles")
    shares = scores is not None and is_shares(scores)
    chosen = choose_freq(articles, freq or (freq_of(scores) if scores is not None and shares else None))
    places = Places(*find_periods(articles, chosen), find_reach(articles, chosen))
    if scores is not None and shares:
        return _typed(corrected_rows(scores, places, chosen))
    groups = _counted_once(articles, by) if copies == "once" else _groups(articles, by)
    if scores is None:
        table = _typed(_count_rows(places, name, members) for name, members in groups.items())
        assert table["articles"].sum() == sum(members.sum() for members in groups.values()), "an article left"
        return table
    members = groups.get("all", np.ones(0, dtype=np.bool_))
    rows = [_share_rows(places, name, members, present) for name, present in _presence(articles, scores).items()]
    assert all(row["articles"].sum() == members.sum() for row in rows), "an article left a series"
    return _typed(rows)


def _counted_once(articles: pd.DataFrame, by: str | None) -> dict[str, Mask]:
    """Return the groups with one article a story."""
    stories, order = _stories(articles)
    return {name: _first_of_each(members, stories, order) for name, members in _groups(articles, by).items()}


def _check_options(scores: pd.DataFrame | None, by: str | None, copies: str) -> None:
    if by is not None and scores is not None:
        raise ParameterError("by= and scores cannot be combined. Select one group of articles first, then pass scores.")
    if copies not in COPIES:
        raise ParameterError(f"copies={copies!r} is unknown. {nearest(str(copies), COPIES)}")
    if copies == "once" and scores is not None and is_shares(scores):
        raise ParameterError(
            "copies='once' cannot be applied to shares that are estimated already. Estimate them from "
            "select_articles(articles, duplicates='first')."
        )


def _groups(articles: pd.DataFrame, by: str | None) -> dict[str, Mask]:
    """Return, value by value of the column, which articles have it."""
    if by is None:
        return {"all": np.ones(len(articles), dtype=np.bool_)} if len(articles) else {}
    names = articles[by].astype("str").fillna(NOT_STATED).to_numpy()
    return {str(name): names == name for name in sorted(set(names))}


def _stories(articles: pd.DataFrame) -> tuple[pd.Series[int], pd.Series[int]]:
    """Return the number of the text of each article, which copies share, and its place: the earliest, longest first."""
    found = find_duplicates(articles)
    members = pd.concat([found.set_index("article_id")["group"], found.set_index("duplicate_of")["group"]])
    ids = articles["article_id"].reset_index(drop=True)
    group = ids.map(members[~members.index.duplicated()]).astype("Int64")
    keys = pd.DataFrame({"published": articles.get("published", pd.NaT), "size": -articles["text"].str.len()})
    keys = keys.reset_index(drop=True).assign(article_id=ids)
    order = keys.sort_values(["published", "size", "article_id"], na_position="last").index
    return group.fillna(-1 - ids.index.to_series()).astype("int64"), pd.Series(np.argsort(order))


def _first_of_each(members: Mask, stories: pd.Series[int], order: pd.Series[int]) -> Mask:
    own = stories[members].iloc[np.argsort(order[members].to_numpy())]
    kept = np.zeros(len(members), dtype=np.bool_)
    kept[own.index[~own.duplicated()]] = True
    return kept


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


def _count_rows(places: Places, series: str, members: Mask) -> pd.DataFrame:
    counts, (lowest, highest) = places.count(members), bound_counts(places, members)
    return places.periods.assign(
        series=series, articles=counts, value=counts, low=np.nan, high=np.nan,
        lowest=lowest, highest=highest, unsure=places.unsure(members), validated=None,
    )  # fmt: skip


def _share_rows(places: Places, series: str, members: Mask, present: Mask) -> pd.DataFrame:
    counts, having = places.count(members), places.count(members & present)
    share = np.divide(having, counts, out=np.full(len(counts), np.nan), where=counts > 0)
    low, high = wilson_interval(having, counts)
    lowest, highest = bound_shares(places, members, present)
    return places.periods.assign(
        series=series, articles=counts, value=share, low=low, high=high,
        lowest=lowest, highest=highest, unsure=places.unsure(members), validated=False,
    )  # fmt: skip


def _typed(rows: Iterable[pd.DataFrame]) -> pd.DataFrame:
    table = pd.concat([pd.DataFrame(columns=COLUMNS), *rows])
    numbers = dict.fromkeys(["value", "low", "high", "lowest", "highest"], "float64")
    others = {"articles": "Int64", "unsure": "Int64", "complete": "boolean", "validated": "boolean"}
    table = table.astype({"series": "str", **others, **numbers})
    table["period"] = pd.to_datetime(table["period"], utc=True).dt.as_unit("us")
    return table[COLUMNS].reset_index(drop=True)
