"""The form in the browser: `form.js` shows the fields and sends what is typed; all that is decided is decided here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets
from IPython.display import display

from workbench.widgets.form.parameters import Form

_HERE = Path(__file__).resolve().parent


class FormWidget(anywidget.AnyWidget):
    """A form of parameters."""

    _esm = _HERE / "form.js"
    _css = _HERE / "form.css"
    fields: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    note = traitlets.Unicode().tag(sync=True)
    answered = traitlets.Int().tag(sync=True)  # number of the last message that was heard

    def __init__(self, form: Form) -> None:
        super().__init__(fields=form.fields, note=form.note)
        self._form = form
        self.on_msg(self._hear)

    def _hear(self, _: object, message: dict[str, Any], __: object) -> None:
        if message.get("kind") == "reset":
            self._form.reset()
        else:
            self._form.change(str(message.get("name")), message.get("value", ""))
        with self.hold_sync():
            self.fields, self.note = self._form.fields, self._form.note
            self.answered = int(message.get("number", 0))
        self._wait_for_cells()

    def _wait_for_cells(self) -> None:
        """Let the next message wait until no cell runs: it may not change a value under a cell, or within a Run All.

        ipykernel 7.4 hears a widget where it spoke last. After an answer, that is a subshell, which does not wait.
        """
        comm: Any = self.comm
        if comm is not None:
            comm._reply_subshell_id = None

    def _repr_mimebundle_(self, **options: Any) -> Any:  # noqa: ANN401 - signature of anywidget
        """Return the widget alone: without it, in a saved page, there is nothing to show."""
        made = super()._repr_mimebundle_(**options)
        data = made[0] if isinstance(made, tuple) else made
        return {**(data or {}), "text/plain": "Parameters of this notebook (a form in a running notebook)"}


def show_form(form: Form) -> None:
    """Show a form under the running cell."""
    display(FormWidget(form))  # type: ignore[no-untyped-call] # IPython states none
