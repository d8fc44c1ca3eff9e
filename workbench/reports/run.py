"""`run_report` and `run_reports`: from what was asked for to published reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

from workbench.errors import ParameterError, WorkbenchError
from workbench.reports.build import Report
from workbench.reports.execution.execute import Progress
from workbench.reports.make import make_report
from workbench.reports.publishing.entry import read_row
from workbench.reports.publishing.page import write_matrix_index
from workbench.reports.publishing.status import load_status
from workbench.reports.settings import Options, Settings, build_settings, read_report_file


def run_report(
    path: str | Path | None = None, *, progress: Progress | None = None, **options: Unpack[Options]
) -> Report:
    """Read articles, run the notebooks on them, and publish the pages under `out/name/RUN/`.

    Args:
        path: a file or folder of articles; the demo corpus when not given.
        progress: called with (notebook, cell or None, cells started, cells).
        **options: each may be left out.
            name: the report's name; by default that of the path.
            out: the folder of reports, by default "reports".
            only: names of the notebooks to run, or paths of one's own; all shipped ones when empty.
            parameters: "NOTEBOOK.NAME=VALUE", as in "3-topics.n_topics=6".
            columns: input column -> field, as for `read_corpus`.
            strict: refuse a file that holds another number of articles than it states, as for `read_corpus`.
            codes: a file or folder of hand codes, as for `read_hand_codes`; the demo corpus brings its own.
            texts: how much of the articles the pages carry: "excerpts", "none" or "full".
            jobs: kernels at a time; by default one a core.
            force: run also what nothing has changed for.
            time_limit, cell_limit, notebook_limit: seconds after which a run, a cell, a notebook is stopped.
            memory_limit: MB a kernel may hold.
            wait: seconds to wait where another run of the report is going.
            keep: how many published runs are kept.
            pdf: make report.pdf too, where Chromium is installed.
            kernels: "forked", "started", or "auto": forked where the system can.

    Returns:
        The `Report`; `folder` has index.html, a page a notebook, tables/, notebooks/, articles/, papers/, assets/ and
        record.json, and `out/name/latest` leads to it. Each way to end is written down in `out/name/status.json` and
        on `out/name/index.html`.

    Raises:
        ParameterError: unknown notebook or parameter, wrong type, no such path; no kernel has started.
        DataError: no article could be read; no kernel has started.
        RunError: a notebook failed; what it left is under `out/name/failed/RUN/`.
        StoppedError: a limit was reached, a kernel died, or another run of the report is going.
        OutputError: `out` cannot be written.

    Example:
        >>> run_report("data/raw/demo", only=["1-corpus"]).index  # doctest: +SKIP
    """
    if path is not None and Path(path).suffix == ".toml":
        raise ParameterError(
            f"{str(path)!r} is a report file. Give it to run_reports(), which may make several reports."
        )
    return make_report(build_settings(path, **options), progress or _nothing)


def run_reports(path: str | Path, *, progress: Progress | None = None, **options: Unpack[Options]) -> list[Report]:
    """Make the reports of a report file: one, or with a matrix one for each of its combinations.

    A report that fails does not keep the others from being made; its error is raised when all have been tried.

    Args:
        path: the report file, see docs/report-file.md.
        progress: as for `run_report`.
        **options: as for `run_report`; each overrules the file.

    Returns:
        The reports, in the order of the matrix.

    Raises:
        WorkbenchError: as for `run_report`; of several errors the first.

    Example:
        >>> run_reports("report.toml")[0].index  # doctest: +SKIP
    """
    reports, errors = [], []
    variants = read_report_file(path, options)
    for settings in variants:
        try:
            reports.append(make_report(settings, progress or _nothing))
        except WorkbenchError as error:
            errors.append(type(error)(f"{settings.name}: {error}") if len(variants) > 1 else error)
    _write_overview(variants)
    if errors:
        raise errors[0] if len(errors) == 1 else type(errors[0])("\n".join(str(error) for error in errors))
    return reports


def _write_overview(variants: Sequence[Settings]) -> None:
    """Write the page that leads to all reports of a matrix."""
    out, name = variants[0].out, variants[0].matrix
    if name:
        last = {settings.name: read_row(load_status(out / settings.name)) for settings in variants}
        write_matrix_index(out, name, {report: entry for report, entry in last.items() if entry})


def _nothing(*_: object) -> None:
    """Show no progress."""
