"""Files -> articles, blocks, rejected. Everything seen is in one of them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from workbench.articles.assemble import assemble
from workbench.articles.corpus import Corpus, is_prepared, read_prepared
from workbench.articles.record import FIELDS, Record, Rejected
from workbench.articles.sources import Mismatch, read_file, source_files
from workbench.errors import DataError, ParameterError, nearest


def read_corpus(path: str | Path, *, columns: Mapping[str, str] | None = None, strict: bool = True) -> Corpus:
    """Read a file or a folder (with its sub-folders) of .txt, .html, .csv, .tsv, .jsonl and .parquet, mixed.

    Args:
        path: a file, a folder, or a folder written by `write_corpus`.
        columns: input column -> field, for tables whose column names are not recognised;
            fields are title, text, outlet, author, published, url, language.
        strict: refuse a file that holds another number of articles than it states ("3 of 50 DOCUMENTS");
            False reads it, and says so in `rejected`.

    Returns:
        A `Corpus`. `articles` has article_id, title, text (body prose: paragraphs and list items), outlet, author,
        author_role, published (UTC; NaT when not stated), published_earliest, published_latest, published_source
        (metadata / byline / url / filename / none), published_confidence (0 to 1), language, url, kicker, source_file,
        source_format, words, warnings, record, text_blocks (numbers of the blocks `text` is made of), and unknown
        input columns as they were. `blocks` holds every line of the source with its kind and offsets into the raw
        text. `rejected` holds everything else with the reason. What is not stated is missing, never guessed.

    Raises:
        DataError: the path does not exist, or (strict) a file does not hold the articles it states.
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
    return assemble(_accounted(source, mapping, strict=strict))


def read_articles(path: str | Path, *, columns: Mapping[str, str] | None = None, strict: bool = True) -> pd.DataFrame:
    """Return the articles of `read_corpus(path)`; use `read_corpus` to see what was set aside and rejected.

    Example:
        >>> read_articles("data/raw/demo")["words"].sum()  # doctest: +SKIP
    """
    return read_corpus(path, columns=columns, strict=strict).articles


def _check_columns(columns: Mapping[str, str]) -> Mapping[str, str]:
    for column, field in columns.items():
        if field not in FIELDS:
            raise ParameterError(
                f"columns={{{column!r}: {field!r}}} names an unknown field. {nearest(str(field), FIELDS)}"
            )
    return columns


def _accounted(source: Path, columns: Mapping[str, str], *, strict: bool) -> Iterator[Record | Rejected]:
    """Yield what the files hold; a file that states another number of articles stops the reading at its end."""
    wrong: list[Mismatch] = []
    for path, name in source_files(source):
        for item in read_file(path, name, columns):
            if not isinstance(item, Mismatch):
                yield item
                continue
            yield Rejected(item.source_file, 0, f"{item} What was found was read.")
            wrong += [item] if item.stated.firm else []
    if strict and wrong:
        raise DataError(mismatch_message(wrong))


def mismatch_message(wrong: list[Mismatch]) -> str:
    """Return the sentence for files that hold another number of articles than they state."""
    named = " ".join(f"{item.source_file}: {item}" for item in wrong[:3])
    more = f" And {len(wrong) - 3} more files." if len(wrong) > 3 else ""
    return f"{named}{more} Export them again, or pass strict=False (--no-strict) to read what is there."
