"""Word documents: one file, one article. What the file says of itself (author, dates) is about the file, not used."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workbench.articles.decode import NotText
from workbench.articles.formats.archive import BROKEN, check_zip
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.pieces import join_pieces
from workbench.articles.record import Record

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
# Text that stands in the file but not on the page: deleted, moved away, the older copy of a drawing, field codes.
_UNSEEN = frozenset(
    (*(f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "pPr", "rPr")),
     "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)  # fmt: skip
_MARKS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_HINTS = {
    "title": "title",
    "heading": "heading",
    "caption": "caption",
    "list": "list_item",
    "toc": "contents",
    "header": "boilerplate",
    "footer": "boilerplate",
}
_LONG_CELL = 40  # words: a cell with so many holds text, not a value; scraped pages are laid out in such tables


def read_docx(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record]:  # noqa: ARG001 - one signature for all readers
    """Yield the one record of a document: its text in order, with what styles, lists and tables say the lines are.

    Text boxes and tracked insertions are read, deletions are not; notes, page headers and footers come last.
    """
    document = open_document(path)
    styles = {style.style_id: _style_hint(style) for style in document.styles}
    pieces = [*_pieces(document.element.body, styles), *_page_furniture(document)]
    raw, lines = join_pieces(pieces)
    if not any(line.hint != "boilerplate" for line in lines):
        raise NotText("The document has no text.")
    yield Record(name, 0, "docx", raw, lines=lines)


def open_document(path: Path) -> Any:  # noqa: ANN401 - python-docx gives a proxy of the file
    """Return the document of a Word file, once it is certain that it unpacks to a bounded size.

    Raises:
        NotText: the file is no Word document, is protected by a password, or is broken.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    with path.open("rb") as file:
        if file.read(4) == _OLD_WORD:
            raise NotText("The file is an old .doc or protected by a password. Save it as .docx without one.")
    check_zip(path)
    try:
        return docx.Document(str(path))
    except (OpcError, LxmlError, *BROKEN, KeyError, AttributeError) as error:
        raise NotText(f"The file is not a whole Word document: {error}.") from error


def _style_hint(style: Any) -> str:  # noqa: ANN401
    """Return the hint of a style by its name (English in every Word), else of the style it builds on."""
    for _ in range(8):  # styles build on styles; a broken file can have a circle
        if style is None:
            break
        words = (style.name or "").lower().split()
        if words and words[0] in _HINTS:
            return _HINTS[words[0]]
        style = getattr(style, "base_style", None)
    return ""


def _pieces(element: Any, styles: Mapping[str, str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield (text, hint) of every paragraph and table row below an element, in order."""
    for child in element.iterchildren():
        if child.tag == f"{_W}p":
            yield _text(child), _hint(child, styles)
            yield from _boxes(child, styles)
        elif child.tag == f"{_W}tr":
            yield from _row(child, styles)
        elif child.tag not in _UNSEEN:
            yield from _pieces(child, styles)


def _boxes(paragraph: Any, styles: Mapping[str, str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield the pieces of the text boxes that hang on a paragraph."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(parent.tag in _UNSEEN for parent in box.iterancestors()):
            yield from _pieces(box, styles)


def _row(row: Any, styles: Mapping[str, str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield a row of a table as one line, cells divided by bars; of a row that only lays out text, its paragraphs."""
    cells = [list(_pieces(cell, styles)) for cell in row.iterchildren(f"{_W}tc")]
    texts = [" ".join(text for text, _ in cell if text.strip()) for cell in cells]
    if len(cells) < 2 or any(len(text.split()) > _LONG_CELL for text in texts):
        for cell in cells:
            yield from cell
    elif any(texts):
        yield " | ".join(texts), "table_row"


def _text(element: Any) -> str:  # noqa: ANN401
    """Return the visible text of a paragraph, without that of its text boxes."""
    parts = []
    for child in element.iterchildren():
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _MARKS:
            parts.append(_MARKS[child.tag])
        elif child.tag not in _UNSEEN and child.tag != f"{_W}txbxContent":
            parts.append(_text(child))
    return "".join(parts)


def _hint(paragraph: Any, styles: Mapping[str, str]) -> str:  # noqa: ANN401
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return ""
    style = properties.find(f"{_W}pStyle")
    hint = styles.get(style.get(f"{_W}val"), "") if style is not None else ""
    level = properties.find(f"{_W}outlineLvl")
    if not hint and level is not None and level.get(f"{_W}val", "9") < "9":
        return "heading"  # level 9 is Word's number for body text
    return hint or ("list_item" if properties.find(f"{_W}numPr") is not None else "")


def _page_furniture(document: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield the lines of footnotes, page headers and page footers, each once."""
    from docx.oxml import parse_xml

    notes = [rel.target_part.blob for rel in document.part.rels.values() if rel.reltype.endswith("notes")]
    parts = [parse_xml(blob) for blob in notes]
    for section in document.sections:
        furniture = (section.first_page_header, section.header, section.first_page_footer, section.footer)
        parts += [part._element for part in furniture if not part.is_linked_to_previous]
    for text in dict.fromkeys(_text(paragraph) for part in parts for paragraph in part.iter(f"{_W}p")):
        yield text, "boilerplate"


LAYOUT = Layout("docx", (".docx",), read_docx)
