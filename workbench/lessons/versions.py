"""The student's version of a lesson, made from the teacher's notebook: solutions become places to write in."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import DataError, OutputError, ParameterError
from workbench.lessons.lesson import find_lesson

if TYPE_CHECKING:
    from nbformat import NotebookNode

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
STUB = "*Your answer here.*"  # in place of an answer in words
_PLACE = {"code": "# Your code here.", "markdown": STUB, "raw": ""}
_UNWRITTEN = 'raise NotImplementedError("Write this part.")'


def write_student_version(number: int, *, out: str | Path = ".") -> Path:
    """Write the student's version of a lesson, without solutions; return its path.

    Args:
        number: the lesson.
        out: a folder (the file is then named after the lesson), or a path that ends in .ipynb.

    Raises:
        ParameterError: there is no such lesson.
        OutputError: the file is there already: it may hold somebody's answers.

    Example:
        >>> import tempfile
        >>> write_student_version(2, out=tempfile.mkdtemp()).name
        '2-coding-and-reliability.ipynb'
    """
    import nbformat

    source = find_lesson(number)
    return _write(clear_solutions(nbformat.read(source, as_version=4)), Path(out), source.name)


def write_teacher_version(number: int, *, out: str | Path = ".") -> Path:
    """Write the teacher's notebook of a lesson, with solutions; return its path.

    Args:
        number: the lesson.
        out: as for `write_student_version`; in a folder the name ends in "-teacher".

    Raises:
        ParameterError, OutputError: as for `write_student_version`.

    Example:
        >>> import tempfile
        >>> write_teacher_version(2, out=tempfile.mkdtemp()).name
        '2-coding-and-reliability-teacher.ipynb'
    """
    import nbformat

    source = find_lesson(number)
    return _write(nbformat.read(source, as_version=4), Path(out), f"{source.stem}-teacher.ipynb")


def clear_solutions(notebook: NotebookNode) -> NotebookNode:
    """Return a copy without solutions, outputs and counts; ids and metadata of cells stay.

    Raises:
        DataError: a region of a solution does not end, or begins twice.
    """
    cleared = copy.deepcopy(notebook)
    for cell in cleared.cells:
        cell.source = _clear(cell.source, cell.cell_type)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return cleared


def _clear(source: str, kind: str) -> str:
    kept: list[str] = []
    inside = False
    for line in source.split("\n"):
        if (BEGIN if inside else END) in line:
            raise DataError(f"A solution begins or ends twice near {line.strip()!r}. Each {BEGIN} needs one {END}.")
        if (END if inside else BEGIN) in line:
            kept += [] if inside else _place(line, kind)
            inside = not inside
        elif not inside:
            kept.append(line)
    if inside:
        raise DataError(f"A solution does not end. Put a line with {END} after it. It stands in: {source[:60]!r}")
    return "\n".join(kept)


def _place(line: str, kind: str) -> list[str]:
    """Return the lines that stand for a solution; the body of a function must say that it is not written."""
    indent = re.match(r"\s*", line).group() if kind == "code" else ""  # type: ignore[union-attr] # always matches
    return [indent + _PLACE[kind], *([indent + _UNWRITTEN] if indent else [])]


def _write(notebook: NotebookNode, out: Path, name: str) -> Path:
    import nbformat

    path = out.expanduser()
    if path.suffix != ".ipynb":
        path = path / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            nbformat.write(notebook, file)
    except FileExistsError:
        raise OutputError(
            f"{path} is there already, and may hold answers. Rename it, or give another place with --out."
        ) from None
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}. Give another place with --out.") from error
    return path


def number_of(notebook: NotebookNode) -> int:
    """Return which lesson a notebook is, by the line that opens it.

    Raises:
        ParameterError: no cell opens a lesson, or they open several.
    """
    sources = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    found = {int(number) for number in re.findall(r"open_lesson\(\s*(\d{1,9})\s*\)", sources)}
    if len(found) != 1:
        said = f"opens several lessons, {sorted(found)}" if found else "opens no lesson: no cell has wb.open_lesson(N)"
        raise ParameterError(f"The notebook {said}. Say which it is with --lesson.")
    return found.pop()
