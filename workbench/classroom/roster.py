"""Which number each coder has on the page, so that names need not be shown: the same one through the whole class."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from workbench.reports.publishing.files import write_whole


def number_coders(path: Path, coders: Iterable[str]) -> list[str]:
    """Return all coders ever seen in this class, in the order in which they came; new ones go to the end, by name.

    Example:
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp()) / "coders.json"
        >>> number_coders(file, ["ben"]), number_coders(file, ["ana", "ben"])
        (['ben'], ['ben', 'ana'])
    """
    known = _read(path)
    new = sorted(set(coders) - set(known))
    if new:
        write_whole(path, json.dumps([*known, *new], indent=1) + "\n")
    return [*known, *new]


def _read(path: Path) -> list[str]:
    try:
        names = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
