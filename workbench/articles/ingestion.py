"""A folder of any size -> a corpus on disk, part by part: resumable, on all cores of a machine, or on a cluster."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbench.articles.sources import check_columns, file_status, refuse, source_files
from workbench.articles.store import Contents, Part, commit, open_store, read_contents, read_table, write_part
from workbench.articles.tasks import Done, SourceFile, Task, hash_file, plan_tasks, read_task
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
    done again. A file that changed replaces its articles; articles of files that are gone are kept.

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
        DataError: the source does not exist, the folder holds something else, or (strict) counts do not match.
        ParameterError: `columns`, `jobs` or `scheduler` is wrong.
        OutputError: the folder cannot be written, or another run is writing to it.

    Example:
        >>> ingest("data/raw/demo", "prepared", jobs=1).articles  # doctest: +SKIP
    """
    origin, target = Path(source).resolve(), Path(folder).resolve()
    mapping = check_columns(columns or {})
    if not origin.exists():
        raise DataError(f"There is no file or folder {str(source)!r}. Give the path of a file or folder of articles.")
    with open_store(target) as contents:
        plan = _plan(origin, target, contents)
        tasks = plan_tasks(origin, target, sorted(plan.new + plan.changed), dict(mapping))
        done = _run(tasks, jobs=jobs, scheduler=scheduler, progress=progress)
        if strict:
            refuse([sentence for one in done for sentence in one.wrong])
        if tasks or not contents.commits:
            _commit(target, contents, done, [file.source_file for file in plan.changed])
    parts = read_contents(target).parts
    articles, rejected = sum(part.articles for part in parts), sum(part.rejected for part in parts)
    return Ingested(Path(folder), len(plan.new), len(plan.changed), plan.unchanged, articles, rejected)


def _plan(source: Path, folder: Path, contents: Contents) -> _Plan:
    """Compare the files with those the corpus was made of: by size and time first, by content when these differ."""
    known = {
        row.source_file: row for table in read_table(folder, contents.parts, "files") for row in table.itertuples()
    }
    new, changed, unchanged = [], [], 0
    for path, name in source_files(source):
        if path == folder:
            continue
        file = _stand(path, name)
        before = known.get(name)
        if before is None:
            new.append(file)
        elif (file.size, file.modified) == (before.size, before.modified) or hash_file(path) == before.sha256:
            unchanged += 1
        else:
            changed.append(file)
    return _Plan(tuple(new), tuple(changed), unchanged)


def _stand(path: Path, name: str) -> SourceFile:
    """Return a file with its size and time; folders, links and what cannot be read have none."""
    status = file_status(path)
    return SourceFile(name, status.st_size, status.st_mtime_ns) if status else SourceFile(name, 0, 0)


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
    added = [part for one in done for part in one.parts]
    dropped, rewritten = _rewrite(folder, contents.parts, frozenset(changed)) if changed else ([], [])
    commit(folder, contents, [*rewritten, *added], dropped=dropped)


def _rewrite(folder: Path, parts: Sequence[Part], changed: frozenset[str]) -> tuple[list[Part], list[Part]]:
    """Write the parts that hold articles of changed files anew, without these; return the old parts and the new."""
    dropped, rewritten = [], []
    for part in parts:
        tables = {name: pd.concat(read_table(folder, [part], name)) for name in ("articles", "blocks", "rejected")}
        files = read_table(folder, [part], "files")
        tables |= {"files": files[0]} if files else {}
        old = tables["articles"]
        kept = {name: table[~_stems(table, changed)] for name, table in tables.items() if name != "blocks"}
        if all(len(kept[name]) == len(tables[name]) for name in kept):
            continue
        gone = set(old["article_id"]) - set(kept["articles"]["article_id"])
        kept["blocks"] = tables["blocks"][~tables["blocks"]["article_id"].isin(gone)]
        key = hashlib.sha256("\0".join([part.key, *sorted(changed)]).encode()).hexdigest()[:16]
        rewritten.append(write_part(folder, key, kept))
        dropped.append(part)
    return dropped, rewritten


def _stems(table: pd.DataFrame, changed: frozenset[str]) -> pd.Series:
    """Whether a row comes from a changed file, or from a member of a changed archive ("a.zip/inner.html")."""
    names = table["source_file"].astype("str")
    parents = names.str.replace(r"(?i)(\.(?:zip|gz))/.*", r"\1", regex=True)
    return names.isin(changed) | parents.isin(changed)
