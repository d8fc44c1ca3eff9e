"""Which texts are worth comparing, and on which shingles: pairs of texts that share some, boilerplate left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from workbench.articles.shingles import (
    HASH_BITS,
    HASHES,
    TEXT_BITS,
    TEXTS,
    Numbers,
    Places,
    find_starts,
)

HINT = 0.08  # of the threshold: texts that seem to have less in common are not compared
COMMON = 10  # texts; a shingle in more of them is boilerplate ...
CLEAN, SOME = 0.8, 0.1  # ... unless some of the texts with it have nearly all of their shingles in common,
ALIKE, MOST = 0.6, 0.5  # ... or most of them have more than half: all are edited, but all are copies
LEVELS = 25  # powers of two that the number of texts can reach
SLICE = 1 << 18  # shingles worked on at once: what a processor's cache holds


@dataclass(frozen=True)
class Sets:
    """The shingles that are compared, without boilerplate; those of text i are `keys[starts[i]:starts[i + 1]]`."""

    keys: Numbers
    starts: Places

    @cached_property
    def sizes(self) -> Places:
        """How many shingles each text has."""
        return np.diff(self.starts)


@dataclass(frozen=True)
class Slice:
    """Some hashes that stand in more than one text.

    Attributes:
        shingles: hash in the upper bits, number of the text in the lower; sorted.
        begins: where each hash begins.
        counts: in how many texts it stands.
    """

    shingles: Numbers
    begins: Places
    counts: Places

    def members(self, chosen: Places) -> tuple[Places, Places]:
        """Return the texts that some of the hashes stand in, and beside each how many they are as a power of two."""
        counts = self.counts[chosen]
        texts = (self.shingles[find_places(self.begins[chosen], counts)] & TEXTS).astype(np.int64)
        return texts, np.repeat((np.frexp(counts)[1] - 1).astype(np.int64), counts)


def find_candidates(keys: Numbers, texts: int, threshold: float) -> tuple[Sets, Numbers]:
    """Return the sets without boilerplate, and the pairs of texts worth comparing.

    Each shingle links a text to the first text that has it, and to no other: so a thousand copies make a thousand
    links, not half a million.
    """
    slices = list(_slices(keys))
    likeness = _find_likeness(slices, np.diff(find_starts(keys, texts)))
    boilerplate, links = [np.empty(0, dtype=np.uint64)], [np.empty((2, 0), dtype=np.uint64)]
    for part in slices:
        common = _find_boilerplate(part, likeness)
        first = part.shingles[part.begins]
        boilerplate.append(first[common] >> np.uint64(TEXT_BITS))
        later = part.counts - 1
        later[common] = 0
        codes = np.repeat((first & TEXTS) << np.uint64(TEXT_BITS), later)
        codes |= part.shingles[find_places(part.begins + 1, later)] & TEXTS
        links.append(np.array(np.unique(codes, return_counts=True), dtype=np.uint64))
    sets = _without(keys, np.concatenate(boilerplate), texts)
    return sets, _worth_comparing(np.concatenate(links, axis=1), sets.sizes, threshold)


def split_pairs(codes: Numbers) -> tuple[Places, Places]:
    """Return the earlier and the later text of each pair."""
    return (codes >> np.uint64(TEXT_BITS)).astype(np.int64), (codes & TEXTS).astype(np.int64)


def _worth_comparing(links: Numbers, sizes: Places, threshold: float) -> Numbers:
    codes, which = np.unique(links[0], return_inverse=True)
    hits = np.bincount(which, weights=links[1].astype(np.float64), minlength=len(codes))
    first, second = split_pairs(codes)
    return codes[hits >= HINT * threshold * np.minimum(sizes[first], sizes[second])]


def _slices(keys: Numbers) -> Iterator[Slice]:
    """Yield the hashes that stand in more than one text, in parts; no hash stands in two parts."""
    by_hash = keys << np.uint64(TEXT_BITS)
    for start in range(0, len(keys), SLICE):  # one large array, no second one on the way
        by_hash[start : start + SLICE] |= keys[start : start + SLICE] >> np.uint64(HASH_BITS)
    by_hash.sort()
    parts = len(by_hash) // SLICE + 1
    borders = [(number << (HASH_BITS + TEXT_BITS)) // parts for number in range(1, parts)]
    cuts = np.searchsorted(by_hash, np.array(borders, dtype=np.uint64))
    for start, end in pairwise([0, *cuts, len(by_hash)]):
        hashes = by_hash[start:end] >> np.uint64(TEXT_BITS)
        again = np.append(hashes[1:] == hashes[:-1], [False])
        shared = np.flatnonzero(again | np.roll(again, 1))
        begins = np.flatnonzero(~np.roll(again, 1)[shared])
        yield Slice(by_hash[start:end][shared], begins, np.diff(begins, append=len(shared)))


def find_places(begins: Places, lengths: Places) -> Places:
    """Return the places of all members of stretches that begin there and are so long, one stretch after the other."""
    return np.repeat(begins - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())


def _find_likeness(slices: Sequence[Slice], sizes: Places) -> NDArray[np.float64]:
    """Return for each text and power of two which share of the text's shingles stand in at least so many texts."""
    spread = np.zeros(len(sizes) * LEVELS, dtype=np.int32)
    for part in slices:
        texts, level = part.members(np.flatnonzero(part.counts > COMMON // 4))  # rarer ones are never asked for
        np.add.at(spread, texts * LEVELS + level, np.int32(1))
    at_least = spread.reshape(-1, LEVELS)[:, ::-1].cumsum(axis=1)[:, ::-1]
    return at_least / np.maximum(sizes, 1)[:, None]


def _find_boilerplate(part: Slice, likeness: NDArray[np.float64]) -> Places:
    """Return the numbers of the hashes that stand in many texts which have little else in common.

    A footer is as widespread as a wire story with many copies. But most other shingles of the copies are about as
    widespread too (more than a quarter, in powers of two); those of texts with a footer are not.
    """
    common = np.flatnonzero(part.counts > COMMON)
    if not len(common):
        return common
    lengths = part.counts[common]
    texts, level = part.members(common)
    alike = likeness[texts, level - 1]
    clean, close = (
        np.add.reduceat((alike >= share).astype(np.int64), np.cumsum(lengths) - lengths) for share in (CLEAN, ALIKE)
    )
    return common[(clean < SOME * lengths) & (close < MOST * lengths)]


def _without(keys: Numbers, boilerplate: Numbers, texts: int) -> Sets:
    """Return the shingles that are no boilerplate."""
    if len(boilerplate):
        low = np.uint64((1 << 20) - 1)
        table = np.zeros(int(low) + 1, dtype=np.bool_)  # rules most of them out at once
        table[(boilerplate & low).astype(np.int64)] = True
        maybe = np.concatenate(
            [
                np.flatnonzero(table.take((keys[start : start + SLICE] & low).astype(np.int64))) + start
                for start in range(0, len(keys), SLICE)
            ]
        )
        keys = np.delete(keys, maybe[np.isin(keys[maybe] & HASHES, boilerplate)])
    return Sets(keys, find_starts(keys, texts))
