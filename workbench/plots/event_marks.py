"""The marks of an event timeline: which events are drawn, in which panel; mentions that say the same are one mark."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbench.plots.phrases import NOT_STATED, stated
from workbench.plots.spans import Span, span_of

DRAWN = 20  # events in one figure
_LOOSE = 6  # of them without a date or a place in the order
DATED, YEARLESS = "dated", "yearless"
ORDERED, LOOSE = "ordered", "loose"  # without a date: in before/after order, and those whose order is not known
OTHERS = "other outlets"
WHOLE = "no single article"  # for an event whose date stands with none of its mentions
_OUTLETS = 8  # more cannot be told apart
_AFTER, _BEFORE = ("since", "after"), ("until", "by", "before")
_INVERSE = {"after": "before", "before": "after"}
# How strong a bar is: the coarser, the paler.
_STRENGTH = {"time": 0.95, "day": 0.95, "week": 0.7, "weekend": 0.7, "month": 0.55, "quarter": 0.42, "season": 0.42}
_FAINT = 0.3
_ALIKE = ["panel", "event_id", "source", "beside", "start", "end", "outlet", "hollow", "arrow", "derived", "disputed"]


@dataclass(frozen=True)
class Story:
    """What a timeline draws.

    Attributes:
        events: the drawn events, with `panels`, a list of those in which an event has a row, and `order`, what it is
            said to be before or after ("" where nothing is).
        mentions: their mentions, with number, outlet, title, start, end, panel, beside, hollow, arrow, derived and
            disputed.
        pairs: first, second (numbers of mentions), kind, reason: the conflicts between them.
        marks: one row for mentions that are drawn as one, with `members`, their numbers, and `mark`, its own.
    """

    events: pd.DataFrame
    mentions: pd.DataFrame
    pairs: pd.DataFrame
    marks: pd.DataFrame


def make_story(
    events: pd.DataFrame,
    mentions: pd.DataFrame,
    conflicts: pd.DataFrame,
    articles: pd.DataFrame,
    edges: pd.DataFrame | None,
) -> Story:
    """Return what the timeline of these events draws."""
    chosen = choose(events)
    chosen = chosen.assign(order=_order(chosen, events, edges))
    said = _with_outlets(mentions[mentions["event_id"].isin(chosen["event_id"])], articles)
    said = pd.concat([said, _alone(chosen, said)], ignore_index=True)
    pairs = _pairs(conflicts, said)
    said = _placed(said, set(pairs["first"]) | set(pairs["second"]))
    placed = set(zip(said["event_id"], said["panel"], strict=True))
    rows = [
        [panel for panel in (DATED, YEARLESS) if (event_id, panel) in placed] or [ORDERED if pd.notna(rank) else LOOSE]
        for event_id, rank in zip(chosen["event_id"], chosen["rank"], strict=True)
    ]
    ordered = chosen[[panels == [ORDERED] for panels in rows]]
    if ordered["rank"].nunique() < 2 and not ordered["order"].any():
        rows = [[LOOSE] if panels == [ORDERED] else panels for panels in rows]
    chosen = chosen.assign(panels=pd.Series(rows, chosen.index, dtype="object"))
    home = {event_id: panels[0] for event_id, panels in zip(chosen["event_id"], rows, strict=True)}
    said = said.assign(panel=said["panel"].mask(said["beside"], said["event_id"].map(home)))
    return Story(chosen, said, pairs, _marks(said))


def _order(chosen: pd.DataFrame, events: pd.DataFrame, edges: pd.DataFrame | None) -> list[str]:
    """Return what each event is said to be before or after, in words; the first statement, and how many more."""
    labels = dict(zip(events["event_id"], events["label"], strict=True))
    said: dict[object, list[str]] = {}
    for edge in edges.to_dict("records") if edges is not None else []:
        first, second = edge["event_id"], edge["other_id"]
        if first in labels and second in labels:
            said.setdefault(first, []).append(f"{edge['relation']} “{labels[second]}”")
            said.setdefault(second, []).append(f"{_INVERSE[edge['relation']]} “{labels[first]}”")
    told = [list(dict.fromkeys(said.get(event_id, []))) for event_id in chosen["event_id"]]
    return [f"{words[0]}{f' +{len(words) - 1}' if words[1:] else ''}" if words else "" for words in told]


def choose(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events to draw: those in conflict, then those with a date or an order, then those most spoken of."""
    disputed = events["conflict"].astype("boolean").fillna(value=False)
    dates = zip(events["value"], events["earliest"], events["latest"], strict=True)
    placed = pd.Series([bool(span_of(*date)) for date in dates], events.index) | events["rank"].notna()
    order = events.assign(disputed=disputed, placed=placed).sort_values(
        ["disputed", "placed", "articles", "mentions", "event_id"],
        ascending=[False, False, False, False, True],
        kind="stable",
    )
    loose = ~order["placed"] & ~order["disputed"]
    return order[~loose | (loose.cumsum() <= _LOOSE)].head(DRAWN).sort_values("event_id", ignore_index=True)


def _with_outlets(mentions: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions with the outlet and the title of their article."""
    known = articles.drop_duplicates("article_id").set_index("article_id")
    known = known.reindex(columns=["outlet", "title"])
    said = mentions.reset_index(drop=True)
    said = said.assign(outlet=said["article_id"].map(known["outlet"]), title=said["article_id"].map(known["title"]))
    said["outlet"] = stated(said["outlet"])
    said["source"] = said["outlet"].mask(said["outlet"] == NOT_STATED, said["article_id"])  # not one outlet but many
    most = said["outlet"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index[:_OUTLETS]
    return said.assign(outlet=said["outlet"].where(said["outlet"].isin(most), OTHERS))


def _alone(events: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Return a mention for each event whose date stands with none of its mentions."""
    dated = {
        event_id
        for event_id, *date in zip(said["event_id"], said["value"], said["earliest"], said["latest"], strict=True)
        if span_of(*date)
    }
    rows = events[~events["event_id"].isin(dated)]
    placed = [bool(span_of(*date)) for date in zip(rows["value"], rows["earliest"], rows["latest"], strict=True)]
    columns = ["event_id", "value", "earliest", "latest", "granularity", "basis", "status"]
    return rows.loc[placed, columns].assign(outlet=WHOLE)


def _pairs(conflicts: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of the two mentions of each conflict; a conflict whose mentions are not drawn is left out."""
    rows = []
    for row in conflicts.to_dict("records"):
        first = _find(said, row["event_id"], row["article_id"], row["start"], row["sentence"])
        second = _find(said, row["event_id"], row["other_article_id"], row["other_start"], row["other_sentence"])
        if first is not None and second is not None:
            rows.append((first, second, row["kind"], row["reason"]))
    return pd.DataFrame(rows, columns=["first", "second", "kind", "reason"])


def _find(said: pd.DataFrame, event_id: object, article_id: object, start: object, sentence: object) -> int | None:
    """Return the number of a mention: the one that begins there in this sentence, else one of the same sentence."""
    same = said[(said["event_id"] == event_id) & (said["article_id"] == article_id) & (said["sentence"] == sentence)]
    exact = same[same["start"] == start]
    return next(iter([*exact.index, *same.index]), None)


def _placed(said: pd.DataFrame, disputed: set[int]) -> pd.DataFrame:
    """Return the mentions with their place and look."""
    spans = [span_of(*date) for date in zip(said["value"], said["earliest"], said["latest"], strict=True)]
    relation = said["relation"].astype("str")
    panels = [LOOSE if span is None else YEARLESS if span.yearless else DATED for span in spans]
    return said.assign(
        number=range(len(said)),
        start=pd.Series([_bound(span, 0) for span in spans], said.index, dtype="datetime64[us]"),
        end=pd.Series([_bound(span, 1) for span in spans], said.index, dtype="datetime64[us]"),
        panel=panels,
        beside=[span is None for span in spans],
        hollow=(said["status"].astype("str").fillna("happened") != "happened").to_numpy(),
        arrow=["after" if word in _AFTER else "before" if word in _BEFORE else "" for word in relation],
        derived=(said["basis"].astype("str") == "derived").fillna(value=False).to_numpy(),
        strength=said["granularity"].map(_STRENGTH).fillna(_FAINT),
        disputed=[number in disputed for number in range(len(said))],
    )


def _bound(span: Span | None, side: int) -> pd.Timestamp | None:
    return None if span is None else (span.start, span.end)[side]


def _marks(said: pd.DataFrame) -> pd.DataFrame:
    """Return one mark for mentions of one outlet that say the same."""
    grouped = said.groupby(_ALIKE, dropna=False, sort=True)
    marks = grouped.agg(members=("number", tuple), strength=("strength", "max")).reset_index()
    return marks.assign(mark=range(len(marks)))


def drawn_outlets(story: Story) -> list[str]:
    """Return the names in the legend: outlets in order, then the others, then what no article states."""
    last = [OTHERS, NOT_STATED, WHOLE]
    return sorted(set(story.mentions["outlet"]), key=lambda name: (last.index(name) + 1 if name in last else 0, name))
