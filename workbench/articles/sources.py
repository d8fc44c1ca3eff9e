"""A file or folder -> what its files hold: records, rejections and counts that do not match, in the order of names."""

import collections
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from workbench.articles.decode import NotText
from workbench.articles.formats import SUFFIXES, find_layout
from workbench.articles.record import Record, Rejected, Stated

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

    Folders that are hidden, hold reports of the workbench or are links are not entered; they stand in the list
    themselves.
    """
    if path.is_file():
        return [(path, path.name)]
    found = ((file, file.relative_to(path).as_posix()) for file in _walk(path))
    return sorted(found, key=lambda pair: pair[1])


def read_file(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Item]:
    """Yield what one file of `source_files` holds. Whatever is wrong with it becomes a `Rejected`, never an error."""
    if path.is_dir():
        yield Rejected(name, 0, _why_closed(path))
    elif path.name.startswith("."):
        yield Rejected(name, 0, "Hidden file.")
    else:
        yield from _read_layout(path, name, columns)


def _read_layout(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Item]:
    """Read a file by its layout, and hold what was found against what it states."""
    found: collections.Counter[str] = collections.Counter()
    stated: list[Stated] = []
    try:
        layout = find_layout(path)
        if layout is None:
            told = path.suffix or path.name
            yield Rejected(name, 0, f"Files of type '{told}' are not read. Read are: {', '.join(SUFFIXES)}.")
            return
        for item in layout.read(path, name, columns):
            if isinstance(item, Stated):
                stated.append(item)
            else:
                found[item.source_file] += isinstance(item, Record) or item.record > 0
                yield item
    except NotText as reason:
        yield Rejected(name, 0, str(reason))
    except (OSError, UnicodeError) as error:
        yield Rejected(name, 0, f"The file cannot be read: {error}.")
    except ImportError:
        raise  # our installation is broken, not the file
    except Exception as error:
        yield Rejected(name, 0, f"The file cannot be parsed: {type(error).__name__}: {error}.")
    for count in stated:
        if count.articles != found[count.source_file]:
            yield Mismatch(count.source_file, found[count.source_file], count)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink() and not _is_closed(path):
            yield from _walk(path)
        else:
            yield path


def _why_closed(folder: Path) -> str:
    if folder.is_symlink():
        return "A link to a folder. Links are not followed."
    return (
        "A hidden folder. It is not read." if folder.name.startswith(".") else "Made by the workbench. It is not read."
    )


def _is_closed(folder: Path) -> bool:
    return folder.name.startswith(".") or (folder / MARK).exists()
