"""Which mentions are one event: the same family, shared actors, words in common, dates that can be one.

First within each article, then across. Whoever joins a group must be compatible with every member of its core, so
that no chain of half-likenesses makes one blob. Only events that share a family and an actor are ever compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from workbench.timeline.events.likeness import (
    SAME_DAY,
    LocalEvent,
    began_together,
    is_excluded,
    least_likeness,
    lie_apart,
    rate_likeness,
    rate_overlap,
    times_fit,
)
from workbench.timeline.events.mentions import Mention, stem
from workbench.timeline.events.vocabulary import Family, fold, read_vocabulary
from workbench.timeline.events.windows import read_beginning, read_window

_CORE = 12  # members a newcomer is compared with
_CANDIDATES = 30  # groups a newcomer is compared with
_COMMON_MARKERS = frozenset(["new", "last", "first", "original", "annual", "fresh"])


def group_mentions(mentions: Sequence[Mention]) -> list[int | None]:
    """Return the number of the event each mention speaks of; None where nothing says whose event it is, or when.

    Example:
        >>> from workbench.timeline.events.mentions import find_mentions
        >>> import pandas as pd
        >>> texts = ["Mayor Ana Ruiz resigned.", "The resignation of Ana Ruiz surprised many."]
        >>> group_mentions(find_mentions(pd.DataFrame({"article_id": ["a", "b"], "text": texts}), {}))
        [0, 0]
    """
    by_article: dict[str, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        by_article[mention.article_id].append(number)
    local = [event for numbers in by_article.values() for event in _group_article(mentions, numbers)]
    known = [event for event in local if _is_told(event)]
    groups = _join_campaigns(_group_across(sorted(known, key=_order)))
    numbers: list[int | None] = [None] * len(mentions)
    ordered = sorted(groups, key=lambda group: min(number for event in group for number in event.members))
    for number, group in enumerate(ordered):
        for event in group:
            for member in event.members:
                numbers[member] = number
    return numbers


def _is_told(event: LocalEvent) -> bool:
    """Return whether an article says enough for an event: a date, a length that may yet give one, or a firm mention."""
    sure = any(mention.status != "hypothetical" for mention in event.mentions)
    dated = bool(event.windows) and (sure or bool(event.actors))
    timed = any(mention.family == "deadline" and mention.duration is not None for mention in event.mentions)
    return dated or timed or any(mention.firm for mention in event.mentions)


def _order(event: LocalEvent) -> tuple[bool, int, int, int]:
    """Sort the best described first: they make the cores."""
    return (not event.windows, -len(event.actors), -len(event.members), event.members[0])


def _single(mention: Mention, number: int) -> LocalEvent:
    family = read_vocabulary("en").families.get(mention.family) or Family(mention.family)
    window = read_window(mention.date)
    return LocalEvent(
        family=family,
        members=[number],
        actors=frozenset(map(fold, mention.actors)),
        context=frozenset(map(fold, mention.context)),
        principals=frozenset([fold(mention.principal)]) if mention.principal else frozenset(),
        words=frozenset(map(stem, mention.words)),
        marker=None if mention.marker in _COMMON_MARKERS else mention.marker,
        mentions=[mention],
        windows=[window] if window else [],
    )


def _group_article(mentions: Sequence[Mention], numbers: Iterable[int]) -> list[LocalEvent]:
    """Return the events of one article; "the call" without names is the last call spoken of."""
    events: dict[str, list[LocalEvent]] = defaultdict(list)
    titles: list[int] = []
    for number in numbers:
        if mentions[number].place == "title":
            titles.append(number)
            continue
        _place(_single(mentions[number], number), mentions[number], events[mentions[number].family])
    for number in titles:
        _place(_single(mentions[number], number), mentions[number], events[mentions[number].family])
    return [event for group in events.values() for event in group]


def _place(newcomer: LocalEvent, mention: Mention, events: list[LocalEvent]) -> None:
    """Add the mention to the event of the article it fits best, or make it a new one."""
    scored = [(rate_likeness(event, newcomer, same_article=True), position) for position, event in enumerate(events)]
    fitting = [(score, position) for score, position in scored if score is not None]
    best = max(fitting, default=None)
    referent = _referent(mention, newcomer, events)
    if best is not None and best[0] >= least_likeness(newcomer.family, same_article=True):
        _absorb(events[best[1]], newcomer)
    elif referent is not None:
        _absorb(referent, replace(newcomer, actors=frozenset(), context=frozenset(), principals=frozenset()))
    else:
        events.append(newcomer)


def _referent(mention: Mention, newcomer: LocalEvent, events: list[LocalEvent]) -> LocalEvent | None:
    """Return the event that "the call" means: the last one spoken of that it does not contradict."""
    if not mention.known or mention.status == "hypothetical":
        return None
    fitting = [
        event
        for event in events
        if (event.actors or event.context)
        and not (newcomer.principals and event.principals and not newcomer.principals & event.principals)
        and event.marker == newcomer.marker
        and times_fit(event, newcomer, same_article=True)
        and (not newcomer.actors or newcomer.actors & event.actors)
    ]
    return max(fitting, key=lambda event: event.members[-1], default=None)


def _absorb(event: LocalEvent, newcomer: LocalEvent) -> None:
    event.members += newcomer.members
    event.mentions += newcomer.mentions
    event.windows += newcomer.windows
    event.actors |= newcomer.actors
    event.context |= newcomer.context
    event.principals |= newcomer.principals
    event.words |= newcomer.words


def _group_across(events: list[LocalEvent]) -> list[list[LocalEvent]]:
    groups: list[list[LocalEvent]] = []
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for event in events:
        days = {f"={found[1]}" for window in event.windows if (found := read_beginning(window))}
        values = {f"~{mention.date.value}" for mention in event.mentions if mention.date}
        keys = [(event.family.name, key) for key in [*sorted(event.actors), *sorted(days), *sorted(values)]]
        shared = Counter(number for key in keys for number in index[key][:200])
        nearest = sorted(shared, key=lambda number: (-shared[number], number))[:_CANDIDATES]
        scored = [(score, -number) for number in nearest if (score := _fit(groups[number], event)) is not None]
        if scored:
            number = -max(scored)[1]
            groups[number].append(event)
        else:
            number = len(groups)
            groups.append([event])
        for key in keys:
            if number not in index[key][-1:]:
                index[key].append(number)
    return groups


def _join_campaigns(groups: list[list[LocalEvent]]) -> list[list[LocalEvent]]:
    """Return the groups, those made one that are said to have begun on one day and of which no two members clash."""
    joined: dict[tuple[str, str], list[list[LocalEvent]]] = defaultdict(list)
    kept: list[list[LocalEvent]] = []
    for group in groups:
        begun = sorted({found[1] for event in group for window in event.windows if (found := read_beginning(window))})
        keys = [(group[0].family.name, day) for day in begun]
        other = next((other for key in keys for other in joined[key] if _is_same_campaign(other, group)), None)
        if other is not None:
            other += group
            continue
        kept.append(group)
        for key in keys:
            joined[key].append(group)
    return kept


def _is_same_campaign(group: list[LocalEvent], other: list[LocalEvent]) -> bool:
    pairs = [(one, two) for one in group[:_CORE] for two in other[:_CORE]]
    return any(began_together(*pair, pair[0].actors & pair[1].actors) for pair in pairs) and all(
        rate_likeness(*pair, same_article=pair[0].mentions[0].article_id == pair[1].mentions[0].article_id) is not None
        for pair in pairs
    )


def _fit(group: list[LocalEvent], event: LocalEvent) -> int | None:
    """Return how well an event fits a group, by its likest member; None where a third of the core forbids it."""
    best: int | None = None
    against = 0
    for member in group[:_CORE]:
        same_article = member.mentions[0].article_id == event.mentions[0].article_id
        score = rate_likeness(member, event, same_article=same_article)
        if score is None:
            against += 1
            if is_excluded(member, event, same_article=same_article):
                return None
            continue
        least = least_likeness(event.family, same_article=False)
        if not event.family.once:
            least += 2 * lie_apart(member, event) - (rate_overlap(member, event) == SAME_DAY)
        if score >= least and (best is None or score > best):
            best = score
    return None if 3 * against >= len(group[:_CORE]) else best
