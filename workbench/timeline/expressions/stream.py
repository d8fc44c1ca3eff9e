"""The dates of a corpus on disk, found part by part: on all cores or on a cluster, with the memory of one part each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.articles.output import begin_output, open_parts, staged_parts, write_parts
from workbench.articles.store import Part, read_table
from workbench.text import typed
from workbench.timeline.expressions.find import find_dates


@dataclass(frozen=True)
class _Task:
    """One part of the corpus, and where its dates go."""

    folder: str
    part: Part
    reference: str
    path: str


def write_dates(
    folder: str | Path,
    out: str | Path,
    *,
    reference: str = "auto",
    jobs: int | None = None,
    scheduler: str | None = None,
) -> Path:
    """Write the dates that the articles of a corpus on disk speak of; return `out`.

    The rows are those of `find_dates`, articles in the order of the parts of the corpus. Memory is bounded by a part
    (5,000 articles) a process, and the files are the same, byte for byte, wherever they are made.

    Args:
        folder: a corpus on disk, from `ingest` or `write_corpus`.
        out: a folder for the table, a Parquet file a part of the corpus; `pandas.read_parquet(out)` reads it whole.
            Dates of an earlier run are replaced at the end.
        reference: what a date without a year is read by, as for `find_dates`.
        jobs: processes on this machine; by default one a core. Each holds one part at a time.
        scheduler: address of a Dask scheduler, as in `ingest`.

    Raises:
        DataError: the folder is no corpus on disk, or `out` holds something else.
        ParameterError: `reference`, `jobs` or `scheduler` is wrong.
        OutputError: `out` cannot be written.

    Example:
        >>> write_dates("prepared", "dates")  # doctest: +SKIP
    """
    source, parts = open_parts(folder)
    find_dates(typed([], ["article_id", "text"]), reference=reference)  # refuses a wrong one before any process starts
    target = Path(out).absolute()
    begin_output(source, target, "dates")
    tasks = [_Task(str(source), part, reference, path) for part, path in staged_parts(target, parts)]
    write_parts(_find_part, tasks, target, jobs=jobs, scheduler=scheduler)
    return Path(out)


def _find_part(task: _Task) -> None:
    """Write the dates of one part."""
    articles = read_table(Path(task.folder), [task.part], "articles")[0]
    find_dates(articles, reference=task.reference).to_parquet(task.path, index=False, compression="zstd")
