"""What lies over and behind figures over time: bounds of the undated, lasting changes, events of one's own."""

from __future__ import annotations

import pandas as pd
import pytest
from event_story import OWN
from test_plots_timeline import COUNTS, SHARES

from workbench.errors import DataError
from workbench.plots import (
    plot_articles_over_time,
    plot_date_ranks,
    plot_frames_over_time,
    plot_topics_over_time,
)
from workbench.plots.changes import lasting, tell_changes
from workbench.plots.date_words import name_counted, name_date
from workbench.plots.own_events import own_room, place_own, tell_own

BOUNDED = COUNTS.assign(lowest=COUNTS["value"], highest=COUNTS["value"] + 1)


def make_changes(series="Post", before=2.0, after=6.0, *, survives=True, period="2025-11-17"):
    at = pd.Timestamp(period, tz="UTC") if period else pd.NaT
    row = {"series": series, "period": at, "low": at, "high": at, "before": before, "after": after}
    return pd.DataFrame([row | {"survives": survives}]).astype({"survives": "boolean"})


def make_counts(*rows):
    counts = pd.DataFrame(rows, columns=["value", "earliest", "latest", "articles", "sentences", "rank"])
    for bound in ("earliest", "latest"):
        counts[bound] = pd.to_datetime(counts[bound], utc=True)
    return counts.assign(mentions=counts["sentences"])


def names(figure, name):
    return [shape for shape in figure.layout.shapes if shape.name == name]


def test_the_bounds_of_all_series_are_added_up():
    figure = plot_articles_over_time(BOUNDED)
    bounds = next(trace for trace in figure.data if trace.type == "scatter")
    assert list(bounds.y) == [4, 1, 4]
    assert list(bounds.error_y.array) == [1, 1, 1]
    assert bounds.hovertext[0].replace("<br>", " ") == (
        "week from 3 November 2025: between 3 and 5 articles, wherever the undated belong"
    )
    assert "Thin lines: the fewest and most there can be" in figure.layout.meta["note"]


@pytest.mark.parametrize("series", [COUNTS, BOUNDED.assign(highest=BOUNDED["lowest"])])
def test_no_bounds_no_lines(series):
    figure = plot_articles_over_time(series)
    assert {trace.type for trace in figure.data} == {"bar"}
    assert "Thin lines" not in figure.layout.meta["note"]


@pytest.mark.parametrize(
    ("more", "ending"),
    [(0, "5 more are undated, which changes nothing in this."), (9, "5 more are undated, and could change this.")],
)
def test_whether_the_undated_could_change_the_peak_is_told(more, ending):
    series = COUNTS.assign(articles=COUNTS["articles"].mask(COUNTS["articles"] == 3, 8))
    series = series.assign(lowest=series["articles"], highest=series["articles"] + more)
    assert plot_articles_over_time(series).layout.meta["sentence"].endswith(ending)


def test_only_changes_that_survive_are_drawn_and_told():
    figure = plot_articles_over_time(COUNTS, changes=make_changes(survives=False))
    assert not names(figure, "change")
    assert "From" not in figure.layout.meta["sentence"]
    figure = plot_articles_over_time(COUNTS, changes=make_changes())
    assert len(names(figure, "change")) == 2
    assert "From the week of 17 November 2025 on" in figure.layout.meta["sentence"]
    assert "Dashed line: a lasting change" in figure.layout.meta["note"]


@pytest.mark.parametrize("changes", [None, make_changes(period=None), make_changes(survives=pd.NA)])
def test_no_change_found_is_none(changes):
    assert lasting(changes).empty


@pytest.mark.parametrize(
    ("change", "undated", "sentence"),
    [
        (
            make_changes("all"),
            4,
            (
                " From the week of 17 November 2025 on there are about three times as many articles a week (2 → 6); "
                "this holds wherever the undated articles belong."
            ),
        ),
        (
            make_changes("all", 6.0, 3.2),
            0,
            " From the week of 17 November 2025 on there are about half as many articles a week (6 → 3.2).",
        ),
        (
            make_changes("Post", 20.0, 24.0),
            0,
            " From the week of 17 November 2025 on there are more articles a week from Post (20 → 24).",
        ),
        (
            make_changes("all", 0.0, 4.0),
            0,
            " From the week of 17 November 2025 on there are more articles a week (0 → 4).",
        ),
        (
            make_changes("all", 90.0, 2.0),
            0,
            " From the week of 17 November 2025 on there are far fewer articles a week (90 → 2).",
        ),
    ],
)
def test_sentences_about_changes(change, undated, sentence):
    assert tell_changes(change, "week", undated=undated) == sentence


def test_periods_with_a_name_of_their_own_need_no_article():
    assert tell_changes(make_changes("all"), "month", undated=0).startswith(" From November 2025 on there are")


def test_at_most_three_changes_are_told():
    told = tell_changes(pd.concat([make_changes()] * 5, ignore_index=True), "week", undated=0)
    assert told.count("From the week") == 3
    assert told.endswith(" 2 later changes drawn.")


def test_a_change_of_a_frame_is_drawn_in_its_panel():
    both = pd.concat([SHARES, SHARES.assign(series="law", value=SHARES["value"] / 2)])
    figure = plot_frames_over_time(both, changes=make_changes("law", 0.2, 0.45))
    change = names(figure, "change")[0]
    assert change.y0 == pytest.approx(figure.layout.yaxis2.domain[0])
    sentence = figure.layout.meta["sentence"]
    assert "more of the articles speak of law (20 % before, 45 % after)" in sentence


def test_own_events_leave_the_frames_their_height():
    plain, own = plot_frames_over_time(SHARES), plot_frames_over_time(SHARES, own=OWN)
    labels = [note for note in own.layout.annotations if note.name == "own"]
    assert len(labels) == 1
    assert own.layout.height > plain.layout.height
    assert own.layout.yaxis.domain[1] < plain.layout.yaxis.domain[1]


def test_own_events_over_articles():
    figure = plot_articles_over_time(COUNTS, own=OWN)
    assert [note.hovertext for note in figure.layout.annotations if note.name == "own"] == [
        "Election of the council<br>9 November 2025<br>election"
    ]
    assert "2 events of your own outside the axis." in figure.layout.meta["note"]


def test_labels_that_would_meet_stand_in_lanes():
    days = pd.to_datetime(["2025-11-05", "2025-11-06", "2025-11-25"], utc=True)
    own = pd.DataFrame({"label": ["first", "second", "third"], "earliest": days, "latest": pd.NaT, "kind": None})
    placed = place_own(own, pd.Timestamp("2025-11-01"), pd.Timestamp("2025-12-01"))
    assert placed["lane"].tolist() == [0, 1, 0]
    assert placed["right"].tolist() == [False, False, True]
    assert own_room(placed) > own_room(placed.head(1)) > own_room(placed.head(0)) == 0


def test_own_events_without_any_day_lie_outside():
    own = pd.DataFrame({"label": ["some day"], "earliest": [pd.NaT], "latest": [pd.NaT], "kind": [None]})
    placed = place_own(own, pd.Timestamp("2025-11-01"), pd.Timestamp("2025-12-01"))
    assert tell_own(own, placed) == " 1 event of your own outside the axis."
    assert tell_own(None, placed) == ""


def test_own_events_need_their_columns():
    with pytest.raises(DataError, match="own"):
        plot_articles_over_time(COUNTS, own=OWN[["label"]])


@pytest.mark.parametrize(
    ("value", "mod", "words"),
    [
        ("2025-11-21", None, "21 November 2025"),
        ("2025-11-21TEV", None, "21 November 2025, evening"),
        ("2025-11-21T15:30", None, "21 November 2025, 15:30"),
        ("2025-11", "END", "late November 2025"),
        ("2025", "START", "early 2025"),
        ("2025", "APPROX", "about 2025"),
        ("199X", "MID", "the mid-1990s"),
        ("199X", "APPROX", "about the 1990s"),
        ("19XX", None, "the 1900s"),
        ("2025-Q3", None, "third quarter of 2025"),
        ("2025-H1", None, "first half of 2025"),
        ("2025-W47", None, "week 47 of 2025"),
        ("2025-W47-WE", None, "weekend of week 47 of 2025"),
        ("2025-SU", None, "summer 2025"),
        ("XXXX-11-21", None, "21 November (year not stated)"),
        ("XXXX-XX-XX", None, "a day (which is not stated)"),
        ("XXXX-11", None, "November (year not stated)"),
        ("XXXX-WXX-5", None, "Friday (week not stated)"),
        ("XXXX-Q3", None, "third quarter (year not stated)"),
        ("PRESENT_REF", None, "now"),
        ("T15:30", None, "15:30"),
        ("2025-XX-XX", None, "2025-XX-XX"),
        (None, None, "no date"),
    ],
)
def test_values_in_words(value, mod, words):
    assert name_date(value, mod) == words


@pytest.mark.parametrize(
    ("value", "first", "last", "words"),
    [
        ("2023", "2023-01-01", "2023-12-31", "2023"),
        ("2023", "2023-09-01", "2023-12-31", "late 2023"),
        ("2023", "2023-01-01", "2023-04-30", "early 2023"),
        ("2023", "2023-05-01", "2023-08-31", "mid-2023"),
        ("2023", "2022-07-01", "2024-06-30", "about 2023"),
        ("2024-02", "2024-02-20", "2024-02-29", "late February 2024"),
        ("2025-XX-XX", "2025-03-04", "2025-04-03", "4 March 2025 to 3 April 2025"),
        ("XXXX-11-21", None, None, "21 November (year not stated)"),
    ],
)
def test_counted_dates_in_words(value, first, last, words):
    assert name_counted(value, pd.to_datetime(first, utc=True), pd.to_datetime(last, utc=True)) == words


def test_dates_stand_in_the_order_of_their_rank():
    counts = make_counts(
        ("2025-09-02", "2025-09-02", "2025-09-02", 2, 3, 2),
        ("2023", "2023-09-01", "2023-12-31", 2, 2, 3),
        ("XXXX-11-21", None, None, 5, 9, 1),
    )
    figure = plot_date_ranks(counts)
    labels = [text.replace("<br>", " ") for text in figure.layout.yaxis.ticktext]
    assert labels == ["21 November (year not stated)", "2 September 2025", "late 2023"]
    assert list(figure.data[0].x) == [5, 2, 2]
    assert figure.layout.meta["note"].endswith("Grey: the year is not stated.")


def test_fifteen_dates_are_drawn_and_ties_are_told():
    day = "2025-09-{:02}"
    counts = make_counts(*[(day.format(n), day.format(n), day.format(n), 1, 1, 1) for n in range(1, 21)])
    meta = plot_date_ranks(counts).layout.meta
    assert "15 of 20 dates drawn" in meta["note"]
    assert meta["sentence"] == "20 dates share the first place, each with 1 article, 1 sentence."


def test_own_events_lie_over_topics_too():
    series = pd.DataFrame(
        {"period": pd.to_datetime(["2025-10-01", "2025-11-01"], utc=True), "topic": 1, "label": "oil"}
    )
    series = series.assign(share=[0.1, 0.6], low=[0.0, 0.4], high=[0.2, 0.7], articles=[8, 9], complete=True)
    plain, over = plot_topics_over_time(series), plot_topics_over_time(series, own=OWN)
    names = [text.name for text in over.layout.annotations]
    assert "own" in names
    assert "own" not in [text.name for text in plain.layout.annotations]
    assert "of your own" in over.layout.meta["note"]
    assert over.layout.yaxis.domain[1] < plain.layout.yaxis.domain[1]


def test_five_thousand_own_events_are_cut_and_counted():
    days = pd.date_range("2025-11-01", periods=5_000, freq="15min", tz="UTC")
    many = pd.DataFrame({"label": [f"event {n}" for n in range(5_000)], "earliest": days, "latest": days, "kind": None})
    figure = plot_articles_over_time(COUNTS, own=many)
    assert sum(text.name == "own" for text in figure.layout.annotations) == 40
    assert "Grey behind: 40 events of your own. 4,960 events of your own" in figure.layout.meta["note"]
