"""Grade what students hand in: run it in a kernel, try again what failed, mark the objects that are there then."""

from __future__ import annotations

import json
import re
import tempfile
import time
import warnings
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import DataError, ParameterError, WorkbenchError
from workbench.lessons.exercise import Exercise
from workbench.lessons.kernel import STOPPED, KernelDied, LessonKernel, open_kernel
from workbench.lessons.lesson import find_exercises, find_lesson
from workbench.lessons.marking import printable, shorten
from workbench.lessons.versions import STUB, number_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

_TYPES = {"file": "str", "lesson": "Int64", "exercise": "str", "points": "float64", "of": "float64", "reason": "str"}
_WHOLE = 5  # a notebook may take so many times as long as a cell
_RESTARTS = 3
_START = 60.0  # seconds for what is loaded before the first cell
_LONGEST = 1_000_000  # bytes of a result
BY_HAND = "An open question: read the answer in the notebook."
FOR_YOU = "An open question, for you to read:"
_LONGEST_ANSWER = 5_000  # signs of an answer to an open question


@dataclass
class _Run:
    """What came of running a notebook."""

    results: dict[str, tuple[float, str]] = field(default_factory=dict)  # exercise -> points, reason
    failed: dict[int, str] = field(default_factory=dict)  # place of a cell -> how it ended
    doing: int | str = -1  # the cell, or the exercise, that the kernel is at


def grade_notebook(path: str | Path, *, lesson: int | None = None, seconds: float = 60) -> pd.DataFrame:
    """Return the points of a notebook that was handed in; never fails because of what is in the notebook.

    The cells run in order, those that fail again once all have run, until none more goes through; then the checks,
    public and hidden, look at what the variables of the exercises hold. Cells may be added, copied, moved or left out.

    Args:
        path: the notebook. It is not changed; its code runs in an empty folder, with the rights of whoever grades.
        lesson: the number of the lesson; None takes it from the line that opens it.
        seconds: how long a cell, or the checks of an exercise, may run; the cells together five times as long.

    Returns:
        file, lesson, exercise, points (missing: to be read by the teacher), of, reason. A notebook that cannot be
        graded is one row without exercise, with the reason.

    Raises:
        ParameterError: there is no such file or lesson, or `seconds` is not above 0.

    Example:
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp()) / "ana.ipynb"
        >>> _ = file.write_text("this is no notebook")
        >>> grade_notebook(file)[["exercise", "points"]].isna().to_numpy().tolist()
        [[True, True]]
    """
    path = Path(path)
    if not path.exists() and not path.is_symlink():
        raise ParameterError(f"There is no notebook {str(path)!r}. Give the .ipynb files that were handed in.")
    if not seconds > 0:
        raise ParameterError(f"seconds={seconds:g} is not allowed. Give a number above 0.")
    if lesson is not None:
        find_lesson(lesson)
    try:
        notebook = _read(path)
        number = number_of(notebook) if lesson is None else lesson
        find_lesson(number)
    except WorkbenchError as error:
        return _table([{"file": printable(str(path)), "reason": str(error)}])
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    run = _run(sources, number, seconds)
    written = _find_written(notebook)
    rows = (_row(exercise, run, sources, written) for exercise in find_exercises(number))
    return _table([{"file": printable(str(path)), "lesson": number, **row} for row in rows])


def find_submissions(places: list[str]) -> list[Path]:
    """Return the notebooks at the paths given; of a folder, all that lie in it.

    Raises:
        ParameterError: nothing is there, or a folder holds no notebook.
    """
    found: list[Path] = []
    for place in map(Path, places):
        inside = sorted(path for path in place.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
        if place.is_dir() and not inside:
            raise ParameterError(f"The folder {str(place)!r} holds no notebook. Give the folder of what was handed in.")
        if not place.exists():
            raise ParameterError(f"There is nothing at {str(place)!r}. Check the path.")
        found += inside if place.is_dir() else [place]
    return list(dict.fromkeys(found))


def _read(path: Path) -> NotebookNode:
    import nbformat

    if not path.is_file():  # a folder, a pipe, a link to nothing
        raise DataError("It is no file. Ask for it again.")
    try:
        with warnings.catch_warnings(action="ignore"):  # ids that stand twice, of cells that were copied
            notebook: NotebookNode = nbformat.read(path, as_version=4)
        _ = [(cell.cell_type.strip(), cell.source.encode()) for cell in notebook.cells]
    except Exception as error:
        raise DataError(f"It cannot be read as a notebook ({type(error).__name__}). Ask for it again.") from error
    return notebook


def _run(sources: list[str], number: int, seconds: float) -> _Run:
    """Run a notebook; where something in it ends the kernel, once more without that."""
    ended: dict[int | str, str] = {}
    run = _Run()
    for _ in range(_RESTARTS + 1):
        run = _Run(
            results={name: (0.0, f"Its checks {how}.") for name, how in ended.items() if isinstance(name, str)},
            failed={place: how for place, how in ended.items() if isinstance(place, int)},
        )
        try:
            _attempt(sources, number, seconds, run)
        except KernelDied as end:
            ended[run.doing] = str(end)
        else:
            break
    return run


def _attempt(sources: list[str], number: int, seconds: float, run: _Run) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="lesson-", ignore_cleanup_errors=True) as folder,
        tempfile.TemporaryDirectory(prefix="marks-", ignore_cleanup_errors=True) as marks,  # notebooks empty theirs
        open_kernel(Path(folder)) as kernel,
    ):
        kernel.run(f"from workbench.lessons import answers\nanswers.keep_answers({number})", _START)
        _run_cells(kernel, sources, seconds, run)
        _mark(kernel, number, Path(marks), seconds, run)


def _run_cells(kernel: LessonKernel, sources: list[str], seconds: float, run: _Run) -> None:
    """Run the cells, then those that failed, until no more goes through."""
    until = time.monotonic() + _WHOLE * seconds
    waiting = [place for place in range(len(sources)) if place not in run.failed]
    before = len(waiting) + 1
    while len(waiting) < before:
        before = len(waiting)
        for place in waiting:
            run.doing = place
            left = until - time.monotonic()
            said = kernel.run(sources[place], min(seconds, left)) if left > 0 else "was not run: time was up"
            run.failed.pop(place, None)
            if said is not None:
                run.failed[place] = said
        waiting = [place for place in waiting if run.failed.get(place, "").startswith(STOPPED)]


def _mark(kernel: LessonKernel, number: int, folder: Path, seconds: float, run: _Run) -> None:
    """Mark the exercises that have no result yet."""
    for place, exercise in enumerate(find_exercises(number)):
        if exercise.variable is None or exercise.name in run.results:
            continue
        run.doing = exercise.name
        file = folder / f"result-{place}.json"
        code = (
            f"from workbench.lessons import answers\nanswers.write_result({number}, {exercise.name!r}, {str(file)!r})"
        )
        said = kernel.run(code, seconds)
        result = _read_result(file, exercise) if said is None else None
        run.results[exercise.name] = result or (0.0, f"The checks of this answer {said or 'left no result'}.")


def _read_result(file: Path, exercise: Exercise) -> tuple[float, str] | None:
    """Return points and reason that the kernel wrote; None where a notebook has put something else there."""
    try:
        if not file.is_file() or file.stat().st_size > _LONGEST:
            return None
        told = json.loads(file.read_text(encoding="utf-8"))
        points, reason = float(told["points"]), shorten(told["reason"]) if told["done"] else ""
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None
    return (min(max(points, 0.0), exercise.points), reason) if isfinite(points) else None


def _find_written(notebook: NotebookNode) -> dict[str, str]:
    """Return what was written in answer to open questions, by the name nbgrader knows them by."""
    named = ((cell.metadata.get("nbgrader"), cell.source) for cell in notebook.cells if cell.cell_type == "markdown")
    return {
        str(about.get("grade_id")).removesuffix("-answer"): printable(" ".join(source.split()))[:_LONGEST_ANSWER]
        for about, source in named
        if isinstance(about, dict) and source.strip() not in {STUB, "YOUR ANSWER HERE"}  # ours, and nbgrader's
    }


def _row(exercise: Exercise, run: _Run, sources: list[str], written: dict[str, str]) -> dict[str, object]:
    points, reason = run.results.get(exercise.name, (0.0, ""))
    if exercise.variable is None:
        answer = written.get(exercise.name.replace("_", "-"))  # as cells are called
        points, reason = float("nan"), f"{FOR_YOU} {answer}" if answer else BY_HAND
    reason = reason or _tell_missing(exercise.variable or "", run.failed, sources)
    return {"exercise": exercise.name, "points": points, "of": exercise.points, "reason": reason}


def _tell_missing(variable: str, failed: dict[int, str], sources: list[str]) -> str:
    """Return that there is no answer, and what stopped the cell that should give one."""
    gives = re.compile(rf"^(def )?{re.escape(variable)}\b", re.M)
    stopped = [said for place, said in sorted(failed.items()) if gives.search(sources[place])]
    told = [said for said in stopped if "NotImplementedError" not in said]
    return f"Not answered: the cell of '{variable}' {told[-1].rstrip('.')}." if told else "Not answered."


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(_TYPES)).astype(_TYPES)
