"""The head of a scraped article: breadcrumb, title, byline, stated outlet and date, second headline."""

import re
from dataclasses import dataclass

from workbench.articles import furniture, questions
from workbench.articles.calls import is_call
from workbench.articles.datelines import read_dateline
from workbench.articles.dates import parse_date
from workbench.articles.kinds import OUTSIDE, Block
from workbench.articles.lines import Line
from workbench.articles.metadata import Byline, read_bare_name, read_byline
from workbench.articles.names import is_person, split_names
from workbench.articles.phrases import pattern, plain_quotes
from workbench.text import split_sentences

_SEPARATOR = re.compile(r"\s*[»›>→/]\s+|\s+[»›>→/]\s*")
_DIGIT = re.compile(r"\d")
_BAR = re.compile(r"\s[|•·—–-]\s")
_KEY = re.compile(r"^(?P<key>[A-Za-zÀ-ÿ][\w /-]{1,24}?)\s?:\s+(?P<value>\S.*)$")
_AHEAD = 8  # lines that can tell what stands over them
_FIELDS = ("title", "author", "outlet", "published", "url", "language", "kicker", "other")


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
    dateline: str | None = None  # the full date in the dateline of the report

    def repeats_title(self, line: Line) -> bool:
        """Whether the line is the title once more."""
        if self.title is None or abs(len(line.text) - len(self.title)) > 20:
            return False
        return line.words <= 40 and _same(line.text) == _same(self.title)

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
    seen: set[str] = set()
    index = 0
    while index < len(lines):
        # What the layout itself sets aside opens no list: a page's menu may say "Latest".
        if not lines[index].hint and furniture.opens_related(lines[index]):
            entries = _related(lines, index)
            blocks += entries
            seen.add("boilerplate")
            index += len(entries)
            continue
        found = _classify(lines[index], lines, index, header, seen)
        if found is None:
            break
        line = lines[index]
        blocks.append(Block(found[0], None, line.text, line.start, line.end, found[1]))
        seen.add(found[0])
        index += 1
    header.dateline = _dateline(lines[index : index + 2])
    return header, blocks, lines[index:]


def _dateline(lines: list[Line]) -> str | None:
    """Return the full date that the dateline of the first paragraph states, or None."""
    found = (read_dateline(line.text) for line in lines)
    return next((dateline.published for dateline in found if dateline and dateline.published), None)


def _related(lines: list[Line], index: int) -> list[Block]:
    """Return the blocks of a list of other stories over the title: all lines that are followed by one like them."""
    end = index + 1
    while end + 1 < len(lines) and all(_is_entry(line) for line in lines[end : end + 2]):
        end += 1
    rules = ["related", *(["related-entry"] * (end - index - 1))]
    listed = zip(lines[index:end], rules, strict=True)
    return [Block("boilerplate", None, line.text, line.start, line.end, rule) for line, rule in listed]


def _is_entry(line: Line) -> bool:
    return not line.hint and _is_titled_line(line) and read_byline(line.text) is None and not _is_breadcrumb(line)


def _classify(line: Line, lines: list[Line], index: int, header: Header, seen: set[str]) -> tuple[str, str] | None:
    """Return (kind, rule) of a line of the head, or None when the body starts here."""
    if line.clear and _is_prose(line, lines[index + 1 : index + 2]) and not header.repeats_title(line):
        return None
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


def _is_prose(line: Line, following: list[Line]) -> bool:
    """Whether a line that no word sets apart opens the text: too long for a title, or a sentence that simply ends."""
    if following and not following[0].clear:  # a byline may follow, which would make the line a teaser
        return False
    if len(line.text) > 220:
        return True
    ends = line.text.endswith(".") and not line.text.endswith(("...", "U.S.", "U.K."))
    return line.words > 16 and ends and len(_BAR.findall(line.text)) < 2 and not _is_title_case(line.text)


def _classify_outside(line: Line) -> tuple[str, str] | None:
    """Return (kind, rule) of what stands between title and text without ending the head."""
    if line.hint in OUTSIDE:
        return "boilerplate", OUTSIDE[line.hint]
    if line.hint == "caption":
        return "caption", "html-tag"
    rule = furniture.boilerplate_rule(line)
    if rule:
        return "boilerplate", rule
    return ("boilerplate", "counter") if furniture.is_counter(line) else None


def _read_byline(line: Line, following: list[Line], seen: set[str]) -> Byline | None:
    """Read a line of the head as a byline; a name alone only under the title."""
    # A line without a phrase of bylines can still be one by its date.
    byline = None if line.plain_words and not _DIGIT.search(line.text) else read_byline(line.text)
    if byline is None and seen & {"title", "byline"}:
        byline = read_bare_name(line.text, [other.text for other in following]) or _read_placed(line, following)
    return byline


def _read_placed(line: Line, following: list[Line]) -> Byline | None:
    """Read "NAME in PLACE and NAME in PLACE" over a date: names without "by"."""
    dated = read_byline(following[0].text) if following else None
    placed = pattern("byline", "place", r"\s{}\s(?-i:[A-ZÀ-Þ][\w'’-]*(?:\s[A-ZÀ-Þ][\w'’-]*)*)")
    if dated is None or not dated.published or line.words > 16 or not placed.search(line.text):
        return None
    name, role = split_names(placed.sub("", line.text))
    return Byline(name, role) if name and is_person(name) else None


def _classify_titles(
    line: Line, lines: list[Line], index: int, header: Header, seen: set[str]
) -> tuple[str, str] | None:
    following = lines[index + 1 : index + 1 + _AHEAD]
    if _is_teaser(line, following, header, seen):
        return "headline", "teaser"
    if line.hint or not following or not _is_titled_line(line) or (header.title and _opens_body(line)):
        return None
    if _is_navigation(line, following, header):
        return "boilerplate", "navigation"
    if _is_kicker(line, following, header):
        header.kicker = header.kicker or line.text
        return "kicker", "kicker"
    if header.title is None:
        header.title = re.sub(r"^#+\s*|^\*\*|\*\*$", "", line.text).strip()
        return "title", "first-line"
    if index and furniture.boilerplate_rule(lines[index - 1]) == "live-stamp":  # the first entry of a live page
        return None
    return ("headline", "second-headline") if _is_headline(line, following, seen) else None


def _opens_body(line: Line) -> bool:
    """Whether a line that could be a headline is the first piece of the body: questions, a callout, a call."""
    if questions.is_faq_heading(line) or (not line.plain_words and is_call(line.plain)):
        return True
    return furniture.callout_label(line) is not None or furniture.is_bare_label(line)


def _is_teaser(line: Line, following: list[Line], header: Header, seen: set[str]) -> bool:
    """Whether the line is sentences between title and byline: a byline comes directly, and the text after it."""
    if line.hint or header.title is None or seen & {"headline", "byline"} or line.words > 45 or len(following) < 4:
        return False
    if not line.text.endswith((".", "!", "?")) or _opens_body(line):
        return False
    byline = read_byline(following[0].text)
    return byline is not None and bool(byline.author or byline.role)


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
    match = _KEY.match(line.text) if line.hint != "title" else None
    name = _field_of(match.group("key").strip()) if match else None
    if match is None or name is None or line.words > 40:
        return None
    value = match.group("value").strip()
    if name == "outlet" and pattern("caption", "libraries").search(value):
        return "caption"
    if name == "author":
        header.take(read_byline(f"By {value}") or Byline(author=value))
    elif name == "published":
        if parse_date(value) is None:
            return None
        header.published = header.published or value
    elif name != "other" and getattr(header, name) is None:
        setattr(header, name, value)
    return name if name in {"title", "kicker"} else "byline"


def _field_of(key: str) -> str | None:
    return next((name for name in _FIELDS if pattern("keys", name, "^{}$").match(key)), None)


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


def _is_navigation(line: Line, following: list[Line], header: Header) -> bool:
    """Whether a line over the title is a menu: divided by bars, or one of several lines of one to three words.

    The last of these is the rubric; one word over one word ("Live", "Politics") are two rubrics.
    """
    if header.title is not None:
        return False
    bars = [part for part in line.text.split("|") if part.strip()]
    if len(bars) > 2 and all(len(part.split()) < 3 for part in bars):
        return True
    if line.words > 3 or (line.words == 1 and following[0].words == 1):
        return False
    under = [other for other in following if furniture.boilerplate_rule(other) is None]
    short = next((number for number, other in enumerate(under) if other.words > 3 or _is_breadcrumb(other)), len(under))
    if not 0 < short < len(under) or any(re.search(r"\d", other.text) for other in (line, *under[:short])):
        return False
    under_them = under[short]
    if _is_breadcrumb(under_them):
        return True
    return under_them.words > 4 and _is_titled_line(under_them) and read_byline(under_them.text) is None


def _same(text: str) -> str:
    return re.sub(r"\W+", " ", plain_quotes(text)).strip().lower()
