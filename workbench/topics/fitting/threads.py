"""One thread for linear algebra: sums made by several differ in their last digits from run to run."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from importlib import import_module
from typing import Any


def one_thread() -> AbstractContextManager[object]:
    """Return a context in which the libraries under numpy use one thread."""
    limits: AbstractContextManager[object] = _libraries().limit(limits=1)
    return limits


@cache
def _libraries() -> Any:  # noqa: ANN401 - threadpoolctl has no types
    """Return the libraries that have threads; to look for them takes as long as a small fit."""
    from threadpoolctl import ThreadpoolController

    import_module("sklearn.decomposition")  # with all that a fit computes with, or it would not be found
    return ThreadpoolController()
