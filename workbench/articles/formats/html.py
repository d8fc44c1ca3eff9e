"""Web pages: the main text by trafilatura (Barbaresi 2021, in precision mode), everything else labelled, not lost."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from workbench.articles.decode import NotText, read_text
from workbench.articles.formats.html_metadata import stated_metadata
from workbench.articles.formats.layout import Layout
from workbench.articles.lines import Line
from workbench.articles.record import Record

_BLOCK = frozenset(
    "address article aside blockquote body br button center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section select summary table tbody tfoot "
    "thead tr ul".split()
)
_SKIP = frozenset("script style noscript template svg head iframe object embed canvas".split())
_KIND = {"h1": "title", "li": "list_item", "tr": "table_row", "figcaption": "caption"} | {
    f"h{n}": "heading" for n in range(2, 7)
}
_BYLINE = re.compile(
    r"\b(?:by-?line|author|dateline|article-meta|post-meta|entry-meta|published|timestamp)\b", re.IGNORECASE
)
_BREADCRUMB = re.compile(r"breadcrumb", re.IGNORECASE)


@dataclass
class _Page:
    """Lines of a page as they are met: text, the kind its tags declare, whether it stands in the article element."""

    lines: list[tuple[str, str, bool]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def flush(self, kind: str, *, inside: bool) -> None:
        """End the line: what was collected since the last one, unless it is blank."""
        text = re.sub(r"\s+", " ", "".join(self.words)).strip()
        self.words.clear()
        if text:
            self.lines.append((text, kind, inside))


def read_html(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record]:  # noqa: ARG001 - one signature for all readers
    """Yield the one record of a web page.

    The raw text is the page's visible text, a line a block element; lines trafilatura does not count as main
    text carry the hint "boilerplate", the others the kind of their tag.
    """
    from lxml import html as lxml_html
    from trafilatura import extract

    source, warnings = read_text(path, html=True)
    tree = lxml_html.document_fromstring(source.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    page = _Page()
    _walk(tree, page, kind="", inside=False)
    if not page.lines:
        raise NotText("The page has no visible text.")
    main = extract(source, favor_precision=True, include_comments=False, include_tables=True) or ""
    fields = stated_metadata(source, tree)
    if not main:
        warnings = (*warnings, "no main text found on the page: all text kept as it stands")
    raw, lines = _lines(page, main, fields["title"])
    yield Record(name, 0, "html", raw, fields, lines=lines, warnings=warnings)


def _walk(element: Any, page: _Page, *, kind: str, inside: bool) -> None:  # noqa: ANN401 - lxml has no types
    """Collect the lines of an element and its children, in document order."""
    tag = element.tag if isinstance(element.tag, str) else None
    if tag in _SKIP or tag is None:
        return
    own = _kind_of(element, tag) or kind
    inside = inside or tag in {"article", "main"}
    if tag in _BLOCK:
        page.flush(kind, inside=inside)
    elif tag in {"td", "th"} and page.words and "".join(page.words).strip():
        page.words.append(" | ")
    page.words.append(element.text or "")
    for child in element:
        within_row = own == "table_row" and child.tag in _BLOCK
        if within_row:  # paragraphs inside a cell do not break its row
            page.words.append(" " + " ".join(child.itertext()) + " ")
        else:
            _walk(child, page, kind=own, inside=inside)
        page.words.append(child.tail or "")
    if tag in _BLOCK:
        page.flush(own, inside=inside)


def _kind_of(element: Any, tag: str) -> str:  # noqa: ANN401
    if tag in _KIND:
        return _KIND[tag]
    names = " ".join(element.get(name, "") for name in ("class", "id", "rel", "aria-label", "itemprop"))
    if _BREADCRUMB.search(names):
        return "kicker"
    return "byline" if _BYLINE.search(names) and tag in {"p", "div", "span", "address", "time", "a"} else ""


def _lines(page: _Page, main: str, title: str | None) -> tuple[str, tuple[Line, ...]]:
    """Return the raw text and its lines, each with the kind its tag declares or "boilerplate"."""
    content = {_squeeze(line) for line in main.split("\n")}
    whole = " ".join(_squeeze(line) for line in main.split("\n"))
    lines, position = [], 0
    for text, kind, inside in page.lines:
        squeezed = _squeeze(text)
        known = squeezed in content or (len(squeezed) > 40 and squeezed in whole) or not main
        line = Line(text, position, position + len(text), hint=_hint(kind, known=known, inside=inside))
        if squeezed == _squeeze(title or "") and kind == "title":
            line = replace(line, hint="title")
        lines.append(line)
        position += len(text) + 1
    return "\n".join(text for text, _, _ in page.lines), tuple(lines)


def _hint(kind: str, *, known: bool, inside: bool) -> str:
    if known:
        return "" if kind in {"byline", "kicker"} else kind
    # Trafilatura leaves these out of the main text, but the page says what they are.
    if kind == "kicker" or (inside and kind in {"title", "byline", "caption"}):
        return kind
    return "boilerplate"


def _squeeze(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()


LAYOUT = Layout("html", (".html", ".htm"), read_html)
