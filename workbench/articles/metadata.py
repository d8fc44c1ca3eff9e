"""Author, role, outlet and date of an article, as evidence: what is not stated is missing."""

import re
from dataclasses import dataclass
from datetime import datetime

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
    text = line.strip().strip("*_")
    if len(text.split()) > 30 or not text:
        return None
    source = pattern("byline", "source", r"^{}\s*:\s+(?P<outlet>\S.*)$").match(text)
    if source and len(text.split()) <= 10:
        return Byline(outlet=source["outlet"].strip())
    parts = [part.strip() for part in _SEGMENT.split(text) if part.strip()]
    by = pattern("byline", "by", r"^{}\s+(?P<rest>\S.*)$").match(parts[0]) if parts else None
    published = _read_published(text, by=bool(by and " on " not in text))
    if published is not None:
        return published
    return _read_by(by["rest"], parts[1:]) if by else _read_dated(parts)


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


def _read_published(text: str, *, by: bool) -> Byline | None:
    """Read "Published in OUTLET on DATE", "Updated: DATE" and the like."""
    opening = pattern("byline", "published", r"^{}\s*:?\s+").match(text)
    stated = parse_date(text)
    if opening is None or stated is None or by:
        return None
    # "Published by Ana Ruiz on …" names an author; "Published in …" an outlet.
    rest = text[opening.end() : stated.span[0]]
    middle = re.sub(r"^(?:in|by|en|por)\s+|[\s,]*(?:on|el|at)?[\s,:|–—-]*$", "", rest.strip())
    if not middle or not _names_outlet(
        middle, strict=not re.search(r"\b(?:in|en|by|por)\s*$", opening.group().strip())
    ):
        return Byline(published=text[slice(*stated.span)])
    return Byline(outlet=middle, published=text[slice(*stated.span)])


def _read_by(rest: str, parts: list[str]) -> Byline | None:
    stated = parse_date(rest)
    if stated:
        parts = [rest[slice(*stated.span)], *parts]
        rest = _TIME.sub("", rest[: stated.span[0]] + rest[stated.span[1] :])
    rest, _, outlet = rest.partition(" for ")
    name, role = split_role(rest.strip(" ,|-–—"))
    if name is None and role is None:
        return None
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
    return Byline(outlet=outlet, published=dated[0])


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
    known = {word.lower().strip(".,") for word in words} & set(phrase_list("byline", "outlet_words"))
    return bool(re.search(r"\w\.(?:com|org|net|example|news|info)\b", text)) or (
        bool(known) and words[0].lower() not in _CATEGORY
    )


def _opens_role(word: str) -> bool:
    return word.lower() in phrase_list("byline", "role_openers") or _is_role(word)


def _is_role(word: str) -> bool:
    return plain_quotes(word).lower().removesuffix("'s") in phrase_list("byline", "roles")


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
