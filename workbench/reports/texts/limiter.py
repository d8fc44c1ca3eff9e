"""The runs of words that a report may not carry, and strings without them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.reports.texts.words import (
    BREAK,
    CELL,
    Flags,
    Flat,
    Numbers,
    find_words,
    flatten,
    has_unspaced,
    hash_windows,
    number_words,
)

LEFT_OUT = "[text left out]"
_BAR = re.compile(r"\|")  # between the cells of a table in Markdown
Barrier = tuple[int, int, bool]  # start, end, inside a sentence


@dataclass(frozen=True)
class Limiter:
    """What `build_limiter` returns: knows every stretch of `window` words of the articles.

    Attributes:
        texts: "excerpts", "none" or "full".
        window: so many words of an article in a row are cut.
        keep: words that stay of each run.
        hashes: one number for each stretch of so many words, sorted.
    """

    texts: str
    window: int
    keep: int
    hashes: Numbers

    def limit(self, records: list[list[str]]) -> list[list[str]]:
        """Return records of strings without what is too long; the strings of a record are read one after the other.

        A record in which nothing is cut is the same object as before. Markup, escapes and the strings themselves
        stay whole: only text between them is cut.

        Args:
            records: as the cells of rows, or one string each.
        """
        if not len(self.hashes):
            return records
        chosen = [place for place, record in enumerate(records) if self._may_hold(record)]
        flats = [[flatten(text) for text in records[place]] for place in chosen]
        limited = list(records)
        for number, runs in self._find_runs([_joined(flat) for flat in flats]).items():
            limited[chosen[number]] = self._cut(records[chosen[number]], flats[number], runs)
        for place, flat in zip(chosen, flats, strict=True):
            values = [self._cut_values(text) for text in limited[place]] if any(part.inner for part in flat) else []
            if values and values != limited[place]:
                limited[place] = values
        return limited

    def _may_hold(self, record: list[str]) -> bool:
        """Return whether so many words find room: one takes two characters, or one where no spaces are written."""
        size = sum(map(len, record))
        return size >= 2 * self.window - 1 or (size >= self.window and any(map(has_unspaced, record)))

    def _find_runs(self, texts: list[str]) -> dict[int, list[tuple[int, int]]]:
        """Return the texts that hold runs: the number of each, with the first word and the word after each run."""
        numbers = number_words(BREAK.join(texts))
        hits = np.flatnonzero(self._hits(numbers))
        if not len(hits):
            return {}
        # Stretches of one run overlap; no stretch holds a break.
        gaps = np.flatnonzero(np.diff(hits) >= self.window)
        firsts, lasts = hits[np.append(0, gaps + 1)], hits[np.append(gaps, len(hits) - 1)]
        breaks = np.flatnonzero(numbers == 0)
        owners = np.searchsorted(breaks, firsts)
        starts = np.append(0, breaks + 1)[owners]
        runs: dict[int, list[tuple[int, int]]] = {}
        for owner, first, stop in zip(owners, firsts - starts, lasts - starts + self.window, strict=True):
            runs.setdefault(int(owner), []).append((int(first), int(stop)))
        return runs

    def _hits(self, numbers: Numbers) -> Flags:
        """Return for each stretch of words whether it is one of the articles'."""
        hashes, prose = hash_windows(numbers, self.window)
        places = np.searchsorted(self.hashes, hashes)
        found: Flags = prose & (self.hashes.take(places, mode="clip") == hashes)
        return found

    def _cut(self, strings: list[str], flats: list[Flat], runs: list[tuple[int, int]]) -> list[str]:
        words = find_words(_joined(flats))
        barriers, bounds = _barriers(flats)
        edits: list[tuple[int, int, str]] = []
        for first, stop in runs:
            cut = words[first + self.keep : stop]
            edits += _edits(cut, barriers, told=self.texts == "excerpts") if cut else []
        edits.sort()
        return [_apply(string, start, edits) for string, start in zip(strings, bounds, strict=True)]

    def _cut_values(self, text: str) -> str:
        """Return a string whose attributes and scripts are limited too, each for itself."""
        inner = flatten(text).inner
        values = self.limit([[text[start:end]] for start, end, _ in inner])
        edits = [
            (start, end, "" if is_script else value)
            for (start, end, is_script), (value,) in zip(inner, values, strict=True)
            if value != text[start:end]
        ]
        return _apply(text, 0, edits)


def _joined(flats: Sequence[Flat]) -> str:
    return CELL.join(flat.text for flat in flats)


def _barriers(flats: Sequence[Flat]) -> tuple[list[Barrier], list[int]]:
    """Return what is never cut, in places of the joined text, and where each string begins."""
    barriers: list[Barrier] = []
    bounds, start = [], 0
    for text, markup, _ in flats:
        bounds.append(start)
        barriers += [(start + first, start + stop, inline) for first, stop, inline in markup]
        barriers += [(start + bar.start(), start + bar.end(), False) for bar in _BAR.finditer(text)]
        start += len(text) + 1
        barriers.append((start - 1, start, False))
    return sorted(barriers), bounds


def _edits(words: list[tuple[int, int]], barriers: list[Barrier], *, told: bool) -> list[tuple[int, int, str]]:
    """Return what replaces a run of words: one mark for each stretch of it that no cell or paragraph divides."""
    edits: list[tuple[int, int, str]] = []
    for stretch in _stretches(words[0][0], words[-1][1], barriers):
        count = [_count(words, *piece) for piece in stretch]
        holding = next((place for place, number in enumerate(count) if number), None)
        if holding is None:
            continue
        mark = f"({_plural(sum(count))} left out)" if told else LEFT_OUT
        edits += [(*piece, mark if place == holding else "") for place, piece in enumerate(stretch) if place >= holding]
    return edits


def _stretches(start: int, end: int, barriers: list[Barrier]) -> list[list[tuple[int, int]]]:
    """Return the pieces between the barriers from `start` to `end`, those of one sentence together."""
    stretches: list[list[tuple[int, int]]] = [[]]
    place = start
    for first, stop, inline in barriers[bisect_left(barriers, (start, 0, False)) :]:
        if first >= end:
            break
        stretches[-1].append((place, first))
        place = stop
        if not inline:
            stretches.append([])
    stretches[-1].append((place, end))
    return [[piece for piece in stretch if piece[0] < piece[1]] for stretch in stretches]


def _count(words: list[tuple[int, int]], start: int, end: int) -> int:
    """Return how many words begin in a piece; one divided by a tag begins in the first of its pieces."""
    return bisect_left(words, (end, 0)) - bisect_left(words, (start, 0))


def _plural(number: int) -> str:
    return f"{number} word{'' if number == 1 else 's'}"


def _apply(text: str, offset: int, edits: Sequence[tuple[int, int, str]]) -> str:
    """Return a string with the edits that lie in it; they are sorted, and their places counted from `offset`."""
    parts, place = [], 0
    for start, end, mark in edits[bisect_left(edits, (offset, 0, "")) :]:
        if end > offset + len(text):
            break
        parts += [text[place : start - offset], mark]
        place = end - offset
    return "".join([*parts, text[place:]])
