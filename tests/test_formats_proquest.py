import pytest
from export_cases import authors, bodies, bounded, layout_of, names, phrases, read
from hypothesis import given
from hypothesis import strategies as st

from workbench import read_corpus
from workbench.articles.formats.proquest import ABSTRACT_ONLY
from workbench.errors import DataError

RULE = "_" * 60
FOOT = "Contact us at: http://www.proquest.com/go/help\nDatabase copyright © 2020 ProQuest LLC. All rights reserved.\n"
COLUMNS = "count title author abstract text subject section outlet published language name url id".split()
LABELS = {
    "en": "Document 1 of {n}|Title|Author|Abstract|Full text|Subject|Section|Publication title|Publication date|"
    "Language of publication|English|Document URL|ProQuest document ID",
    "de": "Dokument 1 von {n}|Titel|Autor|Zusammenfassung|Volltext|Thema|Bereich|Titel der Publikation|"
    "Publikationsdatum|Publikationssprache|Englisch|Dokument-URL|ProQuest-Dokument-ID",
    "fr": "Document 1 de {n}|Titre|Auteur|Résumé|Texte intégral|Sujet|Section|Titre de la publication|"
    "Date de publication|Langue de publication|Anglais|URL du document|ID du document ProQuest",
    "es": "Documento 1 de {n}|Título|Autor|Resumen|Texto completo|Materia|Sección|Título de publicación|"
    "Fecha de publicación|Idioma de la publicación|Inglés|URL del documento|ID del documento de ProQuest",
    "zh": "文档 1 / {n}|标题|作者|摘要|全文文献|主题|章节|出版物名称|出版日期|"
    "出版物语言|英语|文档 URL|ProQuest 文档 ID",
}

document = st.fixed_dictionaries(
    {
        "title": phrases,
        "outlet": names,
        "authors": authors,
        "body": bodies,
        "abstract": st.none() | phrases,
        "section": st.none() | st.sampled_from(["A", "Sports; B"]),
        # Lines of a text that look like fields.
        "inside": st.none()
        | st.sampled_from(["Location: the river bank", "Title: see above", "Note: a bridge", "_" * 12]),
    }
)


def inverted(name):
    first, last = name.split(" ", 1)
    return f"{last}, {first}"


def written(found, number, labels, colon=": "):
    """Return a document as ProQuest writes it: heading, author, abstract, text, then the other fields."""
    label = dict(zip(COLUMNS, labels, strict=True))
    before = {
        label["author"]: "; ".join(map(inverted, found["authors"])) or None,
        label["abstract"]: found["abstract"],
        label["text"]: "\n\n".join(text_of(found)),
    }
    after = {
        label["subject"]: "Bridges; Rivers",
        label["section"]: found["section"],
        label["title"]: found["title"],
        label["outlet"]: found["outlet"],
        label["published"]: "Jan 9, 1993",
        label["language"]: label["name"],
        label["id"]: f"40{number}",
        label["url"]: f"https://www.proquest.com/docview/40{number}",
    }
    fields = [f"{name}{colon}{value}" for part in (before, after) for name, value in part.items() if value]
    return "\n\n".join([label["count"], found["title"], *fields])


def text_of(found):
    return [found["body"][0], *filter(None, [found["inside"]]), *found["body"]]


def export(documents):
    return "\n".join(f"{RULE}\n\n{document}\n" for document in [*documents, FOOT])


@bounded
@given(st.lists(document, min_size=1, max_size=4), st.sampled_from(sorted(LABELS)), st.sampled_from(["\n", "\r\n"]))
def test_every_document_comes_back_as_it_was(documents, language, ends):
    labels = LABELS[language].format(n=len(documents)).split("|")
    colon = "：" if language == "zh" else " : " if language == "fr" else ": "
    source = export(written(found, number, labels, colon) for number, found in enumerate(documents))
    records, rejected, stated = read("\ufeff" + source.replace("\n", ends), "export.txt")
    assert (len(records), rejected) == (len(documents), [])
    assert (stated[0].articles, stated[0].firm) == (len(documents), True)
    for number, (record, found) in enumerate(zip(records, documents, strict=True)):
        assert record.raw == "\n\n".join(text_of(found))
        assert record.fields == {
            "title": found["title"],
            "outlet": found["outlet"],
            "published": "Jan 9, 1993",
            "language": "en",
            "url": f"https://www.proquest.com/docview/40{number}",
            **({"author": ", ".join(found["authors"])} if found["authors"] else {}),
        }
        stated_further = {
            "accession_no": f"40{number}",
            "subject": "Bridges; Rivers",
            "abstract": found["abstract"],
            "section": found["section"],
        }
        assert record.extra == {column: value for column, value in stated_further.items() if value}
        assert (record.source_format, record.warnings) == ("proquest_txt", ())


def test_a_document_without_full_text_stands_by_its_abstract_or_is_rejected():
    tail = "Publication title: The Gazette\n\nProQuest document ID: 4"
    records, rejected, _ = read(
        export(
            [
                f"One\n\nAbstract: The bridge opens.\n\nFull text: Not available.\n\n{tail}1",
                f"Two\n\nFull text: Not available\n\n{tail}2",
                f"Three\n\nAbstract: The river\n\nrises.\n\nLinks: http://example.org\n\n{tail}3",
            ]
        ),
        "export.txt",
    )
    assert [(record.record, record.raw, record.warnings) for record in records] == [
        (1, "The bridge opens.", (ABSTRACT_ONLY,)),
        (3, "The river\n\nrises.", (ABSTRACT_ONLY,)),
    ]
    assert rejected == [("export.txt", 2, "No full text in the export.")]


def test_what_only_the_publication_info_states():
    info = "The Gazette , Late Edition (East Coast); Town, N.Y. [Town, N.Y]09 Jan 1993: A.1."
    head = f"The bridge opens\n\nAuthor: Doe, Jane.\n\nPublication info: {info}"
    record = read(export([f"{head}\n\nFull text: It opened.\n\nDatabase: ProQuest"]), "export.txt")[0][0]
    assert (record.fields["outlet"], record.fields["published"]) == ("The Gazette", "09 Jan 1993")
    assert (record.fields["title"], record.fields["author"]) == ("The bridge opens", "Jane Doe")
    assert record.extra["publication_info"] == info


@pytest.mark.parametrize(
    ("stated", "author"),
    [
        ("Doe, Jane; Rahn, Otto", "Jane Doe, Otto Rahn"),
        ("King, Martin Luther, Jr", "Martin Luther King Jr"),
        ("Doe, J.", "J. Doe"),
        ("By JANE DOE", "JANE DOE"),
        ("Doe, staff writer", "Doe, staff writer"),
        ("Anonymous", "Anonymous"),
    ],
)
def test_authors(stated, author):
    source = export([f"A\n\nAuthor: {stated}\n\nFull text: It opened.\n\nProQuest document ID: 4"])
    assert read(source, "export.txt")[0][0].fields["author"] == author


def test_unknown_fields_below_the_text_are_kept():
    source = export(["A\n\nFull text: It opened.\n\nPages: 1\n\nPeer review status: no\n\nProQuest document ID: 4"])
    assert read(source, "export.txt")[0][0].extra["peer_review_status"] == "no"


def test_a_file_that_lacks_documents_is_refused(tmp_path):
    text = "Document 1 of 3\n\nThe bridge\n\nFull text: It opened on Monday.\n\nProQuest document ID: 4"
    (tmp_path / "export.txt").write_text(export([text]), encoding="utf-8")
    with pytest.raises(DataError, match=r"states 3 articles .*; 1 were found"):
        read_corpus(tmp_path)
    assert len(read_corpus(tmp_path, strict=False).articles) == 1


def test_a_file_cut_anywhere_keeps_what_it_has():
    text = "A\n\nFull text: It opened on Monday.\n\nTitle: A\n\nProQuest document ID: 4"
    whole = export([text, text]).encode()
    first = whole.index(b"ID: 4") + len(b"ID: 4")
    for stop in range(first, len(whole), 3):
        assert read(whole[:stop], "export.txt")[0][0].raw == "It opened on Monday."


def test_a_part_that_is_no_document_is_named():
    text = "A\n\nFull text: It opened.\n\nProQuest document ID: 4"
    records, rejected, _ = read(export([text, "what is this"]), "export.txt")
    assert (len(records), rejected[0].reason) == (1, "A part of the file is no document: 'what is this'.")
    assert "holds no document" in read(f"{RULE}\nProQuest: nothing\n", "export.txt")[1][0].reason


@pytest.mark.parametrize(
    "source",
    [
        "ProQuest sells data\n\nTitle: the story of a company\n\nFull text: see below.",
        f"A text\n{RULE}\nThe company ProQuest was named, and a line was drawn.",
        f"{RULE}\nTitle: A\nFull text: B\n",
    ],
)
def test_other_texts_are_no_export(source):
    assert layout_of(source, "page.txt") == "txt"
