"""Tables for Word: three rules, captions above, headings that repeat on every page."""

from __future__ import annotations

import io
import zipfile
from html import escape
from pathlib import Path

from workbench.reports.papers.shown import Part, ShownTable

_FIRST = (1980, 1, 1, 0, 0, 0)  # of every file in the archive: the same tables give the same bytes
_RULE = 'w:val="single" w:sz="8" w:color="auto"'
_BORDERS = f"<w:tblBorders><w:top {_RULE}/><w:bottom {_RULE}/></w:tblBorders>"
_LOOK = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/>{_BORDERS}</w:tblPr>'


def write_word(tables: tuple[ShownTable, ...], title: str, path: Path) -> Path:
    """Write a document with all tables and return its path. Texts are texts: no field, no formula, no link."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.oxml.parser import parse_xml
    from docx.shared import Pt

    document = docx.Document()
    document.core_properties.author, document.core_properties.comments = "", ""
    document.core_properties.title = f"Tables: {title}"[:255]
    document.styles["Normal"].font.size = Pt(10)
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
    for number, table in enumerate(tables, start=1):
        caption = document.add_paragraph(f"Table {number}. {table.caption}", style="Caption")
        caption.paragraph_format.keep_with_next = True
        document.add_paragraph(table.note())
        caption._p.addnext(parse_xml(_grid(table)))
    if not tables:
        document.add_paragraph("No table of this report is short enough for a paper.")
    written = io.BytesIO()
    document.save(written)
    path.write_bytes(_without_clock(written))
    return path


def _without_clock(written: io.BytesIO) -> bytes:
    """Return an archive whose files bear no time."""
    copied = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(copied, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            entry = zipfile.ZipInfo(item.filename, _FIRST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(item))
    return copied.getvalue()


def _grid(table: ShownTable) -> str:
    """Return a table as WordprocessingML; python-docx takes twenty times as long cell by cell."""
    from docx.oxml.ns import nsdecls

    columns = "<w:gridCol/>" * len(table.headings)
    cells = zip(table.headings, table.numbers, strict=True)
    heads = "".join(_cell(text, number=number, bold=True) for text, number in cells)
    rows = "".join(_part(part, table.numbers) for part in table.parts)
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{heads}</w:tr>"
    return f"<w:tbl {nsdecls('w')}>{_LOOK}<w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>"


def _part(part: Part, numbers: tuple[bool, ...]) -> str:
    span = f'<w:tcPr><w:gridSpan w:val="{len(numbers)}"/></w:tcPr>'
    label = f"<w:tr><w:tc>{span}{_paragraph(part.label, look='<w:i/>')}</w:tc></w:tr>" if part.label else ""
    rows = (
        "".join(_cell(text, number=number) for text, number in zip(cells, numbers, strict=True)) for cells in part.rows
    )
    return label + "".join(f"<w:tr>{row}</w:tr>" for row in rows)


def _cell(text: str, *, number: bool, bold: bool = False) -> str:
    rule = f"<w:tcPr><w:tcBorders><w:bottom {_RULE}/></w:tcBorders></w:tcPr>" if bold else ""
    return f"<w:tc>{rule}{_paragraph(text, side='right' if number else 'left', look='<w:b/>' if bold else '')}</w:tc>"


def _paragraph(text: str, *, side: str = "left", look: str = "") -> str:
    place = f'<w:pPr><w:spacing w:after="0"/><w:jc w:val="{side}"/></w:pPr>'
    words = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:p>{place}<w:r><w:rPr>{look}</w:rPr>{words}</w:r></w:p>"
