"""Measure reports: against the papermill and nbconvert commands, unchanged, with one article more, in memory, in bytes.

    python benchmarks/report.py [--rounds 3] [--only cold,unchanged,memory,pages,one-more]

Both sides run in turn as whole processes in one go, both with Python's own cache of compiled files; wall seconds, and
CPU seconds of all their processes, are printed with their ratios. Nothing is kept.
"""

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

import psutil

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "data" / "raw" / "demo"
BIN = Path(sys.executable).parent
PARTS = ("cold", "unchanged", "memory", "pages", "one-more")


def environment(cache: Path) -> dict[str, str]:
    """Return the environment of both sides: compiled files are kept, as they are by default."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
        "PYTHONPYCACHEPREFIX": str(cache)
    }


def timed(commands: list[list[str]], cache: Path) -> tuple[float, float]:
    """Return wall and CPU seconds of commands run one after another; CPU is that of all their children."""
    before, started = os.times(), time.perf_counter()
    for command in commands:
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment(cache))
    wall, after = time.perf_counter() - started, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, cpu


def workbench(folder: Path, *options: str) -> list[list[str]]:
    """Return the command of the workbench."""
    return [[str(BIN / "workbench"), "report", str(DEMO), "--out", str(folder / "reports"), *options]]


def peers(folder: Path) -> list[list[str]]:
    """Return the commands a user without the workbench would type: papermill, then nbconvert, for each notebook."""
    commands = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        executed = folder / path.name
        given = ["-p", "corpus", str(DEMO), "-p", "tables", str(folder / "tables")]
        commands.append([str(BIN / "papermill"), "--cwd", str(ROOT / "notebooks"), str(path), str(executed), *given])
        commands.append([str(BIN / "jupyter"), "nbconvert", "--to", "html", str(executed)])
    return commands


def measure_cold(rounds: int, cache: Path, *, unchanged: bool) -> None:
    """Print the ratios of a first report, and of a report that nothing has changed for, to the plain commands."""
    print("round   report wall/cpu s   unchanged wall/cpu s   plain wall/cpu s   ratios wall, cpu; unchanged wall, cpu")
    ratios = []
    for number in range(rounds + 1):  # the first fills the caches of compiled files and is not counted
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            ours = timed(workbench(folder), cache)
            again = timed(workbench(folder), cache) if unchanged else (0.0, 0.0)
            theirs = timed(peers(folder), cache)
        if number == 0:
            continue
        ratios.append([pair[place] / theirs[place] for pair in (ours, again) for place in (0, 1)])
        said = "  ".join(f"{ratio:.3f}" for ratio in ratios[-1])
        print(
            f"{number:>5}   {ours[0]:>8.1f} /{ours[1]:>6.1f}   {again[0]:>11.2f} /{again[1]:>6.2f}   "
            f"{theirs[0]:>9.1f} /{theirs[1]:>6.1f}   {said}"
        )
    middle = [median(row[place] for row in ratios) for place in range(4)]
    print("median ratios: " + "  ".join(f"{ratio:.3f}" for ratio in middle))


class Memory(threading.Thread):
    """Samples the memory of a process and all it started: proportional set sizes, so that shared pages count once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.process = psutil.Process(pid)
        self.most = 0.0
        self.driver = 0.0
        self.kernel = 0.0

    def run(self) -> None:
        """Sample until the process is gone."""
        while self.process.is_running() and self.process.status() != psutil.STATUS_ZOMBIE:
            try:
                held = {part.pid: part.memory_full_info() for part in self.process.children(recursive=True)}
                own = self.process.memory_full_info()
            except psutil.Error:
                continue
            self.most = max(self.most, sum(item.pss for item in held.values()) + own.pss)
            self.driver = max(self.driver, own.rss)
            self.kernel = max([self.kernel, *(item.rss for item in held.values())])
            time.sleep(0.05)


def measure_memory(cache: Path) -> None:
    """Print the peak of a whole run beside that of its largest kernel and of its driver."""
    with tempfile.TemporaryDirectory() as name:
        command = workbench(Path(name))[0]
        process = subprocess.Popen(command, cwd=ROOT, env=environment(cache), stdout=subprocess.DEVNULL)
        memory = Memory(process.pid)
        memory.start()
        process.wait()
        memory.join()
    single = memory.kernel + memory.driver
    print(
        f"peak memory {memory.most / 1e6:.0f} MB; largest kernel {memory.kernel / 1e6:.0f} MB + driver "
        f"{memory.driver / 1e6:.0f} MB = {single / 1e6:.0f} MB; ratio {memory.most / single:.2f}"
    )


def measure_pages(cache: Path) -> None:
    """Print the bytes of the pages beside those with plotly.js in each of them."""
    import plotly

    script = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").stat().st_size
    with tempfile.TemporaryDirectory() as name:
        timed(workbench(Path(name)), cache)
        pages = sorted((Path(name) / "reports" / "demo" / "latest").glob("*.html"))
        for page in pages:
            size = page.stat().st_size
            print(f"{page.name:<20} {size / 1e3:>7.0f} kB shared, {(size + script) / 1e3:>7.0f} kB embedded, "
                  f"ratio {size / (size + script):.3f}")  # fmt: skip


def write_articles(folder: Path, number: int) -> None:
    """Write invented articles of four outlets, a JSON object a line."""
    draw = random.Random(1)
    words = "talks sanctions envoy border oil tanker vote court relief visa deal price army press law port".split()
    folder.mkdir()
    rows = []
    for place in range(number):
        text = " ".join(
            f"The {draw.choice(words)} and the {draw.choice(words)} came before the {draw.choice(words)} on Monday."
            for _ in range(25)
        )
        outlet = f"Outlet {'ABCD'[place % 4]}"
        day = f"2025-{1 + place % 12:02}-{1 + place % 28:02}"
        rows.append({"title": f"Story {place}", "text": text, "outlet": outlet, "published": day, "url": f"u/{place}"})
    (folder / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def measure_one_more(cache: Path, number: int = 10_000) -> None:
    """Print what runs again when one article is added to many: a report for each outlet, over a corpus on disk."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_articles(folder / "raw", number)
        (folder / "report.toml").write_text(
            'name = "press"\narticles = ["store"]\nnotebooks = ["1-corpus"]\n'
            '[matrix]\noutlets = [["Outlet A"], ["Outlet B"], ["Outlet C"], ["Outlet D"]]\n'
        )
        commands = [
            [str(BIN / "workbench"), "ingest", str(folder / "raw"), str(folder / "store")],
            [str(BIN / "workbench"), "report", str(folder / "report.toml"), "--out", str(folder / "out")],
        ]
        first = timed(commands, cache)
        more = {"title": "One more", "text": "The envoy came back to the port. " * 40, "outlet": "Outlet B",
                "published": "2025-12-30"}  # fmt: skip
        (folder / "raw" / "more.jsonl").write_text(json.dumps(more) + "\n")
        again = timed(commands, cache)
        print(f"{number} articles, four reports: {first[0]:.1f} s wall, {first[1]:.1f} s CPU")
        print(f"one more article of Outlet B: {again[0]:.1f} s wall, {again[1]:.1f} s CPU")
        for path in sorted((folder / "out").glob("press-*/status.json")):
            status = json.loads(path.read_text())
            print(f"  {status['report']:<20} {status['state']:<10} notebooks run {status['notebooks_run']}, "
                  f"kept {status['notebooks_kept']}, {status['seconds']} s")  # fmt: skip


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=",".join(PARTS))
    options = parser.parse_args()
    asked = options.only.split(",")
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name)
        if "cold" in asked:
            measure_cold(options.rounds, cache, unchanged="unchanged" in asked)
        for part, measure in (("memory", measure_memory), ("pages", measure_pages), ("one-more", measure_one_more)):
            if part in asked:
                measure(cache)


if __name__ == "__main__":
    main()
