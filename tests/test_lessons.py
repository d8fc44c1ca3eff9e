"""The machinery of lessons: marks, hints, the student's version, and what every lesson's notebook must be."""

import ast
import json
import re

import nbformat
import pandas as pd
import pytest
from lesson_answers import marks
from lesson_notebooks import student, teacher

from workbench import OutputError, ParameterError, open_lesson
from workbench.cli.main import main
from workbench.errors import DataError
from workbench.lessons import Exercise, Mark, worth
from workbench.lessons.answers import mark_latest
from workbench.lessons.checks.demo import demo_articles, first_reading
from workbench.lessons.lesson import Hint, Lesson, find_exercises, lesson_files
from workbench.lessons.marking import mark_answer
from workbench.lessons.versions import clear_solutions, number_of, write_student_version, write_teacher_version

NUMBERS = sorted(lesson_files())


@worth(2)
def is_four(answer):
    """It is four."""
    return Mark(2, "Four.") if answer == 4 else Mark(1, "A number.") if isinstance(answer, int) else Mark(0, "No.")


@worth(1)
def has_no_secret(answer):
    """A hidden one."""
    return Mark(1, "Secret.") if answer == 4 else Mark(0, "Secret missed.")


SUM = Exercise("sum", "total", 3, ["Add.", "Two and two.", "4"], [is_four], [has_no_secret])


@pytest.fixture
def lesson():
    return Lesson(9, "9-sums", (SUM, Exercise("why", None, 2, ["Say it."])))


@pytest.mark.parametrize(
    ("answer", "points", "done"), [(4, 2, True), (5, 1, True), ("x", 0, True), (..., 0, False), (None, 0, False)]
)
def test_public_checks_give_points_with_a_reason(lesson, answer, points, done):
    result = lesson.check("sum", answer)
    assert (result.points, result.of, result.done) == (points, 2, done)
    assert result.reason


def test_passing_is_said_honestly(lesson):
    told = repr(lesson.check("sum", 4))
    assert "All public checks passed. Your teacher's grading also runs 1 further check, worth 1." in told
    assert "Secret" not in told


def test_what_is_not_done_gets_a_hint(lesson):
    told = repr(lesson.check("sum", ...))
    assert "not done yet" in told
    assert "Add." in told
    assert "lesson.hint('sum')" in told


def test_nbgrader_reads_the_points_from_the_plain_text(lesson):
    bundle = lesson.check("sum", 5)._repr_mimebundle_()
    assert float(bundle["text/plain"]) == 1
    assert "1 of 2" in bundle["text/html"]


def test_hidden_checks_run_while_nbgrader_grades(lesson, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert lesson.check("sum", 4).points == 3
    assert lesson.check("sum", ...).points == 3  # a copied empty cell does not undo the answer


@pytest.mark.parametrize(
    ("raised", "said"),
    [(ValueError("odd"), "ValueError: odd"), (DataError("no column"), "no column"), (RecursionError(), "Recursion")],
)
def test_a_check_that_raises_is_no_points_with_a_sentence(raised, said):
    @worth(1)
    def breaks(_):
        raise raised

    result = mark_answer(Exercise("x", "x", 1, ["h"], [breaks]), 1, hidden=False)
    assert result.points == 0
    assert said in result.reason


def test_checks_are_silent(capfd, recwarn):
    @worth(1)
    def noisy(answer):
        return Mark(answer(), "Called.")

    def answer():
        import sys
        import warnings

        warnings.warn("loud", stacklevel=1)
        sys.stderr.write("loud")
        sys.stdout.write("loud")
        return 1

    assert mark_answer(Exercise("x", "x", 1, ["h"], [noisy]), answer, hidden=False).points == 1
    assert capfd.readouterr() == ("", "")
    assert len(recwarn) == 0


def test_an_unwritten_function_is_not_done():
    @worth(1)
    def calls(answer):
        return Mark(answer(), "Called.")

    def unwritten():
        raise NotImplementedError

    exercise = Exercise("x", "x", 1, ["h"], [calls])
    assert not mark_answer(exercise, unwritten, hidden=False).done
    assert mark_latest(exercise, [lambda: 1, unwritten]).points == 1


@pytest.mark.parametrize("given", [-1, 7])
def test_points_stay_within_what_a_check_is_worth(given):
    check = worth(2)(lambda _: Mark(given, "Odd."))
    assert 0 <= mark_answer(Exercise("x", "x", 2, ["h"], [check]), 1, hidden=False).points <= 2


def test_points_of_an_exercise_are_those_of_its_checks():
    with pytest.raises(ParameterError, match="has 5 points, but its checks give 2"):
        Exercise("x", "x", 5, ["h"], [is_four])


def test_hints_come_one_by_one(lesson):
    assert [len(lesson.hint("sum").texts) for _ in range(5)] == [1, 2, 3, 3, 3]
    assert repr(lesson.hint("why")) == "Hint 1 of 1: Say it."


def test_texts_are_escaped_in_html():
    assert "<b>" not in Hint(("<b>", "x"), 2)._repr_mimebundle_()["text/html"]
    check = worth(1)(lambda answer: Mark(0, str(answer)))
    result = mark_answer(Exercise("x", "x", 1, ["h"], [check]), "<script>", hidden=False)
    assert "<script>" not in result._repr_mimebundle_()["text/html"]


def test_the_summary_says_how_far_each_exercise_is(lesson):
    lesson.check("sum", 5)
    summary = lesson.summary()
    assert summary["state"].tolist() == ["in part", "read by your teacher"]
    assert summary["points"].tolist()[0] == 1


@pytest.mark.parametrize(("name", "said"), [("sun", "Did you mean 'sum'"), ("why", "open question")])
def test_unknown_and_open_exercises_cannot_be_checked(lesson, name, said):
    with pytest.raises(ParameterError, match=said):
        lesson.check(name, 1)


@pytest.mark.parametrize("number", [0, 99, "2", None])
def test_unknown_lessons_are_refused(number):
    with pytest.raises(ParameterError, match="There is no lesson"):
        open_lesson(number)


@pytest.mark.parametrize(
    ("source", "kind", "cleared"),
    [
        ("a = ...\n### BEGIN SOLUTION\na = 1\n### END SOLUTION\na", "code", "a = ...\n# Your code here.\na"),
        (
            "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION",
            "code",
            'def f():\n    # Your code here.\n    raise NotImplementedError("Write this part.")',
        ),
        ("<!-- BEGIN SOLUTION -->\nText.\n<!-- END SOLUTION -->", "markdown", "*Your answer here.*"),
        ("a = 1", "code", "a = 1"),
    ],
)
def test_solutions_become_places_to_write_in(source, kind, cleared):
    v4 = nbformat.v4
    cell = (v4.new_code_cell if kind == "code" else v4.new_markdown_cell)(source)
    assert clear_solutions(v4.new_notebook(cells=[cell])).cells[0].source == cleared


@pytest.mark.parametrize("source", ["### BEGIN SOLUTION", "### END SOLUTION", "# BEGIN SOLUTION\n# BEGIN SOLUTION"])
def test_a_torn_solution_is_refused(source):
    with pytest.raises(DataError, match="solution"):
        clear_solutions(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]))


def test_versions_never_overwrite_answers(tmp_path):
    path = write_student_version(2, out=tmp_path)
    with pytest.raises(OutputError, match="may hold answers"):
        write_student_version(2, out=tmp_path)
    assert "SOLUTION" not in path.read_text(encoding="utf-8")
    assert "BEGIN SOLUTION" in write_teacher_version(2, out=tmp_path / "new" / "mine.ipynb").read_text(encoding="utf-8")


def test_the_command_lists_and_writes(tmp_path, capsys):
    assert main(["lesson", "list"]) == 0
    assert "2  Coding and reliability" in capsys.readouterr().out
    assert main(["lesson", "student", "2", "--out", str(tmp_path)]) == 0
    assert main(["lesson", "student", "2", "--out", str(tmp_path)]) == OutputError.exit_code
    assert main(["lesson", "student", "77"]) == ParameterError.exit_code
    assert "There is no lesson 77" in capsys.readouterr().err


@pytest.mark.parametrize("number", NUMBERS)
def test_notebooks_of_lessons_are_fit_for_git(number):
    notebook = teacher(number)
    nbformat.validate(notebook)
    assert number_of(notebook) == number
    assert notebook.cells[0].source.startswith("# ")
    assert re.search(r"\d+ minutes", notebook.cells[0].source)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    for cell in notebook.cells:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", cell.id), cell.id
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)
            ast.parse(cell.source)
            assert not re.search(r"[\"'](/|[A-Z]:\\)", cell.source), f"absolute path in {cell.id}"
            outside = re.sub(r"[^\n]*BEGIN SOLUTION.*?END SOLUTION", "", cell.source, flags=re.S)
            assert len(outside.splitlines()) <= 8, cell.id


@pytest.mark.parametrize("number", NUMBERS)
def test_metadata_is_valid_in_nbgrader(number):
    from nbgrader.nbgraderformat import MetadataValidator

    MetadataValidator().validate_nb(teacher(number))


@pytest.mark.parametrize("number", NUMBERS)
def test_every_exercise_has_hints_its_points_and_a_graded_cell_in_the_notebook(number):
    cells, exercises = teacher(number).cells, find_exercises(number)
    graded = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
    for exercise, cell in zip(exercises, graded, strict=True):
        assert 2 <= len(exercise.hints) <= 3, exercise.name
        name = exercise.name.replace("_", "-")
        assert cell.id == cell.metadata.nbgrader.grade_id == f"{name}-{'check' if exercise.variable else 'answer'}"
        assert cell.metadata.nbgrader.points == exercise.points, cell.id
        if exercise.variable:
            assert cell.source == f'lesson.check("{exercise.name}", {exercise.variable})'
    text = "\n".join(cell.source for cell in cells)
    said = [float(one or more) for one, more in re.findall(r"\((?:(1) point|(\d+) points)[,)]", text)]
    assert said == [exercise.points for exercise in exercises]


@pytest.mark.parametrize("number", [1, 3])
def test_the_sum_that_a_notebook_says_is_that_of_its_checked_exercises(number):
    points = [exercise.points for exercise in find_exercises(number) if exercise.variable]
    assert f"{sum(points):g} points in seven" in "\n".join(cell.source for cell in teacher(number).cells)
    assert len(points) == 7


@pytest.mark.parametrize("number", NUMBERS)
def test_student_versions_keep_ids_and_tell_no_solution(number):
    whole, cleared = teacher(number), student(number)
    assert [cell.id for cell in whole.cells] == [cell.id for cell in cleared.cells]
    assert [cell.metadata for cell in whole.cells] == [cell.metadata for cell in cleared.cells]
    text = json.dumps(cleared)
    assert "SOLUTION" not in text
    hidden = {check.__name__ for exercise in find_exercises(number) for check in exercise.hidden}
    assert not [name for name in hidden if name in text]
    for cell in cleared.cells:
        if cell.cell_type == "code":
            ast.parse(cell.source)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_answer_begins_with_dots(number):
    cleared = "\n".join(cell.source for cell in student(number).cells if cell.cell_type == "code")
    for exercise in find_exercises(number):
        if exercise.variable:
            given = rf"^({exercise.variable} = \.\.\.|def {exercise.variable}\()"
            assert re.search(given, cleared, re.M), exercise.name


@pytest.mark.parametrize("number", NUMBERS)
def test_no_answer_is_no_points_in_any_lesson(number):
    for exercise in find_exercises(number):
        if exercise.variable:
            result = mark_answer(exercise, ..., hidden=True)
            assert (result.points, result.of) == (0, exercise.points)


ODD = {
    "zero": 0,
    "text": "x",
    "no text": "",
    "no list": [],
    "no dictionary": {},
    "nan": float("nan"),
    "object": object(),
    "no table": pd.DataFrame(),
    "no column": pd.Series(dtype="float64"),
    "len": len,
    "print": print,
}
# Zero is a share; what returns nothing, or a number, says "not safe" or "safe", and leaves a table as it was.
PART = {("agreed", "zero"): 1, ("peak_is_safe", "len"): 1, ("peak_is_safe", "print"): 1, ("plant", "print"): 1}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("odd", ODD)
def test_odd_answers_are_marked_not_met_by_a_traceback(number, odd):
    names = [exercise.name for exercise in find_exercises(number) if exercise.variable]
    given = {name: marks(number, name, ODD[odd]) for name in names}
    assert {name: points for name, (points, _) in given.items()} == {name: PART.get((name, odd), 0) for name in names}
    assert all(reason for _, reason in given.values())


def test_what_a_function_does_to_its_arguments_reaches_no_other_check():
    def empties(*arguments):
        for one in arguments:
            for column in list(one.columns) if isinstance(one, pd.DataFrame) else []:
                del one[column]
            if isinstance(one, list):
                one.clear()

    before = [table.copy() for table in (demo_articles(), first_reading())]
    for number in NUMBERS:
        for exercise in find_exercises(number):
            if exercise.variable:
                assert marks(number, exercise.name, empties)[0] < exercise.points
    assert demo_articles().equals(before[0])
    assert first_reading().equals(before[1])
    assert "as it should be" in marks(2, "chance", lambda *_: 0.5)[1]
