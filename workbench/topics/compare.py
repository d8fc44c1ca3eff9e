"""Who writes about what: the weight of each topic in groups of articles."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import DataError, ParameterError, nearest, require_columns
from workbench.text import typed
from workbench.topics.fit import Topics

NOT_STATED = "not stated"
_COLUMNS = ["group", "topic", "label", "share", "low", "high", "articles"]
_RESAMPLES = 1000
_BOUNDS = (2.5, 97.5)


def compare_topics(topics: Topics, articles: pd.DataFrame, *, by: str = "outlet", seed: int = 0) -> pd.DataFrame:
    """Return the mean weight of each topic in each group of articles, with a 95 % interval.

    Args:
        topics: from `fit_topics`.
        articles: a table with `article_id` and the column `by`, holding every article of `topics`.
        by: the column to group by. Articles where it is missing form the group "not stated".
        seed: makes the resamples behind the interval the same every time.

    Returns:
        group, topic, label, share (0-1; the shares of a group sum to 1), low, high, articles (number with text).
        Groups in alphabetical order, "not stated" last. The interval is the percentile bootstrap over articles (Efron
        1979, 1,000 resamples); it says how far the share depends on which articles are here, not how sure the
        topics themselves are. A group of one article has none (NaN).

    Raises:
        ParameterError: `articles` has no column `by`.
        DataError: an article of `topics` is not in `articles`, or is there twice.

    Example:
        >>> texts = ["oil, tanker", "tanker, port, oil", "talks, envoy, visit", "envoy, visit", "port, oil"]
        >>> articles = pd.DataFrame({"article_id": list("abcde"), "text": texts, "outlet": list("XXXYY")})
        >>> from workbench.topics import fit_topics
        >>> table = compare_topics(fit_topics(articles, n_topics=2, unit="article"), articles)
        >>> table[["group", "label", "share", "articles"]].round(2).values.tolist()[:2]
        [['X', 'oil, port, tanker', 0.67, 3], ['X', 'envoy, visit', 0.33, 3]]
    """
    groups = _group_of(articles, by)
    weights = topics.articles.dropna().pivot(index="article_id", columns="topic", values="weight")
    _check_present(weights.index, groups)
    labels = dict(zip(topics.labels["topic"], topics.labels["label"], strict=True))
    rows = []
    for group, members in weights.groupby(groups.loc[weights.index].to_numpy()):
        low, high = _bootstrap(members.to_numpy(), seed)
        shares = zip(members.columns, members.mean(), low, high, strict=True)
        rows += [(group, topic, labels[topic], share, *bounds, len(members)) for topic, share, *bounds in shares]
    table = typed(rows, _COLUMNS)
    return table.sort_values("group", key=lambda names: names == NOT_STATED, kind="stable", ignore_index=True)


def _group_of(articles: pd.DataFrame, by: str) -> pd.Series[str]:
    require_columns(articles.columns, ["article_id"], table="articles")
    if by not in articles.columns:
        raise ParameterError(
            f"by={by!r} is not a column of the table 'articles'. {nearest(str(by), map(str, articles))}"
        )
    stated = articles[by].notna()
    return articles[by].astype("str").where(stated, NOT_STATED).set_axis(articles["article_id"].astype("str"))


def _check_present(needed: pd.Index, groups: pd.Series[str]) -> None:
    found = groups.index
    for problem, ids in (("not in", needed.difference(found)), ("twice in", found[found.duplicated()])):
        if len(ids):
            raise DataError(
                f"Article {ids[0]!r} is {problem} the table 'articles' ({len(ids)} such articles). "
                "Pass the table that the topics were fitted on, one row an article."
            )


def _bootstrap(weights: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Return (low, high) of the mean of each column over random articles, drawn with replacement."""
    n, n_topics = weights.shape
    if n < 2:
        return np.full((2, n_topics), np.nan)
    random = np.random.default_rng(seed)
    means = np.array([weights[random.integers(n, size=n)].mean(axis=0) for _ in range(_RESAMPLES)])
    bounds: NDArray[np.float64] = np.percentile(means, _BOUNDS, axis=0)
    return bounds
