"""Dates that belong to mentions, derived deadlines, order, figures and windows."""

import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.timeline.events.attach import Date
from workbench.timeline.events.build import build_events
from workbench.timeline.events.figures import read_figures
from workbench.timeline.events.vocabulary import read_vocabulary
from workbench.timeline.events.windows import gap_days, read_window, shift_value
from workbench.timeline.expressions.find import find_dates


def built(*texts, **columns):
    articles = pd.DataFrame({"article_id": [f"a{n}" for n in range(len(texts))], "text": texts, **columns})
    return build_events(find_dates(articles), articles)


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("On 3 May 2024 Mayor Ruiz resigned.", {"resignation": "2024-05-03"}),
        ("Mayor Ruiz resigned, officials said on 4 May 2024.", {"resignation": None}),
        (
            "Ruiz resigned on 3 May 2024 before the election on 9 June 2024.",
            {"resignation": "2024-05-03", "election": "2024-06-09"},
        ),
        ("An offer of talks by Ruiz came on 3 May 2024.", {"offer": "2024-05-03", "talks": None}),
        ("Ruiz led the coup on 3 May 2024 and closed the borders.", {"coup": "2024-05-03", "closure": None}),
        ("The blast at Denholm on 3 May 2024 killed nine people.", {"explosion": "2024-05-03"}),
    ],
)
def test_a_date_belongs_to_one_mention(text, dated):
    mentions = built(text).mentions
    values = dict(
        zip(mentions["trigger"], mentions["value"].astype(object).where(mentions["value"].notna(), None), strict=True)
    )
    assert {trigger: values.get(trigger) for trigger in dated} == dated


def test_the_two_ends_of_a_range_are_one_date():
    event = built("Talks between Ruiz and Okoye ran from 3 May 2024 to 9 May 2024.").events.iloc[0]
    assert (f"{event.earliest:%m-%d}", f"{event.latest:%m-%d}") == ("05-03", "05-09")


def test_since_leaves_the_end_open():
    event = built("Zembla has attacked ships of Aria since 2 September 2024.").events.iloc[0]
    assert f"{event.earliest:%Y-%m-%d}" == "2024-09-02"
    assert pd.isna(event.latest)


def test_no_year_is_invented():
    event = built("Ruiz resigned on May 3rd.").events.iloc[0]
    assert (event["value"], event["basis"]) == ("XXXX-05-03", "none")
    assert pd.isna(event.earliest)


def test_a_window_is_counted_from_the_event_before_it():
    text = "Okoye and Weber held a phone call on November 21st. Weber offered a seven-day window, "
    text += "a deadline that passed, prompting the closure of the border by Weber."
    found = built(text)
    values = dict(found.events[["trigger", "value"]].dropna().to_numpy())
    assert values["deadline"] == "XXXX-11-28"
    assert found.events.set_index("trigger").loc["deadline", "basis"] == "derived"
    closure = found.events.set_index("trigger").loc["closure"]
    assert closure["rank"] == 1
    assert found.edges["relation"].tolist() == ["before"]


@pytest.mark.parametrize(
    ("text", "first", "relation", "second"),
    [
        ("The closure of the port by Ruiz followed the vote in Lima.", "closure", "after", "vote"),
        ("After the vote in Lima, Ruiz resigned.", "vote", "before", "resignation"),
        ("Ruiz resigned ahead of the election in Peru.", "resignation", "before", "election"),
        ("The vote in Lima led to the resignation of Ruiz.", "vote", "before", "resignation"),
    ],
)
def test_order(text, first, relation, second):
    found = built(text)
    triggers = found.events.set_index("event_id")["trigger"]
    edges = [(triggers[a], r, triggers[b]) for a, r, b in found.edges[["event_id", "relation", "other_id"]].to_numpy()]
    assert edges == [(first, relation, second)]


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("At least 21 vessels were hit.", [(21, 21, None, "at least", "vessels")]),
        ("About 20,000 homes lost power.", [(20000, 20000, 20000, "about", "homes")]),
        ("More than twenty-one people were killed.", [(21, 21, None, "over", "people killed")]),
        ("Between 10 and 20 boats sank.", [(None, 10, 20, None, "boats")]),
        ("It cost $5.5 million.", [(5.5e6, 5.5e6, 5.5e6, None, "$")]),
        ("Up to 40% left.", [(40, None, 40, "at most", "%")]),
        ("In 2024 elections came, on the 21st, in a seven-day window.", []),
        ("They won 3 to 1.", []),
    ],
)
def test_figures(sentence, figures):
    found = [
        (f["number"], f["low"], f["high"], f["bound"], f["unit"]) for f in read_figures(sentence, read_vocabulary("en"))
    ]
    assert found == figures


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        ("XXXX-11-21", "XXXX-11-23", 2),
        ("XXXX-12-30", "XXXX-01-02", 3),
        ("XXXX-11", "XXXX-11-21", 0),
        ("XXXX-02-29", "XXXX-03-01", 1),
    ],
)
def test_days_without_a_year(one, other, days):
    first, second = (read_window(Date(0, 0, "", "DATE", value, granularity="day")) for value in (one, other))
    assert gap_days(first, second) == gap_days(second, first) == days


@pytest.mark.parametrize(
    ("value", "days", "shifted"),
    [("XXXX-12-30", 3, "XXXX-01-02"), ("2024-02-28", 1, "2024-02-29"), ("9999-12-31", 1, None), ("2024-02", 7, None)],
)
def test_shift(value, days, shifted):
    assert shift_value(value, days) == shifted


def test_what_is_missing_is_told():
    with pytest.raises(DataError, match="text"):
        build_events(pd.DataFrame(), pd.DataFrame({"article_id": ["a"]}))
    with pytest.raises(ParameterError):
        build_events(pd.DataFrame(), "articles")


@pytest.mark.parametrize("text", ["", "\n\n", "…", "Deal deal deal " * 400, "۱۲ مه ۲۰۲۴", "Call " + "of Ruiz " * 500])
def test_hostile_text(text):
    assert built(text).conflicts.empty


def test_edits_are_taken(tmp_path):
    path = tmp_path / "edits.toml"
    text = "Mayor Ana Ruiz resigned on 3 May 2024."
    event_id = built(text).events["event_id"].iloc[0]
    path.write_text(f'[[event]]\nevent = "{event_id}"\nname = "The mayor goes"\n', encoding="utf-8")
    articles = pd.DataFrame({"article_id": ["a0"], "text": [text]})
    assert build_events(find_dates(articles), articles, edits=path).events["label"].tolist() == ["The mayor goes"]


@pytest.mark.parametrize("published", [["2024-05-04", None], pd.to_datetime(["2024-05-04", None])])
def test_a_publication_date_need_not_be_in_utc(published):
    texts = ["Mayor Ana Ruiz resigned on 3 May 2024.", "Ana Ruiz is weighing her resignation."]
    articles = pd.DataFrame({"article_id": ["a", "b"], "text": texts, "published": published})
    assert build_events(find_dates(articles), articles).events["value"].tolist() == ["2024-05-03"]


def test_what_is_no_publication_date_is_told():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["Ana Ruiz resigned."], "published": ["soon"]})
    with pytest.raises(DataError, match="'published'"):
        build_events(find_dates(articles), articles)


def test_dates_of_other_articles_are_refused():
    articles = pd.DataFrame({"article_id": ["a"], "text": ["Ana Ruiz resigned on 3 May 2024."]})
    with pytest.raises(DataError, match="not among the articles"):
        build_events(find_dates(articles), articles.assign(article_id="b"))
