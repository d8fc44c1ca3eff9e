"""What a reader of one layout is: which files it takes, how it knows them, and how it reads them."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from workbench.articles.record import Record, Rejected, Stated

# (path, name relative to the corpus, columns given by the user) -> what the file holds, in its order.
Reader = Callable[[Path, str, Mapping[str, str]], Iterator[Record | Rejected | Stated]]


def always(path: Path, head: bytes) -> bool:  # noqa: ARG001 - one signature for all layouts
    """Recognise every file of the suffix."""
    return True


class Layout(NamedTuple):
    """A layout of files.

    Attributes:
        name: what `articles.source_format` says.
        suffixes: of its files, lower case.
        read: its reader. It raises `NotText` when the file as a whole is no article, and yields `Rejected` for a record
            that is none.
        matches: whether a file with one of the suffixes has this layout, from its path and first 64 kB.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Reader
    matches: Callable[[Path, bytes], bool] = always
