"""Plain text: one file, one article."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from workbench.articles.decode import read_text
from workbench.articles.formats.layout import Layout
from workbench.articles.record import Record


def read_plain(path: Path, name: str, columns: Mapping[str, str]) -> Iterator[Record]:  # noqa: ARG001 - one signature for all readers
    """Yield the one record of a text file."""
    text, warnings = read_text(path)
    yield Record(name, 0, "txt", text, warnings=warnings)


LAYOUT = Layout("txt", (".txt",), read_plain)
