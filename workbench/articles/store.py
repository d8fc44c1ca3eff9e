"""A corpus on disk: one Parquet data set a table, in parts, and a list that says which parts count.

    folder/articles/part-*.parquet   folder/blocks/…   folder/rejected/…   folder/files/…   folder/corpus.json

Parts are written into `.partial/` and moved in place; then the list is replaced in one step. Until that step
`read_corpus` sees the old state, whatever happens. R (arrow), DuckDB and polars open the folder of a table as one data
set; they do not know the list, and see what a run that died has moved until the next run clears it away.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pandas as pd

from workbench.articles.sources import MARK
from workbench.errors import DataError, OutputError

if TYPE_CHECKING:
    from pyarrow import DataType, Table

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
    listed = folder / _LIST
    if not listed.is_file():
        return False
    # A copy may have lost the mark, as hidden files are lost; its parts are no sources of articles for that.
    return (folder / MARK).is_file() or _FORMAT in listed.read_text(encoding="utf-8", errors="replace")[:200]


@contextmanager
def open_store(folder: Path) -> Iterator[Contents]:
    """Give what a data set holds, and keep others from writing to it meanwhile. A new folder is begun."""
    if folder.exists() and not is_prepared(folder) and not _is_begun(folder):
        raise DataError(f"{folder} is no folder or holds something else than a corpus. Give a new or empty folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).touch()
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error}.") from error
    with _locked(folder / MARK):  # which is never removed: the lock of a removed file keeps nobody out
        try:
            (folder / PARTIAL).mkdir(exist_ok=True)
            yield read_contents(folder) if (folder / _LIST).exists() else Contents()
            if (folder / _LIST).exists():
                _clear(folder, read_contents(folder))
        except OSError as error:
            raise OutputError(f"{folder} cannot be written: {error}. The old state is kept.") from error
        shutil.rmtree(
            folder / PARTIAL, ignore_errors=True
        )  # after an error it is kept: the next run goes on from there


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
    # A run that died may have widened the articles of a part: what the list names is what they had.
    wanted = [columns or (list(part.columns) if name == "articles" else None) for part in parts]
    paths = [_path(folder, name, part.key) for part in parts]
    pairs = [pair for pair in zip(paths, wanted, strict=True) if name != "files" or pair[0].is_file()]
    try:
        return [pd.read_parquet(path, columns=chosen) for path, chosen in pairs]
    except (OSError, ValueError) as error:
        raise DataError(
            f"The corpus in {folder} cannot be read: {error}. Write it again with write_corpus() or ingest()."
        ) from error


def has_files(folder: Path, part: Part) -> bool:
    """Whether a part says which files it was made of: the first part of each task of `ingest` does."""
    return _path(folder, "files", part.key).is_file()


def read_waiting(folder: Path, part: Part) -> dict[str, pd.DataFrame]:
    """Return the tables of a part that waits for `commit`, or that a run that died has moved in place already."""
    paths = {name: _locate(folder, name, part.key) for name in TABLES}
    wanted = {"articles": list(part.columns)}
    return {name: pd.read_parquet(path, columns=wanted.get(name)) for name, path in paths.items() if path.is_file()}


def write_part(folder: Path, key: str, tables: dict[str, pd.DataFrame]) -> Part:
    """Write the tables of a part into `.partial/`; they count from the next `commit` on."""
    import pyarrow as pa

    for name, table in tables.items():
        _write(pa.Table.from_pandas(table, preserve_index=False), _path(folder / PARTIAL, name, key))
    sizes = {name: len(tables[name]) for name in ("articles", "blocks", "rejected")}
    return Part(key, **sizes, columns=tuple(tables["articles"].columns))


def commit(
    folder: Path,
    contents: Contents,
    added: Sequence[Part],
    *,
    dropped: Sequence[Part] = (),
    order: Callable[[Iterable[str]], Iterable[str]] = list,
) -> None:
    """Move the parts `added` in place, leave out those `dropped`, and replace the list in one step.

    The articles of all parts get the same columns, in the `order` of that function.
    """
    parts = (*(part for part in contents.parts if part not in dropped), *added)
    types = _join_types(folder, parts)
    types = {column: types[column] for column in order(types)}
    for part in parts:
        _conform(folder, part.key, types)
        for name in TABLES:
            waiting = _path(folder / PARTIAL, name, part.key)
            if waiting.is_file():
                (folder / name).mkdir(exist_ok=True)
                waiting.replace(_path(folder, name, part.key))
    listed = tuple(replace(part, columns=tuple(types)) for part in parts)
    _write_list(folder, Contents(listed, contents.commits + 1))


def _join_types(folder: Path, parts: Sequence[Part]) -> dict[str, DataType]:
    """Return each column of the articles with its type: that of the parts which have values, text where they differ."""
    import pyarrow as pa
    from pyarrow import parquet

    types: dict[str, DataType] = {}
    for part in parts:
        schema = parquet.read_schema(_locate(folder, "articles", part.key))
        for column in part.columns:
            known, found = types.get(column, pa.null()), schema.field(column).type
            differs = known != found and pa.null() not in (known, found)
            types[column] = pa.large_string() if differs else (found if known == pa.null() else known)
    return types


def _conform(folder: Path, key: str, types: dict[str, DataType]) -> None:
    """Give the articles of a part all columns in their order, those it had not as missing, in `.partial/`.

    Readers of other languages take the columns of the first part for those of all.
    """
    import pyarrow as pa
    from pyarrow import parquet

    path = _locate(folder, "articles", key)
    schema = parquet.read_schema(path)
    if list(zip(schema.names, schema.types, strict=True)) == list(types.items()):
        return
    table = parquet.read_table(path, partitioning=None)
    columns = [
        table[name].cast(kind) if name in schema.names else pa.nulls(len(table), kind) for name, kind in types.items()
    ]
    cast = any(
        name in schema.names and schema.field(name).type not in (kind, pa.null()) for name, kind in types.items()
    )
    metadata = None if cast else schema.metadata  # it tells pandas the type of each column
    _write(pa.table(columns, names=list(types), metadata=metadata), _path(folder / PARTIAL, "articles", key))


def _write(table: Table, path: Path) -> None:
    """Write a table in one step: a part that is there is whole, also when a process that lost its run writes it too."""
    from pyarrow import parquet

    path.parent.mkdir(parents=True, exist_ok=True)
    staged = staging(path)
    repeated = [column for column in _REPEATED if column in table.column_names]
    with staged.open("wb") as file:
        parquet.write_table(table, file, compression="zstd", use_dictionary=repeated)
        file.flush()
        os.fsync(file.fileno())
    staged.replace(path)


def staging(path: Path) -> Path:
    """Return a name beside a file to write it under first, one that no other process uses."""
    return path.with_name(f"{path.name}.{uuid4().hex}")


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


def _locate(folder: Path, name: str, key: str) -> Path:
    """Return where a table of a part is: waiting in `.partial/`, else in place."""
    waiting = _path(folder / PARTIAL, name, key)
    return waiting if waiting.is_file() else _path(folder, name, key)


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
            raise OutputError(f"Another run is writing to {path.parent}. Wait for it, or give another.") from error
        yield
