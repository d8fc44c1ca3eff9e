"""Words, sentences, units and groups: the layer every analysis stands on."""

import pandas as pd
import pytest

from workbench import DataError, ParameterError, find_groups, find_units, join_sentences
from workbench.terms import count_terms, read_stop_words
from workbench.text import count_words, split_paragraphs, split_sentences, split_words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Dr. Ruiz left on Nov. 21. Why?", ["Dr. Ruiz left on Nov. 21.", "Why?"]),
        ("The U.S. envoy met J. P. Ruiz. He left.", ["The U.S. envoy met J. P. Ruiz.", "He left."]),
        ("“No one…” he said. 5.6 million fled.", ["“No one…” he said.", "5.6 million fled."]),
        ("¿Habrá acuerdo? ¡No! Nadie lo sabe.", ["¿Habrá acuerdo?", "¡No!", "Nadie lo sabe."]),
        ("Am 3. Dezember kam er. Am 4. Es blieb.", ["Am 3. Dezember kam er.", "Am 4.", "Es blieb."]),
        ("A line\nand another", ["A line", "and another"]),
        ("it costs 3.5 million. so it goes", ["it costs 3.5 million. so it goes"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text, sentences):
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S. envoy’s plan", ["the", "u.s.", "envoy's", "plan"]),
        ("1,000 vice-presidents, 2nd", ["1,000", "vice-presidents", "2nd"]),
        ("Nicolás señaló", ["nicolás", "señaló"]),
        ("— … !", []),
    ],
)
def test_words(text, words):
    assert split_words(text) == words
    assert count_words(text) == len(words)


def test_paragraphs_keep_single_line_breaks():
    text = "One\nstill one.\n\n\nTwo."
    assert [text[start:end] for start, end in split_paragraphs(text)] == ["One\nstill one.", "Two."]


@pytest.fixture
def articles():
    texts = ["One. Two.\n\nThree.", "", None]
    return pd.DataFrame({"article_id": list("abc"), "text": texts, "text_blocks": ["3 7", "", None]})


def test_units_know_their_block(articles):
    units = find_units(articles, unit="sentence")
    assert units["unit_id"].tolist() == ["a-s0", "a-s1", "a-s2"]
    assert units["block"].tolist() == [3, 3, 7]
    assert find_units(articles, unit="paragraph")["text"].tolist() == ["One. Two.", "Three."]
    assert find_units(articles)["article_id"].tolist() == ["a"]


def test_a_block_that_cannot_be_told_is_missing(articles):
    edited = articles.assign(text=["Edited: one paragraph.", "", None])
    assert find_units(edited, unit="paragraph")["block"].isna().all()
    assert find_units(edited.drop(columns="text_blocks"), unit="paragraph")["block"].tolist() == [0]


def test_no_articles_give_an_empty_table_of_the_same_types(articles):
    assert find_units(articles.head(0)).dtypes.equals(find_units(articles).dtypes)


def test_what_is_wrong_is_said(articles):
    with pytest.raises(ParameterError, match="Did you mean 'sentence'"):
        find_units(articles, unit="sentences")
    with pytest.raises(DataError, match="no column 'text'"):
        find_units(articles[["article_id"]])


def test_a_span_brings_its_sentence():
    articles = pd.DataFrame(
        {"article_id": ["a", "b"], "text": ["Oil rose. It fell.", "No oil."], "outlet": ["X", None]}
    )
    spans = pd.DataFrame({"article_id": ["a", "a", "b"], "start": [0, 13, 3], "end": [3, 17, 6]})
    joined = join_sentences(spans, articles)
    assert joined["sentence"].tolist() == ["Oil rose.", "It fell.", "No oil."]
    matches = [s[a:b] for s, a, b in zip(joined["sentence"], joined["match_start"], joined["match_end"], strict=True)]
    assert matches == ["Oil", "fell", "oil"]
    assert joined["outlet"].isna().tolist() == [False, False, True]


def test_terms_are_counted_by_text():
    found = count_terms(["oil and oil", "talks and oil", "2025"], stop_words=frozenset(["and"]), min_texts=1)
    assert found.terms == ["oil", "talks"]
    assert found.counts.toarray().tolist() == [[2, 0], [1, 1], [0, 0]]
    assert count_terms(["oil", "oil talks"], min_texts=2).terms == ["oil"]


@pytest.mark.parametrize(
    ("language", "word"), [("en", "the"), ("es", "según"), ("fr", "aujourd'hui"), ("de", "über"), ("pt", "não")]
)
def test_stop_words_are_shipped(language, word):
    assert word in read_stop_words(language)
    assert all(split_words(stop) == [stop] for stop in read_stop_words(language))


def test_groups_are_the_values_of_a_column():
    articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Post", None], "words": [3, 4]})
    assert find_groups(articles, by="outlet")["group"].isna().tolist() == [False, True]
    assert find_groups(articles, by="words")["group"].tolist() == ["3", "4"]
    with pytest.raises(ParameterError, match="Did you mean 'outlet'"):
        find_groups(articles, by="outlett")
    many = pd.DataFrame({"article_id": range(50), "title": [f"title {n}" for n in range(50)]})
    with pytest.raises(ParameterError, match="50 different values"):
        find_groups(many, by="title")
