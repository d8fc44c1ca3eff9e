"""Term counts and stop words: the bag of words that contrasts and topics start from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.text import split_words

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class TermCounts:
    """How often each term stands in each text: `counts` (texts x terms, sparse) and `terms` in alphabetical order."""

    counts: csr_matrix
    terms: list[str]


def count_terms(texts: Sequence[str], *, stop_words: frozenset[str] = frozenset(), min_texts: int = 1) -> TermCounts:
    """Return term counts of `texts`, one row a text; terms are words without `stop_words`, digits left out.

    Args:
        texts: the texts to count.
        stop_words: words in lower case that are not counted.
        min_texts: a term must stand in at least so many texts.

    Example:
        >>> count_terms(["oil and sanctions", "oil"], stop_words=frozenset(["and"])).terms
        ['oil', 'sanctions']
    """
    from scipy.sparse import csr_matrix

    index: dict[str, int] = {}
    rows, columns = [], []
    for row, text in enumerate(texts):
        for word in split_words(text):
            term = word.removesuffix("'s")
            if len(term) > 1 and not term[0].isdigit() and term not in stop_words:
                rows.append(row)
                columns.append(index.setdefault(term, len(index)))
    counts = csr_matrix((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(len(texts), len(index)))
    order = np.array([index[term] for term in sorted(index)], dtype=np.int64)
    counts = counts[:, order]
    kept = np.asarray((counts > 0).sum(axis=0)).ravel() >= min_texts
    return TermCounts(counts[:, kept], [term for term, keep in zip(sorted(index), kept, strict=True) if keep])


@lru_cache(maxsize=16)
def read_stop_words(language: str) -> frozenset[str]:
    """Return the stop words shipped for a language (ISO 639-1 code), or none where no list is shipped.

    Example:
        >>> "the" in read_stop_words("en"), read_stop_words("xx")
        (True, frozenset())
    """
    path = files("workbench").joinpath("stop_words", f"{language}.txt")
    return frozenset(path.read_text(encoding="utf-8").split()) if path.is_file() else frozenset()


def stop_words_of(articles: pd.DataFrame) -> frozenset[str]:
    """Return the stop words of every language in `articles.language`; English when the column is missing or empty."""
    languages: Iterable[object] = articles["language"].dropna().unique() if "language" in articles.columns else []
    return frozenset().union(*(read_stop_words(str(language)) for language in languages)) or read_stop_words("en")
