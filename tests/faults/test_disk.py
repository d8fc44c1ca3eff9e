"""A disk that is full, or may not be written: the last report stays whole, and the failure is written down."""

import json
import subprocess
from contextlib import contextmanager

import pytest

pytestmark = pytest.mark.slow


@contextmanager
def small_disk(folder, megabytes):
    """Mount a small file system on a folder, where this user may."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a file system; files that may not grow are tested elsewhere")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def disk(scene):
    """The scene's reports on a disk of their own, with one good report on it."""
    kept = scene.folder / "kept"
    scene.out.rename(kept)
    scene.out.mkdir()
    with small_disk(scene.out, 40):
        subprocess.run(["cp", "-a", f"{kept}/.", str(scene.out)], check=True)
        yield scene


def fill(scene, leave):
    """Fill the disk up to `leave` bytes."""
    filler = scene.out / "filler"
    with filler.open("wb") as handle:
        try:
            while True:
                handle.write(b"x" * 65536)
                handle.flush()
        except OSError:
            pass
    with filler.open("r+b") as handle:
        handle.truncate(max(filler.stat().st_size - leave, 0))
    return filler


@pytest.mark.parametrize("leave", [0, 100_000, 1_000_000, 4_000_000])
def test_a_full_disk_costs_only_the_run(leave, disk):
    good = (disk.home / "latest").resolve().name
    disk.add_notebook("1 + 1", "'x' * 300_000")
    filler = fill(disk, leave)
    with disk.reader() as reader:
        code, said = disk.run()
    assert code == 5, said
    assert "Traceback" not in said
    assert reader.torn == []
    assert (disk.home / "latest").resolve().name == good
    status = disk.status()
    assert (status["state"], status["code"]) == ("unwritable", 5), status
    assert disk.left_over() == []
    filler.unlink()
    code, said = disk.run()
    assert code == 0, said
    states = [json.loads(line)["state"] for line in (disk.home / "history.jsonl").read_text().splitlines()]
    assert states == ["done", "unwritable", "done"]


def test_a_disk_filled_by_the_notebook_itself(disk):
    disk.add_notebook("with open('big', 'wb') as handle:\n    while True:\n        handle.write(b'x' * 1_000_000)")
    code, said = disk.run()
    assert code == 5, said
    assert disk.status()["state"] == "unwritable"
    assert (disk.home / "latest" / "index.html").read_text().rstrip().endswith("</html>")


def test_a_disk_that_may_not_be_written(disk):
    disk.add_notebook("1 + 2")
    subprocess.run(["mount", "-o", "remount,ro", str(disk.out)], check=True)
    with disk.reader() as reader:
        code, said = disk.run()
    assert code == 5, said
    assert "Read-only" in said
    assert reader.torn == []
    assert disk.left_over() == []
