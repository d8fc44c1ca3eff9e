"""How a CSV file is written: what divides its cells, how quotation marks are escaped, where its header stands."""

import csv
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from workbench.articles.formats.columns import choose_fields

_DELIMITERS = ",;\t|"
_HEADERS = 8  # rows among which the header is looked for: some exports put a title, a query or a date over it


class Dialect(NamedTuple):
    """What `csv.reader` must be told, and how many lines stand before the header."""

    delimiter: str
    escape: str | None
    before: int


def find_dialect(sample: list[str], columns: Mapping[str, str], *, preferred: str) -> Dialect:
    """Return how the lines of a sample are best read: where most names are known and most rows have as many cells."""
    stated = _stated(sample[0]) if sample else None
    rest = sample[1:] if stated else sample
    delimiters = stated or preferred + _DELIMITERS.replace(preferred, "")
    escapes = (None, "\\") if any('\\"' in line for line in rest) else (None,)
    tried = []
    for delimiter in delimiters:
        for escape in escapes:
            lines, rows = _parse(rest, delimiter, escape)
            score, header = _score(rows, columns)
            tried.append((score, Dialect(delimiter, escape, (lines[header] if lines else 0) + bool(stated))))
    return max(tried, key=lambda pair: pair[0])[1]  # the first of equals


def _stated(line: str) -> str | None:
    """Return the delimiter that a first line "sep=;" states, as Excel reads and writes it."""
    text = line.strip().strip('"').lower()
    return (
        line.strip().strip('"')[4] if text.startswith("sep=") and len(text) == 5 else "\t" if text == "sep=" else None
    )


def _parse(lines: list[str], delimiter: str, escape: str | None) -> tuple[list[int], list[list[str]]]:
    """Return the rows of the sample, and the line each begins at; the last may be cut and is left out."""
    begins, rows = [], []
    reader = csv.reader(lines, delimiter=delimiter, escapechar=escape, doublequote=escape is None, strict=True)
    while True:
        begin = reader.line_num
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            row = ["broken"]
        if any(cell.strip() for cell in row):
            begins.append(begin)
            rows.append(row)
    return begins, rows


def _score(rows: list[list[str]], columns: Mapping[str, str]) -> tuple[tuple[float, ...], int]:
    """Return how well rows read as a table, the more the better, and which of them is the header."""
    known = [_known(row, columns) for row in rows[:_HEADERS]]
    header = known.index(max(known)) if known and max(known) > 1 else 0
    body = rows[header:]
    if not body:
        return (0, 0, 0), 0
    width, same = Counter(map(len, body)).most_common(1)[0]
    return (known[header] if known else 0, same / len(body) if len(body[0]) == width else 0, width), header


def _known(row: list[str], columns: Mapping[str, str]) -> int:
    """Return how many fields the cells of a row name, were it the header. Cells of a header are short."""
    if any(len(cell) > 100 for cell in row):
        return 0
    return len(choose_fields(row, columns).fields)
