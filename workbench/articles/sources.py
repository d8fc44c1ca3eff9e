"""A file or folder -> what its files hold: records, rejections and counts that do not match, in the order of names."""

import collections
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from workbench.articles.dates import decide_day_first, is_ambiguous
from workbench.articles.formats import read_layout
from workbench.articles.record import FIELDS, Record, Rejected, Stated
from workbench.errors import DataError, ParameterError, nearest

# A file of this name in a folder says that its content was made by the workbench and is no source.
MARK = ".workbench"


class Mismatch(NamedTuple):
    """A file that holds more or fewer articles than it states."""

    source_file: str
    found: int
    stated: Stated

    def __str__(self) -> str:
        """Return the sentence that names both numbers."""
        return f"The file states {self.stated.articles:,} articles ({self.stated.where}); {self.found:,} were found."


Item = Record | Rejected | Mismatch


def source_files(path: Path) -> list[tuple[Path, str]]:
    """Return the files below `path` with their names relative to it (posix), sorted by name.

    Folders that are hidden, hold reports of the workbench, may not be read or are links are not entered; they stand
    in the list themselves. A link that is `path` itself was meant, and is followed.
    """
    if not path.is_dir():
        return [(path.resolve() if path.is_symlink() else path, _readable(path.name))]
    found = ((file, _readable(file.relative_to(path).as_posix())) for file in _walk(path))
    return sorted(found, key=lambda pair: pair[1])


def _readable(name: str) -> str:
    r"""Return a name that tables can hold: bytes that are no UTF-8 are written \xNN."""
    return os.fsencode(name).decode("utf-8", errors="backslashreplace")


def check_columns(columns: Mapping[str, str]) -> Mapping[str, str]:
    """Return the mapping of input columns to fields when it names fields there are, else raise a ParameterError."""
    for column, field in columns.items():
        if field not in FIELDS:
            raise ParameterError(
                f"columns={{{column!r}: {field!r}}} names an unknown field. {nearest(str(field), FIELDS)}"
            )
        given = [other for other in columns if columns[other] == field]
        if len(given) > 1:
            raise ParameterError(
                f"columns={dict(columns)!r} gives the field '{field}' to {' and '.join(map(repr, given))}. Name one."
            )
    return columns


def read_files(
    files: Iterable[tuple[Path, str]], columns: Mapping[str, str], wrong: list[str]
) -> Iterator[Record | Rejected]:
    """Yield what the files hold, in order; a sentence for each firm count that does not match is added to `wrong`."""
    for path, name in files:
        for item in read_file(path, name, columns):
            if isinstance(item, Mismatch):
                wrong += [f"{item.source_file}: {item}"] if item.stated.firm else []
                yield Rejected(item.source_file, 0, f"{item} What was found was read.")
            else:
                yield item


def refuse(wrong: list[str]) -> None:
    """Raise a DataError when files hold another number of articles than they state."""
    if not wrong:
        return
    more = f" And {len(wrong) - 3} more files." if len(wrong) > 3 else ""
    raise DataError(
        f"{' '.join(wrong[:3])}{more} Export again, or pass strict=False (--no-strict) to read what is there."
    )


def read_file(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Item]:
    """Yield what one file of `source_files` holds. Whatever is wrong with it becomes a `Rejected`, never an error."""
    status = file_status(path)
    if status is None:
        yield Rejected(name, 0, _why_closed(path))
    elif path.name.startswith("."):
        yield Rejected(name, 0, "Hidden file.")
    else:
        yield from _read_counted(path, name, columns)


def _with_day_first(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record | Rejected | Stated]:
    """Yield what a file holds; at the first date such as "03/04/2025" the whole file is asked how it writes them."""
    known: dict[str, bool | None] | None = None
    for item in read_layout(path, name, columns):
        if isinstance(item, Record) and item.record and is_ambiguous(item.fields.get("published")):
            known = _day_first(path, name, columns) if known is None else known
            yield replace(item, day_first=known.get(item.source_file))
        else:
            yield item


def _day_first(path: Path, name: str, columns: Mapping[str, str]) -> dict[str, bool | None]:
    """Return for a file, or each member of an archive, whether it writes the day first, as far as its dates tell."""
    dates: dict[str, set[str]] = collections.defaultdict(set)
    for item in read_layout(path, name, columns):
        stated = item.fields.get("published") if isinstance(item, Record) else None
        if stated:
            dates[item.source_file].add(stated)
    return {member: decide_day_first(stated) for member, stated in dates.items()}


def file_status(path: Path) -> os.stat_result | None:
    """Return the status of a file, or None for folders, links, and what else is no file or is gone."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def _read_counted(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Item]:
    """Read a file by its layout, and hold what was found against what it states."""
    found: collections.Counter[str] = collections.Counter()
    stated: list[Stated] = []
    for item in _with_day_first(path, name, columns):
        if isinstance(item, Stated):
            stated.append(item)
        else:
            found[item.source_file] += isinstance(item, Record) or item.record > 0
            yield item
    for count in stated:
        if count.articles != found[count.source_file]:
            yield Mismatch(count.source_file, found[count.source_file], count)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink() and not _is_closed(path):
            yield from _walk(path)
        else:
            yield path


def _why_closed(path: Path) -> str:
    if path.is_symlink():
        return "A link to a folder. Links are not followed." if path.is_dir() else "A link. Links are not followed."
    if not path.is_dir():
        return "Neither a file nor a folder (a pipe, a socket, a device). It is not read."
    if path.name.startswith("."):
        return "A hidden folder. It is not read."
    return "Made by the workbench. It is not read." if _may_be_read(path) else "The folder may not be read."


def _is_closed(folder: Path) -> bool:
    return folder.name.startswith(".") or not _may_be_read(folder) or (folder / MARK).exists()


def _may_be_read(folder: Path) -> bool:
    return os.access(folder, os.R_OK | os.X_OK)
