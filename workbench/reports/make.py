"""One report from its settings, under a lock; what became of it is written down, however it ends."""

from __future__ import annotations

import errno
import shutil
import time
from pathlib import Path

from workbench.errors import OutputError, ParameterError, RunError, StoppedError, WorkbenchError
from workbench.reports.build import Report, Run, build_report
from workbench.reports.execution.execute import Progress
from workbench.reports.notify import choose_message, notify
from workbench.reports.publishing.entry import EXIT_CODES, RUNNING, Entry
from workbench.reports.publishing.history import read_history
from workbench.reports.publishing.keep import remove_old
from workbench.reports.publishing.lock import hold_lock
from workbench.reports.publishing.publish import discard, find_latest, keep_evidence, open_staging, publish
from workbench.reports.publishing.runs import begin_run, end_run, settle_abandoned
from workbench.reports.publishing.signals import ignore_signals, raise_if_asked
from workbench.reports.publishing.status import STATUS, now
from workbench.reports.record import write_record
from workbench.reports.settings import Settings

_STATES = {code: state for state, code in EXIT_CODES.items() if state != "unchanged"}
_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EACCES, errno.EPERM}


def make_report(settings: Settings, progress: Progress) -> Report:
    """Make the report and return it; raise what went wrong after it was written down.

    Raises:
        WorkbenchError: see `run_report`.
    """
    home = settings.out / settings.name
    with hold_lock(home, settings.limits.wait):
        fresh = not (home / STATUS).exists()
        settle_abandoned(home)
        staging, name = open_staging(settings.out, settings.name)
        run = Run(settings, staging, name, find_latest(settings.out, settings.name), progress)
        try:
            begin_run(home, _entry(run, RUNNING), max_age_hours=settings.max_age_hours)
            report = build_report(run)
            raise_if_asked()
            with ignore_signals():
                return _close(run, report)
        except BaseException as error:
            with ignore_signals():
                if fresh and isinstance(error, ParameterError) and run.record is None:
                    shutil.rmtree(home, ignore_errors=True)  # a slip of the hand leaves nothing behind
                    raise
                raise _give_up(run, error) from error


def _close(run: Run, report: Report) -> Report:
    """Publish a report that is whole, and write it down."""
    home = run.staging.parent
    if report.unchanged:
        discard(run.staging)
        _write_down(run, _entry(run, "unchanged"))
        remove_old(home, run.settings.keep)
        return report
    folder = publish(run.staging, run.name)
    run.published = True
    _write_down(run, _entry(run, "done"))
    remove_old(home, run.settings.keep)
    return Report(folder, folder / "index.html", report.record, notes=tuple(run.notes))


def _give_up(run: Run, error: BaseException) -> BaseException:
    """Write down why a run made no report, keep what it left apart from reports, and return the error to raise."""
    told = _as_ours(error)
    state = "done" if run.published else _STATES[told.exit_code]
    evidence = _keep(run, state)
    where = f"\nNo report was published. What was made is in {evidence}" if evidence else ""
    try:
        _write_down(run, _entry(run, state, reason=str(told), published=run.published))
    except WorkbenchError as second:
        where += f"\n{second}"
    remove_old(run.staging.parent, run.settings.keep)
    where += "".join(f"\n{note}" for note in run.notes)
    if isinstance(error, KeyboardInterrupt):
        return KeyboardInterrupt(f"{told}{where}")
    return type(told)(f"{told}{where}") if where else told


def _as_ours(error: BaseException) -> WorkbenchError:
    """Return an error as one with an exit code and a sentence."""
    if isinstance(error, WorkbenchError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return StoppedError(str(error) or "Stopped by the keyboard. Nothing was published.")
    if isinstance(error, OSError) and error.errno in _UNWRITABLE:
        return OutputError(f"The report cannot be written: {error}. Free the space or choose another --out.")
    if isinstance(error, MemoryError):
        return StoppedError("Out of memory while the report was made. Read fewer articles, or use a larger machine.")
    return RunError(f"The report failed with {type(error).__name__}: {error}. --debug shows where.")


def _keep(run: Run, state: str) -> Path | None:
    """Move what notebooks have left to failed/; a run that started none leaves nothing, nor does one without room."""
    if run.published:  # what went wrong came after it
        return None
    if run.record is None or state == "unwritable":
        discard(run.staging)
        return None
    try:
        run.record.state = state
        write_record(run.record, run.staging / "record.json")
    except OSError:
        pass  # the disk is full: what is there is moved as it is
    try:
        return keep_evidence(run.staging, run.name)
    except OSError:
        return run.staging


def _write_down(run: Run, entry: Entry) -> None:
    """Write down how a run ended, and tell those who asked to be told."""
    home = run.staging.parent
    before = [known for known in read_history(home) if known.run != entry.run]
    message = choose_message(entry, before[-1] if before else None)
    try:
        end_run(home, entry)
    finally:
        if message:
            fault = notify(run.settings.notify, message, entry, name=home.name, place=str(home / "index.html"))
            run.notes += [fault] if fault else []


def _entry(run: Run, state: str, *, reason: str = "", published: bool | None = None) -> Entry:
    states = [notebook.state for notebook in run.record.notebooks] if run.record else []
    return Entry(
        run=run.name,
        state=state,
        exit_code=EXIT_CODES.get(state),
        started=run.started_at,
        ended="" if state == RUNNING else now(),
        seconds=round(time.monotonic() - run.started, 2),
        articles=run.counts.get("articles"),
        new=run.found.get("new"),
        rejected=run.counts.get("rejected"),
        gate=run.refusals,
        reason=reason,
        notebooks_run=sum(state not in {"kept", "waiting"} for state in states),
        notebooks_kept=states.count("kept"),
        published=state == "done" if published is None else published,
    )
