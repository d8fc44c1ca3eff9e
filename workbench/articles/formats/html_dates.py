"""The day a web page states for machines that it was published.

Dates of changes, of the server, of other stories and of today are no publication dates; a page that states only those
has none.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
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
    r"\b(?:date_?[pP]ublished|(?:first_?)?[pP]ublished(?:_?[aA]t|_?[dD]ate|_?[tT]ime)|publish_?[dD]ate|pub_?[dD]ate"
    r"|publication_?[dD]ate)\\?[\"']?\s*:\s*(?:\\?[\"']([^\"'\\]{8,40})|(\d{13}|\d{10})\b)"
)
UPDATED = re.compile(
    r"\b(?:updat\w*|modifi\w*|edited|revised|last\b|actualiz\w*|mis[e]? à jour|aktualisiert|geändert|stand|atualiz\w*"
    r"|modificad\w*|aggiornat\w*|bijgewerkt)|更新|修改|обновлен",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"related|recommend|relacionad|sidebar|comment(?!s?-(?:open|closed|count))|kommentar|comentari|footer|teaser|promo"
    r"|most-?(?:read|popular)|latest|trending|widget|more-(?:stories|news|from)|read-?(?:more|next)|see-?also|up-?next"
    r"|mehr-zum|auch-interess|lire-aussi|voir-aussi|similaire|m[aá]s-le[ií]d|mais-lid|leia-|veja-|ticker|carousel|caption"
    r"|masthead|site-?header|top-?bar|toolbar|\blogo|\btoday|\bclock|weather|search|current-?date",
    re.IGNORECASE,
)
_TAXONOMY = re.compile(r"\b(?:category|tag|topic|section)-\S+")  # what a post is about, in the classes of WordPress
_OTHER_THING = re.compile(r"Comments?$|VideoObject$|ImageObject$|Person$|Product$|Event$")
_OUTSIDE = frozenset({"aside", "nav", "footer", "figure", "figcaption"})
# A label right before a date that makes it the date of something else; of other labels only these make it ours.
_LABEL = re.compile(r"([A-Za-zÀ-ÿ]+)\s*:\s*$")
_OWN_LABEL = re.compile(
    r"publi|post|veröff|erschien|erstellt|crea|cria|issued|online|^(?:date|datum|fecha|data|on|am|le|el|em|by|por|von|par)$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:deadline|expir\w*|valid|until|due|born|died|taken|photo\w*|foto\w*|imagen?|bild|begin\w*|starts?|ends?|event|bis"
    r"|gültig|geboren|hasta|válid[oa]|nacid[oa]|jusqu\w*|valable|née?|até|nascid[oa]|copyright)\b|©",
    re.IGNORECASE,
)
_SENTENCE = 120  # characters of a paragraph in which a date is what it speaks of
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


def find_all(tree: Any, path: str) -> list[Any]:  # noqa: ANN401
    """Return the elements of an XPath, in document order; to compile it takes longer than to follow it."""
    return list(_compiled(path)(tree))


@lru_cache(maxsize=16)
def _compiled(path: str) -> Any:  # noqa: ANN401
    from lxml import etree

    return etree.XPath(path)


def _stated(tree: Any, facts: PageFacts) -> Iterator[str]:  # noqa: ANN401
    """Yield what may state the date of publication, the most trusted first."""
    for key in ("datePublished", "dateCreated"):
        yield from (item[key] for item in facts.items if isinstance(item.get(key), str))
        if key == "datePublished":
            yield from facts.values(_PUBLISHED)
    yield from _marked(tree)
    scripts = (script for script in tree.iter("script") if script.text and not _is_understood(script))
    found = (match for script in scripts for match in _SCRIPTED.finditer(script.text))
    days = {day[:10] for match in found if (day := readable(match[1] or match[2], facts.language))}
    if len(days) == 1:  # several are those of other stories, too
        yield days.pop()


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
    for element in find_all(tree, "//time | //abbr | //*[@itemprop='datePublished' or @pubdate][not(self::meta)]"):
        if not _is_published(element) or stands_elsewhere(element):
            continue
        yield element.get("datetime") or element.get("content") or element.get("title") or "".join(element.itertext())
    stated = [time.get("datetime") for time in tree.iter("time") if time.get("datetime") and _is_of_article(time)]
    if len({date[:10] for date in stated}) == 1:
        yield stated[0]


def _is_of_article(time: Any) -> bool:  # noqa: ANN401
    """Whether a <time> dates the article it stands in: not a change, an event, what a sentence speaks of."""
    if next(time.iterancestors("article", "main"), None) is None or stands_elsewhere(time) or is_update(time):
        return False
    return not is_spoken(time) and not names_other(words_before(time))


def _is_published(element: Any) -> bool:  # noqa: ANN401
    if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
        return True
    return bool(re.search(r"entry-date|published|post-date|pubdate", element.get("class") or "")) and not is_update(
        element
    )


def is_update(element: Any) -> bool:  # noqa: ANN401
    """Whether an element, by its names or the words before it, tells of a change."""
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if re.search(r"updat|modif", names, re.IGNORECASE) and "published" not in names:
        return True
    return bool(UPDATED.search(words_before(element)[-40:]))


def is_spoken(element: Any) -> bool:  # noqa: ANN401
    """Whether an element is a part of a paragraph of prose."""
    around = next(element.iterancestors("p", "li"), None)
    return around is not None and len("".join(around.itertext()).strip()) > _SENTENCE


def names_other(label: str) -> bool:
    """Whether the words before a date make it that of an event, a picture, a life."""
    named = _LABEL.search(label)
    return bool(_OTHER.search(label)) or (named is not None and not _OWN_LABEL.search(named[1]))


def words_before(element: Any) -> str:  # noqa: ANN401
    """Return the text right before an element."""
    previous = element.getprevious()
    if previous is not None:
        return (previous.tail or "").strip() or "".join(previous.itertext())
    return (element.getparent().text or "") if element.getparent() is not None else ""


def stands_elsewhere(element: Any) -> bool:  # noqa: ANN401
    """Whether the element belongs to navigation, comments, a picture, or a list of other stories."""
    for above in (element, *element.iterancestors()):
        if above.tag in {"body", "html", "main", "head"}:
            return False
        if above.tag in _OUTSIDE or _ELSEWHERE.search(_TAXONOMY.sub("", names_of(above))):
            return True
        if _OTHER_THING.search(above.get("itemtype") or ""):
            return True
        if above.tag == "article":  # one within another is a comment or another story
            return above.find(".//h1") is None and next(above.iterancestors("article"), None) is not None
    return False


def names_of(element: Any) -> str:  # noqa: ANN401
    """Return the class, id and property an element is named with."""
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


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
