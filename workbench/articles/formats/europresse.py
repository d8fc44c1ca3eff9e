"""Europresse documents saved as HTML: the old printing page (tables, spans) and the newer one (<article> elements)."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from workbench.articles.decode import NotText
from workbench.articles.formats.europresse_fields import read_header, read_labels
from workbench.articles.formats.export import (
    CUT,
    UNREADABLE,
    build_record,
    cut_at,
    find_class,
    has_mark,
    join_values,
    paragraphs,
    parse_markup,
    read_markup,
    squeeze,
)
from workbench.articles.formats.factiva import clean_author
from workbench.articles.formats.layout import Layout
from workbench.articles.record import Record, Rejected

NAME = "europresse_html"
_CLASS = r"\bclass\s*=\s*[\"']?[^\"'<>]*\b"
_OLD = re.compile(rf"<span\b[^<>]*{_CLASS}DocPublicationName\b", re.IGNORECASE)
_NEW = re.compile(r"<article\b", re.IGNORECASE)
_CERTAIN = re.compile(
    rb"<\w+\b[^<>]*" + _CLASS.encode() + rb"(?:DocPublicationName|docOcurrContainer)\b", re.IGNORECASE
)
_WEAK = re.compile(rb"europresse|eureka\.cc|cedrom-sni", re.IGNORECASE)
_LETTERS = (b"europresse", b"eureka.cc", b"cedrom-sni", b"docpublicationname", b"dococcurcontainer")
_TITLE_MARK = "\ue000"

_ISSUE = re.compile(r",\s*((?:no|n[°º]|numéro|number|issue|vol|volume)\.?\s*\d.*)$", re.IGNORECASE)
# "news·20121004·PO·2040056000": kind, day, source and number of a document.
_NUMBER = re.compile(r"(?P<number>(?P<kind>\w+)·(?P<day>\d{8})\w*·(?P<source>[^\s·]+)·\S+)")
_NUMBER_LINE = re.compile(rf"^(?:[^·:：]{{0,40}}[:：]\s*)?{_NUMBER.pattern}$")
_COPYRIGHT = re.compile(r"^(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_ALSO = re.compile(r"^(?:Cet article est paru dans|This article (?:was published|appeared) in)\b", re.IGNORECASE)


class _Document(NamedTuple):
    """What a document says where, in whichever layout it was."""

    publication: str
    header: str
    title: str | None
    author: str | None
    above: list[str]  # lines over and under the title
    below: list[str]
    body: list[str]
    number: re.Match[str] | None
    further: dict[str, str | None]


def read_europresse(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected]:  # noqa: ARG001 - one signature for all readers
    """Yield a record a document. Pages that are only there as PDF have no text and are rejected as such.

    Left out is the certificate: to whom and when the copy was issued says nothing about the article.
    """
    text, warnings = read_markup(path)
    new = [piece for piece in cut_at(text, _NEW) if _CERTAIN.search(piece.encode()) or _NUMBER.search(piece)]
    pieces = new or cut_at(text, _OLD)
    if not pieces:
        raise NotText("The page of Europresse holds no document.")
    ended = "</html" in text[-2000:].lower()
    for number, piece in enumerate(pieces, start=1):
        cut = number == len(pieces) and not ended and not re.search("</article", piece, re.IGNORECASE)
        tree = parse_markup(piece)
        if tree is None:
            yield Rejected(name, number, UNREADABLE)
            continue
        found = _read_new(tree) if new else _read_old(tree)
        yield _build((name, number, NAME), found, (*warnings, CUT) if cut else warnings)


def _build(place: tuple[str, int, str], found: _Document, warnings: tuple[str, ...]) -> Record | Rejected:
    body = [line for line in found.body if not _ALSO.match(line)]
    number = found.number.groupdict() if found.number else {}
    if not body and number.get("kind", "").lower() == "pdf":
        return Rejected(*place[:2], f"A page as PDF ({number['number']}): the export has no text of it.")
    labelled = dict(found.further)
    described = labelled.pop("outlet", None)
    publication, *edition = re.split(r"\s*\n\s*|\s{4,}", found.publication or described or "")
    issue = _ISSUE.search(publication)
    stated = read_header(squeeze(found.header))
    fields = {
        "title": found.title,
        "outlet": publication[: issue.start()] if issue else publication,
        "author": found.author,
        "published": stated.pop("published") or labelled.pop("published", None) or _day(number.get("day")),
        "url": labelled.pop("url", None),
    }
    extra = (
        stated
        | labelled
        | {
            "issue": issue[1] if issue else None,
            "edition": join_values(edition),
            "overline": join_values(found.above),
            "subtitle": join_values(found.below),
            "also_in": join_values(line for line in found.body if _ALSO.match(line)),
            "accession_no": number.get("number"),
            "source_code": number.get("source"),
        }
    )
    return build_record(place, body, fields, extra, warnings)


def _day(digits: str | None) -> str | None:
    """Return the day in the number of a document, for those whose header has no date."""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if digits else None


def _read_old(tree: Any) -> _Document:  # noqa: ANN401 - lxml has no types
    """Read a document of the old layout: everything follows the span of its publication, line by line."""
    title = next(iter(find_class(tree, "titrearticlevisu")), None)
    author = _line_below(title) if title is not None else None
    stated = _mark_title(title)
    publication, header = _take(tree, "docpublicationname"), _take(tree, "docheader")
    further: dict[str, str | None] = {"url": _address(tree)}
    above, lines = _around_title(tree)
    body, number, further["copyright"] = _end(lines[1:] if author and lines[:1] == [author] else lines)
    return _Document(publication, header, stated, clean_author([author or ""], "fr"), above, [], body, number, further)


def _read_new(tree: Any) -> _Document:  # noqa: ANN401 - lxml has no types
    """Read a document of the newer layout: <header>, text, <aside> and <footer> of an <article>."""
    boxes = find_class(tree, "doctext") or find_class(tree, "dococurrcontainer") or list(tree.iter("section"))
    body, number, copyright_line = _end([line for box in boxes for line in paragraphs(box)])
    further: dict[str, str | None] = {"url": _address(tree)}
    for box in boxes:
        _empty(box)
    number = number or _NUMBER.search(" ".join(paragraphs(tree)))
    legal = join_values((squeeze(small.text_content()) for small in tree.iter("small")), " ")
    further["copyright"] = legal or copyright_line
    asides = [line for aside in tree.iter("aside") for line in paragraphs(aside)]
    for part in tree.iter("aside", "footer"):
        _empty(part)
    named = (find_class(tree, name) for name in ("rdp__articletitle", "titrearticlevisu", "titrearticle"))
    title = _mark_title(
        next((element for found in named for element in found if squeeze(element.text_content())), None)
    )
    publication, header = _take(tree, "docpublicationname"), _take(tree, "docheader", "doctitresoussection")
    author = _authors(tree)
    above, below = _around_title(tree)
    labelled, notes = read_labels(asides)
    more, below = read_labels(below)
    further |= labelled | more | {"notes": "\n".join(notes)}
    return _Document(publication, header, title, author, above, below, body, number, further)


def _take(tree: Any, *names: str) -> str:  # noqa: ANN401 - lxml has no types
    """Return the text of the elements of a class, and leave them empty. A date may stand in the span beside them."""
    found = find_class(tree, *names)
    beside = found[-1].getnext() if found else None
    if "doctitresoussection" in names and beside is not None and beside.tag == "span":
        found.append(beside)
    text = " ".join(element.text_content() for element in found)
    for element in found:
        _empty(element)
    return text.strip()


def _empty(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    for child in list(element):
        element.remove(child)
    element.text = None


def _mark_title(element: Any) -> str | None:  # noqa: ANN401 - lxml has no types
    """Return the title, and leave a mark where it stood."""
    if element is None:
        return None
    title = squeeze(element.text_content())
    _empty(element)
    element.text = _TITLE_MARK
    return title


def _around_title(tree: Any) -> tuple[list[str], list[str]]:  # noqa: ANN401 - lxml has no types
    """Return the lines above the title and the paragraphs below it; all are below where there is no title."""
    lines = paragraphs(tree)
    place = next((number for number, line in enumerate(lines) if _TITLE_MARK in line), None)
    if place is None:
        return [], lines
    before, after = lines[place].split(_TITLE_MARK, 1)
    return [*lines[:place], before.strip()], [*filter(None, [after.strip()]), *lines[place + 1 :]]


def _end(lines: list[str]) -> tuple[list[str], re.Match[str] | None, str | None]:
    """Return the text without what follows it, the number of the document and the copyright line.

    A line with the number ends the document; what stands below it is the certificate.
    """
    last = next((place for place, line in enumerate(lines) if _NUMBER_LINE.match(line)), len(lines))
    number = _NUMBER.search(lines[last]) if last < len(lines) else None
    body = lines[:last]
    legal = body.pop() if body and _COPYRIGHT.match(body[-1]) else None
    return body, number, legal


def _address(tree: Any) -> str | None:  # noqa: ANN401 - lxml has no types
    """Return where the article stands on the web: the link of the line that says where else it appeared."""
    links = (link for link in tree.iter("a") if link.get("href", "").startswith("http"))
    return next((link.get("href") for link in links if _ALSO.match(squeeze(link.getparent().text_content()))), None)


def _authors(tree: Any) -> str | None:  # noqa: ANN401 - lxml has no types
    """Return the authors, who have a class of their own or stand below the box of the title."""
    found = find_class(tree, "docauthors")
    if not found:
        found = [element for element in find_class(tree, "sm-margin-bottomnews") if element.tag == "p"]
        found = [element for element in found if "titrearticle" not in (element.getparent().get("class") or "").lower()]
        found = found[-1:]
    names = [line for element in found for line in paragraphs(element)]
    for element in found:
        _empty(element)
    return clean_author(names, "fr")


def _line_below(title: Any) -> str | None:  # noqa: ANN401 - lxml has no types
    """Return the short line between the title and the first paragraph: a <br> ends it, and the text begins with <p>."""
    text = title.tail or ""
    for element in title.itersiblings():
        if element.tag != "br":
            return None
        line, text = squeeze(text), element.tail or ""
        following = element.getnext()
        if line:
            author = following is not None and following.tag == "p" and not squeeze(text)
            return line if author and len(line.split()) <= 12 and not re.search(r"[.!?:]$", line) else None
    return None


def _matches(path: Path, head: bytes) -> bool:
    lower = head.lower()  # most pages have none of the letters of a mark: to look for these is quick
    return any(letters in lower for letters in _LETTERS) and has_mark(path, head, _WEAK, _CERTAIN)


LAYOUT = Layout(NAME, (".html", ".htm"), read_europresse, _matches)
