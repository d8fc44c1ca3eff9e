"""Topics of a corpus on disk: found in a sample, weighed part by part."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.articles.output import begin_output, open_parts, staged_parts, write_parts
from workbench.articles.store import Part, read_table
from workbench.errors import ParameterError
from workbench.text import find_units
from workbench.topics.fitting.prepare import find_stop_words
from workbench.topics.fitting.tables import list_weights
from workbench.topics.fitting.weigh import weigh_articles, weigh_units
from workbench.topics.result import TopicModel, Topics

_COLUMNS = ["article_id", "text", "language"]


@dataclass(frozen=True)
class _Task:
    """One part of the corpus, and where its weights go."""

    folder: str
    part: Part
    model: TopicModel
    path: str


def draw_articles(folder: str | Path, n: int = 20_000, *, seed: int = 0) -> pd.DataFrame:
    """Return a simple random sample of the articles of a corpus on disk, to find topics in.

    Memory holds the sample and one part of the corpus at a time.

    Args:
        folder: a corpus on disk, from `ingest` or `write_corpus`.
        n: how many articles; all of them where there are fewer.
        seed: which ones; the same seed and corpus give the same.

    Raises:
        DataError: the folder is no corpus on disk.
        ParameterError: `n` is no number of articles.

    Example:
        >>> articles = draw_articles("prepared")  # doctest: +SKIP
        >>> topics = fit_topics(articles)  # doctest: +SKIP
        >>> write_topic_weights("prepared", topics, "weights")  # doctest: +SKIP
    """
    if not isinstance(n, int | np.integer) or isinstance(n, bool) or n < 1:
        raise ParameterError(f"n={n!r} is not a number of articles. Allowed: whole numbers from 1.")
    source, parts = open_parts(folder)
    sizes = np.array([part.articles for part in parts], dtype=np.int64)
    total = int(sizes.sum())
    chosen = np.sort(np.random.default_rng(seed).choice(total, min(n, total), replace=False))
    ends = np.cumsum(sizes)
    drawn = []
    for part, end, size in zip(parts, ends, sizes, strict=True):
        rows = chosen[(chosen >= end - size) & (chosen < end)] - (end - size)
        if len(rows):
            drawn.append(read_table(source, [part], "articles")[0].iloc[rows])
    sample: pd.DataFrame = pd.concat(drawn, ignore_index=True)
    return sample


def write_topic_weights(
    folder: str | Path,
    topics: Topics,
    out: str | Path,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
) -> Path:
    """Write how much of each topic every article of a corpus on disk holds; return `out`.

    Args:
        folder: a corpus on disk, from `ingest` or `write_corpus`.
        topics: from `fit_topics`, of a sample of the corpus (`draw_articles`) or of other articles.
        out: a folder for the table `Topics.articles` (article_id, topic, weight, weak), a Parquet file a part of the
            corpus; `pandas.read_parquet(out)` reads it whole. Weights of an earlier run are replaced at the end.
        jobs: processes on this machine; by default one a core. Each holds one part at a time.
        scheduler: address of a Dask scheduler, as in `ingest`.

    Raises:
        DataError: the folder is no corpus on disk, or `out` holds something else.
        ParameterError: `topics` has no model; `jobs` or `scheduler` is wrong.
        OutputError: `out` cannot be written.

    Example:
        >>> write_topic_weights("prepared", topics, "weights")  # doctest: +SKIP
    """
    source, parts = open_parts(folder)
    if topics.model is None:
        raise ParameterError("These topics have no model to weigh articles with. Pass topics from fit_topics.")
    target = Path(out).absolute()
    begin_output(source, target, "weights of topics")
    tasks = [_Task(str(source), part, topics.model, path) for part, path in staged_parts(target, parts)]
    write_parts(_weigh_part, tasks, target, jobs=jobs, scheduler=scheduler)
    return Path(out)


def _weigh_part(task: _Task) -> int:
    """Write the weights of one part; return how many articles it has."""
    columns = [column for column in _COLUMNS if column in task.part.columns]
    articles = read_table(Path(task.folder), [task.part], "articles", columns=columns)[0]
    stop_words = find_stop_words(articles, task.model.language or None)
    units = find_units(articles, unit=task.model.unit)
    n_topics = len(task.model.topics)
    weights = weigh_articles(weigh_units(units, stop_words, task.model), articles["article_id"], n_topics)
    list_weights(weights, articles["article_id"]).to_parquet(task.path, index=False)
    return len(articles)
