"""Factiva pages saved as HTML: articles as tables of field codes or laid out for reading, in any interface language."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from workbench.articles.decode import NotText
from workbench.articles.formats.export import (
    CUT,
    UNREADABLE,
    build_record,
    cut_at,
    has_mark,
    join_values,
    paragraphs,
    parse_markup,
    read_markup,
    squeeze,
)
from workbench.articles.formats.factiva import BODY, COLUMNS, clean_author, stated_accession, stated_number
from workbench.articles.formats.language_names import language_code
from workbench.articles.formats.layout import Layout
from workbench.articles.record import Record, Rejected, Stated

NAME = "factiva_html"
# <div class="article enArticle">: the language of the article stands in the class.
_ARTICLE = r"<div\b[^<>]*\bclass\s*=\s*[\"']?\s*article\s+([a-z]{2,4})article\b"
_START = re.compile(_ARTICLE, re.IGNORECASE)
_SUMMARY = re.compile(r"<table\b[^<>]*\bclass\s*=\s*[\"']?\s*searchPreview\b", re.IGNORECASE)
_END = re.compile(rf"{_SUMMARY.pattern}|<div\b[^<>]*\bid\s*=\s*[\"']?pageFooter\b", re.IGNORECASE)
_TITLED = re.compile(rb"<title>\s*(?:Dow Jones )?Factiva\W{0,8}\s*</title>", re.IGNORECASE)
_CERTAIN = re.compile(_ARTICLE.encode() + rb"|<td\b[^<>]*\bfactivalogo\b", re.IGNORECASE)
_SOFT_RETURN = re.compile(r"&(?:amp;)?softReturn;")  # a line break of a publisher's system that was not translated
_CODE = re.compile(r"[A-Z]{2,4}")
_TELLING = frozenset({"HD", "PD", "SN", "LP", "TD", "AN"})

_WORDS = re.compile(r"\d[\d.,'’\s]*\D{1,20}")
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}(?:[:.]\d{2})?(?:\s?[AP]\.?M\.?)?(?:\s+\S{2,6})?", re.IGNORECASE)
_SOURCE_CODE = re.compile(r"[A-Z0-9]{2,10}")
_COPYRIGHT = re.compile(r"©|\(c\)|copyright|all rights|alle rechte|tous droits|derechos|版权|著作", re.IGNORECASE)
_PAGE = r"[A-Z]{0,3}[\s-]?\d{1,4}[A-Z]?"
_PAGES = re.compile(rf"(?:(?:pp?|pg|s)\.?\s*)?{_PAGE}(?:\s*[,;/&–-]\s*{_PAGE})*", re.IGNORECASE)
_VOLUME = re.compile(r"\b(?:vol(?:ume|umen)?|issue|iss|number|nr|heft|band|numéro|número)\b|第.+[卷期]", re.IGNORECASE)
_ACCESSION = re.compile(r"\S+\s+[A-Z0-9]{4,}\d{6,}\w*", re.IGNORECASE)


class _Part(NamedTuple):
    """A part of an article that is laid out for reading: text of one element directly inside it."""

    text: str
    mark: str  # title, author, body, or "" where only its place says what it is


def read_factiva_html(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected | Stated]:  # noqa: ARG001 - one signature for all readers
    """Yield a record an article, and the number of results the search summary states."""
    text, warnings = read_markup(path)
    text = _SOFT_RETURN.sub(" ", text)
    pieces = cut_at(text, _START)
    if not pieces:
        raise NotText("The page of Factiva holds no article. Save it in an article format, not as a list of headlines.")
    whole = "</html" in text[-5000:].lower()
    end = _END.search(pieces[-1])
    if end:
        yield from _stated(name, pieces[-1][end.start() :])
        pieces[-1] = pieces[-1][: end.start()]
    for number, piece in enumerate(pieces, start=1):
        cut = number == len(pieces) and not whole and not end
        yield _read_article((name, number, NAME), piece, (*warnings, CUT) if cut else warnings)


def _stated(name: str, markup: str) -> Iterator[Stated]:
    """Yield the number of results of the search: the last plain number of its summary, whatever it is called.

    Not firm: one page holds a part of the results.
    """
    tree = parse_markup(markup) if _SUMMARY.match(markup) else None
    rows = paragraphs(tree) if tree is not None else []
    numbers = [row for row in rows if re.fullmatch(r"\D+ \| \d[\d.,\s]*", row)]
    if numbers:
        label, number = numbers[-1].rsplit(" | ", 1)
        yield Stated(name, int(stated_number(number) or 0), f'"{label} {number}" in the search summary', firm=False)


def _read_article(place: tuple[str, int, str], markup: str, warnings: tuple[str, ...]) -> Record | Rejected:
    tree = parse_markup(markup)
    if tree is None:
        return Rejected(*place[:2], UNREADABLE)
    element = _article_in(tree)
    match = _START.match(markup)
    coded = _codes(element)
    values, body = _from_codes(coded) if coded else _from_layout(list(_parts(element)))
    stated = values.pop("language", None)
    language = language_code(stated) or language_code(match[1][:2] if match else None)
    fields = {
        "title": values.pop("title", None),
        "outlet": values.pop("outlet", None),
        "author": clean_author((values.pop("author", None) or "").split("\n"), language),
        "published": values.pop("published", None),
        "language": language,
    }
    extra = values | {
        "word_count": stated_number(values.get("word_count")),
        "accession_no": stated_accession(values.get("accession_no")),
        "language_stated": None if language_code(stated) else stated,
    }
    return build_record(place, body, fields, extra, warnings)


def _article_in(tree: Any) -> Any:  # noqa: ANN401 - lxml has no types
    """Return the element of the article; all there is where an end tag too many has left paragraphs outside of it."""
    element = next(tree.iter("div"), tree)
    outside = sum(map(_is_paragraph, tree.iter())) > sum(map(_is_paragraph, element.iter()))
    return tree if outside else element


def _codes(element: Any) -> dict[str, list[str]]:  # noqa: ANN401 - lxml has no types
    """Return the paragraphs of each field code; none when the article is not a table of codes.

    A row without a code goes on with the field above it; tables inside a field, and what stands beside the table of
    codes, are text.
    """
    found: dict[str, list[str]] = {}
    code = ""
    for row in element.iter("tr"):
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        if not cells or any(outer.get("data-field") for outer in row.iterancestors("td", "th")):
            continue
        named = squeeze(cells[0].text_content()).strip(":").upper()
        known = len(cells) > 1 and (named in COLUMNS or named in BODY)
        is_code = known or (_is_index(cells[0]) and bool(_CODE.fullmatch(named)))
        code = named if is_code else code
        if not code:
            return {}
        found.setdefault(code, [])
        for cell in cells[is_code:]:
            cell.set("data-field", code)
            found[code] += paragraphs(cell)
    if not _TELLING & found.keys():
        return {}
    beside = [child for child in element if child.tag != "table" and child.find(".//tr") is None]
    found.setdefault("TD", []).extend(text for child in beside for text in paragraphs(child))
    return found


def _is_index(cell: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return "index" in (cell.get("class") or "").lower().split()


def _from_codes(coded: Mapping[str, list[str]]) -> tuple[dict[str, str | None], list[str]]:
    body = [paragraph for code in coded if code in BODY for paragraph in coded[code]]
    values: dict[str, str | None] = {}
    for code, texts in coded.items():
        if code not in BODY:
            mark = "\n" if code == "BY" else " "
            values[COLUMNS.get(code, f"field_{code.lower()}")] = mark.join(texts) or None
    return values, body


def _parts(element: Any) -> Iterator[_Part]:  # noqa: ANN401 - lxml has no types
    """Yield the parts of an article in their order; loose text is a part too, and what stands in a box of them."""
    pending: list[Any] = [element]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            yield from (_Part(text, "") for text in [squeeze(node)] if text)
        elif node is element or _is_box(node):
            pending += reversed([node.text or "", *(piece for child in node for piece in (child, child.tail or ""))])
        else:
            mark, texts = _mark(node), paragraphs(node)
            yield from (_Part(text, mark) for text in (texts if mark == "body" else [" ".join(texts)]) if text)


def _is_box(node: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether an element holds paragraphs without being one: as where the end of a line of the head is missing."""
    if "article" in (node.get("class") or "").lower().split():
        return True
    return not _is_paragraph(node) and any(map(_is_paragraph, node.iterdescendants()))


def _is_paragraph(node: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return "articleparagraph" in (node.get("class") or "").lower()


def _mark(child: Any) -> str:  # noqa: ANN401 - lxml has no types
    classes = (child.get("class") or "").lower()
    named = any("headline" in (inner.get("class") or "").lower() for inner in child.iter())
    if named or (child.get("id") or "").lower() == "hd":
        return "title"
    if "author" in classes.split():
        return "author"
    if _is_paragraph(child) or child.tag in {"pre", "table", "ul", "ol", "blockquote", "figure"}:
        return "body"
    return ""


def _from_layout(parts: list[_Part]) -> tuple[dict[str, str | None], list[str]]:
    """Return what the parts state by their order: head, body, then notes, publisher and document number."""
    marks = [part.mark for part in parts]
    first = marks.index("body") if "body" in marks else _end_of_head(parts)
    last = max((number for number, mark in enumerate(marks) if mark == "body"), default=len(parts) - 1)
    tail = [part.text for part in parts[last + 1 :]]
    body = [part.text for part in parts[first : last + 1]]
    if "body" not in marks and body and _ACCESSION.fullmatch(body[-1]):
        body, tail = body[:-2], body[-2:]
    return _from_head(parts[:first]) | _from_tail(tail), body


def _end_of_head(parts: list[_Part]) -> int:
    """Return where the text begins in an article whose paragraphs have no class: after the copyright line."""
    return next((number + 1 for number, part in enumerate(parts) if _COPYRIGHT.search(part.text)), len(parts))


def _from_head(parts: list[_Part]) -> dict[str, str | None]:
    """Return the fields of the head.

    Their order carries them in every interface language: section, title, authors, credit, word count, date, time,
    source, its code, edition, pages, language, copyright. All but a few can be missing.
    """
    marks = [part.mark for part in parts]
    title = marks.index("title") if "title" in marks else -1
    plain = [part.text for part in parts[title + 1 :] if not part.mark]
    date = _date_place(plain)
    counted = date > 0 and bool(_WORDS.fullmatch(plain[date - 1]))
    rest = plain[date + 1 :] if date >= 0 else []
    time = rest.pop(0) if rest and _TIME.fullmatch(rest[0]) else None
    outlet = rest.pop(0) if rest else None
    code = rest.pop(0) if rest and _SOURCE_CODE.fullmatch(rest[0]) else None
    return {
        "section": join_values(part.text for part in parts[: max(title, 0)]),
        "title": join_values((part.text for part in parts if part.mark == "title"), " "),
        "author": "\n".join(part.text for part in parts if part.mark == "author") or None,
        "credit": join_values(plain[: max(date - counted, 0)] if date >= 0 else plain),
        "word_count": plain[date - 1] if counted else None,
        "published": plain[date] if date >= 0 else None,
        "published_time": time,
        "outlet": outlet,
        "source_code": code,
    } | _from_end_of_head(rest)


def _date_place(plain: list[str]) -> int:
    """Return the place of the date: after a word count, else the first short line with a year; -1 for none."""
    dated = [number for number, text in enumerate(plain) if _YEAR.search(text) and len(text) <= 40]
    after_count = (number for number in dated if number and _WORDS.fullmatch(plain[number - 1]))
    return next(after_count, dated[0] if dated else -1)


def _from_end_of_head(rest: list[str]) -> dict[str, str | None]:
    """Return edition, pages, volume, language and copyright: what follows the source code."""
    places = sorted(range(len(rest)), key=lambda number: (number != len(rest) - 2, -number))  # the last but one first
    named = next((number for number in places if language_code(rest[number])), None)
    if named is None and len(rest) > 1 and _COPYRIGHT.search(rest[-1]):
        named = len(rest) - 2
    before = rest[:named] if named is not None else [text for text in rest if not _COPYRIGHT.search(text)]
    after = rest[named + 1 :] if named is not None else [text for text in rest if _COPYRIGHT.search(text)]
    pages = next((text for text in reversed(before) if _PAGES.fullmatch(text)), None)
    volume = next((text for text in before if text != pages and _VOLUME.search(text)), None)
    return {
        "edition": join_values(text for text in before if text not in {pages, volume}),
        "pages": pages,
        "volume": volume,
        "language": rest[named] if named is not None else None,
        "copyright": join_values(after, " "),
    }


def _from_tail(tail: list[str]) -> dict[str, str | None]:
    accession = tail.pop() if tail and _ACCESSION.fullmatch(tail[-1]) else None
    publisher = tail.pop() if tail and accession else None
    return {"notes": join_values(tail, "\n"), "publisher": publisher, "accession_no": accession}


def _matches(path: Path, head: bytes) -> bool:
    return has_mark(path, head, _TITLED, _CERTAIN)


LAYOUT = Layout(NAME, (".html", ".htm"), read_factiva_html, _matches)
