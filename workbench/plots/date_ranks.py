"""The dates most spoken of, as bars of how many articles name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.bars import bars_height, draw_bars
from workbench.plots.date_words import name_counted
from workbench.plots.phrases import counted, distinct, wrapped
from workbench.plots.theme import COLOURS, GREY, Size, finish, nothing_to_show

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_COLUMNS = ["value", "earliest", "latest", "articles", "sentences", "mentions", "rank"]
_DRAWN = 15


def plot_date_ranks(counts: pd.DataFrame, *, headline: bool = False) -> Figure:
    """Return a bar for each of the fifteen dates that most articles speak of; grey where no year is stated.

    Args:
        counts: value, earliest, latest, articles, sentences, mentions, rank, as `count_dates` makes.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> counts = pd.DataFrame({"value": ["XXXX-11-21", "2025-10"], "earliest": pd.NaT, "latest": pd.NaT,
        ...     "articles": [5, 2], "sentences": [9, 2], "mentions": [10, 2], "rank": [1, 2]})
        >>> plot_date_ranks(counts).layout.meta["sentence"]
        'The date that most articles speak of is 21 November (year not stated): 5 articles, 9 sentences.'
    """
    require_columns(counts.columns, _COLUMNS, table="counts")
    name, title = "date-ranks", "The dates that most articles speak of"
    if counts.empty:
        return nothing_to_show("the texts name no dates", name=name, title=title, headline=headline)
    order = [column for column in ("rank", "earliest", "value") if column in counts.columns]
    ranked = counts.sort_values(order, ignore_index=True)
    shown = ranked.head(_DRAWN)
    names = _names(shown)
    numbers = [_numbers(row) for _, row in shown.iterrows()]
    figure = draw_bars(
        names,
        values=[float(number) for number in shown["articles"]],
        colours=[GREY if pd.isna(earliest) else COLOURS[0] for earliest in shown["earliest"]],
        labels=[f"{number:,}" for number in shown["articles"]],
        hover=[wrapped(f"{name}: {words}", 46) for name, words in zip(names, numbers, strict=True)],
    )
    sentence = _tell(ranked, names[0], numbers[0])
    return finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=_note(shown, len(ranked)),
        alt=f"Bar chart. From top to bottom: dates, those in most articles first; length: articles. {sentence}",
        headline=headline,
        size=Size(bars_height(names), below=4),
    )


def _names(shown: pd.DataFrame) -> list[str]:
    dates = zip(shown["value"], shown["earliest"], shown["latest"], strict=True)
    return list(distinct({place: name_counted(*date) for place, date in enumerate(dates, 1)}).values())


def _numbers(row: pd.Series) -> str:
    return f"{counted(int(row['articles']), 'article')}, {counted(int(row['sentences']), 'sentence')}"


def _tell(ranked: pd.DataFrame, name: str, numbers: str) -> str:
    first = ranked.iloc[0]
    ties = int((ranked["rank"] == first["rank"]).sum())
    if ties > 1:
        return f"{ties} dates share the first place, each with {numbers}."
    return f"The date that most articles speak of is {name}: {numbers}."


def _note(shown: pd.DataFrame, dates: int) -> str:
    note = "The number at a bar is that of articles; of equal bars that with more sentences stands first."
    note += " Grey: the year is not stated." if shown["earliest"].isna().any() else ""
    cut = f" {len(shown)} of {counted(dates, 'date')} drawn; all stand in the table." if dates > len(shown) else ""
    return note + cut
