"""The process kernels are forked from, seen from the driver. Imports nothing heavy, so that it can start at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

# One thread a kernel: there are as many kernels as cores, and sums come out in the same order every time.
ENVIRONMENT = {
    "PLOTLY_RENDERER": "plotly_mimetype",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


class Nursery:
    """The warm process, and the kernels forked from it."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._lock = threading.Lock()
        self._forked = False
        with log.open("ab") as sink:
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
            OSError: the warm process has ended.
        """
        request = {"argv": argv, "cwd": cwd, "env": env, "log": str(self.log)}
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise OSError("The nursery has no pipes.")
        with self._lock:
            self._forked = True
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
            answer = stdout.readline()
        if not answer:
            raise OSError("The process that kernels are forked from has ended; see the log of the run.")
        return int(answer)

    def close(self) -> None:
        """End the warm process and every kernel forked from it; harmless when it has ended."""
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
