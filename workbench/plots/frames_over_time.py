"""Frames over time: a panel a frame, undated articles beside, unfinished periods hollow, corrected where possible."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import require_columns
from workbench.plots.changes import add_changes, lasting, note_changes, tell_changes
from workbench.plots.dots import SAME, WARNED
from workbench.plots.folds import Passages
from workbench.plots.own_events import add_own, own_room, place_own, tell_own
from workbench.plots.periods import (
    COLUMNS,
    hollow,
    in_words,
    middles,
    periods_named,
    place_axes,
    source,
    time_ends,
    undated,
    unit_of,
    when,
)
from workbench.plots.phrases import (
    counted,
    in_sentence,
    interval,
    label_of,
    percent,
    safe,
    shortened,
    wrapped,
)
from workbench.plots.theme import COLOURS, GREY, Size, add_tag, add_text, finish, new_figure, nothing_to_show
from workbench.plots.validity import PARTLY, how_coded, marked, told_warnings, validity_tag, warning_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_CHART = "Small line charts, one a frame. Across: time, and a point for undated articles; upwards: share of articles."
_PANELS = 8
_PANEL, _HEAD = 106, 34  # pixels a frame, and of it those that its name takes
_HIGH = 85  # percent; what stands over a point so high is written into the name of the panel
_CORRECTED = ["group", "frame", "raw", "estimate", "low", "high", "coded", "validated"]


def plot_frames_over_time(
    series: pd.DataFrame,
    *,
    shares: pd.DataFrame | None = None,
    labels: pd.DataFrame | None = None,
    own: pd.DataFrame | None = None,
    changes: pd.DataFrame | None = None,
    opens: str = "sentences",
    headline: bool = False,
) -> Figure:
    """Return the share of articles with each frame by period, a panel a frame, at most eight, the most frequent on top.

    Larger points: more articles; a gap: none; hollow: not finished; right: undated. Not validated shares are tagged.

    Args:
        series: period, series (the frame), articles, value (share), low, high, complete, as `count_by_period` makes
            with scores.
        shares: corrected shares, as `estimate_shares` makes with groups such as "2025-11-03" (the start of a period),
            "2025-11" or "2025": they stand in colour, the values of `series` as small grey points.
        labels: frame, label; without it frames are called by their name.
        own: as `read_own_events` makes: grey lines and bands.
        changes: as `find_changes` makes; those that survive the undated articles are drawn and told.
        opens: the name of a shown table folded by frame: on a report page a mark opens its passages there.
        headline: marks the figure for the first page of a report.

    Raises:
        DataError: a column is missing, or a group of `shares` is no period of `series`.

    Example:
        >>> series = pd.DataFrame({"period": pd.to_datetime(["2025-11-03", "2025-11-10", None], utc=True),
        ...     "series": "oil", "articles": [4, 0, 2], "value": [0.5, float("nan"), 1.0],
        ...     "low": [0.2, float("nan"), 0.3], "high": [0.8, float("nan"), 1.0], "complete": [True, True, None]})
        >>> plot_frames_over_time(series).layout.meta["sentence"]
        'The surest peak is that of oil in the week from 3 November 2025: 50 % of 4 articles (95 % interval 20–80).'
    """
    require_columns(series.columns, COLUMNS, table="series")
    series = _coded(series, shares)
    unit = unit_of(series)
    name, title = "frames-over-time", f"Share of articles with each frame, by {unit}"
    if not (frames := _frequent(series)):
        return nothing_to_show("no article was scored", name=name, title=title, headline=headline)
    shown, names = frames[:_PANELS], label_of(labels, frames)
    passages = Passages(opens, {frame: names[frame] for frame in shown})
    drawn = series[series["series"].isin(shown)].reset_index(drop=True)
    tag = validity_tag(drawn.dropna(subset=["value"]))
    drawn = _marked(drawn, tag).assign(leads=passages.column(drawn["series"]))
    kept, placed = lasting(changes), place_own(own, *time_ends(series, unit))
    figure = _draw(drawn, {frame: names[frame] for frame in shown}, unit, tag, room := own_room(placed))
    _add_behind(figure, shown, kept, placed, room)
    sentence = _surest(drawn, names, unit) + _changed(kept, drawn, names, unit)
    figure = finish(
        figure,
        name=name,
        title=title,
        sentence=sentence,
        note=_note(drawn, frames, shown, unit) + note_changes(kept) + tell_own(own, placed),
        alt=f"{_CHART} {sentence}",
        headline=headline,
        size=Size(_PANEL * len(shown) + room, below=46, tag=bool(tag)),
    )
    return passages.tell(figure)


def _marked(series: pd.DataFrame, tag: str) -> pd.DataFrame:
    """Return the series with what the note warns of, and what stands in grey because it is not validated."""
    warned = marked(series.dropna(subset=["value"])).reindex(series.index, fill_value=False)
    return series.assign(warned=warned, grey=~series["validated"] & (tag == PARTLY))


def _draw(series: pd.DataFrame, names: dict[str, str], unit: str, tag: str, room: int) -> Figure:
    """Return the panels of these frames, with so many pixels free over them."""
    figure = new_figure()
    for place, (frame, name) in enumerate(names.items()):
        domain = _domain(place, len(names), room)
        _add_panel(figure, series[series["series"] == frame], name, place, domain, unit)
    if tag:
        add_tag(figure, tag, height=_PANEL * len(names) + room)
    place_axes(figure, series[series["series"] == next(iter(names))], unit)
    figure.update_layout(showlegend=False)
    return figure


def _add_behind(figure: Figure, frames: list[str], changes: pd.DataFrame, own: pd.DataFrame, room: int) -> None:
    """Add the changes of each frame to its panel, and events of the researcher's own behind all of them."""
    for place, frame in enumerate(frames):
        add_changes(figure, changes[changes["series"] == frame], domain=_domain(place, len(frames), room))
    add_own(figure, own, domain=(0, 1 - room / (_PANEL * len(frames) + room)))


def _coded(series: pd.DataFrame, shares: pd.DataFrame | None) -> pd.DataFrame:
    """Return the series with corrected shares as its values where there are some, and how each value was coded."""
    validated = series.get("validated", pd.Series(data=False, index=series.index)).fillna(value=False).astype(bool)
    series = series.assign(raw=series["value"], validated=validated, coded=series.get("coded", 0))
    if shares is None:
        return series
    require_columns(shares.columns, _CORRECTED, table="shares")
    columns = ["value", "low", "high", "raw", "coded", "validated", *(c for c in ("positives", "note") if c in shares)]
    corrected = shares.assign(period=periods_named(shares["group"], series["period"]))
    corrected = corrected.rename(columns={"frame": "series", "estimate": "value"})[["period", "series", *columns]]
    left = series.drop(columns=columns, errors="ignore")
    joined = left.merge(corrected, on=["period", "series"], how="left", validate="many_to_one")
    unknown = {"validated": False, "coded": 0, "raw": series["value"].to_numpy()}
    known = joined["value"].notna()
    return joined.assign(**{column: joined[column].where(known, unknown[column]) for column in unknown})


def _changed(changes: pd.DataFrame, series: pd.DataFrame, names: dict[str, str], unit: str) -> str:
    first = series[series["series"] == series["series"].iloc[0]]
    return tell_changes(changes, unit, undated=undated(first), names=names)


def _note(series: pd.DataFrame, frames: list[str], shown: list[str], unit: str) -> str:
    known = series.dropna(subset=["value"])
    coding = how_coded(known)
    note = f"{source(series[series['series'] == shown[0]], unit)} Larger points: more articles."
    note += f" {coding[:1].upper()}{coding[1:]}."
    note += " Grey with a line: not validated." if validity_tag(known) == PARTLY else ""
    note += " Small grey points: before correction." if _differs(series).any() else ""
    note += told_warnings(known, WARNED)
    return note + (f" {len(shown)} of {len(frames)} frames shown." if len(frames) > len(shown) else "")


def _differs(series: pd.DataFrame) -> pd.Series[bool]:
    """Return which raw shares stand apart from the corrected one, or alone."""
    return series["raw"].notna() & ~((series["raw"] - series["value"]).abs() <= SAME)


def _frequent(series: pd.DataFrame) -> list[str]:
    """Return the frames, the one with the highest share of all articles first."""
    known = series.dropna(subset=["value"])
    having = (known["value"] * known["articles"]).groupby(known["series"]).sum()
    return sorted(having.index, key=lambda frame: (-having[frame], frame))


def _domain(place: int, panels: int, room: int) -> tuple[float, float]:
    """Return the part of the height that the plot of a panel takes, under its name."""
    height, top = _PANEL * panels + room, _PANEL * place + room
    return max(1 - (top + _PANEL) / height, 0.0), 1 - (top + _HEAD) / height


def _add_panel(
    figure: Figure, rows: pd.DataFrame, label: str, place: int, domain: tuple[float, float], unit: str
) -> None:
    axis = str(place + 1) if place else ""
    upwards = {"range": [-4, 104], "tickvals": [0, 50, 100], "ticktext": ["0 %", "50 %", "100 %"]}
    figure.update_layout({f"yaxis{axis}": {**upwards, "domain": domain, "anchor": "x"}})
    add_text(figure, f"<b>{safe(shortened(label, 40))}</b>", x=0, y=domain[1], yshift=4)
    for dated in (True, False):
        part = rows[rows["period"].notna() == dated]
        x = middles(part, unit) if dated else ["undated"] * len(part)
        axes = {"xaxis": "x" if dated else "x2", "yaxis": f"y{axis}"}
        _add_raw(figure, part.assign(x=x), axes)
        _add_points(figure, part, x, label, unit, axes)


def _add_points(
    figure: Figure, rows: pd.DataFrame, x: Sequence[object], label: str, unit: str, axes: dict[str, str]
) -> None:
    import plotly.graph_objects as go

    share = 100 * rows["value"]
    marker = {
        "color": [GREY if grey else COLOURS[0] for grey in rows["grey"]],
        "opacity": 1,
        "symbol": ["circle-open" if open_ else "circle" for open_ in hollow(rows)],
        "size": [4 + 2 * min(float(articles), 16) ** 0.5 for articles in rows["articles"]],
        "line": {"width": [1.5 if open_ else 0 for open_ in hollow(rows)]},
    }
    figure.add_trace(
        go.Scatter(
            x=x,
            y=share,
            mode="lines+markers+text" if rows["warned"].any() else "lines+markers",
            connectgaps=False,
            line={"width": 1, "color": COLOURS[0]},
            marker=marker,
            error_y={
                "type": "data",
                "symmetric": False,
                "array": 100 * rows["high"] - share,
                "arrayminus": share - 100 * rows["low"],
                "thickness": 1,
                "width": 0,
                "color": GREY,
            },
            text=[WARNED if warns else "" for warns in rows["warned"]],
            textposition=["bottom right" if value > _HIGH else "top right" for value in share],
            textfont={"color": GREY},
            hovertext=[_describe_point(row, label, unit) for _, row in rows.iterrows()],
            hoverinfo="text",
            customdata=rows["leads"].tolist(),
            cliponaxis=False,
            **axes,
        )
    )


def _add_raw(figure: Figure, rows: pd.DataFrame, axes: dict[str, str]) -> None:
    import plotly.graph_objects as go

    rows = rows[_differs(rows)]
    if len(rows):
        figure.add_trace(
            go.Scatter(
                x=rows["x"],
                y=100 * rows["raw"],
                mode="markers",
                name="before correction",
                marker={"color": GREY, "size": 5},
                hovertext=[f"before correction: {percent(raw)}" for raw in rows["raw"]],
                hoverinfo="text",
                cliponaxis=False,
                **axes,
            )
        )


def _describe_point(row: pd.Series, label: str, unit: str) -> str:
    share = f"{percent(row['value'])} of {counted(int(row['articles']), 'article')}"
    speak = f"{share} ({interval(row['low'], row['high'])}) speak of {in_sentence(label)}"
    return "<br>".join(wrapped(line, 46) for line in (when(row, unit), speak, warning_of(row)) if line)


def _surest(series: pd.DataFrame, names: dict[str, str], unit: str) -> str:
    """Return a sentence about the highest lower bound: a share of 1 article in 1 is high but says little."""
    dated = series.dropna(subset=["period", "low"])
    if dated.empty:
        return "No article that was scored has a date, so nothing can be said about change over time."
    row = dated.sort_values("low", ascending=False, kind="stable").iloc[0]
    share = f"{percent(row['value'])} of {counted(int(row['articles']), 'article')}"
    peak = f"The surest peak is that of {in_sentence(names[row['series']])} in {in_words(row['period'], unit)}"
    return f"{peak}: {share} ({interval(row['low'], row['high'])})."
