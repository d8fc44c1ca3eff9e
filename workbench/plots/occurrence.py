"""Figures of where frames stand: together with others in an article, and in which kinds of text."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase
from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.dots import draw_dots, largest_groups, left_out, legend_rows, name_rows, plot_height
from workbench.plots.folds import Passages
from workbench.plots.phrases import counted, group_order, in_sentence, label_of, listed, percent, stated, wrapped
from workbench.plots.scales import rate_scale, written_rate
from workbench.plots.theme import Size, add_text, finish, new_figure, nothing_to_show

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_PAIRS = ["frame", "other", "units", "share", "lift"]
_KINDS = ["kind", "frame", "hits", "words", "rate", "low", "high"]
_NUMBERED = 10  # so many columns leave room for a number in each cell, on a phone too
_ROW, _HEAD = 38, 44  # pixels a frame, and over all of them
_SHADE = [[0, "rgba(0,114,178,0.04)"], [1, "rgba(0,114,178,0.62)"]]  # lets the page through


def plot_co_occurrence(
    co_occurrences: pd.DataFrame,
    *,
    labels: pd.DataFrame | None = None,
    opens: str = "sentences",
    headline: bool = False,
) -> Figure:
    """Return a grid of how often a unit with one frame (the row) shows another one too (the column).

    The grid is not symmetric: of few units with a rare frame many may show a frequent one, and not the other way
    round. Frames stand in the order of the table, with letters that name the columns.

    Args:
        co_occurrences: frame, other, units (with both), share (of the units with `frame`), lift (times as often as in
            all units), as `count_co_occurrences` makes.
        labels: frame, label; without it frames are called by their name.
        opens: the name of a shown table folded by frame: on a report page a cell opens the passages of its row there.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> pairs = pd.DataFrame({"frame": ["oil", "law"], "other": ["law", "oil"], "units": [6, 6],
        ...     "share": [0.6, 0.3], "lift": [1.5, 1.5]})
        >>> plot_co_occurrence(pairs).layout.meta["sentence"]
        'Of the 10 units with oil, 6 also show law (60 %), 1.5 times as often as all units do.'
    """
    require_columns(co_occurrences.columns, _PAIRS, table="co_occurrences")
    name, title = "co-occurrence", "Which frames occur together"
    pairs = co_occurrences[co_occurrences["frame"] != co_occurrences["other"]]
    if pairs["share"].isna().all():
        return nothing_to_show("no two frames were looked for together", name=name, title=title, headline=headline)
    frames = list(dict.fromkeys([*pairs["frame"], *pairs["other"]]))
    names = label_of(labels, frames)
    passages = Passages(opens, {frame: names[frame] for frame in frames})
    figure = new_figure()
    _add_grid(figure, pairs, frames, passages)
    name_rows(figure, [f"{_letter(place)} · {names[frame]}" for place, frame in enumerate(frames)])
    sentence = _closest(pairs, names)
    told = "Read a row: of the units with its frame, so many percent also show the frame of the column."
    told += "" if len(frames) <= _NUMBERED else " Numbers: in the table."
    told += " –: no unit has the frame of the row." if pairs["share"].isna().any() else ""
    figure = finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=told,
        alt=f"Grid: a row and a column a frame, darker where more of the row's units show the column's. {sentence}",
        headline=headline,
        size=Size(_ROW * len(frames), below=8, legend_rows=-(-_HEAD // 20)),
    )
    return passages.tell(figure)


def _add_grid(figure: Figure, pairs: pd.DataFrame, frames: list[str], passages: Passages) -> None:
    import plotly.graph_objects as go

    cells = {(pair["frame"], pair["other"]): pair for _, pair in pairs.iterrows()}
    across = list(range(1, len(frames) + 1))
    highest = float(pairs["share"].max())
    figure.add_trace(
        go.Heatmap(
            x=across,
            y=[1 - place for place in across],
            z=[[_share(cells, row, column) for column in frames] for row in frames],
            zmin=0,
            zmax=next(end for end in (0.25, 0.5, 1) if highest <= end),
            colorscale=_SHADE,
            showscale=False,
            xgap=2,
            ygap=2,
            hovertext=[[_describe_pair(cells, row, column, passages.names) for column in frames] for row in frames],
            hoverinfo="text",
            customdata=[[passages.behind(row)] * len(frames) for row in frames],
        )
    )
    if len(frames) <= _NUMBERED:
        places = [(column, 1 - row) for row in across for column in across]
        shares = [_share(cells, row, column) for row in frames for column in frames]
        figure.add_trace(
            go.Scatter(
                x=[place[0] for place in places],
                y=[place[1] for place in places],
                mode="text",
                text=["" if share is None else _written(share) for share in shares],
                textfont={"size": 12},
                hoverinfo="skip",
                showlegend=False,
            )
        )
    figure.update_xaxes(side="top", tickvals=across, ticktext=[_letter(place - 1) for place in across], showgrid=False)
    figure.update_xaxes(range=[0.5, len(frames) + 0.5])
    add_text(figure, "also shows frame", x=0, y=1, yshift=22, font={"size": 12})


def _letter(place: int) -> str:
    """Return what a column is called: one letter, which a phone has room for; two from the 27th on."""
    return ascii_uppercase[place] if place < 26 else f"{_letter(place // 26 - 1)}{_letter(place % 26)}"


def _share(cells: dict[tuple[str, str], pd.Series], row: str, column: str) -> float | None:
    """Return the share of a cell; None on the diagonal and where the table has no such pair, NaN if not defined."""
    return float(cells[row, column]["share"]) if (row, column) in cells else None


def _written(share: float) -> str:
    return "–" if pd.isna(share) else f"{100 * share:.0f}"


def _describe_pair(cells: dict[tuple[str, str], pd.Series], row: str, column: str, names: Mapping[str, str]) -> str:
    if (row, column) not in cells:
        return ""
    pair = cells[row, column]
    if pd.isna(pair["share"]):
        return wrapped(f"no unit shows {in_sentence(names[row])}", 46)
    return wrapped(_told(pair, names), 46)


def _told(pair: pd.Series, names: Mapping[str, str]) -> str:
    """Return a pair in words: how many of the units with one frame show the other."""
    row, column = (in_sentence(names[pair[side]]) for side in ("frame", "other"))
    with_frame = f"{counted(round(pair['units'] / pair['share']), 'unit')}" if pair["share"] > 0 else "units"
    lift = "" if pd.isna(pair["lift"]) or not pair["units"] else f", {pair['lift']:.1f} times as often as all units do"
    return f"Of the {with_frame} with {row}, {int(pair['units']):,} also show {column} ({percent(pair['share'])}){lift}"


def _closest(pairs: pd.DataFrame, names: dict[str, str]) -> str:
    """Return the pair with the highest share, of those with equal ones that with most units."""
    known = pairs.dropna(subset=["share"]).sort_values(["share", "units"], ascending=False, kind="stable")
    if not known["units"].sum():
        return "No unit shows more than one frame."
    return f"{_told(known.iloc[0], names)}."


def plot_hits_by_kind(
    kinds: pd.DataFrame, *, labels: pd.DataFrame | None = None, opens: str = "sentences", headline: bool = False
) -> Figure:
    """Return how often each frame is spoken of in each kind of text, per 1,000 words, with intervals.

    Rates, not counts, so that short headlines and long paragraphs can be compared. Of more than eight kinds those with
    most words are drawn, and the note says so.

    Args:
        kinds: kind (of block), frame, hits, words, rate (per 1,000 words), low, high, as `count_hits_by_kind` makes.
        labels: frame, label; without it frames are called by their name.
        opens: the name of a shown table folded by frame: on a report page a mark opens its passages there.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> kinds = pd.DataFrame({"kind": ["title", "paragraph"], "frame": "oil", "hits": [4, 20],
        ...     "words": [200, 4000], "rate": [20.0, 5.0], "low": [8.0, 3.2], "high": [50.0, 7.7]})
        >>> plot_hits_by_kind(kinds).layout.meta["sentence"].split(": ")[1]
        '20 per 1,000 words (4 hits in 200 words, 95 % interval 8.0 to 50).'
    """
    require_columns(kinds.columns, _KINDS, table="kinds")
    name, title = "hits-by-kind", "How often each frame is spoken of, by kind of text"
    spoken = stated(kinds["kind"]).str.replace("_", " ").str.replace("faq", "FAQ")
    known = kinds.assign(group=spoken, share=kinds["rate"]).dropna(subset=["rate"])
    silent = known["group"][known["hits"].groupby(known["group"]).transform("sum") == 0].unique()
    known = known[~known["group"].isin(silent)]
    if known.empty:
        return nothing_to_show("no frame is spoken of", name=name, title=title, headline=headline)
    names = label_of(labels, known["frame"].unique())
    every = group_order(known["group"])
    dots = known[known["group"].isin(largest_groups(known["group"], known["words"]))]
    groups = group_order(dots["group"])
    rows = _rows(dots, names)
    passages = Passages(opens, {frame: names[frame] for frame in rows}, groups)
    dots = dots.assign(
        row=dots["frame"].map(names),
        hover=[wrapped(f"{row['group']}, {names[row['frame']]}: {_rate(row)}", 46) for _, row in dots.iterrows()],
        leads=passages.column(dots["frame"], dots["group"]),
    )
    scale = rate_scale(dots, "hits per 1,000 words")
    figure = draw_dots(dots, [names[frame] for frame in rows], scale=scale)
    top = dots.sort_values("rate", ascending=False, kind="stable").iloc[0]
    sentence = (
        f"The highest rate is that of {in_sentence(top['row'])} in text of the kind “{top['group']}”: {_rate(top)}."
    )
    figure = finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=_source(kinds, known, sorted(silent))
        + (" Those that reach the right edge go on beyond it." if dots["high"].max() > scale.end else "")
        + left_out(groups, every).replace("groups", "kinds").replace("articles", "words"),
        alt=f"Dot plot: one row a frame, across: hits per 1,000 words, a symbol a kind of text. {sentence}",
        headline=headline,
        size=Size(plot_height(len(rows), len(groups)), legend_rows=legend_rows(groups)),
    )
    return passages.tell(figure)


def _rows(kinds: pd.DataFrame, names: dict[str, str]) -> list[str]:
    """Return the frames, the one with most hits a word over all kinds first."""
    sums = kinds.groupby("frame")[["hits", "words"]].sum()
    rate = sums["hits"] / sums["words"].where(sums["words"] > 0)
    return sorted(rate.index, key=lambda frame: (-rate[frame], names[frame]))


def _source(kinds: pd.DataFrame, known: pd.DataFrame, silent: list[str]) -> str:
    """Return the source note: what was counted, and the hits and kinds that are not drawn."""
    words, hits = int(known.groupby("group")["words"].max().sum()), int(known["hits"].sum())
    note = f"{counted(hits, 'hit')} in {counted(words, 'word')}."
    elsewhere = int(kinds["hits"].sum()) - hits
    note += f" {counted(elsewhere, 'more hit')} in no counted text." if elsewhere else ""
    return note + (f" No hit in {listed(silent)}." if silent else "") + " Lines are 95 % intervals."


def _rate(row: pd.Series) -> str:
    bounds = (
        "no interval"
        if pd.isna(row["low"])
        else f"95 % interval {written_rate(row['low'])} to {written_rate(row['high'])}"
    )
    size = f"{counted(int(row['hits']), 'hit')} in {counted(int(row['words']), 'word')}"
    return f"{written_rate(row['rate'])} per 1,000 words ({size}, {bounds})"
