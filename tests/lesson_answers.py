"""For the tests of lessons: the answers of a teacher's notebook, what answers are worth, and cells in other places."""

import copy

from lesson_notebooks import teacher

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
