"""A lesson as its notebook sees it: where its articles are, checks, hints, and what has been reached."""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from workbench.errors import ParameterError, nearest
from workbench.framing import Codebook, read_codes
from workbench.lessons.exercise import Exercise
from workbench.lessons.marking import Result, mark_answer
from workbench.reports import notebooks

_GRADING = "NBGRADER_EXECUTION"  # set to "autograde" by nbgrader while it grades


@dataclass
class Lesson:
    """A lesson that is open in a notebook (see `open_lesson`)."""

    number: int
    name: str  # of its notebook, as in "2-coding-and-reliability"
    exercises: tuple[Exercise, ...]
    _hints: dict[str, int] = field(default_factory=dict, repr=False)
    _answers: dict[str, object] = field(default_factory=dict, repr=False)
    _results: dict[str, Result] = field(default_factory=dict, repr=False)

    @property
    def corpus(self) -> str:
        """The folder of the articles of the lesson: the demo corpus."""
        return str(notebooks.demo_folder())

    @property
    def codes(self) -> str:
        """The folder of the hand codes of these articles."""
        return str(notebooks.demo_codes())

    def check(self, name: str, answer: object) -> Result:
        """Return what the checks say about an answer; the last line of a cell, it is shown.

        While nbgrader grades, hidden checks run too. An answer is kept: a copied cell with dots does not undo it.

        Args:
            name: the exercise.
            answer: the student's object, whatever it is.

        Raises:
            ParameterError: there is no such exercise, or the teacher reads it.
        """
        exercise = self._find(name)
        if exercise.variable is None:
            raise ParameterError(f"The exercise {name!r} is an open question. Your teacher reads the answer.")
        grading = os.environ.get(_GRADING) == "autograde"
        result = mark_answer(exercise, answer, hidden=grading)
        if result.done:
            self._answers[name] = answer
        elif grading and name in self._answers:
            result = mark_answer(exercise, self._answers[name], hidden=True)
        self._results[name] = result
        return result

    def hint(self, name: str) -> Hint:
        """Return a hint for an exercise: one more at each call.

        Raises:
            ParameterError: there is no such exercise.
        """
        exercise = self._find(name)
        shown = min(self._hints.get(name, 0) + 1, len(exercise.hints))
        self._hints[name] = shown
        return Hint(tuple(exercise.hints[:shown]), len(exercise.hints))

    def summary(self) -> pd.DataFrame:
        """Return how far each exercise is, by its public checks: exercise, points (missing: not checked), of, state."""
        rows = [
            {
                "exercise": exercise.name,
                "points": self._results[exercise.name].points if exercise.name in self._results else None,
                "of": exercise.points,
                "state": self._state(exercise),
            }
            for exercise in self.exercises
        ]
        table = pd.DataFrame(rows, columns=["exercise", "points", "of", "state"])
        return table.astype({"exercise": "str", "points": "float64", "of": "float64", "state": "str"})

    def join_own_codes(self, codes: pd.DataFrame, folder: str | Path, *, codebook: Codebook) -> pd.DataFrame:
        """Return codes with those that were given in the notebook added; the codes alone where nobody has coded.

        Args:
            codes: the codes that come with the lesson.
            folder: where `code_units` keeps its answers.
            codebook: the frames.

        Raises:
            DataError: a file of the folder holds no codes of this codebook.
        """
        if not any(Path(folder).glob("*.jsonl")):
            return codes
        own = read_codes(folder, codebook=codebook)
        return pd.concat([codes, own[own["unit_id"].isin(codes["unit_id"])]], ignore_index=True)

    def _state(self, exercise: Exercise) -> str:
        from workbench.lessons.showing import tell_state

        return tell_state(exercise, self._results.get(exercise.name))

    def _find(self, name: str) -> Exercise:
        for exercise in self.exercises:
            if exercise.name == name:
                return exercise
        names = [exercise.name for exercise in self.exercises]
        raise ParameterError(f"Lesson {self.number} has no exercise {name!r}. {nearest(str(name), names)}")


@dataclass(frozen=True)
class Hint:
    """The hints of an exercise that have been asked for so far."""

    texts: tuple[str, ...]
    total: int

    def __repr__(self) -> str:
        """Return the hints in plain words."""
        from workbench.lessons.showing import tell_hint

        return tell_hint(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        from workbench.lessons.showing import draw_hint

        return {"text/plain": repr(self), "text/html": draw_hint(self)}


def open_lesson(number: int) -> Lesson:
    """Return a lesson, for the second cell of its notebook: `.corpus`, `.codes`, `.check`, `.hint`, `.summary`.

    Args:
        number: the lesson, as in the name of its notebook.

    Raises:
        ParameterError: there is no such lesson.

    Example:
        >>> open_lesson(2).name
        '2-coding-and-reliability'
    """
    path = find_lesson(number)
    return Lesson(number, path.stem, find_exercises(number))


def find_exercises(number: int) -> tuple[Exercise, ...]:
    """Return the exercises of a lesson."""
    return tuple(importlib.import_module(f"workbench.lessons.checks.lesson_{number}").EXERCISES)


def find_lesson(number: int) -> Path:
    """Return the teacher's notebook of a lesson.

    Raises:
        ParameterError: there is no such lesson.
    """
    files = lesson_files()
    if not isinstance(number, int) or number not in files:
        allowed = ", ".join(map(str, files)) or "none"
        raise ParameterError(f"There is no lesson {number!r}. Lessons: {allowed}. `workbench lesson list` tells more.")
    return files[number]


def lesson_files() -> dict[int, Path]:
    """Return the teacher's notebook of each lesson, by number."""
    found = (notebooks.notebooks_folder() / "lessons").glob("[1-9]*-*.ipynb")
    return {int(path.stem.partition("-")[0]): path for path in sorted(found)}
