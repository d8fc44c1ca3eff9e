"""Signals that ask a run to stop: raised where they meet it, seen before it is published, and not while it is."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

STOPPING = tuple(
    number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None
)
_asked: list[str] = []


def stop_by_signals() -> None:
    """Let signals that ask to stop end what is going on; one that is ignored stays so, as under nohup.

    They raise KeyboardInterrupt, which is no Exception: code that bears any error of one file must not bear this one.
    """
    _asked.clear()
    if threading.current_thread() is threading.main_thread():
        for number in STOPPING:
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, _stop)


def raise_if_asked() -> None:
    """Raise what a signal has raised before, where a library has swallowed it.

    Raises:
        KeyboardInterrupt: a signal has asked to stop.
    """
    if _asked:
        raise KeyboardInterrupt(_asked[0])


@contextmanager
def ignore_signals() -> Iterator[None]:
    """Ignore signals that ask to stop, for what is about to end by itself; only the main thread can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)


def _stop(number: int, _: object) -> NoReturn:
    who = "the keyboard" if number == signal.SIGINT else f"signal {number}"
    _asked.append(f"Stopped by {who}. Nothing was published.")
    raise KeyboardInterrupt(_asked[-1])
