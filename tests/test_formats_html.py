import pytest
from lxml import html as lxml_html

from workbench.articles.dates import parse_date
from workbench.articles.decode import NotText
from workbench.articles.formats import html_main
from workbench.articles.formats.html import page_record
from workbench.articles.formats.html_dates import readable
from workbench.articles.formats.html_lines import PageLine, page_lines
from workbench.articles.formats.html_main import drop_menus
from workbench.articles.formats.html_metadata import stated_metadata
from workbench.articles.read import read_corpus

PARAGRAPHS = [
    "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it. "
    f"It was the {number} meeting of the year, and the longest, for nobody would speak about the money first."
    for number in ("first", "second", "third", "fourth", "fifth")
]
PAGE = """<!doctype html><html><head><title>Bridge Opens Again - The Gazette</title>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/city">City</a></li></ul></nav>
<div class="breadcrumb">Home &gt; City &gt; Bridge</div>
<article><h1>The Bridge Opens Again Today</h1><p class="byline">By Jane Doe | November 3, 2025</p>
<p>{p[0]}</p><p>{p[1]}</p><h2>The Money</h2><p>{p[2]}</p><ul><li>light for the market, and water</li></ul>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td><p>2024</p></td><td>1.8</td></tr></table>
<p>{p[3]}</p><p>{p[4]} What do you think? Share your thoughts in the comments below!</p></article>
<aside>You may also like<ul><li><a>Six Ways to Cook a Carp</a></li></ul></aside>
<footer>© 2025 The Gazette</footer><script>var a = "hidden";</script></body></html>"""


def read(tmp_path, source, name="page.html"):
    (tmp_path / name).write_text(source, encoding="utf-8")
    return read_corpus(tmp_path)


def page(head=""):
    return PAGE.format(head=head, p=PARAGRAPHS)


def test_a_page_becomes_typed_blocks(tmp_path):
    corpus = read(tmp_path, page())
    found = dict(zip(corpus.blocks["text"], corpus.blocks["kind"], strict=True))
    assert found["The Bridge Opens Again Today"] == "title"
    assert found["By Jane Doe | November 3, 2025"] == "byline"
    assert found["Home > City > Bridge"] == "kicker"
    assert found["The Money"] == "heading"
    assert found["light for the market, and water"] == "list_item"
    assert found["2024 | 1.8"] == "table_row"
    assert found["What do you think? Share your thoughts in the comments below!"] == "call_to_action"
    assert {found[text] for text in ("City", "Six Ways to Cook a Carp", "© 2025 The Gazette")} == {"boilerplate"}
    assert not any("hidden" in text for text in found)


def test_what_the_page_says(tmp_path):
    article = read(tmp_path, page()).articles.iloc[0]
    assert (article["author"], str(article["published"].date()), article["source_format"]) == (
        "Jane Doe",
        "2025-11-03",
        "html",
    )
    assert article["text"].count("\n\n") == 5
    assert "The Gazette" not in article["text"]
    assert "Carp" not in article["text"]


SITE = '{"@type": "WebPage", "datePublished": "2020-01-01"}'
ARTICLE = '{"@type": ["NewsArticle"], "datePublished": "2025-11-03"}'
LONG = " ".join(["long"] * 99)
OG = '<meta property="og:{}" content="{}">'
LD = '<script type="application/ld+json">{}</script>'


def metadata(head="", body=""):
    source = f"<html lang='en'><head>{head}</head><body>{body}<p>{PARAGRAPHS[0]}</p></body></html>"
    return stated_metadata(lxml_html.document_fromstring(source))


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ('<meta property="og:site_name" content="The Gazette">', "outlet", "The Gazette"),
        (LD.format('{"publisher": {"name": "The Gazette"}}'), "outlet", "The Gazette"),
        (LD.format('[{"@type": "Organization", "publisher": {"name": "The Gazette"}}]'), "outlet", None),
        (LD.format("{broken"), "outlet", None),
        (LD.format('["a", 1]'), "outlet", None),
        ('<meta name="publisher" content="https://social.example/gazette">', "outlet", None),
        ('<link rel="canonical" href="https://gazette.example/a">', "url", "https://gazette.example/a"),
        ('<link rel="canonical" href="//gazette.example/a">', "url", "https://gazette.example/a"),
        ('<base href="https://gazette.example/"><link rel="canonical" href="/a">', "url", "https://gazette.example/a"),
        ('<link rel="canonical" href="/a">', "url", None),
        ('<meta property="og:url" content="https://gazette.example/b">', "url", "https://gazette.example/b"),
        (
            LD.format('{"@type": "NewsArticle", "author": [{"name": "Jane Doe"}, "Li Wei"]}'),
            "author",
            "Jane Doe, Li Wei",
        ),
        (LD.format('{"@type": "NewsArticle", "author": {"name": ["Jane Doe"]}}'), "author", "Jane Doe"),
        ('<meta name="author" content="By Jane Doe; Li Wei">', "author", "Jane Doe, Li Wei"),
        ('<meta property="article:author" content="https://social.example/jane">', "author", None),
        ('<meta name="author" content="jane@gazette.example">', "author", None),
        ('<meta name="author" content="admin">', "author", None),
        (
            '<meta name="author" content="The Gazette"><meta property="og:site_name" content="The Gazette">',
            "author",
            None,
        ),
        ("", "outlet", None),
        ("", "title", None),
    ],
)
def test_stated_metadata(head, field, value):
    assert metadata(head).fields[field] == value


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Bridge Opens Again - The Gazette</title>", "<h1>Bridge Opens Again</h1>", "Bridge Opens Again"),
        ("<title>Paper - Bridge Opens</title>", "<h1>Paper</h1><h1>Bridge Opens</h1>", "Bridge Opens"),
        ("<title>Bridge Opens | City | Paper</title>", "<h1>City</h1>", "Bridge Opens | City | Paper"),
        ("<title>Bridge: what to know</title>", "<h1>The Bridge Opens Again</h1>", "The Bridge Opens Again"),
        (OG.format("title", "Bridge Opens - Paper") + OG.format("site_name", "Paper"), "", "Bridge Opens"),
        (OG.format("title", "Bridge Opens - at Last"), "", "Bridge Opens - at Last"),
        (LD.format('{"headline": "Bridge &amp; Road"}'), "<h2>Bridge &amp; Road</h2>", "Bridge & Road"),
        ("", "<h1>Bridge Opens</h1>", "Bridge Opens"),
        ("<title>Bridge Opens » City - Paper</title>", "<h1><i>Bridge Opens</i><a>Paper</a></h1>", "Bridge Opens"),
        ("", "<h1>One</h1><h1>Two</h1>", None),
    ],
)  # fmt: skip
def test_titles(head, body, title):
    assert metadata(head, body).fields["title"] == title


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2025-11-03T10:00:00Z">', "2025-11-03T10:00:00Z"),
        ('<meta name="DC.date.issued" content="2025-11-03">', "2025-11-03"),
        ('<meta name="article_date_original" content="November 3, 2025">', "November 3, 2025"),
        ('<meta name="date" content="  ">', None),
        ('<meta name="date" content="soon">', None),
        ('<meta name="date" content="0001-01-01T00:00:00Z">', None),
        ('<meta name="pubdate" content="1762164000">', "2025-11-03T10:00:00+00:00"),
        ('<meta http-equiv="date" content="2025-11-03">', None),
        (OG.format("updated_time", "2025-11-03"), None),
        ('<meta name="last-modified" content="2025-11-03">', None),
        (LD.format('{"@graph": [{"datePublished": "2025-11-03"}]}'), "2025-11-03"),
        (LD.format('{"mainEntity": {"@type": "Article", "datePublished": "2025-11-03"}}'), "2025-11-03"),
        (LD.format(f"[{SITE}, {ARTICLE}]"), "2025-11-03"),
        (LD.format('{"@type": "VideoObject", "uploadDate": "2025-11-03", "datePublished": "2025-11-03"}'), None),
        (LD.format('{"@type": "NewsArticle", "dateModified": "2025-11-03"}'), None),
        (LD.format('{"@type": "NewsArticle", "datePublished": "20251103T101500+0900"}'), "2025-11-03T10:15:00+0900"),
        (LD.format('{"@type": "NewsArticle", "datePublished": "2025-11-03T10:15:00EET"}'), "2025-11-03"),
        (LD.format('{"@type": "NewsArticle", "datePublished": "2025-11-03",}'), "2025-11-03"),
        ('<script>window.x = {"datePublished":"2025-11-03T10:00:00Z"}</script>', "2025-11-03"),
        ('<script>x = [{"datePublished":"2025-11-03"}, {"datePublished":"2025-11-04"}]</script>', None),
        ("", None),
    ],
)  # fmt: skip
def test_dates_for_machines(head, day):
    assert metadata(head).fields["published"] == day


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ('<time itemprop="datePublished" datetime="2025-11-03">x</time>', "2025-11-03"),
        ('<article><time datetime="2025-11-03T10:00:00Z">today</time></article>', "2025-11-03T10:00:00Z"),
        ('<time datetime="2025-11-05" class="updated">x</time>', None),
        ('<article>Updated <time datetime="2025-11-05">x</time></article>', None),
        ('<article><aside><time datetime="2025-11-05">x</time></aside></article>', None),
        ('<article><time datetime="2025-11-05">x</time><time datetime="2025-11-06">x</time></article>', None),
        ('<div class="today"><time datetime="2025-11-05">x</time></div>', None),
    ],
)
def test_dates_marked_on_the_page(body, day):
    assert metadata(body=body).fields["published"] == day


@pytest.mark.parametrize(
    ("beside", "day"),
    [
        ("<p>By Jane Doe | November 3, 2025</p>", "2025-11-03"),
        ("<div>2025-11-03 20:52:15 Source: Gazette</div>", "2025-11-03"),
        ("<div>发布时间：2025年11月3日</div>", "2025-11-03"),
        ("<p>Updated: November 5, 2025</p><p>Published: November 3, 2025</p>", "2025-11-03"),
        ("<p>Updated: November 5, 2025</p>", None),
        ("<div class='sidebar'><p>November 5, 2025</p></div>", None),
        ("<p>The bridge was closed on November 5, 2025.</p>", None),
        ("<p>November 2025</p>", None),
        ("<div class='masthead'><p>November 22, 2026</p></div>", None),
        ("<div class='today'><time datetime='2026-11-22'>Sunday</time></div>", None),
        ("<footer><p>November 5, 2025</p></footer>", None),
    ],
)
def test_dates_beside_the_title(beside, day):
    stated = metadata(body=f"<div>November 22, 2026</div><h1>Bridge Opens</h1>{beside}").fields
    found = parse_date(stated["byline_published"] or "")
    assert (stated["published"], found and str(found.earliest.date())) == (None, day)


@pytest.mark.parametrize(
    ("value", "language", "day"),
    [
        ("3.11.2025", "", "2025-11-03"),
        ("03/11/2025", "de", "2025-11-03"),
        ("03/11/2025", "en-GB", "2025-11-03"),
        ("03/11/2025", "en-US", "03/11/2025"),
        ("2025/11/3 5:50", "ja", "2025-11-03"),
        ("1970-01-01T00:00:00Z", "", None),
        ("99.99.2025", "", None),
    ],
)
def test_dates_are_written_as_iso_where_they_have_one_reading(value, language, day):
    assert readable(value, language) == day


def test_a_change_is_kept_apart():
    found = metadata('<meta property="article:modified_time" content="2025-11-05T08:00:00Z">')
    assert (found.fields["published"], found.extra) == (None, {"modified": "2025-11-05T08:00:00Z"})


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("<p>One<br>line.</p>", ["One line."]),
        ("<div>One sentence.<br>Another one.<br/>A third</div>", ["One sentence.", "Another one.", "A third"]),
        ("<div>Two<br><br>paragraphs</div>", ["Two", "paragraphs"]),
        ("<div><b>A heading</b><br>and text</div>", ["A heading", "and text"]),
        ("<div>one<br>- two<br>- three</div>", ["one", "- two", "- three"]),
        ("<p>in<em>line</em> <b>words</b></p>", ["inline words"]),
        ("<div>before<div>inner</div>after</div>", ["before", "inner", "after"]),
        ("<table><tr><td><p>a</p></td><td>b</td></tr></table>", ["a | b"]),
        (f"<table><tr><td>menu</td><td><p>{LONG}</p><p>text</p></td></tr></table>", ["menu", LONG, "text"]),
        ("<p> \n </p>", []),
    ],
)  # fmt: skip
def test_lines_of_a_page(source, lines):
    assert [line.text for line in page_lines(lxml_html.fromstring(f"<div>{source}</div>"))] == lines


@pytest.mark.parametrize(
    ("source", "kind", "outside", "linked"),
    [
        ("<h3>x</h3>", "heading", False, False),
        ("<ul><li><p>x</p></li></ul>", "list_item", False, False),
        ('<p class="wp-caption-text">x</p>', "caption", False, False),
        ('<div class="breadcrumbs"><a>x</a></div>', "kicker", False, True),
        ('<p class="by-line">x</p>', "byline", False, False),
        ("<nav><p>x</p></nav>", "", True, False),
        ('<div style="display: none"><p>x</p></div>', "", True, False),
        ("<p hidden>x</p>", "", True, False),
        ('<p aria-hidden="true">x</p>', "", True, False),
        ("<p><a><b>x</b></a></p>", "", False, True),
    ],
)
def test_kinds_and_places_of_lines(source, kind, outside, linked):
    (line,) = page_lines(lxml_html.fromstring(f"<div>{source}</div>"))
    assert (line.kind, line.outside, line.linked) == (kind, outside, linked)


def record(source, **given):
    return page_record(source, "page.html", 0, url=None, layout="html", **given)


def hints(source):
    return {line.text: line.hint for line in record(source).lines}


def test_what_is_known_of_a_page_is_passed_on():
    found = page_record(page(), "a.warc", 3, url="https://gazette.example/a", layout="warc", warnings=["cut"])
    assert (found.source_file, found.record, found.source_format) == ("a.warc", 3, "warc")
    assert (found.fields["url"], found.warnings) == ("https://gazette.example/a", ("cut",))


def test_a_menu_that_says_latest_swallows_nothing(tmp_path):
    menu = "".join(f"<a href='/'>{word}</a><br><br>" for word in ("Latest", "Most Popular", "World News", "City Life"))
    source = page().replace("<nav>", f"<div>{menu}</div><nav>")
    assert read(tmp_path, source).articles["text"].iloc[0].count("\n\n") == 5


def test_a_short_line_is_main_text_only_where_the_text_is():
    found = record(page().replace("<nav>", "<div>The Money</div><nav>"))
    assert [line.hint for line in found.lines if line.text == "The Money"] == ["boilerplate", "heading"]


def test_a_paragraph_printed_twice_is_kept_in_the_article():
    found = record(page().replace("<nav>", f"<div><div>{PARAGRAPHS[1]}</div></div><nav>"))
    assert [line.hint for line in found.lines if line.text == PARAGRAPHS[1]] == ["boilerplate", "paragraph"]


def test_lists_of_links_at_the_end_are_other_stories():
    links = "".join(f"<li><a href='/{n}'>Another story from the city, number {n}</a></li>" for n in range(4))
    found = hints(page().replace("</article>", f"<h3>From the city</h3><ul>{links}</ul></article>"))
    assert found["Another story from the city, number 1"] == "boilerplate"
    assert found["light for the market, and water"] == "list_item"


LINKS = "".join(f"<li><a href='/{n}'>Another story from the city, number {n}</a></li>" for n in range(4))


@pytest.mark.parametrize(
    ("inside", "dropped"),
    [
        (f"<ul>{LINKS}</ul>", True),
        (f"<div><h3>More from the city</h3><ul>{LINKS}</ul></div> and a tail", True),
        (f"<p>{'<a>Home</a> ' * 3}</p>", True),
        ("<ul><li><a>Only two</a></li><li><a>links</a></li></ul>", False),
        (f"<div><p>{PARAGRAPHS[0]}</p><ul>{LINKS}</ul></div>", True),
        (f"<div>{''.join(f'<p><a>{text}</a></p>' for text in PARAGRAPHS)}</div>", False),
        (f"<table><tr><td>{'</td><td>'.join(['<a>1.8</a>'] * 4)}</td></tr></table>", False),
        (f"<a><div>{'<a>x</a>' * 4}</div></a>", False),
    ],
)
def test_menus_are_dropped_and_nothing_else(inside, dropped):
    tree = lxml_html.fromstring(f"<main><p>{PARAGRAPHS[1]}</p><section>{inside}<p>{PARAGRAPHS[2]}</p></section></main>")
    before = tree.text_content()
    drop_menus(tree)
    assert (len(tree.text_content()) < len(before)) is dropped
    assert {PARAGRAPHS[1], PARAGRAPHS[2]} <= set(tree.itertext())
    assert ("tail" in tree.text_content()) is ("tail" in before)


def test_a_page_of_more_elements_than_articles_have_keeps_all_text():
    source = page().replace("</article>", "<p>word and word</p>" * 30_001 + "</article>")
    found = record(source)
    assert any("no main text" in warning for warning in found.warnings)
    assert {line.text: line.hint for line in found.lines}[PARAGRAPHS[3]] != "boilerplate"


def test_a_short_article_is_not_looked_for_twice(monkeypatch):
    asked = []
    monkeypatch.setattr(html_main, "_extract", lambda _, **how: asked.append(how) or PARAGRAPHS[0])
    html_main.main_text(lxml_html.fromstring("<p>x</p>"), [PageLine(PARAGRAPHS[0], "", inside=True, outside=False)])
    assert asked == [{"precision": True, "fast": True}]


def test_a_page_laid_out_as_a_table_is_read_as_text():
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    source = f"<table><tr><td><a>Home</a></td><td><h1>The Bridge Opens</h1>{text}</td></tr></table>"
    found = hints(f"<html><body>{source}</body></html>")
    assert [found[paragraph] for paragraph in PARAGRAPHS] == ["paragraph"] * 5


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "x-box"])
def test_elements_nested_thousands_deep_lose_no_text(tag):
    opened = f"<{tag}>" * 3000
    found = record(f"<html><body>{opened}{PARAGRAPHS[0]}<p>{PARAGRAPHS[1]}</p></body></html>")
    assert all(paragraph in found.raw for paragraph in PARAGRAPHS[:2])
    assert "nested too deeply" in found.warnings[0]


@pytest.mark.parametrize(
    "wrap",
    [
        "{}",
        "<title>Bridge</title>{}",
        '<?xml version="1.0" encoding="iso-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>',
        '<html xmlns="x"/><body>{}</body></html>',
        "<html amp><body style='visibility:hidden'><article>{}</article><amp-ad>ad</amp-ad></body></html>",
        "<form id='all'>{}</form>",
        "\x00<body>\x01{}\x7f</body>",
        "<body>{}\ud800</body>",
    ],
)
def test_odd_pages_are_read(wrap):
    found = record(wrap.format("".join(f"<p>é {paragraph}</p>" for paragraph in PARAGRAPHS)))
    assert [line.text for line in found.lines if line.hint == "paragraph"] == [f"é {text}" for text in PARAGRAPHS]


@pytest.mark.parametrize(
    "source", ["", " ", "<!-- x -->", "<!doctype html>", "<html><head><title>x</title></head></html>"]
)
def test_pages_without_text_say_so(source):
    with pytest.raises(NotText, match="no visible text"):
        record(source)


def test_what_nobody_sees_is_no_text():
    source = page().replace(
        "<aside>", "<template><p>tmpl</p></template><noscript>nojs</noscript><p hidden>secret</p><aside>"
    )
    found = hints(source)
    assert found["secret"] == "boilerplate"
    assert not {"tmpl", "nojs"} & set(found)


def test_offsets_point_into_the_raw_text():
    found = record(page())
    assert all(found.raw[line.start : line.end] == line.text for line in found.lines)


def test_a_page_too_large_is_refused_with_its_size(tmp_path):
    with (tmp_path / "large.html").open("wb") as file:
        file.truncate(100_000_000)
    corpus = read_corpus(tmp_path)
    assert "100,000,000 bytes" in corpus.rejected["reason"].iloc[0]


def test_a_declared_character_set_that_is_wrong_is_not_believed(tmp_path):
    source = page('<meta charset="iso-8859-1">').replace("The Money", "Café — Geld")
    assert "Café — Geld" in read(tmp_path, source).blocks["text"].tolist()


def test_a_page_without_text_is_rejected(tmp_path):
    corpus = read(tmp_path, "<html><head><script>x()</script></head><body><img src='a.png'></body></html>")
    assert corpus.articles.empty
    assert "no visible text" in corpus.rejected["reason"].iloc[0]


def test_a_page_without_main_text_keeps_all_text(tmp_path):
    article = read(tmp_path, "<html><body><div>Short.</div></body></html>").articles.iloc[0]
    assert "Short." in (article["text"] or article["title"])


def test_markup_in_text_stays_text(tmp_path):
    source = page().replace("The Money", "&lt;script&gt;alert(1)&lt;/script&gt; and Money")
    assert "<script>alert(1)</script> and Money" in read(tmp_path, source).blocks["text"].tolist()
