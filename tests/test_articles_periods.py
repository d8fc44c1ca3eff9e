"""Calendar periods of articles; more cases stand in test_periods.py."""

import pandas as pd
import pytest

from workbench.articles.periods import find_periods, find_reach, name_periods
from workbench.errors import ParameterError
from workbench.text import find_groups


def test_periods_and_the_row_of_each_article():
    published = pd.to_datetime(["2025-09-30", None, "2025-11-01"], utc=True)
    periods, rows = find_periods(pd.DataFrame({"published": published}, index=[7, 7, 8]), "M")
    assert periods["period"].dt.strftime("%Y-%m").fillna("undated").tolist() == [
        "2025-09",
        "2025-10",
        "2025-11",
        "undated",
    ]
    assert periods["complete"].tolist() == [False, True, False, pd.NA]
    assert rows.tolist() == [0, 3, 2]


def test_no_dates_leave_the_undated():
    periods, rows = find_periods(pd.DataFrame({"article_id": ["a", "b"]}), None)
    assert periods["period"].isna().tolist() == [True]
    assert rows.tolist() == [0, 0]


def test_an_unknown_period_is_named():
    with pytest.raises(ParameterError, match="Allowed: D, M, Q, W, Y"):
        find_periods(pd.DataFrame(), "month")


def articles_between(bounds):
    """Articles of (published, earliest, latest), each a day or None."""
    columns = ["published", "published_earliest", "published_latest"]
    table = pd.DataFrame(bounds, columns=columns, dtype="str")
    return table.apply(lambda column: pd.to_datetime(column, utc=True, format="ISO8601"))


BOUNDS = [
    ("2025-09-03", "2025-09-03", "2025-09-03"),
    ("2025-11-20", None, None),
    (None, "2025-10-01", "2025-10-31"),  # a month is a period
    (None, "2025-09-20", "2025-10-10"),  # one of two
    (None, None, None),
    (None, "2025-10-05", None),
    (None, "2025-11-05", "2026-02-01"),  # may lie after the last period
    (None, "2024-01-01", "2024-12-31"),  # lies before the first
    ("2025-10-08", "2025-08-10", "2025-10-08"),  # an ambiguous day
    ("2025-10-08", "2025-11-01", "2025-11-02"),  # the day lies outside its bounds: both may be
]


def test_an_article_of_a_month_has_a_month():
    periods, rows = find_periods(articles_between(BOUNDS), "M")
    assert rows.tolist() == [0, 2, 1, 3, 3, 3, 3, 3, 1, 1]
    assert len(periods) == 4


def test_the_periods_each_article_may_belong_to():
    reach = find_reach(articles_between(BOUNDS), "M")
    assert reach.first.tolist() == [0, 2, 1, 0, 0, 1, 2, 0, 0, 1]
    assert reach.last.tolist() == [0, 2, 1, 1, 2, 2, 2, -1, 1, 2]
    assert reach.sure.tolist() == [True, True, True] + [False] * 7


def test_an_article_without_a_day_may_open_the_periods():
    periods, rows = find_periods(articles_between([(None, "2025-08-01", "2025-08-31"), ("2025-09-30",) * 3]), "M")
    assert periods["period"].dt.month.dropna().tolist() == [8, 9]
    assert periods["complete"].tolist() == [False, True, pd.NA]
    assert rows.tolist() == [0, 1]


@pytest.mark.parametrize("freq", ["D", "W", "M", "Q", "Y"])
def test_names_of_periods_are_those_of_groups_and_sort_as_periods_do(freq):
    published = pd.to_datetime(["2024-12-31", "2025-01-01", None, "2025-10-06", "2026-02-03"], utc=True)
    articles = pd.DataFrame({"article_id": list("abcde"), "published": published})
    periods, rows = find_periods(articles, freq)
    names = name_periods(periods["period"], freq)
    groups = find_groups(articles, by="published", freq=freq)["group"]
    assert names.take(rows).fillna("-").tolist() == groups.fillna("-").tolist()
    assert names.dropna().is_monotonic_increasing
    assert names.dropna().is_unique
