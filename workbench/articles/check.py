"""What a reader should know about a corpus before believing any number from it."""

import pandas as pd

from workbench.errors import require_columns
from workbench.text import count_words

SHORT = 100  # words; below it shares of words and topics are mostly noise


def check_articles(articles: pd.DataFrame) -> pd.DataFrame:
    """Return what is missing or odd in a table of articles.

    Args:
        articles: a table with `article_id` and `text`; other columns are used when present.

    Returns:
        problem, articles (how many), share (of all articles, 0 to 1), examples (up to three titles or ids).
        One row a problem, also where nothing was found; sorted by number, most first.

    Example:
        >>> check_articles(pd.DataFrame({"article_id": ["a"], "text": [""]})).query("articles > 0")["problem"].tolist()
        ['empty', 'language unknown', 'outlet not stated', 'title not stated', 'undated']
    """
    require_columns(articles.columns, ["article_id", "text"], table="articles")
    text = articles["text"].fillna("")
    words = text.map(count_words)
    found = {
        "undated": _missing(articles, "published"),
        "date ambiguous (two days, or only a month)": _missing(articles, "published")
        & ~_missing(articles, "published_earliest"),
        "date stated but not understood": _warned(articles, "date stated but not understood"),
        "outlet not stated": _missing(articles, "outlet"),
        "title not stated": _missing(articles, "title"),
        "language unknown": _missing(articles, "language"),
        "empty": words == 0,
        f"very short (under {SHORT} words)": (words > 0) & (words < SHORT),
        "repeated text": text.str.casefold().str.split().str.join(" ").where(words > 0).duplicated(keep=False)
        & (words > 0),
        "encoding repaired": _warned(articles, "encoding repaired"),
    }
    rows = [
        (name, int(mask.sum()), float(mask.mean()) if len(articles) else float("nan"), _examples(articles, mask))
        for name, mask in found.items()
    ]
    table = pd.DataFrame(rows, columns=["problem", "articles", "share", "examples"])
    table["examples"] = table["examples"].astype("str")
    return table.sort_values(["articles", "problem"], ascending=[False, True], ignore_index=True)


def _warned(articles: pd.DataFrame, warning: str) -> pd.Series:
    if "warnings" not in articles.columns:
        return pd.Series(data=False, index=articles.index)
    return articles["warnings"].fillna("").str.contains(warning, regex=False)


def _missing(articles: pd.DataFrame, column: str) -> pd.Series:
    if column not in articles.columns:
        return pd.Series(data=True, index=articles.index)
    return articles[column].isna()


def _examples(articles: pd.DataFrame, mask: pd.Series) -> str | None:
    names = articles["article_id"]
    for column in ("source_file", "title"):
        names = articles[column].fillna(names) if column in articles.columns else names
    return " · ".join(names[mask].astype(str).head(3)) or None
