"""From decision values to probabilities, and from probabilities to yes or no."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

# A frame's own threshold counts by its units with the frame, the common one as if it stood on so many.
_COMMON = 20

Floats = npt.NDArray[np.float64]


def fit_sigmoid(decisions: Floats, seen: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and offset that turn decision values into probabilities: 1 / (1 + exp(-(slope x + offset))).

    Platt, J. (1999), "Probabilistic outputs for support vector machines", with his smoothed targets. The slope is not
    below 0: a coder that is worse than chance is given the share of the frame, not believed the other way round.

    Example:
        >>> slope, offset = fit_sigmoid(np.array([-1.0, -0.5, 0.5, 1.0]), np.array([False, False, True, True]))
        >>> bool(slope > 0), abs(offset) < 0.01
        (True, True)
    """
    from scipy.optimize import minimize

    positives, negatives = int(seen.sum()), int((~seen).sum())
    targets = np.where(seen, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    scale = float(decisions.std()) or 1.0
    values = decisions / scale

    def loss(given: Floats) -> tuple[float, Floats]:
        logits = given[0] * values + given[1]
        error = squash(logits) - targets
        return float((np.logaddexp(0, logits) - targets * logits).sum()), np.array([error @ values, error.sum()])

    start = np.array([1.0, np.log((positives + 1) / (negatives + 1))])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None), (None, None)])
    return float(found.x[0]) / scale, float(found.x[1])


def squash(logits: Floats) -> Floats:
    """Return the probabilities of log-odds.

    Example:
        >>> squash(np.array([0.0])).tolist()
        [0.5]
    """
    probabilities: Floats = 0.5 * (1 + np.tanh(0.5 * logits))
    return probabilities


def choose_threshold(probabilities: Floats) -> float:
    """Return the probability from which a frame is called present so that the expected F1 is highest.

    Taken from the probabilities alone: of the k most probable units, as many as their sum are expected to be right, of
    as many as the sum over all units. Unlike the best cut through so many hand codes, that does not chase single units
    of a rare frame. Lipton, Elkan & Naryanaswamy (2014), "Optimal thresholding of classifiers to maximize F1 measure".

    Example:
        >>> round(choose_threshold(np.array([0.9, 0.8, 0.1, 0.1, 0.1])), 2)
        0.45
    """
    ordered = np.sort(probabilities)[::-1]
    expected = 2 * np.cumsum(ordered) / (np.arange(1, len(ordered) + 1) + ordered.sum())
    best = int(np.argmax(expected.round(12)))
    after = ordered[min(best + 1, len(ordered) - 1)]
    return float((ordered[best] + after) / 2)


def choose_thresholds(probabilities: list[Floats], positives: Floats) -> list[float]:
    """Return a threshold for each frame: its own, drawn to the one for all frames together where it is rare.

    The own thresholds are those of the mean of F1 over frames, the common one is that of F1 over all codes. A rare
    frame by itself asks for a threshold so low that most of what it is called for is wrong.

    Args:
        probabilities: of each frame, in units that were left out.
        positives: how many units show each frame.

    Example:
        >>> rare, frequent = np.array([0.3, 0.1, 0.1, 0.1]), np.array([0.9, 0.8, 0.7, 0.1])
        >>> [round(own, 2) for own in choose_thresholds([rare, frequent], np.array([5, 500]))]
        [0.44, 0.4]
    """
    common = choose_threshold(np.concatenate(probabilities))
    own = np.array([choose_threshold(frame) for frame in probabilities])
    drawn: Floats = (positives * own + _COMMON * common) / (positives + _COMMON)
    return [float(threshold) for threshold in drawn]
