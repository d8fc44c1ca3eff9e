"""Folders of what is made of articles: tables of a corpus on disk, a file a part; files that stand for a result."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypeVar

from workbench.articles.sources import MARK
from workbench.articles.store import PARTIAL, Part, is_prepared, read_contents
from workbench.engine import run_partitions
from workbench.errors import DataError, OutputError

Task = TypeVar("Task")


def open_parts(folder: str | Path) -> tuple[Path, list[Part]]:
    """Return where a corpus on disk is and its parts that hold articles.

    Raises:
        DataError: the folder is no corpus on disk.
    """
    source = Path(folder).absolute()
    if not is_prepared(source):
        raise DataError(f"{str(folder)!r} is no corpus on disk. Make one with ingest() or write_corpus().")
    return source, [part for part in read_contents(source).parts if part.articles]


def staged_parts(target: Path, parts: Sequence[Part]) -> list[tuple[Part, str]]:
    """Return each part with where its new table is to be written, under the folder of unfinished ones."""
    return [(part, str(target / PARTIAL / f"part-{number:05d}.parquet")) for number, part in enumerate(parts)]


def write_parts(
    work: Callable[[Task], object], tasks: Sequence[Task], target: Path, *, jobs: int | None, scheduler: str | None
) -> None:
    """Make the tables of all parts anew, wherever the tasks run; old ones stand until each new one takes its place.

    Args:
        work: writes the table of one task where `staged_parts` says.
        tasks: one a part.
        target: a folder begun by `begin_output`.
        jobs: processes on this machine; by default one a core.
        scheduler: address of a Dask scheduler.

    Raises:
        OutputError: it cannot be written.
    """
    unfinished = target / PARTIAL
    try:
        shutil.rmtree(unfinished)  # what a run that died has left may be of other articles
        unfinished.mkdir()
        for _ in run_partitions(work, tasks, jobs=jobs, scheduler=scheduler):
            pass  # what is made is on disk
        new = sorted(unfinished.iterdir())
        for path in new:
            path.replace(target / path.name)
        for old in {path.name for path in target.glob("part-*.parquet")} - {path.name for path in new}:
            (target / old).unlink()
        unfinished.rmdir()
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error}. Run again.") from error


def begin_output(source: Path, target: Path, what: str) -> None:
    """Make a folder for tables made of a corpus on disk, a part each, in `part-*.parquet`; unfinished ones stay.

    Args:
        source: the corpus.
        target: the folder; new, empty, or begun before.
        what: what it will hold, for the messages, such as "scores".

    Raises:
        DataError: it lies in the corpus or holds something else.
        OutputError: it cannot be written.
    """
    if source == target or source in target.parents:
        raise DataError(f"{target} lies in the corpus itself. Give another folder for the {what}.")
    if target.exists() and not target.is_dir():
        raise DataError(f"{target} is a file. Give a folder for the {what}.")
    if target.is_dir() and not (target / MARK).exists() and any(target.iterdir()):
        raise DataError(f"{target} holds something else than {what}. Give a new or empty folder.")
    others = sorted(path.name for path in target.glob("[!.]*") if not path.match("part-*.parquet"))
    if others:
        raise DataError(f"{target} holds something else than {what} ({', '.join(others[:3])}). Give a new folder.")
    try:
        (target / PARTIAL).mkdir(parents=True, exist_ok=True)
        (target / MARK).touch()  # its files are no sources of articles
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error}.") from error


def check_free(target: Path, *, files: Collection[str], ours: Callable[[], bool], what: str) -> None:
    """Raise `DataError` where a folder holds something else than the files of an earlier result.

    Args:
        target: the folder; it need not be there.
        files: names of the files of such a result.
        ours: whether what is there was written by us.
        what: what it will hold, for the messages, such as "topics".
    """
    if not target.exists():
        return
    if not target.is_dir():
        raise DataError(f"{target} is no folder. Give a new or empty folder.")
    found = {path.name for path in target.iterdir()}
    others = sorted(found - set(files)) or (sorted(found) if found and not ours() else [])
    if others:
        raise DataError(
            f"{target} holds something else than {what} ({', '.join(others[:3])}). Give a new or empty folder."
        )
