import pytest

from workbench.articles.formats.trafilatura_xml import is_trafilatura
from workbench.articles.read import read_corpus

BODY = "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it."
STATED = (
    'sitename="The Gazette" title="The Bridge &amp; the Town" author="Jane Doe; John Roe" date="2025-11-03" '
    'url="https://gazette.example/a" hostname="gazette.example" categories="City" fingerprint="f00" language="en"'
)
MAIN = (
    f'<main><head rend="h1">The Bridge &amp; the Town</head><p>{BODY} It was <hi rend="#b">old</hi> and '
    '<ref target="https://x.example">red</ref>.</p><head rend="h2">The Money</head><list rend="ul"><item>light for the '
    "market</item><item>water</item></list><quote>Nobody would speak first, she said.</quote><table><row>"
    '<cell role="head">Year</cell><cell>Cost</cell></row><row><cell>2024</cell><cell>1.8</cell></row></table>'
    "<p>One line of it.<lb/>Another line of it.</p></main>"
)
DOC = f"<doc {STATED}>{MAIN}<comments><p>First! What a fine bridge it is.</p></comments></doc>"
TEI = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>
<titleStmt><title type="main">T</title></titleStmt>
<sourceDesc><biblFull><titleStmt><title type="main">The Bridge &amp; the Town</title><author>Jane Doe</author>
<author>John Roe</author></titleStmt><publicationStmt><publisher>The Gazette (gazette.example)</publisher>
<ptr type="URL" target="https://gazette.example/a"/><date>2025-11-03</date></publicationStmt></biblFull></sourceDesc>
</fileDesc><profileDesc><abstract><p>About it.</p></abstract><textClass><keywords><term type="tags">a,b</term>
</keywords></textClass><creation><date type="download">2026-01-02</date></creation></profileDesc><encodingDesc><appInfo>
<application version="2.0" ident="Trafilatura"><label>Trafilatura</label></application></appInfo></encodingDesc>
</teiHeader><text><body><div type="entry"><ab rend="h1" type="header">The Bridge &amp; the Town</ab><p>{BODY}</p>
<ab rend="h2" type="header">The Money</ab><p>{BODY}</p></div>
<div type="comments"><p>First! What a fine bridge.</p></div>
</body></text></TEI>"""


def read(tmp_path, source):
    (tmp_path / "a.xml").write_bytes(source if isinstance(source, bytes) else source.encode())
    return read_corpus(tmp_path)


@pytest.mark.parametrize("source", [DOC, TEI, f'<?xml version="1.0" encoding="UTF-8"?>\n{DOC}', "\ufeff" + DOC])
def test_what_is_stated(tmp_path, source):
    article = read(tmp_path, source).articles.iloc[0]
    assert article["title"] == "The Bridge & the Town"
    assert (article["outlet"], article["url"]) == ("The Gazette", "https://gazette.example/a")
    assert (article["author"].split(";")[0].split(",")[0], article["record"]) == ("Jane Doe", 0)
    assert (str(article["published"].date()), article["source_format"]) == ("2025-11-03", "trafilatura")


def test_further_columns(tmp_path):
    article = read(tmp_path, DOC).articles.iloc[0]
    assert (article["hostname"], article["categories"], article["fingerprint"]) == ("gazette.example", "City", "f00")
    article = read(tmp_path, TEI).articles.iloc[0]
    assert (article["retrieved"], article["tags"], article["description"]) == ("2026-01-02", "a,b", "About it.")


def test_elements_become_kinds(tmp_path):
    blocks = read(tmp_path, DOC).blocks
    assert list(zip(blocks["kind"], blocks["text"], strict=True)) == [
        ("title", "The Bridge & the Town"),
        ("paragraph", f"{BODY} It was old and red."),
        ("heading", "The Money"),
        ("list_item", "light for the market"),
        ("list_item", "water"),
        ("paragraph", "Nobody would speak first, she said."),
        ("table_row", "Year | Cost"),
        ("table_row", "2024 | 1.8"),
        ("paragraph", "One line of it."),
        ("paragraph", "Another line of it."),
        ("boilerplate", "First! What a fine bridge it is."),
    ]


def test_several_articles_one_after_the_other(tmp_path):
    broken = DOC.replace("</p></main>", "</main>")
    corpus = read(tmp_path, f"{DOC}\n{broken}\n{TEI}\n{DOC[:-200]}")
    assert corpus.articles["record"].tolist() == [1, 3]
    assert corpus.rejected["record"].tolist() == [2, 4]
    assert ["no well-formed XML" in corpus.rejected["reason"][0], "cut off" in corpus.rejected["reason"][1]] == [
        True,
        True,
    ]


def test_missing_fields_are_missing(tmp_path):
    article = read(tmp_path, f'<doc fingerprint="f"><main><p>{BODY}</p></main><comments/></doc>').articles.iloc[0]
    assert article[["outlet", "author", "url"]].isna().all()
    nobody = TEI.replace("The Gazette (gazette.example)", "N/A").replace("<author>Jane Doe</author>", "")
    assert read(tmp_path, nobody).articles["outlet"].tolist() == ["gazette.example"]  # of the address


def test_entities_do_no_harm(tmp_path):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE doc [<!ENTITY l0 "lol">{laughs}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    corpus = read(tmp_path, f"{bomb}{DOC.replace('The council', '&l11; &x; The council')}")
    assert corpus.articles.empty
    assert "Entity" in corpus.rejected["reason"].iloc[0]


@pytest.mark.parametrize(
    ("head", "recognised"),
    [
        (DOC, True),
        (TEI, True),
        ("<doc><main><p>x</p></main></doc>", True),
        ('<?xml version="1.0"?><rss><channel><title>trafilatura</title></channel></rss>', False),
        ("<doc><p>a document of another kind</p></doc>", False),
        ('<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text>about Trafilatura</text></TEI>', False),
        ("<ppsArticleResponse><article/></ppsArticleResponse>", False),
        ("", False),
    ],
)
def test_only_its_own_files_are_recognised(tmp_path, head, recognised):
    assert is_trafilatura(tmp_path, head.encode()) == recognised


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<doc><main></main></doc>", "no text"),
        (f"<doc><main><p>{BODY}", "cut off"),
        (f"<doc><main><p>{'x ' * 3_000_000}</p></main></doc>", "longer than"),
        ("<rss/>", "none of the layouts"),
    ],
)
def test_bad_files_are_rejected_with_a_reason(tmp_path, source, reason):
    assert reason in read(tmp_path, source).rejected["reason"].iloc[0]
