"""Notebooks, tables and codes of a report, and the pages made of them: no more text of articles than was asked for."""

import html
import json
import shutil

import nbformat
import openpyxl
import pandas as pd
import pytest
from text_reports import LONG, OWN, PARAGRAPHS, TITLE, corpus_of, longest_shared_run

from workbench.reports.pages.index import render_index
from workbench.reports.pages.render import PLOTLY, render_notebook
from workbench.reports.record import NotebookRun, Record
from workbench.reports.texts.index import build_limiter
from workbench.reports.texts.limit import limit_codes, limit_tables, limit_texts

CORPUS = corpus_of(PARAGRAPHS, (LONG,))
LINK = '<a class="read" href="articles/0000000000000000.html#b1">read</a>'
CUT = "[text left out]."


def passages():
    texts = [PARAGRAPHS[0], None, LONG, "=SUM(1;2) a short note"]
    return pd.DataFrame(
        {
            "article_id": ["0000000000000000", None, "0000000000000001", "0000000000000000"],
            "frame": pd.Categorical(["conflict", "conflict", "morality", None]),
            "number": [1, 2, 3, 4],
            "said": texts,
            "words": [["ferry", PARAGRAPHS[1]], [], None, ["band"]],
            "published": pd.to_datetime(["2025-03-01", None, "2025-03-02", None], utc=True),
            "title": TITLE,
        }
    )


def figure():
    trace = {
        "type": "scatter",
        "x": {"dtype": "f8", "bdata": "AAAAAAAA8D8="},
        "text": [html.escape(PARAGRAPHS[0]), "ferry"],
        "hovertext": [f"<b>{TITLE}</b><br>“{PARAGRAPHS[1]}”"],
        "customdata": [[3, LONG], [4, "two words"]],
    }
    meta = {"name": "passages", "title": "What was said", "alt": OWN, "note": OWN, "sentence": OWN, "headline": True}
    return {"data": [trace], "layout": {"title": {"text": "What was said"}, "meta": meta}}


def table_html():
    rows = [
        (PARAGRAPHS[0].replace("last", "<mark>last</mark>"), LINK),
        (html.escape(PARAGRAPHS[2]), LINK),
        (LONG, LINK),
    ]
    body = "".join(f"<tr><td>conflict</td><td>{text}</td><td>{link}</td><td>12 %</td></tr>" for text, link in rows)
    return f'<table class="wb-table"><caption>{OWN}</caption><tbody>{body}</tbody></table>'


def outputs():
    new = nbformat.v4.new_output
    return [
        new("display_data", data={"text/html": table_html(), "text/plain": f"ShownTable(html={table_html()!r})"}),
        new("display_data", data={PLOTLY: figure()}),
        new("display_data", data={"text/markdown": f"| said |\n|---|\n| {PARAGRAPHS[1]} |"}),
        new("display_data", data={"application/json": {"deep": [{"said": LONG}]}, "image/png": "aGFyYm91cg=="}),
        new("stream", name="stdout", text=f"reading…\n{PARAGRAPHS[0]}\n{LONG}\n"),
        new("error", ename="ValueError", evalue=LONG, traceback=["\x1b[31mValueError\x1b[0m", f"ValueError: {LONG}"]),
    ]


@pytest.fixture
def report(tmp_path):
    """What kernels leave behind: a notebook, tables, codes and the articles."""
    for name in ("notebooks", "tables/events", "codes", "corpus/articles"):
        (tmp_path / name).mkdir(parents=True)
    prose = nbformat.v4.new_markdown_cell(f"# Passages\n\n{OWN}")
    code = nbformat.v4.new_code_cell(f"show({PARAGRAPHS[1]!r})", outputs=outputs())
    nbformat.write(nbformat.v4.new_notebook(cells=[prose, code]), tmp_path / "notebooks" / "9-test.ipynb")
    table = passages()
    table.to_csv(tmp_path / "tables" / "passages.csv", index=False, lineterminator="\n")
    table.to_parquet(tmp_path / "tables" / "passages.parquet", index=False)
    table[["frame", "number"]].to_csv(tmp_path / "tables" / "counts.csv", index=False, lineterminator="\n")
    table[["said"]].to_csv(tmp_path / "tables" / "events" / "said.csv", index=False, encoding="utf-8-sig")
    table[["number", "said"]].to_csv(tmp_path / "codes" / "sample.csv", index=False, sep=";", encoding="utf-8-sig")
    return tmp_path


def everything(folder):
    """The strings of all files but the sources of cells: what somebody could copy."""
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        yield from strings([cell.get("outputs", []) for cell in cells])
    for path in [*sorted((folder / "tables").rglob("*.*")), *sorted((folder / "codes").rglob("*"))]:
        if path.suffix == ".parquet":
            yield from strings(json.loads(pd.read_parquet(path).to_json(orient="values", date_format="iso")))
        elif path.is_file():
            yield path.read_text(encoding="utf-8-sig")
    for path in [*sorted(folder.glob("*.html")), *sorted((folder / "articles").glob("*.html"))]:
        yield from path.read_text(encoding="utf-8").split("<main", 1)[1].split("<footer", 1)[0].split("\n")


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def make_pages(folder, texts):
    runs = [NotebookRun("9-test", "Passages", {})]
    counts = {"articles": 2}
    codes = [{"name": "sample.csv", "sha256": "", "bytes": 1}, {"name": "gone.zip", "sha256": "", "bytes": 1}]
    record = Record("demo", "2026-01-02T03-04-05Z", "demo", {}, codes, [], counts, "f", 0, "forked", 1, runs)
    record.texts = texts
    render_index(folder, CORPUS, record, [render_notebook(folder, "9-test", record)])


@pytest.mark.parametrize(("texts", "most"), [("none", 7), ("excerpts", 120)])
def test_no_file_and_no_page_holds_a_longer_run(report, texts, most):
    assert max(longest_shared_run(text, CORPUS) for text in everything(report)) > 200
    limit_texts(report, CORPUS, texts)
    # The source of a cell is its author's own: it is shown as it was written.
    path = report / "notebooks" / "9-test.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].source = "show()"
    nbformat.write(notebook, path)
    make_pages(report, texts)
    assert max(longest_shared_run(text, CORPUS) for text in everything(report)) <= most
    assert not (report / "corpus").exists()


def test_full_changes_nothing(report, tmp_path_factory):
    before = shutil.copytree(report, tmp_path_factory.mktemp("before") / "report")
    limit_texts(report, CORPUS, "full")
    files = [path.relative_to(report) for path in report.rglob("*") if path.is_file()]
    assert [path for path in files if (report / path).read_bytes() != (before / path).read_bytes()] == []
    assert (report / "corpus").exists()


@pytest.mark.parametrize("texts", ["none", "excerpts"])
def test_doing_it_twice_changes_nothing_more(report, texts):
    limit_texts(report, CORPUS, texts)
    once = {path: path.read_bytes() for path in report.rglob("*") if path.is_file()}
    limit_texts(report, CORPUS, texts)
    assert {path: path.read_bytes() for path in report.rglob("*") if path.is_file()} == once


def test_tables_keep_rows_links_numbers_and_kinds_of_columns(report):
    untouched = (report / "tables" / "counts.csv").read_bytes()
    limit_texts(report, CORPUS, "none")
    before, after = passages(), pd.read_parquet(report / "tables" / "passages.parquet")
    same = ["article_id", "frame", "number", "published", "title"]
    pd.testing.assert_frame_equal(after[same], before[same].astype({"article_id": "str", "title": "str"}))
    assert after["said"].fillna("–").tolist() == [CUT, "–", CUT, "=SUM(1;2) a short note"]
    assert [None if words is None else list(words) for words in after["words"]] == [["ferry", CUT], [], None, ["band"]]
    text = pd.read_csv(report / "tables" / "passages.csv")
    assert text["said"].fillna("–").tolist() == after["said"].fillna("–").tolist()
    assert (report / "tables" / "counts.csv").read_bytes() == untouched
    codes = (report / "codes" / "sample.csv").read_bytes()
    assert codes.startswith(b"\xef\xbb\xbfnumber;said\n1;")
    assert not list(report.rglob("*.partial"))


def test_notebooks_stay_valid_and_their_own_words_stay(report):
    limit_texts(report, CORPUS, "none")
    notebook = nbformat.read(report / "notebooks" / "9-test.ipynb", as_version=4)
    nbformat.validate(notebook)
    table, plot, markdown, data, stream, error = notebook.cells[1].outputs
    assert notebook.cells[0].source.endswith(OWN)
    assert notebook.cells[1].source == f"show({PARAGRAPHS[1]!r})"
    assert table["data"]["text/html"].count(LINK) == 3
    assert table["data"]["text/html"].count("<td>") == 12
    assert "<caption>" + OWN in table["data"]["text/html"]
    trace = plot["data"][PLOTLY]["data"][0]
    assert trace["x"] == {"dtype": "f8", "bdata": "AAAAAAAA8D8="}
    assert trace["text"] == [CUT, "ferry"]
    assert trace["hovertext"] == [f"<b>{TITLE}</b><br>“{CUT}”"]
    assert trace["customdata"] == [[3, CUT], [4, "two words"]]
    assert plot["data"][PLOTLY]["layout"]["meta"]["alt"] == OWN
    assert markdown["data"]["text/markdown"] == f"| said |\n|---|\n| {CUT} |"
    assert data["data"] == {"application/json": {"deep": [{"said": CUT}]}, "image/png": "aGFyYm91cg=="}
    assert stream["text"] == f"reading…\n{CUT}\n{CUT}\n"
    assert error["traceback"] == ["\x1b[31mValueError\x1b[0m", f"ValueError: {CUT}"]


def test_only_the_named_tables_are_limited(report):
    limiter = build_limiter(CORPUS, "none")
    assert limit_tables(report, limiter, ["events/said.csv"]) == []
    assert CUT in (report / "tables" / "events" / "said.csv").read_text(encoding="utf-8-sig")
    assert PARAGRAPHS[0] in (report / "tables" / "passages.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_codes_in_other_encodings_are_read(tmp_path, encoding):
    (tmp_path / "codes").mkdir()
    path = tmp_path / "codes" / "codes.csv"
    path.write_text(
        f"unit_id,text\r\na,{json.dumps(PARAGRAPHS[0], ensure_ascii=False)}\r\n", encoding=encoding, newline=""
    )
    assert limit_codes(tmp_path, build_limiter(CORPUS, "none")) == []
    assert path.read_text(encoding="utf-8-sig") == f"unit_id,text\na,{CUT}\n"
    assert b"\r\n" in path.read_bytes()


def test_other_kinds_of_files(tmp_path):
    codes = tmp_path / "codes"
    codes.mkdir()
    said = PARAGRAPHS[0]
    (codes / "codes.json").write_text(json.dumps([{"text": said, "value": 1}]), encoding="utf-8")
    (codes / "codes.jsonl").write_text(f'{{"text": {json.dumps(said)}}}\n{{"n": 1}}\n', encoding="utf-8")
    (codes / "events.ics").write_text(
        f"BEGIN:VEVENT\r\nDESCRIPTION:{said[:60]}\r\n {said[60:]}\r\nEND:VEVENT\r\n", newline=""
    )
    (codes / "notes.txt").write_text(f"Note\n{said}\nEnd\n", encoding="utf-8")
    (codes / "picture.png").write_bytes(b"\x89PNG\x00\x01" * 9)
    workbook = openpyxl.Workbook()
    workbook.active.append(["text", said, 3])
    workbook.save(codes / "codes.xlsx")
    (codes / "export.zip").write_bytes(b"PK\x03\x04" + bytes(range(256)))
    broken = {"a.parquet": b"PAR1" + bytes(range(256)), "b.xlsx": b"no workbook at all", "c.json": b'["not closed'}
    for name, content in broken.items():
        (codes / name).write_bytes(content)
    assert limit_codes(tmp_path, build_limiter(CORPUS, "none")) == [*broken, "export.zip"]
    assert not list(codes.glob(".*"))
    assert json.loads((codes / "codes.json").read_text()) == [{"text": CUT, "value": 1}]
    assert [json.loads(line) for line in (codes / "codes.jsonl").open()] == [{"text": CUT}, {"n": 1}]
    assert (codes / "events.ics").read_bytes() == f"BEGIN:VEVENT\r\nDESCRIPTION:{CUT}\r\nEND:VEVENT\r\n".encode()
    assert (codes / "notes.txt").read_text() == f"Note\n{CUT}\nEnd\n"
    assert [cell.value for cell in openpyxl.load_workbook(codes / "codes.xlsx").active[1]] == ["text", CUT, 3]
    assert (codes / "picture.png").exists()


def test_a_full_disk_is_told_and_no_file_is_lost(report, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workbench.reports.texts.files.limit_csv", full)
    with pytest.raises(OSError, match="No space left"):
        limit_codes(report, build_limiter(CORPUS, "none"))
    assert (report / "codes" / "sample.csv").exists()


def test_a_table_in_a_folder_named_like_a_partition_keeps_its_columns(report):
    folder = report / "tables" / "outlet=Post"
    folder.mkdir()
    shutil.copy(report / "tables" / "passages.parquet", folder)
    limit_texts(report, CORPUS, "none")
    assert (folder / "passages.parquet").read_bytes() == (report / "tables" / "passages.parquet").read_bytes()


def test_a_report_without_files_is_left_alone(tmp_path):
    limit_texts(tmp_path, CORPUS, "none")
    assert list(tmp_path.iterdir()) == []


def test_the_first_page_says_how_much_text_it_carries_and_which_codes_are_gone(report):
    limit_texts(report, CORPUS, "none")
    make_pages(report, "none")
    page = (report / "index.html").read_text(encoding="utf-8")
    assert "eight words of an article in a row" in page
    assert 'href="codes/sample.csv"' in page
    assert "gone.zip (not carried along)" in page
