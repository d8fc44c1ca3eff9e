"""Parquet as a stream: one row, one article."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workbench.articles.decode import NotText
from workbench.articles.formats.csv_table import distinct
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.rows import Row, Table, read_rows
from workbench.articles.record import Record, Rejected

_ROWS = 512  # read at once: a few megabytes of articles


def read_parquet(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected]:
    """Yield a record a row; whole numbers stay whole where some are missing."""
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        # A buffer makes arrow read a column piece by piece, however many rows a group of the file has.
        with ParquetFile(path, buffer_size=1 << 20) as file:
            if not file.metadata.num_rows:
                raise NotText("The table has columns and no rows.")
            yield from read_rows(_rows(file), Table(name, "parquet", columns))
    except ArrowException as error:
        raise NotText(f"The file cannot be read as Parquet: {str(error).splitlines()[0]}") from error


def _rows(file: Any) -> Iterator[Row]:  # noqa: ANN401 - pyarrow has no types
    names = distinct(file.schema_arrow.names)
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS):
        for values in zip(*(_values(column) for column in batch.columns), strict=True):
            number += 1
            yield number, dict(zip(names, values, strict=True))


def _values(column: Any) -> list[object]:  # noqa: ANN401
    """Return the values of a column; bytes that are no UTF-8 are replaced when the cell is read."""
    import pyarrow as pa

    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return list(column.cast(pa.large_binary()).to_pylist())


LAYOUT = Layout("parquet", (".parquet", ".pq"), read_parquet)
