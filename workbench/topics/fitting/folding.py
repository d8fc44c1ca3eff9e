"""How much of each topic a text holds, by the words it has: folding in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.topics.fitting.threads import one_thread

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

BACKGROUND = 0.2  # share of every text that is of no topic
_ITERATIONS = 15
_BLOCK = 4096  # units weighed in one go


class Folded(NamedTuple):
    """Units weighed.

    Attributes:
        shares: units x topics (float32); rows sum to 1, or are NaN where a unit has no term.
        gain: how much better the topics tell each unit's words than the words of all units do: mean log-likelihood
            ratio a word (nats), NaN where a unit has no term.
    """

    shares: NDArray[np.float32]
    gain: NDArray[np.float32]


def find_background(weights: csr_matrix) -> NDArray[np.float32]:
    """Return the share of each term in the weight of all units; sums to 1.

    Example:
        >>> from scipy.sparse import csr_matrix
        >>> find_background(csr_matrix(np.array([[3.0, 1], [0, 0]]))).tolist()
        [0.75, 0.25]
    """
    totals = np.asarray(weights.sum(axis=0), dtype=np.float64).ravel()
    background: NDArray[np.float32] = (totals / totals.sum()).astype(np.float32)
    return background


def fold_in(weights: csr_matrix, topics: NDArray[np.float32], background: NDArray[np.float32]) -> Folded:
    """Return how much of each topic units hold, with the topics as they are.

    Expectation-maximisation for a mixture of the topics and of the words of all units (Hofmann 1999, folding in; the
    background of Zhai, Velivelli & Yu 2004): a word that every text has speaks for no topic. Units are weighed one by
    one, so that a unit has the same shares whatever else is weighed.

    Args:
        weights: units x terms, TF-IDF.
        topics: topics x terms, rows sum to 1.
        background: the share of each term in the weight of all units; sums to 1.

    Example:
        >>> from scipy.sparse import csr_matrix
        >>> topics = np.array([[1, 0], [0, 1]], dtype=np.float32)
        >>> units = csr_matrix(np.array([[3.0, 1], [0, 0]]))
        >>> fold_in(units, topics, np.array([0.5, 0.5], dtype=np.float32)).shares.astype(float).round(3)
        array([[0.812, 0.188],
               [  nan,   nan]])
    """
    mixed = ((1 - BACKGROUND) * topics + BACKGROUND * background).T.astype(np.float32)
    shares = np.empty((weights.shape[0], len(topics)), dtype=np.float32)
    gain = np.empty(weights.shape[0], dtype=np.float32)
    with one_thread():
        for start in range(0, weights.shape[0], _BLOCK):
            part = slice(start, start + _BLOCK)
            shares[part], gain[part] = _fold(weights[part], mixed, background)
    return Folded(shares, gain)


def _fold(
    weights: csr_matrix, mixed: NDArray[np.float32], background: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    from scipy.sparse import csr_matrix as sparse

    values = weights.data.astype(np.float32)
    rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    likely = mixed[weights.indices]
    totals = np.bincount(rows, values, minlength=weights.shape[0]).astype(np.float32)
    known = totals > 0
    shares = np.full((weights.shape[0], mixed.shape[1]), 1 / mixed.shape[1], dtype=np.float32)
    lacking = sparse((values, weights.indices, weights.indptr), shape=weights.shape)
    for _ in range(_ITERATIONS):
        told = np.maximum(np.einsum("ij,ij->i", shares[rows], likely), np.finfo(np.float32).tiny)
        lacking.data = values / told
        shares *= lacking @ mixed
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), np.finfo(np.float32).tiny)
    told = np.maximum(np.einsum("ij,ij->i", shares[rows], likely), np.finfo(np.float32).tiny)
    ratios = np.log(told / np.maximum(background[weights.indices], np.finfo(np.float32).tiny))
    gain = np.bincount(rows, values * ratios, minlength=weights.shape[0]) / np.where(known, totals, 1)
    shares[~known] = np.nan
    return shares, np.where(known, gain, np.nan).astype(np.float32)
