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


def worst_counts(rows: pd.DataFrame, low: slice, high: slice, doubt: Doubt) -> Iterator[Floats]:
    """Yield the counts with the higher level as low as it may be, and all that is not sure in the lower one.

    Once spread evenly over the lower level, once as close to the change as its bounds let it: a spike.

    Args:
        rows: articles, lowest and highest of the whole periods.
        low: the periods of the lower level.
        high: the periods of the higher level.
        doubt: what is not sure.
    """
    fewest, most = rows["lowest"].to_numpy(dtype=np.float64), rows["highest"].to_numpy(dtype=np.float64)
    counts = rows["articles"].to_numpy(dtype=np.float64).copy()
    counts[high] = fewest[high]
    room, amount = (most - fewest)[low], min(doubt.articles, float((most - fewest)[low].sum()))
    for added in (_spread(room, amount), _packed(room, amount, towards_end=low.stop <= high.start)):
        placed = counts.copy()
        placed[low] = fewest[low] + added
        yield placed


def worst_shares(rows: pd.DataFrame, low: slice, high: slice, doubt: Doubt) -> Iterator[Floats]:
    """Yield the shares with all undated that have the frame in the lower level, and all others in the higher one.

    Articles that are counted in a period but may lie in another are taken for whichever kind works against the change.
    No period leaves its own bounds.
    """
    shares = rows["value"].to_numpy(dtype=np.float64).copy()
    loose = doubt.articles - doubt.undated
    came = {
        "with": doubt.undated * np.nan_to_num(doubt.share),
        "without": doubt.undated * np.nan_to_num(1 - doubt.share),
    }
    articles = rows["articles"].to_numpy(dtype=np.float64)
    more, gone = (came["with"] + loose) / articles[low].sum(), np.minimum(loose / articles[low].sum(), 1 - shares[low])
    # Where all of a period may leave, its bound alone counts.
    raised = (shares[low] + more) / np.maximum(1 + more - gone, 1e-9)
    others, lost = (
        (came["without"] + loose) / articles[high].sum(),
        np.minimum(loose / articles[high].sum(), shares[high]),
    )
    lowered = (shares[high] - lost) / np.maximum(1 + others - lost, 1e-9)
    shares[low] = np.minimum(raised, rows["highest"].to_numpy(dtype=np.float64)[low])
    shares[high] = np.maximum(lowered, rows["lowest"].to_numpy(dtype=np.float64)[high])
    yield shares


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
