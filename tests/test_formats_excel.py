import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from workbench.articles.formats import excel, read_layout
from workbench.articles.read import read_corpus
from workbench.articles.record import Record, Rejected

BODY = "The council met on Tuesday to speak about the bridge, which was closed in the spring."
HEADER = ["Headline", "Text", "Date", "No"]


def book(path, **sheets):
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def old_book(path, rows):
    xlwt = pytest.importorskip("xlwt", reason="xlwt, which writes .xls, is not installed")
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("One")
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(place, column, value, *([style] if isinstance(value, date) else []))
    workbook.save(str(path))
    return path


def read(path):
    return list(read_layout(path, path.name, {}))


def reasons(found):
    return [item.reason for item in found if isinstance(item, Rejected)]


def test_a_workbook(tmp_path):
    rows = [
        HEADER,
        ["One", BODY, datetime.fromisoformat("2025-12-03"), 1],
        [],
        ["Two", BODY, datetime.fromisoformat("2025-12-03T10:15"), 2.5],
    ]
    found = read(book(tmp_path / "a.xlsx", Articles=rows))
    assert [(item.record, item.fields["title"], item.fields["published"], item.extra["No"]) for item in found] == [
        (1, "One", "2025-12-03", "1"),
        (3, "Two", "2025-12-03T10:15:00", "2.5"),
    ]
    assert {item.source_format for item in found} == {"xlsx"}
    corpus = read_corpus(tmp_path)
    assert corpus.articles["text"].tolist() == [BODY, BODY]
    assert [str(day.date()) for day in corpus.articles["published"]] == ["2025-12-03"] * 2


def test_an_old_workbook(tmp_path):
    rows = [HEADER, ["One", BODY, date(2025, 12, 3), 1], ["Two", BODY, "3 December 2025", 2.5]]
    found = read(old_book(tmp_path / "a.xls", rows))
    assert [(item.record, item.fields["published"], item.extra["No"]) for item in found] == [
        (1, "2025-12-03", "1"),
        (2, "3 December 2025", "2.5"),
    ]
    assert {item.source_format for item in found} == {"xls"}


def test_a_workbook_under_the_other_name_is_read(tmp_path):
    assert read(book(tmp_path / "a.xlsx", A=[HEADER, ["One", BODY]]).rename(tmp_path / "a.xls"))[0].raw == BODY
    assert read(old_book(tmp_path / "b.xls", [HEADER, ["One", BODY]]).rename(tmp_path / "b.xlsx"))[0].raw == BODY


def test_every_sheet_with_texts_is_read_and_numbered_on(tmp_path):
    rows = [HEADER, ["One", BODY, "2025-12-03", 1]]
    found = read(
        book(tmp_path / "a.xlsx", North=rows, Codebook=[["frame", "words"], ["crisis", "x"]], South=rows, Empty=[])
    )
    records = [item for item in found if isinstance(item, Record)]
    assert [(item.record, item.extra["sheet"]) for item in records] == [(1, "North"), (2, "South")]
    assert reasons(found) == ["The sheet 'Codebook' has no texts: not read."]


def test_lists_of_titles_are_read_where_no_sheet_has_texts(tmp_path):
    titles = [["Headline", "Published date"], ["One", "2025-12-03"]]
    found = read(book(tmp_path / "a.xlsx", Results=titles, Terms=[["Query"], ["bridge"]]))
    assert found[0].raw == "One"
    assert "no full text" in found[0].warnings[0]
    assert "The sheet 'Terms' has no column for 'text'" in reasons(found)[0]
    found = read(book(tmp_path / "b.xlsx", Results=titles, Texts=[HEADER, ["One", BODY]]))
    assert [item.raw for item in found if isinstance(item, Record)] == [BODY]


def test_lines_over_the_header_and_headers_among_rows(tmp_path):
    rows = [["Results for: bridge"], [], HEADER, ["One", BODY], HEADER, ["Two", BODY]]
    assert [item.fields["title"] for item in read(book(tmp_path / "a.xlsx", A=rows))] == ["One", "Two"]


def test_cells_that_do_not_fit_cost_their_row(tmp_path):
    rows = [HEADER, ["Two", None], ["Three", 12], ["Four", BODY], [None, " "]]
    found = read(book(tmp_path / "a.xlsx", A=rows))
    assert reasons(found) == [
        "The field 'Text' is empty.",
        "The field 'Text' is no text but a int.",
    ]
    assert [item.record for item in found if isinstance(item, Record)] == [3]


def test_remarks_beside_the_table_are_kept(tmp_path):
    found = read(book(tmp_path / "a.xlsx", A=[HEADER, ["One", BODY], ["Two", BODY, None, 2, None, "check"]]))
    assert [item.extra for item in found] == [{"No": None}, {"No": "2", "column_6": "check"}]


def test_line_ends_in_cells(tmp_path):
    found = read(book(tmp_path / "a.xlsx", A=[HEADER, ["One", "First._x000D_\n\nSecond."]]))
    assert found[0].raw == "First.\n\nSecond."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 no more", "The workbook is broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected by a password, or no .xls"),
        (b"<html><table><tr><td>text</td></tr></table>", "HTML or XML, no workbook"),
        (b"", "empty"),
    ],
)
@pytest.mark.parametrize("suffix", ["xls", "xlsx"])
def test_files_that_are_no_workbook(tmp_path, content, reason, suffix):
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(content)
    assert reason in reasons(read(path))[0]


@pytest.mark.parametrize(
    ("sheets", "reason"),
    [
        ({"A": []}, "no cell that holds anything"),
        ({"A": [HEADER]}, "The table has a header and no rows."),
        ({"A": [["id", "name"], [1, "x"]]}, "a.xlsx has no column for 'text'. Found: id, name."),
    ],
)
def test_workbooks_without_articles(tmp_path, sheets, reason):
    assert reason in reasons(read(book(tmp_path / "a.xlsx", **sheets)))[0]


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(excel, "_LARGEST", 1000)
    assert "bytes unpacked; at most 1,000" in reasons(read(book(tmp_path / "a.xlsx", A=[HEADER])))[0]


def test_another_container_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as file:
        file.writestr("readme.txt", "no workbook")
    assert "The workbook is broken" in reasons(read(tmp_path / "a.xlsx"))[0]
