"""How alike two events are: shared actors, the one it happens to, words in common, dates that can be of one event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from workbench.timeline.events.mentions import Mention
from workbench.timeline.events.vocabulary import Family, fold, read_places, read_vocabulary
from workbench.timeline.events.windows import Window, gap_days, read_beginning, read_window

SAME_DAY = 4  # likeness of two events of one day
_WORDS_A_SHARED_WORD = 8  # of two long lists of words, some agree by chance
_NEAR_DAYS = {"day": 21, "week": 28, "weekend": 21, "month": 62, "quarter": 190, "season": 190, "half": 370}
_COPIES = 20  # likeness of events told in the same words
_COPIED_WORDS, _COPIED_SHARE = 8, 0.8
_STALE_DAYS = 3  # an article that dates an event this shortly before its own day reports news
_NUMBER = re.compile(r"(?<![\w.,:$€£-])\d{2,}(?![\w.,:%]*\d)")


@dataclass
class LocalEvent:
    """Mentions taken for one event; of one article at first."""

    family: Family
    members: list[int]
    actors: frozenset[str]
    context: frozenset[str]
    principals: frozenset[str]
    words: frozenset[str]
    marker: str | None
    mentions: list[Mention]
    windows: list[Window]


def is_excluded(one: LocalEvent, other: LocalEvent, *, same_article: bool) -> bool:
    """Return whether time, a word such as "second", or whom it happened to sets the two apart: one member is enough."""
    patients = one.family.patient and bool(one.principals and other.principals) and one.principals != other.principals
    return patients or one.marker != other.marker or not times_fit(one, other, same_article=same_article)


def least_likeness(family: Family, *, same_article: bool) -> int:
    """Return the likeness two mentions must have; more for kinds of event that happen to an actor again and again."""
    if same_article:
        return 4
    return 5 if family.once else 4 if family.pair else 6


def rate_likeness(one: LocalEvent, other: LocalEvent, *, same_article: bool) -> int | None:
    """Return how alike two events are, None where they cannot be one."""
    shared = _shared(one, other, same_article=same_article)
    words = len(one.words & other.words)
    same_principal = bool(one.principals & other.principals)
    if one.marker != other.marker or not times_fit(one, other, same_article=same_article):
        return None
    if not same_article and _are_copies(one, other):
        return _COPIES
    if _are_of_others(one, other, shared, same_article=same_article):
        return None
    least_words = max(2, min(len(one.words), len(other.words)) // _WORDS_A_SHARED_WORD)
    if one.family.content and not same_article and words < least_words:
        return None
    same_time = rate_overlap(one, other)
    if not same_article and same_time == SAME_DAY and _is_named_by_day(one, other):
        return least_likeness(one.family, same_article=False)
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
        + 3 * (not same_article and began_together(one, other, shared))
    )


def _are_of_others(one: LocalEvent, other: LocalEvent, shared: frozenset[str], *, same_article: bool) -> bool:
    """Return whether they are events of different people: other parties, another principal, another patient."""
    if one.family.pair:
        if not _parties_fit(one, other):
            return True
    elif not same_article and _differ_in_parties(one, other):
        return True
    if one.principals & other.principals:
        return False
    if one.principals and other.principals and (one.family.owned or one.family.patient or len(shared) < 2):
        return True
    return one.family.patient and not _may_be_one_patient(one, other, same_article=same_article)


def _shared(one: LocalEvent, other: LocalEvent, *, same_article: bool) -> frozenset[str]:
    """Return the actors both name; what a sentence only takes from those before it counts within one article."""
    if same_article:
        return (one.actors | one.context) & (other.actors | other.context)
    return one.actors & other.actors


def _are_copies(one: LocalEvent, other: LocalEvent) -> bool:
    """Return whether both print one sentence with the same figures, as articles of one agency do."""
    if lie_apart(one, other) or _numbers(one) != _numbers(other):
        return False
    for first in one.mentions:
        for second in other.mentions:
            words, other_words = set(first.sentence.split()), set(second.sentence.split())
            shared = len(words & other_words)
            if shared >= _COPIED_WORDS and shared >= _COPIED_SHARE * len(words | other_words):
                return True
    return False


def _is_named_by_day(one: LocalEvent, other: LocalEvent) -> bool:
    """Return whether one names nobody but is known by its day: "the call of 3 June"."""
    return not one.family.patient and any(
        not event.actors and any(mention.known and mention.date for mention in event.mentions) for event in (one, other)
    )


def _differ_in_parties(one: LocalEvent, other: LocalEvent) -> bool:
    """Return whether only one actor is shared and each names other persons: attacks of one man on two others."""
    shared = one.actors & other.actors
    own, others = one.actors - shared - _places(), other.actors - shared - _places()
    return len(shared) == 1 and bool(own) and bool(others) and rate_overlap(one, other) != SAME_DAY


def _may_be_one_patient(one: LocalEvent, other: LocalEvent, *, same_article: bool) -> bool:
    """Return whether it can have happened to one person, though one side or both do not say to whom."""
    if one.principals and other.principals:
        return False
    principals = one.principals or other.principals
    vague = other if one.principals else one
    if same_article:
        return not principals or not vague.actors or bool(principals & vague.actors)
    if principals:
        return bool(principals & vague.actors)
    return rate_overlap(one, other) == SAME_DAY and bool(one.actors & other.actors)


def began_together(one: LocalEvent, other: LocalEvent, shared: frozenset[str]) -> bool:
    """Return whether both began on one day, said so, and nothing speaks against it: a campaign told by several."""
    if not (_is_begun(one) and _is_begun(other) and _same_beginning(one, other)):
        return False
    return bool(
        shared or _numbers(one) & _numbers(other) or one.words & other.words or not (one.actors and other.actors)
    )


def _same_beginning(one: LocalEvent, other: LocalEvent) -> bool:
    """Return whether some day is the first of both; a year that one of them does not know is no difference."""
    first, second = ([read_beginning(window) for window in event.windows] for event in (one, other))
    return any(
        a is not None and b is not None and a[1] == b[1] and (a[0] == b[0] or None in (a[0], b[0]))
        for a in first
        for b in second
    )


def _is_begun(event: LocalEvent) -> bool:
    onset = read_vocabulary("en").cues["onset"]
    return any(
        mention.date is not None and (mention.date.signal in {"since", "from"} or onset.search(mention.sentence))
        for mention in event.mentions
    )


def _numbers(event: LocalEvent) -> set[str]:
    """Return the figures of its sentences, without years and small numbers."""
    return {
        number
        for mention in event.mentions
        for number in _NUMBER.findall(mention.sentence)
        if not 1900 <= int(number) <= 2100
    }


def _parties_fit(one: LocalEvent, other: LocalEvent) -> bool:
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


def rate_overlap(one: LocalEvent, other: LocalEvent) -> int:
    """Return 4 where both are dated to the same day or begin on it, 2 where they agree on less than a year, else 0."""
    pairs = [(first, second) for first in one.windows for second in other.windows]
    fine = [pair for pair in pairs if all(window.high - window.low < 100 for window in pair)]
    if _same_beginning(one, other):
        return SAME_DAY
    return 2 if fine and all(gap_days(*pair) == 0 for pair in fine) else 0


def lie_apart(one: LocalEvent, other: LocalEvent) -> bool:
    """Return whether some date of one excludes some date of the other."""
    return any(gap_days(first, second) > 0 for first in one.windows for second in other.windows)


def times_fit(one: LocalEvent, other: LocalEvent, *, same_article: bool) -> bool:
    """Return whether the dates can be of one event: within an article they agree, across they may differ a little."""
    for first in one.windows:
        for second in other.windows:
            days = gap_days(first, second)
            reach = max(_NEAR_DAYS.get(window.granularity, 370) for window in (first, second))
            reach = reach if one.family.once else min(reach, _NEAR_DAYS["day"])
            if days and (same_article or days > reach):
                return False
    return same_article or not (_written_before(one, other) or _written_before(other, one) or _both_news(one, other))


def _written_before(one: LocalEvent, other: LocalEvent) -> bool:
    """Return whether an article tells one event as past and was published before the other took place."""
    days = [window.low for window in other.windows if window.has_year]
    published = [
        mention.published.toordinal()
        for mention in one.mentions
        if mention.published is not None and mention.status == "happened"
    ]
    own = [window.low for window in one.windows if window.has_year]
    return bool(days and published and own) and min(days) > max(published) >= min(own)


def _both_news(one: LocalEvent, other: LocalEvent) -> bool:
    """Return whether each is the news of its own day, and the days differ: two events, not two dates of one."""
    first, second = _fresh(one), _fresh(other)
    if first is None or second is None or not lie_apart(one, other):
        return False
    return (first[0] - second[0]) * (first[1] - second[1]) > 0


def _fresh(event: LocalEvent) -> tuple[int, int] | None:
    for mention in event.mentions:
        window = read_window(mention.date)
        if window and window.has_year and mention.published is not None:
            published = mention.published.toordinal()
            if 0 <= published - window.high <= _STALE_DAYS:
                return window.high, published
    return None
