"""Results and hints as students read them: in words, and as HTML for notebooks. Every text is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.lessons.exercise import Exercise
    from workbench.lessons.lesson import Hint
    from workbench.lessons.marking import Marked, Result

_BOX = "border-left: 4px solid {colour}; padding: .3em .8em; max-width: 46em; line-height: 1.45"
_COLOURS = {"all": "#009e73", "some": "#e69f00", "none": "#767676"}  # Okabe-Ito; words say the same


def tell_result(result: Result) -> str:
    """Return a result in plain words."""
    return "\n".join([_headline(result), *(f"- {_line(one)}" for one in _told(result)), *_footer(result)])


def draw_result(result: Result) -> str:
    """Return a result as HTML."""
    items = "".join(f"<li>{escape(_line(one))}</li>" for one in _told(result))
    listed = f'<ul style="margin: .3em 0; padding-left: 1.2em">{items}</ul>' if items else ""
    footer = "".join(f"<div>{escape(sentence)}</div>" for sentence in _footer(result))
    return _box(_colour(result), f"<strong>{escape(_headline(result))}</strong>{listed}{footer}")


def tell_hint(hint: Hint) -> str:
    """Return the hints asked for so far, in plain words."""
    lines = [f"Hint {place} of {hint.total}: {text}" for place, text in enumerate(hint.texts, start=1)]
    return "\n".join(lines)


def draw_hint(hint: Hint) -> str:
    """Return the hints asked for so far, as HTML."""
    return _box("#0072b2", "".join(f"<div>{escape(line)}</div>" for line in tell_hint(hint).splitlines()))


def tell_state(exercise: Exercise, result: Result | None) -> str:
    """Return in a few words how far an exercise is."""
    if exercise.variable is None:
        return "read by your teacher"
    if result is None:
        return "not checked"
    if not result.done:
        return "not done"
    if result.points < result.of:
        return "in part" if result.points else "not right yet"
    return "public checks passed" if result.of < exercise.points else "all checks passed"


def _headline(result: Result) -> str:
    if not result.done:
        return f"{result.exercise.name}: not done yet."
    return f"{result.exercise.name}: {result.points:g} of {result.of:g} points."


def _line(one: Marked) -> str:
    sign = "✓" if one.passed else "✗" if one.mark.points == 0 else "◐"
    return f"{sign} {one.mark.points:g} of {one.of:g}: {one.mark.reason}"


def _told(result: Result) -> tuple[Marked, ...]:
    return result.marked if result.done else ()


def _footer(result: Result) -> list[str]:
    exercise = result.exercise
    if not result.done:
        place = "in place of the dots (in a function: of the line that begins with raise)"
        return [
            f"Put your answer for {exercise.variable} {place}, and run that cell. If it shows an error, mend it.",
            f"A first hint: {exercise.hints[0]} More: lesson.hint({exercise.name!r})",
        ]
    if result.points < result.of:
        return [f"For a hint: lesson.hint({exercise.name!r})"]
    graded = any(one.hidden for one in result.marked)
    if graded or not exercise.hidden:
        return []
    number = len(exercise.hidden)
    further = "1 further check" if number == 1 else f"{number} further checks"
    left = exercise.points - result.of
    return [f"All public checks passed. Your teacher's grading also runs {further}, worth {left:g}."]


def _colour(result: Result) -> str:
    if not result.points:
        return _COLOURS["none"]
    return _COLOURS["all" if result.points >= result.of else "some"]


def _box(colour: str, inner: str) -> str:
    return f'<div role="status" style="{_BOX.format(colour=colour)}">{inner}</div>'
