"""`show_parameters`: the parameters of the notebook as a form; what is changed there is set in the notebook."""

from __future__ import annotations

from typing import Any

from workbench.errors import ParameterError
from workbench.progress import find_shell
from workbench.reports.declaration import Parameter, Value
from workbench.widgets.form.fields import build_field, read_value
from workbench.widgets.form.session import Session, cells_reached, find_parameters, say_numbers

BELOW = "choose Run › Run Selected Cell and All Below"


class Form:
    """The parameters of a notebook, without anything of Jupyter: what is typed comes in, fields and a note come out.

    Attributes:
        parameters: as the parameters cell declares them.
        names: the names of the notebook, in which values are set.
        session: what has run in the notebook.
        fields: what the form shows.
        note: what to do next, in words.
    """

    def __init__(self, parameters: dict[str, Parameter], names: dict[str, Any], session: Session) -> None:
        self.parameters, self.names, self.session = parameters, names, session
        self.fields = [build_field(parameter, self._now(name)) for name, parameter in parameters.items()]
        self.note = " ".join(said for said in (self._say_lost(), self._say_taken()) if said)

    def _now(self, name: str) -> Value:
        """Return what a parameter is in the notebook; its default where a cell has put something else there."""
        default = self.parameters[name].default
        return default if self._is_taken(name) else self.names.get(name, default)

    def _is_taken(self, name: str) -> bool:
        return not isinstance(self.names.get(name, ""), str | int | float)

    def _say_taken(self) -> str:
        """Say which names no longer hold a parameter but a table, a path, or whatever a cell has put there."""
        taken = [
            f"{name} (holds a {type(self.names[name]).__name__})" for name in self.parameters if self._is_taken(name)
        ]
        return f"Run the parameters cell again: another cell has replaced {', '.join(taken)}." if taken else ""

    def _say_lost(self) -> str:
        """Say which values chosen in an earlier form the parameters cell has set back; once."""
        chosen = self.session.chosen
        kept = {name for name, value in chosen.items() if self._is_taken(name) or self.names.get(name, value) == value}
        lost = {name: chosen.pop(name) for name in list(chosen) if name not in kept}
        said = ", ".join(f"{name} (was {value!r}, is {self.names[name]!r})" for name, value in lost.items())
        return f"Running the parameters cell set back {said}. Choose again here, or change the cell." if lost else ""

    def change(self, name: str, typed: str | bool) -> None:  # noqa: FBT001 - what a field holds
        """Check what was typed for a parameter, and set it in the notebook when it is allowed."""
        parameter = self.parameters.get(name)
        if parameter is None:
            return
        try:
            value = read_value(parameter, typed)
        except ParameterError as error:
            self._tell(name, value=typed, error=str(error))
            self.note = f"{name} was not changed: it is still {self._now(name)!r}."
            return
        self._tell(name, value=typed, error="")
        self.names[name] = self.session.chosen[name] = value
        self.note = f"{name} is now {value!r}. {self._next(name)}"

    def reset(self) -> None:
        """Set all parameters to the defaults of their cell."""
        changed = [
            name
            for name, parameter in self.parameters.items()
            if self._is_taken(name) or self.names.get(name) != parameter.default
        ]
        self.session.chosen.clear()
        for name in changed:
            self.names[name] = self.parameters[name].default
        self.fields = [build_field(parameter, parameter.default) for parameter in self.parameters.values()]
        said = f"Back to the defaults: {', '.join(changed)}." if changed else "All parameters are at their defaults."
        self.note = f"{said} {self._next(*changed)}" if changed else said

    def _tell(self, name: str, **told: str | bool) -> None:
        self.fields = [field | told if field["name"] == name else field for field in self.fields]

    def _next(self, *names: str) -> str:
        """Say which cells to run."""
        ran = list(self.session.cells.values())
        numbers = sorted({number for name in names for number in cells_reached(ran, name)})
        again = f"run again {say_numbers(numbers)} (or, from the cell below: {BELOW})"
        told = again if numbers else f"run the cells below (from the next cell: {BELOW})"
        busy = "Cells are running and may have begun with the old value: wait, then " if self.session.running else ""
        return f"{busy}{told if busy else told[0].upper() + told[1:]}."


_session: Session | None = None  # of this kernel, kept from the first form on


def show_parameters() -> None:
    """Show the parameters of this notebook as a form, made from the parameters cell that ran.

    A value that is changed in the form is checked by the rules of the command line, and set in the notebook under its
    name; the form says which cells to run next. The parameters cell stays as it is: run again, it sets its defaults
    again. Nothing is shown where nobody could use it: in reports, papermill, nbconvert and scripts.

    Raises:
        ParameterError: no parameters cell has run yet.

    Example:
        >>> show_parameters()  # a form in JupyterLab and Notebook 7; nothing here
    """
    shell = find_shell()
    if shell is None:
        return
    from workbench.widgets.form.widget import show_form

    show_form(Form(find_parameters(shell.user_ns.get("In", [])), shell.user_ns, _watch(shell)))


def _watch(shell: Any) -> Session:  # noqa: ANN401 - IPython's
    """Return what the notebook has run since its first form."""
    global _session  # noqa: PLW0603 - IPython has one set of events a kernel, and so have we
    if _session is None:
        _session = Session()
        shell.events.register("pre_run_cell", _session.begin)
        shell.events.register("post_run_cell", _session.end)
    return _session
