"""CSV, TSV, JSON lines and Parquet: one row, one article, columns recognised by name."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from workbench.articles.decode import NotText, read_text
from workbench.articles.formats.layout import Layout
from workbench.articles.record import FIELDS, MAX_CHARACTERS, Record, Rejected

# The names databases, scrapers and news interfaces give their columns, most telling first.
NAMES = {
    "text": "text body content article_text full_text fulltext maintext article texto cuerpo volltext texte",
    "title": "title headline headlines titulo título titular titel überschrift schlagzeile titre",
    "published": "published published_at publishedat date pubdate publish_date publication_date date_publish "
    "date_published fecha datum erscheinungsdatum",
    "outlet": "outlet source source_name media_name publication publisher newspaper medium sitename medio fuente "
    "zeitung quelle journal",
    "author": "author authors byline autor verfasser auteur",
    "url": "url link canonical_url",
    "language": "language lang idioma sprache langue",
}

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


def read_csv(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected]:
    """Yield a record a row; a row with more or fewer fields than the header costs that row."""
    text, _ = read_text(path, limit=None)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, path.suffix), strict=True)
    header = _distinct(next(rows, []))
    chosen = _choose(header, columns, name)
    for number, row in enumerate(_whole_rows(rows), start=1):
        if row is None:
            yield Rejected(name, number, "The quotation marks of the row are broken; it may hold the next row as well.")
            continue
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            yield Rejected(name, number, f"The row has {len(row)} fields; the header has {len(header)}.")
        else:
            yield _record(name, number, "csv", dict(zip(header, row, strict=True)), chosen)


def _whole_rows(rows: Iterator[list[str]]) -> Iterator[list[str] | None]:
    """Yield the rows, and None for one whose quotation marks do not match."""
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield None


def _distinct(header: list[str]) -> list[str]:
    """Return column names with the second of one name called NAME.2: nothing is overwritten, the first counts."""
    seen: dict[str, int] = {}
    names = []
    for column in header:
        seen[column] = seen.get(column, 0) + 1
        names.append(column if seen[column] == 1 else f"{column}.{seen[column]}")
    return names


def read_jsonl(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected]:
    """Yield a record a line; a line that is not a JSON object costs that line."""
    text, _ = read_text(path, limit=None)
    if re.match(r"\s*\[\s*(?:\{|$)", text):
        raise NotText("The file is one JSON array. Write one object a line (JSON lines).")
    for number, line in enumerate(text.splitlines() if "\r" in text else text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            yield Rejected(name, number, f"The line is not valid JSON: {error}.")
            continue
        if not isinstance(row, dict):
            yield Rejected(name, number, f"The line is a JSON {type(row).__name__}, not an object with fields.")
            continue
        try:
            yield _record(name, number, "jsonl", row, _choose(row, columns, "the line"))
        except NotText as reason:
            yield Rejected(name, number, str(reason))


def read_parquet(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected]:
    """Yield a record a row."""
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise NotText(f"The file cannot be read as Parquet: {error}.") from error
    chosen = _choose([str(column) for column in table.columns], columns, name)
    for number, row in enumerate(table.to_dict(orient="records"), start=1):
        yield _record(name, number, "parquet", {str(key): value for key, value in row.items()}, chosen)


def _choose(found: Iterable[str], columns: Mapping[str, str], name: str) -> dict[str, str]:
    """Return the input column of each field: what `columns` says, else what the names say."""
    names = [str(column) for column in found]
    chosen = {field: column for column, field in columns.items() if column in names}
    by_name = {_key(column): column for column in reversed(names)}
    for field, options in NAMES.items():
        match = next((by_name[option] for option in options.split() if option in by_name), None)
        if match is not None and field not in chosen:
            chosen[field] = match
    if "text" not in chosen:
        listed = ", ".join(names[:12]) or "none"
        example = f'columns={{"{names[0]}": "text"}}' if names else 'columns={"Body": "text"}'
        raise NotText(f"{name} has no column for 'text'. Found: {listed}. Pass {example}.")
    return chosen


def _record(
    name: str, number: int, layout: str, row: Mapping[str, object], chosen: Mapping[str, str]
) -> Record | Rejected:
    given = row.get(chosen["text"])
    if given is not None and not isinstance(given, str | float):
        return Rejected(name, number, f"The field '{chosen['text']}' is no text but a {type(given).__name__}.")
    fields = {field: _string(row.get(column)) for field, column in chosen.items() if field in FIELDS}
    raw = fields.pop("text", None) or ""
    if not raw.strip():
        return Rejected(name, number, f"The field '{chosen['text']}' is empty.")
    if len(raw) > MAX_CHARACTERS:
        return Rejected(
            name, number, f"The text has {len(raw):,} characters; one article has at most {MAX_CHARACTERS:,}."
        )
    taken = set(chosen.values())
    extra = {column: _string(value) for column, value in row.items() if column not in taken}
    return Record(name, number, layout, raw, fields, extra)


def _string(value: object) -> str | None:
    """Return a cell as a string; nested JSON ({"name": …}, lists) by its names; empty as None."""
    if hasattr(value, "tolist"):  # a list column of a Parquet file
        value = value.tolist()
    if isinstance(value, dict):
        value = value.get("name") or value.get("title") or json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, list):
        value = ", ".join(filter(None, (_string(item) for item in value)))
    if value is None or (isinstance(value, float) and value != value) or value is pd.NaT:  # noqa: PLR0124 - NaN
        return None
    text = value.isoformat() if isinstance(value, pd.Timestamp) else str(value)
    return text.strip("\ufeff") if text.strip() else None


def _key(column: str) -> str:
    return column.strip().strip("\ufeff").lower().replace(" ", "_").replace("-", "_")


def _delimiter(text: str, suffix: str) -> str:
    first = text.split("\n", 1)[0]
    return "\t" if suffix == ".tsv" else max(",;\t", key=first.count)


LAYOUTS = (
    Layout("csv", (".csv", ".tsv"), read_csv),
    Layout("jsonl", (".jsonl",), read_jsonl),
    Layout("parquet", (".parquet",), read_parquet),
)
