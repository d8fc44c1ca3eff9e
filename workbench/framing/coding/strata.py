"""Strata of a sample: groups of units, the rarest frame predicted in a unit, and how many to draw from each."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pandas as pd

from workbench.errors import DataError
from workbench.text import NOT_STATED

SEPARATOR = " | "
NONE_PREDICTED, NOT_SCORED = "no frame predicted", "not scored"
_RARER, _NO_RARER = "a rarer frame predicted", "no rarer frame predicted"


def label_groups(article_ids: pd.Series, articles: pd.DataFrame, column: str) -> pd.Series:
    """Return the value of a column for each unit as a text; missing and blank ones are "not stated"."""
    values = articles.assign(article_id=articles["article_id"].astype("str")).set_index("article_id")[column]
    return article_ids.map(values.map(_text, na_action="ignore")).fillna(NOT_STATED).astype("str")


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():  # a year in a column with gaps
        return str(int(value))
    return str(value).strip() or NOT_STATED


def label_predicted(unit_ids: pd.Series, predictions: pd.DataFrame, *, coarse: bool = False) -> pd.Series:
    """Return the rarest frame predicted in each unit, or, `coarse`, whether one of the rarer half of the frames is."""
    seen = _seen(predictions, unit_ids)
    counts = seen.groupby("frame")["seen"].sum().sort_index().sort_values(kind="stable")
    if not counts.sum():
        warnings.warn(
            "No unit is predicted to have a frame, so none can be drawn more often. Check `oversample`.", stacklevel=5
        )
    places = {frame: place for place, frame in enumerate(counts.index)}
    rarest = seen[seen["seen"]].assign(place=lambda rows: rows["frame"].map(places)).groupby("unit_id")["place"].min()
    found = unit_ids.map(rarest)
    if coarse:
        texts = np.where(found < math.ceil(len(places) / 2), _RARER, _NO_RARER)
        labels = pd.Series(texts, index=unit_ids.index, dtype="str")
    else:
        labels = found.map(dict(enumerate(counts.index))).astype("str").fillna(NONE_PREDICTED)
    return labels.where(_among(unit_ids, seen["unit_id"]), NOT_SCORED).astype("str")


def _seen(predictions: pd.DataFrame, unit_ids: pd.Series) -> pd.DataFrame:
    """Return unit_id, frame, seen of the units to draw from."""
    columns = [column for column in ("present", "probability", "hits") if column in predictions.columns]
    if not columns:
        found = ", ".join(map(str, predictions.columns))
        raise DataError(f"The table 'oversample' has no column present, probability or hits. Found: {found}.")
    table = predictions[["unit_id", "frame", columns[0]]].dropna().reset_index(drop=True)
    table = table.assign(unit_id=table["unit_id"].astype("str"), value=table[columns[0]].astype(np.float64))
    known = table[_among(table["unit_id"], unit_ids)]
    if len(known) == 0 and len(unit_ids):
        raise DataError(
            "The table 'oversample' is about none of these units. Score the same articles, in the same unit: "
            "score_frames(articles, codebook, unit=...)."
        )
    again = np.flatnonzero(known.duplicated(["unit_id", "frame"]))
    if len(again):
        row = known.iloc[again[0]]
        raise DataError(f"The table 'oversample' scores {row['frame']!r} in {row['unit_id']!r} twice. Drop a row.")
    return known.assign(seen=_likeliest(known) if columns[0] == "probability" else known["value"] > 0)


def _among(values: pd.Series, others: pd.Series) -> pd.Series:
    """Return which values are among others; as objects, which pandas compares thirty times quicker."""
    return values.astype(object).isin(others.astype(object))


def _likeliest(table: pd.DataFrame) -> pd.Series:
    """Return which units of each frame are its likeliest: as many as the probabilities add up to.

    A rare frame is seldom over one half anywhere, and its likeliest units are still the ones to look at.
    """
    wrong = np.flatnonzero(~table["value"].between(0, 1))
    if len(wrong):
        row = table.iloc[wrong[0]]
        raise DataError(
            f"The table 'oversample' gives {row['frame']!r} in {row['unit_id']!r} the probability {row['value']:g}. "
            "Allowed: 0 to 1."
        )
    ordered = table.sort_values(["value", "unit_id"], ascending=[False, True])
    frames = ordered.groupby("frame")
    expected = np.ceil(frames["value"].transform("sum").round(9))
    likeliest: pd.Series = (frames.cumcount() < expected).reindex(table.index)
    return likeliest


def allocate(sizes: pd.Series, n: int, *, equal: pd.Series | None = None) -> pd.Series:
    """Return how many of the `n` units to draw from each stratum: in proportion to its size, or half so, half `equal`.

    At least one and at most all units of a stratum; fractions by largest remainders, equal ones in the order of names.
    """
    shares = sizes / sizes.sum()
    if equal is not None:
        shares = (shares + equal / equal.sum()) / 2
    targets = _within_bounds(shares.to_numpy(dtype=np.float64), sizes.to_numpy(dtype=np.float64), n)
    counts = np.floor(targets + 1e-9)
    remainders = np.where(counts < sizes.to_numpy(), targets - counts, -1.0)
    left = n - int(counts.sum())
    counts[np.argsort(-remainders.round(9), kind="stable")[:left]] += 1
    return pd.Series(counts.astype(np.int64), index=sizes.index)


def _within_bounds(shares: np.ndarray, sizes: np.ndarray, n: int) -> np.ndarray:
    """Return shares of `n` that lie between 1 and the size of the stratum and add up to `n` (found by halving)."""
    low, high = 0.0, float(sizes.max() / shares.min()) + n
    for _ in range(100):
        middle = (low + high) / 2
        if np.clip(middle * shares, 1, sizes).sum() < n:
            low = middle
        else:
            high = middle
    return np.clip(high * shares, 1, sizes)
