"""The figure of right and wrong codes: a table of four cells a frame, shaded by share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.dots import name_rows
from workbench.plots.folds import Passages
from workbench.plots.phrases import counted, in_sentence, label_of, percent, safe, wrapped
from workbench.plots.theme import Size, add_text, finish, new_figure, nothing_to_show

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_COLUMNS = ["frame", "coded", "predicted", "units"]
# The cells from left to right: what people said, what the machine said, and a word for it.
_CELLS = [
    (True, True, "found"),
    (True, False, "missed"),
    (False, True, "false<br>alarm"),
    (False, False, "rightly<br>none"),
]
_ROW, _HEAD = 44, 64  # pixels a frame, and over all of them
# Wrong cells are orange and right ones blue, the paler the smaller the share; both let the page through.
_WRONG, _RIGHT = "rgba(213,94,0,0.5)", "rgba(0,114,178,0.5)"


def plot_confusion(
    confusion: pd.DataFrame,
    *,
    labels: pd.DataFrame | None = None,
    opens: str = "mistakes",
    headline: bool = False,
) -> Figure:
    """Return a table of how many units with and without each frame, as people see it, the machine gets right.

    Shares are of the units that people coded with the frame (left pair) and without it (right pair); each pair makes
    100 %. The frame that people coded most often stands on top.

    Args:
        confusion: frame, coded, predicted (True or False), units, as `count_confusion` makes.
        labels: frame, label; without it frames are called by their name.
        opens: the name of a shown table folded by frame: on a report page a cell opens its passages there.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> confusion = pd.DataFrame({"frame": "oil", "coded": [True, True, False, False],
        ...     "predicted": [True, False, True, False], "units": [15, 5, 8, 72]})
        >>> plot_confusion(confusion).layout.meta["sentence"]
        'The machine finds 15 of the 20 units that people coded with oil, and sees it in 8 of the 80 without it.'
    """
    require_columns(confusion.columns, _COLUMNS, table="confusion")
    name, title = "confusion", "What the machine finds, misses and sees by mistake"
    cells = _cells(confusion)
    if cells.empty or not cells["units"].sum():
        return nothing_to_show("no unit was coded by machine and hand", name=name, title=title, headline=headline)
    coded = cells[cells["coded"]].groupby("frame")["units"].sum()
    names = label_of(labels, coded.index)
    frames = sorted(coded.index, key=lambda frame: (-coded[frame], names[frame]))
    passages = Passages(opens, {frame: names[frame] for frame in frames})
    figure = new_figure()
    _add_cells(figure, cells, frames, passages)
    name_rows(figure, [names[frame] for frame in frames], width=18)
    _add_heads(figure)
    sentence = _sentence(cells, frames, names)
    most = int(cells.groupby("frame")["units"].sum().max())
    figure = finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=f"{counted(most, 'unit')} coded by people and by machine. Coded: people see the frame. "
        "Blue: the machine agrees; orange: it does not.",
        alt=f"Table: one row a frame; columns: found, missed, false alarm, rightly none, with shares. {sentence}",
        headline=headline,
        size=Size(_ROW * len(frames), below=8, legend_rows=-(-_HEAD // 20)),
    )
    return passages.tell(figure)


def _cells(confusion: pd.DataFrame) -> pd.DataFrame:
    """Return one row a frame and cell, with its share of what people coded alike; absent cells hold no unit."""
    counts = confusion.groupby(["frame", "coded", "predicted"], sort=False)["units"].sum()
    wanted = [(frame, *cell[:2]) for frame in confusion["frame"].unique() for cell in _CELLS]
    cells = pd.DataFrame(wanted, columns=["frame", "coded", "predicted"])
    cells["units"] = [int(counts.get(key, 0)) for key in wanted]
    cells["of"] = cells.groupby(["frame", "coded"])["units"].transform("sum")
    cells["share"] = cells["units"] / cells["of"].where(cells["of"] > 0)
    return cells


def _add_cells(figure: Figure, cells: pd.DataFrame, frames: list[str], passages: Passages) -> None:
    import plotly.graph_objects as go

    across = list(range(len(_CELLS)))
    heights = [-place for place in range(len(frames))]
    rows = [cells[cells["frame"] == frame] for frame in frames]
    signs = [1 if coded == predicted else -1 for coded, predicted, _ in _CELLS]
    figure.add_trace(
        go.Heatmap(
            x=across,
            y=heights,
            z=[[sign * share for sign, share in zip(signs, row["share"].fillna(0), strict=True)] for row in rows],
            zmin=-1,
            zmax=1,
            colorscale=[[0, _WRONG], [0.5, "rgba(128,128,128,0.06)"], [1, _RIGHT]],
            showscale=False,
            xgap=3,
            ygap=3,
            hovertext=[[_describe(cell, passages.names[cell["frame"]]) for _, cell in row.iterrows()] for row in rows],
            hoverinfo="text",
            customdata=[[passages.behind(frame)] * len(_CELLS) for frame in frames],
        )
    )
    numbers = [pair for row in rows for pair in zip(row["units"], row["share"], strict=True)]
    figure.add_trace(
        go.Scatter(
            x=across * len(frames),
            y=[height for height in heights for _ in across],
            mode="text",
            text=[f"<b>{units:,}</b><br>{_of(share)}" for units, share in numbers],
            hoverinfo="skip",
            showlegend=False,
        )
    )


def _of(share: float) -> str:
    """Return a share as it fits into a cell."""
    return "–" if pd.isna(share) else safe(percent(share).replace("under ", "<").replace("over ", ">"))


def _add_heads(figure: Figure) -> None:
    """Write over the columns what people saw, and what that makes of what the machine said."""
    figure.update_xaxes(visible=False, range=[-0.5, len(_CELLS) - 0.5])
    where = {"xref": "x", "xanchor": "center", "align": "center", "font": {"size": 12}}
    for place, (_, _, word) in enumerate(_CELLS):
        add_text(figure, word, x=place, y=1, yshift=2, **where)
    for middle, words in ((0.5, "coded"), (2.5, "not coded")):
        add_text(figure, f"<b>{words}</b>", x=middle, y=1, yshift=36, **where)


def _describe(cell: pd.Series, name: str) -> str:
    people = "people see the frame" if cell["coded"] else "people do not see the frame"
    coder = "the machine sees it" if cell["predicted"] else "the machine does not"
    share = f" ({percent(cell['share'])})" if cell["of"] else ""
    count = f"in {cell['units']:,} of the {counted(cell['of'], 'unit')} where {people}, {coder}{share}"
    return f"{wrapped(name, 46)}<br>{wrapped(count, 46)}"


def _sentence(cells: pd.DataFrame, frames: list[str], names: dict[str, str]) -> str:
    row = cells[(cells["frame"] == frames[0]) & cells["predicted"]]
    found, false = (row[row["coded"] == coded].iloc[0] for coded in (True, False))
    if not found["of"]:
        return f"People saw no frame in any of the {counted(int(false['of']), 'unit')}."
    label = in_sentence(names[frames[0]])
    with_frame = f"{counted(int(found['of']), 'unit')} that people coded with {label}"
    first = f"The machine finds {found['units']:,} of the {with_frame}"
    return f"{first}, and sees it in {false['units']:,} of the {false['of']:,} without it."
