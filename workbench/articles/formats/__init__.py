"""One reader a layout, all giving the same flat records. A new layout is one file and one line here."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from workbench.articles.formats.html import read_html
from workbench.articles.formats.plain import read_plain
from workbench.articles.formats.tabular import read_csv, read_jsonl, read_parquet
from workbench.articles.record import Record, Rejected

Reader = Callable[[Path, str, Mapping[str, str]], Iterator[Record | Rejected]]

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".jsonl": read_jsonl,
    ".parquet": read_parquet,
}
