"""The five real articles the project exists for; they are not part of it, so they are looked for beside it."""

import pytest
from conftest import SEEDS

from workbench.articles import check_articles, read_corpus

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
