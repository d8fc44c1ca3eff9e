"""The command line: what is typed wrong is said in one sentence with the right exit code, and starts no kernel."""

import json
import subprocess
import sys

import pytest

from workbench.cli import main

GOOD = "The envoy met the president on 3 December 2025 and the talks went on for an hour. " * 20


@pytest.fixture
def folder(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "one.txt").write_text(f"The talks go on\n\n{GOOD}\n", encoding="utf-8")
    return articles


@pytest.fixture
def no_kernels(monkeypatch):
    """Fail the test when a kernel is asked for."""

    def refuse(*_, **__):
        pytest.fail("a kernel was started")

    monkeypatch.setattr("workbench.reports.execution.warm.Nursery.fork", refuse)
    monkeypatch.setattr("workbench.reports.build.execute_all", refuse)


def run(capsys, *arguments):
    code = main(list(arguments))
    output = capsys.readouterr()
    return code, output.out, output.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["report", "{articles}", "-p", "3-topics.n_topic=6"], 2, "n_topics"),
        (["report", "{articles}", "-p", "3-topics.n_topics=many"], 2, "whole number"),
        (["report", "{articles}", "--only", "2-frames"], 2, "2-framing"),
        (
            ["report", "{articles}", "--only", "1-corpus", "-p", "3-topics.seed=1"],
            2,
            "no notebook '3-topics' in this run",
        ),
        (["report", "{articles}s"], 2, "There is no file or folder"),
        (["report", "{articles}", "--name", "a/b"], 2, "--name"),
        (["report", ""], 2, "The path is empty"),
        (["report", "{articles}", "--out", ""], 2, "The out is empty"),
        (["report", "{articles}", "--time-limit", "nan"], 2, "--time-limit"),
        (["report", "{articles}", "--jobs", "0"], 2, "--jobs"),
        (["report", "{articles}", "--jobs", "two"], 2, "invalid int"),
        (["report", "{articles}", "--time-limit", "-1"], 2, "--time-limit"),
        (["report", "{empty}"], 3, "holds no files"),
        (["report", "{nothing}"], 3, "No article could be read"),
        (["run", "5-voices", "{articles}"], 2, "no notebook '5-voices'"),
        (["reprot"], 2, "Did you mean 'report'"),
        (["report", "--nme", "x"], 2, "--nme"),
        ([], 2, "COMMAND"),
        (["check", "{articles}s"], 2, "There is no file or folder"),
        (["check", "{nothing}"], 3, "No article could be read"),
        (["lab", "{articles}s"], 2, "There is no file or folder"),
    ],
)
@pytest.mark.usefixtures("no_kernels")
def test_wrong_use_is_said_and_runs_nothing(arguments, code, message, folder, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["workbench", *arguments])
    (tmp_path / "empty").mkdir()
    (tmp_path / "nothing").mkdir()
    (tmp_path / "nothing" / "blank.txt").write_text("")
    places = {"articles": folder, "empty": tmp_path / "empty", "nothing": tmp_path / "nothing"}
    found, _, error = run(capsys, *(argument.format(**places) for argument in arguments))
    assert found == code
    assert message in error
    assert "Traceback" not in error
    states = [json.loads(path.read_text())["state"] for path in (tmp_path / "reports").glob("*/status.json")]
    assert states == (["refused"] if code == 3 and arguments[0] == "report" else [])
    assert not list((tmp_path / "reports").glob("*/latest"))


def test_a_misspelt_path_is_pointed_to_its_neighbour(folder, capsys):
    code, _, error = run(capsys, "report", str(folder.parent / "artcles"))
    assert code == 2
    assert f"Did you mean '{folder}'" in error


def test_debug_shows_the_traceback(capsys, tmp_path):
    _, _, error = run(capsys, "check", str(tmp_path / "x"), "--debug")
    assert "Traceback" in error


def test_list_shows_every_parameter_with_its_default(capsys):
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert "-p 3-topics.n_topics=0" in out
    assert "corpus=" not in out


def test_check_tells_problems_and_what_was_set_aside(folder, capsys):
    (folder / "bad.csv").write_text("a,b\n1,2\n")
    code, out, _ = run(capsys, "check", str(folder))
    assert code == 0
    assert "articles: 1" in out
    assert "undated" in out
    assert "bad.csv" in out


def test_a_path_that_cannot_be_written_is_exit_code_5(folder, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    code, _, error = run(capsys, "report", str(folder), "--out", str(tmp_path / "file"))
    assert code == 5
    assert "--out" in error


@pytest.mark.slow
def test_one_notebook_can_be_run_and_nothing_is_run_twice(folder, tmp_path, capsys):
    arguments = ["run", "1-corpus", str(folder), "--out", str(tmp_path / "out")]
    assert run(capsys, *arguments)[0] == 0
    home = tmp_path / "out" / "articles-1-corpus"
    record = json.loads((home / "latest" / "record.json").read_text(encoding="utf-8"))
    assert [entry["name"] for entry in record["notebooks"]] == ["1-corpus"]
    code, out, _ = run(capsys, *arguments)
    assert code == 0
    assert "Nothing has changed" in out
    (folder / "two.txt").write_text(GOOD, encoding="utf-8")
    assert "Nothing has changed" not in run(capsys, *arguments)[1]


def test_the_console_script_is_there():
    done = subprocess.run(
        [sys.executable, "-m", "workbench.cli", "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
