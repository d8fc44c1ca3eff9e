"""Which matches count: within a frame the longest wins over those it overlaps, and exclusions take what they cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from workbench.framing.dictionary.matching import Matches
from workbench.framing.dictionary.reading import Integers, Reading


@dataclass(frozen=True)
class Rules:
    """For each pattern, the number of its frame, and whether it is an exclusion."""

    frames: Integers
    excludes: npt.NDArray[np.bool_]


class _Match(NamedTuple):
    """A match among others; sorted, one that wins over another comes before it."""

    shortness: int  # characters, negative
    first: int  # numbers of the first and last word
    pattern: int
    last: int
    place: int  # among all matches


def keep_longest(matches: Matches, reading: Reading, rules: Rules) -> Matches:
    """Return the matches that count, in the order they stand; those of the same words in the order of the codebook.

    Of matches that are equally long the first in the text wins, then the first in the codebook.
    """
    if not len(matches.patterns):
        return matches
    frames = rules.frames[matches.patterns]
    firsts, lasts = reading.numbers[matches.firsts], reading.numbers[matches.lasts]
    shift = frames * (lasts.max() + 1)  # frames do not touch each other
    order = np.argsort(firsts + shift, kind="stable")
    begins, ends = (firsts + shift)[order], np.maximum.accumulate((lasts + shift)[order])
    # Matches of a frame that overlap, directly or through others, make a cluster.
    clusters = np.cumsum(np.append([True], begins[1:] > ends[:-1]))
    crowded = (np.bincount(clusters) > 1)[clusters]
    alone = order[~crowded & ~rules.excludes[matches.patterns[order]]]
    winners = _settle(matches, reading, rules, order[crowded], clusters[crowded])
    kept = np.concatenate([alone, np.fromiter(winners, dtype=np.int64)])
    kept = kept[np.lexsort((matches.patterns[kept], lasts[kept], firsts[kept]))]
    return Matches(matches.patterns[kept], matches.firsts[kept], matches.lasts[kept])


def _settle(matches: Matches, reading: Reading, rules: Rules, places: Integers, clusters: Integers) -> Iterator[int]:
    """Yield the places of the matches that win in clusters of several."""
    firsts, lasts = matches.firsts[places], matches.lasts[places]
    shortness = reading.word_starts[firsts] - reading.word_ends[lasts]
    patterns = matches.patterns[places]
    columns = (shortness, reading.numbers[firsts], patterns, reading.numbers[lasts], places)
    crowd = map(_Match._make, zip(*(column.tolist() for column in columns), strict=True))
    excludes = rules.excludes[patterns].tolist()
    for _, cluster in groupby(zip(clusters.tolist(), crowd, excludes, strict=True), key=lambda item: item[0]):
        rivals = list(cluster)
        included = [match for _, match, exclude in rivals if not exclude]
        yield from _winners(included, [match for _, match, exclude in rivals if exclude])


def _winners(included: Sequence[_Match], excluding: Sequence[_Match]) -> Iterator[int]:
    taken: set[int] = set()
    excluded = {number for match in excluding for number in range(match.first, match.last + 1)}
    for match in sorted(included):
        numbers = range(match.first, match.last + 1)
        if taken.isdisjoint(numbers) and not excluded.issuperset(numbers):
            taken.update(numbers)
            yield match.place
