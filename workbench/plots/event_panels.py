"""Where the parts of an event timeline stand: panels, rows and levels in pixels, and the ends of the axes."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from math import ceil
from typing import Any

import pandas as pd

from workbench.plots.event_marks import DATED, LOOSE, ORDERED, YEARLESS, Story
from workbench.plots.own_events import own_room, place_own
from workbench.plots.spans import naive, outermost, whole_year

_LEVEL, _APART = 15, 24  # pixels from one mark to the next over it, and in rows with a red line between them
_LEAST, _PAD = 42, 12  # pixels of the lowest row, and of a row beside its marks
WORDS = 16  # pixels of the line that says what an event is before or after
RUG = 26  # pixels of the row of publication dates
HEAD, FOOT = 30, 46  # pixels over a panel and under it
SPLIT, BESIDE = 0.84, 0.89  # where the time axis ends and the column of what has no date begins
_ABREAST = 22  # so many marks fit beside each other
_OPEN = 3  # marks that an arrow is as wide as
_TAIL, _ENOUGH = 0.1, 8  # share of marks at either end that may lie outside where they would squeeze the rest
_REACH = pd.Timedelta(days=45)  # publication dates and own events so near still lie on the axis
_STRIP = 9  # marks that fit beside each other where there is no axis


@dataclass(frozen=True)
class Panel:
    """One panel of the timeline.

    Attributes:
        kind: dated, yearless, ordered or loose.
        rows: event_id, label, rank, order, top, height (pixels from the top of the panel), from top to bottom.
        marks: the marks of the panel, with `height` (pixels from the top) and `outside`: on which side of the axis they
            lie ("before", "after"; "" for neither).
        first: where the axis begins; missing for the undated.
        last: where it ends.
        published: instants of publication that lie on the axis, with the number of the article.
        unpublished: articles without such an instant.
        own: placed events of the researcher's own.
    """

    kind: str
    rows: pd.DataFrame
    marks: pd.DataFrame
    first: pd.Timestamp
    last: pd.Timestamp
    published: pd.DataFrame
    unpublished: int
    own: pd.DataFrame

    @property
    def timed(self) -> bool:
        """Return whether the panel has an axis of time."""
        return self.kind in (DATED, YEARLESS)

    @property
    def beside(self) -> bool:
        """Return whether the panel has a column for what has no date."""
        return self.timed and (bool(self.marks["beside"].any()) or self.unpublished > 0)

    @property
    def rug(self) -> bool:
        """Return whether publication dates stand under the rows."""
        return len(self.published) + self.unpublished > 0

    @property
    def above(self) -> int:
        """Return the pixels over the panel."""
        return HEAD + own_room(self.own)

    @property
    def pixels(self) -> int:
        """Return the height of the panel itself."""
        return int(self.rows["height"].sum()) + (RUG if self.rug else 0)


def make_panels(story: Story, articles: pd.DataFrame, own: pd.DataFrame | None) -> list[Panel]:
    """Return the panels that have something to show, from top to bottom."""
    nothing = pd.Timestamp(0)
    panels = []
    marks = story.marks
    if DATED in set(marks["panel"]):
        published = _published(articles)
        first, last = _window(marks[(marks["panel"] == DATED) & ~marks["beside"]], [published, *_own_days(own)])
        inside = published[(published >= first) & (published < last)]
        rug = pd.DataFrame({"at": inside, "article": inside.index})
        placed = place_own(own, first, last)
        unpublished = int(len(articles) - len(published))
        panels.append(_panel(DATED, story, first, last, published=rug, unpublished=unpublished, own=placed))
    if YEARLESS in set(marks["panel"]):
        panels.append(_panel(YEARLESS, story, *whole_year()))
    return panels + [_panel(kind, story, nothing, nothing) for kind in (ORDERED, LOOSE) if kind in set(marks["panel"])]


def _published(articles: pd.DataFrame) -> pd.Series:
    instants = articles["published"].dropna() if "published" in articles.columns else pd.Series(dtype="object")
    return pd.Series([naive(instant) for instant in instants], instants.index, dtype="datetime64[us]")


def _own_days(own: pd.DataFrame | None) -> list[pd.Series]:
    if own is None or "earliest" not in own.columns:
        return []
    days = own["earliest"].dropna()
    return [pd.Series([naive(day) for day in days], dtype="datetime64[us]")]


def _window(marks: pd.DataFrame, near: list[pd.Series]) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the ends of the axis: the outermost marks, unless a few would squeeze the rest, and what lies near."""
    first, last = outermost(marks, tail=ceil(_TAIL * len(marks)) if len(marks) >= _ENOUGH else 0)
    reach = max((last - first) / 2, _REACH)
    around = [instant for series in near for instant in series if first - reach <= instant <= last + reach]
    first, last = min([first, *around]), max([last, *around])
    margin = max((last - first) * 0.07, pd.Timedelta(days=2))
    return first - margin, last + margin


def _panel(
    kind: str,
    story: Story,
    first: pd.Timestamp,
    last: pd.Timestamp,
    *,
    published: pd.DataFrame | None = None,
    unpublished: int = 0,
    own: pd.DataFrame | None = None,
) -> Panel:
    marks = story.marks[story.marks["panel"] == kind]
    marks = _in_strip(marks) if kind in (ORDERED, LOOSE) else _on_axis(marks, first, last)
    disputed = marks.groupby("event_id")["disputed"].transform("any")
    marks = marks.assign(step=disputed.map({True: _APART, False: _LEVEL}).astype("int64"))
    events = story.events[[kind in panels for panels in story.events["panels"]]]
    rows = _rows(events, marks, kind)
    middles = dict(zip(rows["event_id"], rows["middle"], strict=True))
    levels = marks.groupby(["event_id", "beside"])["level"].transform("max")
    height = marks["event_id"].map(middles) + marks["step"] * (levels / 2 - marks["level"])
    none = pd.DataFrame({"at": [], "article": []})
    return Panel(
        kind,
        rows,
        marks.assign(height=height),
        first,
        last,
        published=none if published is None else published,
        unpublished=unpublished,
        own=place_own(None, first, last) if own is None else own,
    )


def _rows(events: pd.DataFrame, marks: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the rows from top to bottom: by time, or by their place in before/after order."""
    events = events[["event_id", "label", "rank", "order"]]
    if kind in (ORDERED, LOOSE):
        order = events.sort_values(["rank", "event_id"], kind="stable", na_position="last")
    else:
        begins = marks[~marks["beside"]].groupby("event_id")[["start", "end"]].min()
        order = events.join(begins, on="event_id").sort_values(["start", "end", "event_id"], kind="stable")
    rows = order.drop(columns=["start", "end"], errors="ignore").reset_index(drop=True)
    stacks = ((marks["level"] + 1) * marks["step"]).groupby(marks["event_id"]).max()
    below = WORDS * (rows["order"].ne("") & (kind in (ORDERED, LOOSE))).astype("int64")
    height = (rows["event_id"].map(stacks) + _PAD).clip(lower=_LEAST) + below
    top = height.cumsum() - height
    return rows.assign(height=height, top=top, middle=top + (height - below) / 2)


def _on_axis(marks: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Return the marks with the level on which each hides no other of its row; what lies outside at the end."""
    width = (last - first) / _ABREAST
    outside = [
        "" if beside else _side(start, end, first, last)
        for beside, start, end in zip(marks["beside"], marks["start"], marks["end"], strict=True)
    ]
    marks = marks.assign(outside=outside)
    taken: dict[tuple[object, bool], list[list[tuple[pd.Timestamp, pd.Timestamp]]]] = {}
    levels = []
    for row in marks.to_dict("records"):
        begin, end = (first, last) if row["beside"] else _footprint(row, first, last, width)
        rows = taken.setdefault((row["event_id"], row["beside"]), [])
        free = (
            level for level, spans in enumerate(rows) if all(end <= other[0] or begin >= other[1] for other in spans)
        )
        level = next(free, len(rows))
        rows[level:] = rows[level:] or [[]]
        rows[level].append((begin, end))
        levels.append(level)
    return marks.assign(level=levels)


def _side(start: pd.Timestamp, end: pd.Timestamp, first: pd.Timestamp, last: pd.Timestamp) -> str:
    return "before" if end <= first else "after" if start >= last else ""


def _footprint(
    row: dict[Hashable, Any], first: pd.Timestamp, last: pd.Timestamp, width: pd.Timedelta
) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return from when to when a mark takes room, with its symbol and its arrow."""
    start, end, arrow, outside = (row[name] for name in ("start", "end", "arrow", "outside"))
    if outside:
        half = (last - first) / 2
        return (first, first + half) if outside == "before" else (last - half, last)
    start, end = max(start, first), min(end, last)
    middle = start + (end - start) / 2
    begin, finish = min(start, middle - width / 2), max(end, middle + width / 2)
    return begin - (arrow == "before") * _OPEN * width, finish + (arrow == "after") * _OPEN * width


def _in_strip(marks: pd.DataFrame) -> pd.DataFrame:
    """Return the marks side by side, in lines of nine, in the order of their outlets."""
    place = marks.groupby("event_id").cumcount()
    return marks.assign(place=place % _STRIP, level=place // _STRIP, outside="")
