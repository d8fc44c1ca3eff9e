"""Parameters: the cell is the declaration; what is typed is checked before anything runs."""

import nbformat
import pytest

from workbench.errors import DataError, ParameterError
from workbench.reports.notebooks import (
    Parameter,
    check_parameters,
    choose_notebooks,
    convert,
    list_notebooks,
    read_notebook,
    set_corpus,
)


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


def test_notebooks_are_chosen_by_name(notebooks):
    assert [item.name for item in choose_notebooks(notebooks, ["4-timeline", "1-corpus"])] == ["1-corpus", "4-timeline"]
    assert len(choose_notebooks(notebooks, [])) == 4
    with pytest.raises(ParameterError, match="Did you mean '2-framing'"):
        choose_notebooks(notebooks, ["2-frames"])


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
