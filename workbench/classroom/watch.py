"""Watching a class: whenever a log has grown, the page is made anew; until somebody stops it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from workbench.classroom.collect import read_logs, sign_logs
from workbench.classroom.folder import SharedClass
from workbench.classroom.page import write_page, write_pulse, write_state
from workbench.classroom.state import describe_class
from workbench.errors import OutputError

_LOOKS = 0.5  # seconds between two looks at the folder


def watch_class(
    shared: SharedClass, *, stop: Event | None = None, tell: Callable[[dict[str, Any]], None] | None = None
) -> Path:
    """Keep the page of a class as new as its logs, until `stop` is set, and return the path of the page.

    A folder that is gone for a while (a cable, a server, a sleeping laptop) leaves the page as it is, with a word about
    it; it goes on when the folder is there again.

    Args:
        shared: the class, as `start_class` and `open_class` return it.
        stop: ends the watch when set.
        tell: called with what the page shows whenever that has changed.

    Raises:
        OutputError: the page cannot be written, at the start.

    Example:
        >>> watch_class(open_class("monday"))  # doctest: +SKIP
    """
    stopped = stop or Event()
    page = write_page(shared.home, shared.name)
    watch = _Watch(shared, tell)
    while True:
        began = time.monotonic()
        watch.look()
        if stopped.wait(max(_LOOKS - (time.monotonic() - began), 0.05)):
            return page


def refresh_page(shared: SharedClass) -> Path:
    """Write the page once, as the logs are now, and return its path.

    Raises:
        OSError: the shared folder cannot be reached.
        OutputError: the page cannot be written.
    """
    collected = read_logs(shared.codes, shared.codebook, shared.sample["unit_id"])
    return show_once(shared, describe_class(shared, collected))


def show_once(shared: SharedClass, state: dict[str, Any]) -> Path:
    """Write the page with what `describe_class` says, watched by nobody, and return its path.

    Raises:
        OutputError: it cannot be written.
    """
    page = write_page(shared.home, shared.name)
    write_pulse(shared.home, write_state(shared.home, state), 0)
    return page


class _Watch:
    """What was seen last."""

    def __init__(self, shared: SharedClass, tell: Callable[[dict[str, Any]], None] | None) -> None:
        self._shared, self._tell = shared, tell
        self._seen: object = None
        self._version, self._beat = "", 0

    def look(self) -> None:
        """Look at the folder once; write what has changed."""
        self._beat += 1
        trouble = ""
        try:
            self._read()
        except OSError as error:
            trouble = f"The shared folder {self._shared.folder} cannot be reached ({error.strerror or error})."
        try:
            write_pulse(self._shared.home, self._version, self._beat, trouble=trouble)
        except OutputError:  # a full disk, a virus scanner: the next look tries again, and the page says it waits
            self._seen = None

    def _read(self) -> None:
        signature = sign_logs(self._shared.codes)
        if signature == self._seen:
            return
        collected = read_logs(self._shared.codes, self._shared.codebook, self._shared.sample["unit_id"])
        state = describe_class(self._shared, collected)
        self._version = write_state(self._shared.home, state)
        self._seen = signature
        if self._tell is not None:
            self._tell(state)
