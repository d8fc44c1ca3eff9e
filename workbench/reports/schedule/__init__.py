"""Texts for the schedulers that exist; we write none."""

from collections.abc import Callable

from workbench.reports.schedule.airflow import render_airflow
from workbench.reports.schedule.cron import render_cron
from workbench.reports.schedule.github import render_github
from workbench.reports.schedule.job import Job, build_job
from workbench.reports.schedule.jupyter import render_jupyter
from workbench.reports.schedule.systemd import render_systemd
from workbench.reports.schedule.windows import render_windows

SCHEDULERS: dict[str, Callable[[Job], str]] = {
    "airflow": render_airflow,
    "cron": render_cron,
    "github": render_github,
    "jupyter": render_jupyter,
    "systemd": render_systemd,
    "windows": render_windows,
}

__all__ = ["SCHEDULERS", "Job", "build_job"]
