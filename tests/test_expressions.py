import re

import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.timeline import find_dates
from workbench.timeline.expressions.find import GRAMMARS
from workbench.timeline.expressions.meanings import MEANINGS

COLUMNS = ["article_id", "block", "start", "end", "text", "type", "value", "mod", "signal"]
COLUMNS += ["earliest", "latest", "granularity", "basis", "vague", "rule"]


def dates_of(text, language="en"):
    return find_dates(pd.DataFrame({"article_id": ["a"], "text": [text], "language": [language]}))


def found(text, language="en"):
    table = dates_of(text, language)
    return [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in table[["text", "value", "mod", "signal"]].itertuples(index=False)
    ]


DAYS = [
    ("On 21 November 2025 they met.", "21 November 2025", "2025-11-21", "on"),
    ("They met November 21, 2025.", "November 21, 2025", "2025-11-21", None),
    ("signed Nov. 21st, 2025", "Nov. 21st, 2025", "2025-11-21", None),
    ("signed November 21,2025", "November 21,2025", "2025-11-21", None),
    ("NOVEMBER 21, 2025", "NOVEMBER 21, 2025", "2025-11-21", None),
    ("until Friday, November 21, 2025", "Friday, November 21, 2025", "2025-11-21", "until"),
    ("by the 21st of November 2025", "the 21st of November 2025", "2025-11-21", "by"),
    ("dated 2025-11-21.", "2025-11-21", "2025-11-21", None),
    ("dated 2025/11/21.", "2025/11/21", "2025-11-21", None),
    ("on 21/11/2025", "21/11/2025", "2025-11-21", "on"),
    ("on 11/21/2025", "11/21/2025", "2025-11-21", "on"),
    ("on 21.11.2025", "21.11.2025", "2025-11-21", "on"),
    ("on 04/04/2025", "04/04/2025", "2025-04-04", "on"),
    ("since September 2nd", "September 2nd", "XXXX-09-02", "since"),
    ("a short November 21st call", "November 21st", "XXXX-11-21", None),
    ("the Sept. 2 strike", "Sept. 2", "XXXX-09-02", None),
    ("the 2 September strike", "2 September", "XXXX-09-02", None),
    ("On Friday Oct. 3 it rained", "Friday Oct. 3", "XXXX-10-03", "on"),
    ("The vote is on May 5.", "May 5", "XXXX-05-05", "on"),
    ("born 29 February", "29 February", "XXXX-02-29", None),
    ("prior to March 5, 1946", "March 5, 1946", "1946-03-05", "before"),
    ("after 10 May 1808", "10 May 1808", "1808-05-10", "after"),
]


@pytest.mark.parametrize(("text", "expression", "value", "signal"), DAYS)
def test_days(text, expression, value, signal):
    assert found(text) == [(expression, value, None, signal)]


COARSER = [
    ("In November 2025 talks began", "November 2025", "2025-11", None, "in"),
    ("in mid-November 2025", "mid-November 2025", "2025-11", "MID", "in"),
    ("since May 2025", "May 2025", "2025-05", None, "since"),
    ("November of 2025", "November of 2025", "2025-11", None, None),
    ("around November 2025", "around November 2025", "2025-11", "APPROX", None),
    ("since September", "September", "XXXX-09", None, "since"),
    ("in May she left", "May", "XXXX-05", None, "in"),
    ("until the end of November", "the end of November", "XXXX-11", "END", "until"),
    ("late November", "late November", "XXXX-11", "END", None),
    ("the November call", "November", "XXXX-11", None, None),
    # the day of a month is never "in"
    ("In November 21 vessels were hit", "November", "XXXX-11", None, "in"),
    ("in 2019", "2019", "2019", None, "in"),
    ("since 1958, when", "1958", "1958", None, "since"),
    ("By 2030, all", "2030", "2030", None, "by"),
    ("during the year 2019", "the year 2019", "2019", None, "during"),
    ("in about 2019", "about 2019", "2019", "APPROX", "in"),
    ("by late 2023", "late 2023", "2023", "END", "by"),
    ("early in 2024", "early in 2024", "2024", "START", None),
    ("mid-2024", "mid-2024", "2024", "MID", None),
    ("at the end of 2023", "the end of 2023", "2023", "END", None),
    ("The treaty (1979) holds", "1979", "1979", None, None),
    ("the disputed 2024 election", "2024", "2024", None, None),
    ("after the 2019 blackout", "2019", "2019", None, "after"),
    ("Resolution 2231 of 2015", "2015", "2015", None, None),
    ("in the 1990s", "the 1990s", "199X", None, "in"),
    ("the early 1990s", "the early 1990s", "199X", "START", None),
    ("by the end of the 1980s", "the end of the 1980s", "198X", "END", "by"),
]


@pytest.mark.parametrize(("text", "expression", "value", "mod", "signal"), COARSER)
def test_months_years_and_decades(text, expression, value, mod, signal):
    assert found(text) == [(expression, value, mod, signal)]


RANGES = [
    ("from 2 to 5 September 2025", [("2", "2025-09-02"), ("5 September 2025", "2025-09-05")]),
    ("1–3 September 2025", [("1", "2025-09-01"), ("3 September 2025", "2025-09-03")]),
    ("September 1-3, 2025", [("September 1", "2025-09-01"), ("3, 2025", "2025-09-03")]),
    ("the November 21-22 summit", [("November 21", "XXXX-11-21"), ("22", "XXXX-11-22")]),
    ("between 2 and 5 September", [("2", "XXXX-09-02"), ("5 September", "XXXX-09-05")]),
    ("Sept. 2-Nov. 21, 2025", [("Sept. 2", "2025-09-02"), ("Nov. 21, 2025", "2025-11-21")]),
    ("September to November 2025", [("September", "2025-09"), ("November 2025", "2025-11")]),
    ("(May-August 1950)", [("May", "1950-05"), ("August 1950", "1950-08")]),
    ("between 2019 and 2021", [("2019", "2019"), ("2021", "2021")]),
    ("from 2019 to 2021", [("2019", "2019"), ("2021", "2021")]),
    ("in 2023–24", [("2023", "2023"), ("24", "2024")]),
    ("the 1914-1918 war", [("1914", "1914"), ("1918", "1918")]),
    ("from late 2023 into early 2024", [("late 2023", "2023"), ("early 2024", "2024")]),
    ("(14 August-2 September 1914)", [("14 August", "1914-08-14"), ("2 September 1914", "1914-09-02")]),
    ("28 December-3 January 2026", [("28 December", "XXXX-12-28"), ("3 January 2026", "2026-01-03")]),
    ("throughout 1915-17", [("1915", "1915"), ("17", "1917")]),
    # the year is not carried where the order forbids it, nor onto a day that year lacks
    ("28 December to 3 January 2026", [("28 December", "XXXX-12-28"), ("3 January 2026", "2026-01-03")]),
    ("from December to March 2026", [("December", "XXXX-12"), ("March 2026", "2026-03")]),
    ("29 February to 3 March 2025", [("29 February", "XXXX-02-29"), ("3 March 2025", "2025-03-03")]),
    ("from November 2 to 03/04/2025", [("November 2", "XXXX-11-02"), ("03/04/2025", "2025-XX-XX")]),
    ("from September to the 1990s", [("September", "XXXX-09"), ("the 1990s", "199X")]),
]


@pytest.mark.parametrize(("text", "ends"), RANGES)
def test_ranges_are_two_rows(text, ends):
    dates = found(text)
    assert [date[:2] for date in dates] == ends
    assert [date[3] for date in dates] == ["from", "to"]


def test_a_mod_belongs_to_its_end_of_the_range():
    assert [date[2] for date in found("early September to November 2025")] == ["START", None]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("in 1994, 1995 and 1996", ["1994", "1995", "1996"]),
        ("November 21 and 22, 2025", ["2025-11-21", "2025-11-22"]),
        ("in September and November", ["XXXX-09", "XXXX-11"]),
        ("Dec. 5, Jan. 6 and Feb. 7", ["XXXX-12-05", "XXXX-01-06", "XXXX-02-07"]),
        ("on November 21 and 22 people died", ["XXXX-11-21"]),
        ("in 2019 and 2000 soldiers left", ["2019"]),
    ],
)
def test_lists_are_not_ranges(text, values):
    dates = found(text)
    assert [date[1] for date in dates] == values
    assert all(date[3] in (None, "in", "on") for date in dates)


NOT_DATES = """\
$50 million|2.5 points|No. 21|section 2019|Boeing 2019|21 vessels|US$2019|€ 2019
ISBN 978-3-16-148410-0|7,2019|call 555-2019|2019|2019 vessels|in 2019 vessels|2019%|about 2019 people|a total of 2019
rose from 2000 to 2019 people|in 99999|year 0000|in 1,990 cases|the 2019 vessels|version 10.11.2025.3
They may go|Theresa May said|a plan by May|after May left|They may 5 times|May I?|troops march 5 miles|March on
the March on Rome|by March for Our Lives|a march in step|August guests|to April Jones|Mar-a-Lago|COVID-19 cases
31/31/2025|2025-13-45|Room 1984|Windows 2000 is old|2019-based|article-2019|user_2019|@2019|#2019|v2019|1/2|24/7"""


@pytest.mark.parametrize("text", NOT_DATES.replace("\n", "|").split("|"))
def test_not_dates(text):
    assert found(text) == []


SPANISH = [
    ("El 21 de noviembre de 2025 hablaron", [("21 de noviembre de 2025", "2025-11-21", None, "on")]),
    ("el viernes 21 de noviembre de 2025", [("viernes 21 de noviembre de 2025", "2025-11-21", None, "on")]),
    ("desde el 2 de septiembre", [("2 de septiembre", "XXXX-09-02", None, "since")]),
    ("el 1º de mayo", [("1º de mayo", "XXXX-05-01", None, "on")]),
    ("primero de mayo de 2025", [("primero de mayo de 2025", "2025-05-01", None, None)]),
    ("el 03/04/2025", [("03/04/2025", "2025-04-03", None, "on")]),
    ("en noviembre de 2025", [("noviembre de 2025", "2025-11", None, "in")]),
    ("hasta noviembre", [("noviembre", "XXXX-11", None, "until")]),
    ("a mediados de noviembre", [("mediados de noviembre", "XXXX-11", "MID", None)]),
    ("a finales de 2023", [("finales de 2023", "2023", "END", None)]),
    ("durante el año 2019", [("2019", "2019", None, "during")]),
    ("las elecciones de 2024 fueron", [("2024", "2024", None, None)]),
    ("antes de 2019", [("2019", "2019", None, "before")]),
    ("a finales de la década de 1990", [("finales de la década de 1990", "199X", "END", None)]),
    (
        "del 2 al 5 de septiembre de 2025",
        [("2", "2025-09-02", None, "from"), ("5 de septiembre de 2025", "2025-09-05", None, "to")],
    ),
    ("entre 2019 y 2021", [("2019", "2019", None, "from"), ("2021", "2021", None, "to")]),
    (
        "desde septiembre hasta noviembre de 2025",
        [("septiembre", "2025-09", None, "from"), ("noviembre de 2025", "2025-11", None, "to")],
    ),
    *((text, []) for text in ("un total de 2019", "Plaza de Mayo", "de 2019 personas", "2019 buques", "mayo es largo")),
]


@pytest.mark.parametrize(("text", "expected"), SPANISH)
def test_spanish(text, expected):
    assert found(text, "es") == expected


@pytest.mark.parametrize(("language", "value"), [("es", "2025-04-03"), ("es-VE", "2025-04-03"), ("en", "2025-XX-XX")])
def test_the_article_says_its_language(language, value):
    assert dates_of("03/04/2025", language)["value"].tolist() == [value]


@pytest.mark.parametrize("language", [None, "fr", float("nan")])
def test_other_languages_are_read_as_english(language):
    assert found("on 2 September", language) == [("2 September", "XXXX-09-02", None, "on")]


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "granularity", "basis", "rule"),
    [
        ("21 November 2025", "2025-11-21", "2025-11-21", "day", "explicit", "day"),
        ("late 2023", "2023-09-01", "2023-12-31", "year", "explicit", "year"),
        ("mid-November 2025", "2025-11-11", "2025-11-20", "month", "explicit", "month"),
        ("the 1990s", "1990-01-01", "1999-12-31", "decade", "explicit", "decade"),
        # both readings are covered
        ("03/04/2025", "2025-03-04", "2025-04-03", "day", "explicit", "numeric_day_ambiguous"),
        # a day that does not exist is its month, if a year is stated
        ("February 30, 2025", "2025-02-01", "2025-02-28", "month", "explicit", "day_impossible"),
        ("31 November", None, None, "month", "none", "day_impossible"),
        ("September 2nd", None, None, "day", "none", "day"),
        ("late November", None, None, "month", "none", "month"),
    ],
)
def test_what_a_date_means(text, earliest, latest, granularity, basis, rule):
    row = dates_of(text).iloc[0]
    assert [None if pd.isna(row[name]) else f"{row[name]:%Y-%m-%d}" for name in ("earliest", "latest")] == [
        earliest,
        latest,
    ]
    assert (row["type"], row["granularity"], row["basis"], row["rule"]) == ("DATE", granularity, basis, rule)
    assert not row["vague"]


def test_a_year_comes_from_the_publication_date_and_says_so():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["since September 2nd"]})
    dated = articles.assign(published=pd.to_datetime(["2025-11-30"], utc=True))
    assert find_dates(dated).loc[0, ["value", "basis"]].tolist() == ["2025-09-02", "published"]
    pd.testing.assert_frame_equal(find_dates(dated, reference="none"), find_dates(articles))


@pytest.mark.parametrize("text", ["November\n21", "in\n2019", "in \n\n2019", "2 September\n2025 was", "September\n\n2"])
def test_a_date_stays_in_its_line(text):
    assert all("\n" not in expression and value != "2019" for expression, value, *_ in found(text))
    assert "2025-09-02" not in [value for _, value, *_ in found(text)]


@pytest.mark.parametrize(
    "text", ["in\u00a02019", "in  2019", "\u200fin 2019\u200f", "“in 2019”", "in 2019’s", "in 2019—", "in 2019."]
)
def test_odd_surroundings(text):
    assert [value for _, value, *_ in found(text)] == ["2019"]


def test_offsets_and_blocks_lead_back_to_the_text():
    text = "Opening.\n\nFrom 2 to 5 September 2025.\n\n" + " ".join(case[0] for case in DAYS)
    articles = pd.DataFrame({"article_id": ["a"], "text": [text], "text_blocks": ["3 5 8"]})
    table = find_dates(articles)
    assert [text[start:end] for start, end in zip(table["start"], table["end"], strict=True)] == table["text"].tolist()
    assert (table["start"].diff().dropna() > 0).all()
    assert (table["end"].shift() <= table["start"]).iloc[1:].all()
    assert table["block"].tolist() == [5, 5] + [8] * (len(table) - 2)


def test_types_also_when_nothing_is_found():
    full = dates_of("late 2023, 2 September")
    assert list(full.columns) == COLUMNS
    for texts in ([], [None], ["No date."]):
        empty = find_dates(pd.DataFrame({"article_id": [f"a{n}" for n in range(len(texts))], "text": texts}))
        assert empty.empty
        assert empty.dtypes.equals(full.dtypes)
    assert full.dtypes[["start", "earliest", "vague"]].astype(str).tolist() == ["Int64", "datetime64[us, UTC]", "bool"]
    assert (dates_of("2 September").dtypes == full.dtypes).all()


def test_text_is_needed():
    with pytest.raises(DataError, match="'text'"):
        find_dates(pd.DataFrame({"article_id": ["a"]}))


def test_ten_thousand_dates_in_one_paragraph():
    table = dates_of("on November 21, 2025, " * 10_000)
    assert len(table) == 10_000
    assert table["value"].unique().tolist() == ["2025-11-21"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("on 3 May 9999.", ["9999-05-03"]),
        ("May 3, 0001.", ["0001-05-03"]),
        ("on 3 May 0000,", []),
        ("3 May 2000 men", ["2000-05-03"]),
    ],
)
def test_a_year_that_is_written_is_not_replaced(text, values):
    dated = pd.DataFrame({"article_id": ["a"], "text": [text], "published": pd.to_datetime(["2025-11-30"], utc=True)})
    assert find_dates(dated)["value"].tolist() == values


@pytest.mark.parametrize("wrong", [None, "text", ["text"]])
def test_a_table_of_articles_is_needed(wrong):
    with pytest.raises(ParameterError, match="table of articles"):
        find_dates(wrong)


def test_unknown_reference_is_refused():
    with pytest.raises(ParameterError, match="'publshed'"):
        find_dates(pd.DataFrame({"article_id": ["a"], "text": ["now"]}), reference="publshed")


@pytest.mark.parametrize("language", sorted(GRAMMARS))
def test_a_grammar_has_nothing_that_no_rule_uses(language):
    grammar = GRAMMARS[language]
    patterns = [rule.pattern for rule in (*grammar.rules, *grammar.prefixes, *grammar.suffixes)]
    assert {name for pattern in patterns for name in re.findall(r"<(?:\w+:)?(\w+)>", pattern)} == set(grammar.tokens)
    assert {name for pattern in patterns for name in re.findall(r"\{(\w+)\}", pattern)} == set(grammar.guards)
    assert {rule.meaning for rule in grammar.rules} <= set(MEANINGS)
