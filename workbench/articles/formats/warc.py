"""Web archives (WARC): every page that was fetched is one record, read as a page of its own would be."""

import collections
import gzip
import re
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.articles.decode import NotText, find_encoding, read_text
from workbench.articles.formats.html import page_record
from workbench.articles.formats.layout import Layout
from workbench.articles.record import MAX_CHARACTERS, Record, Rejected

_LONGEST_LINE = 65536  # of the headers of a record
_MARK = re.compile(rb"WARC/\d")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml")
_GZIP = b"\x1f\x8b"
_CUT_OFF = "The record is cut off: its end is missing."


class _Skipped(Exception):  # noqa: N818 - not an error: a record that holds no page, counted under its reason
    """A record is no page; the arguments are the reason and what kind it is."""


class _Stream:
    """The unpacked bytes of a file; where they break off, they end, and `broken` says why."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as start:
            packed = start.read(2) == _GZIP
        self.file: Any = gzip.GzipFile(path) if packed else path.open("rb")
        self.broken = ""

    def read(self, size: int = _LONGEST_LINE) -> bytes:
        """Return up to `size` bytes."""
        return self._try(self.file.read, size)

    def readline(self, size: int = _LONGEST_LINE) -> bytes:
        """Return the bytes up to the end of the line, at most `size`."""
        return self._try(self.file.readline, size)

    def tell(self) -> int:
        """Return the place in the unpacked bytes."""
        return int(self.file.tell())

    def _try(self, function: Any, size: int) -> bytes:  # noqa: ANN401
        try:
            return b"" if self.broken else bytes(function(size))
        except (OSError, EOFError, zlib.error) as error:
            self.broken = str(error)
            return b""


def read_warc(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected]:  # noqa: ARG001 - one signature for all readers
    """Yield a record for every HTML page that was answered with success, and why the others are none.

    Pages that cannot be read cost themselves only; what is no page (pictures, redirections, requests) is counted, one
    rejection a reason. The day of the crawl stands in `retrieved`; it says nothing about publication.
    """
    if path.stat().st_size == 0:
        raise NotText("The file is empty (0 bytes).")
    stream = _Stream(path)
    skipped: dict[str, collections.Counter[str]] = {}
    number = 0
    with stream.file, tempfile.TemporaryDirectory() as folder:
        for number, found in enumerate(_records(stream), start=1):
            try:
                yield _page(found, name, number, Path(folder) / "page")
            except _Skipped as reason:
                why, kind = reason.args
                skipped.setdefault(why, collections.Counter())[kind] += 1
            except NotText as reason:
                yield Rejected(name, number, str(reason))
            except Exception as error:
                yield Rejected(name, number, f"The page cannot be parsed: {type(error).__name__}: {error}.")
    for why, kinds in skipped.items():
        listed = ", ".join(f"{kind}: {count:,}" for kind, count in kinds.most_common())
        yield Rejected(name, 0, f"{why}: {kinds.total():,} ({listed}).")
    if stream.broken:
        yield Rejected(name, 0, f"The compressed data break off after record {number:,}: {stream.broken}.")
    elif not number:
        raise NotText("The file is no web archive: no WARC record was found.")


def _records(stream: _Stream) -> Iterator[Any]:
    """Yield the records of a file, or the error of one whose head cannot be read; then the search goes on behind it."""
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.recordloader import ArcWarcRecordLoader
    from warcio.statusandheaders import StatusAndHeadersParserException

    loader = ArcWarcRecordLoader(verify_http=False)
    while line := stream.readline():
        if not _MARK.match(line):
            continue  # the empty lines between records, or what a broken record left
        try:
            found = loader.parse_record_stream(stream, line.decode("latin-1"), known_format="warc")
        except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError) as error:
            yield error
            continue
        if not isinstance(found.length, int):
            yield ValueError("its length is not stated")
            continue
        yield found
        while found.raw_stream.read(_LONGEST_LINE):  # what nobody read of it
            pass


def _page(found: Any, name: str, number: int, scratch: Path) -> Record:  # noqa: ANN401 - warcio has no types
    """Return the record of a page, or raise why it is none."""
    if isinstance(found, Exception):
        raise NotText(f"The record cannot be read: {found or type(found).__name__}.")
    charset = _CHARSET.search(_declared_type(found))
    source, warnings = _decode(_payload(found), charset.group(1) if charset else None, scratch)
    headers = found.rec_headers
    if headers.get_header("WARC-Truncated"):
        warnings = (*warnings, "the crawler cut the page off")
    url = headers.get_header("WARC-Target-URI")
    record = page_record(source, name, number, url=url, layout="warc", warnings=warnings)
    return replace(record, extra={**record.extra, "retrieved": headers.get_header("WARC-Date")})


def _decode(data: bytes, charset: str | None, scratch: Path) -> tuple[str, tuple[str, ...]]:
    """Return the text of a page: as its bytes show, else as the server declares, else as the page does."""
    opening = f'<meta charset="{charset}">' if charset and find_encoding([data]).warnings else ""
    scratch.write_bytes(opening.encode() + data)
    text, warnings = read_text(scratch, html=True)
    return text.removeprefix(opening), warnings


def _declared_type(found: Any) -> str:  # noqa: ANN401
    """Return the content type of a record that is a page, or raise why it is none."""
    kind = found.rec_type or "no type"
    if kind not in {"response", "resource"}:
        raise _Skipped("Records that hold no fetched page", kind)
    headers = found.http_headers
    if kind == "response" and headers is not None:
        status = headers.get_statuscode()
        if not status.startswith("2"):
            raise _Skipped("Pages that were not delivered", f"status {status}")
        declared = headers.get_header("Content-Type") or ""
    else:
        declared = found.content_type or ""
    media = declared.split(";")[0].strip().lower()
    if media not in _HTML:
        raise _Skipped("Files that are no HTML pages", media or "no type stated")
    return declared


def _payload(found: Any) -> bytes:  # noqa: ANN401
    """Return the bytes of a page as its server meant them, and never more than an article can have."""
    from warcio.bufferedreaders import ChunkedDataReader

    too_large = f"The page has more than {MAX_CHARACTERS:,} bytes, the most one article has."
    if found.length > 2 * MAX_CHARACTERS:  # the lengths of chunks take room as well
        raise NotText(too_large)
    headers = found.http_headers
    chunked = headers is not None and (headers.get_header("Transfer-Encoding") or "").lower() == "chunked"
    data = (ChunkedDataReader(found.raw_stream) if chunked else found.raw_stream).read()
    while found.raw_stream.read(_LONGEST_LINE):  # what stands behind the last chunk
        pass
    if found.raw_stream.limit > 0:
        raise NotText(_CUT_OFF)
    coding = (headers.get_header("Content-Encoding") or "").strip().lower() if headers is not None else ""
    data = _unpacked(data, coding)
    if len(data) > MAX_CHARACTERS:
        raise NotText(too_large)
    if not data.strip():
        raise NotText("The page is empty.")
    return data


def _unpacked(data: bytes, coding: str) -> bytes:
    """Undo the coding the server used; many crawlers have undone it already and left the header as it was."""
    if data.startswith(_GZIP):
        return _inflate(data, 31)
    if coding == "deflate" and not data.lstrip().startswith(b"<"):
        return _inflate(data, 15 if data[:1] == b"\x78" else -15)
    if coding in {"br", "zstd"} and b"<" not in data[:1024]:
        raise NotText(f"The page is compressed with '{coding}', which is not read.")
    return data


def _inflate(data: bytes, bits: int) -> bytes:
    try:
        machine = zlib.decompressobj(bits)
        unpacked = machine.decompress(data, MAX_CHARACTERS + 1)
    except zlib.error as error:
        raise NotText(f"The page cannot be unpacked: {error}.") from error
    if not machine.eof and len(unpacked) <= MAX_CHARACTERS:
        raise NotText(_CUT_OFF)
    return unpacked


LAYOUT = Layout("warc", (".warc", ".warc.gz"), read_warc)
