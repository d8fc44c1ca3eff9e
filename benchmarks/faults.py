"""Make every fault of a run happen many times, with a reader who opens the latest report meanwhile.

    python benchmarks/faults.py [--times 20] [--only "a cell is stuck"]

The faults are those of tests/faults/scenarios.py, in real processes. Printed for each: lost reports (the last good one
is not the latest any more), torn reads, runs told as done that were not, processes left over, wrong exit codes.
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "faults"))

from scenarios import FAULTS
from scene import Scene


def count(name: str, good: Scene, times: int) -> dict[str, int]:
    """Return how often each thing that must not be was seen."""
    seen = dict.fromkeys(("lost", "torn", "false done", "orphans", "wrong code"), 0)
    fault = FAULTS[name]
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(good.folder, Path(folder) / "scene", symlinks=True)
            scene = Scene(Path(folder) / "scene")
            scene.add_article(1)
            latest = (scene.home / "latest").resolve().name
            with scene.reader() as reader:
                code, _said = fault.make(scene)
            status = scene.status()
            seen["lost"] += (scene.home / "latest").resolve().name != latest
            seen["torn"] += len(reader.torn)
            seen["false done"] += status["state"] in {"done", "unchanged"} or status["code"] == 0
            seen["orphans"] += len(scene.left_over())
            seen["wrong code"] += code != fault.code
    return seen


def main() -> None:
    """Run the faults and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        good = Scene(Path(folder) / "good")
        good.add_notebook("1 + 1")
        code, said = good.run()
        if code:
            raise SystemExit(said)
        for name in FAULTS:
            if options.only in name:
                started = time.monotonic()
                seen = count(name, good, options.times)
                told = ", ".join(f"{what} {number}" for what, number in seen.items())
                print(f"{name:<34} {options.times} times: {told} ({time.monotonic() - started:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
