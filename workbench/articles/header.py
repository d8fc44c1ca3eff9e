"""The head of a scraped article: breadcrumb, title, byline, stated outlet and date, second headline."""

import re
from dataclasses import dataclass

from workbench.articles import furniture, questions
from workbench.articles.calls import is_call
from workbench.articles.dates import parse_date
from workbench.articles.kinds import OUTSIDE, Block
from workbench.articles.lines import Line
from workbench.articles.metadata import Byline, read_bare_name, read_byline
from workbench.articles.phrases import pattern, plain_quotes
from workbench.text import split_sentences

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
        return self.title is not None and line.words <= 40 and _same(line.text) == _same(self.title)

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
        if furniture.opens_related(lines[index]):
            entries = _related(lines, index)
            blocks += entries
            index += len(entries)
            continue
        found = _classify(lines[index], lines, index, header, {block.kind for block in blocks})
        if found is None:
            break
        line = lines[index]
        blocks.append(Block(found[0], None, line.text, line.start, line.end, found[1]))
        index += 1
    return header, blocks, lines[index:]


def _related(lines: list[Line], index: int) -> list[Block]:
    """Return the blocks of a list of other stories over the title: all lines that are followed by one like them."""
    end = index + 1
    while end + 1 < len(lines) and all(_is_entry(line) for line in lines[end : end + 2]):
        end += 1
    rules = ["related", *(["related-entry"] * (end - index - 1))]
    listed = zip(lines[index:end], rules, strict=True)
    return [Block("boilerplate", None, line.text, line.start, line.end, rule) for line, rule in listed]


def _is_entry(line: Line) -> bool:
    return _is_titled_line(line) and read_byline(line.text) is None and not _is_breadcrumb(line)


def _classify(line: Line, lines: list[Line], index: int, header: Header, seen: set[str]) -> tuple[str, str] | None:
    """Return (kind, rule) of a line of the head, or None when the body starts here."""
    outside = _classify_outside(line)
    if outside:
        return outside
    key = _take_key(line, header)
    if key:
        return key, "key-value"
    if header.repeats_title(line) or (line.hint == "title" and header.title is None):
        header.title = header.title or line.text
        return "title", "title-repeated" if "title" in seen else "title"
    if _is_breadcrumb(line) and not (header.title and read_bare_name(line.text, [])):
        header.kicker = header.kicker or line.text
        return "kicker", "breadcrumb"
    byline = _read_byline(line, lines[index + 1 : index + 4], seen) if line.hint in {"", "byline"} else None
    if byline is not None or line.hint == "byline":
        header.take(byline or Byline())
        return "byline", "byline"
    if not line.hint and furniture.is_caption(line):
        return "caption", "caption-credit"
    return _classify_titles(line, lines, index, header, seen)


def _classify_outside(line: Line) -> tuple[str, str] | None:
    """Return (kind, rule) of what stands between title and text without ending the head."""
    if line.hint in OUTSIDE:
        return "boilerplate", OUTSIDE[line.hint]
    if line.hint == "caption":
        return "caption", "html-tag"
    if furniture.is_boilerplate(line):
        return "boilerplate", "boilerplate-phrase"
    return ("boilerplate", "counter") if furniture.is_counter(line) else None


def _read_byline(line: Line, following: list[Line], seen: set[str]) -> Byline | None:
    """Read a line of the head as a byline; a name alone only under the title."""
    byline = read_byline(line.text)
    if byline is None and seen & {"title", "byline"}:
        byline = read_bare_name(line.text, [other.text for other in following])
    return byline


def _classify_titles(
    line: Line, lines: list[Line], index: int, header: Header, seen: set[str]
) -> tuple[str, str] | None:
    following = lines[index + 1 :]
    if line.hint or not following or not _is_titled_line(line) or (header.title and _opens_body(line)):
        return None
    if _is_kicker(line, following, header):
        header.kicker = header.kicker or line.text
        return "kicker", "kicker"
    if header.title is None:
        header.title = re.sub(r"^#+\s*|^\*\*|\*\*$", "", line.text).strip()
        return "title", "first-line"
    return ("headline", "second-headline") if _is_headline(line, following, seen) else None


def _opens_body(line: Line) -> bool:
    """Whether a line that could be a headline is the first piece of the body: questions, a callout, a call."""
    if questions.is_faq_heading(line) or is_call(line.plain):
        return True
    return furniture.callout_label(line) is not None or furniture.is_bare_label(line)


def _is_headline(line: Line, following: list[Line], seen: set[str]) -> bool:
    """Whether the line is the second headline: directly over the text, under title or byline.

    It is written like a title, or stands beside a byline; a first sentence that lost its full stop does not.
    """
    if "headline" in seen or not seen & {"title", "byline"} or line.text.rstrip('*_”"').endswith("."):
        return False
    if furniture.is_titled(line.text) or line.text.startswith("#"):
        return True
    beside = "byline" in seen or any(read_byline(other.text) for other in following[:2])
    return beside and line.text[-1] not in "?!"


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
    trail = pattern("boilerplate", "trail", "^{}").sub("", line.text)
    parts = [part for part in _SEPARATOR.split(trail) if part.strip()]
    return line.hint == "kicker" or (
        len(parts) >= 2 and line.words <= 40 and len(parts[0].split()) <= 3 and not line.text.endswith(".")
    )


def _is_titled_line(line: Line) -> bool:
    """Whether a line can be a title: not too long, and not a sentence that simply ends."""
    text = line.text.rstrip("*_\"”’'")
    if line.words > 30 or len(line.text) > 220 or furniture.LIST_MARK.match(line.text) or line.text.startswith("|"):
        return False
    if text.endswith(".") and line.words >= 4 and _is_title_case(text):
        return len(split_sentences(line.text)) == 1
    return not (text.endswith((".", ";", ",", ":")) and not text.endswith(("...", "U.S.", "U.K."))) or line.words <= 3


def _is_title_case(text: str) -> bool:
    """Whether every longer word is capitalised, as only in a title; a sentence full of names is not."""
    long = set(re.findall(r"[^\W\d_]{4,}", text)) - {"with", "from", "into", "over", "after", "than", "that", "amid"}
    return len(long) >= 3 and all(word[0].isupper() for word in long)


def _is_kicker(line: Line, following: list[Line], header: Header) -> bool:
    """Whether a line of one to three words stands over what is clearly the title ("WORLD", "Exclusive")."""
    if header.title is not None or line.words > 3 or line.text[-1] in "?!":
        return False
    if line.words == 1 and following[0].words == 1 and len(following) > 1:  # "Live" over "Politics"
        following = following[1:]
    after = following[0]
    return 4 <= after.words <= 30 and _is_titled_line(after) and read_byline(after.text) is None


def _same(text: str) -> str:
    return re.sub(r"\W+", " ", plain_quotes(text)).strip().lower()
