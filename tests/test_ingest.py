"""Files into a corpus on disk: what is new, changed, gone, broken; runs that die, meet, or are refused."""

import contextlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import termios
import time
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from conftest import DEMO
from lexis_exports import Article, write_txt
from pyarrow import dataset, parquet

from workbench.articles import read_articles, read_corpus, write_corpus
from workbench.articles import store as stored
from workbench.articles.ingestion import ingest
from workbench.errors import DataError, OutputError, ParameterError

TABLES = ("articles", "blocks", "rejected")
TEXT = "The council met on Tuesday to speak about the bridge, which was closed in the spring after a lorry struck it."


def write_export(path):
    """An export of three articles that numbers them 1, 2 and 4."""
    write_txt(path, [Article(), Article(), Article()], total=9)
    path.write_text(path.read_text(encoding="utf-8").replace("3 of 9 DOC", "4 of 9 DOC"), encoding="utf-8")


def write(folder, **texts):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f"{text}\n\n{TEXT}\n", encoding="utf-8")
    return folder


def take(source, folder, **options):
    return ingest(source, folder, **{"jobs": 1} | options)


def assert_same(corpus, expected):
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(corpus, name), getattr(expected, name))


def times(folder):
    return {path.name: path.stat().st_mtime_ns for path in (folder / "articles").iterdir()}


def contents(folder):
    """Every file of a corpus on disk but its list, by its place."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def small_tasks(monkeypatch):
    """Tasks of one small file each, so that a few files are many tasks."""
    monkeypatch.setattr("workbench.articles.tasks._BYTES", 10)


@pytest.fixture
def source(tmp_path):
    return write(tmp_path / "source", a="First", b="Second", c="Third")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "prepared"


# What is new, changed, unchanged, gone


def test_the_demo_is_read_back_as_it_is_read(demo_corpus, folder):
    done = ingest(DEMO, folder, jobs=1)
    files = {*demo_corpus.articles["source_file"], *demo_corpus.rejected["source_file"]}
    assert (done.new, done.changed, done.unchanged) == (len(files), 0, 0)
    assert_same(read_corpus(folder), demo_corpus)
    assert (done.articles, done.rejected) == (len(demo_corpus.articles), len(demo_corpus.rejected))
    assert not (folder / ".partial").exists()


def test_a_second_run_does_nothing(source, folder):
    take(source, folder)
    before = contents(folder)
    done = take(source, folder)
    assert (done.new, done.changed, done.unchanged, done.articles) == (0, 0, 3, 3)
    assert contents(folder) == before


def test_new_files_add_their_parts_and_touch_no_other(source, folder):
    take(source, folder)
    before = times(folder)
    write(source, aa="Between")
    done = take(source, folder)
    assert (done.new, done.changed, done.unchanged, done.articles) == (1, 0, 3, 4)
    after = times(folder)
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 1
    assert_same(read_corpus(folder), read_corpus(source))


def test_a_file_with_the_same_size_and_other_content_is_changed(source, folder):
    take(source, folder)
    size = (source / "b.txt").stat().st_size
    write(source, b="Zecond")
    assert (source / "b.txt").stat().st_size == size
    done = take(source, folder)
    assert (done.new, done.changed, done.unchanged, done.articles) == (0, 1, 2, 3)
    assert_same(read_corpus(folder), read_corpus(source))


def test_a_file_that_was_only_touched_is_unchanged(source, folder):
    take(source, folder)
    os.utime(source / "b.txt", (1, 1))
    assert (take(source, folder).changed, take(source, folder).unchanged) == (0, 3)


def test_a_file_that_changes_often_leaves_nothing_behind(source, folder):
    take(source, folder)
    for title in ("Once", "Twice", "Second", "Thrice"):
        write(source, b=title)
        take(source, folder)
    assert_same(read_corpus(folder), read_corpus(source))
    assert len(times(folder)) == 2  # the files that never changed, and the one that did


def test_files_that_are_gone_are_kept(source, folder):
    take(source, folder)
    (source / "a.txt").unlink()
    done = take(source, folder)
    assert (done.unchanged, done.articles) == (2, 3)
    assert len(read_articles(folder)) == 3


def zipped(path, **texts):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", f"{text}\n\n{TEXT}\n")
    return path


def test_a_changed_archive_replaces_all_its_members(source, folder):
    (source / "old.zip").mkdir()  # a folder may have such a name
    zipped(source / "old.zip" / "x.zip", one="One", two="Two")
    zipped(source / "b.zip", one="One", two="Two")
    take(source, folder)
    for path in (source / "b.zip", source / "old.zip" / "x.zip"):
        zipped(path, two="Two again", three="Three")
        done = take(source, folder)
        assert (done.changed, done.articles) == (1, 7)
    assert set(read_articles(folder)["title"]) == {"First", "Second", "Third", "Two again", "Three"}


def test_a_broken_member_costs_itself_alone(source, folder):
    path = zipped(source / "b.zip", one="One", two="Two")
    data = bytearray(path.read_bytes())
    data[data.index(b"two.txt") + 12] ^= 0xFF
    path.write_bytes(bytes(data))
    done = take(source, folder)
    assert (done.articles, done.rejected) == (4, 1)
    assert_same(read_corpus(folder), read_corpus(source))


def test_the_order_after_many_runs_is_that_of_the_files(source, folder):
    """Members of an archive stand where the archive stands; what is rejected stands where it was met."""
    names = ("b.zip", "b.zip-notes.txt", "b-1.txt")
    zipped(source / names[0], one="One")
    write(source, **{names[1].removesuffix(".txt"): "Notes", names[2].removesuffix(".txt"): "Dash"})
    (source / "table.csv").write_text(f'title,text\nOne,"{TEXT}"\nTwo,\nThree,"{TEXT}"\n', encoding="utf-8")
    (source / "bad.docx").write_bytes(b"no document")
    final = sorted(path.name for path in source.iterdir())
    aside = source.with_name("aside")
    aside.mkdir()
    for name in final:
        (source / name).rename(aside / name)
    for name in sorted(final, key=lambda name: name[::-1]):
        (aside / name).rename(source / name)
        take(source, folder)
    assert_same(read_corpus(folder), read_corpus(source))
    pd.testing.assert_frame_equal(read_articles(folder), read_corpus(folder).articles)


def test_other_columns_read_a_file_again(source, folder):
    (source / "t.csv").write_text(f'Kopf,Koerper\nOne,"{TEXT}"\n', encoding="utf-8")
    assert take(source, folder).articles == 3
    done = take(source, folder, columns={"Koerper": "text", "Kopf": "title"})
    assert (done.articles, done.rejected) == (4, 0)
    assert take(source, folder, columns={"Kopf": "title", "Koerper": "text"}).unchanged == 4


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_links_and_pipes_are_set_aside_and_not_opened(source, folder):
    os.mkfifo(source / "pipe.txt")
    (source / "link.txt").symlink_to("/dev/zero")
    assert (take(source, folder).articles, take(source, folder).unchanged) == (3, 5)
    assert_same(read_corpus(folder), read_corpus(source))


def test_a_link_given_as_the_source_is_followed(source, folder, tmp_path):
    (tmp_path / "link.txt").symlink_to(source / "a.txt")
    assert take(tmp_path / "link.txt", folder).articles == 1
    assert_same(read_corpus(folder), read_corpus(tmp_path / "link.txt"))


def test_a_name_that_is_no_text_is_read(source, folder):
    try:
        Path(os.fsdecode(os.fsencode(source) + b"/caf\xe9.txt")).write_text(f"Café\n\n{TEXT}\n", encoding="utf-8")
    except OSError:
        pytest.skip("the file system takes only names that are text")
    assert (take(source, folder).articles, take(source, folder).unchanged) == (4, 4)
    assert_same(read_corpus(folder), read_corpus(source))


def test_a_file_that_could_not_be_read_is_tried_again(source, folder, monkeypatch):
    monkeypatch.setattr("workbench.articles.tasks.hash_file", lambda _: None)
    take(source, folder)
    monkeypatch.undo()
    assert take(source, folder).changed == 3
    assert take(source, folder).unchanged == 3


# Places


def test_the_corpus_may_lie_among_its_sources(source):
    folder = source / "prepared"
    assert take(source, folder).articles == 3
    assert take(source, folder).unchanged == 3
    assert "Made by the workbench" in read_corpus(source).rejected["reason"].iloc[0]


@pytest.mark.parametrize(("inner", "target"), [("", "prepared"), ("articles", "prepared"), ("", "other")])
def test_a_corpus_is_no_source(source, folder, tmp_path, inner, target):
    take(source, folder)
    before = contents(folder)
    with pytest.raises(DataError, match=r"is a corpus already|lie in the folder"):
        take(folder / inner, tmp_path / target)
    assert contents(folder) == before


def test_sources_may_not_lie_in_a_new_corpus(tmp_path):
    write(tmp_path / "here" / "articles", a="First")
    for source in ("here", "here/articles"):
        with pytest.raises(DataError, match="lie in the folder"):
            take(tmp_path / source, tmp_path / "here")
    assert sorted(path.name for path in (tmp_path / "here").rglob("*")) == ["a.txt", "articles"]


def test_a_single_file_is_a_source(source, folder):
    assert take(source / "b.txt", folder).articles == 1
    assert_same(read_corpus(folder), read_corpus(source / "b.txt"))


def test_an_empty_folder_becomes_an_empty_corpus_that_grows(tmp_path, folder):
    (tmp_path / "source").mkdir()
    assert take(tmp_path / "source", folder).articles == 0
    assert_same(read_corpus(folder), read_corpus(tmp_path / "source"))
    assert read_articles(folder).empty
    source = write(tmp_path / "source", a="First")
    assert take(source, folder).articles == 1
    assert_same(read_corpus(folder), read_corpus(source))


def test_a_folder_that_holds_other_things_is_left_alone(source, tmp_path):
    other = write(tmp_path / "other", note="Note")
    with pytest.raises(DataError, match="something else"):
        take(source, other)
    assert [path.name for path in other.iterdir()] == ["note.txt"]


def test_a_folder_that_cannot_be_made_is_an_output_error(source, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        take(source, tmp_path / "file" / "prepared")
    with pytest.raises(DataError, match="something else"):
        take(source, tmp_path / "file")


def test_no_source_and_wrong_words(source, folder, tmp_path):
    with pytest.raises(DataError, match="no file or folder"):
        take(tmp_path / "none", folder)
    with pytest.raises(ParameterError, match="unknown field"):
        take(source, folder, columns={"a": "titel"})
    assert not folder.exists()
    with pytest.raises(ParameterError, match="jobs=0"):
        take(source, folder, jobs=0)
    assert take(source, folder).articles == 3


def test_a_copy_without_hidden_files_is_still_a_corpus(source, folder, tmp_path):
    take(source, folder)
    shutil.copytree(folder, tmp_path / "copy", ignore=shutil.ignore_patterns(".*"))
    assert_same(read_corpus(tmp_path / "copy"), read_corpus(source))
    assert take(source, tmp_path / "copy").unchanged == 3


# Together with write_corpus


def test_what_write_corpus_put_there_is_not_added_again(source, folder):
    (source / "bad.docx").write_bytes(b"no document")
    corpus = read_corpus(source)
    write_corpus(type(corpus)(corpus.articles.assign(mine=range(3)), corpus.blocks, corpus.rejected), folder)
    write(source, d="Fourth")
    done = take(source, folder)
    assert (done.articles, done.rejected) == (4, 1)
    again = read_corpus(folder)
    assert again.articles["mine"].tolist()[:3] == [0, 1, 2]
    assert_same(type(again)(again.articles.drop(columns="mine"), again.blocks, again.rejected), read_corpus(source))
    assert take(source, folder).unchanged == 5


def test_write_corpus_adds_to_what_was_ingested(source, folder):
    take(source, folder)
    write_corpus(read_corpus(source), folder)
    assert len(times(folder)) == 1
    write_corpus(read_corpus(write(source.with_name("more"), z="Last")), folder)
    assert len(read_articles(folder)) == 4
    assert take(source, folder).unchanged == 3


# Counts that files state


def test_a_mismatch_commits_nothing_and_the_work_is_not_lost(source, folder, monkeypatch):
    write_export(source / "export.txt")
    with pytest.raises(DataError, match=r"states 4 articles .*3 were found"):
        take(source, folder)
    assert not (folder / "corpus.json").exists()
    monkeypatch.setattr("workbench.articles.tasks.read_files", lambda *_: pytest.fail("a file is read again"))
    assert take(source, folder, strict=False).articles == 6
    assert_same(read_corpus(folder), read_corpus(source, strict=False))


# Parts and columns


@pytest.mark.usefixtures("small_tasks")
def test_all_parts_have_one_schema(tmp_path, folder):
    """Readers of other languages take the columns of the first part for those of all."""
    source = tmp_path / "source"
    source.mkdir()
    for name, extra in {"a": "zeta", "b": "alpha", "c": "section"}.items():
        (source / f"{name}.csv").write_text(f'title,text,{extra}\n{name},"{TEXT}",x{name}\n', encoding="utf-8")
    take(source, folder)
    assert_same(read_corpus(folder), read_corpus(source))
    (source / "aa.csv").write_text(f'title,text,middle\naa,"{TEXT}",m\n', encoding="utf-8")
    take(source, folder)
    assert_same(read_corpus(folder), read_corpus(source))
    schemas = [parquet.read_schema(path) for path in (folder / "articles").iterdir()]
    assert len(schemas) == 4
    assert all(schema.equals(schemas[0]) for schema in schemas)
    table = dataset.dataset(folder / "articles").to_table().to_pandas().sort_values("title")
    assert table["middle"].tolist()[1] == "m"
    assert table["zeta"].tolist()[0] == "xa"


def test_odd_characters_and_missing_columns_come_back(tmp_path, folder):
    source = tmp_path / "source"
    source.mkdir()
    odd = "\u0000".join(["nul", "emoji 🌉", "עברית شكرا", "\ufffd", "e\u0301", "\u202eright to left\u202c"])
    rows = [{"title": odd, "text": f"{odd}. {TEXT}", "section": None}, {"text": TEXT}]
    (source / "odd.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    take(source, folder)
    assert_same(read_corpus(folder), read_corpus(source))
    table = dataset.dataset(folder / "articles").to_table().to_pandas()
    assert table["text"].iloc[0].endswith(TEXT)
    assert "🌉" in table["text"].iloc[0]
    assert table["outlet"].isna().all()


def test_a_file_of_many_articles_becomes_several_parts(tmp_path, folder):
    source = tmp_path / "many.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for number in range(5001):
            file.write(json.dumps({"title": f"Report {number}", "text": f"{number} boats were in the harbour."}) + "\n")
    assert take(source, folder).articles == 5001
    parts = [parquet.read_metadata(path).num_rows for path in sorted((folder / "articles").iterdir())]
    assert sorted(parts) == [1, 5000]
    assert_same(read_corpus(folder), read_corpus(source))
    with source.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"title": "One more", "text": "It rained."}) + "\n")
    done = take(source, folder)
    assert (done.changed, done.articles) == (1, 5002)
    assert_same(read_corpus(folder), read_corpus(source))


# Runs that die, and runs that meet


def dies_at(monkeypatch, name, after):
    """Raise where `store.<name>` is called the time after `after`, as a process that is killed there."""
    calls = []
    real = getattr(stored, name)

    def die(*arguments, **options):
        calls.append(arguments)
        if len(calls) > after:
            raise KeyboardInterrupt
        return real(*arguments, **options)

    monkeypatch.setattr(stored, name, die)


@pytest.mark.usefixtures("small_tasks")
@pytest.mark.parametrize(
    ("name", "after"), [("_conform", 1), ("_conform", 3), ("_write_list", 0), ("_clear", 0), ("_join_types", 0)]
)
def test_a_run_that_dies_while_it_commits_leaves_the_old_state(tmp_path, folder, monkeypatch, name, after):
    source = write(tmp_path / "source", a="First", b="Second")
    take(source, folder)
    old = read_corpus(folder)
    write(source, b="Changed")
    for title, extra in (("c", "section"), ("d", "page")):
        (source / f"{title}.csv").write_text(f'title,text,{extra}\n{title},"{TEXT}",1\n', encoding="utf-8")
    dies_at(monkeypatch, name, after)
    with pytest.raises(KeyboardInterrupt):
        take(source, folder)
    monkeypatch.undo()
    if name != "_clear":
        assert_same(read_corpus(folder), old)
    monkeypatch.setattr("workbench.articles.tasks._BYTES", 10)
    take(source, folder)
    assert_same(read_corpus(folder), read_corpus(source))
    listed = {part["key"] for part in json.loads((folder / "corpus.json").read_text())["parts"]}
    assert {path.stem.removeprefix("part-") for path in (folder / "articles").iterdir()} == listed
    assert not (folder / ".partial").exists()


@pytest.mark.usefixtures("small_tasks")
def test_what_a_dead_run_widened_is_made_narrow_again(source, folder, monkeypatch):
    take(source, folder)
    (source / "d.csv").write_text(f'title,text,section\nd,"{TEXT}",1\n', encoding="utf-8")
    dies_at(monkeypatch, "_write_list", 0)
    with pytest.raises(KeyboardInterrupt):
        take(source, folder)
    monkeypatch.undo()
    (source / "d.csv").unlink()
    write(source, e="Fifth")
    take(source, folder)
    assert_same(read_corpus(folder), read_corpus(source))
    assert all("section" not in parquet.read_schema(path).names for path in (folder / "articles").iterdir())


def test_two_runs_into_one_folder_do_not_meet(source, folder):
    with stored.open_store(folder):
        started = time.monotonic()
        with pytest.raises(OutputError, match="Another run is writing"):
            take(source, folder)
        assert time.monotonic() - started < 5
    assert take(source, folder).articles == 3


def test_a_run_that_waits_at_the_door_is_kept_out_by_the_next(source, folder):
    """The lock of a run that ends is not removed under one that has just taken it."""
    take(source, folder)
    with stored.open_store(folder):
        pass
    with stored.open_store(folder), pytest.raises(OutputError), stored.open_store(folder):
        pass


COMMAND = """
import sys, workbench.articles.tasks as tasks
tasks._BYTES = 150_000
from workbench.cli import main
sys.exit(main(sys.argv[1:]))
"""


def start(log, *arguments, **options):
    """Start `workbench ingest`, in a session of its own, with small tasks; what it says goes to a file."""
    command = [sys.executable, "-c", COMMAND, "ingest", *map(str, arguments)]
    with log.open("w") as file:
        return subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True, **options)


@pytest.fixture
def large(tmp_path):
    """Some twenty tasks."""
    source = tmp_path / "large"
    source.mkdir()
    for number in range(600):
        (source / f"{number:04}.txt").write_text(f"Title {number}\n\n{TEXT}\n\n" + f"{TEXT} {number}\n\n" * 40)
    return source


def wait_for_reports(folder, number):
    until = time.monotonic() + 60
    while len(list((folder / ".partial").glob("*.json"))) < number:
        assert time.monotonic() < until, "no task was done within a minute"
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.parametrize(("ending", "jobs"), [(signal.SIGKILL, 1), (signal.SIGKILL, 2), (signal.SIGTERM, 2)])
def test_a_run_that_was_killed_goes_on_where_it_was(large, folder, tmp_path, ending, jobs):
    log = tmp_path / "log"
    run = start(log, large, folder, "--jobs", jobs)
    try:
        wait_for_reports(folder, 3)
        run.send_signal(ending)
        assert run.wait(60) == (-9 if ending == signal.SIGKILL else 4), log.read_text()
        assert not (folder / "corpus.json").exists()
        # The processes of a run that was killed outright still write for a while, beside those of the next run.
        again = start(log, large, folder, "--jobs", 2)
        assert not changed_reports(folder, again)
        assert again.returncode == 0, log.read_text()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
    assert start(log, large, tmp_path / "whole", "--jobs", 1).wait(120) == 0
    found = {name: data for name, data in contents(folder).items() if not name.startswith(".partial")}
    assert found == contents(tmp_path / "whole")


def changed_reports(folder, run):
    """Wait for the end of a run; return the tasks done before that were done again."""
    before = {path: path.stat().st_mtime_ns for path in (folder / ".partial").glob("*.json")}
    assert len(before) >= 3
    again = set()
    while run.poll() is None:
        for path, modified in before.items():
            with contextlib.suppress(FileNotFoundError):
                again |= {path} if path.stat().st_mtime_ns != modified else set()
        time.sleep(0.02)
    return again


@pytest.mark.slow
def test_a_full_disk_leaves_the_old_state(large, source, folder, tmp_path):
    """A limit on the size of files stands for the disk: what is written fails in the middle."""
    import resource

    take(source, folder)
    for number in range(300):
        shutil.copy(large / f"{number:04}.txt", source)
        with (source / f"{number:04}.txt").open("a") as file:
            file.write(os.urandom(2000).hex())
    limit, log = 30_000, tmp_path / "log"
    run = start(
        log, source, folder, "--jobs", 1, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    )
    assert run.wait(120) == 5, log.read_text()
    assert "cannot be written" in log.read_text()
    assert len(read_articles(folder)) == 3
    assert take(source, folder).articles == 303
    assert_same(read_corpus(folder), read_corpus(source))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc, which Linux has")
def test_memory_does_not_grow_with_the_file(tmp_path, folder):
    source = tmp_path / "large.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for number in range(12_000):
            record = {"title": f"Report {number}", "text": "\n\n".join(f"{TEXT} {number} {i}." for i in range(44))}
            file.write(json.dumps(record) + "\n")
    assert source.stat().st_size > 60_000_000
    code = (
        "import re, sys; from workbench.cli import main; code = main(sys.argv[1:]);"
        # Not ru_maxrss: it goes on from the process that started this one.
        "print('peak', int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) // 1024);"
        "sys.exit(code)"
    )
    command = [sys.executable, "-c", code, "ingest", str(source), str(folder), "--jobs", "1"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr
    assert int(re.search(r"peak (\d+)", run.stdout)[1]) < 800  # megabytes; a part of 5,000 such articles takes some 500
    assert "holds articles: 12000" in run.stdout


# The command line


def workbench(*arguments, **options):
    command = [sys.executable, "-m", "workbench.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, **options)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["{source}", "{folder}"], 0, ""),
        (["{source}", "{folder}", "--column", "Kopf=title", "--jobs", "1"], 0, ""),
        (["{source}"], 2, "DEST"),
        (["{source}", "{folder}", "--jobs", "0"], 2, "jobs=0"),
        (["{source}", "{folder}", "--column", "Kopf"], 2, "COLUMN=FIELD"),
        (["{source}", "{folder}", "--column", "Kopf=titel"], 2, "Did you mean 'title'"),
        (["{source}", "{folder}", "--scheduler", "nonsense"], 2, "cannot be reached"),
        (["{source}s", "{folder}"], 3, "no file or folder"),
        (["{blank}", "{folder}"], 3, "No article could be read"),
        (["{empty}", "{folder}"], 3, "No article could be read"),
        (["{export}", "{folder}"], 3, "states 4 articles"),
        (["{export}", "{folder}", "--no-strict"], 0, ""),
        (["{source}", "{blank}"], 3, "something else"),
        (["{source}", "{blank}/blank.txt/x"], 5, "cannot be written"),
    ],
)
def test_the_command_says_what_is_wrong(arguments, code, message, source, folder, tmp_path, capsys):
    from workbench.cli import main

    places = {name: tmp_path / name for name in ("blank", "empty", "export")} | {"source": source, "folder": folder}
    for name in ("blank", "empty", "export"):
        places[name].mkdir()
    (places["blank"] / "blank.txt").write_text("")
    write_export(places["export"] / "export.txt")
    found = main(["ingest", *(argument.format(**places) for argument in arguments)])
    error = capsys.readouterr().err
    assert (found, "Traceback" in error) == (code, False), error
    assert message in error


def test_the_command_tells_what_it_did(source, folder):
    run = workbench("ingest", source, folder, "--jobs", "1", cwd=source.parent)
    assert run.returncode == 0
    assert run.stdout == "files: 3 new, 0 changed, 0 unchanged.\nprepared holds articles: 3, set aside: 0.\n"
    assert run.stderr == ""  # no progress bar where nobody looks


def test_progress_is_shown_on_a_terminal(source, folder):
    outer, inner = pty.openpty()
    termios.tcsetwinsize(inner, (24, 80))
    command = [sys.executable, "-m", "workbench.cli", "ingest", str(source), str(folder), "--jobs", "1"]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=inner, text=True, check=False, timeout=120)
    os.close(inner)
    shown = os.read(outer, 100_000).decode()
    os.close(outer)
    assert run.returncode == 0
    assert "100%" in shown


@pytest.mark.slow
def test_a_report_reads_what_was_ingested(folder, tmp_path):
    assert workbench("ingest", DEMO, folder).returncode == 0
    run = workbench("report", folder, "--only", "1-corpus", "--out", tmp_path / "reports")
    assert run.returncode == 0, run.stderr
    assert f"articles: {len(read_articles(DEMO))}" in run.stdout
