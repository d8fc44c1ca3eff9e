"""Which lines of a web page are its main text, as trafilatura (Barbaresi 2021, in precision mode) finds it."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from workbench.articles.formats.html_lines import PageLine

_SHORT = 20  # letters; a line that short can stand anywhere on a page
_LONG = 60  # characters; a line that long tells where the main text is
_MARKS = "-–—•·|*"
_ENOUGH = 250  # characters of main text under which trafilatura asks other algorithms too
_PARAGRAPH = 100  # characters of a line that counts as prose of the page
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»)\]」』]*$")


class _Main:
    """The main text, made to be asked whether a line of the page is part of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        keys = [_squeezed(line).strip(_MARKS) for line in text.split("\n")]  # the marks of lists and tables
        self.lines = Counter(keys)
        self.whole = "".join(keys)

    @cached_property
    def sequences(self) -> set[tuple[str, ...]]:
        """The four-word sequences of the text."""
        return _sequences(self.text)

    def holds(self, text: str) -> bool:
        """Whether the line stands in the main text, if need be in more than half of its four-word sequences."""
        key = _squeezed(text).strip(_MARKS)
        if len(key) < _SHORT:
            return key in self.lines and bool(key)
        if key in self.whole:
            return True
        own = _sequences(text)
        return len(own) > 4 and 2 * len(own & self.sequences) > len(own)


def main_text(tree: Any, lines: Sequence[PageLine]) -> str:  # noqa: ANN401 - lxml has no types
    """Return the main text of a page, "" when none is found.

    The fast way first. Where it finds little, or less than half of the prose the page has, trafilatura compares it with
    what other algorithms find; where precision finds nothing at all, its balanced mode is asked.
    """
    prose = sum(len(line.text) for line in lines if not line.outside and len(line.text) >= _PARAGRAPH)
    found = _extract(tree, precision=True, fast=True)
    if len(found) >= max(_ENOUGH, prose / 2):
        return found
    return _extract(tree, precision=True, fast=False) or found or _extract(tree, precision=False, fast=False)


def _extract(tree: Any, *, precision: bool, fast: bool) -> str:  # noqa: ANN401
    from trafilatura import bare_extraction

    document = bare_extraction(tree, favor_precision=precision, fast=fast, include_comments=False, include_tables=True)
    return getattr(document, "text", None) or ""


def lines_of(text: str, found: Sequence[PageLine]) -> list[bool]:
    """Return which lines are the main text: short ones only between long ones, repeated ones as often as there.

    Lists of links to other stories, and the line over them, are not.
    """
    main = _Main(text)
    known = [main.holds(line.text) for line in found]
    _settle_repeated(found, known, main)
    long = [number for number, line in enumerate(found) if known[number] and len(line.text) >= _LONG]
    if not long:
        return known
    first, last = long[0], long[-1]
    while first > 0 and known[first - 1]:
        first -= 1
    while last + 1 < len(found) and known[last + 1]:
        last += 1
    known = [part and first <= number <= last for number, part in enumerate(known)]
    listed = _link_lists(found, known)
    return [part and number not in listed for number, part in enumerate(known)]


def _link_lists(found: Sequence[PageLine], known: Sequence[bool]) -> set[int]:
    """Return the lines of lists of other stories: three links in a row, or links at the end, and the line over them."""
    numbers = [number for number, part in enumerate(known) if part and found[number].kind != "table_row"]
    listed: set[int] = set()
    runs = itertools.groupby(enumerate(numbers), key=lambda pair: found[pair[1]].linked)
    for linked, run in runs:
        places = [place for place, _ in run]
        at_end = places[-1] == len(numbers) - 1
        if linked and places[0] and (len(places) >= 3 or at_end):
            above = numbers[places[0] - 1]
            over = len(found[above].text) < _LONG and not _SENTENCE_END.search(found[above].text)
            listed |= {*(numbers[place] for place in places), *([above] if over else [])}
    return listed


def _settle_repeated(found: Sequence[PageLine], known: list[bool], main: _Main) -> None:
    """Keep, of long lines the page has more often than the main text, those that stand in the article."""
    places: dict[str, list[int]] = {}
    for number, line in enumerate(found):
        if known[number] and len(line.text) >= _LONG:
            places.setdefault(_squeezed(line.text).strip(_MARKS), []).append(number)
    for key, numbers in places.items():
        best = sorted(numbers, key=lambda number: (found[number].outside, not found[number].inside, number))
        for number in best[max(1, main.lines[key]) :]:
            known[number] = False


def _squeezed(text: str) -> str:
    return "".join(text.split()).lower()


def _sequences(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))
