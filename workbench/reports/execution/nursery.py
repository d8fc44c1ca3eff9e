"""A warm process that kernels are forked from: the libraries are loaded once, not once a notebook.

Run as `python -m workbench.reports.execution.nursery`. It reads one JSON request a line on standard input and answers
with the process id of the new kernel; when its input closes it ends every kernel it made, and everything these
started, and goes. It does nothing but load and try out libraries before it forks, and it has one thread, so that a fork
is safe.
"""

import gc
import importlib
import json
import os
import select
import signal
import sys
import traceback
from contextlib import suppress
from typing import Any, NoReturn

from workbench.reports.imports import import_nbformat

_DIE_WITH_PARENT, _ADOPT_ORPHANS = 1, 36  # PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER

# What the notebooks use; a name that cannot be imported is left to the notebook that needs it.
WARM = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "pandas",
    "pandas.core.arrays.arrow.extension_types",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.csvs",
    "pyarrow.dataset",
    "pyarrow.pandas_compat",
    "pyarrow.parquet",
    "plotly.graph_objects",
    "plotly.io._renderers",
    "workbench",
    "krippendorff",
    "scipy.optimize",
    "scipy.stats",
    "sklearn.cluster",
    "sklearn.decomposition",
    "sklearn.feature_extraction.text",
    "sklearn.linear_model",
    "sklearn.svm",
    "nltk.collocations",
)


def main() -> None:
    """Load the libraries, then fork a kernel for every request until the input closes."""
    warm_up()
    _call_system(_ADOPT_ORPHANS)
    buffer = b""
    while True:
        ready, _, _ = select.select([0], [], [], 0.1)
        _reap()
        if not ready:
            continue
        data = os.read(0, 65536)
        if not data:
            break
        *lines, buffer = (buffer + data).split(b"\n")
        for line in lines:
            os.write(1, f"{_fork(json.loads(line))}\n".encode())
    _end_all()


def warm_up() -> None:
    """Load the libraries and use them once; spare every kernel's garbage collector from going through them again."""
    import_nbformat()  # plotly looks for it at the first figure
    for name in WARM:
        try:
            importlib.import_module(name)
        except Exception as error:
            print(f"not preloaded: {name}: {error!r}", file=sys.stderr)  # noqa: T201 - goes to the run's log
    with suppress(ImportError):  # told above
        _try_out()
    gc.collect()
    gc.freeze()


def _try_out() -> None:
    """Draw a figure: most of plotly is loaded, or made, at first use. Nothing here may start a thread."""
    import pandas as pd
    import plotly.graph_objects as go

    line, small = {"color": "black", "width": 1}, {"font": {"size": 9}}
    error = {"array": [1]}
    figure = go.Figure(
        [
            go.Scatter(x=[1], y=["a"], text=["a"], error_x=error, error_y=error, line=line, textfont={"size": 9}),
            go.Scatter(x=pd.Series([1]), y=[1], marker={"color": ["red"], "line": line}),
            go.Bar(x=[1], y=["a"], marker={"color": "red", "pattern": {"shape": "/"}, "line": line}),
            go.Heatmap(z=[[1]], colorscale="Blues", showscale=True),
        ],
        layout={"template": go.layout.Template(layout={"xaxis": {"title": small}}), **small},
    )
    figure.add_annotation(text="a", x=0, y=0, **small)
    figure.add_shape(type="line", x0=0, x1=1, y0=0, y1=1, line=line)
    figure.update_layout(title=small, hoverlabel=small, legend=small, margin={"l": 8}, modebar={"remove": []})
    for axes in (figure.update_xaxes, figure.update_yaxes):
        axes(title=small, tickfont={"size": 9}, tickformatstops=[{"value": "%Y"}])
    figure.to_json()


def _fork(request: dict[str, Any]) -> int:
    pid = os.fork()
    if pid == 0:
        _become_kernel(request)
    return pid


def _become_kernel(request: dict[str, Any]) -> NoReturn:
    """Turn the forked process into an IPython kernel with its own session, folder, environment and log."""
    code = 1
    try:
        _call_system(_DIE_WITH_PARENT, signal.SIGKILL)
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDONLY)
        log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(nothing, 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.chdir(request["cwd"])
        os.environ.update(request["env"], JPY_PARENT_PID=str(os.getppid()))
        sys.argv = ["ipykernel_launcher", *request["argv"]]
        from workbench.reports.execution.kernel import launch

        launch(request["argv"])
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(code)


def _reap() -> None:
    """Collect the processes that have ended, so that they are seen as gone."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _end_all() -> None:
    """End every process that descends from this one, in rounds: what loses its parent is adopted and ended next."""
    while True:
        children = _children()
        for pid in children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _children() -> list[int]:
    import psutil

    return [child.pid for child in psutil.Process().children()]


def _call_system(option: int, value: int = 1) -> None:
    """Ask the system for something about this process that Python has no words for (Linux, prctl(2))."""
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    main()
