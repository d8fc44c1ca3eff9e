"""Dates that follow from another event: "within 30 days of the vote", "a seven-day window" after the call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from workbench.timeline.events.attach import Date
from workbench.timeline.events.mentions import Mention
from workbench.timeline.events.vocabulary import read_vocabulary
from workbench.timeline.events.windows import day_of, shift_value

_LENGTH = re.compile(r"P(\d+)([DWMY])")
_SENTENCES_BACK = 700  # characters: a window opens at the event last dated before it, not far above
_DAYS = {"D": 1, "W": 7}


def derive_deadlines(mentions: Sequence[Mention], events: Sequence[int | None]) -> list[Mention]:
    """Return the mentions, those with a duration counted from a dated event given the date it leads to.

    Example:
        >>> derive_deadlines([], [])
        []
    """
    dates = _event_dates(mentions, events)
    return [_derive(number, mentions, events, dates) for number in range(len(mentions))]


def _event_dates(mentions: Sequence[Mention], events: Sequence[int | None]) -> dict[tuple[int, str], Date]:
    """Return the day of each event, by event and article, and by event alone where only one day is given."""
    days: dict[tuple[int, str], Date] = {}
    for mention, event in zip(mentions, events, strict=True):
        if event is not None and mention.date is not None and mention.date.granularity == "day":
            days.setdefault((event, mention.article_id), mention.date)
            days.setdefault((event, ""), mention.date)
    return days


def _derive(
    number: int, mentions: Sequence[Mention], events: Sequence[int | None], dates: dict[tuple[int, str], Date]
) -> Mention:
    mention = mentions[number]
    if mention.duration is None or mention.date is not None:
        return mention
    days = _length(mention.duration)
    found = None if days is None else _anchor(number, mentions, events, dates)
    if days is None or found is None or found[0].value is None:
        return mention
    value = shift_value(found[0].value, days * found[1])
    if value is None:
        return mention
    signal = "by" if mention.duration.signal in {"within", "in"} else None
    day = day_of(value)
    derived = replace(
        mention.duration,
        type="DATE",
        value=value,
        signal=signal,
        earliest=day,
        latest=day,
        granularity="day",
        basis="derived",
    )
    return replace(mention, date=derived)


def _length(duration: Date) -> int | None:
    found = _LENGTH.fullmatch(str(duration.value))
    return int(found[1]) * _DAYS[found[2]] if found and found[2] in _DAYS else None


def _anchor(
    number: int, mentions: Sequence[Mention], events: Sequence[int | None], dates: dict[tuple[int, str], Date]
) -> tuple[Date, int] | None:
    """Return the day the duration is counted from, and +1 or -1 for after or before."""
    mention, duration = mentions[number], mentions[number].duration
    assert duration is not None
    here = [
        (other, event)
        for other, event in zip(
            mentions[max(0, number - 8) : number + 9], events[max(0, number - 8) : number + 9], strict=True
        )
        if other.article_id == mention.article_id and other.place == mention.place and event is not None
    ]
    order = read_vocabulary("en").order
    for other, event in here:
        if other.sentence_start == mention.sentence_start and other.start >= duration.end:
            between = mention.sentence[duration.end - mention.sentence_start : other.start - mention.sentence_start]
            direction = _direction(between, order)
            day = dates.get((event, mention.article_id)) or dates.get((event, ""))
            if direction and day:
                return day, direction
    if mention.family != "deadline":
        return None
    earlier = [
        other.date
        for other, event in here
        if other.start < mention.start
        and mention.start - other.end <= _SENTENCES_BACK
        and other.date is not None
        and other.date.granularity == "day"
        and other.status == "happened"
    ]
    return (earlier[-1], 1) if earlier else None


def _direction(between: str, order: dict[str, re.Pattern[str]]) -> int:
    words = between.split()
    if not words or len(words) > 6:
        return 0
    if order["of"].match(between.lstrip()) or order["first"].match(between.lstrip()):
        return 1
    return -1 if order["last"].match(between.lstrip()) else 0
