"""A corpus on disk: one Parquet data set a table, in parts, and a list that says which parts count.

    folder/articles/part-*.parquet   folder/blocks/…   folder/rejected/…   folder/files/…   folder/corpus.json

Parts are written into `.partial/` and moved in place; then the list is replaced in one step. Until that step a reader
sees the old state, whatever happens. R (arrow), DuckDB and polars open the folder of a table as one data set.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pandas as pd

from workbench.articles.sources import MARK
from workbench.errors import DataError, OutputError

PARTIAL = ".partial"
TABLES = ("articles", "blocks", "rejected", "files")
_LIST = "corpus.json"
_OWN = (*TABLES, _LIST)
_FORMAT = "framing-workbench corpus 1"
# A dictionary pays where few values repeat; a column of texts would only try one and give it up.
_REPEATED = ["article_id", "source_file", "source_format", "outlet", "language", "kind", "rule", "section"]


@dataclass(frozen=True)
class Part:
    """One part of a data set: its key, what it holds, the columns of its articles."""

    key: str
    articles: int
    blocks: int
    rejected: int
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """Which parts count, and how often some were added."""

    parts: tuple[Part, ...] = ()
    commits: int = 0


def is_prepared(folder: Path) -> bool:
    """Whether a folder is a data set written by `write_corpus` or `ingest`."""
    return (folder / _LIST).is_file() and (folder / MARK).is_file()


@contextmanager
def open_store(folder: Path) -> Iterator[Contents]:
    """Give what a data set holds, and keep others from writing to it meanwhile. A new folder is begun."""
    if folder.exists() and not is_prepared(folder) and not _is_begun(folder):
        raise DataError(f"{folder} is no folder or holds something else than a corpus. Give a new or empty folder.")
    try:
        (folder / PARTIAL).mkdir(parents=True, exist_ok=True)
        (folder / MARK).touch()
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error}.") from error
    with _locked(folder / PARTIAL / "lock"):
        try:
            yield read_contents(folder) if (folder / _LIST).exists() else Contents()
        except OSError as error:
            raise OutputError(f"{folder} cannot be written: {error}. The old state is kept.") from error
    shutil.rmtree(folder / PARTIAL, ignore_errors=True)  # after an error it is kept: the next run goes on from there


def read_contents(folder: Path) -> Contents:
    """Return what a data set holds."""
    others = sorted(path.name for path in folder.iterdir() if path.name not in _OWN and not path.name.startswith("."))
    if others:
        raise DataError(f"{folder} holds a corpus and other files ({', '.join(others[:3])}). Move one of them away.")
    try:
        stated = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        if stated["format"] != _FORMAT:
            raise DataError(f"{folder} has the format {stated['format']!r}; read is {_FORMAT!r}. Write it again.")
        parts = tuple(Part(**part | {"columns": tuple(part["columns"])}) for part in stated["parts"])
        return Contents(parts, stated["commits"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"The list of parts in {folder / _LIST} cannot be read: {error}. Write it again.") from error


def read_table(
    folder: Path, parts: Sequence[Part], name: str, *, columns: list[str] | None = None
) -> list[pd.DataFrame]:
    """Return one table of every part; a part without files has no such table."""
    paths = [_path(folder, name, part.key) for part in parts]
    try:
        return [pd.read_parquet(path, columns=columns) for path in paths if name != "files" or path.is_file()]
    except (OSError, ValueError) as error:
        raise DataError(
            f"The corpus in {folder} cannot be read: {error}. Write it again with write_corpus() or ingest()."
        ) from error


def write_part(folder: Path, key: str, tables: dict[str, pd.DataFrame]) -> Part:
    """Write the tables of a part into `.partial/`; they count from the next `commit` on."""
    for name, table in tables.items():
        path = _path(folder / PARTIAL, name, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(table, path)
    sizes = {name: len(tables[name]) for name in ("articles", "blocks", "rejected")}
    return Part(key, **sizes, columns=tuple(tables["articles"].columns))


def commit(folder: Path, contents: Contents, added: Sequence[Part], *, dropped: Sequence[Part] = ()) -> Contents:
    """Move the parts `added` in place, leave out those `dropped`, and replace the list in one step."""
    kept = [part for part in contents.parts if part not in dropped]
    columns = tuple(dict.fromkeys(column for part in (*kept, *added) for column in part.columns))
    # Readers of other languages take the columns of the first part for those of all.
    narrow = [part for part in kept if set(part.columns) != set(columns)]
    for part in (*narrow, *added):
        _widen(folder, part, columns, waiting=part in added)
        for name in TABLES:
            source = _path(folder / PARTIAL, name, part.key)
            if source.is_file():
                (folder / name).mkdir(exist_ok=True)
                source.replace(_path(folder, name, part.key))
    parts = tuple(replace(part, columns=columns) for part in (*kept, *added))
    committed = Contents(parts, contents.commits + 1)
    _write_list(folder, committed)
    _clear(folder, committed)
    return committed


def _widen(folder: Path, part: Part, columns: Sequence[str], *, waiting: bool) -> None:
    """Give the articles of a part all columns, those it had not as missing, in `.partial/`."""
    if part.columns == tuple(columns):
        return
    path = _path(folder / PARTIAL if waiting else folder, "articles", part.key)
    table = pd.read_parquet(path)
    for column in columns:
        if column not in table.columns:
            table[column] = pd.Series(None, index=table.index, dtype="str")
    target = _path(folder / PARTIAL, "articles", part.key)
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(table[list(columns)], target)


def _write(table: pd.DataFrame, path: Path) -> None:
    """Write a table in one step: a part that is there is whole."""
    import pyarrow as pa
    from pyarrow import parquet

    staged = path.with_suffix(".writing")
    repeated = [column for column in _REPEATED if column in table.columns]
    data = pa.Table.from_pandas(table, preserve_index=False)
    parquet.write_table(data, staged, compression="zstd", use_dictionary=repeated)
    staged.replace(path)


def _write_list(folder: Path, contents: Contents) -> None:
    staged = folder / PARTIAL / _LIST
    with staged.open("w", encoding="utf-8") as file:
        json.dump({"format": _FORMAT, **asdict(contents)}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    staged.replace(folder / _LIST)


def _clear(folder: Path, contents: Contents) -> None:
    """Remove what no list names any more: dropped parts, and those of a run that died while it moved them."""
    keys = {part.key for part in contents.parts}
    for name in TABLES:
        for path in (folder / name).glob("part-*.parquet"):
            if path.stem.removeprefix("part-") not in keys:
                path.unlink()


def _path(folder: Path, name: str, key: str) -> Path:
    return folder / name / f"part-{key}.parquet"


def _is_begun(folder: Path) -> bool:
    """Whether a folder is empty, or holds only what a first run that died has left."""
    return folder.is_dir() and {path.name for path in folder.iterdir()} <= {PARTIAL, MARK, *TABLES}


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock that ends with this process, however it ends."""
    with path.open("w") as file:
        try:
            import fcntl
        except ImportError:  # Windows: its own sharing rules keep two writers off one file
            yield
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutputError(
                f"Another run is writing to {path.parent.parent}. Wait for it, or give another."
            ) from error
        yield
