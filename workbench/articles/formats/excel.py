"""Workbooks of Excel and LibreOffice (.xlsx, .xls): one row, one article, of every sheet that holds articles."""

import io
import itertools
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from workbench.articles.decode import NotText
from workbench.articles.formats.columns import choose_fields
from workbench.articles.formats.csv_table import distinct, read_csv
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.rows import Row, Table, read_rows
from workbench.articles.record import Record, Rejected

Cells = tuple[object, ...]
_HEADERS = 8  # rows among which the header is looked for
_LARGEST = 1_000_000_000  # bytes of a workbook unpacked; its strings are kept in memory
_ZIP = b"PK\x03\x04"
_OLD = (b"\xd0\xcf\x11\xe0", b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")  # Excel 97 to 2003, 2, 3, 4, 5


class _Sheet(NamedTuple):
    """A sheet: its title, what gives its rows from the first on, how many stand before the header, its columns."""

    title: str
    rows: Callable[[], Iterator[Cells]]
    before: int
    columns: list[str]


def read_workbook(path: Path, name: str, columns: Mapping[str, str], *, layout: str) -> Iterator[Record | Rejected]:
    """Yield a record a row of the sheets that hold articles. What a file is, its first bytes say: many are misnamed."""
    with path.open("rb") as file:
        head = file.read(512)
    if head.startswith(_ZIP):
        yield from _read_xlsx(path, name, columns, layout)
    elif head.startswith(_OLD):
        yield from _read_xls(path, name, columns, layout)
    elif head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise NotText("The file is HTML or XML, no workbook. Open it in a spreadsheet program and save it as .xlsx.")
    else:  # "Excel" exports of some databases are text with tabs
        yield from read_csv(path, name, columns, layout=layout, preferred="\t")


def _read_xlsx(path: Path, name: str, columns: Mapping[str, str], layout: str) -> Iterator[Record | Rejected]:
    from openpyxl import load_workbook

    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as parts:
                size = sum(part.file_size for part in parts.infolist())
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False) if size <= _LARGEST else None
        except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
            raise NotText("The workbook is broken. Open it in a spreadsheet program and save it again.") from error
        if book is None:
            raise NotText(f"The workbook has {size:,} bytes unpacked; at most {_LARGEST:,} are read. Save it as CSV.")
        sheets = [_with_header(sheet.title, _xlsx_rows(sheet), columns) for sheet in book.worksheets]
        yield from _read_sheets(sheets, Table(name, layout, columns))


def _xlsx_rows(sheet: Any) -> Callable[[], Iterator[Cells]]:  # noqa: ANN401 - kinds of sheets share no type
    sheet.reset_dimensions()  # some programs state wrong ones
    return partial(sheet.iter_rows, values_only=True)


def _read_xls(path: Path, name: str, columns: Mapping[str, str], layout: str) -> Iterator[Record | Rejected]:
    import xlrd

    try:
        book = xlrd.open_workbook(path, on_demand=True, logfile=io.StringIO())
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError) as error:
        raise NotText(
            f"The workbook is protected by a password, or no .xls: {error}. Save it as .xlsx without a password."
        ) from error
    sheets = [_with_header(title, partial(_xls_rows, book, title), columns) for title in book.sheet_names()]
    yield from _read_sheets(sheets, Table(name, layout, columns))


def _xls_rows(book: Any, title: str) -> Iterator[Cells]:  # noqa: ANN401 - xlrd has no types
    sheet = book.sheet_by_name(title)
    for number in range(sheet.nrows):
        yield tuple(_xls_value(cell, book.datemode) for cell in sheet.row(number))


def _xls_value(cell: Any, datemode: int) -> object:  # noqa: ANN401
    """Return the value of a cell of an old workbook, in which all numbers are floats and dates are numbers."""
    import xlrd

    if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR}:
        return None
    value: Any = cell.value
    if cell.ctype == xlrd.XL_CELL_DATE:
        with suppress(ValueError, OverflowError):  # a number that is no day stays a number
            value = xlrd.xldate_as_datetime(value, datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        value = bool(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _with_header(title: str, rows: Callable[[], Iterator[Cells]], columns: Mapping[str, str]) -> _Sheet:
    """Return a sheet with its header: of its first rows the one that names most fields, else the first."""
    first = [[str(cell) if cell is not None else "" for cell in row] for row in itertools.islice(rows(), _HEADERS)]
    known = [len(choose_fields(row, columns).fields) for row in first]
    filled = next((place for place, row in enumerate(first) if any(row)), None)
    if filled is None:
        return _Sheet(title, rows, 0, [])
    place = known.index(max(known)) if max(known) > 1 else filled
    width = max(number for number, cell in enumerate(first[place], start=1) if cell)
    return _Sheet(title, rows, place + 1, distinct(first[place][:width]))


def _read_sheets(sheets: list[_Sheet], table: Table) -> Iterator[Record | Rejected]:
    """Yield what the sheets with texts hold; sheets with titles only are read where no sheet has texts."""
    filled = [sheet for sheet in sheets if sheet.columns]
    if not filled:
        raise NotText("The workbook has no cell that holds anything.")
    with_text = [sheet for sheet in filled if "text" in choose_fields(sheet.columns, table.columns).fields]
    numbers = itertools.count(1)
    reasons = [f"The sheet '{sheet.title}' has no texts: not read." for sheet in filled if sheet not in with_text]
    reasons = reasons if with_text else []
    for sheet in with_text or filled:
        called = f"The sheet '{sheet.title}'" if len(filled) > 1 else table.name
        rows = _numbered(sheet, numbers, told=len(with_text or filled) > 1)
        try:
            yield from read_rows(rows, Table(table.name, table.layout, table.columns, called=called))
        except NotText as reason:
            reasons.append(str(reason))
    if len(reasons) == len(filled):
        raise NotText(" ".join(reasons))
    yield from (Rejected(table.name, 0, reason) for reason in reasons)


def _numbered(sheet: _Sheet, numbers: Iterator[int], *, told: bool) -> Iterator[Row]:
    """Yield the rows under the header, numbered through all sheets; `told` adds the title of the sheet.

    Cells beside the table, under no header, are kept: unlike in CSV they cannot have slipped there.
    """
    width = len(sheet.columns)
    for cells in itertools.islice(sheet.rows(), sheet.before, None):
        number = next(numbers)
        row = [_plain(cell) for cell in cells]
        if all(cell is None for cell in row) or row[:width] == sheet.columns:
            continue
        values = dict(zip(sheet.columns, itertools.chain(row, itertools.repeat(None)), strict=False))
        beside = {
            f"column_{place}": cell for place, cell in enumerate(row[width:], start=width + 1) if cell is not None
        }
        yield number, values | beside | ({"sheet": sheet.title} if told else {})


def _plain(cell: object) -> object:
    """Return a cell, line ends as they were before the workbook escaped them, blank ones as None."""
    if not isinstance(cell, str):
        return cell
    cell = cell.replace("_x000D_", "") if "_x000D_" in cell else cell
    return cell if cell and not cell.isspace() else None


LAYOUTS = (
    Layout("xlsx", (".xlsx", ".xlsm"), partial(read_workbook, layout="xlsx")),
    Layout("xls", (".xls",), partial(read_workbook, layout="xls")),
)
