"""A folder of any size -> a corpus on disk, part by part: resumable, on all cores of a machine, or on a cluster."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbench.articles.assemble import ARTICLE_COLUMNS
from workbench.articles.corpus import new_rows
from workbench.articles.sources import check_columns, file_status, refuse, source_files
from workbench.articles.store import (
    Contents,
    Part,
    commit,
    has_files,
    is_prepared,
    open_store,
    read_contents,
    read_table,
    read_waiting,
    write_part,
)
from workbench.articles.tasks import Done, SourceFile, Task, describe_columns, hash_file, plan_tasks, read_task
from workbench.engine import run_partitions
from workbench.errors import DataError


@dataclass(frozen=True)
class Ingested:
    """What `ingest` did.

    Attributes:
        folder: where the corpus is.
        new: files that were not in it.
        changed: files whose articles were replaced.
        unchanged: files that were not read again.
        articles: articles in the folder now.
        rejected: files and records set aside, in the folder now.
    """

    folder: Path
    new: int
    changed: int
    unchanged: int
    articles: int
    rejected: int


@dataclass(frozen=True)
class _Plan:
    """Which files are new, changed and unchanged."""

    new: tuple[SourceFile, ...]
    changed: tuple[SourceFile, ...]
    unchanged: int


def ingest(
    source: str | Path,
    folder: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    strict: bool = True,
    jobs: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Ingested:
    """Read files of any number into a corpus on disk; a second time, only what is new or has changed.

    Files are read in tasks of about 32 MB by one function, here, in processes, or on a Dask cluster: the tables are the
    same, byte for byte. Memory is bounded by the task, not by the corpus. What a run that was stopped had done is not
    done again. A file that changed replaces its articles, and so does one that is read with other `columns`; articles
    of files that are gone are kept. A file is known by its path below the source: two sources whose files have the
    same names belong in two folders.

    Args:
        source: a file or folder of articles, as for `read_corpus`.
        folder: of the corpus, as `write_corpus` makes it; `read_corpus(folder)` and `workbench report` read it.
        columns: input column -> field, as for `read_corpus`.
        strict: refuse all when a file holds another number of articles than it states.
        jobs: processes; by default one a core.
        scheduler: address of a Dask scheduler ("tcp://host:8786") whose workers see the same folders.
        progress: called with the bytes read so far and all bytes to read.

    Returns:
        `Ingested` with folder, new, changed, unchanged, articles, rejected.

    Raises:
        DataError: the source does not exist, is a corpus or lies in one, the folder holds something else, or (strict)
            counts do not match.
        ParameterError: `columns`, `jobs` or `scheduler` is wrong.
        OutputError: the folder cannot be written, or another run is writing to it.

    Example:
        >>> ingest("data/raw/demo", "prepared", jobs=1).articles  # doctest: +SKIP
    """
    origin, target = Path(source).absolute(), Path(folder).resolve()
    mapping = check_columns(columns or {})
    _check_source(origin, target, str(source))
    with open_store(target) as contents:
        plan = _plan(origin, target, contents, mapping)
        tasks = plan_tasks(target, sorted(plan.new + plan.changed), mapping)
        if not tasks and not contents.parts:
            tasks = [Task(str(target), (), ())]  # a folder without files: a corpus without articles
        done = _run(tasks, jobs=jobs, scheduler=scheduler, progress=progress)
        if strict:
            refuse([sentence for one in done for sentence in one.wrong])
        if tasks:
            _commit(target, contents, done, [file.source_file for file in plan.changed])
    parts = read_contents(target).parts
    articles, rejected = sum(part.articles for part in parts), sum(part.rejected for part in parts)
    return Ingested(Path(folder), len(plan.new), len(plan.changed), plan.unchanged, articles, rejected)


def _check_source(source: Path, folder: Path, given: str) -> None:
    """Refuse what is no source of articles: nothing, a corpus, a part of the corpus that is written to."""
    if not source.exists():
        raise DataError(f"There is no file or folder {given!r}. Give the path of a file or folder of articles.")
    if is_prepared(source):
        raise DataError(f"{given!r} is a corpus already. `workbench report` and read_corpus() read it as it is.")
    if folder in (source.resolve(), *source.resolve().parents):
        raise DataError(f"The articles in {given!r} lie in the folder to write to. Give a new folder.")


def _plan(source: Path, folder: Path, contents: Contents, columns: Mapping[str, str]) -> _Plan:
    """Compare the files with those the corpus was made of: by size and time first, by content when these differ."""
    listed = read_table(folder, contents.parts, "files")
    known = {row[0]: row[1:] for table in listed for row in table.itertuples(index=False, name=None)}
    mapping = describe_columns(columns.items())
    new, changed, unchanged = [], [], 0
    for path, name in source_files(source):
        if path.name == folder.name and path.resolve() == folder:
            continue
        file = _stand(path, name)
        before = known.get(name)
        if before is None:
            new.append(file)
        elif before[-1] == mapping and _is_same(file, *before[:-1]):
            unchanged += 1
        else:
            changed.append(file)
    return _Plan(tuple(new), tuple(changed), unchanged)


def _is_same(file: SourceFile, size: int, modified: int, sha256: str | float) -> bool:
    """Whether a file is what it was; one that could not be read then (no SHA-256) may be readable now."""
    if pd.isna(sha256):
        return hash_file(Path(file.path)) is None
    return (file.size, file.modified) == (size, modified) or hash_file(Path(file.path)) == sha256


def _stand(path: Path, name: str) -> SourceFile:
    """Return a file with its size and time; folders, links and what cannot be read have none."""
    status = file_status(path)
    size, modified = (status.st_size, status.st_mtime_ns) if status else (0, 0)
    return SourceFile(name, size, modified, str(path))


def _run(
    tasks: Sequence[Task], *, jobs: int | None, scheduler: str | None, progress: Callable[[int, int], None] | None
) -> list[Done]:
    """Return what the tasks did, in their order."""
    whole, read = sum(task.size for task in tasks), 0
    finished: dict[str, Done] = {}
    for key, done in run_partitions(_keyed, tasks, jobs=jobs, scheduler=scheduler):
        finished[key] = done
        read += done.size
        if progress:
            progress(read, whole)
    return [finished[task.key] for task in tasks]


def _keyed(task: Task) -> tuple[str, Done]:
    return task.key, read_task(task)


def _commit(folder: Path, contents: Contents, done: Sequence[Done], changed: Sequence[str]) -> None:
    gone = frozenset(changed)
    dropped, rewritten = _rewrite(folder, contents.parts, gone) if gone else ([], [])
    added = _leave_known(folder, contents.parts, gone, [part for one in done for part in one.parts])
    commit(folder, contents, [*rewritten, *added], dropped=dropped, order=_order)


def _order(columns: Iterable[str]) -> list[str]:
    """Return the columns of articles as `read_corpus` has them: those of the inputs in alphabetical order."""
    return [*ARTICLE_COLUMNS, *sorted(set(columns) - set(ARTICLE_COLUMNS))]


def _rewrite(folder: Path, parts: Sequence[Part], changed: frozenset[str]) -> tuple[list[Part], list[Part]]:
    """Write the parts that hold articles of changed files anew, without these; return the old parts and the new."""
    dropped, rewritten = [], []
    for part in parts:
        if not _holds(folder, part, changed):
            continue
        dropped.append(part)
        tables = read_waiting(folder, part)
        kept = {name: table[~_stems(table, changed)] for name, table in tables.items() if name != "blocks"}
        kept["blocks"] = tables["blocks"][tables["blocks"]["article_id"].isin(kept["articles"]["article_id"])]
        if any(len(table) for table in kept.values()):
            key = hashlib.sha256("\0".join([part.key, *sorted(changed)]).encode()).hexdigest()[:16]
            rewritten.append(write_part(folder, key, kept))
    return dropped, rewritten


def _holds(folder: Path, part: Part, changed: frozenset[str]) -> bool:
    names = (read_table(folder, [part], name, columns=["source_file"]) for name in ("articles", "rejected", "files"))
    return any(_stems(table, changed).any() for tables in names for table in tables)


def _stems(table: pd.DataFrame, changed: frozenset[str]) -> pd.Series:
    """Whether a row comes from a changed file, or from a member of a changed archive ("a.zip/inner.html")."""
    found = {name for name in table["source_file"].unique() if any(part in changed for part in [name, *_parents(name)])}
    return table["source_file"].isin(found)


def _parents(name: str) -> list[str]:
    return [name[:end] for end, letter in enumerate(name) if letter == "/"]


def _leave_known(folder: Path, parts: Sequence[Part], changed: frozenset[str], added: Sequence[Part]) -> list[Part]:
    """Take out of new parts what `write_corpus` put into the folder before: it does not say from which files."""
    unlisted = [part for part in parts if not has_files(folder, part)]
    known = read_table(folder, unlisted, "articles", columns=["article_id", "source_file"])
    rejected = read_table(folder, unlisted, "rejected")
    known, rejected = ([table[~_stems(table, changed)] for table in tables] for tables in (known, rejected))
    return [_leave(folder, part, known, rejected) for part in added] if unlisted else list(added)


def _leave(folder: Path, part: Part, known: list[pd.DataFrame], rejected: list[pd.DataFrame]) -> Part:
    tables = read_waiting(folder, part)
    articles = new_rows(tables["articles"], known, ["article_id"])
    blocks = tables["blocks"][tables["blocks"]["article_id"].isin(articles["article_id"])]
    set_aside = new_rows(tables["rejected"], rejected, list(tables["rejected"].columns))
    if len(articles) == part.articles and len(set_aside) == part.rejected:
        return part
    return write_part(folder, part.key, tables | {"articles": articles, "blocks": blocks, "rejected": set_aside})
