"""Coder drift: how each coder agrees with the others from the first coded units to the last."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from workbench.errors import DataError, ParameterError, nearest
from workbench.framing.agreement.agreement import ALL_FRAMES
from workbench.framing.agreement.alpha import (
    Floats,
    Tally,
    disagreements,
    interval_of,
    quotient,
    same_total,
    with_prior,
)
from workbench.framing.agreement.reliability import Sampling, checked_sampling, coded_values, require_one_pass
from workbench.framing.coding.codes import checked_codes

DRIFT_TYPES = {
    "coder": "str",
    "frame": "str",
    "window": "int64",
    "round": "str",
    **dict.fromkeys(("start", "end"), "datetime64[us, UTC]"),
    **dict.fromkeys(("alpha", "low", "high", "percent"), "float64"),
    "units": "int64",
    **dict.fromkeys(("change", "change_low", "change_high"), "float64"),
    "note": "str",
}
_BY = ("coded_at", "round")


def score_drift(
    codes: pd.DataFrame,
    *,
    by: str | None = None,
    windows: int = 4,
    level: str = "nominal",
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how each coder agrees with the others, window by window of coding, and how that changed since the first.

    A coder's alpha here is that of two coders, the coder and one of the others drawn at random for each unit. It shows
    who drifts; with two coders it cannot tell which of the two.

    Args:
        codes: unit_id, coder, frame, value, and `coded_at` or `round`.
        by: "coded_at" cuts a coder's units, in the order they were coded, into `windows` of equal size; "round" takes
            each round as a window. None: the first of the two that the codes hold. Codes without it are in no window.
        windows: how many windows of coding time, at least 2.
        level: as for `score_agreement`.
        resamples: as for `score_agreement`.
        seed: makes the intervals repeatable.

    Returns:
        coder, frame, window (1 is the earliest), round (missing by coding time), start, end (first and last coded_at of
        the coder in the window), alpha, low, high (95 %), percent, units (shared with others), change (of alpha since
        the first window), change_low, change_high (95 %: Zou and Donner 2008), note (why alpha is missing). Coders in
        alphabetical order; frames in the order of `codes`, then "all frames": the frames' disagreements summed before
        dividing.

    Raises:
        ParameterError: an option is not allowed.
        DataError: the codes hold neither coded_at nor round, or as for `score_agreement`.

    Example:
        >>> codes = pd.DataFrame({"unit_id": list("abcd") * 2, "coder": ["ana"] * 4 + ["ben"] * 4, "frame": "oil",
        ...                       "value": [1, 0, 1, 0, 1, 0, 0, 1], "round": [1, 1, 2, 2] * 2})
        >>> score_drift(codes)[["coder", "frame", "round", "alpha"]].head(2).to_numpy().tolist()
        [['ana', 'oil', '1', 1.0], ['ana', 'oil', '2', -0.5]]
    """
    sampling = checked_sampling(level, resamples, seed)
    if isinstance(windows, bool) or not isinstance(windows, int) or windows < 2:
        raise ParameterError(f"windows={windows!r} shows no drift. Allowed: a whole number, at least 2.")
    coded = checked_codes(codes)
    key = _window_key(coded, by)
    for _, own in coded.groupby("round", dropna=False) if key == "round" else [("", coded)]:
        require_one_pass(own)
    frames = list(codes["frame"].unique())
    for frame in frames:
        rows = coded.index[coded["frame"] == frame]
        coded.loc[rows, "number"] = coded_values(coded.loc[rows], level)
    found = [
        row
        for coder in sorted(coded["coder"].unique())
        for row in _coder_rows(coded, coder, frames, (key, windows), sampling)
    ]
    return pd.DataFrame(found, columns=list(DRIFT_TYPES)).astype(DRIFT_TYPES)


def _window_key(coded: pd.DataFrame, by: str | None) -> str:
    held = [name for name in _BY if name in coded.columns and len(coded[name].dropna().unique()) > 1]
    if by is None:
        if not held and len(coded):
            raise DataError(
                "The codes hold neither coded_at nor more than one round, so nothing says what came first. Add one."
            )
        return held[0] if held else "coded_at"
    if by not in _BY:
        raise ParameterError(f"by={by!r} is no order of coding. {nearest(str(by), _BY)}")
    if by not in held:
        raise DataError(f"by={by!r}, but the codes hold no two values of {by}. Add it, or leave `by` out.")
    return by


def _coder_rows(
    coded: pd.DataFrame, coder: str, frames: list[str], cut: tuple[str, int], sampling: Sampling
) -> Iterator[dict[str, object]]:
    mine, theirs = coded[coded["coder"] == coder], coded[coded["coder"] != coder]
    key, windows = cut
    window = _windows(mine, key, windows)
    together = ["unit_id", "frame", *(["round"] if key == "round" else [])]
    mine = mine.assign(window=window).dropna(subset=["window"])
    pairs = mine.merge(theirs[[*together, "number"]], on=together, suffixes=("", "_other"))
    spans = {number: _span(own, key) for number, own in mine.groupby("window")}
    scores = {number: _window_scores(pairs[pairs["window"] == number], frames, sampling) for number in spans}
    for frame in [*frames, ALL_FRAMES]:
        of_frame = [scores[number][frame] for number in spans]
        for number, (span, score) in enumerate(zip(spans.values(), of_frame, strict=True), start=1):
            change = _change(score, of_frame[0]) if number > 1 else {}
            yield {"coder": coder, "frame": frame, "window": number, **span, **score, **change}


def _windows(mine: pd.DataFrame, key: str, windows: int) -> pd.Series[float]:
    """Return the window of each of a coder's codes; missing where the time is."""
    if key == "round":
        return mine["round"].rank(method="dense")
    times = pd.to_datetime(mine["coded_at"], utc=True)
    first = pd.DataFrame({"unit": mine["unit_id"], "time": times}).dropna().groupby("unit")["time"].min()
    ordered = first.reset_index().sort_values(["time", "unit"])["unit"].tolist()
    parts = np.array_split(np.arange(len(ordered)), min(windows, max(len(ordered), 1)))
    return mine["unit_id"].map({ordered[place]: float(part) for part, own in enumerate(parts, 1) for place in own})


def _span(own: pd.DataFrame, key: str) -> dict[str, object]:
    times = pd.to_datetime(own["coded_at"], utc=True) if "coded_at" in own.columns else pd.Series(dtype="object")
    name = own["round"].iloc[0] if key == "round" else None
    return {
        "round": f"{name:g}" if isinstance(name, int | float | np.integer) else name,
        "start": times.min(),
        "end": times.max(),
    }


def _window_scores(pairs: pd.DataFrame, frames: list[str], sampling: Sampling) -> dict[str, dict[str, object]]:
    """Return the scores of each frame and of all frames together, from pairs of codes of one window."""
    names, unit = np.unique(pairs["unit_id"].to_numpy(dtype=object), return_inverse=True)
    random = np.random.default_rng(sampling.seed)
    weights = np.vstack([np.ones(len(names)), random.exponential(size=(sampling.resamples, len(names)))])
    scores, sums = {}, np.zeros((2, len(weights)))
    for frame in frames:
        rows = np.flatnonzero(pairs["frame"] == frame)
        own, drawn = pairs.iloc[rows], weights[:, unit[rows]]
        scores[frame] = _score(own, _parts(own, drawn, sampling))
        # One prior for all frames together, or many frames would add many disagreements that nobody made.
        sums += _parts(own, drawn, sampling, prior=1 / len(frames))
    scores[ALL_FRAMES] = _score(pairs, sums)
    return scores


def _parts(pairs: pd.DataFrame, weights: Floats, sampling: Sampling, *, prior: float = 1.0) -> Floats:
    """Return observed and expected disagreement, first of the units themselves, then of each weighting of them."""
    numbers = pairs[["number", "number_other"]].to_numpy(dtype=np.float64)
    scale, place = np.unique(numbers, return_inverse=True)
    if len(scale) < 2:
        return np.zeros((2, len(weights)))
    counts = np.eye(len(scale))[place.reshape(numbers.shape)].sum(axis=1)
    # A unit counts once, however many others coded it.
    share = 1 / pairs.groupby("unit_id")["unit_id"].transform("size").to_numpy(dtype=np.float64)
    tally = Tally(counts, share, scale, sampling.level)
    smooth = with_prior(tally)
    added = prior * smooth.units[len(share) :]
    random = np.random.default_rng([sampling.seed, 1])
    drawn = np.hstack([weights[1:] * share, random.gamma(added, size=(len(weights) - 1, len(added)))])
    resampled = disagreements(smooth, same_total(drawn, tally))
    return np.hstack([disagreements(tally, weights[:1] * share), resampled])


def _score(pairs: pd.DataFrame, parts: Floats) -> dict[str, object]:
    found = quotient(parts[0], parts[1])
    units = int(pairs["unit_id"].nunique())
    low, high = interval_of(float(found[0]), found[1:][np.isfinite(found[1:])], units=units)
    agreed = (pairs["number"] == pairs["number_other"]).groupby([pairs["unit_id"], pairs["frame"]]).mean()
    why = "one category only" if units else "no unit shared with another coder"
    return {
        "alpha": float(found[0]),
        "low": low,
        "high": high,
        "percent": float(agreed.mean()) if units else np.nan,
        "units": units,
        "note": why if np.isnan(found[0]) else None,
    }


def _change(score: dict[str, object], first: dict[str, object]) -> dict[str, object]:
    """Return the difference of two alphas from separate units, with the interval their own intervals give."""
    (a, low_a, high_a), (b, low_b, high_b) = (
        tuple(float(str(side[name])) for name in ("alpha", "low", "high")) for side in (score, first)
    )
    return {
        "change": a - b,
        "change_low": a - b - float(np.hypot(a - low_a, high_b - b)),
        "change_high": a - b + float(np.hypot(high_a - a, b - low_b)),
    }
