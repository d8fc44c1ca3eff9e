"""Many articles as a table to search, filter, sort and page: all of it here, so that a browser holds one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.widgets.explorer.facets import Facet
from workbench.widgets.explorer.layers import Layer
from workbench.widgets.explorer.query import Query
from workbench.widgets.explorer.search import TextIndex, read_terms

PAGE = 25  # articles


@dataclass(frozen=True)
class Found:
    """The places of the articles that a query leaves, in its order, and how many it left out for want of a date."""

    places: NDArray[np.int64]
    undated: int


class Catalogue:
    """Articles with what is known of them, ready to be asked."""

    def __init__(self, articles: pd.DataFrame, facets: Iterable[Facet], layers: Iterable[Layer]) -> None:
        self.articles = articles
        self.facets = {facet.name: facet for facet in facets}
        counts = [layer.count(len(articles)) for layer in layers]
        self.marks = sum(counts, start=np.zeros(len(articles), dtype=np.int64))
        self._ranks: dict[str, NDArray[np.int64]] = {}
        self._searched = ("", np.ones(len(articles), dtype=bool))
        self._last: tuple[Query, Found] | None = None

    @cached_property
    def index(self) -> TextIndex:
        """The folded titles and texts, made when they are first needed: a report never searches."""
        return TextIndex(_texts(self.articles, "title"), _texts(self.articles, "text"))

    def find(self, query: Query) -> Found:
        """Return what a query leaves; asked again for another page, it is not worked out again."""
        asked = Query(query.text, query.facets, query.first, query.last, query.sort, query.down)
        if self._last is None or self._last[0] != asked:
            self._last = (asked, self._find(asked))
        return self._last[1]

    def _find(self, query: Query) -> Found:
        kept = self._search(query.text).copy()
        for name, value in query.facets.items():
            kept &= self._having(name, value)
        undated = 0
        if query.first is not None or query.last is not None:
            undated = int((kept & self._undated()).sum())
            kept &= self._published(query)
        places = np.flatnonzero(kept).astype(np.int64)
        return Found(self._sorted(places, query), undated)

    def _search(self, text: str) -> NDArray[np.bool_]:
        if self._searched[0] != text:
            everything = np.ones(len(self.articles), dtype=bool)
            self._searched = (text, self.index.find(text) if read_terms(text) else everything)
        return self._searched[1]

    def _having(self, name: str, value: str) -> NDArray[np.bool_]:
        having = np.zeros(len(self.articles), dtype=bool)
        if name in self.facets and value in self.facets[name].places:
            having[self.facets[name].places[value]] = True
        return having

    def _published(self, query: Query) -> NDArray[np.bool_]:
        """Return which articles were published from the first to the last day, both included."""
        within = ~self._undated()
        if "published" in self.articles.columns:
            published = self.articles["published"]
            if query.first is not None:
                within &= (published >= query.first).to_numpy(dtype=bool)
            if query.last is not None:
                within &= (published < query.last + pd.Timedelta(days=1)).to_numpy(dtype=bool)
        return within

    def _undated(self) -> NDArray[np.bool_]:
        if "published" not in self.articles.columns:
            return np.ones(len(self.articles), dtype=bool)
        return np.asarray(self.articles["published"].isna(), dtype=bool)

    def _sorted(self, places: NDArray[np.int64], query: Query) -> NDArray[np.int64]:
        """Return the places in the order asked for; what is missing comes last, equal ones stay in their order."""
        if not query.sort:
            return places
        ranks = self._rank(query.sort)[places]
        keys = np.where(ranks < 0, np.iinfo(np.int64).max, -ranks if query.down else ranks)
        return places[np.argsort(keys, kind="stable")]

    def _rank(self, column: str) -> NDArray[np.int64]:
        """Return the rank of each article in a column, -1 where it is missing; worked out once."""
        if column not in self._ranks:
            values = pd.Series(self.marks) if column == "marks" else self._column(column)
            self._ranks[column] = np.asarray(pd.factorize(values, sort=True)[0], dtype=np.int64)
        return self._ranks[column]

    def _column(self, name: str) -> pd.Series:
        if name not in self.articles.columns:
            return pd.Series(np.nan, index=self.articles.index)
        column = self.articles[name]
        return column.str.lower() if pd.api.types.is_string_dtype(column) else column

    def rows(self, places: list[int]) -> list[dict[str, object]]:
        """Return what the table shows of the articles at these places."""
        part = self.articles.iloc[places]
        columns = {name: part[name] for name in ("title", "outlet", "published", "words") if name in part.columns}
        return [
            {"place": int(place), "id": str(part["article_id"].iloc[row]), "marks": int(self.marks[place])}
            | {name: _cell(column.iloc[row]) for name, column in columns.items()}
            for row, place in enumerate(places)
        ]

    def page(self, query: Query) -> dict[str, Any]:
        """Return the rows of the page that a query asks for, and how many articles and pages there are."""
        found = self.find(query)
        pages = max(-(-len(found.places) // PAGE), 1)
        page = min(query.page, pages - 1)
        rows = self.rows(found.places[page * PAGE : (page + 1) * PAGE].tolist())
        return {
            "rows": rows,
            "page": page,
            "pages": pages,
            "found": len(found.places),
            "undated": found.undated,
        }


def _texts(articles: pd.DataFrame, column: str) -> pd.Series:
    """Return a column of texts without missing ones."""
    if column not in articles.columns:
        return pd.Series("", index=articles.index, dtype="str")
    return articles[column].astype("str").fillna("")


def _cell(value: object) -> object:
    """Return a value as JSON has it: days as text, what is missing as None."""
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return int(value) if isinstance(value, int | np.integer) else str(value)
