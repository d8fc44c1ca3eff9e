"""Articles -> the limiter that knows every stretch of their words: read once, used for all files of a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from workbench.articles import Corpus
from workbench.articles.kinds import PROSE
from workbench.errors import ParameterError, nearest
from workbench.reports.texts.limiter import Limiter
from workbench.reports.texts.words import (
    BREAK,
    MARKS,
    OTHER_MARK,
    PROSE_MARK,
    TITLE_MARK,
    Numbers,
    flatten,
    hash_windows,
    number_words,
    sort_distinct,
)

TEXTS = ("excerpts", "none", "full")
EXCERPT = 120  # words of an article in a row that may stay
RUN = 8  # words in a row that are text of an article; fewer are a phrase that anybody may write
LONGEST_TITLE = 30  # words; what is longer stands in the place of a title and is text
_TITLES = ("title", "headline", "kicker", "byline")  # may stay: they name an article
_BATCH = 1 << 21  # characters read at once


def build_limiter(corpus: Corpus, texts: str) -> Limiter:
    """Return what cuts the texts of articles out of the files of a report.

    Takes about 8 bytes a word of the corpus. Titles, headlines and bylines are no text.

    Args:
        corpus: the articles of the report.
        texts: "excerpts" leaves at most 120 words of an article in a row, "none" fewer than 8, "full" everything.

    Raises:
        ParameterError: `texts` is another word.

    Example:
        >>> build_limiter(read_corpus("data/raw/demo"), "none").window  # doctest: +SKIP
        8
    """
    if texts not in TEXTS:
        raise ParameterError(f"texts={texts!r} is not how much text a report carries. {nearest(str(texts), TEXTS)}")
    keep = EXCERPT if texts == "excerpts" else 0
    window = EXCERPT + 1 if keep else RUN
    if texts == "full":
        return Limiter(texts, window, keep, np.empty(0, dtype=np.uint64))
    hashes = sort_distinct([_hash_batch(batch, window) for batch in _batches(_passages(corpus))])
    titles = _hash_titles(corpus, window)
    places = np.searchsorted(hashes, titles)
    known = places[hashes.take(places, mode="clip") == titles] if len(hashes) else []
    return Limiter(texts, window, keep, np.delete(hashes, known))


def _passages(corpus: Corpus) -> Iterator[tuple[str, str, object]]:
    """Yield (article, kind, text) of all blocks, and of the texts that blocks do not make up word for word.

    A list in the text has lost the numbers before its items.
    """
    blocks, articles = corpus.blocks, corpus.articles
    yield from zip(blocks["article_id"], blocks["kind"], blocks["text"], strict=True)
    whole = set(blocks["article_id"]) - set(blocks["article_id"][blocks["kind"] == "list_item"])
    other = articles[~articles["article_id"].isin(whole)]
    yield from (
        (f"{article_id}-text", PROSE[0], text)
        for article_id, text in zip(other["article_id"], other["text"], strict=True)
    )


def _batches(passages: Iterable[tuple[str, str, object]]) -> Iterator[str]:
    """Yield the words of some articles as one flat text: a mark before each article and each block."""
    parts: list[str] = []
    size, last = 0, ""
    marks = dict.fromkeys(PROSE, PROSE_MARK) | dict.fromkeys(_TITLES, TITLE_MARK)
    for article_id, kind, text in passages:
        if article_id != last:
            if size > _BATCH:
                yield "".join(parts)
                parts, size = [], 0
            parts.append(BREAK)
            last = article_id
        body = flatten(text).text if isinstance(text, str) else ""
        parts += [marks.get(kind, OTHER_MARK), body]
        size += len(body)
    yield "".join(parts)


def _hash_batch(text: str, window: int) -> Numbers:
    """Return the stretches of the prose alone, and those of everything in the order of the page."""
    numbers = number_words(text)
    is_mark = (numbers > 0) & (numbers <= max(MARKS.values()))
    # The mark that stands before a word is the last one at or before its place.
    kinds = numbers.take(np.maximum.accumulate(np.where(is_mark | (numbers == 0), np.arange(len(numbers)), 0)))
    words = numbers[(kinds != MARKS[TITLE_MARK]) & ~is_mark]
    prose = numbers[((kinds == MARKS[PROSE_MARK]) & ~is_mark) | (numbers == 0)]
    return sort_distinct(
        [_prose_hashes(part, window) for part in ([words] if len(words) == len(prose) else [words, prose])]
    )


def _prose_hashes(numbers: Numbers, window: int) -> Numbers:
    hashes, prose = hash_windows(numbers, window)
    return hashes[prose]


def _hash_titles(corpus: Corpus, window: int) -> Numbers:
    blocks = corpus.blocks
    stated = [corpus.articles["title"].dropna(), blocks["text"][blocks["kind"].isin(_TITLES)].dropna()]
    titles = _short({title for column in stated for title in column})
    return _prose_hashes(number_words(BREAK.join(titles)), window)


def _short(titles: Iterable[str]) -> list[str]:
    """Return the flat texts of the titles that are no longer than titles are."""
    flats = [flatten(title).text for title in titles]
    return [flat for flat in flats if len(number_words(flat)) <= LONGEST_TITLE]
