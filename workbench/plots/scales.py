"""Axes of dot plots: of shares, and of rates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, log10

import pandas as pd

from workbench.plots.phrases import percent

_FURTHEST = 5  # times the highest rate: so far an axis of rates goes for the intervals
_ENDS = {25: 5, 50: 10, 100: 25}  # where the axis of shares may end, in percent, and from one label to the next


@dataclass(frozen=True)
class Scale:
    """The axis across: what it counts, where it begins and ends, which numbers stand on it, how they are written.

    Numbers are drawn `times` as large as they stand in the table: shares as percent. The rest is in drawn numbers.
    """

    title: str
    end: float
    step: float
    begin: float = 0
    times: float = 1
    unit: str = ""
    write: Callable[[float], str] = "{:.2f}".format
    near: float = 0.06  # a number so near an end of the axis stands beside its mark, not over it

    def ticks(self) -> list[float]:
        """Return the numbers on the axis."""
        count = round((self.end - self.begin) / self.step)
        return [round(self.begin + place * self.step, 6) for place in range(count + 1)]

    def range(self) -> list[float]:
        """Return where the axis begins and ends: a little outside, so that marks on the ends are whole."""
        return [self.begin - 0.01 * (self.end - self.begin), self.end + 0.01 * (self.end - self.begin)]

    def beside(self, drawn: float) -> str:
        """Return where the number of a mark stands, so that it meets neither the labels at the left nor the tag."""
        place = (drawn - self.begin) / (self.end - self.begin)
        side = "right" if place < self.near else "left" if place > 1 - self.near else "center"
        return f"top {side}"


def share_scale(dots: pd.DataFrame, title: str) -> Scale:
    """Return the axis of shares from 0 to 100 %, or to 25 or 50 % where no share and no interval is larger."""
    highest = 100 * _highest(dots)
    end = next((end for end in _ENDS if highest <= end), 100)
    return Scale(title, end, _ENDS[end], times=100, unit=" %", write=percent)


def rate_scale(dots: pd.DataFrame, title: str) -> Scale:
    """Return the axis of rates from 0 to a round number above the highest.

    An interval of two or three articles may reach a hundred times as far as any rate, and all others would be a dot at
    the left: what lies further off than `_FURTHEST` times the highest rate is beyond the axis.
    """
    highest = min(_highest(dots), _FURTHEST * float(dots["share"].max()) or inf) or 1.0
    power: float = 10.0 ** int(log10(highest) // 1)
    step = next(factor * power for factor in (0.2, 0.5, 1, 2) if highest <= 5 * factor * power)
    return Scale(title, step * -(-highest // step), step, write=written_rate)


def written_rate(rate: float) -> str:
    """Return a rate with two digits where it is small.

    Example:
        >>> written_rate(0.034), written_rate(3.4), written_rate(134.0), written_rate(2e-32)
        ('0.034', '3.4', '134', 'under 0.01')
    """
    if 0 < rate < 0.01:
        return "under 0.01"
    return f"{rate:,.0f}" if rate >= 10 or rate == 0 else f"{rate:.1f}" if rate >= 1 else f"{rate:.2g}"


def drawn_columns(dots: pd.DataFrame) -> list[str]:
    """Return the columns that are drawn across, of those the table has."""
    return [column for column in ("share", "low", "high", "raw") if column in dots.columns]


def _highest(dots: pd.DataFrame) -> float:
    return float(dots[drawn_columns(dots)].max().max())
