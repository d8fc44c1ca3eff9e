"""The marks of an event timeline as they are drawn: those of each outlet, rings around those in conflict, arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from workbench.plots.dots import LEGEND_NAME
from workbench.plots.event_axes import Frame, draw_axes
from workbench.plots.event_marks import OTHERS, WHOLE
from workbench.plots.event_panels import Panel
from workbench.plots.own_events import add_own
from workbench.plots.phrases import safe, shortened
from workbench.plots.theme import GREY, marker_size

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

RED = "#E5383B"
DISPUTED = "contradict each other"
_RING, _BAR, _ARROW = 17, 9, 24  # pixels


class Look(NamedTuple):
    """Colour and symbol of an outlet."""

    colour: str
    symbol: str


def draw_panel(figure: Figure, panel: Panel, frame: Frame, looks: dict[str, Look]) -> None:
    """Draw one panel; `marks` of it have `hover` and `lead`."""
    draw_axes(figure, panel, frame)
    add_own(figure, panel.own, axis=frame.time, domain=frame.domain)
    marks = placed_marks(panel)
    for outlet in sorted(set(marks["outlet"])):
        rows = marks[marks["outlet"] == outlet]
        _add_bars(figure, rows[rows["bar"]], looks[outlet], frame)
        for beside in (False, True):
            _add_points(figure, rows[rows["beside"] == beside], looks[outlet], frame, beside=beside)
    _add_dashes(figure, marks[marks["derived"]], looks, frame)
    _add_rings(figure, marks[marks["disputed"]], frame)
    _add_arrows(figure, marks, looks, frame)


def placed_marks(panel: Panel) -> pd.DataFrame:
    """Return the marks of a panel with where they stand across: left, right, at; and whether they are bars."""
    marks = panel.marks
    if not panel.timed:
        return marks.assign(at=marks["place"].astype("float64"), bar=False, left=None, right=None, beside=False)
    left = marks["start"].mask(marks["start"] < panel.first, panel.first)
    right = marks["end"].mask(marks["end"] > panel.last, panel.last)
    longer = marks["end"] - marks["start"] > pd.Timedelta(days=1)
    at = (left + (right - left) / 2).where(longer, left)  # a day stands at its tick
    at = at.mask(marks["outside"] == "before", panel.first).mask(marks["outside"] == "after", panel.last)
    bar = longer & ~marks["beside"] & (marks["outside"] == "")
    return marks.assign(at=at, left=left, right=right, bar=bar)


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


def _pairs(rows: pd.DataFrame, first: str, second: str) -> zip[tuple[Any, Any]]:
    return zip(rows[first], rows[second], strict=True)
