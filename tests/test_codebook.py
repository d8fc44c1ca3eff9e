"""Codebooks: what is read, what the shipped ones hold, and which files are refused with which words."""

from pathlib import Path

import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.framing import Codebook, read_codebook

SOUND = """
name = "floods"
version = "1.0"
unit = "sentence"
description = "News on floods."

[[frames]]
frame = "water"
label = "High water"
definition = "The story is about the water itself."
source = "Made for this test."
exclude = ["watered down"]
[frames.patterns]
en = ["Flood*", "high water", "river’s edge"]
es = ["inundación"]

[[frames]]
frame = "relief"
label = "Relief"
definition = "The story is about help."
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_into_its_tables(tmp_path: Path) -> None:
    codebook = read_codebook(write(tmp_path, SOUND))
    assert (codebook.name, codebook.version, codebook.unit) == ("floods", "1.0", "sentence")
    assert codebook.frames.columns.tolist() == ["frame", "label", "definition", "source"]
    assert codebook.frames["frame"].tolist() == ["water", "relief"]
    assert codebook.frames["source"].isna().tolist() == [False, True]
    assert codebook.patterns.columns.tolist() == ["frame", "pattern", "language", "exclude"]
    assert codebook.patterns["pattern"].tolist() == [
        "flood*",
        "high water",
        "river's edge",
        "inundación",
        "watered down",
    ]
    assert codebook.patterns["language"].tolist()[:4] == ["en", "en", "en", "es"]
    assert codebook.patterns["language"].isna().tolist() == [False] * 4 + [True]
    assert codebook.patterns["exclude"].tolist() == [False] * 4 + [True]
    assert codebook.patterns["exclude"].dtype == bool


def test_a_path_may_be_text_and_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    plain = read_codebook(str(write(tmp_path, SOUND)))
    marked = tmp_path / "marked.TOML"
    marked.write_text(SOUND, encoding="utf-8-sig")
    assert read_codebook(str(marked)) == plain


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("[[frames]]", "# a remark\n[[frames]]", True),
        ('frame = "water"\nlabel = "High water"', 'label = "High water"\nframe = "water"', True),
        ('version = "1.0"', 'version = "1.1"', False),
        ('"Flood*"', '"Floods"', False),
        ('"watered down"', '"watered"', False),
        ("about help", "about aid", False),
    ],
)
def test_the_hash_follows_the_content_only(tmp_path: Path, old: str, new: str, same: bool) -> None:
    before = read_codebook(write(tmp_path, SOUND))
    after = read_codebook(write(tmp_path, SOUND.replace(old, new, 1)))
    assert len(before.hash) == 16
    assert (before.hash == after.hash) is same
    assert (before == after) is same


def test_a_frame_without_patterns_is_allowed_for_hand_coding(tmp_path: Path) -> None:
    text = SOUND[: SOUND.index("exclude")]
    codebook = read_codebook(write(tmp_path, text))
    assert codebook.patterns.empty
    assert codebook.patterns.dtypes.astype(str).tolist() == ["str", "str", "str", "bool"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "sentence"', 'unit = "sentense"', ["unit = 'sentense'", "Did you mean 'sentence'?"]),
        ('version = "1.0"', "version = 1.0", ["version = 1.0", "in quotes"]),
        ('version = "1.0"', "", ["'version' is missing"]),
        ('name = "floods"', 'name = "floods"\nunits = "word"', ["'units'", "Did you mean 'unit'?"]),
        ('label = "Relief"', 'lable = "Relief"', ["frame 'relief'", "'lable'", "Did you mean 'label'?"]),
        ('label = "Relief"', 'label = " "', ["frame 'relief'", "label = ' '", "not empty"]),
        ('label = "Relief"', "", ["frame 'relief'", "'label' is missing"]),
        ('frame = "relief"', "", ["frame 'number 2'", "'frame' is missing"]),
        ('frame = "relief"', 'frame = "water"', ["two frames named 'water'"]),
        ('"Flood*"', '""', ["frame 'water'", "empty"]),
        ('"Flood*"', '"*"', ["frame 'water'", "'*'", "without letters"]),
        ('"Flood*"', '"high * water"', ["'high * water'", "without letters"]),
        ('"Flood*"', '"high  water"', ["'high  water'", "without letters"]),
        ('"Flood*"', '"flood?"', ["'flood?'", "read there as 'flood'"]),
        ('"Flood*"', '"(flood|dam)"', ["'(flood|dam)'", "read there as 'flood dam'"]),
        ('"Flood*"', '"u.s.-venezuela"', ["'u.s.-venezuela'", "read there as 'u.s. venezuela'"]),
        ('"Flood*"', '"$"', ["'$'", "no words"]),
        ('"inundación"', '"high water"', ["frame 'water'", "'high water'", "twice"]),
        ('"watered down"', '"flood*"', ["frame 'water'", "'flood*'", "twice"]),
        ('"watered down"', "7", ["frame 'water'", "exclude = [7]", "list of texts"]),
        ('exclude = ["watered down"]', 'exclude = "watered down"', ["exclude = 'watered down'", "list of texts"]),
        ('es = ["inundación"]', 'spanish = ["inundación"]', ["frame 'water'", "spanish", "language code"]),
        ("[frames.patterns]\n", "patterns = ['flood']\n", ["frame 'water'", "'en' is not a key"]),
        ("[[frames]]", "[[frames", ["TOML", "line 7"]),
    ],
)
def test_a_wrong_file_is_refused_naming_file_frame_and_value(
    tmp_path: Path, old: str, new: str, said: list[str]
) -> None:
    assert old in SOUND
    with pytest.raises(DataError) as raised:
        read_codebook(write(tmp_path, SOUND.replace(old, new, 1)))
    assert all(part in str(raised.value) for part in ["mine.toml", *said]), raised.value


@pytest.mark.parametrize("frames", ["", "frames = []", 'frames = "none"', 'frames = ["water"]'])
def test_a_file_without_frames_is_refused(tmp_path: Path, frames: str) -> None:
    with pytest.raises(DataError, match="frames"):
        read_codebook(write(tmp_path, SOUND[: SOUND.index("[[frames]]")] + frames))


def test_patterns_without_a_language_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"frame 'relief': patterns = \['aid'\] must be lists by language code"):
        read_codebook(write(tmp_path, SOUND + 'patterns = ["aid"]'))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes(SOUND.encode("latin-1", errors="replace"))
    with pytest.raises(DataError, match=r"latin\.toml cannot be read as TOML in UTF-8"):
        read_codebook(path)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("negotiations", "Did you mean 'negotiation'?"),
        ("Generic", "Did you mean 'generic'?"),
        ("", "Allowed: generic, negotiation"),
        ("../codebooks/generic", "no codebook named"),
        ("missing.toml", "no codebook file at missing.toml"),
        (Path("missing"), "no codebook file at missing"),
    ],
)
def test_an_unknown_name_or_path_is_a_typing_error(name: str | Path, said: str) -> None:
    with pytest.raises(ParameterError) as raised:
        read_codebook(name)
    assert said in str(raised.value)


@pytest.fixture(params=["negotiation", "generic"])
def shipped(request: pytest.FixtureRequest) -> Codebook:
    return read_codebook(request.param)


def test_shipped_codebooks_are_complete(shipped: Codebook) -> None:
    assert shipped.frames.notna().all(axis=None)
    assert shipped.frames["definition"].str.fullmatch(r"[A-Z].*\.").all()
    counts = pd.crosstab(shipped.patterns["frame"], shipped.patterns["language"]).reindex(shipped.frames["frame"])
    assert counts["en"].between(12, 25).all()
    assert counts["es"].between(6, 17).all()


def test_the_negotiation_codebook_has_its_eight_frames() -> None:
    frames = read_codebook("negotiation").frames["frame"].tolist()
    expected = ["deal-making", "pressure", "law", "humanitarian", "legitimacy", "drugs", "oil", "regional"]
    assert frames == expected
