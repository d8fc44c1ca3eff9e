"""Edits of what an event is: splits, merges, drops. Events are found again by their mentions, not by their ids only."""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import sha256

import pandas as pd

from workbench.text import split_words
from workbench.timeline.events.edits import Anchor, Edit, Edits
from workbench.timeline.events.result import EDIT_COLUMNS, build_table

DETAILS = ("name", "date", "status", "note")
_ENOUGH = 4  # words that make a sentence known in another article


def regroup_mentions(mentions: pd.DataFrame, edits: Edits) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the mentions with the events that the edits make of them, and what came of each edit.

    An id that is not among the events (new articles can change ids) is found by the mentions that the file states
    for it: the event that has most of them. A mention is found by its article and place, else by the first words of
    its sentence in that article, else in any other. Splits come first, then merges, then drops, whatever their order.

    Args:
        mentions: as `Events.mentions`.
        edits: from `read_edits`.

    Returns:
        The mentions, without those of dropped events; `event_id` alone is changed. And one row an edit: edit (number
        in the file, [[event]] before [[split]]), line, action (split, merge, drop, name, date, status, note), event_id
        (of the event it went to; missing where there is none), applied, problem (missing where there is none).

    Example:
        >>> from workbench.timeline.events.result import empty_events
        >>> mentions, log = regroup_mentions(empty_events().mentions, Edits("edits.toml", (), {}))
        >>> len(mentions), len(log)
        (0, 0)
    """
    work = _Regrouping(mentions, edits)
    for number, edit in enumerate(edits.edits, start=1):
        if edit.split:
            work.split(number, edit)
    for number, edit in enumerate(edits.edits, start=1):
        if edit.merge:
            work.merge(number, edit)
    for number, edit in enumerate(edits.edits, start=1):
        if edit.drop:
            work.drop(number, edit)
    for number, edit in enumerate(edits.edits, start=1):
        work.describe(number, edit)
    kept = [place for place, event in enumerate(work.events) if event not in work.dropped]
    changed = mentions.assign(event_id=pd.Series(work.events, index=mentions.index, dtype="str")).iloc[kept]
    log = sorted(work.log, key=lambda row: (row["edit"], row["action"] in DETAILS))
    return changed.reset_index(drop=True), build_table(log, EDIT_COLUMNS)


class _Mentions:
    """Finds the mentions that a file names among those of this run."""

    def __init__(self, mentions: pd.DataFrame) -> None:
        self._articles = mentions["article_id"].tolist()
        self._starts = mentions["start"].tolist()
        self._words = [split_words(sentence) if isinstance(sentence, str) else [] for sentence in mentions["sentence"]]
        self._by_article: dict[str, list[int]] = defaultdict(list)
        self._by_words: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, (article, words) in enumerate(zip(self._articles, self._words, strict=True)):
            self._by_article[article].append(place)
            self._by_words[tuple(words[:_ENOUGH])].append(place)

    def find(self, anchor: Anchor) -> int | None:
        """Return the row of a mention; None where it is not among them."""
        words = split_words(anchor.words or "")
        own = [place for place in self._by_article.get(anchor.article_id, []) if self._begins(place, words)]
        exact = [place for place in own if self._starts[place] == anchor.start]
        if exact or not words:
            return exact[0] if exact else None
        if own:  # the article was edited above it
            return min(own, key=lambda place: abs(self._starts[place] - anchor.start))
        if len(words) < _ENOUGH:
            return None
        same = (place for place in self._by_words.get(tuple(words[:_ENOUGH]), []) if self._begins(place, words))
        return next(same, None)

    def _begins(self, place: int, words: list[str]) -> bool:
        return self._words[place][: len(words)] == words


class _Regrouping:
    """The events of all mentions while edits are made.

    Attributes:
        events: the id of each mention's event.
        dropped: ids of dropped events.
        log: what came of each edit.
    """

    def __init__(self, mentions: pd.DataFrame, edits: Edits) -> None:
        self.events: list[str] = mentions["event_id"].tolist()
        self.dropped: set[str] = set()
        self.log: list[dict[str, object]] = []
        self._found = _Mentions(mentions)
        self._anchors = edits.anchors
        self._split_off: set[int] = set()
        self._made: dict[int, str] = {}  # number of a split -> its event
        self._merged: dict[str, str] = {}
        self._said: dict[tuple[str, str], int] = {}  # event and action -> number of the entry

    def split(self, number: int, edit: Edit) -> None:
        """Give mentions an event of their own, or move them into another."""
        places = [self._found.find(anchor) for anchor in edit.mentions]
        found = [place for place in dict.fromkeys(places) if place is not None]
        event, problem = (self._event(edit.into) if edit.into else (_new_id(edit), None)) if found else (None, None)
        if places.count(None):
            problem = _joined(
                f"{places.count(None)} of {len(places)} mentions are not found in these articles", problem
            )
        if event:
            self._made[number] = event
            self._split_off.update(found)
            for place in found:
                self.events[place] = event
        self._note(number, edit, "split", event, problem)

    def merge(self, number: int, edit: Edit) -> None:
        """Give the mentions of several events the id of one."""
        target, problem = self._target(number, edit)
        for other in edit.merge:
            source, lost = self._event(other)
            same = "both are one event already" if source and source == target else None
            if target and source and not same:
                self.events = [target if event == source else event for event in self.events]
                self._merged |= {source: target, other: target}
            done = target if source else None
            self._note(number, edit, "merge", done, _joined(problem, lost, same))

    def drop(self, number: int, edit: Edit) -> None:
        """Leave an event out."""
        event, problem = self._final(number, edit)
        if event:
            self.dropped.add(event)
        self._note(number, edit, "drop", event, problem)

    def describe(self, number: int, edit: Edit) -> None:
        """Note which event a name, date, status or remark is for."""
        event, problem = self._final(number, edit)
        if event in self.dropped:
            event, problem = None, f"{event} is dropped by another entry"
        for action in DETAILS:
            if getattr(edit, action) is None:
                continue
            first = self._said.setdefault((event, action), number) if event else number
            if first == number:
                self._note(number, edit, action, event, problem)
            else:
                self._note(number, edit, action, None, f"{event} has this from entry {first} already")

    def _final(self, number: int, edit: Edit) -> tuple[str | None, str | None]:
        """Return the event an entry is about after all merges; one that became part of another is none any more."""
        if edit.event in self._merged and edit.event not in self.events:
            return None, f"{edit.event} was merged into {self._event(edit.event)[0]}: change that one"
        return self._target(number, edit)

    def _target(self, number: int, edit: Edit) -> tuple[str | None, str | None]:
        """Return the event an entry is about, and what is unclear."""
        if not edit.split:
            return self._event(edit.event, edit.mentions)
        return self._event(self._made[number]) if number in self._made else (None, "the split could not be made")

    def _event(self, event: str | None, mentions: tuple[Anchor, ...] = ()) -> tuple[str | None, str | None]:
        """Return the event that an id or mentions mean, and what is unclear about it."""
        if event in self.events:
            return event, None
        if event in self._merged:
            return self._event(self._merged[event])
        anchors = mentions or self._anchors.get(event or "", ())
        places = [place for anchor in anchors if (place := self._found.find(anchor)) is not None]
        stayed = [place for place in places if place not in self._split_off] or places
        votes = Counter(self.events[place] for place in stayed)
        if not votes:
            named = f"there is no event {event}" if event else "no event has these mentions"
            return None, named + (", and none of its mentions is found" if event and anchors else "")
        best = max(votes, key=votes.__getitem__)  # the first of equals
        others = [other for other in votes if other != best]
        unclear = f"its mentions are in {len(votes)} events now, also in {', '.join(others)}; {best} has most of them"
        return best, unclear if others else None

    def _note(self, number: int, edit: Edit, action: str, event: str | None, problem: str | None) -> None:
        line = {"edit": number, "line": edit.line, "action": action, "event_id": event}
        self.log.append({**line, "applied": event is not None, "problem": problem})


def _new_id(edit: Edit) -> str:
    """Return an id made of the mentions as the file names them: it is the same whatever articles come."""
    named = "\x1f".join(f"{anchor.article_id}\x1e{anchor.start}" for anchor in edit.mentions)
    return f"E{sha256(named.encode()).hexdigest()[:10]}"


def _joined(*problems: str | None) -> str | None:
    return "; ".join(problem for problem in problems if problem) or None
