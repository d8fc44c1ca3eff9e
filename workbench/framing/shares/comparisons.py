"""Differences of shares between groups, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from workbench.errors import ParameterError, nearest
from workbench.framing.shares.corrected import Plan
from workbench.framing.shares.shares import sized_shares
from workbench.text import NOT_STATED


def compare_shares(
    predictions: pd.DataFrame,
    codes: pd.DataFrame | None = None,
    sample: pd.DataFrame | None = None,
    *,
    by: str | pd.DataFrame,
    between: Sequence[str] | None = None,
    method: str = "auto",
    cluster: str | None = None,
    population: str = "superpopulation",
) -> pd.DataFrame:
    """Return, for each frame, the difference of its shares in two groups with an interval.

    Only where the interval leaves out 0 may a sentence say that one group shows the frame more often. The interval
    is built from those of the two shares by the square-and-add method (method 10 of Newcombe, R. G. 1998, "Interval
    estimation for the difference between independent proportions", Statistics in Medicine 17; for intervals of any kind
    Zou, G. Y. & Donner, A. 2008, Statistics in Medicine 27), so it takes the groups for independent.

    Args:
        predictions: as for `estimate_shares`, and so `codes`, `sample`, `method`, `cluster`, `population`.
        codes: hand codes; None: raw shares are compared.
        sample: the units that were drawn.
        by: a column of `predictions`, or a table of `group` and `unit_id` or `article_id`.
        between: the names of two groups, chosen before looking: 95 % intervals. When not given, all pairs of stated
            groups are compared, and the intervals are simultaneous: each has the level 1 - 0.05 / (pairs x frames),
            so that all of them hold together with 95 % (Bonferroni; Dunn 1961).
        method: how shares are estimated.
        cluster: which units belong together.
        population: what the articles stand for.

    Returns:
        frame, group_a, group_b, share_a, share_b, difference (a - b), low, high (in shares, -1 to 1), level (of each
        interval by itself, 0-1), articles_a, articles_b, validated (both shares are); pairs in the order of groups in
        `estimate_shares`, frames in the order of `predictions`. NaN and 0 articles where a group has no unit of a
        frame. No rows when fewer than two groups are stated.

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
    frames = pd.Index(predictions["frame"].unique(), name="frame")
    plan = Plan(method, cluster, population)
    named = sized_shares(predictions, codes, sample, by=by, plan=replace(plan, method="raw"))["group"].unique().tolist()
    if between is not None:
        pairs = [_two_groups(named, between)]
    else:
        pairs = list(combinations([group for group in named if group != NOT_STATED], 2))
        plan = replace(plan, confidence=1 - 0.05 / max(len(pairs) * len(frames), 1))
    shares = sized_shares(predictions, codes, sample, by=by, plan=plan)
    compared = [_compare_two(shares, frames, first, second, plan.confidence) for first, second in pairs]
    empty = _compare_two(shares, frames[:0], "", "", plan.confidence)
    table = pd.concat(compared or [empty], ignore_index=True)
    return table.astype({"frame": "str", "group_a": "str", "group_b": "str"})


def _compare_two(shares: pd.DataFrame, frames: pd.Index, first: str, second: str, level: float) -> pd.DataFrame:
    a, b = (shares[shares["group"] == group].set_index("frame").reindex(frames) for group in (first, second))
    difference = a["estimate"] - b["estimate"]
    compared = pd.DataFrame(
        {
            "group_a": first,
            "group_b": second,
            "share_a": a["estimate"],
            "share_b": b["estimate"],
            "difference": difference,
            "low": difference - np.hypot(a["estimate"] - a["low"], b["high"] - b["estimate"]),
            "high": difference + np.hypot(a["high"] - a["estimate"], b["estimate"] - b["low"]),
            "level": level,
            "articles_a": a["articles"].fillna(0).astype(np.int64),
            "articles_b": b["articles"].fillna(0).astype(np.int64),
            "validated": a["validated"].eq(other=True) & b["validated"].eq(other=True),
        },
        index=frames,
    )
    return compared.reset_index()


def _two_groups(groups: list[str], between: Sequence[str]) -> tuple[str, str]:
    for group in between:
        if group not in groups:
            raise ParameterError(f"between={between!r}: there is no group {group!r}. {nearest(group, groups)}")
    if len(between) != 2 or between[0] == between[1]:
        raise ParameterError(f"between={between!r} must name two different groups. {nearest('', groups)}")
    return between[0], between[1]
