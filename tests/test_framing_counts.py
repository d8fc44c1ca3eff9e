"""Frames that come together, and frames by kind of block."""

import numpy as np
import pandas as pd
import pytest

from workbench.articles import Corpus, join_text
from workbench.errors import DataError, ParameterError
from workbench.framing import find_hits, read_codebook
from workbench.framing.dictionary.counts import count_co_occurrences, count_hits_by_kind


def predictions(**frames: str) -> pd.DataFrame:
    """Return predictions from a string a frame: 1 and 0, and - for a unit left open."""
    rows = [
        (f"u{unit}", frame, {"1": True, "0": False, "-": None}[sign])
        for frame, signs in frames.items()
        for unit, sign in enumerate(signs)
    ]
    return pd.DataFrame(rows, columns=["unit_id", "frame", "present"])


def row(table: pd.DataFrame, **where: str) -> pd.Series:
    found = table[np.logical_and.reduce([table[column] == value for column, value in where.items()])]
    assert len(found) == 1
    return found.iloc[0]


def test_pairs_of_frames_by_hand() -> None:
    table = count_co_occurrences(predictions(oil="1110", law="1100", war="0001"))
    assert table[["frame", "other"]].to_numpy().tolist() == [
        ["oil", "law"], ["oil", "war"], ["law", "oil"], ["law", "war"], ["war", "oil"], ["war", "law"],
    ]  # fmt: skip
    pair = row(table, frame="oil", other="law")
    assert (pair["units"], pair["share"], pair["lift"]) == (2, 2 / 3, pytest.approx(2 * 4 / (3 * 2)))
    assert row(table, frame="law", other="oil")["share"] == 1.0
    assert row(table, frame="law", other="oil")["lift"] == pair["lift"]
    assert row(table, frame="war", other="oil")[["units", "share", "lift"]].tolist() == [0, 0.0, 0.0]


def test_units_left_open_are_not_counted_with_that_frame() -> None:
    table = count_co_occurrences(predictions(oil="11-0", law="1-10"))
    assert row(table, frame="oil", other="law")[["units", "share", "lift"]].tolist() == [1, 1.0, 2.0]


def test_a_frame_that_is_nowhere_has_no_share_and_no_lift() -> None:
    table = count_co_occurrences(predictions(oil="110", law="000"))
    assert np.isnan(row(table, frame="law", other="oil")["share"])
    assert row(table, frame="oil", other="law")["share"] == 0.0
    assert table["lift"].isna().all()


@pytest.mark.parametrize("table", [predictions(), predictions(oil="10")])
def test_less_than_two_frames_make_no_pair(table: pd.DataFrame) -> None:
    pairs = count_co_occurrences(table)
    assert pairs.empty
    assert pairs.dtypes.astype(str).tolist() == ["str", "str", "int64", "float64", "float64"]


@pytest.mark.parametrize("kind", ["bool", "boolean", "float64", "Int64", "object"])
def test_present_may_have_any_type_that_says_yes_and_no(kind: str) -> None:
    table = predictions(oil="110", law="101").astype({"present": kind})
    assert row(count_co_occurrences(table), frame="oil", other="law")["units"] == 1


def test_wrong_predictions_are_named() -> None:
    good = predictions(oil="10", law="11")
    with pytest.raises(DataError, match=r"'u0' has the frame 'oil' in two rows"):
        count_co_occurrences(pd.concat([good, good.head(1)]))
    with pytest.raises(DataError, match=r"Row 2 of the predictions has present = 'maybe'"):
        count_co_occurrences(good.astype(object).assign(present=[True, "maybe", False, True]))
    with pytest.raises(DataError, match=r"Row 1 .* present = 0\.4"):
        count_co_occurrences(good.assign(present=[0.4, 1, 0, 1]))
    with pytest.raises(DataError, match="no column 'present'"):
        count_co_occurrences(good.drop(columns="present"))


BLOCKS = pd.DataFrame(
    [
        ("a", 0, "title", "Oil and talks"),
        ("a", 1, "paragraph", "Oil prices fell. No oil left."),
        ("a", 2, "paragraph", "Talks went on and on."),
        ("b", 0, "paragraph", "Nothing happened there."),
    ],
    columns=["article_id", "block", "kind", "text"],
)
HITS = pd.DataFrame(
    [("a", 0, "oil", False), ("a", 0, "talks", False), ("a", 1, "oil", False), ("a", 1, "oil", True)],
    columns=["article_id", "block", "frame", "negated"],
)


def test_hits_by_kind_by_hand() -> None:
    table = count_hits_by_kind(HITS, BLOCKS)
    assert table[["kind", "frame", "hits", "words"]].to_numpy().tolist() == [
        ["title", "oil", 1, 3],
        ["title", "talks", 1, 3],
        ["paragraph", "oil", 1, 14],
        ["paragraph", "talks", 0, 14],
    ]
    assert table["rate"].tolist() == pytest.approx([1000 / 3, 1000 / 3, 1000 / 14, 0])
    assert table[table["kind"] == "title"][["low", "high"]].isna().all(axis=None)  # one article tells of no other
    body = table[table["kind"] == "paragraph"]
    assert (body["low"] <= body["rate"]).all()
    assert (body["rate"] < body["high"]).all()


def test_a_hit_in_no_block_has_no_kind_and_no_rate() -> None:
    hits = pd.concat([HITS, HITS.head(1).assign(block=pd.NA)]).astype({"block": "Int64"})
    last = count_hits_by_kind(hits, BLOCKS).iloc[-1]
    assert pd.isna(last["kind"])
    assert last[["frame", "hits", "words"]].tolist() == ["oil", 1, 0]
    assert np.isnan(last["rate"])


def test_without_hits_or_blocks_the_table_is_empty() -> None:
    for table in (count_hits_by_kind(HITS.head(0), BLOCKS), count_hits_by_kind(HITS.head(0), BLOCKS.head(0))):
        assert table.empty
        assert table.dtypes.astype(str).tolist() == ["str", "str", "int64", "int64", *["float64"] * 3]


def test_wrong_tables_are_named() -> None:
    with pytest.raises(DataError, match="block 0 of the article 'a', which is not among the blocks"):
        count_hits_by_kind(HITS, BLOCKS.tail(3))
    with pytest.raises(DataError, match="Block 0 of the article 'a' stands twice"):
        count_hits_by_kind(HITS, pd.concat([BLOCKS, BLOCKS]))
    with pytest.raises(ParameterError, match="confidence=95"):
        count_hits_by_kind(HITS, BLOCKS, confidence=95)


def test_the_interval_is_the_poisson_one_where_hits_do_not_cluster() -> None:
    # 10 hits; Garwood's interval is 4.795 to 18.390 (Ulm 1990); many articles make the t quantile the normal one.
    names = [f"a{number}" for number in range(100_000)]
    blocks = pd.DataFrame({"article_id": names, "block": 0, "kind": "paragraph", "text": "word"})
    hits = pd.DataFrame({"article_id": names[:10], "block": 0, "frame": "oil", "negated": False})
    found = count_hits_by_kind(hits, blocks).iloc[0]
    assert [found["low"] * 100, found["high"] * 100] == pytest.approx([4.795, 18.390], abs=0.002)


def test_intervals_cover_the_rate_where_hits_cluster_in_articles() -> None:
    generator = np.random.default_rng(0)
    names = [f"a{number}" for number in range(40)]
    text = "word " * 100
    blocks = pd.DataFrame({"article_id": names, "block": 0, "kind": "paragraph", "text": text})
    covered = []
    for _ in range(60):
        counts = generator.poisson(generator.gamma(0.5, 2 * 0.01 * 100, size=40))
        hits = pd.DataFrame({"article_id": np.repeat(names, counts), "block": 0, "frame": "oil", "negated": False})
        found = count_hits_by_kind(hits, blocks).iloc[0]
        covered.append(found["low"] <= 10 <= found["high"])
    assert np.mean(covered) >= 0.9


def test_headline_against_body_of_a_corpus(demo_corpus: Corpus) -> None:
    kinds = ["title", "heading", "paragraph", "list_item"]
    hits = find_hits(join_text(demo_corpus, kinds=kinds), read_codebook("negotiation"))
    table = count_hits_by_kind(hits, demo_corpus.blocks[demo_corpus.blocks["kind"].isin(kinds)])
    assert table["hits"].sum() == (~hits["negated"]).sum()
    assert set(table["kind"].dropna()) <= set(kinds)
    known = table.dropna(subset=["low"])
    assert ((known["low"] <= known["rate"]) & (known["rate"] <= known["high"])).all()
