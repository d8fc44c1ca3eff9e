"""The public function of the explorer: tables in, a widget out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from workbench.articles import Corpus
from workbench.errors import DataError, ParameterError, require_columns
from workbench.framing import Codebook, HandCodes, Predictions
from workbench.text import require_table
from workbench.timeline import Events
from workbench.topics import Topics
from workbench.widgets.explorer.catalogue import Catalogue
from workbench.widgets.explorer.facets import Facet, build_column_facet
from workbench.widgets.explorer.reading import Blocks
from workbench.widgets.explorer.tables import read_tables

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from workbench.widgets.explorer.widget import Explorer

_ONE = pd.DataFrame | Topics | Events | Codebook | HandCodes | Predictions


def explore(
    articles: pd.DataFrame | Corpus,
    tables: object | Iterable[object] = (),
    *,
    blocks: pd.DataFrame | None = None,
    figure: Figure | None = None,
) -> Explorer:
    """Return a widget in which articles are searched, filtered and read, with all that tables know of them.

    The table of articles is searched and paged in Python: the browser holds 25 rows, also of 100,000. The article
    beside it shows its blocks and, in layers that can be switched off, the words, dates, quotes and events in it.

    Args:
        articles: article_id, text; title, outlet, published, language, words, text_blocks are used when present. A
            whole `Corpus` is its articles and its blocks.
        tables: tables about these articles, known by their columns: hits, scores, predictions, hand codes, weights of
            topics, dates, mentions of events, quotes, sources, claims, or any with article_id, start and end (offsets
            into `articles.text`); `Topics`, `Events`, `HandCodes`, `Predictions` as they are; a `Codebook` gives its
            frames their names. One, or several in a list.
        blocks: `Corpus.blocks`, so that the lines that are not in the text are seen too, each with its kind.
        figure: a figure of the workbench, shown above; a click on a mark filters to its articles.

    Returns:
        An `Explorer`. Its `selected` is a table: the articles that were ticked, or else those that are found.

    Raises:
        DataError: a column is missing, an article_id occurs twice, or a table is of no known kind or about other
            articles.
        ParameterError: something among `tables` is no table and no result of the workbench, or `figure` is no figure.

    Example:
        >>> explore(pd.DataFrame({"article_id": ["a"], "text": ["Oil prices rose."]})).selected["article_id"].tolist()
        ['a']
    """
    if isinstance(articles, Corpus):
        blocks = articles.blocks if blocks is None else blocks
        articles = articles.articles
    require_table(articles)
    require_columns(articles.columns, ["article_id", "text"], table="articles")
    if blocks is not None:
        require_columns(blocks.columns, ["article_id", "block", "kind", "text"], table="blocks")
    _check_ids(articles)
    _check_figure(figure)
    from workbench.widgets.explorer.widget import Explorer

    known = read_tables(articles, [tables] if isinstance(tables, _ONE) else _listed(tables))
    catalogue = Catalogue(articles, [*known.facets, *_own_facets(articles)], known.layers)
    return Explorer(catalogue, known.layers, Blocks(blocks, known.places), figure)


def _own_facets(articles: pd.DataFrame) -> list[Facet]:
    columns = {"outlet": "Outlet", "language": "Language"}
    return [build_column_facet(name, articles[column]) for column, name in columns.items() if column in articles]


def _listed(tables: object) -> list[object]:
    if isinstance(tables, Iterable) and not isinstance(tables, str | bytes):
        return list(tables)
    raise ParameterError(f"tables={tables!r} is no table. Pass a table, such as find_hits gives, or a list of tables.")


def _check_ids(articles: pd.DataFrame) -> None:
    twice = articles["article_id"][articles["article_id"].duplicated()]
    if len(twice):
        raise DataError(
            f"The article_id {twice.iloc[0]!r} stands in more than one row of the articles ({len(twice):,} rows too "
            "many). Keep one row an article: articles.drop_duplicates('article_id')."
        )


def _check_figure(figure: object) -> None:
    if figure is None:
        return
    from plotly.basedatatypes import BaseFigure

    if not isinstance(figure, BaseFigure):
        raise ParameterError(
            f"figure= is a {type(figure).__name__}, not a plotly Figure. Pass what a plot_ function gives, such as "
            "plot_shares(shares)."
        )
