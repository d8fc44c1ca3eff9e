"""Parts of the explorer: the search of many texts, the cutting of one, its marks, and where marks of figures lead."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.plots.folds import Passages, fold_id
from workbench.plots.phrases import safe
from workbench.plots.theme import new_figure
from workbench.widgets.explorer.facets import build_column_facet, build_facet
from workbench.widgets.explorer.layers import Mark, build_layer
from workbench.widgets.explorer.links import find_values
from workbench.widgets.explorer.query import read_query
from workbench.widgets.explorer.reading import Blocks, build_reading, cut
from workbench.widgets.explorer.search import TextIndex, find_places, fold, read_terms


def search(texts, query):
    series = pd.Series(texts, dtype="str")
    return np.flatnonzero(TextIndex(pd.Series("", index=series.index), series).find(query)).tolist()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("ÀÉÎÕÜÑÇ", "aeiounc"),
        ("Straße Øre Þing ×", "straße øre þing ×"),  # letters without an accent stay
        ("’tis “so”", '\'tis "so"'),
        ("ΑΘΗΝΑ Москва", "αθηνα москва"),
        ("😀 – … €", "😀 – … €"),
    ],
)
def test_fold(text, folded):
    assert fold(text).decode() == folded


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("oil", [0, 1]),
        ("OIL", [0, 1]),
        ("oil prices", [0]),
        ("prices oil", [0]),
        ('"oil prices"', []),
        ('"prices of oil"', [0]),
        ('"prices of', [0]),
        ("soil", [1]),
        ("don't", [2]),
        ("don’t", [2]),
        ("cafe", [2]),
        ("café", [2]),
        ("москва", [3]),
        ("", [0, 1, 2, 3]),
        ('"" ""', [0, 1, 2, 3]),
        ("nothing", []),
        (".*", []),
    ],
)
def test_search(query, expected):
    assert search(["Prices of oil", "The soil", "Don’t: un café", "МОСКВА"], query) == expected


def test_nothing_is_found_over_the_edge_of_an_article():
    assert search(["one two", "three four"], '"two three"') == []
    assert search(["one\x00two"], '"one two"') == [0]
    assert search([], "one") == []


def test_many_pieces_and_words_that_were_looked_for_before():
    texts = pd.Series([f"number {n} {'even' if n % 2 == 0 else 'odd'}" for n in range(1700)], dtype="str")
    index = TextIndex(pd.Series("", index=texts.index), texts)
    for query in ("even", "even 169", "169 even", "odd 7 number", *map(str, range(12)), "even 169"):
        expected = [all(word in text for word in query.split()) for text in texts]
        assert index.find(query).tolist() == expected


@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=4))
def test_search_finds_what_folding_says(texts, query):
    needles = [fold(term) for term in read_terms(query)]
    wholes = [fold(text.replace("\x00", " ")) for text in texts]
    # Whether a text is folded by bytes or by letters is told by the texts beside it; ASCII is the same in both.
    if all(text.isascii() for text in [*texts, query]):
        assert search(texts, query) == [place for place, whole in enumerate(wholes) if all(n in whole for n in needles)]
    else:
        search(texts, query)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("petroleo", "El Petróleo y PETROLEO", ["Petróleo", "PETROLEO"]),
        ("don't", "I don’t", ["don’t"]),
        ('"a b" c', "A b c", ["A b", "c"]),
        ("a.c", "abc a.c", ["a.c"]),
        ("(", "f(x)", ["("]),
        ("", "text", []),
    ],
)
def test_places_of_what_is_searched(query, text, expected):
    assert [text[start:end] for start, end in find_places(query, text)] == expected


marks = st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 30)), max_size=8)


@given(st.text(max_size=40), st.integers(0, 20), marks)
def test_cutting_loses_no_letter_and_marks_each_that_is_marked(text, start, spans):
    given_marks = [(number, Mark(at, at + length, "hits", "")) for number, (at, length) in enumerate(spans)]
    pieces = cut(text, start, given_marks)
    assert "".join(piece["text"] for piece in pieces) == text
    assert all(piece["text"] for piece in pieces)
    place = start
    for piece in pieces:
        for offset in range(place, place + len(piece["text"])):
            assert piece["marks"] == [number for number, mark in given_marks if mark.start <= offset < mark.end]
        place += len(piece["text"])


def read(article, blocks=None, layers=(), query=""):
    places = pd.Index([article["article_id"]])
    return build_reading(pd.Series(article), Blocks(blocks, places).of(0), layers, 0, query)


def test_blocks_in_order_with_those_that_are_not_in_the_text():
    kinds = ["title", "paragraph", "boilerplate", "list_item"]
    texts = ["T", "One  two.", "Share", "- three"]
    blocks = pd.DataFrame({"article_id": "a", "block": range(4), "kind": kinds, "text": texts})
    article = {"article_id": "a", "text": "One two.\n\nthree", "text_blocks": "1 3"}
    shown = read(article, blocks.sample(frac=1, random_state=0).sort_values("block"))["blocks"]
    told = [(block["kind"], block["faded"], *(piece["text"] for piece in block["pieces"])) for block in shown]
    assert told == [
        ("title", False, "T"),
        ("paragraph", False, "One two."),
        ("boilerplate", True, "Share"),
        ("list_item", False, "three"),
    ]


def test_where_blocks_do_not_fit_the_text_its_paragraphs_are_shown():
    blocks = pd.DataFrame({"article_id": ["a"], "block": [0], "kind": ["paragraph"], "text": ["Other"]})
    for text_blocks in ("0", None, "0 1 2"):
        article = {"article_id": "a", "text": "One.\n\nTwo.", "text_blocks": text_blocks}
        assert [block["pieces"][0]["text"] for block in read(article, blocks)["blocks"]] == ["One.", "Two."]


def test_an_endless_article_is_cut_and_says_so():
    reading = read({"article_id": "a", "text": "x" * 300_000})
    assert reading["cut"] == 100_000
    assert sum(len(piece["text"]) for block in reading["blocks"] for piece in block["pieces"]) == 200_000


def test_marks_lie_in_the_title_where_their_table_says_so():
    table = pd.DataFrame(
        {"start": [0, 0], "end": [3, 4], "place": ["title", "text"]}
        | {"value": [0.12345, None], "vague": [True, False]}
    )
    layer = build_layer("Events", table, np.array([0, 0]), ["value", "vague", "missing"])
    reading = read({"article_id": "a", "title": "Oil!", "text": "Gas rises"}, layers=[layer])
    assert [piece["text"] for piece in reading["title"] if piece["marks"]] == ["Oil"]
    assert [piece["text"] for piece in reading["blocks"][0]["pieces"] if piece["marks"]] == ["Gas "]
    assert [mark["note"] for mark in reading["marks"]] == ["0.123 · vague", ""]


def test_rows_about_other_articles_and_without_a_place_are_no_marks():
    table = pd.DataFrame({"start": pd.array([1, None, 2], dtype="Int64"), "end": pd.array([2, None, 3], dtype="Int64")})
    layer = build_layer("Dates", table, np.array([-1, 0, 0]))
    assert layer.count(1).tolist() == [1]
    assert [mark.start for mark in layer.marks_of(0)] == [2]


def test_facets_are_counted_once_an_article_and_in_the_order_of_their_labels():
    facet = build_facet("Frame", np.array([0, 0, 1, -1]), ["law", "law", "oil", "oil"], {"oil": "Oil!", "law": "Law"})
    assert facet.offered() == [
        {"value": "oil", "label": "Oil!", "articles": 1},
        {"value": "law", "label": "Law", "articles": 1},
    ]
    many = build_facet("Event", np.arange(500), [f"e{n}" for n in range(500)])
    assert (len(many.offered()), len(many.labels)) == (200, 500)
    assert list(build_column_facet("Outlet", pd.Series([None, "b", "A"])).labels) == ["A", "b", "not stated"]


HOSTILE = "<b>Oil & gas</b>"
FRAMES = build_facet("Frame", np.array([0, 1]), ["oil", "law"], {"oil": HOSTILE, "law": "Law"})
OUTLETS = build_facet("Outlet", np.array([0, 1]), ["Post", "Herald"])
PASSAGES = Passages("sentences", {"oil": HOSTILE, "law": "Law"}, ["Herald", "Post"])


@pytest.mark.parametrize(
    ("custom", "words", "expected"),
    [
        (PASSAGES.behind("oil", "Post"), [], {"Frame": "oil", "Outlet": "Post"}),
        (np.array(PASSAGES.behind("law")), [], {"Frame": "law"}),
        (PASSAGES.behind("law", "not stated"), [3, None], {"Frame": "law"}),
        (None, ["Herald", 0.5], {"Outlet": "Herald"}),
        (None, [safe(HOSTILE)], {"Frame": "oil"}),
        ([99, 99], ["elsewhere"], {}),
        ("oil", [], {}),
        ([0], [], {}),
    ],
)
def test_what_a_mark_of_a_figure_stands_for(custom, words, expected):
    figure = new_figure().update_layout(meta={"name": "shares"})
    meta = PASSAGES.tell(figure).layout.meta
    assert find_values(meta, custom, words, [FRAMES, OUTLETS]) == expected


def test_a_figure_that_knows_no_label_still_leads_by_the_name_of_the_frame():
    meta = {"opens": {"folds": [{"label": "Other words", "ids": [fold_id("sentences", "oil")]}], "rows": []}}
    assert find_values(meta, [0, -1], [], [FRAMES]) == {"Frame": "oil"}


@pytest.mark.parametrize("message", [{}, {"facets": None, "page": "2"}, {"page": -1}, {"facets": {"Outlet": None}}])
def test_what_is_not_asked_is_not_asked(message):
    assert read_query(message) == read_query({})


def test_a_search_of_any_length_is_cut():
    assert len(read_query({"text": "x" * 5000}).text) == 1000
