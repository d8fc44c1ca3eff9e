"""Time the demo report, cold, against the same notebooks run by the papermill and nbconvert commands one after another.

    python benchmarks/report.py [--rounds 3]

Both sides are run in turn as whole processes in one go; wall seconds and CPU seconds (of all their processes) are
printed with the ratio of each round and the median. Nothing is kept.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "data" / "raw" / "demo"
BIN = Path(sys.executable).parent


def timed(commands: list[list[str]]) -> tuple[float, float]:
    """Return wall and CPU seconds of commands run one after another; CPU is that of all their children."""
    before, started = os.times(), time.perf_counter()
    for command in commands:
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    wall, after = time.perf_counter() - started, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, cpu


def workbench(folder: Path) -> list[list[str]]:
    """Return the command of the workbench."""
    return [[str(BIN / "workbench"), "report", str(DEMO), "--force", "--out", str(folder / "reports")]]


def peers(folder: Path) -> list[list[str]]:
    """Return the commands a user without the workbench would type: papermill, then nbconvert, for each notebook."""
    commands = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        executed = folder / path.name
        given = ["-p", "corpus", str(DEMO), "-p", "tables", str(folder / "tables")]
        commands.append([str(BIN / "papermill"), "--cwd", str(ROOT / "notebooks"), str(path), str(executed), *given])
        commands.append([str(BIN / "jupyter"), "nbconvert", "--to", "html", str(executed)])
    return commands


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print("round   workbench wall/cpu s    papermill+nbconvert wall/cpu s    ratio wall   ratio cpu")
    ratios = []
    for number in range(1, rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            ours, theirs = timed(workbench(Path(folder))), timed(peers(Path(folder)))
        ratios.append((ours[0] / theirs[0], ours[1] / theirs[1]))
        print(
            f"{number:>5}   {ours[0]:>10.1f} /{ours[1]:>6.1f}    {theirs[0]:>18.1f} /{theirs[1]:>6.1f}"
            f"    {ratios[-1][0]:>16.2f}   {ratios[-1][1]:>9.2f}"
        )
    print(f"median ratio: wall {median(r[0] for r in ratios):.2f}, cpu {median(r[1] for r in ratios):.2f}")


if __name__ == "__main__":
    main()
