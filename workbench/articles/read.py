"""Files -> articles, blocks, rejected. Everything seen is in one of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from workbench.articles.blocks import find_blocks, prose_text
from workbench.articles.corpus import Corpus, is_prepared, read_prepared
from workbench.articles.decode import NotText
from workbench.articles.formats import READERS
from workbench.articles.header import Header
from workbench.articles.kinds import Block
from workbench.articles.language import clean_language, find_language
from workbench.articles.lines import repair, repair_lines, split_lines
from workbench.articles.metadata import Published, date_in_name, date_in_url, decide_published, split_role
from workbench.articles.record import FIELDS, Record, Rejected
from workbench.errors import DataError, ParameterError, nearest
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
# A file of this name in a folder says that its content was made by the workbench and is no source.
MARK = ".workbench"
_INSTANTS = ("published", "published_earliest", "published_latest")


def read_corpus(path: str | Path, *, columns: Mapping[str, str] | None = None) -> Corpus:
    """Read a file or a folder (with its sub-folders) of .txt, .html, .csv, .tsv, .jsonl and .parquet, mixed.

    Args:
        path: a file, a folder, or a folder written by `write_corpus`.
        columns: input column -> field, for tables whose column names are not recognised;
            fields are title, text, outlet, author, published, url, language.

    Returns:
        A `Corpus`. `articles` has article_id, title, text (body prose: paragraphs and list items), outlet, author,
        author_role, published (UTC; NaT when not stated), published_earliest, published_latest, published_source
        (metadata / byline / url / filename / none), published_confidence (0 to 1), language, url, kicker, source_file,
        source_format, words, warnings, record, text_blocks (numbers of the blocks `text` is made of), and unknown
        input columns as they were. `blocks` holds every line of the source with its kind and offsets into the raw
        text. `rejected` holds everything else with the reason. What is not stated is missing, never guessed.

    Raises:
        DataError: the path does not exist.
        ParameterError: `columns` names an unknown field.

    Example:
        >>> read_corpus("data/raw/demo").articles[["title", "outlet"]]  # doctest: +SKIP
    """
    source = Path(path)
    mapping = _check_columns(columns or {})
    if not source.exists():
        raise DataError(f"There is no file or folder {str(source)!r}. Give the path of a file or folder of articles.")
    if is_prepared(source):
        return read_prepared(source)
    return _assemble(_read_all(source, mapping))


def read_articles(path: str | Path, *, columns: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the articles of `read_corpus(path)`; use `read_corpus` to see what was set aside and rejected.

    Example:
        >>> read_articles("data/raw/demo")["words"].sum()  # doctest: +SKIP
    """
    return read_corpus(path, columns=columns).articles


def source_files(path: Path) -> list[tuple[Path, str]]:
    """Return the files below `path` with their names relative to it (posix), sorted by name.

    Folders that are hidden or hold reports of the workbench are not entered; they stand in the list themselves.
    """
    if path.is_file():
        return [(path, path.name)]
    found = ((file, file.relative_to(path).as_posix()) for file in _walk(path))
    return sorted(found, key=lambda pair: pair[1])


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


def _check_columns(columns: Mapping[str, str]) -> Mapping[str, str]:
    for column, field in columns.items():
        if field not in FIELDS:
            raise ParameterError(
                f"columns={{{column!r}: {field!r}}} names an unknown field. {nearest(str(field), FIELDS)}"
            )
    return columns


def _read_all(source: Path, columns: Mapping[str, str]) -> Iterator[Record | Rejected]:
    for path, name in source_files(source):
        if path.is_dir():
            yield Rejected(name, 0, _why_closed(path))
            continue
        if path.name.startswith("."):
            yield Rejected(name, 0, "Hidden file.")
            continue
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            yield Rejected(
                name, 0, f"Files of type '{path.suffix or path.name}' are not read. Read are: {', '.join(READERS)}."
            )
            continue
        try:
            yield from reader(path, name, columns)
        except NotText as reason:
            yield Rejected(name, 0, str(reason))
        except (OSError, UnicodeError) as error:
            yield Rejected(name, 0, f"The file cannot be read: {error}.")
        except ImportError:
            raise  # our installation is broken, not the file
        except Exception as error:
            yield Rejected(name, 0, f"The file cannot be parsed: {type(error).__name__}: {error}.")


def _assemble(found: Iterator[Record | Rejected]) -> Corpus:
    articles: list[dict[str, object]] = []
    blocks: list[tuple[object, ...]] = []
    rejected: list[Rejected] = []
    for item in found:
        if isinstance(item, Rejected):
            rejected.append(item)
            continue
        row, found_blocks = _article(item)
        articles.append(row)
        blocks += [(row["article_id"], number, *block) for number, block in enumerate(found_blocks)]
    block_columns = ["article_id", "block", *Block._fields]
    return Corpus(
        _article_table(articles),
        typed(blocks, block_columns, integers=["block", "start", "end"]),
        typed(rejected, list(Rejected._fields), integers=["record"]),
    )


def _article(record: Record) -> tuple[dict[str, object], list[Block]]:
    """Return the row of an article and its blocks."""
    name = f"{record.source_file}#{record.record}" if record.record else record.source_file
    lines, repaired = repair_lines(list(record.lines) if record.lines is not None else split_lines(record.raw))
    stated = {field: repair(value) if value else None for field, value in record.fields.items()}
    blocks, header = find_blocks(lines, title=stated.get("title"))
    text, numbers = prose_text(blocks)
    published = _published(record, stated, header)
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
        "outlet": stated.get("outlet") or header.outlet,
        **_author(stated.get("author"), header),
        **published,
        "language": clean_language(stated.get("language") or header.language) or find_language(text),
        "url": stated.get("url") or header.url,
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


def _author(stated: str | None, header: Header) -> dict[str, str | None]:
    if stated is None:
        return {"author": header.author, "author_role": header.author_role}
    name, role = split_role(stated.removeprefix("By ").removeprefix("by "))
    return {"author": name or (None if role else stated), "author_role": role or header.author_role}


def _published(record: Record, stated: Mapping[str, str | None], header: Header) -> dict[str, object]:
    url = stated.get("url") or header.url
    candidates = {
        "metadata": stated.get("published"),
        "byline": header.published,
        "url": date_in_url(url),
        "filename": date_in_name(Path(record.source_file).name) if record.record == 0 else None,
    }
    decided: Published = decide_published(candidates)
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
