import pandas as pd
import pytest

from workbench.articles import read_corpus, write_corpus
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
