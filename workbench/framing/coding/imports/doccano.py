"""doccano: JSONL and JSON of text classification, sequence labelling and both; one file an annotator, or one for all.

CSV exports are read as tables with the label in one column. The member's name is the name of the file; "all" stands for
a project in which everybody works on the same labels. A text without a label is left open, as nobody can tell whether
it was looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workbench.framing.coding.imports.entry import Choice, Context, Entry, Source, as_text
from workbench.framing.coding.imports.names import choose_columns, plain_name

_LABELS = ("label", "labels", "cats", "entities")


def is_record(record: Mapping[str, Any]) -> bool:
    """Tell whether a record is one of doccano: a text with its labels."""
    has_text = isinstance(record.get("text", record.get("data")), str)
    return has_text and ("annotations" in record or any(name in record for name in _LABELS))


def read_records(records: Iterable[tuple[str, dict[str, Any]]], source: Source, context: Context) -> Iterator[Entry]:
    """Yield an entry for each record, or, where annotations name their user, for each user."""
    for row, stated in records:
        record = _flat(stated)
        unit, certain = _unit(record, context)
        entry = Entry(
            source.name,
            row,
            unit or row,
            source.coder or source.path.stem,
            text=record.get("text", record.get("data")),
            certain=certain,
            comment=_comment(record),
        )
        if isinstance(record.get("annotations"), list) and not any(name in record for name in _LABELS):
            yield from _by_user(record["annotations"], entry)
        else:
            labels = [choice for name in _LABELS for choice in _choices(record.get(name))]
            yield entry._replace(choices=tuple(dict.fromkeys(labels)))


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with its metadata beside its fields, where older versions keep them apart."""
    meta = record.get("meta")
    if isinstance(meta, str) and meta.startswith("{"):
        try:
            meta = json.loads(meta)
        except json.JSONDecodeError:
            meta = None
    return meta | record if isinstance(meta, dict) else record


def _unit(record: Mapping[str, Any], context: Context) -> tuple[str | None, bool]:
    names = [name for name in record if plain_name(name) != "id" or name in context.columns]
    column = choose_columns(names, context.columns).get("unit_id")
    stated = as_text(record[column]) if column and not isinstance(record[column], dict | list) else None
    return stated or as_text(record.get("id")), stated is not None


def _choices(labels: object) -> list[Choice]:
    """Return the labels of a record: names, spans as [start, end, name], or spans as objects."""
    if isinstance(labels, str | int):
        return [Choice(str(labels), "label")]
    found = []
    for label in labels if isinstance(labels, list) else []:
        if isinstance(label, str | int):
            found.append(Choice(str(label), "label"))
        elif isinstance(label, list) and len(label) == 3:
            found.append(Choice(str(label[2]), "label", int(label[0]), int(label[1])))
        elif isinstance(label, dict) and "label" in label:
            found.append(Choice(str(label["label"]), "label", label.get("start_offset"), label.get("end_offset")))
    return found


def _by_user(annotations: Iterable[object], entry: Entry) -> Iterator[Entry]:
    users: dict[str, list[Choice]] = {}
    for annotation in annotations:
        if isinstance(annotation, dict):
            user = as_text(annotation.get("user")) or entry.coder
            users.setdefault(user, []).extend(_choices([annotation]))
    if not users:
        yield entry._replace(choices=())
    for user, choices in users.items():
        yield entry._replace(coder=user, choices=tuple(dict.fromkeys(choices)))


def _comment(record: Mapping[str, Any]) -> str | None:
    comments = record.get("Comments")
    texts = [item.get("text") if isinstance(item, dict) else item for item in comments or []]
    return (comments if isinstance(comments, str) else "; ".join(str(text) for text in texts if text)) or None
