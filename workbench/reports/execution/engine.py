"""papermill's engine with what reports need: our own state of every cell, one save at the end, whatever happens."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from papermill.engines import NBClientEngine, papermill_engines

from workbench.reports.record import CellRun

if TYPE_CHECKING:
    from workbench.reports.execution.execute import Told
    from workbench.reports.execution.watch import Attempt

ENGINE = "workbench"


class ReportEngine(NBClientEngine):  # type: ignore[misc] # papermill has no types
    """The engine papermill runs the notebooks of a report with.

    papermill's own saves, two a cell, write the whole notebook each time; and after a kernel was killed it notes every
    cell as completed (papermill 2.7). So it is given no file to save to, and cells are noted here.
    """

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:  # noqa: ANN401
        """Execute a notebook; `attempt` and `told` of the options are ours, the others papermill's."""
        attempt: Attempt = options.pop("attempt")
        told: Told = options.pop("told")
        attempt.notebook = nb_man.nb
        started: list[float] = []

        def begins(cell: Any, cell_index: int) -> None:  # noqa: ANN401 - a notebook node
            attempt.cell_started = time.monotonic()
            started[:] = [attempt.cell_started]
            attempt.run.cells_run.append(CellRun(str(cell.get("id", cell_index)), "running"))
            told(attempt.run, cell_index)

        def ended(execute_reply: dict[str, Any], **_: object) -> None:
            attempt.cell_started = None
            last = attempt.run.cells_run[-1]
            last.state = "done" if execute_reply["content"]["status"] == "ok" else "failed"
            last.seconds = round(time.monotonic() - started[0], 3)

        return super().execute_managed_notebook(
            nb_man, kernel_name, on_cell_execute=begins, on_cell_executed=ended, **options
        )


logging.getLogger("papermill").addHandler(logging.NullHandler())  # what becomes of a kernel, we tell ourselves
papermill_engines.register(ENGINE, ReportEngine)
