"""The head of a scraped article: breadcrumb, title, byline, stated outlet and date, second headline."""

import re
from dataclasses import dataclass

from workbench.articles import furniture
from workbench.articles.dates import parse_date
from workbench.articles.kinds import Block
from workbench.articles.lines import Line
from workbench.articles.metadata import Byline, read_byline
from workbench.articles.phrases import plain_quotes

_SEPARATOR = re.compile(r"\s*[»›>→/]\s+|\s+[»›>→/]\s*")
_KEY = re.compile(r"^(?P<key>[A-Za-zÀ-ÿ][\w /-]{1,24}?)\s?:\s+(?P<value>\S.*)$")
_KEYS = {
    "title": ("title", "headline", "título", "titulo", "titular"),
    "author": ("author", "authors", "byline", "autor", "autora", "by", "por"),
    "outlet": ("source", "outlet", "publication", "publisher", "newspaper", "media", "fuente", "medio"),
    "published": ("date", "published", "publication date", "pubdate", "published on", "fecha", "publicado"),
    "url": ("url", "link", "permalink"),
    "language": ("language", "lang", "idioma"),
    "kicker": ("section", "category", "sección", "seccion"),
    "other": (
        "updated",
        "last updated",
        "id",
        "word count",
        "words",
        "copyright",
        "retrieved",
        "accessed",
        "load-date",
        "length",
    ),
}
_FIELD_OF = {key: name for name, keys in _KEYS.items() for key in keys}


@dataclass
class Header:
    """What the head of an article states; None where it states nothing."""

    title: str | None = None
    kicker: str | None = None
    author: str | None = None
    author_role: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None

    def repeats_title(self, line: Line) -> bool:
        """Whether the line is the title once more."""
        return bool(self.title) and _same(line.text) == _same(self.title or "")

    def take(self, byline: Byline) -> None:
        """Take over what a byline states and was not known yet."""
        self.author = self.author or byline.author
        self.author_role = self.author_role or byline.role
        self.outlet = self.outlet or byline.outlet
        self.published = self.published or byline.published


def read_header(lines: list[Line], *, title: str | None = None) -> tuple[Header, list[Block], list[Line]]:
    """Return what the head states, its blocks, and the lines of the body.

    The head ends at the first line of prose, list, table or question.
    """
    header = Header(title=title)
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        found = _classify(lines[index], lines, index, header, {block.kind for block in blocks})
        if found is None:
            break
        line = lines[index]
        blocks.append(Block(found[0], None, line.text, line.start, line.end, found[1]))
        index += 1
    return header, blocks, lines[index:]


def _classify(line: Line, lines: list[Line], index: int, header: Header, seen: set[str]) -> tuple[str, str] | None:
    """Return (kind, rule) of a line of the head, or None when the body starts here."""
    if line.hint == "boilerplate" or furniture.is_boilerplate(line):
        return "boilerplate", "outside-main-text" if line.hint else "boilerplate-phrase"
    if line.hint == "caption":  # a picture over the text does not end the head
        return "caption", "html-tag"
    key = _take_key(line, header)
    if key:
        return key, "key-value"
    if header.repeats_title(line) or (line.hint == "title" and header.title is None):
        header.title = header.title or line.text
        return "title", "title-repeated" if "title" in seen else "title"
    if _is_breadcrumb(line):
        header.kicker = header.kicker or line.text
        return "kicker", "breadcrumb"
    byline = read_byline(line.text) if line.hint in {"", "byline"} else None
    if byline is not None or line.hint == "byline":
        header.take(byline or Byline())
        return "byline", "byline"
    return _classify_titles(line, lines, index, header, seen)


def _classify_titles(
    line: Line, lines: list[Line], index: int, header: Header, seen: set[str]
) -> tuple[str, str] | None:
    following = lines[index + 1 :]
    if line.hint or not following or not _is_titled_line(line) or furniture.is_faq_heading(line):
        return None
    if furniture.callout_label(line) or furniture.is_caption(line):
        return None
    if _is_kicker(line, following, header):
        header.kicker = line.text
        return "kicker", "kicker"
    if header.title is None:
        header.title = re.sub(r"^#+\s*|^\*\*|\*\*$", "", line.text).strip()
        return "title", "first-line"
    # Directly over the text and under title or byline: the second headline. A later one is a section heading.
    if "headline" not in seen and ("title" in seen or "byline" in seen):
        return "headline", "second-headline"
    return None


def _take_key(line: Line, header: Header) -> str | None:
    """Read a "Key: value" line; return its kind."""
    match = _KEY.match(line.text)
    name = _FIELD_OF.get(match.group("key").strip().lower()) if match else None
    if match is None or name is None or line.words > 40:
        return None
    value = match.group("value").strip()
    if name == "author":
        header.take(read_byline(f"By {value}") or Byline(author=value))
    elif name == "published":
        if parse_date(value) is None:
            return None
        header.published = header.published or value
    elif name != "other" and getattr(header, name) is None:
        setattr(header, name, value)
    return name if name in {"title", "kicker"} else "byline"


def _is_breadcrumb(line: Line) -> bool:
    parts = [part for part in _SEPARATOR.split(line.text) if part.strip()]
    return line.hint == "kicker" or (
        len(parts) >= 2 and line.words <= 40 and len(parts[0].split()) <= 3 and not line.text.endswith(".")
    )


def _is_titled_line(line: Line) -> bool:
    """Whether a line can be a title: not too long, and not a sentence that simply ends."""
    text = line.text.rstrip("*_\"”’'")
    if line.words > 30 or len(line.text) > 220 or furniture.LIST_MARK.match(line.text) or line.text.startswith("|"):
        return False
    return not (text.endswith((".", ";", ",", ":")) and not text.endswith(("...", "U.S.", "U.K."))) or line.words <= 3


def _is_kicker(line: Line, following: list[Line], header: Header) -> bool:
    """Whether a line of one to three words stands over what is clearly the title ("WORLD", "Exclusive")."""
    if header.title is not None or line.words > 3 or line.text[-1] in "?!":
        return False
    after = following[0]
    return 4 <= after.words <= 30 and _is_titled_line(after) and read_byline(after.text) is None


def _same(text: str) -> str:
    return re.sub(r"\W+", " ", plain_quotes(text)).strip().lower()
