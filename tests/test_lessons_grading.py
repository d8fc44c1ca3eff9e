"""Grading what students hand in, with real kernels: whatever they did to the notebook, each answer counts."""

import copy
import json

import nbformat
import pandas as pd
import pytest
from lesson_notebooks import cell, notebook_of, save, student, teacher

from workbench import ParameterError
from workbench.cli.main import main
from workbench.lessons import grading
from workbench.lessons.exercise import Exercise, Mark, worth
from workbench.lessons.grading import BY_HAND, FOR_YOU, find_submissions, grade_notebook

ALPHA = "alpha = wb.score_agreement(wb.read_hand_codes(lesson.codes, codebook=wb.read_codebook('generic')).codes)"
UNITS = "units = 227"


def points(path, **options):
    table = grade_notebook(path, **options)
    return table.dropna(subset="points").set_index("exercise")["points"].to_dict()


def reasons(path, **options):
    return grade_notebook(path, **options).set_index("exercise")["reason"].to_dict()


@pytest.mark.slow
def test_an_unfilled_notebook_is_no_points_in_any_exercise(tmp_path):
    graded = grade_notebook(save(student(2), tmp_path / "empty.ipynb"))
    assert graded["points"].sum() == 0
    assert graded["reason"].tolist() == ["Not answered."] * 6 + [BY_HAND]


def test_the_answer_to_an_open_question_is_there_to_be_read(tmp_path, monkeypatch):
    monkeypatch.setattr(grading, "_run", lambda *_: grading._Run())
    notebook = student(2)
    open_question = (
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "method-answer"
    )
    next(open_question).source = "Two readings\n\nof 27 articles."
    graded = grade_notebook(save(notebook, tmp_path / "ana.ipynb"))
    assert graded["reason"].iloc[-1] == f"{FOR_YOU} Two readings of 27 articles."
    assert graded["points"].isna().iloc[-1]


@pytest.mark.slow
def test_copied_moved_added_and_deleted_cells_are_graded_all_the_same(tmp_path):
    notebook = teacher(2)
    empty = student(2)
    for name in ("agreed-answer", "chance-answer", "doubtful-answer"):  # copies without answers, at the end
        notebook.cells.append(copy.deepcopy(cell(empty, name)))
    notebook.cells.append(copy.deepcopy(cell(notebook, "gold-check")))
    for place, name in ((0, "gold-answer"), (1, "chance-check"), (2, "readings"), (3, "alpha-answer")):  # to the top
        moved = cell(notebook, name)
        notebook.cells.remove(moved)
        notebook.cells.insert(place, moved)
    for name in ("alpha-check", "units-check", "figure", "summary"):
        notebook.cells.remove(cell(notebook, name))
    notebook.cells.insert(9, nbformat.v4.new_code_cell("1 / 0"))
    for one in notebook.cells:
        one.metadata = {}
        one.id = nbformat.v4.new_code_cell().id
    path = save(notebook, tmp_path / "mixed.ipynb")
    assert points(path) == {"agreed": 3, "chance": 4, "alpha": 3, "doubtful": 4, "gold": 4, "units": 3}


SPOILED = ["exit()", "input('name? ')", "def broken(:", "del lesson, wb", "%%js\n", "while True: pass", "%reset -f"]
KILLS = "import os; os._exit(1)"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoiled", "body", "said"),
    [(SPOILED, "while True: pass", "after 10 seconds"), ([KILLS], KILLS, "ended the kernel")],
    ids=["stopped", "kernel killed"],
)
def test_cells_and_a_function_that_spoil_a_run_cost_themselves_only(tmp_path, spoiled, body, said):
    function = f"def chance_agreement(first, second):\n    {body}"
    path = save(notebook_of(ALPHA, *spoiled, function, UNITS), tmp_path / "spoiled.ipynb")
    graded = grade_notebook(path, seconds=10).set_index("exercise")
    given = graded["points"].dropna().to_dict()
    assert given == {"agreed": 0, "chance": 0, "alpha": 3, "doubtful": 0, "gold": 0, "units": 3}
    assert said in graded.loc["chance", "reason"]


@pytest.mark.slow
def test_the_reason_says_what_stopped_a_cell_and_the_folder_is_left_alone(tmp_path):
    writes = "open('left.txt', 'w').write('x')"
    path = save(notebook_of("units = wb.plan_codings()", writes), tmp_path / "typo.ipynb")
    before = path.read_bytes()
    assert "'units' stopped with AttributeError" in reasons(path)["units"]
    assert [file.name for file in tmp_path.iterdir()] == ["typo.ipynb"]
    assert path.read_bytes() == before


@pytest.mark.slow
def test_the_command_grades_a_folder_and_writes_a_table(tmp_path, capsys):
    (tmp_path / "in" / "ben").mkdir(parents=True)
    save(notebook_of(UNITS), tmp_path / "in" / "ana.ipynb")
    (tmp_path / "in" / "ben" / "ben.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(SystemExit, match="3"):
        main(["lesson", "grade", str(tmp_path / "in"), "--csv", str(tmp_path / "points.csv")])
    told = capsys.readouterr()
    assert "3 of 21 points, and 4 for what you read" in told.out
    assert "1 of 2 notebooks could not be graded" in told.err
    table = pd.read_csv(tmp_path / "points.csv")
    assert len(table) == 8
    assert table["points"].sum() == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("", "cannot be read"),
        ('{"cells": 3, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "cannot be read"),
        (nbformat.writes(nbformat.v4.new_notebook()), "opens no lesson"),
        (nbformat.writes(notebook_of("wb.open_lesson(3)")), "opens several lessons"),
        (nbformat.writes(notebook_of(lesson=99)), "opens several lessons|There is no lesson 99"),
    ],
)
def test_what_cannot_be_graded_is_a_row_with_the_reason(tmp_path, text, said):
    path = tmp_path / "odd.ipynb"
    path.write_text(text, encoding="utf-8")
    graded = grade_notebook(path)
    assert graded[["exercise", "points"]].isna().all(axis=None)
    assert graded["reason"].str.contains(said).all()


@pytest.mark.parametrize("source", [None, 5, [1, 2], "x = '\ud800'"])
def test_cells_that_are_no_text_are_a_row_with_the_reason(tmp_path, source):
    broken = json.loads(nbformat.writes(notebook_of("x = 1")))
    broken["cells"][0]["source"] = source
    path = tmp_path / "odd\x1b[31m.ipynb"
    path.write_text(json.dumps(broken), encoding="utf-8")
    graded = grade_notebook(path)
    assert graded["reason"].str.contains("cannot be read").all()
    assert graded["file"].iloc[0].endswith("odd?[31m.ipynb")


def test_a_lesson_of_many_digits_is_none(tmp_path):
    path = save(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"wb.open_lesson({'9' * 6000})")]),
        tmp_path / "a.ipynb",
    )
    assert "opens no lesson" in grade_notebook(path)["reason"].iloc[0]


def test_what_is_no_file_does_not_stop_the_others(tmp_path, capsys):
    place = tmp_path / "in"
    (place / "b.ipynb").mkdir(parents=True)
    (place / "a.ipynb").symlink_to(place / "nowhere")
    (place / "c.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(SystemExit, match="3"):
        main(["lesson", "grade", str(place), "--csv", str(tmp_path / "points.csv")])
    assert "3 of 3 notebooks could not be graded" in capsys.readouterr().err
    reasons = pd.read_csv(tmp_path / "points.csv")["reason"].tolist()
    assert ["no file" in reason for reason in reasons] == [True, True, False]


def test_points_are_in_the_table_when_a_later_notebook_stops_the_grading(tmp_path, monkeypatch):
    for name in ("=a", "b"):
        (tmp_path / f"{name}.ipynb").write_text("{", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    grade = grading.grade_notebook

    def stop_at_b(path, **options):
        if path.name == "b.ipynb":
            raise KeyboardInterrupt
        return grade(path, **options)

    monkeypatch.setattr(grading, "grade_notebook", stop_at_b)
    assert main(["lesson", "grade", "=a.ipynb", "b.ipynb", "--csv", "points.csv"])
    assert pd.read_csv("points.csv")["file"].tolist() == ["'=a.ipynb"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('{"points": 1e9, "reason": "full", "done": true}', (2.0, "full")),
        ('{"points": -1, "reason": "x\\ny", "done": true}', (0.0, "x y")),
        ('{"points": 1, "reason": 5, "done": false}', (1.0, "")),
        *((text, None) for text in ("junk", "[]", "", '{"points": "many", "done": 1, "reason": ""}', "[" * 100_000)),
        ('{"points": NaN, "reason": "", "done": true}', None),
    ],
)
def test_what_a_notebook_writes_in_place_of_a_result_is_read_with_care(tmp_path, written, read):
    def full(_):
        return Mark(2, "")

    file = tmp_path / "result.json"
    file.write_text(written)
    assert grading._read_result(file, Exercise("e", "e", 2, ["Hint."], [worth(2)(full)])) == read


@pytest.mark.slow
def test_a_notebook_that_empties_its_folder_keeps_its_points(tmp_path):
    emptied = notebook_of(UNITS, "import shutil\nshutil.rmtree('.')", "raise ValueError('\\ud800' + 'x' * 10**6)")
    assert sum(points(save(emptied, tmp_path / "a.ipynb")).values()) == 3


@pytest.mark.parametrize("options", [{"lesson": 99}, {"seconds": 0}, {"seconds": float("nan")}])
def test_wrong_options_are_refused(tmp_path, options):
    with pytest.raises(ParameterError):
        grade_notebook(save(notebook_of(), tmp_path / "a.ipynb"), **options)


def test_submissions_are_found_once_and_not_among_checkpoints(tmp_path):
    (tmp_path / ".ipynb_checkpoints").mkdir()
    for name in ("b.ipynb", "a.ipynb", ".ipynb_checkpoints/a.ipynb"):
        (tmp_path / name).touch()
    found = find_submissions([str(tmp_path), str(tmp_path / "a.ipynb")])
    assert [path.name for path in found] == ["a.ipynb", "b.ipynb"]
    for place in ("nowhere", "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(ParameterError):
            find_submissions([str(tmp_path / place)])
