"""Records -> the three tables of a corpus: one pure function over any part of the files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

import pandas as pd

from workbench.articles.blocks import find_blocks
from workbench.articles.clear import mark_lines
from workbench.articles.corpus import Corpus
from workbench.articles.header import Header
from workbench.articles.join import prose_text
from workbench.articles.kinds import Block
from workbench.articles.language import clean_language, find_language
from workbench.articles.lines import Line, repair, repair_lines, split_lines
from workbench.articles.metadata import (
    Published,
    date_in_name,
    date_in_url,
    decide_published,
    outlet_in_url,
    split_role,
)
from workbench.articles.record import Record, Rejected
from workbench.text import count_words, typed

ARTICLE_COLUMNS = [
    "article_id",
    "title",
    "text",
    "outlet",
    "author",
    "author_role",
    "published",
    "published_earliest",
    "published_latest",
    "published_source",
    "published_confidence",
    "language",
    "url",
    "kicker",
    "source_file",
    "source_format",
    "words",
    "warnings",
    "record",
    "text_blocks",
]
_BATCH = 5000  # records whose lines are looked at together
_MANY = 10_000  # lines; to look at fewer together costs more than it saves
_INSTANTS = ("published", "published_earliest", "published_latest")


def assemble(found: Iterable[Record | Rejected]) -> Corpus:
    """Return the tables of what the readers found, in its order."""
    articles: list[dict[str, object]] = []
    blocks: list[tuple[object, ...]] = []
    rejected: list[Rejected] = []
    items = iter(found)
    while batch := list(islice(items, _BATCH)):
        rejected += [item for item in batch if isinstance(item, Rejected)]
        records = [item for item in batch if isinstance(item, Record)]
        for record, (lines, repaired) in zip(records, _all_lines(records), strict=True):
            row, found_blocks = _article(record, lines, repaired=repaired)
            articles.append(row)
            blocks += [(row["article_id"], number, *block) for number, block in enumerate(found_blocks)]
    block_columns = ["article_id", "block", *Block._fields]
    return Corpus(
        _article_table(articles),
        typed(blocks, block_columns, integers=["block", "start", "end"]),
        typed(rejected, list(Rejected._fields), integers=["record"]),
    )


def _all_lines(records: Sequence[Record]) -> list[tuple[list[Line], int]]:
    """Return the repaired lines of each record, and how many were repaired; those that are plainly prose are marked."""
    found = [
        repair_lines(list(record.lines) if record.lines is not None else split_lines(record.raw)) for record in records
    ]
    free = [line for lines, _ in found for line in lines if line.hint in {"", "paragraph"}]
    if len(free) >= _MANY:
        mark_lines(free)
    return found


def _article(record: Record, lines: list[Line], *, repaired: int) -> tuple[dict[str, object], list[Block]]:
    """Return the row of an article and its blocks."""
    name = f"{record.source_file}#{record.record}" if record.record else record.source_file
    stated = {field: repair(value) if value else None for field, value in record.fields.items()}
    blocks, header = find_blocks(lines, title=stated.get("title"))
    text, numbers = prose_text(blocks)
    outlet, url = _outlet(stated, header)
    published = _published(record, stated, header, url)
    unread = stated.get("published") if published["published_earliest"] is None else None
    warnings = [
        *record.warnings,
        *(["broken encoding repaired"] if repaired else []),
        *([f"date stated but not understood: {unread}"] if unread else []),
    ]
    row: dict[str, object] = {
        "article_id": hashlib.sha256(f"{record.raw}\0{name}".encode()).hexdigest()[:16],
        "title": header.title,
        "text": text,
        "outlet": outlet,
        **_author(stated.get("author"), header),
        **published,
        "language": clean_language(stated.get("language") or header.language) or find_language(text),
        "url": url,
        "kicker": header.kicker,
        "source_file": record.source_file,
        "source_format": record.source_format,
        "words": count_words(text),
        "warnings": "; ".join(warnings) or None,
        "record": record.record,
        "text_blocks": numbers,
    }
    extra = {column if column not in row else f"{column}_input": value for column, value in record.extra.items()}
    return row | extra, blocks


def _outlet(stated: Mapping[str, str | None], header: Header) -> tuple[str | None, str | None]:
    """Return outlet and address; an address given for an outlet is one, and its host is the outlet."""
    outlet, url = stated.get("outlet") or header.outlet, stated.get("url") or header.url
    host = outlet_in_url(outlet)
    if host:
        return host, url or outlet
    return outlet or outlet_in_url(stated.get("url")), url


def _author(stated: str | None, header: Header) -> dict[str, str | None]:
    if stated is None or not any(map(str.isalpha, stated)):
        return {"author": header.author, "author_role": header.author_role}
    name, role = split_role(stated)
    return {"author": name or (None if role else stated), "author_role": role or header.author_role}


def _published(record: Record, stated: Mapping[str, str | None], header: Header, url: str | None) -> dict[str, object]:
    candidates = {
        "metadata": stated.get("published"),
        "byline": stated.get("byline_published") or header.published,
        "dateline": header.dateline,
        "url": date_in_url(url),
        "filename": date_in_name(Path(record.source_file).name) if record.record == 0 else None,
    }
    decided: Published = decide_published(candidates, day_first=record.day_first)
    return {
        "published": decided.published,
        "published_earliest": decided.earliest,
        "published_latest": decided.latest,
        "published_source": decided.source,
        "published_confidence": decided.confidence,
    }


def _article_table(rows: list[dict[str, object]]) -> pd.DataFrame:
    extra = sorted({column for row in rows for column in row} - set(ARTICLE_COLUMNS))
    table = pd.DataFrame(rows, columns=[*ARTICLE_COLUMNS, *extra])
    for column in table.columns:
        if column in _INSTANTS:
            table[column] = pd.to_datetime(table[column], utc=True).astype("datetime64[us, UTC]")
        elif column in {"words", "record"}:
            table[column] = table[column].astype("int64")
        elif column == "published_confidence":
            table[column] = table[column].astype("float64")
        else:
            table[column] = table[column].astype("str")
    return table
