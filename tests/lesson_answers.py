"""For the tests of lessons: the answers of a teacher's notebook, what answers are worth, and cells in other places."""

import copy

from lesson_notebooks import save, student, teacher

from workbench.lessons.grading import grade_notebook
from workbench.lessons.lesson import find_exercises
from workbench.lessons.marking import mark_answer


def solve(number):
    """Return what the variables of a teacher's notebook hold after all its cells but the checks."""
    space = {}
    for cell in teacher(number).cells:
        if cell.cell_type == "code" and "lesson.check(" not in cell.source:
            exec(compile(cell.source, cell.id, "exec"), space)
    return space


def marks(number, name, answer):
    """Return the points of an answer with hidden checks, and all reasons."""
    exercise = next(exercise for exercise in find_exercises(number) if exercise.name == name)
    result = mark_answer(exercise, answer, hidden=True)
    return result.points, result.reason


def require_all_points(number, solved):
    """What the variables of the teacher's notebook hold has all points; `solved` is what `solve` returns."""
    checked = [exercise for exercise in find_exercises(number) if exercise.variable]
    given = {exercise.name: marks(number, exercise.name, solved[exercise.variable]) for exercise in checked}
    assert {name: points for name, (points, _) in given.items()} == {one.name: one.points for one in checked}, given


def shuffled(notebook):
    """Return a notebook whose answers stand the wrong way round, one of them copied, without its checks."""
    changed = copy.deepcopy(notebook)
    answers = [cell for cell in changed.cells if cell.cell_type == "code" and "BEGIN SOLUTION" in cell.source]
    kept = [cell for cell in changed.cells if "lesson.check(" not in cell.source]
    others = [cell for cell in kept if not any(cell is answer for answer in answers)]
    twin = copy.deepcopy(answers[0])
    twin.id = "twin"
    changed.cells = [*others[:6], *answers[::-1], twin, *others[6:]]
    return changed


def require_full_marks(number, folder):
    """The teacher's answers get all points, although they are copied and moved and their checks are gone."""
    table = grade_notebook(save(shuffled(teacher(number)), folder / "answers.ipynb")).dropna(subset="points")
    assert table["points"].tolist() == table["of"].tolist(), table["reason"].tolist()


def require_hints_when_empty(number, folder, *, stopped=frozenset()):
    """The unfilled version gets a first hint for each exercise; only cells that use an answer stop."""
    from nbclient import NotebookClient

    path = {"metadata": {"path": str(folder)}}
    run = NotebookClient(student(number), timeout=300, allow_errors=True, resources=path).execute()
    said = [cell.outputs[0].data["text/html"] for cell in run.cells if "lesson.check(" in cell.source]
    assert len(said) == sum(exercise.variable is not None for exercise in find_exercises(number))
    assert all("A first hint" in one for one in said)
    errors = {cell.id for cell in run.cells for output in cell.get("outputs", []) if output.output_type == "error"}
    assert errors == set(stopped)
