"""Bytes -> text, or the reason why they are no text."""

import codecs
import re
from pathlib import Path

from workbench.articles.record import MAX_CHARACTERS

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]+)", re.IGNORECASE)


class NotText(ValueError):  # noqa: N818 - not an error of the program: a finding about a file
    """The bytes are not the text of an article; the message is the reason."""


def read_text(path: Path, *, limit: int | None = MAX_CHARACTERS, html: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return the decoded text of a file and warnings about how it was decoded.

    Args:
        path: the file.
        limit: largest size in bytes; None for no limit.
        html: look for a declared character set.

    Raises:
        NotText: the file is empty, too large or binary.
    """
    size = path.stat().st_size
    if size == 0:
        raise NotText("The file is empty (0 bytes).")
    if limit is not None and size > limit:
        raise NotText(f"The file has {size:,} bytes; one article has at most {limit:,}. Split it into articles.")
    data = path.read_bytes()
    text, warnings = _decode(data, html=html)
    sample = text[:100_000]
    if len(_CONTROL.findall(sample)) > 0.01 * len(sample):
        raise NotText("The file is binary, not text (control characters found).")
    if not text.strip():
        raise NotText("The file holds only white space.")
    return text, warnings


def _decode(data: bytes, *, html: bool) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), ()
    if b"\x00" in data[:65536]:
        raise NotText("The file is binary, not text (NUL bytes found).")
    declared = _CHARSET.search(data[:4096]) if html else None
    names = ["utf-8", *([declared.group(1).decode("ascii")] if declared else [])]
    for encoding in names:
        try:
            return data.decode(encoding), ()
        except (UnicodeDecodeError, LookupError):
            continue
    # Windows-1252 is what nearly all European text that is not UTF-8 is; its five gaps keep their code point.
    return data.decode("cp1252", errors="replace"), ("not UTF-8: decoded as Windows-1252",)
