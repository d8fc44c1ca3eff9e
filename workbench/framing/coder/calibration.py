"""Are probabilities what they say? Predicted against observed shares, in groups of like probability."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import DataError, ParameterError
from workbench.statistics import wilson_interval

_PER_BIN, _MOST_BINS = 40, 10
_RESAMPLES = 200

Floats = npt.NDArray[np.float64]


def calibration_table(units: pd.DataFrame, *, bins: int) -> pd.DataFrame:
    """Return predicted and observed shares of `units` (frame, predicted, value) by frame and for all frames together.

    Groups are of equal size, from the least to the most probable (equal-mass bins; Naeini, Cooper & Hauskrecht 2015).
    """
    if bins < 1:
        raise ParameterError(f"bins={bins!r} makes no groups. Allowed: 1 or more.")
    frames = [(str(frame), own) for frame, own in units.groupby("frame", sort=False)]
    rows = [row for frame, own in [*frames, ("all frames", units)] for row in _rows(frame, own, bins) if len(own)]
    columns = {"frame": "str", "bin": "int64", "predicted": "float64", "observed": "float64", "low": "float64",
               "high": "float64", "units": "int64"}  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def calibration_errors(
    predicted: pd.Series[float], value: pd.Series[float], article: pd.Series[str], *, seed: int
) -> tuple[float, float, float]:
    """Return the expected calibration error and its 95 % interval, by resampling articles.

    The mean distance of predicted and observed shares over groups of equal size, one for 40 units, at most ten. Chance
    alone makes it larger than 0: by about 0.04 for 400 units of a perfectly calibrated coder.
    """
    p, y = np.asarray(predicted, dtype=np.float64), np.asarray(value, dtype=np.float64)
    names, number = np.unique(article.astype(object).to_numpy(dtype=str), return_inverse=True)
    members = [np.flatnonzero(number == place) for place in range(len(names))] if len(names) < len(p) else None
    generator = np.random.default_rng(seed)
    found = []
    for _ in range(_RESAMPLES):
        drawn = generator.integers(0, len(names), len(names))
        chosen = np.concatenate([members[place] for place in drawn]) if members else np.argsort(number)[drawn]
        found.append(_error(p[chosen], y[chosen]))
    error = _error(p, y)
    low, high = np.quantile(found, [0.025, 0.975])
    return error, min(float(low), error), max(float(high), error)


def require_probabilities(units: pd.DataFrame) -> None:
    """Raise `DataError` where a prediction states no probability."""
    if not units["stated"].all():
        raise DataError(
            "The predictions have no probabilities. A dictionary and people give none; a trained coder does."
        )


def _error(predicted: Floats, value: Floats) -> float:
    order = np.argsort(predicted, kind="stable")
    bins = int(np.clip(len(order) // _PER_BIN, 1, _MOST_BINS))
    parts = np.array_split(order, bins)
    distances = [abs(predicted[part].mean() - value[part].mean()) * len(part) for part in parts]
    return float(sum(distances) / len(order))


def _rows(frame: str, units: pd.DataFrame, bins: int) -> list[tuple[object, ...]]:
    ordered = units.sort_values("predicted", kind="stable")
    parts = [part for part in np.array_split(np.arange(len(ordered)), bins) if len(part)]
    rows: list[tuple[object, ...]] = []
    for number, part in enumerate(parts, 1):
        own = ordered.iloc[part]
        low, high = wilson_interval(own["value"].sum(), len(own))
        rows.append((frame, number, own["predicted"].mean(), own["value"].mean(), float(low), float(high), len(own)))
    return rows
