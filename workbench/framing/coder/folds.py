"""Folds for cross-fitting: units that belong together stay together, and every fold has its share of each frame."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]


def assign_folds(
    groups: npt.NDArray[np.str_], labels: npt.NDArray[np.float64], *, folds: int, seed: tuple[int, ...]
) -> Places:
    """Return the fold (0..) of each unit; units of one group share a fold, and no fold is empty.

    Groups with the most of what is rare come first; each goes to the fold that has the least of what it brings. With as
    many groups as folds, each group is a fold. After Sechidis, Tsoumakas & Vlahavas (2011), "On the stratification of
    multi-label data".

    Args:
        groups: the group of each unit; at least as many different ones as folds.
        labels: units x frames, 1 seen, 0 not seen, NaN not known.
        folds: how many.
        seed: decides between groups that bring the same.
    """
    names, group_of = np.unique(groups, return_inverse=True)
    columns = np.column_stack([np.ones(len(groups)), np.nan_to_num(labels)])
    brought = np.zeros((len(names), columns.shape[1]))
    np.add.at(brought, group_of, columns)
    brought /= np.maximum(brought.sum(axis=0), 1)
    shuffled = np.random.default_rng(seed).permutation(len(names))
    order = shuffled[np.argsort(-brought[shuffled].sum(axis=1).round(9), kind="stable")]
    held = np.zeros((folds, columns.shape[1]))
    fold_of_group = np.zeros(len(names), dtype=np.int64)
    for group in order:
        fold = int(np.argmin((held @ brought[group]).round(12)))
        held[fold] += brought[group]
        fold_of_group[group] = fold
    return fold_of_group[group_of]


def training_rows(fold_of: Places, fold: int, texts: npt.NDArray[np.str_]) -> npt.NDArray[np.bool_]:
    """Return which units train the model of a fold: those of other folds, without copies of a text of this one."""
    inside = fold_of == fold
    rows: npt.NDArray[np.bool_] = ~inside & ~np.isin(texts, texts[inside])
    return rows
