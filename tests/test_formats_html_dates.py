"""Invented pages that date themselves as sites of all kinds do, or print dates that are not theirs."""

import pytest
from lxml import html as lxml_html

from workbench.articles.dates import parse_date
from workbench.articles.formats.html_metadata import stated_metadata

PROSE = (
    "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it. It "
    "was the first meeting of the year, and the longest, for nobody would speak about the money before the evening."
)
TITLE = "<h1>Bridge Opens</h1>"
TEXT = f"<p>{PROSE}</p>"
SCOPE = '<div itemscope itemtype="https://schema.org/{}">'
LD = '<script type="application/ld+json">{}</script>'
DAY = "2025-11-03"


def date_of(body, *, head="", language="en"):
    """Return the day a page is published, and whether it says so for machines."""
    source = f"<html lang='{language}'><head><title>Bridge Opens</title>{head}</head><body>{body}{TEXT}</body></html>"
    fields = stated_metadata(lxml_html.document_fromstring(source)).fields
    found = parse_date(fields["published"] or fields["byline_published"] or "")
    return (str(found.earliest.date()) if found and found.is_one_day else None), fields["published"] is not None


@pytest.mark.parametrize(
    "head",
    [
        '<meta itemprop="datePublished" content="2025-11-03T10:00:00+01:00">',
        '<meta name="x" itemprop="datePublished" content="2025-11-03">',
        '<meta property="article:published_time" content="1762164000000">',
        LD.format('[{"@type": "BreadcrumbList"}, {"@type": "NewsArticle", "datePublished": "2025-11-03T10:00Z"}]'),
        LD.format('{"@graph": [{"@type": ["WebPage"], "datePublished": "2025-11-03"}, {"@type": "Organization"}]}'),
        LD.format(
            """[{"@type": "NewsArticle", "headline": "A Cat Votes", "datePublished": "2025-11-05"},
            {"@type": "NewsArticle", "headline": "Bridge Opens", "datePublished": "2025-11-03"}]"""
        ),
        LD.format(
            """{"@type": "LiveBlogPosting", "datePublished": "2025-11-03T08:00:00Z",
            "liveBlogUpdate": [{"@type": "BlogPosting", "datePublished": "2025-11-04T08:00:00Z"}]}"""
        ),
        '<script id="__NEXT_DATA__" type="application/json">{"props": {"publishDate": "2025-11-03T10:00Z"}}</script>',
        '<script type="application/json">{"publishedAt": 1762164000000}</script>',
        "<script>dataLayer.push({'pubDate': '2025-11-03', 'loadDate': '2026-11-22'})</script>",
        "<script>window.page = {publication_date: '2025-11-03T10:00:00Z'}</script>",
    ],
)
def test_dates_for_machines_are_found(head):
    assert date_of(TITLE, head=head) == (DAY, True)


@pytest.mark.parametrize(
    "head",
    [
        LD.format(
            '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2025-11-05"}]}'
        ),
        LD.format('{"@type": "NewsArticle", "comment": [{"@type": "Comment", "datePublished": "2025-11-05"}]}'),
        LD.format('{"@type": "Event", "startDate": "2025-11-05", "datePublished": "2025-11-05"}'),
        '<script>x = {"publishedAt": "2025-11-03", "more": [{"publishedAt": "2025-11-05"}]}</script>',
        '<script>{"buildDate": "2026-11-22", "currentDate": "2026-11-22", "expiryDate": "2026-11-22"}</script>',
        '<script>{"unpublishedAt": "2026-11-22", "publishedAt": null, "publishedAt": "soon enough"}</script>',
    ],
)
def test_other_dates_in_scripts_are_none(head):
    assert date_of(TITLE, head=head) == (None, False)


@pytest.mark.parametrize(
    "body",
    [
        f'<article>{TITLE}<time class="entry-date published updated" datetime="2025-11-03T10:00Z">x</time></article>',
        f'{TITLE}<time class="published" datetime="2025-11-03">x</time><time class="updated" datetime="2025-11-05"/>',
        f'<article class="post category-latest tag-weather">{TITLE}<time datetime="2025-11-03">x</time></article>',
        f'{TITLE}<abbr class="published" title="2025-11-03T10:00:00+01:00">x</abbr>',
        f'<div class="comments-open">{TITLE}<time itemprop="datePublished" datetime="2025-11-03">x</time></div>',
        f'<main>{TITLE}<time datetime="2025-11-03">x</time><p><time datetime="2025-11-03">y</time></p></main>',
    ],
)  # fmt: skip
def test_marked_dates_are_found(body):
    assert date_of(body) == (DAY, True)


@pytest.mark.parametrize(
    "body",
    [
        '<div class="related"><meta itemprop="datePublished" content="2025-11-05"></div>',
        SCOPE.format("Comment") + '<meta itemprop="datePublished" content="2025-11-05"></div>',
        SCOPE.format("UserComments") + '<time itemprop="datePublished">2025-11-05</time></div>',
        '<ul class="wp-block-latest-posts"><li><time class="published" datetime="2025-11-05">x</time></li></ul>',
        '<article><article><time class="published" datetime="2025-11-05">x</time></article></article>',
        '<figure><time itemprop="datePublished" datetime="2025-11-05">x</time></figure>',
    ],
)
def test_marked_dates_of_other_things_are_none(body):
    assert date_of(f"{TITLE}{TEXT}{body}") == (None, False)


@pytest.mark.parametrize(
    ("language", "beside"),
    [
        ("de", "<p>Veröffentlicht am 3. November 2025, 10:15 Uhr</p>"),
        ("de", "<p>Aktualisiert: 05.11.2025, 10:15 Uhr | Veröffentlicht: 03.11.2025, 8:00 Uhr</p>"),
        ("de", "<div>Erstellt: 03.11.2025, 10:15 Uhr</div>"),
        ("de", "<span class='datum'>Montag, 03.11.2025</span>"),
        ("fr", "<p>Publié le 03/11/2025 à 10h15</p>"),
        ("fr", "<p>Publié le 3 novembre 2025 à 10h15, mis à jour le 5 novembre 2025 à 8h00</p>"),
        ("fr", "<p>Mis à jour le 5 novembre 2025 à 8h00 - Publié le 3 novembre 2025 à 10h15</p>"),
        ("es", "<div>Publicado: 3 de noviembre de 2025 · 10:15</div>"),
        ("es", "<div>Madrid - 03 nov 2025 - 10:15 CET</div>"),
        ("es", "<p>Creado: 03.11.2025 | 10:15</p>"),
        ("pt-BR", "<p>Por Ana Silva — 03/11/2025 10h15 Atualizado há 2 horas</p>"),
        ("pt-BR", "<p>Publicado em 03/11/2025 às 10h15 - Atualizado em 05/11/2025</p>"),
        ("en-GB", "<p>Published 3 November 2025 14:05 GMT</p>"),
        ("en-GB", "<div>Mon 3 Nov 2025 10.15 GMT</div><div>Last modified on Wed 5 Nov 2025 08.00 GMT</div>"),
        ("en-GB", "<div>First published on Mon 3 Nov 2025 10.15 GMT</div>"),
        ("en-GB", '<div class="date" data-datetime="3 November 2025">3 hrs</div>'),
        ("en", "<span>Published 10:15 AM EST, November 3, 2025</span>"),
        ("en", "<p>Nov. 3, 2025 | Updated Nov. 5, 2025</p>"),
        ("en", "<time>3 November 2025</time>"),
        ("zh", "<div>来源：晨报 发布时间：2025年11月3日</div>"),
    ],
)
def test_printed_dates_are_found(language, beside):
    assert date_of(f"<article>{TITLE}{beside}</article>", language=language) == (DAY, False)


@pytest.mark.parametrize(
    ("language", "beside"),
    [
        ("de", "<p>Stand: 05.11.2025 10:15 Uhr</p>"),
        ("de", "<p>Anmeldung bis 5. November 2025</p>"),
        ("de", f"{TEXT}<div class='kommentare'><span>5. November 2025</span></div>"),
        ("fr", "<p>Modifié le 5 novembre 2025</p>"),
        ("es", "<div>Actualizado: 05/11/2025 08:00h</div>"),
        ("es", f"{TEXT}<div class='comentarios'><span>5 de noviembre de 2025</span></div>"),
        ("en", "<p>3 hours ago</p><p>Published 2 days ago</p>"),
        ("en", "<p>Published 3 hours ago | Updated Nov 5, 2025</p>"),
        ("en", "<time>3 hours ago</time>"),
        ("en", "<figure><figcaption><span>The bridge on November 5, 2025</span></figcaption></figure>"),
        ("en", "<p class='wp-caption-text'>The bridge, November 5, 2025 (Gazette)</p>"),
        ("en", "<p>Deadline: November 5, 2025</p>"),
        ("en", "<p>Concert: <time datetime='2025-11-05'>5 Nov</time></p>"),
        ("en", f"<p>On <time datetime='2025-11-05'>Wednesday</time> they left. {PROSE}</p>"),
        ("en", "<ul><li>Born November 5, 1985</li></ul>"),
        ("en", "<p>© 2025 The Gazette</p><p>Copyright November 5, 2025</p>"),
        ("en", f"{TEXT * 3}<div><h3>A Cat Votes</h3><span>November 5, 2025</span></div>"),
        ("en", f"{TEXT}<article class='story'><h3>A Cat Votes</h3><span>November 5, 2025</span></article>"),
    ],
)
def test_printed_dates_of_other_things_are_none(language, beside):
    assert date_of(f"<article>{TITLE}{beside}</article>", language=language) == (None, False)


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ('<div class="article-header"><div class="date">November 3, 2025</div>{}</div>', DAY),
        ('<div class="date">November 3, 2025</div>{}', DAY),
        ('<header><div class="date">Sunday, 22 November 2026</div></header><main>{}</main>', None),
        ('<div><div id="header"><span class="date">22 November 2026</span></div><div>{}</div></div>', None),
        ('<div class="date">22 November 2026</div><div><a href="/">Home</a></div>{}', None),
        ("<main>{}</main><article><h2>A Cat Votes</h2><time>November 5, 2025</time></article>", DAY),
    ],
)
def test_a_date_over_the_title_stands_with_it(body, day):
    inner = f"<article>{TITLE}<p>November 3, 2025</p></article>" if "<h2>" in body else TITLE
    assert date_of(body.format(inner)) == (day, False)


def test_the_language_may_be_stated_in_the_metadata():
    head = '<meta property="og:locale" content="fr_FR">'
    assert date_of(f"{TITLE}<p>Publié le 03/11/2025</p>", head=head, language="") == (DAY, False)
