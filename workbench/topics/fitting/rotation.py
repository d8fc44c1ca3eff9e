"""Where the factorisation starts: principal components of the texts, turned until each speaks of few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_ITERATIONS = 10  # of the randomised decomposition: neighbouring components lie close together
_TURNS = 100
_TOLERANCE = 1e-6


def find_start(weights: csr_matrix, n_topics: int, *, seed: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return (units x topics, topics x terms): a varimax rotation of the leading components, none below 0.

    Vintage factor analysis (Kaiser 1958; Rohe & Zeng 2023 show that it finds the topics of a topic model). It has
    one answer where clusterings and random starts have many, so other samples of the same texts lead to the same place.

    Example:
        >>> from scipy.sparse import csr_matrix
        >>> units = csr_matrix(np.repeat(np.eye(3, dtype=np.float32), 4, axis=0))
        >>> find_start(units, 2, seed=0)[1].shape
        (2, 3)
    """
    from sklearn.decomposition import TruncatedSVD

    components = TruncatedSVD(n_topics, n_iter=_ITERATIONS, random_state=seed).fit(weights)
    loadings = components.components_.T.astype(np.float64)
    rotation = rotate(loadings * np.sqrt(len(loadings)))
    terms = (loadings * components.singular_values_) @ rotation
    # A component has no sign; a topic's long tail is on the side of its words.
    signs = np.where((terms**3).sum(axis=0) < 0, -1.0, 1.0)
    units = (weights @ loadings) @ rotation * signs
    start = np.maximum(units, 0), np.maximum(terms * signs, 0).T
    return np.ascontiguousarray(start[0], dtype=np.float32), np.ascontiguousarray(start[1], dtype=np.float32)


def rotate(loadings: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rotation (topics x topics) that makes the squares of the loadings vary most (varimax, Kaiser 1958).

    The columns must be of one length and at right angles, as components are: their squares then vary most where the
    sum of fourth powers is largest, and every step raises it.

    Example:
        >>> turned = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]]) @ np.array([[0.8, 0.6], [-0.6, 0.8]])
        >>> np.abs(turned @ rotate(turned)).round(3).tolist()
        [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]
    """
    rotation, reached = np.eye(loadings.shape[1]), 0.0
    for _ in range(_TURNS):
        turned = loadings @ rotation
        left, sizes, right = np.linalg.svd(loadings.T @ (turned * turned * turned))  # far quicker than ** 3
        rotation = left @ right
        if sizes.sum() < reached * (1 + _TOLERANCE):
            break
        reached = sizes.sum()
    return rotation
