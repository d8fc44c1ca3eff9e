"""How good each topic is: coherence, exclusivity, and stability over resamples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.topics.factorise import Factors, divide, factorise

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TOP_WORDS = 10  # the number of words a topic is judged by, as in Lau, Newman & Baldwin 2014
_REFITS = 8
_RESAMPLE = 0.8

TopWords = Sequence[NDArray[np.intp]]


def score_topics(weights: csr_matrix, factors: Factors, *, seed: int) -> pd.DataFrame:
    """Return topic, npmi, exclusivity and stability, one row a topic.

    Args:
        weights: units x terms, the matrix the factors were fitted on.
        factors: the factors.
        seed: makes the resamples behind `stability` the same every time.
    """
    top = rank_words(factors.terms, TOP_WORDS)
    return pd.DataFrame(
        {
            "topic": np.arange(1, len(top) + 1),
            "npmi": mean_npmi(weights, top),
            "exclusivity": mean_exclusivity(factors.terms, top),
            "stability": mean_stability(weights, top, seed=seed),
        }
    )


def rank_words(terms: NDArray[np.float64], n: int) -> TopWords:
    """Return, for each topic, the columns of its `n` heaviest words, best first; words without weight are left out.

    Example:
        >>> [top.tolist() for top in rank_words(np.array([[0.1, 0.0, 0.9]]), 3)]
        [[2, 0]]
    """
    ranked = np.argsort(-terms, axis=1, kind="stable")[:, :n]
    return [columns[row[columns] > 0] for row, columns in zip(terms, ranked, strict=True)]


def mean_npmi(weights: csr_matrix, top: TopWords) -> NDArray[np.float64]:
    """Return the coherence of each topic: normalised pointwise mutual information, mean over pairs of its words.

    Words co-occur when they stand in the same unit. 1: always together, 0: as by chance, -1: never together
    (Bouma 2009; Lau, Newman & Baldwin 2014). A topic with fewer than two words has none (NaN).

    Example:
        >>> from scipy.sparse import csr_matrix
        >>> units = csr_matrix([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]])
        >>> mean_npmi(units, [np.array([0, 1]), np.array([0, 2])]).tolist()
        [1.0, -1.0]
    """
    present = (weights > 0).astype(np.float64).tocsc()
    return np.array([_npmi(present[:, columns].toarray()) for columns in top])


def mean_exclusivity(terms: NDArray[np.float64], top: TopWords) -> NDArray[np.float64]:
    """Return the share of its words' weight that belongs to the topic and to no other, mean over its words.

    The exclusivity of Bischof & Airoldi 2012 (the E in FREX) without its ranking: 1 means that no other topic uses
    the words, 1 / number of topics that all use them alike.

    Example:
        >>> mean_exclusivity(np.array([[0.5, 0.5], [0.0, 1.0]]), [np.array([0]), np.array([1])]).round(2).tolist()
        [1.0, 0.67]
    """
    shares = share_by_topic(terms)
    return np.array([shares[topic, columns].mean() for topic, columns in enumerate(top)])


def share_by_topic(terms: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return, for each word, the share of its weight in each topic; columns sum to 1, or to 0 for unused words."""
    return divide(terms, terms.sum(axis=0, keepdims=True), undefined=0)


def mean_stability(weights: csr_matrix, top: TopWords, *, seed: int) -> NDArray[np.float64]:
    """Return how much of each topic comes back when the model is fitted again on 8 random 80 % of the units.

    Topics are paired one to one so that their words overlap most; the measure is the Jaccard overlap of the ten best
    words, mean over refits (after Greene, O'Callaghan & Cunningham 2014). 1: the same ten words every time; two
    lists of ten that share five have 0.33.
    """
    random = np.random.default_rng(seed)
    size = round(_RESAMPLE * weights.shape[0])
    overlaps = []
    for _ in range(_REFITS):
        rows = np.sort(random.choice(weights.shape[0], size, replace=False))
        refit = factorise(weights[rows], len(top), seed=int(random.integers(2**31)))
        overlaps.append(match_topics(top, rank_words(refit.terms, TOP_WORDS)))
    stability: NDArray[np.float64] = np.mean(overlaps, axis=0)
    return stability


def match_topics(top: TopWords, others: TopWords) -> NDArray[np.float64]:
    """Return the Jaccard overlap of each topic with the one of `others` it is paired with (Hungarian method).

    Example:
        >>> match_topics([np.array([0, 1]), np.array([2, 3])], [np.array([2, 9]), np.array([1, 0])]).round(2).tolist()
        [1.0, 0.33]
    """
    from scipy.optimize import linear_sum_assignment

    overlaps = np.array([[_jaccard(words, other) for other in others] for words in top])
    _, partners = linear_sum_assignment(overlaps, maximize=True)
    return np.take_along_axis(overlaps, partners[:, None], axis=1)[:, 0]


def _npmi(present: NDArray[np.float64]) -> float:
    """Return the mean NPMI over pairs of columns of a units x words matrix of 0 and 1."""
    joint = present.T @ present / len(present)
    single = np.diag(joint)
    first, second = np.triu_indices(len(single), 1)
    if not len(first):
        return float("nan")
    together, chance = joint[first, second], single[first] * single[second]
    usual = (together > 0) & (together < 1)
    values = np.where(together > 0, 1.0, -1.0)
    values[usual] = np.log(together[usual] / chance[usual]) / -np.log(together[usual])
    return float(values.mean())


def _jaccard(first: NDArray[np.intp], second: NDArray[np.intp]) -> float:
    shared = np.intersect1d(first, second).size
    return shared / max(first.size + second.size - shared, 1)
