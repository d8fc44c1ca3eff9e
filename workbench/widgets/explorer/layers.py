"""Marks in texts: each table with places in articles is a layer that a reader can switch on and off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class Mark:
    """One marked place: offsets into the text (or the title) of its article, its layer and what is told about it."""

    start: int
    end: int
    layer: str
    note: str
    in_title: bool = False


@dataclass(frozen=True)
class Layer:
    """The marks of one table; what is told about a mark is written when its article is read.

    Attributes:
        name: what the layer is called.
        places: of the articles, ascending; one a mark.
        rows: of the table, in the same order.
        table: `start`, `end` (offsets into the text, or into the title where `place` is "title"), and what is told.
        told: the columns that say something about a mark.
    """

    name: str
    places: NDArray[np.int64]
    rows: NDArray[np.int64]
    table: pd.DataFrame
    told: Sequence[str] = ()

    def marks_of(self, place: int) -> list[Mark]:
        """Return the marks of an article in reading order."""
        first, last = self.places.searchsorted([place, place + 1])
        part = self.table.iloc[self.rows[first:last]].sort_values(["start", "end"], kind="stable")
        titles = part["place"] == "title" if "place" in part.columns else [False] * len(part)
        spans = zip(part["start"], part["end"], _notes(part, self.told), titles, strict=True)
        return [Mark(int(start), int(end), self.name, note, bool(title)) for start, end, note, title in spans]

    def count(self, articles: int) -> NDArray[np.int64]:
        """Return the number of marks of each article."""
        return np.bincount(self.places, minlength=articles).astype(np.int64)


def build_layer(name: str, table: pd.DataFrame, places: NDArray[np.int64], told: Sequence[str] = ()) -> Layer:
    """Return the layer of a table whose rows lie in the articles at `places`; those below 0 are left out.

    Example:
        >>> build_layer("Dates", pd.DataFrame({"start": [3], "end": [7]}), np.array([0])).marks_of(0)
        [Mark(start=3, end=7, layer='Dates', note='', in_title=False)]
    """
    known = (places >= 0) & table["start"].notna().to_numpy() & table["end"].notna().to_numpy()
    rows = np.flatnonzero(known)
    rows = rows[np.argsort(places[rows], kind="stable")]
    return Layer(name, places[rows], rows, table, [column for column in told if column in table.columns])


def _notes(table: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    if not columns:
        return [""] * len(table)
    written = [_written(table[column]) for column in columns]
    return [" · ".join(cell for cell in cells if cell) for cells in zip(*written, strict=True)]


def _written(column: pd.Series) -> list[str]:
    if pd.api.types.is_bool_dtype(column):
        return [str(column.name) if value is True or value == 1 else "" for value in column]
    if pd.api.types.is_float_dtype(column):
        return ["" if pd.isna(value) else f"{value:.3g}" for value in column]
    return column.astype("str").fillna("").tolist()
