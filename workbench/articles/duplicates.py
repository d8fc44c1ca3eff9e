"""Wire copies: articles that say the same in the same words, whole, cut or edited."""

from __future__ import annotations

import zlib
from collections import defaultdict

import pandas as pd

from workbench.errors import require_columns
from workbench.text import split_words, typed

SHINGLE = 5  # words
COPY = 0.5  # share of the shorter article's shingles found in the other; below it articles only quote each other
WHOLE = 0.9


def find_duplicates(articles: pd.DataFrame) -> pd.DataFrame:
    """Return articles that repeat another article's text.

    Two articles are compared by containment: the share of the shorter one's five-word shingles that stand in the
    other (Broder 1997). Unlike the Jaccard similarity it stays high when copy was cut.

    Args:
        articles: a table with `article_id` and `text`; `published` is used when present.

    Returns:
        article_id, duplicate_of (the earliest, then the longest article of its group), group (0..), kind
        ("identical" same words; "wire copy" nearly all of both; "cut" a shortened version; "partial" at least half),
        containment (0 to 1), days_apart (missing when a date is). The article that the others repeat has no row.

    Example:
        >>> text = "one two three four five six seven eight nine ten"
        >>> find_duplicates(pd.DataFrame({"article_id": ["a", "b"], "text": [text, text]}))["kind"].tolist()
        ['identical']
    """
    require_columns(articles.columns, ["article_id", "text"], table="articles")
    table = _ordered(articles)
    shingles = [_shingles(text if isinstance(text, str) else "") for text in table["text"]]
    groups = _groups(shingles)
    rows = []
    for number, members in enumerate(groups):
        first = members[0]
        for other in members[1:]:
            shared = len(shingles[first] & shingles[other])
            kind, containment = _kind(shared, len(shingles[first]), len(shingles[other]))
            apart = abs((table["published"].iloc[other] - table["published"].iloc[first]) / pd.Timedelta(days=1))
            rows.append(
                (table["article_id"].iloc[other], table["article_id"].iloc[first], number, kind, containment, apart)
            )
    columns = ["article_id", "duplicate_of", "group", "kind", "containment", "days_apart"]
    table = typed(rows, columns, integers=["group"])
    return table.astype({"containment": "float64", "days_apart": "float64"})


def _ordered(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles, earliest first, then longest, then by id: the first of a group is the one repeated."""
    published = articles["published"] if "published" in articles.columns else pd.Series(pd.NaT, index=articles.index)
    sizes = [-len(text) if isinstance(text, str) else 0 for text in articles["text"]]
    table = articles[["article_id", "text"]].assign(published=published, size=sizes)
    return table.sort_values(["published", "size", "article_id"], na_position="last", ignore_index=True)


def _shingles(text: str) -> frozenset[int]:
    words = split_words(text)
    # crc32 is the same on every machine and run, which Python's own hash of strings is not.
    return frozenset(
        zlib.crc32(" ".join(words[i : i + SHINGLE]).encode()) for i in range(max(len(words) - SHINGLE + 1, 0))
    )


def _groups(shingles: list[frozenset[int]]) -> list[list[int]]:
    """Return the groups of articles linked by enough shared shingles, members in table order."""
    owners: dict[int, list[int]] = defaultdict(list)
    parent = list(range(len(shingles)))
    for position, own in enumerate(shingles):
        shared: dict[int, int] = defaultdict(int)
        for shingle in sorted(own):
            for other in owners[shingle]:
                shared[other] += 1
            owners[shingle].append(position)
        for other, count in shared.items():
            if count >= COPY * min(len(own), len(shingles[other])) and count >= SHINGLE:
                parent[_root(parent, position)] = _root(parent, other)
    members: dict[int, list[int]] = defaultdict(list)
    for position in range(len(shingles)):
        members[_root(parent, position)].append(position)
    return sorted(group for group in members.values() if len(group) > 1)


def _root(parent: list[int], position: int) -> int:
    while parent[position] != position:
        parent[position] = parent[parent[position]]
        position = parent[position]
    return position


def _kind(shared: int, first: int, second: int) -> tuple[str, float]:
    smaller, larger = sorted((first, second))
    containment = shared / smaller if smaller else 0.0
    if shared == first == second:
        return "identical", 1.0
    if shared >= WHOLE * larger:
        return "wire copy", containment
    return ("cut", containment) if containment >= WHOLE else ("partial", containment)
