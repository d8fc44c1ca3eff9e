"""The demo corpus read by the program against the labels made by reading it. Raise the floor, never lower it."""

import hashlib

import pandas as pd
import pytest
from conftest import DEMO, ROOT

from workbench.articles import find_duplicates

GOLD = ROOT / "tests" / "data" / "demo_gold"
CORPUS_HASH = "0193183e98f0a231b2eb741a417850f048b436582b9e7d346bebc2265c12418d"
GOLD_HASH = "5dfcc6a2d805c0df100a4629a2e22e9d50a4a574b8df4fc7c3a4cebf361fc0a5"
FLOOR = 1.0  # share of gold blocks found with their kind: 577 of 577


def folder_hash(folder, pattern):
    digest = hashlib.sha256()
    for path in sorted(folder.glob(pattern)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def read_gold(pattern):
    tables = [pd.read_csv(path, dtype="str", keep_default_na=False) for path in sorted(GOLD.glob(pattern))]
    return pd.concat(tables, ignore_index=True).astype({"record": "int64"})


def squeeze(text):
    return " ".join(text.split())


def aligned(gold, found):
    """Yield (gold kind, found kind or None): each gold block is looked for after the one before it."""
    position = 0
    for wanted in gold.itertuples():
        number = next(
            (n for n in range(position, len(found)) if found[n][1].startswith(squeeze(wanted.starts_with))), None
        )
        yield wanted.kind, None if number is None else found[number][0]
        position = position if number is None else number + 1


def test_corpus_and_gold_are_the_ones_the_floor_was_measured_on():
    assert folder_hash(DEMO, "*") == CORPUS_HASH
    assert folder_hash(GOLD, "*.csv") == GOLD_HASH


def test_kinds_of_blocks(demo_corpus):
    ids = demo_corpus.articles.set_index(["source_file", "record"])["article_id"]
    blocks = dict(list(demo_corpus.blocks.groupby("article_id")))
    pairs = []
    for place, gold in read_gold("blocks-*.csv").groupby(["source_file", "record"], sort=False):
        table = blocks[ids[place]]
        pairs += aligned(gold, list(zip(table["kind"], table["text"].map(squeeze), strict=True)))
    wrong = pd.Series([f"{gold} -> {found}" for gold, found in pairs if gold != found], dtype="str").value_counts()
    assert 1 - wrong.sum() / len(pairs) >= FLOOR, wrong.to_dict()


@pytest.mark.parametrize("column", ["title", "author", "author_role", "outlet", "language", "published"])
def test_what_is_stated_about_each_article(demo_corpus, column):
    gold = read_gold("articles-*.csv").set_index(["source_file", "record"])[column]
    found = demo_corpus.articles.set_index(["source_file", "record"])[column]
    if column == "published":
        found = found.dt.strftime("%Y-%m-%d")
    assert found.fillna("").sort_index().to_dict() == gold.sort_index().to_dict()


def test_the_wire_story_is_found_in_all_its_versions(demo_corpus):
    wire = read_gold("wire.csv").merge(demo_corpus.articles, on=["source_file", "record"])
    duplicates = find_duplicates(demo_corpus.articles)
    assert set(duplicates["article_id"]) | set(duplicates["duplicate_of"]) == set(wire["article_id"])
    assert set(duplicates["group"]) == {0}
    assert len(duplicates) == len(wire) - 1
    kinds = duplicates.merge(wire, on="article_id").set_index("version")["kind"].to_dict()
    assert kinds == {"cut": "cut", "edited": "partial"}
