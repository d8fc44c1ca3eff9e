"""Inside the kernel of a notebook that is graded: keep what its variables held, and mark the answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workbench.errors import ParameterError
from workbench.lessons.exercise import Exercise
from workbench.lessons.lesson import find_exercises
from workbench.lessons.marking import Result, is_unanswered, mark_answer

_KEPT = 5  # answers to one exercise that are remembered
_answers: dict[str, list[object]] = {}


def keep_answers(number: int) -> None:
    """From now on remember, after each cell, what the variables of the exercises hold.

    So a copy of an answer's cell that was left empty does not undo the answer. `exit()` ends nothing from now on: it
    would end the kernel a little later, in a cell that is not to blame.
    """
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    names = [exercise.variable for exercise in find_exercises(number) if exercise.variable]
    shell.ask_exit = lambda: None
    shell.events.register("post_execute", lambda: _keep(names, shell.user_ns))


def write_result(number: int, name: str, path: str) -> None:
    """Mark one exercise and write points and reason to a file, as JSON."""
    exercise = next(exercise for exercise in find_exercises(number) if exercise.name == name)
    result = mark_latest(exercise, _answers.get(exercise.variable or "", []))
    said = {"done": result.done, "points": result.points, "reason": result.reason}
    Path(path).write_text(json.dumps(said), encoding="utf-8")


def mark_latest(exercise: Exercise, answers: list[object]) -> Result:
    """Return the result of the last answer that is one, of several; of none, that it is not done.

    Args:
        exercise: an exercise with checks.
        answers: what its variable held, one after the other.
    """
    if exercise.variable is None:
        raise ParameterError(f"The exercise {exercise.name!r} is read by the teacher.")
    for answer in reversed(answers):
        result = mark_answer(exercise, answer, hidden=True)
        if result.done:
            return result
    return mark_answer(exercise, ..., hidden=True)


def _keep(names: list[str], namespace: dict[str, object]) -> None:
    for name in names:
        value = namespace.get(name)
        kept = _answers.setdefault(name, [])
        if not is_unanswered(value) and not any(value is other for other in kept[-1:]):
            kept.append(value)
            del kept[:-_KEPT]
