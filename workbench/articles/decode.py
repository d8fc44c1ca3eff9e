"""Bytes -> text, or the reason why they are no text. Files of any size are judged and opened in pieces."""

import codecs
import itertools
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, TextIO

from workbench.articles.alphabets import is_western
from workbench.articles.record import MAX_CHARACTERS

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_SAMPLE = 65536  # characters or bytes that decide whether a file is binary, and in which encoding it is not UTF-8
_CONTROL = bytes([*range(9), *range(14, 32), 127])
_ESCAPED = re.compile("[\udc80-\udcff]")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
# Names that stand for the larger encoding everybody means by them (WHATWG Encoding Standard).
_MEANT = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"} | {
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
_TITLES = {"cp1252": "Windows-1252"}
# What text is in that is neither UTF-8 nor Windows-1252; the rarer ones would only be found by mistake.
_OTHERS = (
    "cp1250 iso8859_2 cp1251 koi8_r koi8_u iso8859_5 cp1253 cp1254 cp1255 cp1256 gb18030 big5 cp932 euc_jp euc_kr"
).split()
_CONTAINERS = (
    (b"PK\x03\x04", "a ZIP container (such as .xlsx, .docx or .zip)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (.xls or .doc)"),
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"%PDF", "a PDF document"),
    (b"PAR1", "Parquet"),
)


class NotText(ValueError):  # noqa: N818 - not an error of the program: a finding about a file
    """The bytes are not the text of an article; the message is the reason."""


class Encoding(NamedTuple):
    """How the bytes of a file are read: name and error handler as `open` takes them, and what to warn of."""

    name: str
    errors: str = "strict"
    warnings: tuple[str, ...] = ()


def read_text(path: Path, *, limit: int | None = MAX_CHARACTERS, html: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return the decoded text of a file and warnings about how it was decoded.

    Args:
        path: the file.
        limit: largest size in bytes; None for no limit.
        html: look for a declared character set.

    Raises:
        NotText: the file is empty, too large or binary.
    """
    size = _check_size(path)
    if limit is not None and size > limit:
        raise NotText(f"The file has {size:,} bytes; one article has at most {limit:,}. Split it into articles.")
    data = path.read_bytes()
    encoding = _declared(data, find_encoding([data])) if html else find_encoding([data])
    text, warnings = data.decode(encoding.name, encoding.errors), encoding.warnings
    _check_sample(text.lstrip()[:_SAMPLE], data)
    if "\x00" in text:
        text, warnings = text.replace("\x00", "\ufffd"), (*warnings, "NUL bytes replaced")
    return text, warnings


def open_text(path: Path) -> tuple[TextIO, tuple[str, ...]]:
    """Return a file of any size opened as text, line ends as they are, and warnings about how it is decoded.

    The whole file is looked at once, in pieces, to find its encoding.

    Raises:
        NotText: the file is empty or binary.
    """
    _check_size(path)
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
        file.seek(0)
        encoding = find_encoding(iter(lambda: file.read(_CHUNK), b""))
    opened = path.open(encoding=encoding.name, errors=encoding.errors, newline="")
    try:
        _check_sample(opened.read(_SAMPLE), head)
    except NotText:
        opened.close()
        raise
    opened.seek(0)
    return opened, encoding.warnings


def find_encoding(chunks: Iterable[bytes]) -> Encoding:
    r"""Return how bytes are read: by their mark (BOM), as UTF-8, as Windows-1252, else as charset-normalizer says.

    UTF-8 with a few broken characters stays UTF-8: another reading would break all the others.

    Example:
        >>> find_encoding([b"caf\xc3\xa9", b" noir"]).name, find_encoding([b"caf\xe9"]).name
        ('utf-8', 'cp1252')
    """
    pieces = iter(chunks)
    first = next(pieces, b"")
    known = _marked(first) or _alternating(first[:_SAMPLE])
    if known:
        return Encoding(known, "replace")
    decoder = codecs.getincrementaldecoder("utf-8")()
    multibyte = 0  # bytes of whole characters beyond their first
    last = first
    for chunk in itertools.chain([first], pieces, [b""]):
        pending, _ = decoder.getstate()
        try:
            multibyte += len(chunk) - len(decoder.decode(chunk, final=not chunk))
        except UnicodeDecodeError:
            if not chunk and multibyte > len(pending):
                return Encoding("utf-8", "replace", ("the file ends within a character",))
            return _not_strict(pending + chunk if chunk else last, multibyte - len(pending))
        last = chunk
    return Encoding("utf-8")


def _check_size(path: Path) -> int:
    size = path.stat().st_size
    if size == 0:
        raise NotText("The file is empty (0 bytes).")
    return size


def _check_sample(sample: str, head: bytes) -> None:
    """Refuse what is blank or binary, and say what it is where its first bytes tell."""
    if not sample.strip():
        raise NotText("The file holds only white space, or begins with too much of it.")
    if _controls(sample) <= 0.01 * len(sample):
        return
    kind = next((kind for mark, kind in _CONTAINERS if head.startswith(mark)), None)
    if kind:
        raise NotText(f"The file is binary, not text: it is {kind}. Its name ends on another type; rename it.")
    raise NotText("The file is binary, not text (control characters found).")


def _controls(sample: str) -> int:
    """Return the number of control characters; all are ASCII, so that bytes can be asked, which is quicker."""
    data = sample.encode("utf-8", "replace")
    return len(data) - len(data.translate(None, _CONTROL))


def _marked(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)


def _alternating(data: bytes) -> str | None:
    """Return the UTF-16 without a mark that shows by zeros (a few in Chinese, half of all in English), and is text."""
    data = data[: len(data) // 2 * 2]
    zeros = data.count(0)
    if zeros < 2 or (zeros < 0.02 * len(data) and _is_utf8(data)):
        return None
    # The byte that chooses the script varies less than the one that chooses the character.
    name = "utf-16-le" if len(set(data[1::2])) < len(set(data[::2])) else "utf-16-be"
    sample = data.decode(name, "replace")
    return name if _controls(sample) + sample.count("\ufffd") <= 0.01 * len(sample) else None


def _is_utf8(data: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _not_strict(chunk: bytes, multibyte: int) -> Encoding:
    """Return the encoding of bytes that are not all UTF-8, judged by the piece where that shows."""
    read = chunk.decode("utf-8", "surrogateescape")
    broken = len(_ESCAPED.findall(read))
    if 10 * broken < multibyte + len(chunk) - len(read):
        return Encoding("utf-8", "replace", ("some bytes are not UTF-8: replaced",))
    name = _code_page(_around_other_bytes(chunk))
    return Encoding(name, "replace", (f"not UTF-8: decoded as {_TITLES.get(name, name)}",))


def _around_other_bytes(chunk: bytes) -> bytes:
    """Return a bounded sample of lines that have bytes beyond ASCII."""
    lines, size = [], 0
    for line in chunk.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line[:_SAMPLE])
            size += len(lines[-1])
        if size > _SAMPLE:
            break
    return b"".join(lines)[:_SAMPLE]


def _code_page(sample: bytes) -> str:
    # Windows-1252 is what nearly all West European text that is not UTF-8 is; its five gaps become U+FFFD.
    if is_western(sample.decode("cp1252", "replace")):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_OTHERS).best()
    found = best.encoding if best else None
    if found in {None, "cp1250", "iso8859_2"}:  # alike but for š, ž, ś, ź: Windows has them where ISO has controls
        return "cp1250" if re.search(rb"[\x80-\x9f]", sample) else "iso8859_2"
    return str(found)


def _declared(data: bytes, found: Encoding) -> Encoding:
    """Return the encoding a page declares, where it is not UTF-8 and can be read so; else what was found."""
    declared = _CHARSET.search(data[:4096])
    if declared is None or not found.warnings:
        return found
    name = declared.group(1).decode("ascii").lower()
    name = _MEANT.get(name, name)
    try:
        data.decode(name, "replace" if name == "cp1252" else "strict")
    except (UnicodeDecodeError, LookupError):
        return found
    return Encoding(name, "replace")
