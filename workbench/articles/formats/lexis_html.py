"""HTML downloads of nexis.com: documents after a comment "<DOC NUMBER=…>", in the type of a style sheet."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from workbench.articles.decode import NotText
from workbench.articles.formats import lexis_fields as words
from workbench.articles.formats.export import read_markup
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.lexis_numbers import (
    Number,
    decode_head,
    read_number,
    requested_count,
    stated_count,
)
from workbench.articles.formats.lexis_old import read_old
from workbench.articles.formats.lexis_record import Part, Source
from workbench.articles.record import Record, Rejected, Stated

NAME = "lexis_html"
_NUMBER = r">\s*(?:\d{1,6}\s+(?:of|von|de)\s+\d{1,6}\s+DO[CK]UMENT[A-Z]{0,3}|Dokument\s+\d{1,6}\s+von\s+\d{1,6})\s*<"
# Where a document begins, the surest mark first.
_STARTS = [
    re.compile(mark, re.IGNORECASE) for mark in (r"<DOC\s+NUMBER=", r"<A\s+NAME=[\"']?DOC_ID_[\d_]+[\"']?", _NUMBER)
]
_END = re.compile(r"<!--\s*Hide XML section|</DOCFULL>|</DOC>", re.IGNORECASE)
_LISTED = re.compile(r"<META\b[^>]*\bDOCUMENTS=[\"']?(\d+)", re.IGNORECASE)
_RULE = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
_BLOCK = frozenset("div p table tr li ul ol h1 h2 h3 h4 h5 h6 center blockquote body".split())
_SKIP = frozenset("style script title head".split())
_BULLETS = frozenset("•·▪◦‣●○■□")
_LARGE = 12  # points: titles are set in 14, the text in 10


class _Type(NamedTuple):
    """How the style sheet sets a class."""

    centred: bool = False
    bold: bool = False
    large: bool = False


@dataclass
class _Walk:
    """Paragraphs of a document as they are met."""

    styles: Mapping[str, _Type]
    parts: list[Part] = field(default_factory=list)
    runs: list[tuple[str, _Type]] = field(default_factory=list)
    group: int = 0
    item: bool = False  # the last paragraph was the mark of a list alone

    def flush(self, *, centred: bool, row: bool = False) -> None:
        """End the paragraph: what was collected since the last one, unless it is blank."""
        runs, self.runs = [run for run in self.runs if run[0]], []
        said = [(text, kind) for text, kind in runs if text.strip("\n \u00a0")]
        if not said:
            return
        if all(text.strip() in _BULLETS for text, _ in said):
            self.item = True
            return
        marks, self.item = frozenset({"item"} if self.item else ()), False
        label = _label(said[0][0]) if said[0][1].bold and not row else ""
        text = "".join(text for text, _ in runs)
        text = text.replace(said[0][0], "", 1) if label else text
        lines = tuple(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)
        large, bold = (all(getattr(kind, name) for _, kind in said) for name in ("large", "bold"))
        self.parts.append(Part(lines, centred, bold, large, label, row, self.group, marks))


def read_lexis_html(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected | Stated]:  # noqa: ARG001 - one signature for all readers
    """Yield a record a document, and what numbers and cover page say about how many there are."""
    source, warnings = read_markup(path)
    starts = _find_starts(source)
    if not starts:
        raise NotText('The page has no mark of a document ("<DOC NUMBER=" or "n of m DOCUMENTS").')
    styles, numbers = _styles(source), list[Number | None]()
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(source)], strict=True), start=1):
        parts = _parts(_segment(source, start, end), styles)
        found = [read_number(part.text) for part in parts[:3]]
        numbers.append(next((given for given in found if given is not None), None))
        kept = [part for part in parts[:3] if read_number(part.text) is None] + parts[3:]
        yield read_old(kept, Source(name, NAME, warnings), number)
    yield from (count for count in (stated_count(name, numbers), _listed(name, source, starts[0], styles)) if count)


def _find_starts(source: str) -> list[int]:
    found = ([match.start() for match in mark.finditer(source)] for mark in _STARTS)
    return next((starts for starts in found if starts), [])


def _segment(source: str, start: int, end: int) -> str:
    """Return the markup of a document without the comments around it."""
    opened = re.compile(r"<DOCFULL>\s*-->|-->", re.IGNORECASE).search(source, start, min(start + 200, end))
    begin = opened.end() if opened and source[start] == "<" else start
    closed = _END.search(source, begin, end)
    segment = source[begin : closed.start() if closed else end]
    return segment if not segment.startswith(">") else f"<p{segment}"


def _listed(name: str, source: str, start: int, styles: Mapping[str, _Type]) -> Stated | None:
    """Return the count of the cover page or of the head; documents may have been taken out since."""
    cover = _parts(source[:start], styles)
    asked = requested_count(name, [line for part in cover for line in part.lines])
    listed = _LISTED.search(source, 0, start)
    return asked or (Stated(name, int(listed[1]), f'META DOCUMENTS="{listed[1]}"', firm=False) if listed else None)


def _styles(source: str) -> dict[str, _Type]:
    """Return how the style sheet sets each class."""
    rules = {}
    for name, rule in _RULE.findall(source):
        size = re.search(r"font-size:\s*(\d+)", rule)
        bold = re.search(r"font-weight:\s*bold", rule) is not None
        rules[name] = _Type("text-align: center" in rule, bold, bold and size is not None and int(size[1]) > _LARGE)
    return rules


def _parts(markup: str, styles: Mapping[str, _Type]) -> list[Part]:
    from lxml import html as lxml_html

    if not markup.strip():
        return []
    walk = _Walk(styles)
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    tree = lxml_html.document_fromstring(f"<html><body>{markup}</body></html>".encode(), parser=parser)
    _collect(tree, walk, _Type())
    walk.flush(centred=False)
    return walk.parts


def _collect(element: Any, walk: _Walk, outer: _Type) -> None:  # noqa: ANN401 - lxml has no types
    """Collect the paragraphs of an element and its children, in document order."""
    tag = element.tag
    if tag in _SKIP:
        return None
    kind = _type_of(element, walk.styles, outer)
    if tag == "tr":
        return _collect_row(element, walk, outer)
    if tag in _BLOCK:
        walk.flush(centred=outer.centred)
        walk.group += tag == "div"
    walk.runs.append(("\n" if tag == "br" else re.sub(r"\s+", " ", element.text or ""), kind))
    for child in element:
        _collect(child, walk, kind)
        walk.runs.append((re.sub(r"\s+", " ", child.tail or ""), kind))
    if tag in _BLOCK:
        walk.flush(centred=kind.centred)
    return None


def _collect_row(row: Any, walk: _Walk, kind: _Type) -> None:  # noqa: ANN401
    walk.flush(centred=kind.centred)
    cells = [" ".join("".join(cell.itertext()).split()) for cell in row]
    walk.runs.append((" | ".join(cells) if any(cells) else "", kind))
    walk.flush(centred=False, row=True)


def _type_of(element: Any, styles: Mapping[str, _Type], outer: _Type) -> _Type:  # noqa: ANN401
    own = styles.get(element.get("class", ""), _Type())
    strong = element.tag in {"b", "strong"}
    middle = element.tag == "center" or element.get("align", "").lower() == "center"
    return _Type(outer.centred or own.centred or middle, outer.bold or own.bold or strong, outer.large or own.large)


def _label(run: str) -> str:
    """Return the label a bold run is: capitals and a colon."""
    label = run.strip(" \n\u00a0")
    return label[:-1].strip() if label.endswith(":") and label == label.upper() and len(label) > 2 else ""


def _matches(path: Path, head: bytes) -> bool:  # noqa: ARG001 - one signature for all layouts
    """Whether the page has the comments of a download, or the number of a document and known labels."""
    text = decode_head(head)
    if any(mark.search(text) for mark in _STARTS[:2]):
        return True
    labels = re.findall(r">\s*([^\W\d_][^<>:]{2,40}):\s*(?:&nbsp;)?\s*<", text) if re.search(_NUMBER, text) else []
    return any(label == label.upper() and words.column_of(label) for label in map(unescape, labels))


LAYOUT = Layout(NAME, (".html", ".htm"), read_lexis_html, _matches)
