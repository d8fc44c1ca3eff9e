"""JSON (lists, answers of interfaces, single articles) and JSON lines as streams: one object, one article."""

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from workbench.articles.decode import NotText, open_text
from workbench.articles.formats.columns import choose_fields
from workbench.articles.formats.json_stream import Broken, Item, read_values
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.rows import Row, Table, read_rows
from workbench.articles.record import MAX_CHARACTERS, Record, Rejected

# Objects in a record whose fields are the record's own: the Guardian's, Elasticsearch's.
_OPENED = ("fields", "_source")
_LONGEST = 8 * MAX_CHARACTERS  # characters of a line
_SAMPLE = 50
# A file of JSON lines that is ordinary JSON: a list of objects, or an object over several lines.
_ORDINARY = re.compile(r"[\s\ufeff]*(?:\[\s*(?:\{|$)|\{\s*$)")


def read_json(
    path: Path, name: str, columns: Mapping[str, str], *, layout: str = "json"
) -> Iterator[Record | Rejected]:
    """Yield a record an object: of the list the file is or holds, or the one article it is (record 0)."""
    file, warnings = open_text(path)
    with file:
        rows = (_row(*item) for item in _spread(_objects(read_values(file.read))))
        yield from read_rows(rows, Table(name, layout, columns, warnings))


def read_jsonl(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected]:
    """Yield a record a line; a line that is not a JSON object costs that line."""
    file, warnings = open_text(path)
    with file:
        ordinary = _ORDINARY.match(file.readline(_LONGEST))
        file.seek(0)
        if not ordinary:
            yield from read_rows(_lines(file), Table(name, "jsonl", columns, warnings))
    if ordinary:
        yield from read_json(path, name, columns, layout="jsonl")


def _lines(file: TextIO) -> Iterator[Row]:
    decode = json.JSONDecoder(strict=False).decode
    for number, line in enumerate(iter(partial(file.readline, _LONGEST), ""), start=1):
        if line.isspace():
            continue
        if len(line) == _LONGEST:
            raise NotText(f"Line {number:,} has more than {_LONGEST:,} characters: this is no file of JSON lines.")
        try:
            yield _row(number, decode(line.strip("\ufeff")))
        except RecursionError:
            yield number, "The line is nested too deep."
        except ValueError as error:
            yield number, f"The line is not valid JSON: {error}."


def _row(number: int, value: Any) -> Row:  # noqa: ANN401 - any JSON
    """Return the fields of a record, those of the objects that are opened among them."""
    if isinstance(value, Broken):
        return number, value
    if not isinstance(value, dict):
        return number, f"It is a JSON {type(value).__name__}, not an object with fields."
    for name in _OPENED:
        inner = value.get(name)
        if isinstance(inner, dict):
            value = inner | {key: other for key, other in value.items() if key != name}
    return number, value


def _objects(items: Iterator[Item]) -> Iterator[Item]:
    """Yield the items, unless none of the first is an object: then the file is a list of something else."""
    first = list(itertools.islice(items, _SAMPLE))
    kinds = {type(value).__name__ for _, value in first}
    if first and not kinds & {"dict", "Broken"}:
        raise NotText(f"The file is a JSON list of {' and '.join(sorted(kinds))}, not of objects with fields.")
    return itertools.chain(first, items)


def _spread(items: Iterator[Item]) -> Iterator[Item]:
    """Yield the items; an object that is alone and holds a table by rows or by columns (pandas), as those records."""
    for number, value in items:
        inner = list(value.values()) if number == 0 else []
        if len(inner) < 2 or not all(isinstance(part, dict) for part in inner):
            yield number, value
        elif "text" in choose_fields(inner[0], {}).fields or "text" not in choose_fields(value, {}).fields:
            yield from enumerate(inner, start=1)
        else:
            places = dict.fromkeys(place for part in inner for place in part)
            rows = ({name: part.get(place) for name, part in value.items()} for place in places)
            yield from enumerate(rows, start=1)


LAYOUTS = (
    Layout("json", (".json",), read_json),
    Layout("jsonl", (".jsonl", ".ndjson", ".jl"), read_jsonl),
)
