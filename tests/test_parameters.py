"""Parameters: the cell is the declaration; what is typed is checked before anything runs."""

import nbformat
import pytest

from workbench.errors import DataError, ParameterError
from workbench.reports.declaration import Parameter
from workbench.reports.notebooks import (
    check_values,
    list_notebooks,
    load_notebooks,
    name_notebook,
    read_notebook,
    set_corpus,
)
from workbench.reports.parameters import check_parameters, convert


@pytest.fixture(scope="module")
def notebooks():
    return list_notebooks()


def write_notebook(folder, source, name="9-test"):
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})
    path = folder / f"{name}.ipynb"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A title"), cell])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return path


def test_a_parameter_is_read_with_type_default_and_help(tmp_path):
    found = read_notebook(
        write_notebook(tmp_path, "rate: float = 2  # share of it\nname: str = 'a b'\nloud: bool = True")
    )
    assert found.title == "A title"
    assert found.parameters["rate"] == Parameter("rate", "float", 2.0, "share of it")
    assert found.parameters["name"].default == "a b"
    assert found.parameters["loud"].default is True


@pytest.mark.parametrize("source", ["n = 3", "n: int = len('abc')", "n: list = [1]", "n: int = 'many'"])
def test_a_parameter_that_is_no_annotated_literal_is_an_error(tmp_path, source):
    with pytest.raises(DataError, match="type = default"):
        read_notebook(write_notebook(tmp_path, source))


def test_a_file_that_is_no_notebook_is_an_error(tmp_path):
    (tmp_path / "x.ipynb").write_text("not json")
    with pytest.raises(DataError, match="cannot be read"):
        read_notebook(tmp_path / "x.ipynb")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["3-topics.n_topics=6"], {"n_topics": 6}),
        (["3-topics.n_topics = 6"], {"n_topics": 6}),
        (["3-topics.group=a=b"], {"group": "a=b"}),
        (["3-topics.group=007"], {"group": "007"}),
        ([], {}),
    ],
)
def test_values_are_converted_to_the_declared_type(notebooks, given, expected):
    given = [text.replace(" = ", "=") for text in given]
    assert check_parameters(notebooks, given)["3-topics"] == expected


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("3-topics.n_topic=6", "Did you mean 'n_topics'"),
        ("3-topics.n_topics=many", "whole number"),
        ("3-topics.n_topics=6.5", "whole number"),
        ("3-topics.n_topics=", "whole number"),
        ("3-topic.n_topics=6", "Did you mean '3-topics'"),
        ("n_topics=6", "NOTEBOOK.NAME=VALUE"),
        ("3-topics.n_topics", "NOTEBOOK.NAME=VALUE"),
        ("3-topics.corpus=elsewhere", "no parameter 'corpus'"),
        ("3-topics.__import__('os')=1", "no parameter"),
        ("=", "NOTEBOOK.NAME=VALUE"),
    ],
)
def test_what_is_wrong_is_named_with_the_nearest_right_word(notebooks, given, message):
    with pytest.raises(ParameterError, match=message.replace("(", r"\(")):
        check_parameters(notebooks, [given])


def test_one_value_given_twice_is_an_error(notebooks):
    with pytest.raises(ParameterError, match="twice"):
        check_parameters(notebooks, ["3-topics.seed=1", "3-topics.seed=2"])


@pytest.mark.parametrize(("text", "value"), [("true", True), ("No", False), ("1", None), ("", None)])
def test_truth_values(text, value):
    parameter = Parameter("loud", "bool", default=False, help="")
    if value is None:
        with pytest.raises(ParameterError, match="true or false"):
            convert(parameter, text, shown="-p")
    else:
        assert convert(parameter, text, shown="-p") is value


def test_a_path_is_meant_from_where_it_was_typed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "codes.toml").write_text("")
    parameter = Parameter("codebook", "str", default="negotiation", help="")
    assert convert(parameter, "own/codes.toml", shown="-p") == str(tmp_path / "own" / "codes.toml")
    assert convert(parameter, "generic", shown="-p") == "generic"
    assert convert(parameter, "no/such.toml", shown="-p") == "no/such.toml"


def test_notebooks_are_found_by_name_and_by_path_in_the_order_given(tmp_path):
    own = write_notebook(tmp_path, "loud: bool = True", name="voices")
    assert [item.name for item in load_notebooks(["4-timeline", str(own), "1-corpus"])] == [
        "4-timeline",
        "voices",
        "1-corpus",
    ]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("2-frames", "Did you mean '2-framing'"),
        ("own/voices.ipynb", "Check the path"),
        ("own/1-corpus.ipynb", "named without ending: '1-corpus'"),
        ("own/voices.py", "no .ipynb file"),
        ("own/voices", "no .ipynb file"),
        ("my voices.ipynb", "cannot name a page"),
        ("a.b.ipynb", "cannot name a page"),
        ("../index.ipynb", "cannot name a page"),
        ("Methods.ipynb", "cannot name a page"),
        ("CON.ipynb", "cannot name a page"),
        ("-x.ipynb", "cannot name a page"),
        (f"{'n' * 90}.ipynb", "cannot name a page"),
    ],
)
def test_a_notebook_that_is_none_is_named(wanted, message):
    with pytest.raises(ParameterError, match=message):
        load_notebooks([wanted])


def test_a_notebooks_name_may_have_any_letters():
    assert name_notebook("own/Überblick_2.ipynb") == "Überblick_2"


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}, "'r'"),
        ({"kernelspec": {"name": "julia-1.10", "display_name": "Julia"}}, "'julia-1.10'"),
        ({"language_info": {"name": "scala"}}, "'scala'"),
        ({"kernelspec": {"name": "mine", "display_name": "Mine", "language": "python"}}, None),
        ({"kernelspec": {"name": "conda-env-x-py", "display_name": "x"}}, None),
        ({}, None),
    ],
)
def test_a_notebook_in_another_language_is_refused(tmp_path, metadata, language):
    path = tmp_path / "voices.ipynb"
    nbformat.write(nbformat.v4.new_notebook(metadata=metadata, cells=[nbformat.v4.new_markdown_cell("# T")]), path)
    if language is None:
        assert read_notebook(path).title == "T"
    else:
        with pytest.raises(ParameterError, match=f"{language}.*in Python"):
            read_notebook(path)


def test_a_notebook_that_states_no_kernel_is_read(tmp_path):
    path = write_notebook(tmp_path, "loud: bool = True")
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.clear()
    nbformat.write(notebook, path)
    assert list(read_notebook(path).parameters) == ["loud"]


DECLARED = "n: int = 1\nrate: float = 0.5\nname: str = 'a'\nloud: bool = True\ncorpus: str = ''"


@pytest.mark.parametrize(
    ("name", "value"),
    [("n", 6), ("n", -1), ("n", 10**30), ("rate", 0.25), ("rate", 2), ("name", ""), ("name", "ü\n"), ("loud", False)],
)
def test_typed_values_are_held_against_the_declared_types(tmp_path, name, value):
    notebook = read_notebook(write_notebook(tmp_path, DECLARED))
    found = check_values([notebook], {"9-test": {name: value}})["9-test"]
    assert found == {name: value}
    assert isinstance(found[name], float) == (name == "rate")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("n", "6", 'n = "6" is not allowed: it takes a whole number'),
        ("n", True, "n = true is not allowed"),
        ("n", 6.0, "whole number"),
        ("rate", True, "it takes a number"),
        ("rate", float("nan"), "it takes a number"),
        ("rate", float("inf"), "it takes a number"),
        ("rate", 10**400, "it takes a number"),
        ("rate", "0.5", "it takes a number"),
        ("name", 5, "text in quotes"),
        ("loud", 1, "true or false"),
        ("loud", "true", "true or false"),
        ("nme", "x", "Did you mean 'name'"),
        ("corpus", "elsewhere", "no parameter 'corpus'"),
    ],
)
def test_a_typed_value_of_another_type_is_refused(tmp_path, name, value, message):
    notebook = read_notebook(write_notebook(tmp_path, DECLARED))
    with pytest.raises(ParameterError, match=message):
        check_values([notebook], {"9-test": {name: value}})


def test_values_for_a_notebook_that_is_not_run_are_refused(notebooks):
    assert check_values(notebooks, {})["3-topics"] == {}
    with pytest.raises(ParameterError, match="Did you mean '3-topics'"):
        check_values(notebooks, {"3-topic": {}})


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e999"])
def test_what_cannot_be_written_down_is_no_number(value):
    with pytest.raises(ParameterError, match="takes a number"):
        convert(Parameter("rate", "float", 0.5, ""), value, shown="-p")


def test_notebooks_for_the_lab_are_copies_on_the_readers_own_articles(tmp_path):
    articles = tmp_path / 'my "own" articles'
    articles.mkdir()
    from workbench.reports.notebooks import notebooks_folder

    target = set_corpus(notebooks_folder(), articles, tmp_path / "lab")
    copied = list_notebooks(target)
    assert {notebook.parameters["corpus"].default for notebook in copied} == {str(articles)}
    (target / "1-corpus.ipynb").write_text("mine")
    set_corpus(notebooks_folder(), articles, target)
    assert (target / "1-corpus.ipynb").read_text() == "mine"
