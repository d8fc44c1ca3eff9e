"""What a report is made of, checked as far as that costs nothing: notebooks, parameters, files by their hashes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from workbench.articles.sources import check_columns, source_files
from workbench.errors import DataError, ParameterError
from workbench.reports import notebooks as library
from workbench.reports.declaration import Value
from workbench.reports.execution.reuse import list_installed
from workbench.reports.record import fingerprint, hash_files
from workbench.reports.settings import Settings


@dataclass(frozen=True)
class Inputs:
    """What a report is made of."""

    chosen: tuple[library.Notebook, ...]
    values: Mapping[str, Mapping[str, Value]]  # the parameters given, by notebook
    reading: Mapping[str, Any]  # how files are read
    codes_from: Path | None
    files: list[dict[str, Any]]
    codes: list[dict[str, Any]]
    installed: list[str]
    fingerprint: str


def find_inputs(settings: Settings) -> Inputs:
    """Check what the settings name, and return it.

    Raises:
        ParameterError: a path, a notebook or a parameter that is not there, or a value of another type.
        DataError: a folder of articles without files.
    """
    reading = {"columns": dict(check_columns(settings.columns)), "strict": settings.strict}
    for place in settings.articles:
        _check_source(place)
    codes_from = _find_codes(settings)
    chosen = library.load_notebooks(settings.notebooks)
    values = library.check_values(chosen, settings.parameters)
    files = [entry for place in settings.articles for entry in _hash_place(place, several=len(settings.articles) > 1)]
    codes = hash_files(_code_files(codes_from))
    installed = list_installed()
    chosen_by = {"select": asdict(settings.select), "texts": settings.texts, "pdf": settings.pdf}
    mark = fingerprint(files, chosen, values, {**reading, **chosen_by, "installed": installed}, codes)
    return Inputs(tuple(chosen), values, reading, codes_from, files, codes, installed, mark)


def copy_codes(path: Path | None, target: Path) -> None:
    """Keep the hand codes with the report: its notebooks run again from there."""
    for file, name in _code_files(path):
        target.mkdir(exist_ok=True)
        shutil.copyfile(file, target / name)


def _check_source(source: Path) -> None:
    if not source.exists():
        beside = [path.name for path in source.parent.iterdir()] if source.parent.is_dir() else []
        close = get_close_matches(source.name, beside, n=1)
        hint = f" Did you mean {str(source.parent / close[0])!r}?" if close else ""
        raise ParameterError(f"There is no file or folder {str(source)!r}.{hint} Give the path of articles.")
    if not source_files(source):
        raise DataError(f"The folder {str(source)!r} holds no files. Put articles (.txt, .html, .csv, …) into it.")


def _hash_place(place: Path, *, several: bool) -> list[dict[str, Any]]:
    prefix = f"{place.name}/" if several else ""
    return hash_files((path, prefix + name) for path, name in source_files(place) if path.is_file())


def _find_codes(settings: Settings) -> Path | None:
    """Return where hand codes are or will be; the demo corpus brings its own."""
    path = settings.codes
    if path is None:
        return library.demo_codes() if all(map(library.is_demo, settings.articles)) else None
    if not path.exists():
        raise ParameterError(f"There are no hand codes at {str(path)!r}. Give a file of codes, or a folder for them.")
    return path


def _code_files(path: Path | None) -> list[tuple[Path, str]]:
    if path is None:
        return []
    files = [path] if path.is_file() else sorted(file for file in path.glob("*") if file.is_file())
    return [(file, file.name) for file in files if not file.name.startswith(".")]
