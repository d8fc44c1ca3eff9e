"""The five real articles the project exists for; they are not part of it, so they are looked for beside it."""

import pytest
from conftest import SEEDS

from workbench.articles import check_articles, join_text, read_corpus
from workbench.timeline import build_events, find_dates

if not SEEDS.is_dir():
    pytest.skip("the five real articles (../shared/seeds) are not beside the project", allow_module_level=True)


@pytest.fixture(scope="module")
def seeds():
    return read_corpus(SEEDS)


def count(corpus, kind):
    return int((corpus.blocks["kind"] == kind).sum())


def test_five_undated_articles_without_an_outlet(seeds):
    problems = check_articles(seeds.articles).set_index("problem")["articles"]
    assert len(seeds.articles) == problems["undated"] == problems["outlet not stated"] == 5
    assert seeds.rejected.empty
    assert seeds.articles["title"].isna().sum() == 1


def test_questions_answers_and_callouts(seeds):
    assert (count(seeds, "faq_question"), count(seeds, "faq_answer"), count(seeds, "callout")) == (16, 16, 10)


def test_three_tables_in_the_untitled_article(seeds):
    untitled = seeds.articles.loc[seeds.articles["title"].isna(), "article_id"].iloc[0]
    blocks = seeds.blocks[seeds.blocks["article_id"] == untitled]
    rows = blocks.loc[blocks["kind"] == "table_row", "block"]
    assert rows.diff().ne(1).fillna(value=True).sum() == 3
    assert not blocks.loc[blocks["text"].str.startswith("|"), "kind"].ne("table_row").any()


@pytest.mark.parametrize(
    "phrase",
    [
        "You may also like",
        "Leave a Comment",
        "Akismet",
        "Adblock",
        "AdBlocker",
        "Home »",
        "Share your thoughts",
        "Did you know",
        "Pro Tip",
        "Key Takeaway",
        "Expert Insight",
        "Q:",
        "|",
        "See our guide",
    ],
)
def test_no_furniture_in_any_text(seeds, phrase):
    assert not seeds.articles["text"].str.contains(phrase, regex=False).any()


def test_the_facts_are_in_the_texts(seeds):
    for fact in ("21 vessels", "83 people"):
        assert seeds.articles["text"].str.contains(fact, regex=False).sum() == 1


def test_bylines_and_roles(seeds):
    people = seeds.articles[["author", "author_role"]].fillna("").value_counts().to_dict()
    assert people == {("James Carter", "Senior News Editor"): 2, ("", "Chief Editor"): 1, ("", ""): 2}


@pytest.fixture(scope="module")
def told(seeds):
    articles = join_text(seeds, kinds=["paragraph", "list_item", "faq_answer", "callout"])
    dates = find_dates(articles)
    return dates, build_events(dates, articles)


def test_the_dates_they_tell_and_no_year_that_they_do_not(told):
    dates, _ = told
    calendar = dates[dates["type"].eq("DATE") & ~dates["vague"]]
    assert sorted(zip(calendar["value"], calendar["mod"].fillna("-"), calendar["signal"].fillna("-"), strict=True)) == [
        ("2023", "END", "from"),
        ("2024", "START", "to"),
        ("XXXX-09-02", "-", "since"),
        ("XXXX-11-21", "-", "-"),
    ]
    assert calendar.loc[calendar["basis"].eq("none"), "earliest"].isna().all()
    durations = dates[dates["type"].eq("DURATION") & ~dates["vague"]]
    assert sorted(durations["value"]) == ["P2Y", "P7D", "PT15M"]
    assert any("office" in clause for clause in dates.loc[dates["type"].eq("EVENT_REF"), "text"])


def test_the_call_is_one_event_that_the_articles_disagree_about(told):
    _, events = told
    call = events.events[events.events["value"].eq("XXXX-11-21")]
    assert call[["articles", "status", "conflict_kind"]].values.tolist() == [
        [3, "happened", "possible dating, status"],
    ]
    assert sorted(events.conflicts["kind"]) == ["possible dating", "status"]
    assert set(events.conflicts["event_id"]) == set(call["event_id"])


def test_talks_strikes_window_and_what_followed_it(told):
    _, events = told
    table = events.events.set_index("value")
    assert {"2023/2024", "XXXX-09-02", "XXXX-11-28"} <= set(table.index)
    window = table.loc["XXXX-11-28"]
    assert window["basis"] == "derived"
    after = events.edges[events.edges["event_id"].eq(window["event_id"]) & events.edges["relation"].eq("before")]
    closure = events.events.set_index("event_id").loc[after["other_id"]]
    assert closure["trigger"].tolist() == ["closure"]
    assert closure["rank"].tolist() == [1]
    strikes = events.figures[events.figures["event_id"].eq(table.loc["XXXX-09-02", "event_id"])]
    assert sorted(zip(strikes["number"], strikes["bound"].fillna("-"), strict=True)) == [(21, "at least"), (83, "-")]
