"""One training part of the trained coder: a linear model a frame, chosen, calibrated and cut inside that part."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from workbench.framing.coder.features import Counted, Vectors, pool
from workbench.framing.coder.folds import assign_folds, training_rows
from workbench.framing.coder.space import Space, fit_space, place_units
from workbench.framing.coder.thresholds import choose_thresholds, fit_sigmoid, squash

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

CHOICES = (("linear SVM", 1.0), ("linear SVM", 0.1), ("logistic regression", 30.0))
_INNER_FOLDS = 5
_FEW = 500  # units; with fewer, folds are drawn three times, because the threshold hangs on who is in which
_MANY = 2000  # units; with more, three inner folds are enough

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Strings = npt.NDArray[np.str_]


@dataclass(frozen=True)
class FrameModel:
    """A model of one frame: a decision from terms and vectors, and the sigmoid that makes it a probability.

    Attributes:
        coefficients: of the terms, then of the vectors.
        intercept: of the decision.
        slope: of the sigmoid.
        offset: of the sigmoid.
        threshold: the probability from which the frame is present.
        pooled: the decision is the mean of those of the whole unit and of its strongest passage.
        choice: name and strength of the model.
    """

    coefficients: Vectors
    intercept: float
    slope: float
    offset: float
    threshold: float
    pooled: bool
    choice: str


@dataclass(frozen=True)
class _Part:
    """A training part. Linear models see no more of any text than its likeness to the part's own units (kernel trick).

    Attributes:
        units: units x dimensions that these units span; the terms themselves where units are many.
        inverse: leads from dimensions to weights of units; None where dimensions are the terms.
        terms: units x terms, all units of the part.
        passages: passages x terms.
        unit_of: the unit of each passage.
        several: some units have more than one passage.
    """

    units: Any
    inverse: Floats | None
    terms: csr_matrix
    passages: csr_matrix
    unit_of: npt.NDArray[np.int64]
    several: bool

    def coefficients(self, weights: Floats) -> Floats:
        """Return the weight of each term, from the weight of each dimension."""
        return weights if self.inverse is None else self.terms.T @ (self.inverse @ weights)


def fit_models(
    counted: Counted, sizes: list[int], labels: Floats, groups: Strings, texts: Strings, *, seed: tuple[int, ...]
) -> tuple[Space, list[FrameModel]]:
    """Return a space and a model for each frame (column of `labels`), from the units of a training part alone.

    Args:
        counted: the units.
        sizes: how many terms are words, pairs, pieces.
        labels: units x frames, 1 seen, 0 not seen, NaN not known.
        groups: of each unit; units of one group are never on both sides of an inner split.
        texts: key of each unit's text, for copies.
        seed: makes it the same every time.
    """
    from sklearn import config_context

    terms, vectors = pool(counted)
    space = fit_space(terms, vectors)
    part = _span(*place_units(space, counted, sizes), counted)
    models, held_out = [], []
    for frame in range(labels.shape[1]):
        known = ~np.isnan(labels[:, frame])
        own = _select(part, known)
        # Thousands of models of few units each: what is checked here once need not be checked in every one.
        with config_context(assume_finite=True, skip_parameter_validation=True):
            model, told = _fit_frame(own, labels[known, frame] == 1, groups[known], texts[known], (*seed, frame))
        models.append(model)
        held_out.append(told)
    thresholds = choose_thresholds(held_out, np.nansum(labels, axis=0))
    return space, [replace(model, threshold=own) for model, own in zip(models, thresholds, strict=True)]


def decide(model: FrameModel, units: csr_matrix, passages: csr_matrix, unit_of: npt.NDArray[np.int64]) -> Floats:
    """Return the decision value of each unit, from its whole text and, where the model pools, its passages."""
    weights = model.coefficients
    whole: Floats = units @ weights + model.intercept
    return _mix(whole, passages @ weights + model.intercept, unit_of) if model.pooled else whole


def _span(terms: csr_matrix, passages: csr_matrix, counted: Counted) -> _Part:
    several = len(counted.unit_of) > counted.units
    if terms.shape[0] > max(_MANY, terms.nnz**0.5) or not terms.nnz:
        return _Part(terms.astype(np.float64), None, terms, passages, counted.unit_of, several)
    likeness = (terms @ terms.T).toarray().astype(np.float64)
    values, axes = np.linalg.eigh(likeness)
    kept = values > 1e-6 * values[-1]
    roots, axes = np.sqrt(values[kept]), axes[:, kept]
    return _Part(axes * roots, axes / roots, terms, passages, counted.unit_of, several)


def _select(part: _Part, known: Flags) -> _Part:
    if known.all():
        return part
    inside = known[part.unit_of]
    unit_of = (np.cumsum(known) - 1)[part.unit_of[inside]]
    return replace(part, units=part.units[known], passages=part.passages[inside], unit_of=unit_of)


def _fit_frame(
    part: _Part, seen: Flags, groups: Strings, texts: Strings, seed: tuple[int, ...]
) -> tuple[FrameModel, Floats]:
    """Return the model of a frame, without a threshold, and the probabilities of units that were left out."""
    splits = [_split(seen, groups, (*seed, again)) for again in range(3 if len(seen) < _FEW else 1)]
    held_out = _held_out(part, seen, splits[0], texts, range(len(CHOICES)), seed)
    scored = [
        (_precision(seen, decisions), choice, pooled)
        for choice, own in enumerate(held_out)
        for pooled, decisions in enumerate(own)
    ]
    # The first of equals: the whole text before passages, and the models in their order.
    _, choice, pooled = max(scored, key=lambda given: (round(given[0], 9), -given[2], -given[1]))
    again = [_held_out(part, seen, split, texts, [choice], seed)[0][pooled] for split in splits[1:]]
    decisions = np.concatenate([held_out[choice][pooled], *again])
    slope, offset = fit_sigmoid(decisions, np.tile(seen, len(splits)))
    weights, intercept = _fit_linear(part.units, seen, choice, seed)
    name, strength = CHOICES[choice]
    model = FrameModel(
        coefficients=part.coefficients(weights).astype(np.float32),
        intercept=intercept,
        slope=slope,
        offset=offset,
        threshold=np.nan,
        pooled=bool(pooled),
        choice=f"{name}, C = {strength:g}{', with passages' if pooled else ''}",
    )
    return model, squash(slope * decisions + offset)


def _split(seen: Flags, groups: Strings, seed: tuple[int, ...]) -> npt.NDArray[np.int64]:
    with_frame, without = len(np.unique(groups[seen])), len(np.unique(groups[~seen]))
    folds = max(2, min(3 if len(seen) > _MANY else _INNER_FOLDS, with_frame, without))
    return assign_folds(groups, seen[:, None].astype(np.float64), folds=folds, seed=seed)


def _held_out(
    part: _Part,
    seen: Flags,
    fold_of: npt.NDArray[np.int64],
    texts: Strings,
    choices: Sequence[int],
    seed: tuple[int, ...],
) -> list[list[Floats]]:
    """Return for each choice decisions of models that did not see the unit: from its whole text, and from passages."""
    held_out = [[np.zeros(len(seen)) for _ in range(1 + part.several)] for _ in choices]
    for fold in range(int(fold_of.max()) + 1):
        inside = fold_of == fold
        rows = training_rows(fold_of, fold, texts)
        left_out = _select(part, inside)
        for choice, decisions in zip(choices, held_out, strict=True):
            weights, intercept = _fit_linear(part.units[rows], seen[rows], choice, seed)
            whole = left_out.units @ weights + intercept
            decisions[0][inside] = whole
            if part.several:
                strength = left_out.passages @ part.coefficients(weights) + intercept
                decisions[1][inside] = _mix(whole, strength, left_out.unit_of)
    return held_out


def _mix(whole: Floats, passages: Floats, unit_of: npt.NDArray[np.int64]) -> Floats:
    strongest = np.full(len(whole), -np.inf)
    np.maximum.at(strongest, unit_of, passages)
    mixed: Floats = (whole + strongest) / 2
    return mixed


def _fit_linear(
    units: Any,  # noqa: ANN401 - an array, or a sparse matrix
    seen: Flags,
    choice: int,
    seed: tuple[int, ...],
) -> tuple[Floats, float]:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    if (
        not units.shape[1] or seen.all() or not seen.any()
    ):  # nothing to read; or only copies of what is left out show the frame, or all the others do
        return np.zeros(units.shape[1]), 1.0 if seen.any() else -1.0
    name, strength = CHOICES[choice]
    model: Any = (
        LogisticRegression(C=strength, solver="newton-cg")
        if name == "logistic regression"
        else LinearSVC(C=strength, random_state=seed[0])
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the last digits do not change who is above whom
        model.fit(units, seen)
    return model.coef_[0].astype(np.float64), float(model.intercept_[0])


def _precision(seen: Flags, decisions: Floats) -> float:
    """Return the average precision: how high the units with the frame stand in the order of the decisions."""
    order = np.argsort(-decisions, kind="stable")
    last = np.append(np.diff(decisions[order]) != 0, True)  # units with one decision are called present together
    hits = np.cumsum(seen[order])[last]
    called = np.flatnonzero(last) + 1
    return float((np.diff(hits, prepend=0) / hits[-1] * (hits / called)).sum())
