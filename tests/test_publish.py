"""Publishing: one rename, `latest` always whole, evidence apart."""

import json
import os
from datetime import datetime

import pytest

from workbench.errors import OutputError, ParameterError
from workbench.reports.publishing.entry import Entry
from workbench.reports.publishing.history import add_to_history
from workbench.reports.publishing.publish import check_name, discard, find_latest, keep_evidence, open_staging, publish


@pytest.mark.parametrize("name", ["demo", "night-2026", "a.b", "Málaga", "x" * 80, "2026"])
def test_names_that_can_be_folders(name):
    assert check_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "..", ".hidden", "a/b", "a\\b", "latest", "failed", "x" * 81, "a b", "a\nb", "-x"]
)
def test_names_that_cannot(name):
    with pytest.raises(ParameterError, match="--name"):
        check_name(name)


def make(out, state):
    staging, run = open_staging(out, "demo")
    (staging / "record.json").write_text(json.dumps({"run": run, "state": state}))
    return staging, run


def test_a_run_is_hidden_until_it_is_published(tmp_path):
    staging, run = make(tmp_path, "first")
    assert staging.name.startswith(".")
    assert not (tmp_path / "demo" / "latest").exists()
    folder = publish(staging, run)
    assert not staging.exists()
    assert (tmp_path / "demo" / "latest").resolve() == folder.resolve()
    assert find_latest(tmp_path, "demo")[1]["state"] == "first"


def test_the_newest_run_is_the_latest_and_older_ones_stay(tmp_path):
    first = publish(*make(tmp_path, "first"))
    second = publish(*make(tmp_path, "second"))
    assert first.exists()
    assert first != second
    assert find_latest(tmp_path, "demo")[1]["state"] == "second"


def test_a_failed_run_leaves_latest_alone(tmp_path):
    publish(*make(tmp_path, "good"))
    evidence = keep_evidence(*make(tmp_path, "bad"))
    assert evidence.parent.name == "failed"
    assert (evidence / "record.json").exists()
    assert find_latest(tmp_path, "demo")[1]["state"] == "good"


def test_a_discarded_first_run_leaves_nothing(tmp_path):
    discard(make(tmp_path, "none")[0])
    assert list(tmp_path.iterdir()) == []


def test_two_runs_in_one_second_have_two_folders(tmp_path):
    names = {make(tmp_path, str(number))[0] for number in range(5)}
    assert len(names) == 5


def test_a_name_of_a_run_is_given_once(tmp_path, monkeypatch):
    """Runs that left no folder, and a clock set back: the history knows their names."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2026, 11, 22, 2, 30, tzinfo=tz)

    monkeypatch.setattr("workbench.reports.publishing.publish.datetime", Clock)
    names = []
    for _ in range(3):
        staging, run = make(tmp_path, "unchanged")
        discard(staging)
        (tmp_path / "demo").mkdir(exist_ok=True)
        add_to_history(tmp_path / "demo", Entry(run, "unchanged", 0, ""))
        names.append(run)
    (tmp_path / "demo" / "failed" / "2026-11-22T02-30-00Z-4").mkdir(parents=True)
    assert [*names, make(tmp_path, "next")[1]] == [
        "2026-11-22T02-30-00Z",
        "2026-11-22T02-30-00Z-2",
        "2026-11-22T02-30-00Z-3",
        "2026-11-22T02-30-00Z-5",
    ]


def test_what_latest_cannot_lead_to_is_no_report(tmp_path, monkeypatch):
    good = publish(*make(tmp_path, "good"))

    def refuse(*_):
        raise OSError(30, "Read-only file system")

    staging, run = make(tmp_path, "next")
    monkeypatch.setattr("workbench.reports.publishing.publish.point_latest", refuse)
    with pytest.raises(OutputError, match="Read-only"):
        publish(staging, run)
    assert staging.exists()
    assert not (tmp_path / "demo" / run).exists()
    assert find_latest(tmp_path, "demo")[0] == good.resolve()


@pytest.mark.parametrize("target", ["gone", "", "."])
def test_a_link_that_leads_nowhere_is_no_report(tmp_path, target):
    (tmp_path / "demo" / "latest").mkdir(parents=True)
    (tmp_path / "demo" / "latest" / "target.txt").write_text(target)
    assert find_latest(tmp_path, "demo") is None


def test_where_links_are_not_allowed_a_page_leads_there(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError("links are not allowed")

    monkeypatch.setattr("pathlib.Path.symlink_to", refuse)
    for state in ("first", "second"):
        folder = publish(*make(tmp_path, state))
    page = (tmp_path / "demo" / "latest" / "index.html").read_text()
    assert f"../{folder.name}/index.html" in page
    assert find_latest(tmp_path, "demo")[1]["state"] == "second"


def test_nothing_published_yet(tmp_path):
    assert find_latest(tmp_path, "demo") is None


@pytest.mark.skipif(os.name == "nt", reason="a file in place of the folder is refused otherwise there")
def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="--out"):
        open_staging(tmp_path / "file", "demo")
