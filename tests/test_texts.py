"""How much text of articles strings carry: what is cut, and what must stay as it is."""

import html
import json
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_reports import LONG, OWN, PARAGRAPHS, TITLE, corpus_of, longest_shared_run

from workbench.errors import ParameterError
from workbench.reports.texts.index import build_limiter
from workbench.reports.texts.words import PAD, find_words, flatten, number_words

CORPUS = corpus_of(PARAGRAPHS, (LONG,))
NONE, EXCERPTS, FULL = (build_limiter(CORPUS, texts) for texts in ("none", "excerpts", "full"))
FIRST = PARAGRAPHS[0]
MARKED = FIRST.replace("left the quay", "<mark>left the quay</mark>")


def limited(text, limiter=NONE):
    (strings,) = limiter.limit([[text]])
    return strings[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FIRST, "[text left out]."),
        (f"Post: “{FIRST}” (p. 3)", "Post: “[text left out].” (p. 3)"),
        (FIRST.upper(), "[text left out]."),
        (unicodedata.normalize("NFD", FIRST), "[text left out]."),
        (FIRST.replace("’", "'"), "[text left out]."),
        (FIRST.replace(" ", " \n\t"), "[text left out]."),
        (FIRST.replace("harbour", "har\u00adbour"), "[text left out]."),
        (" ".join(FIRST.split()[2:10]), "[text left out]"),
        (PARAGRAPHS[0] + "\n\n" + PARAGRAPHS[1], "[text left out]."),
        (f"<td>{html.escape(FIRST)}</td><td>12 %</td>", "<td>[text left out].</td><td>12 %</td>"),
        (f"<td>{html.escape(html.escape(FIRST))}</td>", "<td>[text left out].</td>"),
        (f"<td>{FIRST.replace('é', '&eacute;').replace('&', '&amp;', 0)}</td>", "<td>[text left out].</td>"),
        (f"<p>a {MARKED} b</p>", "<p>a [text left out]<mark></mark>. b</p>"),
        (FIRST.replace("ferry", "fer<b>ry</b>"), "[text left out]<b></b>."),
        ("<b>Call</b><br>“" + FIRST.replace(" on ", "<br>on ") + "”", "<b>Call</b><br>“[text left out].”"),
        (
            f"<p>{FIRST}</p><p>{PARAGRAPHS[1]}</p>",
            "<p>[text left out]</p><p>[text left out].</p>",
        ),
        (json.dumps({"said": FIRST}), '{"said": "[text left out]."}'),
        (json.dumps(json.dumps([FIRST])), '"[\\"[text left out].\\"]"'),
        (f'<td title="{html.escape(FIRST)}">short</td>', '<td title="[text left out].">short</td>'),
        (
            f"<a href=\"articles/ab.html#b3\" title='{FIRST}'>read</a>",
            "<a href=\"articles/ab.html#b3\" title='[text left out].'>read</a>",
        ),
        (f"<script>let x = {json.dumps(FIRST)};</script><p>ok</p>", "<script></script><p>ok</p>"),
        (
            f"\x1b[0;31mError\x1b[0m: {FIRST.replace('ferry', chr(27) + '[1mferry' + chr(27) + '[0m')}",
            "\x1b[0;31mError\x1b[0m: [text left out]\x1b[1m\x1b[0m.",
        ),
        (f"| {FIRST} | 3 |\n| {PARAGRAPHS[1]} | 4 |", "| [text left out]. | 3 |\n| [text left out]. | 4 |"),
        (FIRST.replace("on Tuesday", "on https://example.org/a-b?c=d Tuesday"), "[text left out]."),
        (f"x\x1f{FIRST}\x1e y \x1c", "x\x1f[text left out].\x1e y \x1c"),
    ],
)
def test_text_of_articles_is_cut_and_all_around_it_stays(text, expected):
    assert limited(text) == expected
    assert limited(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ".join(FIRST.split()[2:9]),  # seven words
        TITLE,
        f"<b>{TITLE}</b><br>Harbour Post, 3 March",
        OWN,
        "human interest: a face, an example or an emotion stands for the issue",
        "0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 214",
        '<a class="read" href="articles/0123456789abcdef.html#b3">read</a>' * 9,
        "<td>ferry</td><td>3</td><td>quay</td><td>4</td>",
        " ".join(f"{word} x" for word in FIRST.split()),
        "https://example.org/the-harbours-oldest-ferry-cafe-included-left-the-quay-on-tuesday",
        "a < b and c > d, \\n & \\u12 &nosuch; <",
    ],
)
def test_what_is_no_text_of_articles_stays(text):
    for limiter in (NONE, EXCERPTS, FULL):
        record = [text]
        assert limiter.limit([record])[0] is record


def test_figures_in_a_row_are_no_prose():
    numbers = " ".join(str(number) for number in range(1990, 2010))
    limiter = build_limiter(corpus_of((f"Years {numbers}.",)), "none")
    record = [numbers]
    assert limiter.limit([record])[0] is record
    assert limiter.limit([[f"Years {numbers}"]]) == [["[text left out] " + " ".join(numbers.split()[7:])]]


def test_a_title_stays_where_it_stands_alone_and_goes_where_the_text_repeats_it():
    limiter = build_limiter(corpus_of((f"It was said that {TITLE}, and so it was on that day.",)), "none")
    assert limiter.limit([[f"It was said that {TITLE}, and so it was"], [TITLE]]) == [["[text left out]"], [TITLE]]


def test_what_stands_in_the_place_of_a_title_and_is_as_long_as_a_text_is_a_text():
    limiter = build_limiter(corpus_of((LONG,), title=LONG), "none")
    assert limiter.limit([[LONG]]) == [["[text left out]."]]


@pytest.mark.parametrize(
    ("kind", "cut"), [("heading", True), ("callout", True), ("caption", True), ("byline", False), ("headline", False)]
)
def test_texts_set_aside_are_texts_too_and_what_names_an_article_is_not(kind, cut):
    limiter = build_limiter(corpus_of((FIRST,), kinds=[kind]), "none")
    assert limiter.limit([[FIRST]]) == [["[text left out]." if cut else FIRST]]


def test_numbers_of_a_list_may_stand_in_the_text_or_not():
    items = [f"{number}. crate {name} holds rope" for number, name in enumerate("abcdef", start=1)]
    corpus = corpus_of(items, kinds=["list_item"] * len(items))
    corpus.articles["text"] = "\n\n".join(item.split(maxsplit=1)[1] for item in items)
    limiter = build_limiter(corpus, "none")
    for text in (" ".join(items), corpus.articles["text"].iloc[0]):
        assert limiter.limit([[text]])[0][0].endswith("[text left out]")


def test_cells_of_a_row_are_read_one_after_the_other():
    words = FIRST.split()
    row = [" ".join(words[:4]), "", " ".join(words[4:6]), " ".join(words[6:11]), "x", "12"]
    (cut,) = NONE.limit([row])
    assert cut == ["[text left out]", "", "[text left out]", "[text left out]", "x", "12"]


def test_an_excerpt_of_a_hundred_and_twenty_words_stays():
    words = LONG.split()
    short = " ".join(words[:120])
    assert limited(short, EXCERPTS) == short
    assert limited(" ".join(words[:121]), EXCERPTS) == f"{short} (1 word left out)"
    assert limited(f"Says: {LONG}", EXCERPTS) == f"Says: {short} (180 words left out)."
    assert limited(f"Says: {LONG}", FULL) == f"Says: {LONG}"


def test_scripts_without_spaces_count_by_character():
    limiter = build_limiter(corpus_of(("港口的老渡轮在星期二离开码头时船上有乐队",)), "none")
    assert limiter.limit([["引文：老渡轮在星期二离开。"], ["老渡轮在星期"]]) == [
        ["引文：[text left out]。"],
        ["老渡轮在星期"],
    ]


def test_empty_corpora_cut_nothing():
    for corpus in (corpus_of(), corpus_of(("",)), corpus_of(("Short.",))):
        assert build_limiter(corpus, "none").limit([[FIRST]]) == [[FIRST]]


def test_another_word_is_refused():
    with pytest.raises(ParameterError, match="Did you mean 'none'"):
        build_limiter(CORPUS, "non")


@pytest.mark.parametrize(
    "text",
    [
        "caf&eacute; &amp;amp; b",
        "a<b>b</b><br/>c",
        "\\u00e9\\n\\\\n\\ud83d",
        "<a b='",
        "&#x1e;&#30;",
        "\x1b[1mx",
        "é" * 3,
    ],
)
def test_a_flat_text_has_the_length_of_the_string(text):
    assert len(flatten(text).text) == len(text)


def test_words_of_many_forms_are_the_same_word():
    forms = ["Café", "CAFE\u0301", "cafe\u0301", "ｃａｆé", "ca\u00adfé", f"c{PAD}afé"]
    assert len({int(number_words(form)[0]) for form in forms}) == 1
    assert [len(find_words(form)) for form in forms] == [1] * len(forms)


PIECES = [
    "&",
    "<b>",
    "</b>",
    "&lt;",
    "\\n",
    '"',
    "'",
    "<p title='",
    "\\u0041",
    "\x1f",
    " ",
    "word",
    "é",
    "|",
    ">",
    "\x1b[",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_hostile_strings_are_read_to_their_end(pieces):
    text = "".join(pieces)
    flat = flatten(text).text
    assert len(flat) == len(text)
    assert len(number_words(flat)) == len(find_words(flat))
    assert limited(text) == text
    assert limited(f"{text} {FIRST}").startswith(text.rstrip()[:-4])


CARRIERS = {
    "plain": str,
    "html": html.escape,
    "upper": str.upper,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "marked": lambda text: f"<td>{text[: len(text) // 2]}<mark>{text[len(text) // 2 :]}</mark></td>",
    "wrapped": lambda text: text.replace(" ", "<br>", 3),
    "coloured": lambda text: f"\x1b[0;31m{text}\x1b[0m",
    "quoted": lambda text: text.replace("’", "'").replace("“", '"'),
}
WORDS = [*" ".join(PARAGRAPHS).split(), *LONG.split()[:160]]


@given(
    st.integers(0, len(WORDS)),
    st.integers(1, 150),
    st.sampled_from(sorted(CARRIERS)),
    st.sampled_from(["none", "excerpts"]),
)
def test_no_run_is_left(start, size, carrier, texts):
    before = CARRIERS[carrier](f"Seen: {' '.join(WORDS[start : start + size])} The end of our own words.")
    limiter = {"none": NONE, "excerpts": EXCERPTS}[texts]
    after = limited(before, limiter)
    most = {"none": 7, "excerpts": 120}[texts]
    assert longest_shared_run(after, CORPUS) <= most
    assert "own words" in after.lower()
    assert limited(after, limiter) == after
    assert (after == before) or longest_shared_run(before, CORPUS) > most - 3  # what hyphens join counts twice


def test_hashes_are_sorted_and_each_once():
    assert (np.diff(NONE.hashes.astype(object)) > 0).all()
