"""Which mentions are one event: the same family, shared actors, words in common, dates that can be one.

First within each article, then across. Whoever joins a group must be compatible with every member of its core, so
that no chain of half-likenesses makes one blob. Only events that share a family and an actor are ever compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from workbench.timeline.events.mentions import Mention, stem
from workbench.timeline.events.vocabulary import Family, fold, read_places, read_vocabulary
from workbench.timeline.events.windows import Window, gap_days, read_window

_CORE = 12  # members a newcomer is compared with
_WORDS_A_SHARED_WORD = 8  # of two long lists of words, some agree by chance
_SAME_DAY = 4  # likeness of two events of one day
_CANDIDATES = 30  # groups a newcomer is compared with
_NEAR_DAYS = {"day": 21, "week": 28, "weekend": 21, "month": 62, "quarter": 190, "season": 190, "half": 370}
_COMMON_MARKERS = frozenset(["new", "last", "first", "original", "annual", "fresh"])
_STALE_DAYS = 3  # an article that dates an event this shortly before its own day reports news


@dataclass
class _Event:
    """Mentions taken for one event; of one article at first."""

    family: Family
    members: list[int]
    actors: frozenset[str]
    principals: frozenset[str]
    words: frozenset[str]
    marker: str | None
    mentions: list[Mention]
    windows: list[Window]


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
    known = [event for event in local if event.actors or event.windows or _timed(event)]
    groups = _group_across(sorted(known, key=_order))
    numbers: list[int | None] = [None] * len(mentions)
    ordered = sorted(groups, key=lambda group: min(number for event in group for number in event.members))
    for number, group in enumerate(ordered):
        for event in group:
            for member in event.members:
                numbers[member] = number
    return numbers


def _timed(event: _Event) -> bool:
    """Return whether a duration may still date it, counted from another event."""
    return any(mention.duration is not None for mention in event.mentions)


def _order(event: _Event) -> tuple[bool, int, int, int]:
    """Sort the best described first: they make the cores."""
    return (not event.windows, -len(event.actors), -len(event.members), event.members[0])


def _single(mention: Mention, number: int) -> _Event:
    family = read_vocabulary("en").families.get(mention.family) or Family(mention.family)
    window = read_window(mention.date)
    return _Event(
        family=family,
        members=[number],
        actors=frozenset(map(fold, mention.actors)),
        principals=frozenset([fold(mention.principal)]) if mention.principal else frozenset(),
        words=frozenset(map(stem, mention.words)),
        marker=None if mention.marker in _COMMON_MARKERS else mention.marker,
        mentions=[mention],
        windows=[window] if window else [],
    )


def _group_article(mentions: Sequence[Mention], numbers: Iterable[int]) -> list[_Event]:
    """Return the events of one article; "the call" without names is the last call spoken of."""
    events: dict[str, list[_Event]] = defaultdict(list)
    titles: list[int] = []
    for number in numbers:
        if mentions[number].place == "title":
            titles.append(number)
            continue
        _place(_single(mentions[number], number), mentions[number], events[mentions[number].family])
    for number in titles:
        _place(_single(mentions[number], number), mentions[number], events[mentions[number].family])
    return [event for group in events.values() for event in group]


def _place(newcomer: _Event, mention: Mention, events: list[_Event]) -> None:
    """Add the mention to the event of the article it fits best, or make it a new one."""
    scored = [(_likeness(event, newcomer, same_article=True), position) for position, event in enumerate(events)]
    fitting = [(score, position) for score, position in scored if score is not None]
    best = max(fitting, default=None)
    referent = _referent(mention, newcomer, events)
    if best is not None and best[0] >= _least(newcomer.family, same_article=True):
        _absorb(events[best[1]], newcomer)
    elif referent is not None:
        _absorb(referent, replace(newcomer, actors=frozenset(), principals=frozenset()))
    else:
        events.append(newcomer)


def _referent(mention: Mention, newcomer: _Event, events: list[_Event]) -> _Event | None:
    """Return the event that "the call" means: the last one spoken of that it does not contradict."""
    if not mention.known or mention.status == "hypothetical":
        return None
    fitting = [
        event
        for event in events
        if event.actors
        and event.marker == newcomer.marker
        and _times_fit(event, newcomer, same_article=True)
        and (not newcomer.actors or newcomer.actors & event.actors)
    ]
    return max(fitting, key=lambda event: event.members[-1], default=None)


def _absorb(event: _Event, newcomer: _Event) -> None:
    event.members += newcomer.members
    event.mentions += newcomer.mentions
    event.windows += newcomer.windows
    event.actors |= newcomer.actors
    event.principals |= newcomer.principals
    event.words |= newcomer.words


def _group_across(events: list[_Event]) -> list[list[_Event]]:
    groups: list[list[_Event]] = []
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for event in events:
        days = {f"={window.low}" for window in event.windows if window.low == window.high}
        keys = [(event.family.name, key) for key in [*sorted(event.actors), *sorted(days)]]
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


def _fit(group: list[_Event], event: _Event) -> int | None:
    """Return how well an event fits a group, by its likest member; None where a third of the core forbids it."""
    best: int | None = None
    against = 0
    for member in group[:_CORE]:
        same_article = member.mentions[0].article_id == event.mentions[0].article_id
        score = _likeness(member, event, same_article=same_article)
        if score is None:
            against += 1
            if _excluded(member, event, same_article=same_article):
                return None
            continue
        least = _least(event.family, same_article=False)
        if not event.family.once:
            least += 2 * _apart(member, event) - (_overlap(member, event) == _SAME_DAY)
        if score >= least and (best is None or score > best):
            best = score
    return None if 3 * against >= len(group[:_CORE]) else best


def _excluded(one: _Event, other: _Event, *, same_article: bool) -> bool:
    """Return whether time or a word such as "second" sets the two apart: one such member is enough."""
    return one.marker != other.marker or not _times_fit(one, other, same_article=same_article)


def _least(family: Family, *, same_article: bool) -> int:
    """Return the likeness two mentions must have; more for kinds of event that happen to an actor again and again."""
    if same_article:
        return 4
    return 5 if family.once else 4 if family.pair else 6


def _likeness(one: _Event, other: _Event, *, same_article: bool) -> int | None:
    """Return how alike two events are, None where they cannot be one."""
    shared = one.actors & other.actors
    words = len(one.words & other.words)
    same_principal = bool(one.principals & other.principals)
    if one.marker != other.marker or not _times_fit(one, other, same_article=same_article):
        return None
    if one.family.pair and not _parties_fit(one, other):
        return None
    clash = bool(one.principals and other.principals) and not same_principal
    if clash and (one.family.owned or one.family.patient or len(shared) < 2):
        return None
    least_words = max(2, min(len(one.words), len(other.words)) // _WORDS_A_SHARED_WORD)
    if one.family.content and not same_article and words < least_words:
        return None
    same_time = _overlap(one, other)
    if one.family.pair and not same_article and len(shared) < 2 and words < 3 and not (shared and same_time):
        return 0
    same_sentence = same_article and one.mentions[-1].sentence_start == other.mentions[0].sentence_start
    return (
        3 * same_sentence
        + 2 * len(shared)
        + (len(shared) > 1)
        + 3 * (same_principal and not one.family.pair)
        + min(words, 4)
        + same_time
    )


def _parties_fit(one: _Event, other: _Event) -> bool:
    """Return whether the parties can be the same: two shared, or one side names fewer; and no two other persons."""
    if len(one.actors) == len(other.actors) == 1:
        return True  # one names one side, one perhaps the other: nothing for it, nothing against it
    places = _places()
    persons, other_persons = one.actors - places, other.actors - places
    if persons and other_persons and not persons & other_persons:
        return False
    shared = one.actors & other.actors
    fewest = min(len(one.actors), len(other.actors))
    return len(shared) >= 2 or len(shared) == fewest < 2


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    return frozenset(map(fold, read_places().values()))


def _overlap(one: _Event, other: _Event) -> int:
    """Return 4 where both are dated to the same day or begin on it, 2 where they agree on less than a year, else 0."""
    pairs = [(first, second) for first in one.windows for second in other.windows]
    fine = [pair for pair in pairs if all(window.high - window.low < 100 for window in pair)]
    if any(first.low == second.low and first.granularity == "day" == second.granularity for first, second in pairs):
        return _SAME_DAY
    return 2 if fine and all(gap_days(*pair) == 0 for pair in fine) else 0


def _apart(one: _Event, other: _Event) -> bool:
    return any(gap_days(first, second) > 0 for first in one.windows for second in other.windows)


def _times_fit(one: _Event, other: _Event, *, same_article: bool) -> bool:
    """Return whether the dates can be of one event: within an article they agree, across they may differ a little."""
    for first in one.windows:
        for second in other.windows:
            days = gap_days(first, second)
            reach = max(_NEAR_DAYS.get(window.granularity, 370) for window in (first, second))
            reach = reach if one.family.once else min(reach, _NEAR_DAYS["day"])
            if days and (same_article or days > reach):
                return False
    return same_article or not (_written_before(one, other) or _written_before(other, one) or _both_news(one, other))


def _written_before(one: _Event, other: _Event) -> bool:
    """Return whether an article tells one event as past and was published before the other took place."""
    days = [window.low for window in other.windows if window.has_year]
    published = [
        mention.published.toordinal()
        for mention in one.mentions
        if mention.published is not None and mention.status == "happened"
    ]
    own = [window.low for window in one.windows if window.has_year]
    return bool(days and published and own) and min(days) > max(published) >= min(own)


def _both_news(one: _Event, other: _Event) -> bool:
    """Return whether each is the news of its own day, and the days differ: two events, not two dates of one."""
    first, second = _fresh(one), _fresh(other)
    if first is None or second is None or not _apart(one, other):
        return False
    return (first[0] - second[0]) * (first[1] - second[1]) > 0


def _fresh(event: _Event) -> tuple[int, int] | None:
    for mention in event.mentions:
        window = read_window(mention.date)
        if window and window.has_year and mention.published is not None:
            published = mention.published.toordinal()
            if 0 <= published - window.high <= _STALE_DAYS:
                return window.high, published
    return None
