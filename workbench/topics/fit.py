"""Topics of a set of articles: what is written about, which article holds how much of it, and how good that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import DataError, ParameterError, nearest, require_columns
from workbench.text import count_words, find_units
from workbench.topics.factorise import Factors, factorise, project, shares_of
from workbench.topics.passages import find_passages
from workbench.topics.quality import rank_words, score_topics, share_by_topic
from workbench.topics.vocabulary import (
    Tokens,
    Vocabulary,
    build_vocabulary,
    split_tokens,
    stop_words_by_article,
    weigh_terms,
)

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

UNITS = ("auto", "article", "paragraph")
_USUAL = 6  # topics, when the reader gives no number
_FEW_ARTICLES = 50  # with fewer, paragraphs are the units
_WORDS = 15
_LABEL_WORDS = 3
_PASSAGE_ARTICLES = 20  # the articles of a topic whose paragraphs are looked at


@dataclass(frozen=True)
class Topics:
    """Topics of a set of articles. Topics are numbered from 1, the largest first.

    Attributes:
        words: topic, rank, word, weight (share of the topic's weight); the 15 heaviest words or collocations.
        articles: article_id, topic, weight; every article with every topic. Weights are shares and sum to 1 for each
            article; an article that shares no word with any topic has the same weight for all, one without text NaN.
        labels: topic, label: three of the words, those that are heavy and belong to this topic more than to others.
        quality: topic, npmi (coherence, -1 to 1), exclusivity (0-1), stability (0-1), articles (the sum of
            its weights: how many articles it would fill).
        passages: topic, rank, article_id, block, start, end (offsets into `articles.text`), text, weight (share of
            the topic in the paragraph).
        unit: what the topics were found in, "article" or "paragraph".
        note: why there are no topics; empty when there are.
    """

    words: pd.DataFrame
    articles: pd.DataFrame
    labels: pd.DataFrame
    quality: pd.DataFrame
    passages: pd.DataFrame
    unit: str
    note: str = ""


def fit_topics(articles: pd.DataFrame, *, n_topics: int | None = None, unit: str = "auto", seed: int = 0) -> Topics:
    """Return the topics of `articles`: non-negative matrix factorisation of sublinear TF-IDF (Lee & Seung 1999).

    Words and collocations without stop words are weighed by TF-IDF; the factorisation starts from a k-means
    clustering of the units in a space of latent semantic analysis. The same table and seed give the same topics.

    Args:
        articles: a table with `article_id` and `text`; `language` (for the stop words) and `text_blocks` are used
            when present.
        n_topics: the number of topics, 2 or more; when not given, 6 or as many as the articles allow. Articles that
            allow none then give empty tables, with the reason in `note`.
        unit: "article", "paragraph" (an article's weight is the mean of its paragraphs, weighted by words), or
            "auto": paragraphs when there are fewer than 50 articles.
        seed: makes everything random the same every time.

    Raises:
        ParameterError: `unit` is unknown, or `n_topics` is below 2 or above what the articles allow.
        DataError: a column is missing, an article_id stands twice, or the articles are too few or too alike.

    Example:
        >>> texts = ["oil, tanker", "tanker, port, oil", "talks, envoy, visit", "envoy, visit", "port, oil"]
        >>> topics = fit_topics(pd.DataFrame({"article_id": list("abcde"), "text": texts}), n_topics=2, unit="article")
        >>> topics.labels["label"].tolist()
        ['oil, port, tanker', 'envoy, visit']
    """
    _check_parameters(articles, n_topics, unit)
    if n_topics is not None:
        return _fit(articles, n_topics, unit, seed)
    reason = ""
    for number in range(_USUAL, 1, -1):
        try:
            return _fit(articles, number, unit, seed)
        except ParameterError as error:  # too many for these articles: one less
            reason = str(error)
        except DataError as error:
            reason = str(error)
            break
    return _no_topics(unit, reason)


def _fit(articles: pd.DataFrame, n_topics: int, unit: str, seed: int) -> Topics:
    unit = _choose_unit(articles) if unit == "auto" else unit
    units = find_units(articles, unit=unit)
    stop_words = stop_words_by_article(articles)
    tokens = _tokens_of(units, stop_words)
    vocabulary = build_vocabulary(tokens)
    weights = weigh_terms(tokens, vocabulary)
    _check_size(weights, n_topics, unit)
    factors = factorise(weights, n_topics, seed=seed)
    _check_topics(factors)
    factors, shares = _largest_first(articles, units, factors)
    words = _list_words(factors, vocabulary)
    quality = score_topics(weights, factors, seed=seed).assign(articles=shares.sum().to_numpy())
    paragraphs, amounts = units, factors.units
    if unit == "article":
        leading = articles["article_id"].astype("str").isin(_leading_articles(shares))
        paragraphs = find_units(articles[leading], unit="paragraph")
        amounts = project(weigh_terms(_tokens_of(paragraphs, stop_words), vocabulary), factors)
    return Topics(
        words=words.drop(columns="exclusivity"),
        articles=_long(shares),
        labels=_label(words),
        quality=quality,
        passages=find_passages(paragraphs, amounts),
        unit=unit,
    )


def _no_topics(unit: str, note: str) -> Topics:
    """Return tables without rows, in the types of those with."""
    integers, floats = pd.Series(dtype="int64"), pd.Series(dtype="float64")
    strings, places = pd.Series(dtype="str"), pd.Series(dtype="Int64")
    number = {"topic": integers}
    spans = {"article_id": strings, "block": places, "start": places, "end": places, "text": strings}
    return Topics(
        words=pd.DataFrame(number | {"rank": integers, "word": strings, "weight": floats}),
        articles=pd.DataFrame({"article_id": strings, **number, "weight": floats}),
        labels=pd.DataFrame(number | {"label": strings}),
        quality=pd.DataFrame(number | dict.fromkeys(("npmi", "exclusivity", "stability", "articles"), floats)),
        passages=pd.DataFrame(number | {"rank": integers} | spans | {"weight": floats}),
        unit=unit,
        note=note,
    )


def _check_parameters(articles: pd.DataFrame, n_topics: int | None, unit: str) -> None:
    if unit not in UNITS:
        raise ParameterError(f"unit={unit!r} is not a unit of topics. {nearest(str(unit), UNITS)}")
    whole = isinstance(n_topics, int | np.integer) and not isinstance(n_topics, bool)
    if n_topics is not None and (not whole or n_topics < 2):
        raise ParameterError(f"n_topics={n_topics!r} is not a number of topics. Allowed: whole numbers from 2.")
    require_columns(articles.columns, ["article_id", "text"], table="articles")
    repeated = articles["article_id"][articles["article_id"].duplicated()]
    if len(repeated):
        raise DataError(
            f"article_id {repeated.iloc[0]!r} stands in more than one row of the table 'articles' "
            f"({repeated.nunique()} such ids). Pass one row an article: articles.drop_duplicates('article_id')."
        )


def _choose_unit(articles: pd.DataFrame) -> str:
    with_text = sum(isinstance(text, str) and bool(text.strip()) for text in articles["text"])
    return "paragraph" if with_text < _FEW_ARTICLES else "article"


def _tokens_of(units: pd.DataFrame, stop_words: Mapping[str, frozenset[str]]) -> Sequence[Tokens]:
    return [
        split_tokens(text, stop_words[article_id])
        for article_id, text in zip(units["article_id"], units["text"], strict=True)
    ]


def _check_size(weights: csr_matrix, n_topics: int, unit: str) -> None:
    """Raise unless there are two different units and two words for each topic."""
    rows = zip(weights.indptr[:-1], weights.indptr[1:], strict=True)
    different = {weights.indices[start:end].tobytes() + weights.data[start:end].tobytes() for start, end in rows}
    n_units, n_terms = len(different - {b""}), weights.shape[1]
    largest = min(n_units, n_terms) // 2
    found = f"{n_units} {unit}s that differ in {n_terms} words (found in at least two of them) are here"
    if largest < 2:
        raise DataError(f"Too little text for topics: {found}, and two topics need at least 4 of each. Add articles.")
    if n_topics > largest:
        raise ParameterError(
            f"n_topics={n_topics} is more than these articles allow: {found}, and a topic needs two of each. "
            f"Allowed: 2 to {largest}."
        )


def _check_topics(factors: Factors) -> None:
    with_words = int(np.count_nonzero(factors.terms.any(axis=1)))
    if with_words < len(factors.terms):
        raise ParameterError(
            f"n_topics={len(factors.terms)} is more than these articles hold: only {with_words} topics have any words, "
            f"because many texts are copies. Allowed: at most {with_words}. Pass a smaller n_topics or drop the copies."
        )


def _largest_first(articles: pd.DataFrame, units: pd.DataFrame, factors: Factors) -> tuple[Factors, pd.DataFrame]:
    """Return the factors and the weights of articles (articles x topics 1, 2, ...), the largest topic first."""
    shares = _weigh_articles(articles, units, shares_of(factors.units))
    order = np.argsort(-shares.sum().to_numpy(), kind="stable")
    ordered = Factors(factors.units[:, order], factors.terms[order])
    return ordered, shares[order].set_axis(range(1, len(order) + 1), axis=1)


def _weigh_articles(articles: pd.DataFrame, units: pd.DataFrame, shares: NDArray[np.float64]) -> pd.DataFrame:
    """Return articles x topics: the mean over units, weighted by words; rows sum to 1 or, without text, are NaN."""
    words = units["text"].map(count_words).to_numpy()
    sums = pd.DataFrame(np.nan_to_num(shares) * words[:, None]).groupby(units["article_id"]).sum()
    # Where no unit shares a word with a topic, nothing speaks for one topic over another.
    means = sums.div(sums.sum(axis=1), axis=0).fillna(1 / shares.shape[1])
    return means.reindex(sorted(articles["article_id"].astype("str")))


def _leading_articles(shares: pd.DataFrame) -> set[str]:
    return {article for topic in shares.columns for article in shares[topic].nlargest(_PASSAGE_ARTICLES).index}


def _list_words(factors: Factors, vocabulary: Vocabulary) -> pd.DataFrame:
    exclusivity = share_by_topic(factors.terms)
    rows = [
        (topic + 1, rank, vocabulary.terms[column], factors.terms[topic, column], exclusivity[topic, column])
        for topic, columns in enumerate(rank_words(factors.terms, _WORDS))
        for rank, column in enumerate(columns, start=1)
    ]
    return pd.DataFrame(rows, columns=["topic", "rank", "word", "weight", "exclusivity"]).astype({"word": "str"})


def _label(words: pd.DataFrame) -> pd.DataFrame:
    scored = words.assign(score=words["weight"] * words["exclusivity"])
    best = scored.sort_values(["topic", "score", "word"], ascending=[True, False, True]).groupby("topic")
    return best["word"].agg(lambda ranked: ", ".join(ranked.head(_LABEL_WORDS))).rename("label").reset_index()


def _long(shares: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "article_id": np.repeat(shares.index.to_numpy(), shares.shape[1]),
            "topic": np.tile(shares.columns.to_numpy(), len(shares)),
            "weight": shares.to_numpy().ravel(),
        }
    ).astype({"article_id": "str"})
