"""Word downloads of Lexis Advance, Lexis+, Nexis Uni and nexis.com: cut into documents, and counted."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from workbench.articles.decode import NotText
from workbench.articles.formats import lexis_fields as words
from workbench.articles.formats.archive import check_zip
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.lexis_new import read_new
from workbench.articles.formats.lexis_numbers import Number, read_number, stated_count
from workbench.articles.formats.lexis_old import read_old
from workbench.articles.formats.lexis_record import Part, Source
from workbench.articles.formats.lexis_word import read_paragraphs
from workbench.articles.record import Record, Rejected, Stated

NAME = "lexis_docx"
_LOOKED_AT = 8_000_000  # bytes of a document in which the marks of the layout are looked for
_DOCUMENT, _PROPERTIES = "word/document.xml", "docProps/custom.xml"
_START = re.compile(rb'w:name="Bookmark_\d+"')
_DELIVERY = re.compile(rb'name="LADocCount"\s*>\s*<vt:\w+>(\d{1,6})<')
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, RuntimeError)


def read_lexis_docx(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected | Stated]:  # noqa: ARG001 - one signature for all readers
    """Yield a record a document, and what list of hits, numbers and end marks say about how many there are."""
    markup, delivered = _unpack(path)
    groups = _documents(markup)
    cover, source = next(groups, []), Source(name, NAME)
    numbers, ends = list[Number | None](), 0
    for group in groups:
        end = _end(group)
        ends += end < len(group)
        numbers.append(read_number(group[0].text))
        read, start = (read_new, 0) if numbers[-1] is None else (read_old, 1)
        yield read(group[start:end], source, len(numbers))
    yield from _counts(name, cover, delivered, ends)
    yield from filter(None, [stated_count(name, numbers)])
    if not numbers:
        raise NotText("The file holds a list of hits at most, and none of the documents.")


def _unpack(path: Path) -> tuple[bytes, int | None]:
    """Return the markup of the text and the number of documents the file was delivered with."""
    check_zip(path)
    try:
        with zipfile.ZipFile(path) as package:
            delivered = _DELIVERY.search(_properties(package))
            return package.read(_DOCUMENT), int(delivered[1]) if delivered else None
    except _UNREADABLE as error:
        raise NotText(f"The file cannot be opened as a Word document (.docx): {error}.") from error


def _properties(package: zipfile.ZipFile) -> bytes:
    return package.read(_PROPERTIES)[:65536] if _PROPERTIES in package.namelist() else b""


def _documents(markup: bytes) -> Iterator[list[Part]]:
    """Yield what stands before the first document, then the paragraphs of each document."""
    parts = read_paragraphs(markup)
    if _START.search(markup):
        yield from _cut(parts, lambda part: "bookmark" in part.marks)
        return
    kept = list(parts)  # no bookmarks: the file was saved by another program, or is of nexis.com
    if any(read_number(part.text) is not None for part in kept):
        yield from _cut(kept, lambda part: read_number(part.text) is not None)
        return
    yield from _cut_after(kept)


def _cut(parts: Iterable[Part], opens: Callable[[Part], bool]) -> Iterator[list[Part]]:
    """Yield the paragraphs before the first one that opens a document, then those of each document."""
    group: list[Part] = []
    for part in parts:
        if opens(part):
            yield group
            group = []
        group.append(part)
    yield group


def _cut_after(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield the cover, then the documents that end with an end mark; the last may have lost it."""
    first = _cover_end(parts)
    yield list(parts[:first])
    group: list[Part] = []
    for part in parts[first:]:
        group.append(part)
        if words.is_mark("end", part.text):
            yield group
            group = []
    if any(part.label or part.text.strip() for part in group):
        yield group


def _cover_end(parts: Sequence[Part]) -> int:
    """Return where the cover ends: after the last row, section or line of a list of hits before the first text."""
    if not any(words.count_listed(part.text) is not None for part in parts):
        return 0
    body = next((at for at, part in enumerate(parts) if words.is_mark("body", part.text)), len(parts))
    return max((at + 1 for at, part in enumerate(parts[:body]) if _is_cover(part)), default=0)


def _is_cover(part: Part) -> bool:
    label = part.label or part.text.partition(":")[0]
    listed = words.count_listed(part.text) is not None or re.match(r"\d{1,4}\.\s", part.text) is not None
    return part.row or "section" in part.marks or listed or words.is_mark("cover", label)


def _end(group: Sequence[Part]) -> int:
    """Return where a document ends: at its last end mark; in any language, that is bold and under a line."""
    marks = [at for at, part in enumerate(group) if words.is_mark("end", part.text)]
    filled = [at for at, part in enumerate(group) if part.label or part.text.strip()]
    if marks or not filled:
        return marks[-1] if marks else len(group)
    last = group[filled[-1]]
    is_end = last.bold and "rule" in last.marks and not last.label and len(filled) > 1
    return filled[-1] if is_end else len(group)


def _counts(name: str, cover: Sequence[Part], delivered: int | None, ends: int) -> Iterator[Stated]:
    """Yield what the file says about how many documents it holds."""
    listed = next((count for part in cover if (count := words.count_listed(part.text)) is not None), None)
    if listed is not None:
        yield Stated(name, listed, f'list of hits, "Documents ({listed})"')
    elif delivered is not None and not cover:
        yield Stated(name, delivered, f"LADocCount {delivered}", firm=False)
    if ends:
        yield Stated(name, ends, f'"End of Document", {ends:,} times')


def _matches(path: Path, head: bytes) -> bool:
    """Whether a Word document is a delivery: it says so, or has the marks of one."""
    if not head.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(path) as package:
            if b"LADocCount" in _properties(package):
                return True
            with package.open(_DOCUMENT) as document:
                return _is_delivery(document.read(_LOOKED_AT))
    except _UNREADABLE:
        return False


def _is_delivery(markup: bytes) -> bool:
    if _START.search(markup) and b'w:name="Body' in markup:
        return True
    text = re.sub(rb"<[^>]+>", b"", re.sub(rb"</w:p>|<w:br\b[^>]*>", b"\n", markup)).decode("utf-8", errors="replace")
    lines = [line.strip() for line in text.split("\n")]
    columns = {words.column_of(found[0]) for line in lines if (found := words.split_known(line))}
    closed = any(words.is_mark("end", line) or read_number(line) is not None for line in lines)
    opened = any(words.is_mark("body", line) for line in lines)
    return bool(columns & {"length", "load_date"}) and (closed or (opened and "load_date" in columns))


LAYOUT = Layout(NAME, (".docx",), read_lexis_docx, _matches)
