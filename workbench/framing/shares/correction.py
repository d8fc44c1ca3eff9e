"""Estimators of a share from a coder's predictions and hand codes of a probability sample: arrays in, numbers out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_LEAST = 5  # hand codes that a slope is made from


@dataclass(frozen=True)
class Units:
    """The units of one group and frame, as arrays of one length.

    Attributes:
        predicted: what the coder says: a probability, or 0 and 1.
        present: whether the coder says the frame is there.
        value: the hand code, 0 or 1; NaN where there is none.
        probability: how likely the unit was to be hand-coded, over 0 to 1; looked at where it was.
        weight: how much the unit counts in the share.
        cluster: number of the cluster the unit belongs to, or None when every unit stands for itself.
    """

    predicted: Floats
    present: Mask
    value: Floats
    probability: Floats
    weight: Floats
    cluster: npt.NDArray[np.intp] | None = None

    @property
    def coded(self) -> Mask:
        """Where there is a hand code."""
        return ~np.isnan(self.value)

    @property
    def design(self) -> Floats:
        """Weight of each hand-coded unit in the sample, 1 / probability times its weight, adding up to 1."""
        coded = self.coded
        weights: Floats = self.weight[coded] / self.probability[coded]
        return _shares(weights)

    @property
    def effective(self) -> float:
        """So many hand codes of equal weight would tell as much as these (Kish 1965)."""
        return float(1 / (self.design @ self.design)) if self.coded.any() else 0.0

    @property
    def clusters(self) -> int | None:
        """The number of clusters, or None when every unit stands for itself."""
        return None if self.cluster is None else len(np.unique(self.cluster))

    @property
    def scale(self) -> Floats:
        """Weight of each unit in the group, adding up to 1."""
        return _shares(self.weight)


@dataclass(frozen=True)
class Estimate:
    """A share and its variance, before any interval; not cut to 0-1."""

    share: float
    variance: float


def gold_share(units: Units, *, finite: bool = False) -> Estimate:
    """Return the share among the hand-coded units alone, each weighted by 1 / probability (Hájek 1971)."""
    coded, design = units.coded, units.design
    share = float(design @ units.value[coded])
    influence = np.zeros(len(units.value))
    influence[coded] = design * (units.value[coded] - share)
    return Estimate(share, _variance(influence, units, finite=finite))


def dsl_share(units: Units, *, finite: bool = False) -> Estimate:
    """Return the mean of the design-adjusted outcomes, `predicted + coded / probability * (value - predicted)`.

    Design-based supervised learning for a mean: Egami, N., Hinck, M., Stewart, B. M. & Wei, H. (2023), "Using imperfect
    surrogates for downstream inference", NeurIPS 36.
    """
    outcome = adjusted_outcome(units, slope=1.0)
    share = float(units.scale @ outcome)
    if not finite:
        return Estimate(share, _variance(units.scale * (outcome - share), units))
    influence = np.zeros(len(outcome))
    coded = units.coded
    error = units.value[coded] - units.predicted[coded]
    influence[coded] = units.scale[coded] / units.probability[coded] * error
    return Estimate(share, _variance(influence, units, finite=True))


def adjusted_outcome(units: Units, *, slope: float) -> Floats:
    """Return an outcome a unit whose mean is right on average: the prediction, and 1 / probability of its error."""
    outcome = slope * units.predicted
    coded = units.coded
    outcome[coded] += (units.value[coded] - slope * units.predicted[coded]) / units.probability[coded]
    return outcome


def powered_share(units: Units, slope: float, *, finite: bool = False, apart: bool = False) -> Estimate:
    """Return the prediction-powered share: the mean of `slope` times the predictions, and the mean error beside it.

    Angelopoulos, A. N., Duchi, J. C. & Zrnic, T. (2023), "PPI++: efficient prediction-powered inference". With the
    slope of `published_slope` and equal probabilities, share and variance are those of PPI++; the form with the mean
    over all units and with 1 / probability weights is the regression estimator of survey sampling (Cochran 1977,
    chapter 7). `apart` centres the predictions of coded and other units each by themselves, as PPI++ does; where the
    probability hangs on the prediction, that leaves out the spread between the two.
    """
    coded, design, scale = units.coded, units.design, units.scale
    predicted, value = units.predicted[coded], units.value[coded]
    error = value - slope * predicted
    mean_error = float(design @ error)
    share = float(slope * (scale @ units.predicted)) + mean_error
    influence = np.zeros(len(units.value))
    influence[coded] = design * (error - mean_error)
    if not finite and apart:
        influence[coded] += slope * scale[coded] * _centred(predicted, design)
        influence[~coded] = slope * scale[~coded] * _centred(units.predicted[~coded], _shares(units.weight[~coded]))
    elif not finite:
        influence += slope * scale * _centred(units.predicted, scale)
    return Estimate(share, _variance(influence, units, finite=finite))


def published_slope(units: Units) -> float:
    """Return the slope that PPI++ tunes: covariance among the coded over variance among all, cut to lambda 0-1."""
    coded, design = units.coded, units.design
    covariance = design @ (_centred(units.value[coded], design) * _centred(units.predicted[coded], design))
    variance = units.predicted.var(ddof=1) if len(units.predicted) > 1 else 0.0
    others = len(coded) - coded.sum()
    if variance == 0 or others == 0:
        return 0.0
    return float(np.clip(covariance / variance, 0, len(coded) / others))


def pooled_slope(groups: Sequence[Units]) -> float:
    """Return the slope of hand codes on predictions within groups, from the coded units of all groups together.

    One slope for all groups is steadier than one a group, and any slope leaves each share right on average. The
    variance is that of the coded units: with that of all units, as PPI++ has it, shares of rare frames come out low.
    """
    covariance = variance = 0.0
    if sum(int(units.coded.sum()) for units in groups) < _LEAST:
        return 0.0  # a slope from so few points is noise
    for units in groups:
        coded = units.coded
        weights = units.weight[coded] / units.probability[coded]
        if coded.sum() < 2:
            continue
        predicted = _centred(units.predicted[coded], _shares(weights))
        covariance += float(weights @ (predicted * units.value[coded]))
        variance += float(weights @ predicted**2)
    return covariance / variance if variance > 1e-12 else 0.0


def _shares(weights: Floats) -> Floats:
    shares: Floats = weights / weights.sum()
    return shares


def _centred(values: Floats, weights: Floats) -> Floats:
    return values - float(weights @ values)


def _variance(influence: Floats, units: Units, *, finite: bool = False) -> float:
    if finite:
        # What was coded for certain adds nothing when only these units are asked about.
        influence = influence * np.where(units.coded, np.sqrt(1 - units.probability), 0.0)
    if units.cluster is None:
        return float(influence @ influence)
    _, number = np.unique(units.cluster, return_inverse=True)
    sums = np.bincount(number, weights=influence)
    return float(sums @ sums) * len(sums) / max(len(sums) - 1, 1)
