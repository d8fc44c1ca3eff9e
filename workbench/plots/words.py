"""Figures of words: the ones that set groups of articles apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.dots import largest_groups, left_out
from workbench.plots.folds import Passages
from workbench.plots.phrases import counted, group_order, listed, safe, shortened, stated, wrapped
from workbench.plots.theme import (
    Size,
    add_text,
    colours_of,
    finish,
    marker_size,
    new_figure,
    nothing_to_show,
    symbols_of,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_CHANCE = 1.96  # a z above this is more than chance for one word looked at alone
_P = 0.05  # the same for the tests, which give a p
_ROW = 22  # pixels a word
_HEAD, _SPACE = 24, 22  # pixels of the name of a panel, and under a panel
_WORD, _NAME = 15, 20  # characters of a word and of a group's name that are shown
_COLUMNS = 2
_REACH = 2.4  # the axis is so many times as long as the longest mark: the word stands to its right


def plot_words(
    contrast: pd.DataFrame,
    *,
    per_group: int = 8,
    by: str = "outlet",
    opens: str = "contexts",
    headline: bool = False,
) -> Figure:
    """Return, for each group, the words it uses more than the others do, the most telling on top.

    Args:
        contrast: word, group, count, rate, log_odds, z, as `compare_words` makes; `statistic` and `p` of its tests
            take the place of z when present.
        per_group: words shown a group at most; only words that the group uses more are shown.
        by: what the groups are, for the title.
        opens: the name of a shown table folded by word: on a report page a mark opens its passages there.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> contrast = pd.DataFrame({"word": ["law", "oil"], "group": ["Post", "Herald"], "count": [9, 12],
        ...                          "rate": [4.5, 6.0], "log_odds": [1.2, 1.5], "z": [2.4, 3.1]})
        >>> plot_words(contrast).layout.meta["sentence"]
        'The words that set each outlet apart most are “oil” (Herald) and “law” (Post).'
    """
    require_columns(contrast.columns, ["word", "group", "count", "rate", "log_odds", "z"], table="contrast")
    name, title = "contrast", f"Words that each {by} uses more than the others"
    sizes = contrast["count"].groupby(stated(contrast["group"])).sum()
    drawn = largest_groups(pd.Series(sizes.index, index=sizes.index), sizes)
    tested = "statistic" in contrast.columns
    shown = _choose(contrast[stated(contrast["group"]).isin(drawn)], per_group)
    if shown.empty:
        return nothing_to_show("no words set groups apart", name=name, title=title, headline=headline)
    passages = Passages(opens, {word: word for word in shown["word"]}, drawn)
    shown = shown.assign(leads=passages.column(shown["word"], shown["group"]))
    groups, compared = group_order(shown["group"]), group_order(stated(contrast["group"]))
    colours, symbols = colours_of(compared), symbols_of(compared)  # a group without words keeps its colour for itself
    grid = _Grid(len(groups), rows=int(shown.groupby("group").size().max()))
    figure = new_figure()
    for place, group in enumerate(groups):
        axes = grid.add_panel(figure, place, reach=shown["size"].max() * _REACH)
        left, top = grid.corner(place)
        add_text(figure, f"<b>{safe(shortened(group, _NAME))}</b>", x=left, y=top, yshift=2)
        _add_words(figure, shown[shown["group"] == group], colours[group], symbols[group], axes)
    figure.update_layout(showlegend=False)
    firsts = [f"“{shown['word'][shown['group'] == group].iloc[0]}” ({group})" for group in groups]
    sentence = f"The words that set each {by} apart most are {listed(firsts)}."
    note = _note(contrast, compared, tested=tested) + left_out(drawn, list(sizes.index)).replace("articles", "words")
    figure = finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=note,
        alt=f"Lollipop chart, a panel for each {by}: its words, the most telling on top, length: how sure. {sentence}",
        headline=headline,
        size=Size(grid.height, below=8),
    )
    return passages.tell(figure)


def _note(contrast: pd.DataFrame, groups: list[str], *, tested: bool) -> str:
    measure, line = ("statistic of the test", "p above 0.05") if tested else ("z, log-odds", "z below 1.96")
    size = f"{counted(contrast['word'].nunique(), 'word')} compared in {counted(len(groups), 'group')}."
    hollow = f"Hollow: could be chance even for one word alone ({line})."
    return f"{size} Length: how sure the difference is ({measure}). {hollow}"


def _choose(contrast: pd.DataFrame, per_group: int) -> pd.DataFrame:
    """Return the most telling words of each group: `size` is how sure each is, `sure` whether more than chance."""
    tested = "statistic" in contrast.columns
    size = contrast["statistic"] if tested else contrast["z"]
    sure = contrast["p"] < _P if tested else contrast["z"] >= _CHANCE
    telling = contrast.assign(group=stated(contrast["group"]), size=size, sure=sure)[size > 0]
    ranked = telling.sort_values(["group", "size", "word"], ascending=[True, False, True], ignore_index=True)
    return ranked.groupby("group", sort=False).head(per_group)


@dataclass(frozen=True)
class _Grid:
    """Panels of equal size, two beside each other."""

    panels: int
    rows: int

    @property
    def columns(self) -> int:
        """Return how many panels stand beside each other."""
        return min(self.panels, _COLUMNS)

    @property
    def height(self) -> int:
        """Return the pixels of all panels and of the space between them."""
        lines = -(-self.panels // self.columns)
        return lines * self._line() - _SPACE

    def corner(self, place: int) -> tuple[float, float]:
        """Return the left and upper end of the words of a panel, in shares of the plot."""
        line, column = divmod(place, self.columns)
        return column / self.columns, 1 - (line * self._line() + _HEAD) / self.height

    def add_panel(self, figure: Figure, place: int, *, reach: float) -> dict[str, str]:
        """Add the axes of a panel and return their names."""
        left, top = self.corner(place)
        bottom = max(top - _ROW * self.rows / self.height, 0)
        number = str(place + 1) if place else ""
        across = {"range": [0, reach], "domain": [left, left + 1 / self.columns], "anchor": f"y{number}"}
        upwards = {"range": [0.5 - self.rows, 0.5], "domain": [bottom, top], "anchor": f"x{number}"}
        figure.update_layout(
            {f"xaxis{number}": {**across, "visible": False}, f"yaxis{number}": {**upwards, "visible": False}}
        )
        return {"xaxis": f"x{number}", "yaxis": f"y{number}"}

    def _line(self) -> int:
        return _HEAD + _ROW * self.rows + _SPACE


def _add_words(figure: Figure, words: pd.DataFrame, colour: str, symbol: str, axes: dict[str, str]) -> None:
    import plotly.graph_objects as go

    heights = [-row for row in range(len(words))]
    figure.add_trace(
        go.Scatter(
            x=[end for size in words["size"] for end in (0, size, None)],
            y=[end for height in heights for end in (height, height, None)],
            mode="lines",
            line={"width": 1.5, "color": colour},
            hoverinfo="skip",
            **axes,
        )
    )
    symbols = [symbol if sure else f"{symbol}-open" for sure in words["sure"]]
    figure.add_trace(
        go.Scatter(
            x=words["size"],
            y=heights,
            mode="markers+text",
            marker={"color": colour, "size": marker_size(symbol), "symbol": symbols},
            text=[f"&nbsp;{safe(shortened(word, _WORD))}" for word in words["word"]],
            textposition="middle right",
            hovertext=[_describe(word) for _, word in words.iterrows()],
            hoverinfo="text",
            customdata=words["leads"].tolist(),
            cliponaxis=False,
            **axes,
        )
    )


def _describe(word: pd.Series) -> str:
    times = counted(int(word["count"]), "time")
    surety = "more than chance for one word alone" if word["sure"] else "could be chance"
    measure = f"statistic {word['size']:.1f}, p {_p(word['p'])}" if "p" in word else f"z {word['z']:.1f}"
    use = f"“{word['word']}”: {times} in {word['group']}, {word['rate']:.1f} per 1,000 words"
    return f"{wrapped(use, 46)}<br>{measure}: {surety}"


def _p(p: float) -> str:
    return "under 0.001" if p < 0.001 else f"{p:.3f}"
