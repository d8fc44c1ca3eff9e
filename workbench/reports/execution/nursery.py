"""A warm process that kernels are forked from: the libraries are loaded once, not once a notebook.

Run as `python -m workbench.reports.execution.nursery`. It reads one JSON request a line on standard input and answers with
the process id of the new kernel; when its input closes it ends every kernel it made and goes. It does nothing
but import before it forks, and it has one thread, so that a fork is safe.
"""

import importlib
import json
import os
import select
import signal
import sys
from contextlib import suppress
from typing import Any, NoReturn

from workbench.reports.imports import import_nbformat

# What the notebooks use; a name that cannot be imported is left to the notebook that needs it.
WARM = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "pandas",
    "pyarrow.parquet",
    "plotly.io",
    "plotly.graph_objs._figure",
    "plotly.graph_objs.bar",
    "plotly.graph_objs.scatter",
    "plotly.graph_objs.layout",
    "workbench",
    "sklearn.decomposition",
    "sklearn.feature_extraction.text",
    "sklearn.cluster",
    "nltk.collocations",
)


def main() -> None:
    """Load the libraries, then fork a kernel for every request until the input closes."""
    import_nbformat()  # plotly looks for it at the first figure
    for name in WARM:
        try:
            importlib.import_module(name)
        except ImportError as error:
            print(f"not preloaded: {name}: {error}", file=sys.stderr)  # noqa: T201 - goes to the run's log
    kernels: set[int] = set()
    buffer = b""
    while True:
        ready, _, _ = select.select([0], [], [], 0.1)
        _reap(kernels)
        if not ready:
            continue
        data = os.read(0, 65536)
        if not data:
            break
        *lines, buffer = (buffer + data).split(b"\n")
        for line in lines:
            pid = _fork(json.loads(line))
            kernels.add(pid)
            os.write(1, f"{pid}\n".encode())
    for pid in sorted(kernels):
        _end(pid)


def _fork(request: dict[str, Any]) -> int:
    pid = os.fork()
    if pid == 0:
        _become_kernel(request)
    return pid


def _become_kernel(request: dict[str, Any]) -> NoReturn:
    """Turn the forked process into an IPython kernel with its own session, folder, environment and log."""
    code = 1
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDONLY)
        log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(nothing, 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.chdir(request["cwd"])
        os.environ.update(request["env"], JPY_PARENT_PID=str(os.getppid()))
        sys.argv = ["ipykernel_launcher", *request["argv"]]
        from ipykernel.kernelapp import IPKernelApp

        IPKernelApp.launch_instance(argv=request["argv"])
        code = 0
    finally:
        os._exit(code)


def _reap(kernels: set[int]) -> None:
    """Collect the kernels that have ended, so that they are seen as gone."""
    for pid in sorted(kernels):
        done, _ = os.waitpid(pid, os.WNOHANG)
        if done:
            kernels.discard(pid)


def _end(pid: int) -> None:
    """End a kernel and what it started, and wait until it is gone."""
    for send in (os.killpg, os.kill):  # a kernel just forked may not lead its own group yet
        with suppress(ProcessLookupError):
            send(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
