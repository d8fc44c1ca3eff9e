"""Words that set groups apart: the published formula by hand, its symmetries, and who takes part."""

from math import log, sqrt

import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.framing import compare_words

TYPES = ["str", "str", "int64", "float64", "float64", "float64"]


def table(**texts: list[str]) -> pd.DataFrame:
    rows = [(outlet, text) for outlet, written in texts.items() for text in written]
    articles = pd.DataFrame(rows, columns=["outlet", "text"])
    return articles.assign(article_id=[f"a{number}" for number in articles.index])


TWO = table(Herald=["oil oil oil oil talks talks"], Post=["oil talks talks talks", "court court"])


def test_the_formula_by_hand() -> None:
    # 12 words in 3 articles: prior weights are oil 5/3, talks 5/3, court 2/3; together 4, one average article.
    words = compare_words(TWO, min_count=1).set_index(["group", "word"])
    oil_herald, all_herald = 4 + 5 / 3, 6 + 4
    oil_post, all_post = 1 + 5 / 3, 6 + 4
    delta = log(oil_herald / (all_herald - oil_herald)) - log(oil_post / (all_post - oil_post))
    z = delta / sqrt(1 / oil_herald + 1 / oil_post)
    assert words.loc[("Herald", "oil"), "log_odds"] == pytest.approx(delta)
    assert words.loc[("Herald", "oil"), "z"] == pytest.approx(z)
    assert words.loc[("Herald", "court"), "count"] == 0
    assert words.loc[("Herald", "court"), "z"] < 0


def test_a_known_case_to_four_places() -> None:
    # Worked with paper and pencil: here 3 + 2 and 1 + 2, there 1 + 2 and 3 + 2.
    words = compare_words(table(A=["oil oil oil talks"], B=["oil talks talks talks"]))
    top = words.iloc[0]
    assert (top["group"], top["word"], top["count"], top["rate"]) == ("A", "oil", 3, 750.0)
    assert (top["log_odds"], top["z"]) == pytest.approx((1.0217, 1.3990), abs=5e-5)


def test_two_groups_mirror_each_other() -> None:
    words = compare_words(TWO, min_count=1).set_index("word")
    herald, post = words[words["group"] == "Herald"], words[words["group"] == "Post"]
    assert herald["z"].to_dict() == pytest.approx((-post["z"]).to_dict())
    assert herald["log_odds"].to_dict() == pytest.approx((-post["log_odds"]).to_dict())


def test_the_same_talk_sets_nobody_apart() -> None:
    words = compare_words(table(A=["oil talks court"] * 2, B=["oil talks court"] * 3))
    assert words["z"].abs().max() < 0.5
    assert words[words["group"] == "A"]["word"].tolist() == ["court", "oil", "talks"]


def test_rows_stand_by_group_then_z_then_word() -> None:
    words = compare_words(table(B=["oil oil oil law"], A=["law law law oil tax"], C=["tax tax"]), min_count=1)
    assert words["group"].unique().tolist() == ["A", "B", "C"]
    assert words.dtypes.astype(str).tolist() == TYPES
    for _, group in words.groupby("group"):
        assert group["z"].is_monotonic_decreasing
        assert sorted(group["word"]) == ["law", "oil", "tax"]


def test_a_group_is_set_against_all_others_or_against_one() -> None:
    articles = table(A=["oil oil oil law"], B=["law law law oil"], C=["tax tax tax"])
    assert set(compare_words(articles)["word"]) == {"oil", "law", "tax"}
    between = compare_words(articles, between=("B", "A"))
    pd.testing.assert_frame_equal(between, compare_words(articles[articles["outlet"] != "C"]))


@pytest.mark.parametrize(("min_count", "words"), [(1, {"oil", "talks", "court"}), (3, {"oil", "talks"}), (9, set())])
def test_rare_words_leave_the_table_but_stay_in_the_sums(min_count: int, words: set[str]) -> None:
    some = compare_words(TWO, min_count=min_count)
    whole = compare_words(TWO, min_count=1)
    assert set(some["word"]) == words
    pd.testing.assert_frame_equal(some, whole[whole["word"].isin(words)].reset_index(drop=True))


def test_rates_count_stop_words_and_possessives_join_their_word() -> None:
    words = compare_words(table(A=["The court’s view of the court and of courts."], B=["Oil"]), min_count=1)
    court = words[(words["group"] == "A") & (words["word"] == "court")].iloc[0]
    assert (court["count"], court["rate"]) == (2, pytest.approx(1000 * 2 / 9))
    assert "the" not in set(words["word"])


def test_stop_words_follow_the_language() -> None:
    articles = table(A=["los barcos de la costa"], B=["el muelle"]).assign(language="es")
    assert set(compare_words(articles, min_count=1)["word"]) == {"barcos", "costa", "muelle"}


def test_articles_without_a_group_take_no_part() -> None:
    stray = pd.DataFrame({"article_id": ["x"], "outlet": [None], "text": ["oil court zebra"]})
    pd.testing.assert_frame_equal(compare_words(pd.concat([TWO, stray])), compare_words(TWO))


def test_any_column_may_make_the_groups() -> None:
    words = compare_words(TWO.assign(year=[2025, 2026, 2026]), by="year")
    assert words["group"].unique().tolist() == ["2025", "2026"]


@pytest.mark.parametrize(
    "articles",
    [
        TWO.iloc[:0],
        TWO[TWO["outlet"] == "Post"],
        TWO.assign(outlet=None),
        table(A=["the of and"], B=["12 34"]),
        table(A=[""], B=[""]),
    ],
)
def test_nothing_to_compare_gives_an_empty_table(articles: pd.DataFrame) -> None:
    words = compare_words(articles)
    assert words.empty
    assert words.columns.tolist() == ["word", "group", "count", "rate", "log_odds", "z"]
    assert words.dtypes.astype(str).tolist() == TYPES


def test_where_there_is_one_word_only_nothing_is_defined() -> None:
    words = compare_words(table(A=["oil oil"], B=["oil"]))
    assert words[["log_odds", "z"]].isna().all(axis=None)


def test_a_group_without_words_has_no_rate() -> None:
    words = compare_words(pd.concat([table(A=["oil talks oil"], B=["oil talks"]), table(C=[""])]), min_count=1)
    assert words[words["group"] == "C"]["rate"].isna().all()
    assert words["z"].notna().all()


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"by": "outlets"}, ParameterError, "Did you mean 'outlet'"),
        ({"between": ("Herald", "Times")}, ParameterError, "no group 'Times'"),
        ({"between": ("Herald", "Herald")}, ParameterError, "two different groups"),
        ({"between": ("Herald",)}, ParameterError, "two different groups"),
        ({"min_count": 0}, ParameterError, "min_count=0"),
    ],
)
def test_wrong_parameters_are_named(options: dict[str, object], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        compare_words(TWO, **options)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(DataError, match="no column 'text'"):
        compare_words(TWO.drop(columns="text"))
