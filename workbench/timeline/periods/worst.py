"""A series as it would be if the articles without a sure period all worked against a change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.timeline.periods.envelope import Floats


class Doubt(NamedTuple):
    """What is not sure in a series.

    Attributes:
        articles: articles that may lie in another period, all together.
        undated: those of them that are counted in no period.
        share: share of the undated with the frame; NaN for counts.
    """

    articles: float
    undated: float
    share: float


def find_doubt(series: pd.DataFrame) -> Doubt:
    """Return what is not sure in the rows of one series."""
    undated = series[series["period"].isna()]
    shares = undated["value"].where(undated["low"].notna())
    return Doubt(
        float(series["unsure"].sum()),
        float(undated["articles"].sum()),
        float(shares.iloc[0]) if len(shares) else float("nan"),
    )


def worst_counts(rows: pd.DataFrame, low: slice, high: slice, doubt: Doubt) -> Iterator[tuple[Floats, Floats]]:
    """Yield the counts with the higher level as low as it may be, and all that is not sure in the lower one.

    Once spread evenly over the lower level, once as close to the change as its bounds let it: a spike.

    Args:
        rows: articles, lowest and highest of the whole periods.
        low: the periods of the lower level.
        high: the periods of the higher level.
        doubt: what is not sure.

    Returns:
        The counts, and 1 for each, as a count weighs what it weighs.
    """
    fewest, most = rows["lowest"].to_numpy(dtype=np.float64), rows["highest"].to_numpy(dtype=np.float64)
    counts = rows["articles"].to_numpy(dtype=np.float64).copy()
    counts[high] = fewest[high]
    room, amount = (most - fewest)[low], min(doubt.articles, float((most - fewest)[low].sum()))
    for added in (_spread(room, amount), _packed(room, amount, towards_end=low.stop <= high.start)):
        placed = counts.copy()
        placed[low] = fewest[low] + added
        yield placed, np.ones(len(placed))


def worst_shares(rows: pd.DataFrame, low: slice, high: slice, doubt: Doubt) -> Iterator[tuple[Floats, Floats]]:
    """Yield the shares with all undated that have the frame in the lower level, and all others in the higher one.

    Articles that are counted in a period but may lie in another are taken for whichever kind works against the change.
    They are spread evenly, but no period takes more than its own bounds let it.

    Args:
        rows: articles, value, unsure, lowest and highest of the whole periods.
        low: the periods of the lower level.
        high: the periods of the higher level.
        doubt: what is not sure.

    Returns:
        The shares, and the articles each is then of, as a multiple of those it was of.
    """
    columns = ("articles", "value", "unsure", "lowest", "highest")
    articles, value, unsure, lowest, highest = (rows[name].to_numpy(dtype=np.float64) for name in columns)
    # Seen from the articles without the frame, the higher level is the lower one.
    shares, grown = value.copy(), np.ones(len(value))
    coming = doubt.articles - doubt.undated + doubt.undated * np.nan_to_num(np.array([doubt.share, 1 - doubt.share]))
    shares[low], grown[low] = _raised(value[low], articles[low], unsure[low], highest[low], coming[0])
    others, grown[high] = _raised(1 - value[high], articles[high], unsure[high], 1 - lowest[high], coming[1])
    shares[high] = 1 - others
    yield shares, grown


def _raised(share: Floats, articles: Floats, unsure: Floats, highest: Floats, coming: float) -> tuple[Floats, Floats]:
    """Return shares raised by so many articles with the frame that come, and by those without it that may leave."""
    having = share * articles
    staying = articles - np.minimum(unsure, articles - having)
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(highest < 1, (highest * staying - having) / (1 - highest), np.inf)
    added = _spread(np.maximum(room, 0), coming)
    of = staying + added
    raised = np.divide(having + added, of, out=share.copy(), where=of > 0)
    return raised, np.maximum(of / articles, 0.01)


def _spread(room: Floats, amount: float) -> Floats:
    """Return the amount shared out evenly, no period taking more than it has room for."""
    taken = np.zeros(len(room))
    while amount > 1e-9 and (open_ := room - taken > 1e-9).any():
        each = min(amount / open_.sum(), float((room - taken)[open_].min()))
        taken[open_] += each
        amount -= each * open_.sum()
    return taken


def _packed(room: Floats, amount: float, *, towards_end: bool) -> Floats:
    """Return the amount put into as few periods as take it, those nearest the change first."""
    order = room[::-1] if towards_end else room
    taken = np.diff(np.minimum(np.cumsum(order), amount), prepend=0.0)
    return taken[::-1] if towards_end else taken
