"""A kernel of this interpreter in a folder of its own, for notebooks nobody vouches for: each request has its time."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workbench.lessons.marking import shorten

STOPPED = "stopped with"  # how the account of an error begins
_START = 60.0  # seconds a kernel may take to start
_GRACE = 5.0  # seconds it has to answer an interrupt


class KernelDied(Exception):  # noqa: N818 - it is told, not an error of ours
    """The kernel is gone: it was ended by the notebook, or had to be."""


class LessonKernel:
    """A running kernel; `run` says how a piece of code ended."""

    def __init__(self, manager: Any, client: Any) -> None:  # noqa: ANN401 - jupyter_client has no types
        self._manager, self._client = manager, client

    def run(self, source: str, seconds: float) -> str | None:
        """Run a cell; return None when it went through, else in a few words why not.

        Raises:
            KernelDied: it ended the kernel, or did not stop when asked to.
        """
        request = self._client.execute(source, allow_stdin=False, stop_on_error=False)
        reply = self._wait(request, seconds)
        if reply is None:
            self._manager.interrupt_kernel()
            if self._wait(request, _GRACE) is None:
                raise KernelDied(f"did not stop after {seconds:g} seconds")
            return f"was stopped after {seconds:g} seconds"
        if reply["status"] == "ok":
            return None
        return f"{STOPPED} {shorten(reply.get('ename', 'an error'))}: {shorten(reply.get('evalue', ''))}".rstrip(": ")

    def _wait(self, request: str, seconds: float) -> dict[str, Any] | None:
        """Return the content of the reply to a request; None when time is up."""
        until = time.monotonic() + seconds
        while True:
            try:
                message = self._client.get_shell_msg(timeout=min(0.5, max(until - time.monotonic(), 0.01)))
            except queue.Empty:
                if not self._manager.is_alive():
                    raise KernelDied("ended the kernel") from None
                if time.monotonic() >= until:
                    return None
                continue
            if message["parent_header"].get("msg_id") == request:
                return dict(message["content"])


@contextmanager
def open_kernel(folder: Path) -> Iterator[LessonKernel]:
    """Start a kernel that works in a folder, and end it afterwards. What it prints and draws is not kept."""
    manager = _manager(folder)
    environment = {**os.environ, "IPYTHONDIR": str(folder / ".ipython")}
    manager.start_kernel(cwd=str(folder), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = manager.client()
    try:
        client.start_channels(iopub=False, stdin=False, hb=False)
        kernel = LessonKernel(manager, client)
        if kernel._wait(client.kernel_info(), _START) is None:
            raise KernelDied(f"did not start within {_START:g} seconds")
        yield kernel
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _manager(folder: Path) -> Any:  # noqa: ANN401 - jupyter_client has no types
    """Return a manager of this interpreter's kernel: a spec named "python3" in somebody's home may be another's.

    Where the system has sockets in files, nobody else on the machine can listen in, as they could on a TCP port.
    """
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import KernelManager

    from workbench.reports.execution.kernels import LONGEST

    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--HistoryManager.enabled=False"]
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(argv=argv, display_name="Python 3", language="python")
    if os.name == "posix" and len(os.fsencode(folder)) < LONGEST:
        manager.transport, manager.ip = "ipc", str(folder / "socket")
    return manager
