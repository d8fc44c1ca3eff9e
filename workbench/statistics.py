"""Intervals that more than one room needs. A leaf: imports numpy and `errors` alone."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from workbench.errors import ParameterError

Floats = npt.NDArray[np.float64]


def wilson_interval(
    successes: npt.ArrayLike, totals: npt.ArrayLike, *, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Return (low, high): the Wilson score interval of each share `successes / totals`.

    Arrays are taken element by element and broadcast; plain numbers give arrays of no dimension, which
    behave as numbers. Bounds lie in 0-1 and always contain the share. Where `totals` is 0 or missing there
    is no share to bound, so both bounds are NaN. Wilson, E. B. (1927), "Probable inference, the law of succession, and
    statistical inference", JASA 22; without continuity correction (method 3 of Newcombe 1998).

    Args:
        successes: how many units have the property; need not be whole (weighted counts).
        totals: how many units were looked at.
        confidence: how often such intervals hold the true share, between 0 and 1.

    Raises:
        ParameterError: `confidence` is not between 0 and 1, or a count is negative or above its total.

    Example:
        >>> low, high = wilson_interval([81, 0], [263, 0])
        >>> low.round(4).tolist(), high.round(4).tolist()
        ([0.2553, nan], [0.3662, nan])
    """
    if not 0 < confidence < 1:
        raise ParameterError(f"confidence={confidence!r} is not a share. Allowed: between 0 and 1, such as 0.95.")
    hits, n = np.broadcast_arrays(np.asarray(successes, dtype=np.float64), np.asarray(totals, dtype=np.float64))
    wrong = (hits < 0) | (hits > n)
    if wrong.any():
        raise ParameterError(
            f"{hits[wrong][0]:g} of {n[wrong][0]:g} is not a share: a count must lie between 0 and its total. "
            "Check that successes and totals were not swapped."
        )
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    known = np.where(n > 0, n, np.nan)
    share = hits / known
    centre = share + z**2 / (2 * known)
    half = z * np.sqrt(share * (1 - share) / known + z**2 / (4 * known**2))
    # At 0 and 1 rounding could put the bound a hair inside the share it must contain.
    low = np.minimum((centre - half) / (1 + z**2 / known), share)
    high = np.maximum((centre + half) / (1 + z**2 / known), share)
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)
