"""Long steps tell how far they are and can be cancelled where somebody watches: in a live notebook, nowhere else."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sized
from typing import Any, TypeVar

from workbench.errors import StoppedError

Item = TypeVar("Item")

_PATIENCE = 1.0  # seconds before a bar appears: what ends sooner needs none
_EVERY = 0.2  # seconds between two looks of the bar
_BUTTON = "Cancel"
_shown: list[_Bar] = []  # the bar of the cell that runs: none or one


def find_shell() -> Any | None:  # noqa: ANN401 - IPython's shell, which has no types here
    """Return the shell of the notebook that a person is running a cell of, or None: in scripts, reports, papermill.

    JupyterLab and Notebook 7 say with each cell they run which one it is; what runs notebooks by itself does not.

    Example:
        >>> find_shell() is None
        True
    """
    if "ipykernel" not in sys.modules or threading.current_thread() is not threading.main_thread():
        return None
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    asked = kernel.get_parent() if kernel is not None else None
    return shell if asked and (asked.get("metadata") or {}).get("cellId") else None


def track(items: Iterable[Item], what: str, total: int | None = None) -> Iterable[Item]:
    """Return the same items; while they are gone through in a live notebook, a bar with a Cancel button tells how far.

    The bar appears after one second. Inside the step of another bar there is no second one, but the step can be
    cancelled there too. Elsewhere (scripts, reports, papermill) the items themselves come back, at no cost.

    Args:
        items: what a long step goes through.
        what: what it does, as in "Reading files".
        total: how many items there are, where `items` has no length.

    Raises:
        StoppedError: the reader pressed Cancel.

    Example:
        >>> sum(track([1, 2], "Adding"))
        3
    """
    shell = find_shell()
    if shell is None:
        return items
    return _watched(items, what, len(items) if total is None and isinstance(items, Sized) else total, shell)


def _watched(items: Iterable[Item], what: str, total: int | None, shell: Any) -> Iterator[Item]:  # noqa: ANN401
    outer = _shown[-1] if _shown else None  # a step inside a step has no bar of its own
    if outer:
        for item in items:
            outer.check()
            yield item
        return
    bar = _Bar(what, total, shell)
    _shown.append(bar)
    try:
        for done, item in enumerate(items):
            bar.tell(done)
            bar.check()
            yield item
    finally:
        bar.close()


class _Bar:
    """A bar under the running cell. Nothing of it is made before there is something to wait for."""

    def __init__(self, what: str, total: int | None, shell: Any) -> None:  # noqa: ANN401 - IPython's
        self.what, self.total = what, total
        self.started = self.looked = time.monotonic()
        self.cancelled = False
        self.parts: Any = None
        self.events = shell.events
        # An error keeps the loop it stopped alive, and with it the bar, so that the end of the cell ends the bar too.
        self.events.register("post_run_cell", self.close)

    def tell(self, done: int) -> None:
        """Show that so many items are done."""
        now = time.monotonic()
        if now - self.looked < (_EVERY if self.parts else _PATIENCE):
            return
        self.looked = now
        if self.parts is None:
            self.parts = self._show()
        _, bar, words = self.parts
        if self.total:
            bar.value = min(done / self.total, 1.0)
        words.value = self._words(done, now - self.started)

    def check(self) -> None:
        """Stop the step when the reader has asked for it."""
        if self.cancelled:
            raise StoppedError(
                f"You cancelled: {self.what[:1].lower()}{self.what[1:]}. Nothing was changed. Run the cell again to "
                "start over."
            )

    def close(self, _: object = None) -> None:
        """Take the bar away, also out of what is saved of the cell."""
        if self not in _shown:
            return
        _shown.remove(self)
        self.events.unregister("post_run_cell", self.close)
        if self.parts is not None:
            self.parts[0].update({"text/plain": ""}, raw=True)

    def _words(self, done: int, seconds: float) -> str:
        if not self.total:
            return f"{seconds:.0f} s"
        left = f", about {seconds / done * (self.total - done):.0f} s left" if done else ""
        return f"{done:,} of {self.total:,}{left}"

    def _show(self) -> tuple[Any, Any, Any]:
        from IPython.display import display
        from ipywidgets import Button, FloatProgress, HBox, Label

        label, words = Label(self.what), Label()
        bar = FloatProgress(max=1.0, bar_style="" if self.total else "info", value=0.0 if self.total else 1.0)
        button = self._button(Button, Label)
        box = HBox([label, bar, words, button])
        place = display(box, display_id=True)  # type: ignore[no-untyped-call] # IPython states none
        answer_while_running(button)
        return place, bar, words

    def _button(self, button: Any, label: Any) -> Any:  # noqa: ANN401 - classes of ipywidgets
        """Return a Cancel button; where a kernel hears nothing while a cell runs, what to press instead."""
        if not hears_while_running():
            return label("To stop: ■ in the toolbar")
        made = button(description=_BUTTON, tooltip=f"Cancel: {self.what}. If nothing happens: ■ in the toolbar")
        made.on_click(self._cancel)
        return made

    def _cancel(self, button: Any) -> None:  # noqa: ANN401 - of ipywidgets
        self.cancelled = True
        button.description, button.disabled = "Cancelling …", True


def answer_while_running(widget: Any) -> None:  # noqa: ANN401 - of ipywidgets
    """Let what a widget is told be heard while a cell runs; to be called when it was made, and whenever it has spoken.

    JupyterLab sends it to a subshell of the kernel, which is free; ipykernel 7.4 hands it back to where the widget last
    spoke, which may be the shell that is busy, unless it has forgotten where that was.
    """
    if widget.comm is not None:
        vars(widget.comm).pop("_reply_subshell_id", None)


def hears_while_running() -> bool:
    """Whether this kernel hears buttons while a cell runs: it has subshells (ipykernel 7)."""
    shell = find_shell()
    return bool(shell and getattr(shell.kernel, "_supports_kernel_subshells", False))
