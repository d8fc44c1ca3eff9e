"""The newest N published runs stay, and the newest N failed ones: a report made every night has an end on disk."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from pathlib import Path

from workbench.reports.publishing.history import list_runs
from workbench.reports.publishing.page import write_history_page
from workbench.reports.publishing.publish import FAILED, find_latest_run

_RUN = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(-\d+)?")
_REMOVING = ".removing"


def remove_old(home: Path, keep: int) -> list[str]:
    """Remove published runs beyond the newest `keep`, and failed ones likewise; return their names.

    The run that `latest` leads to stays, whatever its age. What is newer is what the history tells later: a clock that
    was wrong for a night makes no run older. A folder is hidden by one rename before it is emptied, so that nobody
    finds half a report. Folders whose names are no run's are left alone.

    Example:
        >>> remove_old(Path("reports/demo"), keep=30)  # doctest: +SKIP
        ['2026-10-01T02-30-00Z']
    """
    order = {run: number for number, run in enumerate(list_runs(home))}
    latest = find_latest_run(home)
    removed = []
    for folder in (home, home / FAILED):
        runs = sorted(_runs(folder), key=lambda run: (order.get(run, -1), run))
        surplus = [run for run in runs if run != latest][: max(len(runs) - keep, 0)]
        removed += [run for run in surplus if _hide(folder, run)]
    if removed:
        with suppress(OSError):  # its links lead only to what is there; the next run writes it again
            write_history_page(home, home.name)
    finish_removing(home)
    return removed


def finish_removing(home: Path) -> None:
    """Empty the folders that were hidden for it, also those of an earlier run that was killed meanwhile."""
    for folder in (home, home / FAILED):
        for hidden in folder.glob(f".*{_REMOVING}"):
            shutil.rmtree(hidden, ignore_errors=True)


def _runs(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return [path.name for path in folder.iterdir() if _RUN.fullmatch(path.name) and path.is_dir()]


def _hide(folder: Path, run: str) -> bool:
    with suppress(OSError):  # Windows: somebody has a page open; the next run tries again
        (folder / run).rename(folder / f".{run}{_REMOVING}")
        return True
    return False
