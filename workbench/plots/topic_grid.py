"""Grids with a row a topic: cells in stronger colour are larger, cells of too few articles are outlined only."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

import pandas as pd

from workbench.plots.dots import name_rows
from workbench.plots.phrases import safe, shortened, wrapped
from workbench.plots.theme import GREY, add_text, new_figure

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_SHADE = [[0, "rgba(0,114,178,0.04)"], [1, "rgba(0,114,178,0.46)"]]  # numbers are read on it
_ENDS = (0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0)  # the share with the strongest colour
_ROW, _TALL = 28, 38  # pixels a row, and a row whose name takes two lines
_LABEL, _HEAD = 20, 20  # characters a line of a row's name, and of a column's
_DOUBLE, _DOUBLE_HEAD = 6, 15  # so many columns have room for turned names of two lines, with so many characters each
_CHARACTER, _LINE = 7, 20  # pixels
_LEVEL, _LEVEL_HEAD = 2, 13  # so many columns have names that are not turned, with so many characters a line
COLUMNS = 12  # so many columns leave room for a number in each cell on a phone
_HALF, _GAP = 0.5, 0.06  # of a cell, and of it what its outline leaves free


def draw_grid(rows: list[str], columns: int, cells: pd.DataFrame, *, end: float | None = None) -> Figure:
    """Return a grid of shares; a place without a cell stays empty.

    Args:
        rows: the names of the rows, from top to bottom.
        columns: how many there are.
        cells: row and column (their places, from 0), share, text (what stands in it), hover (both safe), leads (custom
            data), faint (whether there is too little behind it to shade it).
        end: the share with the strongest colour; None takes 10, 20, 30, 40, 60, 80 or 100 %, the first that
            the largest share fits in.
    """
    import plotly.graph_objects as go

    figure = new_figure()
    shade = cells["share"].mask(cells["faint"])
    highest = shade.max()
    end = end or next((limit for limit in _ENDS if not highest > limit), 1.0)
    grid = {column: _spread(cells, column, len(rows), columns) for column in ("hover", "leads")}
    figure.add_trace(
        go.Heatmap(
            x=list(range(columns)),
            y=[-place for place in range(len(rows))],
            z=_spread(
                cells.assign(share=shade.astype("object").where(shade.notna(), None)), "share", len(rows), columns
            ),
            zmin=0,
            zmax=end,
            colorscale=_SHADE,
            showscale=False,
            xgap=2,
            ygap=2,
            hovertext=[[text or "" for text in row] for row in grid["hover"]],
            hoverinfo="text",
            customdata=grid["leads"],
        )
    )
    _add_outlines(figure, cells[cells["faint"]])
    _add_texts(figure, cells)
    name_rows(figure, rows, width=_LABEL)
    figure.update_xaxes(visible=False, range=[-_HALF, columns - _HALF])
    figure.update_layout(showlegend=False)
    return figure


def grid_height(rows: list[str]) -> int:
    """Return the height in pixels of a grid with these rows."""
    return (_TALL if any("<br>" in wrapped(row, _LABEL, lines=2) for row in rows) else _ROW) * len(rows)


def head_columns(figure: Figure, names: list[str], sizes: list[int] | None = None) -> int:
    """Write the names of the columns over them, turned where they are many; return the lines this takes.

    Args:
        figure: as `draw_grid` makes it.
        names: of the columns, from left to right.
        sizes: a number after each name, such as its articles.
    """
    pairs = [(name, sizes[place] if sizes else None) for place, name in enumerate(names)]
    turned = len(names) > _LEVEL
    heads = [_turned(*pair, double=len(names) <= _DOUBLE) if turned else _level(*pair) for pair in pairs]
    for place, head in enumerate(heads):
        where = {"xref": "x", "xanchor": "center", "yshift": 4, "textangle": -90 if turned else 0, "align": "center"}
        add_text(figure, head, x=place, y=1, font={"size": 12}, **where)
    longest = max(len(unescape(line)) for head in heads for line in head.split("<br>"))
    return -(-(_CHARACTER * longest + 4) // _LINE) if turned else max(head.count("<br>") for head in heads) + 1


def _turned(name: str, size: int | None, *, double: bool) -> str:
    written = wrapped(name, _DOUBLE_HEAD, lines=2) if double else safe(shortened(name, _HEAD))
    return written + ("" if size is None else f" · {size:,}")


def _level(name: str, size: int | None) -> str:
    return wrapped(shortened(name, _HEAD), _LEVEL_HEAD) + ("" if size is None else f"<br>{size:,}")


def _spread(cells: pd.DataFrame, column: str, rows: int, columns: int) -> list[list[object]]:
    """Return a column of the cells as lists, one a row."""
    known = dict(zip(zip(cells["row"], cells["column"], strict=True), cells[column], strict=True))
    return [[known.get((row, place)) for place in range(columns)] for row in range(rows)]


def _add_outlines(figure: Figure, cells: pd.DataFrame) -> None:
    import plotly.graph_objects as go

    if cells.empty:
        return
    near = _HALF - _GAP
    corners = [(-near, -near), (near, -near), (near, near), (-near, near), (-near, -near)]
    places = list(zip(cells["column"], -cells["row"], strict=True))
    figure.add_trace(
        go.Scatter(
            x=[end for column, _ in places for end in (*(column + across for across, _ in corners), None)],
            y=[end for _, row in places for end in (*(row + upwards for _, upwards in corners), None)],
            mode="lines",
            line={"color": GREY, "width": 0.8, "dash": "dot"},
            hoverinfo="skip",
        )
    )


def _add_texts(figure: Figure, cells: pd.DataFrame) -> None:
    import plotly.graph_objects as go

    for faint, written in cells[cells["text"] != ""].groupby("faint"):
        figure.add_trace(
            go.Scatter(
                x=written["column"],
                y=-written["row"],
                mode="text",
                text=written["text"].tolist(),
                textfont={"size": 11, "color": GREY} if faint else {"size": 11},
                hoverinfo="skip",
            )
        )
