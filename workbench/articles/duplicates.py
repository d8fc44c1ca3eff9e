"""Wire copies: articles that say the same in the same words, whole, cut or edited."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.articles.copies import group_copies
from workbench.articles.shingles import build_shingles
from workbench.errors import DataError, ParameterError, require_columns

WHOLE = 0.9  # share of shingles from which on nearly all of a text stands in the other


def find_duplicates(articles: pd.DataFrame, *, threshold: float = 0.5) -> pd.DataFrame:
    """Return articles that repeat another article's text.

    Two articles are compared by containment: the share of the shorter one's five-word shingles that stand in the
    other (Broder 1997). Unlike the Jaccard similarity it stays high when copy was cut. Shingles that stand in more
    than ten articles which have little else in common (footers, stock phrases) do not count.

    A group is a text and its copies: each member shares at least `threshold` with another member, and groups are
    joined only where their earliest and their longest members have at least a fifth of that in common too. So two
    stories do not become one because a third holds half of each, or because both hold the same short brief. Texts of
    fewer than nine words are never copies. In scripts without spaces a character counts as a word.

    Args:
        articles: a table with `article_id` and `text`; `published` and `outlet` are used when present.
        threshold: containment from which on two articles are copies, above 0, at most 1.

    Returns:
        article_id, duplicate_of (the earliest, then the longest article of its group; where too little is shared with
        that one, the earliest member this one is a copy of), group (0..), kind ("identical" same words; "wire copy"
        nearly all of both; "cut" a shortened version; "partial" at least the threshold), containment (0 to 1, of the
        article and its duplicate_of), days_apart (missing when a date is), outlets (how many different stated outlets
        carry the group). The article that the others of a group repeat has no row.

    Raises:
        ParameterError: `threshold` is out of range.
        DataError: a column is missing, or an article_id stands twice.

    Example:
        >>> text = "one two three four five six seven eight nine ten"
        >>> find_duplicates(pd.DataFrame({"article_id": ["a", "b"], "text": [text, text]}))["kind"].tolist()
        ['identical']
    """
    require_columns(articles.columns, ["article_id", "text"], table="articles")
    if isinstance(threshold, bool) or not isinstance(threshold, int | float) or not 0 < threshold <= 1:
        raise ParameterError(f"threshold={threshold!r} is no share of shared words. Allowed: above 0, at most 1.")
    if repeated := int(articles["article_id"].duplicated().sum()):
        raise DataError(
            f"{repeated} rows of the table 'articles' repeat an article_id. "
            "Pass one row an article: articles.drop_duplicates('article_id')."
        )
    table = _ordered(articles)
    copies = group_copies(build_shingles(table["text"]), threshold=threshold)
    return _describe(copies, table)


def _ordered(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles, earliest first, then longest, then by id: the first of a group is the one repeated."""
    text = articles["text"]
    if not isinstance(text.dtype, pd.StringDtype):
        text = pd.Series([body if isinstance(body, str) else "" for body in text], text.index, dtype="object")
    stated = {name: articles[name] if name in articles.columns else None for name in ("published", "outlet")}
    ids = articles["article_id"]
    ids = ids.astype("str") if articles.empty or ids.dtype == "object" else ids
    table = pd.DataFrame({"article_id": ids}).assign(
        text=text, size=-text.str.len().fillna(0).astype("int64"), **stated
    )
    table["published"] = pd.to_datetime(table["published"], utc=True, format="ISO8601")
    return table.sort_values(["published", "size", "article_id"], na_position="last", ignore_index=True)


def _describe(copies: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return one row a copy, in the words and units a reader knows."""
    repeated, own = (table.iloc[copies[name]].reset_index(drop=True) for name in ("repeats", "text"))
    kinds = [copies["identical"], copies["overlap"] >= WHOLE, copies["containment"] >= WHOLE]
    found = pd.DataFrame(
        {
            "article_id": own["article_id"],
            "duplicate_of": repeated["article_id"],
            "group": pd.Series(pd.factorize(copies["group"])[0], dtype="Int64"),
            "kind": pd.Series(np.select(kinds, ["identical", "wire copy", "cut"], "partial"), dtype="str"),
            "containment": copies["containment"],
            "days_apart": (own["published"] - repeated["published"]).abs().dt.total_seconds() / 86_400,
        }
    )
    return found.assign(outlets=_count_outlets(copies, table["outlet"]))


def _count_outlets(copies: pd.DataFrame, outlet: pd.Series) -> pd.Series:
    """Return how many stated outlets carry the group of each copy."""
    members = pd.concat([copies[["group", "text"]], pd.DataFrame({"group": copies["group"], "text": copies["group"]})])
    counts = outlet.iloc[members["text"]].groupby(members["group"].to_numpy()).nunique()
    return copies["group"].map(counts).astype("Int64")
