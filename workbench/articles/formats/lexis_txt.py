"""Text downloads of nexis.com: documents after "n of m DOCUMENTS", lines wrapped, outlet and date in the middle."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from workbench.articles.decode import NotText, read_text
from workbench.articles.formats import lexis_fields as words
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.lexis_numbers import decode_head, read_number, requested_count, stated_count
from workbench.articles.formats.lexis_old import read_old
from workbench.articles.formats.lexis_record import Part, Source
from workbench.articles.record import Record, Rejected, Stated

NAME = "lexis_txt"
_WIDEST = 140  # characters; longer lines were not wrapped
_INDENT = 8  # spaces before a line in the middle
_ALL = {"length", "load_date"}  # fields that every document has
_CAPITALS = re.compile(rb"(?:\A|[\r\n])(?:[ \t]|\xc2?\xa0|\xef\xbb\xbf)*[A-Z\x80-\xff]{2}")  # of a label
_ROOM = 0.25  # of the width, left beside the next word: the line was ended, not wrapped


def read_lexis_txt(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected | Stated]:  # noqa: ARG001 - one signature for all readers
    """Yield a record a document, and what the numbers of the documents say about how many there are."""
    text, warnings = read_text(path, limit=None)
    lines = [line.replace("\t", "    ").rstrip() for line in re.split(r"\r\n|[\n\r\x0b\x0c]", text.lstrip("\ufeff"))]
    starts = _starts(lines)
    width = max((len(line) for line in lines if not line.startswith(" ")), default=0)
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True), start=1):
        yield read_old(_parts(lines[start + 1 : end], width), Source(name, NAME, warnings), number)
    numbers = [read_number(lines[at]) if at >= 0 else None for at in starts]
    yield from filter(None, [stated_count(name, numbers), requested_count(name, lines[: max(starts[0], 0)])])


def _starts(lines: Sequence[str]) -> list[int]:
    """Return the lines that open a document: its number, in the middle, or between empty lines; -1 where none does.

    Raises:
        NotText: several documents without numbers.
    """
    found = [at for at, line in enumerate(lines) if read_number(line) and not _text_at(lines, at + 1)]
    indented = [at for at in found if lines[at].startswith(" ")]
    alone = [at for at in found if not _text_at(lines, at - 1)]
    if not found and _columns(lines).count("length") != 1:
        raise NotText('The file has no line "n of m DOCUMENTS" to tell its documents apart.')
    return indented or alone or [-1]


def _text_at(lines: Sequence[str], at: int) -> bool:
    return 0 <= at < len(lines) and bool(lines[at].strip(" \u00a0"))


def _columns(lines: Sequence[str]) -> list[str | None]:
    """Return the columns that labels in capitals open, line by line."""
    return [words.column_of(found[0]) for found in map(words.split_capitals, lines) if found]


def _parts(lines: Sequence[str], width: int) -> list[Part]:
    """Return the paragraphs of a document: lines between empty ones."""
    parts: list[Part] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            parts.append(_part(block, width))
            block = []
    return parts


def _part(block: Sequence[str], width: int) -> Part:
    # A centred line that is as long as the page is wide begins at its edge.
    if all(line.startswith(" ") for line in block) or (len(block) > 1 and all(map(_is_centred, block[1:]))):
        return Part(tuple(_squeeze(line) for line in block), centred=True)
    label = words.split_capitals(block[0])
    if label and words.column_of(label[0]):
        return Part((_squeeze(" ".join(block)),))
    return Part(tuple(_unwrap(block, width) if width <= _WIDEST else map(_squeeze, block)))


def _is_centred(line: str) -> bool:
    return len(line) - len(line.lstrip()) >= _INDENT


def _unwrap(block: Sequence[str], width: int) -> list[str]:
    """Return the lines of a paragraph, wrapped ones joined: those with little room left for the next word."""
    joined = [block[0]]
    for line, following in pairwise(block):
        room = width - len(line) - 1 - len(following.split()[0])
        if following.startswith("  ") or room > _ROOM * width:
            joined.append(following)
        else:
            joined[-1] += f" {following}"
    return [_squeeze(line) for line in joined]


def _squeeze(line: str) -> str:
    return " ".join(line.split())


def _matches(path: Path, head: bytes) -> bool:  # noqa: ARG001 - one signature for all layouts
    """Whether lines open with the known fields of a download, and one is the number of a document."""
    if b"\0" not in head and not _CAPITALS.search(head):  # nearly all texts
        return False
    lines = decode_head(head).splitlines()
    columns = set(_columns(lines)) - {None}
    return bool(columns) if any(map(read_number, lines)) else columns >= _ALL


LAYOUT = Layout(NAME, (".txt",), read_lexis_txt, _matches)
