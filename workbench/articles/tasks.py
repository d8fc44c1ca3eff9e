"""One task of `ingest`: some files -> parts of a corpus on disk. A pure function of the files, wherever it runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from workbench.articles.assemble import assemble
from workbench.articles.corpus import PART_ARTICLES
from workbench.articles.record import Record, Rejected
from workbench.articles.sources import file_status, read_files
from workbench.articles.store import PARTIAL, Part, staging, write_part
from workbench.text import typed

_BYTES = 32_000_000  # of source files a task: some 5,000 articles
_FILE_COLUMNS = ["source_file", "size", "modified", "sha256", "columns"]
_METHOD = 1  # to be raised when the same bytes are read to other tables: what was half done is then done anew


class SourceFile(NamedTuple):
    """A file as it stood when the run was planned; `modified` in nanoseconds since 1970.

    `path` is no part of what is stored; its end differs from `source_file` where it has bytes that no table can hold.
    """

    source_file: str
    size: int
    modified: int
    path: str


@dataclass(frozen=True)
class Task:
    """What one call of `read_task` reads and where it writes."""

    folder: str
    files: tuple[SourceFile, ...]
    columns: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """A name made of all that the result depends on."""
        told = json.dumps([_METHOD, [file[:3] for file in self.files], self.columns])
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def size(self) -> int:
        """Bytes to read."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True)
class Done:
    """What a task wrote: its parts, its bytes, a sentence for every firm count that does not match."""

    parts: tuple[Part, ...]
    size: int
    wrong: tuple[str, ...]


def plan_tasks(folder: Path, files: Iterable[SourceFile], columns: Mapping[str, str]) -> list[Task]:
    """Return tasks of about 32 MB or 5,000 files each, in the order of the files."""
    batches: list[list[SourceFile]] = []
    size = 0
    for file in files:
        if not batches or len(batches[-1]) == PART_ARTICLES or size + file.size > _BYTES:
            batches.append([])
            size = 0
        batches[-1].append(file)
        size += file.size
    given = tuple(sorted(columns.items()))
    return [Task(str(folder), tuple(batch), given) for batch in batches]


def read_task(task: Task) -> Done:
    """Read the files of a task into parts of 5,000 articles, unless an earlier run did."""
    folder = Path(task.folder)
    report = folder / PARTIAL / f"{task.key}.json"
    if report.is_file():
        return _read_report(report)
    wrong: list[str] = []
    found = read_files([(Path(file.path), file.source_file) for file in task.files], dict(task.columns), wrong)
    parts = []
    for number, batch in enumerate(_batches(found)):
        tables = assemble(batch).tables()
        if number == 0:
            rows = [(*file[:3], hash_file(Path(file.path)), describe_columns(task.columns)) for file in task.files]
            tables["files"] = typed(rows, _FILE_COLUMNS, integers=["size", "modified"])
        parts.append(write_part(folder, f"{task.key}-{number}", tables))
    done = Done(tuple(parts), task.size, tuple(wrong))
    staged = staging(report)
    staged.write_text(json.dumps(asdict(done)), encoding="utf-8")
    staged.replace(report)
    return done


def describe_columns(columns: Iterable[tuple[str, str]]) -> str:
    """Return a mapping of columns as the list of files keeps it: read with another, a file gives other articles."""
    return json.dumps(sorted(columns))


def hash_file(path: Path) -> str | None:
    """Return the SHA-256 of the content of a file, or None when it cannot be read; links and pipes are not."""
    if file_status(path) is None:
        return None
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _batches(found: Iterator[Record | Rejected]) -> Iterator[list[Record | Rejected]]:
    """Yield the items in batches of 5,000, at least one batch, so that the files of a task are always listed."""
    yield list(islice(found, PART_ARTICLES))
    while batch := list(islice(found, PART_ARTICLES)):
        yield batch


def _read_report(path: Path) -> Done:
    stated = json.loads(path.read_text(encoding="utf-8"))
    parts = tuple(Part(**part | {"columns": tuple(part["columns"])}) for part in stated["parts"])
    return Done(parts, stated["size"], tuple(stated["wrong"]))
