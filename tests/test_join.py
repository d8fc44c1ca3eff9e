"""The text of articles from any choice of their blocks."""

import pandas as pd
import pytest
from conftest import DEMO
from labelled import FOLDER as SCRAPED

from workbench.articles import read_corpus
from workbench.articles.join import join_text
from workbench.articles.kinds import KINDS, PROSE
from workbench.errors import ParameterError
from workbench.text import find_units

PAGE = """The bridge stays closed

by Jane Doe

The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it.

A long winter

> Did you know: the bridge was built in 1931 and has been closed four times since then for repairs.

- the first of three repairs is to be paid by the county before the winter
- the second is not

Frequently asked questions

Q: When will the bridge open again?

A: Not before the end of the coming year, as the council has said more than once.
"""


@pytest.fixture
def page(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    return read_corpus(tmp_path)


@pytest.fixture
def table(tmp_path):
    """Three articles of a table: title stated in a column, stated and repeated in the text, not stated."""
    text = "The council met on Tuesday.\n\nThe bridge is closed.\n\nIt will stay closed."
    rows = {"title": ["Bridge  closed", "Council meets", None], "text": [text, f"Council meets\n\n{text}", text]}
    pd.DataFrame(rows).to_csv(tmp_path / "table.csv", index=False)
    return read_corpus(tmp_path)


def texts(corpus, *kinds):
    return join_text(corpus, kinds=kinds)["text"].tolist()


@pytest.mark.parametrize("folder", [DEMO, SCRAPED], ids=["demo", "scraped"])
def test_the_default_is_the_text_of_the_articles(folder):
    corpus = read_corpus(folder)
    assert len(corpus.articles)
    pd.testing.assert_frame_equal(join_text(corpus), corpus.articles)


def test_the_default_is_the_text_of_tables(table):
    pd.testing.assert_frame_equal(join_text(table), table.articles)


def test_with_questions_callouts_and_headings_in_reading_order(page):
    text = texts(page, "heading", "callout", *PROSE, "faq_question", "faq_answer")[0].split("\n\n")
    starts = ["The council", "A long", "Did you", "the first", "the second", "Frequently", "Q: When", "A: Not"]
    assert [part[: len(start)] for part, start in zip(text, starts, strict=True)] == starts
    assert text == texts(page, "faq_answer", "faq_question", *PROSE, "callout", "heading")[0].split("\n\n")


def test_words_are_counted_anew(page):
    alone = join_text(page, kinds=["faq_question"])
    assert alone["text"].tolist() == ["Q: When will the bridge open again?"]
    assert alone["words"].tolist() == [7]
    assert alone["words"].dtype == "int64"


@pytest.mark.parametrize("kinds", [("title", *PROSE), KINDS, ("faq_answer",), ("heading", "callout"), ("caption",)])
@pytest.mark.parametrize("unit", ["paragraph", "sentence"])
def test_every_unit_leads_to_its_block(demo_corpus, kinds, unit):
    units = find_units(join_text(demo_corpus, kinds=kinds), unit=unit)
    blocks = demo_corpus.blocks.set_index(["article_id", "block"])
    stated = units["block"].isna()
    titles = demo_corpus.articles.set_index("article_id")["title"]
    for row in units[~stated].itertuples():
        block = blocks.loc[(row.article_id, row.block)]
        assert block["kind"] in kinds
        assert row.text.split()[-1] in block["text"]
    for row in units[stated].itertuples():  # a title that is no block
        assert "title" in kinds
        assert row.text in " ".join(titles[row.article_id].split())


def test_a_title_of_the_metadata_stands_first_and_is_no_block(table):
    joined = join_text(table, kinds=["title", "paragraph"])
    assert joined["text"].str.split("\n\n").str[0].tolist() == [
        "Bridge closed",
        "Council meets",
        "The council met on Tuesday.",
    ]
    assert joined["text"].str.count("Council meets").tolist() == [0, 1, 0]
    assert joined["text_blocks"].tolist() == ["- 0 1 2", "0 1 2 3", "0 1 2"]
    units = find_units(joined, unit="paragraph")
    assert units["block"].isna().tolist() == [True] + [False] * 10
    assert units["block"].dropna().tolist() == [0, 1, 2, 0, 1, 2, 3, 0, 1, 2]
    assert units["block"].dtype == "Int64"


def test_the_title_alone_and_without_asking_none(table):
    assert texts(table, "title") == ["Bridge closed", "Council meets", ""]
    assert "Bridge closed" not in texts(table, "paragraph")[0]


def test_an_article_without_such_a_block_has_an_empty_text(table):
    joined = join_text(table, kinds="callout")
    assert joined["text"].tolist() == ["", "", ""]
    assert joined["words"].tolist() == [0, 0, 0]
    assert joined["text"].dtype == joined["text_blocks"].dtype == "str"
    assert find_units(joined, unit="paragraph").empty


def test_one_kind_may_be_a_word(page):
    pd.testing.assert_frame_equal(join_text(page, kinds="paragraph"), join_text(page, kinds=["paragraph"]))


def test_selected_articles_alone_are_joined(demo_corpus):
    some = type(demo_corpus)(demo_corpus.articles.iloc[2:4], demo_corpus.blocks, demo_corpus.rejected)
    pd.testing.assert_frame_equal(join_text(some), some.articles)


@pytest.mark.parametrize("kinds", [PROSE, ["title", "heading"]])
def test_no_articles_give_the_same_columns(tmp_path, kinds):
    empty = read_corpus(tmp_path)
    pd.testing.assert_frame_equal(join_text(empty, kinds=kinds), empty.articles)


@pytest.mark.parametrize(
    ("kinds", "message"),
    [
        (["paragraf"], "Did you mean 'paragraph'"),
        ("headings", r"Did you mean 'heading(s)?'|Did you mean 'headline'"),
        (["paragraph", 3], "unknown kind"),
        ([], "leaves no text"),
    ],
)
def test_what_is_no_kind_is_refused(page, kinds, message):
    with pytest.raises(ParameterError, match=message):
        join_text(page, kinds=kinds)
