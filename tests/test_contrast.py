"""Words that set groups apart: the published formula by hand, its symmetries, and who takes part."""

from math import log, sqrt

import numpy as np
import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.framing import compare_words

TYPES = ["str", "str", "int64", "float64", "float64", "float64"]
TESTS = ["chi_square", "log_likelihood"]
COLUMNS = ["word", "group", "count", "rate", "log_odds", "z"]
TEST_COLUMNS = [*COLUMNS, "count_others", "expected", "statistic", "p", "p_adjusted"]


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
    years = TWO.assign(year=[2025, 2026, 2026])
    words = compare_words(years, by="year")
    assert words["group"].unique().tolist() == ["2025", "2026"]
    pd.testing.assert_frame_equal(compare_words(years, by="year", between=(2026, 2025)), words)


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
        ({"method": "chi2"}, ParameterError, "Allowed: chi_square, log_likelihood, log_odds"),
        ({"terms": "word"}, ParameterError, "Did you mean 'words'"),
    ],
)
def test_wrong_parameters_are_named(options: dict[str, object], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        compare_words(TWO, **options)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(DataError, match="no column 'text'"):
        compare_words(TWO.drop(columns="text"))


def test_chi_square_by_hand() -> None:
    # Herald: 4 of 6 words are oil; Post: 1 of 6. Table 4 2 / 1 5: 12 * (4*5 - 1*2)^2 / (6 * 6 * 5 * 7).
    words = compare_words(TWO, min_count=1, method="chi_square").set_index(["group", "word"])
    oil = words.loc[("Herald", "oil")]
    assert oil[["count", "count_others", "expected"]].tolist() == [4, 1, 2.5]
    assert oil["statistic"] == pytest.approx(12 * 18**2 / (6 * 6 * 5 * 7))
    assert words.loc[("Post", "oil"), "statistic"] == pytest.approx(-oil["statistic"])


def test_log_likelihood_by_hand() -> None:
    words = compare_words(TWO, min_count=1, method="log_likelihood").set_index(["group", "word"])
    assert words.loc[("Herald", "oil"), "statistic"] == pytest.approx(2 * (4 * log(4 / 2.5) + 1 * log(1 / 2.5)))
    assert words.loc[("Herald", "court"), "statistic"] == pytest.approx(-2 * 2 * log(2 / 1))  # 0 ln 0 is 0


@pytest.mark.parametrize("method", TESTS)
def test_tests_count_against_all_words_as_rates_do(method: str) -> None:
    articles = table(A=["the oil of the oil"], B=["a talk of the oil and of the law"])
    oil = compare_words(articles, min_count=1, method=method).set_index(["group", "word"]).loc[("A", "oil")]
    assert oil["rate"] == pytest.approx(1000 * 2 / 5)
    assert oil["expected"] == pytest.approx(3 * 5 / 14)


@pytest.mark.parametrize("method", TESTS)
def test_tests_add_columns_to_the_contract_and_sort_by_their_statistic(method: str) -> None:
    words = compare_words(TWO, min_count=1, method=method)
    assert words.columns.tolist() == TEST_COLUMNS
    assert words.dtypes.astype(str).tolist() == [*TYPES, "int64", "float64", "float64", "float64", "float64"]
    plain = compare_words(TWO, min_count=1)
    keys = ["group", "word"]
    pd.testing.assert_frame_equal(
        words[COLUMNS].sort_values(keys, ignore_index=True), plain.sort_values(keys, ignore_index=True)
    )
    for _, group in words.groupby("group"):
        assert group["statistic"].is_monotonic_decreasing
    assert (words["p_adjusted"] >= words["p"]).all()


@pytest.mark.parametrize("method", TESTS)
def test_tests_of_many_groups_and_silent_ones(method: str) -> None:
    articles = pd.concat([TWO, table(Star=[""], Times=["oil law law law"])])
    words = compare_words(articles, min_count=1, method=method)
    silent = words["group"] == "Star"
    assert words.loc[silent, ["rate", "expected", "statistic", "p", "p_adjusted"]].isna().all(axis=None)
    assert words.loc[~silent, ["expected", "statistic", "p", "p_adjusted"]].notna().all(axis=None)
    together = (words["count"] + words["count_others"]).groupby(words["word"]).unique()
    assert together.map(list).to_dict() == {"court": [2], "law": [3], "oil": [6], "talks": [5]}


@pytest.mark.parametrize("method", TESTS)
@pytest.mark.parametrize("terms", ["words", "pairs", "both"])
def test_nothing_to_test_gives_an_empty_table(method: str, terms: str) -> None:
    for articles in (TWO.iloc[:0], TWO[TWO["outlet"] == "Post"], table(A=["the of"], B=[""])):
        words = compare_words(articles, method=method, terms=terms)
        assert words.empty
        assert words.columns.tolist() == TEST_COLUMNS
        assert words.dtypes.astype(str).tolist()[:3] == ["str", "str", "int64"]


RIGHTS = table(
    A=["Human rights, they said. Rights of the sea.", "The human rights court."], B=["A human court, rights aside."]
)


def test_two_word_terms_stand_beside_words() -> None:
    both = compare_words(RIGHTS, min_count=1, terms="both")
    pairs = compare_words(RIGHTS, min_count=1, terms="pairs")
    words = compare_words(RIGHTS, min_count=1)
    assert set(pairs["word"]) == {"human rights", "rights court", "human court", "rights aside"}
    keys = ["group", "z", "word"]
    together = pd.concat([words, pairs]).sort_values(keys, ascending=[True, False, True], ignore_index=True)
    pd.testing.assert_frame_equal(both, together)
    found = pairs.set_index(["group", "word"]).loc[("A", "human rights")]
    assert (found["count"], found["rate"]) == (2, pytest.approx(1000 * 2 / 12))


def test_the_formula_for_pairs_counts_pairs() -> None:
    # 5 pairs in 3 articles, 2 of them "human rights", both in A, which has 3 pairs.
    found = compare_words(RIGHTS, min_count=1, terms="pairs").set_index(["group", "word"]).loc[("A", "human rights")]
    here, there = (2 + 2 / 3) / (3 + 5 / 3 - 2 - 2 / 3), (0 + 2 / 3) / (2 + 5 / 3 - 2 / 3)
    assert found["log_odds"] == pytest.approx(log(here) - log(there))


def test_forty_groups_are_enough_unless_two_are_named() -> None:
    articles = table(**{f"o{number:02}": ["oil talks oil"] for number in range(41)})
    with pytest.raises(ParameterError, match="41 different values"):
        compare_words(articles)
    assert set(compare_words(articles, between=("o00", "o40"))["group"]) == {"o00", "o40"}


@pytest.mark.parametrize("method", ["log_odds", *TESTS])
def test_the_order_and_the_weight_of_articles_change_nothing(method: str) -> None:
    words = compare_words(TWO, min_count=1, method=method, terms="both")
    turned = compare_words(TWO.iloc[::-1].assign(weight=0.5), min_count=1, method=method, terms="both")
    pd.testing.assert_frame_equal(words, turned)


def test_words_drawn_alike_are_rarely_told_apart() -> None:
    # Two outlets that draw their words from one hat: after adjusting, hardly any word may stand out.
    words = np.array([f"w{chr(97 + a)}{chr(97 + b)}" for a in range(20) for b in range(20)])
    rng = np.random.default_rng(1)
    texts = [" ".join(rng.choice(words, 400)) for _ in range(60)]
    articles = table(A=texts[:30], B=texts[30:])
    for method in TESTS:
        found = compare_words(articles, method=method)
        assert np.mean(found["p"] < 0.05) == pytest.approx(0.05, abs=0.04)
        assert (found["p_adjusted"] < 0.05).sum() <= 2
