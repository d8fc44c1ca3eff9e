"""What exports of databases share: markup cut into records, its paragraphs, a record or why there is none."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from workbench.articles.decode import read_text
from workbench.articles.record import MAX_CHARACTERS, Record, Rejected
from workbench.text import PARAGRAPH_BREAK

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLOCK = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul".split()
)
_SKIP = frozenset("script style noscript template head iframe object svg button input select".split())
_OPEN_TAG = re.compile(r"<[^<>]*\Z")
_INLINE = re.compile(r"</?(?:span|font|a|b|i|u|em|strong|mark|small|big|sub|sup)\b[^<>]*>", re.IGNORECASE)
UNREADABLE = "The markup of the record cannot be read."
CUT = "the file ends inside this article"


def read_markup(path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the text of an HTML or XML file without control characters, and warnings about how it was read.

    Raises:
        NotText: the file is empty or binary.
    """
    text, warnings = read_text(path, limit=None, html=True)
    clean = _CONTROL.sub("", text)
    return clean, warnings if clean == text else (*warnings, "control characters removed")


def has_mark(path: Path, head: bytes, weak: re.Pattern[bytes], certain: re.Pattern[bytes]) -> bool:
    """Whether a file has the certain mark of a layout; read beyond `head` only where the weak one is in it.

    Pages saved by a browser may begin with more than 64 kB of styles.
    """
    if certain.search(head):
        return True
    return bool(weak.search(head)) and bool(certain.search(path.read_bytes()))


def cut_at(text: str, starts: re.Pattern[str]) -> list[str]:
    """Return the pieces of `text` that begin with a match, each up to the next: one broken record costs no other."""
    places = [match.start() for match in starts.finditer(text)]
    return [text[start:stop] for start, stop in pairwise([*places, len(text)])]


def drop_unclosed(markup: str) -> str:
    """Return markup without the beginning of a comment or CDATA section that nothing ends: it would hide the rest."""
    for begins, ends in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        stop = markup.rfind(ends) + 1
        markup = markup[:stop] + markup[stop:].replace(begins, "")
    return markup


def parse_markup(markup: str) -> Any:  # noqa: ANN401 - lxml has no types
    """Return the tree of a piece of HTML, whatever is left open in it; None when it is nested too deeply to be read."""
    from lxml import html as lxml_html

    whole = _OPEN_TAG.sub("", drop_unclosed(markup))  # where the file ends
    for source in (whole, _INLINE.sub("", whole)):
        parser = lxml_html.HTMLParser(
            encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
        )
        tree = lxml_html.document_fromstring(source.encode("utf-8", errors="replace"), parser=parser)
        if not any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
            return tree
    return None


def find_class(tree: Any, *names: str) -> list[Any]:  # noqa: ANN401 - lxml has no types
    """Return the elements with one of the class names (lower case), in document order, nested ones left out."""
    found: list[Any] = []
    for element in tree.iter():
        classes = (element.get("class") or "").lower().split() if isinstance(element.tag, str) else []
        if not set(names).isdisjoint(classes) and not any(outer in found for outer in element.iterancestors()):
            found.append(element)
    return found


def squeeze(text: str | None) -> str:
    r"""Return text with every run of white space as one space.

    Example:
        >>> squeeze(" 845\xa0mots\n ")
        '845 mots'
    """
    return " ".join((text or "").split())


def paragraphs(element: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    """Return the visible text of an element, a string a paragraph, item or table row (cells parted by " | ").

    Inline markup breaks no word; <br> is a line break inside a paragraph, two are its end; <pre> keeps its lines.
    """
    parts = (_lines_of(part) for part in re.split(r"\f|\n[ \t\r\xa0]*\n", _written(element)))
    return [part for part in parts if part]


def build_record(
    place: tuple[str, int, str],
    body: Iterable[str],
    fields: Mapping[str, str | None],
    extra: Mapping[str, str | None],
    warnings: tuple[str, ...] = (),
) -> Record | Rejected:
    """Return the record of an article (place: file, number, layout), or why it is none. What is blank is left out."""
    name, number, layout = place
    raw = PARAGRAPH_BREAK.join(body)
    if not raw.strip():
        title = fields.get("title")
        return Rejected(name, number, f"The record has no text{f' (title: {title[:100]})' if title else ''}.")
    if len(raw) > MAX_CHARACTERS:
        reason = f"The text has {len(raw):,} characters; one article has at most {MAX_CHARACTERS:,}."
        return Rejected(name, number, reason)
    stated = {field: value for field, value in fields.items() if value}
    further = {column: value for column, value in extra.items() if value}
    return Record(name, number, layout, raw, stated, further, warnings=warnings)


def join_values(values: Iterable[str], mark: str = "; ") -> str | None:
    """Return the values that are not blank as one, each once; None when there is none."""
    return mark.join(dict.fromkeys(value for value in map(squeeze, values) if value)) or None


def _written(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    r"""Return the text of an element, "\f" where a paragraph ends, "\n" where a line does, "\v" before a cell."""
    from lxml import etree

    written: list[str] = []
    rows = pres = 0
    walk = etree.iterwalk(element, events=("start", "end"))  # markup can be nested deeper than functions
    for event, node in walk:
        started = event == "start"
        rows += (started - (not started)) * (node.tag == "tr")
        pres += (started - (not started)) * (node.tag == "pre")
        unseen = node.tag in _SKIP
        if not unseen:
            written.append(_edge(node.tag, started=started, in_row=rows > 0))
        if unseen and started:
            walk.skip_subtree()
        elif started:
            written.append(_plain(node.text, pre=pres > 0))
        elif node is not element:
            written.append(_plain(node.tail, pre=pres > 0))
    return "".join(written)


def _edge(tag: str, *, started: bool, in_row: bool) -> str:
    """Return what the beginning or end of an element means for the text; blocks do not break the row they are in."""
    if tag in {"td", "th"}:
        return "\v" if started else ""
    if tag == "br":
        return "" if not started else " " if in_row else "\n"
    if tag in _BLOCK:
        return " " if in_row and tag != "tr" else "\f"
    return ""


def _plain(text: str | None, *, pre: bool) -> str:
    """Return a text node: in <pre> as it stands, elsewhere with line ends as spaces."""
    return (text or "") if pre else re.sub(r"[\r\n\v\f]+", " ", text or "")


def _lines_of(part: str) -> str:
    """Return a paragraph without needless white space, blank lines and blank cells."""
    lines = (" | ".join(filter(None, map(squeeze, line.split("\v")))) for line in part.split("\n"))
    return "\n".join(line for line in lines if line)
