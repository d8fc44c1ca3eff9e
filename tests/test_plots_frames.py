"""Figures of shares: order, intervals, findings, tags."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from workbench.errors import DataError
from workbench.plots import plot_frames_over_time, plot_shares, show_table
from workbench.plots.dots import describe_share, legend_rows
from workbench.plots.folds import fold_id
from workbench.plots.theme import COLOURS, GREY

NAN = float("nan")


def make_shares(rows, **columns):
    shares = pd.DataFrame(rows, columns=["group", "frame", "estimate", "low", "high", "articles"])
    known = {"raw": shares["estimate"], "coded": 0, "method": "uncorrected", "validated": False}
    return shares.assign(**known | columns)


TWO = make_shares(
    [
        ("Post", "oil", 0.25, 0.1, 0.5, 8),
        ("Post", "law", 0.75, 0.5, 0.9, 8),
        ("Herald", "oil", 0.5, 0.2, 0.8, 4),
        ("Herald", "law", 0.5, 0.2, 0.8, 4),
    ]
)
LABELS = pd.DataFrame({"frame": ["oil", "law"], "label": ["Oil and resources", "Law"]})


def make_comparison(*rows):
    columns = ["frame", "group_a", "group_b", "share_a", "share_b", "difference", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def groups_of(figure):
    return {trace.name: trace for trace in figure.data}


def tags(figure):
    return [annotation for annotation in figure.layout.annotations if annotation.name == "tag"]


def test_the_most_frequent_frame_stands_on_top():
    figure = plot_shares(TWO, labels=LABELS)
    assert figure.layout.yaxis.ticktext == ("Law", "Oil and resources")
    assert figure.layout.yaxis.tickvals[0] > figure.layout.yaxis.tickvals[1]


def test_points_and_intervals_are_percent():
    herald = groups_of(plot_shares(TWO))["Herald"]
    assert list(herald.x) == [50, 50]
    assert list(herald.error_x.array) == pytest.approx([30, 30])
    assert list(herald.error_x.arrayminus) == pytest.approx([30, 30])


def test_groups_have_colour_and_symbol_and_stand_beside_each_other():
    traces = groups_of(plot_shares(TWO))
    assert {name: trace.marker.color for name, trace in traces.items()} == {"Herald": COLOURS[0], "Post": COLOURS[1]}
    assert traces["Herald"].marker.symbol != traces["Post"].marker.symbol
    assert not set(traces["Herald"].y) & set(traces["Post"].y)


def test_one_group_needs_no_legend_and_shows_its_numbers():
    figure = plot_shares(TWO[TWO["group"] == "Post"])
    assert figure.layout.showlegend is False
    assert set(figure.data[0].text) == {"25 %", "75 %"}
    assert figure.layout.meta["title"] == "Share of articles with each frame"


def test_a_missing_group_is_grey():
    figure = plot_shares(make_shares([("Post", "oil", 0.5, 0.1, 0.9, 4), (None, "oil", 0.5, 0.1, 0.9, 4)]))
    assert groups_of(figure)["not stated"].marker.color == GREY


def test_hover_in_words():
    hover = groups_of(plot_shares(TWO, labels=LABELS))["Post"].hovertext
    text = " ".join(hover[0].replace("<br>", " ").replace("\N{NO-BREAK SPACE}", " ").split())
    assert text == "Post: 2 of 8 articles (25 %, 95 % interval 10–50) speak of oil and resources"


def test_a_corrected_share_is_no_whole_number_of_articles():
    row = pd.Series({"group": "Post", "share": 0.3, "low": 0.2, "high": 0.4, "articles": 8})
    assert describe_share(row, "speak").startswith("Post: about 2.4 of 8 articles")


@pytest.mark.parametrize(
    ("difference", "low", "high", "title"),
    [
        (0.6, 0.1, 0.8, "Post speaks of law more often than Herald: 80 % against 20 % of articles"),
        (-0.6, -0.8, -0.1, "Herald speaks of law more often than Post: 20 % against 80 % of articles"),
        (0.6, -0.1, 0.8, "Share of articles with each frame, by outlet"),
        (0.6, 0.0, 0.8, "Share of articles with each frame, by outlet"),
        (NAN, NAN, NAN, "Share of articles with each frame, by outlet"),
    ],
)
def test_the_title_is_a_finding_only_when_the_interval_leaves_out_zero(difference, low, high, title):
    comparison = make_comparison(("law", "Post", "Herald", 0.8, 0.2, difference, low, high))
    assert plot_shares(TWO, labels=LABELS, comparison=comparison).layout.meta["title"] == title


def test_the_largest_sure_difference_is_told():
    comparison = make_comparison(
        ("oil", "Post", "Herald", 0.9, 0.0, 0.9, -0.1, 1.0),
        ("law", "Post", "Herald", 0.7, 0.3, 0.4, 0.1, 0.6),
        ("oil", "Herald", "Post", 0.1, 0.6, -0.5, -0.7, -0.2),
    ).set_axis([0, 0, 0])
    sentence = plot_shares(TWO, comparison=comparison).layout.meta["sentence"]
    assert sentence == (
        "Post speaks of oil more often than Herald: 60 % against 10 % of articles, "
        "a difference of 50 points (95 % interval 20–70)."
    )


@pytest.mark.parametrize("groups", [("not stated", "Post"), ("Post", "not stated")])
def test_articles_without_a_group_are_no_finding(groups):
    comparison = make_comparison(("law", *groups, 0.9, 0.1, 0.8, 0.5, 0.9))
    title = plot_shares(TWO, comparison=comparison).layout.meta["title"]
    assert title == "Share of articles with each frame, by outlet"


def test_no_sure_difference_is_said_too():
    comparison = make_comparison(("law", "Post", "Herald", 0.6, 0.5, 0.1, -0.3, 0.4))
    sentence = plot_shares(TWO, comparison=comparison, by="paper").layout.meta["sentence"]
    assert sentence.startswith("The highest share is that of law in Post: 75 % of 8 articles (95 % interval 50–90).")
    assert sentence.endswith("No difference between one paper and another is larger than chance allows.")


def test_not_validated_is_a_tag_and_in_the_note():
    figure = plot_shares(TWO)
    assert len(tags(figure)) == 1
    assert "12 articles; counted by machine, not validated by hand codes" in figure.layout.meta["note"]


def test_corrected_shares_have_no_tag_and_show_the_raw_ones_small_and_grey():
    figure = plot_shares(TWO.assign(validated=True, coded=60, raw=TWO["estimate"] + 0.1))
    raw = groups_of(figure)["before correction"]
    assert tags(figure) == []
    assert (raw.marker.color, raw.marker.size) == (GREY, 5)
    assert "corrected with 60 hand-coded units. " in figure.layout.meta["note"]
    assert "Small grey points: before correction." in figure.layout.meta["note"]


def test_partly_validated_is_not_validated():
    assert tags(plot_shares(TWO.assign(validated=[True, True, True, False])))


def test_a_share_that_is_not_defined_is_left_out():
    shares = make_shares([("Post", "oil", 0.5, 0.2, 0.8, 4), ("Herald", "oil", NAN, NAN, NAN, 0)])
    assert list(groups_of(plot_shares(shares))) == ["Post"]


@pytest.mark.parametrize(
    ("groups", "rows"),
    [(["all"], 0), (["A", "B"], 1), (["Capitol Standard", "Harbor Ledger", "Isthmus Daily", "Meridian Review"], 2)],
)
def test_room_for_the_legend(groups, rows):
    assert legend_rows(groups) == rows


def test_of_many_groups_the_largest_are_drawn():
    rows = [("oil", f"Outlet {n:02d}", 0.5, 0.5, 0.2, 0.8, 30 - n, 0, "", False) for n in range(12)]
    columns = ["frame", "group", "raw", "estimate", "low", "high", "articles", "coded", "method", "validated"]
    figure = plot_shares(pd.DataFrame(rows, columns=columns))
    assert {trace.name for trace in figure.data if trace.name} == {f"Outlet {n:02d}" for n in range(8)}
    assert "the 8 of 12 groups with most articles" in figure.layout.meta["note"]


def corrected(**columns):
    known = {"validated": True, "coded": 60, "raw": TWO["estimate"] + 0.1, "positives": [20, 9, 30, 40], "note": None}
    return TWO.assign(**known | columns)


def daggers(figure):
    return [text for trace in figure.data if trace.mode == "text" for text in trace.text if "†" in text]


def test_few_positives_are_marked_and_explained():
    figure = plot_shares(corrected())
    assert len(daggers(figure)) == 1
    assert (
        "† fewer than 15 hand-coded units with the frame, or without it: a rough interval."
        in (figure.layout.meta["note"])
    )
    hover = " ".join(" ".join(groups_of(figure)["Post"].hovertext).replace("<br>", " ").split())
    assert "only 9 hand-coded units with the frame" in hover


@pytest.mark.parametrize(
    ("columns", "marks", "note"),
    [
        ({"positives": 30}, 0, ""),
        ({"positives": [2, 3, 4, 5]}, 0, "All shares: fewer than 15 hand-coded units"),
        ({"positives": 30, "note": [None, "slope set to 0", None, None]}, 1, "† slope set to 0."),
        ({"positives": 30, "note": ["", "a.", "b.", "c."]}, 3, "† warnings in the column 'note' of the table."),
        (
            {"note": [None, "only 9 hand-coded units with the frame (fewer than 15): small; other", None, None]},
            1,
            "† fewer than 15 hand-coded units with the frame, or without it: a rough interval; other.",
        ),
        ({"validated": False, "coded": 0, "positives": 0}, 0, ""),
    ],
)
def test_what_a_mark_warns_of(columns, marks, note):
    figure = plot_shares(corrected(**columns))
    assert len(daggers(figure)) == marks
    assert note in figure.layout.meta["note"]
    assert ("†" in figure.layout.meta["note"]) == bool(marks)


@pytest.mark.parametrize(
    ("validated", "coded", "tag", "note"),
    [
        (True, 60, [], "corrected with 60 hand-coded units. "),
        (True, [10, 20, 30, 40], [], "corrected with 10 to 40 hand-coded units a share. "),
        (True, 0, [], "corrected with hand codes. "),
        (False, 0, ["not validated"], "counted by machine, not validated by hand codes. "),
        (False, 60, ["not validated"], "corrected with 60 hand-coded units of another codebook, so not validated. "),
        ([True, True, False, False], [9, 9, 0, 0], ["in part not validated"], "Hollow: no hand codes, not validated."),
    ],
)
def test_how_shares_were_coded_is_said(validated, coded, tag, note):
    figure = plot_shares(corrected(validated=validated, coded=coded, positives=30))
    assert [annotation.text for annotation in tags(figure)] == tag
    assert note in figure.layout.meta["note"]


def test_what_is_not_validated_beside_what_is_stands_hollow():
    traces = groups_of(plot_shares(corrected(validated=[True, True, False, False], coded=[9, 9, 0, 0], positives=30)))
    assert traces["Post"].marker.symbol == ("square", "square")
    assert traces["Herald"].marker.symbol == ("circle-open", "circle-open")


def test_raw_shares_lie_under_the_corrected_ones():
    names = [trace.name for trace in plot_shares(corrected()).data]
    assert names[0] == "before correction"


def test_marks_lead_to_the_fold_of_their_frame_and_the_rows_of_their_group():
    figure = plot_shares(TWO, labels=LABELS)
    opens = figure.layout.meta["opens"]
    assert [fold["label"] for fold in opens["folds"]] == ["Law", "Oil and resources"]
    assert opens["folds"][0]["ids"] == [fold_id("sentences", "Law"), fold_id("sentences", "law")]
    assert opens["rows"] == ["Herald", "Post"]
    assert [list(place) for place in groups_of(figure)["Post"].customdata] == [[1, 1], [0, 1]]


def test_a_missing_group_leads_to_all_rows():
    figure = plot_shares(make_shares([("Post", "oil", 0.5, 0.1, 0.9, 4), (None, "oil", 0.5, 0.1, 0.9, 4)]))
    assert [list(place) for place in groups_of(figure)["not stated"].customdata] == [[0, -1]]


def test_a_figure_can_lead_nowhere():
    assert "opens" not in plot_shares(TWO, opens="").layout.meta


def test_a_fold_has_the_same_id_whatever_its_value_holds():
    shown = show_table(pd.DataFrame({"label": ['"><b>x'], "n": [1]}), "sentences", caption="c", fold="label")
    assert f'<details class="fold" id="{fold_id("sentences", chr(34) + "><b>x")}">' in shown.html
    assert re.fullmatch(r"fold-sentences-[0-9a-f]{12}", fold_id("sentences", '"><b>x'))


def make_series(**columns):
    periods = pd.to_datetime(["2025-11-03", "2025-11-10", "2025-11-17", None], utc=True)
    series = pd.DataFrame({"period": periods, "series": "oil", "articles": [4, 0, 9, 2]})
    known = {"value": [0.5, NAN, 0.2, 1.0], "low": [0.2, NAN, 0.1, 0.3], "high": [0.8, NAN, 0.4, 1.0]}
    return series.assign(**known, complete=[False, True, True, None], **columns)


def make_corrected(groups):
    shares = pd.DataFrame({"group": groups, "frame": "oil", "raw": 0.5, "estimate": 0.4, "low": 0.3, "high": 0.6})
    return shares.assign(coded=50, validated=True, positives=20, note=None)


@pytest.mark.parametrize(
    "group", ["2025-11-03", "2025-11-03/2025-11-09", "2025-11-03 00:00:00+00:00", "3 November 2025"]
)
def test_corrected_shares_by_period_stand_in_colour_over_the_raw_ones(group):
    figure = plot_frames_over_time(make_series(), shares=make_corrected([group, "not stated"]))
    raw, dated, raw_undated, undated = figure.data
    assert (dated.y[0], list(undated.y), dated.marker.color[0]) == (40, [40], COLOURS[0])
    assert (raw.name, list(raw.y), list(raw_undated.y)) == ("before correction", [50, 20], [50])
    assert raw.marker.color == GREY
    assert tags(figure) == []
    assert "Corrected with 50 hand-coded units. Small grey points: before correction." in figure.layout.meta["note"]
    assert figure.layout.meta["sentence"].endswith("40 % of 4 articles (95 % interval 30–60).")


def test_a_period_without_a_corrected_share_has_its_raw_point_alone():
    figure = plot_frames_over_time(make_series(), shares=make_corrected(["2025-11-17"]))
    dated = next(trace for trace in figure.data if trace.name != "before correction")
    assert pd.isna(dated.y[0])
    assert dated.y[2] == 40


def test_an_unfinished_period_is_hollow_corrected_or_not():
    figure = plot_frames_over_time(make_series(), shares=make_corrected(["2025-11-03", "2025-11-17"]))
    dated = next(trace for trace in figure.data if trace.name != "before correction")
    assert dated.marker.symbol == ("circle-open", "circle", "circle")


@pytest.mark.parametrize(
    ("freq", "groups"),
    [("MS", ["2025-01", "2025-02"]), ("QS", ["2025Q1", "2025Q2"]), ("YS", ["2025", "2026"])],
)
def test_periods_are_named_as_groups_of_articles_are(freq, groups):
    series = make_series().head(2).assign(period=pd.date_range("2025-01-01", periods=2, freq=freq, tz="UTC"))
    figure = plot_frames_over_time(series, shares=make_corrected(groups))
    dated = next(trace for trace in figure.data if trace.name != "before correction")
    assert list(dated.y) == [40, 40]


@pytest.mark.parametrize("group", ["Post", "2025-11", "2025-11-04", "May", "nan"])
def test_groups_that_are_no_periods_are_refused(group):
    with pytest.raises(DataError, match=f"The group '{group}' of the shares is no period of the series"):
        plot_frames_over_time(make_series(), shares=make_corrected(["2025-11-03", group]))


def test_periods_that_are_validated_in_part_are_grey_where_they_are_not():
    figure = plot_frames_over_time(make_series(validated=[True, True, False, True]))
    assert figure.data[0].marker.color == (COLOURS[0], COLOURS[0], GREY)
    assert [annotation.text for annotation in tags(figure)] == ["in part not validated"]


def test_points_over_time_lead_to_their_frame():
    figure = plot_frames_over_time(make_series())
    assert [list(place) for place in figure.data[0].customdata] == [[0, -1]] * 3
