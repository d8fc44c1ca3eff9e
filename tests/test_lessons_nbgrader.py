"""Release, hand in, autograde through the real nbgrader: its points equal ours."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from lesson_notebooks import cell, save, teacher

from workbench.lessons.grading import grade_notebook
from workbench.lessons.lesson import find_lesson

NAME = find_lesson(2).stem
WRONG = {
    "agreed-answer": "agreed = 100 * (readings['first reading'] == readings['second reading']).mean()",
    "doubtful-answer": "doubtful = ['morality', 'conflict']",
    "units-answer": "units = 387",
}


@pytest.mark.slow
def test_points_of_nbgrader_equal_ours(tmp_path, monkeypatch):
    from nbgrader.api import Gradebook
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    monkeypatch.chdir(tmp_path)
    # nbgrader starts alembic by its name, which an environment that is not activated does not find.
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    (tmp_path / "source" / "two").mkdir(parents=True)
    save(teacher(2), tmp_path / "source" / "two" / f"{NAME}.ipynb")
    config = Config()
    config.CourseDirectory.root = str(tmp_path)
    config.CourseDirectory.db_url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    config.Execute.timeout, config.Execute.iopub_timeout = 300, 60  # its 30 and 4 seconds are short on a busy machine
    api = NbGraderAPI(config=config)
    made = api.generate_assignment("two")
    assert made["success"], made
    files = {who: hand_in(tmp_path, who, changes) for who, changes in (("ana", {}), ("ben", WRONG), ("eve", None))}
    for who, path in files.items():
        graded = api.autograde("two", who)
        assert graded["success"], graded
        with Gradebook(config.CourseDirectory.db_url) as book:
            grades = book.find_submission_notebook(NAME, "two", who).grades
            theirs = {
                grade.name.removesuffix("-check"): grade.auto_score for grade in grades if grade.cell_type == "code"
            }
        ours = grade_notebook(path).dropna(subset="points").set_index("exercise")["points"].to_dict()
        assert theirs == ours, who
    assert sum(ours.values()) == 0  # the last has filled in nothing


def hand_in(folder, who, changes):
    """Fill in what was released, from the solution or with other answers; None leaves it as it is."""
    released = nbformat.read(folder / "release" / "two" / f"{NAME}.ipynb", as_version=4)
    assert "SOLUTION" not in nbformat.writes(released)
    solution = teacher(2)
    for one in released.cells:
        if changes is not None and one.id.endswith("-answer"):
            one.source = changes.get(one.id, cell(solution, one.id).source)
    place = folder / "submitted" / who / "two"
    place.mkdir(parents=True)
    return save(released, place / f"{NAME}.ipynb")
