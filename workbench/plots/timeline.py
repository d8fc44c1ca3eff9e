"""Figures over time: articles and frames by period. Undated articles stand beside, incomplete periods are hollow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.dots import LEGEND_NAME, legend_rows
from workbench.plots.periods import (
    COLUMNS,
    hollow,
    in_words,
    middles,
    name_period,
    place_axes,
    source,
    undated,
    unit_of,
    widths,
)
from workbench.plots.phrases import (
    counted,
    group_order,
    in_sentence,
    interval,
    label_of,
    percent,
    safe,
    shortened,
    stated,
    wrapped,
)
from workbench.plots.theme import (
    CLEAR,
    COLOURS,
    GREY,
    NOT_VALIDATED,
    Size,
    add_tag,
    add_text,
    colours_of,
    finish,
    new_figure,
    nothing_to_show,
    patterns_of,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_PANELS = 8
_PANEL, _HEAD = 106, 34  # pixels a frame, and of it those that its name takes


def plot_articles_over_time(series: pd.DataFrame, *, by: str = "outlet", headline: bool = False) -> Figure:
    """Return stacked bars of the number of articles a period, the undated in a column of their own.

    Args:
        series: period, series, articles, value, low, high, complete, as `count_by_period` makes without scores.
        by: what the series are, for the title.
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
    unit, groups = unit_of(series), group_order(series["series"])
    name, title = "articles-over-time", f"Articles per {unit}" + (f", by {by}" if len(groups) > 1 else "")
    if not series["articles"].sum():
        return nothing_to_show("there are no articles", name=name, title=title, headline=headline)
    figure = new_figure()
    colours, patterns = colours_of(groups), patterns_of(groups)
    totals = series.groupby("period", dropna=False)["articles"].sum()
    for group in groups:
        colour = colours[group] if len(groups) > 1 else COLOURS[0]
        marker = {"color": colour, "line": {"color": colour, "width": 1.5}, "pattern": {"shape": patterns[group]}}
        _add_bars(figure, series[series["series"] == group], group, marker, unit=unit, totals=totals)
    highest = int(totals.max())
    figure.update_layout(barmode="stack", showlegend=len(groups) > 1)
    figure.update_yaxes(range=[0, 1.08 * highest], nticks=5, tickformat=",d", dtick=1 if highest < 6 else None)
    place_axes(figure, series, unit)
    sentence = _peak(series, unit)
    axes = f"Across: time, one bar a {unit}, and one for undated articles; upwards: number of articles."
    alt = f"Stacked bar chart. {axes} {sentence}"
    return finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=source(series, unit),
        alt=alt,
        headline=headline,
        size=Size(240, below=46, legend_rows=legend_rows(groups)),
    )


def plot_frames_over_time(
    series: pd.DataFrame, *, labels: pd.DataFrame | None = None, headline: bool = False
) -> Figure:
    """Return the share of articles with each frame by period, a panel a frame, at most eight, the most frequent on top.

    Larger points stand for more articles; where a period has no article there is a gap. The share among undated
    articles stands to the right. Tagged "not validated" unless a column `validated` says True in every row.

    Args:
        series: period, series (the frame), articles, value (share), low, high, complete, as `count_by_period` makes
            with scores.
        labels: frame, label; without it frames are called by their name.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> series = pd.DataFrame({"period": pd.to_datetime(["2025-11-03", "2025-11-10", None], utc=True),
        ...     "series": "oil", "articles": [4, 0, 2], "value": [0.5, float("nan"), 1.0],
        ...     "low": [0.2, float("nan"), 0.3], "high": [0.8, float("nan"), 1.0], "complete": [True, True, None]})
        >>> plot_frames_over_time(series).layout.meta["sentence"]
        'The surest peak is that of oil in the week from 3 November 2025: 50 % of 4 articles (95 % interval 20–80).'
    """
    require_columns(series.columns, COLUMNS, table="series")
    unit = unit_of(series)
    name, title = "frames-over-time", f"Share of articles with each frame, by {unit}"
    frames = _frequent(series)
    if not frames:
        return nothing_to_show("no article was scored", name=name, title=title, headline=headline)
    shown, names = frames[:_PANELS], label_of(labels, frames)
    figure = new_figure()
    for place, frame in enumerate(shown):
        _add_panel(figure, series[series["series"] == frame], names[frame], place, len(shown), unit)
    validated = "validated" in series.columns and bool(series["validated"].all())
    if not validated:
        add_tag(figure, height=_PANEL * len(shown))
    place_axes(figure, series, unit)
    figure.update_layout(showlegend=False)
    sentence = _surest(series[series["series"].isin(shown)], names, unit)
    note = f"{source(series[series['series'] == shown[0]], unit)} Larger points: more articles."
    note += "" if validated else f" {NOT_VALIDATED[:1].upper()}{NOT_VALIDATED[1:]}."
    note += f" {len(shown)} of {len(frames)} frames shown." if len(frames) > len(shown) else ""
    axes = "Across: time, and a point for undated articles; upwards: share of articles."
    alt = f"Small line charts, one a frame. {axes} {sentence}"
    return finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=note,
        alt=alt,
        headline=headline,
        size=Size(_PANEL * len(shown), below=46, tag=not validated),
    )


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
    return wrapped(_when(row, unit), 46) + "<br>" + wrapped(who, 46)


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
    return sentence + (f"; {missing} more {'is' if missing == 1 else 'are'} undated." if missing else ".")


def _frequent(series: pd.DataFrame) -> list[str]:
    """Return the frames, the one with the highest share of all articles first."""
    known = series.dropna(subset=["value"])
    having = (known["value"] * known["articles"]).groupby(known["series"]).sum()
    return sorted(having.index, key=lambda frame: (-having[frame], frame))


def _add_panel(figure: Figure, rows: pd.DataFrame, label: str, place: int, panels: int, unit: str) -> None:
    axis = str(place + 1) if place else ""
    top, bottom = 1 - place / panels, 1 - (place + 1) / panels
    upwards = {"range": [-4, 104], "tickvals": [0, 50, 100], "ticktext": ["0 %", "50 %", "100 %"]}
    domain = [max(bottom, 0), top - _HEAD / _PANEL / panels]
    figure.update_layout({f"yaxis{axis}": {**upwards, "domain": domain, "anchor": "x"}})
    add_text(figure, f"<b>{safe(shortened(label, 40))}</b>", x=0, y=domain[1], yshift=4)
    for dated in (True, False):
        part = rows[rows["period"].notna() == dated]
        x = middles(part, unit) if dated else ["undated"] * len(part)
        _add_points(figure, part, x, label, unit, {"xaxis": "x" if dated else "x2", "yaxis": f"y{axis}"})


def _add_points(
    figure: Figure, rows: pd.DataFrame, x: Sequence[object], label: str, unit: str, axes: dict[str, str]
) -> None:
    import plotly.graph_objects as go

    share = 100 * rows["value"]
    marker = {
        "color": COLOURS[0],
        "opacity": 1,
        "symbol": ["circle-open" if open_ else "circle" for open_ in hollow(rows)],
        "size": [4 + 2 * min(float(articles), 16) ** 0.5 for articles in rows["articles"]],
        "line": {"width": [1.5 if open_ else 0 for open_ in hollow(rows)]},
    }
    figure.add_trace(
        go.Scatter(
            x=x,
            y=share,
            mode="lines+markers",
            connectgaps=False,
            line={"width": 1, "color": COLOURS[0]},
            marker=marker,
            error_y={
                "type": "data",
                "symmetric": False,
                "array": 100 * rows["high"] - share,
                "arrayminus": share - 100 * rows["low"],
                "thickness": 1,
                "width": 0,
                "color": GREY,
            },
            hovertext=[_describe_point(row, label, unit) for _, row in rows.iterrows()],
            hoverinfo="text",
            cliponaxis=False,
            **axes,
        )
    )


def _describe_point(row: pd.Series, label: str, unit: str) -> str:
    share = f"{percent(row['value'])} of {counted(int(row['articles']), 'article')}"
    speak = f"{share} ({interval(row['low'], row['high'])}) speak of {in_sentence(label)}"
    return wrapped(_when(row, unit), 46) + "<br>" + wrapped(speak, 46)


def _when(row: pd.Series, unit: str) -> str:
    complete = row["complete"]
    return name_period(row["period"], unit) + (" (not complete)" if pd.notna(complete) and not complete else "")


def _surest(series: pd.DataFrame, names: dict[str, str], unit: str) -> str:
    """Return a sentence about the highest lower bound: a share of 1 article in 1 is high but says little."""
    dated = series.dropna(subset=["period", "low"])
    if dated.empty:
        return "No article that was scored has a date, so nothing can be said about change over time."
    row = dated.sort_values("low", ascending=False, kind="stable").iloc[0]
    share = f"{percent(row['value'])} of {counted(int(row['articles']), 'article')}"
    peak = f"The surest peak is that of {in_sentence(names[row['series']])} in {in_words(row['period'], unit)}"
    return f"{peak}: {share} ({interval(row['low'], row['high'])})."
