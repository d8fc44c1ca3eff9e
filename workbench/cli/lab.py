"""JupyterLab as a study or a class wants it: it does not begin with a question about news."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from workbench.errors import WorkbenchError

_SETTINGS = Path(__file__).resolve().parent / "jupyter"


def start_lab(*arguments: str) -> None:
    """Run JupyterLab until it is ended.

    Settings of the user's own are kept and stand above ours.

    Raises:
        WorkbenchError: it ended with an error, which it has told itself.
    """
    places = [*filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")]), str(_SETTINGS)]
    env = os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(places)}
    lab = subprocess.Popen([sys.executable, "-m", "jupyterlab", *arguments], env=env)  # noqa: S603 - our own words
    while (code := _wait(lab)) is None:
        continue
    if code:
        raise WorkbenchError(f"JupyterLab ended with code {code}; its own message stands above.")


def _wait(lab: subprocess.Popen[bytes]) -> int | None:
    """Wait for the end; the keyboard's interrupt is not ours: JupyterLab hears it too, and asks whether it is meant."""
    try:
        return lab.wait()
    except KeyboardInterrupt:
        return None
