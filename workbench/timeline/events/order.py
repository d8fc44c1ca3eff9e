"""Before and after: what sentences say of the order of two events, and the places of undated events in it."""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from workbench.timeline.events.result import EDGE_COLUMNS, build_table, group_rows, read_rows
from workbench.timeline.events.vocabulary import Vocabulary, languages_of, read_vocabulary

_MOST_WORDS = 9  # between two triggers


def find_edges(mentions: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return one row a sentence that says which of two events came first.

    Args:
        mentions: as `Events.mentions`.
        articles: the articles; `language` is used when present.

    Returns:
        event_id, relation (before, after), other_id, article_id, start, end (of the words between the two, or before
        both), sentence.
    """
    languages = languages_of(articles)
    rows: list[dict[str, object]] = []
    for (article_id, _, _), group in group_rows(read_rows(mentions), "article_id", "place", "sentence_start"):
        vocabulary = read_vocabulary(str(languages.get(article_id, "en")))
        for one, other in pairwise(sorted(group, key=lambda row: row["start"])):
            rows += _edge(one, other, vocabulary)
    return build_table(rows, EDGE_COLUMNS)


def _edge(one: Mapping[Any, Any], other: Mapping[Any, Any], vocabulary: Vocabulary) -> list[dict[str, object]]:
    """Return the row that the words between two neighbouring triggers make, or the word that opens the sentence."""
    sentence, offset = one["sentence"], one["sentence_start"]
    first = (one["start"] - offset, one["end"] - offset)
    second = (other["start"] - offset, other["end"] - offset)
    between = sentence[first[1] : second[0]]
    if one["event_id"] == other["event_id"] or len(between.split()) > _MOST_WORDS or ";" in between:
        return []
    relation = _relation_between(between, vocabulary)
    if relation is None:
        relation = _relation_before(sentence[: first[0]], between, vocabulary)
    if relation is None:
        return []
    return [
        {
            "event_id": one["event_id"],
            "relation": relation,
            "other_id": other["event_id"],
            "article_id": one["article_id"],
            "start": one["start"],
            "end": other["end"],
            "sentence": sentence,
        }
    ]


def _relation_between(between: str, vocabulary: Vocabulary) -> str | None:
    """Return what "A <words> B" says of A; the words must stand near B, with only its adjectives after them."""
    for relation in ("before", "after"):
        for match in vocabulary.order[relation].finditer(between):
            if len(between[match.end() :].split()) <= 4 and not re.search(r"[,:()]", between[match.end() :]):
                return relation
    return None


def _relation_before(lead: str, between: str, vocabulary: Vocabulary) -> str | None:
    """Return what "After A, B" says of A: it came before."""
    if "," not in between:
        return None
    words = re.split(r"[,;:—–()]", lead)[-1]
    for cue, relation in (("first", "before"), ("last", "after")):
        found = list(vocabulary.order[cue].finditer(words))
        if found and len(words[found[-1].end() :].split()) <= 4:
            return relation
    return None


def rank_undated(events: pd.DataFrame, edges: pd.DataFrame) -> dict[str, int]:
    """Return the place of each undated event that some edge speaks of, from 1, the earliest first.

    Args:
        events: event_id, dated, and `day` (a number that grows with time; missing where undated or in another count).
        edges: as `Events.edges`. Where sentences contradict each other the order of the identifiers decides.

    Example:
        >>> events = pd.DataFrame({"event_id": ["a", "b"], "dated": False, "day": [float("nan")] * 2})
        >>> edges = pd.DataFrame({"event_id": ["a"], "relation": ["after"], "other_id": ["b"]})
        >>> rank_undated(events, edges)
        {'b': 1, 'a': 2}
    """
    later: dict[str, set[str]] = defaultdict(set)
    for event, relation, other in zip(edges["event_id"], edges["relation"], edges["other_id"], strict=True):
        first, second = (event, other) if relation == "before" else (other, event)
        later[first].add(second)
    dated = events.dropna(subset=["day"]).sort_values(["day", "event_id"])
    spoken = set(later) | {second for seconds in later.values() for second in seconds}
    for first, second in zip(dated["event_id"], dated["event_id"][1:], strict=False):
        later[first].add(second)
    undated = set(events.loc[~events["dated"].astype(bool), "event_id"]) & spoken
    order = _sorted_by_time(sorted(set(events["event_id"])), later)
    return {event: place for place, event in enumerate((event for event in order if event in undated), start=1)}


def _sorted_by_time(names: list[str], later: Mapping[str, set[str]]) -> list[str]:
    """Return the names so that what is earlier comes first; a circle is opened at its first name."""
    waiting = dict.fromkeys(names, 0)
    for first in names:
        for second in later.get(first, ()):
            waiting[second] = waiting.get(second, 0) + 1
    ready = [name for name in names if not waiting[name]]
    heapq.heapify(ready)
    order: list[str] = []
    done: set[str] = set()
    rest = iter(names)
    while len(order) < len(names):
        if not ready:
            ready = [next(name for name in rest if name not in done)]
        name = heapq.heappop(ready)
        if name in done:
            continue
        order.append(name)
        done.add(name)
        for second in sorted(later.get(name, ())):
            waiting[second] -= 1
            if not waiting[second] and second not in done:
                heapq.heappush(ready, second)
    return order
