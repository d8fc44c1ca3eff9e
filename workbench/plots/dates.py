"""The dates that the texts speak of: on a time axis where a year is stated, on a calendar of its own where none is."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.periods import TICKS
from workbench.plots.phrases import counted, wrapped, written_day
from workbench.plots.spans import month_ticks, outermost, span_of, whole_year
from workbench.plots.theme import COLOURS, Size, add_text, finish, new_figure, nothing_to_show

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_COLUMNS = ["article_id", "text", "value", "earliest", "latest", "granularity"]
_LANES = {  # granularity -> its lane; lanes from the axis upwards
    **dict.fromkeys(["time", "day"], "days"),
    **dict.fromkeys(["week", "weekend"], "weeks"),
    "month": "months",
    **dict.fromkeys(["season", "quarter", "half"], "quarters"),
    "year": "years",
    **dict.fromkeys(["decade", "century", "millennium"], "decades"),
}
_ABREAST = 48  # so many points fit beside each other; nearer ones are stacked
_LEVEL, _TALLEST, _HEAD, _FOOT = 9, 360, 32, 52  # pixels: a level, a panel, over and under it
_LABEL = 22  # pixels between the names of two lanes, at least
_TAIL = 0.05  # share of the dates at either end that may lie outside the axis where they would squeeze the rest
_ENOUGH = 10  # with fewer dates all lie on the axis
_OFTEN = 3  # a day named so many times is labelled


@dataclass(frozen=True)
class _Panel:
    """One axis of dates.

    Attributes:
        heading: what stands over it.
        marks: start, end (the day after), lane, height, hover (safe), phrase; those that lie on the axis.
        outside: phrases of the dates that lie before or after the axis.
        first: where the axis begins.
        last: where it ends.
    """

    heading: str
    marks: pd.DataFrame
    outside: list[str]
    first: pd.Timestamp
    last: pd.Timestamp

    @property
    def yearless(self) -> bool:
        """Return whether this is the panel from January to December."""
        return bool(self.marks["yearless"].all())

    @property
    def levels(self) -> float:
        """Return how many marks stand on each other at most, and a little room over them."""
        return float(self.marks["height"].max()) + 1.5

    @property
    def pixels(self) -> float:
        """Return the height of the axis."""
        return min(_LEVEL * self.levels, _TALLEST)


def plot_dates(dates: pd.DataFrame, articles: pd.DataFrame, *, headline: bool = False) -> Figure:
    """Return every date the texts state as a mark: a point for a day, a thin bar for a month or longer.

    Dates with a year stand on a time axis. Those whose year is not stated stand in a panel of their own from January
    to December, whatever the date of the article. Marks of the same date are stacked.

    Args:
        dates: article_id, text, value, earliest, latest, granularity, as `find_dates` makes.
        articles: article_id; title is told in the hover text when present.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> day = pd.Timestamp("2025-11-21", tz="UTC")
        >>> dates = pd.DataFrame({"article_id": ["a", "b"], "text": ["21 November 2025", "September 2nd"],
        ...     "value": ["2025-11-21", "XXXX-09-02"], "earliest": [day, None], "latest": [day, None],
        ...     "granularity": "day"})
        >>> plot_dates(dates, pd.DataFrame({"article_id": ["a", "b"]})).layout.meta["sentence"]
        'The texts name 2 dates: 1 with a year and 1 without, which has an axis of its own.'
    """
    require_columns(dates.columns, _COLUMNS, table="dates")
    require_columns(articles.columns, ["article_id"], table="articles")
    name, title = "dates", "Dates that the texts speak of"
    marks = _place(dates, articles)
    if marks.empty:
        return nothing_to_show("the texts name no dates", name=name, title=title, headline=headline)
    panels = [panel for panel in (_dated_panel(marks), _yearless_panel(marks)) if panel]
    figure = new_figure()
    height = sum(panel.pixels + _HEAD + _FOOT for panel in panels) - _FOOT
    top = 1.0
    for place, panel in enumerate(panels):
        bottom = top - (panel.pixels + _HEAD) / height
        _draw(figure, panel, str(place + 1) if place else "", (max(bottom, 0), top - _HEAD / height))
        top = bottom - _FOOT / height
    figure.update_layout(showlegend=False, barmode="overlay")
    sentence = _summary(marks)
    alt = f"Dot plots. Across: time, and below it the months where no year is stated; one mark a mention. {sentence}"
    return finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=_note(dates, marks, articles, panels),
        alt=alt,
        headline=headline,
        size=Size(round(height), below=44),
    )


def _place(dates: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return start, end, lane, hover, phrase and `yearless` of each date that has a place on an axis."""
    titles = dict(zip(articles["article_id"], articles["title"], strict=True)) if "title" in articles.columns else {}
    rows = []
    columns = ["value", "earliest", "latest", "granularity", "text", "article_id"]
    for value, earliest, latest, unit, text, article_id in zip(*(dates[column] for column in columns), strict=True):
        span = span_of(value, earliest, latest)
        if span:
            lane = _LANES.get(unit, unit)
            title = titles.get(article_id)
            where = wrapped("an untitled article" if pd.isna(title) else title, 44)
            rows.append((*span, lane, f"“{wrapped(text, 44)}”<br>in: {where}", " ".join(text.split()), article_id))
    marks = pd.DataFrame(rows, columns=["start", "end", "yearless", "lane", "hover", "phrase", "article_id"])
    return marks.sort_values(["start", "end", "phrase", "article_id"], ignore_index=True)


def _dated_panel(marks: pd.DataFrame) -> _Panel | None:
    marks = marks[~marks["yearless"]]
    if marks.empty:
        return None
    first, last = _window(marks)
    inside = (marks["end"] > first) & (marks["start"] < last)
    return _panel("with a year", marks[inside], marks.loc[~inside, "phrase"].tolist(), first, last)


def _window(marks: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return where the axis begins and ends: at the outermost dates, unless a few of them would squeeze the rest."""
    first, last = outermost(marks, tail=ceil(_TAIL * len(marks)) if len(marks) >= _ENOUGH else 0)
    margin = max((last - first) * 0.03, pd.Timedelta(days=3))
    return first - margin, last + margin


def _yearless_panel(marks: pd.DataFrame) -> _Panel | None:
    marks = marks[marks["yearless"]]
    if marks.empty:
        return None
    return _panel("year not stated", marks, [], *whole_year())


def _panel(heading: str, marks: pd.DataFrame, outside: list[str], first: pd.Timestamp, last: pd.Timestamp) -> _Panel:
    """Stack the marks: each stands on the lowest level of its lane where it hides no other."""
    footprint = (last - first) / _ABREAST
    heights = pd.Series(0, index=marks.index)
    stacks = {}
    for lane in _lanes(marks):
        ends: list[pd.Timestamp] = []
        part = marks[marks["lane"] == lane]
        for place, begin, finish_ in zip(part.index, part["start"], part["end"], strict=True):
            level = next((level for level, end in enumerate(ends) if end <= begin), len(ends))
            ends[level : level + 1] = [max(finish_, begin + footprint) if lane == "days" else finish_]
            heights[place] = level
        stacks[lane] = len(ends)
    floor, gap = 0, max(2, ceil(_LABEL * sum(stacks.values()) / _TALLEST))
    for lane, levels in stacks.items():
        heights[marks["lane"] == lane] += floor
        floor += levels + gap
    return _Panel(heading, marks.assign(height=heights), outside, first, last)


def _lanes(marks: pd.DataFrame) -> list[str]:
    """Return the lanes that are used, from the axis upwards."""
    order = list(dict.fromkeys(_LANES.values()))
    return sorted(marks["lane"].unique(), key=lambda lane: (order.index(lane) if lane in order else len(order), lane))


def _draw(figure: Figure, panel: _Panel, axis: str, domain: tuple[float, float]) -> None:
    lanes = panel.marks.groupby("lane")["height"]
    across = {"type": "date", "range": [panel.first, panel.last], "anchor": f"y{axis}", "tickformatstops": TICKS}
    if panel.yearless:
        across |= month_ticks()
    upwards = {
        "range": [-0.8, panel.levels - 0.8],
        "domain": domain,
        "anchor": f"x{axis}",
        "showgrid": False,
        "tickvals": lanes.mean().tolist(),
        "ticktext": lanes.mean().index.tolist(),
    }
    figure.update_layout({f"xaxis{axis}": across, f"yaxis{axis}": upwards})
    add_text(figure, f"<b>{panel.heading}</b>", x=0, y=domain[1], yshift=8)
    _add_marks(figure, panel, {"xaxis": f"x{axis}", "yaxis": f"y{axis}"})
    _label_day(figure, panel, axis)


def _add_marks(figure: Figure, panel: _Panel, axes: dict[str, str]) -> None:
    import plotly.graph_objects as go

    is_day = panel.marks["end"] - panel.marks["start"] <= pd.Timedelta(days=1)
    days, longer = panel.marks[is_day], panel.marks[~is_day]
    size = max(3.0, min(8.0, 0.9 * panel.pixels / panel.levels))
    figure.add_trace(
        go.Scatter(
            x=days["start"],
            y=days["height"],
            mode="markers",
            marker={"color": COLOURS[0], "size": size},
            hovertext=days["hover"],
            hoverinfo="text",
            cliponaxis=False,
            **axes,
        )
    )
    figure.add_trace(
        go.Bar(
            base=longer["start"],
            x=(longer["end"] - longer["start"]).dt.total_seconds() * 1000,
            y=longer["height"],
            orientation="h",
            width=0.45,
            # Round ends show where one time ends and the next begins.
            marker={"color": COLOURS[0], "line": {"width": 0}, "cornerradius": "50%"},
            hovertext=longer["hover"],
            hoverinfo="text",
            **axes,
        )
    )


def _label_day(figure: Figure, panel: _Panel, axis: str) -> None:
    """Write the day named most often beside the top of its marks, on the side where there is more room."""
    often = _most_frequent(panel.marks)
    if often is None or often[1] < _OFTEN:
        return
    day, times = often
    height = panel.marks.loc[(panel.marks["start"] == day) & (panel.marks["lane"] == "days"), "height"].max()
    left = day - panel.first > panel.last - day
    where = {"xanchor": "right", "xshift": -8} if left else {"xanchor": "left", "xshift": 8}
    text = f"{_spoken(day, yearless=panel.yearless)}: {times} times"
    add_text(figure, text, x=day, y=height, xref=f"x{axis}", yref=f"y{axis}", yanchor="middle", **where)


def _most_frequent(marks: pd.DataFrame) -> tuple[pd.Timestamp, int] | None:
    """Return the day named most often, the first of them, and how often; None where no day is named."""
    days = marks.loc[marks["lane"] == "days", "start"].value_counts().sort_index()
    return (pd.Timestamp(days.index[int(days.argmax())]), int(days.max())) if len(days) else None


def _spoken(day: pd.Timestamp, *, yearless: bool) -> str:
    return f"{day.day} {day.strftime('%B')}" if yearless else written_day(day)


def _summary(marks: pd.DataFrame) -> str:
    dated, yearless = marks[~marks["yearless"]], marks[marks["yearless"]]
    texts = f"The texts name {counted(len(marks), 'date')}: {len(dated)} with a year{_most(dated)}"
    if yearless.empty:
        return f"{texts}."
    verb = "which has an axis of its own" if len(yearless) == 1 else "which have an axis of their own"
    return f"{texts} and {len(yearless)} without{_most(yearless)}, {verb}."


def _most(marks: pd.DataFrame) -> str:
    often = _most_frequent(marks)
    if often is None or often[1] < 2:
        return ""
    return f" (most often {_spoken(often[0], yearless=bool(marks['yearless'].all()))}, {often[1]} times)"


def _note(dates: pd.DataFrame, marks: pd.DataFrame, articles: pd.DataFrame, panels: list[_Panel]) -> str:
    note = f"{counted(marks['article_id'].nunique(), 'article')} of {len(articles)} name a date. One mark a mention: "
    note += "points are days, bars longer times."
    outside = [phrase for panel in panels for phrase in panel.outside]
    if outside:
        examples = ", ".join(list(dict.fromkeys(outside))[:5])
        note += f" {counted(len(outside), 'mention')} outside the axis: {examples}."
    unplaced = len(dates) - len(marks)
    return note + (f" {counted(unplaced, 'mention')} without a day, month or year not drawn." if unplaced else "")
