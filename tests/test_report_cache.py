"""Which notebooks run again: everything a result depends on is in its key, and nothing else."""

import json
from pathlib import Path

import pytest

from workbench import RunError
from workbench.reports.declaration import Parameter
from workbench.reports.execution.reuse import collect_tables, notebook_key, remove_strays, take_over
from workbench.reports.notebooks import Notebook, notebooks_folder
from workbench.reports.record import NotebookRun, fingerprint, hash_named

SHARED = {"corpus": "a", "codes": [], "texts": "excerpts", "package": "p"}


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.ipynb"
    path.write_text("{}")
    return Notebook("own", path, "Own", {"codebook": Parameter("codebook", "str", "generic", "")})


def run_of(name="own", key="k", **more):
    return NotebookRun(name, "Own", {}, key=key, **more)


@pytest.mark.parametrize("change", [{"corpus": "b"}, {"codes": ["c"]}, {"texts": "none"}, {"package": "q"}])
def test_what_an_own_notebook_may_depend_on_is_in_its_key(own, change):
    values = {"codebook": "generic"}
    assert notebook_key(own, values, SHARED) == notebook_key(own, values, dict(SHARED))
    assert notebook_key(own, values, SHARED) != notebook_key(own, values, SHARED | change)


def test_codes_do_not_count_for_a_shipped_notebook_without_them():
    shipped = Notebook("1-corpus", notebooks_folder() / "1-corpus.ipynb", "Corpus", {})
    values = {"corpus": "corpus"}
    assert notebook_key(shipped, values, SHARED) == notebook_key(shipped, values, SHARED | {"codes": ["c"]})
    assert notebook_key(shipped, values, SHARED) != notebook_key(shipped, values, SHARED | {"corpus": "b"})


def test_source_values_and_named_files_count(own, tmp_path):
    book = tmp_path / "book.toml"
    book.write_text("one")
    values = {"codebook": str(book)}
    keys = [notebook_key(own, values, SHARED)]
    book.write_text("two")
    keys.append(notebook_key(own, values, SHARED))
    own.path.write_text("{ }")
    keys.append(notebook_key(own, values, SHARED))
    keys.append(notebook_key(own, values | {"seed": 2}, SHARED))
    assert len(set(keys)) == 4


def test_files_in_a_named_folder_count_and_long_texts_are_no_paths(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a.csv").write_text("1")
    before = hash_named({"folder": str(tmp_path)})
    (tmp_path / "inner" / "a.csv").write_text("2")
    assert hash_named({"folder": str(tmp_path)}) != before
    assert hash_named({"text": "/" + "x" * 5000, "word": "outlet", "none": "", "number": 3, "null": "/a\0b"}) == []


def test_a_file_named_by_a_default_is_in_the_fingerprint(own, tmp_path):
    side = tmp_path / "side.csv"
    side.write_text("1")
    named = Notebook("own", own.path, "Own", {"side": Parameter("side", "str", str(side), "")})
    before = fingerprint([], [named], {"own": {}}, {}, [])
    side.write_text("2")
    assert fingerprint([], [named], {"own": {}}, {}, []) != before


def latest(folder, *entries):
    (folder / "notebooks").mkdir(parents=True)
    (folder / "tables").mkdir()
    for entry in entries:
        (folder / "notebooks" / f"{entry.name}.ipynb").write_text(entry.name)
        for name in entry.tables:
            (folder / "tables" / name).write_text(entry.name)
    return folder, {"notebooks": [json.loads(json.dumps(vars(entry), default=list)) for entry in entries]}


def test_notebooks_alike_in_everything_are_each_taken_over(tmp_path):
    old = [
        run_of("a", state="done", made_in="r1", tables=["a.csv"]),
        run_of("b", state="kept", made_in="r0", tables=["b.csv"]),
    ]
    last = latest(tmp_path / "last", *old)
    for name, made_in in (("a", "r1"), ("b", "r0")):
        run = run_of(name, made_in="r2")
        assert take_over(run, last, tmp_path / "new")
        assert (run.state, run.made_in, run.tables) == ("kept", made_in, [f"{name}.csv"])
        assert (tmp_path / "new" / "tables" / f"{name}.csv").read_text() == name


@pytest.mark.parametrize("spoil", ["key", "state", "file", "first"])
def test_nothing_is_taken_over_that_is_not_whole_or_not_the_same(spoil, tmp_path):
    last = latest(tmp_path / "last", run_of(state="failed" if spoil == "state" else "done", tables=["a.csv"]))
    if spoil == "file":
        (tmp_path / "last" / "tables" / "a.csv").unlink()
    run = run_of(key="other" if spoil == "key" else "k")
    assert not take_over(run, None if spoil == "first" else last, tmp_path / "new")
    assert run.state == "waiting"


def write(path: Path, text="x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_tables_of_all_notebooks_are_merged_and_known(tmp_path):
    first, second = run_of("a"), run_of("b")
    write(tmp_path / "tables/a/shares.csv")
    write(tmp_path / "tables/a/events/events.ics")
    write(tmp_path / "tables/b/shares.csv")
    collect_tables(first, tmp_path)
    collect_tables(second, tmp_path)
    assert first.tables == ["events/events.ics", "shares.csv"]
    assert second.tables == ["shares.csv"]
    write(tmp_path / "tables/c/shares.csv", "another")
    with pytest.raises(RunError, match="Two notebooks write a table"):
        collect_tables(run_of("c"), tmp_path)


def test_the_table_of_the_report_itself_is_not_written_over(tmp_path):
    write(tmp_path / "tables/a/rejected.csv")
    with pytest.raises(RunError, match="as the report itself does"):
        collect_tables(run_of("a"), tmp_path)


def test_what_stands_elsewhere_is_removed_and_told(tmp_path):
    for name in ("dump.txt", "tables/direct.csv", "tables/shares.csv", "notebooks/a.ipynb", "own/deep/file"):
        write(tmp_path / name)
    strays = remove_strays(tmp_path, [run_of(tables=["shares.csv"])], ["tables", "notebooks"])
    assert strays == ["dump.txt", "own", "tables/direct.csv"]
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["notebooks/a.ipynb", "tables/shares.csv"]
