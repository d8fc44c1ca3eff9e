"""The terms a trained coder knows: words, pairs of neighbouring words, and pieces of three to five characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from workbench.framing.coder.features import split_tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

KINDS = ("word", "pair", "piece")
MOST_TERMS = 100_000  # of each kind: those that stand in the most passages
_SHORTEST, _LONGEST = 3, 5  # characters of a piece
# Scripts written without spaces: a "word" is a character there, and a pair of words two neighbouring characters.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class Vocabulary:
    """Terms by kind, in alphabetical order; columns of a count are words, then pairs, then pieces."""

    words: list[str]
    pairs: list[str]
    pieces: list[str]

    @property
    def sizes(self) -> list[int]:
        """How many terms of each kind."""
        return [len(self.words), len(self.pairs), len(self.pieces)]

    @cached_property
    def _places(self) -> list[dict[str, int]]:
        return [{term: place for place, term in enumerate(own)} for own in (self.words, self.pairs, self.pieces)]

    def count(self, passages: Sequence[str]) -> csr_matrix:
        """Return how often each term stands in each passage; other words are passed over."""
        from scipy.sparse import hstack

        if not sum(self.sizes):
            return _empty(len(passages))
        words, pairs, pieces = self._places
        tokens = [split_tokens(passage) for passage in passages]
        spelled = [_spell(own) for own in tokens]
        blocks = [_count(spelled, words), _count(map(_pairs, spelled), pairs), _count_pieces(tokens, pieces)]
        return hstack(blocks, format="csr", dtype=np.float32)


NO_TERMS = Vocabulary([], [], [])


def build_vocabulary(passages: Sequence[str]) -> Vocabulary:
    """Return the terms of `passages`, of each kind those that stand in the most passages, at most 100,000."""
    tokens = [split_tokens(passage) for passage in passages]
    spelled = [_spell(own) for own in tokens]
    words: dict[str, int] = {}
    pairs: dict[str, int] = {}
    pieces: dict[str, int] = {}
    counts = [
        _count(spelled, words, grow=True),
        _count(map(_pairs, spelled), pairs, grow=True),
        _count_pieces(tokens, pieces, grow=True),
    ]
    return Vocabulary(*(_most_common(own, terms) for own, terms in zip(counts, (words, pairs, pieces), strict=True)))


def _spell(tokens: list[str]) -> list[str]:
    return [part for token in tokens for part in (token if _UNSPACED.search(token) else (token,))]


def _pairs(words: list[str]) -> list[str]:
    return [f"{one} {other}" for one, other in pairwise(words)]


def _cut(token: str) -> list[str]:
    """Return the pieces of a word; a space marks where it begins and ends."""
    padded = f" {token} "
    lengths = range(_SHORTEST, _LONGEST + 1)
    return [padded[place : place + size] for size in lengths for place in range(len(padded) - size + 1)]


def _count(lists: Iterable[list[str]], places: dict[str, int], *, grow: bool = False) -> csr_matrix:
    from scipy.sparse import csr_matrix

    columns: list[int] = []
    ends = [0]
    for own in lists:
        if grow:
            columns.extend(places.setdefault(term, len(places)) for term in own)
        else:
            columns.extend(places[term] for term in own if term in places)
        ends.append(len(columns))
    ones = np.ones(len(columns), dtype=np.float32)
    counts = csr_matrix((ones, columns, ends), shape=(len(ends) - 1, len(places)))
    counts.sum_duplicates()
    return counts


def _count_pieces(tokens: list[list[str]], pieces: dict[str, int], *, grow: bool = False) -> csr_matrix:
    """Return how often each piece stands in each passage: each different word is cut once, then counted."""
    own: dict[str, int] = {}
    standing = _count(tokens, own, grow=True)
    return (standing @ _count(map(_cut, own), pieces, grow=grow)).tocsr()


def _most_common(counts: csr_matrix, places: dict[str, int]) -> list[str]:
    passages: npt.NDArray[np.int64] = np.bincount(counts.indices, minlength=len(places))
    kept = sorted(places, key=lambda term: (-passages[places[term]], term))[:MOST_TERMS]
    return sorted(kept)


def _empty(rows: int) -> csr_matrix:
    from scipy.sparse import csr_matrix

    return csr_matrix((rows, 0), dtype=np.float32)
