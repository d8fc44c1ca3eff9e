"""Which lines of a web page are its main text, as trafilatura (Barbaresi 2021, in precision mode) finds it."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from workbench.articles.formats.html_lines import PageLine

_SHORT = 20  # letters; a line that short can stand anywhere on a page
_LONG = 60  # characters; a line that long tells where the main text is
_MARKS = "-–—•·|*"
_ENOUGH = 250  # characters of main text under which trafilatura asks other algorithms too
_MOST_ELEMENTS = 30_000  # beside menus, on a page whose main text is looked for; articles have a tenth
_MOST_SEARCHED = 10**9  # characters of main text times lines; in longer pages a line is only compared with lines
_PARAGRAPH = 100  # characters of a line that counts as prose of the page
_MENU_TAGS = frozenset({"div", "ul", "ol", "dl", "section", "header", "form", "center", "p"})
_MENU_LINKS = 3
_MENU_REST = 60  # characters beside its links, such as "More stories"
_MENU_ENTRY = 150  # characters of a link; longer ones are text that is a link
SENTENCE_END = re.compile(r"[.!?…。！？؟۔।။]['\"”’»)\]」』]*$")


class _Main:
    """The main text, made to be asked whether a line of the page is part of it."""

    def __init__(self, text: str, lines: int) -> None:
        self.text = text
        self.searched = len(text) * lines <= _MOST_SEARCHED
        keys = [_squeezed(line).strip(_MARKS) for line in text.split("\n")]  # the marks of lists and tables
        self.lines = Counter(keys)
        self.whole = "".join(keys)

    @cached_property
    def sequences(self) -> set[tuple[str, ...]]:
        """The four-word sequences of the text."""
        return _sequences(self.text)

    def holds(self, line: PageLine) -> bool:
        """Whether the line stands in the main text; a long one, if need be, in more than half of its sequences."""
        text = line.text
        key = _squeezed(text).strip(_MARKS)
        if len(key) < _SHORT:
            return key in self.lines and bool(key)
        if key in self.lines or (self.searched and key in self.whole):
            return True
        if len(text) < _LONG or line.linked:
            return False
        own = _sequences(text)
        return len(own) > 4 and 2 * len(own & self.sequences) > len(own)


def main_text(tree: Any, lines: Sequence[PageLine]) -> str:  # noqa: ANN401 - lxml has no types
    """Return the main text of a page, "" when none is found.

    The fast way first. Where it finds little, or less than half of the prose the page has, trafilatura compares it with
    what other algorithms find; where precision finds nothing at all, its balanced mode is asked. On a page of more
    elements than articles have none is looked for: it would take minutes.
    """
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        return ""
    prose = sum(len(line.text) for line in lines if not line.outside and len(line.text) >= _PARAGRAPH)
    found = _extract(tree, precision=True, fast=True)
    if len(found) >= (prose / 2 if len(found) >= _ENOUGH else max(prose, _PARAGRAPH)):
        return found
    return _extract(tree, precision=True, fast=False) or found or _extract(tree, precision=False, fast=False)


def _extract(tree: Any, *, precision: bool, fast: bool) -> str:  # noqa: ANN401
    from trafilatura import bare_extraction

    return getattr(bare_extraction(tree, options=_options(precision=precision, fast=fast)), "text", None) or ""


@lru_cache(maxsize=4)
def _options(*, precision: bool, fast: bool) -> Any:  # noqa: ANN401 - trafilatura has no types
    """Return trafilatura's options, which it would read from its settings for every page."""
    from trafilatura.settings import Extractor

    return Extractor(output_format="python", precision=precision, fast=fast, comments=False, tables=True)


def drop_menus(tree: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Drop the parts of a page that are links and hardly anything else: they are most of it, and never its text."""
    from lxml import etree

    counts = [_Counts()]
    menus: list[Any] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            counts.append(counts[-1].inside(element, len(menus)))
            continue
        own = counts.pop()
        if element.tag in _MENU_TAGS and own.is_menu():
            menus[own.menus :] = [element]
        counts[-1].add(own, element.tail)
    for element in menus:
        element.drop_tree()


@dataclass(slots=True)
class _Counts:
    """What an element holds: links, characters in them and beside them; and the menus found before it began."""

    links: int = 0
    linked: int = 0
    beside: int = 0
    in_link: bool = False
    menus: int = 0

    def inside(self, element: Any, menus: int) -> "_Counts":  # noqa: ANN401
        """Return the counts of an element at its beginning."""
        found = _Counts(int(element.tag == "a"), in_link=self.in_link or element.tag == "a", menus=menus)
        found.read(element.text)
        return found

    def add(self, inner: "_Counts", tail: str | None) -> None:
        """Add what an inner element holds, and the text after it."""
        self.links += inner.links
        self.linked += inner.linked
        self.beside += inner.beside
        self.read(tail)

    def read(self, text: str | None) -> None:
        """Add the characters of a piece of text."""
        if text and not text.isspace():
            self.linked += len(text) if self.in_link else 0
            self.beside += 0 if self.in_link else len(text)

    def is_menu(self) -> bool:
        """Whether this is links and hardly anything else."""
        many = self.links >= _MENU_LINKS and self.linked <= _MENU_ENTRY * self.links
        return many and self.beside <= _MENU_REST and not self.in_link


def lines_of(text: str, found: Sequence[PageLine]) -> list[bool]:
    """Return which lines are the main text: short ones only between long ones, repeated ones as often as there.

    Lists of links to other stories, and the line over them, are not.
    """
    main = _Main(text, len(found))
    known = [main.holds(line) for line in found]
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
            over = len(found[above].text) < _LONG and not SENTENCE_END.search(found[above].text)
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
