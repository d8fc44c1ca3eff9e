"""The articles of a report: read from one place or several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.articles import Corpus, read_corpus
from workbench.errors import DataError


def read_places(places: Iterable[Path], reading: Mapping[str, Any]) -> Corpus:
    """Return the articles of all places as one corpus.

    Of several places the files are called by the name of their place first, "2024/one.txt", as two may hold files of
    the same name.

    Raises:
        DataError: no article could be read.
    """
    places = list(places)
    read = [read_corpus(place, **reading) for place in places]
    corpus = read[0] if len(read) == 1 else _join(read, [place.name for place in places])
    if corpus.articles.empty:
        reasons = "; ".join(f"{row.source_file}: {row.reason}" for row in corpus.rejected.head(5).itertuples())
        told = ", ".join(repr(str(place)) for place in places)
        raise DataError(f"No article could be read from {told}. Set aside: {reasons or 'nothing'}")
    return corpus


def _join(read: list[Corpus], names: list[str]) -> Corpus:
    """Return several corpora as one; an article that two hold, alike in text and file, is the first one's."""
    tables: dict[str, list[pd.DataFrame]] = {"articles": [], "blocks": [], "rejected": []}
    seen: set[str] = set()
    for corpus, name in zip(read, names, strict=True):
        again = corpus.articles["article_id"].isin(seen)
        twice = corpus.articles.loc[again, ["source_file", "record"]].assign(
            reason="the same article as in another place"
        )
        for table, rows in {
            "articles": corpus.articles[~again],
            "blocks": corpus.blocks[~corpus.blocks["article_id"].isin(seen)],
            "rejected": pd.concat([corpus.rejected, twice]),
        }.items():
            named = rows.assign(source_file=f"{name}/" + rows["source_file"]) if "source_file" in rows else rows
            tables[table].append(named)
        seen |= set(corpus.articles["article_id"])
    joined = {table: pd.concat(parts, ignore_index=True) for table, parts in tables.items()}
    return Corpus(**joined)
