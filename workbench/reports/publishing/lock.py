"""One run of a report at a time: a lock that the system itself gives back when a process dies, however it dies."""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any

from workbench.articles.sources import MARK
from workbench.errors import OutputError, ParameterError, StoppedError

LOCK = ".lock"
SCHEDULED = "scheduled.log"  # what a scheduler kept of the last run, also before there is any
PROBED = 0.5  # seconds; a reader who asks whether a run is going has the lock for an instant
_PAUSE = 0.05
_SIGNS = {LOCK, "latest", "failed", "matrix.json"}  # one of them is in every folder that runs have been in


@contextmanager
def hold_lock(home: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock of a report, so that no other run of it can begin; the folder is made when it is missing.

    Args:
        home: the folder of the report, `reports/NAME`.
        wait: seconds to wait for another run to end.

    Raises:
        StoppedError: another run is still going after `wait` seconds; it is named.
        ParameterError: the folder holds something else, such as articles.
        OutputError: the folder cannot be written, or its file system knows no locks.

    Example:
        >>> with hold_lock(Path("reports/demo")):  # doctest: +SKIP
        ...     settle_abandoned(Path("reports/demo"))
    """
    handle = _acquire(home, wait)
    try:
        yield
    finally:
        handle.close()  # closing gives it back; the file stays, for a lock on a removed file would lock nothing


def is_locked(home: Path) -> bool:
    """Return whether a run of the report in `home` is going on: its process holds the lock as long as it lives."""
    try:
        handle = (home / LOCK).open("rb", buffering=0)
    except FileNotFoundError:
        return False
    except OSError:
        return True  # we may not look: what the status says stands
    with handle:
        try:
            return not _take(handle, shared=True)
        except OSError:
            return True


def describe_process() -> dict[str, Any]:
    """Return who we are: pid, host, and the time (UTC) at which the lock was taken."""
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat(timespec="seconds")}


def _acquire(home: Path, wait: float) -> FileIO:
    end = time.monotonic() + max(wait, PROBED)
    while True:
        handle = _open(home)
        try:
            held = _take(handle, shared=False)
        except OSError as error:
            handle.close()
            raise OutputError(
                f"The report in {home} cannot be locked: {error.strerror}. Choose an --out on a file system with locks."
            ) from error
        if held and _still_there(handle, home / LOCK):
            _sign(handle)
            return handle
        handle.close()
        if not held and time.monotonic() >= end:
            raise StoppedError(_busy(home, wait))
        time.sleep(_PAUSE)


def _open(home: Path) -> FileIO:
    try:
        home.mkdir(parents=True, exist_ok=True)
        _check_ours(home)
        (home / MARK).touch()  # so that a report on the folder around it does not read it as articles
        return (home / LOCK).open("a+b", buffering=0)
    except OSError as error:
        raise OutputError(f"The report cannot be written to {home}: {error.strerror}. Choose another --out.") from error


def _check_ours(home: Path) -> None:
    """Raise where files of others are: reports among articles would be read as articles, or articles left out."""
    found = {path.name for path in home.iterdir()} - {MARK, SCHEDULED}
    if found and not found & _SIGNS:
        raise ParameterError(
            f"The folder {str(home)!r} holds files and is no folder of a report, as {min(found)!r}. "
            "Give the report another --name, or another --out."
        )


def _take(handle: FileIO, *, shared: bool) -> bool:
    """Try to lock; False when another process (or another handle of this one) holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(1 << 30)  # far behind what is written, which others must be able to read
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle.fileno(), (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EAGAIN, errno.EACCES, errno.EDEADLK}:
            return False
        raise
    return True


def _still_there(handle: FileIO, path: Path) -> bool:
    """Tell whether the file we locked is the one others will find: a discarded first run removes its folder."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(handle.fileno()), path.stat())
    return False


def _sign(handle: FileIO) -> None:
    """Say who holds the lock, for the message of the next one; a full disk is no reason not to hold it."""
    with suppress(OSError):
        handle.truncate(0)
        handle.write(json.dumps(describe_process()).encode())


def _busy(home: Path, wait: float) -> str:
    try:
        holder = json.loads((home / LOCK).read_bytes())
        who = f" (process {holder['pid']} on {holder['host']}, since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        who = ""
    waited = f" and did not end within {wait:g} s" if wait else ""
    return (
        f"Another run of {home.name!r} is going{who}{waited}. Nothing was run. "
        "Wait for its end, or let this run wait (limits.wait, in seconds)."
    )
