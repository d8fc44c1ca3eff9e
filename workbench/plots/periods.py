"""What figures over time share: the names and widths of periods, the two parts of the plot, the source note."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import DataError
from workbench.plots.phrases import NOT_STATED, counted, stated, written_day
from workbench.plots.theme import THIN, add_text

if TYPE_CHECKING:
    from pandas._libs.tslibs.nattype import NaTType
    from plotly.graph_objects import Figure

COLUMNS = ["period", "series", "articles", "value", "low", "high", "complete"]
_DATED, _UNDATED = (0.0, 0.84), (0.89, 1.0)  # where the two parts of the plot stand, in shares of its width
_NOWHERE = (0.999, 1.0)  # an axis must have some width
_DAYS = {"day": 1, "week": 7, "month": 28, "quarter": 89, "year": 365}  # at least so many days from one to the next
_FEW, _LABELS = 30, 5  # so few days, weeks or quarters are labelled at their middle, with so many labels at most
_MONTH, _YEAR = "M1", "M12"
# Two short lines a label, so that they fit on a phone without being turned.
TICKS = [
    {"dtickrange": [_YEAR, None], "value": "%Y"},
    {"dtickrange": [_MONTH, _YEAR], "value": "%b<br>%Y"},
    {"dtickrange": [None, _MONTH], "value": "%-d %b<br>%Y"},
]
_STEPS = {
    "day": pd.DateOffset(days=1),
    "week": pd.DateOffset(days=7),
    "month": pd.DateOffset(months=1),
    "quarter": pd.DateOffset(months=3),
    "year": pd.DateOffset(years=1),
    "period": pd.DateOffset(days=7),  # a single period does not tell how long it is
}


def unit_of(series: pd.DataFrame) -> str:
    """Return the word for the periods, told by the distance between them; "period" for a single one.

    Example:
        >>> unit_of(pd.DataFrame({"period": pd.to_datetime(["2025-11-03", "2025-11-10", None])}))
        'week'
    """
    gaps = series["period"].dropna().drop_duplicates().sort_values().diff().dropna()
    if gaps.empty:
        return "period"
    days = gaps.dt.days.median()
    return max((unit for unit in _DAYS if _DAYS[unit] <= days), key=lambda unit: _DAYS[unit], default="day")


def undated(series: pd.DataFrame) -> int:
    """Return the number of articles without a date."""
    return int(series.loc[series["period"].isna(), "articles"].sum())


def hollow(rows: pd.DataFrame) -> list[bool]:
    """Return which rows are periods that the corpus begins or ends inside; the undated are not."""
    return (~rows["complete"].astype("boolean").fillna(value=True)).tolist()


def name_period(period: pd.Timestamp, unit: str) -> str:
    """Return a period in words.

    Example:
        >>> name_period(pd.Timestamp("2025-11-03"), "week"), name_period(pd.Timestamp("2025-11-01"), "month")
        ('week from 3 November 2025', 'November 2025')
    """
    if pd.isna(period):
        return "undated"
    if unit == "month":
        return str(period.strftime("%B %Y"))
    if unit == "year":
        return str(period.year)
    return written_day(period) if unit == "day" else f"{unit} from {written_day(period)}"


def in_words(period: pd.Timestamp, unit: str) -> str:
    """Return a period as it stands inside a sentence: with "the" where it needs one."""
    name = name_period(period, unit)
    return f"the {name}" if name.startswith(unit) else name


def when(row: pd.Series, unit: str) -> str:
    """Return the period of a row in words, with a word where it is not finished."""
    complete = row["complete"]
    return name_period(row["period"], unit) + (" (not complete)" if pd.notna(complete) and not complete else "")


def middles(rows: pd.DataFrame, unit: str) -> list[str]:
    """Return the middle of each period as plotly reads instants: without a zone."""
    return [_middle(start, unit) for start in _starts(rows)]


def widths(rows: pd.DataFrame, unit: str) -> list[float]:
    """Return the length of each period in milliseconds, a little less so that bars do not touch."""
    return [0.86 * (start + _STEPS[unit] - start).total_seconds() * 1000 for start in _starts(rows)]


def place_axes(figure: Figure, series: pd.DataFrame, unit: str) -> None:
    """Place the time axis on the left and the undated, if any, on the right, with a line between them."""
    placed = {"anchor": "free", "position": 0, "showgrid": False}
    beside = {"type": "category", "domain": _UNDATED, "range": [-0.5, 0.5], **placed}
    starts = sorted(set(_starts(series)))
    if starts:
        first, last = time_ends(series, unit)
        dated = {"range": [first.isoformat(), last.isoformat()], **_ticks(starts, unit)}
    else:
        dated = {"range": [0, 1], "visible": False}
        add_text(figure, "no article with a date", x=_DATED[1] / 2, y=0, xanchor="center", yanchor="top")
    figure.update_layout(xaxis={"type": "date", **dated, **placed}, xaxis2=beside)
    if not undated(series):
        figure.update_layout(xaxis2={"domain": _NOWHERE, "visible": False})
        return
    # On a phone the last label of the time axis would meet the word "undated".
    figure.update_layout(xaxis={"domain": _DATED, "ticklabeloverflow": "hide past domain"})
    middle = (_DATED[1] + _UNDATED[0]) / 2
    line = {"color": THIN, "width": 1, "dash": "dot"}
    figure.add_shape(type="line", xref="paper", yref="paper", x0=middle, x1=middle, y0=0, y1=1, line=line)


def _ticks(starts: list[pd.Timestamp], unit: str) -> dict[str, object]:
    """Return where the time axis has labels: under the periods where they are few, else where plotly finds best."""
    if len(starts) > _FEW or unit in ("month", "year"):
        return {"tickformatstops": TICKS, "ticklabelmode": "period" if unit in ("month", "year") else "instant"}
    labelled = starts[:: -(-len(starts) // _LABELS)]
    return {
        "tickvals": [_middle(start, unit) for start in labelled],
        "ticktext": [f"{start.day} {start.strftime('%b<br>%Y')}" for start in labelled],
    }


def time_ends(series: pd.DataFrame, unit: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return where the time axis begins and ends; the same instant twice where no article is dated."""
    starts = sorted(set(_starts(series)))
    return (starts[0], starts[-1] + _STEPS[unit]) if starts else (pd.Timestamp(0), pd.Timestamp(0))


def source(series: pd.DataFrame, unit: str) -> str:
    """Return the source note: how many articles, how many of them undated, what hollow marks are."""
    articles = int(series["articles"].sum())
    note = f"{counted(articles, 'article')}, {articles - undated(series)} dated."
    return f"{note} Hollow: a {unit} that the corpus begins or ends inside." if any(hollow(series)) else note


def periods_named(groups: pd.Series[str], periods: pd.Series[pd.Timestamp]) -> pd.Series[pd.Timestamp]:
    """Return the period that each group is named by; missing for "not stated", the undated."""
    days = pd.Series([_day_named(group) for group in groups], groups.index, dtype="datetime64[us]")
    starts: pd.Series[pd.Timestamp] = days.dt.tz_localize("UTC")
    lost = groups[~starts.isin(periods.dropna()) & (stated(groups) != NOT_STATED)]
    if len(lost):
        raise DataError(
            f"The group {lost.iloc[0]!r} of the shares is no period of the series. Group them by the start of its "
            "periods, such as '2025-11-03'."
        )
    return starts


def _day_named(group: object) -> pd.Timestamp | NaTType:
    """Return the start of the period that a group is named by; NaT for what is no period."""
    try:
        return pd.PeriodIndex([str(group).split("/")[0]], freq="D").to_timestamp()[0]
    except ValueError:
        return pd.NaT


def _middle(start: pd.Timestamp, unit: str) -> str:
    return (start + (start + _STEPS[unit] - start) / 2).isoformat()


def _starts(rows: pd.DataFrame) -> list[pd.Timestamp]:
    return [start.tz_localize(None) if start.tzinfo else start for start in rows["period"].dropna()]
