"""Intervals of corrected shares: a score interval for enough counts, and the chain rule for few."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from workbench.framing.correction import Estimate, Floats, Units
from workbench.statistics import wilson_interval

FEW = 15  # hand-coded units with the frame, or without it, under which a normal interval is not to be trusted
_DRAWS = 4000


def normal_interval(estimate: Estimate, *, confidence: float) -> tuple[float, float]:
    """Return the share plus and minus its standard errors, cut to 0-1: the interval of the published methods."""
    half = NormalDist().inv_cdf((1 + confidence) / 2) * estimate.variance**0.5
    return max(estimate.share - half, 0.0), min(estimate.share + half, 1.0)


def score_interval(estimate: Estimate, units: Units, *, confidence: float, finite: bool) -> tuple[float, float]:
    """Return Wilson's interval for so many units as would give this variance; for a share of 0 or 1, as are coded."""
    share = float(np.clip(estimate.share, 0, 1))
    if finite and bool((units.coded & (units.probability == 1)).all()):
        return share, share  # all units are known
    size = share * (1 - share) / estimate.variance if estimate.variance > 0 else 0.0
    if size == 0:
        size = _effective_size(units.design)
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
    none_seen, all_seen = True, True
    for present, part in ((True, share), (False, 1 - share)):
        cell = units.coded & (units.present == present)
        weights = units.weight[cell] / units.probability[cell]
        count = _effective_size(weights) / inflation
        seen = float(weights @ units.value[cell] / weights.sum() * count) if cell.any() else 0.0
        none_seen, all_seen = none_seen and seen == 0, all_seen and seen >= count
        rate = _draw(seen, count, generator)
        if finite:
            rate = _complete(rate, units.value[cell], int((units.present == present).sum()), generator)
        drawn += part * rate
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    return (0.0 if none_seen else float(low)), (1.0 if all_seen else float(high))


def _draw(seen: float, size: float, generator: np.random.Generator) -> Floats:
    return generator.beta(seen + 0.5, max(size - seen, 0.0) + 0.5, _DRAWS)


def _complete(rate: Floats, values: Floats, size: int, generator: np.random.Generator) -> Floats:
    """Return the shares of a finite number of units: those coded are known, the others fall by chance."""
    if size == 0:
        return np.zeros_like(rate)
    completed: Floats = (values.sum() + generator.binomial(size - len(values), rate)) / size
    return completed


def _effective_size(weights: Floats) -> float:
    return float(weights.sum() ** 2 / (weights @ weights)) if len(weights) else 0.0
