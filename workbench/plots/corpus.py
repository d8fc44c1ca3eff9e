"""Figures of what was read: articles by outlet, their lengths, and what was kept as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import require_columns
from workbench.plots.bars import bars_height, draw_bars, label_rows
from workbench.plots.phrases import (
    NOT_STATED,
    counted,
    group_order,
    percent,
    safe,
    stated,
    wrapped,
    written_day,
)
from workbench.plots.theme import COLOURS, GREY, THIN, Size, add_text, colours_of, finish, new_figure, nothing_to_show

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PROSE = ("paragraph", "list_item")  # the kinds that `articles.text` is made of


def plot_outlets(articles: pd.DataFrame, *, headline: bool = False) -> Figure:
    """Return bars of the number of articles an outlet, the largest first, "not stated" last and grey.

    Args:
        articles: a table with `article_id`; `outlet`, `published` and `words` are used when present.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: `article_id` is missing.

    Example:
        >>> articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Post", None]})
        >>> plot_outlets(articles).layout.meta["sentence"]
        '1 of 2 articles comes from 1 outlet; 1 names no outlet.'
    """
    require_columns(articles.columns, ["article_id"], table="articles")
    name, title = "outlets", "Number of articles, by outlet"
    if articles.empty:
        return nothing_to_show("there are no articles", name=name, title=title, headline=headline)
    outlets = _outlets(articles)
    counts = outlets.value_counts()
    order = sorted(counts.index, key=lambda outlet: (outlet == NOT_STATED, -counts[outlet], outlet))
    colours = colours_of(order)
    figure = draw_bars(
        order,
        values=[int(counts[outlet]) for outlet in order],
        colours=[colours[outlet] for outlet in order],
        labels=[counted(int(counts[outlet]), "article") for outlet in order],
        hover=[_describe_outlet(outlet, articles[outlets == outlet]) for outlet in order],
    )
    unstated = int(counts.get(NOT_STATED, 0))
    known = len(articles) - unstated
    lead = f"{known} of {counted(len(articles), 'article')}" if unstated else counted(known, "article")
    sentence = f"{lead} {'comes' if known == 1 else 'come'} from {counted(len(order) - bool(unstated), 'outlet')}"
    sentence += f"; {unstated} {'names' if unstated == 1 else 'name'} no outlet." if unstated else "."
    if unstated == len(articles):
        sentence = f"None of the {counted(len(articles), 'article')} names its outlet."
    alt = f"Bar chart. One bar an outlet, its length the number of articles. {sentence}"
    return finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=_source(articles),
        alt=alt,
        headline=headline,
        size=Size(bars_height(order), below=8),
    )


def plot_lengths(articles: pd.DataFrame, *, headline: bool = False) -> Figure:
    """Return one point an article at its number of words, a row an outlet, with the median as a line.

    Args:
        articles: a table with `article_id` and `words`; `outlet` and `title` are used when present.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> articles = pd.DataFrame({"article_id": ["a", "b"], "words": [300, 500]})
        >>> plot_lengths(articles).layout.meta["sentence"]
        'Half of the 2 articles have 400 words or more; the shortest has 300, the longest 500.'
    """
    require_columns(articles.columns, ["article_id", "words"], table="articles")
    name, title = "lengths", "Words per article, by outlet"
    if articles.empty:
        return nothing_to_show("there are no articles", name=name, title=title, headline=headline)
    outlets = _outlets(articles)
    order = group_order(outlets)
    figure = new_figure()
    colours = colours_of(order)
    for place, outlet in enumerate(order):
        _strip(figure, articles[outlets == outlet], outlet, -place, colours[outlet])
    label_rows(figure, order)
    figure.update_xaxes(title={"text": "words (line: median)"}, rangemode="tozero")
    words = articles["words"].astype(float)
    sentence = f"Half of the {counted(len(articles), 'article')} have {words.median():,.0f} words or more; "
    sentence += f"the shortest has {words.min():,.0f}, the longest {words.max():,.0f}."
    if len(articles) == 1:
        sentence = f"The only article has {counted(int(words.iloc[0]), 'word')}."
    alt = f"Strip chart. One point an article, across: its words; a row an outlet. {sentence}"
    return finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=_source(articles),
        alt=alt,
        headline=headline,
        size=Size(44 * len(order)),
    )


def plot_kinds(blocks: pd.DataFrame, *, headline: bool = False) -> Figure:
    """Return bars of the words in each kind of block: kept as the text of articles in colour, set aside in grey.

    Args:
        blocks: a table with `article_id`, `kind` and `text`.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> blocks = pd.DataFrame({"article_id": "a", "kind": ["paragraph", "title"], "text": ["Talks go on", "Port"]})
        >>> plot_kinds(blocks).layout.meta["sentence"]
        '75 % of the 4 words read were kept as the text of articles; most of what was set aside is title (1 word).'
    """
    require_columns(blocks.columns, ["article_id", "kind", "text"], table="blocks")
    name, title = "kinds", "What was kept as text, and what was set aside"
    words = blocks["text"].astype("str").str.count(r"\S*\w\S*").fillna(0).astype(int)
    if not words.sum():
        return nothing_to_show("there are no words", name=name, title=title, headline=headline)
    totals = words.groupby(blocks["kind"]).sum()
    sizes = blocks.groupby("kind").size()
    order = sorted(totals.index, key=lambda kind: (-totals[kind], kind))
    names = [_spoken(kind) for kind in order]
    figure = draw_bars(
        names,
        values=[int(totals[kind]) for kind in order],
        colours=[COLOURS[0] if kind in PROSE else GREY for kind in order],
        labels=[f"{totals[kind]:,} ({percent(totals[kind] / totals.sum())})" for kind in order],
        hover=[_describe_kind(kind, int(totals[kind]), int(sizes[kind])) for kind in order],
    )
    key = ((COLOURS[0], "kept as text"), (GREY, "set aside"))
    add_text(figure, " &nbsp; ".join(f"<span style='color:{colour}'>■</span> {text}" for colour, text in key), x=0, y=1)
    kept, aside = totals[totals.index.isin(PROSE)].sum(), totals[~totals.index.isin(PROSE)]
    sentence = f"{percent(kept / totals.sum())} of the {counted(int(totals.sum()), 'word')} read were kept as the text "
    sentence += "of articles"
    if aside.sum():
        most = max(aside.index, key=lambda kind: (aside[kind], kind))
        sentence += f"; most of what was set aside is {_spoken(most)} ({counted(int(aside[most]), 'word')})"
    alt = f"Bar chart. One bar a kind of text block, its length the number of words. {sentence}."
    note = f"{counted(blocks['article_id'].nunique(), 'article')}, {counted(len(blocks), 'block')}. "
    note += "What is set aside is labelled, not deleted."
    return finish(
        figure,
        name=name,
        title=title,
        sentence=f"{sentence}.",
        note=note,
        alt=alt,
        headline=headline,
        size=Size(bars_height(names), below=8, legend_rows=1),
    )


def _strip(figure: Figure, articles: pd.DataFrame, outlet: str, row: int, colour: str) -> None:
    import plotly.graph_objects as go

    articles = articles.sort_values(["words", "article_id"])
    titles = articles.get("title", pd.Series(index=articles.index, dtype="str"))
    hover = [
        f"{wrapped('Untitled' if pd.isna(title) else title, 46)}<br>{safe(outlet)}: {counted(int(words), 'word')}"
        for title, words in zip(titles, articles["words"], strict=True)
    ]
    # Neighbours in length stand on different heights, so that no point hides another.
    heights = row + np.resize([0.0, 0.16, -0.16], len(articles))
    marker = {"color": colour, "size": 9, "opacity": 0.8}
    figure.add_trace(
        go.Scatter(x=articles["words"], y=heights, mode="markers", marker=marker, hovertext=hover, hoverinfo="text")
    )
    median = float(articles["words"].median())
    middle, divider = {"color": colour, "width": 2}, {"color": THIN, "width": 1}
    figure.add_shape(type="line", x0=median, x1=median, y0=row - 0.36, y1=row + 0.36, line=middle)
    figure.add_shape(type="line", xref="paper", x0=0, x1=1, y0=row - 0.5, y1=row - 0.5, line=divider)
    figure.update_layout(showlegend=False)


def _outlets(articles: pd.DataFrame) -> pd.Series[str]:
    return stated(articles.get("outlet", pd.Series(None, index=articles.index, dtype="str")))


def _describe_outlet(outlet: str, articles: pd.DataFrame) -> str:
    lines = [f"{safe(outlet)}: {counted(len(articles), 'article')}"]
    if "words" in articles.columns:
        lines.append(counted(int(articles["words"].sum()), "word"))
    published = _published(articles)
    if published.notna().any():
        lines.append(f"{written_day(published.min())} to {written_day(published.max())}")
    undated = int(published.isna().sum())
    return "<br>".join([*lines, f"{undated} undated"] if undated else lines)


def _describe_kind(kind: str, words: int, blocks: int) -> str:
    fate = "kept as the text of articles" if kind in PROSE else "set aside, still in the table of blocks"
    return f"{safe(_spoken(kind))}: {counted(words, 'word')} in {counted(blocks, 'block')},<br>{fate}"


def _spoken(kind: str) -> str:
    return str(kind).replace("_", " ").replace("faq", "FAQ")


def _published(articles: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    missing = pd.Series(pd.NaT, index=articles.index, dtype="datetime64[us, UTC]")
    return articles.get("published", missing)


def _source(articles: pd.DataFrame) -> str:
    dated = int(_published(articles).notna().sum())
    unstated = int((_outlets(articles) == NOT_STATED).sum())
    note = f"{counted(len(articles), 'article')}, {dated} dated"
    return f"{note}, {unstated} without a stated outlet." if unstated else f"{note}."
