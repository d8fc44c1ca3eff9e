import pandas as pd
import pytest

from workbench.articles import check_articles
from workbench.errors import DataError

LONG = "word " * 120


def problems(**columns):
    table = check_articles(pd.DataFrame({"article_id": ["a", "b", "c"], **columns}))
    return dict(zip(table["problem"], table["articles"], strict=True))


def test_what_is_missing_is_counted():
    found = problems(
        text=[LONG, "Too short.", None],
        title=["One", None, None],
        outlet=["Gazette", None, "Gazette"],
        language=["en", "en", None],
        published=pd.to_datetime(["2025-11-03", None, None], utc=True),
        warnings=["broken encoding repaired", None, "other"],
    )
    assert found == {
        "undated": 2,
        "title not stated": 2,
        "outlet not stated": 1,
        "language unknown": 1,
        "empty": 1,
        "very short (under 100 words)": 1,
        "repeated text": 0,
        "encoding repaired": 1,
        "date ambiguous (two days, or only a month)": 0,
        "date stated but not understood": 0,
    }


def test_repeated_texts_differ_in_space_and_case_only():
    assert problems(text=["One two.", "ONE  two.\n", "One three."])["repeated text"] == 2
    assert problems(text=["", None, " "])["repeated text"] == 0


def test_columns_that_are_not_there_are_missing_everywhere():
    assert problems(text=[LONG] * 3)["undated"] == 3


def test_most_first_with_shares_and_examples():
    table = check_articles(pd.DataFrame({"article_id": ["a", "b"], "text": [LONG, ""], "title": ["Bridge", None]}))
    assert table["articles"].is_monotonic_decreasing
    undated = table.set_index("problem").loc["undated"]
    assert (undated["share"], undated["examples"]) == (1.0, "Bridge · b")
    assert table.set_index("problem")["examples"].isna()["repeated text"]


def test_no_articles():
    table = check_articles(pd.DataFrame({"article_id": [], "text": []}, dtype="str"))
    assert table["articles"].eq(0).all()
    assert table["share"].isna().all()
    assert table["examples"].isna().all()
    assert table["examples"].dtype == "str"


def test_a_table_that_holds_no_articles():
    with pytest.raises(DataError, match="no column 'text'"):
        check_articles(pd.DataFrame({"article_id": ["a"]}))
