"""Files that are damaged, hostile or not files at all: a clear reason each, nothing lost, never a traceback."""

import gzip
import json
import os
import socket
import tempfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from fuzz_samples import BODY, SAMPLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.articles import sources
from workbench.articles.corpus import write_corpus
from workbench.articles.formats import LAYOUTS, find_layout
from workbench.articles.read import read_corpus

NAMES = [layout.name for layout in LAYOUTS]
MOST = 4000  # bytes of one change


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """Return a function that gives the sample of a layout, made once."""
    made = {}

    def sample(name):
        if name not in made:
            made[name] = SAMPLES[name](tmp_path_factory.mktemp(name))
        return made[name]

    return sample


def test_every_layout_has_a_sample():
    missing = sorted(set(NAMES) - set(SAMPLES))
    assert not missing, f"Add a small valid file of {', '.join(missing)} to SAMPLES in tests/fuzz_samples.py."


@pytest.mark.parametrize("name", NAMES)
def test_the_undamaged_sample_is_read(tmp_path, samples, name):
    sample = samples(name)
    path = tmp_path / f"a{sample.suffix}"
    path.write_bytes(sample.pack(sample.inside))
    assert find_layout(path).name == name
    corpus = read_corpus(tmp_path)
    assert not corpus.articles.empty
    assert corpus.articles["text"].notna().any()


places = st.floats(0, 1, exclude_max=True)
changes = st.one_of(
    st.tuples(st.just("flip"), places, st.integers(1, 255)),
    st.tuples(st.just("cut"), places, st.none()),
    st.tuples(st.just("drop"), places, st.integers(1, MOST)),
    st.tuples(st.just("insert"), places, st.sampled_from([b"\x00" * 9, b"\xff\xfe", b"\xed\xa0\x80", b'"', b"<"])),
    st.tuples(st.just("insert"), places, st.binary(min_size=1, max_size=20)),
    st.tuples(st.just("repeat"), places, st.integers(1, MOST)),
    st.tuples(st.just("splice"), places, st.sampled_from(["html", "csv", "jsonl", "trafilatura", "lexis_txt"])),
)


def damage(content, change, samples):
    """Return the bytes after one change; places are parts of the length, so that they fit every file."""
    kind, part, value = change
    at = int(part * len(content))
    if kind == "cut":
        return content[:at]
    if kind == "flip":
        return content[:at] + bytes([content[at] ^ value]) + content[at + 1 :] if content else content
    if kind == "drop":
        return content[:at] + content[at + value :]
    if kind == "repeat":
        return content[: at + value] + content[at:]
    inserted = samples(value).inside[:MOST] if kind == "splice" else value
    return content[:at] + inserted + content[at:]


def check(folder, name):
    """Read a folder of one file and hold the tables to what they promise."""
    corpus = read_corpus(folder, strict=False)
    found = [*corpus.articles["source_file"], *corpus.rejected["source_file"]]
    assert found
    assert all(file == name or file.startswith(f"{name}/") for file in found)
    assert corpus.articles["article_id"].is_unique
    assert corpus.rejected["reason"].str.len().gt(0).all()
    assert not corpus.rejected["reason"].str.contains(str(folder), regex=False).any()
    blocks = corpus.blocks
    assert set(blocks["article_id"]) <= set(corpus.articles["article_id"])
    assert (blocks["start"] <= blocks["end"]).all()
    with tempfile.TemporaryDirectory() as parent:
        again = read_corpus(write_corpus(corpus, Path(parent) / "store"))
    for table in ("articles", "blocks", "rejected"):
        pd.testing.assert_frame_equal(getattr(corpus, table), getattr(again, table))


def fuzz(name, samples, examples):
    sample = samples(name)

    @settings(
        derandomize=True, max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(st.booleans(), st.lists(changes, min_size=1, max_size=4))
    def run(inside, made):
        content = sample.inside if inside else sample.pack(sample.inside)
        for change in made:
            content = damage(content, change, samples)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"a{sample.suffix}"
            file.write_bytes(sample.pack(content) if inside else content)
            check(Path(folder), file.name)

    run()


@pytest.mark.parametrize("name", NAMES)
def test_damaged_files(samples, name):
    fuzz(name, samples, 5)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_many_damaged_files(samples, name):
    fuzz(name, samples, 60)


# ---- what people and machines really hand over


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv.gz", gzip.compress(b"title,text\nA,B\n" * 99, mtime=0)[:-9], "broken after"),
        ("a.docx", b"not a document", "not a whole ZIP archive"),
        ("a.html", b"<html>" + b"\x00\x01\x02" * 999, "binary"),
        ("a.txt", b"\x00" * 999, "NUL|binary"),
        ("a.json", b"[1, 2, 3]", "."),
        ("a.json", b"12", "."),
        ("a.jsonl", b"1\n2\n3\n", "number|not an object|int"),
        ("a.json", b"[" * 100_000, "."),
        ("a.jsonl", b'{"text": ' + b"[" * 100_000 + b"}", "."),
        ("a.xml", b"<a>" * 100_000, "none of the layouts"),
        ("a.csv", b"", "0 bytes"),
        ("a.xlsx", b"PK\x03\x04 no workbook", "."),
        ("a.parquet", b"PAR1 no table PAR1", "Parquet"),
        ("a", b"x", "'a' are not read"),
    ],
)
def test_bad_input_has_a_clear_reason(tmp_path, name, content, reason):
    (tmp_path / name).write_bytes(content)
    corpus = read_corpus(tmp_path, strict=False)
    assert corpus.rejected["reason"].str.contains(reason).any()
    check(tmp_path, name)


def test_a_quotation_mark_that_never_closes_costs_its_rows_only(tmp_path):
    (tmp_path / "a.csv").write_text(f'title,text\nA,"{BODY}"\nB,"{BODY}\nC,"{BODY}"\n')
    corpus = read_corpus(tmp_path, strict=False)
    assert "A" in corpus.articles["title"].tolist()
    assert len(corpus.rejected) >= 1
    check(tmp_path, "a.csv")


def test_half_characters_are_replaced(tmp_path):
    row = {"text": f"One \ud800 two. {BODY}", "title": "Half \udfff", "k\ud801": "v\ud801"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    corpus = read_corpus(tmp_path)
    assert corpus.articles["text"].iloc[0].startswith("One \ufffd two.")
    assert "half characters replaced" in corpus.articles["warnings"].iloc[0]
    check(tmp_path, "a.jsonl")


def test_a_wrong_declaration_of_the_encoding_does_not_win(tmp_path):
    (tmp_path / "a.html").write_text(f'<meta charset="iso-8859-5"><p>{BODY} {BODY}</p>', encoding="utf-8")
    assert "café" in read_corpus(tmp_path).articles["text"].iloc[0]
    check(tmp_path, "a.html")


def test_a_zip_bomb_and_a_nest_of_archives(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"\x00" * 50_000_000)
        archive.writestr("inner.zip", b"PK")
    corpus = read_corpus(tmp_path)
    assert corpus.rejected["source_file"].tolist() == ["a.zip/inner.zip", "a.zip/zeros.txt"]
    check(tmp_path, "a.zip")


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.md"])
def test_a_hundred_megabytes_are_refused_before_they_are_read(tmp_path, name):
    with (tmp_path / name).open("wb") as file:
        file.truncate(100_000_000)  # a hole: takes no room on the disk
    assert "100,000,000 bytes" in read_corpus(tmp_path).rejected["reason"].iloc[0]


def test_links_are_not_followed(tmp_path):
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.mkdir()
    folder.mkdir()
    (outside / "secret.txt").write_text(BODY)
    (folder / "file.txt").symlink_to(outside / "secret.txt")
    (folder / "folder").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere.txt").symlink_to(folder / "gone.txt")
    corpus = read_corpus(folder)
    assert corpus.articles.empty
    assert corpus.rejected["source_file"].tolist() == ["file.txt", "folder", "loop", "nowhere.txt"]
    assert corpus.rejected["reason"].str.contains("Links are not followed").all()


def test_a_link_that_was_named_is_followed(tmp_path):
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert read_corpus(tmp_path / "b.txt").articles["source_file"].tolist() == ["b.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_what_is_no_file_does_not_stop_the_reading(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        corpus = read_corpus(tmp_path)
        assert read_corpus(tmp_path / "pipe.txt").articles.empty
    assert corpus.rejected["source_file"].tolist() == ["pipe.txt", "socket.txt"]
    assert corpus.rejected["reason"].str.contains("Neither a file nor a folder").all()


def test_what_may_not_be_read_is_named(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / "a.txt").write_text(BODY)
    (tmp_path / "b.txt").write_text(BODY)

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    # The tests may run as a user who may read everything.
    monkeypatch.setattr(sources, "_may_be_read", lambda folder: folder.name != "closed")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    corpus = read_corpus(tmp_path)
    assert list(zip(corpus.rejected["source_file"], corpus.rejected["reason"], strict=True)) == [
        ("b.txt", "The file cannot be read: Permission denied."),
        ("closed", "The folder may not be read."),
    ]


@pytest.mark.skipif(os.name == "nt", reason="names of files are text there")
def test_names_that_are_no_text_are_written_readably(tmp_path):
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "w") as file:  # noqa: PTH123 - paths are text
        file.write(BODY)
    assert read_corpus(tmp_path).articles["source_file"].tolist() == ["caf\\xe9.txt"]
    check(tmp_path, "caf\\xe9.txt")
