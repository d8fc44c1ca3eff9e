"""What articles can be filtered by: a facet has values, and each value knows the places of its articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.text import NOT_STATED

_OFFERED = 200  # values of a facet that are offered in its list; more can be set by a figure


@dataclass(frozen=True)
class Facet:
    """One thing to filter by.

    Attributes:
        name: what it is called, such as "Frame".
        labels: {value: what it is called}, in the order in which they are offered.
        places: {value: places of its articles}, ascending.
    """

    name: str
    labels: Mapping[str, str]
    places: Mapping[str, NDArray[np.int64]]

    def offered(self) -> list[dict[str, object]]:
        """Return value, label and number of articles of the values, the most frequent where there are too many."""
        values = list(self.labels)
        if len(values) > _OFFERED:
            values = sorted(values, key=lambda value: -len(self.places[value]))[:_OFFERED]
        return [{"value": value, "label": self.labels[value], "articles": len(self.places[value])} for value in values]


def build_facet(
    name: str, places: NDArray[np.int64], values: pd.Series | Sequence[object], labels: Mapping[str, str] | None = None
) -> Facet:
    """Return the facet of pairs of a place and a value; pairs with a place below 0 are left out.

    Example:
        >>> build_facet("Outlet", np.array([0, 1, 0]), ["Post", "Herald", "Post"]).places["Post"].tolist()
        [0]
    """
    known = labels or {}
    pairs = pd.DataFrame({"place": places, "value": pd.Series(values, dtype="str").array})
    pairs = pairs[pairs["place"] >= 0].dropna().drop_duplicates()
    order = {value: place for place, value in enumerate(known)}
    named = {str(value): part.to_numpy() for value, part in pairs.groupby("value")["place"]}
    ordered = sorted(named, key=lambda value: (order.get(value, len(order)), value == NOT_STATED, value.lower(), value))
    return Facet(
        name,
        {value: known.get(value, value) for value in ordered},
        {value: np.sort(named[value]).astype(np.int64) for value in ordered},
    )


def build_column_facet(name: str, column: pd.Series) -> Facet:
    """Return the facet of a column of the articles; those without a value have one of their own, "not stated"."""
    return build_facet(name, np.arange(len(column)), column.astype("str").fillna(NOT_STATED))
