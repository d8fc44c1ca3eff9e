"""The date a page prints beside its title, for pages that state none for machines.

Precision first: pages print today's date, dates of other stories, comments, pictures and events, too. None of these is
the day of publication, and a page that prints only those has none.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from workbench.articles.dates import StatedDate, parse_date
from workbench.articles.formats.html_dates import (
    UPDATED,
    is_spoken,
    is_update,
    names_of,
    names_other,
    readable,
    stands_elsewhere,
    words_before,
)

_NAMED = re.compile(
    r"publi|posted|pub-?date|datum|fecha|timestamp|datestamp|dateline|byline|\bdate\b|date$|[-_]date", re.I
)
_SITE_HEAD = re.compile(r"header|\btop\b|masthead|banner|menu|\bnav", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"\b(?:publish\w*|posted|publi(?:é|cad[oa]|ée)|veröffentlicht|erschienen|erstellt|cread[oa]|criad[oa])\b",
    re.IGNORECASE,
)
_CARRIERS = frozenset({"time", "span", "div", "p", "abbr", "small", "li", "dd", "em", "i", "a", "td", "b", "font"})
_LONGEST = 120  # characters of a line that is a date with a few words
_MOST_WORDS = 12  # of a line that gives the date, with names of its month, author and outlet
_MOST_PARTS = 8  # elements in a line
_REACH = 60  # elements after the title in which a date is beside it; over it a quarter of them
_PROSE = 200  # characters of a paragraph
_MOST_PROSE = 2  # paragraphs after which a date is no longer beside the title


def visible_date(tree: Any, title: str | None, language: str = "") -> str | None:  # noqa: ANN401 - lxml has no types
    """Return the date printed beside the title of a page, or None: not an update, not a sidebar's, not today's.

    Args:
        tree: the page.
        title: its title, when it is known; else its <h1> is.
        language: the code of its language: "03/11/2025" is read with the day first unless it is American English.
    """
    elements = list(tree.iter(*_CARRIERS, "h1", "h2"))
    headings = [number for number, element in enumerate(elements) if _is_title(element, title)]
    for start, stop in itertools.pairwise([*headings, len(elements)]):
        under = _under(elements[start], elements[start + 1 : min(stop, start + 1 + _REACH)])
        over = _over(elements[start], elements[max(0, start - _REACH // 4) : start])
        dates = (_printed(element, language) for element in itertools.chain(under, over))
        found = next((date for date in dates if date), None)
        if found:
            return found
    return None


def _is_title(element: Any, title: str | None) -> bool:  # noqa: ANN401
    if element.tag not in {"h1", "h2"}:
        return False
    text = "".join("".join(element.itertext()).split())
    whole = "".join((title or "").split())
    return text in whole and 2 * len(text) > len(whole) if whole else element.tag == "h1"


def _under(heading: Any, elements: Sequence[Any]) -> Iterator[Any]:  # noqa: ANN401
    """Yield the elements after the title up to the second paragraph, without those of other articles."""
    home = next(heading.iterancestors("article"), None)
    paragraphs = 0
    for element in elements:
        whole = "".join(element.itertext()) if element.tag == "p" else element.text or ""
        paragraphs += len(whole) >= _PROSE
        if paragraphs >= _MOST_PROSE:
            return
        if home is None or next(element.iterancestors("article"), None) is home:
            yield element


def _over(heading: Any, elements: Sequence[Any]) -> Iterator[Any]:  # noqa: ANN401
    """Yield the elements over the title that are named a date and stand with it, not in the head of the site."""
    above = set(heading.iterancestors())
    for element in reversed(elements):
        own = [element, *itertools.takewhile(lambda outer: outer not in above, element.iterancestors())]
        shared = own[-1].getparent()
        alone = shared is None or shared.tag == "body"
        if alone and own[-1].getnext() is not heading:
            continue
        if not any(outer.tag == "header" or _SITE_HEAD.search(names_of(outer)) for outer in own):
            yield from [element] if _NAMED.search(names_of(element)) else []


def _printed(element: Any, language: str) -> str | None:  # noqa: ANN401
    """Return the date an element prints as that of publication, alone or with a few words."""
    if len(element) > _MOST_PARTS:
        return None
    text = " ".join("".join(element.itertext()).split())
    stated = element.get("datetime") or element.get("data-datetime")
    if stated and not is_update(element) and not names_other(words_before(element)):
        text = stated
    if not 6 <= len(text) <= _LONGEST or not re.search(r"\d", text) or stands_elsewhere(element):
        return None
    if text.endswith((".", "!", "?")) or is_spoken(element):  # a sentence that speaks of a day
        return None
    return next((date for part in _parts(text) if (date := _date_of(part, language))), None)


def _parts(text: str) -> list[str]:
    """Return the parts of a line that may give the date of publication, those that say so before what has no label."""
    marks = [(match.start(), True) for match in _PUBLISHED.finditer(text)]
    marks += [(match.start(), False) for match in UPDATED.finditer(text)]
    bounds = [*sorted(marks), (len(text), False)]
    labelled = [text[start:stop] for (start, own), (stop, _) in itertools.pairwise(bounds) if own]
    return [*labelled, text[: bounds[0][0]]]


def _date_of(part: str, language: str) -> str | None:
    """Return the one day a part of a line gives with a few words, or None: nothing, a month, or another thing's."""
    date = readable(part, language) if re.search(r"\d", part) else None
    found: StatedDate | None = parse_date(date) if date else None
    if found is None or not found.is_one_day or len(re.findall(r"[^\W\d_]{2,}", part)) > _MOST_WORDS:
        return None
    digit = re.search(r"\d", part)
    return None if names_other(part[: digit.start()] if digit else "") else date
