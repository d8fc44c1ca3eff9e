"""Runs written down: an entry, the history, the status, and what a reader is told of a run."""

import os
import re

import pytest
from published_runs import (
    NAME,
    ended,
    moment,
    run_once,
    states,
)

from workbench.errors import OutputError, ParameterError
from workbench.reports.publishing.entry import EXIT_CODES, Entry, read_row, say_time, time_of, write_row
from workbench.reports.publishing.files import write_whole
from workbench.reports.publishing.history import add_to_history, list_runs, read_history
from workbench.reports.publishing.lock import hold_lock
from workbench.reports.publishing.runs import begin_run, end_run
from workbench.reports.publishing.status import load_status, read_status


@pytest.mark.parametrize("state", EXIT_CODES)
def test_an_entry_comes_back_as_it_was_written(tmp_path, state):
    entry = ended("2026-11-22T02-30-00Z", state, articles=3, new=0, gate=("Too old.",), reason="Too old.")
    add_to_history(tmp_path, entry)
    assert read_history(tmp_path) == [entry]


def test_a_reason_is_one_line_and_short(tmp_path):
    add_to_history(tmp_path, ended("r", "failed", reason="first\nsecond\r\n" + "x" * 5000))
    (entry,) = read_history(tmp_path)
    assert entry.reason.startswith("first second xxx")
    assert len(entry.reason) == 600


def test_a_run_is_in_the_history_once(tmp_path):
    for state in ("stopped", "done"):
        add_to_history(tmp_path, ended("r", state))
    assert states_of(tmp_path) == ["stopped"]


@pytest.mark.parametrize(
    "damage", ['{"run": "b", "sta', "[]", "null", '{"state": "done"}', '{"state": "odd"}', "\x00\x00"]
)
def test_a_damaged_line_costs_itself_only_and_stays(tmp_path, damage):
    add_to_history(tmp_path, ended("a", "done"))
    with (tmp_path / "history.jsonl").open("a") as file:
        file.write(damage)
    assert [entry.run for entry in read_history(tmp_path)] == ["a"]
    add_to_history(tmp_path, ended("c", "failed"))
    assert [entry.run for entry in read_history(tmp_path)] == ["a", "c"]
    assert damage in (tmp_path / "history.jsonl").read_text()


def test_the_history_has_an_end(tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.reports.publishing.history.KEPT", 3)
    for run in "abcde":
        add_to_history(tmp_path, ended(run, "done"))
    assert [entry.run for entry in read_history(tmp_path)] == ["c", "d", "e"]


def test_names_of_runs_are_found_without_reading_the_lines(tmp_path):
    for run in "ab":
        add_to_history(tmp_path, ended(run, "failed", reason='{"run": "c"}\n{"run": "d"}', gate=('"run": "e"',)))
    assert list_runs(tmp_path) == [entry.run for entry in read_history(tmp_path)] == ["a", "b"]
    assert [entry.run for entry in read_history(tmp_path, last=1)] == ["b"]


def test_unknown_keys_of_a_later_version_are_passed_over():
    assert read_row(write_row(ended("r", "done")) | {"mood": "good"}).run == "r"


@pytest.mark.parametrize("run", ["2026-11-22T21-38-32Z", "2026-11-22T21-38-32Z-7"])
def test_the_name_of_a_run_says_when_it_began(run):
    assert say_time(time_of(run)) == "22 November 2026, 21:38 UTC"


def test_what_is_no_time_is_shown_as_it_is():
    assert say_time("yesterday") == "yesterday"


def test_status_tells_the_run_and_what_went_before(tmp_path):
    first = run_once(tmp_path)
    second = run_once(tmp_path, "refused")
    status = read_status(tmp_path, NAME)
    assert (status["state"], status["run"], status["exit_code"]) == ("refused", second, 3)
    assert (status["latest"], status["last_good"]["run"], status["previous"]["run"]) == (first, first, first)
    assert status["process"] is None
    assert status["schema"] == 1


def test_every_key_of_the_status_is_in_its_documentation(tmp_path):
    from conftest import ROOT

    run_once(tmp_path)
    told = set(
        re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "report-status.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert told >= set(read_status(tmp_path, NAME))


def test_status_while_a_run_is_going(tmp_path):
    run_once(tmp_path, "failed")
    home = tmp_path / NAME
    with hold_lock(home):
        begin_run(home, Entry("2026-11-23T02-30-00Z", "running", None, moment()), max_age_hours=26.0)
        status = read_status(tmp_path, NAME)
        assert (status["state"], status["exit_code"], status["previous"]["state"]) == ("running", None, "failed")
        assert status["process"]["pid"] == os.getpid()
        assert "had not ended when this page was written" in (home / "index.html").read_text()
        end_run(home, ended("2026-11-23T02-30-00Z", "done"))
    assert read_status(tmp_path, NAME)["max_age_hours"] == 26.0


def test_a_run_that_says_running_without_a_process_is_told_as_stopped(tmp_path):
    home = tmp_path / NAME
    with hold_lock(home):
        begin_run(home, Entry("2026-11-23T02-30-00Z", "running", None, moment()))
    status = read_status(tmp_path, NAME)
    assert (status["state"], status["exit_code"], status["process"]) == ("stopped", 4, None)
    assert load_status(home)["state"] == "running"  # a reader writes nothing


def test_a_report_nobody_made_is_pointed_to_its_neighbour(tmp_path):
    run_once(tmp_path)
    with pytest.raises(ParameterError, match="Did you mean 'press'"):
        read_status(tmp_path, "pres")
    with pytest.raises(ParameterError, match="No report has been made"):
        read_status(tmp_path / "none", NAME)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"state": "odd"}', "\xff"])
def test_a_status_of_somebody_else_is_none_of_ours(tmp_path, content):
    run_once(tmp_path)
    (tmp_path / NAME / "status.json").write_text(content, encoding="latin-1")
    with pytest.raises(ParameterError):
        read_status(tmp_path, NAME)
    run_once(tmp_path)
    assert read_status(tmp_path, NAME)["state"] == "done"


def test_a_run_ends_once(tmp_path):
    home = tmp_path / NAME
    run_once(tmp_path)
    for state in ("failed", "done"):
        end_run(home, ended("2026-11-23T02-30-00Z", state))
    status = read_status(tmp_path, NAME)
    assert (status["state"], status["previous"]["state"]) == ("failed", "done")
    assert states(tmp_path) == ["done", "failed"]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    target = write_whole(tmp_path / "state", "old")

    def refuse(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


def test_a_home_that_cannot_be_written_is_said(tmp_path):
    home = tmp_path / NAME
    home.write_text("a file")
    with pytest.raises(OutputError, match="cannot be written"), hold_lock(home):
        pass


def states_of(home):
    return [entry.state for entry in read_history(home)]
