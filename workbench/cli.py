"""The command line: parses, calls, prints. The only place that prints."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from workbench.errors import DataError, ParameterError, StoppedError, WorkbenchError, nearest

COMMANDS = ("report", "run", "ingest", "check", "list", "lab")


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors name the nearest right word."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print, in our own words."""
        typed = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
        hint = f" {nearest(typed, COMMANDS)}" if "invalid choice" in message else ""
        said = message.partition(" (choose")[0]
        raise ParameterError(f"{said[0].upper()}{said[1:]}.{hint} See `workbench --help`.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 wrong usage, 3 data, 4 stopped, 5 output."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _stop)
    debug = "--debug" in (sys.argv[1:] if arguments is None else arguments)
    try:
        options = _parser().parse_args(arguments)
        options.act(options)
    except WorkbenchError as error:
        if debug:
            traceback.print_exc()
        print(f"workbench: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # whoever reads our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("workbench: stopped by the keyboard; nothing was published.", file=sys.stderr)
        return StoppedError.exit_code
    return 0


def _stop(number: int, _: object) -> NoReturn:
    raise StoppedError(f"stopped by signal {number}; nothing was published.")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="workbench", description="Who framed this story how, when, and how sure are we?")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    report = commands.add_parser("report", help="read articles, run the notebooks, publish a report")
    _add_run_options(report)
    report.add_argument("--only", default="", metavar="NOTEBOOKS", help="notebooks to run, as in 1-corpus,2-framing")
    report.set_defaults(act=_report)
    run = commands.add_parser("run", help="run one notebook and publish its page")
    run.add_argument("notebook", metavar="NOTEBOOK", help="its name, as in 3-topics (see workbench list)")
    _add_run_options(run)
    run.set_defaults(act=_run)
    listing = commands.add_parser("list", help="show the notebooks and their parameters")
    listing.set_defaults(act=_list)
    ingest = commands.add_parser("ingest", help="read any number of files into a corpus on disk; again, only the new")
    ingest.add_argument("source", metavar="SRC", help="a file or folder of articles")
    ingest.add_argument("folder", metavar="DEST", help="folder of the corpus; `workbench report DEST` reads it")
    _add_reading_options(ingest)
    ingest.add_argument("--jobs", type=int, metavar="N", help="processes at a time (default: one a core)")
    ingest.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster, as in tcp://127.0.0.1:8786")
    ingest.set_defaults(act=_ingest)
    check = commands.add_parser("check", help="read articles and say what is missing or odd")
    check.add_argument("path", metavar="PATH", help="a file or folder of articles")
    _add_reading_options(check)
    check.set_defaults(act=_check)
    lab = commands.add_parser("lab", help="open the notebooks in JupyterLab")
    lab.add_argument("path", nargs="?", metavar="PATH", help="articles to work on; copies of the notebooks are opened")
    lab.set_defaults(act=_lab)
    for command in (report, run, ingest, check, listing, lab):
        command.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    return parser


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", metavar="PATH", help="a file or folder of articles; default: the demo")
    parser.add_argument("--name", help="name of the report; default: that of PATH")
    parser.add_argument("--out", default="reports", metavar="DIR", help="folder of reports (default: %(default)s)")
    parser.add_argument(
        "-p", dest="parameters", action="append", default=[], metavar="NOTEBOOK.NAME=VALUE",
        help="set a parameter; may be repeated",
    )  # fmt: skip
    _add_reading_options(parser)
    parser.add_argument("--codes", metavar="PATH", help="hand codes of these articles: a file or a folder")
    parser.add_argument("--jobs", type=int, metavar="N", help="kernels at a time (default: one a core)")
    parser.add_argument("--force", action="store_true", help="run also when nothing has changed")
    parser.add_argument("--time-limit", type=float, default=3600.0, metavar="S", help="seconds (default: %(default)g)")


def _add_reading_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--column", dest="columns", action="append", default=[], metavar="COLUMN=FIELD",
        help="what a column of your tables holds, as in Datum=published; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--no-strict", dest="strict", action="store_false",
        help="read a file also when it holds another number of articles than it states",
    )  # fmt: skip


def _columns(options: argparse.Namespace) -> dict[str, str]:
    pairs = [given.rpartition("=") for given in options.columns]
    for (column, _, field), given in zip(pairs, options.columns, strict=True):
        if not column or not field:
            raise ParameterError(f"--column {given} is not COLUMN=FIELD, as in --column Datum=published.")
    named = [column.strip() for column, _, _ in pairs]
    if len(set(named)) < len(named):
        raise ParameterError(f"--column names a column twice: {', '.join(options.columns)}. Name each once.")
    return {column.strip(): field.strip() for column, _, field in pairs}


def _ingest(options: argparse.Namespace) -> None:
    from tqdm import tqdm

    from workbench.articles.ingestion import ingest

    with tqdm(total=0, disable=None, unit="B", unit_scale=True, file=sys.stderr) as bar:

        def show(read: int, whole: int) -> None:
            bar.total = whole
            bar.update(read - bar.n)

        done = ingest(
            options.source, options.folder, columns=_columns(options), strict=options.strict,
            jobs=options.jobs, scheduler=options.scheduler, progress=show,
        )  # fmt: skip
    print(f"files: {done.new} new, {done.changed} changed, {done.unchanged} unchanged.")
    print(f"{_shown(done.folder.resolve())} holds articles: {done.articles}, set aside: {done.rejected}.")
    if not done.articles:
        raise DataError(f"No article could be read from {options.source!r}. Run `workbench check` on it to see why.")


def _report(options: argparse.Namespace) -> None:
    _publish(options, [name.strip() for name in options.only.split(",") if name.strip()], options.parameters)


def _run(options: argparse.Namespace) -> None:
    from workbench.reports.publish import name_after

    name = options.notebook.removesuffix(".ipynb")
    # With one notebook its name need not be said before every parameter.
    given = [text if text.startswith(f"{name}.") else f"{name}.{text}" for text in options.parameters]
    options.name = options.name or f"{name_after(Path(options.path) if options.path else None)}-{name}"
    _publish(options, [name], given)


def _publish(options: argparse.Namespace, only: list[str], parameters: list[str]) -> None:
    from workbench.reports import run_report

    with _Bar() as bar:
        report = run_report(
            options.path,
            name=options.name,
            out=options.out,
            only=only,
            parameters=parameters,
            columns=_columns(options),
            strict=options.strict,
            codes=options.codes,
            jobs=options.jobs,
            force=options.force,
            time_limit=options.time_limit,
            progress=bar,
        )
    counts = report.record["counts"]
    if report.unchanged:
        print(f"Nothing has changed since run {report.record['run']} (use --force to run again).")
    else:
        told = ", ".join(f"{what}: {number}" for what, number in counts.items())
        print(f"{told}. {_notebooks(len(report.record['notebooks']))} in {report.record['seconds']:.1f} s.")
    print(f"Open {_shown(report.index)}")


def _notebooks(number: int) -> str:
    return "1 notebook" if number == 1 else f"{number} notebooks"


def _shown(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


class _Bar:
    """A progress bar over the cells of all notebooks; on a terminal only, so that logs stay readable."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._started: dict[str, tuple[int, int]] = {}

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, notebook: str, cell: str | None, started: int, cells: int) -> None:
        from tqdm import tqdm

        if self._bar is None:
            layout = "{percentage:3.0f}% |{bar:20}| {elapsed} {desc}"
            self._bar = tqdm(total=0, disable=None, bar_format=layout, file=sys.stderr)
        self._started[notebook] = (started, cells)
        self._bar.total = sum(total for _, total in self._started.values())
        self._bar.n = sum(done for done, _ in self._started.values())
        self._bar.set_description_str(f"{notebook}: {cell or 'done'}", refresh=True)


def _list(_: argparse.Namespace) -> None:
    from workbench.reports.notebooks import RESERVED, list_notebooks

    for notebook in list_notebooks():
        print(f"{notebook.name}  {notebook.title}")
        for parameter in notebook.parameters.values():
            if parameter.name not in RESERVED:
                setting = f"{notebook.name}.{parameter.name}={parameter.default}"
                print(f"    -p {setting:<34} {parameter.type:<6} {parameter.help}")


def _check(options: argparse.Namespace) -> None:
    from workbench.articles import check_articles, read_corpus
    from workbench.articles.assemble import ARTICLE_COLUMNS

    if not Path(options.path).exists():
        raise ParameterError(f"There is no file or folder {options.path!r}. Give the path of a file or folder.")
    corpus = read_corpus(options.path, columns=_columns(options), strict=options.strict)
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
    from workbench.reports.notebooks import demo_folder, is_checkout, notebooks_folder, set_corpus
    from workbench.reports.publish import name_after

    folder = notebooks_folder()
    if options.path or not is_checkout():  # the notebooks of the package itself are never worked on
        articles = Path(options.path) if options.path else demo_folder()
        name = name_after(Path(options.path) if options.path else None)
        folder = set_corpus(folder, articles, Path("lab") / name)
        print(f"The notebooks were copied to {_shown(folder.resolve())}")
    code = subprocess.call([sys.executable, "-m", "jupyterlab", f"--notebook-dir={folder}"])  # noqa: S603 - our own words
    if code:
        raise WorkbenchError(f"JupyterLab ended with code {code}; its own message stands above.")


if __name__ == "__main__":
    sys.exit(main())
