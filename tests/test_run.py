"""A whole report: what is published, what a failure leaves, what bad input costs."""

import json
import os
import subprocess
import sys
import time
from dataclasses import fields

import nbformat
import pandas as pd
import pytest

from workbench import DataError, ParameterError, RunError, StoppedError, run_report
from workbench.reports import notebooks as library
from workbench.reports.execution.warm import Nursery, can_fork
from workbench.reports.record import NotebookRun, Record

pytestmark = pytest.mark.slow

GOOD = {
    "title": "Talks",
    "text": "The envoy met the president on 3 December 2025, and the talks on sanctions went on. " * 12,
}


def test_a_report_has_all_its_parts(demo_report):
    folder = demo_report.folder
    for part in ("index.html", "methods.html", "record.json", "assets/plotly.min.js", "papers/tables.tex"):
        assert (folder / part).is_file(), part
    names = [notebook.name for notebook in library.list_notebooks()]
    for name in names:
        assert (folder / f"{name}.html").is_file()
        executed = nbformat.read(folder / "notebooks" / f"{name}.ipynb", as_version=4)
        assert any(cell.get("outputs") for cell in executed.cells)
    assert list(folder.glob("**/plotly*.js")) == [folder / "assets" / "plotly.min.js"]
    assert not list(folder.parent.glob(".*.partial"))
    assert (folder.parent / "latest").resolve() == folder.resolve()


def test_every_shown_table_is_there_as_csv_and_parquet(demo_report):
    tables = sorted((demo_report.folder / "tables").glob("*.csv"))
    assert {"shares", "sentences", "contrast", "topics", "dates", "problems"} <= {path.stem for path in tables}
    for path in tables:
        assert len(pd.read_parquet(path.with_suffix(".parquet"))) == len(pd.read_csv(path)), path.name
        assert b"\r\n" not in path.read_bytes()


def test_the_record_says_what_was_done(demo_report):
    record = json.loads((demo_report.folder / "record.json").read_text(encoding="utf-8"))
    assert set(record) == {field.name for field in fields(Record)}
    assert set(record["notebooks"][0]) == {field.name for field in fields(NotebookRun)}
    assert record["state"] == "done"
    assert {entry["state"] for entry in record["notebooks"]} == {"done"}
    assert record["counts"]["articles"] == 27
    assert record["counts"]["undated"] == 4
    assert all(len(entry["sha256"]) == 64 for entry in record["files"])
    assert str(demo_report.folder) not in json.dumps(record)


def test_the_same_input_gives_the_same_bytes(demo_report, tmp_path):
    from conftest import DEMO

    again = run_report(DEMO, out=tmp_path, jobs=1)
    assert again.record["fingerprint"] == demo_report.record["fingerprint"]
    paths = sorted(path for path in (demo_report.folder / "tables").rglob("*") if path.is_file())
    assert {"events.csv", "events.ics"} <= {path.name for path in paths}
    for path in paths:
        assert path.read_bytes() == (again.folder / path.relative_to(demo_report.folder)).read_bytes(), path.name


def test_bad_files_cost_only_themselves(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "empty.txt").write_bytes(b"")
    (articles / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    with (articles / "line.txt").open("wb") as handle:
        handle.write(b"x " * 26_214_400)
    (articles / "no-text.csv").write_text("a,b\n1,2\n")
    (articles / "lines.jsonl").write_text("{broken\n" + json.dumps(GOOD) + "\n")
    report = run_report(articles, out=tmp_path / "out")
    rejected = pd.read_csv(report.folder / "tables" / "rejected.csv")
    assert report.record["counts"]["articles"] == 1
    assert sorted(rejected["source_file"]) == ["binary.txt", "empty.txt", "line.txt", "lines.jsonl", "no-text.csv"]
    assert rejected["reason"].str.len().min() > 10
    index = report.index.read_text(encoding="utf-8")
    assert all(name in index for name in rejected["source_file"])


def test_no_good_article_is_refused(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "empty.txt").write_bytes(b"")
    with pytest.raises(DataError, match="No article could be read"):
        run_report(tmp_path / "articles", out=tmp_path / "out")
    home = tmp_path / "out" / "articles"
    assert json.loads((home / "status.json").read_text())["state"] == "refused"
    assert not (home / "latest").exists()


@pytest.fixture
def own_notebooks(tmp_path, monkeypatch):
    """A folder of notebooks in place of the shipped ones; returns a function that adds one."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.setattr(library, "notebooks_folder", lambda: folder)

    def add(name, *sources):
        cells = [nbformat.v4.new_markdown_cell(f"# {name}"), nbformat.v4.new_code_cell('corpus: str = "x"  # articles')]
        cells[1].metadata["tags"] = ["parameters"]
        cells += [nbformat.v4.new_code_cell(source, id=f"step-{number}") for number, source in enumerate(sources)]
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, folder / f"{name}.ipynb")

    return add


@pytest.fixture
def articles(tmp_path):
    path = tmp_path / "articles"
    path.mkdir()
    (path / "one.jsonl").write_text(json.dumps(GOOD) + "\n")
    return path


def test_a_failing_notebook_is_named_and_nothing_is_published(own_notebooks, articles, tmp_path):
    own_notebooks("1-good", "1 + 1")
    own_notebooks("2-bad", "x = 1", "raise ValueError('first line\\nthe last line')", "y = 2")
    with pytest.raises(RunError) as caught:
        run_report(articles, out=tmp_path / "out")
    assert "2-bad failed in cell 'step-1': ValueError: the last line" in str(caught.value)
    home = tmp_path / "out" / "articles"
    assert not (home / "latest").exists()
    evidence = next((home / "failed").iterdir())
    states = {run["name"]: run["state"] for run in json.loads((evidence / "record.json").read_text())["notebooks"]}
    assert states == {"1-good": "done", "2-bad": "failed"}
    assert "the last line" in (evidence / "notebooks" / "2-bad.ipynb").read_text()
    assert not (evidence / "index.html").exists()


def test_a_failure_leaves_the_last_good_report(own_notebooks, articles, tmp_path):
    own_notebooks("1-good", "1 + 1")
    good = run_report(articles, out=tmp_path / "out")
    own_notebooks("1-good", "1 / 0")
    with pytest.raises(RunError):
        run_report(articles, out=tmp_path / "out")
    assert (tmp_path / "out" / "articles" / "latest").resolve() == good.folder.resolve()


def test_a_kernel_that_is_killed_stops_the_run_with_its_cause(own_notebooks, articles, tmp_path):
    own_notebooks("1-killed", "import os, signal", "os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(StoppedError, match=r"1-killed stopped in cell 'step-1': The kernel died"):
        run_report(articles, out=tmp_path / "out")


def test_a_stuck_cell_meets_the_time_limit(own_notebooks, articles, tmp_path):
    own_notebooks("1-stuck", "import time", "time.sleep(600)")
    with pytest.raises(StoppedError, match=r"1-stuck stopped in cell 'step-1': The time limit"):
        run_report(articles, out=tmp_path / "out", time_limit=12)


@pytest.mark.skipif(not can_fork(), reason="kernels are not forked on this system")
def test_kernels_can_be_started_afresh_where_they_cannot_be_forked(own_notebooks, articles, tmp_path, monkeypatch):
    own_notebooks("1-good", "import pandas", "pandas.DataFrame({'a': [1]})")
    monkeypatch.setattr("workbench.reports.execution.warm.can_fork", lambda: False)
    report = run_report(articles, out=tmp_path / "out")
    assert report.record["kernels"] == "started"


@pytest.mark.skipif(not can_fork(), reason="kernels are not forked on this system")
def test_no_process_outlives_the_nursery(tmp_path):
    nursery = Nursery(tmp_path / "log")
    connection = tmp_path / "kernel.json"
    pid = nursery.fork(["-f", str(connection)], cwd=str(tmp_path), env={})
    os.kill(pid, 0)
    nursery.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_an_edited_codebook_is_a_change(articles, tmp_path):
    codebook = tmp_path / "own.toml"
    text = 'name = "own"\nversion = "1"\ndescription = "own"\nunit = "article"\n'
    text += '[[frames]]\nframe = "talks"\nlabel = "Talks"\ndefinition = "Talks."\nsource = "own"\n'
    text += '[frames.patterns]\nen = ["{}"]\n'
    codebook.write_text(text.format("talks"))
    given = {"out": tmp_path / "out", "only": ["2-framing"], "parameters": [f"2-framing.codebook={codebook}"]}
    first = run_report(articles, **given)
    assert run_report(articles, **given).unchanged
    codebook.write_text(text.format("elephant*"))
    second = run_report(articles, **given)
    assert not second.unchanged
    shares = [pd.read_csv(report.folder / "tables" / "shares.csv")["raw"].tolist() for report in (first, second)]
    assert shares == [[1.0], [0.0]]


def test_a_value_only_the_notebook_can_refuse_is_wrong_use_too(articles, tmp_path):
    with pytest.raises(ParameterError, match="Did you mean 'author'"):
        run_report(articles, out=tmp_path / "out", only=["2-framing"], parameters=["2-framing.group=autor"])


def test_a_folder_that_holds_its_own_reports_counts_the_same_every_time(tmp_path):
    (tmp_path / "one.jsonl").write_text(json.dumps(GOOD) + "\n")
    counts = [
        run_report(tmp_path, name="own", out=tmp_path / "reports", only=["1-corpus"], force=True).record["counts"][
            "articles"
        ]
        for _ in range(2)
    ]
    assert counts == [1, 1]


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_a_terminated_run_says_so_and_leaves_nothing(tmp_path):
    command = [sys.executable, "-m", "workbench.cli", "report", "--out", str(tmp_path / "out")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        while not list(tmp_path.glob("out/demo/.*.partial/corpus")):
            time.sleep(0.1)
        process.terminate()
        error = process.communicate(timeout=60)[1]
    assert process.returncode == 4
    assert "Stopped by signal" in error
    assert not list(tmp_path.glob("out/demo/.*.partial"))
    assert not (tmp_path / "out" / "demo" / "latest").exists()
