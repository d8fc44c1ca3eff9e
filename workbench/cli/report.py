"""`workbench report`, `run` and `list`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from workbench.cli.bar import Bar
from workbench.cli.options import add_reading_options, columns_of, shown_path
from workbench.errors import ParameterError
from workbench.reports.settings.template import REPORT_FILE

if TYPE_CHECKING:
    from workbench.reports import Report
    from workbench.reports.settings import Options


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `report`, `run` and `list`."""
    report = commands.add_parser("report", help="read articles, run the notebooks, publish a report")
    _add_run_options(report)
    report.add_argument(
        "--only", default="", metavar="NOTEBOOKS", help="notebooks to run, as in 1-corpus,2-framing,own/voices.ipynb"
    )
    report.add_argument(
        "--init",
        nargs="?",
        const=REPORT_FILE,
        metavar="FILE",
        help=f"write a report file to edit ({REPORT_FILE}), and stop",
    )
    report.set_defaults(act=_report)
    run = commands.add_parser("run", help="run one notebook and publish its page")
    run.add_argument("notebook", metavar="NOTEBOOK", help="its name, as in 3-topics (see workbench list), or its file")
    _add_run_options(run)
    run.set_defaults(act=_run)
    listing = commands.add_parser("list", help="show the notebooks and their parameters")
    listing.set_defaults(act=_list)


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", nargs="?", metavar="PATH", help="file or folder of articles, or report file (.toml); default: the demo"
    )
    parser.add_argument("--name", help="name of the report; default: that of PATH")
    parser.add_argument("--out", metavar="DIR", help="folder of reports (default: reports)")
    parser.add_argument(
        "-p", dest="parameters", action="append", default=[], metavar="NOTEBOOK.NAME=VALUE",
        help="set a parameter; may be repeated",
    )  # fmt: skip
    add_reading_options(parser)
    parser.add_argument("--codes", metavar="PATH", help="hand codes of these articles: a file or a folder")
    parser.add_argument("--texts", metavar="HOW", help="shown of the articles: excerpts (default), none or full")
    parser.add_argument("--keep", type=int, metavar="N", help="published runs that are kept (default: 30)")
    parser.add_argument("--pdf", action=argparse.BooleanOptionalAction, help="also write report.pdf, with Chromium")
    parser.add_argument("--force", action="store_true", help="run also when nothing has changed")
    _add_limits(parser)


def _add_limits(parser: argparse.ArgumentParser) -> None:
    limits = parser.add_argument_group("limits")
    limits.add_argument("--jobs", type=int, metavar="N", help="kernels at a time (default: one a core)")
    limits.add_argument("--time-limit", type=float, metavar="S", help="seconds of the run (default: 3600)")
    limits.add_argument("--notebook-limit", type=float, metavar="S", help="seconds of one notebook")
    limits.add_argument("--cell-limit", type=float, metavar="S", help="seconds of one cell")
    limits.add_argument("--memory-limit", type=int, metavar="MB", help="memory of one kernel")
    limits.add_argument("--wait", type=float, metavar="S", help="seconds to wait for another run of this report")
    limits.add_argument("--kernels", metavar="HOW", help="forked, started, or auto (default: forked where possible)")


_PLAIN = "name out codes texts keep pdf jobs time_limit notebook_limit cell_limit memory_limit wait kernels".split()


def _typed(options: argparse.Namespace, only: list[str], parameters: list[str]) -> Options:
    """Return the options that were typed, and no others: what was not must not override a report file."""
    typed = {name: getattr(options, name) for name in _PLAIN if getattr(options, name) is not None}
    if not options.strict:
        typed["strict"] = False
    if options.force:
        typed["force"] = True
    return cast("Options", {**typed, "only": only, "parameters": parameters, "columns": columns_of(options)})


def _report(options: argparse.Namespace) -> None:
    if options.init is not None:
        _init(options)
        return
    only = [name.strip() for name in options.only.split(",") if name.strip()]
    _publish(options.path, _typed(options, only, options.parameters))


def _init(options: argparse.Namespace) -> None:
    from workbench.reports.settings import write_report_file

    if options.path is not None:
        raise ParameterError(f"--init takes no PATH ({options.path!r}). Say in the file where the articles are.")
    path = shown_path(write_report_file(options.init).absolute())
    print(f"Wrote {path}. Say in it where the articles are, then: workbench report {path}")


def _run(options: argparse.Namespace) -> None:
    from workbench.reports.notebooks import name_notebook
    from workbench.reports.publishing.publish import name_after

    is_own = "/" in options.notebook or Path(options.notebook).is_file()
    wanted = options.notebook if is_own else options.notebook.removesuffix(".ipynb")
    name = name_notebook(wanted)
    # With one notebook its name need not be said before every parameter.
    given = [text if text.startswith(f"{name}.") else f"{name}.{text}" for text in options.parameters]
    options.name = options.name or f"{name_after(Path(options.path) if options.path else None)}-{name}"
    _publish(options.path, _typed(options, [wanted], given))


def _publish(path: str | None, typed: Options) -> None:
    from workbench.reports import run_report, run_reports
    from workbench.reports.settings import is_report_file

    with Bar() as bar:
        if path is not None and is_report_file(path):
            reports: Iterable[Report] = run_reports(path, progress=bar, **typed)
        else:
            reports = [run_report(path, progress=bar, **typed)]
    for report in reports:
        _tell(report)


def _tell(report: Report) -> None:
    counts = report.record["counts"]
    if report.unchanged:
        print(f"Nothing has changed since run {report.record['run']} (use --force to run again).")
    else:
        told = ", ".join(f"{what}: {number}" for what, number in counts.items())
        print(f"{told}. {_notebooks(report.record['notebooks'])} in {report.record['seconds']:.1f} s.")
    for note in report.notes:
        print(f"workbench: {note}", file=sys.stderr)
    print(f"Open {shown_path(report.index)}")


def _notebooks(runs: Sequence[Mapping[str, object]]) -> str:
    """Say how many notebooks were run, and which were taken over because nothing they depend on has changed."""
    kept = [str(run["name"]) for run in runs if run["state"] == "kept"]
    number = len(runs) - len(kept)
    made = "1 notebook" if number == 1 else f"{number} notebooks"
    return f"{made} run, unchanged and kept: {', '.join(kept)}," if kept else made


def _list(_: argparse.Namespace) -> None:
    from workbench.reports.notebooks import RESERVED, list_notebooks

    for notebook in list_notebooks():
        print(f"{notebook.name}  {notebook.title}")
        for parameter in notebook.parameters.values():
            if parameter.name not in RESERVED:
                setting = f"{notebook.name}.{parameter.name}={parameter.default}"
                print(f"    -p {setting:<34} {parameter.type:<6} {parameter.help}")
