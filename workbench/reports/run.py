"""`run_report`: read the articles once, run the notebooks, publish pages, tables and record in one step."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.articles import Corpus, read_corpus, write_corpus
from workbench.articles.sources import check_columns, source_files
from workbench.errors import DataError, OutputError, ParameterError, RunError, StoppedError, WorkbenchError
from workbench.reports import notebooks as library
from workbench.reports.execution.execute import Progress, Setting, execute_all
from workbench.reports.publishing.publish import check_name, discard, find_latest, keep_evidence, name_after, open_staging, publish
from workbench.reports.record import NotebookRun, Record, fingerprint, hash_files, write_record

if TYPE_CHECKING:
    from workbench.reports.pages.render import Page

TIME_LIMIT = 3600.0  # seconds; without a limit one stuck cell would block a nightly schedule for ever


@dataclass(frozen=True)
class Report:
    """A published report: its folder, its first page, its record, and whether an unchanged one was found instead."""

    folder: Path
    index: Path
    record: dict[str, Any]
    unchanged: bool = False


def run_report(  # noqa: PLR0913 - the options of the command line, one each
    path: str | Path | None = None,
    *,
    name: str | None = None,
    out: str | Path = "reports",
    only: Iterable[str] = (),
    parameters: Iterable[str] = (),
    columns: Mapping[str, str] | None = None,
    strict: bool = True,
    codes: str | Path | None = None,
    jobs: int | None = None,
    force: bool = False,
    time_limit: float = TIME_LIMIT,
    progress: Progress | None = None,
) -> Report:
    """Read articles, run the notebooks on them, and publish the pages under `out/name/RUN/`.

    Args:
        path: a file or folder of articles; the demo corpus when not given.
        name: the report's name; by default that of the path.
        out: the folder of reports.
        only: names of the notebooks to run; all when empty.
        parameters: "NOTEBOOK.NAME=VALUE", as in "3-topics.n_topics=6".
        columns: input column -> field, as for `read_corpus`.
        strict: refuse a file that holds another number of articles than it states, as for `read_corpus`.
        codes: a file or folder of hand codes, as for `read_hand_codes`; the demo corpus brings its own.
        jobs: kernels at a time; by default one a core.
        force: run also when nothing has changed since the last report.
        time_limit: seconds after which the run is stopped.
        progress: called with (notebook, cell or None, cells started, cells).

    Returns:
        The `Report`; `folder` has index.html, a page a notebook, tables/, notebooks/, articles/, assets/, corpus/
        and record.json, and `out/name/latest` leads to it.

    Raises:
        ParameterError: unknown notebook or parameter, wrong type, no such path; no kernel has started.
        DataError: no article could be read; no kernel has started.
        RunError: a notebook failed; what it left is under `out/name/failed/RUN/`.
        StoppedError: the time limit was reached or a kernel died.
        OutputError: `out` cannot be written.

    Example:
        >>> run_report("data/raw/demo", only=["1-corpus"]).index  # doctest: +SKIP
    """
    _check_given(path=path, name=name, out=out, codes=codes)
    given = Path(path).expanduser() if path is not None else None
    source = _check_source(given or library.demo_folder())
    title = check_name(name or name_after(given))
    reading = {"columns": dict(check_columns(columns or {})), "strict": strict}
    coded, limit = _check_codes(codes, source), _check_limits(jobs, time_limit)
    output = Path(out).expanduser()
    request = _Request(source, coded, reading, title, output, tuple(only), tuple(parameters), limit, force)
    staging, run = open_staging(request.out.resolve(), title)
    try:
        return _make(request, staging, run, time_limit, progress or (lambda *_: None))
    except OSError as error:
        raise OutputError(f"The report cannot be written: {error}. Free the space or choose another --out.") from error
    finally:
        if staging.exists():
            discard(staging)


@dataclass(frozen=True)
class _Request:
    """What was asked for, checked as far as that costs nothing."""

    source: Path
    codes: Path | None
    reading: dict[str, Any]
    name: str
    out: Path
    only: tuple[str, ...]
    parameters: tuple[str, ...]
    jobs: int
    force: bool


def _make(request: _Request, staging: Path, run: str, time_limit: float, progress: Progress) -> Report:
    """Check what is left to check, read, run and publish."""
    started = time.monotonic()
    with _kernels(staging) as (manager, kind, stop):
        chosen = library.choose_notebooks(library.list_notebooks(), request.only)
        values = library.check_parameters(chosen, request.parameters)
        files = hash_files(pair for pair in source_files(request.source) if pair[0].is_file())
        codes = hash_files(pair for pair in _code_files(request.codes))
        mark = fingerprint(files, {item.name: item.path for item in chosen}, values, request.reading, codes)
        last = None if request.force else find_latest(request.out, request.name)
        if (
            last
            and last[1].get("fingerprint") == mark
            and all((last[0] / f"{item.name}.html").exists() for item in chosen)
        ):
            return Report(last[0], last[0] / "index.html", last[1], unchanged=True)
        corpus = _read(request.source, request.reading)
        coded = request.codes is not None
        runs = [NotebookRun(item.name, item.title, _values(item, values[item.name], coded=coded)) for item in chosen]
        _copy_codes(request.codes, staging / "codes")
        record = Record(
            report=request.name,
            run=run,
            source=request.source.name,
            reading=request.reading,
            codes=codes,
            files=files,
            counts=_counts(corpus),
            fingerprint=mark,
            seed=next((entry.parameters["seed"] for entry in runs if "seed" in entry.parameters), None),
            kernels=kind,
            jobs=request.jobs,
            notebooks=runs,
            started=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        setting = Setting(staging, manager, started + time_limit, progress)
        pages = _run(corpus, chosen, record, setting, stop)
    record.seconds = round(time.monotonic() - started, 2)
    return _finish(corpus, record, staging, pages)


def _check_given(**given: object) -> None:
    for option, value in given.items():
        if str(value) == "":
            raise ParameterError(
                f"The {option} is empty (''). Leave it out, or give one; was a shell variable not set?"
            )


def _check_source(source: Path) -> Path:
    if not source.exists():
        beside = [path.name for path in source.parent.iterdir()] if source.parent.is_dir() else []
        close = get_close_matches(source.name, beside, n=1)
        hint = f" Did you mean {str(source.parent / close[0])!r}?" if close else ""
        raise ParameterError(f"There is no file or folder {str(source)!r}.{hint} Give the path of articles.")
    if not source_files(source):
        raise DataError(f"The folder {str(source)!r} holds no files. Put articles (.txt, .html, .csv, …) into it.")
    return source


def _check_codes(codes: str | Path | None, source: Path) -> Path | None:
    if codes is None:
        return library.demo_codes() if library.is_demo(source) else None
    path = Path(codes).expanduser()
    if not _code_files(path):
        raise ParameterError(f"There are no hand codes at {str(path)!r}. Give a file of codes, or a folder with some.")
    return path


def _code_files(path: Path | None) -> list[tuple[Path, str]]:
    if path is None:
        return []
    files = [path] if path.is_file() else sorted(file for file in path.glob("*") if file.is_file())
    return [(file, file.name) for file in files if not file.name.startswith(".")]


def _copy_codes(path: Path | None, target: Path) -> None:
    """Keep the hand codes with the report: its notebooks run again from there."""
    for file, name in _code_files(path):
        target.mkdir(exist_ok=True)
        shutil.copyfile(file, target / name)


def _check_limits(jobs: int | None, time_limit: float) -> int:
    if jobs is not None and jobs < 1:
        raise ParameterError(f"--jobs {jobs} is not allowed. Give 1 or more; the default is one a core.")
    if not 1 <= time_limit < float("inf"):
        raise ParameterError(f"--time-limit {time_limit:g} is not allowed. Give seconds, 1 or more.")
    return jobs or os.cpu_count() or 1


@contextmanager
def _kernels(staging: Path) -> Iterator[tuple[type, str, Callable[[], None]]]:
    """Start the process kernels are forked from, early: it loads its libraries while the articles are read."""
    from workbench.reports.execution.warm import Nursery, can_fork

    sockets = Path(tempfile.mkdtemp(prefix="wb-"))
    nursery = Nursery(staging / "kernels.log") if can_fork() else None
    try:
        from workbench.reports.execution.kernels import kernel_manager

        stop = nursery.close if nursery else (lambda: None)
        yield kernel_manager(nursery, sockets), "forked" if nursery else "started", stop
    finally:
        if nursery:
            nursery.close()
        shutil.rmtree(sockets, ignore_errors=True)


def _read(source: Path, reading: Mapping[str, Any]) -> Corpus:
    corpus = read_corpus(source, **reading)
    if corpus.articles.empty:
        reasons = "; ".join(f"{row.source_file}: {row.reason}" for row in corpus.rejected.head(5).itertuples())
        raise DataError(f"No article could be read from {str(source)!r}. Set aside: {reasons or 'nothing'}")
    return corpus


def _counts(corpus: Corpus) -> dict[str, int]:
    articles = corpus.articles
    return {
        "articles": len(articles),
        "undated": int(articles["published"].isna().sum()),
        "without outlet": int(articles["outlet"].isna().sum()),
        "outlets": int(articles["outlet"].nunique()),
        "rejected": len(corpus.rejected),
    }


def _values(notebook: library.Notebook, given: dict[str, library.Value], *, coded: bool) -> dict[str, Any]:
    values = {name: parameter.default for name, parameter in notebook.parameters.items()} | given
    # Relative to the report's folder, in which the kernels run: executed notebooks stay valid where it is moved.
    own = {"corpus": "corpus", "codes": "codes" if coded else "", "tables": "tables"}
    return values | {name: value for name, value in own.items() if name in notebook.parameters}


def _run(
    corpus: Corpus, chosen: list[library.Notebook], record: Record, setting: Setting, stop: Callable[[], None]
) -> list[Page]:
    """Execute the notebooks; turn each into its page as it ends, while others still run."""
    for name in ("tables", "notebooks"):
        (setting.folder / name).mkdir()
    write_corpus(corpus, setting.folder / "corpus")
    from workbench.reports.pages.render import render_notebook  # loads nbconvert, while the first kernels run

    pages: list[Page] = []

    def done(run: NotebookRun) -> None:
        if run.state == "done":
            pages.append(render_notebook(setting.folder, run.name, record))

    execute_all(list(zip(chosen, record.notebooks, strict=True)), setting, workers=record.jobs, done=done, stop=stop)
    return sorted(pages, key=lambda page: page.name)


def _finish(corpus: Corpus, record: Record, staging: Path, pages: list[Page]) -> Report:
    """Publish when every notebook is done; keep the evidence and say what failed when not."""
    bad = [run for run in record.notebooks if run.state != "done"]
    record.state = "done" if not bad else "stopped" if any(run.state == "stopped" for run in bad) else "failed"
    if not bad:
        from workbench.reports.pages.index import render_index

        render_index(staging, corpus, record, pages)
        (staging / "kernels.log").unlink(missing_ok=True)
    write_record(record, staging / "record.json")
    if bad:
        raise _failure(bad, keep_evidence(staging, record.run))
    folder = publish(staging, record.run)
    return Report(folder, folder / "index.html", asdict(record))


def _failure(bad: list[NotebookRun], evidence: Path) -> WorkbenchError:
    lines = [f"{run.name} {run.state} in cell '{run.failed_cell or 'none'}': {run.error}" for run in bad]
    kind: type[WorkbenchError] = StoppedError if any(run.state == "stopped" for run in bad) else RunError
    if all(str(run.error).startswith("ParameterError:") for run in bad):  # typed wrong, as only the notebook could know
        kind = ParameterError
    return kind("\n".join([*lines, f"No report was published. What was made is in {evidence}"]))
