import warnings

import pandas as pd
import pytest

from workbench.articles.select import select_articles
from workbench.errors import DataError, ParameterError

STORY = " ".join(f"w{'abcdefghij'[number // 10]}{'abcdefghij'[number % 10]}" for number in range(100))
OTHER = " ".join(reversed(STORY.split()))
ARTICLES = pd.DataFrame(
    {
        "article_id": ["a", "b", "c", "d", "e"],
        "outlet": pd.array(["Post", "Wire", "Post", "Star", None], dtype="str"),
        "language": pd.array(["en", "en", "es", "en", None], dtype="str"),
        "published": pd.to_datetime(
            ["2025-11-03", "2025-11-01T23:59", "2025-11-02", "2025-11-03T12:00", None], utc=True, format="ISO8601"
        ),
        "text": [STORY, STORY, OTHER, STORY + " more", "Five words and no more."],
    }
)


def ids(**given):
    with warnings.catch_warnings(action="ignore"):
        return "".join(select_articles(ARTICLES, **given)["article_id"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "abcde"),
        ({"outlets": ["Post"]}, "ac"),
        ({"outlets": ("Star", "Post")}, "acd"),
        ({"outlets": []}, ""),
        ({"languages": ["en"]}, "abd"),
        ({"outlets": ["Post"], "languages": ["en"]}, "a"),
        ({"since": "2025-11-02"}, "acd"),
        ({"until": "2025-11-01"}, "b"),
        ({"since": "2025-11-02", "until": "2025-11-03"}, "acd"),
        ({"since": "2025-11-03", "until": "2025-11-03"}, "ad"),
        ({"since": "2026-01-01"}, ""),
        ({"min_words": 6}, "abcd"),
        ({"min_words": 5}, "abcde"),
        ({"min_words": 101}, "d"),
        ({"duplicates": "first"}, "bce"),
        ({"duplicates": "first", "since": "2025-11-02"}, "ac"),
        ({"duplicates": "first", "outlets": ["Post", "Star"]}, "ac"),
        ({"duplicates": "weight"}, "abcde"),
    ],
)
def test_which_articles_are_kept(given, expected):
    assert ids(**given) == expected


def test_columns_order_and_types_stay():
    selected = select_articles(ARTICLES, languages=["en"])
    pd.testing.assert_frame_equal(selected, ARTICLES.iloc[[0, 1, 3]].reset_index(drop=True))
    pd.testing.assert_frame_equal(select_articles(ARTICLES.set_axis([3, 3, 1, 2, 0])), ARTICLES)


def test_a_group_of_copies_weighs_one():
    selected = select_articles(ARTICLES, duplicates="weight")
    assert selected["weight"].tolist() == pytest.approx([1 / 3, 1 / 3, 1, 1 / 3, 1])
    assert list(selected.columns) == [*ARTICLES.columns, "weight"]
    assert "weight" not in select_articles(ARTICLES)


def test_the_undated_are_counted_aloud():
    with pytest.warns(UserWarning, match="1 of 5 articles have no date"):
        select_articles(ARTICLES, since="2025-01-01")
    with warnings.catch_warnings(action="error"):
        select_articles(ARTICLES, since="2025-01-01", languages=["en"])  # the undated one has no language
        select_articles(ARTICLES)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"outlets": ["Pots"]}, "Did you mean 'Post'"),
        ({"outlets": "Post"}, r"outlets=\['Post'\]"),
        ({"languages": ["english"]}, "Allowed: en, es"),
        ({"since": "3 November"}, "2025-11-30"),
        ({"until": 2025}, "2025-11-30"),
        ({"since": "2025-11-02", "until": "2025-11-01"}, "lies after"),
        ({"min_words": -1}, "min_words"),
        ({"min_words": "ten"}, "min_words"),
        ({"duplicates": "frist"}, "Did you mean 'first'"),
        ({"duplicates": None}, "Allowed: first, keep, weight"),
    ],
)
def test_what_is_typed_wrong(given, message):
    with pytest.raises(ParameterError, match=message):
        select_articles(ARTICLES, **given)


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"outlets": ["Post"]}, "outlet"),
        ({"languages": ["en"]}, "language"),
        ({"since": "2025-11-02"}, "published"),
        ({"min_words": 1}, "text"),
        ({"duplicates": "first"}, "text"),
    ],
)
def test_only_the_columns_that_are_needed_are_asked_for(given, column):
    with pytest.raises(DataError, match=f"'{column}'"):
        select_articles(ARTICLES.drop(columns=column), **given)
    assert len(select_articles(ARTICLES[["article_id"]])) == 5


@pytest.mark.parametrize("duplicates", ["keep", "first", "weight"])
def test_no_articles(duplicates):
    none = ARTICLES.iloc[:0]
    selected = select_articles(none, since="2025-11-02", min_words=3, duplicates=duplicates)
    assert selected.empty
    pd.testing.assert_frame_equal(selected[list(none.columns)], none)
