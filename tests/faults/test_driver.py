"""What happens to the driver itself: killed, run twice at once, its clock set back; and what it bears."""

import json
import os
import shutil
import signal
import time

import psutil
import pytest
from scene import note_kernel

pytestmark = pytest.mark.slow


def history(scene):
    return [json.loads(line) for line in (scene.home / "history.jsonl").read_text().splitlines()]


def test_a_killed_driver_is_told_by_the_next_look_and_settled_by_the_next_run(scene):
    good = (scene.home / "latest").resolve().name
    scene.add_notebook(note_kernel(scene.folder), "import time; time.sleep(600)")
    with scene.reader() as reader:
        process = scene.start()
        scene.wait_for_kernel()
        process.kill()
        process.communicate()
        assert scene.left_over() == []
        status = scene.status()
        assert (status["state"], status["code"], status["latest"]) == ("stopped", 4, good)
        scene.add_notebook("1 + 1")
        code, said = scene.run()
    assert code == 0, said
    assert reader.torn == []
    assert [entry["state"] for entry in history(scene)] == ["done", "stopped", "done"]
    assert list(scene.home.glob(".*.partial")) == []
    assert len(list((scene.home / "failed").iterdir())) == 1
    assert scene.status()["code"] == 0


def test_a_run_bears_the_loss_of_the_process_its_kernels_are_forked_from(scene):
    marker = scene.folder / "second"
    wait = f"import pathlib, time; again = pathlib.Path({str(marker)!r}).exists(); time.sleep(0 if again else 600)"
    scene.add_notebook(note_kernel(scene.folder), wait)
    process = scene.start()
    kernel = psutil.Process(scene.wait_for_kernel())
    parent = kernel.parent()
    if parent.pid == process.pid:
        pytest.skip("kernels are not forked on this system")
    parent.kill()
    marker.touch()  # not before: the kernel may not have come to its second cell
    said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    record = json.loads((scene.home / "latest" / "record.json").read_text())
    assert record["notebooks"][0]["attempts"] == 2
    assert scene.left_over() == []


def test_a_second_run_leaves_or_waits_as_asked(scene):
    scene.add_notebook(note_kernel(scene.folder), "import time; time.sleep(6)")
    first = scene.start()
    scene.wait_for_kernel()
    code, said = scene.run()
    assert code == 4
    assert f"Another run of 'night' is going (process {first.pid}" in said
    third = scene.start("--wait", "100")
    assert (first.wait(timeout=60), third.wait(timeout=120)) == (0, 0)
    assert [entry["state"] for entry in history(scene)] == ["done", "done", "unchanged"]
    for process in (first, third):
        process.communicate()


def test_a_clock_that_was_ahead_does_not_hide_the_new_report(scene):
    real = (scene.home / "latest").resolve()
    ahead = "2099-01-01T00-00-00Z"
    real.rename(scene.home / ahead)
    (scene.home / "latest").unlink()
    (scene.home / "latest").symlink_to(ahead)
    scene.add_notebook("1 + 1")
    code, said = scene.run("--keep", "1")
    assert code == 0, said
    runs = [path.name for path in scene.home.iterdir() if path.name.startswith("20")]
    assert runs == [(scene.home / "latest").resolve().name]
    assert runs != [ahead]


def test_a_cell_that_sets_its_own_clock_back_changes_no_limit(scene):
    scene.add_notebook("import time; time.time = lambda: 0.0", "time.sleep(600)")
    started = time.monotonic()
    code, said = scene.run("--cell-limit", "2")
    assert code == 4, said
    assert time.monotonic() - started < 60


def test_a_kernel_killed_once_is_tried_again(scene):
    once = f"import os, pathlib, signal; first = pathlib.Path({str(scene.folder / 'tried')!r})"
    scene.add_notebook(once, "if not first.exists():\n    first.touch()\n    os.kill(os.getpid(), signal.SIGKILL)")
    code, said = scene.run()
    assert code == 0, said
    notebook = json.loads((scene.home / "latest" / "record.json").read_text())["notebooks"][0]
    assert (notebook["attempts"], notebook["state"], notebook["error"]) == (2, "done", None)
    assert [cell["state"] for cell in notebook["cells_run"]] == ["done"] * 4  # parameters twice: declared, injected


def test_a_kernel_of_another_language_is_refused_before_anything_runs(scene):
    good = (scene.home / "latest").resolve().name
    scene.add_notebook("x <- 1", kernel="ir", language="R")
    code, said = scene.run()
    assert code == 2
    assert "own.ipynb is in 'r'" in said.lower()
    status = scene.status()
    assert (status["state"], status["notebooks_run"], status["latest"]) == ("wrong", 0, good)


def test_articles_that_are_gone_are_told_by_the_status(scene):
    good = (scene.home / "latest").resolve().name
    (scene.folder / "articles").rename(scene.folder / "unmounted")
    code, said = scene.run()
    assert code == 2, said
    status = scene.status()
    assert (status["state"], status["code"], status["latest"]) == ("wrong", 2, good)
    (scene.folder / "articles").mkdir()
    assert scene.run()[0] == 3
    assert scene.status()["state"] == "refused"


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_nohup_is_respected(scene):
    scene.add_notebook(note_kernel(scene.folder), "import time; time.sleep(4)")
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        process = scene.start()
    finally:
        signal.signal(signal.SIGHUP, before)
    scene.wait_for_kernel()
    process.send_signal(signal.SIGHUP)
    said = process.communicate(timeout=120)
    assert process.returncode == 0, said


def test_evidence_of_a_failure_says_which_cells_ran(scene):
    scene.add_notebook("x = 1", "raise ValueError('the reason')", "y = 2")
    assert scene.run()[0] == 1
    evidence = next((scene.home / "failed").iterdir())
    notebook = json.loads((evidence / "record.json").read_text())["notebooks"][0]
    assert [cell["state"] for cell in notebook["cells_run"]][-2:] == ["done", "failed"]
    assert "the reason" in (evidence / "notebooks" / "own.ipynb").read_text()
    shutil.rmtree(evidence)
