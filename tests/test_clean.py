"""HTML of others: only what an allow-list names is left."""

import pytest

from workbench.reports.pages.clean import clean_html

PNG = "data:image/png;base64,aGk="


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><td>a</td></tr></table>", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ("<h3>x</h3><mark>y</mark>", "<h3>x</h3><mark>y</mark>"),
        ('<a class="read" href="articles/ab.html#b3">read</a>', '<a class="read" href="articles/ab.html#b3">read</a>'),
        ('<a href="https://example.org/?a=1">x</a>', '<a href="https://example.org/?a=1">x</a>'),
        ('<a href="#s-part">x</a>', '<a href="#s-part">x</a>'),
        (f'<img src="{PNG}" alt="A map">', f'<img src="{PNG}" alt="A map">'),
        ('<time datetime="2026-01-22">22 January</time>', '<time datetime="2026-01-22">22 January</time>'),
        ('<td class="number wide">', ""),
        ('<span class="ansi-red-fg k skip plot">x</span>', '<span class="ansi-red-fg k">x</span>'),
        ("a &lt;b&gt; &#36;5", "a &lt;b&gt; $5"),
    ],
)
def test_what_is_allowed_stays(html, expected):
    assert clean_html(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<script>alert(1)</script>ok", "ok"),
        ('<img src="x" onerror="alert(1)">ok', "<img>ok"),
        ('<img src="https://example.org/a.png" alt="A map">', '<img alt="A map">'),
        ('<img src="data:text/html;base64,aGk=">', "<img>"),
        ('<img src="data:image/png;base64,aGk=&quot; onerror=&quot;x">', "<img>"),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="data:text/html,<b>">x</a>', "<a>x</a>"),
        ('<a href=" \tDa\nTa:text/html,x">x</a>', "<a>x</a>"),
        ('<td style="x" onclick="y">a', "a"),
        ('<p style="position:fixed">a</p>', "<p>a</p>"),
        ("<iframe src='x'></iframe><style>b{}</style><svg onload=x>ok", "ok"),
        ("<form action='https://example.org'><input name=a><button>ok</button></form>", "ok"),
        ("<!--notice--><base href=x><meta http-equiv=refresh content=0><link rel=stylesheet href=x>ok", "ok"),
        ('<b class="plot">ok</b>', "<b>ok</b>"),
    ],
)
def test_what_is_not_is_gone(html, expected):
    assert clean_html(html) == expected
