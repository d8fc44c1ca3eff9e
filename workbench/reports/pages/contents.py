"""The headings of a page: each with an address, and the list of them beside the text."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

FEWEST = 3  # headings that need a list
_HEADING = re.compile(r"<(h[23])>(.*?)</\1>", re.DOTALL)
_LISTED = re.compile(r'<h2\b[^>]*?\sid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def address_headings(html: str, taken: Counter[str]) -> str:
    """Return cleaned HTML in which every h2 and h3 has an id, no two the same; `taken` counts them over a page.

    Example:
        >>> address_headings("<h2>What we <em>saw</em></h2><h2>What we saw</h2>", Counter())
        '<h2 id="s-what-we-saw">What we <em>saw</em></h2><h2 id="s-what-we-saw-2">What we saw</h2>'
    """

    def addressed(found: re.Match[str]) -> str:
        slug = "-".join(re.findall(r"\w+", words_of(found[2]).lower())) or "part"
        taken[slug] += 1
        number = f"-{taken[slug]}" if taken[slug] > 1 else ""
        return f'<{found[1]} id="s-{slug}{number}">{found[2]}</{found[1]}>'

    return _HEADING.sub(addressed, html)


def list_headings(html: str) -> list[tuple[str, str]]:
    """Return (id, words) of each h2 of a page that has an id; none where they are few.

    Example:
        >>> list_headings('<h2 id="a">A</h2><h2 id="b">B &amp; C</h2><h2 id="d">D</h2>')
        [('a', 'A'), ('b', 'B & C'), ('d', 'D')]
    """
    found = [(unescape(name), words_of(heading)) for name, heading in _LISTED.findall(html)]
    return found if len(found) >= FEWEST else []


def words_of(html: str) -> str:
    """Return the text of a piece of HTML, without tags and not escaped."""
    return " ".join(unescape(_TAG.sub("", html)).split())
