"""A notebook for jupyter-scheduler in JupyterLab."""

from __future__ import annotations

import json
from typing import Any

from workbench.reports.schedule.job import Job


def render_jupyter(job: Job) -> str:
    """Return a notebook whose one cell makes the report and raises an error after any exit code but 0."""
    told = (
        f"# Report {job.name}\n\nIn JupyterLab: right-click this file, *Create Notebook Job*, *Run on a schedule*, "
        f"*Custom schedule* `{job.cron}`, and your time zone. The list of jobs has shown failed jobs as completed: "
        "what became of the last run is said by this notebook's output, and by `workbench status`."
    )
    code: dict[str, Any] = {"cell_type": "code", "id": "report", "metadata": {}, "execution_count": None, "outputs": []}
    cells = [
        {"cell_type": "markdown", "id": "told", "metadata": {}, "source": told},
        code | {"source": _code(job)},
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1) + "\n"


def _code(job: Job) -> str:
    """A time limit asks the run to stop, so that it ends its kernels and says what became of it."""
    return f"""import subprocess

with subprocess.Popen(
    {list(job.command)!r},
    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
) as run:
    try:
        said, _ = run.communicate(timeout={job.minutes * 60})
    except subprocess.TimeoutExpired:
        run.terminate()
        said, _ = run.communicate()
print(said)
if run.returncode != 0:
    raise RuntimeError(f"The report was not made: exit code {{run.returncode}}.")"""
