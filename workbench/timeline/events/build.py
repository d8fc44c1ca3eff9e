"""Events across articles: mentions found, grouped, dated, ordered, and set against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pandas as pd

from workbench.errors import DataError, require_columns
from workbench.text import require_table
from workbench.timeline.events.amend import amend_events
from workbench.timeline.events.attach import check_dates, read_dates
from workbench.timeline.events.conflicts import find_conflicts
from workbench.timeline.events.deadlines import derive_deadlines
from workbench.timeline.events.edits import read_edits
from workbench.timeline.events.figures import find_figures
from workbench.timeline.events.grouping import group_mentions
from workbench.timeline.events.mentions import Mention, find_mentions
from workbench.timeline.events.order import find_edges
from workbench.timeline.events.regroup import regroup_mentions
from workbench.timeline.events.result import EDIT_COLUMNS, MENTION_COLUMNS, Events, build_table
from workbench.timeline.events.summary import summarise

_DATE_COLUMNS = ["article_id", "start", "end", "text", "type", "value", "mod", "signal"]
_DATE_COLUMNS += ["earliest", "latest", "granularity", "basis", "vague"]


def build_events(dates: pd.DataFrame, articles: pd.DataFrame, *, edits: str | Path | None = None) -> Events:
    """Return the events the articles speak of: grouped across articles, dated, with status, figures and conflicts.

    A mention is a word of occurrence (call, strike, election, verdict …) with whom it is about, the date nearest to
    it, and its status: happened, planned, considered, denied or hypothetical (after the degrees of factuality of
    Saurí and Pustejovsky 2009). Mentions of one kind that share actors and words, at times that can be one, are one
    event. Where articles exclude each other the event is not averaged: it has a conflict, with both sentences. No
    year is invented: an event dated without a year keeps its value (XXXX-11-21) and no interval.

    Args:
        dates: the table of `find_dates` on the same articles.
        articles: a table with `article_id` and `text`; `title`, `outlet`, `published` and `language` (English,
            Spanish; else English) are used when present.
        edits: a TOML file of your own merges, splits, names and dates.

    Returns:
        `Events`: .events, .mentions, .conflicts, .edges, .figures, .edits.

    Raises:
        DataError: a column is missing, or the file of edits is wrong.
        ParameterError: there is no such file.

    Example:
        >>> from workbench import find_dates
        >>> texts = ["Mayor Ana Ruiz resigned on 3 May 2024.", "Ana Ruiz is weighing her resignation."]
        >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": texts})
        >>> found = build_events(find_dates(articles), articles)
        >>> found.events[["label", "value", "status", "conflict_kind"]].values.tolist()
        [['Resignation: Ruiz', '2024-05-03', 'happened', 'status']]
    """
    require_table(articles)
    require_columns(articles.columns, ["article_id", "text"], table="articles")
    require_columns(dates.columns, _DATE_COLUMNS, table="dates")
    check_dates(dates, articles)
    articles = _with_instants(articles)
    found = find_mentions(articles, read_dates(dates))
    groups = group_mentions(found)
    mentions = _mention_table(derive_deadlines(found, groups), groups)
    if edits is None:
        return _complete(mentions, articles)
    wanted = read_edits(edits)
    regrouped, log = regroup_mentions(mentions, wanted)
    return replace(amend_events(_complete(regrouped, articles), wanted, log), edits=log)


def _with_instants(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles with their publication as instants in UTC, as a table of anybody may not have it."""
    if "published" not in articles.columns:
        return articles
    try:
        return articles.assign(published=pd.to_datetime(articles["published"], utc=True))
    except (ValueError, TypeError) as error:
        raise DataError(
            f"The column 'published' of the table 'articles' holds what is no instant: {error}. Convert it with "
            "pandas.to_datetime(..., utc=True)."
        ) from error


def _complete(mentions: pd.DataFrame, articles: pd.DataFrame) -> Events:
    """Return the tables, all worked out from the mentions."""
    conflicts, edges = find_conflicts(mentions, articles), find_edges(mentions, articles)
    events = summarise(mentions, articles, conflicts=conflicts, edges=edges)
    return Events(events, mentions, conflicts, edges, find_figures(mentions, articles), build_table([], EDIT_COLUMNS))


def _mention_table(mentions: Sequence[Mention], groups: Sequence[int | None]) -> pd.DataFrame:
    """Return the mentions that belong to an event; an event is named by the place of its first mention."""
    names: dict[int, str] = {}
    rows: list[dict[str, object]] = []
    for mention, group in zip(mentions, groups, strict=True):
        if group is None:
            continue
        event_id = names.setdefault(group, _identifier(mention))
        rows.append({"event_id": event_id, "mention": len(rows) + 1, **_cells(_with_future(mention))})
    return build_table(rows, MENTION_COLUMNS)


def _identifier(mention: Mention) -> str:
    place = f"{mention.family}|{mention.article_id}|{mention.place}|{mention.start}"
    return f"E{sha256(place.encode()).hexdigest()[:8]}"


def _with_future(mention: Mention) -> Mention:
    """Return the mention as planned where its date is later than its article."""
    when = mention.date.earliest if mention.date else None
    later = when is not None and mention.published is not None and when > mention.published
    return replace(mention, status="planned") if later and mention.status == "happened" else mention


def _cells(mention: Mention) -> dict[str, object]:
    date = mention.date
    cells: dict[str, object] = {
        name: getattr(mention, name)
        for name in ("article_id", "start", "end", "sentence", "place", "status", "text", "principal", "sentence_start")
    }
    cells |= {"trigger": mention.family, "actors": _joined(mention.actors), "words": _joined(sorted(mention.words))}
    if date is not None:
        cells |= {"date_start": date.start, "date_end": date.end, "date_text": date.text, "relation": date.signal}
        cells |= {name: getattr(date, name) for name in ("value", "mod", "earliest", "latest", "granularity", "basis")}
    return cells


def _joined(names: Sequence[str]) -> str | None:
    return ", ".join(names) or None
