"""Lessons: notebooks with exercises, checks that look at objects, the student's version, and grading."""

from workbench.lessons.exercise import Exercise, Mark, worth
from workbench.lessons.lesson import Lesson, open_lesson

__all__ = ["Exercise", "Lesson", "Mark", "open_lesson", "worth"]
