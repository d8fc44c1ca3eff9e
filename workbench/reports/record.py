"""What a run was made of, and what became of it: `record.json`."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from workbench.reports.notebooks import Notebook

PACKAGES = ("framing-workbench", "pandas", "scikit-learn", "nltk", "plotly", "papermill", "nbconvert", "trafilatura")


@dataclass
class CellRun:
    """The state of one code cell: running, done, failed or stopped; and its seconds."""

    id: str
    state: str
    seconds: float = 0.0


@dataclass
class NotebookRun:
    """The state of one notebook in a run; seconds; where and why it failed.

    States: waiting, done, kept (nothing it depends on had changed: taken over from the run `made_in`), failed, wrong
    (a parameter that only the notebook could refuse), stopped, unwritable.
    """

    name: str
    title: str
    parameters: dict[str, Any]
    state: str = "waiting"
    seconds: float = 0.0
    cells: int = 0
    failed_cell: str | None = None
    error: str | None = None
    key: str = ""  # a hash of everything its result depends on
    made_in: str = ""
    attempts: int = 0
    cells_run: list[CellRun] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)  # files it wrote, relative to tables/


@dataclass
class Record:
    """The record of a run."""

    report: str
    run: str
    source: str
    reading: dict[str, Any]
    codes: list[dict[str, Any]]
    files: list[dict[str, Any]]
    counts: dict[str, int]
    fingerprint: str
    seed: int | None
    kernels: str
    jobs: int
    notebooks: list[NotebookRun]
    settings: dict[str, Any] = field(default_factory=dict)
    gate: dict[str, Any] = field(default_factory=dict)  # what the data gate measured
    texts: str = "excerpts"
    state: str = "running"
    started: str = ""
    seconds: float = 0.0
    python: str = field(default_factory=platform.python_version)
    packages: dict[str, str] = field(default_factory=lambda: {name: version(name) for name in PACKAGES})


def hash_files(files: Iterable[tuple[Path, str]]) -> list[dict[str, Any]]:
    """Return name, sha256 and bytes of each input file, in the order given."""
    rows = []
    for path, name in files:
        try:
            with path.open("rb") as handle:
                digest = hashlib.file_digest(handle, "sha256").hexdigest()
            rows.append({"name": name, "sha256": digest, "bytes": path.stat().st_size})
        except OSError as error:
            rows.append({"name": name, "sha256": None, "bytes": None, "error": str(error)})
    return rows


def effective(notebook: Notebook, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of all parameters of a notebook: what is given, else the defaults."""
    return {name: parameter.default for name, parameter in notebook.parameters.items()} | dict(given)


def hash_named(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the hashes of files whose full paths are values of parameters, and of those in such folders."""
    found: list[tuple[Path, str]] = []
    for value in values.values():
        with suppress(OSError, ValueError):  # a text may be longer than a path can be
            path = Path(value) if isinstance(value, str) and value else Path()
            if path.is_absolute():
                within = sorted(path.rglob("*")) if path.is_dir() else [path]
                found += [(file, str(file)) for file in within if file.is_file()]
    return hash_files(found)


def fingerprint(
    files: list[dict[str, Any]],
    notebooks: Sequence[Notebook],
    parameters: Mapping[str, Mapping[str, Any]],
    reading: Mapping[str, Any],
    codes: list[dict[str, Any]],
) -> str:
    """Return one hash of everything the result depends on: inputs, notebooks, parameters, versions."""
    parts = {
        "files": files,
        "named": [hash_named(effective(item, parameters[item.name])) for item in notebooks],
        "notebooks": {item.name: hashlib.sha256(item.path.read_bytes()).hexdigest() for item in notebooks},
        "parameters": parameters,
        "reading": reading,
        "codes": codes,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "source": hash_package(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def write_record(record: Record, path: Path) -> Path:
    """Write a record as JSON and return its path."""
    path.write_text(json.dumps(asdict(record), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def hash_package() -> str:
    """Return a hash of the package's own source: a checkout may change without its version changing."""
    package = Path(__file__).resolve().parents[1]
    files = sorted(path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]
