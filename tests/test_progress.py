"""Progress: nothing where nobody watches; a bar after a second, and Cancel, where somebody does."""

import sys
import threading
from types import SimpleNamespace

import pytest

from workbench import StoppedError, progress
from workbench.progress import find_shell, track


class Events:
    def __init__(self):
        self.calls = []

    def register(self, name, call):
        assert name == "post_run_cell"
        self.calls.append(call)

    def unregister(self, _, call):
        self.calls.remove(call)


@pytest.fixture
def shell(monkeypatch):
    """A live notebook, seen from a step; and a clock that passes as the test says."""
    shell = SimpleNamespace(events=Events(), kernel=SimpleNamespace(_supports_kernel_subshells=True), now=0.0)
    monkeypatch.setattr(progress, "find_shell", lambda: shell)
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: shell.now))
    yield shell
    assert progress._shown == []
    assert shell.events.calls == []


@pytest.fixture
def shown(monkeypatch):
    """What the bar showed: its parts without a browser."""
    parts = []

    class Place:
        def update(self, data, *, raw):
            parts.append((data, raw))

    def show(bar):
        parts.append(bar)
        return Place(), SimpleNamespace(value=0.0), SimpleNamespace(value="")

    monkeypatch.setattr(progress._Bar, "_show", show)
    return parts


@pytest.mark.parametrize("items", [[1, 2], (), range(3), iter("ab"), {"a": 1}])
def test_where_nobody_watches_the_items_themselves_come_back(items):
    assert track(items, "Reading files") is items


def kernel_that_was_asked(message):
    return SimpleNamespace(get_parent=lambda: message)


@pytest.mark.parametrize(
    ("shell", "live"),
    [
        (None, False),  # a script that has imported ipykernel
        (SimpleNamespace(), False),  # IPython in a terminal
        (SimpleNamespace(kernel=kernel_that_was_asked({})), False),
        (SimpleNamespace(kernel=kernel_that_was_asked({"metadata": {}})), False),  # papermill, nbconvert, reports
        (SimpleNamespace(kernel=kernel_that_was_asked({"metadata": None})), False),
        (SimpleNamespace(kernel=kernel_that_was_asked({"metadata": {"cellId": "load"}})), True),  # JupyterLab
    ],
)
def test_a_notebook_is_live_when_its_cell_was_run_by_somebody(shell, live, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipykernel", SimpleNamespace())
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: shell)
    assert find_shell() is (shell if live else None)


def test_threads_have_no_bar(monkeypatch):
    shell = SimpleNamespace(kernel=kernel_that_was_asked({"metadata": {"cellId": "load"}}))
    monkeypatch.setitem(sys.modules, "ipykernel", SimpleNamespace())
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: shell)
    found = []
    thread = threading.Thread(target=lambda: found.append(find_shell()))
    thread.start()
    thread.join()
    assert found == [None]


@pytest.mark.usefixtures("shell")
def test_a_short_step_shows_nothing(shown):
    assert list(track(range(4), "Reading files")) == [0, 1, 2, 3]
    assert shown == []


def test_a_long_step_has_a_bar_that_goes_and_leaves_nothing_in_the_file(shell, shown):
    words = []
    for _ in track(range(4), "Reading files"):
        shell.now += 0.8
        if progress._shown[0].parts:
            words.append(progress._shown[0].parts[2].value)
    assert words == ["2 of 4, about 2 s left", "3 of 4, about 1 s left"]
    assert shown[1:] == [({"text/plain": ""}, True)]


def test_without_a_total_the_seconds_are_told(shell, shown):
    for _ in track(iter("abc"), "Looking"):
        shell.now += 1.5
        parts = progress._shown[0].parts
    assert parts[2].value == "3 s"
    assert shown[0].total is None


@pytest.mark.usefixtures("shown")
def test_cancel_stops_the_step_and_those_inside_it(shell):
    done = []

    def work():
        for item in track("ab", "Reading files"):
            shell.now += 2
            for inner in track(range(3), "Finding dates"):
                done.append((item, inner))
                progress._shown[0].cancelled = True

    with pytest.raises(StoppedError, match=r"You cancelled: reading files\. Nothing was changed"):
        work()
    assert done == [("a", 0)]


def test_a_step_inside_a_step_has_no_bar_of_its_own(shell, shown):
    for _ in track("ab", "Reading files"):
        for _ in track(range(5), "Finding dates"):
            shell.now += 1
    assert [bar.what for bar in shown if not isinstance(bar, tuple)] == ["Reading files"]


def test_an_error_in_the_loop_takes_the_bar_away_at_the_end_of_the_cell(shell, shown):
    steps = track("ab", "Reading files")  # kept alive, as a traceback keeps it
    for _ in steps:
        shell.now += 2
        break
    next(steps)
    assert progress._shown[0].parts
    for call in list(shell.events.calls):
        call(None)
    assert progress._shown == []
    assert shown[-1] == ({"text/plain": ""}, True)
    steps.close()


def test_without_subshells_the_button_is_a_hint(shell):
    shell.kernel._supports_kernel_subshells = False
    bar = progress._Bar("Reading files", 2, shell)
    assert bar._button(None, str) == "To stop: ■ in the toolbar"
    shell.events.calls.clear()


def test_the_button_says_that_it_was_heard(shell):
    from ipywidgets import Button, Label

    bar = progress._Bar("Reading files", 2, shell)
    button = bar._button(Button, Label)
    button.click()
    assert bar.cancelled
    assert (button.description, button.disabled) == ("Cancelling …", True)
    shell.events.calls.clear()
