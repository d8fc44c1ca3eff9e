"""The notebooks and lessons in a real JupyterLab and Notebook 7: all run, figures are drawn, nothing complains."""

from __future__ import annotations

import re
import shutil
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest
from lab import (
    KNOWN,
    cell_states,
    find_errors,
    find_serious,
    open_notebook,
    run_all,
    show_cell,
    start_lab,
    write_notebook,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
PLOTLY = "application/vnd.plotly.v1+json"
WIDGET = "application/vnd.jupyter.widget-view+json"
NAMES = [path.relative_to(ROOT / "notebooks").as_posix() for path in sorted((ROOT / "notebooks").rglob("*.ipynb"))]
RUNS = [("lab", name) for name in NAMES] + [("notebook", "2-framing.ipynb")]
# Marks stand in layers of class mlayer: bars, lines and points are paths, a grid is an image.
MARKS = ".mlayer path, .mlayer image"
# Seen once on a busy machine, and never again: ipywidgets 8.1 hands a message to a view that was just taken away.
RACE = "TypeError: Cannot read properties of null (reading 'processLuminoMessage')"
NOT_SHOWN = re.compile("Error displaying widget|Loading widget")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Notebooks beside data, as in a checkout and in a study folder."""
    folder = tmp_path_factory.mktemp("study")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    shutil.copytree(ROOT / "data", folder / "data")
    write_notebook(folder / "empty.ipynb", {"one": "1 + 1", "none": ""})
    return folder


@pytest.fixture(scope="module")
def servers(study):
    """The two applications over the same folder."""
    with ExitStack() as stack:
        yield {app: stack.enter_context(start_lab(study, app=app)) for app in KNOWN}


@pytest.fixture(scope="module", params=RUNS, ids="-".join)
def ran(request, servers, browser):
    app, name = request.param
    opened = open_notebook(browser, servers[app], f"notebooks/{name}")
    yield SimpleNamespace(opened=opened, notebook=run_all(opened))
    opened.page.context.close()


def cells_with(notebook, kind):
    return [cell.id for cell in notebook.cells for output in cell.get("outputs", []) if kind in output.get("data", {})]


@pytest.mark.parametrize("app", KNOWN)
def test_an_empty_notebook_says_what_is_known_and_nothing_else(app, servers, browser):
    opened = open_notebook(browser, servers[app], "empty.ipynb")
    saved = run_all(opened)
    assert saved.cells[0].outputs[0].data["text/plain"] == "2"
    assert [state["count"] is None for state in cell_states(opened)] == [False, True]
    assert opened.noise.ours() + opened.noise.our_warnings() == []
    said = opened.noise.errors + opened.noise.warnings
    assert [begin for begin in KNOWN[app] if not any(text.startswith(begin) for text in said)] == []
    opened.page.context.close()


def test_all_cells_run_without_an_error(ran):
    assert find_errors(ran.notebook) == []
    outputs = [output for cell in ran.notebook.cells for output in cell.get("outputs", [])]
    assert [output.text for output in outputs if output.output_type == "stream"] == []


def test_every_figure_is_drawn(ran):
    figures = cells_with(ran.notebook, PLOTLY)
    if "lessons" not in ran.opened.path:  # where figures may be made in one cell and shown in another
        named = {cell.id for cell in ran.notebook.cells if cell.cell_type == "code" and "wb.plot_" in cell.source}
        assert set(figures) == named
    for name in figures:
        cell = show_cell(ran.opened, name)
        cell.locator("svg.main-svg").first.wait_for(timeout=20_000)
        assert cell.locator(MARKS).count() > 0, name


def test_every_widget_is_drawn(ran):
    for name in cells_with(ran.notebook, WIDGET):
        shown = show_cell(ran.opened, name).locator(".jp-OutputArea-output .lm-Widget")
        shown.locator("> *").first.wait_for(timeout=20_000)
        assert not NOT_SHOWN.search(shown.first.inner_text()), name
        assert find_serious(ran.opened, f'[data-name="{name}"] .jp-OutputArea-output') == []


def complaints(opened):
    return opened.noise.ours() + opened.noise.our_warnings()


def test_nothing_complains(ran, browser):
    said = complaints(ran.opened)
    if said and all(text.startswith(RACE) for text in said):  # what comes a second time is no race
        again = open_notebook(browser, ran.opened.lab, ran.opened.path)
        run_all(again)
        said = complaints(again)
        again.page.context.close()
    assert not said, "\n".join(said)  # whole, with the stacks
