"""Words, sentences and units: the layer every analysis stands on. No model, no download."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

import pandas as pd

from workbench.errors import ParameterError, nearest, require_columns

PARAGRAPH_BREAK = "\n\n"
NO_BLOCK = "-"  # in `text_blocks`: this paragraph is no block, as a title that only the metadata state
UNITS = ("article", "paragraph", "sentence")
NOT_STATED = "not stated"  # the group of units whose group is missing
MOST_GROUPS = 40

# U.S. and J.P. are one word; so are o'clock, vice-president and 5.6.
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*[^\W\d_]*|[^\W\d_]+(?:[’'\-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[¿¡]*[A-ZÀ-ÖØ-Þ0-9])")
_PARAGRAPH_END = re.compile(r"\n\s*\n")
_DAY = re.compile(r"\b\d{1,2}\.\s+(?:Jan|Jän|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)")  # German: "3. Dezember"
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Maj|Capt|Adm|Sgt|St|Jr|Sr|vs|No|Nos|Art|Inc|Ltd|Co|Corp|approx|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Sra|Srta|Dra|Ing|Lic|Gral|pp|ca|cf|etc)\.|"
    r"\b[A-ZÀ-Þ]\.|\b(?:[^\W\d_]\.){2,})$"
)


def split_words(text: str) -> list[str]:
    """Return the words of `text` in lower case, typographic apostrophes made plain.

    Numbers are words; hyphenated and abbreviated words stay whole.

    Example:
        >>> split_words("The U.S. envoy’s 5.6 million-dollar plan")
        ['the', 'u.s.', "envoy's", '5.6', 'million-dollar', 'plan']
    """
    return [word for word, _, _ in iterate_words(text)]


def iterate_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (word, start, end) for every word of `text`, the words written as `split_words` writes them.

    Example:
        >>> list(iterate_words("Oil, again"))
        [('oil', 0, 3), ('again', 5, 10)]
    """
    for match in WORD.finditer(text):
        yield match.group().lower().replace("’", "'"), match.start(), match.end()


def count_words(text: str) -> int:
    """Return the number of words of `text`.

    Example:
        >>> count_words("Talks resumed, reportedly.")
        3
    """
    return sum(map(_WORDS_OF.__getitem__, text.split()))


class _Counts(dict[str, int]):
    """Words of each token between white space, over which no word reaches; counted once."""

    def __missing__(self, token: str) -> int:
        if len(self) > 500_000:
            self.clear()
        return self.setdefault(token, len(WORD.findall(token)))


_WORDS_OF = _Counts()


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence of `text`; white space between sentences belongs to none.

    A sentence ends at . ! ? or … before a capital, a digit or an opening mark, unless an abbreviation
    or an initial stands there; a line break always ends one.

    Example:
        >>> split_sentences("Dr. Ruiz left. Why?")
        [(0, 14), (15, 19)]
    """
    spans = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for match in _SENTENCE_END.finditer(text, line.start(), line.end()):
            if _ABBREVIATION.search(text, max(start, match.start() - 24), match.start() + 1):
                continue
            if _DAY.search(text, max(start, match.start() - 2), match.end() + 3):
                continue
            spans.append((start, match.end() - len(match.group()) + len(match.group().rstrip())))
            start = match.end()
        spans.append((start, line.end()))
    return [span for span in (_trim(text, start, end) for start, end in spans) if span[0] < span[1]]


def split_paragraphs(text: str) -> list[tuple[int, int]]:
    r"""Return (start, end) of each paragraph of `text`, paragraphs being divided by an empty line.

    Example:
        >>> split_paragraphs("One.\n\nTwo.")
        [(0, 4), (6, 10)]
    """
    breaks = [(match.start(), match.end()) for match in _PARAGRAPH_END.finditer(text)]
    starts, ends = [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(text)]
    spans = (_trim(text, start, end) for start, end in zip(starts, ends, strict=True))
    return [span for span in spans if span[0] < span[1]]


def find_units(articles: pd.DataFrame, *, unit: str = "article") -> pd.DataFrame:
    """Return one row per unit of analysis.

    Args:
        articles: a table with `article_id` and `text`; `text_blocks` is used when present.
        unit: "article", "paragraph" or "sentence".

    Returns:
        unit_id, article_id, block (number of the block it starts in; missing where it cannot be told),
        start, end (offsets into `articles.text`), text.

    Raises:
        ParameterError: `unit` is not one of the three.

    Example:
        >>> find_units(pd.DataFrame({"article_id": ["a"], "text": ["One. Two."]}), unit="sentence")["text"].tolist()
        ['One.', 'Two.']
    """
    if unit not in UNITS:
        raise ParameterError(f"unit={unit!r} is not a unit of analysis. {nearest(str(unit), UNITS)}")
    require_table(articles)
    require_columns(articles.columns, ["article_id", "text"], table="articles")
    rows: list[tuple[str, str, int | None, int, int, str]] = []
    for article_id, text, block_at in iterate_texts(articles):
        for number, (start, end) in enumerate(_spans(text, unit)):
            unit_id = article_id if unit == "article" else f"{article_id}-{unit[0]}{number}"
            rows.append((unit_id, article_id, block_at(start), start, end, text[start:end]))
    columns = ["unit_id", "article_id", "block", "start", "end", "text"]
    return typed(rows, columns, integers=["block", "start", "end"])


def require_table(articles: object) -> None:
    """Raise `ParameterError` where something else than a table of articles was given, such as a whole corpus."""
    if not isinstance(articles, pd.DataFrame):
        raise ParameterError(
            f"A table of articles is needed, not {type(articles).__name__}. Pass corpus.articles or join_text(corpus)."
        )


def find_groups(articles: pd.DataFrame, *, by: str, freq: str | None = None) -> pd.DataFrame:
    """Return the group of each article: the value of one of its columns, for shares and contrasts by group.

    Args:
        articles: a table with `article_id` and the column.
        by: the column, such as "outlet", "author" or "language"; with `freq` a column of instants, as "published".
        freq: None, or the calendar period of the instant: "D", "W", "M", "Q" or "Y" (UTC).

    Returns:
        article_id, group (missing where the column is); periods are written as "2025-11-03" (a day,
        or the Monday of a week), "2025-11", "2025Q4", "2025".

    Raises:
        ParameterError: there is no such column, it holds no instants, or it has more than 40 different values, which
            are no groups.

    Example:
        >>> find_groups(pd.DataFrame({"article_id": ["a"], "outlet": ["Post"]}), by="outlet")["group"].tolist()
        ['Post']
    """
    if by not in articles.columns:
        raise ParameterError(
            f"The articles have no column {by!r} to group by. {nearest(by, map(str, articles.columns))}"
        )
    groups = articles[by] if freq is None else _periods(articles[by], freq)
    values = groups.nunique()
    if values > MOST_GROUPS:
        raise ParameterError(
            f"The column {by!r} has {values} different values; groups are at most {MOST_GROUPS}. Choose another."
        )
    return pd.DataFrame({"article_id": articles["article_id"], "group": groups.astype("str").where(groups.notna())})


def _periods(instants: pd.Series, freq: str) -> pd.Series[str]:
    if freq not in ("D", "W", "M", "Q", "Y"):
        raise ParameterError(f"freq={freq!r} is not a period. {nearest(freq, ['D', 'W', 'M', 'Q', 'Y'])}")
    if not pd.api.types.is_datetime64_any_dtype(instants):
        raise ParameterError(
            f"The column {instants.name!r} holds no instants, so it has no periods. Try by='published'."
        )
    plain = instants.dt.tz_convert(None) if instants.dt.tz is not None else instants
    periods = plain.dt.to_period("W-SUN" if freq == "W" else freq)
    names = periods.dt.start_time.dt.strftime("%Y-%m-%d") if freq == "W" else periods.astype("str")
    stated: pd.Series[str] = names.where(instants.notna())
    return stated


def join_sentences(spans: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the sentence each span stands in: the passage behind a hit, a date, a quote or a claim.

    Args:
        spans: a table with `article_id`, `start` and `end` (offsets into `articles.text`).
        articles: the articles; `title`, `outlet` and `published` come along when present.

    Returns:
        `spans` with the columns sentence, match_start and match_end (offsets of the span into the sentence), and
        title, outlet, published of the article.

    Example:
        >>> spans = pd.DataFrame({"article_id": ["a"], "start": [5], "end": [8]})
        >>> join_sentences(spans, pd.DataFrame({"article_id": ["a"], "text": ["One. Oil rose."]}))["sentence"].tolist()
        ['Oil rose.']
    """
    require_columns(spans.columns, ["article_id", "start", "end"], table="spans")
    texts = {article_id: text for article_id, text, _ in iterate_texts(articles)}
    sentences = {article_id: split_sentences(texts[article_id]) for article_id in spans["article_id"].unique()}
    rows = []
    for article_id, start, end in zip(spans["article_id"], spans["start"], spans["end"], strict=True):
        found = sentences[article_id]
        first, stop = found[max(bisect_right(found, (start, len(texts[article_id]))) - 1, 0)]
        rows.append((texts[article_id][first:stop], start - first, end - first))
    joined = typed(rows, ["sentence", "match_start", "match_end"], integers=["match_start", "match_end"])
    about = [column for column in ("title", "outlet", "published") if column in articles.columns]
    table = pd.concat([spans.reset_index(drop=True), joined], axis=1)
    return table.merge(articles[["article_id", *about]], on="article_id", how="left", validate="many_to_one")


def iterate_texts(articles: pd.DataFrame) -> Iterator[tuple[str, str, Callable[[int], int | None]]]:
    """Yield (article_id, text, block_at) for every article; `block_at(offset)` is the number of the block there.

    Without a `text_blocks` column the number is that of the paragraph; where the column does not fit the text
    (a text edited since) it is None.
    """
    has_blocks = "text_blocks" in articles.columns
    numbers = articles["text_blocks"] if has_blocks else [None] * len(articles)
    for article_id, text, blocks in zip(articles["article_id"], articles["text"], numbers, strict=True):
        body = text if isinstance(text, str) else ""
        yield str(article_id), body, _block_finder(body, blocks if isinstance(blocks, str) else None, known=has_blocks)


def typed(rows: Iterable[Sequence[object]], columns: list[str], *, integers: Sequence[str] = ()) -> pd.DataFrame:
    """Return a table whose `integers` columns are Int64 and whose texts are `str`, also when empty."""
    table = pd.DataFrame(list(rows), columns=columns)
    for column in columns:
        if column in integers:
            table[column] = table[column].astype("Int64")
        elif table[column].dtype == object:
            table[column] = table[column].astype("str")
    return table


def _spans(text: str, unit: str) -> list[tuple[int, int]]:
    if unit == "article":
        return [(0, len(text))] if text.strip() else []
    return split_paragraphs(text) if unit == "paragraph" else split_sentences(text)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _block_finder(text: str, numbers: str | None, *, known: bool) -> Callable[[int], int | None]:
    starts = [start for start, _ in split_paragraphs(text)]
    stated = numbers.split() if numbers else range(len(starts))
    blocks = [None if number == NO_BLOCK else int(number) for number in stated]
    if known and (numbers is None or len(blocks) != len(starts)):
        return lambda _: None
    return lambda offset: blocks[bisect_right(starts, offset) - 1] if starts and offset >= starts[0] else None
