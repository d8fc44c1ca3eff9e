"""The figure of dates in the texts: a year that is not stated never comes onto the time axis."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.plots import plot_dates

ARTICLES = pd.DataFrame({"article_id": ["a", "b"], "title": pd.Series(["Talks", None], dtype="str")})


def make_dates(*rows):
    dates = pd.DataFrame(rows, columns=["article_id", "text", "value", "granularity", "earliest", "latest"])
    for bound in ("earliest", "latest"):
        dates[bound] = pd.to_datetime(dates[bound], utc=True)
    return dates


def day(date, article="a"):
    return (article, date, date, "day", date, date)


def yearless(value, article="a"):
    return (article, value, f"XXXX-{value}", "day" if "-" in value else "month", None, None)


MONTH = ("a", "in October 2025", "2025-10", "month", "2025-10-01", "2025-10-31")
YEAR = ("b", "2025", "2025", "year", "2025-01-01", "2025-12-31")


def marks(figure, axis):
    """Return the days, and the bars as (first day, days), of a panel."""
    points, bars = (trace for trace in figure.data if trace.xaxis == axis)
    lengths = [
        (str(base)[:10], x / 86_400_000) for base, x in zip(bars.base if len(bars.x) else [], bars.x, strict=True)
    ]
    return [str(x)[:10] for x in points.x], lengths


def heading(figure):
    return [note.text for note in figure.layout.annotations if note.text.startswith("<b>")]


def test_days_are_points_and_longer_times_bars_of_their_length():
    figure = plot_dates(make_dates(day("2025-10-05"), MONTH, YEAR), ARTICLES)
    assert marks(figure, "x") == (["2025-10-05"], [("2025-01-01", 365), ("2025-10-01", 31)])
    assert figure.layout.yaxis.ticktext == ("days", "months", "years")


def test_dates_without_a_year_have_a_panel_of_their_own():
    figure = plot_dates(make_dates(day("2025-10-05"), yearless("11-21"), yearless("11")), ARTICLES)
    assert heading(figure) == ["<b>with a year</b>", "<b>year not stated</b>"]
    assert marks(figure, "x")[0] == ["2025-10-05"]
    assert marks(figure, "x2") == (["2000-11-21"], [("2000-11-01", 30)])
    assert figure.layout.xaxis2.ticktext == ("Jan", "Apr", "Jul", "Oct")
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [([yearless("02-29")], ["<b>year not stated</b>"]), ([day("2025-10-05")], ["<b>with a year</b>"])],
)
def test_an_empty_panel_is_not_drawn(rows, expected):
    assert heading(plot_dates(make_dates(*rows), ARTICLES)) == expected


def test_a_stated_year_2000_is_a_year():
    figure = plot_dates(make_dates(*[day("2000-05-01")] * 3), ARTICLES)
    assert heading(figure) == ["<b>with a year</b>"]
    assert "1 May 2000: 3 times" in [note.text for note in figure.layout.annotations]
    assert "most often 1 May 2000, 3 times" in figure.layout.meta["sentence"]


def test_mentions_of_the_same_day_are_stacked():
    figure = plot_dates(make_dates(*[day("2025-10-05")] * 4, day("2025-12-30")), ARTICLES)
    assert sorted(figure.data[0].y) == [0, 0, 1, 2, 3]


def test_marks_that_would_hide_each_other_are_stacked_too():
    figure = plot_dates(make_dates(day("2025-01-01"), day("2025-12-30"), day("2025-12-31")), ARTICLES)
    assert list(figure.data[0].y) == [0, 0, 1]


def test_a_date_that_can_be_read_in_two_ways_covers_both():
    ambiguous = ("a", "03/04/2025", "2025-XX-XX", "day", "2025-03-04", "2025-04-03")
    assert marks(plot_dates(make_dates(ambiguous), ARTICLES), "x")[1] == [("2025-03-04", 31)]


def test_the_hover_text_has_phrase_and_article():
    figure = plot_dates(make_dates(day("2025-10-05"), day("2025-10-09", "b")), ARTICLES)
    assert list(figure.data[0].hovertext) == ["“2025-10-05”<br>in: Talks", "“2025-10-09”<br>in: an untitled article"]


def test_the_day_named_most_often_is_labelled_in_both_panels():
    rows = [*[day("2025-10-05")] * 3, day("2025-10-06"), *[yearless("11-21")] * 4]
    texts = [note.text for note in plot_dates(make_dates(*rows), ARTICLES).layout.annotations]
    assert {"5 October 2025: 3 times", "21 November: 4 times"} <= set(texts)


def test_a_month_that_begins_that_day_does_not_move_the_label():
    late = ("a", "late October", "2025-10", "month", "2025-10-05", "2025-10-31")
    figure = plot_dates(make_dates(*[day("2025-10-05")] * 3, late), ARTICLES)
    label = next(note for note in figure.layout.annotations if "3 times" in note.text)
    assert label.y == 2


def test_a_far_date_is_told_where_it_would_squeeze_the_others():
    near = [day(f"2025-10-{number:02}") for number in range(1, 29)]
    figure = plot_dates(make_dates(day("1823-12-02"), *near), ARTICLES)
    assert figure.layout.xaxis.range[0].year == 2025
    assert figure.layout.meta["note"].endswith("1 mention outside the axis: 1823-12-02.")
    assert len(figure.data[0].x) == 28


def test_few_dates_are_all_drawn_however_far_apart():
    figure = plot_dates(make_dates(day("1823-12-02"), day("2025-10-05")), ARTICLES)
    assert len(figure.data[0].x) == 2


def test_expressions_without_a_place_are_counted():
    vague = ("a", "the other day", "PAST_REF", "day", None, None)
    assert (
        "1 mention without a day, month or year not drawn."
        in plot_dates(make_dates(day("2025-10-05"), vague), ARTICLES).layout.meta["note"]
    )
    assert (
        plot_dates(make_dates(vague), ARTICLES).layout.meta["sentence"] == "Nothing to show: the texts name no dates."
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([MONTH], "The texts name 1 date: 1 with a year."),
        ([MONTH, yearless("11")], "The texts name 2 dates: 1 with a year and 1 without, which has an axis of its own."),
        (
            [day("2025-10-05"), day("2025-10-05"), yearless("11-21"), yearless("11-21")],
            (
                "The texts name 4 dates: 2 with a year (most often 5 October 2025, 2 times) and 2 without "
                "(most often 21 November, 2 times), which have an axis of their own."
            ),
        ),
    ],
)
def test_the_sentence(rows, sentence):
    assert plot_dates(make_dates(*rows), ARTICLES).layout.meta["sentence"] == sentence


def test_articles_need_no_title():
    figure = plot_dates(make_dates(day("2025-10-05")), ARTICLES[["article_id"]])
    assert "untitled" in figure.data[0].hovertext[0]


def test_dates_of_one_size_share_a_lane():
    units = ["day", "time", "week", "weekend", "season", "quarter", "year", "century"]
    instants = pd.to_datetime(["2025-11-21"] * len(units), utc=True)
    dates = pd.DataFrame({"article_id": "a", "text": "then", "value": "2025-11-21", "granularity": units})
    dates = dates.assign(earliest=instants, latest=instants + pd.Timedelta(days=30))
    figure = plot_dates(dates, pd.DataFrame({"article_id": ["a"]}))
    assert set(figure.layout.yaxis.ticktext) == {"days", "weeks", "quarters", "years", "decades"}
