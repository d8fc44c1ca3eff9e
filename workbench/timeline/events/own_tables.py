"""Small tables that people keep: CSV of any delimiter and encoding, and the sheets of a workbook, with row numbers."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from workbench.articles.decode import NotText, read_text
from workbench.errors import DataError

_WORKBOOKS = (".xlsx", ".xlsm")
SUFFIXES = (".csv", ".tsv", ".txt", *_WORKBOOKS)
_DELIMITERS = ",;\t|"
_HEADERS = 8  # rows among which the header is looked for: some people put a title over it

_Cells = list[object]


class OwnTable(NamedTuple):
    """The columns of a table, and its rows with their number in the file, from 1; empty cells are None."""

    header: list[str]
    rows: list[tuple[int, dict[str, object]]]


def read_own_tables(path: Path, known: AbstractSet[str]) -> list[OwnTable]:
    """Return the tables of a file.

    Args:
        path: a file with one of the `SUFFIXES`.
        known: names of columns in small letters; they tell the header and the delimiter.

    Raises:
        DataError: the file cannot be read, or holds no row under a header.
    """
    sheets = _workbook(path) if path.suffix.lower() in _WORKBOOKS else [_csv(path, known)]
    tables = [table for rows in sheets if (table := _table(rows, known, path.name)).rows]
    if not tables:
        raise DataError(f"{path.name} has no rows under a header. Check that it is the right file.")
    return tables


def _csv(path: Path, known: AbstractSet[str]) -> list[tuple[int, _Cells]]:
    try:
        text, _ = read_text(path)
    except NotText as reason:
        raise DataError(f"{path.name} cannot be read: {reason}") from reason
    lines = text.splitlines(keepends=True)
    stated = re.fullmatch(r'"?sep=(.)"?\s*', lines[0], re.IGNORECASE)  # as Excel writes it
    if stated:
        return list(_parsed(["\n", *lines[1:]], stated[1]))
    readings = [list(_parsed(lines, delimiter)) for delimiter in _DELIMITERS]
    return max(readings, key=lambda rows: (_known(rows, known), len(rows[0][1]) if rows else 0))


def _parsed(lines: list[str], delimiter: str) -> Iterator[tuple[int, _Cells]]:
    """Yield the rows with the line each begins at."""
    reader = csv.reader(lines, delimiter=delimiter)
    begin = 1
    for row in reader:
        yield begin, [cell.strip() or None for cell in row]
        begin = reader.line_num + 1


def _workbook(path: Path) -> list[list[tuple[int, _Cells]]]:
    import zipfile

    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
        book.close()
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise DataError(
            f"{path.name} cannot be read as a workbook: {error}. Open it in a spreadsheet program and save it again."
        ) from error
    return [[(number, _plain(row)) for number, row in enumerate(rows, start=1)] for rows in sheets]


def _plain(row: Iterable[object]) -> _Cells:
    return [(cell.strip() or None) if isinstance(cell, str) else cell for cell in row]


def _known(rows: list[tuple[int, _Cells]], known: AbstractSet[str]) -> int:
    return max((_hits(cells, known) for _, cells in rows[:_HEADERS]), default=0)


def _hits(cells: _Cells, known: AbstractSet[str]) -> int:
    return sum(re.sub(r"[\W_]+", "", str(cell).casefold()) in known for cell in cells)


def _table(rows: list[tuple[int, _Cells]], known: AbstractSet[str], name: str) -> OwnTable:
    """Return the rows under the header: of the first rows the one that names most columns."""
    filled = [(number, cells) for number, cells in rows if any(cell is not None for cell in cells)]
    if not filled:
        return OwnTable([], [])
    hits = [_hits(cells, known) for _, cells in filled[:_HEADERS]]
    place = hits.index(max(hits))
    header = ["" if cell is None else str(cell) for cell in filled[place][1]]
    return OwnTable([cell for cell in header if cell], [_row(row, header, name) for row in filled[place + 1 :]])


def _row(row: tuple[int, _Cells], header: list[str], name: str) -> tuple[int, dict[str, object]]:
    """Return a row by its columns; a cell under no heading has slipped there, as an unquoted comma makes it."""
    number, cells = row
    beyond = [cell for cell in cells[len(header) :] if cell is not None]
    if beyond:
        raise DataError(
            f"{name}, row {number}: {str(beyond[0])!r} stands under no heading. Put texts with a delimiter into "
            "quotation marks, or delete the cell."
        )
    named = zip_longest(header, cells[: len(header)])
    return number, {column: cell for column, cell in named if column}
