"""Shares and differences of shares: published intervals, exact coverage, groups that must not vanish."""

from math import comb

import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.framing import compare_shares, estimate_shares
from workbench.statistics import wilson_interval

SHARE_TYPES = ["str", "str", "float64", "float64", "float64", "float64", "int64", "int64", "str", "bool"]
SHARE_TYPES += ["int64", "str", "str"]
BETWEEN = ("Herald", "Post")


def coded(present: int, total: int, *, group: str = "Herald", frame: str = "oil") -> pd.DataFrame:
    """Return `total` articles of a group, of which the first `present` show the frame."""
    return pd.DataFrame(
        {
            "article_id": [f"{group}-{number}" for number in range(total)],
            "frame": frame,
            "present": [number < present for number in range(total)],
            "outlet": group,
        }
    )


def pair(a: int, n_a: int, b: int, n_b: int, *, frame: str = "oil") -> pd.DataFrame:
    return pd.concat([coded(a, n_a, frame=frame), coded(b, n_b, group="Post", frame=frame)], ignore_index=True)


@pytest.mark.parametrize(
    ("present", "total", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_share_is_wilsons(present: int, total: int, low: float, high: float) -> None:
    share = estimate_shares(coded(present, total)).iloc[0]
    assert share["raw"] == share["estimate"] == present / total
    assert (share["low"], share["high"]) == pytest.approx((low, high), abs=5e-5)
    assert (share["articles"], share["coded"], share["validated"]) == (total, 0, False)
    assert share["method"] == "uncorrected, Wilson 1927"


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_the_interval_of_a_difference_is_newcombes_tenth(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    a, n_a, b, n_b = counts
    row = compare_shares(pair(*counts), by="outlet", between=BETWEEN).iloc[0]
    assert (row["share_a"], row["share_b"], row["difference"]) == pytest.approx((a / n_a, b / n_b, a / n_a - b / n_b))
    assert (row["low"], row["high"]) == pytest.approx((low, high), abs=5e-5)
    assert (row["articles_a"], row["articles_b"]) == (n_a, n_b)


def probability(present: int, total: int, truth: float) -> float:
    return comb(total, present) * truth**present * (1 - truth) ** (total - present)


@pytest.mark.parametrize("truth", [0.05, 0.2, 0.5, 0.8])
def test_the_interval_of_a_share_covers_as_it_says(truth: float) -> None:
    total = 40
    outcomes = pd.concat([coded(present, total, group=f"{present:02}") for present in range(total + 1)])
    shares = estimate_shares(outcomes, by="outlet").set_index("group")
    covering = shares[(shares["low"] <= truth) & (truth <= shares["high"])].index
    assert 0.92 <= sum(probability(int(group), total, truth) for group in covering) <= 0.98


@pytest.mark.parametrize(("truth_a", "truth_b"), [(0.5, 0.5), (0.2, 0.2), (0.6, 0.3), (0.9, 0.8)])
def test_the_interval_of_a_difference_covers_as_it_says(truth_a: float, truth_b: float) -> None:
    n = 12
    outcomes = [(a, b) for a in range(n + 1) for b in range(n + 1)]
    compared = compare_shares(
        pd.concat([pair(a, n, b, n, frame=f"{a} {b}") for a, b in outcomes], ignore_index=True),
        by="outlet",
        between=BETWEEN,
    )
    covers = (compared["low"] <= truth_a - truth_b) & (truth_a - truth_b <= compared["high"])
    mass = [probability(a, n, truth_a) * probability(b, n, truth_b) for a, b in outcomes]
    assert 0.925 <= sum(p for p, covered in zip(mass, covers, strict=True) if covered) <= 0.985


@pytest.mark.parametrize("total", [1, 2, 7, 30])
def test_an_interval_contains_its_share(total: int) -> None:
    for present in range(total + 1):
        shares = estimate_shares(coded(present, total))
        assert (shares["low"] >= 0).all()
        assert (shares["low"] <= shares["raw"]).all()
        assert (shares["raw"] <= shares["high"]).all()
        assert (shares["high"] <= 1).all()


SCORES = pd.DataFrame(
    {
        "unit_id": ["1", "1", "2", "2", "3", "3", "4", "4"],
        "article_id": ["1", "1", "2", "2", "3", "3", "4", "4"],
        "frame": ["oil", "law"] * 4,
        "present": [True, False, True, True, False, False, True, False],
        "outlet": ["Post", "Post", None, None, "Herald", "Herald", None, None],
    }
)
BY_OUTLET = [
    ["not stated", "oil", 1.0, 2],
    ["not stated", "law", 0.5, 2],
    ["Herald", "oil", 0.0, 1],
    ["Herald", "law", 0.0, 1],
    ["Post", "oil", 1.0, 1],
    ["Post", "law", 0.0, 1],
]


@pytest.mark.parametrize(
    "by",
    [
        "outlet",
        pd.DataFrame({"article_id": ["1", "3", "2"], "group": ["Post", "Herald", None]}),
        pd.DataFrame({"unit_id": ["3", "1", "9"], "group": ["Herald", "Post", "Nobody"]}),
    ],
)
def test_units_without_a_group_are_counted_as_not_stated(by: str | pd.DataFrame) -> None:
    shares = estimate_shares(SCORES, by=by)
    assert shares[["group", "frame", "raw", "articles"]].to_numpy().tolist() == BY_OUTLET
    assert shares.groupby("frame")["articles"].sum().tolist() == [4, 4]
    assert shares.dtypes.astype(str).tolist() == SHARE_TYPES


def test_without_groups_all_units_stand_together() -> None:
    shares = estimate_shares(SCORES)
    assert shares[["group", "frame", "raw", "articles"]].to_numpy().tolist() == [
        ["all", "oil", 0.75, 4],
        ["all", "law", 0.25, 4],
    ]


def test_rows_in_another_order_or_with_another_index_change_no_number() -> None:
    shuffled = SCORES.iloc[::-1].set_axis([0] * 8)
    sort = ["group", "frame"]
    first, second = (estimate_shares(table, by="outlet").sort_values(sort) for table in (SCORES, shuffled))
    pd.testing.assert_frame_equal(first.reset_index(drop=True), second.reset_index(drop=True))


def test_groups_may_be_numbers_and_units_may_lack_an_article() -> None:
    scores = SCORES.drop(columns="article_id").assign(year=[2025, 2025, 2026, 2026, 2026, 2026, 2026, 2026])
    assert estimate_shares(scores, by="year")["group"].tolist() == ["2026", "2026", "2025", "2025"]


def test_sentences_of_one_article_do_not_make_the_interval_narrower() -> None:
    articles = coded(2, 4)
    sentences = pd.concat([articles.assign(unit_id=articles["article_id"] + f"-s{n}") for n in range(25)])
    columns = ["raw", "low", "high", "articles"]
    pd.testing.assert_frame_equal(estimate_shares(sentences)[columns], estimate_shares(articles)[columns])


def test_no_predictions_give_empty_tables_of_the_right_types() -> None:
    shares = estimate_shares(SCORES.iloc[:0], by="outlet")
    assert shares.empty
    assert shares.dtypes.astype(str).tolist() == SHARE_TYPES


def test_a_frame_that_one_group_lacks_has_no_difference() -> None:
    scores = pd.concat([pair(1, 2, 1, 2), coded(1, 2, frame="law")], ignore_index=True)
    compared = compare_shares(scores, by="outlet", between=("Post", "Herald")).set_index("frame")
    assert compared.loc["oil", "difference"] == 0
    assert compared.loc["law", ["share_a", "difference", "low", "high"]].isna().all()
    assert compared["articles_a"].tolist() == [2, 0]


def test_a_difference_turns_its_sign_with_the_order_of_the_groups() -> None:
    there, back = (
        compare_shares(pair(5, 9, 2, 7), by="outlet", between=order).iloc[0] for order in (BETWEEN, BETWEEN[::-1])
    )
    assert (there["low"], there["high"]) == pytest.approx((-back["high"], -back["low"]))
    assert there["difference"] == pytest.approx(-back["difference"])
    assert (back["group_a"], back["group_b"]) == ("Post", "Herald")


@pytest.mark.parametrize("between", [("Herald", "Pots"), ("Herald", "Herald"), ("Herald",), ()])
def test_two_different_groups_must_be_named(between: tuple[str, ...]) -> None:
    with pytest.raises(ParameterError, match="Allowed: Herald, Post"):
        compare_shares(pair(1, 2, 1, 2), by="outlet", between=between)


@pytest.mark.parametrize(
    ("predictions", "by", "error", "said"),
    [
        (SCORES, "outlets", ParameterError, "Did you mean 'outlet'"),
        (SCORES, "published", ParameterError, r'articles\[\["article_id", "published"\]\]'),
        (SCORES.drop(columns="present"), None, DataError, "no column 'present'"),
        (SCORES.drop(columns=["unit_id", "article_id"]), None, DataError, "no column 'article_id'"),
        (SCORES.assign(present=0.4), None, DataError, "present holds 0.4"),
        (SCORES.assign(present=pd.array([True, None] * 4, dtype="boolean")), None, DataError, "present holds <NA>"),
        (pd.concat([SCORES, SCORES]), None, DataError, "'1' stands twice with the frame 'oil'"),
        (SCORES, pd.DataFrame({"article_id": ["1"]}), DataError, "no column 'group'"),
        (SCORES, pd.DataFrame({"outlet": ["1"], "group": ["x"]}), DataError, "no column 'article_id'"),
        (SCORES, pd.DataFrame({"unit_id": ["1", "1"], "group": ["x", "y"]}), DataError, "'1' stands in two rows"),
    ],
)
def test_wrong_tables_are_named(predictions: pd.DataFrame, by: object, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        estimate_shares(predictions, by=by)


def test_all_pairs_are_compared_with_simultaneous_intervals():
    rows = [
        (f"{group}{number}", group, number < hits)
        for group, hits in (("a", 9), ("b", 5), ("c", 1))
        for number in range(10)
    ]
    scores = pd.DataFrame(rows, columns=["article_id", "group", "present"]).assign(frame="oil")
    every = compare_shares(scores, by="group")
    assert list(zip(every["group_a"], every["group_b"], strict=True)) == [("a", "b"), ("a", "c"), ("b", "c")]
    assert every["level"].tolist() == pytest.approx([1 - 0.05 / 3] * 3)
    alone = compare_shares(scores, by="group", between=("a", "c"))
    assert alone["level"].tolist() == [0.95]
    both = every[(every["group_a"] == "a") & (every["group_b"] == "c")].iloc[0]
    assert both["difference"] == alone["difference"].iloc[0]
    assert both["low"] < alone["low"].iloc[0]
    assert both["high"] > alone["high"].iloc[0]


def test_groups_that_are_not_stated_are_not_compared():
    scores = pd.DataFrame({"article_id": list("abc"), "frame": "oil", "present": True, "group": ["x", None, None]})
    assert compare_shares(scores, by="group").empty
    assert list(compare_shares(scores, by="group").columns)[:3] == ["frame", "group_a", "group_b"]


def test_weights_count_a_group_of_copies_once():
    scores = pd.DataFrame({"article_id": list("abcd"), "frame": "oil", "present": [True, True, True, False]})
    weighted = scores.assign(weight=[1 / 3, 1 / 3, 1 / 3, 1.0])
    row = estimate_shares(weighted).iloc[0]
    assert row["raw"] == pytest.approx(0.5)
    assert row["articles"] == 4
    effective = (1 + 1) ** 2 / (3 / 9 + 1)
    low, high = wilson_interval(0.5 * effective, effective)
    assert (row["low"], row["high"]) == (pytest.approx(float(low)), pytest.approx(float(high)))
    assert "Kish" in row["method"]
    same = estimate_shares(scores.assign(weight=2.0)).drop(columns="method")
    pd.testing.assert_frame_equal(same, estimate_shares(scores).drop(columns="method"))


def test_weights_reach_the_comparison():
    scores = pd.DataFrame(
        {"article_id": list("abcd"), "frame": "oil", "present": [True, False, True, True], "group": list("xxyy")}
    )
    plain = compare_shares(scores, by="group", between=("x", "y")).iloc[0]
    weighted = compare_shares(scores.assign(weight=[1, 0.25, 1, 1]), by="group", between=("x", "y")).iloc[0]
    assert (plain["share_a"], weighted["share_a"]) == (0.5, pytest.approx(0.8))
    assert weighted["high"] - weighted["low"] > 0


@pytest.mark.parametrize("weight", [0, -1, None, float("inf"), "much"])
def test_a_weight_is_a_number_over_zero(weight):
    scores = pd.DataFrame({"article_id": ["a"], "frame": "oil", "present": [True], "weight": [weight]})
    with pytest.raises(DataError, match="numbers over 0"):
        estimate_shares(scores)
