"""The drawing of an event timeline: marks of each outlet, rings and lines between those in conflict, axes and rows."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from workbench.plots.dots import LEGEND_NAME
from workbench.plots.event_marks import DATED, OTHERS, UNDATED, WHOLE, YEARLESS
from workbench.plots.event_panels import BESIDE, FOOT, RUG, SPLIT, Panel
from workbench.plots.own_events import add_own
from workbench.plots.periods import TICKS
from workbench.plots.phrases import counted, safe, shortened, wrapped
from workbench.plots.spans import month_ticks
from workbench.plots.theme import GREY, THIN, add_text, marker_size

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

RED = "#E5383B"
DISPUTED = "contradict each other"
_HEADINGS = {DATED: "with a year", YEARLESS: "year not stated", UNDATED: "no date"}
_ORDERED = "no date: earlier on top"
_SHORT_FOOT = 12  # pixels under a panel without an axis
_RING, _BAR, _ARROW = 17, 9, 24  # pixels
_STRIP_ENDS = [-0.6, 8.6]


class Frame(NamedTuple):
    """Where a panel stands: the names of its axes in plotly, and its part of the height of the plot."""

    time: str
    beside: str
    upwards: str
    domain: tuple[float, float]


class Look(NamedTuple):
    """Colour and symbol of an outlet."""

    colour: str
    symbol: str


def foot_of(panel: Panel) -> int:
    """Return the pixels under a panel, for the labels of its axis."""
    return _SHORT_FOOT if panel.kind == UNDATED else FOOT


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


def draw_panel(figure: Figure, panel: Panel, frame: Frame, looks: dict[str, Look]) -> None:
    """Draw one panel; `marks` of it have `hover` and `lead`."""
    _set_axes(figure, panel, frame)
    heading = _ORDERED if panel.kind == UNDATED and panel.rows["rank"].nunique() > 1 else _HEADINGS[panel.kind]
    above = panel.above - 22
    add_text(figure, f"<b>{heading}</b>", x=0, y=frame.domain[1], yshift=above)
    _divide(figure, panel, frame)
    add_own(figure, panel.own, axis=frame.time, domain=frame.domain)
    marks = placed_marks(panel)
    for outlet, rows in marks.groupby("outlet"):
        _add_bars(figure, rows[rows["bar"]], looks[outlet], frame)
        for beside in (False, True):
            _add_points(figure, rows[rows["beside"] == beside], looks[outlet], frame, beside=beside)
    _add_dashes(figure, marks[marks["derived"]], looks, frame)
    _add_rings(figure, marks[marks["disputed"]], frame)
    _add_arrows(figure, marks, looks, frame)


def placed_marks(panel: Panel) -> pd.DataFrame:
    """Return the marks of a panel with where they stand across: left, right, at; and whether they are bars."""
    marks = panel.marks
    if panel.kind == UNDATED:
        return marks.assign(at=marks["place"].astype("float64"), bar=False, left=None, right=None, beside=False)
    left, right = marks["start"].clip(lower=panel.first), marks["end"].clip(upper=panel.last)
    at = left + (right - left) / 2
    at = at.mask(marks["outside"] == "before", panel.first).mask(marks["outside"] == "after", panel.last)
    longer = marks["end"] - marks["start"] > pd.Timedelta(days=1)
    bar = longer & ~marks["beside"] & (marks["outside"] == "")
    return marks.assign(at=at, left=left, right=right, bar=bar)


def across(panel: Panel, at: object, *, beside: bool) -> float:
    """Return where something stands, in shares of the width of the plot."""
    if panel.kind == UNDATED:
        begin, end = _STRIP_ENDS
        return (float(str(at)) - begin) / (end - begin)
    if beside:
        return (BESIDE + 1) / 2
    share = (pd.Timestamp(str(at)) - panel.first) / (panel.last - panel.first)
    return float(share) * (SPLIT if panel.beside else 1)


def _set_axes(figure: Figure, panel: Panel, frame: Frame) -> None:
    upwards = {
        "range": [panel.pixels, 0],
        "domain": frame.domain,
        "anchor": "free",
        "position": 0,
        "showgrid": False,
        "tickvals": [*(panel.rows["top"] + panel.rows["height"] / 2), *([panel.pixels - RUG / 2] if panel.rug else [])],
        "ticktext": [*(wrapped(label, 20, lines=2) for label in panel.rows["label"]), *["published"][: panel.rug]],
        "ticklabelstandoff": 6,
    }
    placed = {"anchor": f"y{frame.upwards}"}
    time = {"type": "date", "range": [panel.first, panel.last], "tickformatstops": TICKS, **placed}
    if panel.kind == YEARLESS:
        time |= month_ticks()
    if panel.kind == UNDATED:
        time = {"range": _STRIP_ENDS, "visible": False, **placed}
    domain = [0, SPLIT if panel.beside else 1]
    overflow = {"ticklabeloverflow": "hide past domain"} if panel.beside else {}
    beside = {"range": [-0.5, 0.5], "domain": [BESIDE, 1], "tickvals": [0], "ticktext": ["no date"], "showgrid": False}
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
    for line in lines:
        figure.add_shape(type="line", xref="paper", layer="below", line={"color": THIN, "width": 1}, **line)
    if panel.kind == UNDATED:
        for (before, after), top in zip(pairwise(panel.rows["rank"]), tops, strict=True):
            if pd.notna(before) and pd.notna(after) and after > before:
                where = {"yref": f"y{frame.upwards}", "yanchor": "middle", "xanchor": "center"}
                add_text(figure, "↓", x=0, y=top, **where)


def _add_bars(figure: Figure, rows: pd.DataFrame, look: Look, frame: Frame) -> None:
    import plotly.graph_objects as go

    if rows.empty:
        return
    outline = {
        "color": [RED if disputed else look.colour for disputed in rows["disputed"]],
        "width": [2.5 if disputed else 1 if hollow else 0 for disputed, hollow in _pairs(rows, "disputed", "hollow")],
    }
    strength = [0.12 if hollow else strength for hollow, strength in _pairs(rows, "hollow", "strength")]
    figure.add_trace(
        go.Bar(
            base=rows["left"],
            x=(rows["right"] - rows["left"]).dt.total_seconds() * 1000,
            y=rows["height"],
            orientation="h",
            width=_BAR,
            marker={"color": [_paler(look.colour, share) for share in strength], "line": outline},
            hovertext=rows["hover"],
            hoverinfo="text",
            customdata=rows["lead"].tolist(),
            showlegend=False,
            xaxis=f"x{frame.time}",
            yaxis=f"y{frame.upwards}",
        )
    )


def _add_points(figure: Figure, rows: pd.DataFrame, look: Look, frame: Frame, *, beside: bool) -> None:
    import plotly.graph_objects as go

    if rows.empty:
        return
    edges = {"before": "triangle-left", "after": "triangle-right"}
    symbols = [edges.get(side, look.symbol) for side in rows["outside"]]
    size = marker_size(look.symbol)
    years = [str(start.year) if side else "" for side, start in _pairs(rows, "outside", "start")]
    figure.add_trace(
        go.Scatter(
            x=[0] * len(rows) if beside else rows["at"],
            y=rows["height"],
            mode="markers+text" if any(years) else "markers",
            marker={
                "color": look.colour,
                "symbol": [f"{s}-open" if open_ else s for s, open_ in zip(symbols, rows["hollow"], strict=True)],
                "size": size,
                "line": {"width": [1.8 if open_ else 0 for open_ in rows["hollow"]]},
            },
            text=years if any(years) else None,
            textposition=["middle left" if side == "after" else "middle right" for side in rows["outside"]],
            hovertext=rows["hover"],
            hoverinfo="text",
            customdata=rows["lead"].tolist(),
            cliponaxis=False,
            showlegend=False,
            xaxis=f"x{frame.beside if beside else frame.time}",
            yaxis=f"y{frame.upwards}",
        )
    )


def _add_dashes(figure: Figure, rows: pd.DataFrame, looks: dict[str, Look], frame: Frame) -> None:
    """Draw a dashed ring around each point, a dashed outline around each bar, of what was worked out."""
    for row in rows[~rows["beside"]].to_dict("records"):
        line = {"color": looks[row["outlet"]].colour, "width": 1.5, "dash": "dot"}
        place = {"xref": f"x{frame.time}", "yref": f"y{frame.upwards}", "line": line}
        if row["bar"]:
            half = _BAR / 2 + 2
            box = {"x0": row["left"], "x1": row["right"], "y0": row["height"] - half, "y1": row["height"] + half}
            figure.add_shape(type="rect", **box, **place)
        else:
            around = {"xsizemode": "pixel", "ysizemode": "pixel", "xanchor": row["at"], "yanchor": row["height"]}
            figure.add_shape(type="circle", x0=-8, x1=8, y0=-8, y1=8, **around, **place)


def _add_rings(figure: Figure, rows: pd.DataFrame, frame: Frame) -> None:
    import plotly.graph_objects as go

    for beside in (False, True):
        part = rows[(rows["beside"] == beside) & ~rows["bar"]]
        if len(part):
            figure.add_trace(
                go.Scatter(
                    x=[0] * len(part) if beside else part["at"],
                    y=part["height"],
                    mode="markers",
                    marker={"color": RED, "symbol": "circle-open", "size": _RING, "line": {"width": 2}},
                    hoverinfo="skip",
                    cliponaxis=False,
                    showlegend=False,
                    xaxis=f"x{frame.beside if beside else frame.time}",
                    yaxis=f"y{frame.upwards}",
                )
            )


def _add_arrows(figure: Figure, rows: pd.DataFrame, looks: dict[str, Look], frame: Frame) -> None:
    """Draw an arrow to the right where a date is only a beginning, one from the left where it is only an end."""
    for row in rows[(rows["arrow"] != "") & ~rows["beside"]].to_dict("records"):
        after, gap = row["arrow"] == "after", 2 if row["bar"] else 9
        at = (row["right"] if after else row["left"]) if row["bar"] else row["at"]
        figure.add_annotation(
            x=at,
            y=row["height"],
            xref=f"x{frame.time}",
            yref=f"y{frame.upwards}",
            text="",
            showarrow=True,
            arrowhead=2,
            arrowwidth=1.8,
            arrowcolor=looks[row["outlet"]].colour,
            ax=-_ARROW,
            ay=0,
            xshift=_ARROW + gap if after else -gap,
        )


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


def add_legend(figure: Figure, outlets: list[str], looks: dict[str, Look], *, disputed: bool) -> None:
    """Add the legend: outlets, and the red ring where there are conflicts."""
    import plotly.graph_objects as go

    entries = [(safe(shortened(name, LEGEND_NAME)), looks[name].colour, looks[name].symbol) for name in outlets]
    entries += [(DISPUTED, RED, "circle-open")] if disputed else []
    for name, colour, symbol in entries:
        marker = {"color": colour, "symbol": symbol, "size": marker_size(symbol), "line": {"width": 2}}
        marker |= {} if symbol.endswith("open") else {"line": {"width": 0}}
        figure.add_trace(go.Scatter(x=[None], y=[None], mode="markers", name=name, marker=marker))


def look_of(name: str, colours: dict[str, str], symbols: dict[str, str]) -> Look:
    """Return the look of an outlet, the same as in other figures; grey for what is none."""
    none = {OTHERS: Look(GREY, "hexagon"), WHOLE: Look(GREY, "pentagon")}
    return none.get(name) or Look(colours[name], symbols[name])


def _paler(colour: str, strength: float) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"


def _pairs(rows: pd.DataFrame, first: str, second: str) -> zip[tuple[object, object]]:
    return zip(rows[first], rows[second], strict=True)
