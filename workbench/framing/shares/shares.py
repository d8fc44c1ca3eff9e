"""Shares of frames by group, each with its interval: corrected by hand codes where there are any."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import ParameterError, nearest
from workbench.framing.shares.corrected import RAW, WEIGHTED, Plan, Share, correct_share
from workbench.framing.shares.correction import Units, pooled_slope
from workbench.framing.shares.predictions import find_group_of, join_predictions
from workbench.statistics import wilson_interval

SHARE_COLUMNS = ["group", "frame", "raw", "estimate", "low", "high", "articles", "coded", "method", "validated"]
_MORE = ["positives", "note", "codebook"]
_TYPES = {"raw": "float64", "estimate": "float64", "low": "float64", "high": "float64",
          "group": "str", "frame": "str", "articles": "int64", "coded": "int64", "method": "str", "validated": "bool",
          "positives": "int64", "note": "str", "codebook": "str"}  # fmt: skip


def estimate_shares(
    predictions: pd.DataFrame,
    codes: pd.DataFrame | None = None,
    sample: pd.DataFrame | None = None,
    *,
    by: str | pd.DataFrame | None = None,
    method: str = "auto",
    cluster: str | None = None,
    population: str = "superpopulation",
) -> pd.DataFrame:
    """Return the share of units that show each frame, in each group, corrected by hand codes, with its interval.

    Counting what a machine says carries the machine's errors into the share, however many articles there are. With
    `codes` of a probability sample the share is the mean of the predictions plus the mean error seen in the sample
    (prediction-powered inference, Angelopoulos et al. 2023; design-based supervised learning, Egami et al. 2023):
    right on average whatever errors the machine makes, and closer than the hand codes alone when it is any good.
    Formulas, limits and simulations: `docs/methods/shares.md`.

    Args:
        predictions: a table with `frame`, `present` (True or False) and `article_id`, `unit_id` or both, such as
            `score_frames` and `Coder.predict` make; one row a unit and frame. `probability` is used for the correction
            when present, `weight` (over 0) for the share.
        codes: hand codes, one a unit and frame (`join_codes` makes them from several coders); None: shares are raw.
        sample: the units that were drawn, with their inclusion `probability`; None: the coded units are taken for a
            simple random sample.
        by: None for all units together (group "all"), a column of `predictions`, or a table of `group` and `unit_id`
            or `article_id`. Units without a group make the group "not stated".
        method: "auto", "raw" (classify and count), "gold" (hand codes alone), "dsl" or "ppi" (PPI++ as published).
            "auto" has the form of PPI++, with one slope from the coded units of all groups and an interval that holds
            for few codes.
        cluster: a column of `predictions` whose values tell which units belong together, such as an outlet or a day;
            None: the article, where units are smaller.
        population: "superpopulation": the articles stand for the news they come from; "finite": just these articles.

    Returns:
        group, frame, raw (share counted by the machine), estimate, low, high (shares, 0-1), articles (counted), coded
        (hand-coded units), method, validated (False: no hand codes correct it, or those of another codebook), positives
        (hand-coded units with the frame), note (what to beware of; missing where nothing is), codebook (stamp of the
        predictions); groups by number of articles, the largest first, then by name; frames in the order of
        `predictions`. A group without hand codes has the raw share, and says so.

    Raises:
        ParameterError: `by` or `cluster` is not a column of `predictions`, or an option is not one of those allowed.
        DataError: a column is missing, a value is not allowed, a unit stands twice, codes name unknown units, or a unit
            that trained the coder would also correct it.

    Example:
        >>> scores = pd.DataFrame({"article_id": list("abcdef"), "frame": "oil",
        ...                        "present": [True, True, True, False, False, False]})
        >>> codes = pd.DataFrame({"unit_id": list("abde"), "coder": "joined", "frame": "oil", "value": [1, 0, 0, 0]})
        >>> estimate_shares(scores, codes)[["raw", "estimate", "low", "high", "coded"]].round(2).to_numpy().tolist()
        [[0.5, 0.25, 0.05, 0.72, 4.0]]
    """
    plan = Plan(method, cluster, population)
    return sized_shares(predictions, codes, sample, by=by, plan=plan)[[*SHARE_COLUMNS, *_MORE]].astype(_TYPES)


def sized_shares(
    predictions: pd.DataFrame,
    codes: pd.DataFrame | None,
    sample: pd.DataFrame | None,
    *,
    by: str | pd.DataFrame | None,
    plan: Plan,
) -> pd.DataFrame:
    """Return the shares with `size`, the number of articles of the group."""
    joined = join_predictions(predictions, codes, sample)
    units = joined.units.assign(group=find_group_of(predictions, by).to_numpy())
    units["cluster"] = _clusters(predictions, units, plan.cluster)
    sizes = units.groupby("group")["article"].nunique()
    order = sorted(sizes.index, key=lambda group: (-sizes[group], group))
    weighted = "weight" in predictions.columns
    rows = [
        row
        for frame, of_frame in units.groupby("frame", sort=False)
        for row in _of_frame(str(frame), of_frame, order, plan, weighted=weighted)
    ]
    table = pd.DataFrame(rows, columns=[*SHARE_COLUMNS, *_MORE[:2]])
    if joined.stale:
        table["validated"] = False
    told = [
        joined.notes.get(str(frame), "") if coded else ""
        for frame, coded in zip(table["frame"], table["coded"], strict=True)
    ]
    notes = ["; ".join(filter(None, both)) or None for both in zip(table["note"], told, strict=True)]
    table["note"] = pd.Series(notes, index=table.index, dtype="str")
    table = table.assign(codebook=_stamp(predictions), size=table["group"].map(sizes))
    place = {group: number for number, group in enumerate(order)}
    return table.sort_values("group", key=lambda group: group.map(place), kind="stable", ignore_index=True)


def _of_frame(
    frame: str, units: pd.DataFrame, order: list[str], plan: Plan, *, weighted: bool
) -> Iterator[tuple[object, ...]]:
    parts = dict(list(units.groupby("group")))
    arrays = {group: _arrays(part) for group, part in parts.items()}
    slope = pooled_slope([own for own in arrays.values() if own.coded.any()])
    for group in order:
        if group not in parts:
            continue
        own = arrays[group]
        coded = int(own.coded.sum())
        raw = _raw(own, plan, weighted=weighted)
        share = correct_share(own, slope, plan) if coded and plan.method != "raw" else raw
        low, high = min(share.low, share.estimate), max(share.high, share.estimate)
        positives = int(np.nansum(own.value))
        corrected = coded > 0 and plan.method != "raw"
        articles = parts[group]["article"].nunique()
        yield (group, frame, raw.estimate, share.estimate, low, high, articles, coded, share.method, corrected,
               positives, share.note)  # fmt: skip


def _arrays(part: pd.DataFrame) -> Units:
    cluster = None if part["cluster"].is_unique else part["cluster"].to_numpy(dtype=np.intp)
    numbers = (part[name].to_numpy(dtype=np.float64) for name in ("value", "probability", "weight"))
    value, probability, weight = numbers
    return Units(
        predicted=part["predicted"].to_numpy(dtype=np.float64),
        present=part["present"].to_numpy() == 1,
        value=value,
        probability=probability,
        weight=weight,
        cluster=cluster,
    )


def _clusters(predictions: pd.DataFrame, units: pd.DataFrame, cluster: str | None) -> npt.NDArray[np.intp]:
    if cluster is not None and cluster not in predictions.columns:
        raise ParameterError(
            f"cluster={cluster!r} is not a column of the predictions. {nearest(cluster, map(str, predictions.columns))}"
        )
    names = units["article"] if cluster is None else predictions[cluster].reset_index(drop=True)
    # A unit whose cluster is not stated stands for itself.
    return pd.factorize(names.astype("str").fillna(units["unit"]))[0]


def _raw(units: Units, plan: Plan, *, weighted: bool) -> Share:
    share = float(np.clip((units.present * units.weight).sum() / units.weight.sum(), 0, 1))
    first = slice(None) if units.cluster is None else np.sort(np.unique(units.cluster, return_index=True)[1])
    weights = units.weight[first]  # of each cluster
    size = float(weights.sum() ** 2 / (weights**2).sum())
    low, high = wilson_interval(share * size, size, confidence=plan.confidence)
    note = "no hand codes in this group: counted by the machine" if plan.method != "raw" else ""
    return Share(share, float(low), float(high), WEIGHTED if weighted else RAW, note)


def _stamp(predictions: pd.DataFrame) -> str | None:
    stamps = predictions["codebook"].dropna().unique().tolist() if "codebook" in predictions.columns else []
    return str(stamps[0]) if len(stamps) == 1 else None
