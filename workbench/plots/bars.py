"""Horizontal bars that start at 0, each with its number at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.plots.phrases import safe, wrapped
from workbench.plots.theme import new_figure

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW, _TALL = 30, 40  # pixels a bar, and a bar whose name takes two lines
_LABEL = 22  # characters a line of a row label


def bars_height(names: list[str]) -> int:
    """Return the height in pixels that bars of these names need."""
    two_lines = any("<br>" in wrapped(name, _LABEL, lines=2) for name in names)
    return (_TALL if two_lines else _ROW) * len(names) + 8


def draw_bars(
    names: list[str], *, values: list[float], colours: list[str], labels: list[str], hover: list[str]
) -> Figure:
    """Return bars from top to bottom in the order given.

    Args:
        names: what stands to the left of each bar.
        values: their lengths.
        colours: their colours.
        labels: what stands at the end of each.
        hover: what the mouse tells, already safe.
    """
    import plotly.graph_objects as go

    figure = new_figure()
    figure.add_trace(
        go.Bar(
            x=values,
            y=[-place for place in range(len(names))],
            orientation="h",
            marker={"color": colours, "line": {"width": 0}},
            text=[safe(label) for label in labels],
            textposition="outside",
            cliponaxis=False,
            hovertext=hover,
            hoverinfo="text",
            showlegend=False,
        )
    )
    label_rows(figure, names)
    # The labels stand outside the bars, so the longest bar leaves them room.
    figure.update_xaxes(visible=False, range=[0, max(values) * 1.42])
    return figure


def label_rows(figure: Figure, names: list[str]) -> None:
    """Write the name of each row to its left; rows stand at 0, -1, -2 and so on."""
    figure.update_yaxes(
        tickvals=[-place for place in range(len(names))],
        ticktext=[wrapped(name, _LABEL, lines=2) for name in names],
        range=[0.6 - len(names), 0.6],
        showgrid=False,
        ticklabelstandoff=6,
    )
