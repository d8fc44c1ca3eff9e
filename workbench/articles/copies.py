"""Which texts are copies of each other, and which of them are one group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.articles.candidates import Sets, find_candidates, find_places, split_pairs
from workbench.articles.shingles import (
    HASH_BITS,
    HASHES,
    LEAST_SHARED,
    TEXT_BITS,
    Numbers,
    Places,
    Shingles,
)

WEAK = 0.2  # of the threshold: what the outermost texts of a group have in common, even if cut to different parts
BATCH = 1 << 16  # shingles compared at once: what a processor's cache holds

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Pairs:
    """Texts compared with each other.

    Attributes:
        codes: the numbers of both texts in one, the earlier in the upper bits; sorted, each once.
        shared: how many shingles stand in both.
        containment: which share of the shorter one's shingles that is.
    """

    codes: Numbers
    shared: Places
    containment: NDArray[np.float64]

    @property
    def texts(self) -> tuple[Places, Places]:
        """The earlier and the later text of each pair."""
        return split_pairs(self.codes)

    def take(self, chosen: Flags | Places) -> Pairs:
        """Return some of the pairs."""
        return Pairs(self.codes[chosen], self.shared[chosen], self.containment[chosen])


def group_copies(shingles: Shingles, *, threshold: float) -> pd.DataFrame:
    """Return one row for each text that repeats another.

    Args:
        shingles: those of all texts, in the order in which the first of a group is chosen.
        threshold: containment from which on two texts are copies.

    Returns:
        text, repeats (the text it is a copy of), group (number of the first text of its group), containment, overlap
        (share of the longer one's shingles that stand in the other), identical; sorted by group and text.
    """
    original = shingles.original
    sets, codes = find_candidates(shingles.keys, len(original), threshold)
    pairs = _compare(sets, codes)
    pairs = _add(sets, pairs, *_centre_pairs(sets, pairs, threshold))
    group = _join(sets, pairs, threshold)
    copies = np.flatnonzero(group != np.arange(len(group)))
    pairs = _add(sets, pairs, group[copies], copies)
    repeated = _find_repeated(pairs.take(_is_copy(pairs, threshold)), group)
    return _describe(sets, pairs, original, repeated[original], group[original])


def _compare(sets: Sets, codes: Numbers) -> Pairs:
    """Return how many shingles the texts of each pair share."""
    (first, second), sizes = split_pairs(codes), sets.sizes
    cuts = np.flatnonzero(np.diff(np.cumsum(sizes[first] + sizes[second]) // BATCH)) + 1
    parts = zip(np.split(first, cuts), np.split(second, cuts), strict=True)
    shared = np.concatenate([_count_shared(sets, one, other) for one, other in parts])
    return Pairs(codes, shared, shared / np.maximum(np.minimum(sizes[first], sizes[second]), 1))


def _count_shared(sets: Sets, first: Places, second: Places) -> Places:
    texts = np.concatenate([first, second])
    begins, lengths = sets.starts[texts], sets.starts[texts + 1] - sets.starts[texts]
    pairs = np.tile(np.arange(len(first), dtype=np.uint64) << np.uint64(HASH_BITS), 2)
    merged = np.repeat(pairs, lengths) | (sets.keys.take(find_places(begins, lengths)) & HASHES)
    merged.sort()
    twice = merged[1:][merged[1:] == merged[:-1]] >> np.uint64(HASH_BITS)
    return np.bincount(twice.astype(np.int64), minlength=len(first)).astype(np.int64)


def _add(sets: Sets, pairs: Pairs, one: Places, other: Places) -> Pairs:
    """Return the pairs and those of `one` and `other` too."""
    fresh = _compare(sets, np.setdiff1d(_code(one, other), pairs.codes))
    order = np.argsort(np.concatenate([pairs.codes, fresh.codes]), kind="stable")
    names = ("codes", "shared", "containment")
    return Pairs(*(np.concatenate([getattr(pairs, name), getattr(fresh, name)])[order] for name in names))


def _code(one: Places, other: Places) -> Numbers:
    return ((np.minimum(one, other) << TEXT_BITS) | np.maximum(one, other)).astype(np.uint64)


def _is_copy(pairs: Pairs, threshold: float) -> Flags:
    return (pairs.containment >= threshold) & (pairs.shared >= LEAST_SHARED)


def _centre_pairs(sets: Sets, pairs: Pairs, threshold: float) -> tuple[Places, Places]:
    """Return the texts that are no copy of any other yet, and the centre of the family each belongs to.

    Two edited versions may share too little with each other and enough with the original. A family is texts with weak
    links; its centre is the later text of the pair that shares most.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    weak, strong = pairs.take(pairs.containment >= WEAK * threshold), pairs.take(_is_copy(pairs, threshold))
    (first, second), texts = weak.texts, len(sets.sizes)
    graph = coo_matrix((np.ones(len(first), dtype=np.int8), (first, second)), shape=(texts, texts))
    family = connected_components(graph, directed=False)[1]
    centre = np.full(texts, -1)
    order = np.lexsort((-second, weak.shared))  # of equals, the earliest is written last
    centre[family[second[order]]] = second[order]
    lonely = np.setdiff1d(np.append(first, second), np.append(*strong.texts))
    lonely = lonely[centre[family[lonely]] != lonely]
    return lonely, centre[family[lonely]]


def _join(sets: Sets, pairs: Pairs, threshold: float) -> Places:
    """Return the first text of each text's group; the most alike are joined first."""
    strong = pairs.take(_is_copy(pairs, threshold))
    strong = strong.take(np.lexsort((strong.codes, -strong.containment)))
    sizes = sets.sizes.tolist()
    first, longest = list(range(len(sizes))), list(range(len(sizes)))

    def root(text: int) -> int:
        while first[text] != text:
            first[text] = text = first[first[text]]
        return text

    for one, other in zip(*(texts.tolist() for texts in strong.texts), strict=True):
        early, late = sorted((root(one), root(other)))
        ends = {(early, late), tuple(sorted((longest[early], longest[late])))} - {(one, other)}
        if early != late and all(_containment(sets, *pair) >= WEAK * threshold for pair in ends):
            first[late] = early
            longest[early] = max(longest[early], longest[late], key=lambda text: (sizes[text], -text))
    return np.array([root(text) for text in range(len(first))], dtype=np.int64)


def _containment(sets: Sets, one: int, other: int) -> float:
    keys, more = (sets.keys[sets.starts[text] : sets.starts[text + 1]] & HASHES for text in (one, other))
    return len(np.intersect1d(keys, more, assume_unique=True)) / max(min(len(keys), len(more)), 1)


def _find_repeated(strong: Pairs, group: Places) -> Places:
    """Return for each text the earliest of its group that it is a copy of; the first of a group repeats itself."""
    first, second = strong.texts
    inside = group[first] == group[second]
    repeated = np.full(len(group), len(group))
    np.minimum.at(repeated, second[inside], first[inside])
    np.minimum.at(repeated, first[inside], second[inside])
    own = np.arange(len(group))
    return np.where(group == own, own, repeated)


def _describe(sets: Sets, pairs: Pairs, original: Places, repeated: Places, group: Places) -> pd.DataFrame:
    """Return the row of each copy; a text of the same words as another has the row of that one."""
    text = np.flatnonzero(group != np.arange(len(group)))
    one, other = original[text], repeated[text]
    identical = one == other
    place = np.searchsorted(pairs.codes, _code(one, other))
    place[identical] = len(pairs.codes)
    shared, containment = np.append(pairs.shared, 0)[place], np.append(pairs.containment, 1.0)[place]
    larger = np.maximum(np.maximum(sets.sizes[one], sets.sizes[other]), 1)
    table = pd.DataFrame(
        {
            "text": text,
            "repeats": other,
            "group": group[text],
            "containment": containment,
            "overlap": np.where(identical, 1.0, shared / larger),
            "identical": identical,
        }
    )
    return table.sort_values(["group", "text"], ignore_index=True)
