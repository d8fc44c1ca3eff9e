"""Dot plots of numbers with their intervals: one row a thing, one symbol and colour a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.plots.phrases import counted, group_order, interval, percent, safe, shortened, wrapped
from workbench.plots.scales import Scale, drawn_columns
from workbench.plots.theme import COLOURS, GREY, THIN, add_tag, colours_of, marker_size, new_figure, symbols_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ALL = "all"  # the group of all articles together
DRAWN = 8  # groups in one figure
SAME = 0.0005  # a share that differs by less from the raw one was not corrected
WARNED = "†"  # beside a number that the note warns of
_LABEL = 20  # characters a line of a row label
_STEP = 13  # pixels from one group to the next within a row
_WIDE = 560  # pixels a legend has on a wide page
LEGEND_NAME = 26  # characters of a name in a legend


def draw_dots(dots: pd.DataFrame, rows: list[str], *, scale: Scale, tag: str = "") -> Figure:
    """Return a figure of numbers with their intervals, the rows from top to bottom.

    Args:
        dots: row (its label), group, share, low, high (NaN where there is none), hover (safe); used when present:
            `raw`, a small grey point where it differs from the share; `hollow`, not validated; `warned`, the note
            warns of it; `leads`, custom data.
        rows: the order of the rows.
        scale: the axis across.
        tag: quiet words over the plot, at the right.
    """
    figure = new_figure()
    groups = group_order(dots["group"])
    colours, symbols = colours_of(groups), symbols_of(groups)
    offsets = {group: _offset(place, len(groups)) for place, group in enumerate(groups)}
    heights = -dots["row"].map({row: place for place, row in enumerate(rows)}) + dots["group"].map(offsets)
    dots = dots.assign(height=heights, **{column: scale.times * dots[column] for column in drawn_columns(dots)})
    if "raw" in dots.columns:
        _add_raw(figure, dots[(dots["raw"] - dots["share"]).abs() > SAME * scale.times], scale)
    for group in groups:
        look = (colours[group], symbols[group]) if len(groups) > 1 else (COLOURS[0], "circle")
        written = scale if len(groups) == 1 else None
        _add_group(figure, dots[dots["group"] == group], *look, written=written)
    if "warned" in dots.columns:
        _add_warnings(figure, dots[dots["warned"]])
    figure.update_layout(showlegend=len(groups) > 1)
    set_scale(figure, scale)
    name_rows(figure, rows)
    if tag:
        add_tag(figure, tag, height=plot_height(len(rows), len(groups)))
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
    return wrapped(f"{_who(row['group'])}{count} of {counted(articles, 'article')} ({numbers}) {verb}", 46)


def set_scale(figure: Figure, scale: Scale) -> None:
    """Set the axis across to a scale."""
    ticks = scale.ticks()
    figure.update_xaxes(
        range=scale.range(),
        tickvals=ticks,
        ticktext=[f"{tick:,.6g}{scale.unit}".replace("-", "\N{MINUS SIGN}") for tick in ticks],
        title={"text": scale.title},
    )


def name_rows(figure: Figure, rows: list[str], *, width: int = _LABEL) -> None:
    """Write the label of each row to its left, with lines between them; rows stand at 0, -1, -2 and so on."""
    figure.update_yaxes(
        tickvals=[-place for place in range(len(rows))],
        ticktext=[wrapped(row, width, lines=2) for row in rows],
        range=[0.5 - len(rows), 0.5],
        showgrid=False,
        ticklabelstandoff=6,
    )
    for place in range(1, len(rows)):
        line = {"color": THIN, "width": 1}
        figure.add_shape(type="line", xref="paper", x0=0, x1=1, y0=0.5 - place, y1=0.5 - place, line=line)


def _leads(dots: pd.DataFrame) -> list[object] | None:
    return dots["leads"].tolist() if "leads" in dots.columns else None


def _who(group: str) -> str:
    """Return the name of a group at the head of a hover text; none where all articles are one group."""
    return "" if group == ALL else f"{group}: "


def _offset(place: int, groups: int) -> float:
    """Return how far a group stands above the middle of its row, in rows."""
    step = _STEP / max(38, _STEP * groups + 14)
    return ((groups - 1) / 2 - place) * step


def _add_group(figure: Figure, dots: pd.DataFrame, colour: str, symbol: str, *, written: Scale | None) -> None:
    """Add the marks and intervals of a group; with a scale their numbers too."""
    import plotly.graph_objects as go

    share = dots["share"]
    open_symbols = [f"{symbol}-open" if hollow else symbol for hollow in dots.get("hollow", [])]
    words = (
        {
            "text": [written.write(value / written.times) for value in share],
            "textposition": [written.beside(value) for value in share],
        }
        if written
        else {}
    )
    figure.add_trace(
        go.Scatter(
            x=share,
            y=dots["height"],
            mode="markers+text" if written else "markers",
            name=safe(shortened(dots["group"].iloc[0], LEGEND_NAME)),
            marker={
                "color": colour,
                "symbol": open_symbols or symbol,
                "size": marker_size(symbol),
            },
            error_x=error_bars(dots, colour),
            hovertext=dots["hover"],
            hoverinfo="text",
            customdata=_leads(dots),
            cliponaxis=False,
            **words,
        )
    )


def error_bars(dots: pd.DataFrame, colour: str) -> dict[str, object]:
    """Return thin lines from `low` to `high` around `share`."""
    return {
        "type": "data",
        "symmetric": False,
        "array": dots["high"] - dots["share"],
        "arrayminus": dots["share"] - dots["low"],
        "thickness": 1.3,
        "width": 0,
        "color": colour,
    }


def _add_raw(figure: Figure, dots: pd.DataFrame, scale: Scale) -> None:
    import plotly.graph_objects as go

    if len(dots):
        figure.add_trace(
            go.Scatter(
                x=dots["raw"],
                y=dots["height"],
                mode="markers",
                name="before correction",
                marker={"color": GREY, "size": 5},
                hovertext=[
                    wrapped(f"{_who(group)}before correction: {scale.write(raw / scale.times)}", 46)
                    for group, raw in zip(dots["group"], dots["raw"], strict=True)
                ],
                hoverinfo="text",
                customdata=_leads(dots),
                cliponaxis=False,
                showlegend=False,
            )
        )


def _add_warnings(figure: Figure, dots: pd.DataFrame) -> None:
    import plotly.graph_objects as go

    if len(dots):
        figure.add_trace(
            go.Scatter(
                x=dots["high"].fillna(dots["share"]),
                y=dots["height"],
                mode="text",
                text=[f"&nbsp;&nbsp;{WARNED}"] * len(dots),  # beside the end of the line, or the mark itself
                textposition="middle right",
                textfont={"color": GREY},
                hoverinfo="skip",
                cliponaxis=False,
                showlegend=False,
            )
        )
