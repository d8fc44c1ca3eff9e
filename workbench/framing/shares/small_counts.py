"""Intervals of corrected shares: a score interval for enough counts, and the chain rule for few."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from workbench.framing.shares.correction import Estimate, Floats, Mask, Units
from workbench.statistics import wilson_interval

FEW = 15  # hand-coded units with the frame, or without it, under which a normal interval is not to be trusted
_DRAWS = 4000


def normal_interval(estimate: Estimate, *, confidence: float) -> tuple[float, float]:
    """Return the share plus and minus its standard errors, cut to 0-1: the interval of the published methods."""
    half = NormalDist().inv_cdf((1 + confidence) / 2) * estimate.variance**0.5
    return max(estimate.share - half, 0.0), min(estimate.share + half, 1.0)


def score_interval(
    estimate: Estimate, units: Units, *, confidence: float, most: float | None = None
) -> tuple[float, float]:
    """Return Wilson's interval for so many units as would give this variance; for a share of 0 or 1, as are coded.

    Args:
        estimate: the share and its variance.
        units: what it was made from.
        confidence: between 0 and 1.
        most: count no more units than so many.
    """
    share = float(np.clip(estimate.share, 0, 1))
    size = share * (1 - share) / estimate.variance if estimate.variance > 0 else 0.0
    if size == 0:
        size = units.effective
    if most is not None:
        size = min(size, most)
    low, high = wilson_interval(share * size, size, confidence=confidence)
    return float(low), float(high)


def chain_interval(
    units: Units, *, confidence: float, finite: bool = False, inflation: float = 1.0
) -> tuple[float, float]:
    """Return the interval of (predicted share) x (share of it that is right) + (the other share) x (its misses).

    Each of the three shares is drawn from its posterior under Jeffreys' prior, which stays honest when a count is 0
    (chain-rule estimates: Hofer, R. A. et al. 2024, "Bayesian prediction-powered inference"; Brown, L. D., Cai, T. T. &
    DasGupta, A. 2001 on Jeffreys' interval). Unequal probabilities enter by the effective number of coded units of each
    kind (Kish 1965); clusters by `inflation`, the factor by which they enlarge the variance. The draws are the same in
    every run.
    """
    generator = np.random.default_rng(0)
    shown = float(units.scale @ units.present)
    size = _effective_size(units.scale) / inflation
    share = np.full(_DRAWS, shown) if finite else _draw(shown * size, size, generator)
    drawn = np.zeros(_DRAWS)
    for present, part in ((True, share), (False, 1 - share)):
        own = units.present == present
        rate = _rest_known(units, own, generator) if finite else _rate(units, own & units.coded, inflation, generator)
        drawn += part * rate
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    values = units.value[units.coded]
    return (0.0 if not values.any() else float(low)), (1.0 if values.all() else float(high))


def _rate(units: Units, cell: Mask, inflation: float, generator: np.random.Generator) -> Floats:
    """Return draws of the share with the frame, from the coded units of a kind, each for those it stands for."""
    return _weighted_draw(units.weight[cell] / units.probability[cell], units.value[cell], inflation, generator)


def _rest_known(units: Units, own: Mask, generator: np.random.Generator) -> Floats:
    """Return draws of the share among just these units: what was coded is known, the others fall by chance."""
    total, coded, others = units.weight[own].sum(), own & units.coded, own & ~units.coded
    known, rest = float(units.weight[coded] @ units.value[coded]), units.weight[others]
    if total == 0:
        return np.zeros(_DRAWS)
    if not len(rest):
        return np.full(_DRAWS, known / total)
    # A coded unit speaks for the uncoded ones it stands for: none when it was coded for certain.
    stands_for = units.weight[coded] * (1 / units.probability[coded] - 1)
    rate = _weighted_draw(stands_for, units.value[coded], 1.0, generator)
    size = max(round(_effective_size(rest)), 1)
    drawn: Floats = (known + rest.sum() * generator.binomial(size, rate) / size) / total
    return drawn


def _weighted_draw(weights: Floats, values: Floats, inflation: float, generator: np.random.Generator) -> Floats:
    count = _effective_size(weights) / inflation if weights.sum() > 0 else 0.0
    seen = float(weights @ values / weights.sum() * count) if count > 0 else 0.0
    return _draw(seen, count, generator)


def _draw(seen: float, size: float, generator: np.random.Generator) -> Floats:
    return generator.beta(seen + 0.5, max(size - seen, 0.0) + 0.5, _DRAWS)


def _effective_size(weights: Floats) -> float:
    return float(weights.sum() ** 2 / (weights @ weights)) if len(weights) else 0.0
