"""Tables in files without the texts of articles: every row stays, with its numbers, labels and links."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.articles.decode import open_text
from workbench.reports.texts.limiter import Limiter
from workbench.reports.texts.notebooks import limit_values

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 2_000  # at a time
_LONGEST_CELL = 1 << 30  # characters; Python's own limit is less than a long article
_DELIMITERS = ",;\t|"


def limit_csv(path: Path, limiter: Limiter) -> bool:
    """Limit the cells of a CSV file, in place; return whether any was changed."""
    file, _ = open_text(path)
    fresh = path.with_name(f".{path.name}.partial")
    changed = False
    with file, fresh.open("w", encoding="utf-8", newline="") as out:
        start = file.readline()
        file.seek(0)
        out.write("\ufeff" if start.startswith("\ufeff") or file.encoding == "utf-8-sig" else "")
        delimiter = max(_DELIMITERS, key=start.count)
        end = "\r\n" if start.endswith("\r\n") else "\n"
        writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
        for rows in _rows(file, delimiter):
            limited = limiter.limit(rows)
            changed = changed or any(new is not old for new, old in zip(limited, rows, strict=True))
            writer.writerows(limited)
    if changed:
        fresh.replace(path)
    else:
        fresh.unlink()
    return changed


def limit_parquet(path: Path, limiter: Limiter) -> bool:
    """Limit the texts of a Parquet file, in place, also in lists and structures; return whether any was changed."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    table = file.read()
    parts = [table.slice(start, _ROWS) for start in range(0, table.num_rows, _ROWS)]
    limited = [_limit_rows(part, limiter) for part in parts]
    if all(new is old for new, old in zip(limited, parts, strict=True)):
        return False
    import pyarrow as pa

    fresh = path.with_name(f".{path.name}.partial")
    compression = file.metadata.row_group(0).column(0).compression
    pq.write_table(pa.concat_tables(limited), fresh, compression=compression)
    fresh.replace(path)
    return True


def _rows(file: Any, delimiter: str) -> Iterator[list[list[str]]]:  # noqa: ANN401 - an open file
    """Yield the rows of a CSV file, some at a time."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(file, delimiter=delimiter)
        while rows := list(islice(reader, _ROWS)):
            yield rows
    finally:
        csv.field_size_limit(before)


def _limit_rows(table: pa.Table, limiter: Limiter) -> pa.Table:
    """Return some rows of a table with their texts limited, or the same object."""
    import pyarrow as pa

    limited = table
    plain = [_is_text(field.type) for field in table.schema]
    # What is no text stands between two texts as it does in the CSV file.
    cells = [
        column.to_pylist() if text else ["0"] * len(table) for column, text in zip(table.columns, plain, strict=True)
    ]
    rows = [[cell or "" for cell in row] for row in zip(*cells, strict=True)]
    fresh = limiter.limit(rows)
    if any(new is not old for new, old in zip(fresh, rows, strict=True)):
        for place, text in enumerate(plain):
            if text:
                values = [None if old is None else row[place] for old, row in zip(cells[place], fresh, strict=True)]
                limited = _replaced(limited, place, values)
    for place, field in enumerate(table.schema):
        if pa.types.is_nested(field.type):
            values = table.column(place).to_pylist()
            limited = _replaced(limited, place, values) if limit_values(values, limiter) else limited
    return limited


def _replaced(table: pa.Table, place: int, values: list[Any]) -> pa.Table:
    import pyarrow as pa

    field = table.schema.field(place)
    if pa.types.is_dictionary(field.type):
        encoded = pa.array(values, type=field.type.value_type).dictionary_encode()
        return table.set_column(place, field, encoded.cast(field.type))
    return table.set_column(place, field, pa.array(values, type=field.type))


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))
