"""Patterns: what the grammar reads, how it writes it back, and which texts are no patterns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import ParameterError
from workbench.framing.codebook.patterns import MOST_BETWEEN, Pattern, compile_word, parse_pattern
from workbench.text import split_words


@pytest.mark.parametrize(
    ("text", "words", "gaps"),
    [
        ("oil", ("oil",), ()),
        ("sanction*", ("sanction*",), ()),
        ("law* of war", ("law*", "of", "war"), ((0, 0), (0, 0))),
        ("lift* {0,3} sanctions", ("lift*", "sanctions"), ((0, 3),)),
        ("a {1,1} b c {0,10} d", ("a", "b", "c", "d"), ((1, 1), (0, 0), (0, 10))),
        ("build-up", ("build-up",), ()),
        ("river's edge", ("river's", "edge"), ((0, 0),)),
        ("u.s. envoy", ("u.s.", "envoy"), ((0, 0),)),
        ("5.6 percent", ("5.6", "percent"), ((0, 0),)),
        ("covid-19", ("covid-19",), ()),
        ("*migr*", ("*migr*",), ()),
        ("женщин*", ("женщин*",), ()),
    ],
)
def test_words_stars_and_gaps_are_read(text, words, gaps):
    assert parse_pattern(text) == Pattern(text, words, gaps)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Flood*", "flood*"),
        ("ÁRBOL", "árbol"),
        ("river’s edge", "river's edge"),
        ("presio\N{COMBINING ACUTE ACCENT}n", "presión"),
        ("sanction**", "sanction*"),
        ("lift {00,03} sanctions", "lift {0,3} sanctions"),
        ("lift {0,0} sanctions", "lift sanctions"),
        ("İstanbul", "i̇stanbul"),
    ],
)
def test_patterns_that_look_for_the_same_have_one_plain_form(text, plain):
    assert parse_pattern(text).text == plain
    assert parse_pattern(plain).text == plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        ("*", "no letter"),
        ("**", "no letter"),
        ("high * water", "'*' in the pattern 'high * water' has no letter"),
        ("...", "no letter"),
        ("*-*", "no letter"),
        ("$", "no letter"),
        ("high  water", "a space too many"),
        (" water", "a space too many"),
        ("water ", "a space too many"),
        ("flood?", "read there as 'flood'"),
        ("(flood|dam)", "read there as 'flood dam'"),
        ("u.s.-venezuela", "read there as 'u.s. venezuela'"),
        ("high\twater", "read there as 'high water'"),
        ("fire,", "not one word"),
        ("{0,2} water", "begins with '{0,2}'"),
        ("{0,2}", "begins with '{0,2}'"),
        ("high {0,2}", "ends with a gap"),
        ("high {0,2} {1,3} water", "two gaps side by side"),
        ("high {5,2} water", "the smaller one first"),
        ("high {0,11} water", "from 0 to 10"),
        ("high {a,b} water", "is not a gap"),
        ("high {2} water", "is not a gap"),
        ("high {0,} water", "is not a gap"),
        ("high {0, 2} water", "without a space inside"),
        ("high {-1,2} water", "is not a gap"),
        ("high{0,2} water", "is not a gap"),
        ("high {٠,٢} water", "is not a gap"),
    ],
)
def test_what_is_no_pattern_is_refused_with_its_reason(text, said):
    with pytest.raises(ParameterError) as raised:
        parse_pattern(text)
    assert said in str(raised.value)


def test_the_error_is_a_value_error_too():
    with pytest.raises(ValueError, match="no letter"):
        parse_pattern("*")


WORDS = st.from_regex(r"[a-zñéü]{1,6}(-[a-z]{1,4})?\*?", fullmatch=True)
GAPS = st.tuples(st.integers(0, MOST_BETWEEN), st.integers(0, MOST_BETWEEN)).map(sorted).map(tuple)


@given(st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=5))
def test_a_pattern_is_written_back_as_it_was_read(parts):
    words = [word for word, _ in parts]
    gaps = [gap for _, gap in parts[1:]]
    text = words[0] + "".join(
        f" {word}" if gap == (0, 0) else f" {{{gap[0]},{gap[1]}}} {word}"
        for word, gap in zip(words[1:], gaps, strict=True)
    )
    assert parse_pattern(text) == Pattern(text, tuple(words), tuple(gaps))


@given(st.text(max_size=20))
def test_any_text_is_a_pattern_or_refused_and_reading_it_again_changes_nothing(text):
    try:
        pattern = parse_pattern(text)
    except ParameterError:
        return
    assert parse_pattern(pattern.text) == pattern
    assert len(pattern.gaps) == len(pattern.words) - 1


@pytest.mark.parametrize(
    ("word", "found", "missed"),
    [
        ("oil", ["oil", "oil's"], ["oils", "soil", "oil-rich", ""]),
        ("sanction*", ["sanction", "sanctions", "sanctioned", "sanctions's"], ["sancion", "presanction"]),
        ("*migr*", ["migrant", "immigration", "migr"], ["mi", "migant"]),
        ("u.s.", ["u.s.", "u.s.'s"], ["uxsx", "us"]),
        ("deal*", ["deal-making"], ["ideal"]),
        ("cari*o", ["cariño", "cario"], ["cariños"]),
    ],
)
def test_a_word_is_found_whole_or_by_its_star(word, found, missed):
    expression = compile_word(word)
    assert all(expression.fullmatch(one) for one in found)
    assert not any(expression.fullmatch(one) for one in missed)


@given(st.text(max_size=30))
def test_every_word_of_a_text_can_be_a_pattern_that_finds_it(text):
    for word in split_words(text):
        try:
            pattern = parse_pattern(word)
        except ParameterError:
            continue  # a word that lower case or Unicode composition takes apart
        if pattern.text == word:
            assert compile_word(pattern.words[0]).fullmatch(word)
