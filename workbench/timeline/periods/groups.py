"""The period of each article as a group, for shares by period."""

from __future__ import annotations

import pandas as pd

from workbench.articles.periods import choose_freq, find_periods, name_periods
from workbench.errors import require_columns


def find_period_groups(articles: pd.DataFrame, *, freq: str | None = None) -> pd.DataFrame:
    """Return the period of each article as `estimate_shares(..., by=)` takes it: for corrected shares by period.

    The periods are those of `count_by_period` with the same `freq`, which takes the shares in place of scores.

    Args:
        articles: a table with `article_id`; `published` and its bounds are used when present.
        freq: "D", "W", "M", "Q" or "Y", or None, as for `count_by_period`.

    Returns:
        article_id, group: "2025-11-03" (a day, or the Monday of a week), "2025-11", "2025Q4" or "2025"; missing for
        the undated. The names sort as the periods do.

    Raises:
        ParameterError: `freq` is unknown.
        DataError: a column is missing, or `published` holds no instants.

    Example:
        >>> published = pd.to_datetime(["2025-11-21", None], utc=True)
        >>> articles = pd.DataFrame({"article_id": ["a", "b"], "published": published})
        >>> find_period_groups(articles, freq="M")["group"].tolist()
        ['2025-11', nan]
    """
    require_columns(articles.columns, ["article_id"], table="articles")
    chosen = choose_freq(articles, freq)
    periods, rows = find_periods(articles, chosen)
    names = name_periods(periods["period"], chosen).take(rows)
    return pd.DataFrame({"article_id": articles["article_id"], "group": names.to_numpy()}).astype({"group": "str"})
