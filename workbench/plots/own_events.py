"""Events of the researcher's own, such as elections, as quiet lines and bands behind a time axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.phrases import counted, safe, shortened, wrapped, written_day
from workbench.plots.spans import naive
from workbench.plots.theme import GREY, add_text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_COLUMNS = ["label", "earliest", "latest", "kind"]
_BAND = "rgba(128,128,128,0.16)"
_LANE = 17  # pixels a line of labels
_LANES = 8
_MOST = 40  # more names cannot be read, and each costs a browser time
_LETTERS, _CHARACTER = 20, 0.037  # characters of a label, and the share of the axis that one takes on a phone
_TURNS = 0.4  # from this share of the axis on, labels run to the left


def place_own(own: pd.DataFrame | None, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Return the first forty events that touch the axis from `first` to `last`, each with the lane of its label.

    Args:
        own: label, earliest, latest, kind, as `read_own_events` makes; None for none.
        first: where the axis begins.
        last: where it ends.

    Returns:
        label, kind, start, end (the day after), at (where the label begins), right (it runs to the left), lane.

    Raises:
        DataError: a column is missing.
    """
    if own is None:
        return pd.DataFrame(columns=["label", "kind", "start", "end", "at", "right", "lane"])
    require_columns(own.columns, _COLUMNS, table="own")
    earliest, latest = _days(own["earliest"]), _days(own["latest"])
    placed = own.assign(start=earliest.fillna(latest), end=latest.fillna(earliest) + pd.Timedelta(days=1))
    placed = placed[(placed["end"] > first) & (placed["start"] < last)]
    placed = placed.sort_values(["start", "end", "label"], ignore_index=True).head(_MOST)
    at = placed["start"].where(placed["start"] > first, first)
    right = at - first > _TURNS * (last - first)
    placed = placed.assign(at=at, right=right)
    return placed.assign(lane=_lanes(placed, first, last))


def _days(instants: pd.Series) -> pd.Series:
    return pd.Series(
        [naive(instant).normalize() if pd.notna(instant) else pd.NaT for instant in instants],
        instants.index,
        dtype="datetime64[us]",
    )


def _lanes(placed: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> list[int]:
    """Return the lowest lane in which each label meets no other."""
    ends: list[list[tuple[float, float]]] = []
    lanes = []
    for label, at, right in zip(placed["label"], placed["at"], placed["right"], strict=True):
        place, width = (at - first) / (last - first), _CHARACTER * (min(len(str(label)), _LETTERS) + 2)
        span = (place - width, place) if right else (place, place + width)
        free = (all(span[1] <= begin or span[0] >= end for begin, end in taken) for taken in ends)
        lane = next((number for number, is_free in enumerate(free) if is_free), len(ends))
        ends[lane:] = ends[lane:] or [[]]
        ends[lane].append(span)
        lanes.append(lane)
    return lanes


def own_room(placed: pd.DataFrame) -> int:
    """Return the pixels that the labels take over the plot."""
    return _LANE * min(int(placed["lane"].max()) + 1, _LANES) + 4 if len(placed) else 0


def add_own(figure: Figure, placed: pd.DataFrame, *, axis: str = "", domain: tuple[float, float] = (0, 1)) -> None:
    """Draw placed events behind the part `domain` of the plot, with their labels over it; the mouse tells the rest."""
    for row in placed.to_dict("records"):
        band = row["end"] - row["start"] > pd.Timedelta(days=1)
        look = {"fillcolor": _BAND, "line": {"width": 0}} if band else {"line": {"color": GREY, "width": 1.2}}
        figure.add_shape(
            type="rect" if band else "line",
            xref=f"x{axis}",
            yref="paper",
            x0=row["start"].isoformat(),
            x1=(row["end"] if band else row["start"]).isoformat(),
            y0=domain[0],
            y1=domain[1],
            layer="below",
            **look,
        )
        lane = row["lane"] if row["lane"] < _LANES else 0
        name = safe(shortened(row["label"], _LETTERS)) if row["lane"] < _LANES else "·"
        side = {"xanchor": "right", "text": f"{name}&nbsp;▾"} if row["right"] else {"text": f"▾&nbsp;{name}"}
        add_text(
            figure,
            x=row["at"].isoformat(),
            y=domain[1],
            xref=f"x{axis}",
            yshift=2 + _LANE * lane,
            hovertext=_describe(row["label"], row["kind"], row["start"], row["end"] - pd.Timedelta(days=1)),
            name="own",
            **({"xanchor": "left"} | side),
        )


def _describe(label: object, kind: str | float | None, first: pd.Timestamp, last: pd.Timestamp) -> str:
    days = written_day(first) if first == last else f"{written_day(first)} to {written_day(last)}"
    kinds = [] if pd.isna(kind) else [kind]
    return "<br>".join(wrapped(part, 46) for part in (label, days, *kinds))


def tell_own(own: pd.DataFrame | None, placed: pd.DataFrame) -> str:
    """Return the sentence for a note about these events; empty where there are none."""
    if own is None or not len(own):
        return ""
    others = len(own) - len(placed)
    note = f" Grey behind: {counted(len(placed), 'event')} of your own." if len(placed) else ""
    where = "outside the axis or not drawn, which shows forty" if len(placed) == _MOST else "outside the axis"
    return note + (f" {counted(others, 'event')} of your own {where}." if others else "")
