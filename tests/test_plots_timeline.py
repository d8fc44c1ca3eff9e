"""Figures over time: periods in words, undated beside, incomplete hollow."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.plots import plot_articles_over_time, plot_frames_over_time
from workbench.plots.periods import hollow, in_words, name_period, unit_of, widths
from workbench.plots.theme import CLEAR, COLOURS, GREY

NAN = float("nan")


def make_series(*rows):
    series = pd.DataFrame(rows, columns=["period", "series", "articles", "complete"])
    series["period"] = pd.to_datetime(series["period"], utc=True)
    series["complete"] = series["complete"].astype("boolean")
    return series.assign(value=series["articles"].astype("float64"), low=NAN, high=NAN)


COUNTS = make_series(
    ("2025-11-03", "Post", 2, False),
    ("2025-11-10", "Post", 0, True),
    ("2025-11-17", "Post", 3, True),
    (None, "Post", 1, None),
    ("2025-11-03", "not stated", 1, False),
    ("2025-11-10", "not stated", 0, True),
    ("2025-11-17", "not stated", 0, True),
    (None, "not stated", 4, None),
)
SHARES = make_series(
    ("2025-11-03", "oil", 2, False),
    ("2025-11-10", "oil", 0, True),
    ("2025-11-17", "oil", 9, True),
    (None, "oil", 4, None),
).assign(value=[1.0, NAN, 0.5, 0.25], low=[0.34, NAN, 0.36, 0.05], high=[1.0, NAN, 0.7, 0.7])


def bars(figure, axis):
    return [trace for trace in figure.data if trace.type == "bar" and trace.xaxis == axis]


@pytest.mark.parametrize(
    ("periods", "unit"),
    [
        (["2025-11-03", "2025-11-04"], "day"),
        (["2025-11-03", "2025-11-10", "2025-11-10"], "week"),
        (["2025-02-01", "2025-03-01", "2025-04-01"], "month"),
        (["2025-01-01", "2025-04-01", "2025-07-01"], "quarter"),
        (["2024-01-01", "2025-01-01"], "year"),
        (["2025-11-03", None], "period"),
        ([None], "period"),
        ([], "period"),
    ],
)
def test_the_unit_is_told_by_the_distance_of_periods(periods, unit):
    assert unit_of(pd.DataFrame({"period": pd.to_datetime(pd.Series(periods, dtype="str"), utc=True)})) == unit


@pytest.mark.parametrize(
    ("unit", "name", "sentence"),
    [
        ("day", "1 November 2025", "1 November 2025"),
        ("week", "week from 1 November 2025", "the week from 1 November 2025"),
        ("month", "November 2025", "November 2025"),
        ("quarter", "quarter from 1 November 2025", "the quarter from 1 November 2025"),
        ("year", "2025", "2025"),
    ],
)
def test_periods_in_words(unit, name, sentence):
    period = pd.Timestamp("2025-11-01", tz="UTC")
    assert (name_period(period, unit), in_words(period, unit)) == (name, sentence)
    assert name_period(pd.NaT, unit) == "undated"


def test_bars_are_as_wide_as_their_month():
    months = pd.DataFrame({"period": pd.to_datetime(["2025-02-01", "2025-03-01"], utc=True)})
    february, march = widths(months, "month")
    assert march / february == pytest.approx(31 / 28)


def test_every_article_is_drawn_once():
    figure = plot_articles_over_time(COUNTS)
    drawn = sum(int(articles) for trace in figure.data if trace.type == "bar" for articles in trace.y)
    assert drawn == COUNTS["articles"].sum()


def test_undated_articles_stand_on_an_axis_of_their_own():
    figure = plot_articles_over_time(COUNTS)
    assert [list(trace.y) for trace in bars(figure, "x2")] == [[1], [4]]
    assert figure.layout.xaxis.domain[1] < figure.layout.xaxis2.domain[0]


def test_no_undated_articles_leave_their_column_empty():
    figure = plot_articles_over_time(COUNTS[COUNTS["period"].notna()])
    assert [list(trace.y) for trace in bars(figure, "x2")] == [[], []]
    assert figure.layout.meta["note"].startswith("6 articles, 6 dated.")


def test_incomplete_periods_are_hollow_in_the_colour_of_their_outlet():
    post, unstated = bars(plot_articles_over_time(COUNTS), "x")
    assert post.marker.color == (CLEAR, COLOURS[0])
    assert unstated.marker.color == (CLEAR,)
    assert unstated.marker.line.color == GREY


def test_undated_rows_are_not_hollow():
    assert hollow(COUNTS) == [True, False, False, False, True, False, False, False]


def test_the_note_explains_hollow_only_where_there_is_some():
    whole = COUNTS.assign(complete=COUNTS["complete"].fillna(value=True) | True)
    assert (
        "Hollow: a week that the corpus begins or ends inside." in plot_articles_over_time(COUNTS).layout.meta["note"]
    )
    assert "Hollow" not in plot_articles_over_time(whole).layout.meta["note"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (COUNTS, "No week has more than 3 of the 6 articles with a date; 2 have so many; 5 more are undated."),
        (COUNTS[COUNTS["period"].isna()], "None of the 5 articles has a date."),
        (
            COUNTS[COUNTS["series"] == "Post"].tail(2),
            "The period from 17 November 2025 has the most articles: 3 of the 3 with a date; 1 more is undated.",
        ),
    ],
)
def test_the_sentence_about_articles(rows, sentence):
    assert plot_articles_over_time(rows).layout.meta["sentence"] == sentence


def test_all_undated_articles_are_still_shown():
    figure = plot_articles_over_time(COUNTS[COUNTS["period"].isna()])
    assert [list(trace.y) for trace in bars(figure, "x2")] == [[1], [4]]
    assert "no article with a date" in [annotation.text for annotation in figure.layout.annotations]


def test_one_series_needs_no_legend():
    figure = plot_articles_over_time(COUNTS[COUNTS["series"] == "Post"])
    assert figure.layout.showlegend is False
    assert figure.layout.meta["title"] == "Articles per week"


def test_a_period_without_articles_is_a_gap():
    dated = plot_frames_over_time(SHARES).data[0]
    assert list(dated.y)[::2] == [100, 50]
    assert pd.isna(dated.y[1])
    assert dated.connectgaps is False


def test_points_of_frames():
    dated, undated = plot_frames_over_time(SHARES).data
    assert list(dated.marker.symbol) == ["circle-open", "circle", "circle"]
    assert dated.marker.size[2] > dated.marker.size[0]
    assert (list(undated.x), list(undated.y), undated.xaxis) == (["undated"], [25], "x2")


def test_the_surest_peak_is_told_not_the_highest_point():
    sentence = plot_frames_over_time(SHARES).layout.meta["sentence"]
    assert sentence == (
        "The surest peak is that of oil in the week from 17 November 2025: 50 % of 9 articles (95 % interval 36–70)."
    )


def test_frames_of_undated_articles_alone():
    sentence = plot_frames_over_time(SHARES[SHARES["period"].isna()]).layout.meta["sentence"]
    assert sentence.startswith("No article that was scored has a date")


def test_at_most_eight_frames_the_most_frequent_first():
    frames = pd.concat(
        [SHARES.assign(series=f"frame {number}", value=SHARES["value"] * number / 10) for number in range(10)]
    )
    figure = plot_frames_over_time(frames)
    headings = [note.text for note in figure.layout.annotations if note.text.startswith("<b>")]
    assert headings[0] == "<b>frame 9</b>"
    assert len(headings) == 8
    assert "8 of 10 frames shown." in figure.layout.meta["note"]


@pytest.mark.parametrize(("validated", "tags"), [(None, 1), (True, 0), (False, 1)])
def test_frames_are_tagged_unless_validated(validated, tags):
    series = SHARES if validated is None else SHARES.assign(validated=validated)
    figure = plot_frames_over_time(series)
    assert sum(annotation.name == "tag" for annotation in figure.layout.annotations) == tags
    assert ("not validated" in figure.layout.meta["note"]) == bool(tags)


def test_labels_of_frames():
    labels = pd.DataFrame({"frame": ["oil"], "label": ["Oil and resources"]})
    figure = plot_frames_over_time(SHARES, labels=labels)
    assert "<b>Oil and resources</b>" in [annotation.text for annotation in figure.layout.annotations]
    assert "speak of<br>oil and resources" in figure.data[0].hovertext[0].replace(" oil", "<br>oil")


def test_more_groups_than_colours_are_told_as_others():
    rows = [("2025-11-03", f"outlet {number:02}", number + 1, True) for number in range(30)]
    rows += [(None, f"outlet {number:02}", 1, None) for number in range(30)]
    figure = plot_articles_over_time(make_series(*rows))
    names = [trace.name for trace in figure.data if trace.name]
    assert len(names) == 12
    assert "19 others" in names
    assert "outlet 29" in names
    drawn = sum(sum(trace.y) for axis in ("x", "x2") for trace in bars(figure, axis) if trace.y is not None)
    assert drawn == sum(range(1, 31)) + 30
