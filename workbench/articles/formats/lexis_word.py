"""Paragraphs of a Word document with their type: what is bold, large, a label, the row of a table, a bookmark."""

import io
import re
from collections.abc import Iterator
from typing import Any

from workbench.articles.decode import NotText
from workbench.articles.formats import lexis_fields as words
from workbench.articles.formats.lexis_record import Part

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _ROW, _RUN, _TEXT, _VALUE = f"{_W}p", f"{_W}tr", f"{_W}r", f"{_W}t", f"{_W}val"
_WRAPPERS = frozenset(f"{_W}{name}" for name in "hyperlink ins smartTag sdt sdtContent fldSimple bdo dir".split())
_HOLDERS = frozenset(f"{_W}{name}" for name in "body sdtContent customXml".split())
_SIGNS = {f"{_W}tab": " ", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_RULES = ("{urn:schemas-microsoft-com:vml}line", "{http://schemas.openxmlformats.org/drawingml/2006/main}prstGeom")
_LARGE = 28  # half points: titles and headings of sections have 14 points, the text 10
_TIGHT = 100  # twentieths of a point above a line that goes on with the one before; paragraphs have 200


def read_paragraphs(markup: bytes) -> Iterator[Part]:
    """Yield the paragraphs and table rows of `word/document.xml`, one at a time.

    Raises:
        NotText: the markup breaks off or is no XML; what stands before is yielded first.
    """
    from lxml import etree

    events = etree.iterparse(
        io.BytesIO(markup), tag=(_PARAGRAPH, _ROW), huge_tree=True, resolve_entities=False, no_network=True
    )
    try:
        for _, element in events:
            if element.getparent() is None or next(element.iterancestors(_ROW), None) is not None:
                continue  # inside a row, which is read as a whole
            if element.tag == _ROW:
                yield _row(element)
            elif element.getparent().tag in _HOLDERS:
                yield _paragraph(element)
            else:
                continue  # a text box, which is part of its paragraph
            element.clear()
    except etree.XMLSyntaxError as error:
        raise NotText(f"The markup of the Word document is broken: {error}.") from error


def _row(row: Any) -> Part:  # noqa: ANN401 - lxml has no types
    cells = ("".join(text for text, _ in _runs(cell)) for cell in row.iterfind(f"{_W}tc"))
    line = " | ".join(" ".join(cell.split()) for cell in cells)
    return Part((line if re.search(r"\w", line) else "",), row=True)


def _paragraph(paragraph: Any) -> Part:  # noqa: ANN401
    runs = list(_runs(paragraph))
    said = [(text, style) for text, style in runs if text.strip()]
    bold = bool(said) and all(_is_bold(style) for _, style in said)
    label = _label(runs)
    text = "".join(text for text, _ in runs)
    text = text.replace(label, "", 1) if label else text
    lines = tuple(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)
    return Part(
        lines,
        centred=_setting(paragraph, "jc") == "center",
        bold=bold,
        large=bold and (_setting(paragraph, "outlineLvl") == "0" or all(_size(style) >= _LARGE for _, style in said)),
        label=label.strip().rstrip(":：").strip(),
        marks=_marks(paragraph),
    )


def _runs(element: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Yield (text, properties) of the runs of a paragraph or cell; pictures and deleted text have none."""
    for child in element:
        if child.tag == _RUN:
            text = "".join(
                (part.text or "") if part.tag == _TEXT else _SIGNS.get(part.tag) or _break(part) for part in child
            )
            yield text, child.find(f"{_W}rPr")
        elif child.tag in _WRAPPERS or child.tag == _PARAGRAPH:
            yield from _runs(child)


def _break(part: Any) -> str:  # noqa: ANN401
    return "\n" if part.tag == f"{_W}br" and part.get(f"{_W}type") in {None, "textWrapping"} else ""


def _is_bold(style: Any) -> bool:  # noqa: ANN401
    bold = style.find(f"{_W}b") if style is not None else None
    return bold is not None and bold.get(_VALUE, "1") not in {"0", "false", "off", "none"}


def _size(style: Any) -> int:  # noqa: ANN401
    size = style.find(f"{_W}sz") if style is not None else None
    value = size.get(_VALUE, "") if size is not None else ""
    return int(value) if value.isdigit() else 0


def _setting(paragraph: Any, name: str) -> str | None:  # noqa: ANN401
    found = paragraph.find(f"{_W}pPr/{_W}{name}")
    return found.get(_VALUE) if found is not None else None


def _label(runs: list[tuple[str, Any]]) -> str:
    """Return the label, colon included, that bold type sets off at the start of a paragraph; "" when there is none."""
    opening = ""
    for text, style in runs:
        if text.strip() and not _is_bold(style):
            break
        opening += text
    found = re.match(r"\s*[^\W\d_][^\n:：]{1,40}[:：]", opening)
    if found is None:
        return ""
    alone = not opening[found.end() :].strip()  # else its value is bold as well: a label only where it is known
    return found[0] if alone or words.column_of(found[0].strip().rstrip(":：")) else ""


def _marks(paragraph: Any) -> frozenset[str]:  # noqa: ANN401
    """Return what marks a paragraph: its bookmarks without their numbers, "rule", "section", "tight"."""
    names = {
        re.sub(r"_\d+$", "", mark.get(f"{_W}name", "")).lower() for mark in paragraph.iterfind(f"{_W}bookmarkStart")
    }
    drawn = any(shape.tag == _RULES[0] or shape.get("prst") == "line" for shape in paragraph.iter(*_RULES))
    spacing = paragraph.find(f"{_W}pPr/{_W}spacing")
    before = spacing.get(f"{_W}before", "") if spacing is not None else ""
    told = {
        "rule": drawn,
        "section": paragraph.find(f"{_W}pPr/{_W}sectPr") is not None,
        "tight": before.isdigit() and 0 < int(before) < _TIGHT,
    }
    return frozenset(names | {name for name, is_so in told.items() if is_so})
