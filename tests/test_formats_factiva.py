import html
import re

import pytest
from export_cases import SAMPLES, authors, bodies, bounded, layout_of, mark_up, names, phrases, read
from hypothesis import given
from hypothesis import strategies as st

from workbench import read_corpus
from workbench.articles.formats.export import CUT
from workbench.articles.formats.factiva import clean_author
from workbench.articles.formats.language_names import language_code

# Interface: word count, date, names of English and German, what stands before the number of a document.
INTERFACES = {
    "en": ("1,204 words", "9 January 1993", {"en": "English", "de": "German"}, "Document"),
    "de": ("1.204 Wörter", "9 Januar 1993", {"en": "Englisch", "de": "Deutsch"}, "Dokument"),
    "fr": ("1 204 mots", "9 janvier 1993", {"en": "Anglais", "de": "Allemand"}, "Document"),
    "es": ("1,204 palabras", "9 enero 1993", {"en": "Inglés", "de": "Alemán"}, "Documento"),
    "zhcn": ("1,204 字", "1993 年 1 月 9 日", {"en": "英语", "de": "德语"}, "文件"),
    "zhtw": ("1,204 字", "1993年1月9日", {"en": "英文", "de": "德文"}, "文件"),
    "ja": ("1204 語", "1993年1月9日", {"en": "英語", "de": "ドイツ語"}, "文書"),
}
PAGE = """<!DOCTYPE html><html><head><meta charset="UTF-8"/><title>Factiva</title><style>{css}</style></head>
<body><table><tr><td class="factivalogo"><h1>Factiva</h1></td></tr></table>
<div id="contentLeft" class="carryOverOpen"><span></span>{articles}</div>{summary}
<div id="pageFooter"><span class="copyright">© 2020 Factiva, Inc. All rights reserved.</span></div></body></html>"""
SUMMARY = """<table id="oddEvenPreview" class="searchPreview " onclick="go('x>y')"><tr><td class="label">Text</td>
<td>2012</td></tr><tr><td class="label">{label}</td><td>{count}</td></tr><tr><td>Timestamp</td><td>16 May 2020 7:41 GMT
</td></tr></table>"""

article = st.fixed_dictionaries(
    {
        "title": phrases,
        "outlet": names,
        "publisher": names,
        "authors": authors,
        "body": bodies,
        "language": st.sampled_from(["en", "de"]),
        "section": st.none() | names,
        "credit": st.none() | names,
        "time": st.none() | st.just("15:32"),
        "edition": st.none() | st.sampled_from(["Late Edition - Final", "1; National"]),
        "pages": st.none() | st.sampled_from(["14", "A1", "20,21", "B2-B3"]),
    }
)


def in_codes(found, interface, number):
    """Return an article as a table of field codes."""
    words, date, languages, document = INTERFACES[interface]
    lead, rest = found["body"][:1], found["body"][1:]
    rows = [
        ("SE", found["section"]),
        ("HD", f"<b class='{found['language']}Headline'>{mark_up(found['title'], number)}</b>"),
        ("BY", found["authors"] and "By " + "; ".join(found["authors"])),
        ("CR", found["credit"]),
        ("WC", words),
        ("PD", date),
        ("ET", found["time"]),
        ("SN", html.escape(found["outlet"])),
        ("SC", "GAZET"),
        ("ED", found["edition"]),
        ("PG", found["pages"]),
        ("LA", languages[found["language"]]),
        ("CY", "© 1993 The Gazette"),
        ("LP", "".join(f'<p class="articleParagraph">{mark_up(text, number)}</p>\n' for text in lead)),
        ("TD", "".join(f'<p class="articleParagraph">{mark_up(text, number)}</p>\n' for text in rest)),
        ("NS", "gvote : Elections | gcat : General"),
        ("PUB", found["publisher"]),
        ("AN", f"{document} GAZET00019930109dp190000{number}"),
    ]
    cells = "".join(
        f'<tr><td align="right" class="index"><b>{code}</b>&nbsp;</td><td><br/>{value}</td></tr>'
        for code, value in rows
        if value
    )
    return f'<div class="article {found["language"]}Article"><table cellpadding="1">{cells}</table><br/></div><br/>'


def laid_out(found, interface, number):
    """Return an article laid out for reading, without codes."""
    words, date, languages, document = INTERFACES[interface]
    after = [found["credit"], words, date, found["time"], html.escape(found["outlet"]), "GAZET", found["edition"]]
    after += [found["pages"], languages[found["language"]], "© 1993 The Gazette"]
    author = f'<div class="author">By {" and ".join(found["authors"])} </div>' if found["authors"] else ""
    section = f"<div>{found['section']}</div>" if found["section"] else ""
    head = f'<div id="hd"><span class="enHeadline">{mark_up(found["title"], number)}  </span>\n</div>{author}'
    divs = "".join(f"<div>{value}</div>" for value in after if value)
    text = "\n".join(f'<p class="articleParagraph x">{mark_up(body, number)}  </p>' for body in found["body"])
    tail = f"<p>{found['publisher']}</p><p>{document} GAZET00019930109dp190000{number}</p>"
    inner = f'<div class="article {found["language"]}Article"><p>{section}\n{head}{divs}\n</p>{text}{tail}</div>'
    return f'<div id="article-GAZET{number}" class="article">{inner}<br></div>'


def page(articles, summary="", css=""):
    return PAGE.format(articles="".join(articles), summary=summary, css=css)


@bounded
@given(
    st.lists(article, min_size=1, max_size=4),
    st.sampled_from(sorted(INTERFACES)),
    st.sampled_from([in_codes, laid_out]),
    st.booleans(),
)
def test_every_article_comes_back_as_it_was(articles, interface, layout, upper):
    source = page(layout(found, interface, number) for number, found in enumerate(articles))
    if upper:
        source = re.sub(r"</?(?:div|p|td|tr|b)\b", lambda tag: tag[0].upper(), source).replace("\n", "\r\n")
    records, rejected, _ = read(source)
    assert (len(records), rejected) == (len(articles), [])
    for number, (record, found) in enumerate(zip(records, articles, strict=True)):
        assert record.raw == "\n\n".join(found["body"])
        assert record.fields == {
            "title": found["title"],
            "outlet": found["outlet"],
            "published": INTERFACES[interface][1],
            "language": found["language"],
            **({"author": ", ".join(found["authors"])} if found["authors"] else {}),
        }
        stated = {
            "word_count": "1204",
            "published_time": found["time"],
            "source_code": "GAZET",
            "copyright": "© 1993 The Gazette",
            "publisher": found["publisher"],
            "accession_no": f"GAZET00019930109dp190000{number}",
            "subject": "gvote : Elections | gcat : General" if layout is in_codes else None,
            **{field: found[field] for field in ("section", "credit", "edition", "pages")},
        }
        assert record.extra == {column: value for column, value in stated.items() if value}
        assert (record.source_format, record.record, record.warnings) == ("factiva_html", number + 1, ())


ONE = {
    "title": "The bridge opens",
    "outlet": "The Gazette",
    "publisher": "Gazette Ltd",
    "authors": ["Jane Doe"],
    "body": ["The bridge was opened on Monday.", "Nobody spoke about the money."],
    "language": "en",
    "section": None,
    "credit": None,
    "time": None,
    "edition": None,
    "pages": None,
}
P = '<p class="articleParagraph">'
CODED, READING = in_codes(ONE, "en", 1), laid_out(ONE, "en", 1)


def test_a_page_with_long_styles_before_its_articles_is_recognised():
    assert len(read(page([CODED], css=".a{color:red}" * 8000))[0]) == 1


@pytest.mark.parametrize(("label", "count"), [("Results Found", "1,342"), ("Gefundene Ergebnisse", "1.342")])
def test_the_results_a_search_summary_states_only_warn(tmp_path, label, count):
    source = page([READING], SUMMARY.format(label=label, count=count))
    assert read(source)[2][0][1:] == (1342, f'"{label} {count}" in the search summary', False)
    (tmp_path / "page.html").write_text(source, encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert len(corpus.articles) == 1
    assert "1,342 articles" in corpus.rejected["reason"][0]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<pre class="articleParagraph">One line\n  and two\n\nThree</pre>', "One line\nand two\n\nThree"),
        (f"{P}One<br/>two<br><br>three</p>", "One\ntwo\n\nthree"),
        (
            f"{P}One</p><table><tr><th>Year</th><th>Cost</th></tr><tr><td><p>2024</p></td><td>1.8</td></table>{P}two</p>",
            "One\n\nYear | Cost\n\n2024 | 1.8\n\ntwo",
        ),
        (
            f'{P}One</p><div class="image"><img src="a.gif"/><p>A bridge</p></div><p>unclassed</p>loose{P}two</p>',
            "One\n\nA bridge\n\nunclassed\n\nloose\n\ntwo",
        ),
    ],
)
@pytest.mark.parametrize("source", [CODED, READING], ids=["codes", "reading"])
def test_nothing_of_a_body_is_lost(source, body, text):
    start, stop = source.index('<p class="articleParagraph'), source.rindex("money.") + len("money.")
    end = source.index("</p>", stop) + len("</p>")
    changed = source[:start] + body + source[end:]
    assert read(page([changed]))[0][0].raw == text


def test_notes_below_the_text_and_unknown_codes_are_kept():
    noted = READING.replace("<p>Gazette Ltd", "<p>Jane Doe is a writer.</p><p>Gazette Ltd")
    assert read(page([noted]))[0][0].extra["notes"] == "Jane Doe is a writer."
    row = '<tr><td class="index"><b>ZZ</b></td><td>new field</td></tr><tr><td></td><td>goes on</td></tr>'
    coded = CODED.replace("</table>", f"{row}</table>")
    assert read(page([coded]))[0][0].extra["field_zz"] == "new field goes on"
    beside = CODED.replace("</table>", "</table><p>Beside the table.</p>")
    assert read(page([beside]))[0][0].raw.split("\n\n") == [*ONE["body"], "Beside the table."]


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        ("<div>9 January 1993</div>", "<div>9 January 1993"),
        ("<div>9 January 1993</div>", "<div>9 January 1993</div></div></div>"),
        ("<div>GAZET</div>", "<div>GAZET<!-- </div>"),
        ("</p><p>Gazette", "</p></div></td></table><p>Gazette"),
        ('id="hd"', ""),
    ],
)
def test_an_end_tag_too_few_or_too_many_loses_no_text(whole, broken):
    assert whole in READING
    record = read(page([READING.replace(whole, broken, 1), READING]))[0][0]
    assert record.raw == "\n\n".join(ONE["body"])
    assert (record.fields["title"], record.fields["published"]) == ("The bridge opens", "9 January 1993")


def test_a_broken_article_costs_no_other():
    broken = READING.removesuffix("<br></div>").replace("</p>", "") + "<b><div><table><tr><td><i>"
    records, _, _ = read(page([CODED, broken, READING, "<div class='article enArticle'></div>"]))
    assert [record.fields.get("title") for record in records] == ["The bridge opens"] * 3
    assert records[2].raw == "\n\n".join(ONE["body"])
    assert "Nobody spoke" in records[1].raw


def test_an_empty_article_is_rejected_and_counted():
    records, rejected, _ = read(page([CODED, '<div class="article enArticle"><div id="hd">Gone</div></div>', CODED]))
    assert [record.record for record in records] == [1, 3]
    assert rejected == [("export.html", 2, "The record has no text (title: Gone).")]


@pytest.mark.parametrize("layout", [CODED, READING], ids=["codes", "reading"])
def test_a_file_cut_anywhere_keeps_what_it_has(layout):
    whole = page([layout, layout]).encode()
    first = whole.index(layout.encode()) + len(layout.encode())
    for stop in range(first, len(whole) - len("</html>"), 7):
        records, _, _ = read(whole[:stop])
        assert records[0].raw == "\n\n".join(ONE["body"])
        assert "\n\n".join(ONE["body"]).startswith(records[-1].raw[:20])
    middle = whole[: whole.rindex(b"about the money")]
    assert CUT in read(middle)[0][-1].warnings


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (page([CODED]).replace("Monday", "Möntag").encode("cp1252"), "The bridge was opened on Möntag."),
        (page([CODED]).replace("UTF-8", "iso-8859-1").replace("Monday", "Möntag"), "The bridge was opened on Möntag."),
        (page([CODED]).replace("was opened", "was " + "<span>" * 3000 + "opened"), "The bridge was opened on Monday."),
        (
            page([CODED]).replace("<p class=", f'<p title="{"x" * 12_000_000}" class=', 1),
            "The bridge was opened on Monday.",
        ),
    ],
    ids=["wrong charset", "wrong charset in UTF-8", "deep", "huge attribute"],
)
def test_odd_input_is_read(data, body):
    records, rejected, _ = read(data)
    assert not rejected
    assert records[0].raw.split("\n\n")[0] == body


def test_nul_bytes_cost_no_record():
    records, rejected, _ = read(page([CODED, CODED]).replace("Nobody", "No\x00body"))
    assert len(records) + len(rejected) == 2 or rejected[0].record == 0  # read, or said to be binary


def test_a_page_without_articles_says_so():
    assert "holds no article" in read(page([]))[1][0].reason


@pytest.mark.parametrize(
    "source",
    [
        "<html><title>Factiva and its rivals</title><body><article><p>Factiva sells news.</p></article></body></html>",
        '<html><title>News</title><body><div class="article">Factiva</div></body></html>',
        '<html><title>How to read Factiva</title><pre>&lt;div class="article enArticle"&gt;</pre></html>',
    ],
)
def test_other_pages_are_no_export(source):
    assert layout_of(source, "page.html") == "html"


# --- XML ---

XML = """<?xml version="1.0" encoding="utf-8"?>
<PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0"><ppsarticleResultSet count="{count}">
{articles}</ppsarticleResultSet></ppsArticleResponse></PPSResponse>"""


def in_xml(found, number, marked=mark_up):
    lead, rest = found["body"][:1], found["body"][1:]

    def inside(texts):
        return "".join(f'<paragraph display="Proportional">\n {marked(text, number)}</paragraph>' for text in texts)

    optional = {
        "byline": found["authors"] and "By " + " and ".join(found["authors"]),
        "credit": found["credit"],
        "edition": found["edition"],
        "sectionName": found["section"],
        "publicationTime": found["time"] and f"<time>{found['time']}</time>",
        "pages": found["pages"] and f"<page>{found['pages']}</page>",
    }
    more = "".join(f"<{tag}>{value}</{tag}>" for tag, value in optional.items() if value)
    return f"""<ppsarticle><article><accessionNo>G{number}</accessionNo>
<baseLanguage>{found["language"].upper()}</baseLanguage>{more}<headline>
  <paragraph lang="EN"><hlt>{html.escape(found["title"][:1])}</hlt>{html.escape(found["title"][1:])}</paragraph>
</headline><leadParagraph>{inside(lead)}</leadParagraph><publicationDate><date>1993-01-09</date></publicationDate>
<region code="usa"><name>United States</name></region><region code="usmn"><name>Minnesota</name></region>
<sourceName>{html.escape(found["outlet"])}</sourceName><tailParagraphs>{inside(rest)}</tailParagraphs>
<logo image="a.gif"/><wordCount>1204</wordCount></article></ppsarticle>"""


@bounded
@given(st.lists(article, min_size=1, max_size=4), st.integers(0, 3))
def test_every_xml_article_comes_back_as_it_was(articles, missing):
    inside = "\n".join(in_xml(found, number) for number, found in enumerate(articles))
    records, rejected, stated = read(XML.format(count=len(articles) + missing, articles=inside), "export.xml")
    assert (len(records), rejected, stated[0].articles - missing) == (len(articles), [], len(articles))
    assert not stated[0].firm
    for number, (record, found) in enumerate(zip(records, articles, strict=True)):
        assert record.raw == "\n\n".join(found["body"])
        assert (record.fields["title"], record.fields["outlet"]) == (found["title"], found["outlet"])
        assert (record.fields["published"], record.fields["language"]) == ("1993-01-09", found["language"])
        assert record.fields.get("author") == (", ".join(found["authors"]) or None)
        assert record.extra["region"] == "usa : United States | usmn : Minnesota"
        assert record.extra["accession_no"] == f"G{number}"
        for column in ("section", "credit", "edition", "pages"):
            assert record.extra.get(column) == found[column]
        assert record.extra.get("published_time") == found["time"]


PLAIN = in_xml(ONE, 1, marked=lambda text, _: html.escape(text))


def xml(*articles, count=1):
    return XML.format(count=count, articles="".join(articles))


@pytest.mark.parametrize(
    ("lead", "text"),
    [
        (
            "\nOne that\nis wrapped.\n    Two is\nas well.\n Wire\n   ",
            "One that is wrapped.\n\nTwo is as well.\n\nWire",
        ),
        ("<paragraph>a <hlt>br</hlt>idge &amp; b</paragraph> loose", "a bridge & b\n\nloose"),
        ('<paragraph display="Fixed">Year Cost\n2024  1.8\n</paragraph>', "Year Cost\n2024  1.8"),
        ("<paragraph>AT&T, 3 < 5 &nbsp; caf&eacute; &lol;</paragraph>", "AT&T, 3 < 5 café &lol;"),
        ("<paragraph><![CDATA[a & b]]></paragraph>", "a & b"),
    ],
)
def test_text_of_xml(lead, text):
    source = re.sub(
        r"<leadParagraph>.*</leadParagraph>", lambda _: f"<leadParagraph>{lead}</leadParagraph>", PLAIN, flags=re.S
    )
    source = re.sub(r"<tailParagraphs>.*</tailParagraphs>", "", source, flags=re.S)
    record = read(xml(source), "export.xml")[0][0]
    assert (record.raw, record.warnings) == (text, ())


def test_prefixed_names_and_more_results_than_articles(tmp_path):
    source = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1f:", xml(PLAIN, PLAIN, count=20)).replace("xmlns=", "xmlns:f=")
    (tmp_path / "export.xml").write_text(source, encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert corpus.articles["title"].tolist() == ["The bridge opens"] * 2
    assert corpus.rejected["reason"].str.contains("20 articles").tolist() == [True]


def test_a_broken_xml_record_costs_itself_only():
    broken = PLAIN.replace("</leadParagraph>", "").replace("<sourceName>", "<sourceName")
    records, _, _ = read(xml(PLAIN, broken, PLAIN, count=3), "export.xml")
    assert [record.fields["title"] for record in records] == ["The bridge opens"] * 3
    assert [bool(record.warnings) for record in records] == [False, True, False]
    records, rejected, _ = read(xml(PLAIN, "<ppsarticle/>", PLAIN), "export.xml")
    assert ([record.record for record in records], rejected[0].record) == ([1, 3], 2)


def test_xml_cut_anywhere_keeps_what_it_has():
    whole = xml(PLAIN, PLAIN).encode()
    for stop in range(whole.index(b"</ppsarticle>") + 13, len(whole), 11):
        assert read(whole[:stop], "export.xml")[0][0].raw == "\n\n".join(ONE["body"])
    cut = read(whole[: whole.rindex(b"about the money")], "export.xml")[0][-1]
    assert cut.raw.startswith(ONE["body"][0])
    assert CUT in cut.warnings


def test_entities_are_neither_expanded_nor_fetched(tmp_path):
    (tmp_path / "secret.txt").write_text("the secret", encoding="utf-8")
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    types = f'<!DOCTYPE x [<!ENTITY l0 "ha">{bomb}<!ENTITY file SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    source = xml(PLAIN.replace("Nobody", "&l11; &file; Nobody")).replace("?>", f"?>{types}", 1)
    record = read(source, "export.xml")[0][0]
    assert record.raw.endswith("&l11; &file; Nobody spoke about the money.")
    assert read(xml(f"{types}{PLAIN}"), "export.xml")[0][0].raw == "\n\n".join(ONE["body"])


@pytest.mark.parametrize(
    "source", ["<a><b>no article</b></a>", xml(), "<article><title>Other XML</title></article>", "<ppsarticle"]
)
def test_xml_without_articles_is_rejected_with_a_reason(source):
    records, rejected, _ = read(source, "export.xml")
    assert (records, len(rejected)) == ([], 1)


def test_huge_attribute_and_control_characters_in_xml():
    source = xml(PLAIN.replace("<article>", f'<article a="{"x" * 12_000_000}">').replace("Nobody", "No\x01body"))
    record = read(source, "export.xml")[0][0]
    assert record.raw == "\n\n".join(ONE["body"])
    assert record.warnings == ("control characters removed",)


# --- shared ---


@pytest.mark.parametrize(
    ("lines", "language", "author"),
    [
        (["By JANE DOE"], "en", "JANE DOE"),
        (["Von Anna Beck und Otto Rahn"], "de", "Anna Beck, Otto Rahn"),
        (["Von Trapp"], "en", "Von Trapp"),
        (["PAR MARIE CURIE ET PAUL DUMAS"], "fr", "MARIE CURIE, PAUL DUMAS"),
        (["Por José Ortega y Gasset"], "es", "José Ortega y Gasset"),
        (["By Jane Doe", "Otto Rahn"], "en", "Jane Doe, Otto Rahn"),
        (["dpa/afp"], "de", "dpa/afp"),
        (["Byron Smith"], "en", "Byron Smith"),
        ([""], None, None),
    ],
)
def test_authors(lines, language, author):
    assert clean_author(lines, language) == author


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Englisch", "en"),
        ("Chinois simplifié", "zh"),
        ("Chinese - Traditional", "zh"),
        ("Spanish; Castilian", "es"),
        ("FR", "fr"),
        ("en-US", "en"),
        ("Volume 3", None),
        ("", None),
        (None, None),
    ],
)
def test_names_of_languages(name, code):
    assert language_code(name) == code


COUNTS = {
    "factiva_test.html": 2,
    "factivia.htm": 9,
    "irish-independence_1_2017-11-14.html": 44,
    "nyt_1_1993-01-03.html": 27,
    "factiva_test.xml": 3,
    "reut21578-factiva.xml": 19,
}


@pytest.mark.parametrize("name", COUNTS)
def test_real_exports(name):
    path = SAMPLES / "factiva" / name
    if not path.exists():
        pytest.skip("the exports shared for measuring are not here")
    records, rejected, _ = read(path.read_bytes(), name)
    assert (len(records), rejected) == (COUNTS[name], [])
    for record in records:
        assert record.fields.keys() >= {"title", "outlet", "published", "language"}
        assert record.extra["accession_no"]
    assert len(read_corpus(path).articles) == COUNTS[name]  # a number that is not firm does not refuse a file
