"""How few and how many articles each period could have, and how low and how high its share could be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.articles.periods import Reach, Slots

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Places:
    """The calendar of a corpus: its periods, the row each article falls into, and those it may belong to."""

    periods: pd.DataFrame
    rows: Slots
    reach: Reach

    def count(self, members: Mask) -> npt.NDArray[np.intp]:
        """Return how many of these articles fall into each row."""
        return np.bincount(self.rows[members], minlength=len(self.periods))

    def unsure(self, members: Mask) -> npt.NDArray[np.intp]:
        """Return how many articles of each row may belong elsewhere; the undated all may."""
        return self.count(members & ~self.reach.sure)

    def possible(self, members: Mask) -> npt.NDArray[np.intp]:
        """Return for each period how many articles may belong to it and need not; 0 in the row of the undated."""
        loose = members & ~self.reach.sure & (self.reach.first <= self.reach.last)
        size = len(self.periods)
        begins = np.bincount(self.reach.first[loose], minlength=size)
        ends = np.bincount(self.reach.last[loose] + 1, minlength=size)
        reached: npt.NDArray[np.intp] = np.cumsum(begins - ends)
        return reached


def bound_counts(places: Places, members: Mask) -> tuple[Floats, Floats]:
    """Return the fewest and the most articles of each period; NaN for the undated."""
    certain = places.count(members & places.reach.sure)
    return _undated_open(certain), _undated_open(certain + places.possible(members))


def bound_shares(places: Places, members: Mask, present: Mask) -> tuple[Floats, Floats]:
    """Return the lowest and the highest share of each period, wherever the unsure articles belong; NaN for the undated.

    A share only rises by articles with the frame and only falls by those without, so each extreme takes all of one
    kind and none of the other. Where no article is certain and none may come, there is no share.
    """
    certain = places.count(members & places.reach.sure)
    having = places.count(members & present & places.reach.sure)
    with_frame, without = places.possible(members & present), places.possible(members & ~present)
    return share_extremes(having, certain, with_frame, without)


def share_extremes(
    having: npt.ArrayLike, certain: npt.ArrayLike, with_frame: npt.ArrayLike, without: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Return the extremes of `having / certain` when up to so many articles with and without the frame may come."""
    h, n, more, others = (np.asarray(part, dtype=np.float64) for part in (having, certain, with_frame, without))
    lowest, highest = _divide(h, n + others), _divide(h + more, n + more)
    # No certain article, and articles of one kind alone may come: the share is theirs.
    return _undated_open(np.where(np.isnan(lowest), highest, lowest)), _undated_open(
        np.where(np.isnan(highest), lowest, highest)
    )


def _divide(part: Floats, whole: Floats) -> Floats:
    shares: Floats = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return shares


def _undated_open(bounds: npt.ArrayLike) -> Floats:
    """Return the bounds with none for the last row: the undated have no period."""
    values = np.array(bounds, dtype=np.float64)
    values[-1] = np.nan
    return values
