"""How often a coder is right: predictions of any coder against hand codes, and coders against each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.framing.coder.calibration import calibration_errors, calibration_table, require_probabilities
from workbench.framing.coding.codes import checked_codes
from workbench.framing.shares.predictions import join_predictions
from workbench.statistics import wilson_interval
from workbench.text import typed

ALL = "all frames"
_COLUMNS = ["frame", "measure", "value", "low", "high", "units", "positives"]
_RESAMPLES = 1000

Floats = npt.NDArray[np.float64]
Human = tuple[float, float, float, int, int]


def score_predictions(
    predictions: pd.DataFrame,
    codes: pd.DataFrame,
    sample: pd.DataFrame | None = None,
    *,
    coders: pd.DataFrame | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Return precision, recall and F1 of each frame, in the hand-coded units, with 95 % intervals.

    Works for any coder: the dictionary, a trained coder (whose predictions of the units it learned from are made by
    models that did not see them), a language model, a person.

    Args:
        predictions: unit_id or article_id, frame, present; `probability` is used when present.
        codes: hand codes, one a unit and frame (`join_codes` makes them from several coders).
        sample: the units drawn, with their inclusion `probability`: where rare frames were drawn more often, each unit
            counts 1 / probability, or recall would come out too high. None: all coded units count alike.
        coders: the codes of several people: what they reach against each other is the human ceiling.
        seed: of the resamples.

    Returns:
        frame, measure, value, low, high, units (coded), positives (of them with the frame). Measures: precision, recall
        (Wilson 1927), f1 and, where there are probabilities, calibration error (both by resampling articles; Efron &
        Tibshirani 1993); with `coders` human f1, the mean over pairs of coders. Frames in the order of the predictions,
        then "all frames" with micro f1, macro f1, human micro f1 and calibration error. NaN where nothing can be said:
        precision of a frame never predicted, recall of one never coded. Empty where no unit is coded.

    Raises:
        DataError: as for `estimate_shares`.

    Example:
        >>> predictions = pd.DataFrame({"article_id": list("abcd"), "frame": "oil"})
        >>> predictions["present"] = [True, True, False, False]
        >>> codes = pd.DataFrame({"unit_id": list("abcd"), "coder": "joined", "frame": "oil", "value": [1, 0, 1, 0]})
        >>> score_predictions(predictions, codes)[["frame", "measure", "value"]].head(3).to_numpy().tolist()
        [['oil', 'precision', 0.5], ['oil', 'recall', 0.5], ['oil', 'f1', 0.5]]
    """
    units = coded_units(predictions, codes, sample)
    frames = units["frame"].unique().tolist()
    if not frames:
        return typed([], _COLUMNS).astype(_TYPES)
    counts = _counts(units, frames)
    draws = _draws(counts.shape[0], np.random.default_rng(seed))
    resampled = np.tensordot(draws, counts, axes=1)
    human = _human(coders, frames, seed) if coders is not None else {}
    rows = [
        row
        for place, frame in enumerate(frames)
        for row in _of_frame(frame, units, counts[:, place].sum(axis=0), resampled[:, place], human, seed)
    ]
    rows.extend(_overall(counts, resampled, units, human, seed))
    return pd.DataFrame(rows, columns=_COLUMNS).astype(_TYPES)


_TYPES = {"frame": "str", "measure": "str", "value": "float64", "low": "float64", "high": "float64", "units": "int64",
          "positives": "int64"}  # fmt: skip


def _of_frame(
    frame: str, units: pd.DataFrame, counts: Floats, resampled: Floats, human: dict[str, Human], seed: int
) -> Iterator[tuple[object, ...]]:
    own = units[units["frame"] == frame]
    size, positives = len(own), int(own["value"].sum())
    right = own["value"] == own["present"]
    for measure, among in (("precision", own["present"] == 1), ("recall", own["value"] == 1)):
        yield (frame, measure, *_weighted_share(right[among], own.loc[among, "scale"]), size, positives)
    yield (frame, "f1", *_with_bounds(_f1(counts), _f1(resampled), counts), size, positives)
    if own["stated"].all():
        errors = calibration_errors(own["predicted"], own["value"], own["article"], seed=seed)
        yield (frame, "calibration error", *errors, size, positives)
    if frame in human:
        yield (frame, "human f1", *human[frame])


def count_confusion(predictions: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return how many hand-coded units have, and are predicted to have, each frame.

    Args:
        predictions: as for `score_predictions`.
        codes: hand codes, one a unit and frame.

    Returns:
        frame, coded, predicted (True or False), units; four rows a frame, frames in the order of the predictions.

    Example:
        >>> predictions = pd.DataFrame({"article_id": list("ab"), "frame": "oil", "present": [True, False]})
        >>> codes = pd.DataFrame({"unit_id": list("ab"), "coder": "joined", "frame": "oil", "value": [1, 1]})
        >>> count_confusion(predictions, codes)["units"].tolist()
        [1, 1, 0, 0]
    """
    units = coded_units(predictions, codes)
    rows = [
        (frame, coded, predicted, int(((own["value"] == coded) & (own["present"] == predicted)).sum()))
        for frame, own in units.groupby("frame", sort=False)
        for coded in (True, False)
        for predicted in (True, False)
    ]
    types = {"frame": "str", "coded": "bool", "predicted": "bool", "units": "int64"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def score_calibration(predictions: pd.DataFrame, codes: pd.DataFrame, *, bins: int = 10) -> pd.DataFrame:
    """Return predicted against observed shares, in groups of units with like probability.

    Args:
        predictions: as for `score_predictions`, with `probability`.
        codes: hand codes, one a unit and frame.
        bins: groups of equal size.

    Returns:
        frame, bin (1 is the least probable), predicted (mean probability), observed (share coded with the frame), low,
        high (95 %, Wilson 1927), units; frames in the order of the predictions, then "all frames".

    Raises:
        ParameterError: `bins` is below 1.
        DataError: the predictions have no probabilities.

    Example:
        >>> predictions = pd.DataFrame({"article_id": list("abcd"), "frame": "oil"})
        >>> predictions = predictions.assign(probability=[0.1, 0.2, 0.8, 0.9], present=[False, False, True, True])
        >>> codes = pd.DataFrame({"unit_id": list("abcd"), "coder": "joined", "frame": "oil", "value": [0, 0, 1, 1]})
        >>> table = score_calibration(predictions, codes, bins=2)
        >>> table[["frame", "predicted", "observed"]].round(2).head(2).to_numpy().tolist()
        [['oil', 0.15, 0.0], ['oil', 0.85, 1.0]]
    """
    units = coded_units(predictions, codes)
    require_probabilities(units)
    return calibration_table(units, bins=bins)


def coded_units(predictions: pd.DataFrame, codes: pd.DataFrame, sample: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the coded units: article, unit, frame, present, predicted, value, stated (is there a probability), scale.

    `scale` is 1 / inclusion probability, 1 on average.
    """
    joined = join_predictions(predictions, codes, sample).units
    stated = predictions["probability"].notna().to_numpy() if "probability" in predictions.columns else False
    joined = joined.assign(stated=stated)
    coded = joined[joined["value"].notna()].reset_index(drop=True)
    scale = 1 / coded["probability"]
    return coded.assign(scale=scale / scale.groupby(coded["frame"]).transform("mean"))


def _weighted_share(right: pd.Series[bool], scale: pd.Series[float]) -> tuple[float, float, float]:
    """Return the share that is right with its Wilson interval, for the effective number of units (Kish 1965)."""
    if right.empty:
        return np.nan, np.nan, np.nan
    share = float((right * scale).sum() / scale.sum())
    size = float(scale.sum() ** 2 / (scale**2).sum())
    low, high = wilson_interval(share * size, size)
    return share, float(low), float(high)


def _counts(units: pd.DataFrame, frames: list[str]) -> Floats:
    """Return hits, false alarms and misses by article and frame."""
    article = pd.factorize(units["article"], sort=True)[0]
    frame = pd.Index(frames).get_indexer(pd.Index(units["frame"]))
    seen, said = units["value"].to_numpy() == 1, units["present"].to_numpy() == 1
    scale = units["scale"].to_numpy(dtype=np.float64)
    counts = np.zeros((article.max() + 1, len(frames), 3))
    for kind, which in enumerate((seen & said, ~seen & said, seen & ~said)):
        np.add.at(counts[:, :, kind], (article[which], frame[which]), scale[which])
    return counts


def _draws(size: int, generator: np.random.Generator) -> Floats:
    """Return how often each article stands in each resample."""
    return generator.multinomial(size, np.full(size, 1 / size), size=_RESAMPLES).astype(np.float64)


def _f1(counts: Floats) -> Floats:
    hits, false, missed = counts[..., 0], counts[..., 1], counts[..., 2]
    with np.errstate(invalid="ignore", divide="ignore"):
        scores: Floats = 2 * hits / (2 * hits + false + missed)
    return scores


def _with_bounds(value: Floats, resampled: Floats, counts: Floats | None = None) -> tuple[float, float, float]:
    """Return F1 with the quantiles of its resamples; without any spread, by the share of hits in hits and errors.

    F1 is 2 J / (1 + J) of that share J, so that Wilson's bounds of J are bounds of F1.
    """
    known = resampled[~np.isnan(resampled)]
    if np.isnan(value) or len(known) == 0:
        return float(value), np.nan, np.nan
    low, high = np.quantile(known, [0.025, 0.975])
    if low == high and counts is not None:
        low, high = (2 * bound / (1 + bound) for bound in wilson_interval(counts[0], counts.sum()))
    return float(value), min(float(low), float(value)), max(float(high), float(value))


def _macro(counts: Floats) -> Floats:
    """Return the mean of F1 over the frames that were coded or predicted."""
    scores = _f1(counts)
    known = ~np.isnan(scores)
    with np.errstate(invalid="ignore"):
        mean: Floats = np.where(known, scores, 0).sum(axis=-1) / known.sum(axis=-1)
    return mean


def _overall(
    counts: Floats,
    resampled: Floats,
    units: pd.DataFrame,
    human: dict[str, Human],
    seed: int,
) -> list[tuple[object, ...]]:
    size, positives = units["unit"].nunique(), int(units["value"].sum())
    micro = _with_bounds(_f1(counts.sum(axis=(0, 1))), _f1(resampled.sum(axis=1)), counts.sum(axis=(0, 1)))
    macro = _with_bounds(_macro(counts.sum(axis=0)), _macro(resampled))
    rows: list[tuple[object, ...]] = [
        (ALL, "micro f1", *micro, size, positives),
        (ALL, "macro f1", *macro, size, positives),
    ]
    if units["stated"].all():
        errors = calibration_errors(units["predicted"], units["value"], units["article"], seed=seed)
        rows.append((ALL, "calibration error", *errors, size, positives))
    if ALL in human:
        rows.append((ALL, "human micro f1", *human[ALL]))
    return rows


def _human(coders: pd.DataFrame, frames: list[str], seed: int) -> dict[str, Human]:
    """Return F1 of people against each other, by frame and over all frames, where two coded the same units."""
    codes = checked_codes(coders)
    codes = codes[codes["frame"].isin(frames)]
    table = codes.pivot_table(index=["unit_id", "frame"], columns="coder", values="value", aggfunc="last")
    pairs = [table[[one, other]].dropna() for one, other in combinations(table.columns, 2)]
    pairs = [pair.set_axis(["present", "value"], axis=1) for pair in pairs if len(pair)]
    if not pairs:
        return {}
    both = pd.concat(pairs).reset_index().rename(columns={"unit_id": "article"}).assign(scale=1.0)
    counts = _counts(both, frames)
    resampled = np.tensordot(_draws(counts.shape[0], np.random.default_rng(seed)), counts, axes=1)
    found = {}
    for place, frame in enumerate(frames):
        own = both[both["frame"] == frame]
        if len(own):
            bounds = _with_bounds(
                _f1(counts.sum(axis=0)[place]), _f1(resampled[:, place]), counts[:, place].sum(axis=0)
            )
            found[frame] = (*bounds, own["article"].nunique(), int(own["value"].sum()))
    micro = _with_bounds(_f1(counts.sum(axis=(0, 1))), _f1(resampled.sum(axis=1)), counts.sum(axis=(0, 1)))
    return {**found, ALL: (*micro, both["article"].nunique(), int(both["value"].sum()))}
