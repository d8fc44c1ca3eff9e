"""The tree of a web page -> the lines a reader sees, each with the kind its tags declare and where it stands."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

_BLOCK = frozenset(
    "address article aside blockquote body br button center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section select summary table tbody tfoot "
    "thead tr ul".split()
)
UNSEEN = (
    "script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object", "embed", "canvas", "audio",
    "video", "datalist",
)  # fmt: skip
OUTSIDE = ("nav", "footer", "aside", "menu", "select", "button", "dialog", "textarea")
_KIND = {"h1": "title", "li": "list_item", "figcaption": "caption"} | {f"h{n}": "heading" for n in range(2, 7)}
_BYLINE = re.compile(
    r"\b(?:by-?line|author|dateline|article-meta|post-meta|entry-meta|published|timestamp)\b", re.IGNORECASE
)
_BREADCRUMB = re.compile(r"breadcrumb", re.IGNORECASE)
_CAPTION = re.compile(r"(?:\b|_|-)(?:caption|photo-?credit|image-?credit)(?:\b|_|-)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAMED = frozenset({"p", "div", "span", "address", "time", "a", "section", "ul", "ol", "nav", "figure", "small"})
_BYLINED = frozenset({"p", "div", "span", "address", "time", "a"})
_INSIDE = frozenset({"article", "main"})
_VOID = frozenset({"br", "hr", "img", "input", "source", "wbr", "link", "meta"})
_ATTRIBUTES = ("style", "hidden", "aria-hidden", "class", "id", "rel", "aria-label", "itemprop")
_SENTENCE_END = re.compile(r"[.!?:…。！？؟۔।။][\"'”’»)\]]*\s*$")
_LIST_MARK = re.compile(r"\s*(?:[•·▪◦‣●■*–—-]\s|\d{1,2}[.)]\s)")
_LINKED = 0.9  # share of a line's characters
_LONGEST_CELL = 400  # characters; a longer cell is a column of the page's layout, not a figure of a table


class PageLine(NamedTuple):
    """A line of a page: its text, the kind its tags declare, and where it stands.

    `inside` is the article or main element; `outside` is navigation, footer, a form's fields, or hidden from readers;
    `linked` lines lead elsewhere with nearly all of their text.
    """

    text: str
    kind: str
    inside: bool
    outside: bool
    linked: bool = False


class _Place(NamedTuple):
    kind: str = ""
    inside: bool = False
    outside: bool = False
    link: bool = False
    row: bool = False


def page_lines(tree: Any) -> list[PageLine]:  # noqa: ANN401 - lxml has no types
    """Return the lines of a page in document order: one a block element, a row of a table, or a paragraph set by <br>.

    Example:
        >>> from lxml import html
        >>> page_lines(html.fromstring("<div><h2>Money</h2><p>It is <b>gone</b>.</p></div>"))[0].kind
        'heading'
    """
    from lxml import etree

    page = _Page()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            page.open(element)
        else:
            page.close(element)
    return page.lines


@dataclass
class _Page:
    """The lines met so far, the words since the last of them, and the places of the elements that are open."""

    lines: list[PageLine] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    linked: int = 0  # characters of the words that are a link
    places: list[_Place] = field(default_factory=lambda: [_Place()])

    def open(self, element: Any) -> None:  # noqa: ANN401
        """Begin an element: a block ends the line before it, inside a row of a table it is a space."""
        tag, above = element.tag, self.places[-1]
        place = _place(element, tag, above)
        self.places.append(place)
        if tag == "br":
            self._break(element, above)
        elif tag in _BLOCK and above.row:
            self.words.append(" ")
        elif tag in _BLOCK:
            self._flush(above)
        elif tag in {"td", "th"}:
            self._cell(above)
        if element.text:
            self.words.append(element.text)
            self.linked += len(element.text.strip()) if place.link else 0

    def close(self, element: Any) -> None:  # noqa: ANN401
        """End an element, and with a block its line."""
        place = self.places.pop()
        if element.tag in _BLOCK and element.tag != "br":
            if self.places[-1].row:
                self.words.append(" ")
            else:
                self._flush(place)
        elif element.tag in {"td", "th"} and not place.row:
            self._flush(place)
        if element.tail:
            self.words.append(element.tail)
            self.linked += len(element.tail.strip()) if self.places[-1].link else 0

    def _cell(self, above: _Place) -> None:
        if not above.row:
            self._flush(above)
        elif any(word.strip() for word in self.words):
            self.words.append(" | ")

    def _break(self, element: Any, above: _Place) -> None:  # noqa: ANN401
        """Two breaks, or one after a sentence, end a paragraph; a break in a sentence is a space."""
        if not above.row and _ends_paragraph(element, self.words):
            self._flush(above)
        else:
            self.words.append(" ")

    def _flush(self, place: _Place) -> None:
        if not self.words:
            return
        text = " ".join("".join(self.words).split())
        linked = self.linked >= _LINKED * len(text)
        self.words.clear()
        self.linked = 0
        if text:
            self.lines.append(PageLine(text, place.kind, place.inside, place.outside, linked))


def _place(element: Any, tag: str, above: _Place) -> _Place:  # noqa: ANN401
    """Return where the content of an element stands, given where the element does."""
    if tag == "tr":
        row = above.row or _is_data(element)
        return above._replace(kind="table_row" if row else above.kind, row=row)
    if tag in _VOID:
        return above
    kind, hidden = (_KIND.get(tag, ""), False)
    if element.attrib:
        kind, hidden = _declared(tag, *map(element.get, _ATTRIBUTES))
    inside, outside = above.inside or tag in _INSIDE, above.outside or hidden or tag in OUTSIDE
    place = (kind or above.kind, inside, outside, above.link or tag == "a")
    return above if place == above[:4] else _Place(*place, above.row)


@lru_cache(maxsize=4096)  # the same few classes come again and again on a page
def _declared(
    tag: str, style: str | None, hidden: str | None, aria: str | None, *names: str | None
) -> tuple[str, bool]:
    """Return the kind the tag and the names of an element declare, and whether it is hidden."""
    unseen = hidden is not None or aria == "true" or (style is not None and bool(_HIDDEN.search(style)))
    if tag in _KIND or tag not in _NAMED:
        return _KIND.get(tag, ""), unseen
    text = " ".join(name for name in names if name)
    if _BREADCRUMB.search(text):
        return "kicker", unseen
    if tag != "figure" and _CAPTION.search(text):
        return "caption", unseen
    return "byline" if tag in _BYLINED and _BYLINE.search(text) else "", unseen


def _is_data(row: Any) -> bool:  # noqa: ANN401
    """Whether a row holds figures and words rather than the columns of a page laid out as a table."""
    if row.find(".//table") is not None or row.find(".//h1") is not None:
        return False
    return all(len("".join(cell.itertext())) <= _LONGEST_CELL for cell in row.iterchildren("td", "th"))


def _ends_paragraph(element: Any, words: list[str]) -> bool:  # noqa: ANN401
    following, tail = element.getnext(), element.tail or ""
    if not tail.strip() and following is not None and following.tag == "br":
        return True
    if _LIST_MARK.match(tail):
        return True
    before = element.getprevious()
    alone = before is not None and before.tag in {"b", "strong"} and not (before.tail or "").strip()
    return alone or bool(_SENTENCE_END.search(next((word for word in reversed(words) if word.strip()), "")))
