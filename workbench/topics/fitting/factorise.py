"""Topics from weights: units x terms into topics x terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from warnings import catch_warnings

import numpy as np
from numpy.typing import NDArray

from workbench.topics.fitting.keywords import Weigh, weigh_keywords
from workbench.topics.fitting.rotation import find_start
from workbench.topics.fitting.threads import one_thread

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_ITERATIONS = 10  # from a start that is near: more of them change no word that is shown
_SEED_SHARE = 0.25  # of the units of a topic of usual size: what seed words weigh
_SMALLEST = 1e-6  # nothing would stay nothing in a factorisation


def factorise(
    weights: csr_matrix,
    n_topics: int,
    *,
    seed: int,
    seeds: Sequence[NDArray[np.intp]] = (),
    weigh: Weigh = weigh_keywords,
) -> NDArray[np.float32]:
    """Return topics x terms (float32): every row is a distribution over the terms, or 0 where a topic has no words.

    Keywords of the units (`weigh_keywords`) are factorised into non-negative parts (Lee & Seung 1999) by scikit-learn's
    coordinate descent (Cichocki & Phan 2009), from a varimax rotation of their leading components (`find_start`).

    Args:
        weights: units x terms, TF-IDF.
        n_topics: the number of topics.
        seed: of the randomised decompositions; the same seed gives the same bytes.
        seeds: columns of words that shall make a topic of their own: texts of these words alone are added, together
            as heavy as a quarter of a topic of usual size.
        weigh: finds the keywords.

    Example:
        >>> from scipy.sparse import csr_matrix
        >>> topics = factorise(csr_matrix(np.repeat(np.eye(3, dtype=np.float32), [2, 3, 3], axis=0)), 2, seed=0)
        >>> topics.sum(axis=1).round(3).tolist()
        [1.0, 1.0]
    """
    from sklearn import config_context
    from sklearn.decomposition import non_negative_factorization
    from sklearn.exceptions import ConvergenceWarning

    # Copies of one text vary by nothing, by which scikit-learn's decomposition divides for a number nobody reads.
    silent = np.errstate(divide="ignore", invalid="ignore")
    trusted = config_context(assume_finite=True, skip_parameter_validation=True)  # our own arrays and parameters
    with one_thread(), trusted, silent, catch_warnings(action="ignore", category=ConvergenceWarning):
        keywords = _add_seeds(weigh(weights, seed=seed), n_topics, seeds)
        units, terms = find_start(keywords, n_topics, seed=seed)
        _, terms, _ = non_negative_factorization(
            keywords,
            W=units + np.float32(_SMALLEST),
            H=terms + np.float32(_SMALLEST),
            init="custom",
            n_components=n_topics,
            max_iter=_ITERATIONS,
        )
    totals = terms.sum(axis=1, keepdims=True)
    shares: NDArray[np.float32] = np.zeros_like(terms)
    np.divide(terms, totals, out=shares, where=totals > _SMALLEST * terms.shape[1])
    return shares


def _add_seeds(keywords: csr_matrix, n_topics: int, seeds: Sequence[NDArray[np.intp]]) -> csr_matrix:
    """Return the units and one more for each list of seed words."""
    from scipy.sparse import csr_matrix as sparse
    from scipy.sparse import vstack

    if not seeds:
        return keywords
    length = np.sqrt(_SEED_SHARE * keywords.shape[0] / n_topics)
    rows = np.repeat(np.arange(len(seeds)), [len(words) for words in seeds])
    values = np.concatenate([np.full(len(words), length / np.sqrt(len(words))) for words in seeds])
    added = sparse((values.astype(np.float32), (rows, np.concatenate(seeds))), shape=(len(seeds), keywords.shape[1]))
    return vstack([keywords, added], format="csr", dtype=np.float32)
