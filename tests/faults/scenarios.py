"""Faults as functions of a scene: each makes one happen to a real run and returns exit code and what was said."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from scene import Scene, interrupt, note_kernel


@dataclass(frozen=True)
class Fault:
    """How a fault is made, and how the run must end: its exit code, its state, words of its one-line cause."""

    make: Callable[[Scene], tuple[int, str]]
    code: int
    state: str
    words: str


def cells(*sources: str, options: tuple[str, ...] = ()) -> Callable[[Scene], tuple[int, str]]:
    """Return a fault that cells make themselves."""

    def make(scene: Scene) -> tuple[int, str]:
        scene.add_notebook(*sources)
        return scene.run(*options)

    return make


def signalled(number: int) -> Callable[[Scene], tuple[int, str]]:
    """Return a fault: the driver gets a signal while a program that a cell has started is at work."""

    def make(scene: Scene) -> tuple[int, str]:
        start = "import subprocess; started = subprocess.Popen(['sleep', '600'], start_new_session=True)"
        scene.add_notebook(start, note_kernel(scene.folder), "import time; time.sleep(600)")
        process = scene.start()
        scene.wait_for_kernel()
        return interrupt(process, number)

    return make


def kernel_killed_from_outside(scene: Scene) -> tuple[int, str]:
    """Kill every kernel of a run as it starts."""
    scene.add_notebook(note_kernel(scene.folder), "import time; time.sleep(600)")
    process = scene.start()
    killed = set()
    while process.poll() is None:
        for path in scene.folder.glob("pid-*"):
            if path.name not in killed and path.read_text():
                killed.add(path.name)
                os.kill(int(path.read_text()), signal.SIGKILL)
        time.sleep(0.05)
    return process.returncode, "".join(process.communicate())


def file_size_limited(scene: Scene) -> tuple[int, str]:
    """Let no file grow beyond 3 MB: as on a disk that is full before plotly.js is copied."""
    scene.add_notebook("1 + 2")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, before[1]))
    try:
        process = scene.start()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    said = process.communicate(timeout=240)
    return process.returncode, "".join(said)


def kernel_that_cannot_start(scene: Scene) -> tuple[int, str]:
    """Put a broken ipykernel before the good one."""
    broken = scene.folder / "broken" / "ipykernel"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise RuntimeError('broken')\n")
    scene.add_notebook("1 + 2")
    return scene.run(PYTHONPATH=str(broken.parent))


FAULTS = {
    "a cell fails": Fault(cells("1 / 0"), 1, "failed", "own failed in cell 'step-0': ZeroDivisionError"),
    "a cell refuses a value": Fault(
        cells("import workbench as wb; wb.read_codebook('nosuch')"),
        2,
        "wrong",
        "own was given a wrong value in cell 'step-0'",
    ),
    "a notebook ends itself": Fault(cells("import sys; sys.exit(0)", "1 + 1"), 1, "failed", "ended itself"),
    "a kernel kills itself": Fault(
        cells("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), 4, "stopped", "The kernel died"
    ),
    "kernels are killed": Fault(kernel_killed_from_outside, 4, "stopped", "The kernel died"),
    "a cell is stuck": Fault(
        cells("import time; time.sleep(600)", options=("--cell-limit", "2")), 4, "stopped", "its limit of 2 s"
    ),
    "a notebook is stuck": Fault(
        cells(*["import time; time.sleep(1.5)"] * 60, options=("--notebook-limit", "5")), 4, "stopped", "limit of 5 s"
    ),
    "a run is stuck": Fault(
        cells("import time; time.sleep(600)", options=("--time-limit", "9")), 4, "stopped", "The time limit of the run"
    ),
    "memory runs out": Fault(
        cells("held = bytearray(3_000_000_000)", options=("--memory-limit", "900")), 4, "stopped", "Out of memory"
    ),
    "programs take the memory": Fault(
        cells(
            "import subprocess, sys, time",
            "hold = 'held = b\"x\" * 600_000_000; import time; time.sleep(600)'",
            "started = [subprocess.Popen([sys.executable, '-c', hold]) for _ in range(2)]; time.sleep(600)",
            options=("--memory-limit", "900"),
        ),
        4,
        "stopped",
        "Out of memory: the kernel held more",
    ),
    "it prints without end": Fault(
        cells("while True:\n    print('x' * 1000)"), 4, "stopped", "Its output is larger than 50 MB"
    ),
    "it prints 500 MB": Fault(cells("print('x' * 500_000_000)"), 4, "stopped", "Its output is larger than 50 MB"),
    "a program prints without end": Fault(
        cells("import subprocess; subprocess.run(['yes'], check=True)"), 4, "stopped", "printed more than 50 MB"
    ),
    "the kernel cannot start": Fault(kernel_that_cannot_start, 4, "stopped", "start of the kernel"),
    "the driver is terminated": Fault(signalled(signal.SIGTERM), 4, "stopped", "Stopped by signal 15"),
    "the driver is interrupted": Fault(signalled(signal.SIGINT), 4, "stopped", "Stopped by the keyboard"),
    "the terminal is closed": Fault(signalled(signal.SIGHUP), 4, "stopped", "Stopped by signal 1"),
    "files may not grow": Fault(file_size_limited, 5, "unwritable", "File too large"),
}
