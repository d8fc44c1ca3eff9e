"""What a report is made by: a report file or options -> `Settings`; and the gate its articles must pass."""

from workbench.reports.settings.file import is_report_file, read_report_file
from workbench.reports.settings.gate import check_gate, measure_articles, select_corpus
from workbench.reports.settings.options import Options, build_settings
from workbench.reports.settings.settings import Gate, Limits, Notify, Selection, Settings, describe_settings
from workbench.reports.settings.template import write_report_file

__all__ = [
    "Gate",
    "Limits",
    "Notify",
    "Options",
    "Selection",
    "Settings",
    "build_settings",
    "check_gate",
    "describe_settings",
    "is_report_file",
    "measure_articles",
    "read_report_file",
    "select_corpus",
    "write_report_file",
]
