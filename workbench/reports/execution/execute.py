"""Notebooks -> executed notebooks: papermill in threads of one process, one kernel each, our own record of states."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from workbench.reports.execution.faults import state_of
from workbench.reports.execution.warm import Launcher
from workbench.reports.execution.watch import Attempt, Watch
from workbench.reports.notebooks import Notebook
from workbench.reports.record import NotebookRun
from workbench.reports.settings import Limits

# (notebook, cell id or None when it has ended, cells started, cells in all)
Progress = Callable[[str, str | None, int, int], None]
Told = Callable[[NotebookRun, int], None]  # a record, and the number of its cell that begins


@dataclass(frozen=True)
class Setting:
    """What all notebooks of a run share."""

    folder: Path  # where kernels run and everything is written
    launcher: Launcher
    limits: Limits
    deadline: float  # time.monotonic() at which the run is stopped
    progress: Progress


def execute_all(
    jobs: list[tuple[Notebook, NotebookRun]],
    setting: Setting,
    *,
    workers: int,
    done: Callable[[NotebookRun], None],
) -> None:
    """Run the notebooks, at most `workers` at a time; call `done` in this thread as each ends.

    Args:
        jobs: notebooks and the records of their runs, which are filled in.
        setting: what all notebooks share.
        workers: kernels at a time.
        done: called with the record of each notebook that has ended.
    """
    with Watch(setting.limits, setting.launcher.log) as watch, ThreadPoolExecutor(workers) as pool:
        waiting: set[Future[NotebookRun]] = {pool.submit(_execute, *job, setting, watch) for job in jobs}
        try:
            while waiting:
                left = max(setting.deadline - time.monotonic(), 0)
                ended, waiting = wait(waiting, timeout=left, return_when=FIRST_COMPLETED)
                for future in sorted(ended, key=lambda future: future.result().name):
                    done(future.result())
                if not ended:
                    break
        finally:
            for future in waiting:
                future.cancel()
            if waiting:  # the deadline, or a signal: without kernels the threads end
                watch.end_all("The time limit of the run was reached.")
                setting.launcher.close()
    for _, run in jobs:
        if run.state == "waiting":
            run.state, run.error = "stopped", "The time limit of the run was reached before it started."


def _execute(notebook: Notebook, run: NotebookRun, setting: Setting, watch: Watch) -> NotebookRun:
    """Execute one notebook and fill in its record; a kernel that was killed by others is tried again."""
    started = time.monotonic()
    for _ in range(1 + setting.limits.retries):
        attempt = Attempt(run, setting.launcher.sockets / f"{uuid4().hex[:8]}.reason")
        run.attempts += 1
        run.cells_run, run.error, run.failed_cell = [], None, None
        _try(notebook, attempt, setting, watch)
        if not attempt.died or time.monotonic() >= setting.deadline:
            break
    run.seconds = round(time.monotonic() - started, 2)
    setting.progress(run.name, None, run.cells, run.cells)
    return run


def _try(notebook: Notebook, attempt: Attempt, setting: Setting, watch: Watch) -> None:
    """Execute a notebook with one kernel; what is executed of it is written in any case."""
    import nbformat
    from papermill import execute_notebook

    from workbench.reports.execution.engine import ENGINE
    from workbench.reports.execution.kernels import kernel_manager

    run = attempt.run

    def told(run: NotebookRun, started: int) -> None:
        setting.progress(run.name, run.cells_run[-1].id, started, run.cells)

    watch.add(attempt)
    try:
        node = nbformat.read(notebook.path, as_version=4)  # a node, as papermill takes braces in a path for its own
        run.cells = len(node.cells)
        execute_notebook(
            node,
            None,
            parameters=run.parameters,
            engine_name=ENGINE,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            kernel_manager_class=kernel_manager(setting.launcher, attempt, setting.limits),
            shutdown_kernel="immediate",
            iopub_timeout=60,  # seconds for outputs to arrive after a cell has ended; 4 are short on a busy machine
            resources={"metadata": {"path": str(setting.folder)}},
            attempt=attempt,
            told=told,
        )
        _check_cells(run)
    except Exception as error:
        run.state, run.error = state_of(error, attempt)
        run.failed_cell = run.cells_run[-1].id if run.cells_run else "start of the kernel"
        if run.cells_run and run.cells_run[-1].state == "running":
            run.cells_run[-1].state = "stopped"
    finally:
        watch.remove(attempt)
    _write(attempt, setting.folder / "notebooks" / f"{run.name}.ipynb")


def _check_cells(run: NotebookRun) -> None:
    """Say that a notebook is done; papermill takes one that ended itself by sys.exit() for done."""
    run.state = "done"
    failed = [cell for cell in run.cells_run if cell.state == "failed"]
    if failed:
        run.state, run.failed_cell = "failed", failed[-1].id
        run.error = "SystemExit: the notebook ended itself, and the cells after it were not run."


def _write(attempt: Attempt, path: Path) -> None:
    """Write what is executed of a notebook."""
    import nbformat

    if attempt.notebook is None:
        return
    try:
        nbformat.write(attempt.notebook, path)
    except OSError as error:
        attempt.run.state, attempt.run.error = state_of(error, attempt)
