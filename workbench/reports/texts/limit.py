"""How much text of articles a report carries: everything, excerpts, or none."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from workbench.articles import Corpus
from workbench.reports.texts.files import limit_file
from workbench.reports.texts.index import build_limiter
from workbench.reports.texts.limiter import Limiter
from workbench.reports.texts.notebooks import limit_notebook


def limit_texts(folder: Path, corpus: Corpus, texts: str) -> None:
    """Take the texts of articles out of a report before its pages are made: what `texts` does not allow.

    Executed notebooks, tables and codes are limited in place, and the folder of the articles is removed. Doing it
    twice changes nothing more.

    Args:
        folder: of the report, after its kernels have ended.
        corpus: the articles of the report.
        texts: "excerpts" leaves at most 120 words of an article in a row, "none" fewer than 8, "full" everything.

    Raises:
        ParameterError: `texts` is another word.

    Example:
        >>> limit_texts(Path("reports/demo/.run.partial"), read_corpus("articles"), "none")  # doctest: +SKIP
    """
    limiter = build_limiter(corpus, texts)
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        limit_notebook(path, limiter)
    limit_tables(folder, limiter)
    limit_codes(folder, limiter)
    remove_corpus(folder, texts)


def limit_tables(folder: Path, limiter: Limiter, names: Iterable[str] | None = None) -> list[str]:
    """Limit the tables of a report, in place; return the files that had to be removed.

    Args:
        folder: of the report.
        limiter: see `build_limiter`.
        names: files relative to tables/, as `NotebookRun.tables` has them; None takes all.
    """
    chosen = None if names is None else set(names)
    tables = folder / "tables"
    files = [path for path in _files(tables) if chosen is None or path.relative_to(tables).as_posix() in chosen]
    return _limit_files(files, tables, limiter)


def limit_codes(folder: Path, limiter: Limiter) -> list[str]:
    """Limit the hand codes that stand with a report, in place; return the files that had to be removed."""
    return _limit_files(_files(folder / "codes"), folder / "codes", limiter)


def remove_corpus(folder: Path, texts: str) -> None:
    """Remove the articles themselves, once no kernel reads them; with "full" they stay."""
    if texts != "full":
        shutil.rmtree(folder / "corpus", ignore_errors=True)


def _limit_files(files: list[Path], root: Path, limiter: Limiter) -> list[str]:
    if limiter.texts == "full":
        return []
    return [path.relative_to(root).as_posix() for path in files if not limit_file(path, limiter)]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
