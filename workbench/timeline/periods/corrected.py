"""Shares that were estimated period by period, corrected by hand codes, put on the calendar."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from workbench.articles.periods import name_periods
from workbench.errors import DataError, require_columns
from workbench.text import NOT_STATED
from workbench.timeline.periods.envelope import Floats, Places, share_extremes

COLUMNS = ["group", "frame", "estimate", "low", "high", "articles", "validated"]
_SHAPES = {"Y": r"\d{4}", "Q": r"\d{4}Q[1-4]", "M": r"\d{4}-\d\d", "D": r"\d{4}-\d\d-\d\d"}


def is_shares(scores: pd.DataFrame) -> bool:
    """Whether the table is one of `estimate_shares`, not of `score_frames`."""
    return "estimate" in scores.columns and "group" in scores.columns


def freq_of(shares: pd.DataFrame) -> str | None:
    """Return the length of period that the groups are named after; None where there is none to tell by.

    Days that are all Mondays are weeks.

    Raises:
        DataError: a group is no period, or they are of different lengths.
    """
    require_columns(shares.columns, COLUMNS, table="scores")
    groups = shares.loc[shares["group"].ne(NOT_STATED), "group"].drop_duplicates()
    shapes = [freq for freq, shape in _SHAPES.items() if groups.str.fullmatch(shape).all()]
    if groups.empty:
        return None
    if not shapes:
        odd = next((name for name in groups if not pd.Series(name).str.fullmatch("|".join(_SHAPES.values())).all()), "")
        what = f"the group {odd!r}, which is no period" if odd else "periods of different lengths"
        raise DataError(f"The shares have {what}. {_ADVICE}")
    days = shapes[0] == "D"
    return "W" if days and (pd.to_datetime(groups).dt.day_of_week == 0).all() else shapes[0]


_ADVICE = "Make them with estimate_shares(..., by=find_period_groups(articles, freq=...)), with the same articles."


def corrected_rows(shares: pd.DataFrame, places: Places, freq: str) -> Iterable[pd.DataFrame]:
    """Yield the rows of each frame: the share of each period as estimated, none where there are no articles."""
    names = name_periods(places.periods["period"], freq).fillna(NOT_STATED)
    unknown = sorted(set(shares["group"]) - set(names))
    if unknown:
        raise DataError(f"The shares have the period {unknown[0]!r}, which no article is of. {_ADVICE}")
    if shares.duplicated(["group", "frame"]).any():
        raise DataError("The shares have two rows of one period and frame. Keep one of them.")
    everyone = np.ones(len(places.rows), dtype=np.bool_)
    for frame, own in shares.groupby("frame"):
        aligned = own.set_index("group").reindex(names)
        articles = aligned["articles"].fillna(0).to_numpy(dtype=np.float64)
        if (articles > places.count(everyone)).any():
            raise DataError(f"The shares of {frame!r} count more articles in a period than there are. {_ADVICE}")
        estimate = aligned["estimate"].to_numpy(dtype=np.float64)
        lowest, highest = _bounds(estimate, articles, places)
        yield places.periods.assign(
            series=str(frame),
            articles=articles,
            value=estimate,
            low=aligned["low"].to_numpy(dtype=np.float64),
            high=aligned["high"].to_numpy(dtype=np.float64),
            lowest=lowest,
            highest=highest,
            unsure=np.minimum(places.unsure(everyone), articles),
            validated=aligned["validated"].astype("boolean").fillna(value=False).where(articles > 0).to_numpy(),
        )


def _bounds(estimate: Floats, articles: Floats, places: Places) -> tuple[Floats, Floats]:
    """Return the extremes of the estimated share: nobody knows which unsure articles have the frame, only how many.

    Of the undated as many have it as is estimated for them; an article that a period may lose or gain to another
    period may be of either kind.
    """
    everyone = np.ones(len(places.rows), dtype=np.bool_)
    undated = places.rows == len(places.periods) - 1
    having = np.nan_to_num(estimate) * articles
    lose = np.minimum(places.unsure(everyone), articles).astype(np.float64)
    gain = places.possible(~undated) - places.unsure(everyone & ~undated)
    reachable = places.possible(undated)
    with_frame = gain + np.minimum(reachable, having[-1])
    without = gain + np.minimum(reachable, articles[-1] - having[-1])
    lost = np.minimum(lose, having)
    lowest, _ = share_extremes(having - lost, articles - lost, with_frame, without)
    _, highest = share_extremes(having, articles - np.minimum(lose, articles - having), with_frame, without)
    return lowest, highest
