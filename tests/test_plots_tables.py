"""Tables on a page: formats, escaping, links, marks, and the files beside them."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from workbench.errors import ParameterError
from workbench.plots import show_table, write_table

NAN = float("nan")


def cells(html, tag="td"):
    return re.findall(rf"<{tag}(?: [^>]*)?>(.*?)</{tag}>", html.split("<tfoot>")[0])


def show(table, **options):
    return show_table(table, "a-table", caption="A caption", **options).html


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("share", [0.338, NAN], ["34 %", "–"]),
        ("articles", [1200, 3], ["1200", "3"]),
        ("articles", pd.array([3, None], dtype="Int64"), ["3", "–"]),
        ("articles", [3.0, NAN], ["3", "–"]),
        ("z", [-1.234, 2.0], ["−1.23", "2.00"]),
        ("share", [1.5, 0.5], ["1.50", "0.50"]),
        ("low", [0.1, 0.25], ["0.10", "0.25"]),
        ("published", pd.to_datetime(["2025-11-21 13:40", None], utc=True), ["2025-11-21", "–"]),
        ("validated", [True, False], ["yes", "no"]),
        ("complete", pd.array([True, None], dtype="boolean"), ["yes", "–"]),
        ("outlet", pd.array(["Post", None], dtype="str"), ["Post", "–"]),
        ("kind", pd.Categorical(["a", None]), ["a", "–"]),
        ("bin", pd.cut([1, 2], [0, 1, 2]), ["(0, 1]", "(1, 2]"]),
        ("year", [2025, 2026], ["2025", "2026"]),
        ("mixed", [["a", "b"], None], ["[&#x27;a&#x27;, &#x27;b&#x27;]", "–"]),
    ],
)
def test_formats(column, values, expected):
    assert cells(show(pd.DataFrame({column: values}))) == expected


def test_bounds_are_shares_beside_a_share():
    table = pd.DataFrame({"estimate": [0.5], "low": [0.2], "high": [0.8]})
    assert cells(show(table)) == ["50 %", "20 %", "80 %"]


def test_bounds_are_points_beside_a_difference():
    table = pd.DataFrame({"share_a": [0.2], "difference": [-0.6], "low": [-0.8], "high": [0.1]})
    assert cells(show(table)) == ["20 %", "−60 points", "−80 points", "10 points"]


@pytest.mark.parametrize(("low", "expected"), [(0.2, ["50 %", "20 %"]), (NAN, ["0.50", "–"])])
def test_the_value_of_a_series_is_a_share_where_it_has_bounds(low, expected):
    assert cells(show(pd.DataFrame({"value": [0.5], "low": [low]}))) == expected


def test_numbers_stand_to_the_right():
    html = show(pd.DataFrame({"outlet": ["Post"], "articles": [3]}))
    assert re.findall(r"<td[^>]*text-align:(\w+)", html) == ["left", "right"]
    assert html.count('class="number"') == 2


def test_the_head():
    html = show(pd.DataFrame({"log_odds": [1.0]}))
    assert '<table class="wb-table"><caption>A caption</caption><thead><tr><th scope="col"' in html
    assert cells(html, "th") == ["log odds"]


def test_columns_choose_order_and_name():
    table = pd.DataFrame({"a": [1], "b": [2], "c": [3]})
    html = show(table, columns={"c": "third", "a": "<first>"})
    assert (cells(html, "th"), cells(html)) == (["third", "&lt;first&gt;"], ["3", "1"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"columns": {"titel": "x"}}, "Did you mean 'title'"),
        ({"rows": 0}, "Allowed: 1 or more"),
    ],
)
def test_what_is_typed_wrong_is_said(options, message):
    with pytest.raises(ParameterError, match=message):
        show(pd.DataFrame({"title": ["x"]}), **options)


@pytest.mark.parametrize("name", ["../evil", "a b", "", "{p}", "A", "a.csv", "-a"])
def test_a_name_cannot_leave_the_folder(name, tmp_path):
    with pytest.raises(ParameterError, match="cannot be the name of a file"):
        write_table(pd.DataFrame({"a": [1]}), name, tmp_path / "inner")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "$x$ and $y$", '"><b>', "**bold** {{x}}"]
)
@pytest.mark.parametrize("place", ["cell", "heading", "caption", "sentence"])
def test_text_is_never_markup(text, place):
    table = pd.DataFrame({"sentence": [text], "match_start": [2], "match_end": [5], "other": [text]})
    columns = {"sentence": text} if place == "heading" else {"sentence": "s"} if place == "sentence" else {"other": "o"}
    html = show_table(table, "t", caption=text if place == "caption" else "c", columns=columns).html
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert "$" not in html


def test_a_cut_table_says_so():
    shown = show_table(pd.DataFrame({"a": range(312)}), "t", caption="c")
    assert "20 of 312 rows shown" in shown.html
    assert (shown.rows, shown.shown) == (312, 20)
    assert "shown" not in show(pd.DataFrame({"a": range(20)}))


def test_a_fold_gives_each_value_its_table():
    table = pd.DataFrame({"frame": ["oil", "law", "oil", "<b>", None], "n": [1, 2, 3, 4, 5]})
    shown = show_table(table, "t", caption="c", columns={"n": "number"}, fold="frame", rows=1)
    assert re.findall(r"<summary>(.*?) <span", shown.html) == ["oil", "law", "&lt;b&gt;", "not stated"]
    assert re.findall(r"<td[^>]*>(\d)</td>", shown.html) == ["1", "2", "4", "5"]
    assert shown.html.count("1 of 2 rows shown") == 1
    assert (shown.rows, shown.shown) == (5, 4)
    with pytest.raises(ParameterError, match="Did you mean 'frame'"):
        show_table(table, "t", caption="c", fold="fram")


def test_files_are_offered_where_they_were_written(tmp_path):
    table = pd.DataFrame({"n": [1]})
    assert "tables/t.csv" in show_table(table, "t", caption="c", save_to=tmp_path).html
    assert "tables/t.csv" not in show_table(table, "t", caption="c").html


def test_no_rows():
    shown = show_table(
        pd.DataFrame({"a": pd.Series([], dtype="str"), "share": pd.Series([], dtype="float64")}), "t", caption="c"
    )
    assert cells(shown.html, "th") == []
    assert "<strong>c.</strong> None." in shown.html


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (4, 7, "the <mark>oil</mark> &amp; gas"),
        (0, 13, "<mark>the oil &amp; gas</mark>"),
        (None, None, "the oil &amp; gas"),
    ],
)
def test_the_match_is_marked(start, end, expected):
    table = pd.DataFrame({"sentence": ["the oil & gas"], "match_start": [start], "match_end": [end]})
    table = table.astype({"match_start": "Int64", "match_end": "Int64"})
    assert cells(show(table, columns={"sentence": "sentence"})) == [expected]


def test_a_missing_sentence_has_no_mark():
    table = pd.DataFrame({"sentence": pd.array([None], dtype="str"), "match_start": [0], "match_end": [1]})
    assert cells(show(table, columns={"sentence": "s"})) == ["–"]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"article_id": ["a1"], "block": [7]}, '<a class="read" href="articles/a1.html#b7">read</a>'),
        ({"article_id": ["a1"]}, '<a class="read" href="articles/a1.html">read</a>'),
        (
            {"article_id": ["a1"], "block": pd.array([None], dtype="Int64")},
            '<a class="read" href="articles/a1.html">read</a>',
        ),
        ({"article_id": ["a1"], "block": [7.0]}, '<a class="read" href="articles/a1.html#b7">read</a>'),
        ({"article_id": ['../"><b>']}, '<a class="read" href="articles/..%2F%22%3E%3Cb%3E.html">read</a>'),
        ({"article_id": pd.array([None], dtype="str")}, "–"),
    ],
)
def test_articles_are_linked_where_files_are_written(columns, expected, tmp_path):
    table = pd.DataFrame(columns)
    assert cells(show(table, columns={"article_id": ""}, save_to=tmp_path)) == [expected]


def test_without_files_the_id_is_text():
    assert cells(show(pd.DataFrame({"article_id": ["a1"], "block": [7]}))) == ["a1", "7"]


def test_the_whole_table_is_written_with_all_its_columns(tmp_path):
    table = pd.DataFrame({"text": [f"Línea {number}\nand more" for number in range(30)], "n": range(30)})
    show_table(table, "lines", caption="c", columns={"n": "n"}, rows=5, save_to=str(tmp_path / "tables"))
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "tables" / "lines.parquet"), table)
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "tables" / "lines.csv"), table)
    assert b"\r" not in (tmp_path / "tables" / "lines.csv").read_bytes()


def test_the_same_table_gives_the_same_bytes(tmp_path):
    table = pd.DataFrame({"bin": pd.cut([1, 2], [0, 1, 2]), "kind": pd.Categorical(["a", "b"])})
    paths = [write_table(table, "t", tmp_path / folder) for folder in ("one", "two")]
    for suffix in (".csv", ".parquet"):
        assert paths[0].with_suffix(suffix).read_bytes() == paths[1].with_suffix(suffix).read_bytes()


def test_jupyter_shows_the_table():
    shown = show_table(pd.DataFrame({"a": [1]}), "t", caption="c")
    assert shown._repr_html_() == shown.html


def test_the_input_is_not_edited(tmp_path):
    table = pd.DataFrame({"article_id": ["a"], "share": [0.5]})
    before = table.copy(deep=True)
    show(table, save_to=tmp_path)
    pd.testing.assert_frame_equal(table, before)


RUNS = [
    "=1+1",
    "+1",
    "-x",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "－x",
    "'Yes'",
    "  =1",
    "\ufeff=1",
    "\u200b@x",
    "\x0b+1",
]
STAYS = ["2026-01-05", "12345678901234567890", "007", "1e5", "Talks = over", "", "x@y", "“=1”", " Talks", "\u200bx = 1"]


@pytest.mark.parametrize("text", RUNS)
def test_formulas_are_guarded_in_csv_and_raw_in_parquet(tmp_path, text):
    path = write_table(pd.DataFrame({text: [text, None], "n": [-1.5, 2.0]}), "t", tmp_path)
    back = pd.read_csv(path)
    written = text.replace("\r", "\n")
    assert list(back.columns) == [f"'{written}", "n"]
    assert back.iloc[0, 0] == f"'{written}"
    assert back["n"].tolist() == [-1.5, 2.0]
    assert back.iloc[0, 0].removeprefix("'") == written
    assert pd.read_parquet(path.with_suffix(".parquet")).iloc[0, 0] == text


@pytest.mark.parametrize("text", ["a\r=1+1", "a\r\n=1+1", 'a"\r=1'])
def test_a_line_end_makes_no_row(tmp_path, text):
    back = pd.read_csv(write_table(pd.DataFrame({"text": [text], "n": [1]}), "t", tmp_path))
    assert back.to_numpy().tolist() == [[text.replace("\r\n", "\n").replace("\r", "\n"), 1]]


def test_what_is_no_formula_is_for_programs_as_it_is(tmp_path):
    days = pd.to_datetime(["2026-01-05"] * len(STAYS), utc=True)
    table = pd.DataFrame({"text": STAYS, "day": days, "kind": pd.Categorical(STAYS), "yes": True})
    lines = write_table(table, "t", tmp_path).read_text(encoding="utf-8")
    plain = table.to_csv(index=False, lineterminator="\n")
    assert lines == plain


def test_a_table_is_not_changed_by_its_file(tmp_path):
    table = pd.DataFrame({"text": ["=1"]})
    write_table(table, "t", tmp_path)
    assert table["text"].tolist() == ["=1"]
