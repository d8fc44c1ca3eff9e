"""Words and two-word terms that set groups of articles apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.errors import ParameterError, nearest, require_columns
from workbench.framing.words import keyness
from workbench.framing.words.keyness import Floats
from workbench.terms import count_terms, stop_words_of
from workbench.text import MOST_GROUPS, count_words, typed

METHODS = ("log_odds", "chi_square", "log_likelihood")
TERMS = {"words": (1,), "pairs": (2,), "both": (1, 2)}
_COLUMNS = ["word", "group", "count", "rate", "log_odds", "z"]
_TEST_COLUMNS = ["count_others", "expected", "statistic", "p", "p_adjusted"]


def compare_words(
    articles: pd.DataFrame,
    *,
    by: str = "outlet",
    between: Sequence[object] | None = None,
    min_count: int = 3,
    method: str = "log_odds",
    terms: str = "words",
) -> pd.DataFrame:
    """Return how much more each group uses each word than the other groups do.

    "log_odds" is the log-odds ratio with an informative Dirichlet prior (Monroe, B. L., Colaresi, M. P. & Quinn, K. M.
    2008, "Fightin' words", Political Analysis 16). The prior has the proportions of all articles compared and the
    weight of one article of average length, so that a group must speak at more than an article's length to be heard.
    "chi_square" is Pearson's test of the two-by-two table, without continuity correction (Pearson 1900);
    "log_likelihood" is the keyness of Rayson & Garside (2000), after Dunning (1993). Both count against all words of
    a side and take a negative sign where the group uses the word less. Docs: `docs/methods/contrast.md`.

    Args:
        articles: a table with `article_id`, `text` and the column `by`; `language` chooses the stop words. Articles
            whose group is missing take no part. `weight` is not used: the tests count words as they were printed.
        by: the column that makes the groups, at most 40 unless `between` names two.
        between: two groups to compare with each other; None compares each group with all the others together.
        min_count: words that stand less often in all groups together are left out of the table.
        method: "log_odds", "chi_square" or "log_likelihood": what is tested, and what the table is sorted by.
        terms: "words"; "pairs", two words that follow each other in a sentence, neither being a stop word; or "both".

    Returns:
        word, group, count (in the group), rate (per 1,000 words of the group, stop words among them), log_odds
        (natural logarithm), z (log-odds in its standard errors; above 1.96 is more than chance for one word looked at
        alone). The other methods add count_others (in all the other groups), expected (count, if all used the word at
        the same rate; below 5 the tests are rough), statistic (with its sign), p, p_adjusted (over all rows of the
        table; false discovery rate, Benjamini & Hochberg 1995). By group, then z or statistic from the highest, then
        word. Empty where fewer than two groups have articles; NaN where nothing is defined: all is one single word, or
        a side has no words.

    Raises:
        ParameterError: `by` is not a column or has more than 40 values, `between` is not two groups of it, `min_count`
            is below 1, `method` or `terms` is unknown.

    Example:
        >>> articles = pd.DataFrame({"article_id": list("ab"), "outlet": ["Post", "Herald"],
        ...                          "text": ["Oil, oil, oil and talks.", "Talks, talks, talks and oil."]})
        >>> compare_words(articles)[["word", "group", "count", "z"]].head(2).round(1).to_numpy().tolist()
        [['talks', 'Herald', 3, 1.4], ['oil', 'Herald', 1, -1.4]]
    """
    _check(articles, by, min_count, method, terms)
    names = articles[by].astype("str")
    groups = _chosen_groups(sorted(names.dropna().unique()), between, by)
    inside = names.isin(groups)
    compared = _read(articles[inside], names[inside], groups)
    tables = [_contrast(compared, size, min_count, method) for size in TERMS[terms] if len(groups) > 1]
    return _table(tables, method)


class _Compared(NamedTuple):
    texts: list[str]
    groups: list[str]
    member: Floats  # groups x texts, 1.0 where the text is of the group
    words: Floats  # of each group
    stop_words: frozenset[str]


def _check(articles: pd.DataFrame, by: str, min_count: int, method: str, terms: str) -> None:
    require_columns(articles.columns, ["article_id", "text"], table="articles")
    if by not in articles.columns:
        raise ParameterError(f"by={by!r} is not a column of the articles. {nearest(by, map(str, articles.columns))}")
    if min_count < 1:
        raise ParameterError(f"min_count={min_count!r} would list words that nobody used. Allowed: 1 or more.")
    for name, value, allowed in (("method", method, METHODS), ("terms", terms, TERMS)):
        if value not in allowed:
            raise ParameterError(f"{name}={value!r} is unknown. {nearest(str(value), allowed)}")


def _chosen_groups(groups: list[str], between: Sequence[object] | None, by: str) -> list[str]:
    if between is None:
        if len(groups) > MOST_GROUPS:
            raise ParameterError(
                f"The column {by!r} has {len(groups)} different values; groups are at most {MOST_GROUPS}. Choose "
                "another, or name two groups with between=."
            )
        return groups
    named = [str(group) for group in between]
    for group in named:
        if group not in groups:
            raise ParameterError(f"between={between!r}: there is no group {group!r}. {nearest(group, groups)}")
    if len(set(named)) != 2:
        raise ParameterError(f"between={between!r} must name two different groups. {nearest('', groups)}")
    return sorted(named)


def _read(articles: pd.DataFrame, names: pd.Series[str], groups: list[str]) -> _Compared:
    texts = articles["text"].fillna("").tolist()
    member = (names.to_numpy() == np.array(groups, dtype=object)[:, None]).astype(np.float64)
    words = member @ np.array([count_words(text) for text in texts], dtype=np.float64)
    return _Compared(texts, groups, member, words, stop_words_of(articles))


def _contrast(compared: _Compared, size: int, min_count: int, method: str) -> pd.DataFrame:
    counted = count_terms(compared.texts, stop_words=compared.stop_words, size=size)
    total = np.asarray(counted.counts.sum(axis=0), dtype=np.float64).ravel()
    kept = np.flatnonzero(total >= min_count)
    words = np.array(counted.terms, dtype=object)[kept]
    spoken = compared.member @ np.asarray(counted.counts.sum(axis=1), dtype=np.float64).ravel()  # counted terms
    counts = (counted.counts[:, kept].T @ compared.member.T).T
    tables = []
    for group, count, terms, all_words in zip(compared.groups, counts, spoken, compared.words, strict=True):
        others = total[kept] - count
        delta, z = keyness.log_odds(
            count,
            others,
            total[kept] / len(compared.texts),  # proportions of the corpus, weight of one average article
            total_here=terms,
            total_there=total.sum() - terms,
            total_prior=total.sum() / len(compared.texts),
        )
        rate = 1000 * count / all_words if all_words else np.full_like(count, np.nan)
        columns = dict(zip(_COLUMNS, (words, group, count, rate, delta, z), strict=True))
        tested = {} if method == "log_odds" else _test(count, others, all_words, compared.words.sum(), method)
        tables.append(pd.DataFrame(columns | tested))
    return pd.concat(tables)


def _test(count: Floats, others: Floats, words: float, all_words: float, method: str) -> dict[str, Floats]:
    totals = {"total_here": words, "total_there": all_words - words}
    test = keyness.chi_square if method == "chi_square" else keyness.log_likelihood
    return {
        "count_others": others,
        "expected": keyness.expected_counts(count, others, **totals),
        "statistic": test(count, others, **totals),
    }


def _table(tables: list[pd.DataFrame], method: str) -> pd.DataFrame:
    columns = _COLUMNS if method == "log_odds" else _COLUMNS + _TEST_COLUMNS
    types = {column: "str" if column in ("word", "group") else "float64" for column in columns}
    types |= {column: "int64" for column in ("count", "count_others") if column in columns}
    table = pd.concat([typed([], columns), *tables]).astype(types)
    if method != "log_odds":
        table["p"] = keyness.chance(table["statistic"].to_numpy())
        table["p_adjusted"] = keyness.adjust(table["p"].to_numpy())
    order = ["group", "z" if method == "log_odds" else "statistic", "word"]
    return table[columns].sort_values(order, ascending=[True, False, True], ignore_index=True)
