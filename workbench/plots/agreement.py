"""Figures of agreement between coders: alpha of each frame with its interval, beside the lines it is judged by."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.dots import ALL, draw_dots, largest_groups, left_out, legend_rows, plot_height
from workbench.plots.folds import Passages
from workbench.plots.phrases import (
    counted,
    group_order,
    in_sentence,
    label_of,
    listed,
    percent,
    stated,
    wrapped,
)
from workbench.plots.scales import Scale
from workbench.plots.theme import GREY, Size, add_text, finish, nothing_to_show

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_COLUMNS = ["frame", "alpha", "low", "high", "percent", "units", "coders", "verdict", "note"]
# Krippendorff (2004), "Reliability in content analysis": conclusions are tentative from the first, reliable from the
# second.
_TENTATIVE, _RELIABLE = 0.667, 0.8
_LINES = 2  # of legend, that the names of the two lines take
_REASON = 32  # characters a line of why alpha is not defined
_NAMED = 3  # frames that a title names


def plot_agreement(
    agreement: pd.DataFrame,
    *,
    labels: pd.DataFrame | None = None,
    by: str = "group",
    opens: str = "disagreements",
    headline: bool = False,
) -> Figure:
    """Return alpha of each frame with its interval, the best on top, beside the lines at .667 and .800.

    Frames whose alpha is not defined stand at the end, with the reason. Where the agreement was scored in groups, each
    has its colour and symbol.

    Args:
        agreement: frame, alpha, low, high, percent, units, coders, verdict, note, as `score_agreement` makes; `group`
            is used when present.
        labels: frame, label; without it frames are called by their name.
        by: what the groups are, for the title.
        opens: the name of a shown table folded by frame: on a report page a mark opens its passages there.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> agreement = pd.DataFrame({"frame": ["oil", "law"], "alpha": [0.84, 0.4], "low": [0.81, 0.2],
        ...     "high": [0.9, 0.6], "percent": [0.95, 0.8], "units": 120, "coders": 3, "verdict": ["reliable",
        ...     "not reliable"], "note": ""})
        >>> plot_agreement(agreement).layout.meta["title"]
        'Coders do not agree reliably on law'
    """
    require_columns(agreement.columns, _COLUMNS, table="agreement")
    table = agreement.assign(group=stated(agreement["group"]) if "group" in agreement.columns else ALL)
    every = group_order(table["group"])
    name, title = "agreement", "How well coders agree on each frame" + (f", by {by}" if len(every) > 1 else "")
    if table.empty:
        return nothing_to_show("nothing was coded twice", name=name, title=title, headline=headline)
    names = label_of(labels, table["frame"].unique())
    drawn = table[table["group"].isin(largest_groups(table["group"], table["units"]))]
    groups = group_order(drawn["group"])
    rows = _rows(drawn, names)
    passages = Passages(opens, {frame: names[frame] for frame in rows}, groups)
    figure = _draw(drawn, rows, names, passages)
    finding = _finding(drawn, names) if len(groups) == 1 else ""
    sentence = _sentence(drawn, finding)
    figure = finish(
        figure,
        name=name,
        title=finding or title,
        sentence=sentence,
        note=_note(drawn) + left_out(groups, every).replace("articles", "units"),
        alt=f"Dot plot: one row a frame, across: Krippendorff's alpha, lines: 95 % intervals. {sentence}",
        headline=headline,
        size=Size(plot_height(len(rows), len(groups)), legend_rows=legend_rows(groups) + _LINES),
    )
    figure.update_layout(legend={"y": 1 + 20 * _LINES / plot_height(len(rows), len(groups))})
    return passages.tell(figure)


def _rows(agreement: pd.DataFrame, names: dict[str, str]) -> list[str]:
    """Return the frames, the best agreement first, those without any last."""
    alpha = agreement.groupby("frame", sort=False)["alpha"].mean()
    missing = alpha.isna()
    return sorted(alpha.index, key=lambda frame: (missing[frame], -alpha.fillna(0)[frame], names[frame]))


def _draw(agreement: pd.DataFrame, rows: list[str], names: dict[str, str], passages: Passages) -> Figure:
    dots = agreement.assign(share=agreement["alpha"], row=agreement["frame"].map(names))
    dots["hover"] = [_describe(row) for _, row in dots.iterrows()]
    dots["leads"] = passages.column(dots["frame"], dots["group"])
    lowest = dots[["alpha", "low"]].min().min()
    begin = max(min(floor(4 * lowest) / 4, 0), -1) if pd.notna(lowest) else 0
    step = 0.25 if begin > -0.5 else 0.5
    scale = Scale("Krippendorff's alpha", 1, step, begin=step * floor(begin / step), near=0.3)
    figure = draw_dots(dots, [names[frame] for frame in rows], scale=scale)
    if _is_one_group(dots):
        verdicts = dots["verdict"].astype("str").fillna("")
        numbers = [f"{alpha:.2f}".replace("-", "\N{MINUS SIGN}") for alpha in dots["alpha"]]
        figure.data[0].text = [f"{number} {verdict}" for number, verdict in zip(numbers, verdicts, strict=True)]
    _add_lines(figure, rows=int(dots.dropna(subset=["alpha"])["frame"].nunique()))
    for place, frame in enumerate(rows):
        _add_reason(figure, dots[dots["frame"] == frame], -place, scale.begin)
    return figure


def _add_lines(figure: Figure, *, rows: int) -> None:
    """Draw the two lines that alpha is judged by over the rows that have one, and their names over the plot."""
    for value, word, side in ((_TENTATIVE, "tentative", "right"), (_RELIABLE, "reliable", "left")):
        if not rows:
            return
        line = {"color": GREY, "width": 1, "dash": "dot"}
        figure.add_shape(type="line", x0=value, x1=value, y0=0.5 - rows, y1=0.5, line=line)
        text = f"{word}<br>≥ {value:.3f}".replace("0.", ".")
        add_text(figure, text, x=value, y=1, xref="x", xanchor=side, align=side, yshift=5, font={"size": 12})


def _add_reason(figure: Figure, rows: pd.DataFrame, height: float, begin: float) -> None:
    """Write in the row of a frame why it has no alpha in any group."""
    if rows["alpha"].notna().any():
        return
    reason = _reason(rows.iloc[0])
    where = {"xref": "x", "yref": "y", "yanchor": "middle", "font": {"size": 11, "color": GREY}}
    add_text(figure, wrapped(reason, _REASON, lines=2), x=begin, y=height, hovertext=wrapped(reason, 46), **where)


def _reason(row: pd.Series) -> str:
    note = str(row["note"]).removeprefix("undefined: ") if pd.notna(row["note"]) else ""
    return f"not defined: {note}" if note else "not defined"


def _describe(row: pd.Series) -> str:
    """Return the hover text of an alpha: how large, how sure, from how many units and coders."""
    who = row["row"] if row["group"] == ALL else f"{row['row']}, {row['group']}"
    bounds = "no interval" if pd.isna(row["low"]) else f"95 % interval {row['low']:.2f} to {row['high']:.2f}"
    lines = [f"{who}: alpha {row['alpha']:.2f} ({bounds})"]
    lines.append(f"{counted(int(row['units']), 'unit')}, {counted(int(row['coders']), 'coder')}")
    if pd.notna(row["percent"]):
        lines.append(f"coders say the same in {percent(row['percent'])} of pairs")
    lines += [str(row[column]) for column in ("verdict", "note") if pd.notna(row[column]) and row[column]]
    return "<br>".join(wrapped(line.replace("-", "\N{MINUS SIGN}") if "alpha" in line else line, 46) for line in lines)


def _finding(agreement: pd.DataFrame, names: dict[str, str]) -> str:
    """Return the title that the intervals allow, or nothing."""
    known = agreement.dropna(subset=["low", "high"])
    whole = len(known) == len(agreement)
    poor = known[known["high"] < _TENTATIVE]
    if len(poor) == len(agreement) > 1:
        return "Coders do not agree reliably on any frame"
    if len(poor):
        named = listed([in_sentence(names[frame]) for frame in poor["frame"]])
        many = f"{len(poor)} of {len(agreement)} frames"
        return f"Coders do not agree reliably on {named if len(poor) <= _NAMED else many}"
    if whole and (known["low"] >= _RELIABLE).all():
        return "Coders agree reliably on every frame"
    if whole and (known["low"] >= _TENTATIVE).all():
        return "Coders agree well enough for tentative conclusions on every frame"
    return ""


def _sentence(agreement: pd.DataFrame, finding: str) -> str:
    """Return how many frames pass each line, with what is not defined counted too."""
    known, alpha = agreement.dropna(subset=["alpha"]), agreement["alpha"]
    things = counted(len(agreement), "frame" if _is_one_group(agreement) else "alpha")
    if known.empty:
        return f"Alpha is not defined for any of {things}."
    reliable = int(alpha.ge(_RELIABLE).sum())
    tentative = int(alpha.ge(_TENTATIVE).sum()) - reliable
    counts = f"{reliable} of {things} {'reaches' if reliable == 1 else 'reach'} .800, {tentative or 'none'} more .667"
    if not reliable:
        fewer = f".800, {tentative} {'reaches' if tentative == 1 else 'reach'} .667" if tentative else ".667"
        counts = f"None of {things} reaches {fewer}"
    missing = len(agreement) - len(known)
    counts += f"; {missing} {'is' if missing == 1 else 'are'} not defined" if missing else ""
    return f"{finding}. {counts}." if finding else f"{counts}."


def _is_one_group(agreement: pd.DataFrame) -> bool:
    return len(set(agreement["group"])) == 1


def _note(agreement: pd.DataFrame) -> str:
    units, coders = agreement["units"].astype(int), int(agreement["coders"].max())
    least, most = int(units.min()), int(units.max())
    size = counted(most, "unit") if least == most else f"{least:,} to {counted(most, 'unit')}"
    meaning = "Alpha: 1 is full agreement, 0 what chance gives. Lines are 95 % intervals."
    return f"{size} coded by two or more of {counted(coders, 'coder')}. {meaning}"
