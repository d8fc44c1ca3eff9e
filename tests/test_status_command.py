"""`workbench status`: one paragraph, and an exit code for whoever watches."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from published_runs import NAME, ended, moment, run_once

from workbench.cli import main
from workbench.reports.publishing.entry import EXIT_CODES, Entry
from workbench.reports.publishing.lock import hold_lock
from workbench.reports.publishing.page import write_matrix_index
from workbench.reports.publishing.runs import begin_run, end_run


def status(capsys, out, *arguments, name=NAME):
    try:
        code = main(["status", name, "--out", str(out), *arguments])
    except SystemExit as exit_:
        code = exit_.code
    output = capsys.readouterr()
    return code, output.out, output.err


def hours_ago(hours):
    return (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="seconds")


@pytest.mark.parametrize(("state", "code"), EXIT_CODES.items())
def test_the_code_is_that_of_the_last_run(tmp_path, capsys, state, code):
    run_once(tmp_path)
    run_once(tmp_path, state)
    found, told, error = status(capsys, tmp_path)
    assert (found, error) == (code, "")
    assert told.startswith("press: The last run, of 22 November 2026, 02:30 UTC: ")
    assert ("Cell 'count' met <no> article." in told) == bool(code)
    assert "latest/index.html" in told.replace("\\", "/")
    assert told.count("\n") == 1


def test_a_run_nobody_published(tmp_path, capsys):
    run_once(tmp_path, "refused")
    code, told, _ = status(capsys, tmp_path)
    assert code == 3
    assert "No report is published." in told


def test_no_such_report(tmp_path, capsys):
    run_once(tmp_path)
    code, told, error = status(capsys, tmp_path, name="pess")
    assert (code, told) == (2, "")
    assert "Did you mean 'press'" in error


@pytest.mark.parametrize(
    ("hours", "arguments", "code", "told"),
    [
        (1, [], 0, None),
        (1, ["--max-age-hours", "26"], 0, None),
        (30, ["--max-age-hours", "26"], 3, "30 hours ago, and one is expected every 26 hours"),
        (30, ["--max-age-hours", "31"], 0, None),
        (-0.5, ["--max-age-hours", "26"], 0, None),
        (-2000, ["--max-age-hours", "26"], 3, "the clock was wrong"),
        (-2000, [], 0, None),
    ],
)
def test_a_report_older_than_expected(tmp_path, capsys, hours, arguments, code, told):
    run_once(tmp_path)
    end_run(tmp_path / NAME, ended("later", "done", ended=hours_ago(hours)))
    found, said, _ = status(capsys, tmp_path, *arguments)
    assert found == code
    assert told is None or told in said
    assert " \n" not in said


def test_how_old_it_may_be_stands_with_the_report(tmp_path, capsys):
    home = tmp_path / NAME
    with hold_lock(home):
        begin_run(home, Entry("r", "running", None, moment()), max_age_hours=26.0)
        end_run(home, ended("r", "done", ended=hours_ago(30)))
    assert status(capsys, tmp_path)[0] == 3
    assert status(capsys, tmp_path, "--max-age-hours", "40")[0] == 0


def test_a_fault_comes_before_age(tmp_path, capsys):
    run_once(tmp_path, "failed")
    code, told, _ = status(capsys, tmp_path, "--max-age-hours", "26")
    assert code == 1
    assert "No run has been good so far" in told


@pytest.mark.parametrize(("before", "code"), [(None, 0), ("done", 0), ("failed", 1)])
def test_while_a_run_is_going_the_last_one_counts(tmp_path, capsys, before, code):
    if before:
        run_once(tmp_path, before)
    home = tmp_path / NAME
    with hold_lock(home):
        begin_run(home, Entry("2026-11-23T02-30-00Z", "running", None, moment()))
        found, told, _ = status(capsys, tmp_path)
    assert found == code
    assert "a run is going since" in told
    assert ("The last run" in told) == bool(before)
    assert status(capsys, tmp_path)[0] == 4  # its process let go without a word


@pytest.mark.parametrize("hours", ["0", "-1", "nan", "inf", "soon"])
def test_hours_that_are_none(tmp_path, capsys, hours):
    run_once(tmp_path)
    code, _, error = status(capsys, tmp_path, f"--max-age-hours={hours}")
    assert code == 2
    assert "max-age-hours" in error


def test_json_for_machines(tmp_path, capsys):
    run_once(tmp_path, "refused")
    code, told, _ = status(capsys, tmp_path, "--json", "--max-age-hours", "26")
    found = json.loads(told)
    assert (code, found["code"], found["state"], found["stale"], found["age_hours"]) == (3, 3, "refused", True, None)


def test_a_matrix_is_as_bad_as_its_worst_report(tmp_path, capsys):
    run_once(tmp_path)
    other = tmp_path / "press-b"
    entry = ended("r", "stopped", reason="Too long.")
    with hold_lock(other):
        end_run(other, entry)
    write_matrix_index(tmp_path, "all", {NAME: ended("q", "done"), "press-b": entry})
    code, told, _ = status(capsys, tmp_path, name="all")
    assert code == 4
    assert "press: The last run" in told
    assert "press-b: The last run" in told
    assert [row["code"] for row in json.loads(status(capsys, tmp_path, "--json", name="all")[1])] == [0, 4]
    assert "Did you mean 'all'" in status(capsys, tmp_path, name="al")[2]
