"""Topics on disk."""

import hashlib
import json
import random
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from topic_results import model_of, topics_of, words_of

from workbench.errors import DataError, OutputError, ParameterError
from workbench.topics.result import NO_TOPICS, Topics, empty_table
from workbench.topics.use.export import FORMAT, read_topics, write_topics

HOSTILE = ["=2+2", "+1", "-1", "@sum", "\tx", "＝x", "'yes'", "plain", 'a "b", c\nd']


def filled():
    passages = pd.DataFrame(
        [(1, rank, "a", None, rank, rank + 9, text, 0.5) for rank, text in enumerate(HOSTILE, start=1)],
        columns=list(NO_TOPICS["passages"]),
    ).astype(NO_TOPICS["passages"])
    model = model_of(["oil", "</script>", "talks"], [[0.7, 0.3, 0], [0, 0.1, 0.9]])
    made = topics_of(
        {"a": 1 / 3, "b": (np.nan, np.nan)}, words=words_of(["oil"], ["talks"]), passages=passages, model=model
    )
    return Topics(**{field.name: getattr(made, field.name) for field in fields(made)} | {"note": "Zwei Sätze: ≥ 2."})


def assert_same(first, second):
    for name in NO_TOPICS:
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))
    assert (first.unit, first.note) == (second.unit, second.note)
    if first.model is None:
        assert second.model is None
        return
    for field in fields(first.model):
        own, other = (getattr(one.model, field.name) for one in (first, second))
        if isinstance(own, np.ndarray):
            assert own.dtype == other.dtype
            assert np.array_equal(own, other)
        else:
            assert own == other


@pytest.mark.parametrize(
    "topics",
    [filled(), topics_of({"a": 0.5}), Topics(**{name: empty_table(name) for name in NO_TOPICS}, unit="article")],
    ids=["model", "no model", "nothing"],
)
def test_what_is_written_comes_back(topics, tmp_path):
    folder = tmp_path / "new" / "topics"
    assert write_topics(topics, folder) == folder
    assert_same(topics, read_topics(folder))


def test_the_same_topics_are_the_same_bytes(tmp_path):
    folders = [write_topics(filled(), tmp_path / name) for name in ("one", "two")]
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == second
    assert set(first) >= {"topics.json", "model.npz", "ldavis.json", "words.csv", "words.parquet"}


def test_csv_cells_are_no_formulas(tmp_path):
    folder = write_topics(filled(), tmp_path / "topics")
    written = pd.read_csv(folder / "passages.csv", dtype="str")["text"].tolist()
    assert written[-2:] == HOSTILE[-2:]
    assert written[:-2] == [f"'{text}" for text in HOSTILE[:-2]]
    assert pd.read_csv(folder / "articles.csv")["weight"].tolist()[:2] == pytest.approx([1 / 3, 2 / 3])


def test_a_lone_return_makes_no_row_of_its_own(tmp_path):
    topics = filled()
    passages = topics.passages.assign(text="One.\r=1+1\r\nTwo.")
    folder = write_topics(replace(topics, passages=passages), tmp_path / "topics")
    assert b"\r" not in (folder / "passages.csv").read_bytes()
    assert set(pd.read_csv(folder / "passages.csv")["text"]) == {"One.\n=1+1\nTwo."}


def test_topics_are_replaced_whole(tmp_path):
    folder = write_topics(filled(), tmp_path / "topics")
    write_topics(topics_of({"a": 0.5}), folder)
    assert_same(topics_of({"a": 0.5}), read_topics(folder))
    assert not (folder / "model.npz").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["topics"]


@pytest.mark.parametrize("failing", ["to_parquet", "replace"])
def test_a_failure_leaves_the_old_topics(tmp_path, monkeypatch, failing):
    folder = write_topics(filled(), tmp_path / "topics")

    def fail(path, *_arguments, **_options):
        if failing == "to_parquet" or path.name.endswith(".part"):
            raise OSError(28, "No space left on device")
        return real(path, *_arguments)

    owner = pd.DataFrame if failing == "to_parquet" else type(folder)
    real = getattr(owner, failing)
    monkeypatch.setattr(owner, failing, fail)
    with pytest.raises(OutputError, match="No space left"):
        write_topics(topics_of({"a": 0.5}), folder)
    monkeypatch.undo()
    assert_same(filled(), read_topics(folder))
    assert [path.name for path in tmp_path.iterdir()] == ["topics"]


@pytest.mark.parametrize("name", ["notes.txt", "words.csv", "topics.json"])
def test_a_folder_that_is_not_ours_is_left_alone(tmp_path, name):
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(DataError, match=rf"something else than topics \({name}"):
        write_topics(filled(), tmp_path)
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


def test_topics_with_other_files_among_them_are_left_alone(tmp_path):
    folder = write_topics(filled(), tmp_path / "topics")
    (folder / "notes.txt").touch()
    with pytest.raises(DataError, match=r"\(notes.txt\)"):
        write_topics(filled(), folder)


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "topics").touch()
    with pytest.raises(DataError, match="is no folder"):
        write_topics(filled(), tmp_path / "topics")
    with pytest.raises(ParameterError, match="There is no folder"):
        read_topics(tmp_path / "topics")


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "topics").mkdir()
    assert_same(filled(), read_topics(write_topics(filled(), tmp_path / "topics")))


def edit(**changes):
    return lambda path: path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), "utf-8")


def state_again(folder):
    """Write the hashes of the files as they are now, as one who means harm would."""
    listed = json.loads((folder / "topics.json").read_text(encoding="utf-8"))
    for name in listed["files"]:
        if (folder / name).exists():
            listed["files"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "topics.json").write_text(json.dumps(listed), encoding="utf-8")


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def table_without_weight(path):
    pd.read_parquet(path).drop(columns="weight").to_parquet(path)


def pickled(path):
    np.savez(path, idf=np.array([{}], dtype=object), topics=np.zeros((1, 1)))


def with_numbers(**changed):
    """Return a damage: the numbers of a model of three words, with some that are not."""
    numbers = {"idf": np.ones(3), "topics": np.ones((2, 3)), "background": np.ones(3), "chance": np.ones((3, 5))}
    return lambda path: np.savez(path, **numbers | changed)


@pytest.mark.parametrize(
    ("name", "damage", "says"),
    [
        ("topics.json", edit(format=f"{FORMAT[:-1]}2"), "format 'framing-workbench topics 2'.*reads"),
        ("topics.json", edit(model={"terms": ["oil"]}), "damaged or not whole"),
        ("topics.json", cut, "topics.json is damaged"),
        ("topics.json", lambda path: path.write_text("[" * 100_000), "topics.json is damaged"),
        ("topics.json", lambda path: path.write_text("[]"), "topics.json is damaged"),
        ("topics.json", lambda path: path.unlink(), "holds no topics"),
        ("words.parquet", cut, "damaged or not whole"),
        ("words.parquet", lambda path: path.unlink(), "damaged or not whole"),
        ("articles.parquet", table_without_weight, "no column 'weight'"),
        ("model.npz", cut, "damaged or not whole"),
        ("model.npz", lambda path: path.unlink(), "damaged or not whole"),
        ("model.npz", pickled, "damaged or not whole"),
        ("model.npz", lambda path: np.savez(path, idf=np.ones(3), topics=np.ones((2, 3))), "damaged or not whole"),
        ("model.npz", with_numbers(topics=np.ones((2, 2))), "for 3 words"),
        ("model.npz", with_numbers(idf=np.array(["a"] * 3)), "for 3 words"),
        ("model.npz", with_numbers(background=np.ones(4)), "for 3 words"),
        ("model.npz", with_numbers(chance=np.ones((2, 5))), "for 3 words"),
    ],
)
def test_a_damaged_folder_is_explained(tmp_path, name, damage, says):
    folder = write_topics(filled(), tmp_path / "topics")
    damage(folder / name)
    if name != "topics.json":
        state_again(folder)
    with pytest.raises(DataError, match=says):
        read_topics(folder)


@pytest.mark.parametrize("name", ["topics.json", "articles.parquet", "passages.parquet", "model.npz"])
def test_any_damage_is_a_data_error_or_none(tmp_path, name):
    folder = write_topics(filled(), tmp_path / "topics")
    whole = (folder / name).read_bytes()
    dice = random.Random(7)
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(dice.randint(1, 6)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        (folder / name).write_bytes(bytes(broken[: dice.choice([len(broken), dice.randrange(len(broken))])]))
        try:
            if name != "topics.json":
                state_again(folder)
            read_topics(folder)
        except DataError:
            continue


def test_files_of_two_exports_are_not_mixed(tmp_path):
    one, two = (
        write_topics(topics, tmp_path / name) for name, topics in (("1", filled()), ("2", topics_of({"a": 0.5})))
    )
    (one / "articles.parquet").write_bytes((two / "articles.parquet").read_bytes())
    with pytest.raises(DataError, match=r"articles\.parquet is not the file that was written"):
        read_topics(one)


def test_no_folder_is_a_parameter_error(tmp_path):
    with pytest.raises(ParameterError, match="There is no folder"):
        read_topics(tmp_path / "nothing")
