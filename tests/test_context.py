"""Concordance lines: the words around every match, within a paragraph, as they stand in the text."""

import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.framing import find_hits, read_codebook
from workbench.framing.words.context import CONTEXT_COLUMNS, find_in_context
from workbench.text import split_words


def table(*texts):
    return pd.DataFrame({"article_id": [f"a{number}" for number in range(len(texts))], "text": list(texts)})


ONE = table("One two three four OIL six seven, eight nine.")


@pytest.mark.parametrize(
    ("window", "left", "right"),
    [
        (1, "four", "six"),
        (3, "two three four", "six seven, eight"),
        (4, "One two three four", "six seven, eight nine."),
        (99, "One two three four", "six seven, eight nine."),
    ],
)
def test_the_window_counts_words(window, left, right):
    line = find_in_context(ONE, "oil", window=window).iloc[0]
    assert (line["left"], line["match"], line["right"]) == (left, "OIL", right)


def test_the_columns_and_their_types_also_of_nothing():
    found, none = find_in_context(ONE, "oil"), find_in_context(ONE, "gas")
    for lines in (found, none, find_in_context(ONE.iloc[:0], "oil")):
        assert lines.columns.tolist() == CONTEXT_COLUMNS
        assert lines.dtypes.astype(str).tolist() == ["str", "Int64", "Int64", "Int64", "str", "str", "str"]
    assert (len(found), len(none)) == (1, 0)
    assert ONE["text"][0][found["start"][0] : found["end"][0]] == "OIL"


def test_context_ends_with_the_paragraph_and_lines_are_one_line():
    articles = table("First words.\n\nA line\nbroken oil  line\nhere.\n\nLast oil")
    lines = find_in_context(articles, "oil")
    assert lines[["block", "left", "right"]].to_numpy().tolist() == [
        [1, "A line broken", "line here."],
        [2, "Last", ""],
    ]
    assert find_in_context(table("Oil."), "oil")["left"].tolist() == [""]


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("sanction*", ["sanctions", "Sanctioned", "sanctions"]),
        ("lift* sanctions", ["lift sanctions"]),
        ("the sanctions", ["the sanctions"]),
        ("SANCTIONED", ["Sanctioned"]),
        ("maduro", ["Maduro’s"]),
        ("sanction", []),
    ],
)
def test_patterns_are_those_of_a_codebook(pattern, matches):
    articles = table("They lift sanctions. Sanctioned ships left Maduro’s port.", "After the sanctions, nothing.")
    assert find_in_context(articles, pattern)["match"].tolist() == matches


def test_gaps_between_words():
    articles = table("They lifted, at last, the sanctions. They lifted it. No sanctions.")
    assert find_in_context(articles, "lift* {0,3} sanctions")["match"].tolist() == ["lifted, at last, the sanctions"]


def test_lines_can_be_sorted_by_what_stands_around():
    articles = table("A cheap oil price.", "The crude oil Arrived.", "a crude oils deal", "Of cheap oil again")
    columns = ["left", "match", "right"]
    assert find_in_context(articles, "oil*")["left"].tolist() == ["A cheap", "The crude", "a crude", "Of cheap"]
    by = {sort: find_in_context(articles, "oil*", sort=sort)[columns].to_numpy().tolist() for sort in columns}
    assert [line[0] for line in by["left"]] == ["A cheap", "Of cheap", "a crude", "The crude"]
    assert [line[1] for line in by["match"]] == ["oil", "oil", "oil", "oils"]
    assert [line[2] for line in by["right"]] == ["again", "Arrived.", "deal", "price."]


def test_lines_are_the_hits_of_a_codebook_with_that_pattern(demo_corpus):
    articles = demo_corpus.articles
    hits = find_hits(articles, read_codebook("negotiation"))
    texts = articles.set_index("article_id")["text"]
    for pattern in ("oil", "sanction*", "envoy*"):
        lines = find_in_context(articles, pattern, window=5)
        own = hits[hits["pattern"] == pattern]
        places = ["article_id", "block", "start", "end"]
        # In a codebook a longer pattern may win over this one; what it leaves is found here as well.
        assert set(own[places].itertuples(index=False)) <= set(lines[places].itertuples(index=False))
        for line in lines.itertuples():
            text = texts[line.article_id]
            assert " ".join(text[line.start : line.end].split()) == line.match
            assert split_words(text[: line.start])[-5:][-len(split_words(line.left)) or 9 :] == split_words(line.left)
            assert split_words(text[line.end :])[: len(split_words(line.right))] == split_words(line.right)
            assert len(split_words(line.left)) <= 5 >= len(split_words(line.right))


def test_every_article_keeps_its_own_lines():
    articles = table("", "oil one", None, "oil two oil three").set_index(pd.Index([7, 3, 3, 1]))
    lines = find_in_context(articles, "oil", window=1)
    assert lines[["article_id", "left", "right"]].to_numpy().tolist() == [
        ["a1", "", "one"],
        ["a3", "", "two"],
        ["a3", "two", "three"],
    ]


@pytest.mark.parametrize(
    ("pattern", "options", "raised", "said"),
    [
        ("", {}, ParameterError, "empty"),
        ("*", {}, ParameterError, "no letter"),
        ("oil  gas", {}, ParameterError, "space"),
        (["oil"], {}, ParameterError, "is not a text"),
        ("oil", {"window": 0}, ParameterError, "window=0"),
        ("oil", {"sort": "rigth"}, ParameterError, "Did you mean 'right'"),
    ],
)
def test_wrong_parameters_are_named(pattern, options, raised, said):
    with pytest.raises(raised, match=said):
        find_in_context(ONE, pattern, **options)


def test_wrong_tables_are_named():
    with pytest.raises(DataError, match="no column 'text'"):
        find_in_context(ONE.drop(columns="text"), "oil")
    with pytest.raises(DataError, match="two rows"):
        find_in_context(pd.concat([ONE, ONE]), "oil")
