import pytest
from lxml import html as lxml_html

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


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ('<meta property="og:site_name" content="The Gazette">', "outlet", "The Gazette"),
        ('<script type="application/ld+json">{"publisher": {"name": "The Gazette"}}</script>', "outlet", "The Gazette"),
        ('<script type="application/ld+json">{broken</script>', "outlet", None),
        ('<script type="application/ld+json">["a", 1]</script>', "outlet", None),
        (
            '<meta property="article:published_time" content="2025-11-03T10:00:00Z">',
            "published",
            "2025-11-03T10:00:00Z",
        ),
        (
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2025-11-03"}]}</script>',
            "published",
            "2025-11-03",
        ),
        ('<meta name="date" content="  ">', "published", None),
        ('<link rel="canonical" href="https://gazette.example/a">', "url", "https://gazette.example/a"),
        ("", "outlet", None),
        ("", "published", None),
    ],
)
def test_stated_metadata(head, field, value):
    source = f"<html><head>{head}</head><body><p>{PARAGRAPHS[0]}</p></body></html>"
    assert stated_metadata(source, lxml_html.document_fromstring(source))[field] == value


def test_an_update_time_is_no_publication_date():
    source = '<html><body><time datetime="2025-11-05" class="updated">x</time><p>Text.</p></body></html>'
    assert stated_metadata(source, lxml_html.document_fromstring(source))["published"] is None


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
