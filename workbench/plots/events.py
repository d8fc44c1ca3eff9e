"""The timeline of the events that the texts tell of: when, after which outlet, and where articles contradict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.dots import legend_rows
from workbench.plots.event_axes import Frame, across, add_rug, foot_of, place_frames, total_height
from workbench.plots.event_drawing import DISPUTED, RED, Look, add_legend, draw_panel, look_of, placed_marks
from workbench.plots.event_marks import OTHERS, WHOLE, Story, drawn_outlets, make_story
from workbench.plots.event_panels import Panel, make_panels
from workbench.plots.event_words import describe_mark, note_of, sentence_of, title_of
from workbench.plots.folds import Passages
from workbench.plots.phrases import stated, wrapped, written_day
from workbench.plots.theme import COLOURS, GREY, Size, colours_of, finish, new_figure, nothing_to_show, symbols_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_CHART = "Timeline. From top to bottom: one row an event, in order of time; across: time; one mark an outlet."
_EVENTS = ["event_id", "label", "earliest", "latest", "granularity", "status", "articles", "mentions", "conflict",
           "conflict_kind", "value", "basis", "rank"]  # fmt: skip
_MENTIONS = ["event_id", "article_id", "start", "relation", "sentence", "place", "status", "date_text", "value", "mod",
             "earliest", "latest", "granularity", "basis"]  # fmt: skip
_CONFLICTS = ["event_id", "kind", "article_id", "start", "sentence", "other_article_id", "other_start",
              "other_sentence", "reason"]  # fmt: skip


def plot_events(
    events: pd.DataFrame,
    mentions: pd.DataFrame,
    conflicts: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    edges: pd.DataFrame | None = None,
    own: pd.DataFrame | None = None,
    opens: str = "mentions",
    headline: bool = False,
) -> Figure:
    """Return a timeline with a row an event and a mark for what each outlet says of it, at most twenty events.

    Points are days, bars longer times, the paler the vaguer; hollow: not said to have happened; dashed: worked out
    from another date; arrow: open end; red: contradict each other. Events without a year have an axis from January to
    December, those without a date stand below in before/after order. Strokes under the rows are publication dates.

    Args:
        events: as in `build_events(...).events`.
        mentions: of the same result.
        conflicts: of the same result.
        articles: article_id; outlet, title and published are used when present.
        edges: as in `build_events(...).edges`: what events without a date are said to be before or after.
        own: label, earliest, latest, kind of events of your own, as `read_own_events` makes: grey lines and bands.
        opens: the name of a shown table folded by event label: on a report page a mark opens its passages there.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> from workbench.timeline import find_dates
        >>> from workbench.timeline.events.build import build_events
        >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["Vale telephoned Orsini on 21 November 2025."]})
        >>> found = build_events(find_dates(articles), articles)
        >>> plot_events(found.events, found.mentions, found.conflicts, articles).layout.meta["sentence"][:43]
        'The texts speak of 1 event: 1 with a year; '
    """
    articles = _checked(events, mentions, conflicts, articles, edges)
    name, title = "events", title_of(events)
    if events.empty:
        return nothing_to_show("the texts tell of no events", name=name, title=title, headline=headline)
    story = make_story(events, mentions, conflicts, articles, edges)
    outlets = drawn_outlets(story)
    passages = Passages(
        opens, dict(zip(story.events["event_id"].astype("str"), story.events["label"], strict=True)), outlets
    )
    story = _told(story, passages)
    panels = make_panels(story, articles, own)
    sentence = sentence_of(events, story)
    figure = finish(
        _draw(story, panels, articles, outlets),
        name=name,
        title=title,
        sentence=sentence,
        note=note_of(events, story, articles, panels, own),
        alt=f"{_CHART} {sentence}",
        headline=headline,
        size=Size(total_height(panels), below=foot_of(panels[-1]), legend_rows=legend_rows(_legend(outlets, story))),
    )
    return passages.tell(figure)


def _checked(
    events: pd.DataFrame,
    mentions: pd.DataFrame,
    conflicts: pd.DataFrame,
    articles: pd.DataFrame,
    edges: pd.DataFrame | None,
) -> pd.DataFrame:
    """Return the articles with a plain index, once every table has its columns."""
    require_columns(events.columns, _EVENTS, table="events")
    require_columns(mentions.columns, _MENTIONS, table="mentions")
    require_columns(conflicts.columns, _CONFLICTS, table="conflicts")
    require_columns(articles.columns, ["article_id"], table="articles")
    if edges is not None:
        require_columns(edges.columns, ["event_id", "relation", "other_id"], table="edges")
    return articles.reset_index(drop=True)


def _told(story: Story, passages: Passages) -> Story:
    """Return the story with what the mouse tells about each mark, and where a click on it leads."""
    marks = story.marks.assign(
        hover=[describe_mark(members, story) for members in story.marks["members"]],
        lead=passages.column(story.marks["event_id"], story.marks["outlet"]),
    )
    return replace(story, marks=marks)


def _legend(outlets: list[str], story: Story) -> list[str]:
    return [*outlets, DISPUTED] if len(story.pairs) else outlets


def _draw(story: Story, panels: list[Panel], articles: pd.DataFrame, outlets: list[str]) -> Figure:
    figure = new_figure()
    looks = _looks(articles, outlets)
    frames = place_frames(panels)
    for panel, frame in zip(panels, frames, strict=True):
        draw_panel(figure, panel, frame, looks)
        if panel.rug:
            _draw_rug(figure, panel, frame, articles, looks)
    _connect(figure, story, panels, frames)
    add_legend(figure, outlets, looks, disputed=len(story.pairs) > 0)
    return figure.update_layout(barmode="overlay", showlegend=len(_legend(outlets, story)) > 1)


def _looks(articles: pd.DataFrame, outlets: list[str]) -> dict[str, Look]:
    """Return the look of each outlet: that which it has among all outlets of the articles."""
    known = set(stated(articles["outlet"])) if "outlet" in articles.columns else set()
    named = known | (set(outlets) - {OTHERS, WHOLE})
    if len(named) == 1:  # nothing to tell apart
        return {name: Look(COLOURS[0], "circle") if name in named else look_of(name, {}, {}) for name in outlets}
    colours, symbols = colours_of(named), symbols_of(named)
    return {name: look_of(name, colours, symbols) for name in {*named, *outlets}}


def _draw_rug(figure: Figure, panel: Panel, frame: Frame, articles: pd.DataFrame, looks: dict[str, Look]) -> None:
    rows = articles.iloc[[int(number) for number in panel.published["article"]]]
    outlets = stated(rows["outlet"]) if "outlet" in rows.columns else [None] * len(rows)
    titles = rows["title"] if "title" in rows.columns else [None] * len(rows)
    hover = [
        "<br>".join(wrapped(part, 46) for part in (f"published {written_day(at)}", outlet, title) if pd.notna(part))
        for at, outlet, title in zip(panel.published["at"], outlets, titles, strict=True)
    ]
    colours = [looks[outlet].colour if outlet in looks else GREY for outlet in outlets]
    add_rug(figure, panel, frame, colours=colours, hover=hover)


def _connect(figure: Figure, story: Story, panels: list[Panel], frames: list[Frame]) -> None:
    """Draw a red line between the marks of each conflict in one panel, dotted where it is only possible."""
    places: dict[int, tuple[str, float, float]] = {}
    for panel, frame in zip(panels, frames, strict=True):
        bottom, top = frame.domain
        for mark in placed_marks(panel).to_dict("records"):
            height = top - (top - bottom) * mark["height"] / panel.pixels
            place = (panel.kind, across(panel, mark["at"], beside=mark["beside"]), height)
            places |= dict.fromkeys(mark["members"], place)
    drawn = set()
    for row in story.pairs.to_dict("records"):
        ends = (places[row["first"]], places[row["second"]])
        if ends in drawn or ends[0] == ends[1] or ends[0][0] != ends[1][0]:
            continue  # a line across panels would cross the rows between; both marks have their rings
        drawn.add(ends)
        line = {"color": RED, "width": 2, "dash": "dot" if row["kind"] == "possible dating" else "solid"}
        (_, x0, y0), (_, x1, y1) = ends
        where = {"xref": "paper", "yref": "paper", "x0": x0, "x1": x1, "y0": y0, "y1": y1}
        figure.add_shape(type="line", layer="below", name="conflict", line=line, **where)
