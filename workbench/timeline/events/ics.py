"""Events as an iCalendar file (RFC 5545), for any calendar program."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pandas as pd

_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//framing-workbench//events//EN", "CALSCALE:GREGORIAN")
# The standard wants a stamp in every entry. The day and hour of the export would make other bytes of the same events.
_STAMP = "DTSTAMP:19700101T000000Z"
_OCTETS = 75  # of a line, at most
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_CONFIRMED = "happened"


def format_calendar(events: pd.DataFrame) -> bytes | None:
    """Return the events as iCalendar, or None where none has a day: the standard allows no calendar without an entry.

    Every event with a first and a last day is an entry of whole days that blocks no time. Its end is the day after its
    last, as the standard counts. Events without a year are left out, and counted in X-WORKBENCH-EVENTS-WITHOUT-A-YEAR.

    Args:
        events: as `Events.events`.

    Example:
        >>> from workbench.timeline.events.result import empty_events
        >>> format_calendar(empty_events().events) is None
        True
    """
    dated = events[events["earliest"].notna() & events["latest"].notna()]
    if dated.empty:
        return None
    left_out = f"X-WORKBENCH-EVENTS-WITHOUT-A-YEAR:{len(events) - len(dated)}"
    entries = [line for event in dated.itertuples() for line in _entry(event)]
    lines = [*_HEAD, left_out, *entries, "END:VCALENDAR"]
    return b"".join(_folded(line) for line in lines)


def _entry(event: Any) -> list[str]:  # noqa: ANN401 - rows of tables have no type
    first, last = event.earliest.date(), event.latest.date()
    after = last + timedelta(days=1) if last < date.max else last
    return [
        "BEGIN:VEVENT",
        f"UID:{_escaped(event.event_id)}@framing-workbench",
        _STAMP,
        f"DTSTART;VALUE=DATE:{_day(first)}",
        f"DTEND;VALUE=DATE:{_day(after)}",
        f"SUMMARY:{_escaped(event.label)}",
        f"DESCRIPTION:{_escaped(_description(event))}",
        f"STATUS:{'CONFIRMED' if event.status == _CONFIRMED else 'TENTATIVE'}",
        *([f"CATEGORIES:{_escaped(event.status)}"] if isinstance(event.status, str) else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _description(event: Any) -> str:  # noqa: ANN401
    told = [
        f"Dated by {event.granularity}: {event.value}" if isinstance(event.value, str) else None,
        f"Basis of the date: {event.basis}" if isinstance(event.basis, str) else None,
        f"Conflict: {event.conflict_kind}" if isinstance(event.conflict_kind, str) else None,
        f"Articles: {event.articles}, mentions: {event.mentions}",
    ]
    return "\n".join(line for line in told if line)


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _escaped(text: object) -> str:
    """Return a text as a value: no sign in it ends the line or the value."""
    plain = _CONTROL.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n")) if isinstance(text, str) else ""
    for sign in "\\;,":
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a line as bytes, cut where it is too long, between letters; what follows begins with a space."""
    parts: list[list[bytes]] = [[]]
    size = 0
    for letter in line:
        octets = letter.encode()
        if size + len(octets) > _OCTETS:
            parts.append([b" "])
            size = 1
        parts[-1].append(octets)
        size += len(octets)
    return b"\r\n".join(b"".join(part) for part in parts) + b"\r\n"
