"""One run of a report at a time, whatever becomes of the process that held the lock."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from workbench.articles.sources import MARK
from workbench.errors import OutputError, ParameterError, StoppedError
from workbench.reports.publishing.lock import LOCK, describe_process, hold_lock, is_locked
from workbench.reports.publishing.publish import discard, open_staging

HOLD = """
import sys, time
from pathlib import Path
from workbench.reports.publishing.lock import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def holder(tmp_path):
    """Start a process that holds the lock of a report for some seconds."""
    started = []

    def start(seconds):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(tmp_path / "press"), str(seconds)], stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_second_run_leaves_and_names_the_first(tmp_path, holder):
    home = tmp_path / "press"
    process = holder(60)
    assert is_locked(home)
    with pytest.raises(StoppedError, match=rf"'press' is going \(process {process.pid} on .+, since 20.+\)") as refused:
        hold_lock(home).__enter__()
    assert refused.value.exit_code == 4


def test_a_second_run_waits_when_asked(tmp_path, holder):
    process = holder(1.5)
    with hold_lock(tmp_path / "press", wait=60):
        assert process.wait(5) == 0


def test_waiting_has_an_end(tmp_path, holder):
    holder(60)
    with pytest.raises(StoppedError, match="did not end within 1 s"):
        hold_lock(tmp_path / "press", wait=1).__enter__()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_process_that_dies_gives_the_lock_back(tmp_path, holder, number):
    process = holder(60)
    process.send_signal(number)
    process.wait()
    assert not is_locked(tmp_path / "press")
    with hold_lock(tmp_path / "press"):
        pass


def test_an_error_gives_the_lock_back(tmp_path):
    with pytest.raises(ValueError, match="no"), hold_lock(tmp_path):
        raise ValueError("no")
    assert not is_locked(tmp_path)


def test_programs_a_run_starts_do_not_keep_its_lock(tmp_path):
    with hold_lock(tmp_path):
        orphan = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    assert not is_locked(tmp_path)
    orphan.kill()
    orphan.wait()


def test_readers_who_ask_all_the_time_keep_nobody_out(tmp_path):
    done = threading.Event()

    def ask():
        while not done.is_set():
            is_locked(tmp_path)

    readers = [threading.Thread(target=ask) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for _ in range(30):
            with hold_lock(tmp_path):
                assert is_locked(tmp_path)
    finally:
        done.set()
        for reader in readers:
            reader.join()


def test_two_reports_do_not_wait_for_each_other(tmp_path):
    with hold_lock(tmp_path / "a"), hold_lock(tmp_path / "b"):
        assert is_locked(tmp_path / "a")
        assert not is_locked(tmp_path / "c")
    assert not (tmp_path / "c").exists()  # asking makes nothing


def test_a_lock_on_a_folder_that_was_removed_locks_nothing_and_is_not_taken(tmp_path):
    """A first run that is discarded removes its folder while another one waits for its lock."""
    home, order = tmp_path / "press", []

    def wait():
        with hold_lock(home, wait=30):
            order.append("second")
            assert (home / LOCK).exists()
            with pytest.raises(StoppedError):
                hold_lock(home).__enter__()

    with hold_lock(home):
        second = threading.Thread(target=wait)
        second.start()
        time.sleep(0.3)
        discard(open_staging(tmp_path, "press")[0])
        order.append("first")
    second.join()
    assert order[0] in {"first", "second"}
    assert home.exists()


def test_a_lock_file_somebody_wrote_into_is_no_obstacle(tmp_path):
    (tmp_path / LOCK).write_bytes(b"\xff not json")
    with hold_lock(tmp_path), pytest.raises(StoppedError, match="is going"):
        hold_lock(tmp_path).__enter__()


def test_a_file_system_without_locks_is_said(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(95, "Operation not supported")

    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(OutputError, match="cannot be locked"):
        hold_lock(tmp_path).__enter__()
    assert is_locked(tmp_path)  # nobody knows: what the status says stands


def test_who_we_are():
    assert describe_process()["pid"] == os.getpid()


@pytest.mark.parametrize("names", [["one.txt"], [".hidden"], [MARK, "articles.parquet"]])
def test_a_folder_of_something_else_becomes_no_folder_of_a_report(names, tmp_path):
    for name in names:
        (tmp_path / name).touch()
    with (
        pytest.raises(ParameterError, match=r"holds files and is no folder of a report.* another --name"),
        hold_lock(tmp_path),
    ):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


@pytest.mark.parametrize("names", [[], [MARK], ["latest"], ["failed", "2026-11-22T02-30-00Z"], [MARK, "matrix.json"]])
def test_a_folder_that_runs_have_been_in_is_locked(names, tmp_path):
    for name in names:
        (tmp_path / name).mkdir()
    with hold_lock(tmp_path):
        assert is_locked(tmp_path)
