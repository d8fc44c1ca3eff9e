"""Tables in files: CSV in any dialect, and every sheet of a workbook, as rows that know their number."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.articles.decode import NotText, open_text
from workbench.errors import DataError

CSV_SUFFIXES = (".csv", ".tsv", ".tab")
XLSX_SUFFIXES = (".xlsx", ".xlsm")
_DELIMITERS = ",;\t|"
_HEADERS = 8  # rows among which the header is looked for: some people put a title over it
_SAMPLE = 500  # rows by which the delimiter is judged
_LONGEST = 10_000_000  # characters of a cell


Known = Callable[[Sequence[str]], int]


class Sheet(NamedTuple):
    """A table: its title (None for CSV), its columns, and its rows with their number in the file, from 1."""

    title: str | None
    header: list[str]
    rows: list[tuple[int, dict[str, object]]]


def read_tables(path: Path, known: Known) -> list[Sheet]:
    """Return the tables of a file; cells that hold nothing are None, texts of CSV are as they stand.

    Args:
        path: a workbook, or a CSV file of any delimiter.
        known: how many of the names in a row are names of columns; it tells the header and the delimiter.

    Raises:
        DataError: the file cannot be read, holds no table, or a row has more cells than the header.
    """
    if path.suffix.lower() in XLSX_SUFFIXES:
        sheets = [_sheet(title, rows, known, path.name) for title, rows in _workbook(path)]
    else:
        sheets = [_sheet(None, _csv_rows(path, known), known, path.name)]
    filled = [sheet for sheet in sheets if sheet.header]
    if not filled:
        raise DataError(f"{path.name} holds no table: all cells are empty. Check that it is the right file.")
    return filled


def _csv_rows(path: Path, known: Known) -> list[list[object]]:
    try:
        file, _ = open_text(path)
    except NotText as reason:
        raise DataError(f"{path.name} cannot be read: {reason}") from reason
    with file:
        lines = list(file)
    csv.field_size_limit(_LONGEST)
    stated = lines[0].strip().strip('"') if lines else ""
    if stated.lower().startswith("sep=") and len(stated) == 5:  # as Excel writes it
        return [[], *_parsed(lines[1:], stated[4])]
    best = max(_DELIMITERS, key=lambda delimiter: _score(_parsed(lines, delimiter, _SAMPLE), known))
    return list(_parsed(lines, best))


def _parsed(lines: Iterable[str], delimiter: str, most: int | None = None) -> list[list[object]]:
    return [list(row) for row in itertools.islice(csv.reader(lines, delimiter=delimiter), most)]


def _score(rows: list[list[object]], known: Known) -> tuple[int, float, int]:
    """Return how well rows read as a table: columns known by name, rows of one width, width."""
    width, same = Counter(len(row) for row in rows if row).most_common(1)[0] if any(rows) else (0, 0)
    hits = max((_known(row, known) for row in rows[:_HEADERS]), default=0)
    return hits, same / max(len(rows), 1) if width > 1 else 0.0, width


def _known(row: list[object], known: Known) -> int:
    names = [str(cell).strip() for cell in row if cell is not None]
    return known(names) if all(len(name) < 200 for name in names) else 0


def _workbook(path: Path) -> Iterator[tuple[str, list[list[object]]]]:
    import zipfile

    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise DataError(
            f"{path.name} cannot be read as a workbook: {error}. Open it in a spreadsheet program and save it again."
        ) from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs state wrong ones
            yield sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()


def _sheet(title: str | None, rows: list[list[object]], known: Known, name: str) -> Sheet:
    first = [[_plain(cell) for cell in row] for row in rows[:_HEADERS]]
    filled = [place for place, row in enumerate(first) if any(cell is not None for cell in row)]
    if not filled:
        return Sheet(title, [], [])
    hits = [_known(row, known) for row in first]
    place = hits.index(max(hits)) if max(hits) else filled[0]
    header = _distinct(first[place])
    body = enumerate(rows[place + 1 :], start=place + 2)
    return Sheet(title, header, [(number, _cells(row, header, number, name)) for number, row in body if _any(row)])


def _distinct(cells: list[object]) -> list[str]:
    """Return the names of the columns up to the last that has one; a second column of one name is called NAME.2."""
    names = ["" if cell is None else " ".join(str(cell).split()).strip("\ufeff") for cell in cells]
    while names and not names[-1]:
        names.pop()
    seen: Counter[str] = Counter()
    for place, name in enumerate(names):
        seen[name] += 1
        names[place] = f"column {place + 1}" if not name else name if seen[name] == 1 else f"{name}.{seen[name]}"
    return names


def _any(row: list[object]) -> bool:
    return any(_plain(cell) is not None for cell in row)


def _cells(row: list[object], header: list[str], number: int, name: str) -> dict[str, object]:
    cells = [_plain(cell) for cell in row]
    beyond = [cell for cell in cells[len(header) :] if cell is not None]
    if beyond:
        raise DataError(
            f"{name}, row {number}: {beyond[0]!r} stands under no heading. Give the column a name, or delete the cell."
        )
    return dict(itertools.zip_longest(header, cells[: len(header)]))


def _plain(cell: object) -> object:
    return None if isinstance(cell, str) and not cell.strip() else cell
