"""Notebooks -> reproducible reports."""

from workbench.reports.build import Report
from workbench.reports.describe import describe_run
from workbench.reports.run import run_report, run_reports

__all__ = ["Report", "describe_run", "run_report", "run_reports"]
