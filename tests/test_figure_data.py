"""The data of a figure as a table: of its file, of what it draws, and none where there is none."""

import base64
import json
import re

import numpy as np
import pandas as pd
import pytest

from workbench.reports.pages.figure_data import POINTS, ROWS, read_rows, trace_rows
from workbench.reports.pages.figures import figure_html


def packed(values, dtype, shape=None):
    data = base64.b64encode(np.asarray(values, dtype=dtype).tobytes()).decode()
    return {"dtype": dtype, "bdata": data} | ({"shape": shape} if shape else {})


def test_the_file_is_read_as_far_as_it_is_shown(tmp_path):
    table = pd.DataFrame({"first_day": pd.to_datetime(["2026-01-22"] * 70), "share": 1 / 3, "n": 12345, "ok": True})
    table["text"] = ["<b>" + "x" * 500] + [None] * 69
    table.to_parquet(tmp_path / "t.parquet")
    rows = read_rows(tmp_path / "t.parquet")
    assert rows.columns == [("first day", "day"), ("share", "number"), ("n", "number"), ("ok", ""), ("text", "")]
    assert rows.cells[1] == ["2026-01-22", "0.333333", "12345", "yes", "–"]
    assert rows.cells[0][4].endswith("x …")
    assert rows.told == f"The first {ROWS} of 70 rows"


@pytest.mark.parametrize("content", [b"", b"PAR1 no"])
def test_a_file_that_cannot_be_read_is_none(tmp_path, content):
    (tmp_path / "t.parquet").write_bytes(content)
    assert read_rows(tmp_path / "t.parquet") is None
    assert read_rows(tmp_path / "gone.parquet") is None


@pytest.mark.parametrize(
    ("trace", "columns", "first"),
    [
        ({"name": "A<br>b", "x": [1, 2], "y": ["u", "v"]}, ["series", "x", "y"], ["A b", "1", "u"]),
        ({"x": packed([0.5, 1.5], "f8"), "y": packed([3, 4], "i1")}, ["x", "y"], ["0.5", "3"]),
        ({"type": "pie", "labels": ["a"], "values": [2]}, ["labels", "values"], ["a", "2"]),
        ({"z": [[1, 2]], "x": ["p", "q"], "y": ["r"]}, ["x", "y", "value"], ["p", "r", "1"]),
        ({"z": packed([[1, 2]], "f8", "1, 2")}, ["value"], ["1"]),
        ({"x": ["2026-01-01"]}, ["x"], ["2026-01-01"]),
    ],
)
def test_what_is_drawn_stands_in_rows(trace, columns, first):
    rows = trace_rows({"data": [trace]})
    assert [heading for heading, _ in rows.columns] == columns
    assert rows.cells[0] == first
    assert rows.told == ""


@pytest.mark.parametrize("data", [[], [{}], [{"x": {"dtype": "O", "bdata": "!"}}], [{"x": {"bdata": "aGk="}}], None])
def test_what_has_no_points_has_no_table(data):
    assert trace_rows({"data": data}) is None


def test_many_points_are_cut(tmp_path):
    figure = {"data": [{"y": list(range(POINTS + 9))}], "layout": {}}
    assert trace_rows(figure).told == f"The first {POINTS} rows"
    html = figure_html(figure, "x", tmp_path)
    assert 'data-format="csv"' not in html  # a file that holds a part would pass for the whole


def test_marks_of_ours_stand_in_words():
    traces = [{"x": [None], "y": [0], "name": "legend"}, {"x": [9], "hovertext": ["<b>Call</b><br>1 &lt; 2", ""]}]
    rows = trace_rows({"data": traces, "layout": {"meta": {"alt": "Events"}}})
    assert rows.columns == [("mark", "")]
    assert rows.cells == [["Call 1 < 2"]]


def test_a_figure_offers_its_files(tmp_path):
    figure = {"data": [{"y": [1, 2]}], "layout": {"title": {"text": "Own"}}}
    html = figure_html(figure, "x-1", tmp_path)
    assert re.findall(r'data-format="(\w+)"', html) == ["svg", "png", "csv"]
    assert "<summary>Data of this figure</summary>" in html
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "own.csv").write_text("a\n")
    html = figure_html({**figure, "layout": {"meta": {"name": "own"}}}, "x-1", tmp_path)
    assert re.findall(r'data-format="(\w+)"', html) == ["svg", "png"]
    assert 'href="tables/own.csv" download' in html


@pytest.mark.parametrize("name", ["../secret", "a/b", "A", "", 7, None, ["own"]])
def test_a_name_that_is_no_file_name_leads_nowhere(tmp_path, name):
    (tmp_path / "tables").mkdir()
    (tmp_path / "secret.csv").write_text("a\n")
    assert "secret.csv" not in figure_html({"data": [], "layout": {"meta": {"name": name}}}, "x", tmp_path)


@pytest.mark.parametrize("kind", ["scattermap", "choropleth", "surface", "parcoords", "unheard-of"])
def test_kinds_that_need_more_than_the_page_allows_are_told(tmp_path, kind):
    html = figure_html({"data": [{"type": kind, "z": [[1]]}], "layout": {}}, "x", tmp_path)
    assert f"A figure of this kind ({kind})" in html
    assert 'class="plot"' not in html
    assert "Data of this figure" in html


def test_compiled_points_become_plain_ones_and_foreign_pictures_go(tmp_path):
    layout = {"images": [{"source": "https://example.org/a.png"}, {"source": "data:image/png;base64,aGk="}]}
    html = figure_html({"data": [{"type": "scattergl", "y": [1]}], "layout": layout}, "x", tmp_path)
    drawn = json.loads(re.search(r">(\{.*?\})</script>", html)[1])
    assert drawn["data"][0]["type"] == "scatter"
    assert [list(image) for image in drawn["layout"]["images"]] == [[], ["source"]]


@pytest.mark.parametrize(("margin", "top"), [({}, 40), ({"t": 90}, 90)])
def test_the_room_of_a_title_of_ones_own_is_given_back(tmp_path, margin, top):
    html = figure_html({"data": [{"y": [1]}], "layout": {"title": {"text": "Own"}, "margin": margin}}, "x", tmp_path)
    drawn = json.loads(re.search(r">(\{.*?\})</script>", html)[1])
    assert drawn["layout"]["margin"]["t"] == top
    assert drawn["paper"]["margin"] == margin
    assert drawn["paper"]["title"] == {"text": "Own"}


@pytest.mark.parametrize(("text", "drawn"), [("$x$ and $y$", "&#36;x&#36; and &#36;y&#36;"), ("$5", "$5")])
def test_formulas_are_text(tmp_path, text, drawn):
    html = figure_html({"data": [{"y": [1], "name": text}], "layout": {}}, "x", tmp_path)
    assert json.loads(re.search(r">(\{.*?\})</script>", html)[1])["data"][0]["name"] == drawn


@pytest.mark.parametrize(
    "meta", [None, 3, [], {"opens": 3}, {"opens": {"folds": [3], "rows": None}}, {"room": {}}, {"title": None}]
)
def test_words_of_any_shape_do_no_harm(tmp_path, meta):
    layout = {"meta": meta, "height": 300, "margin": {}}
    assert "<figure" in figure_html({"data": [{"y": [1]}], "layout": layout}, "x", tmp_path)
