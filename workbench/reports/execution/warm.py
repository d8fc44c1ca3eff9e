"""The process kernels are forked from, seen from the driver. Imports nothing heavy, so that it can start at once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import ParameterError, StoppedError

# One thread a kernel: there are as many kernels as cores, and sums come out in the same order every time.
ENVIRONMENT = {
    "PLOTLY_RENDERER": "plotly_mimetype",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
# What a kernel may send and hold, in bytes (0 is any), and where it says why it ended itself.
OUTPUT_LIMIT = "WORKBENCH_OUTPUT_LIMIT"
MEMORY_LIMIT = "WORKBENCH_MEMORY_LIMIT"
REASON = "WORKBENCH_REASON"


class Nursery:
    """The warm process, and the kernels forked from it."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._lock = threading.Lock()
        self._closed = False
        self._start()

    def _start(self) -> None:
        self._forked = False
        with self.log.open("ab") as sink:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "workbench.reports.execution.nursery"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=sink,
                env=os.environ | ENVIRONMENT,
                start_new_session=True,  # Ctrl-C reaches the driver alone, which then closes the nursery
            )

    def fork(self, argv: list[str], *, cwd: str, env: dict[str, str]) -> int:
        """Return the process id of a new kernel.

        Raises:
            StoppedError: the warm process has ended.
        """
        request = {"argv": argv, "cwd": cwd, "env": env, "log": str(self.log)}
        with self._lock:
            if self._closed:
                raise StoppedError("The run is being ended; no kernel is started any more.")
            if self._process.poll() is not None:  # killed by others, with its kernels; the next ones need a new one
                self._start()
            stdin, stdout = self._process.stdin, self._process.stdout
            if stdin is None or stdout is None:
                raise StoppedError("The process that kernels are forked from has no pipes.")
            self._forked = True
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
            answer = stdout.readline()
        if not answer:
            raise StoppedError("The process that kernels are forked from has ended; kernels.log may say why.")
        return int(answer)

    def close(self) -> None:
        """End the warm process and every kernel forked from it; harmless when it has ended."""
        self._closed = True
        if not self._forked:  # it may still be loading libraries, and has no kernels to end
            self._process.kill()
        if self._process.stdin is not None and not self._process.stdin.closed:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


class Launcher:
    """What starts the kernels of a run."""

    def __init__(self, place: Path, *, forks: bool) -> None:
        self.sockets = place  # a private folder with a short path
        self.log = place / "kernels.log"  # what kernels and the programs they start print past them
        self.kind = "forked" if forks else "started"
        self.nursery: Nursery | None = None

    def start(self) -> None:
        """Start the process kernels are forked from, which first loads its libraries; once."""
        self.log.touch()
        if self.kind == "forked" and self.nursery is None:
            self.nursery = Nursery(self.log)

    def close(self) -> None:
        """End every kernel that was forked; those started afresh end with their managers."""
        if self.nursery:
            self.nursery.close()


@contextmanager
def open_launcher(kernels: str) -> Iterator[Launcher]:
    """Give what starts the kernels of a run, and end them all with it.

    Args:
        kernels: "forked", "started", or "auto": forked where the system can.

    Raises:
        ParameterError: kernels cannot be forked here.
    """
    if kernels == "forked" and not can_fork():
        raise ParameterError("Kernels cannot be forked on this system. Leave `kernels` out, or give started.")
    place = Path(tempfile.mkdtemp(prefix="wb-"))
    launcher = Launcher(place, forks=kernels != "started" and can_fork())
    try:
        yield launcher
    finally:
        launcher.close()
        shutil.rmtree(place, ignore_errors=True)


def can_fork() -> bool:
    """Whether kernels may be forked here: on Linux; macOS libraries do not survive a fork, Windows has none."""
    return sys.platform.startswith("linux")


class ForkedProcess:
    """As much of `subprocess.Popen` as a kernel provisioner asks of a process that is another's child."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """Return None while the process runs, 0 when it has ended (its own code is not known here)."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self) -> int:
        """Return at once: called when the process has ended."""
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)
