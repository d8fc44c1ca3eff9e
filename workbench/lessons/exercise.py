"""An exercise of a lesson: what is asked, what it is worth, and the checks that look at the student's object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.errors import ParameterError


@dataclass(frozen=True)
class Mark:
    """What one check gives: points, and the reason in a sentence to the student."""

    points: float
    reason: str


Check = Callable[[Any], Mark]


def worth(points: float) -> Callable[[Check], Check]:
    """Say how many points a check can give; stands above the function as `@worth(2)`.

    Example:
        >>> @worth(2)
        ... def is_list(answer):
        ...     return Mark(2, "It is a list.") if isinstance(answer, list) else Mark(0, "It is no list.")
        >>> points_of(is_list)
        2.0
    """

    def say(check: Check) -> Check:
        check.points = float(points)  # type: ignore[attr-defined]
        return check

    return say


def points_of(check: Check) -> float:
    """Return the most points a check can give."""
    return float(check.points)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Args:
        name: a short word, by which notebooks call it: `lesson.check("alpha", alpha)`.
        variable: the name that holds the student's answer; None for an open question, which the teacher reads.
        points: the most points it gives: the sum of what its checks are worth.
        hints: from a nudge to nearly the solution; each call of `lesson.hint` shows one more.
        public: checks that students see; each takes the answer and returns a `Mark`, and has `@worth(points)` above it.
        hidden: checks that run when a teacher grades.
    """

    name: str
    variable: str | None
    points: float
    hints: Sequence[str]
    public: Sequence[Check] = ()
    hidden: Sequence[Check] = ()

    def __post_init__(self) -> None:
        """Refuse points that are not the sum of those of the checks."""
        given = sum(points_of(check) for check in self.checks)
        if self.variable is not None and given != self.points:
            raise ParameterError(
                f"The exercise {self.name!r} has {self.points:g} points, but its checks give {given:g}. "
                "Make them the same."
            )

    @property
    def checks(self) -> tuple[Check, ...]:
        """All checks, public ones first."""
        return (*self.public, *self.hidden)
