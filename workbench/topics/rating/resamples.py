"""How good each topic is: coherence, exclusivity, and whether it comes back from other samples of the articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.progress import track
from workbench.topics.fitting.factorise import factorise
from workbench.topics.fitting.folding import find_background
from workbench.topics.fitting.keywords import Weigh, weigh_keywords
from workbench.topics.fitting.ranking import TOP_WORDS, Numbers, TopWords, rank_telling_words, share_by_topic
from workbench.topics.rating.completion import score_completion

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

RESAMPLES = 10
CAME_BACK = 1 / 3  # of Jaccard overlap: five of ten words
_RESAMPLE = 0.8


class Resampled(NamedTuple):
    """Topics against those of random 80 % of the articles.

    Attributes:
        overlaps: resamples x topics; the Jaccard overlap of a topic's ten words with those of its partner.
        npmi: resamples x topics; the coherence of the partner's words in the articles that were left out.
        topics: topics x terms of each refit; None where too little text was left for so many topics.
        completion: resamples; how well the refit tells the second half of those articles (`score_completion`).
    """

    overlaps: NDArray[np.float64]
    npmi: NDArray[np.float64]
    completion: NDArray[np.float64]
    topics: list[NDArray[np.float32] | None]


def resample_topics(
    weights: csr_matrix,
    articles: NDArray[np.intp],
    terms: Sequence[str],
    top: TopWords,
    *,
    seed: int,
    resamples: int = RESAMPLES,
    seeds: Sequence[NDArray[np.intp]] = (),
    weigh: Weigh = weigh_keywords,
) -> Resampled:
    """Return how topics fare when the model is fitted again on random 80 % of the articles.

    Topics are paired one to one so that their words overlap most (Greene, O'Callaghan & Cunningham 2014). The words
    of each refit are scored in the articles it has not seen.

    Args:
        weights: units x terms.
        articles: the number of the article of each unit; an article's units stay together.
        terms: the words and collocations.
        top: the ten words of each topic (columns of `weights`).
        seed: makes the resamples the same every time.
        resamples: how many.
        seeds: the columns of seed words, as in the fit.
        weigh: finds the keywords, as in the fit.
    """
    random = np.random.default_rng(seed)
    numbers = np.unique(articles)
    resamples = resamples if len(numbers) > 1 else 0  # one article has no other samples
    kept = min(max(round(_RESAMPLE * len(numbers)), 1), max(len(numbers) - 1, 1))
    overlaps = np.zeros((resamples, len(top)))
    npmi = np.full((resamples, len(top)), np.nan)
    completion = np.full(resamples, np.nan)
    refits: list[NDArray[np.float32] | None] = [None] * resamples
    for number in track(range(resamples), "Finding the topics in other samples"):
        drawn = np.isin(articles, random.choice(numbers, kept, replace=False))
        inside, outside = weights[drawn], weights[~drawn]
        if min(inside.shape) <= len(top) or not inside.nnz:
            continue  # too little is left for so many topics: none came back
        topics = factorise(inside, len(top), seed=int(random.integers(2**31)), seeds=seeds, weigh=weigh)
        others = rank_telling_words(topics, inside, terms, TOP_WORDS)
        refits[number] = topics
        partners, overlaps[number] = pair_topics(top, others)
        there = np.flatnonzero(outside.getnnz(axis=0))
        # A word that none of the few articles left out has says nothing about the topic.
        npmi[number] = mean_npmi(outside, [np.intersect1d(others[partner], there) for partner in partners])
        completion[number] = score_completion(topics, find_background(inside), outside, seed=number)
    return Resampled(overlaps, npmi, completion, refits)


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


def mean_exclusivity(topics: Numbers, top: TopWords) -> NDArray[np.float64]:
    """Return the share of its words' weight that belongs to the topic and to no other, mean over its words.

    1 means that no other topic uses the words, 1 / number of topics that all use them alike.

    Example:
        >>> mean_exclusivity(np.array([[0.5, 0.5], [0.0, 1.0]]), [np.array([0]), np.array([1])]).round(2).tolist()
        [1.0, 0.67]
    """
    shares = share_by_topic(topics)
    return np.array([shares[topic, columns].mean() if len(columns) else np.nan for topic, columns in enumerate(top)])


def pair_topics(top: TopWords, others: TopWords) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the partner of each topic among as many others, and the Jaccard overlap (Hungarian method).

    Example:
        >>> partners, overlaps = pair_topics([np.array([0, 1]), np.array([2])], [np.array([2, 9]), np.array([1, 0])])
        >>> partners.tolist(), overlaps.tolist()
        ([1, 0], [1.0, 0.5])
    """
    from scipy.optimize import linear_sum_assignment

    n_terms = 1 + max((int(words.max()) for words in (*top, *others) if len(words)), default=0)
    first, second = _mark(top, n_terms), _mark(others, n_terms)
    shared = first @ second.T
    overlaps = shared / np.maximum(first.sum(axis=1)[:, None] + second.sum(axis=1) - shared, 1)
    _, partners = linear_sum_assignment(overlaps, maximize=True)
    return partners, np.take_along_axis(overlaps, partners[:, None], axis=1)[:, 0]


def _npmi(present: NDArray[np.float64]) -> float:
    """Return the mean NPMI over pairs of columns of a units x words matrix of 0 and 1."""
    if not len(present):
        return float("nan")
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


def _mark(top: TopWords, n_terms: int) -> NDArray[np.float64]:
    """Return topics x terms, 1 where a term is one of a topic's words."""
    marks = np.zeros((len(top), n_terms))
    for topic, words in enumerate(top):
        marks[topic, words] = 1
    return marks
