"""Figures of a trained coder: how often it is right, beside how often people agree, and what it takes for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import require_columns
from workbench.plots.dots import error_bars, name_rows, plot_height, set_scale
from workbench.plots.folds import Passages
from workbench.plots.phrases import counted, in_sentence, label_of, percent, wrapped
from workbench.plots.scales import Scale
from workbench.plots.theme import COLOURS, GREY, Size, add_text, finish, new_figure, nothing_to_show

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ALL = "all frames"
_COLUMNS = ["frame", "measure", "value", "low", "high", "units", "positives"]
_ROWS = {"micro f1": "All decisions, micro", "macro f1": "Mean frame, macro"}
_PEOPLE = {"micro f1": "human micro f1", "macro f1": "human macro f1"}
_TRACK = 0.24  # how far precision and recall stand above and below the middle of a row, in rows
_LOOKS = {  # name, place in the row, colour, symbol, size; the last drawn lies on top
    "human": ("people", 0, GREY, "line-ns-open", 16),
    "precision": ("precision", _TRACK, COLOURS[4], "triangle-right", 9),
    "recall": ("recall", -_TRACK, COLOURS[2], "triangle-left", 9),
    "f1": ("F1", 0, COLOURS[0], "circle", 10),
}
_LEGEND = 1  # lines on a wide page


def plot_evaluation(
    evaluation: pd.DataFrame,
    *,
    labels: pd.DataFrame | None = None,
    opens: str = "mistakes",
    headline: bool = False,
) -> Figure:
    """Return F1 of each frame with its interval, between precision and recall, beside what people reach.

    The best frame stands on top, all frames together at the end; frames without F1 say so.

    Args:
        evaluation: frame, measure, value, low, high, units, positives, as `score_predictions` makes.
        labels: frame, label; without it frames are called by their name.
        opens: the name of a shown table folded by frame: on a report page a mark opens its passages there.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> evaluation = pd.DataFrame({"frame": "oil", "measure": ["precision", "recall", "f1"],
        ...     "value": [0.8, 0.6, 0.69], "low": [0.6, 0.4, 0.5], "high": [0.9, 0.8, 0.8], "units": 100,
        ...     "positives": 20})
        >>> plot_evaluation(evaluation).layout.meta["sentence"]
        'F1 of oil is 0.69 (95 % interval 0.50 to 0.80).'
    """
    require_columns(evaluation.columns, _COLUMNS, table="evaluation")
    name, title = "evaluation", "How well the machine finds each frame"
    wide = _by_row(evaluation)
    if wide.empty:
        return nothing_to_show("no unit was coded by machine and hand", name=name, title=title, headline=headline)
    frames = [frame for frame in wide["frame"].unique() if frame not in _ROWS.values()]
    names = label_of(labels, frames) | {row: row for row in _ROWS.values()}
    rows = _order(wide, names)
    passages = Passages(opens, {frame: names[frame] for frame in rows if frame in frames})
    drawn = wide.assign(row=wide["frame"].map(names), place=-wide["frame"].map({f: p for p, f in enumerate(rows)}))
    figure = new_figure()
    for part in _LOOKS:
        _add_measure(figure, drawn[drawn["part"] == part].dropna(subset=["value"]), part, passages)
    name_rows(figure, [names[frame] for frame in rows])
    set_scale(figure, Scale("F1, precision, recall", 1, 0.25))
    _add_numbers(figure, drawn, len(rows))
    sentence = _sentence(drawn)
    finding = _finding(drawn)
    alt = "Dot plot: one row a frame, across: F1, precision, recall and the F1 of people among themselves, from 0 to 1."
    figure = finish(
        figure,
        name=name,
        title=finding or title,
        sentence=f"{finding}. {sentence}" if finding else sentence,
        note=_note(evaluation, drawn),
        alt=f"{alt} {sentence}",
        headline=headline,
        size=Size(plot_height(len(rows), 1), legend_rows=_LEGEND),
    )
    figure.update_layout(margin={"r": 44})  # for the numbers
    return passages.tell(figure)


def _by_row(evaluation: pd.DataFrame) -> pd.DataFrame:
    """Return one row a frame and part of the figure; the measures over all frames make two rows of their own."""
    parts = {"precision": "precision", "recall": "recall", "f1": "f1", "human f1": "human"}
    single = evaluation[evaluation["measure"].isin(parts) & (evaluation["frame"] != _ALL)]
    tables = [single.assign(part=single["measure"].map(parts))]
    for measure, row in _ROWS.items():
        for part, wanted in (("f1", measure), ("human", _PEOPLE[measure])):
            tables.append(evaluation[evaluation["measure"] == wanted].assign(frame=row, part=part))
    return pd.concat(tables, ignore_index=True)


def _order(wide: pd.DataFrame, names: dict[str, str]) -> list[str]:
    """Return the frames, the best F1 first, then those without any, then all frames together."""
    f1 = wide[wide["part"] == "f1"].set_index("frame")["value"].reindex(wide["frame"].unique())
    last = list(_ROWS.values())
    key = {frame: (last.index(frame) if frame in last else -1, -np.nan_to_num(f1[frame], nan=-1)) for frame in f1.index}
    return sorted(f1.index, key=lambda frame: (*key[frame], names[frame]))


def _add_measure(figure: Figure, dots: pd.DataFrame, part: str, passages: Passages) -> None:
    import plotly.graph_objects as go

    label, above, colour, symbol, size = _LOOKS[part]
    shown = dots.assign(share=dots["value"])
    people = part == "human"
    figure.add_trace(
        go.Scatter(
            x=dots["value"],
            y=dots["place"] + above,
            mode="markers",
            name=label,
            legendrank=-list(_LOOKS).index(part),
            marker={"color": colour, "symbol": symbol, "size": size, "line": {"width": 2.5 if people else 0}},
            error_x=error_bars(shown, colour) | {"thickness": 1.6 if part == "f1" else 0.8},
            hovertext=[_describe(row) for _, row in dots.iterrows()],
            hoverinfo="text",
            customdata=[passages.behind(frame) if frame in passages.names else None for frame in dots["frame"]],
            cliponaxis=False,
        )
    )


def _add_numbers(figure: Figure, drawn: pd.DataFrame, rows: int) -> None:
    """Write F1 to the right of each row, and into the rows without it why there is none."""
    for place in range(rows):
        row = drawn[drawn["place"] == -place]
        f1 = row.loc[row["part"] == "f1", "value"].dropna()
        if len(f1):
            where = {"xshift": 2, "font": {"size": 12, "color": COLOURS[0]}}
            add_text(figure, f"{f1.iloc[0]:.2f}", x=1, y=-place, yref="y", yanchor="middle", **where)
            continue
        reason = "" if row["positives"].max() > 0 else ": no unit was coded with it"
        where = {"xref": "x", "font": {"size": 12, "color": GREY}}
        add_text(figure, wrapped(f"not defined{reason}", 20), x=0, y=-place, yref="y", yanchor="middle", **where)


def _describe(row: pd.Series) -> str:
    names = {"f1": "F1", "precision": "precision", "recall": "recall", "human": "F1 of people among themselves"}
    meaning = {
        "precision": "of the units where the machine sees the frame, people see it too in",
        "recall": "of the units where people see the frame, the machine finds",
    }
    lines = [f"{row['row']}: {names[row['part']]} {row['value']:.2f} ({_bounds(row)})"]
    lines += [f"{meaning[row['part']]} {percent(row['value'])}"] if row["part"] in meaning else []
    if pd.notna(row["positives"]):
        lines.append(f"{int(row['positives'])} of {counted(int(row['units']), 'hand-coded unit')} with the frame")
    return "<br>".join(wrapped(line, 46) for line in lines)


def _bounds(row: pd.Series) -> str:
    return "no interval" if pd.isna(row["low"]) else f"95 % interval {row['low']:.2f} to {row['high']:.2f}"


def _finding(drawn: pd.DataFrame) -> str:
    """Return the title that the intervals allow about machine and people, over all frames, or nothing."""
    overall = drawn[drawn["frame"] == _ROWS["micro f1"]]
    if set(overall["part"]) != {"f1", "human"}:
        return ""
    machine, people = (overall[overall["part"] == part].iloc[0] for part in ("f1", "human"))
    numbers = f"F1 {machine['value']:.2f} against {people['value']:.2f}"
    if machine["high"] < people["low"]:
        return f"The machine agrees with people less than people agree among themselves: {numbers}"
    if machine["low"] > people["high"]:
        return f"The machine agrees with people more than people agree among themselves: {numbers}"
    return ""


def _sentence(drawn: pd.DataFrame) -> str:
    f1 = drawn[(drawn["part"] == "f1") & ~drawn["frame"].isin(_ROWS.values())].dropna(subset=["value"])
    if f1.empty:
        return "F1 is not defined for any frame."
    ranked = f1.sort_values("value", ascending=False, kind="stable")
    best, worst = ranked.iloc[0], ranked.iloc[-1]
    if len(f1) == 1:
        return f"F1 of {in_sentence(best['row'])} is {best['value']:.2f} ({_bounds(best)})."
    first = f"{best['row'][:1].upper()}{best['row'][1:]} is found best: F1 {best['value']:.2f} ({_bounds(best)})"
    return f"{first}; {in_sentence(worst['row'])} worst: {worst['value']:.2f} ({_bounds(worst)})."


def _note(evaluation: pd.DataFrame, drawn: pd.DataFrame) -> str:
    note = f"{counted(int(evaluation['units'].max()), 'hand-coded unit')}. Precision: how much of what it finds is "
    note += (
        "right. Recall: how much of what is there it finds. F1: both in one, at the right. Lines are 95 % intervals."
    )
    people = " People: F1 of one human coder against another, about the most to hope for."
    return note + (people if (drawn["part"] == "human").any() else "")
