"""What every reader gives: a record that may become an article, or the reason why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from workbench.articles.lines import Line

FIELDS = ("title", "text", "outlet", "author", "published", "url", "language")
MAX_CHARACTERS = 5_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """One article as its file has it: raw text, stated fields, further columns, warnings."""

    source_file: str
    record: int
    source_format: str
    raw: str
    fields: Mapping[str, str | None] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)
    lines: tuple[Line, ...] | None = None  # given by layouts that know their lines; else made from `raw`
    warnings: tuple[str, ...] = ()


class Rejected(NamedTuple):
    """A file (record 0) or one record of it that is not an article, and why."""

    source_file: str
    record: int
    reason: str


class Stated(NamedTuple):
    """How many articles a file says it holds, so that what was read can be held against it.

    `firm` counts are numbers of the content itself ("3 of 50 DOCUMENTS"); others, such as the length of a list of hits
    that need not all be delivered, only warn.
    """

    source_file: str
    articles: int
    where: str
    firm: bool = True
