"""Figures of machine coders: F1 beside precision, recall and people; cells; probabilities; learning."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.errors import ParameterError
from workbench.plots import plot_calibration, plot_confusion, plot_evaluation, plot_learning
from workbench.plots.theme import COLOURS

NAN = float("nan")


def make_evaluation(*rows):
    evaluation = pd.DataFrame(rows, columns=["frame", "measure", "value", "low", "high"])
    return evaluation.assign(units=200, positives=30)


EVALUATION = make_evaluation(
    ("law", "precision", 0.6, 0.4, 0.8),
    ("law", "recall", 0.4, 0.3, 0.6),
    ("law", "f1", 0.48, 0.4, 0.6),
    ("law", "human f1", 0.8, 0.7, 0.9),
    ("law", "calibration error", 0.04, 0.01, 0.08),
    ("oil", "precision", 0.9, 0.8, 1.0),
    ("oil", "recall", 0.7, 0.6, 0.8),
    ("oil", "f1", 0.79, 0.7, 0.9),
    ("all frames", "micro f1", 0.62, 0.58, 0.66),
    ("all frames", "macro f1", 0.55, 0.5, 0.6),
    ("all frames", "human micro f1", 0.8, 0.75, 0.85),
)


def traces_of(figure):
    return {trace.name: trace for trace in figure.data}


def texts(figure):
    return [annotation.text for annotation in figure.layout.annotations if annotation.name != "note"]


def test_the_best_frame_stands_on_top_and_all_frames_last():
    assert plot_evaluation(EVALUATION).layout.yaxis.ticktext == (
        "oil",
        "law",
        "All decisions, micro",
        "Mean frame, macro",
    )


def test_each_measure_has_its_place_and_interval():
    traces = traces_of(plot_evaluation(EVALUATION))
    assert dict(zip(traces["F1"].y, traces["F1"].x, strict=True)) == {0: 0.79, -1: 0.48, -2: 0.62, -3: 0.55}
    assert dict(zip(traces["people"].y, traces["people"].x, strict=True)) == {-1: 0.8, -2: 0.8}
    assert sorted(traces["F1"].error_x.array) == pytest.approx([0.04, 0.05, 0.11, 0.12])
    assert len({trace.marker.symbol for trace in traces.values()}) == 4
    assert traces["F1"].marker.color == COLOURS[0]


def test_f1_is_written_beside_each_row():
    assert {"0.79", "0.48", "0.62", "0.55"} <= set(texts(plot_evaluation(EVALUATION)))


def test_a_frame_that_nobody_coded_says_so():
    rows = make_evaluation(("oil", "f1", NAN, NAN, NAN), ("oil", "precision", 0.0, 0.0, 0.4)).assign(positives=0)
    figure = plot_evaluation(rows)
    assert "not defined: no unit<br>was coded with it" in texts(figure)
    assert figure.layout.meta["sentence"] == "F1 is not defined for any frame."


@pytest.mark.parametrize(
    ("machine", "people", "title"),
    [
        ((0.6, 0.5, 0.7), (0.8, 0.75, 0.9), "less than people agree among themselves: F1 0.60 against 0.80"),
        ((0.95, 0.92, 0.97), (0.8, 0.75, 0.9), "more than people agree among themselves: F1 0.95 against 0.80"),
        ((0.75, 0.7, 0.8), (0.8, 0.75, 0.9), "How well the machine finds each frame"),
        ((0.6, 0.5, 0.7), (0.8, NAN, NAN), "How well the machine finds each frame"),
    ],
)
def test_the_title_compares_with_people_only_when_the_intervals_allow_it(machine, people, title):
    rows = [
        ("oil", "f1", 0.6, 0.5, 0.7),
        ("all frames", "micro f1", *machine),
        ("all frames", "human micro f1", *people),
    ]
    assert plot_evaluation(make_evaluation(*rows)).layout.meta["title"].endswith(title)


def test_the_sentence_names_the_best_and_the_worst():
    assert (
        plot_evaluation(EVALUATION)
        .layout.meta["sentence"]
        .endswith(
            "Oil is found best: F1 0.79 (95 % interval 0.70 to 0.90); law worst: 0.48 (95 % interval 0.40 to 0.60)."
        )
    )


def test_people_are_explained_only_where_they_are_drawn():
    alone = EVALUATION[~EVALUATION["measure"].str.startswith("human")]
    assert "People: F1" in plot_evaluation(EVALUATION).layout.meta["note"]
    assert "People" not in plot_evaluation(alone).layout.meta["note"]


def test_dictionary_scores_without_probabilities_need_nothing_more():
    plain = EVALUATION[EVALUATION["measure"].isin(["precision", "recall", "f1"])]
    assert plot_evaluation(plain).layout.yaxis.ticktext == ("oil", "law")


CONFUSION = pd.DataFrame(
    [
        ("law", True, True, 3),
        ("law", True, False, 1),
        ("law", False, True, 6),
        ("law", False, False, 90),
        ("oil", True, True, 30),
        ("oil", True, False, 10),
        ("oil", False, False, 60),
    ],
    columns=["frame", "coded", "predicted", "units"],
)


def test_cells_hold_counts_and_shares_of_what_people_coded_alike():
    figure = plot_confusion(CONFUSION)
    assert figure.layout.yaxis.ticktext == ("oil", "law")
    cells = [text.replace("<b>", "").replace("</b><br>", " ") for text in figure.data[1].text]
    assert cells[:4] == ["30 75 %", "10 25 %", "0 0 %", "60 100 %"]
    assert cells[4:] == ["3 75 %", "1 25 %", "6 6 %", "90 94 %"]


def test_right_cells_are_blue_and_wrong_ones_orange():
    figure = plot_confusion(CONFUSION)
    assert [round(value, 2) for value in figure.data[0].z[0]] == [0.75, -0.25, 0, 1]


def test_a_frame_that_people_never_saw_has_no_shares_there():
    figure = plot_confusion(CONFUSION.assign(coded=False).drop_duplicates(["frame", "predicted"]))
    assert "<b>0</b><br>–" in figure.data[1].text
    assert figure.layout.meta["sentence"].startswith("People saw no frame in any")


def test_cells_in_words():
    hover = plot_confusion(CONFUSION).data[0].hovertext[0]
    words = [" ".join(text.replace("<br>", " ").replace("\N{NO-BREAK SPACE}", " ").split()) for text in hover]
    assert words[1] == "oil in 10 of the 40 units where people see the frame, the machine does not (25 %)"


CALIBRATION = pd.DataFrame(
    [
        ("oil", 1, 0.1, 0.2, 0.15, 0.3, 20),
        ("oil", 2, 0.9, NAN, NAN, NAN, 0),
        ("all frames", 1, 0.1, 0.12, 0.06, 0.2, 90),
        ("all frames", 2, 0.8, 0.5, 0.3, 0.7, 30),
    ],
    columns=["frame", "bin", "predicted", "observed", "low", "high", "units"],
)


def test_all_frames_are_shown_unless_one_is_named():
    assert list(plot_calibration(CALIBRATION).data[0].x) == [10, 80]
    figure = plot_calibration(CALIBRATION, frame="oil")
    assert (list(figure.data[0].x), list(figure.data[0].y)) == ([10], [20])
    assert figure.layout.meta["title"] == "How far the machine's probabilities of oil can be trusted"


def test_the_diagonal_is_there_to_compare_with():
    shape = plot_calibration(CALIBRATION).layout.shapes[0]
    assert (shape.x0, shape.y0, shape.x1, shape.y1) == (0, 0, 100, 100)


def test_larger_groups_are_larger_points():
    many, few = plot_calibration(CALIBRATION).data[0].marker.size
    assert many > few


def test_an_unknown_frame_is_named_with_what_there_is():
    with pytest.raises(ParameterError, match="Did you mean 'oil'"):
        plot_calibration(CALIBRATION, frame="oill")


def test_empty_groups_are_left_out_and_nothing_is_said_to_be_nothing():
    none = CALIBRATION[(CALIBRATION["frame"] == "oil") & (CALIBRATION["units"] == 0)]
    assert plot_calibration(none, frame="oil").layout.meta["sentence"].startswith("Nothing to show")


LEARNING = pd.DataFrame(
    [
        (100, "micro f1", 0.6, 0.55, 0.65),
        (50, "micro f1", 0.5, 0.4, 0.6),
        (50, "macro f1", 0.4, 0.3, 0.5),
        (100, "macro f1", 0.5, 0.4, 0.6),
        (50, "interval width", 0.3, 0.25, 0.35),
        (100, "interval width", 0.2, 0.18, 0.22),
    ],
    columns=["units", "measure", "value", "low", "high"],
)


def test_f1_and_the_width_of_the_interval_have_a_panel_each():
    micro, macro, width = plot_learning(LEARNING).data
    assert (list(micro.x), list(micro.y), micro.yaxis) == ([50, 100], [0.5, 0.6], "y")
    assert list(macro.y) == [0.4, 0.5]
    assert (list(width.y), width.yaxis, width.showlegend) == ([30, 20], "y2", False)


@pytest.mark.parametrize(("measure", "traces"), [("interval width", 1), ("macro f1", 1)])
def test_one_measure_alone_fills_the_figure(measure, traces):
    figure = plot_learning(LEARNING[LEARNING["measure"] == measure])
    drawn = [trace for trace in figure.data if len(trace.x)]
    assert len(drawn) == traces
    assert list(figure.layout.yaxis.domain) == [0, 1]


def test_how_many_more_units_would_halve_the_interval():
    told = " Code 120 more to halve the interval of a share."
    noted = LEARNING.copy()
    noted.attrs["more"] = 120
    assert plot_learning(LEARNING, more=120).layout.meta["sentence"].endswith(told)
    assert plot_learning(noted).layout.meta["sentence"].endswith(told)
    assert "Code" not in plot_learning(LEARNING).layout.meta["sentence"]


def test_a_single_size_is_drawn_too():
    sentence = plot_learning(LEARNING[LEARNING["units"] == 50]).layout.meta["sentence"]
    assert sentence == "With 50 hand-coded units F1 is 0.50."
