"""Figures of agreement: order, lines, verdicts, what is not defined, and titles that the intervals allow."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.plots import plot_agreement
from workbench.plots.folds import fold_id

NAN = float("nan")


def make_agreement(*rows, **columns):
    table = pd.DataFrame(rows, columns=["frame", "alpha", "low", "high"])
    known = {"percent": 0.9, "units": 60, "coders": 2, "note": None, "verdict": "tentative"}
    return table.assign(**known | columns)


TABLE = make_agreement(
    ("law", 0.7, 0.6, 0.8),
    ("oil", 0.9, 0.82, 0.97),
    ("drugs", NAN, NAN, NAN),
    ("order", 0.3, 0.1, 0.5),
    verdict=["tentative", "reliable", "undefined", "unreliable"],
    note=[None, None, "undefined: only one coder (ana) coded it", "few units (12)"],
)


def texts(figure):
    return [annotation.text for annotation in figure.layout.annotations if annotation.name != "note"]


def test_the_best_stands_on_top_and_what_is_not_defined_last():
    axis = plot_agreement(TABLE).layout.yaxis
    assert axis.ticktext == ("oil", "law", "order", "drugs")
    assert axis.tickvals == (0, -1, -2, -3)


def test_alpha_is_written_with_its_verdict():
    trace = plot_agreement(TABLE).data[0]
    written = dict(zip(trace.y, trace.text, strict=True))
    assert written[0] == "0.90 reliable"
    assert written[-2] == "0.30 unreliable"


def test_intervals_are_drawn():
    trace = plot_agreement(TABLE).data[0]
    assert list(trace.error_x.array)[:2] == pytest.approx([0.1, 0.07])
    assert list(trace.error_x.arrayminus)[:2] == pytest.approx([0.1, 0.08])


def test_both_lines_are_named_and_stop_where_nothing_is_defined():
    figure = plot_agreement(TABLE)
    lines = [shape for shape in figure.layout.shapes if shape.line.dash == "dot"]
    assert [(line.x0, line.x1, line.y0, line.y1) for line in lines] == [
        (0.667, 0.667, -2.5, 0.5),
        (0.8, 0.8, -2.5, 0.5),
    ]
    assert {"tentative<br>≥ .667", "reliable<br>≥ .800"} <= set(texts(figure))


def test_what_is_not_defined_says_why():
    assert "not defined: only one coder<br>(ana) coded it" in texts(plot_agreement(TABLE))


def test_nothing_defined_is_still_listed():
    figure = plot_agreement(TABLE[TABLE["frame"] == "drugs"])
    assert figure.layout.yaxis.ticktext == ("drugs",)
    assert figure.layout.meta["sentence"] == "Alpha is not defined for any of 1 frame."
    assert not [shape for shape in figure.layout.shapes if shape.line.dash == "dot"]


@pytest.mark.parametrize(
    ("low", "begin"), [(0.4, 0), (-0.1, -0.25), (-0.3, -0.5), (-0.6, -1), (-3.0, -1)], ids="{}".format
)
def test_the_axis_begins_where_honesty_needs(low, begin):
    figure = plot_agreement(make_agreement(("law", 0.5, low, 0.8)))
    assert figure.layout.xaxis.tickvals[0] == begin
    assert figure.layout.xaxis.tickvals[-1] == 1
    assert figure.layout.xaxis.range[0] < begin


def test_a_negative_alpha_has_a_minus_sign():
    figure = plot_agreement(make_agreement(("law", -0.2, -0.3, 0.1)))
    assert figure.data[0].text == ("\N{MINUS SIGN}0.20 tentative",)
    assert figure.layout.xaxis.ticktext[0] == "\N{MINUS SIGN}0.5"


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([("law", 0.9, 0.82, 0.95), ("oil", 0.9, 0.85, 0.95)], "Coders agree reliably on every frame"),
        (
            [("law", 0.9, 0.82, 0.95), ("oil", 0.75, 0.67, 0.9)],
            "Coders agree well enough for tentative conclusions on every frame",
        ),
        ([("law", 0.9, 0.79, 0.95), ("oil", 0.75, 0.6, 0.9)], "How well coders agree on each frame"),
        ([("law", 0.9, 0.85, 0.95), ("oil", NAN, NAN, NAN)], "How well coders agree on each frame"),
        ([("law", 0.9, NAN, NAN)], "How well coders agree on each frame"),
        ([("law", 0.9, 0.7, 1), ("oil", 0.5, 0.3, 0.66)], "Coders do not agree reliably on oil"),
        ([("law", 0.5, 0.4, 0.6), ("oil", 0.5, 0.3, 0.66)], "Coders do not agree reliably on any frame"),
        (
            [(name, 0.5, 0.4, 0.6) for name in "abcd"] + [("e", 0.8, 0.6, 0.9)],
            "Coders do not agree reliably on 4 of 5 frames",
        ),
    ],
)
def test_the_title_is_a_finding_only_when_the_intervals_allow_it(rows, title):
    assert plot_agreement(make_agreement(*rows)).layout.meta["title"] == title


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("law", 0.9, 0.7, 1), ("oil", 0.7, 0.5, 0.9)], "1 of 2 frames reaches .800, 1 more .667."),
        ([("law", 0.7, 0.5, 0.9), ("oil", 0.4, 0.3, 0.9)], "None of 2 frames reaches .800, 1 reaches .667."),
        ([("law", 0.6, 0.5, 0.9), ("oil", 0.4, 0.3, 0.9)], "None of 2 frames reaches .667."),
        (
            [("law", 0.9, 0.7, 1), ("oil", NAN, NAN, NAN)],
            "1 of 2 frames reaches .800, none more .667; 1 is not defined.",
        ),
    ],
)
def test_the_sentence_counts_the_frames(rows, sentence):
    assert plot_agreement(make_agreement(*rows)).layout.meta["sentence"].endswith(sentence)


def test_groups_stand_beside_each_other():
    rounds = pd.concat([TABLE.assign(group="round 1"), TABLE.assign(group="round 2", alpha=TABLE["alpha"] - 0.1)])
    figure = plot_agreement(rounds, by="round")
    assert [trace.name for trace in figure.data] == ["round 1", "round 2"]
    assert figure.layout.showlegend
    assert figure.layout.meta["title"] == "How well coders agree on each frame, by round"
    assert figure.layout.meta["sentence"] == "2 of 8 alphas reach .800, 1 more .667; 2 are not defined."


def test_of_many_groups_the_largest_are_drawn():
    many = pd.concat([TABLE.assign(group=f"coder {number:02d}", units=40 - number) for number in range(10)])
    figure = plot_agreement(many)
    assert [trace.name for trace in figure.data] == [f"coder {number:02d}" for number in range(8)]
    assert "the 8 of 10 groups with most units" in figure.layout.meta["note"]


def test_the_note_says_how_many_units_and_coders():
    assert (
        plot_agreement(TABLE).layout.meta["note"].startswith("60 units coded by two or more of 2 coders. Alpha: 1 is")
    )
    uneven = TABLE.assign(units=[10, 20, 30, 40])
    assert plot_agreement(uneven).layout.meta["note"].startswith("10 to 40 units coded by")


def test_hover_in_words():
    trace = plot_agreement(TABLE, labels=pd.DataFrame({"frame": ["order"], "label": ["Regional order"]})).data[0]
    hover = next(text for text in trace.hovertext if text.startswith("Regional")).replace("\N{NO-BREAK SPACE}", " ")
    assert hover.split("<br>") == [
        "Regional order: alpha 0.30 (95 % interval 0.10",
        "to 0.50)",
        "60 units, 2 coders",
        "coders say the same in 90 % of pairs",
        "unreliable",
        "few units (12)",
    ]


def test_marks_lead_to_the_disagreements():
    opens = plot_agreement(TABLE).layout.meta["opens"]
    assert opens["folds"][0] == {"label": "oil", "ids": [fold_id("disagreements", "oil")]}
