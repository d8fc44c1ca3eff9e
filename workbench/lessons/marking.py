"""Run the checks of an exercise on an answer: never a traceback, never a word on what a hidden check looks at."""

from __future__ import annotations

import contextlib
import io
import warnings
from dataclasses import dataclass
from typing import Any
from unicodedata import bidirectional, category

from workbench.errors import WorkbenchError
from workbench.lessons.exercise import Check, Exercise, Mark, points_of

_TURNS = frozenset("LRE RLE LRO RLO PDF LRI RLI FSI PDI".split())  # what turns the order of signs around
_MOST = 500  # letters that are told of what an answer says about itself


@dataclass(frozen=True)
class Marked:
    """One check that has run: its mark, the points it could give, and whether students may read the reason."""

    mark: Mark
    of: float
    hidden: bool

    @property
    def passed(self) -> bool:
        """Whether it gave all its points."""
        return self.mark.points >= self.of


@dataclass(frozen=True)
class Result:
    """What checks say about one answer; `done` is False where there is no answer yet."""

    exercise: Exercise
    done: bool
    marked: tuple[Marked, ...]

    @property
    def points(self) -> float:
        """The points given."""
        return sum(one.mark.points for one in self.marked)

    @property
    def of(self) -> float:
        """The points that the checks that ran can give."""
        return sum(one.of for one in self.marked)

    @property
    def reason(self) -> str:
        """The reasons of all checks that ran, as one text."""
        return " ".join(one.mark.reason for one in self.marked) if self.done else "Not answered."

    def __repr__(self) -> str:
        """Return the result in plain words."""
        from workbench.lessons.showing import tell_result

        return tell_result(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return words for readers; the plain text is the points alone, which is what nbgrader reads."""
        from workbench.lessons.showing import draw_result

        return {"text/plain": f"{self.points:g}", "text/html": draw_result(self)}


def is_unanswered(value: object) -> bool:
    """Whether a variable still holds the dots of the student version.

    Example:
        >>> is_unanswered(...), is_unanswered(0)
        (True, False)
    """
    return value is ... or value is None


def mark_answer(exercise: Exercise, value: object, *, hidden: bool) -> Result:
    """Return what the public checks say about an answer, and the hidden ones too where a teacher grades.

    Args:
        exercise: an exercise with checks.
        value: the student's object.
        hidden: whether hidden checks run as well.

    Example:
        >>> from workbench.lessons.exercise import worth
        >>> check = worth(1)(lambda answer: Mark(answer == 4, "Two and two are four."))
        >>> mark_answer(Exercise("sum", "total", 1, ["Add."], [check]), 4, hidden=False).points
        1.0
    """
    checks = [(check, False) for check in exercise.public]
    checks += [(check, True) for check in exercise.hidden if hidden]
    if is_unanswered(value):
        return _unanswered(exercise, checks)
    try:
        marked = tuple(Marked(_run(check, value), points_of(check), is_hidden) for check, is_hidden in checks)
    except NotImplementedError:
        return _unanswered(exercise, checks)
    return Result(exercise, done=True, marked=marked)


def _unanswered(exercise: Exercise, checks: list[tuple[Check, bool]]) -> Result:
    marked = (Marked(Mark(0.0, "Not answered."), points_of(check), is_hidden) for check, is_hidden in checks)
    return Result(exercise, done=False, marked=tuple(marked))


def _run(check: Check, value: Any) -> Mark:  # noqa: ANN401 - a student's object is anything
    """Return the mark of one check, in silence: nbgrader takes any word on stderr for a failure."""
    silent = io.StringIO()
    with warnings.catch_warnings(), contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
        warnings.simplefilter("ignore")
        try:
            mark = check(value)
        except NotImplementedError:
            raise
        except WorkbenchError as error:
            return Mark(0.0, f"The library says: {shorten(error)}")
        except Exception as error:
            return Mark(0.0, _say_failure(value, error))
    return Mark(min(max(float(mark.points), 0.0), points_of(check)), mark.reason)


def printable(text: str) -> str:
    r"""Return a text, which may be any bytes, as a table can hold it and a terminal can show it.

    Example:
        >>> printable("ana\x1b[31m.ipynb"), printable("\u202ebynpi")
        ('ana?[31m.ipynb', '?bynpi')
    """
    return "".join("?" if _is_control(sign) else sign for sign in text)


def _is_control(sign: str) -> bool:
    return category(sign) in {"Cc", "Cs"} or bidirectional(sign) in _TURNS


def shorten(text: object) -> str:
    r"""Return what an answer says about itself, printable, as one line that has an end.

    Example:
        >>> shorten("not\n so \x1b[31m"), len(shorten("x" * 1_000))
        ('not so ?[31m', 501)
    """
    plain = printable(" ".join(str(text)[: 4 * _MOST].split()))
    return plain if len(plain) <= _MOST else f"{plain[:_MOST]}…"


def _say_failure(value: object, error: Exception) -> str:
    try:
        said = shorten(f"{type(error).__name__}: {error}")
    except Exception:  # an error of the student's own, which cannot be told
        said = type(error).__name__
    if callable(value):
        return f"Your function stopped with {said}. Call it yourself in a new cell to see where."
    return f"Your answer, a {type(value).__name__}, could not be read as what was asked for ({said})."
