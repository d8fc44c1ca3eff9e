"""How many topics: what other samples of the articles bear out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import DataError, ParameterError
from workbench.progress import track
from workbench.topics.fitting.factorise import factorise
from workbench.topics.fitting.folding import find_background, fold_in
from workbench.topics.fitting.keywords import Weigh, remember_keywords
from workbench.topics.fitting.prepare import Prepared, check_articles, check_seed, prepare
from workbench.topics.fitting.ranking import TOP_WORDS, rank_telling_words
from workbench.topics.rating.resamples import mean_exclusivity, resample_topics
from workbench.topics.result import NO_TOPICS

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

CANDIDATES = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40)
_UNITS_A_TOPIC = 10  # with fewer a topic is an anecdote
_COMPLETION = 0.5  # what a nat a word counts beside the other two, which go to 1
_ERRORS = 2.0
_RESAMPLES = 6
_MOST_UNITS = 5000  # numbers are compared in a sample of them


def choose_topics(
    articles: pd.DataFrame,
    candidates: Iterable[int] | None = None,
    *,
    unit: str = "auto",
    language: str | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how well each number of topics does, and which one is chosen.

    Args:
        articles: a table with `article_id` and `text`.
        candidates: numbers of topics to compare, from 2, such as range(2, 13); None: 2 to 40 in growing steps, as far
            as the articles allow.
        unit: as in `fit_topics`.
        language: as in `fit_topics`.
        seed: makes the resamples the same every time.

    Returns:
        n_topics, stability (to 1: how far models of random 80 % of the articles sort all of them alike by main topic,
        adjusted mutual information, mean over the pairs of 6 resamples; 0 is chance), npmi (coherence in the articles
        left out, -1 to 1), completion (how well half of such an article tells the other half, nats a word), exclusivity
        (0-1; not counted: two topics share least by construction), score (stability + npmi + completion / 2, mean of
        the number and its neighbours), error (standard error, over resamples, of how far it lies behind the best),
        chosen: True for one number. From the best on, the next smaller one is taken as long as it lies no more than
        two errors behind. The reader may overrule it: fit_topics(articles, n_topics=...).

    Raises:
        ParameterError: a candidate is no whole number from 2, or none is allowed by the articles.
        DataError: a column is missing, an article_id stands twice, or there is too little text.

    Example:
        >>> texts = ["oil, tanker", "tanker, port, oil", "talks, envoy, visit", "envoy, visit, talks", "port, oil"] * 2
        >>> articles = pd.DataFrame({"article_id": [*"abcdefghij"], "text": texts})
        >>> choose_topics(articles, range(2, 4), unit="article")[["n_topics", "chosen"]].values.tolist()
        [[2, True]]
    """
    wanted = None if candidates is None else _read_candidates(candidates)
    check_articles(articles, unit)
    check_seed(seed)
    prepared = prepare(articles, unit=unit, language=language, seed=seed)
    return choose_number(prepared, wanted, seed=seed)


def choose_number(prepared: Prepared, candidates: Iterable[int] | None, *, seed: int, least: int = 2) -> pd.DataFrame:
    """Return the table of `choose_topics`; without `candidates` the usual ones from `least` on."""
    largest = largest_number(prepared)
    most = max(prepared.weights.shape[0] // _UNITS_A_TOPIC, least)
    usual = sorted({least, *(number for number in CANDIDATES if number <= most)})
    allowed = [number for number in candidates or usual if least <= number <= largest]
    if not allowed:
        raise ParameterError(
            f"None of the candidates fits these articles: a topic needs two different {prepared.unit}s and two words "
            f"that others share. Allowed: 2 to {largest}."
        )
    weights, articles = prepared.weights, prepared.article_numbers
    if weights.shape[0] > _MOST_UNITS:
        drawn = np.sort(np.random.default_rng(seed).choice(weights.shape[0], _MOST_UNITS, replace=False))
        weights, articles = weights[drawn], articles[drawn]
    if len(np.unique(articles)) < 2:  # without other samples the smallest number is as good as any
        return (
            pd.DataFrame({"n_topics": allowed})
            .assign(chosen=np.arange(len(allowed)) == 0)
            .reindex(columns=list(NO_TOPICS["choice"]))
            .astype(NO_TOPICS["choice"])
        )
    terms, weigh = prepared.vocabulary.terms, remember_keywords()
    tried = track(allowed, "Comparing numbers of topics")
    measured = [_measure(weights, articles, terms, number, seed, weigh) for number in tried]
    table = pd.DataFrame([means for means, _ in measured], columns=["stability", "npmi", "completion", "exclusivity"])
    scores = _smooth(np.array([scores for _, scores in measured]))
    behind = scores[scores.mean(axis=1).argmax()] - scores
    table["n_topics"], table["score"] = allowed, scores.mean(axis=1)
    # The resamples are the same articles for every number, so that what they share leaves the difference.
    table["error"] = behind.std(axis=1, ddof=1) / _RESAMPLES**0.5
    table["chosen"] = table.index == _walk_down(behind.mean(axis=1), table["error"].to_numpy())
    return table[list(NO_TOPICS["choice"])].astype(NO_TOPICS["choice"])


def largest_number(prepared: Prepared) -> int:
    """Return the largest number of topics that has two different units and two words for each topic.

    Raises:
        DataError: there are too few of them for two topics.
    """
    largest = count_topics(prepared.weights)
    if largest < 2:
        n_units, n_terms = _count_different(prepared.weights), prepared.weights.shape[1]
        raise DataError(
            f"Too little text for topics: {n_units} {prepared.unit}s that differ in {n_terms} words (found in at least "
            "two of them) are here, and two topics need at least 4 of each. Add articles."
        )
    return largest


def count_topics(weights: csr_matrix) -> int:
    """Return how many topics there can be: two different units and two terms for each.

    Example:
        >>> from scipy.sparse import csr_matrix
        >>> count_topics(csr_matrix(np.eye(5)))
        2
    """
    return int(min(_count_different(weights), np.unique(weights.indices).size)) // 2


def _count_different(weights: csr_matrix) -> int:
    rows = zip(weights.indptr[:-1], weights.indptr[1:], strict=True)
    different = {weights.indices[start:end].tobytes() + weights.data[start:end].tobytes() for start, end in rows}
    return len(different - {b""})


def _read_candidates(candidates: object) -> list[int]:
    numbers = list(candidates) if isinstance(candidates, Iterable) else []
    if not numbers or not all(map(_is_number, numbers)):
        raise ParameterError(
            f"candidates={candidates!r} are not numbers of topics. Allowed: whole numbers from 2, as in range(2, 13)."
        )
    return sorted({int(number) for number in numbers})


def _is_number(number: object) -> bool:
    return isinstance(number, int | np.integer) and not isinstance(number, bool) and int(number) >= 2


def _measure(
    weights: csr_matrix, articles: NDArray[np.intp], terms: Sequence[str], n_topics: int, seed: int, weigh: Weigh
) -> tuple[list[float], NDArray[np.float64]]:
    """Return stability, held-out coherence, completion and exclusivity, and the score of each resample."""
    topics = factorise(weights, n_topics, seed=seed, weigh=weigh)
    top = rank_telling_words(topics, weights, terms, TOP_WORDS)
    resampled = resample_topics(weights, articles, terms, top, seed=seed, resamples=_RESAMPLES, weigh=weigh)
    agreement = _agree(resampled.topics, weights)
    coherence = np.nan_to_num(resampled.npmi, nan=-1.0).mean(axis=1)
    completion = np.nan_to_num(resampled.completion)
    exclusivity = float(np.nanmean(mean_exclusivity(topics, top)))
    means = [float(values.mean()) for values in (agreement, coherence, completion)]
    return [*means, exclusivity], agreement + coherence + _COMPLETION * completion


def _smooth(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each row and its neighbours: a single number can be lucky, its neighbours seldom are too."""
    rows = [scores[max(row - 1, 0) : row + 2].mean(axis=0) for row in range(len(scores))]
    return np.array(rows)


def _walk_down(behind: NDArray[np.float64], errors: NDArray[np.float64]) -> int:
    """Return the place of the smallest number that is joined to the best by numbers that chance cannot tell from it."""
    place = int(behind.argmin())
    while place > 0 and behind[place - 1] <= _ERRORS * errors[place - 1]:
        place -= 1
    return place


def _agree(refits: Sequence[NDArray[np.float32] | None], weights: csr_matrix) -> NDArray[np.float64]:
    """Return how far each resample sorts the units as the others do (adjusted mutual information of main topics)."""
    from sklearn import config_context
    from sklearn.metrics import adjusted_mutual_info_score

    background = find_background(weights)
    main = {
        number: np.nan_to_num(fold_in(weights, topics, background).shares).argmax(axis=1)
        for number, topics in enumerate(refits)
        if topics is not None
    }
    means = np.zeros(len(refits))
    with config_context(assume_finite=True, skip_parameter_validation=True):  # our own numbers
        for first, second in combinations(main, 2):
            means[[first, second]] += adjusted_mutual_info_score(main[first], main[second]) / (len(main) - 1)
    return means
