"""The pages of articles: the paragraphs that tables lead to, and how much is left out."""

import re

import pytest
from text_reports import LONG, PARAGRAPHS, TITLE, corpus_of

from workbench.reports.pages.index import render_articles
from workbench.reports.record import NotebookRun, Record
from workbench.reports.texts.excerpts import excerpt_blocks, find_links

FIRST, SECOND = "0000000000000000", "0000000000000001"
SHORT = [f"Paragraph {place} holds {'seven more words of the story. ' * 16}".strip() for place in range(5)]  # 99 words


@pytest.fixture
def corpus():
    corpus = corpus_of(PARAGRAPHS, (LONG, "Tail."), SHORT)
    corpus.articles["url"] = ["https://example.org/a", "javascript:alert(1)", None]
    return corpus


def record(texts):
    made = Record(
        "demo", "2026-01-02T03-04-05Z", "demo", {}, [], [], {}, "f", 0, "forked", 1, [NotebookRun("n", "N", {})]
    )
    made.texts = texts
    return made


def page_of(corpus, folder, article_id, links, texts):
    render_articles(folder, corpus, record(texts), {article_id: links})
    page = (folder / "articles" / f"{article_id}.html").read_text(encoding="utf-8")
    return page.split("<article", 1)[1].split("</article>", 1)[0]


def test_links_of_pages_are_found_with_their_blocks(tmp_path):
    links = ["ab.html#b3", "ab.html#b1", "cd.html", "ab.html#b3", "e%20f.html#b2"]
    page = "".join(f'<a class="read" href="articles/{link}">read</a>' for link in links)
    (tmp_path / "n.html").write_text(f'{page}<a href="tables/x.csv">x</a><a href="https://a.b/articles/z.html">z</a>')
    assert find_links(tmp_path, ["n"]) == {"ab": {1, 3}, "cd": set(), "e f": {2}}
    assert find_links(tmp_path, []) == {}


def test_only_linked_paragraphs_are_shown(corpus):
    table = excerpt_blocks(corpus, {FIRST: {2}})
    assert table["shown"].fillna("").tolist() == ["", "", PARAGRAPHS[1], ""]
    assert table["left_out"].tolist() == [13, 20, 0, 22]
    assert table["linked"].tolist() == [False, False, True, False]


def test_a_long_paragraph_is_cut_after_a_hundred_and_twenty_words(corpus):
    row = excerpt_blocks(corpus, {SECOND: {1}}).loc[1]
    assert row["shown"].split() == LONG.split()[:120]
    assert row["left_out"] == 180


def test_an_article_shows_three_hundred_words_at_most(corpus):
    table = excerpt_blocks(corpus, {"0000000000000002": {1, 2, 3, 4, 5}})
    words = table["shown"].fillna("").str.split().str.len().tolist()
    assert sum(words) == 300
    assert words[1:3] == [99, 99]
    assert words[5] == 0


@pytest.mark.parametrize(("texts", "shown"), [("none", 0), ("full", 4), ("excerpts", 1)])
def test_as_much_as_was_asked_for(corpus, texts, shown):
    table = excerpt_blocks(corpus, {FIRST: {1}}, texts=texts)
    assert table["shown"].notna().sum() == shown
    assert len(table) == 4


def test_no_link_is_no_row(corpus):
    table = excerpt_blocks(corpus, {})
    assert table.empty
    assert table.dtypes.astype(str).to_dict()["left_out"] == "Int64"


def test_a_page_tells_what_is_left_out_and_where_the_whole_article_is(corpus, tmp_path):
    page = page_of(corpus, tmp_path, FIRST, {2, 3}, "excerpts")
    assert f"<h1>{TITLE}</h1>" in page
    assert '<a href="https://example.org/a" rel="noopener noreferrer">' in page
    assert re.findall(r"\((\d+ words?) left out\)", page) == ["33 words"]
    assert re.findall(r'id="(b\d)"', page) == ["b2", "b3"]
    assert PARAGRAPHS[1] in page
    assert PARAGRAPHS[0][:20] not in page


def test_an_address_that_is_none_is_not_led_to(corpus, tmp_path):
    assert "javascript" not in page_of(corpus, tmp_path, SECOND, {1}, "excerpts")


def test_a_page_without_text_still_has_what_tables_lead_to(corpus, tmp_path):
    page = page_of(corpus, tmp_path, FIRST, {2}, "none")
    assert re.findall(r"\((\d+) words left out\)", page) == ["33", "20", "22"]
    assert '<div id="b2"' in page
    assert "carries no text of articles" in page
    assert "bridge" not in page


def test_a_whole_page_has_every_block_and_nothing_left_out(corpus, tmp_path):
    page = page_of(corpus, tmp_path, FIRST, set(), "full")
    assert re.findall(r'id="(b\d)"', page) == ["b0", "b1", "b2", "b3"]
    assert "left out" not in page


def test_links_to_articles_that_are_gone_make_no_page(corpus, tmp_path):
    render_articles(tmp_path, corpus, record("excerpts"), {"ffff": {1}})
    assert list((tmp_path / "articles").iterdir()) == []
