"""Runs that are killed, disturbed, or find no room: what a reader finds is whole and true after any of it."""

import json
import os
import random
import signal
import subprocess
import threading
import time
from contextlib import suppress

import pytest
from published_runs import (
    FINISHED,
    NAME,
    PAGES,
    build,
    ended,
    finish,
    in_child,
    killed_at,
    latest,
    left_over,
    look,
    moment,
    run_once,
    states,
)

from workbench.errors import OutputError, StoppedError
from workbench.reports.publishing.entry import Entry
from workbench.reports.publishing.lock import hold_lock
from workbench.reports.publishing.publish import open_staging
from workbench.reports.publishing.runs import RESERVED, begin_run, end_run, settle_abandoned
from workbench.reports.publishing.status import read_status

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch):
    """What was written outlives kill -9 without fsync, which guards against power cuts; here it only takes time."""
    monkeypatch.setattr("os.fsync", lambda _: None)


@forks
@pytest.mark.parametrize("state", ["done", "failed", "unchanged"])
def test_killed_before_any_step_nothing_is_torn_lost_or_called_done(tmp_path, state):
    """kill -9 before every single step on the disk, and a reader and the next run after each."""
    step, code = 0, -signal.SIGKILL
    seen = set()
    while code == -signal.SIGKILL:
        step += 1
        out = tmp_path / str(step)
        good = run_once(out, keep=1)
        code = killed_at(step, out / NAME, lambda out=out: run_once(out, state, keep=1))
        status = look(out)
        seen.add(status["state"])
        assert status["state"] != "running"
        known = latest(out)
        whole = (out / NAME / known / "index.html").read_text()
        assert known in whole
        assert known == good or json.loads((out / NAME / known / "record.json").read_text())["state"] == "done"
        if status["run"] != good and status["state"] == "done":
            assert (out / NAME / status["run"] / "index.html").exists()  # never a false "done"
        final = run_once(out)
        assert latest(out) == final
        assert left_over(out) == []
        told = states(out)
        assert told[0] == told[-1] == "done"
        assert set(told) <= {"done", state, "stopped"}
        assert (len(told) == 2) <= (status["run"] == good)  # what a reader was told of is recorded
        look(out)
    assert code == FINISHED
    assert step > 40
    assert seen == {"done", state, "stopped"}


@forks
def test_killed_while_what_is_abandoned_is_settled(tmp_path):
    step, code = 0, -signal.SIGKILL
    while code == -signal.SIGKILL:
        step += 1
        out = tmp_path / str(step)
        home = out / NAME
        run_once(out)
        with hold_lock(home):
            staging, run = open_staging(out, NAME)
            begin_run(home, Entry(run, "running", None, moment()))
            build(staging, run)
            other, orphan = open_staging(out, NAME)  # killed before it could say that it runs
            (other / "half").touch()

        def settle(home=home):
            with hold_lock(home):
                settle_abandoned(home)

        code = killed_at(step, home, settle)
        assert look(out)["state"] == "stopped"
        settle()
        assert states(out) == ["done", "stopped", "stopped"]
        assert {path.name for path in (home / "failed").iterdir()} == {run, orphan}
        assert left_over(out) == []
    assert code == FINISHED
    assert step > 10


@forks
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_while_it_ends_a_run_ends_as_it_did(tmp_path, number):
    """What the command line makes of a signal must not call a published run stopped, nor leave half a file."""

    def stop(*_):
        raise StoppedError("stopped by a signal")

    step, code = 0, 0
    while code != FINISHED:
        step += 1
        out = tmp_path / str(step)
        home = out / NAME

        def work(out=out, home=home):
            signal.signal(number, stop)
            with hold_lock(home):
                staging, run = open_staging(out, NAME)
                build(staging, run)
                finish(staging, run, "done")
                end_run(home, ended(run, "stopped"))  # as a driver would that heard of the signal too late

        staging_steps = 3 + len(PAGES) + 1
        code = killed_at(step + staging_steps, home, work, number)
        if code in {0, FINISHED}:
            status = look(out)
            assert (status["state"], status["run"]) == ("done", latest(out))
            assert states(out) == ["done"]
            assert left_over(out) == []
    assert step > 10


def test_parts_of_a_run_that_is_written_down_are_moved_and_not_told_again(tmp_path):
    home = tmp_path / NAME
    with hold_lock(home):
        staging, run = open_staging(tmp_path, NAME)
        build(staging, run)
        end_run(home, ended(run, "unwritable"))  # its evidence could not be moved
        assert settle_abandoned(home) == []
    assert states(tmp_path) == ["unwritable"]
    assert read_status(tmp_path, NAME)["state"] == "unwritable"
    assert (home / "failed" / run / "index.html").exists()


@forks
def test_a_reader_who_looks_all_the_time_never_sees_half_a_thing(tmp_path):
    run_once(tmp_path)

    def write():
        for number in range(40):
            run_once(tmp_path, ("done", "failed", "unchanged", "refused")[number % 4])

    codes, looks = [], 0
    writer = threading.Thread(target=lambda: codes.append(in_child(write)))
    writer.start()
    while writer.is_alive():
        assert look(tmp_path)["state"] in {"running", "done", "failed", "unchanged", "refused"}  # never "stopped"
        looks += 1
    assert codes == [0]
    assert looks > 20
    assert len(states(tmp_path)) == 41


@forks
def test_killed_twenty_times_at_any_moment(tmp_path):
    run_once(tmp_path)
    chance = random.Random(7)
    for _ in range(20):
        writer = os.fork()
        if writer == 0:
            try:
                while True:
                    run_once(tmp_path, chance.choice(["done", "failed", "unchanged"]), keep=3)
            finally:
                os._exit(1)
        time.sleep(chance.uniform(0.005, 0.08))
        os.kill(writer, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(writer, 0)[1]) == -signal.SIGKILL
        assert look(tmp_path)["state"] in {"done", "failed", "unchanged", "stopped"}
    run_once(tmp_path)
    assert look(tmp_path)["state"] == "done"
    assert left_over(tmp_path) == []


@forks
def test_published_but_not_yet_latest_is_finished_by_the_next(tmp_path):
    home = tmp_path / NAME
    run_once(tmp_path)
    with hold_lock(home):
        staging, run = open_staging(tmp_path, NAME)
        begin_run(home, Entry(run, "running", None, moment()))
        build(staging, run)
        staging.rename(home / run)
    assert read_status(tmp_path, NAME)["state"] == "done"
    with hold_lock(home):
        (entry,) = settle_abandoned(home)
    assert (entry.state, entry.articles, entry.published) == ("done", 9, True)
    assert latest(tmp_path) == run


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("no tmpfs can be mounted here (that takes root): the full disk is tried by a file-size limit only")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(place):
    with (place / "filling").open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass


def test_a_disk_that_fills_during_a_run(small_disk):
    good = run_once(small_disk)
    home = small_disk / NAME
    with hold_lock(home):
        staging, run = open_staging(small_disk, NAME)
        begin_run(home, Entry(run, "running", None, moment()))
        fill(small_disk)
        with pytest.raises(OSError, match="No space"):
            build(staging, run)
        end_run(home, ended(run, "unwritable", reason="The disk is full."))
    status = look(small_disk)
    assert (status["state"], status["latest"]) == ("unwritable", good)
    assert states(small_disk) == ["done", "unwritable"]
    assert "The disk is full." in (home / "latest" / "index.html").read_text()


def test_a_disk_that_is_full_before_a_run(small_disk):
    good = run_once(small_disk)
    home = small_disk / NAME
    fill(small_disk)
    run = "2026-11-23T02-30-00Z"
    with hold_lock(home):
        settle_abandoned(home)
        with pytest.raises(OutputError, match="No space"):
            begin_run(home, Entry(run, "running", None, moment()))
        end_run(home, ended(run, "unwritable", reason="The disk is full."))
    assert look(small_disk)["run"] == run
    assert (latest(small_disk), states(small_disk)) == (good, ["done", "unwritable"])
    assert left_over(small_disk) == []
    (small_disk / "filling").unlink()
    run_once(small_disk)
    assert look(small_disk)["state"] == "done"
    assert (home / ".reserve").stat().st_size == RESERVED


def test_an_output_that_may_only_be_read(small_disk):
    run = run_once(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(OutputError, match="Read-only"), hold_lock(small_disk / NAME):
        pass
    assert look(small_disk)["run"] == run
    with pytest.raises(OutputError, match="Read-only"), hold_lock(small_disk / "new"):
        pass


def test_a_disk_that_others_fill_at_once_leaves_running_which_readers_do_not_believe(small_disk):
    home = small_disk / NAME
    good = run_once(small_disk)
    with hold_lock(home):
        staging, run = open_staging(small_disk, NAME)
        begin_run(home, Entry(run, "running", None, moment()))
        (home / ".reserve").unlink()  # what it frees is taken by somebody else before we write
        fill(small_disk)
        with pytest.raises(OutputError, match="No space"):
            end_run(home, ended(run, "unwritable"))
    status = look(small_disk)
    assert (status["run"], status["state"], status["latest"]) == (run, "stopped", good)
    assert staging.exists()


@forks
@pytest.mark.parametrize("limit", [0, 1, 100, 500, 5000])
def test_files_that_may_not_grow(tmp_path, limit):
    """Like a full disk, in every file: each is whole, old or new."""
    resource = pytest.importorskip("resource")
    run_once(tmp_path)
    home = tmp_path / NAME
    before = (home / "status.json").read_bytes()

    def work():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        with hold_lock(home), pytest.raises(OutputError):
            end_run(home, ended("2026-11-23T02-30-00Z", "unwritable"))

    assert in_child(work) == 0
    look(tmp_path)
    assert limit > 500 or (home / "status.json").read_bytes() == before
    assert left_over(tmp_path) == []
