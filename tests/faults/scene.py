"""What the tests of faults share: real runs as processes of their own, a reader who looks meanwhile, what is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import nbformat
import psutil

MARK = "WORKBENCH_TEST_SCENE"  # in the environment of every process of a scene: what is left is found by it
GOOD = {"title": "Talks", "text": "The envoy met the president on 3 December 2025. " * 20}


@dataclass
class Scene:
    """A folder with articles and notebooks, and the reports made of them."""

    folder: Path
    mark: str = field(default_factory=lambda: uuid4().hex)

    def __post_init__(self) -> None:
        (self.folder / "articles").mkdir(parents=True, exist_ok=True)
        self.add_article(0)

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def home(self) -> Path:
        return self.out / "night"

    def add_article(self, number: int) -> None:
        """Add one article: the next run has something to do."""
        article = GOOD | {"title": f"Talks {number}"}
        (self.folder / "articles" / f"{number}.jsonl").write_text(json.dumps(article) + "\n")

    def add_notebook(self, *sources: str, name: str = "own", kernel: str = "python3", language: str = "python") -> Path:
        """Write a notebook of these cells and return its path."""
        declared = nbformat.v4.new_code_cell('corpus: str = "x"  # articles', id="parameters")
        cells = [nbformat.v4.new_markdown_cell(f"# {name}", id="title"), declared]
        cells[1].metadata["tags"] = ["parameters"]
        cells += [nbformat.v4.new_code_cell(source, id=f"step-{number}") for number, source in enumerate(sources)]
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata.kernelspec = {"name": kernel, "display_name": kernel, "language": language}
        path = self.folder / f"{name}.ipynb"
        nbformat.write(notebook, path)
        return path

    def start(self, *options: str, notebook: Path | None = None, **environment: str) -> subprocess.Popen[str]:
        """Start a run of the command line and return its process."""
        only = ["--only", str(notebook or self.folder / "own.ipynb")]
        command = [sys.executable, "-m", "workbench.cli", "report", str(self.folder / "articles"), *only]
        command += ["--name", "night", "--out", str(self.out), *options]
        return subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env=os.environ | {MARK: self.mark} | environment,
        )

    def run(self, *options: str, **more: object) -> tuple[int, str]:
        """Run to the end and return exit code and what was said."""
        process = self.start(*options, **more)
        said = process.communicate(timeout=240)
        return process.returncode, "".join(said)

    def status(self) -> dict[str, object]:
        """Return what `workbench status --json` says."""
        command = [sys.executable, "-m", "workbench.cli", "status", "night", "--out", str(self.out), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder)
        return json.loads(done.stdout) | {"code": done.returncode}

    def wait_for_kernel(self) -> int:
        """Return the process of the kernel of the run that is going, once its first own cell runs."""
        while True:
            for path in self.folder.glob("pid-*"):
                text = path.read_text()
                if text:
                    return int(text)
            time.sleep(0.05)

    def left_over(self, patience: float = 8.0) -> list[str]:
        """Return the processes of this scene that are still there after a while."""
        end = time.monotonic() + patience
        while True:
            left = [told for process in self.processes() if (told := describe(process))]
            if not left or time.monotonic() > end:
                return left
            time.sleep(0.1)

    def processes(self) -> list[psutil.Process]:
        """Return the processes of this scene."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get(MARK) == self.mark and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
            except psutil.Error:
                continue
        return found

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Look at the latest report all the time, as readers do."""
        reader = Reader(self.home)
        reader.start()
        try:
            yield reader
        finally:
            reader.stop.set()
            reader.join()


class Reader(threading.Thread):
    """Opens the latest report again and again and notes what is not whole."""

    def __init__(self, home: Path) -> None:
        super().__init__(daemon=True)
        self.home = home
        self.stop = threading.Event()
        self.torn: list[str] = []
        self.seen: set[str] = set()
        self.had_report = (home / "latest").exists()

    def run(self) -> None:
        while not self.stop.wait(0.003):
            fault = self.look()
            if fault:
                self.torn.append(fault)

    def look(self) -> str | None:
        """Return what is not whole; the report is opened once, by the folder `latest` leads to at that moment."""
        try:
            folder = (self.home / "latest").resolve(strict=True)
            pages = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}
            record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            return f"gone: {error}" if self.had_report else None
        except (OSError, ValueError) as error:
            return f"{type(error).__name__}: {error}"
        self.had_report = True
        self.seen.add(record["run"])
        wanted = {"index.html", *(f"{run['name']}.html" for run in record["notebooks"])}
        if not wanted <= set(pages):
            return f"{record['run']} lacks {sorted(wanted - set(pages))}"
        cut = [name for name, page in pages.items() if not page.rstrip().endswith("</html>")]
        return f"{record['run']}: cut off: {cut}" if cut else None


def note_kernel(folder: Path) -> str:
    """Return the code of a cell that tells the test which process it runs in."""
    return f"import os, pathlib; pathlib.Path({str(folder)!r}, f'pid-{{os.getpid()}}').write_text(str(os.getpid()))"


def interrupt(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> tuple[int, str]:
    """Send a signal to a run and return exit code and what was said."""
    process.send_signal(number)
    said = process.communicate(timeout=60)
    return process.returncode, "".join(said)


def describe(process: psutil.Process) -> str:
    """Say which process it is; nothing where it has ended in between."""
    try:
        return f"{process.pid} {' '.join(process.cmdline())}"
    except psutil.NoSuchProcess:
        return ""
