"""The numbers of a figure as a table that everybody can read: from the file of its table, else from what it draws."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROWS = 50  # of the file of a table
POINTS = 300  # of a figure that has no file
_LONGEST = 400  # characters of a cell; the files have the whole
_TAG = re.compile(r"<[^>]*>")
_DRAWN = ("labels", "values", "x", "y", "z", "r", "theta", "open", "high", "low", "close")
_NUMBERS = re.compile(r"[iuf][1248]")
_KINDS = {"text": "", "number": "number", "day": "day"}


@dataclass(frozen=True)
class Rows:
    """A table in words: (heading, class) of each column, the cells as text, and what is left out."""

    columns: list[tuple[str, str]]
    cells: list[list[str]]
    told: str


def read_rows(file: Path) -> Rows | None:
    """Return the first rows of the Parquet file of a figure's table, however long it is; None where it has none."""
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(file) as opened:
            batch = next(opened.iter_batches(batch_size=ROWS), None)
            total = opened.metadata.num_rows
    except (ArrowException, OSError):
        return None
    return None if batch is None else _written(batch.to_pandas(), total)


def trace_rows(figure: dict[str, Any]) -> Rows | None:
    """Return the points that a figure of anybody's draws; None where it has none that stand in rows.

    The marks of our own figures say in words what they show: those words, because places on axes say less.
    """
    traces = figure.get("data") or []
    worded = [trace for trace in traces if _values(trace.get("hovertext"))] if _is_ours(figure) else []
    found = chain.from_iterable(map(_words, worded) if worded else map(_points, traces))
    rows = list(islice(found, POINTS + 1))
    table = pd.DataFrame(rows[:POINTS]).dropna(axis="columns", how="all")
    if table.empty:
        return None
    return _written(table, len(rows), more=len(rows) > POINTS)


def _is_ours(figure: dict[str, Any]) -> bool:
    meta = (figure.get("layout") or {}).get("meta")
    return isinstance(meta, dict) and "alt" in meta


def _words(trace: dict[str, Any]) -> Iterator[dict[str, Any]]:
    said = (_plain(words) for words in _values(trace["hovertext"]))
    return ({"series": _plain(trace.get("name")), "mark": words} for words in said if words)


def _points(trace: dict[str, Any]) -> Iterator[dict[str, Any]]:
    name = {"series": _plain(trace.get("name"))}
    columns = {key: _values(trace.get(key)) for key in _DRAWN}
    if columns["z"] and isinstance(columns["z"][0], list):
        yield from (name | point for point in _grid(columns["x"], columns["y"], columns["z"]))
        return
    for place in range(max(map(len, columns.values()), default=0)):
        yield name | {key: _nth(values, place) for key, values in columns.items() if values}


def _grid(across: list[Any], down: list[Any], lines: list[Any]) -> Iterator[dict[str, Any]]:
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            yield {"x": _nth(across, column), "y": _nth(down, row), "value": _plain(value)}


def _nth(values: list[Any], place: int) -> Any:  # noqa: ANN401 - whatever is drawn
    return _plain(values[place]) if place < len(values) else None


def _plain(value: object) -> object:
    return " ".join(unescape(_TAG.sub(" ", value)).split()) if isinstance(value, str) else value


def _values(given: Any) -> list[Any]:  # noqa: ANN401 - as plotly writes it
    """Return the values of a list of plotly's, which may stand as bytes in base64."""
    if isinstance(given, list):
        return given
    if not isinstance(given, dict) or not _NUMBERS.fullmatch(str(given.get("dtype"))):
        return []
    try:
        read = np.frombuffer(b64decode(given["bdata"]), dtype=f"<{given['dtype']}")
        shape = [int(part) for part in str(given.get("shape") or len(read)).split(",")]
        return list(read.reshape(shape).tolist())
    except (TypeError, ValueError, KeyError):
        return []


def _written(table: pd.DataFrame, total: int, *, more: bool = False) -> Rows:
    kinds = {column: _kind(table[column]) for column in table.columns}
    columns = [(str(column).replace("_", " "), _KINDS[kind]) for column, kind in kinds.items()]
    cells = [[_cell(value) for value in row] for row in table.itertuples(index=False, name=None)]
    cut = f"The first {len(table)} rows" if more else f"The first {len(table)} of {total:,} rows"
    return Rows(columns, cells, cut if len(table) < total else "")


def _kind(values: pd.Series) -> str:
    if pd.api.types.is_datetime64_any_dtype(values):
        return "day"
    return "number" if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values) else "text"


def _cell(value: Any) -> str:  # noqa: ANN401 - a cell can hold anything
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "–"
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}" if value == value.normalize() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float | np.floating):
        return f"{value:.6g}"
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
