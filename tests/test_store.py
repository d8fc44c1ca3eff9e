"""A corpus on disk as others see it: what is listed counts, what is damaged is said, what is odd is left alone."""

import json

import pandas as pd
import pytest
from pyarrow import dataset, parquet

from workbench.articles import read_articles, read_corpus, write_corpus
from workbench.articles.corpus import Corpus
from workbench.articles.store import is_prepared, open_store, read_contents
from workbench.errors import DataError, OutputError


@pytest.fixture
def folder(demo_corpus, tmp_path):
    return write_corpus(demo_corpus, tmp_path / "prepared")


def with_articles(corpus, articles):
    return Corpus(articles, corpus.blocks[corpus.blocks["article_id"].isin(articles["article_id"])], corpus.rejected)


def test_the_tables_are_data_sets_for_others(folder, demo_corpus):
    for name, table in demo_corpus.tables().items():
        found = dataset.dataset(folder / name)
        assert found.schema.names == list(table.columns)
        pd.testing.assert_frame_equal(found.to_table().to_pandas(), table)


def test_parts_are_compressed(folder):
    part = next((folder / "articles").iterdir())
    assert parquet.ParquetFile(part).metadata.row_group(0).column(2).compression == "ZSTD"


def test_what_no_list_names_does_not_count_and_is_cleared_away(folder, demo_corpus):
    stray = folder / "articles" / "part-0123.parquet"
    stray.write_bytes(next((folder / "articles").iterdir()).read_bytes())
    pd.testing.assert_frame_equal(read_articles(folder), demo_corpus.articles)
    write_corpus(demo_corpus, folder)
    assert not stray.exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "cannot be read"),
        ("{", "cannot be read"),
        ("[1]", "cannot be read"),
        ('{"format": "framing-workbench corpus 1"}', "cannot be read"),
        ('{"format": "framing-workbench corpus 9", "parts": []}', "has the format"),
    ],
)
def test_a_damaged_list_is_said(folder, demo_corpus, text, message):
    (folder / "corpus.json").write_text(text)
    for read in (read_corpus, read_articles, lambda path: write_corpus(demo_corpus, path)):
        with pytest.raises(DataError, match=message):
            read(folder)


def test_a_part_that_is_gone_is_said(folder):
    next((folder / "blocks").iterdir()).unlink()
    with pytest.raises(DataError, match="Write it again"):
        read_corpus(folder)
    assert len(read_articles(folder))  # which are whole


def test_a_list_of_something_else_is_no_corpus(tmp_path):
    (tmp_path / "corpus.json").write_text(json.dumps({"format": "mine", "parts": []}))
    (tmp_path / "a.txt").write_text("The bridge is closed.\n\nIt was struck by a lorry in the spring of this year.")
    assert not is_prepared(tmp_path)
    assert len(read_corpus(tmp_path).articles) == 2 - 1


def test_a_place_that_cannot_be_written_is_an_output_error(demo_corpus, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_corpus(demo_corpus, tmp_path / "file" / "prepared")


def test_an_error_within_leaves_the_old_state_and_frees_the_folder(folder, demo_corpus):
    with pytest.raises(OutputError, match="The old state is kept"), open_store(folder):
        raise OSError(28, "No space left on device")
    assert len(read_contents(folder).parts) == 1
    pd.testing.assert_frame_equal(read_corpus(write_corpus(demo_corpus, folder)).articles, demo_corpus.articles)


def test_a_new_folder_that_was_only_begun_is_taken(demo_corpus, tmp_path):
    with pytest.raises(KeyboardInterrupt), open_store(tmp_path / "new"):
        raise KeyboardInterrupt
    assert not is_prepared(tmp_path / "new")
    assert len(read_articles(write_corpus(demo_corpus, tmp_path / "new"))) == len(demo_corpus.articles)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (1, None, "Float64|float64"),
        (None, 2.5, "float64"),
        (1, "two", "str"),
        ("one", 2.5, "str"),
        (pd.Timestamp("2024-03-04", tz="UTC"), None, "datetime64"),
    ],
)
def test_columns_of_the_user_have_one_type_in_all_parts(demo_corpus, tmp_path, first, second, kind):
    half = len(demo_corpus.articles) // 2
    for value, rows in ((first, slice(None, half)), (second, slice(half, None))):
        articles = demo_corpus.articles.iloc[rows]
        articles = articles if value is None else articles.assign(mine=value)
        folder = write_corpus(with_articles(demo_corpus, articles), tmp_path / "prepared")
    schemas = [parquet.read_schema(path) for path in (folder / "articles").iterdir()]
    assert [schema.types for schema in schemas] == [schemas[0].types] * 2
    assert [schema.names for schema in schemas] == [schemas[0].names] * 2
    mine = read_articles(folder)["mine"]
    assert str(mine.dtype).startswith(tuple(kind.split("|")))
    assert dataset.dataset(folder / "articles").count_rows() == len(demo_corpus.articles)
    expected = {str(value) for value in (first, second) if value is not None}
    assert {str(value).removesuffix(".0") for value in mine.dropna()} == expected
