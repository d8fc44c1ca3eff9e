"""Shares of frames by group, each with its interval; at this depth nothing is corrected, and that is said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from workbench.errors import DataError, ParameterError, nearest, require_columns
from workbench.statistics import wilson_interval

METHOD = "uncorrected, Wilson 1927"
WEIGHTED = "uncorrected, weighted, Wilson 1927 with effective n (Kish 1965)"
NOT_STATED = "not stated"
SHARE_COLUMNS = ["group", "frame", "raw", "estimate", "low", "high", "articles", "coded", "method", "validated"]
_TYPES = {"group": "str", "frame": "str", "coded": "int64", "method": "str", "validated": "bool"}


def estimate_shares(predictions: pd.DataFrame, *, by: str | pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the share of units that show each frame, in each group, with its 95 % interval.

    Without hand codes the estimate is the raw count, and its interval (Wilson 1927) covers chance alone, not the
    errors of the coder: `validated` is False. Where an article has several units, the share is that of units and the
    interval counts articles, because sentences of one article repeat each other. Where `predictions` has a column
    `weight` (see `select_articles(duplicates="weight")`), shares are weighted, and the interval counts the effective
    number of articles, (sum of weights)² / sum of squared weights (Kish 1965).

    Args:
        predictions: a table with `frame`, `present` (True or False) and `article_id`, `unit_id` or both, such as
            `score_frames` makes; one row a unit and frame. `weight` (over 0) is used when present.
        by: None for all units together (group "all"), a column of `predictions`, or a table of `group` and `unit_id`
            or `article_id`. Units without a group make the group "not stated".

    Returns:
        group, frame, raw, estimate, low, high (shares, 0-1), articles (counted), coded (0: no hand codes), method,
        validated; groups by number of articles, the largest first, then by name; frames in the order of `predictions`.

    Raises:
        ParameterError: `by` is not a column of `predictions`.
        DataError: a column is missing, `present` or `weight` holds something else, or a unit stands twice.

    Example:
        >>> scores = pd.DataFrame({"article_id": ["a", "b"], "frame": "oil", "present": [True, False]})
        >>> estimate_shares(scores)[["group", "frame", "estimate", "low", "high"]].round(3).to_numpy().tolist()
        [['all', 'oil', 0.5, 0.095, 0.905]]
    """
    return _sized_shares(predictions, by)[SHARE_COLUMNS].astype(_TYPES)


def _sized_shares(predictions: pd.DataFrame, by: str | pd.DataFrame | None) -> pd.DataFrame:
    """Return the shares with `n`, the number of articles that their intervals count."""
    units = _read_predictions(predictions)
    units["group"] = _groups(predictions, by)
    units["shown"] = units["present"] * units["weight"]
    sizes = units.groupby("group")["article"].nunique()
    keys = ["group", "frame"]
    shares = (
        units.groupby(keys, sort=False)
        .agg(shown=("shown", "sum"), weight=("weight", "sum"), articles=("article", "nunique"))
        .reset_index()
        .assign(coded=0, method=WEIGHTED if "weight" in predictions.columns else METHOD, validated=False)
    )
    shares["raw"] = (shares["shown"] / shares["weight"]).clip(0, 1)
    shares["estimate"] = shares["raw"]
    weights = units.drop_duplicates([*keys, "article"]).groupby(keys, sort=False)["weight"]
    shares["n"] = (weights.sum() ** 2 / weights.apply(lambda own: (own**2).sum())).to_numpy()
    shares["low"], shares["high"] = wilson_interval(shares["raw"] * shares["n"], shares["n"])
    shares["size"] = shares["group"].map(sizes).astype(np.int64)
    shares["place"] = shares["frame"].map({frame: place for place, frame in enumerate(units["frame"].unique())})
    return shares.sort_values(["size", "group", "place"], ascending=[False, True, True], ignore_index=True)


def compare_shares(
    predictions: pd.DataFrame, *, by: str | pd.DataFrame, between: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return, for each frame, the difference of its shares in two groups with an interval.

    Only where the interval leaves out 0 may a sentence say that one group shows the frame more often. The interval
    is the hybrid score interval without continuity correction: method 10 of Newcombe, R. G. (1998), "Interval
    estimation for the difference between independent proportions", Statistics in Medicine 17.

    Args:
        predictions: as for `estimate_shares`.
        by: a column of `predictions`, or a table of `group` and `unit_id` or `article_id`.
        between: the names of two groups, chosen before looking: 95 % intervals. When not given, all pairs of stated
            groups are compared, and the intervals are simultaneous: each has the level 1 - 0.05 / (pairs x frames),
            so that all of them hold together with 95 % (Bonferroni; Dunn 1961).

    Returns:
        frame, group_a, group_b, share_a, share_b, difference (a - b), low, high (in shares, -1 to 1), level (of each
        interval by itself, 0-1), articles_a, articles_b; pairs in the order of groups in `estimate_shares`, frames in
        the order of `predictions`. NaN and 0 articles where a group has no unit of a frame. No rows when
        fewer than two groups are stated.

    Raises:
        ParameterError: `between` is not two different groups, or `by` is not a column of `predictions`.
        DataError: as for `estimate_shares`.

    Example:
        >>> scores = pd.DataFrame({"article_id": list("abcd"), "frame": "oil", "present": [True, True, False, False],
        ...                        "outlet": ["Herald", "Herald", "Post", "Post"]})
        >>> compared = compare_shares(scores, by="outlet", between=("Herald", "Post"))
        >>> compared[["difference", "low", "high"]].round(3).to_numpy().tolist()
        [[1.0, 0.07, 1.0]]
    """
    shares = _sized_shares(predictions, by)
    frames = pd.Index(predictions["frame"].unique(), name="frame")
    if between is not None:
        pairs, confidence = [_two_groups(shares, between)], 0.95
    else:
        stated = [group for group in shares["group"].unique() if group != NOT_STATED]
        pairs = list(combinations(stated, 2))
        confidence = 1 - 0.05 / max(len(pairs) * len(frames), 1)
    compared = [_compare_two(shares, frames, first, second, confidence) for first, second in pairs]
    empty = _compare_two(shares, frames[:0], "", "", confidence)
    table = pd.concat(compared or [empty], ignore_index=True)
    return table.astype({"frame": "str", "group_a": "str", "group_b": "str"})


def _compare_two(shares: pd.DataFrame, frames: pd.Index, first: str, second: str, confidence: float) -> pd.DataFrame:
    a, b = (shares[shares["group"] == group].set_index("frame").reindex(frames) for group in (first, second))
    (low_a, high_a), (low_b, high_b) = (
        wilson_interval(side["raw"] * side["n"], side["n"].fillna(0), confidence=confidence) for side in (a, b)
    )
    difference = a["raw"] - b["raw"]
    compared = pd.DataFrame(
        {
            "group_a": first,
            "group_b": second,
            "share_a": a["raw"],
            "share_b": b["raw"],
            "difference": difference,
            "low": difference - np.hypot(a["raw"] - low_a, high_b - b["raw"]),
            "high": difference + np.hypot(high_a - a["raw"], b["raw"] - low_b),
            "level": confidence,
            "articles_a": a["articles"].fillna(0).astype(np.int64),
            "articles_b": b["articles"].fillna(0).astype(np.int64),
        },
        index=frames,
    )
    return compared.reset_index()


def _read_predictions(predictions: pd.DataFrame) -> pd.DataFrame:
    require_columns(predictions.columns, ["frame", "present"], table="predictions")
    keys = [key for key in ("unit_id", "article_id") if key in predictions.columns]
    if not keys:
        require_columns(predictions.columns, ["article_id"], table="predictions")
    wrong = predictions["present"][~predictions["present"].isin([True, False])]
    if len(wrong):
        raise DataError(f"predictions.present holds {wrong.iloc[0]}. Allowed: True and False. Correct or drop the row.")
    repeated = predictions[predictions.duplicated([keys[0], "frame"])]
    if len(repeated):
        raise DataError(
            f"The {keys[0]} '{repeated[keys[0]].iloc[0]}' stands twice with the frame '{repeated['frame'].iloc[0]}' in "
            "the predictions. Keep one row a unit and frame."
        )
    return pd.DataFrame(
        {
            "article": predictions[keys[-1]],
            "frame": predictions["frame"],
            "present": predictions["present"].astype(np.float64),
            "weight": _weights(predictions),
        }
    )


def _weights(predictions: pd.DataFrame) -> pd.Series[float]:
    if "weight" not in predictions.columns:
        return pd.Series(1.0, index=predictions.index)
    weights = pd.to_numeric(predictions["weight"], errors="coerce")
    wrong = predictions["weight"][~(weights > 0) | np.isinf(weights)]
    if len(wrong):
        raise DataError(f"predictions.weight holds {wrong.iloc[0]}. Allowed: numbers over 0. Correct or drop the row.")
    return weights.astype(np.float64)


def _groups(predictions: pd.DataFrame, by: str | pd.DataFrame | None) -> pd.Series[str]:
    if by is None:
        return pd.Series("all", index=predictions.index, dtype="str")
    groups = _column(predictions, by) if isinstance(by, str) else _looked_up(predictions, by)
    return groups.astype("str").fillna(NOT_STATED)


def _column(predictions: pd.DataFrame, by: str) -> pd.Series[str]:
    if by not in predictions.columns:
        raise ParameterError(
            f"by={by!r} is not a column of the predictions. {nearest(by, map(str, predictions.columns))} "
            "A column of the articles is passed as a table: "
            f'articles[["article_id", "{by}"]].rename(columns={{"{by}": "group"}}).'
        )
    return predictions[by]


def _looked_up(predictions: pd.DataFrame, by: pd.DataFrame) -> pd.Series[str]:
    key = "unit_id" if "unit_id" in by.columns else "article_id"
    require_columns(by.columns, [key, "group"], table="by")
    require_columns(predictions.columns, [key], table="predictions")
    repeated = by[key][by[key].duplicated()]
    if len(repeated):
        raise DataError(f"The {key} '{repeated.iloc[0]}' stands in two rows of the table 'by'. Keep one group for it.")
    return predictions[key].map(by.set_index(key)["group"])


def _two_groups(shares: pd.DataFrame, between: Sequence[str]) -> tuple[str, str]:
    groups = shares["group"].unique().tolist()
    for group in between:
        if group not in groups:
            raise ParameterError(f"between={between!r}: there is no group {group!r}. {nearest(group, groups)}")
    if len(between) != 2 or between[0] == between[1]:
        raise ParameterError(f"between={between!r} must name two different groups. {nearest('', groups)}")
    return between[0], between[1]
