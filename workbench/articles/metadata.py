"""Author, role, outlet and date of an article, as evidence: what is not stated is missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from workbench.articles.dates import parse_date
from workbench.articles.phrases import pattern, phrase_list, plain_quotes

_NAME_WORD = re.compile(r"^(?:[A-ZÀ-ÖØ-Þ][\w'’.\-]*|d['’][A-ZÀ-Þ]\w+)$")
_PARTICLES = frozenset("de del la las los da das do dos di van von der den el al bin ibn ben le du y e".split())
_SEGMENT = re.compile(r"\s+[|•·—–]\s+|\s*\|\s*|\s*•\s*|\s+-\s+")
_CONTACT = re.compile(r"\S+@\S+|@\w+|\(.*?\)")
_CATEGORY = frozenset(
    "world latest breaking us u.s. local politics national international business top more our".split()
)
_TIME = re.compile(
    r"\b(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?\b|\b\d{1,2}\s*[ap]\.?m\.?\b", re.I
)
_READING = re.compile(
    r"[|•·,–—-]?\s*\b\d+\s*(?:min(?:ute)?s?|hours?|hrs?|days?|h|d)\b(?:\s+(?:de\s+)?(?:read|lectura|ago))+",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(
    r"(?:[\s,:|•·–—-]|\b(?:(?:last\s+)?(?:updated|published|posted|modified)|on|at|el|actualizado|publicado)\b"
    r"|\b(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?\b)+$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"^(?:\S+@\S+\.\w{2,}|@\w+)$")
_PLACE = re.compile(r"\s+(?:in|from|en|desde)\s+(?=[A-ZÀ-Þ]).*$")
_UNDER_NAME = re.compile(r"^(?:follow|seguir|\W*\d+\s*min(?:ute)?s?\b.*|\S+@\S+\.\w{2,}|@\w+)$", re.IGNORECASE)
CONFIDENCE = {"metadata": 1.0, "byline": 0.9, "url": 0.8, "filename": 0.6, "none": 0.0}


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

    "by NAME ROLE" is split at the first word that opens a role; "by Chief Editor" is a role without a name.

    Example:
        >>> read_byline("by James Carter Senior News Editor")
        Byline(author='James Carter', role='Senior News Editor', outlet=None, published=None)
        >>> read_byline("by Chief Editor").author
        >>> read_byline("By the end of the week the talks had failed.")
    """
    if len(line.split()) > 30:
        return None
    text = _READING.sub("", line).strip().strip("*_").strip()
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
    named = re.match(r"^(?P<name>[^,|–—]+?)(?:,|\s[|–—-])\s+(?P<role>.+)$", text)
    if named and _is_only_role(named["role"]) and _is_person(_name(named["name"].split())):
        return Byline(_name(named["name"].split()), named["role"])
    if len(text.split()) > 1 and _is_only_role(text):
        return Byline(role=text)
    name = _name(text.replace(",", " , ").split())
    if not _is_person(name) or not following:
        return None
    if any(_UNDER_NAME.match(other) or _is_only_role(other) for other in following[:2]):
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
    return _is_only_date(_TIME.sub("", line))


def decide_published(candidates: dict[str, str | None]) -> Published:
    """Return the publication date from the best stated source.

    Args:
        candidates: string by source, in any order; sources are those of `CONFIDENCE`, the most trusted wins.
    """
    for source in sorted(candidates, key=lambda name: -CONFIDENCE[name]):
        stated = parse_date(candidates[source] or "")
        if stated is None:
            continue
        if stated.is_one_day:
            return Published(stated.earliest, stated.earliest, stated.latest, source, CONFIDENCE[source])
        return Published(None, stated.earliest, stated.latest, source, CONFIDENCE[source] / 2)
    return Published()


def date_in_url(url: str | None) -> str | None:
    """Return the date a URL's path states as /YYYY/MM/DD/, written with hyphens, or None."""
    match = re.search(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:/|$|-)", url or "")
    return "-".join(f"{int(part):02d}" for part in match.groups()) if match else None


def date_in_name(name: str) -> str | None:
    """Return the full ISO date a file name states, or None."""
    match = re.search(r"(?<!\d)((?:19|20)\d{2}-\d{2}-\d{2})(?!\d)", name)
    return match.group(1) if match else None


def split_role(text: str) -> tuple[str | None, str | None]:
    """Return (name, role) of "NAME ROLE", "NAME, ROLE" or "ROLE".

    Example:
        >>> split_role("Graham Tolliver, Energy Editor"), split_role("Chief Editor")
        (('Graham Tolliver', 'Energy Editor'), (None, 'Chief Editor'))
    """
    words = _CONTACT.sub(" ", text).replace(",", " , ").split()
    for position, word in enumerate(words):
        rest = [other for other in words[position:] if other != ","]
        if _opens_role(word) and any(_is_role(other) for other in rest):
            return _name(words[:position]), " ".join(rest)
    return _name(words), None


def _read_published(text: str) -> Byline | None:
    """Read "Published in OUTLET on DATE", "Updated: DATE", "Posted on DATE by NAME" and the like."""
    opening = pattern("byline", "published", r"^{}\s*:?\s+").match(text)
    stated = parse_date(text)
    if opening is None or stated is None:
        return None
    by = pattern("byline", "by", r"^\W*{}\s+(?P<rest>\S.*)$").match(text[stated.span[1] :])
    author = (_read_by(by["rest"], []) if by else None) or Byline()
    middle = _BEFORE_DATE.sub("", re.sub(r"^(?:in|by|en|por)\s+", "", text[opening.end() : stated.span[0]].strip()))
    preposition = re.search(r"\b(?:in|en|by|por)\s*$", opening.group().strip())
    outlet = middle if middle and _names_outlet(middle, strict=not preposition) else None
    return replace(author, outlet=outlet, published=text[slice(*stated.span)])


def _read_by(rest: str, parts: list[str]) -> Byline | None:
    stated = parse_date(rest)
    if stated:
        parts = [rest[slice(*stated.span)], *parts]
        rest = _BEFORE_DATE.sub("", rest[: stated.span[0]])
    rest, _, outlet = rest.partition(" for ")
    rest = _PLACE.sub("", rest).strip(" ,|-–—")
    head, _, agency = rest.rpartition(",")
    if head and _names_outlet(agency.strip(), strict=True):  # "Jane Doe, Associated Press": no second author
        rest = head
    name, role = split_role(rest)
    if name is None and role is None:
        if not stated or len(rest.split()) != 1:
            return None
        name = rest  # the user name of a content system: "Posted by jdoe on …"
    published = next((part for part in parts if parse_date(part)), None)
    others = [part for part in parts if part is not published]
    role = role or next((part for part in others if split_role(part)[0] is None and split_role(part)[1]), None)
    outlet = outlet or next((part for part in others if part != role and _names_outlet(part, strict=True)), "")
    return Byline(name, role, outlet.strip() or None, published)


def _read_dated(parts: list[str]) -> Byline | None:
    """Read a line that is a date, alone or beside a few words divided by bars."""
    dated = [part for part in parts if parse_date(part) and _is_only_date(part)]
    others = [part for part in parts if part not in dated]
    if not dated or any(len(part.split()) > 6 for part in others):
        return None
    outlet = next((part for part in others if _names_outlet(part, strict=True)), None)
    role = next((part for part in others if _is_only_role(part)), None)
    name = next((part for part in others if role and _is_person(_name(part.split()))), None)
    return Byline(name, role, outlet, dated[0])


def _is_only_date(part: str) -> bool:
    stated = parse_date(part)
    if stated is None:
        return False
    rest = _TIME.sub("", part[: stated.span[0]] + part[stated.span[1] :])
    rest = pattern("byline", "published", r"^{}").sub("", rest.strip())
    return len(re.findall(r"[^\W\d_]+", rest)) <= 2


def _names_outlet(text: str, *, strict: bool) -> bool:
    """Whether words name an outlet: capitalised, and (strict) with a word that newspapers carry or a domain."""
    words = text.split()
    if (
        not words
        or len(words) > 6
        or not all(word[0].isupper() or word.lower() in _PARTICLES | {"of", "the"} for word in words)
    ):
        return False
    if not strict:
        return True
    known = {word.lower().strip(".,") for word in words} & _words("outlet_words")
    return bool(re.search(r"\w\.(?:com|org|net|example|news|info)\b", text)) or (
        bool(known) and words[0].lower() not in _CATEGORY
    )


def _opens_role(word: str) -> bool:
    return word.lower() in _words("role_openers") or _is_role(word)


def _is_role(word: str) -> bool:
    known = _words("roles")
    plain = plain_quotes(word).lower().removesuffix("'s")
    return plain in known or plain.removesuffix("s") in known


def _is_only_role(text: str) -> bool:
    words = text.split()
    joining = {"of", "for", "at", "and", "the", "&", "/", "y"}
    return 0 < len(words) <= 6 and _is_role(words[-1]) and all(_opens_role(w) or w.lower() in joining for w in words)


def _is_person(name: str | None) -> bool:
    """Whether a name reads as that of people: two to four words each, none of them a paper's or a rubric's."""
    if name is None:
        return False
    rubric = _CATEGORY | _words("outlet_words") | _words("roles")
    return all(2 <= len(one.split()) <= 4 and not rubric & set(one.lower().split()) for one in name.split(", "))


@lru_cache(maxsize=8)
def _words(name: str) -> frozenset[str]:
    return frozenset(phrase_list("byline", name))


def _name(words: list[str]) -> str | None:
    """Return a personal or agency name, or None when the words are no name."""
    names: list[list[str]] = [[]]
    for word in words:
        if word in {",", "and", "&", "y"}:
            names.append([])
        else:
            names[-1].append(word)
    names = [name for name in names if name]
    proper = all(
        _NAME_WORD.match(name[0]) and all(_NAME_WORD.match(w) or w.lower() in _PARTICLES for w in name)
        for name in names
    )
    if not names or not proper or (len(names) > 1 and any(len(name) < 2 for name in names)):
        return None
    return ", ".join(" ".join(name) for name in names)
