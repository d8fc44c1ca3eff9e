import numpy as np
import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.statistics import wilson_interval
from workbench.timeline import count_by_period

COLUMNS = [
    "period",
    "series",
    "articles",
    "value",
    "low",
    "high",
    "complete",
    "lowest",
    "highest",
    "unsure",
    "validated",
]
DAYS = ["2025-09-02", "2025-09-07", "2025-09-08", "2025-10-01", None]


def articles_of(days, **columns):
    published = pd.to_datetime(pd.Series(days, dtype="str"), utc=True, format="ISO8601")
    return pd.DataFrame({"article_id": [f"a{n}" for n in range(len(days))], "published": published, **columns})


def scores_of(present):
    rows = [(f"a{article}", frame, held) for frame, column in present.items() for article, held in enumerate(column)]
    table = pd.DataFrame(rows, columns=["article_id", "frame", "present"])
    return table.assign(unit_id=table["article_id"], hits=1, words=100, rate=10.0)


def starts(table):
    return table["period"].dt.strftime("%Y-%m-%d").fillna("undated").tolist()


@pytest.mark.parametrize(
    ("freq", "expected"),
    [
        ("Y", {"2025-01-01": 4, "undated": 1}),
        ("Q", {"2025-07-01": 3, "2025-10-01": 1, "undated": 1}),
        ("M", {"2025-09-01": 3, "2025-10-01": 1, "undated": 1}),
        # 7 September 2025 is a Sunday, the 8th a Monday
        ("W", {"2025-09-01": 2, "2025-09-08": 1, "2025-09-15": 0, "2025-09-22": 0, "2025-09-29": 1, "undated": 1}),
    ],
)
def test_every_period_and_the_undated(freq, expected):
    table = count_by_period(articles_of(DAYS), freq=freq)
    assert dict(zip(starts(table), table["articles"], strict=True)) == expected
    assert table["value"].tolist() == table["articles"].tolist()
    assert table[["low", "high"]].isna().all(axis=None)
    assert set(table["series"]) == {"all"}


def test_days_between_are_zeros():
    table = count_by_period(articles_of(DAYS), freq="D")
    assert len(table) == 30 + 1
    assert table["articles"].sum() == 5
    assert table["complete"].dropna().all()


def test_weeks_are_the_default():
    assert count_by_period(articles_of(DAYS)).equals(count_by_period(articles_of(DAYS), freq="W"))


@pytest.mark.parametrize(
    ("days", "complete"),
    [
        (["2025-09-01", "2025-10-31"], [True, True]),
        (["2025-09-02", "2025-10-31"], [False, True]),
        (["2025-09-01", "2025-10-30"], [True, False]),
        (["2025-09-01", "2025-10-31T23:59:59"], [True, True]),
        (["2025-09-01T18:00", "2025-09-12", "2025-11-30"], [True, True, True]),
        (["2025-09-10"], [False]),
    ],
)
def test_first_and_last_period_may_be_incomplete(days, complete):
    table = count_by_period(articles_of(days), freq="M")
    assert table["complete"].iloc[:-1].tolist() == complete
    assert table["complete"].iloc[-1] is pd.NA


def test_midnight_and_last_instant_stay_in_their_day():
    table = count_by_period(articles_of(["2025-11-30T23:59:59.999999", "2025-12-01T00:00"]), freq="M")
    assert table["articles"].tolist() == [1, 1, 0]


def test_zones_are_counted_in_utc():
    local = articles_of(["2025-11-30T23:30"]).assign(published=pd.to_datetime(["2025-11-30T23:30-04:00"]))
    assert starts(count_by_period(local, freq="M")) == ["2025-12-01", "undated"]


def test_groups_share_the_periods():
    table = count_by_period(articles_of(DAYS, outlet=["B", "A", None, "B", "A"]), freq="M", by="outlet")
    assert table["series"].tolist() == ["A"] * 3 + ["B"] * 3 + ["not stated"] * 3
    assert table["articles"].tolist() == [1, 0, 1, 1, 1, 0, 1, 0, 0]
    assert table["complete"].iloc[0] == table["complete"].iloc[3]


def test_all_outlets_missing():
    table = count_by_period(articles_of(["2025-09-01"], outlet=[None]), by="outlet")
    assert table["series"].unique().tolist() == ["not stated"]


def test_frames_become_shares_with_intervals():
    scores = scores_of({"threat": [True, False, True, False, True], "talks": [False] * 5})
    table = count_by_period(articles_of(DAYS), scores, freq="M").set_index("series")
    assert table.loc["threat", "articles"].tolist() == [3, 1, 1]
    assert table.loc["threat", "value"].tolist() == [2 / 3, 0, 1]
    assert table.loc["talks", "value"].tolist() == [0, 0, 0]
    low, high = wilson_interval([2, 0, 1], [3, 1, 1])
    assert np.array_equal(table.loc["threat", "low"], low)
    assert np.array_equal(table.loc["threat", "high"], high)


def test_no_articles_no_share():
    scores = scores_of({"threat": [True, True]})
    table = count_by_period(articles_of(["2025-09-01", "2025-11-30"]), scores, freq="M")
    assert table["articles"].tolist() == [1, 0, 1, 0]
    assert table[["value", "low", "high"]].isna().all(axis=1).tolist() == [False, True, False, True]


def test_one_unit_with_the_frame_is_enough():
    units = pd.DataFrame({"article_id": ["a0", "a0", "a1"], "frame": "threat", "present": [False, True, False]})
    table = count_by_period(articles_of(["2025-09-01", "2025-09-01"]), units)
    assert table["value"].iloc[0] == 0.5


def test_articles_without_scores_have_no_frame_and_other_scores_are_left_aside():
    scores = scores_of({"threat": [True] * 7})
    table = count_by_period(articles_of(DAYS), scores[scores["article_id"] != "a0"], freq="Y")
    assert table["value"].tolist() == [0.75, 1.0]
    assert table["articles"].sum() == 5


def test_missing_presence_counts_as_absent():
    scores = scores_of({"threat": [True, None]}).astype({"present": "boolean"})
    assert count_by_period(articles_of(["2025-09-01"] * 2), scores)["value"].iloc[0] == 0.5


@pytest.mark.parametrize("table", [articles_of([None, None]), articles_of(DAYS)[["article_id"]]])
def test_without_dates_all_are_undated(table):
    counted = count_by_period(table)
    assert starts(counted) == ["undated"]
    assert counted["articles"].tolist() == [len(table)]


@pytest.mark.parametrize("arguments", [{}, {"by": "outlet"}, {"scores": scores_of({"threat": []})}])
def test_no_articles_give_the_empty_table(arguments):
    table = count_by_period(articles_of([], outlet=[]), **arguments)
    assert table.empty
    full = count_by_period(articles_of(DAYS))
    assert table.dtypes.equals(full.dtypes)
    assert list(table.columns) == COLUMNS
    assert str(table["period"].dtype) == "datetime64[us, UTC]"


def test_input_is_not_edited_and_its_index_does_not_matter():
    articles = articles_of(DAYS, outlet=list("ABABA"))
    copy = articles.copy()
    expected = count_by_period(articles, by="outlet")
    pd.testing.assert_frame_equal(articles, copy)
    shuffled = articles.iloc[[3, 1, 4, 0, 2]].set_index(pd.Index([7, 7, 1, 2, 2]))
    pd.testing.assert_frame_equal(count_by_period(shuffled, by="outlet"), expected)


@pytest.mark.parametrize("freq", ["D", "W", "M", "Q", "Y"])
def test_nothing_leaves(freq):
    articles = articles_of(["2024-12-31T23:00", "2025-01-01", None, "2025-06-15", "2026-03-02", None])
    table = count_by_period(articles, freq=freq)
    assert table["articles"].sum() == len(articles)
    assert table["period"].iloc[:-1].is_monotonic_increasing


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"freq": "w"}, ParameterError, "Allowed: D, M, Q, W, Y"),
        ({"freq": "month"}, ParameterError, "'month'"),
        ({"by": "outlet"}, DataError, "no column 'outlet'"),
        ({"copies": "first"}, ParameterError, "Allowed: count, once"),
        ({"copies": "once"}, DataError, "no column 'text'"),
        ({"by": "published", "scores": scores_of({"threat": [True]})}, ParameterError, "cannot be combined"),
        ({"scores": pd.DataFrame({"article_id": ["a0"]})}, DataError, "'frame', 'present'"),
        ({"scores": scores_of({"threat": [True]}).assign(article_id="z")}, DataError, "about these articles"),
    ],
)
def test_wrong_use_is_explained(arguments, error, says):
    with pytest.raises(error, match=says):
        count_by_period(articles_of(DAYS), **arguments)


def test_published_must_be_instants():
    with pytest.raises(DataError, match=r"pandas\.to_datetime"):
        count_by_period(pd.DataFrame({"article_id": ["a"], "published": ["2025-09-02"]}))


@pytest.mark.parametrize(
    ("last", "freq"),
    [("2025-01-01", "W"), ("2025-06-30", "W"), ("2025-12-31", "M"), ("2034-12-31", "M"), ("2036-01-01", "Y")],
)
def test_a_period_is_chosen_by_the_length_of_the_corpus(last, freq):
    published = pd.to_datetime(["2025-01-01", last], utc=True)
    articles = pd.DataFrame({"article_id": ["a", "b"], "published": published})
    pd.testing.assert_frame_equal(count_by_period(articles), count_by_period(articles, freq=freq))


BRIEF = "the envoy said on monday that talks about the tanker would go on in the port"
OTHER = "a quite different piece about insurers who leave the sea to others from now on"


@pytest.mark.parametrize(
    ("days", "outlets", "by", "expected"),
    [
        # The earliest stands for the copies, wherever it is in the table.
        (["2025-10-02", "2025-09-03", "2025-09-05"], None, None, [2, 0, 0]),
        # Once in each outlet, not once in all.
        (["2025-09-03", "2025-10-02", "2025-09-05"], ["A", "B", "B"], "outlet", [1, 0, 0, 1, 1, 0]),
        # An undated copy of a dated text is no article of its own.
        (["2025-09-03", None, "2025-10-05"], None, None, [1, 1, 0]),
        ([None, None, "2025-10-05"], None, None, [1, 1]),
    ],
)
def test_copies_count_once(days, outlets, by, expected):
    columns = {} if outlets is None else {"outlet": outlets}
    table = articles_of(days, text=[BRIEF, BRIEF, OTHER], **columns)
    counted = count_by_period(table, freq="M", by=by, copies="once")
    assert counted["articles"].tolist() == expected
    assert count_by_period(table, freq="M", by=by)["articles"].sum() == 3
    assert counted["complete"].equals(count_by_period(table, freq="M", by=by)["complete"])


def test_shares_of_copies_that_count_once():
    table = articles_of(["2025-09-03"] * 3, text=[BRIEF, BRIEF, OTHER])
    scores = scores_of({"threat": [True, True, False]})
    assert count_by_period(table, scores, copies="once")["value"].iloc[0] == 0.5


def test_counts_are_neither_raw_nor_corrected_and_scores_are_raw():
    assert count_by_period(articles_of(DAYS))["validated"].isna().all()
    assert count_by_period(articles_of(DAYS), scores_of({"threat": [True] * 5}))["validated"].eq(False).all()
