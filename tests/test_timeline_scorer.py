"""The scorer of time expressions, on cases small enough to be counted by hand."""

import importlib.util
import random
import sys

import pandas as pd
import pytest
from conftest import ROOT

COLUMNS = ["article_id", "start", "end", "text", "type", "value", "rule"]


@pytest.fixture(scope="module")
def scorer():
    spec = importlib.util.spec_from_file_location("timeline_scorer", ROOT / "benchmarks" / "timeline_scorer.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["timeline_scorer"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["timeline_scorer"]


def table(*spans, article="a"):
    """Rows of (start, end, value) or (start, end, value, type)."""
    rows = [(article, s, e, "x" * (e - s), *(kind or ["DATE"]), value, "r") for s, e, value, *kind in spans]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"type": "str", "value": "str", "rule": "str"})


FRIDAY, WEEK = (10, 16, "2001-05-04"), (30, 38, "P1W", "DURATION")

CASES = {  # gold, found -> strict, relaxed, type, value
    "the same": ([FRIDAY, WEEK], [FRIDAY, WEEK], (2, 2, 2, 2)),
    "nothing found": ([FRIDAY], [], (0, 0, 0, 0)),
    "nothing to find": ([], [FRIDAY], (0, 0, 0, 0)),
    "nothing at all": ([], [], (0, 0, 0, 0)),
    "overlap, right value": ([FRIDAY], [(6, 16, "2001-05-04")], (0, 1, 1, 1)),
    "one shared character": ([FRIDAY], [(15, 20, "2001-05-04")], (0, 1, 1, 1)),
    "beside each other": ([FRIDAY], [(16, 20, "2001-05-04")], (0, 0, 0, 0)),
    "right place, wrong value": ([FRIDAY], [(10, 16, "2001-05-11")], (1, 1, 1, 0)),
    "right value, wrong type": ([FRIDAY], [(10, 16, "2001-05-04", "TIME")], (1, 1, 0, 1)),
    "values are compared as written": ([(0, 3, "P1D")], [(0, 3, "p1d")], (1, 1, 1, 0)),
    "coarser is not equal": ([FRIDAY], [(10, 16, "2001-05")], (1, 1, 1, 0)),
    "no value is no match": ([(0, 3, "2001")], [(0, 3, None)], (1, 1, 1, 0)),
    "one found over two gold counts once": ([(0, 4, "2001"), (8, 12, "2002")], [(0, 12, "2001")], (0, 1, 1, 1)),
    "two found in one gold count once": ([(0, 12, "2001")], [(0, 4, "2001"), (8, 12, "2002")], (0, 1, 1, 1)),
    "the same span goes first": ([(5, 9, "2002"), (0, 9, "2001")], [(0, 9, "2001"), (5, 9, "2002")], (2, 2, 2, 2)),
    "event clauses are no times": ([FRIDAY], [FRIDAY, (40, 60, None, "EVENT_REF")], (1, 1, 1, 1)),
}


@pytest.mark.parametrize(("gold", "found", "counts"), CASES.values(), ids=CASES.keys())
def test_counts(scorer, gold, found, counts):
    result = scorer.score(table(*gold), table(*found))
    assert (result.strict, result.relaxed, result.type, result.value) == counts
    assert result.gold == len(gold)
    assert result.found == sum("EVENT_REF" not in span for span in found)


def test_f1_by_hand(scorer):
    gold = table((0, 4, "2001"), (10, 14, "2002"), (20, 24, "2003"), (30, 34, "2004"))
    found = table((0, 4, "2001"), (8, 14, "1999"), (50, 54, "2003"))
    result = scorer.score(gold, found)
    assert result.precision("strict") == pytest.approx(1 / 3)
    assert result.recall("strict") == pytest.approx(1 / 4)
    assert result.f1("strict") == pytest.approx(2 / 7)
    assert result.f1("relaxed") == pytest.approx(4 / 7)
    assert result.accuracy == pytest.approx(1 / 2)
    assert result.f1("value") == pytest.approx(result.f1("relaxed") * result.accuracy)


def test_shares_of_nothing_are_zero(scorer):
    result = scorer.score(table(), table())
    assert (result.f1("value"), result.precision("strict"), result.recall("relaxed"), result.accuracy) == (0, 0, 0, 0)


def test_spans_of_other_articles_do_not_match(scorer):
    result = scorer.score(table(FRIDAY, article="a"), table(FRIDAY, article="b"))
    assert (result.gold, result.found, result.relaxed) == (1, 1, 0)


def test_null_is_left_out_on_both_sides(scorer):
    gold, found = table(FRIDAY, (20, 26, "null")), table(FRIDAY, (20, 26, "PAST_REF"))
    whole, without = scorer.score(gold, found), scorer.score(gold, found, without_null=True)
    assert (whole.gold, whole.found, whole.value) == (2, 2, 1)
    assert (without.gold, without.found, without.value) == (1, 1, 1)


def test_scores_add_up(scorer):
    assert scorer.Score(1, 2, 1, 1, 1, 0) + scorer.Score(1, 1, 0, 1, 0, 0) == scorer.Score(2, 3, 1, 2, 1, 0)


@pytest.mark.parametrize("seed", range(20))
def test_swapping_sides_swaps_precision_and_recall(scorer, seed):
    chance = random.Random(seed)
    sides = []
    for _ in range(2):
        ends = zip(*[iter(sorted(chance.sample(range(200), 30)))] * 2, strict=True)
        sides.append(table(*[(start, end, str(chance.choice([2001, 2002]))) for start, end in ends]))
    one, other = scorer.score(*sides), scorer.score(*reversed(sides))
    assert (one.strict, one.relaxed, one.gold, one.found) == (other.strict, other.relaxed, other.found, other.gold)
    assert one.relaxed <= min(one.gold, one.found)


def test_kinds_of_errors(scorer):
    gold = table((0, 4, "2001"), (10, 14, "2002"), (20, 24, "2003"), (30, 34, "2004"))
    found = table((0, 4, "2001"), (8, 14, "2002"), (18, 24, "1999"), (50, 54, "2003"))
    pairs = scorer.match(gold, found).sort_values(["start", "found_start"])
    assert pairs["kind"].tolist() == ["right", "extent", "value", "missed", "spurious"]


TIMEML = """<?xml version="1.0" ?>
<TimeML><DOCID>x</DOCID>
<DCT><TIMEX3 tid="t0" type="TIME" value="2001-05-06T10:30">06/05/2001</TIMEX3></DCT>
<TITLE>A ferry sinks on <TIMEX3 tid="t9" type="DATE" value="2001-05-04">Friday</TIMEX3></TITLE>
<TEXT>
Smith &amp; Söhne <EVENT eid="e1" class="OCCURRENCE">closed</EVENT> on
<TIMEX3 tid="t1" type="DATE" value="2001-05-04" mod="END">late <EVENT eid="e2">rainy</EVENT> Friday</TIMEX3>, not in
<TIMEX3 tid="t2" type="DATE" value="1999"></TIMEX3><TIMEX3 tid="t3" type="DATE" value="2000">2000</TIMEX3>.
</TEXT>
<MAKEINSTANCE eventID="e1" eiid="ei1"/></TimeML>
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_reads_timeml(scorer, tmp_path, line_end):
    (tmp_path / "x.tml").write_bytes(TIMEML.replace("\n", line_end).encode())
    articles, gold = scorer.read_timeml(tmp_path)
    text = articles["text"].item()
    assert text.startswith("\nSmith & Söhne closed on\nlate rainy Friday, not in\n2000.")
    assert articles["published"].item() == pd.Timestamp("2001-05-06", tz="UTC")
    assert gold[["text", "value"]].to_numpy().tolist() == [["late rainy Friday", "2001-05-04"], ["2000", "2000"]]
    assert [text[row.start : row.end] for row in gold.itertuples()] == gold["text"].tolist()
    assert gold["mod"].tolist()[0] == "END"
    assert gold["mod"].isna().tolist() == [False, True]


def test_an_empty_folder_gives_empty_tables(scorer, tmp_path):
    articles, gold = scorer.read_timeml(tmp_path)
    assert articles.empty
    assert gold.empty
    assert str(articles["published"].dtype) == "datetime64[us, UTC]"


def test_parts_are_all_and_do_not_overlap(scorer, tmp_path):
    for number in range(30):
        (tmp_path / f"{number}.tml").write_text(TIMEML.replace("Smith", f"Firm {number}"), encoding="utf-8")
    parts = [set(scorer.read_timeml(tmp_path, part)[0]["article_id"]) for part in ("dev", "held")]
    assert len(parts[0] | parts[1]) == 30
    assert not parts[0] & parts[1]
    assert 3 < len(parts[1]) < 17


def test_the_part_depends_on_the_text_alone(scorer, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.tml").write_text(TIMEML, encoding="utf-8")
    assert len(scorer.read_timeml(tmp_path, scorer.part_of(scorer.read_timeml(tmp_path)[0]["text"][0]))[0]) == 2


@pytest.mark.parametrize(("corpus", "documents", "expressions"), [("timebank", 183, 1243), ("aquaint", 73, 579)])
def test_counts_of_the_corpora(scorer, corpus, documents, expressions):
    folder = ROOT.parent / "shared" / "data" / "timeml" / corpus
    if not folder.is_dir():
        pytest.skip("the corpora of TempEval-3 are not here")
    articles, gold = scorer.read_timeml(folder)
    assert (len(articles), len(gold)) == (documents, expressions)
    perfect = scorer.score(gold, gold.assign(rule="gold"))
    assert perfect.f1("strict") == perfect.f1("value") == perfect.f1("type") == 1
