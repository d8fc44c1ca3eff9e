"""The kernel of a report: an IPython kernel that ends itself, with a reason, before it floods the one who reads it.

Run as `python -m workbench.reports.execution.kernel -f CONNECTION_FILE`, or called in a forked process. What it may
send and hold stands in its environment, see `warm.kernel_environment`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from traitlets import default

from workbench.reports.execution.warm import MEMORY_LIMIT, OUTPUT_LIMIT, REASON

SHOWN = ("stream", "display_data", "execute_result", "update_display_data", "error")


class BoundedSession(Session):
    """A session that counts the bytes of results, and ends the process before it sends more than is allowed."""

    sent = 0

    def serialize(self, msg: dict[str, Any], ident: Any = None) -> list[bytes]:  # noqa: ANN401 - signature of jupyter_client
        """Return the frames of a message."""
        frames: list[bytes] = super().serialize(msg, ident)
        limit = int(os.environ.get(OUTPUT_LIMIT, "0"))
        if limit and msg.get("msg_type", msg["header"]["msg_type"]) in SHOWN:
            self.sent += sum(len(frame) for frame in frames)
            if self.sent > limit:
                _end(f"Its output is larger than {limit / 1e6:g} MB. Show less, or give a larger output limit.")
        return frames


class ReportKernelApp(IPKernelApp):
    """The IPython kernel with a bounded session."""

    @default("session")
    def _bounded_session(self) -> BoundedSession:
        return BoundedSession(parent=self)


def launch(argv: list[str]) -> None:
    """Run a kernel until it is shut down.

    Args:
        argv: the arguments of ipykernel_launcher.
    """
    _limit_memory(int(os.environ.get(MEMORY_LIMIT, "0")))
    ReportKernelApp.launch_instance(argv=argv)


def _limit_memory(most: int) -> None:
    """Let a cell meet a MemoryError at the limit, where the system counts the memory of a process.

    The system counts what is reserved, of which a forked process uses a part: the difference is allowed for.
    """
    if most and sys.platform.startswith("linux"):
        import resource

        import psutil

        held = psutil.Process().memory_info()
        limit = most + max(held.data - held.rss, 0)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _end(reason: str) -> None:
    """End this process at once; the reason is read by the driver."""
    place = os.environ.get(REASON)
    if place:
        Path(place).write_text(reason, encoding="utf-8")
    os._exit(1)


if __name__ == "__main__":
    launch(sys.argv[1:])
