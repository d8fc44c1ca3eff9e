"""ZIP and gzip: what is inside is read by its own layout, one member at a time, within bounds."""

import gzip
import re
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import cast

from workbench.articles.decode import NotText
from workbench.articles.formats.layout import Layout
from workbench.articles.record import Record, Rejected, Stated

# What a research collection can have, generously; what is beyond is refused before it fills a disk.
MOST_MEMBERS = 500_000  # the table of contents alone then takes about half a gigabyte of memory
MOST_BYTES = 2_000_000_000  # of one member, unpacked: lies on disk while it is read
MOST_BYTES_TOGETHER = 50_000_000_000
MOST_BYTES_IN_MEMORY = 250_000_000  # of a document that is itself a ZIP (DOCX, XLSX), whose parts are held in memory
# Text shrinks 3 to 10 times, pages from one template up to 50; zeros shrink a thousand times. Small members may shrink
# as they like.
HIGHEST_RATIO = 200
ALWAYS_ALLOWED = 10_000_000

_CHUNK = 1 << 20
_ARCHIVES = (".zip", ".gz", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".zst")
_NESTED = "An archive inside an archive is not read. Unpack it."
_REPLACED = "A later file of the archive has the same name and replaces this one."
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)")
# The others can fill the memory at one step, whatever size the archive states.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_FOUND = Record | Rejected | Stated


def read_zip(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[_FOUND]:
    """Yield what the members of a ZIP file hold, in the order of their names, as "archive.zip/folder/a.html"."""
    with _open(path) as archive, tempfile.TemporaryDirectory() as folder:
        members = _members(archive)
        if not members:
            raise NotText("The archive holds no files.")
        last = dict(members)
        left = MOST_BYTES_TOGETHER
        for number, (inner, info) in enumerate(members):
            left -= info.file_size
            if left < 0:
                rest = f"{len(members) - number:,} files from '{inner}' on were not read"
                yield Rejected(name, 0, f"The archive unpacks to more than {MOST_BYTES_TOGETHER:,} bytes; {rest}.")
                return
            reason = _REPLACED if last[inner] is not info else _why_not(inner, info)
            target = Path(folder) / _plain_name(inner)
            reason = reason or _unpack_member(archive, info, target)
            if reason:
                yield Rejected(f"{name}/{inner}", 0, reason)
            else:
                yield from _read(target, f"{name}/{inner}", columns)
            target.unlink(missing_ok=True)


def check_zip(path: Path) -> None:
    """Refuse a document that is a ZIP inside (DOCX, XLSX) when it is broken, or would fill the memory.

    Raises:
        NotText: the file is no ZIP, or unpacks to more than is allowed.
    """
    with _open(path) as archive:
        members = archive.infolist()
    size = sum(info.file_size for info in members)
    if any(info.compress_type not in _METHODS for info in members):
        raise NotText("The file is compressed by an unusual method. Save it again.")
    if size > MOST_BYTES_IN_MEMORY or (size > ALWAYS_ALLOWED * 5 and size > HIGHEST_RATIO * path.stat().st_size):
        raise NotText(f"The file unpacks from {path.stat().st_size:,} to {size:,} bytes. It is not opened.")


def read_gzip(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[_FOUND]:
    """Yield what a compressed file holds; of one that breaks off, the whole records before the break."""
    inner = Path(path.name).stem
    if _is_archive(inner):
        raise NotText(_NESTED)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / _plain_name(inner)
        with gzip.GzipFile(path) as packed:
            reason = _unpack(packed, target, packed_size=path.stat().st_size)
        if reason:
            _cut_last_line(target)
        for item in _read(target, name, columns):
            # The beginning of one article is no article; the records of a table are whole.
            if not (reason and isinstance(item, Record | Rejected) and item.record == 0):
                yield item
    if reason:
        yield Rejected(name, 0, reason)


def _open(path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        raise NotText(f"The file is not a whole ZIP archive, as a '{path.suffix}' file is: {error}.") from error
    if len(archive.infolist()) > MOST_MEMBERS:
        archive.close()
        raise NotText(f"The archive has more than {MOST_MEMBERS:,} members. Divide it.")
    return archive


def _members(archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    """Return the members that are files, sorted by name, without what operating systems add."""
    named = [(info.filename.replace("\\", "/"), info) for info in archive.infolist()]
    return sorted(
        (pair for pair in named if not pair[0].endswith("/") and not _JUNK.search(pair[0])), key=lambda pair: pair[0]
    )


def _why_not(name: str, info: zipfile.ZipInfo) -> str:
    """Return why a member is not unpacked, or ""."""
    parts = PurePosixPath(name).parts
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in parts:
        return "The path leads out of the archive."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "A link. Links are not followed."
    if any(part.startswith(".") for part in parts):
        return "Hidden file."
    if _is_archive(name):
        return _NESTED
    if info.flag_bits & 1:
        return "Protected by a password. Unpack the archive."
    if info.compress_type not in _METHODS:
        return "Compressed by a method that is not read. Unpack the archive."
    return _too_large(info.file_size, info.compress_size)


def _is_archive(name: str) -> bool:
    return name.lower().endswith(_ARCHIVES) and not name.lower().endswith(".warc.gz")


def _unpack_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> str:
    try:
        with archive.open(info) as packed:
            return _unpack(cast("zipfile.ZipExtFile", packed), target, packed_size=info.compress_size)
    except BROKEN as error:
        return f"It cannot be unpacked: {error}."


def _too_large(size: int, packed_size: int) -> str:
    if size > MOST_BYTES:
        return f"It unpacks to more than {MOST_BYTES:,} bytes."
    if size > ALWAYS_ALLOWED and size > HIGHEST_RATIO * packed_size:
        return f"It unpacks to more than {HIGHEST_RATIO} times its size, as no text does."
    return ""


def _unpack(packed: gzip.GzipFile | zipfile.ZipExtFile, target: Path, *, packed_size: int) -> str:
    """Write what is unpacked to a file; return why not all of it was, or ""."""
    size = 0
    with target.open("wb") as file:
        while True:
            try:
                chunk = packed.read1(_CHUNK)  # what is there; `read` would lose it at a break
            except BROKEN as error:
                return f"The compressed data are broken after {size:,} bytes: {error}."
            size += len(chunk)
            reason = _too_large(size, packed_size)
            if reason or not chunk:
                return reason
            file.write(chunk)


def _read(target: Path, name: str, columns: Mapping[str, str]) -> Iterator[_FOUND]:
    from workbench.articles.formats import read_layout  # the layouts know this module

    yield from read_layout(target, name, columns)


def _plain_name(name: str) -> str:
    """Return the last part of a path as a file name every system can hold, its suffixes kept."""
    return re.sub(r"[^\w.-]", "_", PurePosixPath(name).name)[-60:]


def _cut_last_line(path: Path) -> None:
    """Drop what follows the last line break of a file: the beginning of a record that breaks off."""
    with path.open("r+b") as file:
        end = file.seek(0, 2)
        while end:
            start = max(end - _CHUNK, 0)
            file.seek(start)
            found = file.read(end - start).rfind(b"\n")
            if found >= 0:
                file.truncate(start + found + 1)
                return
            end = start
        file.truncate(0)


LAYOUTS = (
    Layout("zip", (".zip",), read_zip),
    Layout("gzip", (".gz",), read_gzip),
)
