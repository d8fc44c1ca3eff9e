"""The shared folder of a class, the students' notebooks, and what is read of logs that lie in it."""

import ast
import json
import shutil
from math import isnan

import nbformat
import pandas as pd
import pytest
from class_coders import NAMES, answers_of, code_all
from hypothesis import given
from hypothesis import strategies as st

from workbench.classroom import open_class, start_class, write_student_notebook
from workbench.classroom.collect import read_logs, sign_logs
from workbench.classroom.folder import check_class
from workbench.classroom.roster import number_coders
from workbench.errors import DataError, OutputError, ParameterError
from workbench.framing import read_codes, read_sample
from workbench.framing.coding.answers import CODE, Answer, write_line
from workbench.widgets.coding.log import append_answer, log_path


@pytest.fixture
def shared(tmp_path):
    return start_class(tmp_path / "monday", passages=6, unit="paragraph", out=tmp_path / "reports")


def read(shared):
    return read_logs(shared.codes, shared.codebook, shared.sample["unit_id"])


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ---- the folder


def test_the_shared_folder_holds_what_students_need_and_nothing_of_the_machine(shared):
    held = files_of(shared.folder)
    assert sorted(held) == [".workbench", "README.txt", "class.json", "code.ipynb", "codebook.toml", "sample.csv"]
    assert shared.codes.is_dir()
    assert not any("scores" in name for name in held)
    assert read_sample(shared.folder / "sample.csv")["unit_id"].tolist() == shared.sample["unit_id"].tolist()
    assert "same 6 passages" in held["README.txt"].decode()
    assert set(shared.sample["unit_id"]) < set(shared.scores["unit_id"])


def test_started_again_a_class_goes_on_and_nothing_is_written_anew(shared, tmp_path):
    code_all(shared, ["Ana"])
    before = files_of(shared.folder)
    again = start_class(shared.folder, out=tmp_path / "reports")
    assert files_of(shared.folder) == before
    assert (again.settings, again.sample["unit_id"].tolist()) == (shared.settings, shared.sample["unit_id"].tolist())
    assert (
        start_class(shared.folder, passages=6, codebook="generic", out=tmp_path / "reports").settings == again.settings
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"passages": 7}, "began with --passages 6; --passages 7"),
        ({"seed": 3}, "--seed 3 cannot change"),
        ({"unit": "article"}, "--unit article"),
        ({"codebook": "policy"}, "another codebook than policy"),
    ],
)
def test_what_a_class_began_with_does_not_change(shared, asked, said, tmp_path):
    with pytest.raises(ParameterError, match=said):
        start_class(shared.folder, out=tmp_path / "reports", **asked)


def test_the_same_seed_draws_the_same_passages_anywhere(shared, tmp_path):
    other = start_class(tmp_path / "other", passages=6, unit="paragraph", out=tmp_path / "reports")
    third = start_class(tmp_path / "third", passages=6, unit="paragraph", seed=1, out=tmp_path / "reports")
    same = [name for name, held in files_of(other.folder).items() if held == files_of(shared.folder)[name]]
    assert sorted(same) == sorted(files_of(shared.folder))
    assert third.sample["unit_id"].tolist() != shared.sample["unit_id"].tolist()


def test_the_page_never_stands_where_students_see_it(tmp_path):
    with pytest.raises(ParameterError, match="inside the shared folder"):
        start_class(tmp_path / "monday", out=tmp_path / "monday" / "reports")
    assert not (tmp_path / "monday").exists()


@pytest.mark.parametrize("name", ["sample.csv", "README.txt", "codes/ana.jsonl"])
def test_files_of_something_else_are_not_replaced(name, tmp_path):
    place = tmp_path / "monday" / name
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    with pytest.raises(OutputError, match="Choose a new folder"):
        start_class(tmp_path / "monday", out=tmp_path / "reports")
    assert place.read_text() == "mine"


def test_other_files_in_a_shared_folder_are_no_harm(tmp_path):
    (tmp_path / "monday").mkdir()
    (tmp_path / "monday" / "slides.pdf").write_text("mine")
    assert len(start_class(tmp_path / "monday", passages=2, out=tmp_path / "reports").sample) == 2


def test_a_codebook_of_ones_own_and_articles_of_ones_own(tmp_path):
    (tmp_path / "news").mkdir()
    for number in range(4):
        (tmp_path / "news" / f"{number}.txt").write_text(
            f"The harbour council met again on day {number} of the week.\n"
        )
    own = tmp_path / "own.toml"
    own.write_text(
        'name = "own"\nversion = "1"\ndescription = "One frame."\nunit = "article"\n\n[[frames]]\nframe = "order"\n'
        'label = "Order"\ndefinition = "Somebody keeps order."\nquestions = ["Does somebody keep order?"]\n'
        'patterns.en = ["council"]\n'
    )
    out = tmp_path / "reports"
    shared = start_class(tmp_path / "c", articles=tmp_path / "news", codebook=str(own), passages=3, out=out)
    assert (shared.folder / "codebook.toml").read_bytes() == own.read_bytes()
    assert (len(shared.sample), shared.scores["unit_id"].nunique()) == (3, 4)
    shutil.rmtree(out)  # another computer: the articles are not known there
    assert start_class(shared.folder, out=out).scores is None
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "x.txt").write_text("Another story, about boats and tides.\n")
    with pytest.raises(DataError, match="does not hold the articles of this class"):
        start_class(shared.folder, articles=tmp_path / "others", out=out)
    assert start_class(shared.folder, articles=tmp_path / "news", out=out).scores is not None


def test_a_folder_without_a_class_or_with_a_broken_one_is_told(tmp_path, shared):
    with pytest.raises(ParameterError, match="workbench class start"):
        open_class(tmp_path / "nothing")
    with pytest.raises(ParameterError, match="Check the path of the shared folder"):
        check_class(tmp_path)
    (shared.folder / "class.json").write_text('{"id": "x"')
    with pytest.raises(DataError, match=r"class\.json cannot be read"):
        open_class(shared.folder)
    (tmp_path / "file").write_text("")
    with pytest.raises(ParameterError, match="is a file"):
        start_class(tmp_path / "file", out=tmp_path / "reports")


@pytest.mark.parametrize(
    "change", [{"id": "../../x"}, {"id": 5}, {"passages": "6"}, {"seed": None}, {"unit": ["article"]}]
)
def test_settings_that_students_have_edited_are_refused(change, shared, tmp_path):
    path = shared.folder / "class.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(DataError, match=r"class\.json cannot be read"):
        open_class(shared.folder, out=tmp_path / "reports")


def test_scores_that_were_damaged_are_told(shared, tmp_path):
    next(shared.home.glob("scores-*.parquet")).write_bytes(b"junk")
    with pytest.raises(DataError, match=r"is damaged.*start the class again"):
        open_class(shared.folder, out=tmp_path / "reports")


def test_an_edited_sample_stops_the_class(shared, tmp_path):
    path = shared.folder / "sample.csv"
    path.write_text(path.read_text("utf-8-sig").replace("the", "a", 3), "utf-8-sig")
    with pytest.raises(DataError, match="edited"):
        open_class(shared.folder, out=tmp_path / "reports")


# ---- the notebooks


def test_the_notebooks_are_valid_and_call_the_widget(shared, tmp_path):
    own = write_student_notebook(shared.folder, "Ana María", folder=tmp_path / "hers")
    assert own.parent.name == "class-monday"
    for path in (shared.folder / "code.ipynb", own):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert [cell.id for cell in notebook.cells] == ["title", "imports", "parameters", "passages", "code"]
        source = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
        assert "wb.code_units(passages, codebook, coder=coder" in source
        ast.parse(source)
    cells = {cell.id: cell.source for cell in nbformat.read(own, as_version=4).cells}
    values = {}
    exec(cells["parameters"], values)  # our own file
    assert values["coder"] == "Ana María"
    assert (tmp_path / values["shared"] / "sample.csv").is_file()


def test_a_students_notebook_is_kept(shared, tmp_path):
    first = write_student_notebook(shared.folder, "Ana", folder=tmp_path)
    first.write_text("edited")
    assert write_student_notebook(shared.folder, "Ana", folder=tmp_path).read_text() == "edited"


@pytest.mark.parametrize("name", ["../../x", 'a"; import os', "O'Brien", "日本", "a\\nb"])
def test_a_name_is_a_name_and_never_code_or_a_path(name, shared, tmp_path):
    path = write_student_notebook(shared.folder, name, folder=tmp_path / "own")
    assert path.parent == tmp_path / "own" / "class-monday"
    source = nbformat.read(path, as_version=4).cells[2].source
    assert ast.literal_eval(ast.parse(source).body[0].value) == name


def test_nobody_has_no_name(shared, tmp_path):
    with pytest.raises(ParameterError, match="names nobody"):
        write_student_notebook(shared.folder, "  ", folder=tmp_path)


# ---- the logs


def test_all_codes_of_a_class_are_read_as_the_library_reads_them(shared):
    code_all(shared, NAMES)
    collected = read(shared)
    theirs = read_codes(shared.codes, codebook=shared.codebook)
    columns = ["unit_id", "coder", "frame", "value", "codebook", "round", "coded_at", "comment"]
    coded = theirs[theirs["value"].notna()].reset_index(drop=True)
    pd.testing.assert_frame_equal(collected.codes[columns[:4]], coded[columns[:4]])
    assert [(work.coder, work.coded, work.skipped) for work in collected.work] == [(name, 6, 0) for name in NAMES]
    assert collected.notes == []
    assert list(collected.codes.columns) == columns


def test_an_empty_folder_gives_empty_tables_of_the_right_types(shared):
    collected = read(shared)
    assert collected.codes.empty
    assert collected.work == []
    assert str(collected.codes["coded_at"].dtype) == "datetime64[us, UTC]"


def test_two_laptops_and_conflicted_copies_count_each_answer_once(shared):
    answers = list(answers_of("Ana", shared))
    for answer in answers:
        append_answer(log_path(shared.codes, "Ana"), answer)
    whole = read(shared)
    log = log_path(shared.codes, "Ana")
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:5]))
    (shared.codes / "Ana (1).jsonl").write_bytes(b"".join(lines[2:]))  # what a program kept of the other laptop
    (shared.codes / "Ana.sync-conflict-20260112-X.jsonl").write_bytes(b"".join(lines))
    (shared.codes / "laptop").mkdir()
    (shared.codes / "laptop" / "Ana-LAPTOP.jsonl").write_bytes(b"".join(lines[-1:]))
    again = read(shared)
    pd.testing.assert_frame_equal(again.codes, whole.codes)
    assert (again.work[0].coded, again.work[0].skipped) == (whole.work[0].coded, whole.work[0].skipped)
    assert again.notes == []


@pytest.mark.parametrize("kept", [0, 1, 7, 40, 200, 333])
def test_a_log_cut_anywhere_costs_the_cut_line_alone(kept, shared):
    code_all(shared, ["Ana"])
    log = log_path(shared.codes, "Ana")
    raw = log.read_bytes()
    log.write_bytes(raw[: len(raw) - kept])
    whole = raw[: len(raw) - kept].count(b"\n") + (kept == 1)
    collected = read(shared)
    assert collected.work[0].coded + collected.work[0].skipped <= whole
    assert bool(collected.notes) == (kept > 1)


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("ana.jsonl", b"", None),
        ("ana.jsonl", b"\0" * 400, None),
        ("ana.jsonl", b"\xff\xfe{not text", "no log"),
        ("ana.jsonl", b'{"did": "code", "id": 3}\n[]\nnull\n{"did": "code"}\n', "4 lines were cut off"),
        ("ana.jsonl", b"<html>sign in to your drive</html>", "no log"),
        (".ana.jsonl.icloud", b"placeholder", None),
        ("~$ana.jsonl", b"x", None),
        ("notes.txt", b"x", None),
    ],
)
def test_what_is_no_log_is_told_and_takes_nothing_with_it(name, raw, said, shared):
    code_all(shared, ["Ben"])
    (shared.codes / name).write_bytes(raw)
    collected = read(shared)
    assert [work.coded for work in collected.work] == [6]
    assert any(said in note for note in collected.notes) if said else collected.notes == []


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    place = tmp_path_factory.mktemp("held")
    return start_class(place / "c", passages=2, out=place / "reports")


HOSTILE = st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.floats(), st.text(max_size=4), st.lists(st.none()))


@given(
    values=st.dictionaries(st.sampled_from(["conflict", "morality", "oil", ""]), HOSTILE),
    comment=HOSTILE,
    seconds=HOSTILE,
)
def test_no_line_of_a_log_stops_the_class(values, comment, seconds, held):
    unit = held.sample["unit_id"].iloc[0]
    line = {"did": "code", "id": "1", "unit_id": unit, "coder": "x", "coded_at": "yesterday", "codes": values}
    log = held.codes / "x.jsonl"
    log.write_text(json.dumps(line | {"comment": comment, "seconds": seconds, "flag": comment}) + "\n")
    collected = read(held)
    assert set(collected.codes["value"]) <= {0.0, 1.0}
    assert set(collected.codes["frame"]) <= {"conflict", "morality"}


def test_passages_frames_and_codebooks_of_another_class_are_told_and_not_used(shared):
    unit = shared.sample["unit_id"].iloc[0]
    for number, (about, frame) in enumerate([("elsewhere", "conflict"), (unit, "oil"), (unit, "conflict")]):
        told = {"coder": f"c{number}", "coded_at": "2026-01-12T10:00:00Z", "codebook": "f" * 16}
        answer = Answer(CODE, str(number), about, codes={frame: 1}, **told)
        append_answer(log_path(shared.codes, f"c{number}"), answer)
    collected = read(shared)
    assert collected.codes[["unit_id", "frame"]].to_numpy().tolist() == [[unit, "conflict"]]
    told = " ".join(collected.notes)
    assert "1 coded passages are not among" in told
    assert "oil" in told
    assert "another codebook.toml" in told


def test_a_later_round_replaces_an_earlier_one(shared):
    unit, told = shared.sample["unit_id"].iloc[0], {"coder": "Ana", "coded_at": "2026-01-12T10:00:00Z"}
    for number, value in ((2, 0), (1, 1)):
        append_answer(
            log_path(shared.codes, "Ana"),
            Answer(CODE, str(number), unit, round=number, codes={"conflict": value}, **told),
        )
    assert read(shared).codes["value"].tolist() == [0.0]


def test_names_that_differ_in_capitals_alone_are_told(shared):
    unit = shared.sample["unit_id"].iloc[0]
    for number, name in enumerate(("Ana", "ana ")):
        line = write_line(Answer(CODE, str(number), unit, name, "2026-01-12T10:00:00Z", codes={"conflict": 1}))
        (shared.codes / f"{number}.jsonl").write_bytes(line)
    assert any("counted as two coders" in note for note in read(shared).notes)


def test_time_is_what_each_laptop_saw_of_itself(shared):
    units = shared.sample["unit_id"].tolist()
    clocks = ["2031-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "not a time", "2031-01-01T00:00:01Z"]
    for number, (unit, at, seconds) in enumerate(zip(units, clocks, (30, 90_000, None, -5), strict=False)):
        append_answer(
            log_path(shared.codes, "A"),
            Answer(CODE, str(number), unit, "A", at, codes={"conflict": 1}, seconds=seconds),
        )
    seen = sorted(read(shared).work[0].seconds, key=lambda value: (isnan(value), value))
    assert seen[:3] == [0.0, 30.0, 600.0]
    assert len(seen) == 4


def test_the_signature_changes_with_every_line_and_with_nothing_else(shared):
    seen = {sign_logs(shared.codes)}
    for place, answer in enumerate(answers_of("Ana", shared), start=2):
        append_answer(log_path(shared.codes, "Ana"), answer)
        seen.add(sign_logs(shared.codes))
        assert len(seen) == place
    log_path(shared.codes, "Ana").touch()
    assert sign_logs(shared.codes) in seen


def test_a_folder_that_is_gone_raises_and_is_not_taken_for_an_empty_one(shared):
    shutil.rmtree(shared.codes)
    with pytest.raises(OSError, match="codes"):
        sign_logs(shared.codes)


def test_coders_keep_their_numbers(tmp_path):
    file = tmp_path / "coders.json"
    assert number_coders(file, ["Zoe", "Ben"]) == ["Ben", "Zoe"]
    assert number_coders(file, ["Ana", "Zoe"]) == ["Ben", "Zoe", "Ana"]
    file.write_text("{broken")
    assert number_coders(file, ["Ana"]) == ["Ana"]
