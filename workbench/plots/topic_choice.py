"""How many topics: the curves behind the number that was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.phrases import counted, listed, wrapped
from workbench.plots.theme import COLOURS, GREY, Size, add_text, finish, new_figure, nothing_to_show

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_CRITERIA = {
    "score": "score, by which the number is chosen",
    "stability": "stability: samples sort articles alike",
    "npmi": "coherence on held-out articles",
    "completion": "completion of articles half read",
    "exclusivity": "exclusivity of words (not counted)",
}
_PANEL, _HEAD = 112, 30  # pixels a criterion, and of it those that its name takes
_RUNNERS = 2
_LEAST = 0.1  # a range of values so narrow is not stretched further: it would look like a difference
_TICKS = 10  # numbers of topics on the axis at most, so that they fit on a phone


def plot_topic_choice(choice: pd.DataFrame, *, headline: bool = False) -> Figure:
    """Return how good each number of topics is by each criterion, with the number chosen and the two next best.

    Args:
        choice: n_topics, stability, npmi, exclusivity, score, chosen, and completion where present: the table of
            `Topics`.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> choice = pd.DataFrame({"n_topics": [4, 6, 8], "stability": [0.7, 0.8, 0.6], "npmi": [0.1, 0.12, 0.11],
        ...     "exclusivity": [0.5, 0.6, 0.6], "score": [0.4, 0.7, 0.5], "chosen": [False, True, False]})
        >>> plot_topic_choice(choice).layout.meta["sentence"]
        'Of 3 numbers of topics 6 is chosen, with the highest score (0.70); next are 8 (0.50) and 4 (0.40).'
    """
    require_columns(choice.columns, ["n_topics", "stability", "npmi", "exclusivity", "score", "chosen"], table="choice")
    name, title = "topic-choice", "How many topics"
    tried = choice.sort_values("n_topics", kind="stable").reset_index(drop=True)
    panels = [criterion for criterion in _CRITERIA if criterion in tried and tried[criterion].notna().any()]
    if not panels:
        return nothing_to_show("the number of topics was given", name=name, title=title, headline=headline)
    tried = tried.assign(role=_roles(tried))
    figure = new_figure()
    for place, criterion in enumerate(panels):
        _add_panel(figure, tried, criterion, place, len(panels))
    _place_numbers(figure, tried)
    sentence = _tell(tried)
    return finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=_note(tried),
        alt=f"Line charts, one a criterion. Across: number of topics; upwards: the criterion. {sentence}",
        headline=headline,
        size=Size(_PANEL * len(panels), below=46),
    )


def _roles(tried: pd.DataFrame) -> list[str]:
    """Return for each number of topics whether it is chosen, a runner-up, or neither."""
    chosen = tried["chosen"].fillna(value=False).astype(bool)
    others = tried.loc[~chosen, "score"].dropna().sort_values(ascending=False, kind="stable")
    runners = set(others.index[:_RUNNERS])
    return ["chosen" if is_chosen else "runner" if place in runners else "" for place, is_chosen in chosen.items()]


def _add_panel(figure: Figure, tried: pd.DataFrame, criterion: str, place: int, panels: int) -> None:
    import plotly.graph_objects as go

    axis = str(place + 1) if place else ""
    top, bottom = 1 - place / panels, 1 - (place + 1) / panels
    domain = [max(bottom, 0), top - _HEAD / _PANEL / panels]
    figure.update_layout({f"yaxis{axis}": {"domain": domain, "anchor": "x", "nticks": 3, **_range(tried[criterion])}})
    add_text(figure, f"<b>{_CRITERIA[criterion]}</b>", x=0, y=domain[1], yshift=6)
    for number in tried.loc[tried["role"] == "chosen", "n_topics"]:
        line = {"color": GREY, "width": 1, "dash": "dot"}
        where = {"xref": "x", "yref": f"y{axis} domain", "x0": number, "x1": number, "y0": 0, "y1": 1}
        figure.add_shape(type="line", line=line, layer="below", **where)
    figure.add_trace(
        go.Scatter(
            x=tried["n_topics"],
            y=tried[criterion],
            mode="lines+markers",
            connectgaps=False,
            line={"color": COLOURS[0], "width": 1.2},
            marker={
                "color": COLOURS[0],
                "symbol": ["diamond" if role == "runner" else "circle" for role in tried["role"]],
                "opacity": 1,
                "line": {"width": 0},
                "size": [11 if role else 5 for role in tried["role"]],
            },
            hovertext=[_describe(row, criterion) for _, row in tried.iterrows()],
            hoverinfo="text",
            cliponaxis=False,
            showlegend=False,
            yaxis=f"y{axis}",
        )
    )


def _range(values: pd.Series[float]) -> dict[str, list[float]]:
    """Return an axis around the values, not so near that noise looks like a difference."""
    low, high = float(values.min()), float(values.max())
    wider = max(_LEAST - (high - low), 0) / 2
    margin = 0.12 * (high - low + 2 * wider)
    return {"range": [low - wider - margin, high + wider + margin]}


def _place_numbers(figure: Figure, tried: pd.DataFrame) -> None:
    """Write the numbers of topics under the panels: the chosen one, and of the others those that leave it room."""
    numbers = tried["n_topics"]
    lowest, highest = int(numbers.min()), int(numbers.max())
    margin = max(0.04 * (highest - lowest), 0.5)
    ticks: list[int] = []
    for number in [*tried.loc[tried["role"] == "chosen", "n_topics"], *numbers]:
        if all(abs(number - other) * _TICKS >= highest - lowest and number != other for other in ticks):
            ticks.append(int(number))
    figure.update_xaxes(
        range=[lowest - margin, highest + margin],
        tickvals=sorted(ticks),
        showgrid=False,
        title={"text": "number of topics"},
        anchor="free",
        position=0,
    )


def _describe(row: pd.Series, criterion: str) -> str:
    role = {"chosen": " (chosen)", "runner": " (next best)"}.get(row["role"], "")
    value = "unknown" if pd.isna(row[criterion]) else f"{row[criterion]:.2f}"
    return wrapped(
        f"{counted(int(row['n_topics']), 'topic')}{role}: {criterion.replace('npmi', 'coherence')} {value}", 46
    )


def _note(tried: pd.DataFrame) -> str:
    note = f"{counted(len(tried), 'number')} of topics tried."
    note += " Dotted line: chosen." if tried["role"].eq("chosen").any() else ""
    note += " Diamonds: the next best scores." if tried["role"].eq("runner").any() else ""
    return f"{note} Each panel has its own scale. No number of topics is the true one."


def _tell(tried: pd.DataFrame) -> str:
    """Return the number chosen, whether its score is the highest, and the numbers that come next."""
    of = f"Of {counted(len(tried), 'number')} of topics"
    runners = tried[tried["role"] == "runner"].sort_values("score", ascending=False, kind="stable")
    others = [f"{int(row['n_topics'])} ({_score(row)})" for _, row in runners.iterrows()]
    following = f"; next {'are' if len(others) > 1 else 'is'} {listed(others)}" if others else ""
    chosen = tried[tried["role"] == "chosen"]
    if chosen.empty:
        return f"{of} none is chosen{following.replace('next', 'best', 1)}."
    row = chosen.iloc[0]
    if len(tried) == 1:
        return f"Only one number of topics was tried: {int(row['n_topics'])}."
    if pd.isna(row["score"]):
        return f"{of} {int(row['n_topics'])} is chosen, without a score{following}."
    beaten = bool((tried["score"] > row["score"]).any())
    rank = "though not with the highest score" if beaten else "with the highest score"
    tied = "" if beaten or (tried["score"] == row["score"]).sum() == 1 else ", shared with others"
    return f"{of} {int(row['n_topics'])} is chosen, {rank} ({_score(row)}){tied}{following}."


def _score(row: pd.Series) -> str:
    return f"{row['score']:.2f}".replace("-", "\N{MINUS SIGN}")
