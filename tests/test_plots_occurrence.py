"""Figures of where frames stand: the grid of pairs, and rates by kind of text."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.plots import plot_co_occurrence, plot_hits_by_kind
from workbench.plots.scales import rate_scale, written_rate

NAN = float("nan")
LABELS = pd.DataFrame({"frame": ["oil", "law"], "label": ["Oil and resources", "Law"]})


def make_pairs(*rows):
    return pd.DataFrame(rows, columns=["frame", "other", "units", "share", "lift"])


PAIRS = make_pairs(
    ("oil", "law", 6, 0.6, 1.5),
    ("oil", "drugs", 0, 0.0, NAN),
    ("law", "oil", 6, 0.3, 1.5),
    ("law", "drugs", 0, 0.0, NAN),
    ("drugs", "oil", 0, NAN, NAN),
    ("drugs", "law", 0, NAN, NAN),
)


def test_the_grid_is_not_symmetric_and_its_diagonal_is_empty():
    grid = plot_co_occurrence(PAIRS).data[0].z
    assert [grid[number][number] for number in range(3)] == [None, None, None]
    assert (grid[0][1], grid[1][0]) == (0.6, 0.3)


def test_rows_and_columns_are_named_by_letters():
    figure = plot_co_occurrence(PAIRS, labels=LABELS)
    assert figure.layout.xaxis.ticktext == ("A", "B", "C")
    assert figure.layout.yaxis.ticktext == ("A · Oil and<br>resources", "B · Law", "C · drugs")


def test_numbers_stand_in_the_cells_and_a_frame_without_units_has_none():
    figure = plot_co_occurrence(PAIRS)
    assert list(figure.data[1].text) == ["", "60", "0", "30", "", "0", "–", "–", ""]
    assert "–: no unit has the frame of the row." in figure.layout.meta["note"]
    assert "–" not in plot_co_occurrence(PAIRS.dropna(subset=["share"])).layout.meta["note"]


def test_many_frames_have_no_numbers_in_their_cells():
    names = [f"frame {number}" for number in range(30)]
    pairs = make_pairs(*[(one, two, 1, 0.1, 1.0) for one in names for two in names if one != two])
    figure = plot_co_occurrence(pairs)
    assert len(figure.data) == 1
    assert figure.layout.xaxis.ticktext[24:29] == ("Y", "Z", "AA", "AB", "AC")
    assert "Numbers: in the table." in figure.layout.meta["note"]


def test_a_diagonal_in_the_table_is_not_drawn():
    grid = plot_co_occurrence(pd.concat([PAIRS, make_pairs(("oil", "oil", 10, 1.0, 1.0))])).data[0].z
    assert grid[0][0] is None


def test_cells_in_words():
    hover = plot_co_occurrence(PAIRS, labels=LABELS).data[0].hovertext
    words = [[text.replace("<br>", " ").replace("\N{NO-BREAK SPACE}", " ") for text in row] for row in hover]
    assert words[1][0].startswith("Of the 20 units with law, 6 also show oil and resources (30 %), 1.5 times")
    assert words[2][0] == "no unit shows drugs"
    assert words[0][0] == ""


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        (PAIRS, "Of the 10 units with oil, 6 also show law (60 %), 1.5 times as often as all units do."),
        (PAIRS.assign(units=0, share=0.0), "No unit shows more than one frame."),
        (PAIRS.assign(share=NAN), "Nothing to show: no two frames were looked for together."),
    ],
)
def test_the_closest_pair_is_told(pairs, sentence):
    assert plot_co_occurrence(pairs).layout.meta["sentence"] == sentence


def test_a_cell_leads_to_the_passages_of_its_row():
    figure = plot_co_occurrence(PAIRS)
    assert figure.data[0].customdata[1][0] == [1, -1]
    assert [fold["label"] for fold in figure.layout.meta["opens"]["folds"]] == ["oil", "law", "drugs"]


def make_kinds(*rows):
    return pd.DataFrame(rows, columns=["kind", "frame", "hits", "words", "rate", "low", "high"])


KINDS = make_kinds(
    ("title", "oil", 4, 200, 20.0, 8.0, 50.0),
    ("title", "law", 0, 200, 0.0, 0.0, 18.0),
    ("paragraph", "oil", 20, 4000, 5.0, 3.2, 7.7),
    ("paragraph", "law", 40, 4000, 10.0, 7.5, 13.6),
    ("call_to_action", "oil", 0, 900, 0.0, 0.0, 4.0),
    ("call_to_action", "law", 0, 900, 0.0, 0.0, 4.0),
    (None, "oil", 3, 0, NAN, NAN, NAN),
)


def test_rates_by_kind_with_their_intervals():
    figure = plot_hits_by_kind(KINDS)
    traces = {trace.name: trace for trace in figure.data}
    assert set(traces) == {"title", "paragraph"}
    assert list(traces["title"].x) == [20, 0]
    assert list(traces["title"].error_x.array) == [30, 18]
    assert figure.layout.yaxis.ticktext == ("law", "oil")


def test_the_note_tells_of_kinds_without_hits_and_hits_without_words():
    assert plot_hits_by_kind(KINDS).layout.meta["note"] == (
        "64 hits in 4,200 words. 3 more hits in no counted text. No hit in call to action. Lines are 95 % intervals."
    )


def test_the_sentence_names_the_highest_rate():
    assert plot_hits_by_kind(KINDS, labels=LABELS).layout.meta["sentence"] == (
        "The highest rate is that of oil and resources in text of the kind “title”: "
        "20 per 1,000 words (4 hits in 200 words, 95 % interval 8.0 to 50)."
    )


def test_kinds_without_any_hit_leave_nothing_to_show():
    figure = plot_hits_by_kind(KINDS[KINDS["kind"] == "call_to_action"])
    assert figure.layout.meta["sentence"] == "Nothing to show: no frame is spoken of."


def test_of_many_kinds_those_with_most_words_are_drawn():
    many = make_kinds(*[(f"kind {n:02d}", "oil", 5, 900 - n, 5.0, 2.0, 9.0) for n in range(11)])
    figure = plot_hits_by_kind(many)
    assert [trace.name for trace in figure.data] == [f"kind {n:02d}" for n in range(8)]
    assert "the 8 of 11 kinds with most words" in figure.layout.meta["note"]


def test_marks_lead_to_the_frame_and_the_rows_of_the_kind():
    figure = plot_hits_by_kind(KINDS)
    opens = figure.layout.meta["opens"]
    assert (opens["rows"], [list(place) for place in figure.data[1].customdata]) == (
        ["paragraph", "title"],
        [[1, 1], [0, 1]],
    )


@pytest.mark.parametrize(
    ("highest", "end", "step"), [(43, 50, 10), (20, 20, 5), (0.7, 0.8, 0.2), (1, 1, 0.2), (999, 1000, 200), (0, 1, 0.2)]
)
def test_the_axis_of_rates_ends_on_a_round_number(highest, end, step):
    scale = rate_scale(pd.DataFrame({"share": [highest], "low": [0], "high": [highest]}), "rate")
    assert scale.end == pytest.approx(end)
    assert scale.end >= highest
    assert scale.ticks()[-1] == pytest.approx(end)
    assert scale.step == pytest.approx(step)


def test_an_interval_without_measure_leaves_the_others_their_room():
    kinds = KINDS.assign(high=KINDS["high"].where(KINDS["rate"] != KINDS["rate"].max(), 600.0))
    figure = plot_hits_by_kind(kinds)
    assert max(figure.layout.xaxis.range) < 10 * KINDS["rate"].max()
    assert "go on beyond it" in figure.layout.meta["note"]
    assert "go on beyond it" not in plot_hits_by_kind(KINDS).layout.meta["note"]


@pytest.mark.parametrize(
    ("rate", "written"),
    [(0, "0"), (2e-32, "under 0.01"), (0.0123, "0.012"), (0.5, "0.5"), (4.26, "4.3"), (43.2, "43"), (1234.5, "1,234")],
)
def test_rates_are_written_with_two_digits(rate, written):
    assert written_rate(rate) == written
