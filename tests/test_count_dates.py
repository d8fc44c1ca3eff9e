import pandas as pd
import pytest

from workbench.errors import DataError
from workbench.timeline.events.calendar import count_dates

ARTICLES = pd.DataFrame(
    {
        "article_id": ["a", "b", "c"],
        "text": ["Talks in May. More in May, and May. Then June.", "In May. On the 2nd. In June.", "Nothing."],
    }
)
COLUMNS = ["value", "earliest", "latest", "granularity", "articles", "sentences", "mentions", "rank"]


def make_dates(*rows):
    """Dates of (article_id, start, value, first day, last day), with what else a row says as a dictionary."""
    table = pd.DataFrame(
        [
            {
                "article_id": article,
                "start": start,
                "type": "DATE",
                "value": value,
                "earliest": first,
                "latest": last,
                "granularity": "day",
                "vague": False,
            }
            | (more[0] if more else {})
            for article, start, value, first, last, *more in rows
        ],
        columns=["article_id", "start", "type", "value", "earliest", "latest", "granularity", "vague"],
    )
    days = {name: pd.to_datetime(table[name], utc=True).dt.as_unit("us") for name in ("earliest", "latest")}
    texts = dict.fromkeys(["article_id", "type", "value", "granularity"], "str")
    return table.assign(**days).astype(texts | {"vague": "bool"})


MAY, JUNE = ("2025-05", "2025-05-01", "2025-05-31"), ("2025-06", "2025-06-01", "2025-06-30")


def count(*rows, **options):
    return count_dates(make_dates(*rows), ARTICLES, **options)


def test_articles_come_before_sentences_and_sentences_before_mentions():
    table = count(("a", 9, *MAY), ("a", 22, *MAY), ("a", 31, *MAY), ("a", 41, *JUNE), ("b", 23, *JUNE))
    assert table["value"].tolist() == ["2025-06", "2025-05"]
    assert table[["articles", "sentences", "mentions", "rank"]].to_numpy().tolist() == [[2, 2, 2, 1], [1, 2, 3, 2]]


def test_equals_share_a_rank_and_the_next_is_counted_after_them():
    rows = [("a", 0, "2025", "2025-01-01", "2025-12-31"), ("b", 0, *MAY), ("a", 41, *JUNE), ("b", 23, *JUNE)]
    table = count(*rows)
    assert list(zip(table["value"], table["rank"], strict=True)) == [("2025-06", 1), ("2025", 2), ("2025-05", 2)]


def test_a_day_is_not_counted_for_its_month():
    table = count(("a", 0, *MAY), ("b", 8, "2025-05-02", "2025-05-02", "2025-05-02"))
    assert table["articles"].tolist() == [1, 1]


def test_a_date_without_a_year_stays_without_one():
    day = ("2025-11-21", "2025-11-21", "2025-11-21")
    table = count(("a", 0, *day), ("b", 0, "XXXX-11-21", None, None))
    assert table["value"].tolist() == ["2025-11-21", "XXXX-11-21"]
    assert table["earliest"].isna().tolist() == [False, True]


def test_late_2023_is_not_2023():
    table = count(("a", 0, "2023", "2023-01-01", "2023-12-31"), ("b", 0, "2023", "2023-09-01", "2023-12-31"))
    assert table["value"].tolist() == ["2023", "2023"]
    assert table["articles"].tolist() == [1, 1]


def test_times_count_for_their_day():
    day = ("2025-11-21", "2025-11-21")
    time = {"type": "TIME", "granularity": "hour"}
    table = count(
        ("a", 0, "2025-11-21TEV", *day, time), ("a", 14, "2025-11-21T15:00", *day, time), ("b", 0, day[0], *day)
    )
    assert table[["value", "granularity", "articles", "mentions"]].to_numpy().tolist() == [["2025-11-21", "day", 2, 3]]


@pytest.mark.parametrize(
    ("kind", "value"), [("DURATION", "P7D"), ("SET", "P1W"), ("EVENT_REF", None), ("TIME", "T15:00"), ("DATE", None)]
)
def test_what_is_no_date_is_not_counted(kind, value):
    assert count(("a", 0, value, None, None, {"type": kind})).empty


@pytest.mark.parametrize(("vague", "values"), [(False, ["2025-05"]), (True, ["2025-05", "PRESENT_REF"])])
def test_vague_dates_only_on_request(vague, values):
    table = count(("a", 0, *MAY), ("b", 0, "PRESENT_REF", None, None, {"vague": True}), vague=vague)
    assert table["value"].tolist() == values


def test_no_dates_give_the_table_with_its_types():
    table = count()
    assert table.columns.tolist() == COLUMNS
    assert table.dtypes.astype(str).tolist() == ["str", *["datetime64[us, UTC]"] * 2, "str", *["Int64"] * 4]


def test_the_order_of_rows_changes_nothing():
    rows = [("a", 9, *MAY), ("a", 22, *MAY), ("a", 41, *JUNE), ("b", 23, *JUNE), ("b", 8, "XXXX-05-02", None, None)]
    pd.testing.assert_frame_equal(count(*rows), count(*reversed(rows)))


def test_dates_of_other_articles_are_refused():
    with pytest.raises(DataError, match="'x', which is not among the articles"):
        count(("x", 0, *MAY))


def test_a_lost_column_is_named():
    with pytest.raises(DataError, match="'value'"):
        count_dates(make_dates().drop(columns="value"), ARTICLES)
