import pytest

from workbench.articles.dates import decide_day_first, parse_date

ONE_DAY = [
    ("2025-11-03", "2025-11-03"),
    ("2025/11/3", "2025-11-03"),
    ("20251103", "2025-11-03"),
    ("November 3, 2025", "2025-11-03"),
    ("Nov. 3, 2025", "2025-11-03"),
    ("Nov 03 2025", "2025-11-03"),
    ("Sept. 2nd, 2025", "2025-09-02"),
    ("3 November 2025", "2025-11-03"),
    ("3rd of November 2025", "2025-11-03"),
    ("3 de noviembre de 2025", "2025-11-03"),
    ("1 de setiembre del 2025", "2025-09-01"),
    ("Published on November 3, 2025 at 10:22", "2025-11-03"),
    ("3. Dezember 2025", "2025-12-03"),
    ("Berlin, 3.Dez. 2025", "2025-12-03"),
    ("1. März 2025", "2025-03-01"),
    ("7. Jänner 2025", "2025-01-07"),
    ("3 décembre 2025", "2025-12-03"),
    ("1er mars 2025", "2025-03-01"),
    ("le 12 févr. 2025", "2025-02-12"),
    ("15 AOÛT 2025", "2025-08-15"),
    ("3 de dezembro de 2025", "2025-12-03"),
    ("1º de março de 2025", "2025-03-01"),
    ("3 out 2025", "2025-10-03"),
    ("03.12.2025", "2025-12-03"),
    ("3. 4. 2025", "2025-04-03"),
    ("12.31.2025", "2025-12-31"),
    ("2025.12.03", "2025-12-03"),
    ("2025年12月3日", "2025-12-03"),
    ("发布于2025年12月3日 10:22", "2025-12-03"),
    ("13/04/2025", "2025-04-13"),
    ("31/12/2025", "2025-12-31"),
    ("12/31/2025", "2025-12-31"),
    ("04/04/2025", "2025-04-04"),
    ("2025-11-03T10:22:00Z", "2025-11-03"),
    ("2025-11-03T23:30:00-05:00", "2025-11-04"),
    ("2025-11-03 10:22:00 UTC", "2025-11-03"),
    ("Mon, 03 Nov 2025 10:22:00 GMT", "2025-11-03"),
]


@pytest.mark.parametrize(("text", "day"), ONE_DAY)
def test_one_day(text, day):
    stated = parse_date(text)
    assert stated.is_one_day
    assert stated.earliest.date().isoformat() == stated.latest.date().isoformat() == day


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("03/04/2025", "2025-03-04", "2025-04-03"),
        ("November 2025", "2025-11-01", "2025-11-30"),
        ("diciembre de 2025", "2025-12-01", "2025-12-31"),
        ("März 2025", "2025-03-01", "2025-03-31"),
        ("août 2025", "2025-08-01", "2025-08-31"),
        ("2025年12月", "2025-12-01", "2025-12-31"),
        ("February 2024", "2024-02-01", "2024-02-29"),
    ],
)
def test_intervals(text, earliest, latest):
    stated = parse_date(text)
    assert not stated.is_one_day
    assert (stated.earliest.date().isoformat(), stated.latest.date().isoformat()) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "last week",
        "Monday",
        "2025",
        "November 31, 2025",
        "2025-13-01",
        "99/99/2025",
        "may 5",
        "$50",
        "12:30",
        "2025-11-03T99:99",
        "chapter 11/12",
        "the 3 November treaty",
        "you may 2025 times",
        "3. Dezember",
        "3 December 1850",
        "1850-12-03",
        "1850-12-03T10:00:00",
        "3 December 2101",
        "2025年13月3日",
        "2025年13月",
        "12025年12月3日",
        "31.02.2025",
    ],
)
def test_nothing_is_guessed(text):
    assert parse_date(text) is None


def test_the_span_tells_where_the_date_stood():
    text = "Posted on November 3, 2025 by Jane"
    assert text[slice(*parse_date(text).span)] == "November 3, 2025"


def test_instants_have_their_zone():
    assert parse_date("2025-11-03T10:22:00+02:00").earliest.isoformat() == "2025-11-03T08:22:00+00:00"
    assert parse_date("2025-11-03T10:22:00").earliest.isoformat() == "2025-11-03T10:22:00+00:00"


@pytest.mark.parametrize(
    ("text", "day_first", "day"),
    [
        ("03/04/2025", True, "2025-04-03"),
        ("03/04/2025", False, "2025-03-04"),
        ("13/04/2025", False, "2025-04-13"),  # it can only be one day
        ("03.04.2025", False, "2025-03-04"),
        ("2025-04-03", False, "2025-04-03"),
        ("3 April 2025", False, "2025-04-03"),
    ],
)
def test_the_file_decides_what_comes_first(text, day_first, day):
    stated = parse_date(text, day_first=day_first)
    assert stated.earliest.date().isoformat() == stated.latest.date().isoformat() == day


@pytest.mark.parametrize(
    ("strings", "day_first"),
    [
        (["03/04/2025", "13/04/2025"], True),
        (["03/04/2025", "04/13/2025"], False),
        (["13/04/2025", "04/13/2025"], None),
        (["03/04/2025", "04/04/2025", None, ""], None),
        (["2025-04-13", "13 April 2025", "99/99/2025"], None),
        ([], None),
    ],
)
def test_what_the_dates_of_a_file_tell(strings, day_first):
    assert decide_day_first(strings) is day_first


def test_the_span_counts_from_the_beginning_of_the_string():
    text = "  am 3. Dezember 2025 "
    assert text[slice(*parse_date(text).span)] == "3. Dezember 2025"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("03-Apr-2025", "2025-04-03", "2025-04-03"),
        ("2025-04", "2025-04-01", "2025-04-30"),
        ("4/2025", "2025-04-01", "2025-04-30"),
    ],
)
def test_short_forms(text, first, last):
    stated = parse_date(text)
    assert (stated.earliest.strftime("%Y-%m-%d"), stated.latest.strftime("%Y-%m-%d")) == (first, last)


@pytest.mark.parametrize("text", ["2025-13", "13/2025", "2025-4x", "12-2025-3"])
def test_figures_that_are_no_month(text):
    assert parse_date(text) is None
