"""What time it is for a reader of a text: the publication date, the last date told, and the tense of the sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from workbench.timeline.expressions.moments import Moment, enclosing, first_day, is_finer, move, span_of

NEAR = 5  # so many years may lie between two dates of one narrative
# How much farther a day counts that is against the tense; -2: a past verb or "since" stands right before it.
AGAINST = {1: 3, 0: 3, -1: 3, -2: 1000}

NAME = "NAME"  # the type of what is no time
EXPLICIT, PUBLISHED, CARRIED, NONE = "explicit", "published", "carried", "none"


@dataclass(frozen=True)
class Sense:
    """What an expression means.

    Attributes:
        type: DATE, TIME, DURATION or SET.
        moment: the point or stretch of the calendar; None for durations and what no calendar holds.
        value: the TIMEX3 value, where no moment says it.
        basis: explicit, published, carried or none.
        mod: START, MID, END, APPROX, EQUAL_OR_LESS, EQUAL_OR_MORE.
        vague: off the axis.
        amount: how many of which unit, of a duration; the number is None where it is not known ("several").
        note: what the rule's name ends in ("impossible", "ambiguous").
        takes_year: whether the year may follow in words ("July of that year").
        holiday: the rule of a holiday that is another day in another year.
        readings: the moments it may be, where it can be read in more than one way.
        tells: whether what follows may refer to it ("the next day").
    """

    type: str
    moment: Moment | None = None
    value: str = ""
    basis: str = NONE
    mod: str | None = None
    vague: bool = False
    amount: tuple[float | None, str] | None = None
    note: str = ""
    takes_year: bool = False
    holiday: tuple[Any, ...] = ()
    readings: tuple[Moment, ...] = ()
    tells: bool = True

    @property
    def timex(self) -> str:
        """Return the TIMEX3 value."""
        return self.value or (self.moment.value if self.moment else "")


@dataclass
class Clock:
    """The times an expression may lean on; the reader of a text moves it on.

    Attributes:
        published: the day of publication, None where it is not to be used.
        narrative: whether a date without a year takes that of the last date told.
        last: the last date told and its basis.
        quarter: the last quarter told, for comparisons with the year before.
        year: the year the narrative is in.
        aside: a year told last that lies far from it; a second one near it makes it the year of the narrative.
        look: finds the direction of the sentence, when an expression asks for it.
    """

    published: Moment | None = None
    narrative: bool = False
    last: Moment | None = None
    last_basis: str = NONE
    quarter: Moment | None = None
    year: int | None = None
    aside: int | None = None
    look: Callable[[], int] = lambda: 0

    @property
    def direction(self) -> int:
        """Return 1 where the sentence is of what is to come, -1 of what has been, -2 after "since", else 0."""
        return self.look()

    def speech(self) -> tuple[Moment | None, str]:
        """Return the time of speaking: what "yesterday" and "last year" count from."""
        if self.published is not None:
            return self.published, PUBLISHED
        if self.narrative and self.last is not None:
            return self.last, CARRIED
        return None, NONE

    def story(self) -> tuple[Moment | None, str]:
        """Return the time told of last: what "the next day" and "a year earlier" count from."""
        if self.last is not None and (self.published is not None or self.narrative):
            return self.last, CARRIED if self.last_basis == EXPLICIT else self.last_basis
        return self.speech()

    def tell(self, sense: Sense, *, opens: bool) -> None:
        """Take the date of an expression as the last one told."""
        moment = sense.moment
        if not sense.tells or moment is None or not moment.known or sense.type not in ("DATE", "TIME"):
            return
        if moment.unit in ("DE", "CE", "ML"):  # no story goes on in a decade
            return
        self.last, self.last_basis = replace(moment, time=""), sense.basis
        if opens or self.year is None or moment.unit in ("D", "M"):
            self._turn_to(moment.year)
        if moment.unit in ("Q", "Y"):
            self.quarter = moment if moment.unit == "Q" else None

    def _turn_to(self, year: int | None) -> None:
        """Move the narrative to the year; a year far from it may be an aside ("as a study of 2005 showed")."""
        near = any(
            known is not None and year is not None and abs(year - known) <= NEAR for known in (self.year, self.aside)
        )
        if near or self.year is None:
            self.year, self.aside = year, None
        else:
            self.aside = year


def complete_year(moment: Moment, clock: Clock) -> tuple[Moment, str]:
    """Return a day, month, season or quarter without a year with the year it is most likely of, and on what basis.

    Beside the publication date the year is that of the nearest such day, days that fit the tense counting as nearer.
    In a narrative it is the year told last.
    """
    if clock.published is not None and clock.published.year is not None:
        return replace(moment, year=_nearest_year(moment, clock.published, clock.direction)), PUBLISHED
    if clock.narrative and clock.year is not None:
        return replace(moment, year=clock.year), CARRIED
    return moment, NONE


def _nearest_year(moment: Moment, published: Moment, direction: int) -> int:
    """Return the year in which the moment is nearest; time against the tense of the sentence counts threefold."""
    year, today = published.year or 0, first_day(published) or date.min
    distances = {}
    for candidate in (year - 1, year, year + 1):
        span = _span(replace(moment, year=candidate))
        if span is not None:
            ahead, behind = (span[0] - today).days, (today - span[1]).days
            against = ahead > 0 if direction <= 0 else behind > 0
            weight = AGAINST[direction] if against else 1
            distances[candidate] = max(ahead, behind, 0) * weight
    return min(distances, key=lambda candidate: (distances[candidate], candidate), default=year)


def _span(moment: Moment) -> tuple[date, date] | None:
    try:
        return span_of(moment)
    except ValueError:  # 29 February of a year that has none
        return None


def nearest_weekday(weekday: int, anchor: Moment, direction: int) -> Moment | None:
    """Return the day of that weekday (Monday is 1) on or before the anchor; on or after it for what is to come."""
    begin = first_day(anchor)
    if begin is None or is_finer(Moment("D"), anchor.unit):
        return None
    ahead = (weekday - begin.isoweekday()) % 7
    day = begin + timedelta(days=ahead if direction > 0 or ahead == 0 else ahead - 7)
    return Moment("D", day.year, day.month, day.day)


def shifted(anchor: Moment | None, unit: str, steps: int) -> Moment:
    """Return the moment so many units from the anchor; one of unknown year where there is no anchor."""
    if anchor is None or is_finer(Moment(unit), anchor.unit):
        return Moment(unit)
    return move(enclosing(anchor, unit), unit, steps)
