"""Events of a researcher's own, from a table: elections, strikes, anything a timeline is read against."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from workbench.articles.dates import decide_day_first
from workbench.articles.tables import CSV_SUFFIXES, XLSX_SUFFIXES, Sheet, read_tables
from workbench.cells import unguard
from workbench.errors import DataError, ParameterError
from workbench.timeline.events.given_dates import read_given_date

# What the columns are called, as `_plain` writes names; the surest first.
_NAMES = {
    "label": "label event name title what description ereignis titel bezeichnung evento nombre titulo descripcion "
    "evenement libelle titre".split(),
    "start": "earliest start startdate from begin begins since beginn anfang von inicio desde debut".split(),
    "end": "latest end enddate to until ends ende bis fin hasta final".split(),
    "date": "date day when datum tag fecha dia jour".split(),
    "kind": "kind type category class group art typ kategorie tipo clase categoria genre categorie".split(),
}
_KNOWN = set[str]().union(*_NAMES.values())
_SUFFIXES = (*CSV_SUFFIXES, ".txt", *XLSX_SUFFIXES)
_SHOWN = 5  # problems told at once
_Row = tuple[str, datetime, datetime, str | None]


class _Chosen(NamedTuple):
    """Which column of a table is which of ours; None where there is none."""

    label: str
    date: str | None
    start: str | None
    end: str | None
    kind: str | None


def read_own_events(path: str | Path) -> pd.DataFrame:
    r"""Return a researcher's own events from a table, to be laid over any timeline.

    The table has a column of names ("label", "event", "name", "title"), and either a column "date" or two, "start" and
    "end" (an end that is empty is the day of the start). A column "kind" is kept. Letter case and other languages'
    names of these columns do not matter; other columns are not read. A date is a day, a month or a year
    (2025-11-21, 21 November 2025, 21/11/2025, 2025-11, late 2023). 03/04/2025 is read as other dates of the file tell,
    such as 21/11/2025; where none tells, it is refused.

    Args:
        path: .csv, .tsv (any delimiter and encoding) or .xlsx.

    Returns:
        label, earliest, latest (first and last day, midnight UTC), kind (missing where none is given); in the order of
        the dates.

    Raises:
        ParameterError: there is no such file, or it has another ending.
        DataError: the file has no such columns, or rows cannot be read: no label, no date, a date without a year or
            that can be two days, an end before its start. The message names the rows; none is left out silently.

    Example:
        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp()) / "events.csv"
        >>> _ = path.write_text("Event;Date\nGeneral election;2025-11-30\nHarbour strike;early March 2025\n")
        >>> read_own_events(path)["label"].tolist()
        ['Harbour strike', 'General election']
    """
    file = Path(path)
    if not file.is_file():
        raise ParameterError(f"There is no file at {file}. Check the path.")
    if file.suffix.lower() not in _SUFFIXES:
        raise ParameterError(f"{file.name!r} is no table. Allowed endings: {', '.join(_SUFFIXES)}.")
    tables = [(table, _chosen(table, file.name)) for table in read_tables(file, _count_known) if table.rows]
    if not tables:
        raise DataError(f"{file.name} has no rows under a header. Check that it is the right file.")
    day_first = decide_day_first(_dates(tables))
    rows, problems = [], []
    for table, chosen in tables:
        for number, cells in table.rows:
            try:
                rows.append(_read_row(cells, chosen, day_first=day_first))
            except ValueError as error:
                problems.append(f"row {number}: {error}")
    if problems:
        more = f" And {len(problems) - _SHOWN} more rows." if len(problems) > _SHOWN else ""
        raise DataError(f"{file.name}, {' '.join(problems[:_SHOWN])}{more} Correct these rows, or delete them.")
    return _table(rows)


def _count_known(names: Sequence[str]) -> int:
    return sum(_plain(name) in _KNOWN for name in names)


def _chosen(table: Sheet, name: str) -> _Chosen:
    plain = {_plain(column): column for column in reversed(table.header)}
    found = {ours: next((plain[alias] for alias in names if alias in plain), None) for ours, names in _NAMES.items()}
    if not found["label"] or not (found["date"] or found["start"]):
        lacking = "names (label)" if not found["label"] else "dates (date, or start and end)"
        raise DataError(
            f"{name} has no column of {lacking}. Found: {', '.join(table.header) or 'none'}. Name one of them so."
        )
    return _Chosen(**found)  # type: ignore[arg-type]


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold().translate(str.maketrans("áéíóúèàâêô", "aeioueaaeo")))


def _dates(tables: Iterable[tuple[Sheet, _Chosen]]) -> Iterator[str]:
    for table, chosen in tables:
        for column in (chosen.date, chosen.start, chosen.end):
            yield from (str(cells[column]) for _, cells in table.rows if column and cells[column] is not None)


def _read_row(cells: dict[str, object], chosen: _Chosen, *, day_first: bool | None) -> _Row:
    """Return an event, or raise `ValueError` with what is wrong with its row."""
    label = _text(cells[chosen.label])
    if label is None:
        raise ValueError("the event has no name.")
    first, last = (_date(cells, column, day_first=day_first) for column in (chosen.start, chosen.end))
    whole = _date(cells, chosen.date, day_first=day_first) if first is None else None
    begin = first or whole
    if begin is None:
        raise ValueError("the event has no date." if last is None else "the event has an end and no start.")
    earliest, latest = begin[0], (last or begin)[1]
    if latest < earliest:
        raise ValueError(f"the event ends on {latest.date()}, before it begins on {earliest.date()}.")
    return label, earliest, latest, _text(cells[chosen.kind]) if chosen.kind else None


def _date(cells: dict[str, object], column: str | None, *, day_first: bool | None) -> tuple[datetime, datetime] | None:
    cell = cells[column] if column else None
    if cell is None:
        return None
    date = read_given_date(cell, day_first=day_first)
    if date.earliest is None or date.latest is None:
        raise ValueError(f"{str(cell)!r} states no year. Write the year.")
    return date.earliest, date.latest


def _text(cell: object) -> str | None:
    return None if cell is None else " ".join(unguard(str(cell)).split()) or None


def _table(rows: list[_Row]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["label", "earliest", "latest", "kind"])
    instants = {name: pd.to_datetime(table[name], utc=True).dt.as_unit("us") for name in ("earliest", "latest")}
    table = table.assign(**instants).astype({"label": "str", "kind": "str"})
    return table.sort_values(["earliest", "latest", "label"], ignore_index=True)
