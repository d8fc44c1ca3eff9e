"""What an executed notebook shows, without the texts of articles; its own prose and code stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, MutableSequence
from pathlib import Path
from typing import Any

from workbench.reports.texts.limiter import Limiter

_BINARY = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "bdata")
_STEP = 2_000  # strings at a time

Place = tuple[Any, Any]  # a list or a mapping, and the index or key of a string in it


def limit_notebook(path: Path, limiter: Limiter) -> Path:
    """Cut the texts of articles out of the outputs of an executed notebook, in place; return its path.

    Outputs of all kinds: tables, text, Markdown, what was printed, errors, and figures with all their hovers.

    Args:
        path: the notebook. A file in which nothing is cut is not written again.
        limiter: see `build_limiter`.

    Example:
        >>> limit_notebook(Path("notebooks/2-framing.ipynb"), limiter)  # doctest: +SKIP
    """
    import nbformat

    if not len(limiter.hashes):
        return path
    notebook = nbformat.read(path, as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    if limit_values([outputs, notebook.metadata], limiter):
        nbformat.write(notebook, path)
    return path


def limit_values(values: Any, limiter: Limiter) -> bool:  # noqa: ANN401 - what JSON holds
    """Limit all strings in lists and mappings, in place; return whether any was changed."""
    places = list(_strings(values))
    changed = False
    for start in range(0, len(places), _STEP):
        part = places[start : start + _STEP]
        before = [[holder[key]] for holder, key in part]
        for (holder, key), old, new in zip(part, before, limiter.limit(before), strict=True):
            if new is not old:
                holder[key] = new[0]
                changed = True
    return changed


def _strings(value: Any) -> Iterator[Place]:  # noqa: ANN401 - what JSON holds
    """Yield the place of every string, however deep; a stack, as nesting may be deeper than Python's calls."""
    stack = [value]
    while stack:
        holder = stack.pop()
        items: Any = holder.items() if isinstance(holder, MutableMapping) else enumerate(holder)
        for key, item in items:
            if isinstance(item, str):
                if key not in _BINARY:
                    yield holder, key
            elif isinstance(item, MutableMapping | MutableSequence):
                stack.append(item)
