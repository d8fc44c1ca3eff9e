"""Where a mark leads: to the fold of a shown table with the passages behind it, and in it to the rows of one group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import pandas as pd

from workbench.plots.phrases import NOT_STATED

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ANY = -1  # the place of no group: all rows of the fold


def fold_id(table: str, value: object) -> str:
    """Return the id that the fold of a value has in the shown table: the same in every run, safe whatever the value.

    Example:
        >>> fold_id("sentences", "Oil")
        'fold-sentences-2378bdd2cf4f'
    """
    return f"fold-{table}-{sha256(str(value).encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class Passages:
    """The folds that the marks of a figure lead to.

    Attributes:
        table: the name of the shown table; "" leads nowhere.
        names: what each frame is called; its table may be folded by the name or by the frame itself.
        groups: the groups that marks stand for, which the rows of a fold may be told apart by.
    """

    table: str
    names: Mapping[str, str]
    groups: Sequence[str] = ()

    def behind(self, frame: object, group: object = None) -> list[int]:
        """Return the custom data of a mark: the places of its frame and its group."""
        known = group in self.groups and group != NOT_STATED
        return [list(self.names).index(str(frame)), list(self.groups).index(str(group)) if known else _ANY]

    def column(self, frames: pd.Series, groups: pd.Series | None = None) -> pd.Series:
        """Return the custom data of many marks, one a row."""
        of = groups if groups is not None else [None] * len(frames)
        return pd.Series([self.behind(*pair) for pair in zip(frames, of, strict=True)], frames.index, dtype="object")

    def tell(self, figure: Figure) -> Figure:
        """Return the figure with the folds noted in `layout.meta`; a report page makes links and clicks of them."""
        folds = [
            {"label": name, "ids": list(dict.fromkeys([fold_id(self.table, name), fold_id(self.table, frame)]))}
            for frame, name in self.names.items()
        ]
        if self.table:
            figure.layout.meta = figure.layout.meta | {"opens": {"folds": folds, "rows": list(self.groups)}}
        return figure
