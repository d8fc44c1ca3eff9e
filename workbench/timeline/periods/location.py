"""When a level changed and what it was before and after, with intervals."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.statistics import wilson_interval
from workbench.timeline.periods.runs import DRAWS, FEWEST, FLOOR, LEAST, Run, gains_of_splits, shuffled

_PLACE_DRAWS = 399
_LEFT_OUT = 0.025  # not 0.05: these data chose the cut as well (simulated in benchmarks/timeline_changes.py)
_GAP = 20  # so many places in a row left out: those beyond are not looked at


class Level(NamedTuple):
    """Articles a period, or a share, with its 95 % interval."""

    value: float
    low: float
    high: float


def chance_of_split(run: Run, persistence: float, generator: np.random.Generator) -> float:
    """Return how often the best cut of a shuffled series is as good as the best cut of this one."""
    if len(run) < FEWEST:
        return 1.0
    gains = gains_of_splits(run.amounts[:, None], run.exposure[None])[0]
    observed = gains.max() / persistence
    if observed <= FLOOR:
        return 1.0
    reached = sum(
        int((gains_of_splits(amounts, exposure).max(axis=1) >= observed - 1e-9).sum())
        for amounts, exposure in shuffled(run, [], DRAWS, generator, rows=len(run))
    )
    return (1 + reached) / (1 + DRAWS)


def find_interval(run: Run, cut: int, persistence: float, generator: np.random.Generator) -> tuple[int, int]:
    """Return the first and the last place where the one change of this run may be, with 95 % confidence.

    A place is left out when another fits better than it would by chance if the level changed there: the likelihood
    ratio of Worsley (1986), judged by shuffling the periods on either side of the place among themselves, which
    assumes no distribution (as the first method of Cunen, Hermansen & Hjort 2018 does with a model).
    """
    gains = gains_of_splits(run.amounts[:, None], run.exposure[None])[0] / persistence
    ends = []
    for places in (range(cut, LEAST - 1, -1), range(cut, len(run) - LEAST + 1)):
        last = cut
        for place in places:
            if abs(place - last) > _GAP:
                break
            if _may_be(run, place, gains, generator):
                last = place
        ends.append(last)
    return ends[0], ends[1]


def _may_be(run: Run, place: int, gains: np.ndarray, generator: np.random.Generator) -> bool:
    behind = gains.max() - gains[place]
    if behind <= 0:
        return True
    reached = 0
    for amounts, exposure in shuffled(run, [place], _PLACE_DRAWS, generator, rows=len(run)):
        other = gains_of_splits(amounts, exposure)
        reached += int((other.max(axis=1) - other[:, place] >= behind - 1e-9).sum())
    return (1 + reached) / (1 + _PLACE_DRAWS) > _LEFT_OUT


def measure_level(run: Run, start: int, stop: int, dispersion: float) -> Level:
    """Return the level of a stretch with its interval, which grows with the dispersion (quasi-likelihood).

    Shares: Wilson (1927); counts: exact Poisson limits (Garwood 1936), each for 1 / dispersion of what was counted.
    """
    amount, exposure = run.amounts[0, start:stop].sum(), run.exposure[start:stop].sum()
    if len(run.amounts) == 2:
        low, high = wilson_interval(amount / dispersion, exposure / dispersion)
        return Level(amount / exposure, float(low), float(high))
    from scipy.stats import gamma

    counted = amount / dispersion
    fewest = float(gamma.ppf(0.025, counted)) if counted > 0 else 0.0
    most = float(gamma.ppf(0.975, counted + 1))
    return Level(float(amount / exposure), float(fewest * dispersion / exposure), float(most * dispersion / exposure))
