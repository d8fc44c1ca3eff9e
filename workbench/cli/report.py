"""`workbench report`, `run` and `list`."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli.bar import Bar
from workbench.cli.options import add_reading_options, columns_of, shown_path


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `report`, `run` and `list`."""
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


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", nargs="?", metavar="PATH", help="a file or folder of articles; default: the demo")
    parser.add_argument("--name", help="name of the report; default: that of PATH")
    parser.add_argument("--out", default="reports", metavar="DIR", help="folder of reports (default: %(default)s)")
    parser.add_argument(
        "-p", dest="parameters", action="append", default=[], metavar="NOTEBOOK.NAME=VALUE",
        help="set a parameter; may be repeated",
    )  # fmt: skip
    add_reading_options(parser)
    parser.add_argument("--codes", metavar="PATH", help="hand codes of these articles: a file or a folder")
    parser.add_argument("--jobs", type=int, metavar="N", help="kernels at a time (default: one a core)")
    parser.add_argument("--force", action="store_true", help="run also when nothing has changed")
    parser.add_argument("--time-limit", type=float, default=3600.0, metavar="S", help="seconds (default: %(default)g)")


def _report(options: argparse.Namespace) -> None:
    _publish(options, [name.strip() for name in options.only.split(",") if name.strip()], options.parameters)


def _run(options: argparse.Namespace) -> None:
    from workbench.reports.publishing.publish import name_after

    name = options.notebook.removesuffix(".ipynb")
    # With one notebook its name need not be said before every parameter.
    given = [text if text.startswith(f"{name}.") else f"{name}.{text}" for text in options.parameters]
    options.name = options.name or f"{name_after(Path(options.path) if options.path else None)}-{name}"
    _publish(options, [name], given)


def _publish(options: argparse.Namespace, only: list[str], parameters: list[str]) -> None:
    from workbench.reports import run_report

    with Bar() as bar:
        report = run_report(
            options.path,
            name=options.name,
            out=options.out,
            only=only,
            parameters=parameters,
            columns=columns_of(options),
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
    print(f"Open {shown_path(report.index)}")


def _notebooks(number: int) -> str:
    return "1 notebook" if number == 1 else f"{number} notebooks"


def _list(_: argparse.Namespace) -> None:
    from workbench.reports.notebooks import RESERVED, list_notebooks

    for notebook in list_notebooks():
        print(f"{notebook.name}  {notebook.title}")
        for parameter in notebook.parameters.values():
            if parameter.name not in RESERVED:
                setting = f"{notebook.name}.{parameter.name}={parameter.default}"
                print(f"    -p {setting:<34} {parameter.type:<6} {parameter.help}")
