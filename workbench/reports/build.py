"""What a report is, made in a hidden folder: articles read once, the data gate, notebooks, pages, papers."""

from __future__ import annotations

import os
import platform
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.articles import Corpus, write_corpus
from workbench.errors import DataError, OutputError, ParameterError, RunError, StoppedError
from workbench.reports import notebooks as library
from workbench.reports.declaration import Value
from workbench.reports.execution.execute import Progress, Setting, execute_all
from workbench.reports.execution.reuse import collect_tables, hash_corpus, notebook_key, remove_strays, take_over
from workbench.reports.execution.warm import Launcher, open_launcher
from workbench.reports.inputs import Inputs, copy_codes, find_inputs
from workbench.reports.reading import read_places
from workbench.reports.record import NotebookRun, Record, effective, hash_package, write_record
from workbench.reports.settings import Settings, check_gate, describe_settings, measure_articles, select_corpus

if TYPE_CHECKING:
    from workbench.reports.pages.render import Page

IDS = "article-ids.txt"
LOG = "kernels.log"
OWN = ("tables", "notebooks", "corpus", "codes", IDS, LOG)  # what stands in the folder before its pages
_SELECTED = {"left out": "left out by [select]", "left out without a date": "of them without a date"}


@dataclass(frozen=True)
class Report:
    """A published report.

    Attributes:
        folder: where it stands.
        index: its first page.
        record: what it was made of, as in record.json.
        unchanged: nothing had changed since the latest report, and that is this one.
        notes: what went wrong beside the report, such as a message that could not be sent.
    """

    folder: Path
    index: Path
    record: dict[str, Any]
    unchanged: bool = False
    notes: tuple[str, ...] = ()


@dataclass
class Run:
    """One run as it goes on: what there is to tell of it, however it ends."""

    settings: Settings
    staging: Path
    name: str
    last: tuple[Path, dict[str, Any]] | None  # folder and record of the latest report
    progress: Progress
    started: float = field(default_factory=time.monotonic)
    started_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    counts: dict[str, int] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)  # what the data gate measured
    refusals: tuple[str, ...] = ()
    record: Record | None = None  # from when notebooks may run
    published: bool = False
    notes: list[str] = field(default_factory=list)  # what went wrong beside the report


def build_report(run: Run) -> Report:
    """Make everything a report holds in `run.staging`, or find that nothing has changed since the latest one.

    Raises:
        WorkbenchError: see `run_report`.
    """
    with open_launcher(run.settings.kernels) as launcher:
        if run.last is None or run.settings.force:
            launcher.start()  # it loads its libraries while the articles are read
        inputs = find_inputs(run.settings)
        latest = _find_unchanged(run, inputs)
        if latest:
            return latest
        launcher.start()
        corpus, told = select_corpus(read_places(run.settings.articles, inputs.reading), run.settings.select)
        run.counts = _counts(corpus, told)
        _pass_gate(run, measure_articles(corpus, _earlier_ids(run), run.settings.gate, datetime.now(UTC)))
        _prepare(run, corpus, inputs)
        run.record = record = _begin_record(run, inputs, launcher)
        try:
            pages = _run_notebooks(run, record, inputs, corpus, launcher)
        finally:
            _keep_log(launcher.log, run.staging)
    return _finish(run, record, corpus, pages)


def _find_unchanged(run: Run, inputs: Inputs) -> Report | None:
    """Return the latest report when this run would make the same; the gate is asked again, for days have passed."""
    if run.last is None or run.settings.force:
        return None
    folder, record = run.last
    whole = _is_whole(folder, [item.name for item in inputs.chosen], pdf=run.settings.pdf)
    gate = describe_settings(run.settings)["gate"]
    same_gate = (record.get("settings") or {}).get("gate") == gate
    if record.get("fingerprint") != inputs.fingerprint or not whole or not same_gate:
        return None
    run.counts = record["counts"]
    _pass_gate(run, {**record["gate"], "new": 0, "newest_days": _age(record["gate"]["newest"])})
    return Report(folder, folder / "index.html", record, unchanged=True)


def _is_whole(folder: Path, notebooks: Iterable[str], *, pdf: bool) -> bool:
    """Whether a report has its pages, and the PDF where that could be made."""
    from workbench.reports.papers.pdf import find_chromium

    pages = [folder / f"{name}.html" for name in ("index", "methods", *notebooks)]
    wanted = [*pages, *([folder / "report.pdf"] if pdf and find_chromium() else [])]
    return all(path.is_file() and path.stat().st_size > 0 for path in wanted)


def _age(newest: str | None) -> float | None:
    return None if newest is None else (datetime.now(UTC) - datetime.fromisoformat(newest)).total_seconds() / 86400


def _pass_gate(run: Run, found: dict[str, Any]) -> None:
    run.found = found
    run.refusals = tuple(check_gate(run.settings.gate, found))
    if run.refusals:
        raise DataError(f"The data gate refused: {' '.join(run.refusals)} No notebook was run.")


def _counts(corpus: Corpus, told: dict[str, int]) -> dict[str, int]:
    articles = corpus.articles
    return {
        "articles": len(articles),
        "undated": int(articles["published"].isna().sum()),
        "without outlet": int(articles["outlet"].isna().sum()),
        "outlets": int(articles["outlet"].nunique()),
        "rejected": len(corpus.rejected),
        **{_SELECTED[name]: number for name, number in told.items() if name in _SELECTED and number},
    }


def _earlier_ids(run: Run) -> set[str] | None:
    """Return the articles of the latest report; None when there is none."""
    if run.last is None:
        return None
    with suppress(OSError):
        return set((run.last[0] / IDS).read_text(encoding="utf-8").split())
    return None


def _prepare(run: Run, corpus: Corpus, inputs: Inputs) -> None:
    """Put into the folder what the notebooks read."""
    for name in ("tables", "notebooks"):
        (run.staging / name).mkdir()
    ids = "".join(f"{article_id}\n" for article_id in sorted(corpus.articles["article_id"]))
    (run.staging / IDS).write_text(ids, encoding="utf-8")
    copy_codes(inputs.codes_from, run.staging / "codes")
    if inputs.codes_from and not inputs.codes:
        run.notes.append(f"The folder {str(inputs.codes_from)!r} holds no hand codes yet: shares are not validated.")
    write_corpus(corpus, run.staging / "corpus")


def _begin_record(run: Run, inputs: Inputs, launcher: Launcher) -> Record:
    shared = {
        "corpus": hash_corpus(run.staging / "corpus"),
        "codes": inputs.codes,
        "texts": run.settings.texts,
        "installed": inputs.installed,
        "python": platform.python_version(),
        "package": hash_package(),
    }
    notebooks = []
    for item in inputs.chosen:
        values = _values(item, dict(inputs.values[item.name]), coded=bool(inputs.codes))
        key = notebook_key(item, values, shared)
        notebooks.append(NotebookRun(item.name, item.title, values, key=key, made_in=run.name))
    return Record(
        report=run.settings.name,
        run=run.name,
        source=", ".join(place.name for place in run.settings.articles),
        reading=dict(inputs.reading),
        codes=inputs.codes,
        files=inputs.files,
        counts=run.counts,
        fingerprint=inputs.fingerprint,
        seed=next((entry.parameters["seed"] for entry in notebooks if "seed" in entry.parameters), None),
        kernels=launcher.kind,
        jobs=run.settings.jobs or _cores(),
        notebooks=notebooks,
        settings=describe_settings(run.settings),
        gate=run.found,
        texts=run.settings.texts,
        started=run.started_at,
    )


def _values(notebook: library.Notebook, given: dict[str, Value], *, coded: bool) -> dict[str, Any]:
    values = effective(notebook, given)
    # Relative to the report's folder, in which the kernels run: executed notebooks stay valid where it is moved.
    own = {"corpus": "corpus", "codes": "codes" if coded else "", "tables": f"tables/{notebook.name}"}
    return values | {name: value for name, value in own.items() if name in notebook.parameters}


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run_notebooks(run: Run, record: Record, inputs: Inputs, corpus: Corpus, launcher: Launcher) -> list[Page]:
    """Run the notebooks that something has changed for; turn each into its page as it ends, while others still run."""
    last = None if run.settings.force else run.last
    jobs = [
        (item, entry)
        for item, entry in zip(inputs.chosen, record.notebooks, strict=True)
        if not take_over(entry, last, run.staging)
    ]
    from workbench.reports.pages.render import render_notebook
    from workbench.reports.texts.index import build_limiter
    from workbench.reports.texts.limit import limit_codes, limit_tables
    from workbench.reports.texts.notebooks import limit_notebook

    limiter = build_limiter(corpus, run.settings.texts)
    pages: list[Page] = []

    def show(entry: NotebookRun) -> None:
        if entry.state == "done":
            collect_tables(entry, run.staging)
            limit_notebook(run.staging / "notebooks" / f"{entry.name}.ipynb", limiter)
            removed = limit_tables(run.staging, limiter, entry.tables)
            entry.tables = [name for name in entry.tables if name not in removed]
        if entry.state in {"done", "kept"}:
            pages.append(render_notebook(run.staging, entry.name, record))

    setting = Setting(run.staging, launcher, run.settings.limits, run.started + run.settings.limits.run, run.progress)
    execute_all(jobs, setting, workers=record.jobs, done=show)
    limit_codes(run.staging, limiter)
    for entry in record.notebooks:
        if entry.state == "kept":
            show(entry)
    _raise_failures(record)
    strays = remove_strays(run.staging, record.notebooks, [*OWN, *(f"{page.name}.html" for page in pages)])
    if strays:
        run.notes.append(
            f"Notebooks wrote {', '.join(strays[:5])}{' …' if len(strays) > 5 else ''} outside their folder of tables: "
            "it is not in the report. Write into the folder that the parameter `tables` names."
        )
    return sorted(pages, key=lambda page: page.name)


def _raise_failures(record: Record) -> None:
    """Raise what became of the notebooks that did not end well, in the order of how much it asks of the reader."""
    bad = [entry for entry in record.notebooks if entry.state not in {"done", "kept"}]
    if not bad:
        return
    states = {entry.state for entry in bad}
    kinds = {"unwritable": OutputError, "stopped": StoppedError, "failed": RunError, "wrong": ParameterError}
    kind = next(error for state, error in kinds.items() if state in states)
    said = {"wrong": "was given a wrong value", "unwritable": "could not write"}
    lines = [
        f"{entry.name} {said.get(entry.state, entry.state)} in cell {entry.failed_cell or 'none'!r}: {entry.error}"
        for entry in bad
    ]
    raise kind("\n".join(lines))


def _keep_log(log: Path, staging: Path) -> None:
    """Keep what programs of the kernels printed past them, until the report is whole."""
    with suppress(OSError):
        shutil.copyfile(log, staging / LOG)


def _finish(run: Run, record: Record, corpus: Corpus, pages: list[Page]) -> Report:
    """Make what stands beside the pages of the notebooks, and the record."""
    from workbench.reports.pages.index import render_index
    from workbench.reports.papers.pdf import write_pdf
    from workbench.reports.papers.render import render_papers
    from workbench.reports.texts.limit import remove_corpus

    record.state = "done"
    record.seconds = round(time.monotonic() - run.started, 2)
    write_record(record, run.staging / "record.json")
    render_index(run.staging, corpus, record, pages)
    render_papers(run.staging, record, pages)
    if run.settings.pdf:
        printed = write_pdf(run.staging)
        run.notes += [printed.reason] if printed.reason else []
    (run.staging / LOG).unlink(missing_ok=True)
    remove_corpus(run.staging, run.settings.texts)
    return Report(run.staging, run.staging / "index.html", asdict(record))
