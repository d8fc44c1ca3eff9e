"""Figures of what was read."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.articles.kinds import PROSE as KEPT
from workbench.plots import plot_kinds, plot_lengths, plot_outlets
from workbench.plots.corpus import PROSE
from workbench.plots.theme import COLOURS, GREY


def make_articles(outlets, words=None):
    size = len(outlets)
    return pd.DataFrame(
        {
            "article_id": [f"{number}" for number in range(size)],
            "outlet": pd.Series(outlets, dtype="str"),
            "words": words or [100 * (number + 1) for number in range(size)],
            "title": pd.Series([f"Title {number}" for number in range(size)], dtype="str"),
            "published": pd.to_datetime(["2025-11-03", *[None] * (size - 1)], utc=True),
        }
    )


def tick_labels(figure):
    return dict(zip(figure.layout.yaxis.tickvals, figure.layout.yaxis.ticktext, strict=True))


def test_outlets_stand_by_size_and_the_missing_one_last():
    figure = plot_outlets(make_articles(["B", "A", "A", None, None, None]))
    assert [tick_labels(figure)[height] for height in figure.data[0].y] == ["A", "B", "not stated"]
    assert list(figure.data[0].x) == [2, 1, 3]
    assert figure.data[0].marker.color == (COLOURS[0], COLOURS[1], GREY)


def test_bars_of_outlets_start_at_nothing():
    figure = plot_outlets(make_articles(["A", "B"]))
    assert figure.layout.xaxis.range[0] == 0


@pytest.mark.parametrize(
    ("outlets", "expected"),
    [
        (["A", "A", "B"], "3 articles come from 2 outlets."),
        (["A", None], "1 of 2 articles comes from 1 outlet; 1 names no outlet."),
        (["A", None, None], "1 of 3 articles comes from 1 outlet; 2 name no outlet."),
        (["A"], "1 article comes from 1 outlet."),
        ([None, None], "None of the 2 articles names its outlet."),
    ],
)
def test_the_sentence_about_outlets(outlets, expected):
    assert plot_outlets(make_articles(outlets)).layout.meta["sentence"] == expected


def test_the_hover_text_of_an_outlet_counts_its_undated():
    hover = plot_outlets(make_articles(["A", "A", "A"])).data[0].hovertext[0]
    assert hover == "A: 3 articles<br>600 words<br>3 November 2025 to 3 November 2025<br>2 undated"


def test_the_note_counts_dated_and_unstated():
    note = plot_outlets(make_articles(["A", None])).layout.meta["note"]
    assert note == "2 articles, 1 dated, 1 without a stated outlet."


def test_outlets_need_only_ids():
    figure = plot_outlets(pd.DataFrame({"article_id": ["a", "b"]}))
    assert figure.layout.meta["note"] == "2 articles, 0 dated, 2 without a stated outlet."


def test_lengths_show_every_article_and_the_median():
    figure = plot_lengths(make_articles(["A", "A", "A", "B"], [100, 900, 200, 400]))
    assert sorted(word for trace in figure.data for word in trace.x) == [100, 200, 400, 900]
    medians = [shape.x0 for shape in figure.layout.shapes if shape.xref != "paper"]
    assert medians == [200, 400]
    assert figure.data[0].hovertext[0] == "Title 0<br>A: 100 words"


def test_lengths_of_an_untitled_article():
    articles = make_articles(["A"]).assign(title=pd.Series([None], dtype="str"))
    assert plot_lengths(articles).data[0].hovertext == ("Untitled<br>A: 100 words",)


def test_kinds_are_coloured_by_what_became_of_them():
    blocks = pd.DataFrame(
        {"article_id": "a", "kind": ["caption", "paragraph", "list_item"], "text": ["x", "one two three", "one two"]}
    )
    figure = plot_kinds(blocks)
    assert list(tick_labels(figure).values()) == ["paragraph", "list item", "caption"]
    assert figure.data[0].marker.color == (COLOURS[0], COLOURS[0], GREY)
    assert figure.layout.meta["sentence"].startswith("83 % of the 6 words read were kept")


@pytest.mark.parametrize(("text", "words"), [("a | b", 2), ("— …", 0), ("don’t stop", 2), (None, 0), ("5.6 %", 1)])
def test_words_of_a_block(text, words):
    blocks = pd.DataFrame({"article_id": "a", "kind": ["caption", "title"], "text": [text, "one"]})
    figure = plot_kinds(blocks)
    assert dict(zip(tick_labels(figure).values(), figure.data[0].x, strict=True))["caption"] == words


def test_everything_kept_leaves_nothing_aside():
    blocks = pd.DataFrame({"article_id": ["a"], "kind": ["paragraph"], "text": ["one two"]})
    sentence = plot_kinds(blocks).layout.meta["sentence"]
    assert sentence == "100 % of the 2 words read were kept as the text of articles."


def test_the_kinds_in_colour_are_those_that_articles_keep():
    assert PROSE == KEPT
