"""What went wrong with a notebook: its state and one sentence."""

from __future__ import annotations

import errno

from workbench.errors import StoppedError
from workbench.reports.execution.watch import Attempt

_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}
_WORDS = ("No space left on device", "Disk quota exceeded", "Read-only file system", "File too large")


def state_of(error: Exception, attempt: Attempt) -> tuple[str, str]:
    """Return the state (failed, wrong, stopped, unwritable) and the cause of a notebook that did not end well.

    Args:
        error: what the execution raised.
        attempt: the kernel at work, with why it was ended where that is known.
    """
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill import PapermillExecutionError

    if attempt.told():
        return "stopped", str(attempt.reason)
    if isinstance(error, PapermillExecutionError):
        return _state_of_cell(str(error.ename), last_line(str(error.evalue)))
    if isinstance(error, OSError) and error.errno in _UNWRITABLE:
        return "unwritable", f"It cannot be written: {error.strerror}."
    attempt.died = isinstance(error, StoppedError | DeadKernelError | CellTimeoutError | RuntimeError)
    if isinstance(error, StoppedError):
        return "stopped", str(error)
    if attempt.died:
        return (
            "stopped",
            f"The kernel died (killed, or out of memory): {last_line(str(error))} (see kernels.log)",
        )
    # A fault of ours or of a library must not hang the run: it is told like the others.
    return "failed", f"{type(error).__name__}: {last_line(str(error))}"


def _state_of_cell(name: str, message: str) -> tuple[str, str]:
    told = f"{name}: {message}"
    if name == "ParameterError":  # typed wrong, as only the notebook could know
        return "wrong", told
    if name.endswith("MemoryError"):
        return "stopped", f"Out of memory: {told}"
    if any(words in message for words in _WORDS):
        return "unwritable", told
    return "failed", told


def last_line(text: str) -> str:
    r"""Return the last line of a message that says something.

    Example:
        >>> last_line("Traceback\n  ...\nValueError: no such column\n\n")
        'ValueError: no such column'
    """
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no message"
