"""How much more one side uses a term than the other: log-odds with a prior, chi-square, log-likelihood."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def log_odds(
    here: Floats, there: Floats, prior: Floats, *, total_here: float, total_there: float, total_prior: float
) -> tuple[Floats, Floats]:
    """Return (log-odds ratio, z) of terms, with an informative Dirichlet prior.

    Monroe, Colaresi & Quinn (2008). NaN where all that was counted is one single term.

    Args:
        here: counts of each term on this side.
        there: counts on the other side.
        prior: what the prior adds to each count.
        total_here: counts of all terms on this side, of those not passed as well.
        total_there: the same of the other side.
        total_prior: the same of the prior.

    Example:
        >>> counts = np.array([3.0]), np.array([1.0]), np.array([2.0])
        >>> delta, z = log_odds(*counts, total_here=4, total_there=4, total_prior=4)
        >>> delta.round(4).tolist(), z.round(4).tolist()
        ([1.0217], [1.399])
    """
    y_here, y_there = here + prior, there + prior
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = np.log(y_here / (total_here + total_prior - y_here))
        delta = delta - np.log(y_there / (total_there + total_prior - y_there))
    delta = np.where(np.isfinite(delta), delta, np.nan)
    return delta, delta / np.sqrt(1 / y_here + 1 / y_there)


def expected_counts(here: Floats, there: Floats, *, total_here: float, total_there: float) -> Floats:
    """Return how often each term would stand on this side if both used it at the same rate; NaN if a side is silent.

    Example:
        >>> expected_counts(np.array([348.0]), np.array([99.0]), total_here=1e6, total_there=1e6).tolist()
        [223.5]
    """
    if not (total_here and total_there):
        return np.full_like(here, np.nan)
    return (here + there) * (total_here / (total_here + total_there))


def chi_square(here: Floats, there: Floats, *, total_here: float, total_there: float) -> Floats:
    """Return Pearson's chi-square of each term's two-by-two table, below 0 where this side uses the term less.

    Without continuity correction (Pearson 1900). NaN where a side is silent or all is one single term.

    Example:
        >>> chi_square(np.array([7.0]), np.array([2.0]), total_here=10, total_there=9).round(4).tolist()
        [4.3372]
    """
    others_here, others_there = total_here - here, total_there - there
    total = total_here + total_there
    with np.errstate(divide="ignore", invalid="ignore"):
        margins = total_here * total_there * (here + there) * (others_here + others_there)
        statistic = total * (here * others_there - there * others_here) ** 2 / margins
    return _signed(statistic, here, there, total_here=total_here, total_there=total_there)


def log_likelihood(here: Floats, there: Floats, *, total_here: float, total_there: float) -> Floats:
    """Return the log-likelihood ratio of each term, below 0 where this side uses the term less.

    The keyness of Rayson & Garside (2000): twice the sum over both sides of observed * ln(observed / expected), the
    likelihood ratio of two Poisson rates. Dunning (1993) adds the same sum over all other words, which changes little
    for a term that is a small part of all words. NaN where a side is silent.

    Example:
        >>> log_likelihood(np.array([348.0]), np.array([99.0]), total_here=1e6, total_there=1e6).round(2).tolist()
        [146.95]
    """
    expected_here = expected_counts(here, there, total_here=total_here, total_there=total_there)
    expected_there = here + there - expected_here
    statistic = 2 * (_term(here, expected_here) + _term(there, expected_there))
    # Where both rates are the same, rounding could leave a hair below 0.
    return _signed(np.maximum(statistic, 0), here, there, total_here=total_here, total_there=total_there)


def chance(statistic: Floats) -> Floats:
    """Return p of each statistic, whatever its sign: chi-square with one degree of freedom.

    Example:
        >>> chance(np.array([3.841459, -10.82757])).round(4).tolist()
        [0.05, 0.001]
    """
    from scipy.special import chdtrc

    return np.asarray(chdtrc(1, np.abs(statistic)), dtype=np.float64)


def adjust(p: Floats) -> Floats:
    """Return p adjusted for how many were looked at: the false discovery rate of Benjamini & Hochberg (1995).

    NaN stays NaN and counts for no test.

    Example:
        >>> adjust(np.array([0.01, 0.04, 0.03, np.nan])).round(4).tolist()
        [0.03, 0.04, 0.04, nan]
    """
    adjusted = np.full_like(p, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    adjusted[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return adjusted


def _term(observed: Floats, expected: Floats) -> Floats:
    """Return x ln(x / e), whose limit at 0 is 0."""
    return observed * np.log(np.where(observed > 0, observed, 1) / np.where(observed > 0, expected, 1))


def _signed(statistic: Floats, here: Floats, there: Floats, *, total_here: float, total_there: float) -> Floats:
    if not (total_here and total_there):
        return np.full_like(here, np.nan)
    return np.where(here * total_there < there * total_here, -statistic, statistic)
