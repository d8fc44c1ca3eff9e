import pypdf
import pytest
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

from workbench.articles.read import read_corpus

WRAPPED = [
    "The council met on Tuesday to speak about the bridge, which was closed in the spring after",
    "a lorry struck it. It was the fifth meeting of the year, and the longest, for nobody would ne-",
    "gotiate about the well-",
]


def make_pdf(path, pages, *, metadata=None, password=None):
    """Write a PDF of pages given as lists of (text, height, letter size)."""
    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(600, 800)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        drawn = [f"BT /F1 {size} Tf 1 0 0 1 50 {height} Tm ({text}) Tj ET" for text, height, size in lines]
        stream = DecodedStreamObject()
        stream.set_data("\n".join(drawn).encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
        page[NameObject("/MediaBox")] = ArrayObject(map(FloatObject, (0, 0, 600, 800)))
    if metadata:
        writer.add_metadata(metadata)
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(path)


def page(number, *paragraphs, start=700):
    """Lay out paragraphs (lists of lines) between the furniture of a page."""
    lines = [("The Gazette, 3 November 2025", 780, 8)]
    height = start
    for paragraph in paragraphs:
        size = 10
        for text in paragraph:
            size = 24 if text.startswith("# ") else 14 if text.startswith("## ") else 10
            lines.append((text.lstrip("# "), height, size))
            height -= 1.2 * size
        height -= size
    return [*lines, (f"Page {number} of 2", 20, 8)]


FIRST = page(1, ["# The Bridge Opens Again"], ["By Jane Doe"], ["Short one."], ["## The Money"], WRAPPED)
SECOND = page(
    2,
    ["known bridge, as they said, until the night fell over the town and the bridge was open again."],
    ["- light for the market", "- water for the fair, and for the"],
    ["The well-known mayor left. The others stayed, for there was beer, and it was the best beer of"],
)


def read(tmp_path, *pages, **options):
    make_pdf(tmp_path / "a.pdf", pages, **options)
    return read_corpus(tmp_path)


def kinds(corpus):
    return list(zip(corpus.blocks["kind"], corpus.blocks["text"], strict=True))


def test_lines_become_paragraphs_across_pages(tmp_path):
    found = kinds(read(tmp_path, FIRST, SECOND))
    assert found[:4] == [
        ("title", "The Bridge Opens Again"),
        ("byline", "By Jane Doe"),
        ("paragraph", "Short one."),
        ("heading", "The Money"),
    ]
    whole = "struck it. It was the fifth meeting of the year, and the longest, for nobody would negotiate about the "
    assert whole in found[4][1]
    assert "about the well-known bridge, as they said" in found[4][1]  # a hyphen the text uses elsewhere stays
    assert [kind for kind, _ in found[5:8]] == ["list_item", "list_item", "paragraph"]


def test_what_pages_repeat_is_boilerplate(tmp_path):
    corpus = read(tmp_path, FIRST, SECOND)
    set_aside = [text for kind, text in kinds(corpus) if kind == "boilerplate"]
    running = "The Gazette, 3 November 2025"
    assert set_aside == [running, "Page 1 of 2", running, "Page 2 of 2"]
    assert "Gazette" not in corpus.articles["text"].iloc[0]


def test_dates_of_the_file_are_no_publication_dates(tmp_path):
    metadata = {"/CreationDate": "D:20200101000000", "/ModDate": "D:20200102000000", "/Author": "Typist"}
    article = read(tmp_path, FIRST, SECOND, metadata=metadata).articles.iloc[0]
    assert (article["published_source"], article["author"]) == ("none", "Jane Doe")


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("The Bridge Opens", "The Bridge Opens"),
        ("bridge_final.docx", "First line of the text"),
        ("Microsoft Word - bridge", "First line of the text"),
        ("untitled document", "First line of the text"),
        ("20251103GAZ", "First line of the text"),
        ("  ", "First line of the text"),
    ],
)
def test_a_stated_title_counts_unless_it_names_a_file(tmp_path, stated, title):
    lines = page(1, ["First line of the text"], WRAPPED, WRAPPED)
    assert read(tmp_path, lines, metadata={"/Title": stated}).articles["title"].iloc[0] == title


def test_the_printed_title_comes_before_the_stated_one(tmp_path):
    corpus = read(tmp_path, FIRST, SECOND, metadata={"/Title": "The Bridge Opens Again - The Gazette"})
    assert corpus.articles["title"].iloc[0] == "The Bridge Opens Again"


def test_letters_that_were_set_as_one_are_apart():
    from workbench.articles.formats.pdf import _LIGATURES

    assert "oﬃce and ﬂood".translate(_LIGATURES) == "office and flood"


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_protected_file_is_read_only_without_a_password(tmp_path, password):
    corpus = read(tmp_path, FIRST, SECOND, password=password)
    assert len(corpus.articles) == (password == "")
    assert password == "" or "protected" in corpus.rejected["reason"].iloc[0]


def test_pages_without_text_need_ocr(tmp_path):
    assert "OCR" in read(tmp_path, [], []).rejected["reason"].iloc[0]


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"no pdf", b"%PDF-1.4\n" + b"\x00" * 999])
def test_what_is_no_pdf_is_rejected_quietly(tmp_path, content, caplog, capfd):
    (tmp_path / "a.pdf").write_bytes(content)
    corpus = read_corpus(tmp_path)
    assert "not a whole PDF" in corpus.rejected["reason"].iloc[0]
    assert (caplog.text, capfd.readouterr().err) == ("", "")


def test_too_many_pages_are_no_article(tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.articles.formats.pdf.MOST_PAGES", 1)
    assert "2 pages" in read(tmp_path, FIRST, SECOND).rejected["reason"].iloc[0]
