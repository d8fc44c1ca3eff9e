"""Words that set groups of articles apart: log-odds with an informative prior."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import ParameterError, nearest, require_columns
from workbench.terms import count_terms, stop_words_of
from workbench.text import count_words, typed

_COLUMNS = ["word", "group", "count", "rate", "log_odds", "z"]
Floats = npt.NDArray[np.float64]


def compare_words(
    articles: pd.DataFrame, *, by: str = "outlet", between: Sequence[str] | None = None, min_count: int = 3
) -> pd.DataFrame:
    """Return how much more each group uses each word than the other groups do.

    Log-odds ratio with an informative Dirichlet prior (Monroe, B. L., Colaresi, M. P. & Quinn, K. M. 2008, "Fightin'
    words", Political Analysis 16). The prior has the proportions of all articles compared and the weight of one
    article of average length, so that a group must speak at more than an article's length to be heard.

    Args:
        articles: a table with `article_id`, `text` and the column `by`; `language` chooses the stop words. Articles
            whose group is missing take no part.
        by: the column that makes the groups.
        between: two groups to compare with each other; None compares each group with all the others together.
        min_count: words that stand less often in all groups together are left out of the table.

    Returns:
        word, group, count (in the group), rate (per 1,000 words of the group, stop words among them), log_odds
        (natural logarithm), z (log-odds in its standard errors; above 1.96 is more than chance for one word looked at
        alone); by group, then z from the highest, then word. Empty where fewer than two groups have articles. NaN
        where the groups use one single word.

    Raises:
        ParameterError: `by` is not a column, `between` is not two groups of it, or `min_count` is below 1.

    Example:
        >>> articles = pd.DataFrame({"article_id": list("ab"), "outlet": ["Post", "Herald"],
        ...                          "text": ["Oil, oil, oil and talks.", "Talks, talks, talks and oil."]})
        >>> compare_words(articles)[["word", "group", "count", "z"]].head(2).round(1).to_numpy().tolist()
        [['talks', 'Herald', 3, 1.4], ['oil', 'Herald', 1, -1.4]]
    """
    require_columns(articles.columns, ["article_id", "text"], table="articles")
    if by not in articles.columns:
        raise ParameterError(f"by={by!r} is not a column of the articles. {nearest(by, map(str, articles.columns))}")
    if min_count < 1:
        raise ParameterError(f"min_count={min_count!r} would list words that nobody used. Allowed: 1 or more.")
    names = articles[by].astype("str")
    groups = _chosen_groups(sorted(names.dropna().unique()), between)
    compared = articles[names.isin(groups)]
    if len(groups) < 2:
        return _table([])
    return _table(_contrast(compared, names[names.isin(groups)], groups, min_count))


def _chosen_groups(groups: list[str], between: Sequence[str] | None) -> list[str]:
    if between is None:
        return groups
    for group in between:
        if group not in groups:
            raise ParameterError(f"between={between!r}: there is no group {group!r}. {nearest(group, groups)}")
    if len(set(between)) != 2:
        raise ParameterError(f"between={between!r} must name two different groups. {nearest('', groups)}")
    return sorted(between)


def _contrast(articles: pd.DataFrame, names: pd.Series[str], groups: list[str], min_count: int) -> list[pd.DataFrame]:
    texts = articles["text"].fillna("").tolist()
    terms = count_terms(texts, stop_words=stop_words_of(articles))
    words = np.array([count_words(text) for text in texts])
    total = np.asarray(terms.counts.sum(axis=0), dtype=np.float64).ravel()
    prior = total / len(texts)  # proportions of the corpus, weight of one average article
    tables = []
    for group in groups:
        inside = (names == group).to_numpy()
        count = np.asarray(terms.counts[inside].sum(axis=0), dtype=np.float64).ravel()
        log_odds, z = _log_odds(count, total - count, prior)
        spoken = words[inside].sum()
        rate = 1000 * count / spoken if spoken else np.full_like(count, np.nan)
        columns = (terms.terms, group, count.astype(np.int64), rate, log_odds, z)
        tables.append(pd.DataFrame(dict(zip(_COLUMNS, columns, strict=True)))[total >= min_count])
    return tables


def _log_odds(here: Floats, there: Floats, prior: Floats) -> tuple[Floats, Floats]:
    y_here, y_there = here + prior, there + prior
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = np.log(y_here / (y_here.sum() - y_here)) - np.log(y_there / (y_there.sum() - y_there))
    delta = np.where(np.isfinite(delta), delta, np.nan)
    return delta, delta / np.sqrt(1 / y_here + 1 / y_there)


def _table(tables: list[pd.DataFrame]) -> pd.DataFrame:
    empty = typed([], _COLUMNS).astype({"count": np.int64, **dict.fromkeys(_COLUMNS[3:], np.float64)})
    if not tables:
        return empty
    table = pd.concat(tables).astype(empty.dtypes.to_dict())
    return table.sort_values(["group", "z", "word"], ascending=[True, False, True], ignore_index=True)
