"""What trafilatura writes with --xml and --xmltei: one article, or several one after the other (Barbaresi 2021)."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workbench.articles.decode import NotText, read_text
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.pieces import join_pieces
from workbench.articles.record import Record, Rejected

_DOC = re.compile(rb"<doc(?:\s[^<]*)?>\s*<main\b")
_TEI = re.compile(rb"<application\b[^>]*\bident=[\"']Trafilatura[\"']")
# Text inside cannot hold the end tag, which would be escaped; what a file declares before its articles (entities) is
# not looked at.
_ARTICLE = re.compile(r"<(?P<tag>doc|TEI)\b.*?(?:</(?P=tag)\s*>|(?P<cut>\Z))", re.DOTALL)
_FIELDS = {"title": "title", "author": "author", "sitename": "outlet", "date": "published", "url": "url"} | {
    "language": "language"
}
_TEI_FIELDS = {
    "title": ".//biblFull/titleStmt/title",
    "outlet": ".//biblFull/publicationStmt/publisher",
    "published": ".//biblFull/publicationStmt/date",
}
_TEI_EXTRA = {
    "description": ".//profileDesc/abstract",
    "retrieved": ".//creation/date[@type='download']",
    "license": ".//availability",
    "fingerprint": ".//note[@type='fingerprint']",
    "id": ".//note[@type='id']",
}
_HINTS = {"item": "list_item", "row": "table_row", "graphic": "caption"}
_BLOCKS = frozenset(("p", "head", "ab", "item", "quote", "row", "code", "div", "list", "table", "graphic", "lb"))


def is_trafilatura(path: Path, head: bytes) -> bool:  # noqa: ARG001 - one signature for all layouts
    """Recognise trafilatura's two kinds of XML by how their first article begins."""
    return bool(_DOC.search(head) or (b"<TEI" in head and _TEI.search(head)))


def read_trafilatura(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected]:  # noqa: ARG001 - one signature for all readers
    """Yield the article of a file, or each of several; one that is broken or cut off costs itself only."""
    text, warnings = read_text(path, limit=None)
    found = list(_ARTICLE.finditer(text))
    if not found:
        raise NotText("The file holds no article of trafilatura.")
    for number, match in enumerate(found, start=1) if len(found) > 1 else [(0, found[0])]:
        if match["cut"] is not None:
            yield Rejected(name, number, "The article is cut off: its end is missing.")
        else:
            yield _article(match.group(), name, number, warnings)


def _article(source: str, name: str, number: int, warnings: tuple[str, ...]) -> Record | Rejected:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(source.encode("utf-8", errors="replace"), parser=parser)
        for element in root.iter("{*}*"):
            element.tag = etree.QName(element).localname
        raw, lines = join_pieces(_pieces(root, ""))
    except etree.XMLSyntaxError as error:
        return Rejected(name, number, f"The article is no well-formed XML: {error.msg}.")
    except NotText as reason:
        return Rejected(name, number, str(reason))
    if not raw:
        return Rejected(name, number, "The article has no text.")
    fields, extra = _stated(root) if root.tag == "doc" else _stated_in_header(root)
    return Record(name, number, "trafilatura", raw, fields, extra, lines, warnings)


def _stated(root: Any) -> tuple[dict[str, str | None], dict[str, str]]:  # noqa: ANN401 - lxml has no types
    """Return fields and further columns from the attributes of a <doc>."""
    fields = {field: root.get(key) for key, field in _FIELDS.items()}
    return fields, {key.replace("-", "_"): value for key, value in root.items() if key not in _FIELDS and value}


def _stated_in_header(root: Any) -> tuple[dict[str, str | None], dict[str, str]]:  # noqa: ANN401
    """Return fields and further columns from a TEI header."""
    fields = {field: _content(root.find(place)) for field, place in _TEI_FIELDS.items()}
    address = root.find(".//biblFull/publicationStmt/ptr[@type='URL']")
    fields["url"] = address.get("target") if address is not None else None
    authors = (_content(author) for author in root.iterfind(".//biblFull/titleStmt/author"))
    fields["author"] = "; ".join(filter(None, authors)) or None
    # "The Gazette (gazette.example)" is name and host; "N/A" stands where neither is known.
    outlet = re.sub(r"\s*\([^()\s]*\.[^()\s]*\)$", "", fields["outlet"] or "")
    fields["outlet"] = outlet if outlet not in {"", "N/A"} else None
    extra = {column: _content(root.find(place)) for column, place in _TEI_EXTRA.items()}
    for column in ("categories", "tags"):
        terms = root.iterfind(f".//textClass/keywords/term[@type='{column}']")
        extra[column] = ", ".join(filter(None, map(_content, terms))) or None
    return fields, {column: value for column, value in extra.items() if value}


def _content(element: Any) -> str | None:  # noqa: ANN401
    text = " ".join(element.itertext()).strip() if element is not None else ""
    return re.sub(r"\s+", " ", text) or None


def _pieces(element: Any, hint: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield (text, hint) of every line below an element, in order; readers' comments are boilerplate."""
    if element.tag in {"teiHeader", "del"} or not isinstance(element.tag, str):
        return
    own = _hint(element) or hint
    if element.tag == "row":
        yield " | ".join(_content(cell) or "" for cell in element.iterchildren("cell")), own
        return
    if element.tag == "graphic":
        yield element.get("alt") or element.get("title") or "", "caption"
        return
    words = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS or child.tag in {"main", "comments", "text", "body"}:
            yield "".join(words), own
            words.clear()
            yield from _pieces(child, own)
        elif isinstance(child.tag, str) and child.tag not in {"del", "teiHeader"}:
            words.append("".join(child.itertext()))
        words.append(child.tail or "")
    yield "".join(words), own


def _hint(element: Any) -> str:  # noqa: ANN401
    if element.tag == "comments" or (element.tag == "div" and element.get("type") == "comments"):
        return "boilerplate"
    if element.tag == "head" or (element.tag == "ab" and element.get("type") == "header"):
        return "title" if element.get("rend") == "h1" else "heading"
    return _HINTS.get(element.tag, "")


LAYOUT = Layout("trafilatura", (".xml",), read_trafilatura, is_trafilatura)
