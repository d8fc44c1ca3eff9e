"""Curves of a trained coder: whether its probabilities hold, and what more hand-coded units would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import ParameterError, nearest, require_columns
from workbench.plots.folds import Passages
from workbench.plots.phrases import counted, in_sentence, interval, label_of, percent, wrapped
from workbench.plots.theme import COLOURS, GREY, Size, add_text, finish, new_figure, nothing_to_show

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ALL = "all frames"
_BINS = ["frame", "predicted", "observed", "low", "high", "units"]
_CURVES = ["units", "measure", "value", "low", "high"]
_F1 = {
    "micro f1": ("F1 of all decisions (micro)", COLOURS[0], "circle"),
    "macro f1": ("mean F1 of the frames (macro)", COLOURS[1], "square"),
}
_WIDTH = "interval width"
_TOP, _GAP = 0.60, 0.16  # shares of the height: the panel of F1, and the space between the panels


def plot_calibration(
    calibration: pd.DataFrame,
    *,
    frame: str = _ALL,
    labels: pd.DataFrame | None = None,
    opens: str = "mistakes",
    headline: bool = False,
) -> Figure:
    """Return how often people see a frame where the machine gives it some probability, with the diagonal to compare to.

    Args:
        calibration: frame, predicted, observed, low, high, units, a row a group of units of like probability, as
            `score_calibration` makes.
        frame: which frame; "all frames" pools them.
        labels: frame, label; without it frames are called by their name.
        opens: the name of a shown table folded by frame: on a report page a mark opens its passages there.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.
        ParameterError: there is no such frame.

    Example:
        >>> calibration = pd.DataFrame({"frame": "all frames", "bin": [1, 2], "predicted": [0.1, 0.8],
        ...     "observed": [0.12, 0.5], "low": [0.06, 0.3], "high": [0.2, 0.7], "units": [90, 30]})
        >>> plot_calibration(calibration).layout.meta["sentence"]
        'In 1 of 2 groups of units the probability lies within the interval of what people see.'
    """
    require_columns(calibration.columns, _BINS, table="calibration")
    names = label_of(labels, calibration["frame"].unique())
    about = "" if frame == _ALL else f" of {in_sentence(names.get(frame, frame))}"
    title = f"How far the machine's probabilities{about} can be trusted"
    empty = "no unit has a probability and a hand code"
    if calibration.empty:
        return nothing_to_show(empty, name="calibration", title=title, headline=headline)
    if frame not in names:
        raise ParameterError(f"frame={frame!r} is not in the calibration. {nearest(frame, names)}")
    bins = calibration[(calibration["frame"] == frame) & (calibration["units"] > 0)].dropna(subset=["observed"])
    if bins.empty:
        return nothing_to_show(empty, name="calibration", title=title, headline=headline)
    passages = Passages(opens if frame != _ALL else "", {frame: names[frame]})
    figure = _draw_bins(bins, passages)
    off = (bins["predicted"] < bins["low"]) | (bins["predicted"] > bins["high"])
    within = f"{int((~off).sum())} of {counted(len(bins), 'group')} of units"
    sentence = f"In {within} the probability lies within the interval of what people see."
    total = int(bins["units"].sum())
    figure = finish(
        figure,
        name="calibration",
        title=title,
        sentence=sentence,
        note=f"{counted(total, 'pair')} of a hand-coded unit and a frame. Larger points: more of them. "
        "Lines are 95 % intervals. Below the diagonal the machine sees the frame too readily, above it too rarely.",
        alt=f"Scatter plot. Across: probability the machine gives; upwards: how often people agree. {sentence}",
        headline=headline,
        size=Size(320, legend_rows=1),
    )
    return passages.tell(figure)


def _draw_bins(bins: pd.DataFrame, passages: Passages) -> Figure:
    import plotly.graph_objects as go

    figure = new_figure()
    line = {"color": GREY, "width": 1, "dash": "dot"}
    figure.add_shape(type="line", x0=0, x1=100, y0=0, y1=100, line=line, layer="below")
    observed = 100 * bins["observed"]
    figure.add_trace(
        go.Scatter(
            x=100 * bins["predicted"],
            y=observed,
            mode="markers",
            marker={
                "color": COLOURS[0],
                "opacity": 1,
                "line": {"width": 0},
                "size": [6 + 10 * (units / bins["units"].max()) ** 0.5 for units in bins["units"]],
            },
            error_y={
                "type": "data",
                "symmetric": False,
                "array": 100 * bins["high"] - observed,
                "arrayminus": observed - 100 * bins["low"],
                "thickness": 1.3,
                "width": 0,
                "color": COLOURS[0],
            },
            hovertext=[_describe_bin(row) for _, row in bins.iterrows()],
            hoverinfo="text",
            customdata=[passages.behind(frame) for frame in bins["frame"]],
            cliponaxis=False,
            showlegend=False,
        )
    )
    ticks = {"tickvals": [0, 25, 50, 75, 100], "ticktext": ["0 %", "25 %", "50 %", "75 %", "100 %"]}
    figure.update_xaxes(range=[-2, 102], title={"text": "probability the machine gives"}, **ticks)
    figure.update_yaxes(range=[-2, 102], **ticks)
    add_text(figure, "share that people coded with the frame", x=0, y=1, yshift=6)
    return figure


def _describe_bin(row: pd.Series) -> str:
    seen = f"{percent(row['observed'])} of {counted(int(row['units']), 'unit')}"
    said = f"the machine gives {percent(row['predicted'])} on average; people see it in {seen}"
    return wrapped(f"{said} ({interval(row['low'], row['high'])})", 46)


def plot_learning(learning: pd.DataFrame, *, more: int | None = None, headline: bool = False) -> Figure:
    """Return how F1, and the width of the interval of a share, change with the number of hand-coded units.

    Args:
        learning: units (hand-coded, used for training), measure ("micro f1", "macro f1", "interval width"), value,
            low, high, as `score_learning` makes.
        more: how many more units would halve the interval; None takes `learning.attrs["more"]` where it is set.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> learning = pd.DataFrame({"units": [50, 100], "measure": "micro f1", "value": [0.5, 0.6],
        ...     "low": [0.4, 0.5], "high": [0.6, 0.7]})
        >>> plot_learning(learning, more=120).layout.meta["sentence"]
        'With 100 hand-coded units F1 is 0.60, after 0.50 with 50. Code 120 more to halve the interval of a share.'
    """
    require_columns(learning.columns, _CURVES, table="learning")
    name, title = "learning", "What more hand-coded units bring"
    known = learning.dropna(subset=["value"]).sort_values(["measure", "units"], kind="stable")
    known = known[known["measure"].isin([*_F1, _WIDTH])]
    if known.empty:
        return nothing_to_show("nothing was learned from hand codes", name=name, title=title, headline=headline)
    figure = new_figure()
    more = learning.attrs.get("more") if more is None else more
    panels = _panels(known)
    for panel, (axis, domain) in panels.items():
        _add_panel(figure, known, panel, axis, domain)
    units = known["units"]
    figure.update_xaxes(
        range=[-0.02 * units.max(), 1.04 * units.max()],
        title={"text": "hand-coded units"},
        anchor="y2" if len(panels) > 1 else "y",
    )
    sentence = _tell(known, more)
    lines = " Lines are 95 % intervals." if known[["low", "high"]].notna().any(axis=None) else ""
    return finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=f"{counted(int(units.max()), 'hand-coded unit')} at most. F1: 0 is nothing right, 1 everything.{lines}",
        alt=f"Line charts. Across: hand-coded units; upwards: F1, and width of the interval of a share. {sentence}",
        headline=headline,
        size=Size(360 if len(panels) > 1 else 240, legend_rows=1),
    )


def _panels(known: pd.DataFrame) -> dict[str, tuple[str, list[float]]]:
    """Return the axis and the place of the panels there is something for: F1 on top, the interval below it."""
    has_f1, has_width = known["measure"].isin(_F1).any(), known["measure"].eq(_WIDTH).any()
    if has_f1 and has_width:
        return {"f1": ("y", [1 - _TOP, 1]), "width": ("y2", [0, 1 - _TOP - _GAP])}
    return {"f1" if has_f1 else "width": ("y", [0, 1])}


def _add_panel(figure: Figure, curves: pd.DataFrame, panel: str, axis: str, domain: list[float]) -> None:
    """Draw the curves of a panel on axes from 0, with its name above it."""
    place = f"yaxis{axis[1:]}"
    if panel == "width":
        widths = curves[curves["measure"] == _WIDTH]
        _add_curve(figure, widths, axis, ("width", COLOURS[0], "circle"), times=100)
        end = 108 * float(widths[["value", "high"]].max().max())
        figure.update_layout({place: {"domain": domain, "range": [-0.03 * end, end], "nticks": 4}})
        add_text(figure, "width of the interval of a share, in points", x=0, y=domain[1], yshift=4)
        return
    for measure, look in _F1.items():
        _add_curve(figure, curves[curves["measure"] == measure], axis, look)
    figure.update_layout({place: {"domain": domain, "range": [-0.02, 1.02], "tickvals": [0, 0.25, 0.5, 0.75, 1]}})


def _add_curve(figure: Figure, curve: pd.DataFrame, axis: str, look: tuple[str, str, str], *, times: float = 1) -> None:
    import plotly.graph_objects as go

    label, colour, symbol = look
    value = times * curve["value"]
    figure.add_trace(
        go.Scatter(
            x=curve["units"],
            y=value,
            mode="lines+markers",
            name=label,
            line={"color": colour, "width": 1.5},
            marker={"color": colour, "symbol": symbol, "size": 8},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": times * curve["high"] - value,
                "arrayminus": value - times * curve["low"],
                "thickness": 1,
                "width": 0,
                "color": colour,
            },
            hovertext=[_describe_size(row, label) for _, row in curve.iterrows()],
            hoverinfo="text",
            cliponaxis=False,
            showlegend=times == 1,
            yaxis=axis,
        )
    )


def _describe_size(row: pd.Series, label: str) -> str:
    units = counted(int(row["units"]), "hand-coded unit")
    if row["measure"] == _WIDTH:
        return wrapped(f"{units}: the interval of a share is {100 * row['value']:.0f} points wide", 46)
    bounds = "" if pd.isna(row["low"]) else f" (95 % interval {row['low']:.2f} to {row['high']:.2f})"
    return wrapped(f"{units}: {label} {row['value']:.2f}{bounds}", 46)


def _tell(known: pd.DataFrame, more: int | None) -> str:
    """Return what the last size reaches, what the first did, and how many more units halve the interval."""
    f1 = known[known["measure"].isin(_F1)]
    told = known[known["measure"] == ("micro f1" if f1["measure"].eq("micro f1").any() else known["measure"].iloc[0])]
    first, last = told.iloc[0], told.iloc[-1]
    what = "the interval of a share is" if last["measure"] == _WIDTH else "F1 is"
    write = (lambda x: f"{100 * x:.0f} points wide") if last["measure"] == _WIDTH else "{:.2f}".format
    sentence = f"With {counted(int(last['units']), 'hand-coded unit')} {what} {write(last['value'])}"
    if len(told) > 1:
        sentence += f", after {write(first['value'])} with {int(first['units']):,}"
    return f"{sentence}." + (f" Code {int(more):,} more to halve the interval of a share." if more else "")
