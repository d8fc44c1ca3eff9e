"""Figures of telling words."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.plots import plot_words


def make_contrast(*rows):
    contrast = pd.DataFrame(rows, columns=["word", "group", "z"])
    return contrast.assign(count=12, rate=4.82, log_odds=1.0)


CONTRAST = make_contrast(
    ("law", "Post", 2.4), ("oil", "Post", -2.0), ("court", "Post", 1.2), ("oil", "Herald", 3.1), ("law", "Herald", -1.0)
)


def panels(figure):
    """Return the words of each panel, the upper ones first."""
    return [
        [text.removeprefix("&nbsp;") for text in trace.text] for trace in figure.data if trace.mode == "markers+text"
    ]


def test_each_group_has_its_words_by_z():
    assert panels(plot_words(CONTRAST)) == [["oil"], ["law", "court"]]


@pytest.mark.parametrize(("per_group", "words"), [(1, ["law"]), (2, ["law", "court"]), (8, ["law", "court"])])
def test_per_group(per_group, words):
    assert panels(plot_words(CONTRAST, per_group=per_group))[1] == words


def test_words_that_could_be_chance_are_hollow():
    marks = plot_words(CONTRAST).data[3].marker.symbol
    assert [symbol.endswith("-open") for symbol in marks] == [False, True]


def test_words_of_equal_z_stand_in_alphabetical_order():
    assert panels(plot_words(make_contrast(("b", "Post", 1.0), ("a", "Post", 1.0)))) == [["a", "b"]]


def test_no_word_stands_out():
    figure = plot_words(make_contrast(("law", "Post", -1.0), ("law", "Herald", float("nan"))))
    assert figure.layout.meta["sentence"] == "Nothing to show: no words set groups apart."


def test_hover_says_count_rate_and_surety():
    hover = plot_words(CONTRAST).data[1].hovertext[0].replace("<br>", " ")
    assert hover == "“oil”: 12 times in Herald, 4.8 per 1,000 words z 3.1: more than chance for one word alone"


def test_panels_do_not_overlap():
    names = [f"outlet {number}" for number in range(5)]
    figure = plot_words(make_contrast(*((word, name, 2.0) for name in names for word in "abc")))
    axes = [figure.layout[f"yaxis{number or ''}"].domain for number in ("", 2, 3, 4, 5)]
    assert axes[0] == axes[1]
    assert axes[0][0] > axes[2][1] > axes[2][0] > axes[4][1] > axes[4][0] >= 0


def test_a_long_word_is_cut_on_the_figure_and_whole_in_the_hover_text():
    word = "counterrevolutionaries"
    marks = plot_words(make_contrast((word, "Post", 2.0))).data[1]
    assert marks.text[0].endswith("…")
    assert word in marks.hovertext[0]


def test_the_sentence_names_the_first_word_of_each_group():
    sentence = plot_words(CONTRAST, by="paper").layout.meta["sentence"]
    assert sentence == "The words that set each paper apart most are “oil” (Herald) and “law” (Post)."


def test_of_many_groups_the_largest_are_drawn():
    rows = [("oil", f"Outlet {n:02d}", 30 - n, 1.0, 1.0, 3.0) for n in range(12)]
    figure = plot_words(pd.DataFrame(rows, columns=["word", "group", "count", "rate", "log_odds", "z"]))
    assert "the 8 of 12 groups with most words" in figure.layout.meta["note"]
