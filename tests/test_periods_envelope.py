"""The fewest and the most a period could have, against every way the articles could lie."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.timeline.periods.count import count_by_period

MONTHS = pd.date_range("2025-01-01", periods=4, freq="MS", tz="UTC")


def articles_of(bounds):
    """Articles of (published, earliest, latest) as numbers of months from January 2025; None is not stated."""
    day = [
        [None if month is None else pd.Timestamp("2025-01-15") + pd.DateOffset(months=month) for month in row]
        for row in bounds
    ]
    table = pd.DataFrame(day, columns=["published", "published_earliest", "published_latest"])
    table = table.apply(lambda column: pd.to_datetime(column, utc=True))
    return table.assign(article_id=[f"a{number}" for number in range(len(bounds))])


def scores_of(present):
    ids = [f"a{number}" for number in range(len(present))]
    return pd.DataFrame({"article_id": ids, "frame": "threat", "present": present})


def every_placing(bounds, size):
    """Yield every way the articles could lie: the month of each, -1 where it is outside the table."""
    choices = []
    for published, earliest, latest in bounds:
        first = published if earliest is None else min(earliest, earliest if published is None else published)
        last = published if latest is None else max(latest, latest if published is None else published)
        first, last = -9 if first is None else first, 99 if last is None else last
        inside = [month for month in range(size) if first <= month <= last]
        choices.append(inside + ([-1] if first < 0 or last >= size else []))
    yield from product(*choices)


def brute_force(bounds, present, size):
    """Return for each month the extremes of the count and of the share over every placing."""
    placings = np.array(list(every_placing(bounds, size)))
    extremes = []
    for month in range(size):
        here = placings == month
        counts, having = here.sum(axis=1), (here & np.array(present)).sum(axis=1)
        shares = having[counts > 0] / counts[counts > 0]
        among = (shares.min(), shares.max()) if len(shares) else (np.nan, np.nan)
        extremes.append((counts.min(), counts.max(), *among))
    return np.array(extremes, dtype=float)


months = st.one_of(st.none(), st.integers(-1, 3))
loose = st.tuples(st.none(), months, months).filter(lambda row: None in row[1:] or row[1] < row[2])
wide = st.tuples(st.integers(0, 2), st.integers(-1, 2), st.integers(0, 3)).filter(
    lambda row: row[1] <= row[0] <= row[2]
)


@given(st.lists(st.one_of(loose, wide), max_size=5), st.lists(st.booleans(), min_size=8, max_size=8))
def test_bounds_are_those_of_every_placing(doubtful, present):
    bounds = [(0, None, None), (2, None, None), (2, 2, 2), *doubtful]
    present = present[: len(bounds)]
    expected = brute_force(bounds, present, 3)
    counts = count_by_period(articles_of(bounds), freq="M")
    shares = count_by_period(articles_of(bounds), scores_of(present), freq="M")
    assert np.array_equal(counts[["lowest", "highest"]].to_numpy()[:-1], expected[:, :2])
    assert np.allclose(shares[["lowest", "highest"]].to_numpy()[:-1], expected[:, 2:], equal_nan=True)
    assert counts["articles"].sum() == len(bounds)
    for table in (counts, shares):
        dated = table[table["period"].notna() & table["value"].notna()]
        assert (dated["lowest"] <= dated["value"] + 1e-9).all()
        assert (dated["value"] <= dated["highest"] + 1e-9).all()


def test_all_dated_has_no_doubt():
    table = count_by_period(articles_of([(0, 0, 0), (2, None, None)]), freq="M")
    assert table["lowest"].tolist()[:-1] == table["highest"].tolist()[:-1] == [1, 0, 1]
    assert table["unsure"].tolist() == [0, 0, 0, 0]
    assert table[["lowest", "highest"]].iloc[-1].isna().all()


def test_an_article_without_any_date_could_be_in_every_period():
    table = count_by_period(articles_of([(0, 0, 0), (2, None, None), (None, None, None)]), freq="M")
    assert table["highest"].tolist()[:-1] == [2, 1, 2]
    assert table["unsure"].tolist() == [0, 0, 0, 1]


def test_bounds_beyond_the_first_and_last_article_add_no_period():
    table = count_by_period(articles_of([(0, 0, 0), (1, 1, 1), (None, 5, 9)]), freq="M")
    assert len(table) == 3
    assert table["highest"].tolist()[:-1] == [1, 1]
    assert table["articles"].tolist() == [1, 1, 1]


def test_a_wider_period_makes_an_article_sure():
    articles = articles_of([(0, 0, 0), (None, 1, 2), (11, 11, 11)])
    monthly, yearly = (count_by_period(articles, freq=freq) for freq in "MY")
    assert monthly["unsure"].sum() == 1
    assert yearly["articles"].tolist() == [3, 0]
    assert yearly["unsure"].sum() == 0


def test_each_outlet_has_its_own_envelope():
    articles = articles_of([(0, 0, 0), (1, 1, 1), (None, 0, 1)]).assign(outlet=["A", "B", "B"])
    table = count_by_period(articles, freq="M", by="outlet").set_index("series")
    assert table.loc["A", "highest"].tolist()[:2] == [1, 0]
    assert table.loc["B", "highest"].tolist()[:2] == [1, 2]


@pytest.mark.parametrize("order", [(None, 3, 1), (None, 1, 3)])
def test_bounds_the_wrong_way_round_do_no_harm(order):
    table = count_by_period(articles_of([(0, 0, 0), (3, 3, 3), order]), freq="M")
    assert (table["lowest"].dropna() >= 0).all()
    assert (table["highest"].dropna() >= table["lowest"].dropna()).all()


def test_no_dated_article_leaves_the_undated_alone():
    table = count_by_period(articles_of([(None, 0, 3), (None, None, None)]), freq="M")
    assert table["articles"].tolist() == [2]
    assert table["unsure"].tolist() == [2]
