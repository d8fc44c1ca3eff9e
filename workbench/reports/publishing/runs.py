"""A run is written down when it begins and when it ends; one that vanished is written down by the next."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from workbench.errors import OutputError
from workbench.reports.publishing.entry import RUNNING, Entry, read_row, time_of
from workbench.reports.publishing.files import remove_left_over
from workbench.reports.publishing.history import add_to_history, list_runs
from workbench.reports.publishing.keep import finish_removing
from workbench.reports.publishing.lock import describe_process
from workbench.reports.publishing.notice import clear_notice, tell_run, write_notice
from workbench.reports.publishing.page import write_history_page
from workbench.reports.publishing.publish import LATEST, find_latest_run, keep_evidence, point_latest
from workbench.reports.publishing.signals import ignore_signals
from workbench.reports.publishing.status import judge_vanished, load_status, write_status

RESERVE = ".reserve"
RESERVED = 256 * 1024  # bytes: enough for status, history and page when the disk is full
_PARTIAL = ".partial"


def settle_abandoned(home: Path) -> list[Entry]:
    """Write down what runs became whose process is gone, and move what they left to `failed/`; return them.

    To be called under the lock, before a run begins: whoever says "running" then is gone.

    Raises:
        OutputError: the folder cannot be written.

    Example:
        >>> settle_abandoned(Path("reports/demo"))  # doctest: +SKIP
        []
    """
    try:
        _tidy(home)
        last = read_row(load_status(home))
        if last and last.state != RUNNING:
            add_to_history(home, last)  # the process ended between the two files
        settled = [judge_vanished(home, entry) for entry in _vanished(home, last)]
        for entry in settled:
            if entry.published and find_latest_run(home) != entry.run:
                point_latest(home, entry.run)
            add_to_history(home, entry)
        if settled:  # each step may be the last of this process too: nothing is forgotten before it is written
            write_status(home, settled[-1], process=None)
        if _move_parts(home) or settled:
            write_history_page(home, home.name)
    except OSError as error:
        raise _unwritable(home, error) from error
    return settled


def begin_run(home: Path, entry: Entry, *, max_age_hours: float | None = None) -> None:
    """Say that a run is going, and set space aside to say later how it ended.

    Args:
        home: the folder of the report; its lock is held.
        entry: the run, `state` "running".
        max_age_hours: after how many hours without a good run `workbench status` says that one is missing.

    Raises:
        OutputError: the folder cannot be written, or the disk is full.

    Example:
        >>> begin_run(Path("reports/demo"), Entry(run, "running", None, now()))  # doctest: +SKIP
    """
    try:
        _set_space_aside(home)
        write_status(home, entry, process=describe_process(), max_age_hours=max_age_hours)
        write_history_page(home, home.name)
    except OSError as error:
        raise _unwritable(home, error) from error


def end_run(home: Path, entry: Entry) -> None:
    """Say how a run ended: in the status first, then in the history, on its page, and on those of the latest report.

    The space set aside is given back first, and set aside again last where it can be. A run that made no report leaves
    a notice on the latest one; a good one takes it away. How a run ended first is how it ended: a second call for the
    same run makes up what the first could not write. Requests to stop are not heard meanwhile.

    Raises:
        OutputError: something could not be written; all that could is. What was not is made up by the next run.

    Example:
        >>> end_run(Path("reports/demo"), Entry(run, "done", 0, started, ended=now()))  # doctest: +SKIP
    """
    last = read_row(load_status(home))
    ended = last if last and last.run == entry.run and last.state != RUNNING else entry
    steps: tuple[Callable[[], object], ...] = (
        lambda: write_status(home, ended, process=None),
        lambda: add_to_history(home, ended),
        lambda: write_history_page(home, home.name),
        lambda: _tell_readers(home, ended),
    )
    errors = []
    with ignore_signals():
        with suppress(OSError):  # nothing was set aside, or nothing can be removed
            (home / RESERVE).unlink()
        for step in steps:
            try:
                step()
            except OSError as error:
                errors.append(error)
        with suppress(OSError):
            _set_space_aside(home)
    if errors:
        raise _unwritable(home, errors[0]) from errors[0]


def _tell_readers(home: Path, entry: Entry) -> None:
    latest = find_latest_run(home)
    if entry.good or latest is None:
        clear_notice(home)
    else:
        write_notice(home, tell_run(entry, latest), entry.ended or entry.started)


def _set_space_aside(home: Path) -> None:
    """Fill a small file with what no file system compresses; it stays between runs, for disks fill between runs."""
    reserve = home / RESERVE
    if reserve.exists() and reserve.stat().st_size == RESERVED:
        return
    try:
        with reserve.open("wb") as handle:
            handle.write(os.urandom(RESERVED))
            handle.flush()
            os.fsync(handle.fileno())
    except OSError:
        with suppress(OSError):
            reserve.unlink()
        raise


def _vanished(home: Path, last: Entry | None) -> list[Entry]:
    """Return runs that have left parts and are not in the history, and at the end the one that says it is running."""
    going = [last] if last and last.state == RUNNING else []
    known = {*list_runs(home), *(entry.run for entry in going)}
    parts = [_run_of(staging) for staging in sorted(home.glob(f".*{_PARTIAL}"))]
    return [Entry(run, RUNNING, None, time_of(run)) for run in parts if run not in known] + going


def _run_of(staging: Path) -> str:
    return staging.name[1 : -len(_PARTIAL)]


def _move_parts(home: Path) -> bool:
    """Move folders that were being built to `failed/`, remove empty ones, and return whether there were any."""
    found = sorted(home.glob(f".*{_PARTIAL}"))
    for staging in found:
        try:
            staging.rmdir()
        except OSError:
            with suppress(OSError):  # Windows: an orphan has a file open; the next run tries again
                keep_evidence(staging, _run_of(staging))
    return bool(found)


def _tidy(home: Path) -> None:
    """Remove what was half done: files about to be replaced, a link about to be, old runs about to be deleted."""
    remove_left_over(home)
    for link in home.glob(f".{LATEST}.*"):
        link.unlink()
    finish_removing(home)


def _unwritable(home: Path, error: OSError) -> OutputError:
    why = error.strerror or str(error)
    return OutputError(
        f"The state of the report in {home} cannot be written: {why}. Free the space, or mend the rights."
    )
