"""Notebooks that need not run again: nothing their result depends on has changed since the last report."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from workbench.errors import RunError
from workbench.reports.notebooks import Notebook, notebooks_folder
from workbench.reports.record import NotebookRun, hash_files, hash_named


REJECTED = "rejected"  # the table of what was set aside


def list_installed() -> list[str]:
    """Return name and version of every installed package, as their folders are called."""
    places = {Path(place) for place in sys.path if Path(place).is_dir()}
    return sorted({path.name for place in places for path in place.glob("*.dist-info")})


def hash_corpus(folder: Path) -> str:
    """Return a hash of the prepared tables; the names of their parts, which differ from run to run, do not count."""
    files = hash_files((path, path.parent.name) for path in folder.rglob("*.parquet"))
    return _hash(sorted((entry["name"], entry["sha256"]) for entry in files))


def notebook_key(notebook: Notebook, values: Mapping[str, Any], shared: Mapping[str, Any]) -> str:
    """Return a hash of everything the result of a notebook depends on.

    Args:
        notebook: its source counts.
        values: its parameters; of a value that is the full path of a file or folder, what is in it counts.
        shared: what it may depend on, by name; `codes` do not count for a shipped notebook without such a parameter.
    """
    shipped = notebook.path.parent == notebooks_folder()  # one's own may read what it has no parameter for
    depends = {name: value for name, value in shared.items() if name != "codes" or "codes" in values or not shipped}
    return _hash([notebook.path.read_text(encoding="utf-8"), dict(values), hash_named(values), depends])


def take_over(run: NotebookRun, last: tuple[Path, Mapping[str, Any]] | None, staging: Path) -> bool:
    """Copy the executed notebook and the tables of the last report when they have the same key; say whether.

    Args:
        run: the record of the notebook in this run; is filled in.
        last: folder and record of the last report.
        staging: the folder this report is built in.
    """
    if last is None:
        return False
    folder, record = last
    same = (run.name, run.key)
    old = next((entry for entry in record.get("notebooks", []) if (entry["name"], entry.get("key")) == same), None)
    if old is None or old["state"] not in {"done", "kept"}:
        return False
    files = [f"notebooks/{run.name}.ipynb", *(f"tables/{name}" for name in old["tables"])]
    if not all((folder / name).is_file() for name in files):
        return False
    for name in files:
        (staging / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, staging / name)
    run.state, run.made_in = "kept", old["made_in"]
    run.seconds, run.cells, run.tables = 0.0, old["cells"], old["tables"]
    return True


def collect_tables(run: NotebookRun, staging: Path) -> None:
    """Move what a notebook wrote from `tables/NOTEBOOK/` to `tables/`, and note the names of the files.

    Raises:
        RunError: another notebook has written another table of that name.
    """
    own = staging / "tables" / run.name
    for path in sorted(path for path in own.rglob("*") if path.is_file()):
        name = path.relative_to(own)
        target = staging / "tables" / name
        if name.stem == REJECTED and len(name.parts) == 1:
            raise RunError(f"{run.name} writes a table {name.as_posix()!r}, as the report itself does. Call it another name.")
        if target.exists() and target.read_bytes() != path.read_bytes():
            raise RunError(f"Two notebooks write a table {name.as_posix()!r}, {run.name} another than the one before.")
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
        run.tables.append(name.as_posix())
    shutil.rmtree(own, ignore_errors=True)


def remove_strays(staging: Path, runs: Iterable[NotebookRun], own: Iterable[str]) -> list[str]:
    """Remove what notebooks wrote elsewhere than into their tables: it is no part of the report; return the names.

    Such files would not be limited to what may be shown of the articles, and would be gone when a notebook is kept.

    Args:
        staging: the folder the report is built in.
        runs: the records of its notebooks, which name their tables.
        own: names in that folder that are the report's.
    """
    known = {f"tables/{name}" for run in runs for name in run.tables}
    strays = [path for path in staging.iterdir() if path.name not in set(own)]
    tables = (path for path in (staging / "tables").rglob("*") if path.is_file())
    strays += [path for path in tables if path.relative_to(staging).as_posix() not in known]
    for path in strays:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    return sorted(path.relative_to(staging).as_posix() for path in strays)


def _hash(parts: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]
