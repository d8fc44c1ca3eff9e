"""Notebooks that need not run again: nothing their result depends on has changed since the last report."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbench.errors import RunError
from workbench.reports.notebooks import Notebook
from workbench.reports.record import NotebookRun, hash_files


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
        notebook: its source counts, and which inputs its parameters name.
        values: its parameters; of a value that is the path of a file, the file counts.
        shared: what it may depend on, by name: `corpus` and `codes` count where the notebook has such a parameter,
            anything else always.
    """
    depends = {name: value for name, value in shared.items() if name in values or name not in {"corpus", "codes"}}
    given = [Path(value) for value in values.values() if isinstance(value, str) and value]
    files = hash_files((path, str(path)) for path in given if path.is_absolute() and path.is_file())
    return _hash([notebook.path.read_text(encoding="utf-8"), dict(values), files, depends])


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
    old = next((entry for entry in record.get("notebooks", []) if entry.get("key") == run.key), None)
    if old is None or old["name"] != run.name or old["state"] not in {"done", "kept"}:
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
        if target.exists() and target.read_bytes() != path.read_bytes():
            raise RunError(f"Two notebooks write a table {name.as_posix()!r}, {run.name} another than the one before.")
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
        run.tables.append(name.as_posix())
    shutil.rmtree(own, ignore_errors=True)


def _hash(parts: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]
