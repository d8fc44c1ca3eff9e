"""Figures of articles over time. Undated articles stand beside, incomplete periods are hollow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.changes import add_changes, lasting, note_changes, tell_changes
from workbench.plots.dots import LEGEND_NAME, legend_rows
from workbench.plots.own_events import add_own, own_room, place_own, tell_own
from workbench.plots.periods import (
    COLUMNS,
    hollow,
    in_words,
    middles,
    name_period,
    place_axes,
    source,
    time_ends,
    undated,
    unit_of,
    when,
    widths,
)
from workbench.plots.phrases import (
    counted,
    group_order,
    safe,
    shortened,
    stated,
    wrapped,
)
from workbench.plots.theme import (
    CLEAR,
    COLOURS,
    GREY,
    Size,
    colours_of,
    finish,
    new_figure,
    nothing_to_show,
    patterns_of,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_CHART = "Stacked bar chart. Across: time, one bar a {}, and one for undated articles; upwards: number of articles."
_HEIGHT = 240  # pixels of the bars
_GROUPS = 11  # with the others together, as many as a legend of two or three lines holds


def plot_articles_over_time(
    series: pd.DataFrame,
    *,
    by: str = "outlet",
    own: pd.DataFrame | None = None,
    changes: pd.DataFrame | None = None,
    headline: bool = False,
) -> Figure:
    """Return stacked bars of the number of articles a period, the undated in a column of their own.

    Where the table has `lowest` and `highest`, a thin line spans the fewest and the most articles that the period
    could have, wherever the undated articles belong.

    Args:
        series: period, series, articles, value, low, high, complete, as `count_by_period` makes without scores;
            lowest and highest are used when present.
        by: what the series are, for the title.
        own: label, earliest, latest, kind, as `read_own_events` makes: grey lines and bands.
        changes: as `find_changes` makes; those that survive the undated articles are drawn and told.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> series = pd.DataFrame({"period": pd.to_datetime(["2025-11-03", "2025-11-10", None], utc=True),
        ...     "series": "all", "articles": [3, 1, 2], "value": [3.0, 1.0, 2.0], "low": float("nan"),
        ...     "high": float("nan"), "complete": [True, False, None]})
        >>> plot_articles_over_time(series).layout.meta["sentence"]
        'The week from 3 November 2025 has the most articles: 3 of the 4 with a date; 2 more are undated.'
    """
    require_columns(series.columns, COLUMNS, table="series")
    series = series.assign(series=stated(series["series"]))
    series = _with_others(series)
    unit, groups = unit_of(series), group_order(series["series"])
    name, title = "articles-over-time", f"Articles per {unit}" + (f", by {by}" if len(groups) > 1 else "")
    if not series["articles"].sum():
        return nothing_to_show("there are no articles", name=name, title=title, headline=headline)
    kept = lasting(changes)
    placed = place_own(own, *time_ends(series, unit))
    totals = series.groupby("period", dropna=False)["articles"].sum()
    figure = _draw_bars(series, groups, unit, totals)
    bounds, room = _bounds(series), own_room(placed)
    _add_bounds(figure, bounds, unit)
    figure.update_layout(barmode="stack", showlegend=len(groups) > 1)
    _set_height(figure, max(int(totals.max()), int(bounds["highest"].max()) if len(bounds) else 0), room)
    place_axes(figure, series, unit)
    add_changes(figure, kept, domain=(0, _HEIGHT / (_HEIGHT + room)))
    add_own(figure, placed, domain=(0, _HEIGHT / (_HEIGHT + room)))
    sentence = _peak(series, unit) + tell_changes(kept, unit, undated=undated(series))
    whiskers = " Thin lines: the fewest and most there can be, wherever the undated belong." if len(bounds) else ""
    return finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=source(series, unit) + whiskers + note_changes(kept) + tell_own(own, placed),
        alt=f"{_CHART.format(unit)} {sentence}",
        headline=headline,
        size=Size(_HEIGHT + room, below=46, legend_rows=legend_rows(groups)),
    )


def _with_others(series: pd.DataFrame) -> pd.DataFrame:
    """Return the series of the groups with most articles, all others as one: more colours cannot be told apart."""
    sizes = series.groupby("series")["articles"].sum().sort_values(ascending=False, kind="stable")
    if len(sizes) <= _GROUPS + 1:
        return series
    others = series[~series["series"].isin(sizes.index[:_GROUPS])]
    how = {"articles": "sum", "value": "sum", "lowest": "sum", "highest": "sum"}
    how |= {column: "first" for column in series.columns if column not in {"period", *how}}
    summed = others.groupby("period", dropna=False, as_index=False).agg(
        {c: how[c] for c in series.columns if c != "period"}
    )
    count = len(sizes) - _GROUPS
    return pd.concat([series[series["series"].isin(sizes.index[:_GROUPS])], summed.assign(series=f"{count} others")])


def _draw_bars(series: pd.DataFrame, groups: list[str], unit: str, totals: pd.Series[int]) -> Figure:
    figure = new_figure()
    colours, patterns = colours_of(groups), patterns_of(groups)
    for group in groups:
        colour = colours[group] if len(groups) > 1 else COLOURS[0]
        marker = {"color": colour, "line": {"color": colour, "width": 1.5}, "pattern": {"shape": patterns[group]}}
        _add_bars(figure, series[series["series"] == group], group, marker, unit=unit, totals=totals)
    return figure


def _set_height(figure: Figure, highest: int, room: int) -> None:
    """Set the axis upwards, with so many pixels free over the bars."""
    top = 1.08 * highest * (_HEIGHT + room) / _HEIGHT
    figure.update_yaxes(range=[0, top], nticks=5, tickformat=",d", dtick=1 if highest < 6 else None)


def _bounds(series: pd.DataFrame) -> pd.DataFrame:
    """Return period, articles, lowest and highest of the periods that undated articles could belong to."""
    columns = ["articles", "lowest", "highest"]
    if not {"lowest", "highest"} <= set(series.columns):
        return pd.DataFrame(columns=["period", *columns])
    sums = series.dropna(subset=["period"]).groupby("period", as_index=False)[columns].sum(min_count=1)
    return sums[sums["highest"] > sums["lowest"]].reset_index(drop=True)


def _add_bounds(figure: Figure, bounds: pd.DataFrame, unit: str) -> None:
    import plotly.graph_objects as go

    if bounds.empty:
        return
    middle = (bounds["lowest"] + bounds["highest"]).astype("float64") / 2
    reach = bounds["highest"].astype("float64") - middle
    figure.add_trace(
        go.Scatter(
            x=middles(bounds, unit),
            y=middle,
            mode="markers",
            marker={"color": CLEAR, "size": 8},
            error_y={"type": "data", "array": reach, "thickness": 1.3, "width": 3, "color": GREY},
            hovertext=[_describe_bounds(row, unit) for _, row in bounds.iterrows()],
            hoverinfo="text",
            cliponaxis=False,
            showlegend=False,
        )
    )


def _describe_bounds(row: pd.Series, unit: str) -> str:
    between = f"between {row['lowest']:.0f} and {counted(int(row['highest']), 'article')}"
    return wrapped(f"{name_period(row['period'], unit)}: {between}, wherever the undated belong", 46)


def _add_bars(
    figure: Figure, rows: pd.DataFrame, group: str, marker: dict[str, Any], *, unit: str, totals: pd.Series[int]
) -> None:
    import plotly.graph_objects as go

    # The legend shows this bar: the others may all be hollow, or there may be none.
    figure.add_trace(go.Bar(x=[None], y=[0], marker=marker, name=safe(shortened(group, LEGEND_NAME))))
    rows = rows[rows["articles"] > 0]
    for part, axis in ((rows.dropna(subset="period"), "x"), (rows[rows["period"].isna()], "x2")):
        fills = [CLEAR if open_ else marker["color"] for open_ in hollow(part)]
        figure.add_trace(
            go.Bar(
                x=middles(part, unit) if axis == "x" else ["undated"] * len(part),
                y=part["articles"],
                width=widths(part, unit) if axis == "x" else 0.6,
                marker=marker | {"color": fills},
                hovertext=[_describe_bar(row, group, unit, int(totals[row["period"]])) for _, row in part.iterrows()],
                hoverinfo="text",
                xaxis=axis,
                showlegend=False,
            )
        )


def _describe_bar(row: pd.Series, group: str, unit: str, total: int) -> str:
    count = f"{row['articles']} of {counted(total, 'article')}"
    who = count if group == "all" else f"{group}: {count}"
    return wrapped(when(row, unit), 46) + "<br>" + wrapped(who, 46)


def _peak(series: pd.DataFrame, unit: str) -> str:
    missing = undated(series)
    dated = series.dropna(subset=["period"]).groupby("period")["articles"].sum()
    if not dated.sum():
        return f"None of the {counted(missing, 'article')} has a date."
    most, total = int(dated.max()), int(dated.sum())
    period = in_words(pd.Timestamp(dated.index[int(dated.argmax())]), unit)
    ties = int((dated == most).sum())
    if total == 1:
        sentence = f"The only article with a date is from {period}"
    elif ties > 1:
        sentence = f"No {unit} has more than {most} of the {total} articles with a date; {ties} have so many"
    else:
        sentence = f"{period[:1].upper()}{period[1:]} has the most articles: {most} of the {total} with a date"
    if not missing:
        return f"{sentence}."
    return f"{sentence}; {missing} more {'is' if missing == 1 else 'are'} undated{_firm(series, dated, ties)}."


def _firm(series: pd.DataFrame, dated: pd.Series, ties: int) -> str:
    """Return whether the undated could change which period has the most; empty where that is not known."""
    if not {"lowest", "highest"} <= set(series.columns) or ties > 1 or len(dated) < 2:
        return ""
    sums = series.dropna(subset=["period"]).groupby("period")[["lowest", "highest"]].sum()
    peak = dated.index[int(dated.argmax())]
    firm = sums["lowest"].loc[peak] > sums["highest"].drop(peak).max()
    return ", which changes nothing in this" if firm else ", and could change this"
