"""Pages: what notebooks hold arrives safe and whole."""

import json
import re

import nbformat
import pytest

from workbench.reports.pages.render import PLOTLY, figure_html, render_notebook
from workbench.reports.record import NotebookRun, Record

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> $x$ and $y$ **bold** {{7*7}} </script>"


@pytest.fixture
def record():
    runs = [NotebookRun("9-test", "A test", {})]
    return Record("demo", "run", "demo", {}, [], [], {}, "f", 0, "forked", 1, runs)


def page_of(folder, outputs, record, markdown="# A test"):
    (folder / "notebooks").mkdir(exist_ok=True)
    (folder / "tables").mkdir(exist_ok=True)
    code = nbformat.v4.new_code_cell("1 + 1", outputs=outputs)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(markdown), code])
    notebook.metadata["papermill"] = {"input_path": "/secret/place/9-test.ipynb", "output_path": "/secret/out.ipynb"}
    nbformat.write(notebook, folder / "notebooks" / "9-test.ipynb")
    page = render_notebook(folder, "9-test", record)
    return page, (folder / "9-test.html").read_text(encoding="utf-8")


def result(kind="display_data", **data):
    return nbformat.v4.new_output(kind, data={key.replace("_", "/"): value for key, value in data.items()})


def test_text_results_read_as_written(tmp_path, record):
    outputs = [
        nbformat.v4.new_output("stream", name="stdout", text=HOSTILE),
        result("execute_result", text_plain=HOSTILE),
    ]
    outputs[1]["execution_count"] = 1
    _, html = page_of(tmp_path, outputs, record)
    assert "<script>alert" not in html
    assert "<img" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert html.count("{{7*7}}") == 2


def test_results_of_cells_are_shown_like_displayed_ones(tmp_path, record):
    output = result("execute_result", text_html="<table><tr><td>cell</td></tr></table>", text_plain="no")
    output["execution_count"] = 3
    _, html = page_of(tmp_path, [output], record)
    assert "<td>cell</td>" in html


def test_a_figure_is_data_beside_its_words(tmp_path, record):
    meta = {
        "name": "shares",
        "title": HOSTILE,
        "sentence": "So it is.",
        "alt": HOSTILE,
        "note": "n = 3",
        "headline": True,
    }
    figure = {"data": [{"type": "bar", "x": [HOSTILE], "y": [1]}], "layout": {"meta": meta, "title": {"text": "x"}}}
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "shares.csv").write_text("a\n")
    page, html = page_of(tmp_path, [nbformat.v4.new_output("display_data", data={PLOTLY: figure})], record)
    assert page.sentence == "So it is."
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    data = re.search(r'<script type="application/json" id="([^"]+)">(.*?)</script>', html, re.DOTALL)
    assert f'data-figure="{data.group(1)}"' in html
    assert json.loads(data.group(2))["data"][0]["x"] == [HOSTILE.replace("$", "&#36;")]
    assert "title" not in json.loads(data.group(2))["layout"]
    assert 'href="tables/shares.csv"' in html


def test_room_for_words_is_given_back(tmp_path):
    layout = {"height": 300, "margin": {"t": 10, "b": 60}, "meta": {"room": {"title": 30, "note": 20}}}
    html = figure_html(
        {"data": [], "layout": layout | {"annotations": [{"name": "note"}, {"name": "tag"}]}}, "x", tmp_path
    )
    drawn = json.loads(re.search(r">(\{.*?\})</script>", html).group(1))["layout"]
    assert drawn["height"] == 250
    assert drawn["margin"]["b"] == 40
    assert [note["name"] for note in drawn["annotations"]] == ["tag"]


def test_paths_of_the_machine_are_forgotten(tmp_path, record):
    page_of(tmp_path, [], record)
    assert "/secret/" not in (tmp_path / "notebooks" / "9-test.ipynb").read_text()


def test_code_is_folded_and_nothing_is_fetched(tmp_path, record):
    _, html = page_of(tmp_path, [], record)
    assert "<details" in html
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


def test_prose_is_cleaned_and_its_headings_have_addresses(tmp_path, record):
    _, html = page_of(tmp_path, [], record, markdown="# T\n\n## One <script>x()</script>\n\n<img src=x onerror=x()>")
    assert '<h2 id="s-one">One </h2>' in html
    assert "onerror" not in html
    assert "x()" not in html


def test_a_kept_page_says_when_it_was_made(tmp_path, record):
    record.notebooks[0].made_in = "2026-01-22T21-38-32Z"
    assert "Made in run <time" in page_of(tmp_path, [], record)[1]
    record.notebooks[0].made_in = record.run
    assert "Made in run" not in page_of(tmp_path, [], record)[1]


def test_links_to_articles_are_collected(tmp_path, record):
    html = '<a class="read" href="articles/0123456789abcdef.html#b3">read</a>'
    page, _ = page_of(tmp_path, [result(text_html=html)], record)
    assert page.articles == {"0123456789abcdef"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "<span style='color:#ff0000; font-size:11px'>a</span>",
            "<span style='color:#ff0000; font-size:11px'>a</span>",
        ),
        ('<span style="fill: rgba(1, 2, 3, 0.5)">a</span>', '<span style="fill: rgba(1, 2, 3, 0.5)">a</span>'),
        ("<span style='fill:url(//example.org/x#y)'>a</span>", "<span >a</span>"),
        ("<span STYLE = 'fill:URL&#40;//example.org/x)'>a</span>", "<span >a</span>"),
        ('<span style="a:\\75rl(//example.org)">a</span>', "<span >a</span>"),
    ],
)
def test_styles_in_texts_of_figures_fetch_nothing(tmp_path, text, shown):
    figure = {
        "data": [{"type": "bar", "x": [text], "y": [1], "__proto__": {"a": 1}}],
        "layout": {"constructor": {"a": 1}},
    }
    html = figure_html(figure, "x-0", tmp_path)
    data = json.loads(html.split('id="data-x-0">', 1)[1].split("</script>", 1)[0])
    assert data["data"] == [{"type": "bar", "x": [shown], "y": [1]}]
    assert "constructor" not in data["layout"]


def test_pictures_stay(tmp_path, record):
    _, html = page_of(tmp_path, [nbformat.v4.new_output("display_data", data={"image/png": "aGk="})], record)
    assert 'src="data:image/png;base64,aGk="' in html
