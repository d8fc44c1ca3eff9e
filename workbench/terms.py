"""Term counts and stop words: the bag of words and of two-word terms that contrasts start from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.text import iterate_words, split_sentences

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# What may stand between the words of one term, beside a space: hyphens and quotation marks.
_JOIN = re.compile(r"[-‐‑–'\"‘’“”«»]*")
_MOST_TOKENS = 500_000  # kept in memory


@dataclass(frozen=True)
class TermCounts:
    """How often each term stands in each text: `counts` (texts x terms, sparse) and `terms` in alphabetical order."""

    counts: csr_matrix
    terms: list[str]


def count_terms(
    texts: Sequence[str], *, stop_words: frozenset[str] = frozenset(), min_texts: int = 1, size: int = 1
) -> TermCounts:
    """Return term counts of `texts`, one row a text; terms are words without `stop_words`, digits left out.

    Args:
        texts: the texts to count.
        stop_words: words in lower case that are not counted.
        min_texts: a term must stand in at least so many texts.
        size: 1 for words; 2 for pairs of such words that follow each other in a sentence, with nothing but a space,
            hyphens or quotation marks between them.

    Example:
        >>> count_terms(["oil and sanctions", "oil"], stop_words=frozenset(["and"])).terms
        ['oil', 'sanctions']
        >>> count_terms(["The human rights court. Rights, oil."], stop_words=frozenset(["the"]), size=2).terms
        ['human rights', 'rights court']
    """
    from scipy.sparse import csr_matrix

    parts = _Parts(stop_words)
    index: dict[str, int] = {}
    columns: list[int] = []
    counts: list[int] = []
    ends = [0]
    for text in texts:
        found = _count_words(text, parts) if size == 1 else _count_pairs(text, parts)
        columns.extend(index.setdefault(term, len(index)) for term in found)
        counts.extend(found.values())
        ends.append(len(columns))
    numbers = np.array(columns, dtype=np.int64)
    in_texts = np.bincount(numbers, minlength=len(index))
    terms = sorted(term for term, number in index.items() if in_texts[number] >= min_texts)
    table = csr_matrix((np.array(counts, dtype=np.int64), numbers, ends), shape=(len(texts), len(index)))
    return TermCounts(table[:, np.array([index[term] for term in terms], dtype=np.int64)], terms)


def _count_words(text: str, parts: _Parts) -> Counter[str]:
    found: Counter[str] = Counter()
    for token, count in Counter(text.split()).items():
        for word in parts[token]:
            if word is not None:
                found[word] += count
    return found


def _count_pairs(text: str, parts: _Parts) -> dict[str, int]:
    # A line break ends a sentence, and so a pair.
    runs = [word for line in text.splitlines() for token in [*line.split(), ""] for word in parts[token]]
    found = Counter(pair for pair in pairwise(runs) if None not in pair)
    return {f"{first} {second}": count for (first, second), count in found.items()}


class _Parts(dict[str, tuple[str | None, ...]]):
    """Token between white space -> its words, with None where no pair reaches over; each distinct one is read once."""

    def __init__(self, stop_words: frozenset[str]) -> None:
        super().__init__()
        self._stop_words = stop_words

    def __missing__(self, token: str) -> tuple[str | None, ...]:
        if len(self) > _MOST_TOKENS:
            self.clear()
        return self.setdefault(token, tuple(self._read(token)))

    def _read(self, token: str) -> Iterator[str | None]:
        end, words = 0, list(iterate_words(token))
        for word, start, stop in words:
            if not _JOIN.fullmatch(token, end, start):
                yield None
            term = word.removesuffix("'s")
            content = len(term) > 1 and not term[0].isdigit() and term not in self._stop_words
            yield term if content else None
            end = stop
        # "Mr." does not end a sentence; a dash or a comma by itself parts two words.
        if not words or not (_JOIN.fullmatch(token, end) or (token[end:] == "." and _goes_on(token))):
            yield None


def _goes_on(token: str) -> bool:
    return len(split_sentences(f"{token} A")) == 1


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
