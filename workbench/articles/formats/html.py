"""Web pages: the main text by trafilatura (Barbaresi 2021, in precision mode), everything else labelled, not lost."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench.articles.decode import NotText, read_text
from workbench.articles.formats.html_lines import OUTSIDE, UNSEEN, PageLine, page_lines
from workbench.articles.formats.html_main import SENTENCE_END, drop_menus, lines_of, main_text
from workbench.articles.formats.html_metadata import stated_metadata
from workbench.articles.formats.layout import Layout
from workbench.articles.lines import Line
from workbench.articles.record import Record

_CONTROL = bytes({*range(32), 127} - {*b"\t\n\r"})
_CLOSED_HTML = re.compile(r"(<html\b[^>]*?)\s*/>", re.IGNORECASE)  # an empty root: the parser would drop the page
_CONTAINER = re.compile(
    r"</?(?!(?:html|head|title|meta|link|base|script|style|body|h[1-6]|p|br|a|time|figcaption)\b)[a-z][^>]*>",
    re.IGNORECASE,
)
_PROSE = 100  # bytes of a paragraph that ends like a sentence; one that does not has twice as many
_LONGEST_HEADING = 25  # words


def read_html(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record]:  # noqa: ARG001 - one signature for all readers
    """Yield the one record of a web page."""
    source, warnings = read_text(path, html=True)
    yield page_record(source, name, 0, url=None, layout="html", warnings=warnings)


def page_record(
    source: str, name: str, number: int, *, url: str | None, layout: str, warnings: Sequence[str] = ()
) -> Record:
    """Return the record of a page.

    The raw text is the page's visible text, a line a block element; lines that are no part of the main text carry the
    hint "boilerplate", the others the kind of their tag.

    Args:
        source: the page.
        name: of its file.
        number: of the record in the file, 0 when the file is the page.
        url: where it was fetched, when that is known.
        layout: what `articles.source_format` says.
        warnings: what is known about the page already, such as how it was decoded.

    Raises:
        NotText: the page has no visible text.
    """
    tree, notes = _parse(source)
    metadata = stated_metadata(tree, url=url)
    _drop(tree, UNSEEN)
    found = page_lines(tree)
    if not found:
        raise NotText("The page has no visible text.")
    _drop(tree, OUTSIDE)
    drop_menus(tree)
    main = main_text(tree, found)
    if not main:
        notes = (*notes, "no main text found on the page: all text kept as it stands")
    raw, lines = _hinted(found, main, metadata.fields.get("title"))
    return Record(name, number, layout, raw, metadata.fields, metadata.extra, lines=lines, warnings=(*warnings, *notes))


def _parse(source: str) -> tuple[Any, tuple[str, ...]]:
    """Return the tree of a page, and what had to be done to get it."""
    closed = _CLOSED_HTML.search(source, 0, 4096)
    text = f"{source[: closed.start()]}{closed[1]}>{source[closed.end() :]}" if closed else source
    tree, complete = _tree(text)
    if complete:
        return tree, ()
    # Elements nested hundreds deep are tags never closed; the parser gives up there and would lose the rest.
    return _tree(_CONTAINER.sub("<br><br>", text))[0], ("nested too deeply: containers of the page not regarded",)


def _tree(text: str) -> tuple[Any, bool]:
    """Parse a page; the second value says whether the parser read all of it."""
    from lxml import etree
    from lxml.html import HtmlElement

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    # One class for all elements: asking for each one's class is a tenth of the time.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace").translate(None, _CONTROL), parser=parser)
    except etree.XMLSyntaxError:
        tree = None
    if tree is None:
        raise NotText("The page has no visible text.")
    return tree, not any("depth" in entry.message.lower() for entry in parser.error_log)


def _drop(tree: Any, tags: Sequence[str]) -> None:  # noqa: ANN401 - lxml has no types
    from lxml import etree

    etree.strip_elements(tree, *tags, with_tail=False)


def _hinted(found: Sequence[PageLine], main: str, title: str | None) -> tuple[str, tuple[Line, ...]]:
    """Return the raw text and its lines, each with the kind its tag declares or "boilerplate"."""
    known = lines_of(main, found) if main else [not line.outside for line in found]
    lines, position = [], 0
    for line, part in zip(found, known, strict=True):
        hint = _hint(line, known=part, title=title)
        lines.append(Line(line.text, position, position + len(line.text), hint=hint))
        position += len(line.text) + 1
    return "\n".join(line.text for line in found), tuple(lines)


def _hint(line: PageLine, *, known: bool, title: str | None) -> str:
    if line.kind == "title":
        return _title_hint(line, known=known, title=title)
    if known:
        long = line.kind == "heading" and len(line.text.split()) > _LONGEST_HEADING
        kind = "" if long or line.kind in {"byline", "kicker"} else line.kind
        return kind or ("paragraph" if _is_prose(line.text) else "")
    # Trafilatura leaves these out of the main text, but the page says what they are.
    if line.kind == "kicker" or (line.inside and line.kind in {"byline", "caption"}):
        return line.kind
    return "boilerplate"


def _is_prose(text: str) -> bool:
    """Whether a line is a paragraph by its size, in bytes: scripts without spaces need fewer characters."""
    size = len(text.encode("utf-8", "replace"))
    return size >= 2 * _PROSE or (size >= _PROSE and SENTENCE_END.search(text) is not None)


def _title_hint(line: PageLine, *, known: bool, title: str | None) -> str:
    """Return the kind of a line in <h1>: the title, a heading of the text, or the name of the site."""
    if title is None or _key(line.text) == _key(title):
        return "title"
    if known:
        return "heading"
    return "title" if line.inside else "boilerplate"


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


LAYOUT = Layout("html", (".html", ".htm", ".xhtml"), read_html)
