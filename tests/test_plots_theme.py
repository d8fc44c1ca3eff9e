"""The theme: colours that can be seen and told apart, and the words around a figure."""

from __future__ import annotations

import json

import plotly.io
import pytest

from workbench.plots.theme import (
    COLOURS,
    GREY,
    SYMBOLS,
    Size,
    add_tag,
    colours_of,
    finish,
    new_figure,
    nothing_to_show,
    patterns_of,
    symbols_of,
)

WORDS = {"name": "n", "title": "A title", "sentence": "A sentence.", "note": "3 articles.", "alt": "A chart."}


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    dark, light = sorted([luminance(first), luminance(second)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("page", ["#ffffff", "#111111", "#17181b"])
@pytest.mark.parametrize("colour", [*COLOURS, GREY])
def test_every_colour_is_seen_on_light_and_dark_pages(colour, page):
    assert contrast(colour, page) >= 3


def test_black_on_white_has_the_highest_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("order", [["b", "a", "not stated"], ["not stated", "b", "a"], ["a", "a", "b", "not stated"]])
def test_colours_do_not_depend_on_the_order_of_names(order):
    assert colours_of(order) == {"a": COLOURS[0], "b": COLOURS[1], "not stated": GREY}


def test_a_missing_group_takes_no_colour_from_the_others():
    assert colours_of(["a", "not stated", "z"])["z"] == colours_of(["a", "z"])["z"]


def test_colour_and_symbol_together_stay_different_for_many_groups():
    names = [f"outlet {number:02}" for number in range(len(COLOURS) * len(SYMBOLS))]
    looks = set(zip(colours_of(names).values(), symbols_of(names).values(), strict=True))
    assert len(looks) == len(names)


def test_bars_whose_colour_comes_back_are_hatched():
    names = [f"outlet {number}" for number in range(8)]
    colours, patterns = colours_of(names), patterns_of(names)
    assert colours["outlet 0"] == colours["outlet 6"]
    assert [patterns[name] for name in names] == [""] * 6 + ["/"] * 2


def test_the_theme_is_registered_and_leaves_the_page_its_background():
    layout = new_figure().layout.template.layout
    assert "workbench" in plotly.io.templates
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.font.size == layout.title.font.size == layout.legend.font.size == layout.xaxis.tickfont.size == 13


def test_the_words_are_drawn_and_told():
    figure = finish(new_figure(), **WORDS, headline=True, size=Size(100))
    note = next(annotation for annotation in figure.layout.annotations if annotation.name == "note")
    assert (figure.layout.title.text, note.text) == ("<b>A title</b>", "3 articles.")
    assert {key: figure.layout.meta[key] for key in WORDS} == WORDS
    assert figure.layout.meta["headline"] is True


def test_a_page_that_prints_the_words_itself_can_take_their_room_back():
    short = finish(new_figure(), **WORDS, headline=False, size=Size(100)).layout
    long = finish(new_figure(), **WORDS | {"note": "word " * 60, "title": "word " * 60}, headline=False, size=Size(100))
    heights = [layout.height - sum(layout.meta["room"].values()) for layout in (short, long.layout)]
    assert heights[0] == heights[1]


def test_words_in_meta_are_plain_and_drawn_ones_safe():
    figure = finish(new_figure(), **WORDS | {"title": "<i>$5</i>"}, headline=False, size=Size(100))
    assert figure.layout.meta["title"] == "<i>$5</i>"
    assert figure.layout.title.text == "<b>&lt;i&gt;&#36;5&lt;/i&gt;</b>"


def test_the_tag_stands_under_the_legend():
    figure = new_figure()
    add_tag(figure, height=100)
    assert figure.layout.annotations[0].text == "not validated"
    assert figure.layout.legend.y > 1


def test_nothing_to_show_says_why():
    figure = nothing_to_show("there is <nothing>", name="n", title="T", headline=True)
    assert json.loads(figure.to_json())["data"] == []
    assert figure.layout.meta["alt"] == "Empty figure. Nothing to show: there is <nothing>."
    assert "&lt;nothing&gt;" in figure.layout.annotations[0].text
