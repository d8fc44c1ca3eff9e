"""Texts -> the places of the words that patterns ask for. Each distinct token is looked at once, then only counted.

Texts are joined, cut at every white space, and each token becomes a number by one look into a dictionary; what the
token holds is known by its number from then on. The rest is arithmetic on arrays.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from workbench.framing.codebook.patterns import compile_word
from workbench.framing.dictionary.negation import is_negator
from workbench.text import iterate_words, split_sentences

Integers = npt.NDArray[np.int64]

MOST_TOKENS = 500_000  # that are remembered: some 100 MB
_BETWEEN = "\n"  # texts: no pattern and no sentence reaches over it
_SPACES = [letter for letter in map(chr, range(0x3001)) if letter.isspace() and letter != " "]
_OPENING = 4  # letters by which words with a star are looked up
_EDGES = ".,;:!?\"'()[]“”‘’«»…-"  # what stands around a word and is no part of it


@dataclass(frozen=True)
class Reading:
    """Some texts, joined, and the words in them that patterns or negations ask for, in the order they stand.

    Attributes:
        text: the texts, with a line break between them; all offsets are into it.
        starts: where each of the texts begins.
        numbers: the number of each word asked for, among all words of `text`.
        kinds: its kind, a number of `Vocabulary.kinds`.
        word_starts: where it begins.
        word_ends: where it ends.
        negators: the places, in these arrays, of words that deny.
        sentences: finds the sentence of a place.
    """

    text: str
    starts: Integers
    numbers: Integers
    kinds: Integers
    word_starts: Integers
    word_ends: Integers
    negators: Integers
    sentences: Sentences
    _token_starts: Integers = field(repr=False)
    _words_before: Integers = field(repr=False)

    def words_before(self, offsets: Integers) -> Integers:
        """Return how many words of `text` stand before offsets at which no word is cut."""
        return self._words_before[np.searchsorted(self._token_starts, offsets)]


class Vocabulary(dict[str, int]):
    """Token between white space -> its number. `kinds` says which words of patterns a word of a kind is found by."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._kinds = _Kinds(words)
        self._new: list[str] = []
        self._lengths, self._counts = array("q"), array("q")
        self._asked, self._firsts = array("q"), array("q")
        # Four numbers for each word asked for: its place in the token, kind, start and end. The first belong to none.
        self._places = array("q", (0, 0, 0, 0))

    @property
    def kinds(self) -> list[frozenset[int]]:
        """The words of patterns that find a word of each kind, by their numbers."""
        return self._kinds.kinds

    def __missing__(self, token: str) -> int:
        self._new.append(token)
        self[token] = number = len(self)
        return number

    def _learn(self, tokens: Sequence[str]) -> None:
        """Look at tokens that were never met before: their length, their words, and which of these are asked for."""
        counts, asked = [], []
        places: list[int] = []
        for token in tokens:
            core = token.strip(_EDGES)
            if core.isalpha() and not self._kinds[core.lower()]:  # one word that nobody asks for, as most are
                counts.append(1)
                asked.append(0)
                continue
            before, count = len(places), 0
            for word, start, end in iterate_words(token):
                if kind := self._kinds[word]:
                    places += (count, kind, start, end)
                count += 1
            counts.append(count)
            asked.append((len(places) - before) // 4)
        self._firsts.extend((len(self._places) // 4 + np.cumsum(asked) - asked).tolist() if asked else [])
        self._places.extend(places)
        self._asked.extend(asked)
        self._counts.extend(counts)
        self._lengths.extend(map(len, tokens))

    def read(self, texts: Sequence[str]) -> Reading:
        """Return the words asked for in some texts."""
        text = _BETWEEN.join(texts)
        tokens = _blank(text).split(" ")
        numbers = np.fromiter(map(self.__getitem__, tokens), dtype=np.int64, count=len(tokens))
        self._learn(self._new)
        self._new.clear()
        lengths = _view(self._lengths)[numbers] + 1
        token_starts = np.cumsum(lengths) - lengths
        words_before = np.concatenate([[0], np.cumsum(_view(self._counts)[numbers])])
        asked = _view(self._asked)[numbers]
        holding = np.flatnonzero(asked)
        asked = asked[holding]
        token = np.repeat(holding, asked)
        within = np.arange(len(token)) - np.repeat(np.cumsum(asked) - asked, asked)
        found = _view(self._places).reshape(-1, 4)[_view(self._firsts)[numbers[token]] + within]
        return Reading(
            text=text,
            starts=_starts(texts),
            numbers=words_before[token] + found[:, 0],
            kinds=found[:, 1],
            word_starts=token_starts[token] + found[:, 2],
            word_ends=token_starts[token] + found[:, 3],
            negators=np.flatnonzero(np.array(self._kinds.negators)[found[:, 1]]),
            sentences=Sentences(text),
            _token_starts=token_starts,
            _words_before=words_before,
        )


class Sentences:
    """Finds the sentence a place of a text stands in, and the words of it; each line is split at most once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: dict[int, list[tuple[int, int]]] = {}
        self._words: dict[int, list[tuple[str, int, int]]] = {}

    @cached_property
    def _breaks(self) -> list[int]:
        letters = np.frombuffer(self._text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        return [-1, *np.flatnonzero(letters == ord("\n")).tolist(), len(letters)]

    def around(self, offset: int) -> tuple[int, int]:
        """Return where the sentence that holds an offset starts and ends."""
        line = bisect_right(self._breaks, offset)
        if line not in self._lines:
            first, stop = self._breaks[line - 1] + 1, self._breaks[line]
            self._lines[line] = [(first + start, first + end) for start, end in split_sentences(self._text[first:stop])]
        spans = self._lines[line]
        return spans[bisect_right(spans, (offset, len(self._text))) - 1]

    def words(self, offset: int) -> list[tuple[str, int, int]]:
        """Return word, start and end of each word of the sentence that holds an offset."""
        start, end = self.around(offset)
        if start not in self._words:
            words = iterate_words(self._text[start:end])
            self._words[start] = [(word, start + first, start + stop) for word, first, stop in words]
        return self._words[start]


class _Kinds(dict[str, int]):
    """Word -> its kind: 0 for words that nobody asks for, the same for words that the same patterns find."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.kinds: list[frozenset[int]] = [frozenset()]
        self.negators = [False]
        self._numbers: dict[tuple[frozenset[int], bool], int] = {(frozenset(), False): 0}
        self._exact = {word: number for number, word in enumerate(words) if "*" not in word}
        self._starred: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
        for number, word in enumerate(words):
            if "*" in word:
                opening = word[: min(word.index("*"), _OPENING)]
                self._starred.setdefault(opening, []).append((number, compile_word(word)))
        self._lengths = sorted({len(opening) for opening in self._starred})

    def __missing__(self, word: str) -> int:
        found = [self._exact[form] for form in (word, word.removesuffix("'s")) if form in self._exact]
        for length in self._lengths:
            for number, expression in self._starred.get(word[:length], ()):
                if expression.fullmatch(word):
                    found.append(number)
        denies = is_negator(word)
        self[word] = kind = self._number(frozenset(found), denies=denies) if found or denies else 0
        return kind

    def _number(self, found: frozenset[int], *, denies: bool) -> int:
        key = (found, denies)
        if key not in self._numbers:
            self._numbers[key] = len(self.kinds)
            self.kinds.append(found)
            self.negators.append(denies)
        return self._numbers[key]


def _blank(text: str) -> str:
    """Return a text of the same length whose only white space are blanks."""
    for space in _SPACES:
        if space in text:
            text = text.replace(space, " ")
    return text


def _starts(texts: Sequence[str]) -> Integers:
    lengths = np.array([len(text) + len(_BETWEEN) for text in texts], dtype=np.int64)
    return np.cumsum(lengths) - lengths


def _view(numbers: array[int]) -> Integers:
    """Return an array over the memory of the numbers; it must be gone before any is added."""
    return np.frombuffer(numbers, dtype=np.int64)
