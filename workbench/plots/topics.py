"""Figures of topics: how large they are, and who writes about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.bars import bars_height, draw_bars
from workbench.plots.dots import draw_dots, largest_groups, left_out, legend_rows, plot_height
from workbench.plots.phrases import counted, group_order, percent, stated, wrapped
from workbench.plots.scales import share_scale
from workbench.plots.theme import COLOURS, GREY, Size, finish, nothing_to_show
from workbench.plots.topic_names import FEW, STABLE, describe_quality, mean_share, named, passages_of, shaky

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def plot_topics(
    labels: pd.DataFrame, quality: pd.DataFrame, *, opens: str = "passages", headline: bool = False
) -> Figure:
    """Return bars of how many articles each topic would fill, the largest first; those that are not stable are grey.

    Args:
        labels: topic, label.
        quality: topic, articles; share, npmi, exclusivity, stability, came_back, resamples and weak are told in the
            hover text when present.
        opens: the name of a shown table folded by topic: on a report page a mark opens its passages there.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> labels = pd.DataFrame({"topic": [1, 2], "label": ["oil, port", "talks, envoy"]})
        >>> plot_topics(labels, pd.DataFrame({"topic": [1, 2], "articles": [6.0, 4.0]})).layout.meta["sentence"]
        'The largest topic, “oil, port”, would fill 6.0 of 10 articles.'
    """
    require_columns(labels.columns, ["topic", "label"], table="labels")
    require_columns(quality.columns, ["topic", "articles"], table="quality")
    name, title = "topics", "Topics, by the number of articles each would fill"
    topics = (
        quality.dropna(subset=["articles"])
        .merge(labels, on="topic")
        .sort_values(["articles", "topic"], ascending=[False, True])
    )
    if topics.empty:
        return nothing_to_show("there are no topics", name=name, title=title, headline=headline)
    passages, topics = passages_of(topics, opens), named(topics)
    names, unstable = topics["label"].tolist(), shaky(topics)
    figure = draw_bars(
        names,
        values=topics["articles"].tolist(),
        colours=[GREY if grey else COLOURS[0] for grey in unstable],
        labels=[f"{articles:.1f}" for articles in topics["articles"]],
        hover=[_describe(topic) for _, topic in topics.iterrows()],
    )
    figure.update_traces(customdata=[passages.behind(topic) for topic in topics["topic"]])
    total, sentence = topics["articles"].sum(), _tell(topics, unstable)
    alt = f"Bar chart. One bar a topic, named by its telling words, its length a number of articles. {sentence}"
    note = f"{counted(round(total), 'article')}; one that is half about a topic counts half. Topics are not frames."
    note += f" Grey: not stable (stability below {STABLE})." if any(unstable) else ""
    figure = finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=note,
        alt=alt,
        headline=headline,
        size=Size(bars_height(names), below=8),
    )
    return passages.tell(figure)


def _tell(topics: pd.DataFrame, unstable: list[bool]) -> str:
    """Return which topic is largest; one that does not come back is no finding, however large it is."""
    some = any(unstable) and not all(unstable)
    largest = topics.iloc[unstable.index(False) if some else 0]
    sentence = f"The largest {'stable ' if some else ''}topic, “{largest['label']}”, would fill "
    sentence += f"{largest['articles']:.1f} of {counted(round(topics['articles'].sum()), 'article')}."
    if any(unstable):
        sentence += f" {_how_many(sum(unstable), len(unstable))} stable: other samples of these texts give fewer "
        sentence += "than 7 of the same ten words on average."
    return sentence


def _how_many(some: int, all_: int) -> str:
    if some == all_:
        return "The only topic is not" if all_ == 1 else f"None of the {all_} topics is"
    return f"{some} of the {all_} topics {'is' if some == 1 else 'are'} not"


def plot_topic_shares(
    table: pd.DataFrame, *, by: str = "outlet", opens: str = "passages", headline: bool = False
) -> Figure:
    """Return the mean share of each topic in each group of articles, with intervals; the largest topic on top.

    Args:
        table: group, topic, label, share, low, high, articles, as `compare_topics` makes.
        by: what the groups are, for the title.
        opens: the name of a shown table folded by topic: on a report page a mark opens its passages there.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> table = pd.DataFrame({"group": ["Post"], "topic": [1], "label": ["oil, port"], "share": [0.6],
        ...                       "low": [0.4], "high": [0.7], "articles": [8]})
        >>> plot_topic_shares(table).layout.meta["sentence"]
        'The topic “oil, port” is largest in Post: 60 % of an article on average (8 articles, 95 % interval 40–70).'
    """
    require_columns(table.columns, ["group", "topic", "label", "share", "low", "high", "articles"], table="table")
    name = "topic-shares"
    title = "Share of each topic" + (f", by {by}" if len(group_order(stated(table["group"]))) > 1 else "")
    known = table.dropna(subset=["share"])
    if known.empty:
        return nothing_to_show("no topic has a share", name=name, title=title, headline=headline)
    every = group_order(stated(known["group"]))
    passages = passages_of(known, opens, every)
    dots = named(known).assign(group=stated(known["group"]))
    dots = dots.assign(
        row=dots["label"],
        hover=[wrapped(f"{row['group']}, “{row['label']}”: {mean_share(row)}", 46) for _, row in dots.iterrows()],
        leads=passages.column(dots["topic"], dots["group"]),
    )
    articles = int(dots.groupby("group")["articles"].max().sum())
    dots = dots[dots["group"].isin(largest_groups(dots["group"], dots["articles"]))]
    groups = group_order(dots["group"])
    rows = _rows(dots)
    figure = draw_dots(dots, rows, scale=share_scale(dots, "mean share of an article"))
    # The highest of many shares of few articles is mostly luck.
    told = dots[dots["articles"] >= FEW] if (dots["articles"] >= FEW).any() else dots
    top = told.sort_values("share", ascending=False, kind="stable").iloc[0]
    sentence = f"The topic “{top['label']}” is largest in {top['group']}: {mean_share(top)}."
    axes = "one row a topic, across: its mean share of an article, lines: 95 % intervals"
    lines = "Lines are 95 % intervals over articles. " if dots["low"].notna().any() else ""
    figure = finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=f"{counted(articles, 'article')}. {lines}Topics are not frames.{left_out(groups, every)}",
        alt=f"Dot plot: {axes}. {sentence}",
        headline=headline,
        size=Size(plot_height(len(rows), len(groups)), legend_rows=legend_rows(groups)),
    )
    return passages.tell(figure)


def _rows(dots: pd.DataFrame) -> list[str]:
    """Return the names of the topics, the one with the highest share over all articles first."""
    filled = (dots["share"] * dots["articles"]).groupby(dots["row"]).sum()
    return sorted(filled.index, key=lambda row: (-filled[row], row))


def _describe(topic: pd.Series) -> str:
    share = f" ({percent(topic['share'])} of all)" if pd.notna(topic.get("share")) else ""
    lines = [topic["label"], f"would fill {topic['articles']:.1f} articles{share}", *describe_quality(topic)]
    return "<br>".join(wrapped(line, 46) for line in lines)
