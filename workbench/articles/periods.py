"""Calendar periods of articles: which there are, which are whole, and which each article falls or may fall into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import DataError, ParameterError, nearest

FREQUENCIES = {"D": "D", "W": "W-SUN", "M": "M", "Q": "Q-DEC", "Y": "Y-DEC"}  # as pandas spells periods
_LABELS = {"D": "%Y-%m-%d", "W": "%Y-%m-%d", "M": "%Y-%m", "Y": "%Y"}

Slots = npt.NDArray[np.intp]  # number of the period of each article; one past the last is undated


@dataclass(frozen=True)
class Reach:
    """The periods each article may belong to, given the bounds of its date.

    Attributes:
        first: number of the first such period.
        last: number of the last one; below `first` where no period of the table can be its own.
        sure: the article belongs to one period, and cannot lie outside the table.
    """

    first: Slots
    last: Slots
    sure: npt.NDArray[np.bool_]


def find_periods(articles: pd.DataFrame, freq: str | None) -> tuple[pd.DataFrame, Slots]:
    """Return the periods from the first to the last article, then the one of the undated, and the row of each article.

    An article without a day whose bounds (`published_earliest`, `published_latest`) lie in one period falls into it: an
    article of "November 2025" has no day, but it has a month.

    Args:
        articles: `published` and its bounds are used when present; periods are UTC.
        freq: "D", "W" (weeks begin on Monday), "M", "Q" or "Y". None: weeks up to half a year between the first and the
            last article, then months, then years from ten years on.

    Returns:
        A table of period (start; NaT in the last row, which is always there) and complete (False for a first or last
        period the corpus begins or ends inside, missing for the undated), and for each article the row it falls into.

    Raises:
        ParameterError: `freq` is unknown.
        DataError: `published` or a bound holds no instants.

    Example:
        >>> published = pd.to_datetime(["2025-11-21", None, "2026-01-03"], utc=True)
        >>> periods, rows = find_periods(pd.DataFrame({"published": published}), "M")
        >>> periods["period"].dt.strftime("%Y-%m").tolist(), rows.tolist()
        (['2025-11', '2025-12', '2026-01', nan], [0, 3, 2])
    """
    stated = _stated(articles, choose_freq(articles, freq))
    grid = _grid(stated)
    slots = np.where(stated["period"].isna(), len(grid), grid.get_indexer(pd.PeriodIndex(stated["period"])))
    complete = [*_complete(grid, stated[stated["period"].notna()]), pd.NA]
    return pd.DataFrame({"period": [*grid.to_timestamp(), pd.NaT], "complete": complete}), slots


def find_reach(articles: pd.DataFrame, freq: str) -> Reach:
    """Return which of the periods of `find_periods` each article may belong to.

    An article with neither a day nor bounds may belong to any of them or to none; a missing bound bounds nothing.

    Example:
        >>> published = pd.to_datetime(["2025-11-21", None, "2026-01-03"], utc=True)
        >>> reach = find_reach(pd.DataFrame({"published": published}), "M")
        >>> reach.first.tolist(), reach.last.tolist(), reach.sure.tolist()
        ([0, 0, 2], [0, 2, 2], [True, False, True])
    """
    stated = _stated(articles, freq)
    grid = _grid(stated)
    if not len(grid):
        nothing = np.zeros(len(articles), dtype=np.intp)
        return Reach(nothing, nothing - 1, np.zeros(len(articles), dtype=np.bool_))
    ordinals = {name: _ordinals(stated[name], freq) - grid[0].ordinal for name in ("earliest", "latest")}
    first = np.where(stated["earliest"].isna(), -1, ordinals["earliest"])
    last = np.where(stated["latest"].isna(), len(grid), ordinals["latest"])
    sure = (first == last) & (first >= 0) & (last < len(grid))
    return Reach(np.maximum(first, 0).astype(np.intp), np.clip(last, -1, len(grid) - 1).astype(np.intp), sure)


def choose_freq(articles: pd.DataFrame, freq: str | None) -> str:
    """Return `freq`, or the one that suits the time between the first and the last article.

    Example:
        >>> choose_freq(pd.DataFrame({"published": pd.to_datetime(["2025-01-01", "2026-01-03"], utc=True)}), None)
        'M'
    """
    if freq is not None and freq not in FREQUENCIES:
        raise ParameterError(f"freq={freq!r} is not a period. {nearest(str(freq), FREQUENCIES)}")
    published = _instants(articles, "published").dropna()
    days = (published.max() - published.min()).days if len(published) else 0
    return freq or ("W" if days <= 183 else "M" if days <= 3652 else "Y")


def name_periods(starts: pd.Series[pd.Timestamp], freq: str) -> pd.Series[str]:
    """Return periods as groups are named: "2025-11-03" (a day, or the Monday of a week), "2025-11", "2025Q4", "2025".

    Example:
        >>> name_periods(pd.Series(pd.to_datetime(["2025-10-01", None])), "Q").tolist()
        ['2025Q4', nan]
    """
    plain = pd.to_datetime(starts, utc=True).dt.tz_localize(None)
    names = plain.dt.to_period("Q").astype("str") if freq == "Q" else plain.dt.strftime(_LABELS[freq]).astype("str")
    stated: pd.Series[str] = names.where(plain.notna())
    return stated


def _instants(articles: pd.DataFrame, column: str) -> pd.Series[pd.Timestamp]:
    """Return the instants of a column in UTC without their zone; all missing where the column is."""
    instants = articles.get(column, pd.Series(pd.NaT, index=articles.index))
    if instants.notna().any() and not pd.api.types.is_datetime64_any_dtype(instants):
        raise DataError(
            f"The column '{column}' of the table 'articles' holds {instants.dtype}, not instants. "
            "Read the corpus with read_articles, or convert it with pandas.to_datetime(..., utc=True)."
        )
    return pd.to_datetime(instants, utc=True).dt.tz_localize(None).reset_index(drop=True)


def _stated(articles: pd.DataFrame, freq: str) -> pd.DataFrame:
    """Return the period, earliest and latest instant of each article; its day lies within its bounds."""
    published = _instants(articles, "published")
    bounds = {name: _instants(articles, f"published_{name}") for name in ("earliest", "latest")}
    earliest, latest = bounds["earliest"].fillna(published), bounds["latest"].fillna(published)
    first, last = earliest.dt.to_period(FREQUENCIES[freq]), latest.dt.to_period(FREQUENCIES[freq])
    period = published.dt.to_period(FREQUENCIES[freq])
    return pd.DataFrame(
        {
            "period": period.where(period.notna(), first.where(first == last)),
            "earliest": earliest.mask(published < earliest, published),
            "latest": latest.mask(published > latest, published),
            "published": published,
        }
    )


def _grid(stated: pd.DataFrame) -> pd.PeriodIndex:
    """Return every period from the first to the last, those without articles too."""
    dated = pd.PeriodIndex(stated["period"].dropna())
    return pd.period_range(dated.min(), dated.max()) if len(dated) else dated


def _ordinals(instants: pd.Series[pd.Timestamp], freq: str) -> npt.NDArray[np.int64]:
    return pd.PeriodIndex(instants.dt.to_period(FREQUENCIES[freq])).asi8


def _complete(grid: pd.PeriodIndex, dated: pd.DataFrame) -> list[bool]:
    """Return whether the corpus, from its first to its last day, spans each period whole.

    Of an article without a day it is only sure that the corpus begins no later than its latest day, and so for the end.
    """
    first, last = dated["published"].fillna(dated["latest"]).min(), dated["published"].fillna(dated["earliest"]).max()
    return [bool(first.normalize() <= period.start_time and period.end_time.normalize() <= last) for period in grid]
