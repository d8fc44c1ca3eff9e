"""Files -> articles, blocks, rejected. Everything seen is in one of them."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from workbench.articles.assemble import assemble
from workbench.articles.corpus import Corpus, read_prepared, read_prepared_articles
from workbench.articles.sources import check_columns, read_files, refuse, source_files
from workbench.articles.store import is_prepared
from workbench.errors import DataError
from workbench.progress import track


def read_corpus(path: str | Path, *, columns: Mapping[str, str] | None = None, strict: bool = True) -> Corpus:
    """Read a file or a folder with its sub-folders: pages, documents, tables, exports of databases, archives, mixed.

    The README lists the formats. A folder that `write_corpus` or `ingest` wrote is read back as it is.

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
    mapping = check_columns(columns or {})
    if not source.exists():
        raise DataError(f"There is no file or folder {str(source)!r}. Give the path of a file or folder of articles.")
    if is_prepared(source):
        return read_prepared(source)
    wrong: list[str] = []
    corpus = assemble(read_files(track(source_files(source), "Reading files"), mapping, wrong))
    if strict:
        refuse(wrong)
    return corpus


def read_articles(path: str | Path, *, columns: Mapping[str, str] | None = None, strict: bool = True) -> pd.DataFrame:
    """Return the articles of `read_corpus(path)`; use `read_corpus` to see what was set aside and rejected.

    Example:
        >>> read_articles("data/raw/demo")["words"].sum()  # doctest: +SKIP
    """
    if is_prepared(Path(path)):
        return read_prepared_articles(Path(path))
    return read_corpus(path, columns=columns, strict=strict).articles
