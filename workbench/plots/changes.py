"""Lasting changes of a series: a line where each begins, a band for where it may lie, and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.periods import name_period
from workbench.plots.phrases import counted, in_sentence, percent
from workbench.plots.spans import naive
from workbench.plots.theme import COLOURS

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_COLUMNS = ["series", "period", "low", "high", "before", "after", "survives"]
_BAND, _LINE = "rgba(204,121,167,0.20)", COLOURS[3]
_TOLD = 3  # changes in sentences
_TIMES = {2: "twice", 3: "three times", 4: "four times", 5: "five times", 6: "six times"}
_PARTS = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth", 6: "a sixth"}
_CLEARLY = 1.6  # from so many times as many on, the sentence says how many times


def lasting(changes: pd.DataFrame | None) -> pd.DataFrame:
    """Return the changes that hold wherever the undated articles belong, in order of time.

    Args:
        changes: series, period (the first after the change), low, high (the first and last period it may be), before,
            after (levels), survives, as `find_changes` makes; None for none.

    Raises:
        DataError: a column is missing.
    """
    if changes is None:
        return pd.DataFrame(columns=_COLUMNS)
    require_columns(changes.columns, _COLUMNS, table="changes")
    kept = changes[changes["survives"].astype("boolean").fillna(value=False) & changes["period"].notna()]
    return kept.sort_values(["period", "series"], ignore_index=True)


def add_changes(figure: Figure, changes: pd.DataFrame, *, domain: tuple[float, float] = (0, 1)) -> None:
    """Draw lasting changes on the time axis, behind the part `domain` of the plot."""
    for row in changes.to_dict("records"):
        low, high, at = (naive(instant).isoformat() for instant in (row["low"], row["high"], row["period"]))
        place = {"xref": "x", "yref": "paper", "y0": domain[0], "y1": domain[1], "layer": "below", "name": "change"}
        figure.add_shape(type="rect", x0=low, x1=high, fillcolor=_BAND, line={"width": 0}, **place)
        figure.add_shape(type="line", x0=at, x1=at, line={"color": _LINE, "width": 1.6, "dash": "dash"}, **place)


def tell_changes(changes: pd.DataFrame, unit: str, *, undated: int, names: dict[str, str] | None = None) -> str:
    """Return the sentences about lasting changes, with a space before them; empty where there are none.

    Args:
        changes: as `lasting` returns them.
        unit: the word for the periods.
        undated: how many articles have no date.
        names: labels of the frames whose shares change; None where articles are counted.

    Example:
        >>> start = pd.Timestamp("2025-03-03")
        >>> changes = pd.DataFrame({"series": ["all"], "period": [start], "low": [start], "high": [start],
        ...     "before": [2.0], "after": [6.0], "survives": [True]})
        >>> tell_changes(changes, "week", undated=4)[1:74]
        'From the week of 3 March 2025 on there are about three times as many arti'
    """
    told = changes.head(_TOLD)
    sentences = [_tell(row, unit, undated, names) for _, row in told.iterrows()]
    more = len(changes) - len(told)
    return "".join(f" {text}" for text in sentences) + (f" {counted(more, 'later change')} drawn." if more else "")


def _tell(row: pd.Series, unit: str, undated: int, names: dict[str, str] | None) -> str:
    period = name_period(row["period"], unit).replace(" from ", " of ", 1)
    when = f"From {'the ' if period.startswith(unit) else ''}{period} on"
    holds = "; this holds wherever the undated articles belong." if undated else "."
    if names is not None:
        label = in_sentence(names.get(row["series"], row["series"]))
        levels = f"{percent(row['before'])} before, {percent(row['after'])} after"
        rises = "more" if row["after"] > row["before"] else "fewer"
        return f"{when}, {rises} of the articles speak of {label} ({levels}){holds}"
    group = "" if row["series"] == "all" else f" from {row['series']}"
    levels = f"{_level(row['before'])} → {_level(row['after'])}"
    return f"{when} there are {_times(row['before'], row['after'])} articles a {unit}{group} ({levels}){holds}"


def _times(before: float, after: float) -> str:
    """Return how many times as many there are, as a reader says it."""
    more, fewer = max(before, after), min(before, after)
    how_often = round(more / fewer) if fewer else 0
    if not fewer or more / fewer < _CLEARLY:
        return "more" if after > before else "fewer"
    if after > before:
        return f"about {_TIMES.get(how_often, f'{how_often} times')} as many"
    return f"about {_PARTS[how_often]} as many" if how_often in _PARTS else "far fewer"


def _level(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"


def note_changes(changes: pd.DataFrame) -> str:
    """Return the sentence for a note about these changes; empty where there are none."""
    return " Dashed line: a lasting change; band: where it may lie." if len(changes) else ""
