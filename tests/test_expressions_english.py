"""What the English grammar of time reads, what it must not read, and what it leaves open. All texts are invented."""

import pandas as pd
import pytest

from workbench.timeline import find_dates

WEDNESDAY = "2025-11-19"
LAST_DAY_OF = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


def dates_of(text, reference="none", published=None):
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    if published:
        articles["published"] = pd.to_datetime([published], utc=True)
    return find_dates(articles, reference=reference)


def values_of(text, reference="none", published=None):
    dates = dates_of(text, reference, published)
    return dates.loc[dates["type"] != "EVENT_REF", "value"].tolist()


def cells(row, *names):
    return tuple(None if pd.isna(row[name]) else row[name] for name in names)


def day(instant):
    return None if pd.isna(instant) else f"{instant:%Y-%m-%d}"


# Each line: the text, the one expression in it, its value, its granularity.
DATES = """\
The port shut on 3 May 2021.|3 May 2021|2021-05-03|day
It shut on Monday, May 3rd, 2021, at last|Monday, May 3rd, 2021|2021-05-03|day
It shut on May the 3rd, 2021|May the 3rd, 2021|2021-05-03|day
stamped 2021-05-03 by the clerk|2021-05-03|2021-05-03|day
the 3rd of May|the 3rd of May|XXXX-05-03|day
a May 3rd call|May 3rd|XXXX-05-03|day
She came on Monday|Monday|XXXX-WXX-1|day
in November 2024|November 2024|2024-11|month
in November, 2024, they met|November, 2024|2024-11|month
the November vote|November|XXXX-11|month
in May they met|May|XXXX-05|month
the third quarter of 2024|the third quarter of 2024|2024-Q3|quarter
third-quarter sales|third-quarter|XXXX-Q3|quarter
the first half of 2024|the first half of 2024|2024-H1|half
the summer of 2019|the summer of 2019|2019-SU|season
autumn 2022|autumn 2022|2022-FA|season
in the spring of 1989 it thawed|the spring of 1989|1989-SP|season
in winter|winter|XXXX-WI|season
since 1958, when it opened|1958|1958|year
the disputed 2018 election|2018|2018|year
The accord (1979) holds.|1979|1979|year
back in '68, they won|'68|1968|year
in nineteen ninety-six, they won|nineteen ninety-six|1996|year
fiscal 2024 was poor|fiscal 2024|2024|year
the fiscal year 2024|the fiscal year 2024|2024|year
the 1990s|the 1990s|199X|decade
the '90s|the '90s|199X|decade
the nineties|the nineties|199X|decade
the 1980's|the 1980's|198X|decade
the 19th century|the 19th century|18XX|century
eighteenth-century maps|eighteenth-century|17XX|century
in 490 BC|490 BC|BC0490|year
on Christmas Day 2024|Christmas Day 2024|2024-12-25|day
on New Year's Eve|New Year's Eve|XXXX-12-31|day
last year|last year|XXXX|year
next month|next month|XXXX-XX|month
yesterday|yesterday|XXXX-XX-XX|day
two weeks ago|two weeks ago|XXXX-WXX|week
a year earlier|a year earlier|XXXX|year
the latest quarter|the latest quarter|XXXX-QX|quarter
November of last year was wet|November of last year|XXXX-11|month
in the autumn of last year|the autumn of last year|XXXX-FA|season
Q3 2024|Q3 2024|2024-Q3|quarter
FY2024 results|FY2024|2024|year
on the 15th|the 15th|XXXX-XX-15|day"""


@pytest.mark.parametrize("line", DATES.split("\n"))
def test_dates(line):
    text, expression, value, granularity = line.split("|")
    dates = dates_of(text)
    assert [cells(row, "text", "type", "value", "granularity") for _, row in dates.iterrows()] == [
        (expression, "DATE", value, granularity)
    ]
    assert not dates["vague"].any()


OTHER_TYPES = """\
at 5 p.m.|5 p.m.|TIME|XXXX-XX-XXT17:00
at 5pm sharp|5pm|TIME|XXXX-XX-XXT17:00
at 12:30 a.m. EST|12:30 a.m. EST|TIME|XXXX-XX-XXT00:30
at 14:00 GMT|14:00 GMT|TIME|XXXX-XX-XXT14:00
at 1800 UTC|1800 UTC|TIME|XXXX-XX-XXT18:00
at 10 o'clock|10 o'clock|TIME|XXXX-XX-XXT10:00
at noon|noon|TIME|XXXX-XX-XXT12:00
5 p.m. Friday|5 p.m. Friday|TIME|XXXX-WXX-5T17:00
9:30 p.m. EST on 3 May 2021|9:30 p.m. EST on 3 May 2021|TIME|2021-05-03T21:30
signed 2021-05-03T14:30:00Z|2021-05-03T14:30:00Z|TIME|2021-05-03T14:30
Friday night|Friday night|TIME|XXXX-WXX-5TNI
the morning of 3 May 2021|the morning of 3 May 2021|TIME|2021-05-03TMO
this afternoon|this afternoon|TIME|XXXX-XX-XXTAF
tonight|tonight|TIME|XXXX-XX-XXTNI
a 15-minute call|15-minute|DURATION|PT15M
a seven-day window|seven-day|DURATION|P7D
within a couple of years|a couple of years|DURATION|P2Y
for two and a half years|two and a half years|DURATION|P2Y6M
an hour and a half|an hour and a half|DURATION|PT1H30M
half an hour|half an hour|DURATION|PT30M
2½ years|2½ years|DURATION|P2Y6M
lasted a decade|a decade|DURATION|P10Y
three consecutive weeks|three consecutive weeks|DURATION|P3W
twenty-two days|twenty-two days|DURATION|P22D
a hundred years|a hundred years|DURATION|P100Y
over the next six months|the next six months|DURATION|P6M
in the past three years|the past three years|DURATION|P3Y
sentenced to nine years in prison|nine years|DURATION|P9Y
every two weeks|every two weeks|SET|P2W
each year|each year|SET|P1Y
every Monday|every Monday|SET|XXXX-WXX-1
on Mondays|Mondays|SET|XXXX-WXX-1
each July|each July|SET|XXXX-07
weekly talks|weekly|SET|P1W
twice a week|twice a week|SET|P1W"""


@pytest.mark.parametrize("line", OTHER_TYPES.split("\n"))
def test_times_durations_and_sets(line):
    text, expression, kind, value = line.split("|")
    rows = [cells(row, "text", "type", "value") for _, row in dates_of(text).iterrows()]
    assert rows == [(expression, kind, value)]


MODS = """\
early 2024|2024|START
the beginning of 2024|2024|START
mid-2024|2024|MID
mid-November|XXXX-11|MID
the middle of the 1990s|199X|MID
late 2023|2023|END
the end of November 2024|2024-11|END
the end of the year|XXXX|END
late last year|XXXX|END
around 1950|1950|APPROX
about three hours|PT3H|APPROX
roughly two weeks|P2W|APPROX
at least three months|P3M|EQUAL_OR_MORE
more than two weeks|P2W|EQUAL_OR_MORE
up to 10 days|P10D|EQUAL_OR_LESS
less than a year|P1Y|EQUAL_OR_LESS
nearly a decade|P10Y|EQUAL_OR_LESS
they talked about the first quarter of 2005|2005-Q1|
closed over the three days|P3D|"""


@pytest.mark.parametrize("line", MODS.split("\n"))
def test_mods(line):
    text, value, mod = line.split("|")
    assert [cells(row, "value", "mod") for _, row in dates_of(text).iterrows()] == [(value, mod or None)]


@pytest.mark.parametrize("date", ["2 May 2021", "May 2021", "2021"])
@pytest.mark.parametrize(
    ("words", "signal"),
    [
        ("since", "since"),
        ("ever since", "since"),
        ("until", "until"),
        ("by", "by"),
        ("before", "before"),
        ("prior to", "before"),
        ("after", "after"),
        ("during", "during"),
        ("Since", "since"),
        ("UNTIL", "until"),
    ],
)
def test_signals(words, signal, date):
    assert [cells(row, "value", "signal")[1] for _, row in dates_of(f"{words} {date}, it held").iterrows()] == [signal]


RANGES = """\
from late 2023 into early 2024|2023 2024
between 2019 and 2021|2019 2021
the 1914-18 war|1914 1918
2 to 5 September 2025|2025-09-02 2025-09-05
September 2-5|XXXX-09-02 XXXX-09-05
from 28 December to 3 January 2026|XXXX-12-28 2026-01-03
from March to May|XXXX-03 XXXX-05
between March and May|XXXX-03 XXXX-05
from Monday to Friday|XXXX-WXX-1 XXXX-WXX-5
from the 1950s to the 1970s|195X 197X"""


@pytest.mark.parametrize("line", RANGES.split("\n"))
def test_ranges(line):
    text, values = line.split("|")
    dates = dates_of(text)
    assert [dates["value"].tolist(), dates["signal"].tolist()] == [values.split(), ["from", "to"]]


VAGUE = """\
now|PRESENT_REF
currently|PRESENT_REF
at the moment|PRESENT_REF
recently|PAST_REF
in recent years|PAST_REF
a few days ago|PAST_REF
several years ago|PAST_REF
in the past|PAST_REF
in the coming months|FUTURE_REF
in the near future|FUTURE_REF
some day|FUTURE_REF"""


@pytest.mark.parametrize("line", VAGUE.split("\n"))
@pytest.mark.parametrize("published", [None, WEDNESDAY])
def test_vague_times_are_off_the_axis(line, published):
    text, value = line.split("|")
    dates = dates_of(text, "auto", published)
    assert [cells(row, "value", "earliest", "basis") for _, row in dates.iterrows()] == [(value, None, "none")]
    assert dates["vague"].all()


NOTHING = """\
May said so.|Theresa May left|They may go|May I?|a plan by May|they may 5 times|after May spoke|Ms May and the MPs
April said she would go|April Jones and August Wilson met June Carter|Summer Walker sang|Augustus reigned|an august body
The Sun reported it|He wrote in the Sun|by the Sun newspaper|Sun shone|sat in the sun|the Sunday Times|Black Monday
a march through town|They march on Rome|a spring in his step|spring into action|a fall of 3 percent|to fall by 5
the fall of Rome
$50 was paid|$1999|1999 dollars|£2020|€ 1990|US$2019|2,019 euros|1999 cents|a $2000 bill
He got 2020 votes|in 1,500 villages|in 2000 homes|under 2000 pages|2000 people|the 1500 people|more than 2000 dead
around 2000 people|for 2000 of them|nearly 2010 fled|some 1800 fled|at 1900 metres|the 2000 metres race|over 1900 homes
between 1500 and 2000 people|between 1500 and 2000 euros|from 1500 to 2000 dollars|1990 cases|a total of 2010
won 21-19|a 7-5 vote|odds of 10-1|a 2-1 win|3-0|the score was 2000-1998|24/7 service|1/2|a 10:30 ratio|John 3:16
call 0800 1984|call 555-1984|Tel. 020 7946 1990|+44 20 7946 1990|the A1066 road|on Route 1980|Highway 1950 was shut
Flight 1549 landed|flight BA 2019|version 2.0.1995|version 10.11.2025.3|Windows 2000|v2019|a Boeing 2019|Peugeot 2008
Section 1983 of the act|under Section 1981|Article 50|Room 1984|page 1984|No. 10 Downing Street|10 Downing Street
1600 Pennsylvania Avenue|Regulation 1969|Directive 2003/87|UN resolution 1973|COVID-19|Catch-22|Formula 1|Apollo 11
Area 51
the band Maroon 5|Year 7 pupils|in Year 7|Cop26|Blade Runner 2049|the 2019 vessels|#2019|@2019|user_2019|article-2019
He was 15 years old|a 15-year-old boy|the five-year-olds|a woman in her 50s|in his early 20s|in her late thirties
at age 30
temperatures in the 60s|in the 90s percentile|aged 30|a man, 30, died|at the age of 30
a quarter of voters|three quarters of voters agreed|a third of them|half of them|a fraction
the fourth quarter of the game
the second half of the match|in the second half he scored|in the first half, City led|the first quarter of the match
on second thought|the second man|in second place|for a second time|minute details|in minute detail|a minute change
the other day|day-to-day business|day by day|$5 per day|year-round sunshine|year after year|the days of old
a day of rage
next door|next to him|the next president|the last man|last but not least|at last|at long last|this time|next time
31/31/2025|2025-13-45|year 0|0000-00-00|in 99999|in the year 99999|the year 99999|123456789|1.2.3.4|192.168.19.99
in some quarters|from all quarters|the Daily Mail|in Weekly World News|Easter Island|Christmas Island
one in 2000 births|the 15th man|on the 16th floor|on the 5th Avenue|finished in the 18th
they march 2000 miles|march 1 mile|the 20th of them|in Q5 2024|H3 2024|two a day|10 dollars an hour|60 miles an hour
pre-war|we may 10 times"""


@pytest.mark.parametrize("text", NOTHING.replace("\n", "|").split("|"))
def test_what_is_not_a_time(text):
    dates = dates_of(text)
    assert dates[["text", "value"]].to_numpy().tolist() == []


# Beside a publication date a wrong reading would even get a day of its own.
MISREAD = """\
the last day of May|2025-11-18
the last Friday in November|2025-11-14
the first Monday of May|2025-11-24 2025-11-17
the Sunday Times|2025-11-16
Friday the 13th|2025-11-14 2025-11-13
over the past decade|201X
over the next century|21XX
in some quarters|2025-Q3 2025-Q4"""


@pytest.mark.parametrize("line", MISREAD.split("\n"))
def test_what_must_not_be_misread(line):
    text, wrong = line.split("|")
    assert not set(values_of(text, "published", WEDNESDAY)) & set(wrong.split())


PUBLISHED = """\
It happened on Monday.|2025-11-17
It will happen on Monday.|2025-11-24
They are due to meet on Friday.|2025-11-21
He met her last Friday.|2025-11-14
It shut this Friday, they hope|2025-11-21
They died on 21 October.|2025-10-21
They died on 21 December.|2024-12-21
They will meet on 2 January.|2026-01-02
The storm hit on 31 December.|2024-12-31
The trial, which began in January, went on.|2025-01
Voting begins on Sunday.|2025-11-23
The school reopens on Thursday.|2025-11-20
last quarter sales fell|2025-Q3
the last quarter of 2004|2004-Q4
In February they met.|2025-02
In May he came back.|2025-05
In May he will come back.|2026-05
It has been shut since December.|2024-12
since December|2024-12
until March|2026-03
last November|2024-11
this May|2025-05
next May|2026-05
last summer|2025-SU
next winter|2025-WI
last winter|2024-WI
in the third quarter|2025-Q3
the latest quarter|2025-Q3
a year earlier|2024
the same month last year|2024-11
yesterday|2025-11-18
the day before yesterday|2025-11-17
last night|2025-11-18TNI
tomorrow night|2025-11-20TNI
two weeks ago|2025-W45
18 months ago|2024-05
a decade ago|201X
10 years ago|2015
last week|2025-W46
this quarter|2025-Q4
next quarter|2026-Q1
over the weekend they met|2025-W46-WE
late last year|2024
by year-end|2025-12-31
this century|20XX
on Labor Day they marched|2025-09-01
at 5 p.m. on Tuesday they met|2025-11-18T17:00
Friday night they met|2025-11-14TNI
from December to March they will meet|2025-12 2026-03
from Monday to Friday they will meet|2025-11-24 2025-11-28
Talks were held on 3 May. Three days later he left.|2025-05-03 2025-05-06
Profit rose in the third quarter from a year earlier.|2025-Q3 2024-Q3
He left in May 2010. The following month he died.|2010-05 2010-06"""


@pytest.mark.parametrize("line", PUBLISHED.split("\n"))
@pytest.mark.parametrize("reference", ["published", "auto"])
def test_beside_the_publication_date(line, reference):
    text, values = line.split("|")
    assert values_of(text, reference, WEDNESDAY) == values.split()


NARRATIVE = """\
The war began in 1939. On 1 September troops crossed.|1939 1939-09-01|explicit carried
In 1808 he came. The next year he fled. In March he died.|1808 1809 1809-03|explicit carried carried
On 5 March 1946 he spoke. The next day he left.|1946-03-05 1946-03-06|explicit carried
He came in 1808. A study in 2005 showed it. In March he fled.|1808 2005 1808-03|explicit explicit carried
On 2 September they struck. Three days later they met.|XXXX-09-02 XXXX-XX-XX|none none
In the 1990s he left. In May he came back.|199X XXXX-05|explicit none
In the 19th century it grew. In May it fell.|18XX XXXX-05|explicit none
In 2019 the port shut. Last month it opened.|2019 XXXX-XX|explicit none
Last year he spoke.|XXXX|none
In 2021 he fell ill. On 29 February he died.|2021 XXXX-02-29|explicit none"""


@pytest.mark.parametrize("line", NARRATIVE.split("\n"))
def test_a_narrative_carries_the_year(line):
    text, values, bases = line.split("|")
    dates = dates_of(text, "narrative", WEDNESDAY)
    assert [dates["value"].tolist(), dates["basis"].tolist()] == [values.split(), bases.split()]


UNDATED = [
    "Strikes have gone on since September 2nd, and the call took place on November 21.",
    "After a short November 21st phone call the two gave themselves seven days; the window closed on Friday.",
    "Ministers met on Monday, last month and again in the spring, and will meet next year.",
    "The union, which struck in May and on 1 June, votes by the end of the month.",
    "At 5 p.m. on Tuesday the port shut; it had opened in the third quarter, a year earlier.",
    "Two years ago, at Easter, the same week as the vote, he left. The following day she came back.",
    "Prices rose 5 percent in October to $2010, a fifth above the level of the previous year.",
    "This summer 2,000 people fled; last winter, between December and February, 1,900 did.",
    "On Thanksgiving, on New Year's Eve and on Good Friday the airport stays shut.",
    "Earlier this week, late on Sunday night, and again today, shots were heard for 20 minutes.",
]


@pytest.mark.parametrize("reference", ["none", "auto", "narrative"])
@pytest.mark.parametrize("text", UNDATED)
def test_an_undated_article_is_given_no_year(text, reference):
    dates = dates_of(text, reference)
    dates = dates[dates["type"].isin(["DATE", "TIME"])]
    assert len(dates) >= 2
    assert dates["value"].str.startswith(("XXXX", "P", "F")).all()
    assert dates[["earliest", "latest"]].isna().all(axis=None)
    assert set(dates["basis"]) == {"none"}


def test_the_mode_alone_decides_what_is_leaned_on():
    text = "On 21 November they met. In 2019 it was shut. Yesterday it opened."
    bases = {
        reference: dates_of(text, reference, WEDNESDAY)["basis"].tolist()
        for reference in ("published", "auto", "narrative", "none")
    }
    assert bases["published"] == bases["auto"] == ["published", "explicit", "published"]
    assert bases["none"] == ["none", "explicit", "none"]
    assert bases["narrative"][:2] == ["none", "explicit"]
    assert dates_of(text, "auto")["basis"].tolist() == ["none", "explicit", "none"]


INTERVALS = """\
3 May 2021|2021-05-03|2021-05-03
February 2024|2024-02-01|2024-02-29
31 February 2021|2021-02-01|2021-02-28
late 2023|2023-09-01|2023-12-31
early 2024|2024-01-01|2024-04-30
mid-November 2024|2024-11-11|2024-11-20
the third quarter of 2024|2024-07-01|2024-09-30
the first half of 2024|2024-01-01|2024-06-30
the winter of 2023|2023-12-01|2024-02-29
the 1990s|1990-01-01|1999-12-31
the 19th century|1800-01-01|1899-12-31
03/04/2025|2025-03-04|2025-04-03
490 BC||
the year 2024 at 5 p.m.|2024-01-01|2024-12-31"""


@pytest.mark.parametrize("line", INTERVALS.split("\n"))
def test_intervals(line):
    text, earliest, latest = line.split("|")
    row = dates_of(text).iloc[0]
    assert (day(row["earliest"]), day(row["latest"])) == (earliest or None, latest or None)


HOLIDAYS = """\
Thanksgiving|2019-11-28 2021-11-25 2024-11-28 2025-11-27
Black Friday|2019-11-29 2021-11-26 2024-11-29 2025-11-28
Easter|2019-04-21 2021-04-04 2024-03-31 2025-04-20
Good Friday|2019-04-19 2021-04-02 2024-03-29 2025-04-18
Labor Day|2019-09-02 2021-09-06 2024-09-02 2025-09-01
Memorial Day|2019-05-27 2021-05-31 2024-05-27 2025-05-26
Martin Luther King Day|2019-01-21 2021-01-18 2024-01-15 2025-01-20
Mother's Day|2019-05-12 2021-05-09 2024-05-12 2025-05-11
Christmas Eve|2019-12-24 2021-12-24 2024-12-24 2025-12-24"""


@pytest.mark.parametrize("line", HOLIDAYS.split("\n"))
def test_holidays_fall_on_the_right_days(line):
    name, days = line.split("|")
    assert [values_of(f"on {name} {year}") for year in (2019, 2021, 2024, 2025)] == [[one] for one in days.split()]


@pytest.mark.parametrize(
    ("name", "value"),
    [("Thanksgiving of last year", "2024-11-28"), ("Easter of last year", "2024-03-31")],
)
def test_a_holiday_that_moves_is_counted_anew_in_another_year(name, value):
    assert values_of(name, "published", WEDNESDAY) == [value]


@pytest.mark.parametrize(
    "text", ["Monday in 2000", "Monday of last year", "Friday 1800", "In 2024, on a Friday in 2023"]
)
def test_a_weekday_of_a_year_is_no_day_of_a_month(text):
    for published in (None, WEDNESDAY):
        days = dates_of(text, "auto", published)
        days = days[days["granularity"] == "day"]
        assert not days["value"].str.contains("-XX-0").any()
        instants = days["earliest"].dropna()
        assert instants.dt.day_name().isin(["Monday", "Friday"]).all()


EVENT_REFS = """\
as Ruiz was leaving office|as Ruiz was leaving office
as she was leaving office|as she was leaving office
after President Ana Ruiz took office|after President Ana Ruiz took office
before Ruiz left power|before Ruiz left power
three days before the strike|before the strike
seven days after the phone call|after the phone call
until the ceasefire holds|until the ceasefire"""


@pytest.mark.parametrize("line", EVENT_REFS.split("\n"))
@pytest.mark.parametrize("published", [None, WEDNESDAY])
def test_clauses_tied_to_events_are_listed_without_a_value(line, published):
    text, clause = line.split("|")
    dates = dates_of(text, "auto", published)
    clauses = dates[dates["type"] == "EVENT_REF"]
    assert clauses["text"].tolist() == [clause]
    assert clauses[["value", "earliest", "latest"]].isna().all(axis=None)


@pytest.mark.parametrize(
    "text",
    [
        "He was in office for long.",
        "He was  in office for long.",
        "whereas ministers were in office",
        "after all, the war",
        "as soon as it can",
        "before long",
        "since then",
        "after the goal",
    ],
)
def test_what_is_no_clause_tied_to_an_event(text):
    clauses = dates_of(text).query("type == 'EVENT_REF'")["text"].tolist()
    assert [clause for clause in clauses if not text.startswith(clause)] == []


@pytest.mark.parametrize("month", range(1, 13))
def test_months_and_their_ends(month):
    name = pd.Timestamp(2025, month, 1).month_name()
    row = dates_of(f"in {name} 2025").iloc[0]
    assert (day(row["earliest"])[8:], int(day(row["latest"])[8:])) == ("01", LAST_DAY_OF[month])
    assert values_of(f"on {name[:3]}. 9, 2025" if month != 5 else "on May 9, 2025") == [f"2025-{month:02d}-09"]
