"""From a wheelhouse to the first chart without a network: in a network namespace that has no route (Linux, root).

python benchmarks/laptop.py [WHEELHOUSE]     # made first (with the package index) when it is not there
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# What a student does: install, make a folder, make the first page of a report. The first line must fail.
STEPS = {
    "no route": "! python3 -c 'import socket; socket.create_connection((\"192.0.2.1\", 80), 3)' 2>/dev/null",
    "install": "sh wheelhouse/install.sh >/dev/null",
    "new study": "workbench/bin/workbench new study --demo >/dev/null",
    "first chart": "cd study && ../workbench/bin/workbench report report.toml --only 1-corpus >/dev/null",
    "whole report": "cd study && ../workbench/bin/workbench report report.toml >/dev/null",
    "first lesson": "workbench/bin/workbench lesson student 1 >/dev/null",
}


def main() -> None:
    """Install in a namespace without a network, and print how long each step took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheelhouse", nargs="?", type=Path)
    given = parser.parse_args().wheelhouse
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        wheelhouse = place / "wheelhouse"
        if given and given.exists():
            shutil.copytree(given, wheelhouse)
        else:
            subprocess.run([sys.executable, ROOT / "packaging/make_wheelhouse.py", wheelhouse], check=True)
        print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
        size = sum(file.stat().st_size for file in wheelhouse.iterdir()) / 1e6
        print(f"wheelhouse: {len(list(wheelhouse.glob('*.whl')))} packages, {size:.0f} MB")
        go_through(place)


def go_through(place: Path) -> None:
    """Do each step in the namespace, with the environment of a fresh user."""
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(place), "LANG": "C.UTF-8"}
    whole = 0.0
    for name, command in STEPS.items():
        begun = time.perf_counter()
        script = f"ip link set lo up 2>/dev/null; set -e; {command}"
        subprocess.run(["unshare", "-n", "sh", "-c", script], cwd=place, env=environment, check=True)
        seconds = time.perf_counter() - begun
        whole += seconds
        print(f"{name:>14} {seconds:7.1f} s   {whole:7.1f} s from the start")
    chart = next((place / "study/reports/study").glob("2*/1-corpus.html"))
    print(f"{chart.name}: {chart.read_text(encoding='utf-8').count('plotly')} mentions of the figures' library")


if __name__ == "__main__":
    main()
