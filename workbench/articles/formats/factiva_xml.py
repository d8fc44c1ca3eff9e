"""Factiva XML (PPSResponse): each record is parsed by itself and without a DTD, so that entities cannot be declared."""

import re
from collections.abc import Iterator, Mapping
from html.entities import html5
from pathlib import Path
from typing import Any

from workbench.articles.decode import NotText
from workbench.articles.formats.export import (
    CUT,
    build_record,
    cut_at,
    drop_unclosed,
    join_values,
    read_markup,
    squeeze,
)
from workbench.articles.formats.factiva import clean_author
from workbench.articles.formats.language_names import language_code
from workbench.articles.formats.layout import Layout
from workbench.articles.record import Record, Rejected, Stated

NAME = "factiva_xml"
_BROKEN = "broken XML in this record: what can be read of it was kept"
_PREFIX = r"(?:[\w.-]+:)?"
_RECORDS = tuple(re.compile(rf"<({_PREFIX}{tag})(?=[\s/>])") for tag in ("ppsarticle", "article"))
_MARK = rf"<{_PREFIX}(?:ppsarticle|ppsArticleResponse|accessionNo)[\s/>]"
_COUNT = re.compile(rf"<{_PREFIX}\w*[rR]esultSet\b[^<>]*\bcount\s*=\s*[\"'](\d+)[\"']")
_NAMESPACE = re.compile(r"\bxmlns:([\w.-]+)\s*=")
# Signs that open no element and no entity of XML itself.
_LOOSE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(?P<name>\w{1,40};)?|<(?![A-Za-z_/!?])"
)  # fmt: skip

_BODY = frozenset({"leadParagraph", "tailParagraphs"})
_COLUMNS = {
    "headline": "title",
    "byline": "author",
    "sourceName": "outlet",
    "publicationDate": "published",
    "publicationTime": "published_time",
    "baseLanguage": "language",
    "sectionName": "section",
    "newsSubject": "subject",
    "descField": "descriptors",
    "publisherName": "publisher",
    "artWork": "captions",
    "corrections": "correction",
}


def read_factiva_xml(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected | Stated]:  # noqa: ARG001 - one signature for all readers
    """Yield a record an article, and the number the result set states.

    That number is not firm: it counts the results of the search, not the articles that were delivered.
    """
    text, warnings = read_markup(path)
    start = next((start for start in _RECORDS if start.search(text)), None)
    if start is None or not re.search(_MARK, text):
        raise NotText("The XML file holds no article of Factiva (no element <ppsarticle>).")
    prefixes = sorted(set(_NAMESPACE.findall(text)))
    for number, piece in enumerate(cut_at(text, start), start=1):
        tag = piece[1 : re.search(r"[\s/>]", piece).start()]  # type: ignore[union-attr]
        yield _read_article((name, number, NAME), piece, tag, prefixes, warnings)
    count = _COUNT.search(text)
    if count:
        yield Stated(name, int(count[1]), f'count="{count[1]}" of the result set', firm=False)


def _read_article(
    place: tuple[str, int, str], piece: str, tag: str, prefixes: list[str], warnings: tuple[str, ...]
) -> Record | Rejected:
    markup, cut = _whole(piece, tag)
    tree, broken = _parse(markup, prefixes)
    if tree is None:
        return Rejected(*place[:2], "The XML of the record cannot be read.")
    article = next((element for element in tree.iter() if _tag(element) == "article"), tree)
    if broken:
        _lift(article)
    values, body = _values(article)
    stated = join_values(values.pop("language", []))
    language = language_code(stated)
    fields = {
        "title": join_values(values.pop("title", []), " "),
        "outlet": join_values(values.pop("outlet", [])),
        "author": clean_author(values.pop("author", []), language),
        "published": join_values(values.pop("published", []), " "),
        "language": language,
    }
    extra = {column: join_values(texts, " | ") for column, texts in values.items()}
    extra |= {"language_stated": None if language else stated}
    note = CUT if cut else _BROKEN
    return build_record(place, body, fields, extra, (*warnings, note) if cut or broken else warnings)


def _whole(piece: str, tag: str) -> tuple[str, bool]:
    """Return the record up to its end tag, and whether it has none because the file ends before."""
    end = f"</{tag}>"
    if end in piece:
        return piece[: piece.rindex(end) + len(end)], False
    return piece, not re.match(r"<[^<>]*/>", piece)


def _parse(markup: str, prefixes: list[str]) -> tuple[Any, bool]:
    """Return the tree of a record (None when there is none), and whether some of it may be lost."""
    from lxml import etree

    declared = "".join(f' xmlns:{prefix}="urn:{prefix}"' for prefix in prefixes if not prefix.startswith("xml"))
    mended = _LOOSE.sub(_as_text, drop_unclosed(markup))
    for source, recover in ((markup, False), (mended, False), (mended, True)):
        parser = etree.XMLParser(
            recover=recover,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=True,
            remove_comments=True,
        )
        try:
            tree = etree.fromstring(f"<record{declared}>{source}</record>".encode(), parser)
        except etree.XMLSyntaxError:
            continue
        if tree is not None:
            return tree, recover
    return None, True


def _as_text(match: re.Match[str]) -> str:
    """Return a loose sign as the text it was meant as: HTML's entities are known, no others are."""
    name = match["name"] or ""
    meant = html5.get(name, "")
    if meant and set(meant).isdisjoint("&<>"):
        return meant
    return f"&lt;{name}" if match[0] == "<" else f"&amp;{name}"


def _lift(article: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Put fields and text that a missing end tag has pushed into another field back under the article."""
    for element in list(article.iter()):
        if _tag(element) in _BODY | _COLUMNS.keys() and element.getparent() is not article:
            article.append(element)


def _values(article: Any) -> tuple[dict[str, list[str]], list[str]]:  # noqa: ANN401 - lxml has no types
    """Return what an article states by column, and the paragraphs of its text."""
    body: list[str] = []
    values: dict[str, list[str]] = {}
    for child in article:
        tag = _tag(child)
        if tag in _BODY:
            body += _paragraphs(child)
        elif tag:
            values.setdefault(_COLUMNS.get(tag, _snake(tag)), []).extend(_stated(child))
    return values, body


def _stated(element: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    """Return what a field states; a code with its name as Factiva's HTML has it, "usa : United States"."""
    whole = squeeze("".join(element.itertext()))
    if element.get("code"):
        return [" : ".join(filter(None, (element.get("code"), whole)))]
    mixed = squeeze(element.text) or any(squeeze(child.tail) for child in element)
    parts = [squeeze("".join(child.itertext())) for child in element]
    return [whole] if mixed else [part for part in parts if part]


def _paragraphs(element: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    """Return the paragraphs of a part of the text; text outside of a <paragraph> is kept as well."""
    found: list[str] = []
    loose = element.text or ""
    for child in element:
        if _tag(child) == "paragraph":
            found += [*_loose_paragraphs(loose), _paragraph(child)]
            loose = ""
        elif _tag(child):
            loose += "".join(child.itertext())
        loose += child.tail or ""
    return [text for text in [*found, *_loose_paragraphs(loose)] if text]


def _paragraph(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    text = "".join(element.itertext())
    if element.get("display", "Proportional") == "Proportional":
        return squeeze(text)
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _loose_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of plain text: each begins after a blank line or with an indented line."""
    first, *others = text.expandtabs().split("\n")
    base = min((_indent(line) for line in others if line.strip()), default=0)
    found: list[str] = []
    fresh = True
    for line in [first.strip(), *others]:
        if line.strip() and not fresh and _indent(line) <= base:
            found[-1] += " " + squeeze(line)
        elif line.strip():
            found.append(squeeze(line))
        fresh = not line.strip()
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _tag(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return the name of an element without its namespace; "" for what is none (entities, instructions)."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _snake(tag: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", tag).lower()


def _matches(path: Path, head: bytes) -> bool:  # noqa: ARG001 - one signature for all layouts
    return bool(re.search(_MARK.encode(), head))


LAYOUT = Layout(NAME, (".xml",), read_factiva_xml, _matches)
