"""The three tables of a corpus, and how they are kept on disk."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbench.errors import DataError

TABLES = ("articles", "blocks", "rejected")


@dataclass(frozen=True)
class Corpus:
    """What a file or folder held.

    Attributes:
        articles: one row an article; see `read_corpus` for the columns.
        blocks: one row a block; article_id, block, kind, section, text, start, end, rule.
        rejected: one row for everything that is no article; source_file, record, reason.
    """

    articles: pd.DataFrame
    blocks: pd.DataFrame
    rejected: pd.DataFrame


def write_corpus(corpus: Corpus, folder: str | Path) -> Path:
    """Write the three tables as Parquet; `read_corpus(folder)` reads them back without parsing again.

    Returns:
        The folder.

    Example:
        >>> write_corpus(read_corpus("data/raw/demo"), "prepared")  # doctest: +SKIP
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        getattr(corpus, name).to_parquet(target / f"{name}.parquet", index=False)
    return target


def is_prepared(folder: Path) -> bool:
    """Whether a folder was written by `write_corpus`: it holds the three tables and nothing else."""
    return folder.is_dir() and {path.name for path in folder.iterdir()} == {f"{name}.parquet" for name in TABLES}


def read_prepared(folder: Path) -> Corpus:
    """Return the corpus that `write_corpus` wrote."""
    try:
        return Corpus(*(pd.read_parquet(folder / f"{name}.parquet") for name in TABLES))
    except (OSError, ValueError) as error:
        raise DataError(
            f"The prepared corpus in {folder} cannot be read: {error}. Write it again with write_corpus()."
        ) from error
