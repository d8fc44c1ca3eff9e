"""The dates of a corpus on disk, part by part."""

import pandas as pd
import pytest

from workbench.articles.store import commit, open_store, write_part
from workbench.errors import DataError, ParameterError
from workbench.timeline.expressions.find import find_dates
from workbench.timeline.expressions.stream import write_dates

TEXTS = [
    "Talks began on 3 May 2021.",
    "No date.",
    "The port closed in late 2019.",
    "",
    "On 4 June 2020 it rained.",
    "2",
]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A corpus on disk of six articles in three parts, the second without any date, and a fourth part without any."""
    folder = tmp_path_factory.mktemp("disk") / "prepared"
    articles = pd.DataFrame({"article_id": [f"a{number}" for number in range(6)], "text": TEXTS})
    articles["published"] = pd.to_datetime("2021-05-10", utc=True).as_unit("us")
    articles = articles.assign(source_file="invented", language="en")
    write_parts(folder, [articles.iloc[2 * number : 2 * number + 2].reset_index(drop=True) for number in range(4)])
    return folder, articles


def write_parts(folder, pieces):
    empty = pd.DataFrame({"article_id": pd.Series(dtype="str"), "source_file": pd.Series(dtype="str")})
    with open_store(folder) as contents:
        parts = [
            write_part(folder, f"{number:04d}", {"articles": piece, "blocks": empty, "rejected": empty})
            for number, piece in enumerate(pieces)
        ]
        commit(folder, contents, parts)


@pytest.mark.parametrize("jobs", [1, 2])
def test_dates_on_disk_are_those_in_memory(prepared, tmp_path, jobs):
    out = write_dates(prepared[0], tmp_path / "dates", jobs=jobs)
    expected = find_dates(prepared[1])
    assert len(expected) == 3
    pd.testing.assert_frame_equal(pd.read_parquet(out), expected)


def test_files_are_the_same_wherever_they_are_made(prepared, tmp_path):
    folders = [write_dates(prepared[0], tmp_path / f"{jobs}", jobs=jobs) for jobs in (1, 2)]
    one, two = ({path.name: path.read_bytes() for path in folder.glob("part-*.parquet")} for folder in folders)
    assert one == two
    assert sorted(one) == ["part-00000.parquet", "part-00001.parquet", "part-00002.parquet"]


def test_dates_of_an_earlier_run_are_replaced(prepared, tmp_path):
    write_dates(prepared[0], tmp_path / "dates", jobs=1)
    (tmp_path / "dates" / "part-00007.parquet").write_bytes(b"old")
    (tmp_path / "dates" / ".partial").mkdir()
    (tmp_path / "dates" / ".partial" / "part-00009.parquet").write_bytes(b"left by a run that died")
    out = write_dates(prepared[0], tmp_path / "dates", jobs=1)
    assert len(pd.read_parquet(out)) == 3
    assert not (out / ".partial").exists()


def test_a_corpus_without_articles_gives_no_file(tmp_path):
    write_parts(tmp_path / "prepared", [])
    out = write_dates(tmp_path / "prepared", tmp_path / "dates", jobs=1)
    assert list(out.glob("*.parquet")) == []


def test_a_folder_of_something_else_is_left_alone(prepared, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(DataError, match="something else"):
        write_dates(prepared[0], tmp_path)
    with pytest.raises(DataError, match="in the corpus itself"):
        write_dates(prepared[0], prepared[0] / "dates")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_wrong_input_is_told_before_anything_is_written(prepared, tmp_path):
    with pytest.raises(DataError, match="no corpus on disk"):
        write_dates(tmp_path, tmp_path / "dates")
    with pytest.raises(ParameterError, match="reference"):
        write_dates(prepared[0], tmp_path / "dates", reference="publishd")
    assert not (tmp_path / "dates").exists()
