"""Label Studio: JSON (tasks with their annotations), JSON-MIN and CSV (a record an annotation).

Layouts as its converter writes them: choices, labels of spans, ratings, numbers, taxonomies, several annotators. A
skipped annotation (`was_cancelled`) leaves its unit open; a submitted one without a choice says that nothing was seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workbench.errors import DataError
from workbench.framing.coding.imports.cas import by_character
from workbench.framing.coding.imports.entry import Choice, Context, Entry, Source, as_text
from workbench.framing.coding.imports.names import ABOUT, choose_columns, plain_name
from workbench.framing.coding.values import is_open, is_value

_MARKS = {"annotation_id", "annotator", "lead_time"}
_OWN = _MARKS | {"id", "created_at", "updated_at", "was_cancelled", "agreement", "history"}
_NUMBERS = ("rating", "number")
_SKIPPED = "skipped in Label Studio"


def is_table(header: Iterable[str]) -> bool:
    """Tell whether these are the columns of a CSV or JSON-MIN export."""
    return set(header) >= _MARKS


def is_task(record: Mapping[str, Any]) -> bool:
    """Tell whether a record is a task of the JSON export."""
    return isinstance(record.get("data"), dict) and isinstance(
        record.get("annotations", record.get("completions")), list
    )


def read_tasks(records: Iterable[tuple[str, dict[str, Any]]], source: Source, context: Context) -> Iterator[Entry]:
    """Yield an entry for each annotation of the tasks; drafts and predictions are nobody's codes."""
    for row, task in records:
        unit, certain, text = _unit(task["data"], task.get("id"), context)
        context.headers += task["data"]
        for annotation in task.get("annotations", task.get("completions")) or []:
            choices, comments = _results(annotation.get("result") or [], text or "")
            context.headers += [choice.control for choice in choices]
            skipped = bool(annotation.get("was_cancelled") or annotation.get("skipped"))
            yield Entry(
                source.name,
                row,
                unit,
                _annotator(annotation, source),
                choices=() if skipped else choices,
                finished=not skipped,
                text=text,
                certain=certain,
                coded_at=annotation.get("updated_at") or annotation.get("created_at"),
                comment=_SKIPPED if skipped else "; ".join(comments) or None,
            )


def _unit(data: Mapping[str, Any], number: object, context: Context) -> tuple[str, bool, str | None]:
    """Return the unit that the data of a task state, whether they do, and its text (the longest there is)."""
    column = choose_columns([name for name in data if plain_name(name) != "id"], context.columns).get("unit_id")
    stated = as_text(data[column]) if column else None
    texts = [value for value in data.values() if isinstance(value, str)]
    return stated or str(number), stated is not None, max(texts, key=len, default=None)


def _annotator(annotation: Mapping[str, Any], source: Source) -> str:
    by = annotation.get("completed_by", annotation.get("created_username"))
    if isinstance(by, dict):
        by = by.get("email") or by.get("username") or by.get("id")
    return as_text(by) or source.coder or source.path.stem


def _results(results: Iterable[Mapping[str, Any]], body: str) -> tuple[tuple[Choice, ...], list[str]]:
    choices: list[Choice] = []
    comments: list[str] = []
    for result in results:
        value = result.get("value")
        if isinstance(value, dict) and "from_name" in result:
            found, texts = _value(value, str(result["from_name"]), body)
            choices += found
            comments += texts
    return tuple(dict.fromkeys(choices)), comments


def _value(value: Mapping[str, Any], control: str, body: str) -> tuple[list[Choice], list[str]]:
    """Return the labels of a value, with the span they lie on, and texts that were typed."""
    for kind in _NUMBERS:
        if kind in value:
            return [Choice(str(value[kind]), control)], []
    if "taxonomy" in value:  # paths from the widest to the narrowest category
        return [Choice(str(path[-1]), control) for path in value["taxonomy"] if path], []
    labels = next((value[kind] for kind in ("choices", "labels", "hypertextlabels") if kind in value), None)
    if labels is None:
        text = value.get("text")
        return [], [str(line) for line in (text if isinstance(text, list) else [text]) if line]
    place = value.get("globalOffsets", value)
    start, end = place.get("start"), place.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        return [Choice(str(label), control) for label in labels], []
    choices = [Choice(str(label), control, start, end) for label in labels]
    # Browsers count UTF-16 units; the text that is given with a span tells whether these were.
    counted = value.get("text") in {None, body[start:end]}
    return choices if counted else list(by_character(body, choices)), []


def read_records(records: Iterable[tuple[str, dict[str, Any]]], source: Source, context: Context) -> Iterator[Entry]:
    """Yield an entry for each record of a CSV or JSON-MIN export; tasks that nobody annotated are left out.

    Raises:
        DataError: it cannot be told which columns hold what was chosen.
    """
    rows = [(row, {name: _parsed(cell) for name, cell in record.items()}) for row, record in records]
    rows = [(row, record) for row, record in rows if not is_open(record.get("annotation_id"))]
    controls = _controls([record for _, record in rows], source, context)
    for row, record in rows:
        data = {name: cell for name, cell in record.items() if name not in _OWN and name not in controls}
        unit, certain, text = _unit(data, as_text(record.get("id")), context)
        skipped = as_text(record.get("was_cancelled")) in {"True", "true", "1"}
        found = [_chosen(record.get(control), control, text or "") for control in controls]
        comments = [text for _, texts in found for text in texts]
        yield Entry(
            source.name,
            row,
            unit,
            as_text(record.get("annotator")) or source.coder or source.path.stem,
            choices=() if skipped else tuple(dict.fromkeys(choice for choices, _ in found for choice in choices)),
            finished=not skipped,
            text=text,
            certain=certain,
            coded_at=record.get("updated_at") or record.get("created_at"),
            comment=_SKIPPED if skipped else "; ".join(comments) or None,
        )


def _parsed(cell: object) -> object:
    """Return a cell of a CSV file as JSON-MIN has it."""
    if isinstance(cell, str) and cell[:1] in {"[", "{"}:
        try:
            return json.loads(cell)
        except json.JSONDecodeError:
            return cell
    return cell


def _controls(records: list[dict[str, Any]], source: Source, context: Context) -> list[str]:
    """Return the columns that hold what annotators chose, and not what the task was."""
    names = list(dict.fromkeys(name for record in records for name in record if name not in _OWN))
    controls = [name for name in names if _is_control(name, [record.get(name) for record in records], context)]
    if records and not controls:
        raise DataError(
            f"{source.name}: it cannot be told which column holds the choices of the annotators. Found: "
            f'{", ".join(names)}. Pass columns={{"NAME": "frame"}}, or the codebook.'
        )
    return controls


def _is_control(name: str, values: list[object], context: Context) -> bool:
    if name in context.columns or any(
        isinstance(value, dict | list) and _chosen(value, name, "")[0] for value in values
    ):
        return context.columns.get(name, "frame") == "frame"
    texts = [value for value in values if isinstance(value, str)]
    if context.frames.names:
        is_frame = context.frames.find(name) is not None and all(map(is_value, texts))
        return is_frame or any(context.frames.find(text) or context.frames.is_none(text) for text in texts)
    return plain_name(name) not in ABOUT and choose_columns([name], {}).keys() == {"frame"}


def _chosen(value: object, control: str, body: str) -> tuple[list[Choice], list[str]]:
    if isinstance(value, str | int | float) and not is_open(value):
        return [Choice(str(value), control)], []
    items = value if isinstance(value, list) else [value]
    found = [_value(item, control, body) for item in items if isinstance(item, dict)]
    found += [([Choice(item, control)], []) for item in items if isinstance(item, str) and isinstance(value, list)]
    return [choice for choices, _ in found for choice in choices], [text for _, texts in found for text in texts]
