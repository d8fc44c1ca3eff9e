"""Stated publication dates: a string -> the first and last instant it can mean. Nothing is guessed."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january enero ene", "feb february febrero", "mar march marzo", "apr april abril abr", "may mayo",
            "jun june junio", "jul july julio", "aug august agosto ago", "sep sept september septiembre setiembre",
            "oct october octubre", "nov november noviembre", "dec december diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th|º)?", r"(?P<year>(?:19|20)\d{2})"
_FORMS = [
    re.compile(rf"\b{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})\b"),
    re.compile(rf"\b{_YEAR}/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})\b"),
    re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s+(?:de\s+|of\s+)?{_MONTH},?\s+(?:de\s+|del\s+)?{_YEAR}\b", re.IGNORECASE),
    re.compile(r"^(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})$"),
]
_NUMERIC = re.compile(rf"\b(?P<first>\d{{1,2}})[/.\-](?P<second>\d{{1,2}})[/.\-]{_YEAR}\b")
_MONTH_YEAR = re.compile(rf"^\W*{_MONTH},?\s+(?:de\s+|del\s+)?{_YEAR}\W*$", re.IGNORECASE)


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


def parse_date(text: str) -> StatedDate | None:
    """Return the first date stated in `text`, or None.

    "03/04/2025" can be two days: both bound the interval. A month is an interval as well.

    Example:
        >>> parse_date("Published December 3, 2025").earliest.isoformat()
        '2025-12-03T00:00:00+00:00'
        >>> parse_date("03/04/2025").is_one_day, parse_date("last week")
        (False, None)
    """
    whole = text.strip()
    instant = _instant(whole)
    if instant is not None:
        return StatedDate(instant, instant, (0, len(text)))
    for form in _FORMS:
        match = form.search(whole)
        day = _day(match) if match else None
        if match and day:
            return StatedDate(_start(day), _end(day), match.span())
    return _numeric(whole) or _month(whole)


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
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _day(match: re.Match[str]) -> date | None:
    month = match["month"]
    return _date(int(match["year"]), int(month) if month.isdigit() else _MONTHS[month.lower()], int(match["day"]))


def _numeric(text: str) -> StatedDate | None:
    match = _NUMERIC.search(text)
    if match is None:
        return None
    year, first, second = int(match["year"]), int(match["first"]), int(match["second"])
    readings = sorted({day for day in (_date(year, second, first), _date(year, first, second)) if day})
    return StatedDate(_start(readings[0]), _end(readings[-1]), match.span()) if readings else None


def _month(text: str) -> StatedDate | None:
    match = _MONTH_YEAR.match(text)
    if match is None:
        return None
    year, month = int(match["year"]), _MONTHS[match["month"].lower()]
    following = date(year + month // 12, month % 12 + 1, 1)
    return StatedDate(_start(date(year, month, 1)), _end(following - timedelta(days=1)), match.span())


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _end(day: date) -> datetime:
    return _start(day) + timedelta(hours=23, minutes=59, seconds=59)
