"""In a real JupyterLab: the form of parameters, the bar of a long step and its Cancel, errors, `wb.save_report()`."""

import shutil

import pytest
from conftest import ROOT
from lab import find_errors, find_serious, open_notebook, run_all, run_cell, save, show_cell, start_cell, start_lab
from lab import write_notebook as write_cells

pytestmark = pytest.mark.slow

BEFORE = {
    "imports": "import workbench as wb",
    "parameters": 'corpus: str = "../data"  # articles\nn: int = 3  # how many\nfreq: str = "M"  # periods: D, W or M',
    "form": "wb.show_parameters()",
    "count": "n + 1",
    "other": "1 + 1",
}


IN_LAB = pytest.mark.parametrize("server", ["lab"], indirect=True, scope="module")
IN_BOTH = pytest.mark.parametrize("server", ["lab", "notebook"], indirect=True, scope="module")


@pytest.fixture(scope="module")
def server(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    (folder / "notebooks").mkdir()
    (folder / "reports").mkdir()
    shutil.copytree(ROOT / "data" / "raw" / "demo", folder / "data")
    with start_lab(folder, app=request.param) as lab:
        yield lab


@pytest.fixture
def opened(server, browser):
    """A function that opens a notebook of the given cells."""
    pages = []

    def opening(name, cells):
        path = write_cells(server.folder / "notebooks" / name, cells)
        notebook = path.read_text(encoding="utf-8").replace(
            '"id": "parameters",\n   "metadata": {}', '"id": "parameters",\n   "metadata": {"tags": ["parameters"]}'
        )
        path.write_text(notebook, encoding="utf-8")
        opened = open_notebook(browser, server, f"notebooks/{name}")
        pages.append(opened)
        return opened

    yield opening
    for page in pages:
        assert page.noise.ours() == []
        page.page.context.close()


def text_of(saved, name):
    cell = next(cell for cell in saved.cells if cell.id == name)
    return "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)


@IN_BOTH
def test_a_value_changed_by_keyboard_is_the_notebooks(opened):
    notebook = opened("form.ipynb", BEFORE)
    run_all(notebook)
    form = show_cell(notebook, "form").locator(".wb-form")
    field = form.get_by_label("n", exact=True)
    field.press("Control+a")
    notebook.page.keyboard.type("six")
    notebook.page.keyboard.press("Tab")
    form.get_by_text("n was not changed: it is still 3.").wait_for()
    assert field.get_attribute("aria-invalid") == "true"
    assert find_serious(notebook, ".wb-form") == []
    field.press("Control+a")
    notebook.page.keyboard.type("41")
    notebook.page.keyboard.press("Enter")
    form.get_by_text("n is now 41. Run again [4] (or").wait_for()
    form.get_by_label("freq").select_option("W")
    form.get_by_text("freq is now 'W'.").wait_for()
    run_cell(notebook, "count")
    assert text_of(save(notebook), "count") == "42"
    show_cell(notebook, "form").get_by_role("button", name="Back to defaults").click()
    form.get_by_text("Back to the defaults: n, freq.").wait_for()
    run_cell(notebook, "count")
    assert text_of(save(notebook), "count") == "4"


@IN_BOTH
def test_a_value_does_not_change_under_cells_that_run(opened):
    """Typed while cells run, it counts when all of them are done; the form says so, and what to run again."""
    cells = {
        **BEFORE,
        "long": "import time, pathlib\nbefore = n\nwhile not pathlib.Path('go').exists(): time.sleep(0.1)\n[before, n]",
        "next": "n",
        "last": "pathlib.Path('go').unlink()",
    }
    notebook = opened("running.ipynb", cells)
    for name in ("imports", "parameters", "form"):
        run_cell(notebook, name)
    form = show_cell(notebook, "form").locator(".wb-form")
    go = notebook.file.parent / "go"
    for old, new in ((3, 4), (4, 5), (5, 6)):  # from its first answer on, ipykernel hears a widget elsewhere
        start_cell(notebook, "long")
        start_cell(notebook, "next")
        show_cell(notebook, "form")
        form.get_by_label("n", exact=True).fill(str(new))
        form.get_by_label("n", exact=True).press("Enter")
        form.get_by_text("Not changed yet: cells are running").wait_for()
        go.touch()
        form.get_by_text(f"n is now {new}. Run again [").wait_for()
        run_cell(notebook, "last")
        saved = save(notebook)
        assert (text_of(saved, "long"), text_of(saved, "next")) == (f"[{old}, {old}]", str(old))


@IN_LAB
def test_a_long_step_is_cancelled_while_it_runs(opened):
    steps = "import time\nfor item in track(range(3000), 'Reading files'):\n    time.sleep(0.1)"
    notebook = opened(
        "bar.ipynb", {"imports": "from workbench.progress import track", "steps": steps, "after": "6 * 7"}
    )
    run_cell(notebook, "imports")
    start_cell(notebook, "steps")
    cell = show_cell(notebook, "steps")
    cell.get_by_role("button", name="Cancel").wait_for(timeout=30_000)
    assert find_serious(notebook, ".jp-OutputArea-output") == []
    cell.get_by_role("button", name="Cancel").click()
    cell.get_by_text("You cancelled: reading files.").wait_for(timeout=30_000)
    cell.locator(".widget-hbox").wait_for(state="detached")
    run_cell(notebook, "after")
    saved = save(notebook)
    assert text_of(saved, "after") == "42"
    assert find_errors(saved)[0].startswith("steps: StoppedError: You cancelled")


@IN_LAB
def test_an_error_is_a_sentence_and_a_line(opened):
    notebook = opened("error.ipynb", {"imports": "import workbench as wb", "wrong": 'x = 1\nwb.read_corpus("nowhere")'})
    run_cell(notebook, "imports")
    run_cell(notebook, "wrong")
    shown = show_cell(notebook, "wrong").locator(".jp-OutputArea-output").inner_text()
    assert "There is no file or folder 'nowhere'" in shown
    assert 'in line 2 of the cell: wb.read_corpus("nowhere")' in shown
    assert "Traceback" not in shown
    assert len(shown.splitlines()) <= 4


@IN_LAB
def test_the_report_of_the_notebook_has_the_values_of_now(opened, server):
    cells = {**BEFORE, "figure": "wb.plot_lengths(wb.read_corpus(corpus).articles)", "save": "page = wb.save_report()"}
    notebook = opened("own.ipynb", cells)
    for name in ("imports", "parameters", "form", "count"):
        run_cell(notebook, name)
    form = show_cell(notebook, "form").locator(".wb-form")
    form.get_by_label("n", exact=True).fill("99")
    form.get_by_label("n", exact=True).press("Enter")
    form.get_by_text("n is now 99.").wait_for()
    run_cell(notebook, "save", seconds=240)
    page = next((server.folder / "reports" / "data-own").glob("*/own.html"))
    assert "100" in page.read_text(encoding="utf-8")
    with notebook.page.context.expect_page() as shown:
        show_cell(notebook, "save").get_by_role("link", name="Open the report of own").click()
    report = shown.value
    report.locator("svg.main-svg").first.wait_for(state="attached", timeout=30_000)
    assert report.title().startswith("own")


@IN_LAB
def test_completion_and_help_show_what_is_there(opened):
    notebook = opened("help.ipynb", {"imports": "import workbench as wb", "help": "wb.show_parameters?"})
    run_cell(notebook, "imports")
    run_cell(notebook, "help")
    said = show_cell(notebook, "help").inner_text()
    assert "Show the parameters of this notebook as a form" in said
