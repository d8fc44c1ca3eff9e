"""Topics on disk: tables for people and programs, the model as numbers and text, nothing that runs when it is read."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from workbench.articles.output import check_free
from workbench.cells import guard_texts
from workbench.errors import DataError, OutputError, ParameterError, require_columns
from workbench.topics.result import NO_TOPICS, TopicModel, Topics
from workbench.topics.use.ldavis import describe_ldavis

FORMAT = "framing-workbench topics 1"
_LIST, _MODEL, _LDAVIS = "topics.json", "model.npz", "ldavis.json"
_NUMBERS = ("idf", "topics", "background", "chance")  # of the model
_FILES = {_LIST, _MODEL, _LDAVIS, *(f"{name}.{kind}" for name in NO_TOPICS for kind in ("parquet", "csv"))}
# What damaged Parquet files and archives make their readers raise.
_DAMAGED = (
    OSError,
    EOFError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
# What spreadsheet programs take for the start of a formula (OWASP, "CSV injection"); the apostrophe for the way back.


def write_topics(topics: Topics, folder: str | Path) -> Path:
    """Write topics into a folder and return it: every table as Parquet and as CSV, the model, and what LDAvis draws.

    The Parquet tables, `model.npz` (a NumPy archive without pickles) and `topics.json` are what `read_topics` reads.
    The CSV tables are for spreadsheets: a text that one would take for a formula has an apostrophe before it.
    `ldavis.json` is what LDAvis and pyLDAvis draw (R: `serVis(paste(readLines("ldavis.json"), collapse = ""))`); it is
    left out where there is no model.

    The folder holds the passages and words of the articles, not the articles.

    Args:
        topics: from `fit_topics`.
        folder: a new or empty one, or one that holds topics, which are replaced; a failure leaves the old ones.

    Raises:
        DataError: the folder holds something else.
        OutputError: it cannot be written.

    Example:
        >>> write_topics(topics, "topics")  # doctest: +SKIP
    """
    target = Path(folder).resolve()
    check_free(target, files=_FILES, ours=lambda: _is_ours(target), what="topics")
    unfinished = target.with_name(f".{target.name}.part")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        _write_files(topics, unfinished)
        _swap(unfinished, target)
    except OSError as error:
        raise OutputError(f"The topics cannot be written to {target}: {error}. Choose another place.") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return Path(folder)


def read_topics(folder: str | Path) -> Topics:
    """Return the topics of a folder of `write_topics`, just as they were.

    Args:
        folder: the folder.

    Raises:
        ParameterError: there is no such folder.
        DataError: it holds no topics, those of another version, or a file is missing, damaged or changed.

    Example:
        >>> read_topics("topics").labels  # doctest: +SKIP
    """
    source = Path(folder)
    if not source.is_dir():
        raise ParameterError(f"There is no folder {str(source)!r}. Give the one that write_topics returned.")
    stated = _read_list(source)
    try:
        _check_files(source, stated["files"])
        tables = {name: _read_table(source / f"{name}.parquet", name) for name in NO_TOPICS}
        model = None if stated["model"] is None else _read_model(source / _MODEL, **stated["model"])
        return Topics(**tables, unit=str(stated["unit"]), note=str(stated["note"]), model=model)
    except _DAMAGED as error:
        raise DataError(
            f"The topics in {source} are damaged or not whole ({type(error).__name__}: {error}). Write them again."
        ) from error


def _is_ours(target: Path) -> bool:
    try:
        return str(json.loads((target / _LIST).read_text(encoding="utf-8"))["format"]).startswith(FORMAT[:-1])
    except _DAMAGED:
        return False


def _swap(unfinished: Path, target: Path) -> None:
    """Put a finished folder in the place of another, which comes back when that fails."""
    old = target.with_name(f".{target.name}.old")
    if target.exists():
        shutil.rmtree(old, ignore_errors=True)
        target.replace(old)
    try:
        unfinished.replace(target)
    except OSError:
        if old.exists():
            old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write_files(topics: Topics, folder: Path) -> None:
    for name in NO_TOPICS:
        table: pd.DataFrame = getattr(topics, name)
        table.to_parquet(folder / f"{name}.parquet", index=False)
        guard_texts(table).to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\n")
    model = topics.model
    described = None
    if model is not None:
        described = {
            "terms": model.terms,
            "collocations": sorted(model.collocations),
            "unit": model.unit,
            "language": model.language,
        }
        numbers = {name: getattr(model, name) for name in _NUMBERS}
        np.savez_compressed(folder / _MODEL, allow_pickle=False, **numbers)
    files = {path.name: _hash(path) for path in sorted(folder.iterdir()) if path.suffix in {".parquet", ".npz"}}
    plain = {"format": FORMAT, "unit": topics.unit, "note": topics.note}
    _write_json({**plain, "model": described, "files": files}, folder / _LIST)
    drawn = describe_ldavis(topics)
    if drawn:
        _write_json(drawn, folder / _LDAVIS)


def _write_json(content: dict[str, Any], path: Path) -> None:
    """Write JSON that may stand in a page as it is: no "<" in it ends a script."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _read_list(source: Path) -> dict[str, Any]:
    try:
        stated: dict[str, Any] = json.loads((source / _LIST).read_text(encoding="utf-8"))
        version = stated["format"]
    except _DAMAGED as error:
        raise DataError(
            f"{source} holds no topics of write_topics, or {_LIST} is damaged ({type(error).__name__}: {error}). "
            "Give the folder that write_topics returned."
        ) from error
    if version != FORMAT:
        raise DataError(f"{source} has the format {version!r}; this version reads {FORMAT!r}. Write it again.")
    return stated


def _check_files(source: Path, stated: dict[str, str]) -> None:
    """Raise where a file is not the one that was written: half copied, edited, or left from another export."""
    for name, told in stated.items():
        if name in _FILES and _hash(source / name) != told:
            raise ValueError(f"{name} is not the file that was written")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_table(path: Path, name: str) -> pd.DataFrame:
    table = pd.read_parquet(path)
    require_columns(table.columns, NO_TOPICS[name], table=path.name)
    return table


def _read_model(path: Path, *, terms: list[str], collocations: list[list[str]], unit: str, language: str) -> TopicModel:
    with np.load(path, allow_pickle=False) as archive:
        numbers = {name: archive[name] for name in _NUMBERS}
    words, n_topics, classes = len(terms), len(numbers["topics"]), numbers["chance"].shape[-1]
    shapes = {"idf": (words,), "topics": (n_topics, words), "background": (words,), "chance": (3, classes)}
    found = {name: array.shape for name, array in numbers.items()}
    if found != shapes or any(array.dtype.kind != "f" for array in numbers.values()):
        raise ValueError(f"{path.name} holds {found} for {words} words")
    pairs = frozenset((str(first), str(second)) for first, second in collocations)
    return TopicModel(
        terms=tuple(map(str, terms)), collocations=pairs, unit=str(unit), language=str(language), **numbers
    )
