"""The data gate: nothing is run on too little, too old or too broken articles, and the sentence says how much."""

import math
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from workbench import Corpus, read_corpus
from workbench.errors import ParameterError
from workbench.reports.settings import Gate, Selection, check_gate, measure_articles, select_corpus

NOW = datetime(2025, 12, 10, 12, tzinfo=UTC)
STORY = "The envoy met the president in the capital and the talks on sanctions went on for more than an hour."


def corpus_of(*rows, rejected=()):
    """Return a corpus of (article_id, published, language, outlet, text)."""
    columns = ["article_id", "published", "language", "outlet", "text"]
    articles = pd.DataFrame(list(rows), columns=columns).astype({"language": "str", "outlet": "str", "text": "str"})
    articles["published"] = pd.to_datetime(articles["published"], utc=True).astype("datetime64[us, UTC]")
    blocks = pd.DataFrame({"article_id": articles["article_id"], "block": 0})
    reasons = pd.DataFrame({"source_file": "x", "record": 0, "reason": pd.Series(list(rejected), dtype="str")})
    return Corpus(articles, blocks, reasons)


@pytest.fixture
def corpus():
    return corpus_of(
        ("a", "2025-12-01", "en", "Post", STORY),
        ("b", "2025-12-08", "en", "Wire", f"{STORY} It rained."),
        ("c", None, None, "Post", "A quite different story of grain prices, rail freight and the weather in the port."),
        ("d", "2099-01-01", "es", None, "La cumbre terminó sin acuerdo, y los ministros volverán a reunirse en enero."),
        rejected=["The file is empty."],
    )


def test_what_the_articles_are_like(corpus):
    found = measure_articles(corpus, {"a", "gone"}, Gate(duplicates=0.5), NOW)
    assert found == {
        "articles": 4,
        "new": 3,
        "newest": "2025-12-08T00:00:00+00:00",  # the one of 2099 is a slip of its source
        "newest_days": 2.5,
        "undated": 0.25,
        "rejected": 0.2,
        "duplicates": 0.25,
        "unknown_language": 0.25,
    }


def test_copies_are_only_looked_for_when_asked(corpus, monkeypatch):
    monkeypatch.setattr("workbench.reports.settings.gate.find_duplicates", lambda _: pytest.fail("looked for copies"))
    assert measure_articles(corpus, None, Gate(), NOW)["duplicates"] is None


def test_on_a_first_run_every_article_is_new(corpus):
    assert measure_articles(corpus, None, Gate(), NOW)["new"] == 4
    assert measure_articles(corpus, {"a", "b", "c", "d"}, Gate(), NOW)["new"] == 0


def test_no_articles_have_no_shares():
    found = measure_articles(corpus_of(), None, Gate(duplicates=0.1), NOW)
    assert (found["articles"], found["new"], found["newest"], found["newest_days"]) == (0, 0, None, None)
    assert found["undated"] is found["rejected"] is found["duplicates"] is found["unknown_language"] is None


def test_files_that_nobody_meant_as_articles_are_not_rejected_ones(tmp_path):
    (tmp_path / "one.txt").write_text(f"A title\n\n{STORY * 20}\n")
    (tmp_path / ".DS_Store").write_bytes(b"\0\0")
    (tmp_path / ".git").mkdir()
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / ".workbench").touch()
    corpus = read_corpus(tmp_path)
    assert len(corpus.rejected) == 3
    assert measure_articles(corpus, None, Gate(), NOW)["rejected"] == 0
    (tmp_path / "empty.txt").touch()
    assert measure_articles(read_corpus(tmp_path), None, Gate(), NOW)["rejected"] == 0.5


GOOD = {
    "articles": 10,
    "new": 2,
    "newest": "2025-12-08T00:00:00+00:00",
    "newest_days": 2.5,
    "undated": 0.1,
    "rejected": 0.0,
    "duplicates": None,
    "unknown_language": 0.0,
}


@pytest.mark.parametrize(
    ("gate", "found", "sentences"),
    [
        (Gate(), {}, []),
        (Gate(articles=10, new=2, newest_within_days=2.5, undated=0.1), {}, []),
        (Gate(), {"articles": 0}, ["There are 0 articles; at least 1 is needed."]),
        (Gate(articles=2), {"articles": 1}, ["There is 1 article; at least 2 are needed."]),
        (Gate(articles=20_000), {"articles": 1234}, ["There are 1,234 articles; at least 20,000 are needed."]),
        (Gate(new=3), {}, ["There are 2 new articles since the last report; at least 3 are needed."]),
        (
            Gate(newest_within_days=2),
            {},
            ["The newest article is of 2025-12-08, 2.5 days ago; at most 2 days are allowed."],
        ),
        (
            Gate(newest_within_days=2),
            {"newest": None, "newest_days": None},
            ["No article has a date up to today; the newest must be at most 2 days old."],
        ),
        (Gate(undated=0.05), {}, ["10% of the articles have no date; at most 5% may."]),
        (Gate(undated=0.1), {"undated": 0.1001}, ["10.01% of the articles have no date; at most 10% may."]),
        (
            Gate(rejected=0.0),
            {"rejected": 1 / 3},
            ["33.33% of what was found could not be read as an article; at most 0% may."],
        ),
        (Gate(duplicates=0.2), {"duplicates": 0.5}, ["50% of the articles repeat another one; at most 20% may."]),
        (
            Gate(unknown_language=0.2),
            {"unknown_language": 0.5},
            ["50% of the articles are in no language that was recognised; at most 20% may."],
        ),
    ],
)
def test_each_condition_that_is_not_met_is_one_sentence_with_numbers(gate, found, sentences):
    assert check_gate(gate, GOOD | found) == sentences


@pytest.mark.parametrize("nothing", [None, math.nan])
def test_what_is_asked_for_and_cannot_be_told_is_not_met(nothing):
    gate = Gate(1, 1, 1.0, 0.5, 0.5, 0.5, 0.5)
    assert len(check_gate(gate, dict.fromkeys(GOOD, nothing))) == 7
    assert len(check_gate(gate, {})) == 7
    assert check_gate(gate, GOOD | {"duplicates": nothing, "newest_days": 1.0}) != []


def test_all_that_is_wrong_is_said_at_once():
    found = GOOD | {"articles": 0, "new": 0, "undated": None, "newest_days": None}
    assert len(check_gate(Gate(new=1, undated=0.5, newest_within_days=1), found)) == 4


def test_a_whole_gate_opens_for_a_good_corpus(corpus):
    gate = Gate(4, 1, 3, 0.25, 0.2, 0.25, 0.25)
    assert check_gate(gate, measure_articles(corpus, {"a"}, gate, NOW)) == []
    assert len(check_gate(gate, measure_articles(corpus, {"a"}, gate, NOW + timedelta(days=9)))) == 1


# Which articles a report is about.


def test_nothing_selected_is_everything(corpus):
    found, told = select_corpus(corpus, Selection())
    assert found is corpus
    assert told == {"read": 4, "left out": 0, "left out without a date": 0}


@pytest.mark.parametrize(
    ("selection", "ids", "undated"),
    [
        (Selection(outlets=("Post",)), ["a", "c"], 0),
        (Selection(languages=("es", "en")), ["a", "b", "d"], 0),
        (Selection(since=date(2025, 12, 2)), ["b", "d"], 1),
        (Selection(since=date(2025, 12, 1), until=date(2025, 12, 8)), ["a", "b"], 1),
        (Selection(outlets=("Wire",), until=date(2025, 12, 8)), ["b"], 0),
        (Selection(until=date(2020, 1, 1)), [], 1),
    ],
)
@pytest.mark.filterwarnings("error")
def test_a_selection_leaves_out_articles_with_their_blocks_and_counts_them(corpus, selection, ids, undated):
    found, told = select_corpus(corpus, selection)
    assert found.articles["article_id"].tolist() == ids
    assert found.blocks["article_id"].tolist() == ids
    assert len(found.rejected) == 1
    assert told == {"read": 4, "left out": 4 - len(ids), "left out without a date": undated}
    assert found.articles.dtypes.equals(corpus.articles.dtypes)


def test_an_outlet_that_no_article_has_is_named(corpus):
    with pytest.raises(ParameterError, match="Did you mean 'Post'"):
        select_corpus(corpus, Selection(outlets=("Posts",)))
    assert select_corpus(corpus_of(), Selection(outlets=("Post",)))[1]["read"] == 0
