"""Notebooks of lessons as students hand them in: filled, copied, moved, spoiled."""

import nbformat

from workbench.lessons.lesson import find_lesson
from workbench.lessons.versions import clear_solutions


def teacher(number):
    """The teacher's notebook of a lesson."""
    return nbformat.read(find_lesson(number), as_version=4)


def student(number):
    """The student's version, unfilled."""
    return clear_solutions(teacher(number))


def cell(notebook, name):
    """The cell with an id."""
    return next(cell for cell in notebook.cells if cell.id == name)


def save(notebook, path):
    """Write a notebook and return its path."""
    nbformat.write(notebook, path)
    return path


def notebook_of(*sources, lesson=2):
    """A notebook that opens a lesson, and then runs cells."""
    v4 = nbformat.v4
    opening = f"import workbench as wb\nlesson = wb.open_lesson({lesson})"
    return v4.new_notebook(cells=[v4.new_code_cell(source) for source in (opening, *sources)])
