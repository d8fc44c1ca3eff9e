"""`workbench lab` with a real JupyterLab: no box of news, settings of the user's own kept, ended as it ends itself."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from workbench.cli.lab import start_lab
from workbench.errors import WorkbenchError

TOKEN = "open-sesame"
OWN = {"disabledExtensions": {"@jupyterlab/help-extension:about": True}}
SERVER = {"allow_root": True, "open_browser": False, "ip": "127.0.0.1", "port": 0}


@pytest.fixture
def home(tmp_path):
    """A user with settings of their own, who has never opened JupyterLab."""
    (tmp_path / "config/labconfig").mkdir(parents=True)
    (tmp_path / "config/labconfig/page_config.json").write_text(json.dumps(OWN))
    settings = {"ServerApp": SERVER, "IdentityProvider": {"token": TOKEN}}
    (tmp_path / "config/jupyter_server_config.json").write_text(json.dumps(settings))
    names = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    return os.environ | {variable: str(tmp_path / name) for variable, name in names.items()}


def wait_for_page(folder, lab):
    until = time.monotonic() + 120
    while time.monotonic() < until and lab.poll() is None:
        for path in (folder / "runtime").glob("jpserver-*.json"):
            try:
                url = json.loads(path.read_text())["url"]
                with urllib.request.urlopen(f"{url}lab?token={TOKEN}", timeout=10) as page:
                    return page.read().decode()
            except (OSError, ValueError):
                continue
        time.sleep(0.1)
    raise AssertionError("JupyterLab did not start")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the keyboard's interrupt is sent as a signal here")
def test_no_box_of_news_and_an_end_by_the_keyboard(tmp_path, home):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/1-own.ipynb").write_text("{}")
    command = [sys.executable, "-m", "workbench.cli", "lab"]
    lab = subprocess.Popen(command, cwd=tmp_path, env=home, stdin=subprocess.PIPE, start_new_session=True)
    try:
        page = wait_for_page(tmp_path, lab)
        config = json.loads(re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
        assert set(config["disabledExtensions"]) >= {
            "@jupyterlab/apputils-extension:announcements",
            "@jupyterlab/help-extension:about",
        }
        os.killpg(lab.pid, signal.SIGINT)  # JupyterLab asks whether it is meant
        lab.stdin.write(b"y\n")
        lab.stdin.flush()
        assert lab.wait(timeout=60) == 0
    finally:
        if lab.poll() is None:
            os.killpg(lab.pid, signal.SIGKILL)


def test_what_ends_with_an_error_is_told(monkeypatch, home):
    monkeypatch.setattr(os, "environ", home)
    with pytest.raises(WorkbenchError, match="JupyterLab ended with code"):
        start_lab("--no-such-option-of-it=1", "--ServerApp.port=nowhere")
