"""Notebooks -> reproducible reports."""

from workbench.reports.describe import describe_run
from workbench.reports.run import Report, run_report

__all__ = ["Report", "describe_run", "run_report"]
