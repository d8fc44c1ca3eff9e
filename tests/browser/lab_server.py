"""A Jupyter server for a test: on loopback, with folders of its own, ended with its kernels. Used through lab.py."""

from __future__ import annotations

import ctypes
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

START = 90  # seconds a server may take to answer on a busy machine
APPS = {"lab": "jupyterlab", "notebook": "notebook"}
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
# Set in the settings folder before the start, so that no dialogue asks and nothing is fetched.
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
    "docmanager-extension/plugin": {"autosave": False},  # saved when the harness says so
}
# nbgrader's panels are there for the tests of lessons; a reader does not have them.
SWITCHED_OFF = {"disabledExtensions": {"@jupyter/nbgrader": True}}


@dataclass(frozen=True)
class Lab:
    """A running server: its address, where its files are, and its process."""

    url: str
    token: str
    folder: Path
    app: str
    process: psutil.Process


@contextmanager
def start_lab(folder: Path, *, app: str = "lab", theme: str = "light") -> Iterator[Lab]:
    """A server over a folder; ended with its kernels when the block is left."""
    with tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True) as home:
        places, token = _make_places(Path(home), theme), secrets.token_hex(16)
        with _free_port() as port:
            command = [sys.executable, "-m", APPS[app], *_options(folder, port)]
        with Path(home, "log").open("wb") as log:
            said = None if os.environ.get("WORKBENCH_LAB_LOG") else log
            server = psutil.Popen(
                command,
                cwd=folder,
                env=os.environ | places | {"JUPYTER_TOKEN": token},
                stdout=said,
                stderr=subprocess.STDOUT if said else None,
                start_new_session=True,
                preexec_fn=_end_with_us if sys.platform == "linux" else None,
            )
        try:
            url = _wait_for(server, Path(home), token)
            yield Lab(url, token, Path(folder), app, server)
        finally:
            _end(server)


def _end_with_us() -> None:
    """A test run that is killed cannot end its server: the system tells the server to end (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _make_places(home: Path, theme: str) -> dict[str, str]:
    """Folders of this server alone, with its settings in them."""
    names = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    names |= {"IPYTHONDIR": "ipython", "JUPYTERLAB_WORKSPACES_DIR": "workspaces", "JUPYTERLAB_SETTINGS_DIR": "settings"}
    for name in names.values():
        (home / name).mkdir(parents=True, exist_ok=True)
    settings = SETTINGS | {"apputils-extension/themes": {"theme": THEMES[theme]}}
    for name, values in settings.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    (home / "config" / "labconfig").mkdir()
    (home / "config" / "labconfig" / "page_config.json").write_text(json.dumps(SWITCHED_OFF), encoding="utf-8")
    return {variable: str(home / name) for variable, name in names.items()}


@contextmanager
def _free_port() -> Iterator[int]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        yield found.getsockname()[1]


def _options(folder: Path, port: int) -> list[str]:
    return [
        "--no-browser",
        "--allow-root",
        "--expose-app-in-browser",  # `window.jupyterapp`, through which the harness asks what state a cell is in
        "--ip=127.0.0.1",
        f"--port={port}",
        f"--ServerApp.root_dir={folder}",
        "--ServerApp.terminals_enabled=False",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]


def _wait_for(server: psutil.Popen, home: Path, token: str) -> str:
    """The address the server states itself (another port, where ours was taken meanwhile), once it answers."""
    until = time.monotonic() + START
    while time.monotonic() < until and server.is_running() and server.poll() is None:
        for path in (home / "runtime").glob("jpserver-*.json"):
            try:
                url = json.loads(path.read_text(encoding="utf-8"))["url"]
                urllib.request.urlopen(f"{url}api/status?token={token}", timeout=5).close()
            except (OSError, ValueError):
                continue
            return str(url)
        time.sleep(0.1)
    log = (home / "log").read_text(encoding="utf-8", errors="replace")
    raise AssertionError(f"no server after {START} s:\n{log[-3000:]}")


def _end(server: psutil.Popen) -> None:
    """Kernels run in sessions of their own: they are found before the server is gone."""
    try:
        family = [*server.children(recursive=True), server]
    except psutil.NoSuchProcess:
        return
    server.send_signal(signal.SIGTERM)
    _, alive = psutil.wait_procs(family, timeout=8)
    for process in alive:
        process.kill()
    psutil.wait_procs(alive, timeout=5)
