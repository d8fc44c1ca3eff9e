"""Tables of the workbench, known by their columns, turned into facets to filter by and layers of marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.articles import Corpus
from workbench.errors import DataError, ParameterError
from workbench.framing import Codebook, HandCodes, Predictions
from workbench.framing.coding.codes import article_of
from workbench.timeline import Events
from workbench.topics import Topics
from workbench.widgets.explorer.facets import Facet, build_facet
from workbench.widgets.explorer.layers import Layer, build_layer

Places = NDArray[np.int64]  # of the articles of the rows of a table; -1 for articles that are not shown


@dataclass
class Known:
    """What the tables say about the articles; the places of articles by their id; what values are called."""

    places: pd.Index
    facets: list[Facet] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    frames: dict[str, str] = field(default_factory=dict)
    topics: dict[str, str] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)

    def places_of(self, ids: pd.Series) -> Places:
        """Return the places of the articles with these ids, -1 for others."""
        return np.asarray(self.places.get_indexer(pd.Index(ids.astype("str"))), dtype=np.int64)

    def add_facet(self, facet: Facet) -> None:
        """Add a facet, unless one of that name is there: scores come before hits."""
        if facet.labels and facet.name not in {known.name for known in self.facets}:
            self.facets.append(facet)

    def add_layer(self, layer: Layer) -> None:
        """Add a layer; a second one of the same name is told apart by a number."""
        alike = sum(known.name.rstrip(" 0123456789") == layer.name for known in self.layers)
        named = replace(layer, name=f"{layer.name} {alike + 1}") if alike else layer
        self.layers.append(named)


@dataclass(frozen=True)
class Kind:
    """A kind of table: what it is called, the columns it is known by, and what is made of it."""

    name: str
    columns: frozenset[str]
    add: Callable[[Known, pd.DataFrame, Places], None]


def read_tables(articles: pd.DataFrame, tables: Iterable[object]) -> Known:
    """Return the facets and layers of all tables about these articles.

    Raises:
        ParameterError: something is no table and no result of the workbench.
        DataError: the columns of a table are those of no known kind, or none of its rows is about these articles.
    """
    known = Known(pd.Index(articles["article_id"].astype("str")))
    unpacked = [table for given in tables for table in _unpack(known, given)]
    found = [(_kind_of(table), table) for table in unpacked]
    for kind, table in sorted(found, key=lambda pair: _KINDS.index(pair[0])):
        places = _places(known, table)
        _check_about(kind, table, places)
        kind.add(known, table, places)
    return known


def _unpack(known: Known, given: object) -> list[pd.DataFrame]:
    """Return the tables of a result of the workbench; what its values are called is noted."""
    match given:
        case pd.DataFrame():
            return [given]
        case Topics():
            known.topics |= _names(given.labels, "topic")
            return [given.articles, given.passages]
        case Events():
            known.events |= _names(given.events, "event_id")
            return [given.mentions]
        case Codebook():
            known.frames |= _names(given.frames, "frame")
            return []
        case HandCodes():
            return [given.codes]
        case Predictions():
            return [given.predictions]
        case Corpus():
            raise ParameterError("A Corpus stands among the tables. Pass it first: explore(corpus, tables).")
    raise ParameterError(
        f"tables= has a {type(given).__name__}. Allowed: tables of hits, scores, predictions, codes, topics, dates, "
        "mentions or quotes, and the results Topics, Events, HandCodes, Predictions and Codebook as they are."
    )


def _names(table: pd.DataFrame, key: str) -> dict[str, str]:
    return dict(zip(table[key].astype("str"), table["label"].astype("str"), strict=True))


def _kind_of(table: pd.DataFrame) -> Kind:
    for kind in _KINDS:
        if kind.columns <= set(table.columns):
            return kind
    raise DataError(
        f"A table with the columns {', '.join(map(str, table.columns)) or '(none)'} is of no kind that can be shown. "
        "Allowed: tables with article_id, start and end (hits, dates, quotes ...), with article_id, frame and present "
        "(scores, predictions), with article_id, topic and weight (Topics.articles), or with unit_id, frame and value "
        "(codes)."
    )


def _check_about(kind: Kind, table: pd.DataFrame, places: Places) -> None:
    if len(table) and bool((places < 0).all()):
        column = "article_id" if "article_id" in table.columns else "unit_id"
        raise DataError(
            f"No row of the table of {kind.name} is about these articles: {column} {table[column].iloc[0]!r} is not "
            "among them. Make the table from the same articles."
        )


def _places(known: Known, table: pd.DataFrame) -> Places:
    """Return the place of the article of each row; units know theirs by their id."""
    if "article_id" in table.columns:
        return known.places_of(table["article_id"])
    exact = known.places_of(table["unit_id"])
    within = known.places_of(article_of(table))
    return np.where(exact >= 0, exact, within)


def _add_scores(known: Known, table: pd.DataFrame, places: Places) -> None:
    name = "Frame, predicted" if "probability" in table.columns else "Frame"
    shown = table["present"].fillna(value=False).astype(bool).to_numpy()
    known.add_facet(build_facet(name, places[shown], table["frame"][shown], known.frames))


def _add_codes(known: Known, table: pd.DataFrame, places: Places) -> None:
    shown = (pd.to_numeric(table["value"], errors="coerce") == 1).to_numpy(dtype=bool, na_value=False)
    known.add_facet(build_facet("Frame, coded by hand", places[shown], table["frame"][shown], known.frames))


def _add_topics(known: Known, table: pd.DataFrame, places: Places) -> None:
    """Add the heaviest topic of each article: every article has a little of every topic."""
    heavy = table.assign(place=places).dropna(subset=["weight"]).sort_values("weight", ascending=False, kind="stable")
    heavy = heavy.drop_duplicates("article_id")
    known.add_facet(build_facet("Main topic", heavy["place"].to_numpy(), heavy["topic"], known.topics))


def _add_hits(known: Known, table: pd.DataFrame, places: Places) -> None:
    plain = ~table["negated"].astype(bool).to_numpy() if "negated" in table.columns else np.ones(len(table), dtype=bool)
    known.add_facet(build_facet("Frame", places[plain], table["frame"][plain], known.frames))
    labelled = table.assign(frame=_labelled(table["frame"], known.frames))
    known.add_layer(build_layer("Frame words", labelled, places, ["frame", "pattern", "negated"]))


def _add_mentions(known: Known, table: pd.DataFrame, places: Places) -> None:
    ids = table["event_id"].astype("str")
    given = table["label"].astype("str") if "label" in table.columns else ids
    labels = known.events | {event: label for event, label in zip(ids, given, strict=True) if event not in known.events}
    known.add_facet(build_facet("Event", places, ids, labels))
    labelled = table.assign(label=ids.map(labels))
    known.add_layer(build_layer("Events", labelled, places, ["label", "status", "date_text"]))


def _add_passages(known: Known, table: pd.DataFrame, places: Places) -> None:
    labelled = table.assign(topic=_labelled(table["topic"], known.topics))
    known.add_layer(build_layer("Topic passages", labelled, places, ["topic", "weight"]))


def _labelled(values: pd.Series, labels: Mapping[str, str]) -> pd.Series[str]:
    """Return what values are called; those without a label as they are."""
    named = values.astype("str")
    return named.map(labels).astype("str").fillna(named) if labels else named


def _layer(name: str, *told: str) -> Callable[[Known, pd.DataFrame, Places], None]:
    def add(known: Known, table: pd.DataFrame, places: Places) -> None:
        known.add_layer(build_layer(name, table, places, told))

    return add


def _kind(name: str, columns: str, add: Callable[[Known, pd.DataFrame, Places], None]) -> Kind:
    return Kind(name, frozenset(columns.split()), add)


# The first whose columns are all there; they are added in this order too.
_KINDS = (
    _kind("scores", "article_id frame present", _add_scores),
    _kind("codes", "unit_id frame value", _add_codes),
    _kind("hits", "article_id start end frame match", _add_hits),
    _kind("claims", "article_id start end number", _layer("Figures", "bound", "number", "unit")),
    _kind("mentions of events", "event_id article_id start end", _add_mentions),
    _kind("topic passages", "article_id topic start end", _add_passages),
    _kind("topics", "article_id topic weight", _add_topics),
    _kind("quotes", "article_id start end quote", _layer("Quotes", "speaker", "role", "cue")),
    _kind("dates", "article_id start end value basis", _layer("Dates", "value", "mod", "basis")),
    _kind("sources", "article_id start end source", _layer("Sources", "source", "kind")),
    _kind("passages", "article_id start end", _layer("Passages", "note", "frame", "label")),
)
