"""Figures of frames: their shares in groups of articles, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.dots import describe_share, draw_dots, largest_groups, left_out, legend_rows, plot_height
from workbench.plots.phrases import NOT_STATED, counted, group_order, in_sentence, interval, label_of, percent, stated
from workbench.plots.theme import NOT_VALIDATED, Size, finish, nothing_to_show

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
    headline: bool = False,
) -> Figure:
    """Return the share of articles with each frame in each group, with intervals; the most frequent frame on top.

    Of more than eight groups those with most articles are drawn, and the note says so.

    Args:
        shares: group, frame, raw, estimate, low, high, articles, coded, method, validated, as `estimate_shares` makes.
        labels: frame, label; without it frames are called by their name.
        comparison: frame, group_a, group_b, share_a, share_b, difference, low, high, as `compare_shares` makes; the
            title states the largest difference whose interval leaves out 0. Several pairs may follow one another.
        by: what the groups are, for the title.
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
    drawn = known[stated(known["group"]).isin(largest_groups(stated(known["group"]), known["articles"]))]
    dots, shown = _dots(drawn, names), group_order(stated(drawn["group"]))
    validated = bool(known["validated"].all())
    figure = draw_dots(dots, _rows(known, names), axis="share of articles", validated=validated)
    finding = _finding(comparison, names)
    sentence = finding[1] if finding else _highest(known, names, groups)
    if comparison is not None and len(comparison) and not finding:
        sentence += f" No difference between one {by} and another is larger than chance allows."
    axes = "one row a frame, across: the share of articles, lines: 95 % intervals"
    return finish(
        figure,
        name="shares",
        title=finding[0] if finding else title,
        sentence=sentence,
        note=_note(known) + left_out(shown, groups),
        alt=f"Dot plot: {axes}. {sentence}",
        headline=headline,
        size=Size(plot_height(dots["row"].nunique(), len(shown)), legend_rows=legend_rows(shown), tag=not validated),
    )


def _dots(shares: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    dots = shares.assign(row=shares["frame"].map(names), share=shares["estimate"], group=stated(shares["group"]))
    return dots.assign(hover=[describe_share(row, f"speak of {in_sentence(row['row'])}") for _, row in dots.iterrows()])


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
    if len(groups) == 1:
        tied = [names[str(frame)] for frame in shares.loc[shares["estimate"] == row["estimate"], "frame"]]
        if len(tied) > 1:
            frames = ", ".join(in_sentence(name) for name in tied[:-1]) + f" and {in_sentence(tied[-1])}"
            return f"{share} of {articles} speak of {frames}, each ({bounds}), more than of any other frame."
        return f"{share} of {articles} speak of {label} ({bounds}), more than of any other frame."
    group = NOT_STATED if pd.isna(row["group"]) else row["group"]
    return f"The highest share is that of {label} in {group}: {share} of {articles} ({bounds})."


def _note(shares: pd.DataFrame) -> str:
    articles = int(shares.groupby("group", dropna=False)["articles"].max().sum())
    coding = f"corrected with {int(shares['coded'].max())} hand codes" if shares["validated"].all() else NOT_VALIDATED
    return f"{counted(articles, 'article')}; {coding}. Lines are 95 % intervals."
