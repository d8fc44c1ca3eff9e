"""Topics over time: a panel a topic with a band for its interval, and the articles of each period above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import DataError, require_columns
from workbench.plots.folds import Passages
from workbench.plots.own_events import add_own, own_room, place_own, tell_own
from workbench.plots.periods import hollow, in_words, middles, place_axes, source, time_ends, unit_of, when, widths
from workbench.plots.phrases import counted, interval, percent, safe, shortened, stated, wrapped
from workbench.plots.theme import CLEAR, COLOURS, GREY, Size, add_text, finish, new_figure, nothing_to_show
from workbench.plots.topic_names import FEW, few, mean_share, named, names_of, passages_of, widest_gap

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_COLUMNS = ["period", "topic", "label", "share", "low", "high", "articles", "complete"]
_PANELS = 8
_PANEL, _HEAD = 96, 32  # pixels a panel, and of it those that its name takes
_LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366, "period": 366}  # days
_ENDS = (10, 20, 30, 40, 60, 80, 100)  # where the axis of shares may end, in percent
_BAND = "rgba(0,114,178,0.22)"


def plot_topics_over_time(
    series: pd.DataFrame, *, own: pd.DataFrame | None = None, opens: str = "passages", headline: bool = False
) -> Figure:
    """Return the mean share of each topic by period, a panel a topic, at most eight, the largest on top.

    Bars on top are the articles of each period. A period without articles is a gap; one that is not finished is
    hollow; the share among undated articles, if the table has any, stands to the right.

    Args:
        series: period, topic, label, share, low, high, articles, complete, as `count_topics_by_period` makes.
        own: label, earliest, latest, kind, as `read_own_events` makes: grey lines and bands.
        opens: the name of a shown table folded by topic: on a report page a mark opens its passages there.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing, or there is more than one group.

    Example:
        >>> series = pd.DataFrame({"period": pd.to_datetime(["2025-10-01", "2025-11-01"], utc=True), "topic": 1,
        ...     "label": "oil, port", "share": [0.1, 0.6], "low": [0.0, 0.4], "high": [0.2, 0.7],
        ...     "articles": [8, 9], "complete": True})
        >>> plot_topics_over_time(series).layout.meta["sentence"][:87]
        'The surest change is that of “oil, port”: from 10 % of an article on average in October'
    """
    require_columns(series.columns, _COLUMNS, table="series")
    _check_one_group(series)
    unit = unit_of(series)
    name, title = "topics-over-time", f"Room that each topic takes, by {unit}"
    known = series.assign(articles=series["articles"].fillna(0))
    known["share"] = known["share"].mask(known["articles"] == 0)
    if known["share"].notna().sum() == 0:
        return nothing_to_show("no article with topics", name=name, title=title, headline=headline)
    topics = _by_size(known)
    shown, names = topics[:_PANELS], names_of(known)
    passages = passages_of(known[known["topic"].isin(shown)], opens)
    drawn = _with_gaps(named(known)[known["topic"].isin(shown)], unit)
    placed = place_own(own, *time_ends(drawn, unit))
    scale = 1 - own_room(placed) / (_PANEL * (len(shown) + 1) + own_room(placed))
    figure = _draw(drawn, {topic: names[topic] for topic in shown}, unit, passages, scale)
    add_own(figure, placed, domain=(0, scale))
    sentence = _tell(drawn, unit)
    figure = finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=_note(drawn, topics, shown, unit) + tell_own(own, placed),
        alt=f"Bars of the articles a {unit}, and small line charts, one a topic. Across: time; upwards: mean share of "
        f"an article. {sentence}",
        headline=headline,
        size=Size(_PANEL * (len(shown) + 1) + own_room(placed), below=46),
    )
    return passages.tell(figure)


def _check_one_group(series: pd.DataFrame) -> None:
    groups = stated(series["group"]).unique().tolist() if "group" in series.columns else []
    if len(groups) > 1:
        raise DataError(
            f"The series has {len(groups)} groups, and the figure draws one. Take one of them, such as "
            f"series[series['group'] == {groups[0]!r}]."
        )


def _by_size(series: pd.DataFrame) -> list[int]:
    """Return the topics, the one with the highest share over all articles first."""
    filled = (series["share"] * series["articles"]).groupby(series["topic"]).sum()
    return sorted(filled.index, key=lambda topic: (-filled[topic], topic))


def _with_gaps(series: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return the series in order of time, with an empty row wherever a period is missing from it."""
    parts: list[pd.DataFrame] = []
    for _, rows in series.sort_values(["topic", "period"], kind="stable").groupby("topic"):
        ahead = rows["period"].diff().dt.days > 1.5 * _LONGEST[unit]
        gaps = rows[ahead].assign(period=rows["period"].shift()[ahead], share=float("nan"), articles=0, gap=True)
        parts.append(pd.concat([rows.assign(gap=False), gaps]).sort_values(["period", "gap"], kind="stable"))
    return pd.concat(parts, ignore_index=True)


def _draw(series: pd.DataFrame, names: dict[int, str], unit: str, passages: Passages, scale: float) -> Figure:
    """Return the panels, in the lower part `scale` of the plot."""
    figure = new_figure()
    first = series[(series["topic"] == next(iter(names))) & ~series["gap"]]
    _add_articles(figure, first, unit, scale / (len(names) + 1), scale)
    end = _end(series)
    for place, (topic, name) in enumerate(names.items(), 1):
        axis = _add_axis(figure, place, scale / (len(names) + 1), scale, name)
        ticks = [0, end // 2, end]
        figure.update_layout(
            {
                f"yaxis{axis}": {
                    "range": [-0.04 * end, 1.04 * end],
                    "tickvals": ticks,
                    "ticktext": [f"{t} %" for t in ticks],
                }
            }
        )
        rows = series[series["topic"] == topic]
        for dated in (True, False):
            part = rows[rows["period"].notna() == dated]
            where = {"xaxis": "x" if dated else "x2", "yaxis": f"y{axis}"}
            x = middles(part, unit) if dated else ["undated"] * len(part)
            if part["share"].notna().any():
                _add_band(figure, part, x, where)
                _add_points(figure, part, x, unit, passages, where)
    place_axes(figure, first, unit)
    return figure.update_layout(showlegend=False, barmode="overlay")


def _end(series: pd.DataFrame) -> int:
    highest = 100 * float(series[["share", "high"]].max().max())
    return next((end for end in _ENDS if highest <= end), 100)


def _add_axis(figure: Figure, place: int, share: float, top: float, name: str) -> str:
    """Add the upward axis of a panel with its name over it; return what plotly calls it."""
    axis = str(place + 1) if place else ""
    upper, lower = top - place * share, top - (place + 1) * share
    domain = [max(lower, 0), upper - share * _HEAD / _PANEL]
    figure.update_layout({f"yaxis{axis}": {"domain": domain, "anchor": "x"}})
    add_text(figure, f"<b>{safe(shortened(name, 36))}</b>", x=0, y=domain[1], yshift=6)
    return axis


def _add_articles(figure: Figure, rows: pd.DataFrame, unit: str, share: float, top: float) -> None:
    """Add the bars of how many articles each period has; hollow where it is not finished."""
    import plotly.graph_objects as go

    _add_axis(figure, 0, share, top, f"articles a {unit}")
    most = max(int(rows["articles"].max()), 1)
    figure.update_layout(yaxis={"range": [0, 1.04 * most], "tickvals": [0, most], "ticktext": ["0", f"{most:,}"]})
    for dated in (True, False):
        part = rows[rows["period"].notna() == dated]
        if len(part):
            open_ = hollow(part)
            figure.add_trace(
                go.Bar(
                    x=middles(part, unit) if dated else ["undated"] * len(part),
                    y=part["articles"],
                    width=widths(part, unit) if dated else [0.5] * len(part),
                    marker={
                        "color": [CLEAR if is_open else GREY for is_open in open_],
                        "line": {"color": GREY, "width": [1.2 if is_open else 0 for is_open in open_]},
                    },
                    hovertext=[_describe_articles(row, unit) for _, row in part.iterrows()],
                    hoverinfo="text",
                    xaxis="x" if dated else "x2",
                    yaxis="y",
                )
            )


def _describe_articles(row: pd.Series, unit: str) -> str:
    return f"{when(row, unit)}: {counted(int(row['articles']), 'article')}"


def _add_band(figure: Figure, rows: pd.DataFrame, x: list[str], where: dict[str, str]) -> None:
    """Add the intervals of each run of periods as one area; a period that stands alone has a line."""
    import plotly.graph_objects as go

    bounds = pd.DataFrame({"x": x, "low": 100 * rows["low"], "high": 100 * rows["high"]})
    bounds = bounds.mask(rows[["share", "low", "high"]].isna().any(axis=1))
    runs = bounds["low"].isna().cumsum()
    across: list[object] = []
    upwards: list[object] = []
    for _, run in bounds.dropna().groupby(runs):
        across += [*run["x"], *run["x"][::-1], None]
        upwards += [*run["high"], *run["low"][::-1], None]
    figure.add_trace(
        go.Scatter(
            x=across,
            y=upwards,
            mode="lines",
            fill="toself",
            fillcolor=_BAND,
            line={"color": _BAND, "width": 1.3},
            hoverinfo="skip",
            **where,
        )
    )


def _add_points(
    figure: Figure, rows: pd.DataFrame, x: list[str], unit: str, passages: Passages, where: dict[str, str]
) -> None:
    import plotly.graph_objects as go

    open_ = hollow(rows)
    figure.add_trace(
        go.Scatter(
            x=x,
            y=100 * rows["share"],
            mode="lines+markers",
            connectgaps=False,
            line={"width": 1.5, "color": COLOURS[0]},
            marker={
                "color": COLOURS[0],
                "opacity": 1,
                "symbol": ["circle-open" if is_open else "circle" for is_open in open_],
                "size": [8 if is_open else 6 for is_open in open_],
                "line": {"width": [1.5 if is_open else 0 for is_open in open_]},
            },
            hovertext=[_describe(row, unit) for _, row in rows.iterrows()],
            hoverinfo="text",
            customdata=[passages.behind(topic) for topic in rows["topic"]],
            cliponaxis=False,
            **where,
        )
    )


def _describe(row: pd.Series, unit: str) -> str:
    if pd.isna(row["share"]):
        return ""
    return "<br>".join(wrapped(line, 46) for line in (when(row, unit), f"“{row['label']}”: {mean_share(row)}"))


def _note(series: pd.DataFrame, topics: list[int], shown: list[int], unit: str) -> str:
    rows = series[(series["topic"] == shown[0]) & ~series["gap"]]
    note = f"{source(rows, unit)} Bands are 95 % intervals over articles. Topics are not frames."
    empty = series["gap"].any() or (rows.dropna(subset=["period"])["articles"] == 0).any()
    note += f" A gap is a {unit} without articles." if empty else ""
    return note + (f" The {len(shown)} largest of {len(topics)} topics are drawn." if len(topics) > len(shown) else "")


def _tell(series: pd.DataFrame, unit: str) -> str:
    """Return the topic with the widest gap between the intervals of two finished periods, or that there is none."""
    dated = series.dropna(subset=["period", "share", "low", "high"])
    sure = dated[~few(dated["articles"]) & ~pd.Series(hollow(dated), dated.index, dtype="bool")]
    finished = f"finished {unit}s with at least {FEW} articles"
    if sure["period"].nunique() < 2:
        return f"There are no two {finished}, so nothing can be said about change over time."
    gap = widest_gap(sure)
    if gap is None:
        return f"For no topic do two {finished} differ by more than their 95 % intervals: all of them overlap."
    first, last = sorted(gap, key=lambda row: row["period"])
    start = f"{percent(first['share'])} of an article on average in {in_words(first['period'], unit)}"
    end = f"{percent(last['share'])} in {in_words(last['period'], unit)}"
    bounds = f"{interval(first['low'], first['high'])} against {100 * last['low']:.0f}–{100 * last['high']:.0f}"
    return f"The surest change is that of “{first['label']}”: from {start} to {end} ({bounds})."
