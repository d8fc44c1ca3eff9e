import html

import pytest
from export_cases import SAMPLES, authors, bodies, bounded, layout_of, mark_up, names, phrases, read
from hypothesis import given
from hypothesis import strategies as st

from workbench.articles.formats.export import CUT

OLD_PAGE = """<html><head><link href="http://www.bpe.europresse.com/css/print.css"></head><body>
<form><input type="button" value="Sauvegarder"/></form>{}</body></html>"""
NEW_PAGE = "<!DOCTYPE html><html><head><title></title></head><body>{}</body></html>"
# Date in the header, the same date as it is to come back, words after it.
HEADERS = {
    "fr": ("jeudi 5 octobre 2013", "5 octobre 2013", "845 mots", "Numéro de document : "),
    "en": ("Thursday, October 5, 2013", "October 5, 2013", "845 words", "Document number: "),
}

document = st.fixed_dictionaries(
    {
        "title": phrases,
        "outlet": names,
        "authors": authors,
        "body": bodies,
        "section": st.none() | st.sampled_from(["Politique", "Éditorial"]),
        "pages": st.none() | st.sampled_from(["03", "A4", "12-13"]),
        "issue": st.none() | st.sampled_from(["no. 5968", "n° 12", "Vol. 14, no 4"]),
        "overline": st.none() | names,
        "subtitle": st.none() | names,
    }
)


def number_of(number):
    return f"news·20131005·GAZ·2040{number}"


def header_of(found, language):
    date, _, words, _ = HEADERS[language]
    pages = f", p. {found['pages']}" if found["pages"] else ""
    return f"{found['section'] + ', ' if found['section'] else ''}{date} {words}{pages}"


def publication(found):
    return html.escape(found["outlet"]) + (f", {found['issue']}" if found["issue"] else "")


def old(found, language, number):
    """Return a document of the old printing page."""
    over = f"{found['overline']}<br>" if found["overline"] else ""
    author = f"{' et '.join(found['authors'])}<br><p></p>" if found["authors"] else ""
    text = "<p></p>".join(mark_up(body, number) for body in found["body"])
    return f"""<table><tr><td><table id="tbHeaderImages"><tr><td><img src="x.gif"></td></tr></table>
<span class="DocPublicationName">{publication(found)}</span><br><span class="DocHeader">{header_of(found, language)}
</span><br><br>{over}<span class="TitreArticleVisu">{mark_up(found["title"], number)}</span><br><br>{author}{text}
<p></p><b><i>© 2013 The Gazette. Tous droits réservés.</i></b><p></p>{HEADERS[language][3]}{number_of(number)}<br><br>
<table><tr><td><img alt="Certificat PubliC">{number_of(number)}</td></tr><tr><td>Ce certificat est émis à <b>University
</b> à des fins de visualisation.</td></tr></table></td></tr></table><p>"""


def new(found, language, number):
    """Return a document of the newer page."""
    over = f'<p class="sm-margin-bottomNews">{found["overline"]}</p>' if found["overline"] else ""
    under = f'<p class="sm-margin-TopNews rdp__subtitle">{found["subtitle"]}</p>' if found["subtitle"] else ""
    author = f'<p class="sm-margin-bottomNews">{" ; ".join(found["authors"])}</p>' if found["authors"] else ""
    text = "".join(f"<p>{mark_up(body, number)}</p>" for body in found["body"])
    return f"""<article><header><div class="rdp__public"><img src="x.gif"></div><div class="rdp__DocPublicationName">
<span class="DocPublicationName">{publication(found)}</span></div><div class="rdp__DocHeader"><span class="DocHeader">
{header_of(found, language)}</span></div><div class="titreArticle">{over}<p class="sm-margin-TopNews titreArticleVisu
rdp__articletitle">{mark_up(found["title"], number)}</p>{under}</div>{author}</header><section><div
class="DocText clearfix"><div class="docOcurrContainer">{text}</div></div></section><aside><div>Note(s) :</div><div>A
correction.</div></aside><footer><div class="Doc-LegalInfo"><small>© 2013 The Gazette. Tous droits réservés.</small>
</div><div class="publiC-lblNodoc">{number_of(number)}</div><div>Ce certificat est émis à University</div></footer>
</article>"""


LAYOUTS = {"old": (old, OLD_PAGE), "new": (new, NEW_PAGE)}


@bounded
@given(st.lists(document, min_size=1, max_size=4), st.sampled_from(sorted(HEADERS)), st.sampled_from(sorted(LAYOUTS)))
def test_every_document_comes_back_as_it_was(documents, language, layout):
    write, page = LAYOUTS[layout]
    source = page.format("".join(write(found, language, number) for number, found in enumerate(documents)))
    records, rejected, _ = read(source)
    assert (len(records), rejected) == (len(documents), [])
    for number, (record, found) in enumerate(zip(records, documents, strict=True)):
        assert record.raw == "\n\n".join(found["body"])
        assert record.fields == {
            "title": found["title"],
            "outlet": found["outlet"],
            "published": HEADERS[language][1],
            **({"author": ", ".join(found["authors"])} if found["authors"] else {}),
        }
        stated = {
            "word_count": "845",
            "copyright": "© 2013 The Gazette. Tous droits réservés.",
            "accession_no": number_of(number),
            "source_code": "GAZ",
            "subtitle": found["subtitle"] if layout == "new" else None,
            "notes": "Note(s) :\nA correction." if layout == "new" else None,
            **{field: found[field] for field in ("section", "pages", "issue", "overline")},
        }
        assert record.extra == {column: value for column, value in stated.items() if value}


ONE = {
    "title": "The bridge opens",
    "outlet": "The Gazette",
    "authors": ["Jane Doe"],
    "body": ["The bridge was opened on Monday.", "Nobody spoke about the money."],
    "section": None,
    "pages": None,
    "issue": None,
    "overline": None,
    "subtitle": None,
}
OLD, NEW = old(ONE, "fr", 0), new(ONE, "fr", 0)


@pytest.mark.parametrize(
    ("header", "published", "section", "time"),
    [
        ("lundi 15 janvier 2024 - 10:30 UTC 812 mots", "15 janvier 2024", None, "10:30 UTC"),
        ("Le Monde des livres, vendredi 1er mars 2024, p. 2", "1er mars 2024", "Le Monde des livres", None),
        ("octobre 2013", "octobre 2013", None, None),
        ("Sports, Friday, March 1, 2024", "March 1, 2024", "Sports", None),
        ("", "2013-10-05", None, None),  # the number of the document states it
    ],
)
@pytest.mark.parametrize(("source", "page"), [(OLD, OLD_PAGE), (NEW, NEW_PAGE)], ids=["old", "new"])
def test_what_a_header_states(source, page, header, published, section, time):
    record = read(page.format(source.replace(header_of(ONE, "fr"), header)))[0][0]
    assert record.fields["published"] == published
    assert (record.extra.get("section"), record.extra.get("published_time")) == (section, time)


def test_a_first_line_that_is_text_is_no_author():
    source = OLD.replace("Jane Doe<br><p></p>", "")
    record = read(OLD_PAGE.format(source))[0][0]
    assert (record.raw, record.fields.get("author")) == ("\n\n".join(ONE["body"]), None)


def test_pages_as_pdf_are_named_and_counted():
    page = NEW.replace("news·", "pdf·")
    page = page[: page.index('<div class="docOcurrContainer">')] + "</div>" + page[page.index("</section>") :]
    records, rejected, _ = read(NEW_PAGE.format(NEW + page + NEW))
    assert [record.record for record in records] == [1, 3]
    assert rejected[0][1:] == (2, "A page as PDF (pdf·20131005·GAZ·20400): the export has no text of it.")


def test_the_link_to_the_web_and_the_description_of_the_source():
    link = '<p>Cet article est paru dans <a href="https://example.org/a">The Gazette (site web)</a></p>'
    source = NEW.replace("</div></div></section>", f"{link}</div></div></section>")
    source = source.replace('<span class="DocPublicationName">The Gazette</span>', "").replace(
        "<aside>", "<aside><p>Nom de la source</p><p>The Gazette</p><p>Périodicité : Quotidien</p>"
    )
    record = read(NEW_PAGE.format(source))[0][0]
    assert (record.fields["url"], record.fields["outlet"]) == ("https://example.org/a", "The Gazette")
    assert record.extra["also_in"] == "Cet article est paru dans The Gazette (site web)"
    assert record.extra["frequency"] == "Quotidien"
    assert record.raw == "\n\n".join(ONE["body"])


@pytest.mark.parametrize(("source", "page"), [(OLD, OLD_PAGE), (NEW, NEW_PAGE)], ids=["old", "new"])
def test_a_file_cut_anywhere_keeps_what_it_has(source, page):
    whole = page.format(source + source).encode()
    text = "\n\n".join(ONE["body"])
    for stop in range(whole.rindex(b"DocPublicationName") - 20, len(whole) - len("</body></html>"), 5):
        records, _, _ = read(whole[:stop])
        assert records[0].raw == text
    cut = read(whole[: whole.rindex(b"about the money")])[0][-1]
    assert cut.raw.startswith(ONE["body"][0])
    assert CUT in cut.warnings


def test_a_broken_document_costs_no_other():
    broken = NEW.replace("</p>", "").replace("</div>", "").replace("</article>", "")
    records, _, _ = read(NEW_PAGE.format(NEW + broken + NEW))
    assert [record.raw for record in records][::2] == ["\n\n".join(ONE["body"])] * 2


def test_latin_1_is_read():
    record = read(OLD_PAGE.format(OLD.replace("Monday", "Möntag")).encode("latin-1"))[0][0]
    assert record.raw.startswith("The bridge was opened on Möntag.")


@pytest.mark.parametrize(
    "source",
    [
        "<html><body><article><h1>Europresse opens</h1><p>europresse.com is a database.</p></article></body></html>",
        '<html><body><pre>&lt;span class="DocPublicationName"&gt;</pre></body></html>',
    ],
)
def test_other_pages_are_no_export(source):
    assert layout_of(source, "page.html") == "html"


def test_real_export():
    path = SAMPLES / "europresse" / "europresse_test1.html"
    if not path.exists():
        pytest.skip("the exports shared for measuring are not here")
    records, rejected, _ = read(path.read_bytes())
    assert (len(records), rejected) == (3, [])
    assert [record.fields["published"] for record in records] == ["5 octobre 2013", "3 octobre 2012", "4 octobre 2012"]
    assert [record.fields.get("author") for record in records] == [None, "Second Author", "Author Name"]
    assert [record.extra.get("pages") for record in records] == [None, None, "03"]
