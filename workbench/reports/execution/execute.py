"""Notebooks -> executed notebooks: papermill in threads of one process, one kernel each, our own record of states."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.reports.notebooks import Notebook
from workbench.reports.record import NotebookRun

# (notebook, cell id or None when it has ended, cells started, cells in all)
Progress = Callable[[str, str | None, int, int], None]


@dataclass(frozen=True)
class Setting:
    """What all notebooks of a run share."""

    folder: Path  # where kernels run and everything is written
    kernel_manager: type
    deadline: float  # time.monotonic() at which the run is stopped
    progress: Progress


def execute_all(
    jobs: list[tuple[Notebook, NotebookRun]],
    setting: Setting,
    *,
    workers: int,
    done: Callable[[NotebookRun], None],
    stop: Callable[[], None],
) -> None:
    """Run the notebooks, at most `workers` at a time; call `done` in this thread as each ends.

    Args:
        jobs: notebooks and the records of their runs, which are filled in.
        setting: what all notebooks share.
        workers: kernels at a time.
        done: called with the record of each notebook that has ended.
        stop: ends all kernels; called at the deadline.
    """
    with ThreadPoolExecutor(workers) as pool:
        waiting: set[Future[NotebookRun]] = {pool.submit(_execute, notebook, run, setting) for notebook, run in jobs}
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
            if waiting:  # the deadline, or Ctrl-C: without kernels the threads end
                stop()
    for _, run in jobs:
        if run.state == "waiting":
            run.state, run.error = "stopped", "The time limit of the run was reached before it started."


def _execute(notebook: Notebook, run: NotebookRun, setting: Setting) -> NotebookRun:
    """Execute one notebook and fill in its record; every way of failing has its own sentence."""
    import nbformat
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill import PapermillExecutionError, execute_notebook

    started = time.monotonic()
    run.cells = len(nbformat.read(notebook.path, as_version=4).cells)
    current: list[str] = ["start of the kernel"]

    def on_cell_start(cell: Any, cell_index: int) -> None:  # noqa: ANN401 - a notebook node
        current[0] = cell.get("id", str(cell_index))
        setting.progress(run.name, current[0], cell_index, run.cells)

    try:
        execute_notebook(
            str(notebook.path),
            str(setting.folder / "notebooks" / f"{run.name}.ipynb"),
            parameters=run.parameters,
            kernel_name="python3",
            progress_bar=False,
            kernel_manager_class=setting.kernel_manager,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(setting.folder)}},
            on_cell_start=on_cell_start,
            execution_timeout=max(int(setting.deadline - started), 1),
        )
        run.state = "done"
    except PapermillExecutionError as error:
        _ended(run, "failed", current[0], f"{error.ename}: {_last_line(error.evalue)}")
    except (CellTimeoutError, DeadKernelError, RuntimeError) as error:
        _ended(run, "stopped", current[0], _why_stopped(error, setting.deadline))
    except Exception as error:  # a fault of ours or of a library must not hang the run: it is told like the others
        _ended(run, "failed", current[0], f"{type(error).__name__}: {_last_line(str(error))}")
    run.seconds = round(time.monotonic() - started, 2)
    setting.progress(run.name, None, run.cells, run.cells)
    return run


def _ended(run: NotebookRun, state: str, cell: str, error: str) -> None:
    run.state, run.failed_cell, run.error = state, cell, error


def _why_stopped(error: Exception, deadline: float) -> str:
    if time.monotonic() >= deadline - 1:
        return "The time limit of the run was reached. Give a larger --time-limit, or a smaller corpus."
    return f"The kernel died (killed, or out of memory): {_last_line(str(error))}"


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no message"
