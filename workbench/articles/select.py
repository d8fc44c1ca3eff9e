"""Which articles an analysis is about: by outlet, language, date and length, and with copies counted once or not."""

from __future__ import annotations

import warnings
from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from workbench.articles.duplicates import find_duplicates
from workbench.errors import ParameterError, nearest, require_columns
from workbench.text import count_words

DUPLICATES = ("keep", "first", "weight")


def select_articles(
    articles: pd.DataFrame,
    *,
    outlets: Collection[str] | None = None,
    languages: Collection[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    min_words: int = 0,
    duplicates: str = "keep",
) -> pd.DataFrame:
    """Return the articles that meet all conditions, in their order and with their columns.

    An article without a date cannot be shown to lie in a period: where `since` or `until` is given it is left out, and
    a warning says how many were. Copies are looked for among the articles that meet the other conditions.

    Args:
        articles: a table with `article_id`, and with the columns the conditions need: `outlet`, `language`,
            `published`, `text`.
        outlets: outlets to keep.
        languages: languages to keep (ISO 639-1 codes such as "en").
        since: first day to keep, as 2025-11-30 (UTC).
        until: last day to keep.
        min_words: an article has at least so many words.
        duplicates: "keep" all; "first" keeps the first of each group of copies (see `find_duplicates`); "weight" keeps
            all and adds the column `weight`: 1 divided by the copies in the group, so that a group counts once.

    Raises:
        ParameterError: an outlet or language that no article has, a date that is none, an unknown word.
        DataError: a column that a condition needs is missing.

    Example:
        >>> articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Post", "Wire"]})
        >>> select_articles(articles, outlets=["Post"])["article_id"].tolist()
        ['a']
    """
    if duplicates not in DUPLICATES:
        raise ParameterError(f"duplicates={duplicates!r} is unknown. {nearest(str(duplicates), DUPLICATES)}")
    require_columns(articles.columns, ["article_id"], table="articles")
    kept = pd.Series(data=True, index=articles.index)
    for name, column, wanted in (("outlets", "outlet", outlets), ("languages", "language", languages)):
        if wanted is not None:
            kept &= _is_among(articles, column, wanted, name)
    if min_words:
        kept &= _is_long(articles, min_words)
    selected = articles[kept]
    if since is not None or until is not None:
        selected = selected[_is_within(selected, since, until)]
    return _without_copies(selected.reset_index(drop=True), duplicates)


def _is_among(articles: pd.DataFrame, column: str, wanted: Collection[str], name: str) -> pd.Series:
    require_columns(articles.columns, [column], table="articles")
    if isinstance(wanted, str):
        raise ParameterError(f"{name}={wanted!r} is one word. Pass a list: {name}=[{wanted!r}].")
    stated = sorted(articles[column].dropna().astype("str").unique())
    for value in wanted:
        if value not in stated:
            raise ParameterError(f"{name}: no article has the {column} {value!r}. {nearest(str(value), stated)}")
    return articles[column].isin(list(wanted))


def _is_within(articles: pd.DataFrame, since: str | None, until: str | None) -> pd.Series:
    require_columns(articles.columns, ["published"], table="articles")
    first, last = _day(since, "since"), _day(until, "until")
    if first is not None and last is not None and last < first:
        raise ParameterError(f"since={since!r} lies after until={until!r}. Allowed: the earlier day first.")
    published = pd.to_datetime(articles["published"], utc=True, format="ISO8601")
    undated = int(published.isna().sum())
    if undated:
        warnings.warn(
            f"{undated} of {len(articles)} articles have no date and are left out, because a period was asked for. "
            "check_articles() lists them.",
            stacklevel=3,
        )
    within = published.notna()
    if first is not None:
        within &= published >= first
    if last is not None:
        within &= published < last + pd.Timedelta(days=1)
    return within


def _day(value: str | None, name: str) -> pd.Timestamp | None:
    if value is None:
        return None
    try:
        return pd.Timestamp(date.fromisoformat(value), tz="UTC")
    except (TypeError, ValueError) as error:
        raise ParameterError(f"{name}={value!r} is no day. Allowed: year-month-day, such as 2025-11-30.") from error


def _is_long(articles: pd.DataFrame, min_words: int) -> pd.Series:
    require_columns(articles.columns, ["text"], table="articles")
    if isinstance(min_words, bool) or not isinstance(min_words, int | np.integer) or min_words < 0:
        raise ParameterError(f"min_words={min_words!r} is no number of words. Allowed: whole numbers from 0.")
    words = [count_words(text) if isinstance(text, str) else 0 for text in articles["text"]]
    return pd.Series(np.array(words, dtype=np.int64) >= min_words, index=articles.index)


def _without_copies(articles: pd.DataFrame, duplicates: str) -> pd.DataFrame:
    """Return the articles with each group of copies counted as often as asked for."""
    if duplicates == "keep":
        return articles
    found = find_duplicates(articles)
    if duplicates == "first":
        return articles[~articles["article_id"].isin(found["article_id"])].reset_index(drop=True)
    members = pd.concat([found["article_id"], found["duplicate_of"]])
    groups = pd.Series(np.tile(found["group"], 2), index=members)
    group = groups[~groups.index.duplicated()]
    weight = 1 / group.groupby(group).transform("size")
    return articles.assign(weight=articles["article_id"].map(weight).fillna(1.0).astype("float64"))
