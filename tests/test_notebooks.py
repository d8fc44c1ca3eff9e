"""The notebooks are fit for reading, for git and for papermill; each runs from top to bottom."""

import ast
import re
from itertools import pairwise

import nbformat
import pytest
from conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def test_the_four_are_there():
    assert [path.stem for path in NOTEBOOKS] == ["1-corpus", "2-framing", "3-topics", "4-timeline"]


def test_git_holds_no_outputs_counts_or_machine_ids(notebook):
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", cell.id), cell.id
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    assert notebook.metadata.kernelspec.name == "python3"


def test_the_order_is_the_same_in_all(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert ids[:5] == ["title", "imports", "parameters", "form", "load"]
    assert ids[-2:] == ["limits", "run"]
    assert notebook.cells[0].source.startswith("# ")
    assert notebook.cells[1].source == "import workbench as wb"
    assert notebook.cells[2].metadata.tags == ["parameters"]
    assert notebook.cells[3].source == "wb.show_parameters()"


def test_code_is_short_and_defines_nothing(notebook):
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if "parameters" not in cell.metadata.get("tags", []):  # a list, not a program
            assert len(cell.source.splitlines()) <= 8, cell.id
        tree = ast.parse(cell.source)
        kinds = {type(node) for node in ast.walk(tree)}
        assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.Lambda}, cell.id
        assert not re.search(r"[\"'](/|[A-Z]:\\)", cell.source), f"absolute path in {cell.id}"


def test_every_parameter_has_type_default_and_help(notebook):
    for line in notebook.cells[2].source.splitlines():
        assert re.fullmatch(r"\w+: (str|int|float|bool) = [^#]+  # .+", line), line


def test_a_figure_is_followed_by_how_to_read_it(notebook):
    cells = notebook.cells
    for cell, following in pairwise(cells):
        if cell.cell_type == "code" and "wb.plot_" in cell.source:
            assert "**How to read it.**" in following.source, cell.id


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_ran_whole_in_the_demo_report_and_the_form_showed_nothing(path, demo_report):
    ran = nbformat.read(demo_report.folder / "notebooks" / path.name, as_version=4)
    assert [cell.id for cell in ran.cells if cell.cell_type == "code" and cell.execution_count is None] == []
    assert next(cell for cell in ran.cells if cell.id == "form").outputs == []


@pytest.mark.parametrize(
    ("made", "arguments", "root", "opened"),
    [
        (["notebooks/2-own.ipynb"], [], "{here}", "notebooks/2-own.ipynb"),  # in a study
        ([], [], str(ROOT), "notebooks/1-corpus.ipynb"),  # elsewhere, from a checkout
        (["talks/one.txt"], ["talks"], "{here}/lab/talks", "1-corpus.ipynb"),  # on articles of one's own
    ],
)
def test_lab_opens_the_first_notebook(made, arguments, root, opened, tmp_path, monkeypatch):
    from workbench.cli import articles, main

    for name in made:
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("{}")
    monkeypatch.chdir(tmp_path)
    called = []
    monkeypatch.setattr(articles, "start_lab", lambda *given: called.extend(given))
    assert main(["lab", *arguments]) == 0
    assert called == [f"--notebook-dir={root.format(here=tmp_path)}", f"--LabApp.default_url=/lab/tree/{opened}"]
