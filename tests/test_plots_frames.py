"""Figures of shares: order, intervals, findings, tags."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.plots import plot_shares
from workbench.plots.dots import describe_share, legend_rows
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
    assert "12 articles; dictionary counts, not validated against hand codes" in figure.layout.meta["note"]


def test_corrected_shares_have_no_tag_and_show_the_raw_ones_small_and_grey():
    figure = plot_shares(TWO.assign(validated=True, coded=60, raw=TWO["estimate"] + 0.1))
    raw = groups_of(figure)["before correction"]
    assert tags(figure) == []
    assert (raw.marker.color, raw.marker.size) == (GREY, 5)
    assert "corrected with 60 hand codes" in figure.layout.meta["note"]


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
