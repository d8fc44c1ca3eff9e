import pandas as pd
import pytest

from workbench.articles import corpus as corpora
from workbench.articles import read_articles, read_corpus, write_corpus
from workbench.articles.corpus import Corpus
from workbench.errors import DataError

TABLES = ("articles", "blocks", "rejected")


def test_what_is_written_is_read_back(demo_corpus, tmp_path):
    folder = write_corpus(demo_corpus, tmp_path / "new" / "prepared")
    again = read_corpus(folder)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(demo_corpus, name))


def test_an_empty_corpus_is_read_back(tmp_path):
    (tmp_path / "none").mkdir()
    empty = read_corpus(tmp_path / "none")
    again = read_corpus(write_corpus(empty, tmp_path / "prepared"))
    for name in TABLES:
        table = getattr(again, name)
        assert table.empty
        pd.testing.assert_frame_equal(table, getattr(empty, name))


def test_other_files_in_the_folder_of_a_corpus_are_not_overlooked(demo_corpus, tmp_path):
    write_corpus(demo_corpus, tmp_path)
    (tmp_path / ".DS_Store").write_bytes(b"")
    assert len(read_corpus(tmp_path).articles) == len(demo_corpus.articles)
    (tmp_path / "note.txt").write_text("The council met on Tuesday to speak about the bridge.", encoding="utf-8")
    with pytest.raises(DataError, match=r"other files \(note.txt\)"):
        read_corpus(tmp_path)


def test_a_damaged_table_says_what_to_do(demo_corpus, tmp_path):
    write_corpus(demo_corpus, tmp_path)
    next((tmp_path / "blocks").iterdir()).write_bytes(b"no table")
    with pytest.raises(DataError, match=r"Write it again with write_corpus"):
        read_corpus(tmp_path)


def halves(corpus):
    """Return the first and the second half of a corpus; what was rejected stands in both."""
    middle = len(corpus.articles) // 2
    return [
        Corpus(part, corpus.blocks, corpus.rejected) for part in (corpus.articles[:middle], corpus.articles[middle:])
    ]


@pytest.mark.parametrize("order", [[0, 1], [1, 0], [1, 1, 0, 0, 1]])
def test_what_is_added_in_parts_is_read_back_as_it_was(demo_corpus, tmp_path, order):
    for number in order:
        write_corpus(halves(demo_corpus)[number], tmp_path / "prepared")
    again = read_corpus(tmp_path / "prepared")
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(demo_corpus, name))
    pd.testing.assert_frame_equal(read_articles(tmp_path / "prepared"), demo_corpus.articles)


def test_articles_that_are_there_are_left_as_they_are(demo_corpus, tmp_path):
    folder = write_corpus(demo_corpus, tmp_path / "prepared")
    before = {path: path.read_bytes() for path in folder.rglob("*.parquet")}
    write_corpus(Corpus(demo_corpus.articles.assign(title="Other"), demo_corpus.blocks, demo_corpus.rejected), folder)
    assert {path: path.read_bytes() for path in folder.rglob("*.parquet")} == before


def test_rejected_rows_are_kept_apart_and_not_doubled(tmp_path):
    """Two rejections of one file for other reasons are two; parts without articles do not replace each other."""
    empty = read_corpus((tmp_path / "none").mkdir() or tmp_path / "none")
    for reasons in (["first"], ["second"], ["first", "third"], ["second"]):
        rows = pd.DataFrame(
            {"source_file": "a.txt", "record": pd.array([0] * len(reasons), "Int64"), "reason": reasons}
        )
        write_corpus(Corpus(empty.articles, empty.blocks, rows.astype({"source_file": "str"})), tmp_path / "prepared")
    assert read_corpus(tmp_path / "prepared").rejected["reason"].tolist() == ["first", "second", "third"]


def test_an_empty_corpus_adds_nothing(demo_corpus, tmp_path):
    empty = read_corpus((tmp_path / "none").mkdir() or tmp_path / "none")
    folder = write_corpus(empty, tmp_path / "prepared")
    write_corpus(demo_corpus, folder)
    write_corpus(empty, folder)
    again = read_corpus(folder)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(demo_corpus, name))


def test_columns_of_the_user_are_kept_in_their_order(demo_corpus, tmp_path):
    mine = demo_corpus.articles.assign(zeta=1.5, alpha=True, when=pd.Timestamp("2024-03-04"), note=None)
    folder = write_corpus(Corpus(mine, demo_corpus.blocks, demo_corpus.rejected), tmp_path / "prepared")
    again = read_articles(folder)
    assert list(again.columns) == list(mine.columns)
    pd.testing.assert_frame_equal(again.drop(columns="note"), mine.drop(columns="note"))
    assert again["note"].isna().all()


def test_blocks_of_other_articles_stay_behind(demo_corpus, tmp_path):
    folder = write_corpus(halves(demo_corpus)[0], tmp_path / "prepared")
    assert set(read_corpus(folder).blocks["article_id"]) == set(read_articles(folder)["article_id"])


def test_an_article_that_stands_twice_is_refused(demo_corpus, tmp_path):
    twice = pd.concat([demo_corpus.articles, demo_corpus.articles.tail(1)])
    with pytest.raises(DataError, match="stands twice"):
        write_corpus(Corpus(twice, demo_corpus.blocks, demo_corpus.rejected), tmp_path / "prepared")
    assert not (tmp_path / "prepared").exists()


def test_many_articles_are_written_in_parts(demo_corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(corpora, "PART_ARTICLES", 4)
    folder = write_corpus(demo_corpus, tmp_path / "prepared")
    assert len(list((folder / "articles").iterdir())) == -(-len(demo_corpus.articles) // 4)
    again = read_corpus(folder)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(demo_corpus, name))


def test_articles_are_read_without_their_blocks(demo_corpus, tmp_path):
    folder = write_corpus(demo_corpus, tmp_path / "prepared")
    for path in (folder / "blocks").iterdir():
        path.write_bytes(b"no table")
    pd.testing.assert_frame_equal(read_articles(folder), demo_corpus.articles)
