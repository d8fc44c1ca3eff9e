"""The numbers an export of nexis.com gives its documents, and what they say about how many there are."""

import codecs
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.articles.formats import lexis_fields as words
from workbench.articles.record import Stated

# The number of a document, alone on its line, in the languages of the interface.
_NUMBER = re.compile(
    r"[ \t\u00a0]*(?:(\d{1,6})\s+(?:of|von|de|van|di)\s+(\d{1,6})\s+DO[CK]UMENT[A-Z]{0,3}"
    r"|(?:Dokument|Document|Documento)\s+(\d{1,6})\s+(?:of|von|de|van|di)\s+(\d{1,6}))[ \t\u00a0]*"
)


_DOWNLOAD = 50  # documents; databases deliver so many at most, or a multiple: such a file ends early by design


class Number(NamedTuple):
    """The number of a document, and the number of all documents of its export."""

    document: int
    total: int


def read_number(line: str) -> Number | None:
    """Return the number of the document a line opens, or None for any other line.

    Example:
        >>> read_number("      3 of 50 DOCUMENTS"), read_number("1 of 2 DOCUMENTS was lost")
        (Number(document=3, total=50), None)
        >>> read_number("Dokument 7 von 9")
        Number(document=7, total=9)
    """
    found = _NUMBER.fullmatch(line)
    return Number(int(found[1] or found[3]), int(found[2] or found[4])) if found else None


def stated_count(name: str, numbers: Sequence[Number | None]) -> Stated | None:
    """Return how many documents their numbers say there are: from the first to the last of each run.

    A document without a number counts as the one after the last; one that is not larger, or of another total, opens a
    new run. A file that begins with the first document and ends before the last is held against the number of all,
    unless it has as many documents as one download may have at most (a multiple of 50). Where more numbers are missing
    than there are documents, the file is a selection: the count only warns.

    Example:
        >>> stated_count("a.txt", [Number(51, 500), Number(52, 500), Number(54, 500)]).articles
        4
        >>> stated_count("a.txt", [Number(1, 50), Number(2, 50), Number(3, 50)]).articles
        50
    """
    runs: list[list[Number]] = []
    for number in numbers:
        last = runs[-1][-1] if runs else Number(0, 0)
        given = number or Number(last.document + 1, last.total)
        if runs and given.total == last.total and given.document > last.document:
            runs[-1].append(given)
        else:
            runs.append([given])
    if not any(numbers):
        return None
    count = sum(run[-1].document - run[0].document + 1 for run in runs)
    first, last = runs[0][0], runs[-1][-1]
    whole = len(runs) == 1 and first.document == 1 and count == len(numbers)
    if whole and last.document < last.total and count % _DOWNLOAD:
        return Stated(name, last.total, f'"{last.document} of {last.total} DOCUMENTS" is the last')
    return Stated(name, count, f'"n of m DOCUMENTS": {_spans(runs)}', firm=count <= 2 * len(numbers))


def requested_count(name: str, lines: Iterable[str]) -> Stated | None:
    """Return how many documents the cover page says were asked for; it need not be all that this file holds."""
    for line in lines:
        label, _, value = line.partition(":")
        if words.is_mark("request", label):
            spans = re.findall(r"(\d+)(?:\s*[-–]\s*(\d+))?", value)
            count = sum(int(last or first) - int(first) + 1 for first, last in spans)
            return Stated(name, count, f'"{" ".join(line.split())}"', firm=False) if count > 0 else None
    return None


def decode_head(head: bytes) -> str:
    """Return the first bytes of a file as text, good enough to find the marks of a layout in."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if wide else "utf-8-sig", errors="replace")


def _spans(runs: Sequence[Sequence[Number]]) -> str:
    told = [f"{run[0].document} to {run[-1].document}" if len(run) > 1 else str(run[0].document) for run in runs[:4]]
    return ", ".join([*told, *(["…"] if len(runs) > 4 else [])])
