"""Dot plots of shares with their intervals: one row a thing, one symbol and colour a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.plots.phrases import counted, group_order, interval, percent, safe, shortened, wrapped
from workbench.plots.theme import COLOURS, GREY, THIN, add_tag, colours_of, marker_size, new_figure, symbols_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

DRAWN = 8  # groups in one figure
_LABEL = 20  # characters a line of a row label
_STEP = 13  # pixels from one group to the next within a row
_WIDE = 560  # pixels a legend has on a wide page
LEGEND_NAME = 26  # characters of a name in a legend
_ENDS = {25: 5, 50: 10, 100: 25}  # where the axis may end, in percent, and from one label to the next
_NEAR = 0.06  # a number so near an end of the axis stands beside its mark, not over it


def draw_dots(dots: pd.DataFrame, rows: list[str], *, axis: str, validated: bool) -> Figure:
    """Return a figure of shares from 0 to 100 %, or to 25 or 50 % where none is larger, the rows from top to bottom.

    Args:
        dots: row (its label), group, share, low, high (0-1; NaN where there is none), hover (safe); `raw` is used
            when present: a small grey point where it differs from the share.
        rows: the order of the rows.
        axis: what is counted, for the title of the axis.
        validated: False adds the tag "not validated".
    """
    figure = new_figure()
    groups = group_order(dots["group"])
    colours, symbols = colours_of(groups), symbols_of(groups)
    offsets = {group: _offset(place, len(groups)) for place, group in enumerate(groups)}
    heights = -dots["row"].map({row: place for place, row in enumerate(rows)}) + dots["group"].map(offsets)
    dots = dots.assign(height=heights)
    end = _end(dots)
    if "raw" in dots.columns:
        _add_raw(figure, dots[(dots["raw"] - dots["share"]).abs() > 0.0005])
    for group in groups:
        look = (colours[group], symbols[group]) if len(groups) > 1 else (COLOURS[0], "circle")
        _add_group(figure, dots[dots["group"] == group], *look, end=0 if len(groups) > 1 else end)
    figure.update_layout(showlegend=len(groups) > 1)
    _frame_axes(figure, rows, axis, end)
    if not validated:
        add_tag(figure, height=plot_height(len(rows), len(groups)))
    return figure


def plot_height(rows: int, groups: int) -> int:
    """Return the height of a dot plot in pixels."""
    return rows * max(38, _STEP * groups + 14)


def largest_groups(groups: pd.Series, sizes: pd.Series) -> list[str]:
    """Return the eight groups with the largest size: more cannot be told apart in one figure."""
    largest = sizes.groupby(groups).max().sort_index().sort_values(ascending=False, kind="stable")
    return list(largest.index[:DRAWN])


def left_out(shown: list[str], groups: list[str]) -> str:
    """Return the sentence for a note that says which groups are not drawn; empty when all are."""
    if len(shown) == len(groups):
        return ""
    return f" Drawn are the {len(shown)} of {len(groups)} groups with most articles; all of them stand in the table."


def legend_rows(groups: list[str]) -> int:
    """Return how many lines the legend of these groups takes on a wide page; 0 for one group."""
    if len(groups) < 2:
        return 0
    widths = [50 + 7 * min(len(group), LEGEND_NAME) for group in groups]
    # plotly sets entries in columns of equal width as soon as they do not fit into one line.
    columns = len(groups) if sum(widths) <= _WIDE else max(_WIDE // max(widths), 1)
    return -(-len(groups) // columns)


def describe_share(row: pd.Series, verb: str) -> str:
    """Return the hover text of a share: "Harbor Ledger: 3 of 8 articles (38 %, 95 % interval 14–69) speak of oil".

    Args:
        row: with `group`, `share`, `low`, `high` and `articles`.
        verb: what the articles do, in the plural.
    """
    articles = int(row["articles"])
    having = row["share"] * articles
    numbers = f"{percent(row['share'])}, {interval(row['low'], row['high'])}"
    # A corrected share, or one of sentences, is no whole number of articles.
    count = f"{having:.0f}" if abs(having - round(having)) < 0.01 else f"about {having:.1f}"
    return wrapped(f"{row['group']}: {count} of {counted(articles, 'article')} ({numbers}) {verb}", 46)


def _offset(place: int, groups: int) -> float:
    """Return how far a group stands above the middle of its row, in rows."""
    step = _STEP / max(38, _STEP * groups + 14)
    return ((groups - 1) / 2 - place) * step


def _end(dots: pd.DataFrame) -> int:
    """Return the percent at which the axis ends: the first end that no share and no interval passes."""
    columns = [column for column in ("share", "high", "raw") if column in dots.columns]
    highest = 100 * float(dots[columns].max().max())
    return next((end for end in _ENDS if highest <= end), 100)


def _beside(share: float, end: int) -> str:
    """Return where the number of a mark stands, so that it meets neither the labels at the left nor the tag."""
    side = "right" if share < _NEAR * end else "left" if share > (1 - _NEAR) * end else "center"
    return f"top {side}"


def _add_group(figure: Figure, dots: pd.DataFrame, colour: str, symbol: str, *, end: int) -> None:
    """Add the marks and intervals of a group; with the end of the axis their numbers too."""
    import plotly.graph_objects as go

    share = 100 * dots["share"]
    figure.add_trace(
        go.Scatter(
            x=share,
            y=dots["height"],
            mode="markers+text" if end else "markers",
            text=[percent(value) for value in dots["share"]] if end else None,
            textposition=[_beside(value, end) for value in share] if end else None,
            name=safe(shortened(dots["group"].iloc[0], LEGEND_NAME)),
            marker={"color": colour, "symbol": symbol, "size": marker_size(symbol)},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": 100 * dots["high"] - share,
                "arrayminus": share - 100 * dots["low"],
                "thickness": 1.3,
                "width": 0,
                "color": colour,
            },
            hovertext=dots["hover"],
            hoverinfo="text",
            cliponaxis=False,
        )
    )


def _add_raw(figure: Figure, dots: pd.DataFrame) -> None:
    import plotly.graph_objects as go

    if len(dots):
        figure.add_trace(
            go.Scatter(
                x=100 * dots["raw"],
                y=dots["height"],
                mode="markers",
                name="before correction",
                marker={"color": GREY, "size": 5},
                hovertext=[f"before correction: {percent(raw)}" for raw in dots["raw"]],
                hoverinfo="text",
                cliponaxis=False,
            )
        )


def _frame_axes(figure: Figure, rows: list[str], axis: str, end: int) -> None:
    ticks = list(range(0, end + 1, _ENDS[end]))
    figure.update_xaxes(
        range=[-end / 100, 1.01 * end],
        tickvals=ticks,
        ticktext=[f"{tick} %" for tick in ticks],
        title={"text": axis},
    )
    figure.update_yaxes(
        tickvals=[-place for place in range(len(rows))],
        ticktext=[wrapped(row, _LABEL, lines=2) for row in rows],
        range=[0.5 - len(rows), 0.5],
        showgrid=False,
        ticklabelstandoff=6,
    )
    for place in range(1, len(rows)):
        line = {"color": THIN, "width": 1}
        figure.add_shape(type="line", xref="paper", x0=0, x1=1, y0=0.5 - place, y1=0.5 - place, line=line)
