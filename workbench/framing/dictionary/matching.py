"""The places of words -> the matches of patterns: phrases and gaps are looked for in all texts at once.

Of the matches of one pattern that lie inside each other the shortest counts (Clarke, C., Cormack, G. & Burkowski, F.
1995, "An algebra for structured text search", The Computer Journal 38), so "lift the sanctions, and more sanctions"
holds `lift* {0,5} sanctions` once. Which of several patterns wins is decided in `overlaps`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

import numpy as np

from workbench.framing.codebook.patterns import Pattern
from workbench.framing.dictionary.reading import MOST_TOKENS, Integers, Reading, Vocabulary

# Words of a phrase stand in one sentence with no comma or full stop between them.
_JOINT = re.compile(r"(?:[^\S\n]|[-‐‑–'\"‘’“”«»])*")


_MAY_END = re.compile(r"[.!?…\n]")
_NONE = np.empty(0, dtype=np.int64)


class Matches(NamedTuple):
    """One element a match: its pattern, its first and last word (places in the arrays of a `Reading`)."""

    patterns: Integers
    firsts: Integers
    lasts: Integers


@dataclass(frozen=True)
class _Search:
    """A pattern whose words are numbers of the words of all patterns."""

    words: tuple[int, ...]
    gaps: tuple[tuple[int, int], ...]


class Matcher:
    """Finds every match of some patterns; made once, because it remembers the tokens it has seen."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        numbers: dict[str, int] = {}
        self._searches = [
            _Search(tuple(numbers.setdefault(word, len(numbers)) for word in pattern.words), pattern.gaps)
            for pattern in patterns
        ]
        self._words = list(numbers)
        self._vocabulary = Vocabulary(self._words)
        self._lock = Lock()

    def match(self, texts: Sequence[str]) -> tuple[Reading, Matches]:
        """Return the places of words in some texts, and the matches of all patterns in the order of these."""
        with self._lock:  # threads of a Dask worker share it
            reading = self._read(texts)
            places = _Places(reading, self._vocabulary.kinds)
        found = [_find(search, places, reading) for search in self._searches]
        patterns = np.repeat(np.arange(len(found)), [len(firsts) for firsts, _ in found])
        return reading, Matches(patterns, _joined(pair[0] for pair in found), _joined(pair[1] for pair in found))

    def _read(self, texts: Sequence[str]) -> Reading:
        if len(self._vocabulary) > MOST_TOKENS:
            self._vocabulary = Vocabulary(self._words)
        try:
            return self._vocabulary.read(texts)
        except BaseException:  # also when stopped by hand: what is half learnt must not be used again
            self._vocabulary = Vocabulary(self._words)
            raise


class _Places:
    """Finds the places of each word of a pattern, in the order of the text."""

    def __init__(self, reading: Reading, kinds: Sequence[frozenset[int]]) -> None:
        small = reading.kinds.astype(np.min_scalar_type(len(kinds)))  # quick to sort
        self._order = np.argsort(small, kind="stable")
        self._bounds = np.searchsorted(small[self._order], np.arange(len(kinds) + 1)).tolist()
        self._kinds: dict[int, list[int]] = {}
        for kind in np.flatnonzero(np.diff(self._bounds)).tolist():
            for word in kinds[kind]:
                self._kinds.setdefault(word, []).append(kind)

    def __contains__(self, word: int) -> bool:
        return word in self._kinds

    def of(self, word: int) -> Integers:
        """Return the places, in the arrays of the reading, of words that a word of a pattern finds."""
        pieces = [self._order[self._bounds[kind] : self._bounds[kind + 1]] for kind in self._kinds[word]]
        return pieces[0] if len(pieces) == 1 else np.sort(np.concatenate(pieces))


def _find(search: _Search, places: _Places, reading: Reading) -> tuple[Integers, Integers]:
    """Return first and last words of the matches of a pattern, built up from its last word."""
    if not all(word in places for word in search.words):
        return _NONE, _NONE
    firsts = lasts = places.of(search.words[-1])
    for word, gap in zip(reversed(search.words[:-1]), reversed(search.gaps), strict=True):
        if not len(firsts):
            break
        before = places.of(word)
        before = before[_within(reading.numbers[before], reading.numbers[firsts], gap)]
        nearest = np.searchsorted(reading.numbers[firsts], reading.numbers[before] + 1 + gap[0])
        if gap == (0, 0):
            touching = _touch(reading, before, firsts[nearest])
            before, nearest = before[touching], nearest[touching]
        firsts, lasts = before, lasts[nearest]
    if any(most for _, most in search.gaps):
        together = _in_one_sentence(reading, firsts, lasts)
        firsts, lasts = firsts[together], lasts[together]
        # A later first word never has an earlier last word; where they share it, the later one makes the shorter match.
        shortest = np.append(lasts[1:] != lasts[:-1], [True])[: len(lasts)]
        firsts, lasts = firsts[shortest], lasts[shortest]
    return firsts, lasts


def _within(before: Integers, after: Integers, gap: tuple[int, int]) -> Integers:
    """Return the places in `before` of numbers that stand within a gap before one of the numbers `after`."""
    least, most = gap
    low, high = np.searchsorted(before, after - 1 - most), np.searchsorted(before, after - least)
    sizes = high - low
    return np.unique(np.repeat(low - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum()))


def _touch(reading: Reading, before: Integers, after: Integers) -> Integers:
    """Return the places where nothing but blanks, hyphens and quotation marks stands between two words."""
    ends, starts = reading.word_ends[before].tolist(), reading.word_starts[after].tolist()
    joints = (_JOINT.fullmatch(reading.text, end, start) for end, start in zip(ends, starts, strict=True))
    return np.array([place for place, joint in enumerate(joints) if joint], dtype=np.int64)


def _in_one_sentence(reading: Reading, firsts: Integers, lasts: Integers) -> Integers:
    starts, ends = reading.word_starts[firsts].tolist(), reading.word_starts[lasts].tolist()
    pairs = enumerate(zip(starts, ends, strict=True))
    together = [place for place, (start, end) in pairs if _are_together(reading, start, end)]
    return np.array(together, dtype=np.int64)


def _are_together(reading: Reading, start: int, end: int) -> bool:
    # Sentences need not be told apart where no mark stands that could end one.
    return not _MAY_END.search(reading.text, start, end) or reading.sentences.around(start)[1] > end


def _joined(pieces: Iterable[Integers]) -> Integers:
    return np.concatenate([_NONE, *pieces])
