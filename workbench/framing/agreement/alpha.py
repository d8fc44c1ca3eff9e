"""Krippendorff's alpha from counts of values by unit, for any number of weightings of the units at once."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS = ("nominal", "ordinal", "interval", "ratio")
# The package builds units x values x values numbers; above this (400 MB) our own sum, equal to 1e-9, takes its place.
_MOST_NUMBERS = 50_000_000
_BLOCK = 4_000_000
# What resampling adds, as Jeffreys' prior does to a share: half a unit whose coders differ, one whose coders agree.
_PRIOR_DISAGREEING, _PRIOR_AGREEING = 0.5, 1.0


@dataclass(frozen=True)
class Tally:
    """How often coders gave each value to a unit; units with the same counts stand in one row.

    Attributes:
        counts: kinds of unit x values; how many coders gave the value.
        units: how many units are of the kind; any weight from 0.
        scale: the values in ascending order; their size matters to interval and ratio alone.
        level: nominal, ordinal, interval or ratio.
    """

    counts: Floats
    units: Floats
    scale: Floats
    level: Level

    @property
    def codes(self) -> Floats:
        """How many codes a unit of the kind has."""
        return np.asarray(self.counts.sum(axis=1))

    def pairable(self) -> Tally:
        """Return the units that at least two coders coded, and the values that stand there."""
        rows = self.codes > 1
        columns = self.counts[rows].any(axis=0)
        return Tally(self.counts[rows][:, columns], self.units[rows], self.scale[columns], self.level)


def tally_codes(units: npt.ArrayLike, values: npt.ArrayLike, *, level: Level = "nominal") -> Tally:
    """Return the tally of codes in long form, one entry a unit and coder; NaN is no code.

    Example:
        >>> tally_codes([0, 0, 1, 1, 2, 2], [1, 1, 0, 1, 1, 1]).counts.tolist()
        [[0.0, 2.0], [1.0, 1.0]]
    """
    numbers = np.asarray(values, dtype=np.float64)
    coded = ~np.isnan(numbers)
    row, names = pd.factorize(np.asarray(units)[coded])
    found, column = np.unique(numbers[coded], return_inverse=True)
    cells = np.bincount(row * len(found) + column, minlength=len(names) * len(found))
    counts, times = np.unique(cells.reshape(len(names), len(found)), axis=0, return_counts=True)
    return Tally(counts.astype(np.float64), times.astype(np.float64), found, level)


def disagreements(tally: Tally, weights: Floats) -> tuple[Floats, Floats]:
    """Return (observed, expected) disagreement for each weighting of the units; alpha is 1 - observed / expected.

    Krippendorff (2011): observed is the sum over units of the squared differences of their pairs of codes, each unit
    divided by its codes less one; expected is the same over all pairs of codes, whatever their unit.

    Args:
        tally: units with at least two codes.
        weights: weightings x kinds of unit; `tally.units` for the units themselves.
    """
    counts, codes = tally.counts, tally.codes
    margins = weights @ counts
    total = margins.sum(axis=-1)
    if tally.level == "nominal":
        within = codes**2 - (counts**2).sum(axis=1)
        between = total**2 - (margins**2).sum(axis=-1)
    elif tally.level == "ratio":
        squares = _ratio_differences(tally.scale)
        within = ((counts @ squares) * counts).sum(axis=1)
        between = ((margins @ squares) * margins).sum(axis=-1)
    else:
        places = _midranks(margins, total) if tally.level == "ordinal" else _unit_range(tally.scale)
        within = 2 * (codes * (places**2 @ counts.T) - (places @ counts.T) ** 2)
        between = 2 * (total * (margins * places**2).sum(axis=-1) - (margins * places).sum(axis=-1) ** 2)
    return (weights * (within / (codes - 1))).sum(axis=-1), between / (total - 1)


def alphas(tally: Tally, weights: Floats) -> Floats:
    """Return alpha for each weighting of the units; NaN where all codes are one value.

    Example:
        >>> tally = tally_codes([0, 0, 1, 1, 2, 2], [1, 1, 0, 1, 0, 0])
        >>> alphas(tally, tally.units[None, :]).round(3).tolist()
        [0.444]
    """
    observed, expected = disagreements(tally, weights)
    return quotient(observed, expected)


def quotient(observed: Floats, expected: Floats) -> Floats:
    """Return 1 - observed / expected, NaN where nothing is expected."""
    # No difference is above 1, so that a smaller sum than this is rounding where there is only one value.
    return 1 - np.divide(observed, expected, out=np.full_like(expected, np.nan), where=expected > 1e-10)


def estimate_alpha(tally: Tally) -> float:
    """Return alpha of the pairable units as the `krippendorff` package has it; NaN where it is not defined."""
    counts = tally.pairable()
    if counts.counts.shape[1] < 2:
        return float("nan")
    rows = counts.units.sum()
    if rows * len(counts.scale) ** 2 > _MOST_NUMBERS:
        return float(alphas(counts, counts.units[None, :])[0])
    from krippendorff import alpha

    repeated = np.repeat(counts.counts, counts.units.astype(np.int64), axis=0)
    return float(alpha(value_counts=repeated, value_domain=counts.scale, level_of_measurement=tally.level))


def with_prior(tally: Tally) -> Tally:
    """Return the pairable units and, in fractions of a unit, one pair that agrees and half a pair that differs.

    Without them a sample that happens to hold no disagreement would give an interval of no width. The pair that agrees
    is spread evenly over the values; the pair that differs over neighbouring values, by how often they were given.
    """
    counts = tally.pairable()
    values = len(counts.scale)
    given = counts.units @ counts.counts
    near = given[:-1] + given[1:]
    differing = np.eye(values)[:-1] + np.eye(values)[1:]
    units = [counts.units, _PRIOR_DISAGREEING * near / near.sum(), np.full(values, _PRIOR_AGREEING / values)]
    rows = [counts.counts, differing, 2 * np.eye(values)]
    return Tally(np.vstack(rows), np.concatenate(units), counts.scale, tally.level)


def resample_alphas(tally: Tally, *, resamples: int = 1000, seed: int = 0) -> Floats:
    """Return alpha of `resamples` random weightings of the units, none where alpha is not defined.

    Each unit gets an exponential weight (the Bayesian bootstrap: Rubin 1981); `with_prior` keeps samples without
    disagreement from looking certain.

    Example:
        >>> resample_alphas(tally_codes([0, 0, 1, 1], [0, 0, 1, 1]), resamples=500).max() < 1
        np.True_
    """
    if tally.pairable().counts.shape[1] < 2:
        return np.empty(0)
    smooth = with_prior(tally)
    random = np.random.default_rng(seed)
    step = max(_BLOCK // sum(smooth.counts.shape), 1)
    sizes = [min(step, resamples - start) for start in range(0, resamples, step)]
    drawn = (random.gamma(smooth.units, size=(size, len(smooth.units))) for size in sizes)
    found = np.concatenate([alphas(smooth, same_total(weights, smooth)) for weights in drawn])
    return np.asarray(found[np.isfinite(found)])


def same_total(weights: Floats, tally: Tally) -> Floats:
    """Return the weights so scaled that they sum to the number of units: alpha corrects for the number of codes."""
    return np.asarray(weights * (tally.units.sum() / weights.sum(axis=1, keepdims=True)))


def interval_of(estimate: float, resampled: Floats, *, units: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return (low, high) from resampled values, which always hold the estimate.

    The expanded percentile interval (Hesterberg 2015): further out than the middle `confidence` of the values by as
    much as Student's t of so many units is wider than the normal distribution.
    """
    if np.isnan(estimate) or len(resampled) == 0:
        return float("nan"), float("nan")
    tail = 0.0
    if units > 1:
        reach = _t_quantile((1 + confidence) / 2, units - 1) * np.sqrt(units / (units - 1))
        tail = NormalDist().cdf(-float(reach))
    low, high = np.quantile(resampled, [tail, 1 - tail])
    return min(float(low), estimate), max(float(high), estimate)


def jackknife_interval(tally: Tally, estimate: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return (low, high) by leaving out one unit at a time, on the scale log(1 - alpha), which has no upper end.

    NaN where alpha is 1 (leaving out units then changes nothing), or one unit alone holds the second value.
    """
    counts = tally.pairable()
    total = counts.units.sum()
    nothing = float("nan"), float("nan")
    if not estimate < 1 or total < 3:
        return nothing
    left = _leave_one_out(counts)
    if not np.isfinite(left).all():
        return nothing
    centre = (counts.units * left).sum() / total
    error = np.sqrt((total - 1) / total * (counts.units * (left - centre) ** 2).sum())
    reach = _t_quantile((1 + confidence) / 2, total - 1) * error / (1 - estimate)
    return 1 - (1 - estimate) * float(np.exp(reach)), 1 - (1 - estimate) * float(np.exp(-reach))


def _leave_one_out(tally: Tally) -> Floats:
    step = max(_BLOCK // sum(tally.counts.shape), 1)
    rows = np.arange(len(tally.units))
    parts = [rows[start : start + step] for start in range(0, len(rows), step)]
    return np.concatenate([alphas(tally, tally.units - (part[:, None] == rows)) for part in parts])


def _t_quantile(probability: float, freedom: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, probability))


def _midranks(margins: Floats, total: Floats) -> Floats:
    """Return the middle rank of each value, as a share from the middle: Krippendorff's ordinal scale."""
    return (np.cumsum(margins, axis=-1) - margins / 2) / total[..., None] - 0.5


def _unit_range(values: Floats) -> Floats:
    """Return the values around 0, the least and the most 1 apart: alpha is the same in any unit of measurement."""
    return np.asarray((values - values.mean()) / max(np.ptp(values), np.finfo(np.float64).tiny))


def _ratio_differences(values: Floats) -> Floats:
    sums = values[:, None] + values[None, :]
    differences = values[:, None] - values[None, :]
    return np.divide(differences, sums, out=np.zeros_like(sums), where=sums != 0) ** 2
