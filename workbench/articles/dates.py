"""Stated publication dates: a string -> the first and last instant it can mean. Nothing is guessed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

# English, Spanish, German, French, Portuguese; abbreviations may end with a full stop.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january enero ene januar jänner janvier janv janeiro",
            "feb february febrero februar feber février fevrier févr fevr fév fev fevereiro",
            "mar march marzo märz maerz mrz mär mars março marco",
            "apr april abril abr avril avr",
            "may mayo mai maio",
            "jun june junio juni juin junho",
            "jul july julio juli juillet juil julho",
            "aug august agosto ago août aout",
            "sep sept september septiembre setiembre septembre setembro set",
            "oct october octubre oktober okt octobre outubro out",
            "nov november noviembre novembre novembro",
            "dec december diciembre dic dezember dez décembre decembre déc dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|ère|\.?[º°]|\.)?"
_YEAR = r"(?P<year>19\d{2}|20\d{2}|2100)"
_OF = r"(?:de\s+|del\s+|of\s+|do\s+)?"
_FORMS = [
    re.compile(rf"\b{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})\b"),
    re.compile(rf"\b{_YEAR}[/.](?P<month>\d{{1,2}})[/.](?P<day>\d{{1,2}})\b"),
    re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"(?<!\w){_DAY}[\s-]*{_OF}{_MONTH}[,\s-]+{_OF}{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"(?<!\d){_YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?[日号號]"),
    re.compile(rf"^{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})$"),
]
_NUMERIC = re.compile(rf"\b(?P<first>\d{{1,2}})(?P<mark>[/\-]|\.\s?)(?P<second>\d{{1,2}})(?:[/\-]|\.\s?){_YEAR}\b")
_MONTH_YEAR = [
    re.compile(rf"^\W*{_MONTH},?\s+{_OF}{_YEAR}\W*$", re.IGNORECASE),
    re.compile(rf"^\W*{_YEAR}[-/](?P<month>\d{{1,2}})\W*$"),
    re.compile(rf"^\W*(?P<month>\d{{1,2}})[-/.]{_YEAR}\W*$"),
    re.compile(rf"^\W*{_YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月\W*$"),
]
_FOUR_DIGITS = re.compile(r"\d{4}")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class StatedDate:
    """What a stated date can mean: first and last instant (UTC), and where in the string it stood."""

    earliest: datetime
    latest: datetime
    span: tuple[int, int]

    @property
    def is_one_day(self) -> bool:
        """Whether the date names one day (or a moment of it)."""
        return self.latest - self.earliest < timedelta(days=1)


def parse_date(text: str, *, day_first: bool | None = None) -> StatedDate | None:
    """Return the first date stated in `text`, or None.

    "03/04/2025" can be two days: both bound the interval, unless `day_first` decides. "03.04.2025" is read day first,
    as countries that write full stops do. A month is an interval as well. Years run from 1900 to 2100.

    Args:
        text: any string.
        day_first: how the file of the string writes figures alone (`decide_day_first`); None when it does not tell.

    Example:
        >>> parse_date("Published December 3, 2025").earliest.isoformat()
        '2025-12-03T00:00:00+00:00'
        >>> parse_date("03/04/2025").is_one_day, parse_date("last week")
        (False, None)
        >>> parse_date("03/04/2025", day_first=True).earliest.month
        4
    """
    if not _FOUR_DIGITS.search(text):  # the year; nearly all strings end here
        return None
    whole = text.strip()
    instant = _instant(whole)
    if instant is not None:
        return StatedDate(instant, instant, (0, len(text)))
    before = len(text) - len(text.lstrip())
    for form in _FORMS:
        match = form.search(whole)
        day = _day(match) if match else None
        if match and day:
            return StatedDate(_start(day), _end(day), (match.start() + before, match.end() + before))
    return _numeric(whole, before, day_first=day_first) or _month(whole, before)


def decide_day_first(strings: Iterable[str | None]) -> bool | None:
    """Return how a file writes dates in figures: True day first, False month first, None when it does not tell.

    One date that can only be read one way ("13/04/2025", "04/13/2025") tells for all; a file with both kinds, or
    with neither, does not.

    Example:
        >>> decide_day_first(["03/04/2025", "13/04/2025"]), decide_day_first(["03/04/2025"])
        (True, None)
        >>> decide_day_first(["13/04/2025", "04/13/2025"])
    """
    votes = {vote for text in strings if text and (vote := _vote(text)) is not None}
    return votes.pop() if len(votes) == 1 else None


def is_ambiguous(text: str | None) -> bool:
    """Whether a date in figures can be two days.

    Example:
        >>> is_ambiguous("03/04/2025"), is_ambiguous("13/04/2025"), is_ambiguous(None)
        (True, False, False)
    """
    match = _NUMERIC.search(text) if text else None
    return match is not None and _vote(match.group()) is None


def _vote(text: str) -> bool | None:
    match = _NUMERIC.search(text)
    if match is None:
        return None
    day_month, month_day = _readings(match)
    return None if bool(day_month) == bool(month_day) or day_month == month_day else bool(day_month)


def _instant(text: str) -> datetime | None:
    """Read a moment with its time: ISO 8601 or an e-mail date. A time without a zone is taken as UTC."""
    if re.match(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", text):
        try:
            moment = datetime.fromisoformat(text.replace(" UTC", "+00:00").replace(" +", "+"))
        except ValueError:
            return None
    elif re.match(r"^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}", text):
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
    else:
        return None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _day(match: re.Match[str]) -> date | None:
    month = match["month"]
    return _date(int(match["year"]), int(month) if month.isdigit() else _MONTHS[month.lower()], int(match["day"]))


def _numeric(text: str, before: int, *, day_first: bool | None) -> StatedDate | None:
    match = _NUMERIC.search(text)
    if match is None:
        return None
    if day_first is None and match["mark"].startswith("."):
        day_first = True
    readings = _readings(match)
    preferred = None if day_first is None else readings[0 if day_first else 1]
    days = [preferred] if preferred else sorted(day for day in readings if day)
    span = (match.start() + before, match.end() + before)
    return StatedDate(_start(days[0]), _end(days[-1]), span) if days else None


def _readings(match: re.Match[str]) -> tuple[date | None, date | None]:
    """Return the day that three figures mean when the day comes first, and when the month does."""
    year, first, second = int(match["year"]), int(match["first"]), int(match["second"])
    return _date(year, second, first), _date(year, first, second)


def _month(text: str, before: int) -> StatedDate | None:
    match = next((found for form in _MONTH_YEAR if (found := form.match(text))), None)
    if match is None:
        return None
    year, name = int(match["year"]), match["month"]
    first = _date(year, int(name) if name.isdigit() else _MONTHS[name.lower()], 1)
    if first is None:
        return None
    following = date(year + first.month // 12, first.month % 12 + 1, 1)
    span = (match.start() + before, match.end() + before)
    return StatedDate(_start(first), _end(following - timedelta(days=1)), span)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _end(day: date) -> datetime:
    return _start(day) + timedelta(hours=23, minutes=59, seconds=59)
