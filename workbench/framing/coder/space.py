"""Texts in the space of one training part: TF-IDF of words, pairs and pieces, and vectors in their own scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from workbench.framing.coder.features import Counted, Vectors, pool

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# How much words, pairs and pieces count in the likeness of two texts. Pieces carry inflection, compounds and names;
# pairs mostly repeat what their words say.
KIND_WEIGHTS = (0.3, 0.1, 0.6)
LEAD_WEIGHT = 0.25  # so much more the first passage counts than the others: news say first what matters

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Space:
    """What one training part knows of its texts.

    Attributes:
        idf: of each term; 0 where the training part does not hold it.
        mean: of each dimension of the vectors.
        scale: what each dimension is divided by.
    """

    idf: Vectors
    mean: Vectors
    scale: Vectors


def fit_space(terms: csr_matrix, vectors: Floats) -> Space:
    """Return the space of the units of a training part (units x terms, units x dimensions)."""
    units = len(vectors)
    standing = np.bincount(terms.indices, minlength=terms.shape[1])
    idf = np.where(standing > 0, np.log((1 + units) / (1 + standing)) + 1, 0)
    deviation = vectors.std(axis=0)
    # A dimension that never varies says nothing, and would be blown up by a value it never had.
    scale = np.where(deviation > 1e-6, deviation, np.inf) * np.sqrt(max(vectors.shape[1], 1))
    return Space(idf.astype(np.float32), vectors.mean(axis=0).astype(np.float32), scale.astype(np.float32))


def place_units(space: Space, counted: Counted, sizes: list[int]) -> tuple[csr_matrix, csr_matrix]:
    """Return the units, and their passages, in a space; `sizes`: how many of the terms are words, pairs, pieces."""
    from scipy.sparse import diags

    terms, vectors = pool(counted)
    units = place(space, terms, vectors, sizes)
    if len(counted.unit_of) == counted.units:
        return units, units
    passages = place(space, counted.terms, counted.vectors, sizes)
    first = np.searchsorted(counted.unit_of, np.arange(counted.units))
    led = units + LEAD_WEIGHT * passages[first]
    return (diags(_lengths(units) / np.maximum(_lengths(led), 1e-12)) @ led).tocsr().astype(np.float32), passages


def place(space: Space, terms: csr_matrix, vectors: npt.NDArray[np.floating], sizes: list[int]) -> csr_matrix:
    """Return texts in a space: sublinear TF-IDF, each kind of term and the vectors with length and weight of their own.

    Args:
        space: of the training part.
        terms: texts x terms, counts.
        vectors: texts x dimensions.
        sizes: how many of the terms are words, pairs, pieces.
    """
    from scipy.sparse import csr_matrix, hstack

    shares = np.array(KIND_WEIGHTS) * (0.5 if vectors.shape[1] else 1.0)
    kind_of = np.repeat(np.arange(len(sizes)), sizes)[terms.indices]
    values = (1 + np.log(terms.data)) * space.idf[terms.indices]
    cell = np.repeat(np.arange(terms.shape[0]), np.diff(terms.indptr)) * len(sizes) + kind_of
    lengths = np.sqrt(np.bincount(cell, values.astype(np.float64) ** 2, minlength=terms.shape[0] * len(sizes)))
    values = values * np.sqrt(shares)[kind_of] / np.maximum(lengths, 1e-12)[cell]
    placed = csr_matrix((values.astype(np.float32), terms.indices, terms.indptr), shape=terms.shape)
    if not vectors.shape[1]:
        return placed
    scaled = (vectors - space.mean) / space.scale * np.sqrt(0.5 if terms.shape[1] else 1.0)
    return hstack([placed, csr_matrix(scaled.astype(np.float32))], format="csr")


def _lengths(texts: csr_matrix) -> Floats:
    return np.sqrt(np.asarray(texts.multiply(texts).sum(axis=1), dtype=np.float64).ravel())
