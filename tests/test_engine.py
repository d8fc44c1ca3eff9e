"""The same function here, in processes, and on a Dask scheduler with two workers: same bytes, same errors."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workbench import engine
from workbench.articles import read_corpus
from workbench.articles.ingestion import ingest
from workbench.engine import cores, run_partitions
from workbench.errors import ParameterError, StoppedError

TEXT = "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it."


def double(number):
    return 2 * number


def where(_):
    time.sleep(0.2)
    return os.getpid()


def fail(number):
    if number == 3:
        raise ParameterError("number 3 is not allowed.")
    return number


def die(number):
    if number == 3:
        os._exit(9)
    time.sleep(0.05)
    return number


@contextlib.contextmanager
def dask(folder):
    """Give the address of a scheduler with two workers on this machine, and its process; all are ended at the end."""
    file = folder / "scheduler.json"
    # The workers find this file, whose functions the tests send them, where the tests find it.
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    shared = ["--host", "127.0.0.1", "--scheduler-file", str(file), "--no-dashboard"]
    worker = ["worker", *shared, "--nthreads", "1", "--local-directory", str(folder), "--death-timeout", "60"]
    with contextlib.ExitStack() as stack:
        log = stack.enter_context((folder / "log").open("w"))
        processes = []
        for command in (["scheduler", *shared, "--port", "0"], worker, worker):
            program = [sys.executable, "-m", "dask", *command]
            process = subprocess.Popen(program, stdout=log, stderr=log, env=environment, start_new_session=True)
            stack.callback(_end, process)
            processes.append(process)
        yield _address(file), processes[0]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with dask(tmp_path_factory.mktemp("dask")) as (address, _):
        yield address


def _end(process):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _address(file):
    from distributed import Client

    with Client(scheduler_file=str(file), timeout=60, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        return client.scheduler.address


@pytest.mark.parametrize("jobs", [1, 2, None, 50])
def test_every_partition_gives_one_result(jobs):
    assert sorted(run_partitions(double, range(7), jobs=jobs)) == [0, 2, 4, 6, 8, 10, 12]
    assert list(run_partitions(double, [], jobs=jobs)) == []


def test_one_job_and_one_partition_run_in_this_process():
    assert set(run_partitions(where, range(3), jobs=1)) == {os.getpid()}
    assert list(run_partitions(where, [1], jobs=4)) == [os.getpid()]


def test_two_jobs_run_in_two_processes():
    found = set(run_partitions(where, range(6), jobs=2))
    assert len(found) == 2
    assert os.getpid() not in found


def test_results_come_as_they_are_made():
    """A caller that shows progress need not wait for the end."""
    seen = []
    results = run_partitions(seen.append, [1, 2, 3], jobs=1)
    next(results)
    assert seen == [1]


@pytest.mark.parametrize("jobs", [0, -1])
def test_no_processes_are_refused(jobs):
    with pytest.raises(ParameterError, match=f"jobs={jobs}"):
        list(run_partitions(double, [1], jobs=jobs))


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_function_reaches_the_caller(jobs):
    with pytest.raises(ParameterError, match="number 3"):
        list(run_partitions(fail, range(6), jobs=jobs))
    assert sorted(run_partitions(double, range(3), jobs=jobs)) == [0, 2, 4]


def test_a_killed_process_is_told_and_the_next_run_works():
    with pytest.raises(StoppedError, match="killed"):
        list(run_partitions(die, range(8), jobs=2))
    assert sorted(run_partitions(double, range(3), jobs=2)) == [0, 2, 4]


def test_cores_are_those_this_process_may_use(monkeypatch):
    assert cores() >= 1
    monkeypatch.setattr(engine, "cores", lambda: 1)
    assert set(run_partitions(where, range(2))) == {os.getpid()}


# Dask


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "foo://x:1", "", "127.0.0.1:abc"])
def test_a_scheduler_that_cannot_be_reached_is_told_in_seconds(address):
    started = time.monotonic()
    with pytest.raises(ParameterError, match=r"cannot be reached.*dask scheduler"):
        list(run_partitions(double, [1], scheduler=address))
    assert time.monotonic() - started < 30


def test_without_dask_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ParameterError, match=r"pip install 'framing-workbench\[dask\]'"):
        list(run_partitions(double, [1], scheduler="tcp://127.0.0.1:8786"))


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1:1"])
def test_a_process_that_reached_no_scheduler_ends_at_once(address):
    code = f"from workbench.engine import run_partitions; list(run_partitions(len, ['a'], scheduler={address!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith("tcp://127.0.0.1:8786.")


@pytest.mark.slow
def test_a_cluster_runs_every_partition_in_its_workers(cluster):
    assert sorted(run_partitions(double, range(9), scheduler=cluster)) == list(range(0, 18, 2))
    found = set(run_partitions(where, range(6), scheduler=cluster))
    assert len(found) == 2
    assert os.getpid() not in found


@pytest.mark.slow
def test_an_error_on_a_cluster_reaches_the_caller(cluster):
    with pytest.raises(ParameterError, match="number 3"):
        list(run_partitions(fail, range(6), scheduler=cluster))


@pytest.mark.slow
def test_a_killed_worker_is_told_and_the_next_run_works(cluster):
    """Dask tries three times more, each time with a worker that its nanny starts anew."""
    with pytest.raises(StoppedError, match="killed"):
        list(run_partitions(die, [3], scheduler=cluster))
    assert sorted(run_partitions(double, range(3), scheduler=cluster)) == [0, 2, 4]


@pytest.mark.slow
def test_a_scheduler_that_ends_is_told(tmp_path):
    with dask(tmp_path) as (address, scheduler):
        results = run_partitions(where, range(60), scheduler=address)
        next(results)
        _end(scheduler)
        with pytest.raises(StoppedError, match="scheduler has ended"):
            list(results)


@pytest.mark.slow
def test_the_same_bytes_wherever_it_runs(cluster, tmp_path, monkeypatch):
    source = tmp_path / "source"
    source.mkdir()
    for number in range(60):
        (source / f"{number:02}.txt").write_text(f"Title {number}\n\n{TEXT}\n\nIt was closed {number} days.\n")
    (source / "t.csv").write_text(f'title,text,section\nOne,"{TEXT}",Local\n')
    (source / "bad.docx").write_bytes(b"no document")
    monkeypatch.setattr("workbench.articles.tasks._BYTES", 1000)
    places = {"here": {"jobs": 1}, "processes": {"jobs": 2}, "dask": {"scheduler": cluster}}
    for name, options in places.items():
        done = ingest(source, tmp_path / name, **options)
        assert (done.articles, done.rejected) == (61, 1)
    files = sorted(path.relative_to(tmp_path / "here") for path in (tmp_path / "here").rglob("*"))
    for name in ("processes", "dask"):
        assert sorted(path.relative_to(tmp_path / name) for path in (tmp_path / name).rglob("*")) == files
        for file in files:
            if (tmp_path / "here" / file).is_file():
                assert (tmp_path / "here" / file).read_bytes() == (tmp_path / name / file).read_bytes(), file
    assert len(read_corpus(tmp_path / "dask").articles) == 61
