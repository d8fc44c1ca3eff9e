"""Shares corrected by hand codes, period by period, on the calendar."""

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from workbench.errors import DataError, ParameterError
from workbench.framing.shares.shares import estimate_shares
from workbench.text import find_groups
from workbench.timeline.periods.count import count_by_period
from workbench.timeline.periods.groups import find_period_groups

DAYS = ["2025-09-02", "2025-09-07", "2025-11-08", "2025-11-30", None, None]


def articles_of(days=DAYS):
    published = pd.to_datetime(pd.Series(days, dtype="str"), utc=True, format="ISO8601")
    return pd.DataFrame({"article_id": [f"a{n}" for n in range(len(days))], "published": published})


def predictions_of(present, frame="threat"):
    ids = [f"a{number}" for number in range(len(present))]
    return pd.DataFrame({"unit_id": ids, "article_id": ids, "frame": frame, "present": present})


def shares_of(present=(True, False, True, False, True, False), codes=None, freq="M"):
    return estimate_shares(predictions_of(list(present)), codes, by=find_period_groups(articles_of(), freq=freq))


def codes_of(values):
    rows = [(f"a{number}", "joined", "threat", value) for number, value in values.items()]
    return pd.DataFrame(rows, columns=["unit_id", "coder", "frame", "value"])


def test_the_estimate_and_its_interval_are_carried_along():
    shares = shares_of(codes=codes_of({0: 0, 1: 0, 2: 1}))
    series = count_by_period(articles_of(), shares)
    own = shares.set_index("group").loc[["2025-09", "2025-11"]]
    dated = series.iloc[[0, 2]]
    assert dated["value"].tolist() == own["estimate"].tolist()
    assert dated[["low", "high"]].to_numpy().tolist() == own[["low", "high"]].to_numpy().tolist()
    assert series["articles"].tolist() == [2, 0, 2, 2]
    assert series["validated"].tolist() == [True, pd.NA, True, False]
    assert series["complete"].tolist() == [False, True, True, pd.NA]
    assert series["value"].isna().tolist() == [False, True, False, False]


def test_without_codes_the_shares_and_bounds_are_those_of_scores():
    scores = predictions_of([True, False, True, False, True, False])
    raw = count_by_period(articles_of(), scores, freq="M")
    pd.testing.assert_frame_equal(count_by_period(articles_of(), shares_of()).assign(validated=raw["validated"]), raw)


def test_bounds_take_the_estimated_undated_not_the_counted():
    series = count_by_period(articles_of(), shares_of(codes=codes_of({0: 0, 1: 0, 2: 1, 3: 0, 4: 0, 5: 0})))
    undated = series.iloc[-1]
    coming = undated["value"] * 2
    november = series.iloc[2]
    assert november["highest"] == pytest.approx((november["value"] * 2 + coming) / (2 + coming))
    assert november["lowest"] == pytest.approx(november["value"] * 2 / (4 - coming))


def test_an_ambiguous_day_may_take_its_frame_along():
    articles = articles_of(["2025-09-02", "2025-09-07", "2025-10-09"])
    bounds = {name: articles["published"].copy() for name in ("earliest", "latest")}
    bounds["latest"].iloc[1] = pd.Timestamp("2025-10-03", tz="UTC")
    articles = articles.assign(**{f"published_{name}": values for name, values in bounds.items()})
    shares = estimate_shares(predictions_of([True, False, True]), by=find_period_groups(articles, freq="M"))
    series = count_by_period(articles, shares)
    assert series[["lowest", "highest"]].to_numpy()[:2].tolist() == [[0.0, 1.0], [0.5, 1.0]]
    assert series["unsure"].tolist() == [1, 0, 0]


@pytest.mark.parametrize("freq", ["D", "W", "M", "Q", "Y"])
def test_the_length_of_the_periods_is_read_from_their_names(freq):
    series = count_by_period(articles_of(), shares_of(freq=freq))
    expected = count_by_period(articles_of(), freq=freq)
    assert series["period"].tolist() == expected["period"].tolist()
    assert series["articles"].tolist() == expected["articles"].tolist()


def test_groups_by_column_serve_as_well():
    groups = find_groups(articles_of(), by="published", freq="M")
    shares = estimate_shares(predictions_of([True] * 6), by=groups)
    assert count_by_period(articles_of(), shares)["value"].dropna().eq(1).all()


def test_more_than_forty_periods():
    days = pd.date_range("2020-01-01", periods=60, freq="W").strftime("%Y-%m-%d").tolist()
    groups = find_period_groups(articles_of(days), freq="W")
    assert groups["group"].nunique() == 60
    assert find_period_groups(articles_of(days))["group"].nunique() == 14


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (lambda shares: shares.assign(group="Herald"), DataError, "'Herald', which is no period"),
        (lambda shares: shares.replace({"group": {"2025-09": "2025"}}), DataError, "different lengths"),
        (lambda shares: shares.replace({"group": {"2025-09": "2019-09"}}), DataError, "2019-09"),
        (lambda shares: pd.concat([shares, shares]), DataError, "two rows of one period"),
        (lambda shares: shares.assign(articles=9), DataError, "more articles"),
        (lambda shares: shares.drop(columns="validated"), DataError, "'validated'"),
    ],
)
def test_wrong_shares_are_explained(change, error, says):
    with pytest.raises(error, match=says):
        count_by_period(articles_of(), change(shares_of()))


def test_shares_of_other_periods_than_asked_for():
    with pytest.raises(DataError, match="find_period_groups"):
        count_by_period(articles_of(), shares_of(freq="M"), freq="W")


def test_copies_are_counted_before_shares_are_estimated():
    with pytest.raises(ParameterError, match="duplicates='first'"):
        count_by_period(articles_of(), shares_of(), copies="once")


def test_no_articles_give_the_empty_table():
    empty = shares_of().iloc[:0]
    table = count_by_period(articles_of([]), empty)
    assert table.empty
    assert table.dtypes.equals(count_by_period(articles_of(), shares_of()).dtypes)


def test_the_hand_codes_of_the_demo_correct_its_months(demo_corpus):
    from workbench import read_codebook, read_hand_codes, score_frames

    articles = demo_corpus.articles
    codebook = read_codebook("generic")
    hand = read_hand_codes(ROOT / "data" / "codes" / "demo", codebook=codebook, articles=articles)
    groups = find_period_groups(articles, freq="M")
    shares = estimate_shares(score_frames(articles, codebook), hand.gold, hand.sample, by=groups)
    series = count_by_period(articles, shares)
    assert series.groupby("series")["articles"].sum().eq(len(articles)).all()
    assert series["validated"].any()
    assert not series["validated"].all()  # no article of the first month was hand-coded
    known = series[series["period"].notna() & series["value"].notna()]
    assert (known["lowest"] <= known["value"] + 1e-9).all()
    assert (known["value"] <= known["highest"] + 1e-9).all()
    assert np.isfinite(known[["low", "high"]].to_numpy()).all()
