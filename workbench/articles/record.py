"""What every reader gives: a record that may become an article, or the reason why not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

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
    day_first: bool | None = None  # how its file writes "03/04/2025"; None when it does not tell


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


Item = Record | Rejected | Stated
_SURROGATE = re.compile("[\ud800-\udfff]")


def well_formed(item: Item) -> Item:
    """Return `item`, half characters in it (lone surrogates, as broken JSON has them) replaced one by one by U+FFFD.

    No table can be written with them; offsets stay what they were.
    """
    if isinstance(item, Record):
        return item if _is_well_formed(item) else _mended(item)
    return type(item)(*map(_mend, item))


def _is_well_formed(record: Record) -> bool:
    try:
        record.raw.encode()
        for values in (record.fields, record.extra):
            for key, value in values.items():
                (key + value if isinstance(value, str) else key).encode()
    except UnicodeEncodeError:
        return False
    return True


def _mended(record: Record) -> Record:
    return replace(
        record,
        raw=_mend(record.raw),
        fields={key: _mend(value) for key, value in record.fields.items()},
        extra={_mend(key): _mend(value) for key, value in record.extra.items()},
        lines=record.lines and tuple(replace(line, text=_mend(line.text)) for line in record.lines),
        warnings=(*record.warnings, "half characters replaced"),
    )


def _mend(value: Any) -> Any:  # noqa: ANN401 - what is no text stays what it is
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value
