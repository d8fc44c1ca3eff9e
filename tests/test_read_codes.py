"""Codes from tables and logs, in the many ways people write them; what is wrong names its file and row."""

import json

import numpy as np
import pandas as pd
import pytest
from code_exports import CODEBOOK, FRAMES, UNITS, jsonl, make_codebook, seen
from openpyxl import Workbook

from workbench.errors import DataError, ParameterError
from workbench.framing.coding.checks import check_codes
from workbench.framing.coding.codes import CODE_COLUMNS, binary_codes
from workbench.framing.coding.coding import PREDICTION_COLUMNS, read_codes, select_predictions


@pytest.fixture
def codebook(tmp_path):
    return make_codebook(tmp_path)


@pytest.fixture
def write(tmp_path):
    folder = tmp_path / "codes"
    folder.mkdir()

    def write_file(text, name="ana.csv"):
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write_file


LONG = "unit_id,coder,frame,value\nu1,ana,conflict,1\nu1,ana,human interest,0\nu1,ana,morality,\n"
WIDE = "unit_id,conflict,human interest,morality\nu1,1,0,\n"


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        LONG.replace(",", ";"),
        LONG.replace(",", "\t"),
        "sep=;\n" + LONG.replace(",", ";"),
        LONG.replace("\n", "\r\n"),
        "\ufeff" + LONG,
        LONG.encode("utf-16"),
        "Coding of February\n\n" + LONG,
        LONG.replace("unit_id,coder,frame,value", "Unit-ID,Kodierer,Rahmen,Wert"),
        LONG.replace("human interest", "People").replace("conflict", "CONFLICT").replace("morality", "Morality"),
        LONG.replace("human interest", "human_interest"),
        LONG.replace(",1\n", ",yes\n").replace(",0\n", ",No\n"),
        LONG.replace(",1\n", ",Sí\n").replace(",0\n", ",nein\n"),
        LONG.replace(",1\n", ",TRUE\n").replace(",0\n", ",FALSE\n").replace("morality,\n", "morality,n/a\n"),
        LONG.replace("\n", ",,\n"),
        LONG + ",,,\n\n",
        WIDE,
        WIDE.replace("human interest", "People"),
        WIDE.replace(",1,0,", ",oui,non,?"),
        "unit_id,coder,conflict,human interest,morality,text\nu1,ana,1,0,,\"A; long, text\nover lines\"\n",
        "unit_id,ana_conflict,ana_human_interest,ana_morality\nu1,1,0,\n",
        "unit_id,conflict (ana),People (ana),morality (ana)\nu1,1,0,\n",
    ],
)  # fmt: skip
def test_tables_of_many_kinds_say_the_same(write, codebook, text):
    codes = read_codes(write(text), codebook=codebook)
    assert codes.columns.tolist() == CODE_COLUMNS
    assert seen(codes) == {("u1", "ana"): "10?"}
    assert codes["frame"].tolist() == FRAMES
    assert set(codes["codebook"]) == {codebook.hash}


@pytest.mark.parametrize("text", [LONG, WIDE.replace(",1,0,", ",1,0,na") + "u2,,,1\n"])
def test_without_a_codebook_frames_are_what_they_are_called(write, text):
    codes = read_codes(write(text))
    assert seen(codes)["u1", "ana"] == "10?"
    assert codes["codebook"].isna().all()


def test_types_of_the_table(write):
    text = (
        "unit_id,coder,frame,value,codebook,round,coded_at,comment\n"
        "17,ana,conflict,1,abc,2,2026-02-01T10:00:00+01:00,first\n18,ben,conflict,0,,,,\n"
    )
    codes = read_codes(write(text))
    assert codes.dtypes.astype(str).to_dict() == {
        "unit_id": "str", "coder": "str", "frame": "str", "value": "float64", "codebook": "str", "round": "Int64",
        "coded_at": "datetime64[us, UTC]", "comment": "str",
    }  # fmt: skip
    assert codes["coded_at"][0] == pd.Timestamp("2026-02-01T09:00Z")
    assert codes["round"].tolist() == [2, 1]
    assert pd.isna(codes["coded_at"][1])
    assert codes["comment"].tolist()[0] == "first"


def test_an_empty_sheet_gives_the_empty_table(write, codebook):
    codes = read_codes(write("unit_id,coder,frame,value\n"), codebook=codebook)
    assert codes.empty
    assert codes.dtypes.astype(str).to_dict()["value"] == "float64"
    assert codes.columns.tolist() == CODE_COLUMNS


def test_workbooks_with_titles_and_other_sheets(codebook, tmp_path):
    book = Workbook()
    book.active.append(["notes of the team"])
    sheet = book.create_sheet("coding")
    for row in [["Coding, February"], [], ["unit_id", "conflict", "human interest", "morality"], [17, True, 0.0, None]]:
        sheet.append(row)
    book.save(tmp_path / "ana.xlsx")
    assert seen(read_codes(tmp_path / "ana.xlsx", codebook=codebook)) == {("17", "ana"): "10?"}


def test_numbers_are_kept_as_an_ordinal_scale(write):
    codes = read_codes(
        write('unit_id,coder,frame,value\nu1,ana,salience,0\nu2,ana,salience,2\nu3,ana,salience,"1,5"\n')
    )
    assert codes["value"].tolist() == [0.0, 2.0, 1.5]


def test_other_variables_are_kept_as_texts(write):
    codes = read_codes(write("unit_id,coder,frame,value\nu1,ana,tone,calm\nu1,ana,conflict,yes\n"))
    assert codes.set_index("frame")["value"].to_dict() == {"conflict": "1", "tone": "calm"}


def test_columns_are_told_by_name(write):
    path = write("Fall,Konflikt,Stärke\n7,ja,3\n")
    codes = read_codes(path, columns={"Fall": "unit_id", "Konflikt": "conflict", "Stärke": "strength"})
    assert codes.set_index("frame")["value"].to_dict() == {"conflict": 1.0, "strength": 3.0}
    with pytest.raises(ParameterError, match=r"no file has a column 'Starke'\. Did you mean 'Stärke'"):
        read_codes(path, columns={"Fall": "unit_id", "Konflikt": "conflict", "Starke": "strength"})
    with pytest.raises(
        DataError, match=r"no column that tells the units\. Found: Fall, Konflikt, Stärke\. Pass columns="
    ):
        read_codes(path)


def test_two_coders_in_columns(write, codebook):
    text = "unit_id,coder1_conflict,coder2_conflict,coder1_morality,coder2_morality\nu1,1,0,0,\n"
    expected = {("u1", "coder1"): "10", ("u1", "coder2"): "0?"}
    assert seen(read_codes(write(text))) == expected
    assert seen(read_codes(write(text), codebook=codebook)) == expected
    backwards = "unit_id,conflict_c1,conflict_c2,morality_c1,morality_c2\nu1,1,0,0,\n"
    assert seen(read_codes(write(backwards))) == {("u1", "c1"): "10", ("u1", "c2"): "0?"}


def test_columns_that_are_no_codes(write, codebook):
    text = "unit_id,outlet,words,year,text,conflict,conflict_comment,mood\nu1,Post,1,1,One.,1,because,fine\n"
    with pytest.warns(UserWarning, match="not read as frames are the columns 'conflict_comment', 'mood'"):
        codes = read_codes(write(text), codebook=codebook)
    assert codes["frame"].tolist() == ["conflict"]
    with pytest.warns(UserWarning, match="'mood'"):
        assert read_codes(write(text))["frame"].tolist() == ["conflict"]


def test_a_frame_may_be_called_like_a_column(write, tmp_path):
    codebook = make_codebook(tmp_path, CODEBOOK.replace('"conflict"', '"value"').replace('"morality"', '"note"'))
    codes = read_codes(write("unit_id,value,note\nu1,1,0\n"), codebook=codebook)
    assert codes["frame"].tolist() == ["value", "note"]


CROSSES = "unit_id,coder,conflict,human interest,morality\nu1,ana,x,,\nu2,ana,,X,x\nu3,ana,,,\n"


def test_crosses_and_blanks(write, codebook):
    with pytest.warns(UserWarning, match="1 units have no cross at all and are left open"):
        codes = read_codes(write(CROSSES), codebook=codebook)
    assert seen(codes) == {("u1", "ana"): "100", ("u2", "ana"): "011", ("u3", "ana"): "???"}


def test_a_blank_beside_a_1_is_left_open(write, codebook):
    assert seen(read_codes(write("unit_id,conflict,morality\nu1,1,\n"), codebook=codebook)) == {("u1", "ana"): "1?"}


LABELS = "id,unit_id,coder,label\n1,u1,ana,conflict#morality\n2,u2,ana,none\n3,u3,ana,\n"


@pytest.mark.parametrize("between", ["#", ";", " | ", ", "])
def test_labels_in_one_column(write, codebook, between):
    text = LABELS.replace("conflict#morality", f'"conflict{between}Morality"')
    codes = read_codes(write(text), codebook=codebook)
    assert seen(codes) == {("u1", "ana"): "101", ("u2", "ana"): "000", ("u3", "ana"): "???"}


def test_a_row_a_label(write):
    text = "unit_id,coder,category\nu1,ana,conflict\nu1,ana,morality\nu2,ana,morality\nu1,ben,morality\n"
    assert seen(read_codes(write(text))) == {("u1", "ana"): "11", ("u2", "ana"): "01", ("u1", "ben"): "01"}
    with pytest.raises(DataError, match="row 4: 'ana' coded the unit 'u2' so before"):
        read_codes(write("unit_id,coder,category\nu1,ana,a\nu2,ana,b\nu2,ana,b\n"))


def test_files_of_a_folder(write, codebook):
    write(WIDE, "ana.csv")
    write(WIDE.replace(",1,0,", ",0,1,1"), "ben.csv")
    write("just notes", "read me.txt")
    write(WIDE, "~$cleo.csv")
    folder = write(WIDE, ".hidden.csv").parent
    with pytest.warns(UserWarning, match=r"not read: read me.txt"):
        codes = read_codes(folder, codebook=codebook)
    assert seen(codes) == {("u1", "ana"): "10?", ("u1", "ben"): "011"}


def test_sorted_by_unit_coder_round_and_frame(write, codebook):
    rows = ["u2,b,morality,1,2", "u2,b,conflict,1,2", "u2,b,conflict,0,1", "u2,a,morality,1,1", "u1,b,morality,1,1"]
    text = "\n".join(["unit_id,coder,frame,value,round", *rows])
    codes = read_codes(write(text), codebook=codebook)
    assert codes[["unit_id", "coder", "round", "frame"]].to_numpy().tolist() == [
        ["u1", "b", 1, "morality"],
        ["u2", "a", 1, "morality"],
        ["u2", "b", 1, "conflict"],
        ["u2", "b", 2, "conflict"],
        ["u2", "b", 2, "morality"],
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            LONG + "u2,ana,conflikt,1\n",
            "ana.csv, row 5: 'conflikt' is no frame of the codebook. Did you mean 'conflict'",
        ),
        (LONG + "u2,ana,conflict,maybe\n", "ana.csv, row 5: 'ana' coded 'conflict' with 'maybe'. Allowed: 1"),
        (LONG + "u2,ana,conflict,2\n", "row 5: 'ana' coded 'conflict' with '2'"),
        (
            LONG + "u1,ana,conflict,0\n",
            "row 5: 'ana' coded 'conflict' in the unit 'u1' twice; before in ana.csv, row 2",
        ),
        (LONG + "u1,ana,CONFLICT,1\n", "row 5: 'ana' coded 'conflict' in the unit 'u1' twice"),
        (LONG + "u2,ana,,1\n", "row 5: no frame is named"),
        (LONG + ",ana,conflict,1\n", "row 5: no unit is named"),
        (LONG + "u2,ana,conflict,1,surplus\n", "row 5: 'surplus' stands under no heading"),
        (WIDE.replace("0", "perhaps"), "ana.csv, row 2: 'ana' coded 'human interest' with 'perhaps'"),
        ("unit_id,konflikt\nu1,1\n", "no column of codes. Found: unit_id, konflikt. Frames of the codebook: conflict"),
        ("frame,value\nconflict,1\n", "no column that tells the units"),
        ("", "cannot be read: The file is empty"),
        (",,\n,,\n", "holds no table"),
        (b"PK\x03\x04" + bytes(300), "binary"),
    ],
)
def test_what_is_wrong_is_named(write, codebook, text, message):
    with pytest.raises(DataError) as caught:
        read_codes(write(text), codebook=codebook)
    assert message in str(caught.value)


def test_two_files_of_one_coder(write):
    write(LONG, "first.csv")
    folder = write(LONG, "second.csv").parent
    with pytest.raises(DataError, match=r"second.csv, row 2: 'ana' coded .* twice; before in first.csv, row 2"):
        read_codes(folder)


def test_paths_that_are_none(write, tmp_path):
    with pytest.raises(ParameterError, match="There is nothing at"):
        read_codes(tmp_path / "none.csv")
    with pytest.raises(ParameterError, match=r"files that end in '.docx' are not read. Allowed: .csv"):
        read_codes(write("x", "codes.docx"))
    with pytest.raises(DataError, match="has no file that may hold codes"):
        read_codes(write("x", "codes.docx").parent)


def test_one_frame_a_unit_where_the_codebook_is_exclusive(write, tmp_path):
    codebook = make_codebook(tmp_path, CODEBOOK.replace('unit = "article"', 'unit = "article"\nexclusive = true'))
    assert seen(read_codes(write(WIDE), codebook=codebook)) == {("u1", "ana"): "10?"}
    with pytest.raises(DataError, match=r"row 2: 'ana' saw 'conflict' and 'morality' in the unit 'u1'"):
        read_codes(write(WIDE.replace(",1,0,", ",1,0,1")), codebook=codebook)


# The log of the coding widget


def row(unit="u1", frame="conflict", value=1, **more):
    return {"unit_id": unit, "coder": "ana", "frame": frame, "value": value, "round": 1} | more


def test_what_was_logged_later_replaces_what_was_logged_before(tmp_path, codebook):
    log = [row(), row("u2"), row(value=0, coded_at="2026-02-01T10:00:00Z"), row("u2", value=None), row(round=2)]
    codes = read_codes(jsonl(tmp_path / "log.jsonl", log), codebook=codebook)
    assert codes[["unit_id", "round", "value"]].replace({np.nan: None}).to_numpy().tolist() == [
        ["u1", 1, 0.0],
        ["u1", 2, 1.0],
        ["u2", 1, None],
    ]


def test_a_cut_last_line_costs_only_itself(tmp_path):
    path = jsonl(tmp_path / "log.jsonl", [row(), row("u2")])
    path.write_text(path.read_text()[:-15])
    with pytest.warns(UserWarning, match="the last line is cut off; the other 1 lines are read"):
        codes = read_codes(path)
    assert codes["unit_id"].tolist() == ["u1"]


def test_broken_lines_are_told(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_text("\n".join([json.dumps(row()), '{"unit_id": "u9", "co', "[1]", json.dumps(row("u2"))]) + "\n")
    with pytest.warns(UserWarning, match="broken lines: 2, 3; the other 2"):
        assert read_codes(path)["unit_id"].tolist() == ["u1", "u2"]


def test_logs_that_are_none(tmp_path):
    path = tmp_path / "log.jsonl"
    with pytest.raises(DataError, match=r"log.jsonl, line 2: a code needs unit_id and frame"):
        read_codes(jsonl(path, [row(), row(unit=None)]))
    with pytest.raises(DataError, match="in none of the known layouts"):
        read_codes(jsonl(path, [{"a": 1}, {"a": 2}]))
    path.write_text("{broken")
    with pytest.raises(DataError, match="is no JSON: line 1"):
        read_codes(path)
    path.write_text("")  # nothing was coded yet
    assert read_codes(path).empty


# What comes after


def test_codes_go_on_to_what_follows(write):
    codes = read_codes(write(LONG))
    assert binary_codes(codes)["value"].tolist() == [1.0, 0.0]


def make_codes(rows):
    return pd.DataFrame(rows, columns=["unit_id", "coder", "frame", "value"])


def test_predictions_of_one_coder():
    rows = [["a-p2", "ana", "conflict", 1], ["a-p1", "ana", "conflict", 0], ["a-p1", "ana", "morality", None]]
    codes = make_codes([*rows, ["a-p1", "ben", "conflict", 1]])
    predictions = select_predictions(codes, coder="ana")
    assert predictions.columns.tolist() == PREDICTION_COLUMNS
    assert predictions[["unit_id", "article_id", "present", "training"]].to_numpy().tolist() == [
        ["a-p1", "a", False, "none"],
        ["a-p2", "a", True, "none"],
    ]
    assert predictions["present"].dtype == bool
    assert predictions["probability"].isna().all()
    again = pd.concat([codes.assign(round=1), codes.head(1).assign(value=0, round=2)])
    assert select_predictions(again, coder="ana")["present"].tolist() == [False, False]
    with pytest.raises(ParameterError, match="Did you mean 'ana'"):
        select_predictions(codes, coder="anna")
    with pytest.raises(DataError, match=r"with '3\.0'"):
        select_predictions(codes.assign(value=3), coder="ana")


def test_problems_of_codes(codebook):
    rows = [["u1", "ana", "conflict", 1], ["u1", "ben", "conflict", 0], ["u2", "ana", "morality", None],
            ["u9", "ana", "morality", 1], ["u9", "ana", "morality", 1], ["u1", "ana", "weather", 2]]  # fmt: skip
    codes = make_codes(rows).assign(
        codebook=[codebook.hash, "0" * 16, None, codebook.hash, codebook.hash, codebook.hash]
    )
    problems = check_codes(codes, codebook=codebook, units=UNITS).set_index("problem")
    assert problems["codes"].to_dict() == {
        "left open": 1,
        "coded by one coder only": 3,
        "coded twice by one coder": 2,
        "stale: what coders read has changed since": 1,
        "codebook not stated": 1,
        "frame is not in the codebook": 1,
        "value is neither 1 nor 0": 1,
        "unit is not in the sample": 2,
        "unit of the sample that nobody coded": 2,
    }
    assert problems["examples"]["left open"] == "u2 · ana · morality"
    assert problems["examples"]["unit of the sample that nobody coded"] == "u2 ; u3"
    assert problems["codes"].is_monotonic_decreasing


def test_problems_of_exclusive_codes_and_of_none(tmp_path):
    codebook = make_codebook(tmp_path, CODEBOOK.replace('unit = "article"', 'unit = "article"\nexclusive = true'))
    codes = make_codes([["u1", "ana", "conflict", 1], ["u1", "ana", "morality", 1], ["u2", "ana", "morality", 1]])
    assert check_codes(codes, codebook=codebook).set_index("problem")["codes"]["several frames in one unit"] == 2
    empty = check_codes(codes.head(0), codebook=codebook, units=UNITS)
    assert empty.set_index("problem")["codes"].to_dict()["unit of the sample that nobody coded"] == 3
    assert empty["codes"].sum() == 3


def test_a_sheet_whose_column_of_values_has_another_name_is_no_list_of_labels(tmp_path):
    path = tmp_path / "ana.csv"
    path.write_text("unit_id,frame,code\na,conflict,0\nb,conflict,1\n")
    with pytest.raises(DataError, match="no column 'value'"):
        read_codes(path)
    assert read_codes(path, columns={"code": "value"})["value"].tolist() == [0, 1]


def test_a_comment_that_was_guarded_for_spreadsheets_comes_back_as_it_was(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("unit_id,coder,frame,value,comment\nu1,ana,conflict,1,'=unsure\n", encoding="utf-8")
    assert read_codes(path)["comment"].tolist() == ["=unsure"]
