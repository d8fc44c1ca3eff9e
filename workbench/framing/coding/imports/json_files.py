"""JSON and JSONL: the log of the coding widget, exports of doccano, Label Studio and INCEpTION, told by their marks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from workbench.articles.decode import NotText, open_text
from workbench.errors import DataError
from workbench.framing.coding.imports import doccano, inception, label_studio
from workbench.framing.coding.imports.entry import Context, Entry, Source, as_text

_KEYS = ("unit_id", "coder", "frame")
_Records = list[tuple[str, dict[str, Any]]]


def read_json(source: Source, context: Context) -> Iterator[Entry]:
    """Yield the entries of a JSON or JSONL file.

    Raises:
        DataError: the file cannot be read, or is none of the known layouts.
    """
    text = _text(source)
    document = _whole(text)
    if inception.is_cas(document):
        yield from inception.read_json(document, source)
        return
    records = _from_document(document) if document is not None else _from_lines(text, source, context)
    if not records:
        return
    first = records[0][1]
    context.headers += [name for _, record in records for name in record]
    if all(key in first for key in _KEYS):
        yield from _read_log(records, source)
    elif label_studio.is_task(first):
        yield from label_studio.read_tasks(records, source, context)
    elif label_studio.is_table(first):
        yield from label_studio.read_records(records, source, context)
    elif doccano.is_record(first):
        yield from doccano.read_records(records, source, context)
    else:
        raise DataError(
            f"{source.name} is in none of the known layouts: a log of codes ({', '.join(_KEYS)}, value), doccano, "
            f"Label Studio (JSON, JSON-MIN), INCEpTION (UIMA CAS JSON). Found: {', '.join(list(first)[:12])}."
        )


def _text(source: Source) -> str:
    if source.path.stat().st_size == 0:  # a log to which nothing was written yet
        return ""
    try:
        file, _ = open_text(source.path)
    except NotText as reason:
        raise DataError(f"{source.name} cannot be read: {reason}") from reason
    with file:
        return file.read()


def _whole(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the one document of a JSON file, None for JSONL."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        return None
    is_line = isinstance(document, dict) and not inception.is_cas(document)
    return [document] if is_line else document


def _from_document(document: object) -> _Records:
    items = document if isinstance(document, list) else []
    return [(f"record {number}", item) for number, item in enumerate(items, start=1) if isinstance(item, dict)]


def _from_lines(text: str, source: Source, context: Context) -> _Records:
    """Return the records of JSONL; a broken line costs itself, and is noted."""
    records, broken = [], []
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    for number, line in lines:
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            record = None
        if isinstance(record, dict):
            records.append((f"line {number}", record))
        else:
            broken.append(number)
    if broken and not records:
        raise DataError(f"{source.name} is no JSON: line {broken[0]} cannot be read. Export the file again.")
    if broken:
        is_last = broken == [lines[-1][0]]
        what = "the last line is cut off" if is_last else f"broken lines: {', '.join(map(str, broken))}"
        context.notes.append(f"{source.name}: {what}; the other {len(records)} lines are read.")
    return records


def _read_log(records: _Records, source: Source) -> list[Entry]:
    """Return the codes of a log: what was written later about a unit, frame, coder and round replaces the earlier."""
    latest: dict[tuple[str | None, ...], Entry] = {}
    for row, record in records:
        unit, coder, frame = (as_text(record.get(key)) for key in _KEYS)
        if unit is None or frame is None:
            raise DataError(f"{source.name}, {row}: a code needs unit_id and frame. Delete the line, or fill them in.")
        entry = Entry(
            source.name,
            row,
            unit,
            coder or source.coder or source.path.stem,
            values=((frame, record.get("value")),),
            codebook=as_text(record.get("codebook")),
            round=record.get("round"),
            coded_at=record.get("coded_at"),
            comment=as_text(record.get("comment")),
        )
        key = (unit, entry.coder, frame, as_text(entry.round))
        latest.pop(key, None)
        latest[key] = entry
    return list(latest.values())
