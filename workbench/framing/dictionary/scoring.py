"""A corpus on disk -> its frame scores on disk, part by part: on all cores, on a cluster, and on from where it stopped.

    out/part-00000.parquet   out/part-00001.parquet   …   one for each part of the corpus, in the order of these

Parts are written into `.partial/` and moved in place when all are there. Each file says in its metadata what it was
made of, so that a second run writes only what is missing or was made otherwise.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbench.articles.corpus import Corpus
from workbench.articles.join import join_text
from workbench.articles.kinds import PROSE
from workbench.articles.output import begin_output
from workbench.articles.store import PARTIAL, Part, is_prepared, read_contents, read_table, staging
from workbench.engine import run_partitions
from workbench.errors import DataError, OutputError
from workbench.framing.codebook.codebook import Codebook
from workbench.framing.dictionary.dictionary import score_frames
from workbench.text import typed

_SETTINGS = b"framing-workbench scores"  # under this a file says in its metadata how it was made
_METHOD = 1  # to be raised when the same articles and codebook give other scores
_COLUMNS = ("article_id", "text", "language", "weight")


@dataclass(frozen=True)
class _Task:
    """One part of the corpus, and where its scores go."""

    folder: str
    part: Part
    codebook: Codebook
    unit: str
    min_hits: int
    kinds: tuple[str, ...]
    path: str

    @property
    def settings(self) -> bytes:
        """All that the scores depend on."""
        made = [_METHOD, self.part.key, self.part.articles, self.codebook.hash, self.unit, self.min_hits, self.kinds]
        return json.dumps(made).encode()


def write_scores(
    folder: str | Path,
    codebook: Codebook,
    out: str | Path,
    *,
    unit: str = "article",
    min_hits: int = 2,
    kinds: Sequence[str] = PROSE,
    jobs: int | None = None,
    scheduler: str | None = None,
) -> Path:
    """Score the frames of a corpus of any size and write the scores as a Parquet data set.

    The scores are those of `score_frames`, articles in the order of the parts of the corpus. Memory is bounded by a
    part (5,000 articles) a process. The files are the same, byte for byte, wherever they are made. A second run
    with the same settings writes only what is missing, as after a stop or after more articles were added.

    Args:
        folder: a corpus on disk, as `ingest` or `write_corpus` makes it.
        codebook: as for `score_frames`.
        out: a new or empty folder, or one this function wrote; what it holds is replaced.
        unit: "article", "paragraph" or "sentence".
        min_hits: so many hits make a frame present.
        kinds: of the blocks to look in, as for `join_text`; body prose by default.
        jobs: processes on this machine; by default one a core.
        scheduler: address of a Dask scheduler, instead of processes here.

    Returns:
        `out`; `pandas.read_parquet(out)` reads it whole, `read_parquet(out, columns=[...])` in part.

    Raises:
        DataError: the folder is no corpus on disk, or `out` holds something else.
        ParameterError: `unit`, `min_hits`, `kinds`, `jobs` or `scheduler` is wrong.
        OutputError: `out` cannot be written.

    Example:
        >>> write_scores("prepared", read_codebook("policy"), "scores")  # doctest: +SKIP
    """
    source, target = Path(folder).absolute(), Path(out).absolute()
    if not is_prepared(source):
        raise DataError(f"{str(folder)!r} is no corpus on disk. Make one with ingest() or write_corpus().")
    _check_settings(codebook, unit, min_hits, kinds)
    begin_output(source, target, "scores")
    tasks = [
        _Task(str(source), part, codebook, unit, min_hits, tuple(kinds), str(target / f"part-{number:05d}.parquet"))
        for number, part in enumerate(read_contents(source).parts)
    ]
    waiting = [task for task in tasks if not _is_done(Path(task.path), task.settings)]
    for _ in run_partitions(_score_part, waiting, jobs=jobs, scheduler=scheduler):
        pass  # what is made is on disk
    _commit(target, tasks, waiting)
    return Path(out)


def _check_settings(codebook: Codebook, unit: str, min_hits: int, kinds: Sequence[str]) -> None:
    """Refuse wrong settings here, before any process starts."""
    score_frames(typed([], ["article_id", "text"]), codebook, unit=unit, min_hits=min_hits)
    columns = ["article_id", "title", "text", "kind", "block"]
    empty = typed([], columns)
    join_text(Corpus(empty, empty, empty), kinds=kinds)


def _is_done(path: Path, settings: bytes) -> bool:
    """Whether a file holds the scores that these settings give."""
    from pyarrow import ArrowInvalid, parquet

    try:
        return path.is_file() and (parquet.read_metadata(path).metadata or {}).get(_SETTINGS) == settings
    except (OSError, ArrowInvalid):
        return False


def _score_part(task: _Task) -> None:
    """Write the scores of one part into `.partial/`, unless an earlier run did."""
    path = _waiting(Path(task.path))
    if _is_done(path, task.settings):
        return
    articles = _read_articles(Path(task.folder), task.part, task.kinds)
    _write(score_frames(articles, task.codebook, unit=task.unit, min_hits=task.min_hits), path, task.settings)


def _read_articles(folder: Path, part: Part, kinds: Sequence[str]) -> pd.DataFrame:
    if tuple(kinds) == PROSE:
        columns = [column for column in _COLUMNS if column in part.columns]
        return read_table(folder, [part], "articles", columns=columns)[0]
    articles, blocks, rejected = (read_table(folder, [part], name)[0] for name in ("articles", "blocks", "rejected"))
    return join_text(Corpus(articles, blocks, rejected), kinds=kinds)


def _write(scores: pd.DataFrame, path: Path, settings: bytes) -> None:
    """Write scores in one step: a file that is there is whole."""
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.Table.from_pandas(scores, preserve_index=False)
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), _SETTINGS: settings})
    staged = staging(path)
    try:
        parquet.write_table(table, staged, compression="zstd")
        staged.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error}.") from error


def _commit(target: Path, tasks: Sequence[_Task], written: Sequence[_Task]) -> None:
    """Move the new files in place, and remove those of parts that are no more."""
    try:
        for task in written:
            _waiting(Path(task.path)).replace(task.path)
        for path in set(target.glob("part-*.parquet")) - {Path(task.path) for task in tasks}:
            path.unlink()
        shutil.rmtree(target / PARTIAL)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error}. Run again; what was done is kept.") from error


def _waiting(path: Path) -> Path:
    return path.parent / PARTIAL / path.name
