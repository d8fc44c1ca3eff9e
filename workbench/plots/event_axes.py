"""The axes of an event timeline: panels under each other, named rows, publication dates under them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from workbench.plots.event_marks import DATED, LOOSE, ORDERED, YEARLESS
from workbench.plots.event_panels import BESIDE, FOOT, RUG, SPLIT, WORDS, Panel
from workbench.plots.periods import TICKS
from workbench.plots.phrases import counted, safe, shortened, wrapped
from workbench.plots.spans import month_ticks
from workbench.plots.theme import THIN, add_text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_HEADINGS = {
    DATED: "with a year",
    YEARLESS: "year not stated",
    ORDERED: "no date: earlier on top",
    LOOSE: "no date, order not known",
}
_ALONE = "no date"  # where there is nothing to be earlier than
_SHORT_FOOT = 12  # pixels under a panel without an axis
_ORDER = 28  # characters of what an event is before or after
_STRIP_ENDS = [-0.6, 8.6]


class Frame(NamedTuple):
    """Where a panel stands: the names of its axes in plotly, and its part of the height of the plot."""

    time: str
    beside: str
    upwards: str
    domain: tuple[float, float]


def foot_of(panel: Panel) -> int:
    """Return the pixels under a panel, for the labels of its axis."""
    return FOOT if panel.timed else _SHORT_FOOT


def total_height(panels: list[Panel]) -> int:
    """Return the pixels of the plot: all panels with what stands between them."""
    return sum(panel.above + panel.pixels + foot_of(panel) for panel in panels) - foot_of(panels[-1])


def place_frames(panels: list[Panel]) -> list[Frame]:
    """Return the frames of the panels, from top to bottom."""
    height, used = total_height(panels), 0
    frames = []
    for place, panel in enumerate(panels):
        top = used + panel.above
        domain = (max(1 - (top + panel.pixels) / height, 0.0), 1 - top / height)
        first, second = ("" if not place else str(2 * place + 1)), str(2 * place + 2)
        frames.append(Frame(first, second, "" if not place else str(place + 1), domain))
        used = top + panel.pixels + foot_of(panel)
    return frames


def across(panel: Panel, at: object, *, beside: bool) -> float:
    """Return where something stands, in shares of the width of the plot."""
    if not panel.timed:
        begin, end = _STRIP_ENDS
        return (float(str(at)) - begin) / (end - begin)
    if beside:
        return (BESIDE + 1) / 2
    share = (pd.Timestamp(str(at)) - panel.first) / (panel.last - panel.first)
    return float(share) * (SPLIT if panel.beside else 1)


def draw_axes(figure: Figure, panel: Panel, frame: Frame) -> None:
    """Draw the axes of a panel, its heading and the lines between its rows."""
    _set_axes(figure, panel, frame)
    _divide(figure, panel, frame)
    alone = panel.kind == ORDERED and panel.rows["rank"].nunique() < 2
    add_text(
        figure, f"<b>{_ALONE if alone else _HEADINGS[panel.kind]}</b>", x=0, y=frame.domain[1], yshift=panel.above - 22
    )


def _set_axes(figure: Figure, panel: Panel, frame: Frame) -> None:
    upwards = {
        "range": [panel.pixels, 0],
        "domain": frame.domain,
        "anchor": "free",
        "position": 0,
        "showgrid": False,
        "tickvals": [*panel.rows["middle"], *([panel.pixels - RUG / 2] if panel.rug else [])],
        "ticktext": [*(wrapped(label, 20, lines=2) for label in panel.rows["label"]), *["published"][: panel.rug]],
        "ticklabelstandoff": 6,
    }
    placed = {"anchor": f"y{frame.upwards}"}
    time: dict[str, object] = {"type": "date", "range": [panel.first, panel.last], "tickformatstops": TICKS, **placed}
    if panel.kind == YEARLESS:
        time = {**time, **month_ticks()}
    if not panel.timed:
        time = {"range": _STRIP_ENDS, "visible": False, **placed}
    domain = [0, SPLIT if panel.beside else 1]
    overflow = {"ticklabeloverflow": "hide past domain"} if panel.beside else {}
    beside: dict[str, object] = {
        "range": [-0.5, 0.5],
        "domain": [BESIDE, 1],
        "tickvals": [0],
        "ticktext": ["no date"],
        "showgrid": False,
    }
    figure.update_layout(
        {f"xaxis{frame.time}": {**time, **overflow, "domain": domain}, f"yaxis{frame.upwards}": upwards}
    )
    if panel.beside:
        figure.update_layout({f"xaxis{frame.beside}": {**beside, **placed}})


def _divide(figure: Figure, panel: Panel, frame: Frame) -> None:
    """Draw the lines between the rows, and in a column of known order an arrow from one to the next."""
    tops = [*panel.rows["top"][1:], *([panel.pixels - RUG] if panel.rug else [])]
    lines = [{"x0": 0, "x1": 1, "y0": top, "y1": top, "yref": f"y{frame.upwards}"} for top in tops]
    if panel.beside:
        middle = (SPLIT + BESIDE) / 2
        lines.append({"x0": middle, "x1": middle, "y0": frame.domain[0], "y1": frame.domain[1], "yref": "paper"})
    look = {"type": "line", "xref": "paper", "layer": "below", "line": {"color": THIN, "width": 1}}
    # All at once: each add_shape goes through all shapes before it.
    figure.update_layout(shapes=[*figure.layout.shapes, *({**look, **line} for line in lines)])
    if not panel.timed:
        _add_order(figure, panel, frame)
    if panel.kind == ORDERED:
        for (before, after), top in zip(pairwise(panel.rows["rank"]), tops, strict=True):
            if after > before:
                where = {"yref": f"y{frame.upwards}", "yanchor": "middle", "xanchor": "center"}
                add_text(figure, "↓", x=0, y=top, **where)


def _add_order(figure: Figure, panel: Panel, frame: Frame) -> None:
    """Write under the marks of each event what it is said to be before or after."""
    for row in panel.rows[panel.rows["order"] != ""].to_dict("records"):
        where = {"yref": f"y{frame.upwards}", "yanchor": "middle", "xshift": 10, "hovertext": wrapped(row["order"], 46)}
        height = row["top"] + row["height"] - WORDS
        add_text(figure, safe(shortened(row["order"], _ORDER)), x=0, y=height, name="order", **where)


def add_rug(figure: Figure, panel: Panel, frame: Frame, *, colours: list[str], hover: list[str]) -> None:
    """Add a stroke for each publication date under the rows, and the number of articles without one beside."""
    import plotly.graph_objects as go

    height = panel.pixels - RUG / 2
    figure.add_trace(
        go.Scatter(
            x=panel.published["at"],
            y=[height] * len(panel.published),
            mode="markers",
            marker={"symbol": "line-ns-open", "size": 12, "color": colours, "line": {"width": 1.5}},
            hovertext=hover,
            hoverinfo="text",
            showlegend=False,
            xaxis=f"x{frame.time}",
            yaxis=f"y{frame.upwards}",
        )
    )
    if panel.unpublished:
        figure.add_trace(
            go.Scatter(
                x=[0],
                y=[height],
                mode="text",
                text=[f"{panel.unpublished:,}"],
                hovertext=[f"{counted(panel.unpublished, 'article')} without a publication date"],
                hoverinfo="text",
                cliponaxis=False,
                showlegend=False,
                xaxis=f"x{frame.beside}",
                yaxis=f"y{frame.upwards}",
            )
        )
