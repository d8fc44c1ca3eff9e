"""From a mark of a figure to the articles behind it: what is clicked says which values to filter by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from workbench.plots.folds import fold_id
from workbench.plots.phrases import safe
from workbench.widgets.explorer.facets import Facet

_HASH = 12  # last characters of the id of a fold: they are made of its value alone


def find_values(meta: object, custom: object, words: Iterable[object], facets: Sequence[Facet]) -> dict[str, str]:
    """Return {facet: value} of what a mark of a figure stands for; empty where the articles know nothing of it.

    Args:
        meta: `layout.meta` of the figure; our figures say there which passages each mark opens.
        custom: the custom data of the mark: the places of its fold and its group.
        words: what else the mark says: its places on the axes, the name of its trace.
        facets: what the articles can be filtered by. Each thing that the mark says chooses in one of them, the first.

    Example:
        >>> post = Facet("Outlet", {"Post": "Post"}, {"Post": np.array([0])})
        >>> find_values(None, None, ["Post", 3], [post])
        {'Outlet': 'Post'}
    """
    chosen: dict[str, str] = {}
    for told in [*_opened(meta, custom), *({word} for word in words if isinstance(word, str) and word)]:
        found = ((facet.name, value) for facet in facets for value in _values(facet, told))
        name, value = next(found, ("", ""))
        if name:
            chosen.setdefault(name, value)
    return chosen


def _opened(meta: object, custom: object) -> Iterator[set[str]]:
    """Yield what the fold and the group of a mark are called."""
    opens = meta.get("opens") if isinstance(meta, Mapping) else None
    places = custom.tolist() if isinstance(custom, np.ndarray) else custom
    if not isinstance(opens, Mapping) or not isinstance(places, list | tuple) or len(places) != 2:
        return
    fold, group = places
    if 0 <= fold < len(opens["folds"]):
        yield {opens["folds"][fold]["label"], *(str(name)[-_HASH:] for name in opens["folds"][fold]["ids"])}
    if 0 <= group < len(opens["rows"]):
        yield {opens["rows"][group]}


def _values(facet: Facet, told: set[str]) -> Iterator[str]:
    """Yield the values of a facet that are meant by one of these words or hashes."""
    for value, label in facet.labels.items():
        if told & {value, label, safe(label), fold_id("", value)[-_HASH:]}:
            yield value
