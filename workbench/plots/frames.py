"""Figures of frames: their shares in groups of articles, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.dots import (
    SAME,
    WARNED,
    describe_share,
    draw_dots,
    largest_groups,
    left_out,
    legend_rows,
    plot_height,
)
from workbench.plots.folds import Passages
from workbench.plots.phrases import (
    NOT_STATED,
    counted,
    group_order,
    in_sentence,
    interval,
    label_of,
    listed,
    percent,
    stated,
    wrapped,
)
from workbench.plots.scales import share_scale
from workbench.plots.theme import Size, finish, nothing_to_show
from workbench.plots.validity import PARTLY, how_coded, marked, told_warnings, validity_tag, warning_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_COLUMNS = ["group", "frame", "raw", "estimate", "low", "high", "articles", "coded", "validated"]
_COMPARED = ["frame", "group_a", "group_b", "share_a", "share_b", "difference", "low", "high"]


def plot_shares(
    shares: pd.DataFrame,
    *,
    labels: pd.DataFrame | None = None,
    comparison: pd.DataFrame | None = None,
    by: str = "outlet",
    opens: str = "sentences",
    headline: bool = False,
) -> Figure:
    """Return the share of articles with each frame in each group, with intervals; the most frequent frame on top.

    A share that was corrected with hand codes stands in colour, what the machine counted as a small grey point. What
    no hand codes validate is tagged, and hollow where the other shares are validated. † marks what `note` warns of.
    Of more than eight groups those with most articles are drawn, and the note says so.

    Args:
        shares: group, frame, raw, estimate, low, high, articles, coded, validated, as `estimate_shares` makes;
            `positives` (hand-coded units with the frame) and `note` (a warning) are used when present.
        labels: frame, label; without it frames are called by their name.
        comparison: frame, group_a, group_b, share_a, share_b, difference, low, high, as `compare_shares` makes; the
            title states the largest difference whose interval leaves out 0. Several pairs may follow one another.
        by: what the groups are, for the title.
        opens: the name of a shown table folded by frame: on a report page a mark opens its passages there.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing.

    Example:
        >>> shares = pd.DataFrame({"group": "all", "frame": ["oil", "law"], "raw": [0.6, 0.3], "estimate": [0.6, 0.3],
        ...     "low": [0.3, 0.1], "high": [0.8, 0.6], "articles": 10, "coded": 0, "method": "", "validated": False})
        >>> plot_shares(shares).layout.meta["sentence"]
        '60 % of 10 articles speak of oil (95 % interval 30–80), more than of any other frame.'
    """
    require_columns(shares.columns, _COLUMNS, table="shares")
    groups = group_order(stated(shares["group"]))
    title = "Share of articles with each frame" + (f", by {by}" if len(groups) > 1 else "")
    known = shares.dropna(subset=["estimate"])
    if known.empty:
        return nothing_to_show("no article was scored", name="shares", title=title, headline=headline)
    names = label_of(labels, shares["frame"].unique())
    rows = _rows(known, names)
    drawn = known[stated(known["group"]).isin(largest_groups(stated(known["group"]), known["articles"]))]
    shown = group_order(stated(drawn["group"]))
    passages = Passages(opens, dict(sorted(names.items(), key=lambda pair: _place(rows, pair[1]))), shown)
    tag = validity_tag(drawn)
    dots = _dots(drawn, names, passages)
    figure = draw_dots(dots, rows, scale=share_scale(dots, "share of articles"), tag=tag)
    finding = _finding(comparison, names)
    sentence = finding[1] if finding else _highest(known, names, groups) + _no_difference(comparison, by)
    figure = finish(
        figure,
        name="shares",
        title=finding[0] if finding else title,
        sentence=sentence,
        note=_note(known) + told_warnings(drawn, WARNED) + left_out(shown, groups),
        alt=f"Dot plot: one row a frame, across: the share of articles, lines: 95 % intervals. {sentence}",
        headline=headline,
        size=Size(plot_height(len(rows), len(shown)), legend_rows=legend_rows(shown), tag=bool(tag)),
    )
    return passages.tell(figure)


def _no_difference(comparison: pd.DataFrame | None, by: str) -> str:
    """Return the sentence for a comparison in which nothing was found."""
    if comparison is None or comparison.empty:
        return ""
    return f" No difference between one {by} and another is larger than chance allows."


def _place(rows: list[str], name: str) -> int:
    return rows.index(name) if name in rows else len(rows)


def _dots(shares: pd.DataFrame, names: dict[str, str], passages: Passages) -> pd.DataFrame:
    dots = shares.assign(row=shares["frame"].map(names), share=shares["estimate"], group=stated(shares["group"]))
    dots["hover"] = [_describe(row) for _, row in dots.iterrows()]
    dots["leads"] = passages.column(dots["frame"], dots["group"])
    dots["warned"] = marked(dots)
    if validity_tag(dots) == PARTLY:
        dots["hollow"] = ~dots["validated"].astype(bool)
    return dots


def _describe(row: pd.Series) -> str:
    """Return the hover text of a share, with how it was coded where that is known."""
    lines = [describe_share(row, f"speak of {in_sentence(row['row'])}")]
    if row["coded"]:
        lines.append(f"counted by machine: {percent(row['raw'])}; {counted(int(row['coded']), 'unit')} coded by hand")
    if warning_of(row):
        lines.append(wrapped(warning_of(row), 46))
    return "<br>".join(lines)


def _rows(shares: pd.DataFrame, names: dict[str, str]) -> list[str]:
    """Return the labels of the frames, the one with the highest share over all groups first."""
    having = (shares["estimate"] * shares["articles"]).groupby(shares["frame"]).sum()
    overall = having / shares.groupby("frame")["articles"].sum()
    return [names[frame] for frame in sorted(overall.index, key=lambda frame: (-overall[frame], names[frame]))]


def _finding(comparison: pd.DataFrame | None, names: dict[str, str]) -> tuple[str, str] | None:
    """Return title and sentence about the largest difference that is sure, or None."""
    if comparison is None:
        return None
    require_columns(comparison.columns, _COMPARED, table="comparison")
    named = (comparison["group_a"] != NOT_STATED) & (comparison["group_b"] != NOT_STATED)  # no voice of its own
    sure = comparison[named & ((comparison["low"] > 0) | (comparison["high"] < 0))]
    if sure.empty:
        return None
    row = sure.sort_values("difference", key=abs, ascending=False, kind="stable").iloc[0]
    sides = [(str(row[f"group_{side}"]), _of(row[f"share_{side}"], row.get(f"articles_{side}"))) for side in "ab"]
    (more, high_share), (less, low_share) = sides if row["difference"] > 0 else sides[::-1]
    label = in_sentence(names.get(str(row["frame"]), str(row["frame"])))
    shares = (
        f"{high_share} against {low_share} articles"
        if "articles_a" in row
        else f"{high_share} against {low_share} of articles"
    )
    title = f"{more} speaks of {label} more often than {less}: {shares}"
    low, high = sorted(abs(100 * row[bound]) for bound in ("low", "high"))
    kind = "95 % interval for all pairs at once" if row.get("level", 0.95) > 0.95 else "95 % interval"
    points = f"a difference of {abs(100 * row['difference']):.0f} points ({kind} {low:.0f}–{high:.0f})"
    return title, f"{title}, {points}."


def _of(share: float, articles: int | None) -> str:
    """Return "4 of 7" where the number of articles is known, else the percentage."""
    return percent(share) if articles is None else f"{round(share * articles)} of {articles}"


def _highest(shares: pd.DataFrame, names: dict[str, str], groups: list[str]) -> str:
    row = shares.sort_values("estimate", ascending=False, kind="stable").iloc[0]
    label = in_sentence(names[str(row["frame"])])
    bounds = interval(row["low"], row["high"])
    share, articles = percent(row["estimate"]), counted(int(row["articles"]), "article")
    if len(groups) == 1 and row["articles"] == 1:
        return "There is only one article: each frame is in all or in none of it, which says little about any other."
    if len(groups) == 1 and row["estimate"] == 0:
        return f"None of {articles} speaks of any of these frames."
    if len(groups) == 1:
        tied = [names[str(frame)] for frame in shares.loc[shares["estimate"] == row["estimate"], "frame"]]
        if len(tied) > 1:
            frames = listed([in_sentence(name) for name in tied])
            return f"{share} of {articles} speak of {frames}, each ({bounds}), more than of any other frame."
        return f"{share} of {articles} speak of {label} ({bounds}), more than of any other frame."
    group = NOT_STATED if pd.isna(row["group"]) else row["group"]
    return f"The highest share is that of {label} in {group}: {share} of {articles} ({bounds})."


def _note(shares: pd.DataFrame) -> str:
    articles = int(shares.groupby("group", dropna=False)["articles"].max().sum())
    hollow = " Hollow: no hand codes, not validated." if validity_tag(shares) == PARTLY else ""
    corrected = bool((shares["raw"] - shares["estimate"]).abs().gt(SAME).any())
    raw = " Small grey points: before correction." if corrected else ""
    return f"{counted(articles, 'article')}; {how_coded(shares)}. Lines are 95 % intervals.{hollow}{raw}"
