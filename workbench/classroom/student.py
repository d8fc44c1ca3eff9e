"""The notebook a student codes in: one for all in the shared folder, and a copy for each that knows its coder."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import OutputError
from workbench.widgets.coding.log import log_path

_TITLE = """# Code the passages

Read each passage and say which frames you see in it. Code alone, and do not talk about a passage until everybody is
done.

{todo}

Keys: **1**, **2**, **3** … a frame · **Enter** save and next · **U** take back · **S** skip · **F** mark to talk
about · **C** comment · **?** all keys. Every answer is saved before the next passage shows; run the notebook again with
the same name to go on where you stopped."""
_ALONE = "Run all cells: menu *Run*, *Run All Cells*."
_SHARED = """1. This notebook is shared: save a copy under your own name first (menu *File*, *Save Notebook As*).
2. In the copy, write your name between the quotes below.
3. Run all cells: menu *Run*, *Run All Cells*."""


def write_shared_notebook(path: Path) -> Path:
    """Write the notebook of the shared folder, in which each student writes a name, and return its path."""
    return _write(path, folder="", coder="", todo=_SHARED)


def write_student_notebook(shared: str | Path, coder: str, *, folder: str | Path = ".") -> Path:
    """Write a notebook for one student into a folder of their own, unless it is there, and return its path.

    Args:
        shared: the shared folder of the class.
        coder: the student's name; the same name goes on where it stopped, on any laptop.
        folder: the student's own folder; the notebook stands in `class-NAME/` there.

    Raises:
        ParameterError: the name is empty, or differs only in capitals from another coder's.
        OutputError: the folder cannot be written.

    Example:
        >>> import tempfile
        >>> write_student_notebook("monday", "Ana", folder=tempfile.mkdtemp()).name
        'code-Ana.ipynb'
    """
    place = Path(shared).resolve()
    path = Path(folder) / f"class-{place.name}" / f"code-{log_path(place / 'codes', coder).stem}.ipynb"
    if path.exists():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _write(path, folder=f"{place.as_posix()}/", coder=coder.strip(), todo=_ALONE)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error}. Change to a folder of your own first.") from error


def _write(path: Path, *, folder: str, coder: str, todo: str) -> Path:
    import nbformat
    from nbformat import v4

    sources = {
        "title": _TITLE.format(todo=todo),
        "imports": "import workbench as wb",
        "parameters": f"coder: str = {coder!r}  # your name, the same each time\n"
        f"shared: str = {folder!r}  # the shared folder; empty: the folder of this notebook",
        "passages": 'passages = wb.read_sample(shared + "sample.csv")\n'
        'codebook = wb.read_codebook(shared + "codebook.toml")',
        "code": 'wb.code_units(passages, codebook, coder=coder, folder=shared + "codes")',
    }
    notebook = v4.new_notebook()
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for name, source in sources.items():
        cell = v4.new_markdown_cell(source, id=name) if name == "title" else v4.new_code_cell(source, id=name)
        if name == "parameters":
            cell.metadata["tags"] = ["parameters"]
        notebook.cells.append(cell)
    nbformat.write(notebook, path)
    return path
