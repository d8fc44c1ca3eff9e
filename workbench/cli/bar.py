"""A progress bar over the cells of all notebooks."""

from __future__ import annotations

import sys
from typing import Any


class Bar:
    """A progress bar over the cells of all notebooks; on a terminal only, so that logs stay readable."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._started: dict[str, tuple[int, int]] = {}

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, notebook: str, cell: str | None, started: int, cells: int) -> None:
        """Move the bar: `started` of `cells` cells of a notebook have begun; `cell` is None when it has ended."""
        from tqdm import tqdm

        if self._bar is None:
            layout = "{percentage:3.0f}% |{bar:20}| {elapsed} {desc}"
            self._bar = tqdm(total=0, disable=None, bar_format=layout, file=sys.stderr)
        self._started[notebook] = (started, cells)
        self._bar.total = sum(total for _, total in self._started.values())
        self._bar.n = sum(done for done, _ in self._started.values())
        self._bar.set_description_str(f"{notebook}: {cell or 'done'}", refresh=True)
