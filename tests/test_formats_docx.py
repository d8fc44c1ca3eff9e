import io
import zipfile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from workbench.articles.read import read_corpus

BODY = "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document():
    made = docx.Document()
    made.add_heading("The Bridge Opens Again", 0)
    made.add_paragraph("By Jane Doe | November 3, 2025")
    made.add_paragraph(BODY)
    made.add_heading("The Money", 1)
    made.add_paragraph("light for the market", style="List Bullet")
    made.add_paragraph("The bridge in March", style="Caption")
    table = made.add_table(2, 2)
    for cell, text in zip(table._cells, ("Year", "Cost", "2024", "1.8"), strict=True):
        cell.text = text
    made.sections[0].header.paragraphs[0].text = "The Gazette, city desk"
    made.core_properties.title = "template_final_2"
    made.core_properties.author = "Typist"
    return made


def saved(made):
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def read(tmp_path, content):
    (tmp_path / "a.docx").write_bytes(content)
    return read_corpus(tmp_path)


def test_styles_become_kinds(tmp_path):
    blocks = read(tmp_path, saved(document())).blocks
    assert list(zip(blocks["kind"], blocks["text"], strict=True)) == [
        ("title", "The Bridge Opens Again"),
        ("byline", "By Jane Doe | November 3, 2025"),
        ("paragraph", BODY),
        ("heading", "The Money"),
        ("list_item", "light for the market"),
        ("caption", "The bridge in March"),
        ("table_row", "Year | Cost"),
        ("table_row", "2024 | 1.8"),
        ("boilerplate", "The Gazette, city desk"),
    ]


def test_what_the_file_says_of_itself_is_no_evidence(tmp_path):
    made = document()
    made.paragraphs[1].text = "By Jane Doe"
    article = read(tmp_path, saved(made)).articles.iloc[0]
    assert (article["title"], article["author"]) == ("The Bridge Opens Again", "Jane Doe")
    assert (article["published_source"], article["source_format"]) == ("none", "docx")


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:ins><w:r><w:t>inserted</w:t></w:r></w:ins>", "inserted"),
        ("<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>", ""),
        ("<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>", ""),
        ("<w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink>", "linked"),
        ("<w:sdt><w:sdtContent><w:r><w:t>filled in</w:t></w:r></w:sdtContent></w:sdt>", "filled in"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>", ""),
        ("<w:r><w:t>two</w:t><w:br/><w:t>lines</w:t></w:r>", "two lines"),
    ],
)
def test_all_visible_text_is_read(tmp_path, xml, text):
    made = document()
    made.add_paragraph()._p.append(parse_xml(xml.replace(">", f" {W}>", 1)))
    texts = read(tmp_path, saved(made)).blocks["text"].tolist()
    assert texts[8:-1] == ([text] if text else [])


def test_a_text_box_is_read_once(tmp_path):
    box = "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    made = document()
    both = f"<w:r {W} {mc}><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    made.paragraphs[2]._p.append(parse_xml(f"{both}</mc:AlternateContent></w:r>"))
    texts = read(tmp_path, saved(made)).blocks["text"].tolist()
    assert texts.count("In the box") == 1
    assert BODY in texts


def test_footnotes_are_kept_apart(tmp_path):
    made = document()
    notes = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    blocks = read(tmp_path, saved(made)).blocks
    assert blocks["kind"][blocks["text"] == "A note."].tolist() == ["boilerplate"]


def test_a_table_that_only_lays_out_text_is_text(tmp_path):
    made = docx.Document()
    made.add_heading("The Bridge Opens Again", 0)
    made.add_table(1, 1)._cells[0].text = f"{BODY}\n{BODY} {BODY}"
    row = made.add_table(1, 2)
    row._cells[0].text, row._cells[1].text = "Aside", f"{BODY} {BODY} {BODY}"
    assert "table_row" not in set(read(tmp_path, saved(made)).blocks["kind"])


def test_a_first_heading_is_the_title(tmp_path):
    made = docx.Document()
    made.add_heading("The Bridge Opens Again", 2)
    made.add_paragraph(BODY)
    assert read(tmp_path, saved(made)).articles["title"].iloc[0] == "The Bridge Opens Again"


def packed(names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no document", "not a whole ZIP archive, as a '.docx' file is"),
        (b"", "not a whole ZIP archive"),
        (b"\xd0\xcf\x11\xe0 old", "old .doc or protected by a password"),
        (saved(document())[:5000], "not a whole ZIP archive"),
        (packed({"a.txt": "x"}), "not a whole Word document"),
        (packed({"[Content_Types].xml": "<broken"}), "not a whole Word document"),
        (packed({"word/document.xml": b"\x00" * 60_000_000}), "unpacks from"),
        (saved(docx.Document()), "no text"),
    ],
)
def test_what_is_no_document_is_rejected_with_a_reason(tmp_path, content, reason):
    corpus = read(tmp_path, content)
    assert corpus.articles.empty
    assert reason in corpus.rejected["reason"].iloc[0]
    assert str(tmp_path) not in corpus.rejected["reason"].iloc[0]
