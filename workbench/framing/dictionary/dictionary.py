"""The dictionary coder: where a codebook's patterns stand in the texts, and which frames a unit shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray

from workbench.errors import ParameterError
from workbench.framing.codebook.codebook import Codebook
from workbench.framing.dictionary.batches import Coded, code_articles
from workbench.framing.dictionary.reading import Integers
from workbench.text import iterate_texts, typed

HIT_COLUMNS = ["unit_id", "article_id", "block", "frame", "pattern", "match", "start", "end", "negated", "codebook"]

_NONE = np.empty(0, dtype=np.int64)


def find_hits(articles: pd.DataFrame, codebook: Codebook, *, unit: str = "article") -> pd.DataFrame:
    """Return every place where a pattern of the codebook matches.

    Within a frame the longest match wins over those it overlaps, and matches inside an exclusion are dropped; one
    passage may show several frames. A match is `negated` when a negator (not, never, sin, ...) reaches it in its
    clause. Docs: `docs/methods/dictionary-coding.md`.

    Args:
        articles: a table with `article_id` (each once) and `text`; `text_blocks` and `language` are used when present.
            To look in other kinds of blocks than body prose, pass the articles of `join_text(corpus, kinds=...)`.
        codebook: the patterns to look for, all of them in every text whatever its language.
        unit: "article", "paragraph" or "sentence": what `unit_id` names.

    Returns:
        unit_id, article_id, block, frame, pattern (as in the codebook), match (as in the text), start, end (offsets
        into `articles.text`), negated, codebook (its hash); articles in the order given, then by the words matched
        and the order of the codebook.

    Raises:
        ParameterError: `unit` is not one of the three.
        DataError: a column is missing, or an `article_id` stands in two rows.

    Example:
        >>> from workbench.framing import read_codebook
        >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["No sanctions, said the envoy."]})
        >>> find_hits(articles, read_codebook("negotiation"))[["frame", "match", "negated"]].to_numpy().tolist()
        [['pressure', 'sanctions', True], ['deal-making', 'envoy', False]]
    """
    batches = code_articles(articles, codebook.patterns, _frames(codebook), unit)
    pieces = [_hit_table(coded, articles, codebook) for coded in batches if len(coded.patterns)]
    if not pieces:
        return typed([], HIT_COLUMNS, integers=["block", "start", "end"]).astype({"negated": bool})
    return pd.concat(pieces, ignore_index=True)


def score_frames(
    articles: pd.DataFrame, codebook: Codebook, *, unit: str = "article", min_hits: int = 2
) -> pd.DataFrame:
    """Return how strongly each unit shows each frame: every unit with every frame, zeros included.

    Args:
        articles: as for `find_hits`.
        codebook: as for `find_hits`; frames without patterns cannot be scored and have no rows.
        unit: "article", "paragraph" or "sentence".
        min_hits: so many hits make a frame present. Two, because one stray word is not a frame: a passing "deal" in
            an article on floods would make it a story of deal-making. For sentences, 1 is the usual choice.

    Returns:
        unit_id, article_id, frame, hits (negated ones are not counted), words (of the unit), rate (hits per 1,000
        words; NaN without words), present, codebook (its hash); `weight` where the articles have it
        (`select_articles`). With an exclusive codebook only the frame with most hits is present, of several the first
        in the codebook. An article without text has no unit, so no rows.

    Raises:
        ParameterError: `unit` is not one of the three, or `min_hits` is below 1.
        DataError: as for `find_hits`.

    Example:
        >>> from workbench.framing import read_codebook
        >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["Crude prices fell as tankers sailed."]})
        >>> scores = score_frames(articles, read_codebook("negotiation"))
        >>> scores[scores["hits"] > 0][["frame", "hits", "words", "present"]].to_numpy().tolist()
        [['oil', 2, 6, True]]
    """
    if min_hits < 1:
        raise ParameterError(f"min_hits={min_hits!r} would make every frame present everywhere. Allowed: 1 or more.")
    frames = _frames(codebook)
    counted = [_count(coded, codebook, frames) for coded in code_articles(articles, codebook.patterns, frames, unit)]
    names = pd.concat([typed([], ["unit_id"])["unit_id"], *(one.names for one in counted)], ignore_index=True)
    rows = np.concatenate([_NONE, *(one.rows for one in counted)])
    words = np.concatenate([_NONE, *(one.words for one in counted)])
    hits = np.concatenate([np.zeros((0, len(frames)), dtype=np.int64), *(one.hits for one in counted)])
    unit_of = np.repeat(np.arange(len(names)), len(frames))
    columns = {
        "unit_id": names.take(unit_of).array,
        "article_id": articles["article_id"].astype("str").take(rows[unit_of]).array,
        "frame": _repeat(frames, np.tile(np.arange(len(frames)), len(names))),
        "hits": hits.ravel(),
        "words": words[unit_of],
        "rate": 1000 * hits.ravel() / np.where(words > 0, words, np.nan)[unit_of],
        "present": _present(hits, min_hits, exclusive=codebook.exclusive).ravel(),
        "codebook": _repeat([codebook.hash], np.zeros(len(unit_of), dtype=np.int64)),
    }
    if "weight" in articles.columns:
        columns["weight"] = articles["weight"].take(rows[unit_of]).array
    return pd.DataFrame(columns)


class _Counted(NamedTuple):
    """Units with the row of their article, their words, and their hits (a column a frame)."""

    names: pd.Series
    rows: Integers
    words: Integers
    hits: Integers


def _count(coded: Coded, codebook: Codebook, frames: Sequence[str]) -> _Counted:
    """Count words and hits of each unit, negated hits left out."""
    reading, units = coded.reading, coded.units
    words = np.diff(reading.words_before(np.append(units.starts, len(reading.text) + 1)))
    frame = pd.Index(frames).get_indexer(pd.Index(codebook.patterns["frame"]))[coded.patterns]
    cells = (coded.unit_numbers * len(frames) + frame)[~coded.negated]
    hits = np.bincount(cells, minlength=len(units.rows) * len(frames))
    return _Counted(units.names, units.rows, words, hits.reshape(len(words), len(frames)))


def _present(hits: Integers, min_hits: int, *, exclusive: bool) -> npt.NDArray[np.bool_]:
    enough = hits >= min_hits
    if not exclusive or not enough.size:
        return enough
    strongest: npt.NDArray[np.bool_] = np.arange(hits.shape[1]) == hits.argmax(axis=1)[:, None]
    return enough & strongest


def _hit_table(coded: Coded, articles: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    text = coded.reading.text
    spans = zip(coded.starts.tolist(), coded.ends.tolist(), strict=True)
    starts = coded.starts - coded.origins
    patterns = codebook.patterns.iloc[coded.patterns]
    return pd.DataFrame(
        {
            "unit_id": coded.units.names.take(coded.unit_numbers).array,
            "article_id": articles["article_id"].astype("str").take(coded.rows).array,
            "block": pd.array(list(_blocks(articles, coded.rows, starts)), dtype="Int64"),
            "frame": patterns["frame"].array,
            "pattern": patterns["pattern"].array,
            "match": pd.array([text[start:end] for start, end in spans], dtype="str"),
            "start": pd.array(starts, dtype="Int64"),
            "end": pd.array(coded.ends - coded.origins, dtype="Int64"),
            "negated": coded.negated,
            "codebook": _repeat([codebook.hash], np.zeros(len(starts), dtype=np.int64)),
        }
    )


def _blocks(articles: pd.DataFrame, rows: Integers, starts: Integers) -> Iterator[int | None]:
    """Yield the number of the block in which each hit starts."""
    columns = [name for name in ("article_id", "text", "text_blocks") if name in articles.columns]
    texts = iterate_texts(articles[columns].iloc[np.unique(rows)])
    hits = groupby(zip(rows.tolist(), starts.tolist(), strict=True), key=itemgetter(0))
    for (_, _, block_at), (_, group) in zip(texts, hits, strict=True):
        yield from (block_at(start) for _, start in group)


def _frames(codebook: Codebook) -> list[str]:
    """Return the frames that have patterns, in the order of the codebook."""
    return codebook.patterns.loc[~codebook.patterns["exclude"], "frame"].unique().tolist()


def _repeat(values: Sequence[str], places: Integers) -> ExtensionArray:
    return pd.array(list(values), dtype="str").take(places)
