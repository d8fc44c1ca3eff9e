"""Limits on running kernels: one thread looks at all of them five times a second and ends those that pass a limit."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.reports.record import NotebookRun
from workbench.reports.settings import Limits

TICK = 0.2  # seconds
LOG_LIMIT = 50_000_000  # bytes of what programs started by kernels print past them


@dataclass
class Attempt:
    """One kernel at work on one notebook."""

    run: NotebookRun
    reason_file: Path  # where the kernel says why it ended itself
    pid: int | None = None
    started: float = field(default_factory=time.monotonic)  # a clock that nobody sets
    cell_started: float | None = None
    reason: str | None = None  # why it was ended
    died: bool = False  # it was ended by something else
    notebook: Any = None  # the notebook as far as it is executed

    def told(self) -> str | None:
        """Return why the kernel was ended by the watch or by itself; None when it was neither."""
        if self.reason is None and self.reason_file.exists():
            self.reason = self.reason_file.read_text(encoding="utf-8")
        return self.reason


class Watch:
    """The watch over the kernels of a run, as a context."""

    def __init__(self, limits: Limits, log: Path) -> None:
        self.limits = limits
        self.log = log
        self._attempts: list[Attempt] = []
        self._ended: str | None = None  # why every kernel is ended, also those yet to start
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def add(self, attempt: Attempt) -> None:
        """Look at an attempt until it is removed."""
        with self._lock:
            attempt.reason = self._ended
            self._attempts.append(attempt)

    def remove(self, attempt: Attempt) -> None:
        """Look at it no more."""
        with self._lock:
            self._attempts.remove(attempt)

    def end_all(self, reason: str) -> None:
        """End every kernel, for the reason given."""
        with self._lock:
            self._ended = reason
            for attempt in self._attempts:
                attempt.reason = attempt.reason or reason
                if attempt.pid is not None:
                    end_tree(attempt.pid)

    def _look(self) -> None:
        while not self._end.wait(TICK):
            with self._lock:
                attempts = list(self._attempts)
            for attempt in attempts:
                attempt.reason = attempt.reason or self._ended or self._passed(attempt)
                if attempt.reason and attempt.pid is not None:
                    end_tree(attempt.pid)

    def _passed(self, attempt: Attempt) -> str | None:
        """Return which limit an attempt has passed, as a sentence."""
        limits, now = self.limits, time.monotonic()
        if limits.cell and attempt.cell_started is not None and now - attempt.cell_started > limits.cell:
            return f"The cell took longer than its limit of {limits.cell:g} s."
        if limits.notebook and now - attempt.started > limits.notebook:
            return f"The notebook took longer than its limit of {limits.notebook:g} s."
        if limits.memory and attempt.pid is not None and memory_of(attempt.pid) > limits.memory * 1e6:
            return f"Out of memory: the kernel held more than its limit of {limits.memory:g} MB."
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            return f"Programs started by the notebooks printed more than {LOG_LIMIT / 1e6:g} MB."
        return None


def memory_of(pid: int) -> int:
    """Return the bytes a process and those it started hold in memory; 0 when it is gone."""
    import psutil

    held = 0
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        for part in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                held += part.memory_info().rss
    return held


def end_tree(pid: int) -> None:
    """End a process and all it started."""
    import psutil

    with suppress(psutil.Error):
        process = psutil.Process(pid)
        for part in (*process.children(recursive=True), process):
            with suppress(psutil.Error):
                part.kill()
