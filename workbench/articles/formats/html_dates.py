"""The day a web page says it was published: from what it states for machines, else beside its title.

Dates of changes, of the server, of other stories and of today are no publication dates; a page that states only those
has none.
"""

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from workbench.articles.dates import parse_date

# Names of <meta> without punctuation ("article:published_time"), the most trusted first.
_PUBLISHED = (
    "articlepublishedtime", "ogarticlepublishedtime", "datepublished", "articlepublished", "articlepublisheddate",
    "ogpublishedtime", "ogpubdate", "ogpublishdate", "originalpublicationdate", "articledateoriginal",
    "dcsextarticlefirstpublished", "parselypubdate", "sailthrudate", "cxenseparserecspublishtime",
    "shareaholicarticlepublishedtime", "mediatorpublishedtime", "citationpublicationdate", "citationdate",
    "btpubdate", "rbpubdate", "vrpublishedtime", "pubdate", "publishdate", "publishtime", "publishedtime",
    "publisheddate", "publicationdate", "articlepubdate", "articlepublicationdate", "firstpublished", "publishedat",
    "dcdateissued", "dctermsissued", "dctermscreated", "dcdatecreated", "dccreated", "articlecreated", "datecreated",
    "dcdate", "dctermsdate", "displaydate", "docdate", "created", "date",
)  # fmt: skip
_MODIFIED = ("articlemodifiedtime", "ogupdatedtime", "datemodified", "dctermsmodified", "dcmodified", "lastmodified")
_SCRIPTED = re.compile(
    r"\\?\"(?:datePublished|date_published|publishedAt|published_at)\\?\"\s*:\s*\\?\"([^\"\\]{8,40})"
)
_UPDATED = re.compile(
    r"\b(?:updat\w*|modifi\w*|edited|revised|last\b|actualiz\w*|mis[e]? à jour|aktualisiert|geändert|stand|atualiz\w*"
    r"|modificad\w*|aggiornat\w*|bijgewerkt)|更新|修改|обновлен",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"publi|posted|pub-?date|datum|fecha|timestamp|datestamp|dateline|byline|\bdate\b|date$|[-_]date", re.I
)
_ELSEWHERE = re.compile(
    r"related|recommend|relacionad|sidebar|comment|footer|teaser|most-?(?:read|popular)|latest|trending|widget"
    r"|masthead|site-?header|top-?bar|toolbar|\blogo|\btoday|\bclock|weather|search|current-?date",
    re.IGNORECASE,
)
_CARRIERS = frozenset({"time", "span", "div", "p", "abbr", "small", "li", "dd", "em", "i", "a", "td", "b", "font"})
_LONGEST = 120  # characters of a line that is a date with a few words
_MOST_WORDS = 12  # of a line that gives the date, with names of its month, author and outlet
_MOST_PARTS = 8  # elements in a line
_REACH = 60  # elements before and after the title in which a date is beside it
_EARLIEST = 1980  # a year before the web's news archives: an unset clock


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page states for machines: <meta> by name, JSON-LD of articles before that of pages, language."""

    meta: Mapping[str, list[str]]
    items: list[dict[str, Any]]
    language: str

    def values(self, keys: tuple[str, ...]) -> list[str]:
        """Return what the page states under any of the names of <meta>, in the order of `keys`."""
        return [value for key in keys for value in self.meta.get(key, ())]


def published_date(tree: Any, facts: PageFacts) -> str | None:  # noqa: ANN401 - lxml has no types
    """Return the date of publication a page states for machines, as ISO 8601 where it can be written so, or None."""
    return next((date for date in (readable(value, facts.language) for value in _stated(tree, facts)) if date), None)


def modified_date(facts: PageFacts) -> str | None:
    """Return when the page says it was last changed, or None."""
    stated = [item["dateModified"] for item in facts.items if isinstance(item.get("dateModified"), str)]
    return next((date for date in (readable(value) for value in [*stated, *facts.values(_MODIFIED)]) if date), None)


def readable(value: str, language: str = "") -> str | None:
    """Return a stated date so that `parse_date` understands it, or None when it names no day.

    Example:
        >>> readable("20180619T055000+0900"), readable("3.4.2025"), readable("0001-01-01T00:00:00Z")
        ('2018-06-19T05:50:00+0900', '2025-04-03', None)
    """
    text = _iso(value.strip(), language)
    stated = parse_date(text)
    return text if stated is not None and stated.earliest.year >= _EARLIEST else None


def visible_date(tree: Any, title: str | None) -> str | None:  # noqa: ANN401
    """Return the date printed beside the title of a page, or None: not an update, not a sidebar's, not today's."""
    elements = list(tree.iter(*_CARRIERS, "h1", "h2"))
    language = tree.get("lang") or ""
    headings = [number for number, element in enumerate(elements) if _is_title(element, title)]
    for start, stop in itertools.pairwise([*headings, len(elements)]):
        after = elements[start + 1 : min(stop, start + 1 + _REACH)]
        before = reversed(elements[max(0, start - _REACH // 4) : start])
        dates = (
            *(_printed(element, language) for element in after),
            *(_named_date(element, language) for element in before),
        )
        found = next((date for date in dates if date), None)
        if found:
            return found
    return None


def _stated(tree: Any, facts: PageFacts) -> Iterator[str]:  # noqa: ANN401
    """Yield what may state the date of publication, the most trusted first."""
    for key in ("datePublished", "dateCreated"):
        yield from (item[key] for item in facts.items if isinstance(item.get(key), str))
        if key == "datePublished":
            yield from facts.values(_PUBLISHED)
    yield from _marked(tree)
    scripts = (script for script in tree.iter("script") if script.text and not _is_understood(script))
    scripted = {match.group(1)[:10] for script in scripts for match in _SCRIPTED.finditer(script.text)}
    if len(scripted) == 1:  # several are those of other stories, too
        yield scripted.pop()


def _is_understood(script: Any) -> bool:  # noqa: ANN401
    """Whether a script is JSON-LD that was read: a date in it that is not the article's is something else's."""
    if "ld+json" not in (script.get("type") or "").lower():
        return False
    try:
        json.loads(script.text, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def _marked(tree: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the dates of elements marked as date of publication, then that of the only <time> of the article."""
    for element in tree.xpath(
        "//*[@itemprop='datePublished' or @pubdate or (self::time or self::abbr)][not(self::meta)]"
    ):
        if not _is_published(element) or _stands_elsewhere(element):
            continue
        yield element.get("datetime") or element.get("content") or element.get("title") or "".join(element.itertext())
    times = tree.xpath("//article//time[@datetime] | //main//time[@datetime]")
    stated = [time.get("datetime") for time in times if not _stands_elsewhere(time) and not _is_update(time)]
    if len({date[:10] for date in stated}) == 1:
        yield stated[0]


def _is_published(element: Any) -> bool:  # noqa: ANN401
    if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
        return True
    return bool(re.search(r"entry-date|published|post-date|pubdate", element.get("class") or "")) and not _is_update(
        element
    )


def _is_update(element: Any) -> bool:  # noqa: ANN401
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if re.search(r"updat|modif", names, re.IGNORECASE) and "published" not in names:
        return True
    before = element.getprevious()
    label = (before.tail or "".join(before.itertext())) if before is not None else (element.getparent().text or "")
    return bool(_UPDATED.search(label[-40:]))


def _stands_elsewhere(element: Any) -> bool:  # noqa: ANN401
    """Whether the element belongs to navigation, comments or a list of other stories."""
    for above in (element, *element.iterancestors()):
        if above.tag in {"aside", "nav", "footer"}:
            return True
        if above.tag in {"body", "html", "article", "main"}:
            return False
        if _ELSEWHERE.search(f"{above.get('class') or ''} {above.get('id') or ''}"):
            return True
    return False


def _is_title(element: Any, title: str | None) -> bool:  # noqa: ANN401
    if element.tag not in {"h1", "h2"}:
        return False
    text = "".join("".join(element.itertext()).split())
    whole = "".join((title or "").split())
    return text in whole and 2 * len(text) > len(whole) if whole else element.tag == "h1"


def _named_date(element: Any, language: str) -> str | None:  # noqa: ANN401
    """Return the date an element prints, when its name says that it is one: over a title stand dates of all kinds."""
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
    return _printed(element, language) if _NAMED.search(names) else None


def _printed(element: Any, language: str) -> str | None:  # noqa: ANN401
    """Return the date an element prints as that of publication, alone or with a few words."""
    if len(element) > _MOST_PARTS:
        return None
    text = " ".join("".join(element.itertext()).split())
    if element.get("datetime") and not _is_update(element) and not _stands_elsewhere(element):
        text = element.get("datetime")
    if not 6 <= len(text) <= _LONGEST or not re.search(r"\d", text) or _stands_elsewhere(element):
        return None
    update = _UPDATED.search(text)
    part = text[: update.start()] if update else text
    date = readable(part, language) if re.search(r"\d", part) else None
    stated = parse_date(date) if date else None
    if stated is None or not stated.is_one_day or text.endswith((".", "!", "?")):
        return None  # nothing, a month, or a sentence that speaks of a day
    return date if len(re.findall(r"[^\W\d_]{2,}", part)) <= _MOST_WORDS else None


def _iso(text: str, language: str) -> str:
    """Write the ways in which pages put dates for machines, and numbers of one reading, as ISO 8601."""
    compact = re.match(r"^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(.*)$", text)
    if compact:
        year, month, day, hour, minute, second, zone = compact.groups()
        text = f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"
    if re.match(r"^\d{10}(?:\d{3})?$", text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    if re.match(r"^\d{4}-\d{2}-\d{2}[T ]", text) and parse_date(text) is None:  # a zone or fraction nobody reads
        return text[:10]
    numbers = re.search(r"(?<!\d)((?:19|20)\d{2})\s?[年년./-]\s?(\d{1,2})\s?[月월./-]\s?(\d{1,2})(?!\d)", text)
    if numbers and not re.match(r"^\d{4}-\d{2}-\d{2}", text):
        return "-".join(f"{int(number):02d}" for number in numbers.groups())
    numbers = re.search(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d{2})(?!\d)", text)
    if numbers and (numbers[2] == "." or _puts_day_first(language)):
        return f"{numbers[4]}-{int(numbers[3]):02d}-{int(numbers[1]):02d}"
    return text


def _puts_day_first(language: str) -> bool:
    """Whether a page in a language, by its code, writes the day before the month: all but American English."""
    return bool(language) and not re.match(r"^en(?:$|[-_](?:US|PH|CA))", language, re.IGNORECASE)
