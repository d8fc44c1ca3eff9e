"""How quick the coding widget is, and whether it loses anything.

    python benchmarks/coding.py [--only write,key]

Write: milliseconds from a message of the page until its answer is on the disk and settled, with logs of 0, 1,000 and
10,000 answers. Key: milliseconds from pressing Enter to the next passage drawn, in a real JupyterLab in Chromium, 20
passages. That nothing is lost or doubled when the kernel is killed fifty times is `tests/test_coding_kill.py`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from workbench.framing import read_codebook
from workbench.framing.coding.answers import Answer, write_line
from workbench.widgets.coding.session import Session

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]


def measure_writes(lines: int, answers: int = 100) -> str:
    """Time answers to a log that has so many lines."""
    codebook = read_codebook("generic")
    frames = dict.fromkeys(codebook.frames["frame"], 0)
    units = [f"u{number}" for number in range(lines + answers)]
    with tempfile.TemporaryDirectory(dir=ROOT / "reports" if (ROOT / "reports").is_dir() else None) as folder:
        path = Path(folder) / "ana.jsonl"
        old = (Answer("code", f"old-{unit:>08}", unit, "ana", "2026-01-01", codes=frames) for unit in units[:lines])
        path.write_bytes(b"".join(map(write_line, old)))
        session, taken = Session(units, codebook, coder="ana", path=path), []
        for number in range(answers):
            message = {"did": "code", "id": f"new-{number:08}", "unit_id": session.current, "codes": ["conflict"]}
            began = time.perf_counter()
            assert session.record(message)
            session.progress()
            taken.append(1000 * (time.perf_counter() - began))
    return tell(taken)


def measure_keys() -> str:
    """Time 20 passages coded by keyboard in JupyterLab."""
    from lab import start_lab
    from playwright.sync_api import sync_playwright
    from test_lab_coding import STOPWATCH, press, start_coding

    with (
        tempfile.TemporaryDirectory() as folder,
        start_lab(Path(folder)) as lab,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        opened, _ = start_coding(chromium, lab, "ana")
        opened.page.evaluate(STOPWATCH)
        for _ in range(20):
            press(opened, "1", "3", "Enter")
        return tell(opened.page.evaluate("window.taken"))


def tell(taken: list[float]) -> str:
    """Return the median, the 95th percentile and the longest of some times."""
    ordered = sorted(taken)
    high = ordered[int(0.95 * (len(ordered) - 1))]
    return f"median {ordered[len(ordered) // 2]:.1f} ms, 95 % {high:.1f} ms, longest {ordered[-1]:.1f} ms"


def main() -> None:
    """Run what is asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="write,key", help="what to measure, divided by commas")
    asked = parser.parse_args().only.split(",")
    if "write" in asked:
        for lines in (0, 1_000, 10_000):
            print(f"write, log of {lines} answers: {measure_writes(lines)}")
    if "key" in asked:
        print(f"key to next passage drawn: {measure_keys()}")


if __name__ == "__main__":
    main()
