"""CSV and TSV as a stream: one row, one article; what is broken costs its own row."""

import csv
import itertools
from collections import deque
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TextIO

from workbench.articles.decode import NotText, open_text
from workbench.articles.formats.csv_dialect import Dialect, find_dialect
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.rows import Row, Table, read_rows
from workbench.articles.record import MAX_CHARACTERS, Record, Rejected

LONGEST = 4 * MAX_CHARACTERS  # characters of a line, a cell or a row; beyond it, a quotation mark was never closed
_SAMPLE = 200_000  # characters of the lines by which the dialect is judged
_READ_AGAIN = 500_000_000  # characters that may be read again after broken rows, so that no file takes for ever


class Lines:
    """The lines of a file; those of the row being read can be taken back, all but its first.

    Attributes:
        number: of the line that was given last, from 1.
        row: lines given since `begin_row`.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self._spent = 0
        self.number = 0
        self.row: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._file.readline(LONGEST)
        if not line:
            raise StopIteration
        if len(line) == LONGEST:
            raise NotText(f"Line {self.number + 1:,} has more than {LONGEST:,} characters: this is no table.")
        self.number += 1
        self.row.append(line)
        return line

    def begin_row(self) -> None:
        """Forget the lines of the row before."""
        self.row = []

    def take_back(self) -> None:
        """Give the lines of this row again, but for the first; unless too much was read again already."""
        rest = self.row[1:]
        self._spent += sum(map(len, rest))
        if self._spent <= _READ_AGAIN:
            self._again.extendleft(reversed(rest))
            self.number -= len(rest)
        self.row = []


def read_csv(
    path: Path, name: str, columns: Mapping[str, str], *, layout: str = "csv", preferred: str = ","
) -> Iterator[Record | Rejected]:
    """Yield a record a row; a row with more or fewer cells than the header, or broken quotation marks, costs itself."""
    file, warnings = open_text(path)
    with file:
        dialect = find_dialect(_sample(file), columns, preferred=preferred)
        file.seek(0)
        yield from read_rows(_rows(Lines(file), dialect), Table(name, layout, columns, warnings))


def _sample(file: TextIO) -> list[str]:
    """Return the first lines, whole ones where they are not very long."""
    lines, size = [], 0
    while size < _SAMPLE and (line := file.readline(_SAMPLE)):
        lines.append(line)
        size += len(line)
    return lines[:-1] if len(lines) > 1 and size >= _SAMPLE else lines


def _rows(lines: Lines, dialect: Dialect) -> Iterator[Row]:
    for _ in range(dialect.before):
        next(lines, None)
    rows = _whole_rows(lines, dialect)
    header = next((row for row in rows if isinstance(row, str) or not _is_blank(row)), "")
    if isinstance(header, str):
        raise NotText(f"The header of the table cannot be read. {header}".strip())
    columns = distinct(header)
    number = 0
    for row in rows:
        if row == header:  # tables that were joined
            continue
        number += 1
        if isinstance(row, str):
            yield number, row
        elif not _is_blank(row):
            cells = row if len(row) <= len(columns) else _without_empty_end(row, len(columns))
            yield number, _cells(columns, cells, lines.number)


def _cells(columns: list[str], cells: list[str], line: int) -> dict[str, object] | str:
    """Return a row by its columns, or the reason why it does not fit them."""
    if len(cells) == len(columns):
        return dict(zip(columns, cells, strict=True))
    return f"The row has {len(cells)} fields; the header has {len(columns)} (line {line:,})."


def _is_blank(row: list[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in row)


def _whole_rows(lines: Lines, dialect: Dialect) -> Iterator[list[str] | str]:
    """Yield the rows; for one whose quotation marks do not match, the reason, and then the lines it had swallowed."""
    csv.field_size_limit(LONGEST)
    form = {"delimiter": dialect.delimiter, "escapechar": dialect.escape, "doublequote": dialect.escape is None}
    while True:
        reader = csv.reader(lines, strict=True, **form)  # type: ignore[arg-type]
        lines.begin_row()
        try:
            for row in reader:
                yield row
                lines.begin_row()
        except csv.Error:
            first = lines.number - len(lines.row) + 1
            lines.take_back()
            yield f"The quotation marks of the row do not match (line {first:,})."
        else:
            return


def distinct(header: list[str]) -> list[str]:
    """Return column names with the second of one name called NAME.2, and one without a name by its place.

    Example:
        >>> distinct(["title", "title", ""])
        ['title', 'title.2', 'column_3']
    """
    seen: dict[str, int] = {}
    names = []
    for place, cell in enumerate(header, start=1):
        column = cell.strip().strip("\ufeff") or f"column_{place}"
        seen[column] = seen.get(column, 0) + 1
        names.append(column if seen[column] == 1 else f"{column}.{seen[column]}")
    return names


def _without_empty_end(row: list[str], width: int) -> list[str]:
    """Return a row without the empty cells beyond the header that a delimiter at the end of lines makes."""
    return row if any(itertools.islice(row, width, None)) else row[:width]


LAYOUTS = (
    Layout("csv", (".csv",), read_csv),
    Layout("tsv", (".tsv", ".tab"), partial(read_csv, layout="tsv", preferred="\t")),
)
