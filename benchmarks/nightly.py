"""Make a hundred runs in a row with changing data in one process, and look at what they leave and hold.

    python benchmarks/nightly.py [--runs 100]

Each run finds one article more but for every tenth; every seventh is refused by the data gate, every ninth fails.
Printed: what the history has recorded, the bytes on disk and the memory of the process through time.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "faults"))

from scene import Scene

from workbench import WorkbenchError
from workbench.reports import run_reports
from workbench.reports.publishing.history import read_history


def bytes_of(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def run_once(scene: Scene, file: Path, number: int, *, pending: bool) -> str:
    """Change the data, run, and return how it must have ended; `pending`: there are articles no report has yet."""
    if number % 10:
        scene.add_article(number)
        pending = True
    refused, fails = number % 7 == 0, pending and number % 9 == 0
    scene.add_notebook("1 / 0" if fails else "1 + 1")
    file.write_text(
        f'name = "night"\narticles = ["articles"]\nout = "out"\nnotebooks = ["own.ipynb"]\nkeep = {KEEP}\n'
        f"[gate]\narticles = {10_000 if refused else 1}\n"
    )
    with suppress(WorkbenchError):  # how it ended is read from the history
        run_reports(file)
    return "refused" if refused else "failed" if fails else "done" if pending else "unchanged"


KEEP = 5


def main() -> None:
    """Run and print a line every ten runs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=100)
    runs = parser.parse_args().runs
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}; keep = {KEEP}")
    me = psutil.Process()
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(Path(folder))
        expected: list[str] = []
        pending = True  # the article the scene begins with
        for number in range(1, runs + 1):
            expected.append(run_once(scene, scene.folder / "report.toml", number, pending=pending))
            pending = expected[-1] != "done" and (pending or bool(number % 10))
            if number % 10 == 0:
                held = f"{bytes_of(scene.home) / 1e6:.1f} MB on disk, {me.memory_info().rss / 1e6:.0f} MB in memory"
                print(f"after {number:>4} runs: {held}, {len(me.children(recursive=True))} processes left", flush=True)
        recorded = [entry.state for entry in read_history(scene.home)]
        print(f"expected {dict(Counter(expected))}")
        print(f"recorded {dict(Counter(recorded))}; the same in order: {recorded == expected}")
        published = [path.name for path in scene.home.iterdir() if path.name.startswith("20")]
        print(f"{len(published)} published and {len(list((scene.home / 'failed').iterdir()))} failed runs are kept")


if __name__ == "__main__":
    main()
