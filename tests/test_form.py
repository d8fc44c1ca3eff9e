"""The form of a notebook's parameters: fields, what may be typed, what is set, what to run next; and its report."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest
from conftest import DEMO, ROOT

import workbench as wb
from workbench import DataError, OutputError, ParameterError, RunError, StoppedError, WorkbenchError
from workbench.reports.declaration import Parameter, read_declaration
from workbench.reports.notebooks import list_notebooks, read_notebook
from workbench.widgets.form.fields import build_field, read_choices, read_value
from workbench.widgets.form.parameters import Form
from workbench.widgets.form.report import (
    build_command,
    check_saved,
    find_address,
    find_notebook,
    find_out,
    read_error,
    save_report,
    write_alone,
)
from workbench.widgets.form.session import Ran, Session, cells_reached, find_parameters, say_numbers

CELL = """corpus: str = "data"  # file or folder of articles
n_topics: int = 0  # number of topics
share: float = 0.5  # share of articles
period: str = "M"  # periods: D, W or M
loud: bool = False  # say more
"""


@pytest.fixture
def form(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    parameters = read_declaration(CELL, shown="cell")
    names = {name: parameter.default for name, parameter in parameters.items()}
    return Form(parameters, names, Session(running=False))


def field_of(form, name):
    return next(field for field in form.fields if field["name"] == name)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a: int = 0  # how many", {"a": (0, "how many")}),
        ('a: "str" = "x # y"  # help with = and #', {"a": ("x # y", "help with = and #")}),
        ("a: str = 'p=q'", {"a": ("p=q", "")}),
        ("a: float = -1  # below", {"a": (-1.0, "below")}),
        ("%matplotlib inline\na: bool = True\n# a comment\n", {"a": (True, "")}),
        ("a = 3  # type: int so many", {"a": (3, "so many")}),
        ("import os\na: int  # not set\nb: int = 1", {"b": (1, "")}),
        ("a: str = (\n  'x'\n)  # on three lines", {"a": ("x", "on three lines")}),
    ],
)
def test_a_parameters_cell_is_read_as_text(line, expected):
    found = read_declaration(line, shown="cell")
    assert {name: (item.default, item.help) for name, item in found.items()} == expected


def test_a_parameters_cell_that_is_no_python_is_an_error():
    with pytest.raises(DataError, match=r"cell: the parameters cell is no Python"):
        read_declaration("a: int = = 3", shown="cell")


def test_the_cell_that_ran_last_is_the_one():
    history = ["", "seed: int = 1", "wb.show_parameters()", "seed: int = 2  # start", "x: int = len('a')", "y = 1"]
    assert find_parameters(history)["seed"].default == 2


@pytest.mark.parametrize("history", [[], [""], ["import os"], ["a: int = 1\nprint(a)"], ["%%time\na: int = 1"]])
def test_without_such_a_cell_the_next_step_is_named(history):
    with pytest.raises(ParameterError, match="Run the cell that declares them first"):
        find_parameters(history)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("periods compared: D, W, M, Q or Y", ["D", "W", "M", "Q", "Y"]),
        ("length of a period: D or W; empty: weeks up to half a year", ["", "D", "W", "M"]),
        ("what counts: M or other words of a sentence", []),
        ("a name (generic, policy) or a .toml file", []),
        ("kinds that make the text; others: heading, callout ...", []),
    ],
)
def test_choices_are_those_the_help_names(text, choices):
    assert read_choices(Parameter("a", "str", "M", text)) == choices


def test_shipped_parameters_become_the_right_fields():
    kinds = {
        f"{notebook.name}.{field['name']}": (field["kind"], field["choices"])
        for notebook in list_notebooks()
        for field in (build_field(item, item.default) for item in notebook.parameters.values())
    }
    assert kinds["2-framing.coder"] == ("choice", ["auto", "dictionary", "trained"])
    assert kinds["2-framing.duplicates"] == ("choice", ["keep", "first", "weight"])
    assert kinds["4-timeline.reference"] == ("choice", ["auto", "published", "narrative", "none"])
    assert kinds["4-timeline.freq"] == ("choice", ["", "D", "W", "M", "Q", "Y"])
    assert kinds["3-topics.codebook"] == ("text", ["generic", "policy", "negotiation"])
    assert kinds["3-topics.without_copies"] == ("yes", [])
    assert kinds["3-topics.n_topics"] == ("number", [])


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [("n_topics", "6", 6), ("share", "1", 1.0), ("period", "W", "W"), ("loud", True, True), ("corpus", "", "")],
)
def test_what_is_typed_is_set_in_its_type(form, name, typed, value):
    form.change(name, typed)
    assert form.names[name] == value
    assert type(form.names[name]) is type(value)
    assert field_of(form, name)["value"] == typed
    assert form.note.startswith(f"{name} is now {value!r}. Run the cells below")


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("n_topics", "six", "n_topics takes a whole number, not 'six'. The default is 0."),
        ("n_topics", "1.5", "whole number"),
        ("n_topics", "", "whole number"),
        ("share", "nan", "takes a number"),
        ("period", "X", "Allowed: 'D', 'W', 'M'."),
        ("loud", "maybe", "takes true or false"),
        ("n_topics", True, "takes a whole number"),
        ("corpus", "nowhere", "There is no file or folder 'nowhere'"),
    ],
)
def test_what_is_not_allowed_is_said_and_changes_nothing(form, name, typed, said):
    before = dict(form.names)
    form.change(name, typed)
    assert form.names == before
    assert said in field_of(form, name)["error"]
    assert field_of(form, name)["value"] == typed
    assert form.note == f"{name} was not changed: it is still {before[name]!r}."
    form.change(name, "data" if name == "corpus" else str(before[name]))
    assert field_of(form, name)["error"] == ""


class Odd:
    """Something that answers nothing."""

    def __eq__(self, other):
        raise RuntimeError

    def __bool__(self):
        raise RuntimeError

    __str__ = __bool__
    __hash__ = None


@pytest.mark.parametrize(
    "value", [pd.DataFrame({"a": [1, 2]}), pd.NA, None, Odd(), len], ids=lambda v: type(v).__name__
)
def test_a_parameter_whose_name_a_cell_has_taken_is_told(form, value):
    names = {name: parameter.default for name, parameter in form.parameters.items()}
    name = next(iter(names))
    taken = Form(form.parameters, names | {name: value}, Session(chosen={name: "x"}))
    assert (
        taken.note
        == f"Run the parameters cell again: another cell has replaced {name} (holds a {type(value).__name__})."
    )
    assert taken.fields[0]["value"] == taken.fields[0]["default"]
    taken.reset()
    assert taken.names == names


def test_a_name_that_is_no_parameter_is_not_set(form):
    form.change("__builtins__", "x")
    assert "__builtins__" not in form.names


def test_the_form_shows_what_the_notebook_holds_and_goes_back(form):
    form.change("n_topics", "6")
    again = Form(form.parameters, form.names, form.session)
    assert field_of(again, "n_topics")["value"] == "6"
    assert again.note == ""
    again.reset()
    assert again.names["n_topics"] == 0
    assert again.note.startswith("Back to the defaults: n_topics. ")
    again.reset()
    assert again.note == "All parameters are at their defaults."


def test_a_choice_that_run_all_takes_back_is_told_once(form):
    form.change("n_topics", "6")
    form.names["n_topics"] = 0  # the parameters cell has run again
    assert "set back n_topics (was 6, is 0)" in Form(form.parameters, form.names, form.session).note
    assert Form(form.parameters, form.names, form.session).note == ""


def test_the_cells_to_run_again_are_those_the_value_reaches(form):
    sources = ["articles = read(corpus)", "topics = fit(articles, n_topics)", "show(articles)", "plot(topics)"]
    form.session.cells = {f"c{number}": Ran(number, source) for number, source in enumerate(sources, start=4)}
    form.change("n_topics", "6")
    assert form.note.startswith("n_topics is now 6. Run again [5], [7] (or, from the cell below: ")
    form.session.running = True
    form.change("corpus", "data")
    assert "Cells are running" in form.note
    assert "wait, then run again [4] to [7] (" in form.note


@pytest.mark.parametrize(
    ("sources", "numbers"),
    [
        (["x += n", "y"], [1]),
        (["f = [a for a in n]", "g(a=f)"], [1, 2]),
        (["%time n", "!ls n"], []),
        (["n = 1", "m = 2"], []),
        (["for row in n:\n    total = row", "total"], [1, 2]),
    ],
)
def test_names_are_followed_through_cells(sources, numbers):
    assert cells_reached([Ran(number, source) for number, source in enumerate(sources, 1)], "n") == numbers


def test_a_session_keeps_the_last_run_of_each_cell():
    session = Session()
    info = SimpleNamespace(cell_id="load", raw_cell="a = n")
    session.end(SimpleNamespace(info=info, execution_count=4))
    assert not session.running
    session.begin(info)
    session.end(SimpleNamespace(info=info, execution_count=9))
    session.end(SimpleNamespace(info=None, execution_count=None))
    assert list(session.cells.values()) == [Ran(9, "a = n")]
    assert say_numbers([1, 2, 3, 5]) == "[1] to [3], [5]"


def test_where_nobody_watches_nothing_is_shown(capsys):
    assert wb.show_parameters() is None
    assert capsys.readouterr().out == ""
    assert "anywidget" not in sys.modules or wb.show_parameters() is None


def test_the_widget_answers_what_the_browser_sends(form):
    from workbench.widgets.form.widget import FormWidget

    widget = FormWidget(form)
    widget._hear(widget, {"kind": "change", "name": "n_topics", "value": "7", "number": 1}, [])
    assert (form.names["n_topics"], widget.answered) == (7, 1)
    assert widget.note.startswith("n_topics is now 7.")
    widget._hear(widget, {"kind": "reset", "number": 2}, [])
    assert (form.names["n_topics"], widget.answered) == (0, 2)
    assert "wb-form" not in str(widget._repr_mimebundle_().get("text/html", ""))


def test_the_front_end_writes_text_never_markup():
    source = (ROOT / "workbench" / "widgets" / "form" / "form.js").read_text(encoding="utf-8")
    assert not any(word in source for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "http"))


# The report of the notebook.


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A notebook of one's own with a parameters cell, and the folder it stands in as the kernel's."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.chdir(folder)
    cell = nbformat.v4.new_code_cell(CELL, id="parameters", metadata={"tags": ["parameters"]})
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=spec), folder / "my talks.ipynb")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=spec), folder / "own.ipynb")
    return folder / "own.ipynb"


@pytest.mark.parametrize("name", ["own", "own.ipynb", "./own.ipynb"])
def test_the_notebook_is_the_one_named_or_the_one_of_the_kernel(own, name):
    assert find_notebook(name, "/elsewhere/x.ipynb") == own
    assert find_notebook(None, str(own)) == own


@pytest.mark.parametrize(("name", "session"), [(None, None), (None, "/gone/renamed.ipynb"), ("wrong", None)])
def test_a_notebook_that_is_not_there_is_asked_for(own, name, session):
    with pytest.raises(ParameterError, match=r"In this folder: 'my talks', 'own'\."):
        find_notebook(name, session)
    assert own.exists()


def test_an_unsaved_notebook_is_refused(own):
    check_saved(own, "parameters", CELL + "\n")
    for cell, source in (("parameters", CELL + "x: int = 1"), ("new", "wb.save_report()")):
        with pytest.raises(ParameterError, match=r"Save the notebook \(Ctrl\+S"):
            check_saved(own, cell, source)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": [], "metadata": {}, "nbformat": 9, "nbformat_minor": 0}'])
def test_a_file_that_is_no_notebook_is_told(own, text):
    own.write_text(text)
    with pytest.raises(ParameterError, match="cannot be read as a notebook"):
        check_saved(own, "parameters", CELL)


def test_a_path_and_a_name_that_no_file_can_have(own):
    assert find_notebook(own, None) == own
    with pytest.raises(ParameterError, match="There can be no notebook"):
        find_notebook("x" * 300, None)


def test_reports_stand_beside_the_folder_of_a_study(own):
    assert find_out(own) == own.parent / "reports"
    (own.parent.parent / "report.toml").touch()  # a study in which no report was made yet
    assert find_out(own) == own.parent.parent / "reports"
    (own.parent.parent / "report.toml").unlink()
    (own.parent.parent / "reports").mkdir()
    assert find_out(own) == own.parent.parent / "reports"


def test_the_command_carries_the_values_of_now(own, tmp_path):
    (own.parent / "edits.toml").write_text("")
    names = {"corpus": str(tmp_path), "n_topics": 6, "share": 1, "period": "edits.toml", "other": object()}
    command, report = build_command(read_notebook(own), names, tmp_path / "out")
    assert command[2:8] == ["-m", "workbench.cli", "run", str(own), str(tmp_path), "--out"]
    given = command[command.index("-p") :]
    assert given == [
        *("-p", "own.n_topics=6", "-p", "own.share=1.0"),
        *("-p", f"own.period={own.parent / 'edits.toml'}", "-p", "own.loud=False"),
    ]
    assert report == f"{tmp_path.name}-own"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"n_topics": "six"}, 'n_topics = "six" is not allowed'),
        ({"corpus": ""}, "no parameter 'corpus' that names its articles"),
    ],
)
def test_values_that_make_no_report_are_refused(own, names, said):
    with pytest.raises(ParameterError, match=said):
        build_command(read_notebook(own), names, Path("out"))


def test_the_demo_without_its_codes_is_refused():
    framing = next(notebook for notebook in list_notebooks() if notebook.name == "2-framing")
    with pytest.raises(ParameterError, match="always brings their hand codes"):
        build_command(framing, {"corpus": str(DEMO), "codes": ""}, Path("out"))


@pytest.mark.parametrize(
    ("code", "said", "kind", "told"),
    [
        (1, "workbench: 1-corpus failed", RunError, "1-corpus failed"),
        (2, "noise\nworkbench: There is no path.\n", ParameterError, "There is no path."),
        (3, "workbench: refused", DataError, "refused"),
        (5, "workbench: full", OutputError, "full"),
        (-9, "", StoppedError, "ended with code -9"),
        (77, "", RunError, "ended with code 77"),
    ],
)
def test_how_the_command_ended_is_the_error(code, said, kind, told):
    error = read_error(code, said)
    assert type(error) is kind
    assert told in str(error)


def test_the_link_is_that_of_the_server(tmp_path):
    page = tmp_path / "root" / "my reports" / "a.html"
    noted = {"root_dir": str(tmp_path / "root"), "base_url": "/user/ana/"}
    (tmp_path / "jpserver-7.json").write_text(json.dumps(noted))
    assert find_address(page, tmp_path, "7") == "/user/ana/files/my%20reports/a.html"
    assert find_address(tmp_path / "outside.html", tmp_path, "7") == ""
    assert find_address(page, tmp_path, "8") == ""


def test_a_page_for_the_server_carries_its_script(tmp_path):
    for run in ("one", "two"):
        (tmp_path / run / "assets").mkdir(parents=True)
        (tmp_path / run / "assets" / "plotly.min.js").write_text("draw()")
        (tmp_path / run / "own.html").write_text('<script data-plotly="assets/plotly.min.js">load()</script>')
        shown = write_alone(tmp_path / run / "own.html")
        assert shown.read_text() == '<script data-plotly="data:text/javascript;base64,ZHJhdygp">load()</script>'
    assert [path.parent.name for path in tmp_path.glob("*/own.alone.html")] == ["two"]
    (tmp_path / "one" / "own.html").write_text("no figures")
    assert write_alone(tmp_path / "one" / "own.html") == tmp_path / "one" / "own.html"


def test_a_script_is_told_what_to_call(monkeypatch):
    monkeypatch.setattr("workbench.widgets.form.report.sys", SimpleNamespace(modules={}))
    with pytest.raises(ParameterError, match=r"wb\.run_report"):
        save_report()


def test_in_a_report_nothing_is_done(monkeypatch):
    monkeypatch.setattr("workbench.widgets.form.report.sys", SimpleNamespace(modules={"ipykernel": None}))
    assert save_report() is None


# Errors in notebooks.


def test_an_error_shows_its_sentence_and_the_readers_line(tmp_path):
    import linecache

    source = "x = 1\nraise_it()\n"
    name = str(tmp_path / "ipykernel_1" / "2.py")
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    with pytest.raises(WorkbenchError) as caught:
        exec(compile(source, name, "exec"), {"raise_it": lambda: wb.read_corpus("nowhere")})
    said = "DataError: There is no file or folder 'nowhere'. Give the path of a file or folder of articles."
    assert caught.value._render_traceback_() == [said, "", "in line 2 of the cell: raise_it()"]


def test_an_error_that_was_not_raised_in_a_cell_shows_its_sentence():
    assert ParameterError("No such thing.")._render_traceback_() == ["ParameterError: No such thing."]


def test_a_value_is_read_in_the_type_of_its_parameter():
    assert read_value(Parameter("a", "bool", default=False, help=""), "yes") is True
