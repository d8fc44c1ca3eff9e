"""`workbench ingest`, `check` and `lab`: articles before any report."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from workbench.cli.lab import start_lab
from workbench.cli.options import add_reading_options, columns_of, shown_path
from workbench.errors import DataError, ParameterError


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `ingest`, `check` and `lab`."""
    ingest = commands.add_parser("ingest", help="read any number of files into a corpus on disk; again, only the new")
    ingest.add_argument("source", metavar="SRC", help="a file or folder of articles")
    ingest.add_argument("folder", metavar="DEST", help="folder of the corpus; `workbench report DEST` reads it")
    add_reading_options(ingest)
    ingest.add_argument("--jobs", type=int, metavar="N", help="processes at a time (default: one a core)")
    ingest.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster, as in tcp://127.0.0.1:8786")
    ingest.set_defaults(act=_ingest)
    check = commands.add_parser("check", help="read articles and say what is missing or odd")
    check.add_argument("path", metavar="PATH", help="a file or folder of articles")
    add_reading_options(check)
    check.set_defaults(act=_check)
    lab = commands.add_parser("lab", help="open the notebooks in JupyterLab")
    lab.add_argument(
        "path", nargs="?", metavar="PATH",
        help="articles to work on, with copies of the notebooks; default: the study one stands in, else the demo",
    )  # fmt: skip
    lab.set_defaults(act=_lab)


def _ingest(options: argparse.Namespace) -> None:
    from tqdm import tqdm

    from workbench.articles.ingestion import ingest

    with tqdm(total=0, disable=None, unit="B", unit_scale=True, file=sys.stderr) as bar:

        def show(read: int, whole: int) -> None:
            bar.total = whole
            bar.update(read - bar.n)

        done = ingest(
            options.source, options.folder, columns=columns_of(options), strict=options.strict,
            jobs=options.jobs, scheduler=options.scheduler, progress=show,
        )  # fmt: skip
    print(f"files: {done.new} new, {done.changed} changed, {done.unchanged} unchanged.")
    print(f"{shown_path(done.folder.resolve())} holds articles: {done.articles}, set aside: {done.rejected}.")
    if not done.articles:
        raise DataError(f"No article could be read from {options.source!r}. Run `workbench check` on it to see why.")


def _check(options: argparse.Namespace) -> None:
    from workbench.articles import check_articles, read_corpus
    from workbench.articles.assemble import ARTICLE_COLUMNS

    if not Path(options.path).exists():
        raise ParameterError(f"There is no file or folder {options.path!r}. Give the path of a file or folder.")
    corpus = read_corpus(options.path, columns=columns_of(options), strict=options.strict)
    print(f"articles: {len(corpus.articles)}, blocks: {len(corpus.blocks)}, set aside: {len(corpus.rejected)}.")
    unknown = sorted(set(corpus.articles.columns) - set(ARTICLE_COLUMNS))
    if unknown:
        print(f"  columns kept under their own names: {', '.join(unknown)}")
    problems = check_articles(corpus.articles)
    for row in problems[problems["articles"] > 0].itertuples():
        print(f"  {row.articles:>5} {row.problem}: {row.examples}")
    for warning, files in corpus.articles.groupby("warnings")["source_file"]:
        more = " …" if len(files) > 1 else ""
        print(f"  {len(files):>5} read with a warning: {warning} ({files.iloc[0]}{more})")
    for row in corpus.rejected.itertuples():
        record = f" record {row.record}" if row.record != 0 else ""
        print(f"  not an article: {row.source_file}{record}: {row.reason}")
    if corpus.articles.empty:
        raise DataError(f"No article could be read from {options.path!r}.")


def _lab(options: argparse.Namespace) -> None:
    from urllib.parse import quote

    root, folder = _find_notebooks(options.path)
    opened = min(folder.glob("*.ipynb"), default=folder).relative_to(root).as_posix()
    start_lab(f"--notebook-dir={root}", f"--LabApp.default_url=/lab/tree/{quote(opened)}")


def _find_notebooks(path: str | None) -> tuple[Path, Path]:
    """Return the folder that JupyterLab is opened on, and that of the notebooks in it.

    Reports made from a notebook stand beside its folder in a study or a checkout, so that these are opened as a whole.
    """
    from workbench.reports.notebooks import demo_folder, is_checkout, notebooks_folder, set_corpus
    from workbench.reports.publishing.publish import name_after

    here = Path.cwd() / "notebooks"
    if path is None and any(here.glob("*.ipynb")):
        return here.parent, here
    folder = notebooks_folder()
    if path is None and is_checkout():
        return folder.parent, folder
    articles = Path(path) if path else demo_folder()  # the notebooks of the package itself are never worked on
    folder = set_corpus(folder, articles, Path("lab") / name_after(Path(path) if path else None)).resolve()
    print(f"The notebooks were copied to {shown_path(folder)}")
    return folder, folder
