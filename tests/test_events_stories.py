"""Whole stories told by several invented articles: how many events, which contradictions, which dates."""

import pytest
from event_stories import LAST, MORE, STORIES, articles_of

from workbench.timeline.events.build import build_events
from workbench.timeline.expressions.find import find_dates

ALL = [*STORIES, *MORE, *LAST]
TABLES = ("events", "mentions", "conflicts", "edges", "figures")


def built(articles):
    return build_events(find_dates(articles), articles)


@pytest.mark.parametrize("story", ALL, ids=lambda story: story.name)
def test_story(story):
    found = built(articles_of(story))
    triggers = found.events.set_index("event_id")["trigger"]
    conflicts = [(triggers[event_id], kind) for event_id, kind in found.conflicts[["event_id", "kind"]].to_numpy()]
    counts = {trigger: int((triggers == trigger).sum()) for trigger in story.counts}
    values = list(found.events[["trigger", "value"]].dropna().itertuples(index=False, name=None))
    assert (sorted(conflicts), counts) == (sorted(story.conflicts), story.counts)
    assert set(story.values) <= set(values)


@pytest.mark.parametrize("story", ALL[:6], ids=lambda story: story.name)
def test_the_order_of_the_articles_changes_nothing(story):
    articles = articles_of(story)
    forward, backward = built(articles), built(articles.iloc[::-1])
    for name in TABLES:
        assert getattr(forward, name).equals(getattr(backward, name)), name


@pytest.mark.parametrize("story", ALL, ids=lambda story: story.name)
def test_every_row_opens_its_sentence(story):
    articles = articles_of(story)
    found = built(articles)
    texts = articles.set_index("article_id")
    for row in found.mentions.itertuples():
        whole = texts.loc[row.article_id, row.place]
        assert whole[row.start : row.end] == row.text
        assert whole[row.sentence_start :].startswith(row.sentence)
    for row in found.figures.itertuples():
        assert texts.loc[row.article_id, "text"][row.start : row.end] == row.text
    assert set(found.mentions["event_id"]) == set(found.events["event_id"])
    assert set(found.conflicts["event_id"]) <= set(found.events["event_id"])
    assert found.events["conflict"].equals(found.events["conflict_kind"].notna())


@pytest.mark.parametrize("story", ALL, ids=lambda story: story.name)
def test_one_article_contradicts_nobody(story):
    articles = articles_of(story)
    for number in range(len(articles)):
        assert built(articles.iloc[[number]]).conflicts.empty


def test_no_articles_give_the_same_tables():
    articles = articles_of(ALL[0])
    full, empty = built(articles), built(articles.iloc[:0])
    for name in TABLES:
        assert getattr(empty, name).empty
        assert getattr(empty, name).dtypes.equals(getattr(full, name).dtypes), name


def test_wire_copies_are_no_conflict():
    articles = articles_of(STORIES[0]).iloc[[0, 0]].assign(article_id=["x", "y"])
    found = built(articles)
    assert found.conflicts.empty
    assert found.events["articles"].tolist() == [2]
