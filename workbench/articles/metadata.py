"""Author, role, outlet and date of an article, as evidence: what is not stated is missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from workbench.articles.datelines import is_agency, is_sign_off, read_dateline
from workbench.articles.dates import parse_date
from workbench.articles.names import is_only_role, is_person, names_outlet, split_names, strip_by
from workbench.articles.phrases import pattern

_SEGMENT = re.compile(r"\s+[|•·—–]\s+|\s*\|\s*|\s*•\s*|\s+-\s+")
_ZONE = r"(?:\s*\(?[A-Z]{2,4}(?:[+-]\d{1,2})?\)?)?\b"
_ADDRESS = re.compile(r"^(?:\S+@\S+\.\w{2,}|@\w+)$")
_UNDER_NAME = re.compile(
    r"^(?:follow|seguir|folgen|suivre|\W*\d+\s*min(?:ute)?s?\b.*|\S+@\S+\.\w{2,}|@\w+)$", re.IGNORECASE
)
_IN_PATH = re.compile(
    r"/((?:19|20)\d{2})(?:[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])|[/-](\d{1,2})[/-](\d{1,2})|[/-](0[1-9]|1[0-2]))(?!\d)"
)
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_SERVICE = re.compile(r"^(?:www\d?|m|amp|mobile)\.")
# A date in a dateline says when the report was sent, most often the day before print.
CONFIDENCE = {"metadata": 1.0, "byline": 0.9, "url": 0.8, "dateline": 0.7, "filename": 0.6, "none": 0.0}


@dataclass(frozen=True, slots=True)
class Byline:
    """What one line under a title states; None where it states nothing."""

    author: str | None = None
    role: str | None = None
    outlet: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published: the day when it is known, its bounds, the source of the date, its confidence."""

    published: datetime | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    source: str = "none"
    confidence: float = 0.0


def read_byline(line: str) -> Byline | None:
    """Return what a byline, a dateline of publication or a source line states; None for any other line.

    "by NAME ROLE" is split at the first word that opens a role; "by Chief Editor" is a role without a name. A line
    that opens with an agency's dateline and goes on is a report, no byline.

    Example:
        >>> read_byline("by James Carter Senior News Editor")
        Byline(author='James Carter', role='Senior News Editor', outlet=None, published=None)
        >>> read_byline("by Chief Editor").author
        >>> read_byline("By the end of the week the talks had failed.")
    """
    words = len(line.split())
    if words > 30 or (words > 12 and line.endswith(".")):
        return None
    dateline = read_dateline(line)
    if dateline is not None and line[dateline.end :].strip():
        return None
    text = _elapsed().sub("", line).strip().strip("*_").strip()
    source = pattern("byline", "source", r"^{}\s*:\s+(?P<outlet>\S.*)$").match(text)
    if source and len(text.split()) <= 10:
        return Byline(outlet=source["outlet"].strip())
    parts = [part.strip() for part in _SEGMENT.split(text) if part.strip()]
    by = pattern("byline", "by", r"^{}\s+(?P<rest>\S.*)$").match(parts[0]) if parts else None
    published = _read_published(text) if by is None else None
    if published is not None:
        return published
    return _read_by(by["rest"], parts[1:]) if by else _read_dated(parts)


def read_bare_name(line: str, following: Sequence[str]) -> Byline | None:
    """Return what a byline without "by" states, judged by the lines after it; None for any other line.

    A role, an address, a "Follow" button or a reading time beside a name tell that it is the author's; a date
    tells a byline, but not whether the words before it are a name.

    Example:
        >>> read_bare_name("Jane Doe, Staff Writer", []).author, read_bare_name("Jane Doe", ["Follow"]).author
        ('Jane Doe', 'Jane Doe')
        >>> read_bare_name("Jane Doe", ["The talks have failed."])
    """
    text = line.strip("*_ ")
    if _ADDRESS.match(text):
        return Byline()
    if is_sign_off(text):
        return Byline(split_names(text.strip("()[] "))[0])
    named = re.match(r"^(?P<name>[^,|–—]+?)(?:,|\s[|–—-])\s+(?P<role>.+)$", text)
    if named and is_only_role(_place().sub("", named["role"])):
        name, role = split_names(named["name"])
        if role is None and is_person(name):
            return Byline(name, named["role"])
    if len(text.split()) > 1 and is_only_role(text):
        return Byline(role=text)
    name, role = split_names(text)
    if name and not role and _is_person_with_agency(name):
        return Byline(name)
    if role or not is_person(name) or not following:
        return None
    if any(_UNDER_NAME.match(other) or is_only_role(other) for other in following[:2]):
        return Byline(name)
    dated = _read_dated([following[0]])
    return Byline() if dated and dated.published else None


def is_publication_line(line: str) -> bool:
    """Whether a line states when the article was published or updated, and nothing else.

    Example:
        >>> is_publication_line("First published: November 2, 2025, 22:41 IST")
        True
        >>> is_publication_line("Published on November 2, 2025, the report names four banks.")
        False
    """
    stated = parse_date(line) if len(line.split()) <= 12 else None
    if stated is None or not pattern("byline", "published", r"^\W*{}\b").match(line):
        return False
    return _is_only_date(_clock().sub("", line))


def decide_published(candidates: dict[str, str | None], *, day_first: bool | None = None) -> Published:
    """Return the publication date from the best stated source.

    Args:
        candidates: string by source, in any order; sources are those of `CONFIDENCE`, the most trusted wins. A
            "dateline" is reported as a byline with less confidence.
        day_first: how the file writes "03/04/2025" (`decide_day_first`); None when it does not tell.
    """
    stated = {
        source: date
        for source in sorted(candidates, key=lambda name: -CONFIDENCE[name])
        if (date := parse_date(candidates[source] or "", day_first=day_first)) is not None
    }
    if not stated:
        return Published()
    first, bounds = next(iter(stated.items()))
    # A source that leaves several days open is settled by a less trusted one that names one of them.
    days = (
        (source, date)
        for source, date in stated.items()
        if date.is_one_day and bounds.earliest <= date.earliest and date.latest <= bounds.latest
    )
    source, day = next(days, (first, None))
    name, confidence = "byline" if source == "dateline" else source, CONFIDENCE[source]
    if day is None:
        return Published(None, bounds.earliest, bounds.latest, name, confidence / 2)
    return Published(day.earliest, day.earliest, day.latest, name, confidence)


def date_in_url(url: str | None) -> str | None:
    """Return the date the path of a URL states, written with hyphens, or None; a month alone where it has no day.

    Example:
        >>> date_in_url("https://a.example/2025/12/03/talks"), date_in_url("https://a.example/2025/12/talks")
        ('2025-12-03', '2025-12')
    """
    match = _IN_PATH.search(url or "")
    return "-".join(f"{int(part):02d}" for part in match.groups() if part) if match else None


def date_in_name(name: str) -> str | None:
    """Return the full date a file name states ("2025-12-03", "2025_12_03", "20251203") with hyphens, or None."""
    match = _IN_NAME.search(name)
    return f"{match[1]}-{match[3]}-{match[4]}" if match else None


def outlet_in_url(url: str | None) -> str | None:
    """Return the host that published a URL, without "www.", or None.

    Example:
        >>> outlet_in_url("https://www.harbour-gazette.example/news/1")
        'harbour-gazette.example'
    """
    host = (urlsplit(url).hostname or "") if url and "://" in url else ""
    return _SERVICE.sub("", host) or None


def split_role(text: str) -> tuple[str | None, str | None]:
    """Return (name, role) of "NAME ROLE", "NAME, ROLE" or "ROLE"; several of them are joined with ", ".

    Example:
        >>> split_role("Graham Tolliver, Energy Editor"), split_role("Chief Editor")
        (('Graham Tolliver', 'Energy Editor'), (None, 'Chief Editor'))
        >>> split_role("Por Ana Ruiz y Juan Gil (ana@diario.example)")
        ('Ana Ruiz, Juan Gil', None)
    """
    return split_names(strip_by(text))


def _read_published(text: str) -> Byline | None:
    """Read "Published in OUTLET on DATE", "Updated: DATE", "Posted on DATE by NAME" and the like."""
    opening = pattern("byline", "published", r"^{}\s*:?\s+").match(text)
    stated = parse_date(text)
    if opening is None or stated is None:
        return None
    by = pattern("byline", "by", r"^\W*{}\s+(?P<rest>\S.*)$").match(text[stated.span[1] :])
    author = (_read_by(by["rest"], []) if by else None) or Byline()
    middle = text[opening.end() : stated.span[0]].strip()
    middle = _before_date().sub("", re.sub(r"^(?:in|by|en|por|dans|bei|no|na)\s+", "", middle))
    preposition = re.search(r"\b(?:in|en|by|por|dans)\s*$", opening.group().strip())
    outlet = middle if middle and names_outlet(middle, strict=not preposition) else None
    return replace(author, outlet=outlet, published=text[slice(*stated.span)])


def _read_by(rest: str, parts: list[str]) -> Byline | None:
    stated = parse_date(rest)
    if stated:
        parts = [rest[slice(*stated.span)], *parts]
        rest = _before_date().sub("", rest[: stated.span[0]])
    outlet_before = pattern("byline", "outlet_before", r"\s{}\s+(?=[A-ZÀ-Þ])").search(rest)
    outlet = rest[outlet_before.end() :].strip() if outlet_before else ""
    rest = rest[: outlet_before.start()] if outlet_before else rest
    rest = _place().sub("", rest).strip(" ,|-–—")
    head, _, agency = rest.rpartition(",")
    if head and names_outlet(agency.strip(), strict=True):  # "Jane Doe, Associated Press": no second author
        rest = head
    name, role = split_names(rest)
    if name is None and role is None:
        if not stated or len(rest.split()) != 1:
            return None
        name = rest  # the user name of a content system: "Posted by jdoe on …"
    published = next((part for part in parts if parse_date(part)), None)
    others = [part for part in parts if part is not published]
    role = role or next((part for part in others if _only_role(part)), None)
    outlet = outlet or next((part for part in others if part != role and _is_outlet(part)), "")
    return Byline(name, role, outlet or None, published)


def _read_dated(parts: list[str]) -> Byline | None:
    """Read a line that is a date, alone or beside a few words divided by bars."""
    dated = [part for part in parts if parse_date(part) and _is_only_date(part)]
    others = [part for part in parts if part not in dated]
    if not dated or any(len(part.split()) > 6 for part in others):
        return None
    outlet = next((part for part in others if _is_outlet(part)), None)
    role = next((part for part in others if is_only_role(part)), None)
    name = next((split_names(part)[0] for part in others if role and is_person(split_names(part)[0])), None)
    return Byline(name, role, outlet, dated[0])


def _is_person_with_agency(names: str) -> bool:
    """Whether agencies stand beside people: "Jane Doe, Reuters"."""
    others = [name for name in names.split(", ") if not is_agency(name)]
    return 0 < len(others) < len(names.split(", ")) and is_person(", ".join(others))


def _only_role(part: str) -> bool:
    name, role = split_names(part)
    return name is None and role is not None


def _is_outlet(part: str) -> bool:
    """Whether words beside a name or date name an outlet; an agency is whose report it is, not who printed it."""
    return names_outlet(part, strict=True) and not is_agency(part)


def _is_only_date(part: str) -> bool:
    stated = parse_date(part)
    if stated is None:
        return False
    rest = _clock().sub("", part[: stated.span[0]] + part[stated.span[1] :])
    rest = pattern("byline", "published", r"^{}").sub("", rest.strip())
    return len(re.findall(r"[^\W\d_]+", rest)) <= 2


def _elapsed() -> re.Pattern[str]:
    return pattern("byline", "elapsed", r"[|•·,–—-]?\s*\b{}")


def _clock() -> re.Pattern[str]:
    return pattern("byline", "clock", rf"\b{{}}{_ZONE}")


def _before_date() -> re.Pattern[str]:
    return pattern("byline", "before_date", r"(?:[\s,:|•·–—-]|\b{}\b)+$")


def _place() -> re.Pattern[str]:
    return pattern("byline", "place", r"\s+{}\s+(?-i:[A-ZÀ-Þ]).*$")
