"""The explorer without a browser: what it takes, what it answers, and what stands for it where no scripts run."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from workbench.articles import Corpus
from workbench.errors import DataError, ParameterError, WorkbenchError
from workbench.framing import find_hits, read_codebook, score_frames
from workbench.plots import plot_shares
from workbench.timeline import build_events, find_dates
from workbench.widgets.explorer import explore
from workbench.widgets.explorer.widget import Reader

HOSTILE = "<img src=x onerror=alert(1)> & $x$"
IDS = ["a", "b", "c", "d"]


def make_articles(**columns):
    texts = ["Oil prices rose.\n\nThe mayor spoke.", "The port closed on 3 May.", "Petróleo y puerto.", ""]
    table = {
        "article_id": IDS,
        "text": texts,
        "title": ["Oil", HOSTILE, None, "Empty"],
        "outlet": ["Post", "Post", None, "Herald"],
    }
    table |= {
        "published": pd.to_datetime(["2025-01-01", "2025-01-31 23:00", None, "2025-02-01"], utc=True, format="ISO8601")
    }
    return pd.DataFrame(table | {"words": [6, 5, 3, 0]} | columns)


def make_hits():
    rows = [("a", "economy", "oil", 0, 3), ("a", "economy", "prices", 4, 10), ("b", "conflict", "closed", 9, 15)]
    table = pd.DataFrame(rows, columns=["article_id", "frame", "match", "start", "end"])
    return table.assign(unit_id=table["article_id"], pattern=table["match"], negated=[False, False, True])


def ask(explorer, kind, **message):
    """What the explorer answers, as it goes through JSON."""
    return json.loads(json.dumps(explorer._answer({"kind": kind, **message})))


def found(explorer, **query):
    return [row["id"] for row in ask(explorer, "query", **query)["rows"]]


def test_the_start_says_what_can_be_filtered_and_shown():
    start = ask(explore(make_articles(), make_hits()), "start")
    facets = {
        facet["name"]: {value["value"]: value["articles"] for value in facet["values"]} for facet in start["facets"]
    }
    assert facets == {"Frame": {"economy": 1}, "Outlet": {"Herald": 1, "Post": 2, "not stated": 1}}
    assert start["columns"] == ["title", "outlet", "published", "words", "marks"]
    assert start["layers"] == ["Frame words", "Searched words"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["a", "b", "c", "d"]),
        ({"text": "PETROLEO"}, ["c"]),
        ({"text": "oil mayor"}, ["a"]),
        ({"text": '"mayor oil"'}, []),
        ({"text": "onerror"}, ["b"]),
        ({"text": '""'}, ["a", "b", "c", "d"]),
        ({"text": "Empty"}, ["d"]),
        ({"facets": {"Outlet": "Post"}}, ["a", "b"]),
        ({"facets": {"Outlet": "not stated"}}, ["c"]),
        ({"facets": {"Outlet": "Nobody"}}, []),
        ({"facets": {"Colour": "red"}}, []),
        ({"facets": {"Outlet": ""}}, ["a", "b", "c", "d"]),
        ({"first": "2025-01-31", "last": "2025-01-31"}, ["b"]),
        ({"last": "2025-01-31"}, ["a", "b"]),
        ({"sort": "title"}, ["b", "d", "a", "c"]),
        ({"sort": "title", "down": True}, ["a", "d", "b", "c"]),
        ({"sort": "published", "down": True}, ["d", "b", "a", "c"]),
        ({"sort": "marks", "down": True}, ["a", "b", "c", "d"]),
        ({"page": 9}, ["a", "b", "c", "d"]),
    ],
)
def test_queries(query, expected):
    assert found(explore(make_articles(), make_hits()), **query) == expected


def test_articles_without_a_date_are_counted_where_days_are_asked():
    answer = ask(explore(make_articles()), "query", first="2025-01-01")
    assert (answer["found"], answer["undated"]) == (3, 1)


def test_pages_hold_25_articles_and_lose_none():
    many = pd.DataFrame({"article_id": [f"{n:03}" for n in range(60)], "text": "x"})
    explorer = explore(many)
    pages = [found(explorer, page=page) for page in range(3)]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert [article for page in pages for article in page] == many["article_id"].tolist()


def test_selected_is_what_is_found_or_else_what_is_ticked():
    explorer = explore(make_articles())
    ask(explorer, "query", text="the", sort="words")
    assert explorer.selected["article_id"].tolist() == ["b", "a"]
    ask(explorer, "tick", place=3, on=True)
    ask(explorer, "tick", place=0, on=True)
    ask(explorer, "tick", place=0, on=True)  # a double click, or a message that came twice
    assert explorer.selected["article_id"].tolist() == ["a", "d"]
    ask(explorer, "tick", place=3, on=False)
    assert explorer.selected["article_id"].tolist() == ["a"]
    ask(explorer, "untick")
    assert explorer.selected["article_id"].tolist() == ["b", "a"]
    assert list(explorer.selected.columns) == list(make_articles().columns)


def test_one_article_only_columns_that_are_there():
    explorer = explore(pd.DataFrame({"article_id": ["a"], "text": ["Oil."]}))
    assert ask(explorer, "start")["columns"] == ["title"]
    assert ask(explorer, "query", sort="outlet", first="2025-01-01")["undated"] == 1
    assert ask(explorer, "read", place=0)["title"] == []


def test_no_articles():
    empty = make_articles().iloc[:0]
    explorer = explore(
        empty, [make_hits().iloc[:0]], blocks=pd.DataFrame({"article_id": [], "block": [], "kind": [], "text": []})
    )
    answer = ask(explorer, "query", text="oil", sort="title")
    assert (answer["rows"], answer["found"], answer["pages"]) == ([], 0, 1)
    assert ask(explorer, "start")["total"] == 0
    assert explorer.selected.empty


def test_the_tables_of_the_workbench_are_taken_as_they_are(demo_corpus):
    codebook, articles = read_codebook("generic"), demo_corpus.articles
    dates = find_dates(articles)
    events = build_events(dates, articles)
    explorer = explore(
        demo_corpus, [dates, find_hits(articles, codebook), events, score_frames(articles, codebook), codebook]
    )
    start = ask(explorer, "start")
    assert [facet["name"] for facet in start["facets"]] == ["Frame", "Event", "Outlet", "Language"]
    assert start["layers"] == ["Frame words", "Events", "Dates", "Searched words"]
    labels = {value["label"] for value in start["facets"][0]["values"]}
    assert "Economic consequences" in labels
    for place, (text, title) in enumerate(zip(articles["text"], articles["title"], strict=True)):
        reading = ask(explorer, "read", place=place)
        for number, mark in enumerate(reading["marks"]):
            pieces = (
                reading["title"]
                if mark["in_title"]
                else [piece for block in reading["blocks"] for piece in block["pieces"]]
            )
            shown = "".join(piece["text"] for piece in pieces if number in piece["marks"])
            assert shown == (title if mark["in_title"] else text)[mark["start"] : mark["end"]].replace("\n\n", "")


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "query", "first": "yesterday"},
        {"kind": "query", "sort": "author"},
        {"kind": "read", "place": 99},
        {"kind": "read", "place": "0"},
        {"kind": "tick", "place": -1, "on": True},
    ],
)
def test_a_wrong_message_is_answered_with_its_reason(message, monkeypatch):
    explorer, sent = explore(make_articles()), []
    monkeypatch.setattr(Reader, "send", lambda _, answer: sent.append(answer))
    explorer._hear(None, message | {"view": "v", "number": 7}, [])
    assert [(answer["kind"], answer["view"], answer["number"]) for answer in sent] == [("problem", "v", 7)]
    with pytest.raises(WorkbenchError):
        explorer._answer(message)


def test_an_unknown_message_is_no_fault():
    assert ask(explore(make_articles()), "dance")["kind"] == "problem"


@pytest.mark.parametrize(
    ("articles", "tables", "more", "error", "told"),
    [
        (None, (), {}, ParameterError, "table of articles is needed"),
        (make_articles().drop(columns="text"), (), {}, DataError, "'text'"),
        (make_articles(article_id=["a", "a", "b", "c"]), (), {}, DataError, "'a' stands in more than one row"),
        (make_articles(), "hits.csv", {}, ParameterError, "is no table"),
        (make_articles(), [3], {}, ParameterError, "has a int"),
        (make_articles(), [pd.DataFrame({"x": [1]})], {}, DataError, "of no kind that can be shown"),
        (make_articles(), make_hits().assign(article_id="z"), {}, DataError, "No row of the table of hits"),
        (make_articles(), (), {"figure": "shares"}, ParameterError, "not a plotly Figure"),
        (make_articles(), (), {"blocks": pd.DataFrame({"x": [1]})}, DataError, "'blocks'"),
    ],
)
def test_what_cannot_be_shown_is_told(articles, tables, more, error, told):
    with pytest.raises(error, match=told):
        explore(articles, tables, **more)


def test_a_corpus_among_the_tables_is_told_where_it_belongs(demo_corpus):
    with pytest.raises(ParameterError, match="Pass it first"):
        explore(demo_corpus.articles, [Corpus(demo_corpus.articles, demo_corpus.blocks, demo_corpus.rejected)])


def test_the_still_view_has_titles_and_no_texts_and_nothing_runs():
    bundle = explore(make_articles(), make_hits())._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "Oil prices" not in bundle["text/html"]
    assert "<img" not in bundle["text/html"]
    assert "&lt;img" in bundle["text/html"]
    assert bundle["text/plain"] == "Explorer of 4 articles"


def test_no_article_is_kept_in_the_state_of_the_widget():
    explorer = explore(make_articles(), make_hits())
    ask(explorer, "query", text="mayor")
    ask(explorer, "read", place=0)
    state = json.dumps({name: str(value) for name, value in explorer._reader.get_state().items()})
    assert "mayor" not in state
    assert "Post" not in state


def test_what_is_given_is_not_changed():
    articles, hits = make_articles(), make_hits()
    explorer = explore(articles, hits)
    ask(explorer, "query", text="oil", sort="title")
    ask(explorer, "read", place=0)
    pd.testing.assert_frame_equal(articles, make_articles())
    pd.testing.assert_frame_equal(hits, make_hits())


def make_shares():
    rows = [("Post", "economy", 0.4, 0.5, 0.2, 0.8, 9), ("Herald", "economy", 0.2, 0.3, 0.1, 0.6, 8)]
    shares = pd.DataFrame(rows, columns=["group", "frame", "raw", "estimate", "low", "high", "articles"])
    return shares.assign(coded=9, method="corrected", validated=True)


def test_a_click_on_a_figure_filters(monkeypatch):
    from plotly.callbacks import Points

    sent = []
    monkeypatch.setattr(Reader, "send", lambda _, answer: sent.append(answer))
    explorer = explore(make_articles(), make_hits(), figure=plot_shares(make_shares()))
    drawn = explorer.widget.children[0]
    for place, trace in enumerate(drawn.data):
        if trace.customdata is not None and trace.name in ("Post", "Herald"):
            points = Points(point_inds=[0], xs=[trace.x[0]], ys=[trace.y[0]], trace_name=trace.name, trace_index=place)
            explorer._clicked(trace, points, None)
    assert [answer["facets"] for answer in sent] == [
        {"Frame": "economy", "Outlet": "Herald"},
        {"Frame": "economy", "Outlet": "Post"},
    ]
