"""The rules of the house, kept by reading the source: one-way imports, docstrings, annotations, sizes, light import."""

import ast
import subprocess
import sys
from itertools import chain
from statistics import median

import pytest
from conftest import ROOT

PACKAGE = ROOT / "workbench"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "_notebooks" not in path.parts)
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
FUNCTIONS = [
    (path, node)
    for path, tree in TREES.items()
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
]

ALLOWED = {
    "errors": set(),
    "statistics": {"errors"},
    "engine": {"errors"},
    "cells": set(),
    "progress": {"errors"},
    # articles count words and split sentences with text's pure functions
    "articles": {"errors", "progress", "text", "terms", "engine"},
    "text": {"errors"},
    "terms": {"errors", "text"},
    "framing": {"errors", "cells", "progress", "statistics", "engine", "articles", "text", "terms"},
    "topics": {"errors", "cells", "progress", "statistics", "engine", "articles", "text", "terms"},
    "timeline": {"errors", "cells", "progress", "statistics", "engine", "articles", "text", "terms"},
    "plots": {"errors", "cells"},
    "reports": {"errors", "articles", "cells", "text"},
    "widgets": {"errors", "cells", "text", "articles", "framing", "topics", "timeline", "plots", "progress", "reports"},
    "lessons": {"errors", "text", "articles", "framing", "topics", "timeline", "reports"},
    "classroom": {"errors", "articles", "framing", "plots", "widgets", "reports"},
    "study": {"errors", "framing", "reports"},
    "cli": {"errors", "cells", "articles", "reports", "lessons", "classroom", "study"},
}


def room_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(tree):
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [
                f"{node.module}.{alias.name}" if node.module == "workbench" else node.module or ""
                for alias in node.names
            ]
        yield from (name.split(".")[1] for name in names if name.startswith("workbench."))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(path):
    room = room_of(path)
    if room == "__init__":
        return
    assert set(imported_rooms(TREES[path])) - {room} <= ALLOWED[room]


def test_importing_the_library_loads_pandas_at_most():
    heavy = "sklearn scipy nltk plotly papermill nbconvert nbformat trafilatura ftfy py3langid IPython jupyter_client"
    heavy += (
        " statsmodels krippendorff openai sentence_transformers topica ruptures anywidget ipywidgets traitlets itables"
    )
    code = f"import sys, workbench; print([name for name in {heavy.split()} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_documented_with_an_example():
    import workbench

    for name in workbench.__all__:
        item = getattr(workbench, name)
        assert item.__doc__, name
        if callable(item) and not isinstance(item, type):
            assert "Example:" in item.__doc__, name


def test_every_module_has_a_docstring():
    assert [path.name for path, tree in TREES.items() if not ast.get_docstring(tree)] == []


def test_functions_are_annotated_and_public_ones_documented():
    bare = [f"{path.name}:{node.lineno} {node.name}" for path, node in FUNCTIONS if not _annotated(node)]
    undocumented = [
        f"{path.name}:{node.lineno} {node.name}"
        for path, node in FUNCTIONS
        if not node.name.startswith("_") and not ast.get_docstring(node) and not _nested(path, node)
    ]
    assert bare == []
    assert undocumented == []


def test_sizes():
    lengths = [node.end_lineno - node.lineno + 1 - _docstring_lines(node) for _, node in FUNCTIONS]
    longest = max(FUNCTIONS, key=lambda pair: pair[1].end_lineno - pair[1].lineno)
    assert median(lengths) <= 10
    assert sum(length <= 30 for length in lengths) >= 0.9 * len(lengths)
    assert longest[1].end_lineno - longest[1].lineno <= 60, f"{longest[0].name}: {longest[1].name}"
    assert [path.name for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > 300] == []


def test_only_the_command_line_prints():
    printing = [
        path.name
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        if room_of(path) != "cli"
    ]
    assert set(printing) <= {"nursery.py"}  # the nursery writes to the log of its run


def _annotated(node):
    arguments = chain(node.args.posonlyargs, node.args.args, node.args.kwonlyargs)
    missing = [
        argument for argument in arguments if argument.annotation is None and argument.arg not in {"self", "cls"}
    ]
    return not missing and (node.returns is not None or node.name == "_identifier")


def _nested(path, node):
    return any(
        node in ast.walk(other) and other is not node
        for other in ast.walk(TREES[path])
        if isinstance(other, ast.FunctionDef)
    )


def _docstring_lines(node):
    first = node.body[0]
    return first.end_lineno - first.lineno + 1 if ast.get_docstring(node) else 0
