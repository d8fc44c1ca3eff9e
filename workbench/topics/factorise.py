"""Non-negative matrix factorisation: units x terms into units x topics and topics x terms."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from warnings import catch_warnings

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_LSA_DIMENSIONS = 50
_STARTS = 10  # of k-means; the best is kept
_TOLERANCE = 1e-3
_MAX_ITERATIONS = 400


@dataclass(frozen=True)
class Factors:
    """A factorisation.

    Attributes:
        units: units x topics; how much of each topic a unit holds.
        terms: topics x terms; every row is a distribution over the terms and sums to 1.
    """

    units: NDArray[np.float64]
    terms: NDArray[np.float64]


def factorise(weights: csr_matrix, n_topics: int, *, seed: int) -> Factors:
    """Return the factors of `weights`, the same for the same seed.

    The start is a k-means clustering of the units in a space of latent semantic analysis; scikit-learn's coordinate
    descent (Cichocki & Phan 2009) does the rest.

    Example:
        >>> from scipy.sparse import csr_matrix
        >>> factors = factorise(csr_matrix(np.repeat(np.eye(2, dtype=np.float32), [2, 3], axis=0)), 2, seed=0)
        >>> sorted(factors.terms.round(2).tolist())
        [[0.0, 1.0], [1.0, 0.0]]
    """
    from sklearn.decomposition import non_negative_factorization
    from sklearn.exceptions import ConvergenceWarning

    # Copies leave k-means fewer clusters than asked for, and a tiny table is never done: both are valid results.
    with _one_thread(), catch_warnings(action="ignore", category=ConvergenceWarning):
        units, terms = _start(weights, n_topics, seed)
        units, terms, _ = non_negative_factorization(
            weights, W=units, H=terms, init="custom", n_components=n_topics, tol=_TOLERANCE, max_iter=_MAX_ITERATIONS
        )
    return _with_distributions(units.astype(np.float64), terms.astype(np.float64))


def project(weights: csr_matrix, factors: Factors) -> NDArray[np.float64]:
    """Return how much of each topic of `factors` other units hold: units x topics."""
    from sklearn.decomposition import non_negative_factorization

    if not weights.shape[0]:
        return np.empty((0, len(factors.terms)))
    with _one_thread():
        units, _, _ = non_negative_factorization(
            weights, H=factors.terms.astype(np.float32), n_components=len(factors.terms), update_H=False
        )
    amounts: NDArray[np.float64] = units.astype(np.float64)
    return amounts


def shares_of(units: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of each topic in each unit: rows sum to 1, or are NaN where a unit holds none.

    Example:
        >>> shares_of(np.array([[1.0, 3.0], [0.0, 0.0]])).tolist()
        [[0.25, 0.75], [nan, nan]]
    """
    return divide(units, units.sum(axis=1, keepdims=True), undefined=np.nan)


def divide(values: NDArray[np.float64], totals: NDArray[np.float64], *, undefined: float) -> NDArray[np.float64]:
    """Return `values / totals`, or `undefined` where the total is 0."""
    result = np.full_like(values, undefined)
    np.divide(values, totals, out=result, where=totals > 0)
    return result


def _one_thread() -> AbstractContextManager[object]:
    """Return a context with one thread: sums made by several differ in their last digits from run to run."""
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(limits=1)
    return limits


def _start(weights: csr_matrix, n_topics: int, seed: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD

    dimensions = min(_LSA_DIMENSIONS, *(size - 1 for size in weights.shape))
    space = TruncatedSVD(dimensions, random_state=seed).fit_transform(weights)
    space /= np.maximum(np.linalg.norm(space, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    clusters = KMeans(n_topics, n_init=_STARTS, random_state=seed).fit_predict(space)
    members = np.eye(n_topics, dtype=np.float32)[clusters]
    terms = (weights.T @ members / np.maximum(members.sum(axis=0), 1)).T
    units = weights @ terms.T / np.maximum((terms**2).sum(axis=1), np.finfo(np.float32).tiny)
    return np.ascontiguousarray(units), np.ascontiguousarray(terms)


def _with_distributions(units: NDArray[np.float64], terms: NDArray[np.float64]) -> Factors:
    """Return factors with the same product, in which each topic's terms sum to 1."""
    totals = terms.sum(axis=1, keepdims=True)
    return Factors(units * totals.T, divide(terms, totals, undefined=0))
