"""Parameters of a notebook as a form, and the report of the notebook as it stands."""

from workbench.widgets.form.parameters import show_parameters
from workbench.widgets.form.report import save_report

__all__ = ["save_report", "show_parameters"]
