"""PDF documents: one file, one article. Lines become paragraphs again; what pages repeat is labelled, not lost."""

import itertools
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from workbench.articles.decode import NotText
from workbench.articles.formats.layout import Layout
from workbench.articles.formats.pieces import join_pieces
from workbench.articles.furniture import LIST_MARK
from workbench.articles.record import MAX_CHARACTERS, Record

MOST_PAGES = 500  # of one article; a book is none
_LONGEST_HEADING, _SHORTEST_PROSE = 250, 80  # characters
_EDGE = 3  # lines at the top and at the bottom of a page where its furniture stands
_NO_TEXT = "The PDF has no text layer (pictures of pages). Use OCR first, such as ocrmypdf."
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|seite|página|pagina|p\.|pág\.?)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?\W*$", re.I
)
_FILE_NAME = re.compile(
    r"^Microsoft \w+ - |^untitled\b|^\S*$|^[\w.+-]+://|\.(?:docx?|pdf|indd|qxp?d?|html?|rtf|odt|pages|tmp|txt)$", re.I
)
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_DIVIDED = re.compile(r"(\w*[^\W\d_])[-\u2010\u00ad]$")  # "negoti-", which "ation" follows


class _Printed(NamedTuple):
    """A line as it is printed: its text, where it stands from below, the size of its letters, its page."""

    text: str
    height: float
    size: float
    page: int


def read_pdf(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record]:  # noqa: ARG001 - one signature for all readers
    """Yield the one record of a PDF. Its dates are those of the file and are not looked at.

    Headings are told by the size of their letters; page headers, footers and numbers come last, as boilerplate.
    """
    with _quiet():
        title, printed = _read_pages(path)
    body, furniture = _part_furniture(printed)
    if not body:
        raise NotText(_NO_TEXT)
    pieces = [*_paragraphs(body), *((line.text, "boilerplate") for line in furniture)]
    raw, lines = join_pieces(pieces)
    shown = any(line.hint == "title" for line in lines)
    yield Record(name, 0, "pdf", raw, {"title": None if shown else title}, lines=lines)


def _read_pages(path: Path) -> tuple[str | None, list[_Printed]]:
    """Return the title the file states, unless it is the name of a file, and the lines of all pages."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    printed: list[_Printed] = []
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotText("The PDF is protected by a password. Save it without one.")
        if len(reader.pages) > MOST_PAGES:
            raise NotText(f"The PDF has {len(reader.pages):,} pages; one article has at most {MOST_PAGES:,}.")
        for number, page in enumerate(reader.pages):
            printed += _lines(page, number)
            if sum(len(line.text) for line in printed) > MAX_CHARACTERS:
                raise NotText(f"The text is longer than {MAX_CHARACTERS:,} characters, the most one article has.")
        title = reader.metadata.title if reader.metadata else None
    except (FileNotDecryptedError, DependencyError) as error:
        raise NotText("The PDF is protected by encryption. Save it without.") from error
    except (PyPdfError, RecursionError, MemoryError) as error:
        raise NotText(f"The file is not a whole PDF: {error}.") from error
    stated = isinstance(title, str) and not _FILE_NAME.search(title.strip())
    return (title.strip() if stated and title else None), printed


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf from writing about broken files on the console; what matters is in `rejected`."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _lines(page: Any, number: int) -> list[_Printed]:  # noqa: ANN401 - pypdf's page has more than its types say
    """Return the lines of a page in the order in which the file has them."""
    lines: list[_Printed] = []
    words: list[str] = []
    place = (0.0, 0.0)

    def end() -> None:
        text = re.sub(r"\s+", " ", "".join(words)).strip().translate(_LIGATURES)
        words.clear()
        if text:
            lines.append(_Printed(text, *place, number))

    def take(text: str, shift: list[float], matrix: list[float], _font: object, size: float) -> None:
        nonlocal place
        for part in re.split(r"(\n)", text):
            if part == "\n":
                end()
            elif part:
                if part.strip() and not "".join(words).strip():
                    place = _place(shift, matrix, size)
                words.append(part)

    page.extract_text(visitor_text=take)
    end()
    return lines


def _place(shift: list[float], matrix: list[float], size: float) -> tuple[float, float]:
    """Return height and letter size on the page, from the two matrices a PDF places text with."""
    height = matrix[4] * shift[1] + matrix[5] * shift[3] + shift[5]
    return float(height), abs(float(size * matrix[3] * shift[3])) or float(size)


def _part_furniture(printed: list[_Printed]) -> tuple[list[_Printed], list[_Printed]]:
    """Return the lines of the article, and those at the edges of pages that come again on others or count them."""
    pages: dict[int, list[_Printed]] = {}
    for line in printed:
        pages.setdefault(line.page, []).append(line)
    edges = {id(line) for lines in pages.values() for line in (*lines[:_EDGE], *lines[-_EDGE:])}
    common = Counter(key for lines in pages.values() for key in {_key(line) for line in lines if id(line) in edges})
    often = max(2, len(pages) / 3)
    body: list[_Printed] = []
    furniture: list[_Printed] = []
    for line in printed:
        repeated = common[_key(line)] >= often or _PAGE_NUMBER.match(line.text)
        (furniture if id(line) in edges and repeated else body).append(line)
    return body, furniture


def _key(line: _Printed) -> str:
    return re.sub(r"\d+", "#", line.text).lower()


def _paragraphs(body: list[_Printed]) -> Iterator[tuple[str, str]]:
    """Yield (text, hint) of the paragraphs that the lines are parts of."""
    usual = median(line.size for line in body for _ in range(len(line.text) // 20 + 1))
    largest = max(line.size for line in body)
    spacing, width = _measure(body)
    words = Counter(re.findall(r"[\w-]+", " ".join(line.text for line in body).lower()))
    parts = [body[0]]
    prose = False
    for line in [*body[1:], None]:
        if line is not None and _goes_on(parts[-1], line, spacing=spacing, width=width):
            parts.append(line)
            continue
        text = _joined(parts, words)
        hint = "" if parts[0].size < 1.15 * usual or len(text) > _LONGEST_HEADING else "heading"
        if hint and parts[0].size > 0.98 * largest and parts[0].page == 0:
            hint = "title"
        # Byline and date may be large as well: between title and text the rules for heads judge.
        yield text, hint if prose or hint == "title" else ""
        prose = prose or (not hint and len(text) > _SHORTEST_PROSE)
        parts = [line] if line is not None else []


def _measure(body: list[_Printed]) -> tuple[float, float]:
    """Return the distance of lines in a paragraph, and the width of a full line: both in sizes of their letters."""
    pairs = [(above.height - below.height) / below.size for above, below in itertools.pairwise(body) if below.size]
    close = sorted(gap for gap in pairs if 0 < gap < 4)
    widths = sorted(len(line.text) * line.size for line in body)
    return close[len(close) // 4] if close else 1.2, widths[int(0.9 * len(body))]


def _goes_on(above: _Printed, line: _Printed, *, spacing: float, width: float) -> bool:
    """Whether a line is of the same paragraph as the one above it."""
    if abs(above.size - line.size) > 0.1 * max(above.size, line.size) or LIST_MARK.match(line.text):
        return False
    gap = above.height - line.height
    if above.page == line.page and gap > 1.35 * spacing * line.size:
        return False
    if above.page != line.page or gap < 0:  # the next page, the next column
        return line.text[0].islower() or not re.search(r"[.!?:…][\"”’»)]*$", above.text)
    # A full line has no room for the next word. Text beside a picture is narrower, but goes on in lower case.
    filled = (len(above.text) + len(line.text.split(maxsplit=1)[0])) * above.size
    return filled > 0.75 * width or (line.text[0].islower() and len(above.text) * above.size > 0.35 * width)


def _joined(parts: list[_Printed], words: Counter[str]) -> str:
    """Return lines as one text; a word divided at the end of a line is whole again."""
    text = parts[0].text
    for line in parts[1:]:
        divided = _DIVIDED.search(text)
        following = re.match(r"[^\W\d_]+", line.text)
        if divided is None or following is None or not following.group()[0].islower():
            text += " " + line.text
            continue
        # "well-known" keeps its hyphen where the text writes it so elsewhere.
        whole = (divided.group(1) + "-" + following.group()).lower()
        text = (text if words[whole] else text[:-1]) + line.text
    return text.replace("\u00ad", "")


LAYOUT = Layout("pdf", (".pdf",), read_pdf)
