"""Small files that are replaced in one step: a reader sees the old one whole or the new one whole."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

LEFT_OVER = ".tmp"  # ends the hidden name under which a file is written first


def write_whole(path: Path, text: str) -> Path:
    """Write `text` beside `path`, bring it to the disk, and put it in the place of `path` by one rename.

    Raises:
        OSError: it cannot be written; what stood at `path` still does.

    Example:
        >>> from tempfile import mkdtemp
        >>> write_whole(Path(mkdtemp()) / "state", "done").read_text()
        'done'
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}{LEFT_OVER}")
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        _replace(fresh, path)
    except BaseException:  # a signal too leaves nothing behind
        with suppress(OSError):
            fresh.unlink()
        raise
    sync_folder(path.parent)
    return path


def remove_left_over(folder: Path) -> None:
    """Remove what a killed process had begun to write in `folder`; only its next writer may call this."""
    for path in folder.glob(f".*{LEFT_OVER}"):
        with suppress(OSError):
            path.unlink()


def sync_folder(folder: Path) -> None:
    """Bring the names of new and renamed files in a folder to the disk, where the system can.

    What was written stands there whatever comes of this: some network file systems know no fsync of folders, and a
    folder that may be written to need not be readable.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _replace(fresh: Path, path: Path) -> None:
    if sys.platform != "win32":
        fresh.replace(path)
        return
    for attempt in range(20):  # Windows refuses while a reader has the old file open
        try:
            fresh.replace(path)
            break
        except PermissionError:
            if attempt == 19:
                raise
            time.sleep(0.05)
