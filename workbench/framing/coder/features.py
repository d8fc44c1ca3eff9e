"""Texts as numbers for the trained coder: words, pairs of words, pieces of words, and vectors of whole passages.

A unit is cut into passages of some sixty words. Terms are counted a passage; a unit's counts are the sums of its
passages, so that a coder can be asked about both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from workbench.errors import DataError
from workbench.text import WORD, count_words, split_sentences

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from workbench.framing.coder.vocabulary import Vocabulary

PASSAGE_WORDS = 60  # a paragraph of news

# Amounts, shares, exclamations and quotations say something about a frame, so their marks count as words.
_TOKEN = re.compile(WORD.pattern + r"|[$€£%?!“”\"]")
_DIGIT = re.compile(r"\d")

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
TextVectors = Callable[[list[str]], Any]


@dataclass(frozen=True)
class Counted:
    """Units as counts of terms and as vectors.

    Attributes:
        terms: passages x terms, how often each term stands in each passage.
        vectors: passages x dimensions; no columns when there are none.
        unit_of: the unit of each passage, 0.. in order.
        units: how many units.
    """

    terms: csr_matrix
    vectors: Vectors
    unit_of: Places
    units: int


def split_passages(text: str) -> list[str]:
    """Return `text` as passages of whole sentences, each of about sixty words; one passage where it is short.

    Example:
        >>> len(split_passages("Oil prices rose again on Monday, traders said. " * 30))
        5
    """
    passages, start, end, words = [], 0, 0, 0
    for first, stop in split_sentences(text):
        own = count_words(text[first:stop])
        if words and words + own > PASSAGE_WORDS:
            passages.append(text[start:end])
            start, words = first, 0
        end, words = stop, words + own
    return [*passages, text[start:] if passages else text]


def split_tokens(text: str) -> list[str]:
    """Return words and telling marks of `text` in lower case; each digit is written as 0.

    Example:
        >>> split_tokens("Why $45 million?")
        ['why', '$', '00', 'million', '?']
    """
    return [_DIGIT.sub("0", token).lower().replace("’", "'") for token in _TOKEN.findall(text)]


def count_units(
    texts: Sequence[str], vocabulary: Vocabulary, *, of_text: TextVectors | None, whole: bool = False
) -> Counted:
    """Return `texts` as counts of the terms of `vocabulary` and, with `of_text`, as vectors.

    Args:
        texts: one a unit.
        vocabulary: the terms to count.
        of_text: gives a vector for each text.
        whole: do not cut the texts into passages.

    Raises:
        DataError: what `of_text` returns is no table of numbers with one row a text.
    """
    parts = [[text] if whole else split_passages(text) for text in texts]
    passages = [passage for own in parts for passage in own]
    unit_of = np.repeat(np.arange(len(parts)), [len(own) for own in parts]).astype(np.int64)
    return Counted(vocabulary.count(passages), _vectors(passages, of_text), unit_of, len(parts))


def pool(counted: Counted) -> tuple[csr_matrix, Floats]:
    """Return the units themselves: sums of their passages' counts, means of their passages' vectors."""
    from scipy.sparse import csr_matrix

    passages = len(counted.unit_of)
    ones = np.ones(passages, dtype=np.float32)
    belongs = csr_matrix((ones, (counted.unit_of, np.arange(passages))), shape=(counted.units, passages))
    sums = (belongs @ counted.terms).tocsr()
    sizes = np.maximum(np.bincount(counted.unit_of, minlength=counted.units), 1)
    return sums, np.asarray(belongs @ counted.vectors, dtype=np.float64) / sizes[:, None]


def select_units(counted: Counted, units: Iterable[int]) -> Counted:
    """Return some units of many, in the order given."""
    chosen = list(units)
    starts = np.searchsorted(counted.unit_of, np.arange(counted.units + 1))
    rows = np.concatenate([np.arange(starts[unit], starts[unit + 1]) for unit in chosen] or [np.arange(0)]).astype(int)
    sizes = [int(starts[unit + 1] - starts[unit]) for unit in chosen]
    unit_of = np.repeat(np.arange(len(chosen)), sizes).astype(np.int64)
    return Counted(counted.terms[rows], counted.vectors[rows], unit_of, len(chosen))


def _vectors(passages: list[str], of_text: TextVectors | None) -> Vectors:
    if of_text is None or not passages:
        return np.zeros((len(passages), 0), dtype=np.float32)
    try:
        vectors = np.asarray(of_text(passages), dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise DataError(f"The features are no table of numbers: {error}. Return one row of numbers a text.") from error
    if vectors.ndim != 2 or len(vectors) != len(passages) or not vectors.shape[1]:
        raise DataError(
            f"The features of {len(passages)} texts have the shape {vectors.shape}. Return an array of "
            f"{len(passages)} rows, one a text, and one or more columns."
        )
    wrong = np.flatnonzero(~np.isfinite(vectors).all(axis=1))
    if len(wrong):
        raise DataError(f"The features of text {wrong[0] + 1} hold a value that is no finite number. Replace it.")
    return vectors
