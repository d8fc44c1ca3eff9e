"""The three tables of a corpus, and how they go to disk and come back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.articles.store import commit, open_store, read_contents, read_table, write_part
from workbench.errors import DataError

PART_ARTICLES = 5000  # some 100 MB in memory while they are made: enough to write well, little enough for each process
_IN_ARCHIVE = r"(?i)(\.(?:zip|gz))/.*"
_TABLES = ("articles", "blocks", "rejected")


@dataclass(frozen=True)
class Corpus:
    """What a file or folder held.

    Attributes:
        articles: one row an article; see `read_corpus` for the columns.
        blocks: one row a block; article_id, block, kind, section, text, start, end, rule.
        rejected: one row for everything that is no article; source_file, record, reason.
    """

    articles: pd.DataFrame
    blocks: pd.DataFrame
    rejected: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by their names."""
        return {"articles": self.articles, "blocks": self.blocks, "rejected": self.rejected}


def write_corpus(corpus: Corpus, folder: str | Path) -> Path:
    """Write a corpus as Parquet data sets; to a folder that has some, only the articles that are new are added.

    The folder holds one data set a table, articles/, blocks/ and rejected/, in parts of 5,000 articles compressed with
    zstd. `read_corpus(folder)` reads them back without parsing again. Files that are more than memory holds go into
    such a folder with `ingest`.

    Args:
        corpus: the tables.
        folder: where to. Articles whose `article_id` is there already are left as they are.

    Returns:
        The folder.

    Raises:
        DataError: the folder holds something else, or an `article_id` stands twice.
        OutputError: it cannot be written.

    Example:
        >>> write_corpus(read_corpus("data/raw/demo"), "prepared")  # doctest: +SKIP
    """
    target = Path(folder)
    twice = corpus.articles["article_id"][corpus.articles["article_id"].duplicated()]
    if len(twice):
        raise DataError(f"article_id {twice.iloc[0]!r} stands twice. Keep one: articles.drop_duplicates('article_id').")
    with open_store(target) as contents:
        known = read_table(target, contents.parts, "articles", columns=["article_id"])
        seen = read_table(target, contents.parts, "rejected")
        new = new_rows(corpus.articles, known, ["article_id"])
        rejected = new_rows(corpus.rejected, seen, list(corpus.rejected.columns))
        if len(new) or len(rejected) or not contents.parts:
            pieces = _pieces(Corpus(new, corpus.blocks, rejected))
            commit(target, contents, [write_part(target, _key(piece), piece.tables()) for piece in pieces])
    return target


def read_prepared(folder: Path) -> Corpus:
    """Return the corpus of a data set; when parts were added later, in the order of the source files."""
    contents = read_contents(folder)
    tables = [pd.concat(read_table(folder, contents.parts, name), ignore_index=True) for name in _TABLES]
    articles, blocks, rejected = tables
    if contents.commits > 1:
        articles = articles.iloc[_find_order(articles, ["source_file", "record"])].reset_index(drop=True)
        place = pd.Series(articles.index, index=articles["article_id"])
        order = blocks["article_id"].map(place).to_numpy().argsort(kind="stable")
        blocks = blocks.iloc[order].reset_index(drop=True)
        rejected = rejected.iloc[_find_order(rejected, [])].reset_index(drop=True)
    return Corpus(articles, blocks, rejected)


def read_prepared_articles(folder: Path) -> pd.DataFrame:
    """Return the articles of a data set alone: without the blocks they take a third of the memory."""
    contents = read_contents(folder)
    articles = pd.concat(read_table(folder, contents.parts, "articles"), ignore_index=True)
    if contents.commits > 1:
        articles = articles.iloc[_find_order(articles, ["source_file", "record"])].reset_index(drop=True)
    return articles


def _find_order(table: pd.DataFrame, within: list[str]) -> pd.Index:
    """Return the places of the rows in the order of their files ("a.zip" for "a.zip/b.html"), then of some columns."""
    files = table["source_file"].str.replace(_IN_ARCHIVE, r"\1", regex=True)
    keys = table[within].assign(file=files).reset_index(drop=True)
    return keys.sort_values(["file", *within], kind="stable").index


def new_rows(table: pd.DataFrame, known: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Return the rows of a table whose values in `columns` stand in none of the `known` tables."""
    if not known:
        return table
    seen = set(pd.concat(known)[columns].itertuples(index=False, name=None))
    rows = table[columns].itertuples(index=False, name=None)
    return table[np.fromiter((row not in seen for row in rows), dtype=np.bool_, count=len(table))]


def _pieces(corpus: Corpus) -> list[Corpus]:
    """Return a corpus in parts; the rejected stand in the first."""
    pieces = []
    for start in range(0, max(len(corpus.articles), 1), PART_ARTICLES):
        articles = corpus.articles.iloc[start : start + PART_ARTICLES]
        blocks = corpus.blocks[corpus.blocks["article_id"].isin(articles["article_id"])]
        pieces.append(Corpus(articles, blocks, corpus.rejected if start == 0 else corpus.rejected.head(0)))
    return pieces


def _key(corpus: Corpus) -> str:
    """Return a name for a part made of what it holds."""
    named = [*corpus.articles["article_id"], *map(str, corpus.rejected.itertuples(index=False, name=None))]
    return hashlib.sha256("\0".join(named).encode()).hexdigest()[:16]
