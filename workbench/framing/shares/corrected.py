"""One share, corrected: which estimator and which interval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from workbench.errors import ParameterError, nearest
from workbench.framing.shares.correction import Estimate, Units, dsl_share, gold_share, powered_share, published_slope
from workbench.framing.shares.small_counts import FEW, chain_interval, normal_interval, score_interval

RAW = "uncorrected, Wilson 1927"
WEIGHTED = "uncorrected, weighted, Wilson 1927 with effective n (Kish 1965)"
METHODS = {
    "auto": "prediction-powered, slope from the coded units of all groups",
    "raw": RAW,
    "gold": "hand codes alone (Hájek 1971)",
    "dsl": "DSL (Egami et al. 2023)",
    "ppi": "PPI++ (Angelopoulos et al. 2023)",
}
POPULATIONS = ("superpopulation", "finite")


class Share(NamedTuple):
    """A share with its interval, how it was made, and what to beware of."""

    estimate: float
    low: float
    high: float
    method: str
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """How shares are estimated: the options of `estimate_shares`, checked."""

    method: str = "auto"
    cluster: str | None = None
    population: str = "superpopulation"
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ParameterError(
                f"method={self.method!r} is no way to estimate a share. {nearest(self.method, METHODS)}"
            )
        if self.population not in POPULATIONS:
            raise ParameterError(f"population={self.population!r}: {nearest(self.population, POPULATIONS)}")

    @property
    def finite(self) -> bool:
        """Whether only the articles at hand are asked about."""
        return self.population == "finite"


def correct_share(units: Units, slope: float, plan: Plan) -> Share:
    """Return the share of one group and frame, corrected by its hand codes, of which there is at least one.

    Args:
        units: the units of the group.
        slope: of hand codes on predictions, for the method "auto" (see `pooled_slope`).
        plan: how to estimate.
    """
    if plan.finite:
        units = replace(units, cluster=None)  # units were drawn, not clusters, and these units are all there are
    if plan.finite and units.coded.all():
        share = float(units.scale @ units.value)
        return Share(share, share, share, METHODS["gold"])
    if units.clusters == 1:
        share = float(np.clip(_estimate(units, slope, plan.method, plan).share, 0, 1))
        return Share(share, 0.0, 1.0, METHODS[plan.method], "one cluster alone: how far it may be off cannot be seen")
    few = _few_counts(units)
    method = "gold" if units.coded.all() else plan.method
    estimate = _widened(_estimate(units, slope, method, plan), units, plan)
    low, high = _interval(units, estimate, slope, method, plan, few=few)
    note = _few_note(units.value[units.coded], units.effective) if few else ""
    return Share(float(np.clip(estimate.share, 0, 1)), low, high, METHODS[method], note)


def _interval(
    units: Units, estimate: Estimate, slope: float, method: str, plan: Plan, *, few: bool
) -> tuple[float, float]:
    if method == "gold":
        most = units.effective if few and not plan.finite else None
        return score_interval(estimate, units, confidence=plan.confidence, most=most)
    if few or (method == "auto" and _is_binary(units)):
        inflation = _inflation(units, estimate, slope, method, plan)
        return chain_interval(units, confidence=plan.confidence, finite=plan.finite, inflation=inflation)
    if method == "auto":
        return score_interval(estimate, units, confidence=plan.confidence)
    return normal_interval(estimate, confidence=plan.confidence)


def _few_counts(units: Units) -> bool:
    """Whether units with the frame, or without it, are few, as they are or by what they weigh in the sample."""
    values = units.value[units.coded]
    share = float(units.design @ values)
    counts = [values.sum(), len(values) - values.sum(), units.effective * share, units.effective * (1 - share)]
    return bool(min(counts) < FEW)


def _widened(estimate: Estimate, units: Units, plan: Plan) -> Estimate:
    """Return the estimate with the variance that Student's t asks for where clusters are few."""
    if units.clusters is None:
        return estimate
    from scipy.stats import norm, t

    tail = (1 + plan.confidence) / 2
    return Estimate(estimate.share, estimate.variance * float(t.ppf(tail, units.clusters - 1) / norm.ppf(tail)) ** 2)


def _estimate(units: Units, slope: float, method: str, plan: Plan) -> Estimate:
    if method == "gold":
        return gold_share(units, finite=plan.finite)
    if method == "dsl":
        return dsl_share(units, finite=plan.finite)
    if method == "ppi":
        return powered_share(units, published_slope(units), finite=plan.finite, apart=True)
    return powered_share(units, slope, finite=plan.finite)


def _inflation(units: Units, estimate: Estimate, slope: float, method: str, plan: Plan) -> float:
    """Return by how much clusters enlarge the variance; never less than 1."""
    if units.cluster is None:
        return 1.0
    alone = _estimate(replace(units, cluster=None), slope, method, plan)
    return max(estimate.variance / alone.variance, 1.0) if alone.variance > 0 else 1.0


def _is_binary(units: Units) -> bool:
    return bool((units.predicted == units.present).all())


def _few_note(values: npt.NDArray[np.float64], effective: float) -> str:
    seen, missing = int(values.sum()), int(len(values) - values.sum())
    count, what = (seen, "with the frame") if seen <= missing else (missing, "without it")
    if count >= FEW:
        return f"hand codes of unequal weight, worth {effective:.0f} of equal weight: an interval for small counts"
    units = "unit" if count == 1 else "units"
    return f"only {count} hand-coded {units} {what} (fewer than {FEW}): an interval for small counts"
