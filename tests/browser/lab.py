"""A real JupyterLab (or Notebook 7) in a headless browser: start it, open a notebook, run it, read what was saved.

    from lab import open_notebook, run_all, show_cell, start_lab, write_notebook

    def test_my_widget(browser, tmp_path):               # `browser`: fixture of tests/conftest.py
        write_notebook(tmp_path / "mine.ipynb", {"imports": "import workbench as wb", "widget": "wb.explore(...)"})
        with start_lab(tmp_path) as lab:                  # app="notebook" for Notebook 7, theme="dark"
            opened = open_notebook(browser, lab, "mine.ipynb")
            saved = run_all(opened)                       # the notebook as it was SAVED, with counts and outputs
            cell = show_cell(opened, "widget")            # playwright Locator of the cell, scrolled into view
            cell.locator("button").first.click()
            opened.page.keyboard.press("1")
            assert find_serious(opened, ".jp-OutputArea-output") == []   # axe, on a part of the page
            assert opened.noise.ours() == []              # console errors, page errors, requests to other hosts

A server takes seconds to start; tests of one file share one (no conftest.py here: it would hide tests/conftest.py):

    @pytest.fixture(scope="module")
    def lab(tmp_path_factory):
        with start_lab(tmp_path_factory.mktemp("lab")) as running:
            yield running

More: `kernel_of(opened)` the psutil.Process of the notebook's kernel (`.kill()` is a SIGKILL); `run_cell(opened, name)`
runs one cell and waits, `start_cell` does not wait; `save(opened)` saves and reads the file; `wait_for_kernel(opened)`;
`cell_states(opened)`; `find_errors(notebook)`; `take_picture(locator, path)`. Names of cells are their ids, as in
nbformat. Errors of cells do not raise: ask find_errors. WORKBENCH_LAB_LOG=1 shows the server's log.

Nothing is shared with the user's Jupyter: settings, data, runtime files, workspaces and IPython's history stand in a
temporary folder; no browser is opened, no news fetched; the server listens on loopback behind a random token and is
ended with its kernels.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import psutil
from lab_server import Lab, start_lab

__all__ = [
    "KNOWN",
    "cell_states",
    "find_errors",
    "find_serious",
    "kernel_of",
    "open_notebook",
    "run_all",
    "run_cell",
    "save",
    "show_cell",
    "start_cell",
    "start_lab",
    "take_picture",
    "wait_for_first_result",
    "wait_for_kernel",
    "write_notebook",
]

SERIOUS = {"serious", "critical"}
# What the applications say by themselves: begins of exact texts, each with its reason. An empty notebook proves them
# (test_lab_notebooks.py); a text that it no longer says has no place here.
KNOWN = {
    "lab": {
        "Disabling terminals plugin because they are not available on the server": "the harness switches terminals off",
    },
    "notebook": {
        "Disabling terminals plugin because they are not available on the server": "the harness switches terminals off",
        "uncaught: Cannot read properties of undefined (reading 'schema') [static/notebook/notebook_core": (
            "Notebook 7.6 reloads the settings of a plugin that it does not have"
        ),
        "Menu entry for command 'filemenu:close-and-cleanup' is duplicated.": "its menus overlap with JupyterLab's",
        "Menu entry for command 'debugger:show-panel' is duplicated.": "the same",
        "Menu entry for command 'toc:show-panel' is duplicated.": "the same",
        "[yjs#509] Not same Y.Doc [static/notebook/": "Notebook makes the shared document twice",
    },
}


@dataclass
class Noise:
    """What a page said on its console, what broke in it, and what it asked for elsewhere."""

    lab: Lab
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def listen(self, page: Any) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error.message}{_place(error.stack or '')}"))
        page.on("request", lambda request: self._see(request.url))
        page.on("websocket", lambda socket: self._see(socket.url))

    def _hear(self, message: Any) -> None:
        said = {"error": self.errors, "warning": self.warnings}.get(message.type)
        if said is not None:
            said.append(message.text + _place(message.location.get("url", "")))

    def _see(self, url: str) -> None:
        own = (self.lab.url, self.lab.url.replace("http:", "ws:"), "data:", "blob:", "about:")
        if not url.startswith(own):
            self.outside.append(url)

    def ours(self) -> list[str]:
        """Errors that are not known to be the application's own, and requests to other hosts."""
        return self._strange(self.errors) + [f"asked for {url}" for url in self.outside]

    def our_warnings(self) -> list[str]:
        """Warnings that are not known to be the application's own."""
        return self._strange(self.warnings)

    def _strange(self, said: Sequence[str]) -> list[str]:
        return [text for text in said if not text.startswith(tuple(KNOWN[self.lab.app]))]


def _place(text: str) -> str:
    """The first script named in an address or a stack, without its hash: ' [static/lab/main]'."""
    found = re.search(r"https?://[^/\s]+/([^\s?:)]+)", text)
    return f" [{re.sub(r'[.][0-9a-f]{16,}[.]js$', '', found[1])}]" if found else ""


@dataclass(frozen=True)
class Opened:
    """A notebook in a page of the browser."""

    page: Any
    lab: Lab
    path: str
    noise: Noise
    began: float  # time.monotonic() when the page was asked for

    @property
    def file(self) -> Path:
        return self.lab.folder / self.path


def write_notebook(path: Path, cells: Mapping[str, str]) -> Path:
    """A notebook of code cells: name -> source. A name is the cell's id."""
    made = [nbformat.v4.new_code_cell(source, id=name) for name, source in cells.items()]
    spec = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata=spec), path)
    return path


def open_notebook(
    browser: Any, lab: Lab, path: str, *, size: tuple[int, int] = (1280, 900), sidebar: bool = False
) -> Opened:
    """Opens a notebook (its path inside the server's folder) in a page of its own and waits for its kernel."""
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    noise = Noise(lab)
    noise.listen(page)
    view = "lab/tree" if lab.app == "lab" else "notebooks"
    opened = Opened(page, lab, path, noise, time.monotonic())
    page.goto(f"{lab.url}{view}/{path}?token={lab.token}" + ("&reset" if lab.app == "lab" else ""))
    wait_for_kernel(opened)
    if lab.app == "lab" and not sidebar:
        _ask(opened, "() => { if (!jupyterapp.shell.leftCollapsed) jupyterapp.shell.collapseLeft(); }")
    return opened


def wait_for_kernel(opened: Opened, *, seconds: float = 60) -> None:
    """Waits until the notebook is there and its kernel is idle."""
    opened.page.wait_for_function(f"{PANEL} && ({PANEL}).sessionContext.isReady && {IDLE}", timeout=seconds * 1000)


# The notebook's panel in the application, in the words of JupyterLab's own interface; nothing while it is not there.
PANEL = "(window.jupyterapp?.shell?.currentWidget?.content?.model?.cells && jupyterapp.shell.currentWidget)"
IDLE = f"{PANEL}.sessionContext.session?.kernel?.status === 'idle'"
STATES = f"""() => {PANEL}.content.widgets.filter(cell => cell.model.type === 'code').map(cell => ({{
  name: cell.model.id, count: cell.model.executionCount, state: cell.model.executionState ?? '',
  prompt: cell.node.querySelector('.jp-InputPrompt')?.textContent ?? '', outputs: cell.model.outputs.length,
}}))"""


def _ask(opened: Opened, script: str, given: Any = None) -> Any:
    return opened.page.evaluate(script, given)


def cell_states(opened: Opened) -> list[dict[str, Any]]:
    """Of each code cell: its name, count, state, prompt, and how many outputs it has."""
    return list(_ask(opened, STATES))


def run_all(opened: Opened, *, seconds: float = 240) -> Any:
    """Runs all cells as the menu does and gives back the notebook as saved; fails when a cell did not run.

    JupyterLab loses a "Run All" that comes right after the kernel said it was idle, without a word: it is asked
    again until a cell runs, and what counts is the saved file.
    """
    _start(opened, "notebook:run-all-cells", seconds=seconds)
    _wait_until_still(opened, seconds=seconds)
    saved = save(opened)
    open_ones = [
        cell.id for cell in saved.cells if cell.cell_type == "code" and cell.source and not cell.execution_count
    ]
    assert open_ones == [], f"cells that did not run: {open_ones}; errors: {find_errors(saved)}"
    return saved


def find_errors(notebook: Any) -> list[str]:
    """Errors among the outputs: 'cell: Name: what it says'."""
    return [
        f"{cell.id}: {output.ename}: {output.evalue}"
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]


def _start(opened: Opened, command: str, *, seconds: float) -> None:
    """Asks for a command until a cell runs or has run that had not before."""
    before = _ran(opened)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        _ask(opened, "command => { jupyterapp.commands.execute(command); }", command)
        patience = time.monotonic() + 3
        while time.monotonic() < patience:
            if _ran(opened) != before or not _ask(opened, f"() => {IDLE}"):
                return
            time.sleep(0.05)
    raise AssertionError(f"{command} did nothing in {seconds} s")


def _ran(opened: Opened) -> list[tuple[Any, ...]]:
    return [(state["count"], state["state"], state["prompt"]) for state in cell_states(opened)]


def _wait_until_still(opened: Opened, *, seconds: float) -> None:
    """No cell is waiting or running and the kernel is idle, twice in a row."""
    until, still = time.monotonic() + seconds, 0
    while still < 2:
        assert time.monotonic() < until, f"still running after {seconds} s: {cell_states(opened)}"
        waiting = any("*" in state["prompt"] or state["state"] == "running" for state in cell_states(opened))
        still = 0 if waiting or not _ask(opened, f"() => {IDLE}") else still + 1
        time.sleep(0.1)


def save(opened: Opened) -> Any:
    """Saves as the user does and reads the file."""
    _ask(opened, f"() => {PANEL}.context.save()")
    return nbformat.read(opened.file, as_version=4)


def wait_for_first_result(opened: Opened, *, seconds: float = 60, without: Sequence[str] = ("form",)) -> float:
    """Starts all cells and gives back the seconds from asking for the page until a cell shows something."""
    _start(opened, "notebook:run-all-cells", seconds=seconds)
    opened.page.wait_for_function(FIRST, arg=list(without), polling=50, timeout=seconds * 1000)
    return time.monotonic() - opened.began


def start_cell(opened: Opened, name: str) -> None:
    """Runs one cell and does not wait for its end."""
    show_cell(opened, name)
    _ask(opened, f"name => {{ const book = {PANEL}.content; {SELECT} }}", name)
    _start(opened, "notebook:run-cell", seconds=30)


def run_cell(opened: Opened, name: str, *, seconds: float = 120) -> None:
    """Runs one cell and waits until it is done."""
    start_cell(opened, name)
    _wait_until_still(opened, seconds=seconds)


FIRST = f"""without => {PANEL}.content.widgets.some(cell => cell.model.type === 'code'
  && !without.includes(cell.model.id) && cell.model.outputs.length > 0)"""
SELECT = "book.activeCellIndex = book.widgets.findIndex(cell => cell.model.id === name);"
# Cells outside the window are not in the page (JupyterLab draws the visible ones), so a cell is scrolled to first.
SCROLL = f"""async name => {{
  const book = {PANEL}.content, at = book.widgets.findIndex(cell => cell.model.id === name);
  if (at < 0) {{ return false; }}
  await book.scrollToItem(at, 'start');
  await book.widgets[at].ready;
  book.widgets[at].node.dataset.name = name;
  return true;
}}"""


def show_cell(opened: Opened, name: str) -> Any:
    """The cell of that name (its id) as a playwright Locator, scrolled into view."""
    assert _ask(opened, SCROLL, name), f"{opened.path} has no cell {name!r}"
    cell = opened.page.locator(f'.jp-Cell[data-name="{name}"]')
    cell.wait_for(state="attached")
    return cell


def kernel_of(opened: Opened) -> psutil.Process:
    """The process of the notebook's kernel."""
    kernel = _ask(opened, f"() => {PANEL}.sessionContext.session.kernel.id")
    for process in opened.lab.process.children(recursive=True):
        if any(kernel in part for part in process.cmdline()):
            return process
    raise AssertionError(f"no process of kernel {kernel}")


def find_serious(opened: Opened, within: str) -> list[str]:
    """Serious and critical findings of axe-core in a part of the page (a CSS selector)."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(opened.page, context={"include": [[within]]}).response["violations"]
    return [
        f"{item['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for item in found
        if item["impact"] in SERIOUS
        for node in item["nodes"]
    ]


def take_picture(shown: Any, path: Path) -> Path:
    """A PNG of a page or of a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shown.screenshot(path=str(path))
    return path
