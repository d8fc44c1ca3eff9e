"""Texts made to break the reader of dates: impossible days, endless repetition, foreign scripts, random mixtures."""

import re
from time import process_time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.timeline import find_dates
from workbench.timeline.expressions.values import resolve_value

WEDNESDAY = "2025-11-19"
REFERENCES = ("none", "auto", "published", "narrative")


def dates_of(text, reference="none", published=None):
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    if published:
        articles["published"] = pd.to_datetime([published], utc=True)
    return find_dates(articles, reference=reference)


def slices(text, dates):
    return [text[start:end] for start, end in zip(dates["start"], dates["end"], strict=True)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("31 February 2021", ["2021-02"]),
        ("February 31, 2021", ["2021-02"]),
        ("30 February", ["XXXX-02"]),
        ("29 February 2023", ["2023-02"]),
        ("29 February 1900", ["1900-02"]),
        ("29 February 2000", ["2000-02-29"]),
        ("31 April 2021", ["2021-04"]),
        ("2021-02-30", ["2021-02"]),
        ("30/02/2021", []),
        ("32 May", []),
        ("0 May", []),
        ("May 0", []),
        ("99 May 99999", []),
        ("2021-13-01", []),
        ("0000-00-00", []),
        ("0000-01-01", []),
        ("year 0", []),
        ("in 0000", []),
        ("in 99999", []),
        ("1 May 99999", ["XXXX-05-01"]),
        ("May 99999", []),
        ("0 BC", []),
        ("the 0th century", []),
        ("the 31st century", []),
        ("25:61 p.m.", []),
        ("at 99:99", []),
    ],
)
def test_days_and_years_that_do_not_exist(text, values):
    assert dates_of(text)["value"].tolist() == values


@pytest.mark.parametrize("published", ["2024-02-29", "2023-03-01", "1970-01-01", "1700-01-01", "2261-12-31"])
@pytest.mark.parametrize(
    "text",
    [
        "29 February",
        "29 February of last year",
        "last year's 29 February",
        "tonight, a year ago today",
        "last year's today",
        "on 31 November",
        "99999 years ago",
        "9,000 centuries later",
        "1000 weeks ago",
        "in 9999, a year later",
        "in 9999. The next decade. The next century",
        "in 1 BC. The next year. Two years later",
        "in AD 1. The previous year. A century earlier",
        "on 31 December 9999. The next day. The following week",
        "on 1 January 1000. The previous day. Two thousand years earlier",
        "Thanksgiving 9999 and Easter 1000",
        "the winter of 9999",
        "the 29th century. The next century",
    ],
)
def test_the_ends_of_the_calendar(text, published):
    for reference in REFERENCES:
        dates = dates_of(text, reference, published)
        assert (dates["earliest"].isna() | (dates["earliest"] <= dates["latest"])).all()


def test_ten_thousand_dates_in_one_paragraph():
    dates = dates_of("It met on 3 May 2021, and then " * 10_000)
    assert len(dates) == 10_000
    assert dates["value"].unique().tolist() == ["2021-05-03"]


def test_a_megabyte_without_a_break():
    text = "x" * 500_000 + " in 2019 " + "y" * 500_000
    assert slices(text, dates_of(text)) == ["2019"]


def seconds(unit, length):
    """The least processor time of two runs over so many characters."""
    text = (unit * (length // len(unit) + 1))[:length]
    times = []
    for _ in range(2):
        begin = process_time()
        dates_of(text, "auto", WEDNESDAY)
        times.append(process_time() - begin)
    return min(times)


# Repeated with a blank between them, and without.
SPACED = """\
the|a few|more than|of|of of|of the year|of that year's|the end of the end of|early|late|about|in|in the|from
between|to|and|, 1994|1994, 1995 and|1994 to 1995|(1994 -|(1994|0|1|99|1,000|nineteen|two hundred|twenty|1/2|1:30
T12:00|GMT|p.m.|a.m. on|Monday,|Monday|May|May of|May of May of|March,|July of|spring|Christmas|New Year's
the fiscal|ended|last year's|last|the same|ago|later|two weeks ago later|a year|years|half|a half|and a half
two and a half|every|every two|each|at least|some|a couple of|the night of|on the evening of|5 p.m. on
the day before|the day after|the first quarter of|quarter of|5 BC|BC|1990s|the '90s|'90s|as|as A|as Aaaa Bbb Ccc
as A. B.|after the|after the big|before the new old|was leaving office|is due to|said|was|will|'s|’|(|)
January February March April May June July August September October November December|e\u0301 1\u0301|\u202ein|x
xxxed"""
GLUED = [
    "1989-",
    "20",
    "9",
    "1,",
    "12.",
    "12/",
    "12:",
    "T1",
    "'",
    "’",
    "-",
    "–",
    "mid-",
    "twenty-",
    "a",
    "á",
    "A",
    "ab",
]
GLUED += ["e\u0301", "\n", "\n\n", " ", "\t", "\u00a0", "\r\n", "\u2028", "in\n", "\u00a02019", "in 2019\n"]
GLUED += ["2025-11-21", "+01:00", "1990s"]
UNITS = [f"{unit} " for unit in SPACED.replace("\n", "|").split("|")] + GLUED


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_length_alone(unit):
    """Four times the text takes about four times as long; sixteen times if anything looked back over all of it."""
    short, long = seconds(unit, 2_000), seconds(unit, 8_000)
    assert long < 12 * max(short, 0.01)


def test_long_texts_of_no_dates_are_quick_enough_to_read_at_all():
    for text in ("the " * 50_000, "20" * 100_000, "a few " * 30_000, "\n" * 200_000, "\u00a0" * 200_000):
        assert dates_of(text).empty


HEBREW, ARABIC = "\u05e9\u05dc\u05d5\u05dd", "\u0633\u0644\u0627\u0645"
OTHERS = ["cafe\u0301", "\U0001f469\u200d\U0001f393", "\u200f", "\u202b", "\ufeff", "\u200b", "日本"]


@pytest.mark.parametrize("around", [HEBREW, ARABIC, *OTHERS])
def test_offsets_are_of_the_text_as_it_stands(around):
    text = f"{around} on 3 May 2021 {around}, in 2019, {around} since late 2023. {around}"
    dates = dates_of(text)
    assert slices(text, dates) == dates["text"].tolist() == ["3 May 2021", "2019", "late 2023"]


@pytest.mark.parametrize("mark", ["\u0301", "\u0336", "\u200d"])
def test_a_mark_on_a_digit_does_not_shift_anything(mark):
    text = f"in 2019{mark} and on 3{mark} May{mark} 2021, since 4 May 2022."
    dates = dates_of(text)
    assert slices(text, dates) == dates["text"].tolist()
    assert "2022-05-04" in dates["value"].tolist()


@pytest.mark.parametrize("digits", ["٢٠١٩", "２０１９", "२०१९", "²⁰¹⁹"])
def test_other_digits_break_nothing(digits):
    text = f"in {digits}, on {digits[0]} May, {digits} years ago, in {digits[:2]} days, at {digits[0]} p.m."
    for reference in REFERENCES:
        dates = dates_of(text, reference, WEDNESDAY)
        assert slices(text, dates) == dates["text"].tolist()


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", " \n ", "\n\u00a0"])
@pytest.mark.parametrize(
    ("left", "right"), [("on 3 May", "2021 was wet"), ("late", "2023 talks"), ("in", "2019"), ("two", "weeks")]
)
def test_a_date_does_not_cross_a_line(gap, left, right):
    text = left + gap + right
    assert all("\n" not in expression for expression in dates_of(text)["text"])
    assert "2021-05-03" not in dates_of(text)["value"].tolist()


def test_blocks_own_the_dates_that_begin_in_them():
    articles = pd.DataFrame(
        {"article_id": ["a"], "text": ["On 3 May\n\n2021 was wet.\n\nSince 2019."], "text_blocks": ["0 4 9"]}
    )
    dates = find_dates(articles)
    assert dates["text"].tolist()[0] == "3 May"
    assert dates["block"].tolist()[0] == 0
    assert dates["block"].tolist()[-1] == 9


def test_texts_that_are_missing_cost_nothing():
    articles = pd.DataFrame({"article_id": list("abcd"), "text": [None, "", "in 2019", float("nan")]})
    assert find_dates(articles)["article_id"].tolist() == ["c"]
    assert find_dates(articles.iloc[:0]).dtypes.equals(find_dates(articles).dtypes)
    assert find_dates(articles.iloc[:2]).dtypes.equals(find_dates(articles).dtypes)


def test_dates_of_publication_that_are_missing_or_no_dates():
    articles = pd.DataFrame(
        {"article_id": list("abc"), "text": ["yesterday"] * 3, "published": [WEDNESDAY, None, "soon"]}
    )
    assert find_dates(articles)["value"].tolist() == ["2025-11-18", "XXXX-XX-XX", "XXXX-XX-XX"]


def test_an_article_does_not_lean_on_the_one_before():
    articles = pd.DataFrame(
        {"article_id": list("ab"), "text": ["In 1939 it began.", "On 1 May it ended. The next day"]}
    )
    later = find_dates(articles, reference="narrative").query("article_id == 'b'")
    assert later["value"].tolist() == ["XXXX-05-01", "XXXX-XX-XX"]


WORDS = """\
in on at by since until from to and or between the a an this last next past of year years month months week day days
quarter half century decade 2 3 15 21 29 30 31 99 0 1994 2019 2025 2023-24 99999 0000 9999 February November May
March Nov. Sept. Monday Fri. Friday morning night noon midnight 9:30 p.m. EST 1800 GMT early late mid- end beginning
more than at least up about two three twenty hundred several few couple ago later earlier before hence spring summer
winter fall Christmas Easter Thanksgiving recently now future coming previous following same that every each daily
Mondays first third 19th BC AD 21/11/2025 03/04/2025 2025-11-21 2025-02-30 2025-11-21T10:30 '90s 1990s '89 nineties
year-ago latest fiscal , . ( ) - – 's ’s will was yesterday today tomorrow tonight weekend hours minutes and a half
nineteen ninety-six as Ruiz left""".split()
WORDS += ["\n", "\n\n", "the strike", "left office", "the year", "\u00a0", "e\u0301", HEBREW]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=16).flatmap(
    lambda words: st.lists(st.sampled_from([" ", " ", " ", ""]), min_size=len(words), max_size=len(words)).map(
        lambda gaps: "".join(word + gap for word, gap in zip(words, gaps, strict=True))
    )
)
PUBLISHED = st.sampled_from([None, WEDNESDAY, "2024-02-29", "2020-12-31", "1900-01-01", "2261-06-30"])


@settings(max_examples=200)
@given(text=TEXTS, reference=st.sampled_from(REFERENCES), published=PUBLISHED)
def test_what_holds_of_any_text(text, reference, published):
    dates = dates_of(text, reference, published)
    pd.testing.assert_frame_equal(dates, dates_of(text, reference, published))
    assert slices(text, dates) == dates["text"].tolist() == dates["text"].str.strip().tolist()
    assert not dates["text"].str.contains("\n").any()
    assert dates["start"].is_monotonic_increasing
    times = dates[dates["type"] != "EVENT_REF"]
    assert (times["end"].shift() <= times["start"]).iloc[1:].all()
    assert (dates["earliest"].isna() == dates["latest"].isna()).all()
    assert (dates["earliest"].isna() | (dates["earliest"] <= dates["latest"])).all()


@settings(max_examples=200)
@given(text=TEXTS, reference=st.sampled_from(REFERENCES), published=PUBLISHED)
def test_values_and_intervals_say_the_same(text, reference, published):
    dates = dates_of(text, reference, published)
    for row in dates[dates["type"].isin(["DATE", "TIME"]) & ~dates["vague"]].itertuples():
        interval = resolve_value(row.value, None if pd.isna(row.mod) else row.mod)
        if "/" not in row.text:  # 03/04/2025 covers both readings
            assert (interval.earliest or pd.NaT, interval.latest or pd.NaT) == (row.earliest, row.latest) or (
                interval.earliest is None and pd.isna(row.earliest)
            )
        known = not row.value.startswith("XXXX")
        assert (row.basis == "none") != known


# How a century is said without its digits; a range may borrow it from its other end.
SHORT_YEARS = re.compile(r"['’]\d\d|\d[/–-]\d\d\b|century|nineties|nineteen|twenty")


@settings(max_examples=200)
@given(text=TEXTS, published=PUBLISHED)
def test_without_a_reference_no_year_is_known_that_the_text_does_not_say(text, published):
    dates = dates_of(text, "none", published)
    dates = dates[dates["type"].isin(["DATE", "TIME"]) & ~dates["vague"]]
    known = dates[~dates["value"].str.startswith("XXXX")]
    assert set(known["basis"]) <= {"explicit"}
    for value in known["value"]:
        assert value.removeprefix("BC").lstrip("0").split("X")[0][:4].split("-")[0] in text or SHORT_YEARS.search(text)
