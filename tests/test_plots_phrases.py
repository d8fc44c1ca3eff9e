"""Numbers in words, and data made safe for plotly."""

from __future__ import annotations

import html

import pandas as pd
import pytest

from workbench.plots.phrases import (
    counted,
    distinct,
    group_order,
    in_sentence,
    interval,
    label_of,
    listed,
    percent,
    safe,
    shortened,
    stated,
    wrapped,
    written_day,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("A & B", "A &amp; B"),
        ("$x$ and $y$", "&#36;x&#36; and &#36;y&#36;"),
        ("%{y} %{meta}", "&#37;{y} &#37;{meta}"),
        ("&lt;", "&amp;lt;"),
        ("two\nlines\tand  space", "two lines and space"),
        ("**bold** {{x}}", "**bold** {{x}}"),
        ("Rodríguez’s 38 %", "Rodríguez’s 38 %"),
        ('"quoted"', '"quoted"'),
        (7, "7"),
    ],
)
def test_safe(text, expected):
    assert safe(text) == expected


@pytest.mark.parametrize("text", ["<b>", "$5 & 6 %", "%{x}", "&#36;", "plain"])
def test_what_is_safe_reads_as_written(text):
    assert html.unescape(safe(text)) == text


@pytest.mark.parametrize(
    ("text", "lines", "expected"),
    [
        ("one two three", None, "one two<br>three"),
        ("one two three four five", 2, "one two<br>three…"),
        ("", None, ""),
        ("<b> & <i>", None, "&lt;b&gt; &amp;<br>&lt;i&gt;"),
        ("interval", 1, "interval"),
    ],
)
def test_wrapped(text, lines, expected):
    assert wrapped(text, 8, lines=lines) == expected


def test_a_percent_sign_stays_with_its_number():
    assert wrapped("share 38 %", 8) == "share<br>38 %"


@pytest.mark.parametrize(("text", "expected"), [("abcdef", "abcdef"), ("abcdefg", "abcde…"), ("ab cd ef", "ab cd…")])
def test_shortened(text, expected):
    assert shortened(text, 6) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0, "0 %"),
        (0.005, "under 1 %"),
        (0.01, "1 %"),
        (0.5, "50 %"),
        (0.99, "99 %"),
        (0.996, "over 99 %"),
        (1, "100 %"),
    ],
)
def test_percent_says_none_and_all_only_when_it_is_so(share, expected):
    assert percent(share) == expected


def test_interval():
    assert interval(0.138, 0.694) == "95 % interval 14–69"
    assert interval(float("nan"), 0.5) == "no interval"


@pytest.mark.parametrize(("number", "expected"), [(0, "0 words"), (1, "1 word"), (1234, "1,234 words")])
def test_counted(number, expected):
    assert counted(number, "word") == expected


@pytest.mark.parametrize(
    ("names", "expected"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (list("ABC"), "A, B and C")]
)
def test_listed(names, expected):
    assert listed(names) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [("Oil", "oil"), ("US pressure", "US pressure"), ("oil", "oil"), ("", ""), ("X", "X"), ("Élan", "élan")],
)
def test_in_sentence(label, expected):
    assert in_sentence(label) == expected


def test_groups():
    assert group_order(["not stated", "b", "a", "a"]) == ["a", "b", "not stated"]
    assert stated(pd.Series(["a", None], dtype="str")).tolist() == ["a", "not stated"]
    assert stated(pd.Series([], dtype="object")).tolist() == []


def test_labels_that_stand_twice_are_told_apart():
    labels = pd.DataFrame({"frame": ["a", "b"], "label": ["Oil", "Oil"]})
    assert label_of(labels, ["a", "b", "c"]) == {"a": "Oil (a)", "b": "Oil (b)", "c": "c"}
    assert label_of(None, ["a"]) == {"a": "a"}
    assert distinct({}) == {}


def test_a_day_is_written_without_a_leading_zero():
    assert written_day(pd.Timestamp("2025-09-02", tz="UTC")) == "2 September 2025"
