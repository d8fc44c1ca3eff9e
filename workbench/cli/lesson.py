"""`workbench lesson`: lessons for students and teachers, and grading what was handed in."""

from __future__ import annotations

import argparse
import math
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cells import guard_formula, guard_texts
from workbench.cli.options import shown_path
from workbench.errors import DataError, OutputError

if TYPE_CHECKING:
    import pandas as pd


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `lesson`."""
    lesson = commands.add_parser(
        "lesson", help="lessons: list them, write a student's notebook, grade what is handed in"
    )
    steps = lesson.add_subparsers(required=True, metavar="list|student|teacher|grade", parser_class=type(lesson))
    listed = steps.add_parser("list", help="say which lessons there are")
    listed.set_defaults(act=_list)
    for who, told in (("student", "write a lesson without solutions"), ("teacher", "write a lesson with solutions")):
        version = steps.add_parser(who, help=told)
        version.add_argument("number", type=int, metavar="N", help="number of the lesson")
        version.add_argument("--out", default=".", metavar="PATH", help="folder or .ipynb file (default: here)")
        version.set_defaults(act=_write, who=who)
    grade = steps.add_parser("grade", help="run notebooks that were handed in, and say their points with reasons")
    grade.add_argument("files", nargs="+", metavar="FILE", help="notebooks, or folders of notebooks")
    grade.add_argument("--lesson", type=int, metavar="N", help="the lesson, where a notebook does not say it")
    grade.add_argument("--csv", metavar="FILE", help="write the points to a table too")
    grade.add_argument(
        "--seconds", type=float, default=60.0, metavar="S", help="how long a cell may run (default: %(default)g)"
    )
    grade.set_defaults(act=_grade)


def _list(_: argparse.Namespace) -> None:
    from workbench.lessons.lesson import find_exercises, lesson_files
    from workbench.reports.notebooks import read_notebook

    for number, path in lesson_files().items():
        exercises = find_exercises(number)
        points = sum(exercise.points for exercise in exercises)
        print(f"{number}  {read_notebook(path).title} ({len(exercises)} exercises, {points:g} points)")
    print("\nA student's notebook: workbench lesson student N. With solutions: workbench lesson teacher N.")


def _write(options: argparse.Namespace) -> None:
    from workbench.lessons.versions import write_student_version, write_teacher_version

    write = write_student_version if options.who == "student" else write_teacher_version
    place = shlex.quote(shown_path(write(options.number, out=options.out).resolve()))
    print(f"Wrote {place}. To open it: jupyter lab {place}")


def _grade(options: argparse.Namespace) -> None:
    import pandas as pd

    from workbench.lessons.grading import find_submissions, grade_notebook

    tables = []
    for path in find_submissions(options.files):
        tables.append(grade_notebook(path, lesson=options.lesson, seconds=options.seconds))
        table = pd.concat(tables, ignore_index=True)
        if options.csv:  # after each notebook: whoever stops, or whatever stops it, keeps the points so far
            _save(table, Path(options.csv))
        print(f"{_tell(tables[-1]['file'].iloc[0], tables[-1])}\n", flush=True)
    if options.csv:
        print(f"The points stand in {shown_path(Path(options.csv).resolve())}.")
    ungraded = int(table["exercise"].isna().sum())
    if ungraded:
        print(f"{ungraded} of {len(tables)} notebooks could not be graded: see above.", file=sys.stderr)
        sys.exit(DataError.exit_code)


def _tell(name: str, table: pd.DataFrame) -> str:
    """Return the points of one notebook, exercise by exercise."""
    if table["exercise"].isna().any():
        return f"{name}: not graded. {table['reason'].iloc[0]}"
    by_hand = table["points"].isna()
    marked = table[~by_hand]
    lines = [f"{name}: {marked['points'].sum():g} of {marked['of'].sum():g} points"]
    if by_hand.any():
        lines[0] += f", and {table.loc[by_hand, 'of'].sum():g} for what you read"
    for exercise, points, most, reason in table[["exercise", "points", "of", "reason"]].itertuples(index=False):
        given = "-" if math.isnan(points) else f"{points:g}"
        lines.append(f"  {exercise} {given} of {most:g}: {reason}")
    return "\n".join(lines)


def _save(table: pd.DataFrame, path: Path) -> None:
    try:
        guard_texts(table, guard_formula).to_csv(path, index=False)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror or error}. Give another place with --csv."
        ) from error
