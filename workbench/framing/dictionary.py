"""The dictionary coder: where a codebook's patterns stand in the texts, and which frames a unit shows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.errors import DataError, ParameterError
from workbench.framing.codebook import Codebook
from workbench.text import count_words, find_units, iterate_texts, iterate_words, split_sentences, typed

HIT_COLUMNS = ["unit_id", "article_id", "block", "frame", "pattern", "match", "start", "end", "negated"]

_NEGATORS = frozenset(["not", "no", "never", "without", "nor", "neither", "cannot", "ni", "sin", "nunca", "jamás"])
_NEGATION_REACH = 3  # words
# After one of these a negator does not deny: "not only sanctions", "no doubt", "sin embargo" (however).
_AFFIRMING = frozenset(["only", "just", "merely", "simply", "doubt", "solo", "sólo", "solamente", "duda", "embargo"])
# The words of a phrase stand in one sentence, with no comma or full stop between them.
_GAP = re.compile(r"(?:[^\S\n]|[-‐‑–'\"‘’“”«»])*")

_Word = tuple[str, int, int]  # as written by `iterate_words`, start, end


def find_hits(articles: pd.DataFrame, codebook: Codebook, *, unit: str = "article") -> pd.DataFrame:
    """Return every place where a pattern of the codebook matches.

    Within a frame the longest match wins over those it overlaps, and matches inside an exclusion are dropped; one
    passage may show several frames. A match is `negated` when a negator (not, never, sin, ...) stands among the three
    words before it in its sentence.

    Args:
        articles: a table with `article_id` (each once) and `text`; `text_blocks` is used when present.
        codebook: the patterns to look for, all of them in every text whatever its language.
        unit: "article", "paragraph" or "sentence": what `unit_id` names.

    Returns:
        unit_id, article_id, block, frame, pattern (as in the codebook), match (as in the text), start, end (offsets
        into `articles.text`), negated; articles in the order given, then by start, end and the order of frames.

    Raises:
        ParameterError: `unit` is not one of the three.
        DataError: a column is missing, or an `article_id` stands in two rows.

    Example:
        >>> from workbench.framing import read_codebook
        >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["No sanctions, said the envoy."]})
        >>> find_hits(articles, read_codebook("negotiation"))[["frame", "match", "negated"]].to_numpy().tolist()
        [['pressure', 'sanctions', True], ['deal-making', 'envoy', False]]
    """
    names = _UnitNames(find_units(articles, unit=unit))
    _check_ids(articles)
    patterns = _Openers(codebook)
    rows = [
        (
            names.at(article_id, hit.start),
            article_id,
            block_at(hit.start),
            hit.pattern.frame,
            hit.pattern.text,
            text[hit.start : hit.end],
            hit.start,
            hit.end,
            negated,
        )
        for article_id, text, block_at in iterate_texts(articles)
        for hit, negated in _code_text(text, patterns)
    ]
    return typed(rows, HIT_COLUMNS, integers=["block", "start", "end"]).astype({"negated": bool})


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
        words; NaN without words), present; `weight` where the articles have it (`select_articles`). An article without
        text has no unit, so no rows.

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
    hits = find_hits(articles, codebook, unit=unit)
    units = find_units(articles, unit=unit)
    frames = codebook.patterns.loc[~codebook.patterns["exclude"], ["frame"]].drop_duplicates()
    scores = (
        units[["unit_id", "article_id"]]
        .assign(words=np.array([count_words(text) for text in units["text"]], dtype=np.int64))
        .merge(frames, how="cross")
    )
    counts = hits[~hits["negated"]].groupby(["unit_id", "frame"]).size()
    places = pd.MultiIndex.from_frame(scores[["unit_id", "frame"]])
    scores["hits"] = counts.reindex(places, fill_value=0).to_numpy(dtype=np.int64)
    scores["rate"] = 1000 * scores["hits"] / scores["words"].where(scores["words"] > 0)
    scores["present"] = scores["hits"] >= min_hits
    columns = ["unit_id", "article_id", "frame", "hits", "words", "rate", "present"]
    if "weight" not in articles.columns:
        return scores[columns]
    weights = articles.set_index("article_id")["weight"]
    return scores[columns].assign(weight=scores["article_id"].map(weights))


@dataclass(frozen=True)
class _Pattern:
    number: int  # place in the codebook: decides between patterns that match the same words
    frame: str
    text: str
    exclude: bool
    words: tuple[re.Pattern[str], ...]


class _Match(NamedTuple):
    pattern: _Pattern
    first: int  # numbers of the first and last word
    last: int
    start: int
    end: int


class _Openers(dict[str, tuple[_Pattern, ...]]):
    """Word -> the patterns it can open. Each distinct word is tried once, however often the texts repeat it."""

    def __init__(self, codebook: Codebook) -> None:
        super().__init__()
        self._by_letter: dict[str, list[_Pattern]] = defaultdict(list)
        rows = codebook.patterns[["frame", "pattern", "exclude"]].itertuples(index=False)
        for number, (frame, text, exclude) in enumerate(rows):
            words = tuple(_compile(word) for word in text.split(" "))
            self._by_letter[text[0]].append(_Pattern(number, frame, text, exclude, words))

    def __missing__(self, word: str) -> tuple[_Pattern, ...]:
        possible = [*self._by_letter.get(word[0], []), *self._by_letter.get("*", [])]
        self[word] = tuple(pattern for pattern in possible if pattern.words[0].fullmatch(word))
        return self[word]


class _UnitNames:
    """Finds the unit a place in an article belongs to."""

    def __init__(self, units: pd.DataFrame) -> None:
        self._units: dict[str, tuple[list[int], list[str]]] = defaultdict(lambda: ([], []))
        for article_id, start, unit_id in zip(units["article_id"], units["start"], units["unit_id"], strict=True):
            starts, names = self._units[article_id]
            starts.append(start)
            names.append(unit_id)

    def at(self, article_id: str, offset: int) -> str:
        """Return the id of the unit at an offset."""
        starts, names = self._units[article_id]
        return names[bisect_right(starts, offset) - 1]


def _compile(word: str) -> re.Pattern[str]:
    # The possessive is no part of a word: "Caracas's" is a match for "caracas".
    return re.compile(".*".join(re.escape(part) for part in word.split("*")) + "(?:'s)?")


def _check_ids(articles: pd.DataFrame) -> None:
    repeated = articles["article_id"][articles["article_id"].duplicated()]
    if len(repeated):
        raise DataError(
            f"The article_id '{repeated.iloc[0]}' stands in two rows of the articles. Its hits would be counted twice; "
            "keep one row an article."
        )


def _code_text(text: str, openers: _Openers) -> list[tuple[_Match, bool]]:
    words = list(iterate_words(text))
    hits = _keep_longest(_match_all(text, words, openers))
    if not hits:
        return []
    sentences = [start for start, _ in split_sentences(text)]
    return [(hit, _is_negated(words, hit, sentences)) for hit in hits]


def _match_all(text: str, words: Sequence[_Word], openers: _Openers) -> Iterator[_Match]:
    for first, (word, start, _) in enumerate(words):
        for pattern in openers[word]:
            last = first + len(pattern.words) - 1
            if last == first or _continues(text, words[first : last + 1], pattern):
                yield _Match(pattern, first, last, start, words[last][2])


def _continues(text: str, words: Sequence[_Word], pattern: _Pattern) -> bool:
    return len(words) == len(pattern.words) and all(
        expected.fullmatch(word) and _GAP.fullmatch(text, gap, start)
        for expected, (_, _, gap), (word, start, _) in zip(pattern.words[1:], words, words[1:], strict=False)
    )


def _keep_longest(matches: Iterable[_Match]) -> list[_Match]:
    found = sorted(matches, key=lambda match: (match.start - match.end, match.start, match.pattern.number))
    excluded = {place for match in found if match.pattern.exclude for place in _places(match)}
    taken: set[tuple[str, int]] = set()
    kept = []
    for match in found:
        places = set(_places(match))
        if not match.pattern.exclude and not places <= excluded and taken.isdisjoint(places):
            taken |= places
            kept.append(match)
    return sorted(kept, key=lambda match: (match.start, match.end, match.pattern.number))


def _places(match: _Match) -> Iterator[tuple[str, int]]:
    return ((match.pattern.frame, number) for number in range(match.first, match.last + 1))


def _is_negated(words: Sequence[_Word], hit: _Match, sentences: Sequence[int]) -> bool:
    sentence = bisect_right(sentences, hit.start)
    for number in range(max(0, hit.first - _NEGATION_REACH), hit.first):
        word, start, _ = words[number]
        denies = word in _NEGATORS or word.endswith("n't")
        affirmed = number + 1 < hit.first and words[number + 1][0] in _AFFIRMING
        if denies and not affirmed and bisect_right(sentences, start) == sentence:
            return True
    return False
