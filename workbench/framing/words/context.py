"""Concordance lines: every place of a word or phrase with the words around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

import pandas as pd

from workbench.errors import ParameterError, nearest
from workbench.framing.codebook.codebook import Codebook
from workbench.framing.codebook.patterns import parse_pattern
from workbench.framing.dictionary.dictionary import find_hits
from workbench.text import iterate_texts, iterate_words, split_paragraphs, split_words, typed

CONTEXT_COLUMNS = ["article_id", "block", "start", "end", "left", "match", "right"]
SORTS = ("text", "left", "match", "right")

_Line = tuple[str, str, str]


def find_in_context(articles: pd.DataFrame, pattern: str, *, window: int = 8, sort: str = "text") -> pd.DataFrame:
    """Return every place where a pattern matches, with the words before and after it (keyword in context, KWIC).

    Matches are those that `find_hits` finds with this one pattern.

    Args:
        articles: a table with `article_id` (each once) and `text`; `text_blocks` is used when present.
        pattern: as in a codebook: words with single spaces, `*` for any letters, `{m,n}` for words between, such as
            "sanction*" or "lift* {0,3} sanctions". Capitals do not matter.
        window: so many words on each side at most; the context ends with the paragraph.
        sort: "text" keeps the order of the articles; "left" sorts by the words before the match, the nearest first;
            "match" by its words; "right" by the words after it. Sorting brings together what is said alike.

    Returns:
        article_id, block, start, end (offsets of the match into `articles.text`), left, match, right (as in the text,
        in one line; left and right are empty texts where the paragraph begins or ends).

    Raises:
        ParameterError: `pattern` is no pattern, `window` is below 1, or `sort` is unknown.
        DataError: a column is missing, or an `article_id` stands in two rows.

    Example:
        >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["They lifted the sanctions, then others."]})
        >>> find_in_context(articles, "sanction*", window=2)[["left", "match", "right"]].to_numpy().tolist()
        [['lifted the', 'sanctions', ', then others.']]
    """
    if not isinstance(pattern, str):
        raise ParameterError(f"pattern={pattern!r} is not a text. Write one pattern, such as 'sanction*'.")
    if window < 1:
        raise ParameterError(f"window={window!r} shows no context. Allowed: 1 or more words.")
    if sort not in SORTS:
        raise ParameterError(f"sort={sort!r} is unknown. {nearest(str(sort), SORTS)}")
    hits = find_hits(articles, _codebook_of(pattern))
    places: dict[str, list[tuple[int, int]]] = {}
    for article_id, start, end in zip(hits["article_id"], hits["start"], hits["end"], strict=True):
        places.setdefault(article_id, []).append((start, end))
    lines = [
        line
        for article_id, text, _ in iterate_texts(articles)
        if article_id in places
        for line in _lines(text, places[article_id], window)
    ]
    table = hits[["article_id", "block", "start", "end"]].join(typed(lines, ["left", "match", "right"]))
    return _sorted(table[CONTEXT_COLUMNS], sort)


def _codebook_of(pattern: str) -> Codebook:
    """Return a codebook of one frame with one pattern, so that there is one way to match."""
    name = "context"
    return Codebook(
        name=name,
        version="",
        description="",
        unit="article",
        exclusive=False,
        hash="",
        frames=typed([(name, name, name, None)], ["frame", "label", "definition", "source"]),
        rules=typed([], ["frame", "kind", "rule"]),
        questions=typed([], ["frame", "question", "text"]),
        examples=typed([], ["frame", "text", "why"]),
        patterns=typed(
            [(name, parse_pattern(pattern).text, None, False)], ["frame", "pattern", "language", "exclude"]
        ).astype({"exclude": bool}),
    )


def _lines(text: str, places: list[tuple[int, int]], window: int) -> Iterator[_Line]:
    paragraphs = split_paragraphs(text)

    @lru_cache(maxsize=1)  # places come in the order of the text
    def words_of(first: int, last: int) -> tuple[list[int], list[int]]:
        words = list(iterate_words(text[first:last]))
        return [first + start for _, start, _ in words], [first + end for _, _, end in words]

    for start, end in places:
        first, last = paragraphs[bisect_right(paragraphs, (start, len(text))) - 1]
        starts, ends = words_of(first, last)
        before, after = bisect_right(ends, start), bisect_right(starts, end - 1)
        begin = starts[before - window] if before > window else first
        stop = ends[after + window - 1] if after + window < len(ends) else last
        yield _flat(text[begin:start]), _flat(text[start:end]), _flat(text[end:stop])


def _flat(text: str) -> str:
    return " ".join(text.split())


def _sorted(table: pd.DataFrame, sort: str) -> pd.DataFrame:
    if sort == "text":
        return table
    step = -1 if sort == "left" else 1
    order = sorted(range(len(table)), key=[split_words(said)[::step] for said in table[sort]].__getitem__)
    return table.iloc[order].reset_index(drop=True)
