"""Which words speak for a topic: heavy ones, ones of no other topic, ones that stand together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TopWords = Sequence[NDArray[np.intp]]
Numbers = NDArray[np.float32] | NDArray[np.float64]

WORDS = 15  # shown of a topic
TOP_WORDS = 10  # the number of words a topic is judged by, as in Lau, Newman & Baldwin 2014
_CANDIDATES = 30
_EXCLUSIVITY = 0.5  # the power that exclusivity counts with
_COHERENCE = 4.0  # what a word gains in log weight when it always stands with the others


def rank_words(topics: Numbers, n: int) -> TopWords:
    """Return, for each topic, the columns of its `n` heaviest words, best first; words without weight are left out.

    Example:
        >>> [top.tolist() for top in rank_words(np.array([[0.1, 0.0, 0.9]]), 3)]
        [[2, 0]]
    """
    ranked = np.argsort(-topics, axis=1, kind="stable")[:, :n]
    return [columns[row[columns] > 0] for row, columns in zip(topics, ranked, strict=True)]


def rank_telling_words(topics: Numbers, weights: csr_matrix, terms: Sequence[str], n: int) -> TopWords:
    """Return, for each topic, the columns of its `n` most telling words, best first.

    Of the 30 words with the highest weight x root of exclusivity, those come first for which
    ln(weight) + ln(exclusivity) / 2 + 4 x coherence is highest. Coherence is the NPMI (Bouma 2009) of a word with the
    other candidates, mean by their weight; the number of units that hold both is taken one standard error lower, since
    a pair seen twice says little. A word is shown once: alone or in a collocation, whichever comes first, and in the
    collocation where most units that have the word have it there.

    Args:
        topics: topics x terms.
        weights: units x terms, in which words stand together.
        terms: the words and collocations.
        n: how many words, at most 30.
    """
    scores = topics * share_by_topic(topics) ** _EXCLUSIVITY
    present = (weights > 0).astype(np.float32).tocsc()
    found = []
    for topic, columns in enumerate(rank_words(scores, _CANDIDATES + n)):
        own = present[:, columns].toarray()
        joint = (own.T @ own).astype(np.float64)
        best = _show_once(columns, np.diag(joint), terms)[:_CANDIDATES]
        telling = _telling(scores[topic, columns[best]], joint[np.ix_(best, best)], weights.shape[0])
        found.append(columns[best][np.argsort(-telling, kind="stable")[:n]])
    return found


def share_by_topic(topics: Numbers) -> Numbers:
    """Return, for each word, the share of its weight in each topic; columns sum to 1, or to 0 for unused words.

    The exclusivity of Bischof & Airoldi 2012 (the E in FREX), without its ranking.

    Example:
        >>> share_by_topic(np.array([[0.5, 0.5], [0.0, 1.0]])).round(2).tolist()
        [[1.0, 0.33], [0.0, 0.67]]
    """
    totals = topics.sum(axis=0, keepdims=True)
    shares: Numbers = np.divide(topics, totals, out=np.zeros_like(topics), where=totals > 0)
    return shares


def _show_once(columns: NDArray[np.intp], units: NDArray[np.float64], terms: Sequence[str]) -> list[int]:
    """Return the places in `columns` of terms that share no word."""
    shown: dict[str, int] = {}  # word -> place of the term that shows it
    kept: list[int] = []
    for place, column in enumerate(columns):
        words = terms[column].split()
        clashes = {shown[word] for word in words if word in shown}
        if len(clashes) == 1 and len(words) > 1:
            other = clashes.pop()
            if " " in terms[columns[other]] or units[place] < units[other] / 2:
                continue
            kept[kept.index(other)] = place
        elif clashes:
            continue
        else:
            kept.append(place)
        shown.update(dict.fromkeys(words, place))
    return kept


def _telling(scores: Numbers, joint: NDArray[np.float64], n_units: int) -> NDArray[np.float64]:
    """Return the score of each candidate, from the numbers of units that hold two of them."""
    single = np.diag(joint)
    sure = np.maximum(joint - np.sqrt(joint), 0) / n_units
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.log(sure * n_units**2 / np.outer(single, single)) / -np.log(sure)
    npmi[~np.isfinite(npmi)] = -1.0
    np.fill_diagonal(npmi, 0.0)
    parts = scores.astype(np.float64) / max(scores.sum(dtype=np.float64), np.finfo(np.float64).tiny)
    coherence = npmi @ parts / np.maximum(1 - parts, np.finfo(np.float64).eps)
    telling: NDArray[np.float64] = np.log(np.maximum(scores.astype(np.float64), np.finfo(np.float64).tiny))
    telling += _COHERENCE * coherence
    return telling
