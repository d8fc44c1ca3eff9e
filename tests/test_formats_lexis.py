"""Readers of LexisNexis exports, on invented exports of each layout and (where they are) on real ones."""

import re
import zipfile

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lexis_exports import HEAD, LABELS, Article, write_docx, write_html, write_package, write_txt

from workbench.articles.decode import NotText
from workbench.articles.formats import find_layout, lexis_fields, lexis_numbers
from workbench.articles.read import read_corpus
from workbench.articles.record import Record, Rejected, Stated
from workbench.errors import DataError

EXPORTS = ROOT.parent / "shared" / "data" / "exports"
WRITERS = {"lexis_txt": (write_txt, ".txt"), "lexis_html": (write_html, ".html"), "lexis_docx": (write_docx, ".docx")}
TWO = (Article(), Article(title="Ferry stays in port", date="May 4, 2012 Friday"))


def read(path):
    """Return (records, rejections, counts) of a file, and the reason if the file as a whole is refused."""
    layout = find_layout(path)
    items = []
    try:
        items.extend(layout.read(path, path.name, {}))
    except NotText as reason:
        items.append(Rejected(path.name, 0, str(reason)))
    kinds = (Record, Rejected, Stated)
    return layout.name, *([item for item in items if isinstance(item, kind)] for kind in kinds)


def written(layout, folder, articles, **options):
    write, suffix = WRITERS[layout]
    return write(folder / f"export{suffix}", articles, **options)


# ---- what exports state comes back, whatever the layout

WORDS = st.text("abcdefghijklmnopqrstuvwxyzäöüßéèçñåø", min_size=1, max_size=12)
SENTENCES = st.lists(WORDS, min_size=1, max_size=40).map(lambda words: " ".join(words).capitalize() + ".")
TRAPS = st.sampled_from(
    ["Body", '"1 of 2 DOCUMENTS" was all the printer said.', "Nobody reads on after the End of Document, she said."]
)
BODIES = st.lists(SENTENCES | TRAPS, min_size=1, max_size=4).filter(lambda body: body[0] != "Body").map(tuple)
TITLES = st.lists(WORDS, min_size=1, max_size=25).map(lambda words: " ".join(words).capitalize())
DATES = {
    "en": ["May 2, 2012 Wednesday", "January 11, 2010", "May 30, 2014 Friday 6:10 PM EST", "June 9, 1999, Tuesday"],
    "de": ["27. Februar 2012 Montag 9:50 PM GMT+1", "8. Juni 2012 Freitag", "3. März 2011"],
    "fr": ["17 septembre 2013", "Samedi 18 Mai 2013", "1 août 2011 lundi"],
}


@st.composite
def articles(draw):
    language = draw(st.sampled_from(sorted(DATES)))
    values = {
        key: draw(SENTENCES) for key in LABELS[language] if key not in {"length", "load_date", "author", "language"}
    }
    values |= {"author": draw(st.sampled_from(["Jane Doe", "Zoë Åkesson", "JOSÉ PEÑA"])), "language": "ENGLISH"}
    kept = draw(st.lists(st.sampled_from(sorted(values)), unique=True))
    order = draw(st.permutations([*kept, "length", "load_date"]))
    stated = values | {"length": "12 words", "load_date": "May 3, 2012"}
    return Article(
        title=draw(TITLES),
        outlet=draw(st.sampled_from(["The Example Post", "Beispiel-Blatt (Köln)", "L'Exemple"])),
        date=draw(st.sampled_from(DATES[language])),
        edition=draw(st.sampled_from(["", "Late Edition - Final", "Edition 1"])),
        body=draw(BODIES),
        fields={key: stated[key] for key in order},
        copyright=draw(st.sampled_from(["", "Copyright 2012 Example Media All Rights Reserved"])),
        language=language,
    )


@st.composite
def exports(draw):
    first = draw(articles())
    others = draw(st.lists(articles(), max_size=3))
    return [first, *(other for other in others if other.language == first.language)]


@pytest.mark.parametrize("layout", WRITERS)
@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(export=exports())
def test_random_exports_come_back_exactly(layout, export, tmp_path):
    found, records, rejected, stated = read(written(layout, tmp_path, export))
    assert (found, rejected) == (layout, [])
    assert [count.articles for count in stated if count.firm] == [len(export)]
    for article, record in zip(export, records, strict=True):
        fields = dict(record.fields)
        assert fields.pop("title") == article.title
        assert fields.pop("outlet") == article.outlet
        assert fields.pop("published") == article.date
        assert fields.pop("author", None) == article.fields.get("author")
        assert fields.pop("language", None) == article.fields.get("language")
        assert fields == {}
        assert record.raw.split("\n\n") == list(article.body)
        expected = {key: value for key, value in article.fields.items() if key not in {"author", "language"}}
        expected |= {"edition": article.edition, "copyright": article.copyright}
        assert dict(record.extra) == {key: value for key, value in expected.items() if value}


# ---- how exports vary


@pytest.mark.parametrize(
    "options",
    [
        {"breaks": "\r\n"},
        {"breaks": "\r"},
        {"encoding": "utf-8-sig"},
        {"encoding": "utf-16"},
        {"encoding": "cp1252"},
        {"number": "Dokument {n} von {m}"},
        {"number": "Document {n} de {m}"},
        {"number": "{n} of {m} DOCUMENT"},
        {"cover": "Download Request: Selected Items: 1-2\nTerms: (harbour)\nSource: The Example Post"},
        {"cover": "Ausgabeauftrag: Dokument(e): 1-2\nBegriffe: Hafen"},
    ],
    ids=str,
)
def test_text_exports_vary(tmp_path, options):
    article = Article(body=("Größe, fiancé.",))
    found, records, rejected, stated = read(write_txt(tmp_path / "a.txt", [article, *TWO[1:]], **options))
    assert found == "lexis_txt"
    assert [record.fields["title"] for record in records] == ["Harbour talks resume", "Ferry stays in port"]
    assert records[0].raw == "Größe, fiancé."
    assert rejected == []
    assert {count.articles for count in stated} == {2}


def test_a_text_export_without_indentation_is_read(tmp_path):
    path = write_txt(tmp_path / "a.txt", TWO)
    path.write_text("\n".join(line.strip() for line in path.read_text(encoding="utf-8").split("\n")), encoding="utf-8")
    _, records, _, _ = read(path)
    assert [record.fields["outlet"] for record in records] == ["The Example Post"] * 2
    assert [record.fields["published"] for record in records] == ["May 2, 2012 Wednesday", "May 4, 2012 Friday"]
    assert records[1].fields["title"] == "Ferry stays in port"
    assert records[1].extra["copyright"] == "Copyright 2012 Example Media All Rights Reserved"


@pytest.mark.parametrize("options", [{"marks": "anchor"}, {"marks": "number"}, {"upper": False}], ids=str)
def test_html_exports_vary(tmp_path, options):
    found, records, rejected, _ = read(write_html(tmp_path / "a.html", TWO, **options))
    assert found == "lexis_html"
    assert [record.fields["title"] for record in records] == ["Harbour talks resume", "Ferry stays in port"]
    assert [record.raw.count("\n\n") for record in records] == [1, 1]
    assert rejected == []


@pytest.mark.parametrize(
    "options",
    [
        {"listed": 2},
        {"listed": 2, "delivered": 3},
        {"delivered": 2},
        {"bookmarks": False},
        {"bookmarks": False, "listed": 2},
        {"bookmarks": False, "styled": False},
        {"bookmarks": False, "styled": False, "listed": 2},
        {"ends": False},
    ],
    ids=str,
)
@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_word_exports_vary(tmp_path, options, language):
    stated = {"author": "Jane Doe", "length": "12 words", "language": "ENGLISH", "load_date": "May 3, 2012"}
    export = [Article(title=title, fields=stated, language=language) for title in ("One thing", "Another thing")]
    found, records, rejected, counts = read(write_docx(tmp_path / "a.docx", export, **options))
    assert found == "lexis_docx"
    assert [record.fields["title"] for record in records] == ["One thing", "Another thing"]
    assert [record.fields["author"] for record in records] == ["Jane Doe"] * 2
    assert [record.raw for record in records] == ["\n\n".join(Article().body)] * 2
    assert [record.extra["load_date"] for record in records] == ["May 3, 2012"] * 2
    assert rejected == []
    assert {count.articles for count in counts} <= {2}


def test_an_old_export_saved_as_word_is_read(tmp_path):
    lines = (write_txt(tmp_path / "a.txt", TWO)).read_text(encoding="utf-8").split("\n")
    paragraphs = "".join(
        f"<w:p>{'<w:pPr><w:jc w:val=' + chr(34) + 'center' + chr(34) + '/></w:pPr>' if line.startswith(' ') else ''}"
        f"<w:r><w:t>{line.strip()}</w:t></w:r></w:p>"
        for line in lines
    )
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    path = write_package(
        tmp_path / "a.docx", f'<w:document xmlns:w="{namespace}"><w:body>{paragraphs}</w:body></w:document>'
    )
    found, records, rejected, stated = read(path)
    assert found == "lexis_docx"
    assert [record.fields["title"] for record in records] == ["Harbour talks resume", "Ferry stays in port"]
    assert [record.fields["published"] for record in records] == ["May 2, 2012 Wednesday", "May 4, 2012 Friday"]
    assert rejected == []
    assert [count.articles for count in stated] == [2]


def test_bold_lines_are_headings_and_rows_are_rows(tmp_path):
    path = write_html(tmp_path / "a.html", [Article(body=("First.", "HEAD", "ROWS", "Last."))])
    page = path.read_text(encoding="utf-8")
    page = page.replace('<SPAN CLASS="c2">HEAD</SPAN>', '<SPAN CLASS="c8">What came next</SPAN>')
    page = page.replace(
        '<P CLASS="c9"><SPAN CLASS="c2">ROWS</SPAN></P>', "<TABLE><TR><TD>Year</TD><TD>Cost</TD></TR></TABLE>"
    )
    path.write_text(page, encoding="utf-8")
    _, records, _, _ = read(path)
    assert [(line.text, line.hint) for line in records[0].lines] == [
        ("First.", ""),
        ("What came next", "heading"),
        ("Year | Cost", "table_row"),
        ("Last.", ""),
    ]
    assert all(records[0].raw[line.start : line.end] == line.text for line in records[0].lines)


def test_lines_that_a_source_wrapped_are_joined_and_lists_are_not(tmp_path):
    wrapped = "It rained from early in the morning, and nobody on the quay\nhad thought of an umbrella."
    block = f"Top exports\nEngines 74\nChips 45\n{wrapped}"
    path = write_txt(tmp_path / "a.txt", [Article(body=("x" * 79, "BLOCK"))])
    path.write_text(path.read_text(encoding="utf-8").replace("BLOCK", block), encoding="utf-8")
    _, records, _, _ = read(path)
    assert records[0].raw.split("\n\n")[1:] == [
        "Top exports",
        "Engines 74",
        "Chips 45",
        wrapped.replace("\n", " "),
    ]


def test_a_field_of_several_paragraphs_under_the_text_is_no_text(tmp_path):
    stated = {"length": "9 words", "graphic": "PHOTO: the quay", "load_date": "May 3, 2012"}
    path = write_txt(tmp_path / "a.txt", [Article(fields=stated)])
    path.write_text(
        path.read_text(encoding="utf-8").replace("the quay", "the quay\n\nPHOTO: the ferry"), encoding="utf-8"
    )
    _, records, _, _ = read(path)
    assert records[0].raw == "\n\n".join(Article().body)
    assert records[0].extra["graphic"] == "PHOTO: the quay\nPHOTO: the ferry"


def test_what_looks_like_a_field_inside_the_text_stays_there(tmp_path):
    body = ("The letter began.", "SUBJECT: the quay", "NOTES: none were taken, said the clerk.", *["It went on."] * 8)
    for layout in ("lexis_txt", "lexis_html"):
        _, records, _, _ = read(written(layout, tmp_path, [Article(body=body)]))
        assert records[0].raw.split("\n\n") == list(body)


def test_buttons_beside_company_names_are_left_out(tmp_path):
    button = "Enhanced Coverage LinkingAcme Corp. -Search using: Company Profile News, Most Recent 60 Days"
    _, records, _, _ = read(
        write_docx(tmp_path / "a.docx", [Article(body=(f"The firm Acme Corp. {button} said no.",))])
    )
    assert records[0].raw == "The firm Acme Corp. said no."


def test_the_address_under_the_text_is_a_field(tmp_path):
    export = [
        Article(body=("Text.", "https://post.example/2012/talks")),
        Article(body=("Text.", "http://post.example")),
    ]
    _, records, _, _ = read(write_docx(tmp_path / "a.docx", export))
    assert [record.raw for record in records] == ["Text.", "Text."]
    assert records[0].fields["url"] == "https://post.example/2012/talks"
    assert (records[1].fields.get("url"), records[1].extra["outlet_url"]) == (None, "http://post.example")


# ---- how sources vary in the old layout: {c} stands before lines in the middle

SOURCES = {
    "date under the title, fields under the text": """
{c}Example Wire

LEADALL: Harbour talks resume

{c}April 20, 2003, Sunday
{c}23:22 Central European Time


The talks resumed.

Nobody said why.

SECTION: Politics

LENGTH: 12 words

LOAD-DATE: May 8, 2003
""",
    "copyright on top, two dates, labels over title and text": """
{c}Copyright 2002 Example Media

{c}Example Courant

{c}24. September 2002

{c}September 24, 2002

LENGTE: 12 words

KOP: Harbour talks resume

AUTEUR: Jan de Vries

TEKST:


The talks resumed.

Nobody said why.

PUB-TYPE: Paper

TAAL: Dutch / Nederlands

LOAD-DATE: September 26, 2002
""",
    "outlet under the copyright, a field over its text": """
{c}Copyright 2003 L'Exemple
{c}L'Exemple

{c}27 mars 2003

SECTION: Sports

LONGUEUR: 12 mots

TITRE: Harbour talks resume

SIGNATURE: Jane Doe

CHAPEAU:

The harbour was closed.

ARTICLE:

The talks resumed.

Nobody said why.

LANGUE: FRENCH; FRANCAISE
""",
    "weekday under the date, BODY and HEADLINE": """
{c}Example Courant

{c}December 31, 2008
{c}woensdag

SECTION: ECONOMIE; Blz. 9

LENGTH: 12 woorden

HEADLINE: Harbour talks
resume

BODY:

The talks resumed.

Nobody said why.

LANGUAGE: DUTCH; NEDERLANDS

PUB-SUBJECT: Harbours (96%)
""",
    "remark under the outlet, show, code among the fields": """
{c}EXAMPLE NEWSHOUR

Prepared by an example service, which takes sole responsibility for what its staff
{c}writes down.

{c}August 22, 2008 Friday

{c}SHOW: Example Newshour 6:00 PM EST

Harbour talks resume

ANCHORS: JANE DOE

LENGTH: 12 words


The talks resumed.

Nobody said why.

LOAD-DATE: August 24, 2008

LANGUAGE: ENGLISH

MATP

TRANSCRIPT: 082200cN.V12

PUBLICATION-TYPE: Transcript
""",
    "byline without a label, text of a field below its label": """
{c}Beispiel-Blatt

HARBOUR TALKS RESUME

{c}15. April 2003

Jane Doe

ORTSZEILE: Wien


The talks resumed.

Nobody said why.

RUBRIK: WIRTSCHAFT; Pg. 3

HIGHLIGHT:

The harbour was closed.

GRAFIK: The quay
""",
}


@pytest.mark.parametrize("case", SOURCES)
def test_sources_vary_in_the_old_layout(tmp_path, case):
    path = tmp_path / "a.txt"
    text = f"{{c}}1 of 1 DOCUMENTS\n{SOURCES[case]}\n{{c}}Copyright 2003 Example Media\n{{c}}All Rights Reserved\n"
    path.write_text(text.replace("{c}", " " * 30), encoding="utf-8")
    _, records, rejected, _ = read(path)
    assert rejected == []
    assert records[0].raw == "The talks resumed.\n\nNobody said why."
    assert records[0].fields["title"].split(": ")[-1].upper() == "HARBOUR TALKS RESUME"
    assert records[0].fields["outlet"].split()[0].strip(".") in {"Example", "L'Exemple", "EXAMPLE", "Beispiel-Blatt"}
    assert "20" in records[0].fields["published"]


def test_what_sources_state_besides_is_kept(tmp_path):
    records = {}
    for number, (case, text) in enumerate(SOURCES.items()):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"{{c}}1 of 1 DOCUMENTS\n{text}".replace("{c}", " " * 30), encoding="utf-8")
        records[case] = read(path)[1][0]
    wire, courant, exemple, daily, show, blatt = records.values()
    assert wire.fields["published"] == "April 20, 2003, Sunday 23:22 Central European Time"
    assert (courant.fields["language"], courant.extra["second_date"]) == ("Dutch", "September 24, 2002")
    assert (exemple.fields["author"], exemple.extra["highlight"]) == ("Jane Doe", "The harbour was closed.")
    assert (daily.fields["published"], daily.extra["page"]) == ("December 31, 2008 woensdag", "9")
    assert (show.extra["unlabelled"], show.extra["transcript"]) == ("MATP", "082200cN.V12")
    assert show.extra["outlet_detail"].startswith("Prepared by")
    assert (blatt.extra["subtitle"], blatt.extra["highlight"]) == ("Jane Doe", "The harbour was closed.")


def test_interviews_are_text(tmp_path):
    body = ("JANE DOE, HOST: Good evening.", *["DOE: And what came next?", "SUBJECT: Nothing."] * 3, "DOE: Thank you.")
    _, records, _, _ = read(write_txt(tmp_path / "a.txt", [Article(body=body)]))
    assert records[0].raw.split("\n\n") == list(body)


def test_a_title_that_opens_like_a_field_is_the_title(tmp_path):
    _, records, _, _ = read(write_txt(tmp_path / "a.txt", [Article(title="CORRECTION: the harbour")]))
    assert records[0].fields["title"] == "CORRECTION: the harbour"


def test_a_number_right_under_the_copyright_opens_a_document(tmp_path):
    path = write_txt(tmp_path / "a.txt", TWO)
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"Rights Reserved\n+( +2 of)", r"Rights Reserved\n\1", text), encoding="utf-8")
    assert len(read(path)[1]) == 2


def test_one_document_without_a_number_is_read_and_several_are_refused(tmp_path):
    path = write_txt(tmp_path / "a.txt", TWO[:1])
    text = path.read_text(encoding="utf-8").replace("1 of 1 DOCUMENTS", "")
    path.write_text(text, encoding="utf-8")
    found, records, _, stated = read(path)
    assert (found, records[0].fields["title"], stated) == ("lexis_txt", "Harbour talks resume", [])
    path.write_text(text + text, encoding="utf-8")
    assert "to tell its documents apart" in read(path)[2][0].reason


def test_lists_in_html_are_lists(tmp_path):
    path = write_html(tmp_path / "a.html", [Article(body=("They agreed on:", "LIST"))])
    mark = '<P CLASS="c1"><SPAN CLASS="c2"><NOBR>&bull;</NOBR></SPAN></P>'
    entry = f'<LI>{mark}<DIV CLASS="c5"><P CLASS="c6">{{}}</P></DIV></LI>'
    items = "".join(entry.format(item) for item in ("a ferry;", "a bridge."))
    page = path.read_text(encoding="utf-8").replace(
        '<P CLASS="c9"><SPAN CLASS="c2">LIST</SPAN></P>', f"<UL>{items}</UL>"
    )
    path.write_text(page, encoding="utf-8")
    _, records, _, _ = read(path)
    assert [(line.text, line.hint) for line in records[0].lines] == [
        ("They agreed on:", ""),
        ("a ferry;", "list_item"),
        ("a bridge.", "list_item"),
    ]


# ---- counts


@pytest.mark.parametrize("layout", ["lexis_txt", "lexis_html"])
def test_a_part_of_a_larger_download_is_whole(tmp_path, layout):
    path = written(layout, tmp_path, TWO, first=51, total=500)
    _, records, _, stated = read(path)
    assert len(records) == 2
    assert [count.articles for count in stated] == [2]
    assert len(read_corpus(path).articles) == 2


@pytest.mark.parametrize("layout", ["lexis_txt", "lexis_html"])
def test_a_gap_in_the_numbers_is_an_error_naming_both(tmp_path, layout):
    path = written(layout, tmp_path, [*TWO, Article(title="Third")], total=9)
    path.write_text(path.read_text(encoding="utf-8").replace("3 of 9 DOC", "4 of 9 DOC"), encoding="utf-8")
    with pytest.raises(DataError, match=r"states 4 articles .*1 to 4.*3 were found"):
        read_corpus(path)
    assert len(read_corpus(path, strict=False).articles) == 3


@pytest.mark.parametrize(
    ("options", "told"),
    [({"listed": 3}, r'3 articles .*"Documents \(3\)"'), ({"ends": 1}, '1 articles .*"End of Document"')],
)
def test_word_exports_that_hold_another_number_than_they_state_are_errors(tmp_path, options, told):
    path = write_docx(tmp_path / "a.docx", TWO, **options)
    with pytest.raises(DataError, match=told):
        read_corpus(path)
    kept = read_corpus(path, strict=False)
    assert len(kept.articles) == 2
    assert len(kept.rejected) == 1


def test_what_a_cover_page_asked_for_only_warns(tmp_path):
    cover = "Download Request: Selected Items: 1-5, 8"
    kept = read_corpus(write_txt(tmp_path / "a.txt", TWO, cover=cover))
    assert len(kept.articles) == 2
    assert "states 6 articles" in kept.rejected["reason"][0]


@pytest.mark.parametrize(
    ("numbers", "articles", "firm"),
    [
        ([(1, 3), (2, 3), (3, 3)], 3, True),
        ([(51, 500), (52, 500)], 2, True),
        ([(1, 3), (3, 3)], 3, True),
        ([(1, 9), None], 9, True),  # it ends before its last document
        ([(1, 9), (2, 9)], 9, True),
        ([(n, 873) for n in range(1, 201)], 200, True),  # a whole download
        ([(1, 2), (2, 2), (1, 3), (2, 3), (3, 3)], 5, True),  # two exports in one file
        ([(7, 10), (8, 383), (9, 10)], 3, True),
        ([(4, 9), (4, 9)], 2, True),
        ([(436, 2218), (1109, 2218)], 674, False),  # a selection
    ],
)
def test_counts_from_numbers(numbers, articles, firm):
    given = [lexis_numbers.Number(*number) if number else None for number in numbers]
    stated = lexis_numbers.stated_count("a.txt", given)
    assert (stated.articles, stated.firm) == (articles, firm)


def test_no_numbers_state_no_count():
    assert lexis_numbers.stated_count("a.txt", [None, None]) is None


# ---- broken documents and files


@pytest.mark.parametrize("layout", WRITERS)
def test_a_document_without_text_costs_itself_only(tmp_path, layout):
    export = [Article(title="Just a picture", body=()), Article()]
    _, records, rejected, stated = read(written(layout, tmp_path, export))
    assert [record.record for record in records] == [2]
    assert [(found.record, found.reason) for found in rejected] == [
        (1, "The document 'Just a picture' has no text in the export.")
    ]
    assert [count.articles for count in stated] == [2]


@pytest.mark.parametrize("layout", WRITERS)
def test_a_document_without_title_or_date_is_kept(tmp_path, layout):
    _, records, rejected, _ = read(written(layout, tmp_path, [Article(title=""), Article(date="", edition="")]))
    assert rejected == []
    assert [record.fields.get("title") for record in records] == [None, "Harbour talks resume"]
    assert [record.fields.get("published") for record in records] == ["May 2, 2012 Wednesday", None]
    assert [record.fields["outlet"] for record in records] == ["The Example Post"] * 2
    assert [record.raw for record in records] == ["\n\n".join(Article().body)] * 2


def test_an_error_message_in_place_of_a_document_is_rejected(tmp_path):
    path = write_html(tmp_path / "a.html", TWO)
    sorry = '<DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c2">This document cannot be shown.</SPAN></P></DIV>'
    broken = f'<A NAME="DOC_ID_2_0"></A><!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->{sorry}'
    path.write_text(path.read_text(encoding="utf-8").replace("</BODY>", f"{broken}</BODY>"), encoding="utf-8")
    _, records, rejected, stated = read(path)
    assert len(records) == 2
    assert rejected == [Rejected("a.html", 3, "No article, only: 'This document cannot be shown.'.")]
    assert stated[0].articles == 3


def test_a_number_at_the_end_without_a_document_is_rejected(tmp_path):
    path = write_txt(tmp_path / "a.txt", TWO)
    path.write_text(path.read_text(encoding="utf-8") + "\n\n      3 of 3 DOCUMENTS\n\n", encoding="utf-8")
    _, records, rejected, _ = read(path)
    assert len(records) == 2
    assert [(found.record, found.reason) for found in rejected] == [(3, "The document is empty.")]


def test_word_files_that_break_off_keep_what_stands_before(tmp_path):
    whole = write_docx(tmp_path / "whole.docx", TWO)
    with zipfile.ZipFile(whole) as package:
        markup = package.read("word/document.xml").decode()
    cut = write_package(
        tmp_path / "cut.docx", markup[: markup.index("Ferry")].removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    )
    _, records, rejected, _ = read(cut)
    assert [record.fields["title"] for record in records] == ["Harbour talks resume"]
    assert "broken" in rejected[0].reason


@pytest.mark.parametrize(
    "change", [lambda data: data[: len(data) // 2], lambda data: data[:4], lambda data: data[::-1]]
)
def test_files_that_are_no_word_documents_say_so(tmp_path, change):
    path = write_docx(tmp_path / "a.docx", TWO)
    path.write_bytes(change(path.read_bytes()))
    layout = next(layout for layout in (find_layout(tmp_path / "a.docx"),) if layout)
    assert layout.name != "lexis_docx"
    kept = read_corpus(path)
    assert len(kept.articles) == 0
    assert len(kept.rejected) == 1


@pytest.mark.parametrize(("layout", "content"), [("lexis_txt", "Text."), ("lexis_html", "<p>Text.</p>")])
def test_readers_refuse_files_of_another_layout(tmp_path, layout, content):
    from workbench.articles.formats import LAYOUTS

    path = tmp_path / f"a{WRITERS[layout][1]}"
    path.write_text(content, encoding="utf-8")
    reader = next(known for known in LAYOUTS if known.name == layout)
    with pytest.raises(NotText, match="DOCUMENTS"):
        list(reader.read(path, path.name, {}))
    word = next(known for known in LAYOUTS if known.name == "lexis_docx")
    with pytest.raises(NotText, match="not a whole ZIP"):
        list(word.read(path, path.name, {}))


def test_a_list_of_hits_without_documents_says_so(tmp_path):
    _, records, rejected, stated = read(write_docx(tmp_path / "a.docx", [], listed=12, delivered=1))
    assert records == []
    assert "none of the documents" in rejected[0].reason
    assert stated[0].articles == 12


# ---- what is no export


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.txt",
            'The clerk said that "1 of 2 DOCUMENTS" was missing from the export of the database.\n\nLENGTH: none.',
        ),
        ("a.txt", "BYLINE: Jane Doe\n\nLENGTH: 12 words\n\nThe talks resumed."),
        ("a.html", "<html><body><p>LexisNexis delivers 1 of 2 DOCUMENTS a day.</p></body></html>"),
        ("a.html", "<html><body><span>Dokument 1 von 3</span><p><b>Text:</b> Wie es war.</p></body></html>"),
        ("a.html", "<html><head><meta name='documents' content='2'></head><body><p>Text.</p></body></html>"),
    ],
)
def test_ordinary_files_are_no_exports(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert not find_layout(tmp_path / name).name.startswith("lexis")


@pytest.mark.parametrize(
    "lines",
    [
        ["A title", "Body", "The talks resumed.", "End of Document"],
        ["A title", "Length: 12 words", "Body", "The talks resumed."],
        ["Documents (3)", "The clerk listed them."],
    ],
)
def test_ordinary_word_documents_are_no_exports(tmp_path, lines):
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    path = write_package(
        tmp_path / "a.docx", f'<w:document xmlns:w="{namespace}"><w:body>{paragraphs}</w:body></w:document>'
    )
    assert find_layout(path).name != "lexis_docx"


# ---- single lines


@pytest.mark.parametrize(
    ("line", "published", "edition"),
    [
        ("January 11, 2010 Monday", "January 11, 2010 Monday", ""),
        ("May 30, 2014 Friday 6:10 PM  EST", "May 30, 2014 Friday 6:10 PM EST", ""),
        ("May 2, 2002, Thursday,, FINAL EDITION", "May 2, 2002, Thursday", "FINAL EDITION"),
        ("June 26, 2001 Tuesday,  Late Edition - Final", "June 26, 2001 Tuesday", "Late Edition - Final"),
        ("January 10, 2018 Wednesday 10:36 EST", "January 10, 2018 Wednesday 10:36 EST", ""),
        ("8. Juni 2012 Freitag", "8. Juni 2012 Freitag", ""),
        ("Dienstag 10.Dezember 2019", "Dienstag 10.Dezember 2019", ""),
        ("27. Februar 2012 Montag 9:50 PM GMT+1", "27. Februar 2012 Montag 9:50 PM GMT+1", ""),
        ("17 septembre 2013", "17 septembre 2013", ""),
        ("Samedi 18 Mai 2013", "Samedi 18 Mai 2013", ""),
        ("décembre 10 2019", "décembre 10 2019", ""),
        ("17 juli 2004 zaterdag", "17 juli 2004 zaterdag", ""),
        ("5 de marzo de 2011 sábado", "5 de marzo de 2011 sábado", ""),
        ("2020年3月5日 星期四", "2020年3月5日 星期四", ""),
        ("Sunday, March 4, 2001", "Sunday, March 4, 2001", ""),
        ("March 2004", "March 2004", ""),
    ],
)
def test_lines_of_date(line, published, edition):
    assert lexis_fields.split_date(line) == (published, edition)


@pytest.mark.parametrize(
    "line", ["The Times of May 2, 2002", "Copyright 2004 The Example Post", "The New Era", "May we?", ""]
)
def test_lines_that_are_no_date(line):
    assert lexis_fields.split_date(line) is None


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("Andrew Sparrow", "Andrew Sparrow"),
        ("By KEITH BRADSHER and SUI-LEE WEE; Keith Bradsher reported from Davos.", "KEITH BRADSHER, SUI-LEE WEE"),
        ("Jonathan Glennie, theguardian.com", "Jonathan Glennie"),
        ("Jane Doe (now), John Roe (earlier)", "Jane Doe, John Roe"),
        ("Von Jürgen Pander und Hans Müller", "Jürgen Pander, Hans Müller"),
        ("Dohmen, Frank; Neubacher, Alexander", "Frank Dohmen, Alexander Neubacher"),
        ("Severin Weiland ; Philipp Wittrock", "Severin Weiland, Philipp Wittrock"),
        ("Albrecht, Bernhard", "Albrecht, Bernhard"),
        ("Daniel Boffey in Brussels", "Daniel Boffey"),
        ("Jane Doe jane.doe@post.example", "Jane Doe"),
        ("Reuters", "Reuters"),
        ("Report from the wire, brought to you by others.", "Report from the wire, brought to you by others"),
        ("; John Roe contributed reporting.", None),
    ],
)
def test_bylines(byline, author):
    assert lexis_fields.clean_author(byline) == author


@pytest.mark.parametrize(
    ("section", "page"),
    [("NEWS; Pg. 6", "6"), ("WISSENSCHAFT; S. 114 Ausg. 9", "114"), ("BUITENLAND; Blz.6", "6"), ("US; politics", None),
     ("Section B; Page 22, Column 2", "22"), ("Pg. B22", "B22"), ("NEWS 6", None)],
)  # fmt: skip
def test_pages(section, page):
    assert lexis_fields.find_page(section) == page


def test_every_label_of_the_generator_is_known():
    for labels in LABELS.values():
        assert all(lexis_fields.column_of(label) == column for column, label in labels.items())
    assert not any(lexis_fields.is_tail(column) for column in HEAD)


# ---- real exports


@pytest.mark.parametrize(
    ("name", "articles", "rejected"),
    [
        ("lexis/nyt1.docx", 50, 0),
        ("lexis/usa-today.docx", 7, 0),
        ("lexis/guardian1.docx", 2, 0),
        ("lexis/sample.DOCX", 10, 0),
        ("lexis/sample.TXT", 10, 0),
        ("lexis/test2.txt", 1, 0),
        ("lexis/lexisnexis_test_en.html", 2, 1),  # its head speaks of 146 documents
        ("lexis/lexisnexis_test_fr.html", 3, 0),
        ("lexis/lexisnexis_test_copyright_error.html", 1, 1),  # an error message is its second document
        ("nexis/spiegel_2012-02-01_0001.html", 49, 0),
    ],
)
def test_real_exports_have_the_articles_they_state(name, articles, rejected):
    if not (EXPORTS / name).exists():
        pytest.skip(f"the real export {name} is not here: its texts belong to their publishers")
    corpus = read_corpus(EXPORTS / name)
    assert (len(corpus.articles), len(corpus.rejected)) == (articles, rejected)
    assert corpus.articles["source_format"].str.startswith("lexis_").all()
    assert corpus.articles["outlet"].notna().all()
    assert corpus.articles["published"].isna().sum() <= (name == "lexis/nyt1.docx")  # one of 2000 has no date
    assert corpus.articles["title"].isna().sum() == ("copyright_error" in name)
