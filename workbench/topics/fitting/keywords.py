"""Weights that dwell on the words the rest of a text speaks for: what topics are found in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats32 = NDArray[np.float32]

_DIMENSIONS = 50  # of the space of latent semantic analysis
_KEPT = 25  # words of a unit, as KeyNMF keeps of a document (Kristensen-McLachlan and others 2024)
_ITERATIONS = 4  # of the randomised decomposition (Halko, Martinsson & Tropp 2011)
_BLOCK = 200_000  # weights looked at in one go


class Weigh(Protocol):
    """What finds keywords, as `weigh_keywords` does."""

    def __call__(self, weights: csr_matrix, *, seed: int) -> csr_matrix:
        """Return units x terms."""


def weigh_keywords(weights: csr_matrix, *, seed: int) -> csr_matrix:
    """Return units x terms: TF-IDF times how near word and unit lie, the 25 highest of a unit, every row of length 1.

    Nearness is the cosine in a space of latent semantic analysis (Deerwester and others 1990), none below 0: a word
    that stands in a text by the way lies far from the rest of it. KeyNMF picks words so by sentence embeddings;
    here the corpus itself says what belongs together.

    Example:
        >>> from scipy.sparse import csr_matrix
        >>> units = csr_matrix(np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1]], dtype=np.float32))
        >>> weigh_keywords(units, seed=0).shape
        (3, 3)
    """
    from scipy.sparse import csr_matrix as sparse
    from sklearn.preprocessing import normalize

    units, terms = _place(weights, seed)
    rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    near = np.empty(weights.nnz, dtype=np.float32)
    for start in range(0, weights.nnz, _BLOCK):
        part = slice(start, start + _BLOCK)
        near[part] = np.einsum("ij,ij->i", units[rows[part]], terms[weights.indices[part]])
    values = np.maximum(near, 0) * weights.data
    keywords = sparse((values, weights.indices.copy(), weights.indptr.copy()), shape=weights.shape)
    _keep_highest(keywords)
    return normalize(keywords)


def remember_keywords() -> Weigh:
    """Return a `weigh_keywords` that remembers: many numbers of topics are tried on the same samples of units."""
    known: dict[tuple[int, bytes], csr_matrix] = {}

    def weigh(weights: csr_matrix, *, seed: int) -> csr_matrix:
        key = seed, b"".join(part.tobytes() for part in (weights.indptr, weights.indices, weights.data))
        if key not in known:
            known[key] = weigh_keywords(weights, seed=seed)
        return known[key]

    return weigh


def _place(weights: csr_matrix, seed: int) -> tuple[Floats32, Floats32]:
    """Return the directions of units and of terms in the space of latent semantic analysis."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    dimensions = min(_DIMENSIONS, *(size - 1 for size in weights.shape))
    analysis = TruncatedSVD(dimensions, n_iter=_ITERATIONS, random_state=seed)
    units = analysis.fit_transform(weights)
    terms = analysis.components_.T * analysis.singular_values_
    return normalize(units).astype(np.float32), normalize(terms).astype(np.float32)


def _keep_highest(keywords: csr_matrix) -> None:
    """Set all but the highest weights of each row to nothing; of equal ones at the border all stay."""
    lengths = np.diff(keywords.indptr)
    for row in np.flatnonzero(lengths > _KEPT):
        values = keywords.data[keywords.indptr[row] : keywords.indptr[row + 1]]
        values[values < np.partition(values, -_KEPT)[-_KEPT]] = 0
    keywords.eliminate_zeros()
