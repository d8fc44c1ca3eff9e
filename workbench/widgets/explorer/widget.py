"""The explorer in a notebook: answers the front end, which holds one page and one article and nothing else.

All data go as messages when they are asked for, none as synchronised state: an executed notebook keeps the state of its
widgets, and would keep the articles with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import ipywidgets
import numpy as np
import pandas as pd

from workbench.errors import WorkbenchError
from workbench.progress import answer_while_running
from workbench.widgets.explorer.catalogue import Catalogue
from workbench.widgets.explorer.layers import Layer
from workbench.widgets.explorer.links import find_values
from workbench.widgets.explorer.query import Query, read_query
from workbench.widgets.explorer.reading import SEARCH, Blocks, build_reading
from workbench.widgets.explorer.still import still_html

if TYPE_CHECKING:
    from plotly.basedatatypes import BaseTraceType
    from plotly.callbacks import Points
    from plotly.graph_objects import Figure, FigureWidget

_HERE = Path(__file__).parent


class Reader(anywidget.AnyWidget):
    """The front end: table and article."""

    _esm = _HERE / "explorer.js"
    _css = _HERE / "explorer.css"


class Explorer:
    """Articles to search, filter and read, shown when it is the last line of a cell.

    Attributes:
        widget: the ipywidgets box that is shown, to be put into layouts of your own.
    """

    def __init__(
        self, catalogue: Catalogue, layers: Sequence[Layer], blocks: Blocks, figure: Figure | None = None
    ) -> None:
        self._catalogue, self._layers = catalogue, layers
        self._blocks = blocks
        self._query, self._ticked = Query(), set[int]()
        self._reader = Reader()
        self._reader.on_msg(self._hear)
        answer_while_running(self._reader)
        drawn = [] if figure is None else [self._linked(figure)]
        self.widget = ipywidgets.VBox([*drawn, self._reader])

    @property
    def selected(self) -> pd.DataFrame:
        """The articles that are ticked; where none is, those that search and filters leave, in the order shown."""
        places = sorted(self._ticked) or self._catalogue.find(self._query).places
        return self._catalogue.articles.iloc[places].reset_index(drop=True)

    def __repr__(self) -> str:
        return f"Explorer of {len(self._catalogue.articles):,} articles"

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Return the widget, and a page without scripts for reports and exported notebooks."""
        shown = self.widget._repr_mimebundle_() or {}
        return {**shown, "text/plain": repr(self), "text/html": still_html(self._catalogue)}

    def _hear(self, _: object, message: Mapping[str, Any], __: object) -> None:
        """Answer a message of the front end; the answer has its number, so that late ones can be told."""
        try:
            answer = self._answer(message)
        except WorkbenchError as error:
            answer = {"kind": "problem", "text": str(error)}
        self._send(answer | {"view": message.get("view"), "number": message.get("number")})

    def _send(self, message: Mapping[str, Any]) -> None:
        self._reader.send(message)
        answer_while_running(self._reader)

    def _answer(self, message: Mapping[str, Any]) -> dict[str, Any]:
        match message.get("kind"):
            case "start":
                return self._start()
            case "prepare":  # sent when the first page is shown: the first search need not wait
                return {"kind": "ready", "searchable": self._catalogue.index.articles}
            case "query":
                self._query = read_query(message)
                return {"kind": "page", **self._page()}
            case "read":
                return {"kind": "article", **self._read(message.get("place"))}
            case "tick":
                self._tick(message.get("place"), on=bool(message.get("on")))
                return {"kind": "ticked", "ticked": len(self._ticked)}
            case "untick":
                self._ticked.clear()
                return {"kind": "page", **self._page()}
        return {"kind": "problem", "text": "The explorer does not know this message. Run its cell again."}

    def _start(self) -> dict[str, Any]:
        columns = [name for name in ("outlet", "published", "words") if name in self._catalogue.articles.columns]
        return {
            "kind": "start",
            "total": len(self._catalogue.articles),
            "facets": [
                {"name": facet.name, "values": facet.offered(), "all": len(facet.labels)}
                for facet in self._catalogue.facets.values()
            ],
            "columns": ["title", *columns, *(["marks"] if self._layers else [])],
            "layers": [*(layer.name for layer in self._layers), SEARCH],
        }

    def _page(self) -> dict[str, Any]:
        page = self._catalogue.page(self._query)
        rows = [row | {"ticked": row["place"] in self._ticked} for row in page["rows"]]
        return {**page, "rows": rows, "ticked": len(self._ticked)}

    def _read(self, place: object) -> dict[str, Any]:
        known = self._known(place)
        article, blocks = self._catalogue.articles.iloc[known], self._blocks.of(known)
        return {"place": known, **build_reading(article, blocks, self._layers, known, self._query.text)}

    def _tick(self, place: object, *, on: bool) -> None:
        known = self._known(place)
        self._ticked = self._ticked | {known} if on else self._ticked - {known}

    def _known(self, place: object) -> int:
        if not isinstance(place, int) or not 0 <= place < len(self._catalogue.articles):
            raise WorkbenchError(f"There is no article at place {place!r}. Run the cell of the explorer again.")
        return place

    def _linked(self, figure: Figure) -> FigureWidget:
        """Return the figure as a widget whose marks filter the articles."""
        import plotly.graph_objects as go

        drawn = go.FigureWidget(figure)
        for trace in drawn.data:
            if hasattr(trace, "on_click"):
                trace.on_click(self._clicked)
        return drawn

    def _clicked(self, trace: BaseTraceType, points: Points, _: object) -> None:
        if not points.point_inds:
            return
        facets = list(self._catalogue.facets.values())
        words: Iterable[object] = [*points.xs[:1], *points.ys[:1], trace.name]
        custom = _nth(trace.customdata, points.point_inds[0])
        values = find_values(trace.parent.layout.meta, custom, words, facets)
        labels = {name: self._catalogue.facets[name].labels[value] for name, value in values.items()}
        self._send({"kind": "filter", "facets": values, "labels": labels})


def _nth(values: object, place: object) -> object:
    """Return an item of custom data, which cells of grids have by row and column."""
    for index in place if isinstance(place, list | tuple) else [place]:
        values = values[int(str(index))] if isinstance(values, list | tuple | np.ndarray) else None
    return values
