"""Evidence from offices: "as X was leaving office" and "former President X" against "President X" for one event."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from workbench.text import iterate_texts, split_sentences
from workbench.timeline.events.result import group_rows, read_rows
from workbench.timeline.events.status import is_ongoing
from workbench.timeline.events.vocabulary import languages_of, read_vocabulary

Row = dict[str, Any]

_PLACE = ("article_id", "place", "sentence_start")
_SAME_TIME_DAYS = 30  # further apart than that, "former" may have become true in between


def find_office_conflicts(
    mentions: pd.DataFrame, articles: pd.DataFrame, published: Mapping[str, pd.Timestamp]
) -> dict[str, list[Row]]:
    """Return the possible dating conflicts of each event, by event_id.

    An article that puts a finished event at the end of an office, or calls an actor a former holder of it, is held
    against an article that speaks of the same event and shows the actor in office. Articles that use both forms
    for one person are evidence for neither.

    Args:
        mentions: as `Events.mentions`.
        articles: the articles; `language` is used when present.
        published: the publication day of the articles that have one.
    """
    finished = mentions[(mentions["status"] == "happened") & mentions["actors"].notna()]
    several = finished.groupby("event_id")["article_id"].transform("nunique") > 1
    told = read_rows(finished[several])
    readers = _Articles(
        mentions, articles[articles["article_id"].astype(str).isin({row["article_id"] for row in told})]
    )
    found: dict[str, list[Row]] = {}
    for (event_id,), group in group_rows(told, "event_id"):
        rows = sorted(group, key=lambda row: (row["article_id"], row["place"], row["start"]))
        conflicts = _of_event(rows, readers, published)
        if conflicts:
            found[str(event_id)] = conflicts
    return found


class _Articles:
    """The sentences of the articles, split when first asked for."""

    def __init__(self, mentions: pd.DataFrame, articles: pd.DataFrame) -> None:
        self.triggers: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for *key, start in zip(*(mentions[name] for name in _PLACE), mentions["start"], strict=True):
            self.triggers[tuple(key)].append(int(start))
        self.texts = {article_id: text for article_id, text, _ in iterate_texts(articles)}
        self.languages = languages_of(articles)

    def nearest(self, row: Row, offset: int) -> bool:
        """Return whether no other event of the sentence is spoken of nearer to the place."""
        start = int(str(row["start"])) - int(str(row["sentence_start"]))
        others = self.triggers[row["article_id"], row["place"], row["sentence_start"]]
        return all(
            abs(offset - start) <= abs(offset - (int(other) - int(str(row["sentence_start"])))) for other in others
        )

    def first(self, article_id: str, pattern: re.Pattern[str]) -> Row | None:
        """Return the place of the first match, with its sentence."""
        text = self.texts.get(article_id, "")
        match = pattern.search(text)
        if match is None:
            return None
        for start, end in split_sentences(text):
            if start <= match.start() < end:
                return {
                    "article_id": article_id,
                    "start": match.start(),
                    "end": match.end(),
                    "sentence": text[start:end],
                }
        return None


@lru_cache(maxsize=2000)
def _pattern(kind: str, actor: str, language: str) -> re.Pattern[str]:
    """Return the pattern of an office form with the actor's name in it."""
    name = rf"(?:[^\W\d_][\w’'-]*\s+){{0,2}}{re.escape(actor)}\b"
    forms = read_vocabulary(language).office[kind]
    if kind == "out":
        forms = [f"{form}{{}}" for form in forms]
    joined = "|".join(form.replace("{}", name) for form in forms)
    return re.compile(rf"(?<!\w)(?:{joined})", re.IGNORECASE)


def _of_event(rows: list[Row], readers: _Articles, published: Mapping[str, pd.Timestamp]) -> list[Row]:
    conflicts: list[Row] = []
    actors = sorted({actor for row in rows for actor in str(row["actors"]).split(", ")})
    for actor in actors:
        out = _out_of_office(rows, actor, readers)
        held = _in_office(rows, actor, readers)
        for article_id, (row, clause) in sorted(out.items()):
            other = next(
                (
                    found
                    for other, found in sorted(held.items())
                    if _comparable(row, clause, found, published, out, held)
                ),
                None,
            )
            if other is not None and article_id not in held:
                conflicts.append(_row(row, clause, other, actor))
    return conflicts


def _out_of_office(rows: list[Row], actor: str, readers: _Articles) -> dict[str, tuple[Row, str]]:
    """Return, article by article, the mention whose sentence puts the actor out of office; the strongest clause."""
    found: dict[str, tuple[Row, str]] = {}
    for kind in ("leaving", "out"):
        for row in rows:
            article_id = str(row["article_id"])
            language = readers.languages.get(article_id, "en")
            sentence = str(row["sentence"])
            start = int(str(row["start"])) - int(str(row["sentence_start"]))
            match = _pattern(kind, actor, language).search(sentence)
            ongoing = is_ongoing(sentence, start, start, read_vocabulary(language))
            if match and article_id not in found and not ongoing and readers.nearest(row, match.start()):
                found[article_id] = (row, match.group())
    return found


def _in_office(rows: list[Row], actor: str, readers: _Articles) -> dict[str, tuple[Row, Row]]:
    """Return, article by article, a mention of the event and the place that shows the actor in office."""
    found: dict[str, tuple[Row, Row]] = {}
    for row in rows:
        article_id = str(row["article_id"])
        language = readers.languages.get(article_id, "en")
        if article_id in found or actor not in str(row["actors"]).split(", "):
            continue
        former = [readers.first(article_id, _pattern(kind, actor, language)) for kind in ("leaving", "out")]
        place = readers.first(article_id, _pattern("in", actor, language))
        if place is not None and not any(former):
            found[article_id] = (row, place)
    return found


def _comparable(
    row: Row,
    clause: str,
    found: tuple[Row, Row],
    published: Mapping[str, pd.Timestamp],
    out: Mapping[str, object],
    held: Mapping[str, object],
) -> bool:
    """Return whether the two speak of the actor's office at one time, and do not agree on a date with a year."""
    other = found[0]
    one_day, other_day = published.get(str(row["article_id"])), published.get(str(other["article_id"]))
    leaving = "leav" in clause.lower() or "left" in clause.lower()
    known = one_day is not None and other_day is not None
    if known and not leaving and abs((one_day - other_day).days) > _SAME_TIME_DAYS:  # type: ignore[operator]
        return False
    both_dated = row["earliest"] is not None and other["earliest"] is not None
    return not both_dated and str(other["article_id"]) not in out and str(row["article_id"]) not in held


def _row(row: Row, clause: str, found: tuple[Row, Row], actor: str) -> Row:
    mention, place = found
    date = mention["date_text"]
    dated = "" if date is None else f" and dates it {date}"
    return {
        "event_id": row["event_id"],
        "kind": "possible dating",
        **{name: row[name] for name in ("article_id", "start", "end", "sentence")},
        **{f"other_{name}": mention[name] for name in ("article_id", "start", "end", "sentence")},
        "reason": f"One article ties it to “{clause}”; the other shows {actor} in office (“{_quoted(place)}”){dated}. "
        "That may be another time.",
    }


def _quoted(place: Row) -> str:
    sentence = str(place["sentence"])
    return sentence if len(sentence) <= 120 else f"{sentence[:117].rstrip()}…"
