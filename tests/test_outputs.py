"""Outputs of anybody's notebook: the richest form that is safe, and words where there is none."""

import base64

import nbformat
import pytest

from workbench.reports.pages.outputs import NO_ALT, markdown_html, output_html, text_html

WIDGET = "application/vnd.jupyter.widget-view+json"
SVG = '<svg onload="x()"><title>Two &amp; three</title><script>x()</script></svg>'


def shown(metadata=None, **data):
    bundle = {key.replace("__", "/"): value for key, value in data.items()}
    return output_html(nbformat.v4.new_output("display_data", data=bundle, metadata=metadata or {}))


def test_a_picture_has_words():
    told = {"image/png": {"alt": 'A "map" <b>'}}
    html = shown(told, image__png="aGk=\n", text__plain="no")
    assert html == '<img class="picture" src="data:image/png;base64,aGk=" alt="A &quot;map&quot; &lt;b&gt;">'
    assert f'alt="{NO_ALT}"' in shown(image__jpeg="aGk=")


def test_a_drawing_is_a_picture():
    html = output_html({"output_type": "display_data", "data": {"image/svg+xml": [SVG[:10], SVG[10:]]}})
    assert 'alt="Two &amp; three"' in html
    data = base64.b64decode(html.split("base64,")[1].split('"')[0]).decode()
    assert data.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "<script" not in html


@pytest.mark.parametrize(
    ("data", "part"),
    [
        ({"text/html": "<script>x()</script>", "text/plain": "Chart(…)"}, '<pre class="result">Chart(…)</pre>'),
        ({"text/html": "<b>bold</b>", "image/png": "aGk="}, "<b>bold</b>"),
        ({"text/html": "<script>x()</script>", "image/png": "aGk="}, "<img "),
        ({"text/html": "<script>x()</script>"}, "needs scripts"),
        ({"text/html": "<table class='dataframe'><tr><td>1"}, '<div class="table-wrap" tabindex="0"'),
        ({WIDGET: {"model_id": "a"}, "text/plain": "IntSlider()"}, "running notebook only"),
        ({"application/javascript": "x()", "text/plain": "<Javascript>"}, "pages of reports run none"),
        ({"application/json": {"a": ["<b>"]}, "text/plain": "no"}, "&lt;b&gt;"),
        ({"text/latex": "$\\frac{1}{2}$ <b>"}, '<pre class="result latex">$\\frac{1}{2}$ &lt;b&gt;</pre>'),
        ({"text/markdown": "**b** <img src=x onerror=y>"}, '<div class="prose"><p><strong>b</strong> <img></p>'),
        ({"application/vnd.other+json": {}, "text/plain": "words"}, '<pre class="result">words</pre>'),
    ],
)
def test_the_richest_safe_form_is_shown(data, part):
    html = output_html({"output_type": "execute_result", "data": data})
    assert part in html
    assert "<script" not in html


def test_nothing_is_nothing():
    assert output_html({"output_type": "display_data", "data": {}}) == ""
    assert output_html({"output_type": "stream", "name": "stdout", "text": "\n"}) == ""


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("\x1b[31mred\x1b[0m <b>", '<span class="ansi-red-fg">red</span> &lt;b&gt;'),
        ("\x1b[38;2;1;2;3mown\x1b[0m", "<span>own</span>"),
        ("10 %\r50 %\r100 %\ndone\r\n", "100 %\ndone\n"),
        ("\x1b]8;;https://example.org\x07a link\x1b]8;;\x07", "a link"),
        ("bell\x07 and \x00 nought", "bell and  nought"),
    ],
)
def test_printed_text_reads_as_in_a_terminal(text, html):
    assert text_html(text) == f'<pre class="result">{html}</pre>'


def test_an_error_is_told_with_its_lines():
    error = nbformat.v4.new_output("error", ename="ValueError", evalue="<b>", traceback=["\x1b[31mline\x1b[0m", "<i>"])
    assert output_html(error) == ('<pre class="result error"><span class="ansi-red-fg">line</span>\n&lt;i&gt;</pre>')
    assert "ValueError: &lt;b&gt;" in output_html({**error, "traceback": []})


def test_endless_text_is_cut_with_a_word():
    html = text_html("a" * 300_000)
    assert len(html) < 201_000
    assert "(100,000 characters more in the executed notebook)" in html


def test_markdown_keeps_attached_pictures_and_fetches_none():
    html = markdown_html("![A map](attachment:a.png) ![B](https://example.org/b.png) ![C](attachment:lost.png)",
                         {"a.png": {"image/png": "aGk="}})  # fmt: skip
    assert '<img src="data:image/png;base64,aGk=" alt="A map">' in html
    assert '<img alt="B">' in html
    assert "example.org" not in html


def test_markdown_keeps_code_in_colours_and_formulas_as_written():
    html = markdown_html("```python\nx = '<b>'\n```\n\n$a < b$ and <span onclick=x>c</span>")
    assert 'class="highlight"' in html
    assert "$a &lt; b$ and <span>c</span>" in html
