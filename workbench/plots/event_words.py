"""The words of an event timeline: the sentence under the mouse, the title, what the figure says and how to read it."""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

from workbench.plots.date_words import name_counted, name_date
from workbench.plots.event_marks import DATED, OTHERS, WHOLE, YEARLESS, Story
from workbench.plots.event_panels import Panel
from workbench.plots.own_events import tell_own
from workbench.plots.phrases import NOT_STATED, counted, shortened, wrapped

_WIDE, _EXCERPT = 46, 230  # characters a line under the mouse, and of a sentence there
_OPEN, _CLOSE = "\ue000", "\ue001"  # stand for the bold until the text around it is safe
_STATUS = {
    "planned": "planned",
    "considered": "considered",
    "denied": "denied",
    "hypothetical": "supposed",
}
_BASIS = {
    "published": "worked out from the publication date",
    "carried": "year taken from earlier in the same text",
    "derived": "worked out from another date",
}
# What a title says of one event in conflict of these kinds; the first that fits.
_ASKED: tuple[tuple[set[str], str], ...] = (
    ({"dating", "status"}, "disagree about when and whether"),
    ({"dating"}, "disagree about when"),
    ({"possible dating", "status"}, "disagree about whether, and maybe when,"),
    ({"status"}, "disagree about whether"),
    ({"possible dating"}, "may disagree about when"),
    (set(), "disagree about how"),
)
_LABEL = 40  # characters of an event in a title or a sentence


def describe_mark(members: tuple[int, ...], story: Story) -> str:
    """Return what the mouse tells about a mark, safe: event, sentence with its date in bold, where it stands."""
    said = story.mentions
    number = members[0]
    row = said.iloc[number]
    labels = dict(zip(story.events["event_id"], story.events["label"], strict=True))
    lines = [f"<b>{wrapped(labels[row['event_id']], _WIDE)}</b>"]
    if pd.notna(row["sentence"]):
        lines.append(f"“{bold_date(row['sentence'], row['date_text'])}”")
    lines += [wrapped(line, _WIDE) for line in (_source(row), _dating(row), _more(members), *_doubts(number, story))]
    return "<br>".join(line for line in lines if line)


def bold_date(sentence: object, date: str | float | None) -> str:
    """Return a sentence in lines, safe, with the expression of its date in bold; a long one only around the date.

    Example:
        >>> bold_date("They spoke on 21 November, <i>he</i> said.", "21 November")
        'They spoke on <b>21 November</b>, &lt;i&gt;he&lt;/i&gt; said.'
    """
    text = re.sub(f"[{_OPEN}{_CLOSE}]", "", " ".join(str(sentence).split()))
    expression = "" if pd.isna(date) else " ".join(str(date).split())
    found = re.search(rf"(?<!\w){re.escape(expression)}(?!\w)", text) if expression else None
    if found:
        begin = max(0, found.start() - _EXCERPT // 2) if len(text) > _EXCERPT else 0
        cut = "…" if begin else ""
        text = cut + text[begin : found.start()] + _OPEN + found[0] + _CLOSE + text[found.end() :]
    return wrapped(shortened(text, _EXCERPT), _WIDE).replace(_OPEN, "<b>").replace(_CLOSE, "</b>")


def _source(row: pd.Series) -> str:
    if row["outlet"] == WHOLE:
        return "The date of the event as a whole"
    title = f"“{shortened(row['title'], 70)}”" if pd.notna(row["title"]) else "an untitled article"
    place = "the title of the article" if row["place"] == "title" else ""
    outlet = "" if row["outlet"] in (NOT_STATED, OTHERS) else str(row["outlet"])
    return ", ".join(part for part in (outlet, place or title) if part)


def _dating(row: pd.Series) -> str:
    """Return the date in words, on what it rests, and the status where it is not said to have happened."""
    words = [] if pd.isna(row["value"]) else [_date(row)]
    words += [_BASIS[row["basis"]]] if row["basis"] in _BASIS else []
    words += [f"said to be {_STATUS[row['status']]}"] if row["status"] in _STATUS else []
    text = "; ".join(words)
    return text[:1].upper() + text[1:]


def _date(row: pd.Series) -> str:
    if pd.notna(row["mod"]):
        return name_date(row["value"], row["mod"])
    return name_counted(row["value"], row["earliest"], row["latest"])


def _more(members: tuple[int, ...]) -> str:
    return f"and {counted(len(members) - 1, 'more mention')}" if len(members) > 1 else ""


def _doubts(number: int, story: Story) -> list[str]:
    pairs = story.pairs[(story.pairs["first"] == number) | (story.pairs["second"] == number)]
    return list(dict.fromkeys(f"In conflict: {reason}" for reason in pairs["reason"].dropna()))[:2]


def title_of(events: pd.DataFrame) -> str:
    """Return the title: what the articles disagree about, else what the figure measures."""
    disputed = events[events["conflict"].astype("boolean").fillna(value=False)]
    if disputed.empty:
        return "When the events in the texts took place"
    if len(disputed) > 1:
        kinds = {kind.strip() for kinds in disputed["conflict_kind"].dropna() for kind in str(kinds).split(",")}
        verb = "may disagree" if kinds == {"possible dating"} else "disagree"
        return f"The articles {verb} about {len(disputed)} of {counted(len(events), 'event')}"
    row = disputed.iloc[0]
    kinds = {kind.strip() for kind in str(row["conflict_kind"]).split(",")}
    asked = next(words for needed, words in _ASKED if needed <= kinds)
    return f"The articles {asked} “{shortened(row['label'], _LABEL)}” took place"


def sentence_of(events: pd.DataFrame, story: Story) -> str:
    """Return how many events there are, how many are dated, which is most spoken of, and which are in conflict."""
    words = {DATED: "with a year", YEARLESS: "with a day or month but no year"}
    numbers = Counter(words.get(panels[0], "without a date") for panels in story.events["panels"])
    parts = [f"{numbers[kind]} {kind}" for kind in (*words.values(), "without a date") if numbers[kind]]
    cut = f", {len(story.events)} of them drawn" if len(story.events) < len(events) else ""
    most = events.sort_values(["articles", "mentions", "event_id"], ascending=[False, False, True]).iloc[0]
    text = f"The texts speak of {counted(len(events), 'event')}{cut}: {', '.join(parts)}; "
    text += f"most spoken of is “{shortened(most['label'], _LABEL)}” "
    text += f"({counted(int(most['articles']), 'article')})."
    disputed = events.loc[events["conflict"].astype("boolean").fillna(value=False), "label"]
    named = "; ".join(f"“{shortened(label, _LABEL)}”" for label in disputed.head(3))
    more = f" and {len(disputed) - 3} more" if len(disputed) > 3 else ""
    return text + (f" The articles contradict each other about {named}{more}." if len(disputed) else "")


def note_of(
    events: pd.DataFrame, story: Story, articles: pd.DataFrame, panels: list[Panel], own: pd.DataFrame | None
) -> str:
    """Return the source note: the articles, what the marks mean that are drawn, and what is left out."""
    dated = int(articles["published"].notna().sum()) if "published" in articles.columns else 0
    note = f"{counted(len(articles), 'article')}, {dated} with a publication date"
    note += " (small strokes)." if any(len(panel.published) for panel in panels) else "."
    drawn = sum(len(panel.published) for panel in panels)
    note += f" {dated - drawn} of these dates outside the axis." if 0 < drawn < dated else ""
    note += "".join(f" {words}" for words in _key(story, panels))
    if len(story.events) < len(events):
        note += (
            f" {len(story.events)} of {len(events)} events drawn: first those in conflict, then those with a date or "
        )
        note += "an order, then those most spoken of; all stand in the table."
    return note + tell_own(own, next((panel.own for panel in panels if panel.kind == DATED), panels[0].own))


def _key(story: Story, panels: list[Panel]) -> list[str]:
    """Return what the looks mean that occur in this figure."""
    said, timed = story.mentions, story.mentions[~story.mentions["beside"]]
    longer = (timed["end"] - timed["start"] > pd.Timedelta(days=1)).any()
    possible = story.pairs["kind"].eq("possible dating").any()
    outside = [mark for panel in panels for mark in panel.marks["outside"] if mark]
    looks = {
        "A mark is what an outlet says of an event.": True,
        "An article without an outlet has marks of its own.": said["outlet"].eq(NOT_STATED).any(),
        "Points are days, bars longer times, the paler the vaguer.": longer,
        "Hollow: planned, considered, denied or supposed.": said["hollow"].any(),
        "Dashed: worked out from another date.": said["derived"].any(),
        "Arrow: open end.": timed["arrow"].ne("").any(),
        "At the right: mentions without a date.": story.mentions["beside"].any() and len(timed) > 0,
        "Red: mentions that contradict each other.": len(story.pairs) > 0,
        "Dotted red: possibly.": possible,
        f"{counted(len(outside), 'mark')} at the edge of the axis: outside it.": bool(outside),
    }
    return [words for words, used in looks.items() if used]
