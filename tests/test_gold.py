"""The frozen sample: it survives a spreadsheet program, and no edit, addition or loss passes."""

import csv

import pandas as pd
import pytest
from openpyxl import Workbook

from workbench.errors import DataError, OutputError, ParameterError
from workbench.framing.coding.gold import read_sample, write_sample
from workbench.framing.coding.sampling import draw_sample

TEXTS = ["=1+1 was said.\r\nThen “no”.", "Two; three, four.", "'Quoted' first.", "-5 % again.", "Über Öl.\n\nMehr."]


@pytest.fixture
def sample():
    ids = ["4821905377120934", "12e4", "0042", "a-b", "e5"]
    articles = pd.DataFrame({"article_id": ids, "text": TEXTS, "outlet": list("AAABB")})
    return draw_sample(articles, 3, by="outlet")


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def rewrite(path, rows, delimiter=",", line_end="\n", encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator=line_end).writerows(rows)


def expected(sample):
    """Line ends are made alike, as a spreadsheet program would."""
    return sample.assign(text=sample["text"].str.replace("\r\n", "\n"))


@pytest.mark.parametrize("name", ["gold.csv", "gold.parquet"])
def test_what_was_written_is_read(sample, tmp_path, name):
    path = write_sample(sample.assign(outlet="not written"), tmp_path / name)
    pd.testing.assert_frame_equal(read_sample(path), expected(sample))
    before = path.read_bytes()
    assert write_sample(sample, path) == path  # the same again changes nothing
    assert path.read_bytes() == before


def test_a_file_saved_again_in_a_spreadsheet_program_is_the_same_sample(sample, tmp_path):
    path = write_sample(sample, tmp_path / "gold.csv")
    header, *body = rows_of(path)
    place = header.index("probability")
    for row in body:  # as programs of German offices save: decimal comma, few digits, semicolons, other order
        row[place] = f"{float(row[place]):.6f}".replace(".", ",")
    rewrite(path, [header, *reversed(body)], ";", "\n")
    pd.testing.assert_frame_equal(read_sample(path), expected(sample), check_exact=False, rtol=1e-5)


def test_a_sample_saved_as_a_workbook_is_read(sample, tmp_path):
    rows = rows_of(write_sample(sample, tmp_path / "gold.csv"))
    book = Workbook()
    for row in rows:
        book.active.append([float(cell) if cell.replace(".", "").isdigit() else cell for cell in row])
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(tmp_path / "gold.xlsx")
    pd.testing.assert_frame_equal(read_sample(tmp_path / "gold.xlsx"), expected(sample))


def test_nothing_in_the_csv_is_changed_by_a_spreadsheet_program(sample, tmp_path):
    header, *body = rows_of(write_sample(sample, tmp_path / "gold.csv"))
    for row in body:
        cells = dict(zip(header, row, strict=True))
        assert not cells["text"].startswith(("=", "+", "-", "@"))
        assert cells["unit_id"] in {"a-b", "e5"} or cells["unit_id"].startswith("'")


@pytest.mark.parametrize("column", ["unit_id", "text", "probability", "stratum", "article_id", "start", "end"])
def test_an_edited_cell_is_found(sample, tmp_path, column):
    path = write_sample(sample, tmp_path / "gold.csv")
    rows = rows_of(path)
    rows[2][rows[0].index(column)] = "0.123" if column == "probability" else "7"
    rewrite(path, rows)
    with pytest.raises(DataError, match=r"gold.csv is not the sample that was frozen: row 2 \(unit .*\) was edited"):
        read_sample(path)


def test_a_dropped_row_is_named(sample, tmp_path):
    path = write_sample(sample, tmp_path / "gold.csv")
    rows = rows_of(path)
    rewrite(path, rows[:2] + rows[3:])
    with pytest.raises(DataError, match="row 2 of 3 is gone"):
        read_sample(path)
    rewrite(path, rows[:-1])
    with pytest.raises(DataError, match="row 3 of 3 is gone"):
        read_sample(path)


def test_an_added_row_is_named(sample, tmp_path):
    path = write_sample(sample, tmp_path / "gold.csv")
    rows = rows_of(path)
    new = dict.fromkeys(rows[0], "") | {"unit_id": "new", "text": "New.", "probability": "1", "stratum": "A"}
    rewrite(path, [*rows, list(new.values())])
    with pytest.raises(DataError, match=r"row 4 \(unit 'new'\) was added"):
        read_sample(path)
    rewrite(path, [*rows, rows[-1]])
    with pytest.raises(DataError, match="stands twice"):
        read_sample(path)


def test_rows_of_another_sample_do_not_pass(sample, tmp_path):
    first = rows_of(write_sample(sample, tmp_path / "gold.csv"))
    other = rows_of(write_sample(sample.assign(stratum="other"), tmp_path / "other.csv"))
    rewrite(tmp_path / "gold.csv", [first[0], other[1], *first[2:]])
    with pytest.raises(DataError, match="several samples"):
        read_sample(tmp_path / "gold.csv")


@pytest.mark.parametrize("name", ["gold.csv", "gold.parquet"])
def test_another_sample_does_not_replace_a_frozen_one(sample, tmp_path, name):
    path = write_sample(sample, tmp_path / name)
    with pytest.raises(OutputError, match="holds another frozen sample"):
        write_sample(sample.head(2), path)
    assert len(read_sample(path)) == 3


@pytest.mark.parametrize("content", [b"", b"unit_id,text\na,One.\n", b"\x00\x01\x02"])
def test_a_file_of_something_else_is_not_replaced(sample, tmp_path, content):
    path = tmp_path / "notes.csv"
    path.write_bytes(content)
    with pytest.raises(OutputError, match="exists and is no frozen sample"):
        write_sample(sample, path)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"probability": 0.0}, "Row 1 of the sample has the probability 0.0"),
        ({"probability": 1.2}, "over 0, at most 1"),
        ({"text": None}, "Row 1 of the sample has no text"),
        ({"unit_id": "same"}, "Row 2 of the sample: the unit 'same' stands twice"),
    ],
)
def test_a_sample_that_is_none(sample, tmp_path, change, message):
    with pytest.raises(DataError, match=message):
        write_sample(sample.assign(**change), tmp_path / "gold.csv")
    assert not (tmp_path / "gold.csv").exists()


def test_files_that_are_none(sample, tmp_path):
    with pytest.raises(ParameterError, match=r"Allowed endings: .csv and .parquet"):
        write_sample(sample, tmp_path / "gold.txt")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_sample(sample, tmp_path / "file" / "gold.csv")
    assert write_sample(sample, tmp_path / "new folder" / "gold.csv").is_file()
    with pytest.raises(ParameterError, match="no file at"):
        read_sample(tmp_path / "none.csv")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")
    with pytest.raises(DataError, match="cannot be read as Parquet"):
        read_sample(tmp_path / "broken.parquet")


def test_an_empty_sample_can_be_frozen(sample, tmp_path):
    assert read_sample(write_sample(sample.head(0), tmp_path / "gold.parquet")).empty


@pytest.mark.parametrize("mark", ["[text left out]", "Then (312 words left out)", "(1 word left out)"])
def test_the_copy_of_a_report_that_left_texts_out_is_still_the_sample(sample, tmp_path, mark):
    path = write_sample(sample, tmp_path / "sample.csv")
    rows = rows_of(path)
    text = rows[0].index("text")
    for row in rows[1:3]:
        row[text] = mark
    rewrite(path, rows)
    with pytest.warns(UserWarning, match="texts of 2 rows were left out"):
        read = read_sample(path)
    pd.testing.assert_frame_equal(read.drop(columns="text"), expected(sample).drop(columns="text"))
    rows[3][text] += " edited"
    rewrite(path, rows)
    with pytest.raises(DataError, match=r"row 3 .* was edited"):
        read_sample(path)
