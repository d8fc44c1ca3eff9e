"""One share, corrected: which estimator and which interval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from workbench.errors import ParameterError, nearest
from workbench.framing.correction import Estimate, Units, dsl_share, gold_share, powered_share, published_slope
from workbench.framing.small_counts import FEW, chain_interval, normal_interval, score_interval

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
    values = units.value[units.coded]
    few = min(values.sum(), len(values) - values.sum()) < FEW
    method = "gold" if units.coded.all() else plan.method
    estimate = _estimate(units, slope, method, plan)
    if method == "gold":
        low, high = score_interval(estimate, units, confidence=plan.confidence, finite=plan.finite)
    elif few or (method == "auto" and _is_binary(units)):
        inflation = _inflation(units, estimate, slope, method, plan)
        low, high = chain_interval(units, confidence=plan.confidence, finite=plan.finite, inflation=inflation)
    elif method == "auto":
        low, high = score_interval(estimate, units, confidence=plan.confidence, finite=plan.finite)
    else:
        low, high = normal_interval(estimate, confidence=plan.confidence)
    return Share(float(np.clip(estimate.share, 0, 1)), low, high, METHODS[method], _few_note(values) if few else "")


def _estimate(units: Units, slope: float, method: str, plan: Plan) -> Estimate:
    if method == "gold":
        return gold_share(units, finite=plan.finite)
    if method == "dsl":
        return dsl_share(units, finite=plan.finite)
    return powered_share(units, published_slope(units) if method == "ppi" else slope, finite=plan.finite)


def _inflation(units: Units, estimate: Estimate, slope: float, method: str, plan: Plan) -> float:
    """Return by how much clusters enlarge the variance; never less than 1."""
    if units.cluster is None:
        return 1.0
    alone = _estimate(replace(units, cluster=None), slope, method, plan)
    return max(estimate.variance / alone.variance, 1.0) if alone.variance > 0 else 1.0


def _is_binary(units: Units) -> bool:
    return bool((units.predicted == units.present).all())


def _few_note(values: npt.NDArray[np.float64]) -> str:
    seen, missing = int(values.sum()), int(len(values) - values.sum())
    count, what = (seen, "with the frame") if seen <= missing else (missing, "without it")
    units = "unit" if count == 1 else "units"
    return f"only {count} hand-coded {units} {what} (fewer than {FEW}): an interval for small counts"
