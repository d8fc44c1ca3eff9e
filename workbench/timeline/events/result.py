"""The result of `build_events`: six tables that belong together, and their empty forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

EVENT_COLUMNS = {
    "event_id": "str",
    "label": "str",
    "earliest": "instant",
    "latest": "instant",
    "granularity": "str",
    "status": "str",
    "articles": "Int64",
    "mentions": "Int64",
    "conflict": "bool",
    "conflict_kind": "str",
    "value": "str",
    "basis": "str",
    "outlets": "Int64",
    "trigger": "str",
    "actors": "str",
    "rank": "Int64",
    "note": "str",
}
MENTION_COLUMNS = {
    "event_id": "str",
    "article_id": "str",
    "start": "Int64",
    "end": "Int64",
    "relation": "str",
    "sentence": "str",
    "mention": "Int64",
    "place": "str",
    "status": "str",
    "date_start": "Int64",
    "date_end": "Int64",
    "date_text": "str",
    "value": "str",
    "mod": "str",
    "earliest": "instant",
    "latest": "instant",
    "granularity": "str",
    "basis": "str",
    "trigger": "str",
    "actors": "str",
    "words": "str",
    "principal": "str",
    "text": "str",
    "sentence_start": "Int64",
}
CONFLICT_COLUMNS = {
    "conflict": "Int64",
    "event_id": "str",
    "kind": "str",
    "article_id": "str",
    "start": "Int64",
    "end": "Int64",
    "sentence": "str",
    "other_article_id": "str",
    "other_start": "Int64",
    "other_end": "Int64",
    "other_sentence": "str",
    "reason": "str",
    "resolved": "bool",
}
EDGE_COLUMNS = {
    "event_id": "str",
    "relation": "str",
    "other_id": "str",
    "article_id": "str",
    "start": "Int64",
    "end": "Int64",
    "sentence": "str",
}
FIGURE_COLUMNS = {
    "event_id": "str",
    "article_id": "str",
    "start": "Int64",
    "end": "Int64",
    "text": "str",
    "number": "float64",
    "low": "float64",
    "high": "float64",
    "bound": "str",
    "unit": "str",
}

EDIT_COLUMNS = {
    "edit": "Int64",
    "line": "Int64",
    "action": "str",
    "event_id": "str",
    "applied": "bool",
    "problem": "str",
}


@dataclass(frozen=True)
class Events:
    """What the articles speak of: tables bound by `event_id`; all but the first open their sentences.

    Attributes:
        events: one row an event: event_id, label, earliest, latest (first and last day, UTC; NaT where no year is
            known), granularity, status (the best supported of happened, planned, considered, denied, hypothetical),
            articles, mentions, conflict, conflict_kind, value (TIMEX3; XXXX-11-21 where no year is known), basis
            (explicit, published, carried, derived, none), outlets, trigger (its kind), actors, rank (place in the
            before/after order; missing where the event has its own date), note (of an edit).
        mentions: one row a mention: event_id, article_id, start, end (of the trigger, into `articles.text`, or into
            `articles.title` where place is "title"), relation (the signal of its date), sentence, mention, place,
            status, the date that belongs to it (date_start, date_end, date_text, value, mod, earliest, latest,
            granularity, basis), trigger (kind), actors and words (joined by ", "), principal (whose event it is, or to
            whom it happened, where the sentence says), text (the trigger as written), sentence_start.
        conflicts: one row a conflict: conflict, event_id, kind (dating, possible dating, status), both places with
            both sentences, the reason in words, and whether an edit resolved it.
        edges: one row a statement of order: event_id happened `relation` (before, after) other_id, and where it
            is said.
        figures: one row a figure: event_id, article_id, start, end, text, number, low, high, bound (about, at least,
            at most, over, or missing), unit.
        edits: one row a thing that an edit asks for: edit (its number), line, action, event_id, applied, and the
            problem where it could not be done. Empty without edits.
    """

    events: pd.DataFrame
    mentions: pd.DataFrame
    conflicts: pd.DataFrame
    edges: pd.DataFrame
    figures: pd.DataFrame
    edits: pd.DataFrame


def build_table(rows: Iterable[Mapping[str, object]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows as a table with exactly these columns and types, also when there are none.

    Example:
        >>> build_table([], EDGE_COLUMNS)["start"].dtype
        Int64Dtype()
    """
    table = pd.DataFrame(list(rows), columns=list(columns))
    for name, kind in columns.items():
        if kind == "instant":
            table[name] = pd.to_datetime(table[name], utc=True).dt.as_unit("us")
        else:
            table[name] = table[name].astype(kind)  # type: ignore[call-overload]
    return table


def read_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dictionaries; what is missing is None.

    Example:
        >>> read_rows(pd.DataFrame({"start": pd.array([3, None], dtype="Int64")}))
        [{'start': 3}, {'start': None}]
    """
    plain = table.astype(object)
    return [
        {str(name): cell for name, cell in row.items()} for row in plain.where(table.notna(), None).to_dict("records")
    ]


def group_rows(rows: Iterable[dict[str, Any]], *names: str) -> list[tuple[tuple[Any, ...], list[dict[str, Any]]]]:
    """Return the rows by what they have in these columns, in order of that.

    Example:
        >>> group_rows([{"a": 2}, {"a": 1}], "a")
        [((1,), [{'a': 1}]), ((2,), [{'a': 2}])]
    """
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in names), []).append(row)
    return sorted(groups.items(), key=lambda pair: pair[0])


def empty_events() -> Events:
    """Return the tables without rows.

    Example:
        >>> len(empty_events().events)
        0
    """
    shapes = (EVENT_COLUMNS, MENTION_COLUMNS, CONFLICT_COLUMNS, EDGE_COLUMNS, FIGURE_COLUMNS, EDIT_COLUMNS)
    return Events(*(build_table([], columns) for columns in shapes))
