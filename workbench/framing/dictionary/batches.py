"""Articles -> coded batches: which patterns match, in which unit, denied or not. Memory holds one batch at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import DataError
from workbench.framing.codebook.patterns import parse_pattern
from workbench.framing.dictionary.matching import Matcher, Matches
from workbench.framing.dictionary.negation import MOST_IN_LIST, is_denied, may_reach
from workbench.framing.dictionary.overlaps import Rules, keep_longest
from workbench.framing.dictionary.reading import Integers, Reading
from workbench.progress import track
from workbench.text import find_units, require_table

BATCH = 2_000_000  # characters of text; a longer text is a batch of its own


class Units(NamedTuple):
    """Units of analysis in the order of the texts: their names, the row of their article, where they start."""

    names: pd.Series
    rows: Integers
    starts: Integers  # offsets into the text of the reading


class Coded(NamedTuple):
    """Some articles, coded; one element a hit, all arrays in the order of the texts."""

    reading: Reading
    units: Units
    patterns: Integers  # places in the codebook
    rows: Integers  # of the article
    origins: Integers  # where the article begins in the text of the reading
    unit_numbers: Integers  # places in `units`
    starts: Integers  # offsets into the text of the reading
    ends: Integers
    negated: npt.NDArray[np.bool_]


def code_articles(articles: pd.DataFrame, patterns: pd.DataFrame, frames: Sequence[str], unit: str) -> Iterator[Coded]:
    """Yield the articles in batches of about two million characters, with what the patterns of a codebook find there.

    Raises:
        ParameterError: `unit` is not a unit of analysis.
        DataError: a column is missing, or an `article_id` stands in two rows.
    """
    require_table(articles)
    find_units(articles.head(0), unit=unit)  # refuses a wrong unit and missing columns
    _check_ids(articles)
    matcher = matcher_for(tuple(patterns["pattern"]))
    rules = Rules(
        pd.Index(frames).get_indexer(pd.Index(patterns["frame"])), patterns["exclude"].to_numpy(dtype=np.bool_)
    )
    for row, texts in track(_batches(articles["text"]), "Counting the words of the codebook"):
        part = articles.iloc[row : row + len(texts)]
        reading, matches = matcher.match(texts)
        matches = keep_longest(matches, reading, rules)
        units = _units(part[["article_id", "text"]], texts, reading, unit)
        starts = reading.word_starts[matches.firsts]
        places = np.searchsorted(reading.starts, starts, side="right") - 1
        yield Coded(
            reading=reading,
            units=units._replace(rows=units.rows + row),
            patterns=matches.patterns,
            rows=places + row,
            origins=reading.starts[places],
            unit_numbers=np.searchsorted(units.starts, starts, side="right") - 1,
            starts=starts,
            ends=reading.word_ends[matches.lasts],
            negated=_negated(reading, matches, _languages(part, places)),
        )


@lru_cache(maxsize=2)
def matcher_for(patterns: tuple[str, ...]) -> Matcher:
    """Return the matcher of some patterns; the next call goes on with the words it has learnt."""
    return Matcher([parse_pattern(text) for text in patterns])


def _check_ids(articles: pd.DataFrame) -> None:
    repeated = articles["article_id"][articles["article_id"].duplicated()]
    if len(repeated):
        raise DataError(
            f"The article_id '{repeated.iloc[0]}' stands in two rows of the articles. Its hits would be counted twice; "
            "keep one row an article."
        )


def _batches(column: pd.Series) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the first row and the texts of each batch; a missing text is an empty one."""
    first, size = 0, 0
    texts: list[str] = []
    for row in range(0, len(column), 100):
        for text in column.iloc[row : row + 100].tolist():
            texts.append(text if isinstance(text, str) else "")
            size += len(texts[-1])
            if size >= BATCH:
                yield first, texts
                first, texts, size = first + len(texts), [], 0
    if texts:
        yield first, texts


def _units(articles: pd.DataFrame, texts: Sequence[str], reading: Reading, unit: str) -> Units:
    names = articles["article_id"].astype("str")
    if unit == "article":  # nothing has to be cut
        rows = np.array([row for row, text in enumerate(texts) if text and not text.isspace()], dtype=np.int64)
        return Units(names.iloc[rows], rows, reading.starts[rows])
    units = find_units(articles, unit=unit)
    rows = pd.Index(names).get_indexer(pd.Index(units["article_id"]))
    return Units(units["unit_id"], rows, reading.starts[rows] + units["start"].to_numpy(dtype=np.int64))


def _languages(articles: pd.DataFrame, rows: Integers) -> list[str | None]:
    if "language" not in articles.columns:
        return [None] * len(rows)
    return [language if isinstance(language, str) else None for language in articles["language"].take(rows)]


def _negated(reading: Reading, matches: Matches, languages: Sequence[str | None]) -> npt.NDArray[np.bool_]:
    """Tell which matches are denied; the rules are asked only where a negator stands near."""
    denied = np.zeros(len(matches.firsts), dtype=np.bool_)
    if not len(reading.negators):
        return denied
    before = np.searchsorted(reading.negators, matches.firsts) - 1
    nearest = reading.negators[np.maximum(before, 0)]
    numbers, lasts = reading.numbers[matches.firsts], reading.numbers[matches.lasts]
    between = np.where(before >= 0, numbers - reading.numbers[nearest] - 1, MOST_IN_LIST + 1)
    for place in np.flatnonzero(between <= MOST_IN_LIST).tolist():
        start = int(reading.word_starts[matches.firsts[place]])
        if not may_reach(reading.text, int(reading.word_starts[nearest[place]]), start, int(between[place])):
            continue
        words = reading.sentences.words(start)
        first = bisect_left(words, start, key=itemgetter(1))
        last = first + int(lasts[place] - numbers[place])
        denied[place] = is_denied(reading.text, words, first, last, language=languages[place])
    return denied
