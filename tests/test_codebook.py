"""Codebooks: what is read, what changes a hash, which labels are stale, and which files are refused and how."""

import re
import tomllib
from itertools import count
from pathlib import Path
from textwrap import dedent

import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import DataError, ParameterError
from workbench.framing.codebook.codebook import Codebook, read_codebook, tidy
from workbench.framing.codebook.lines import find_lines
from workbench.framing.codebook.stale import find_stale

SOUND = """
name = "floods"
version = "1.0"
unit = "sentence"
description = \"\"\"
News on floods,
read twice.
\"\"\"

[[frames]]
frame = "water"
label = "High water"
definition = "The story is about the water itself."
source = "Made for this test."
include = ["Rivers and the sea.", "Burst dams."]
exclude = ["Rain without a flood."]
questions = ["Is water where it should not be?", "Is its level named?"]
examples = ["The river rose.", { text = "It rained.", why = "Does not count." }]
[frames.patterns]
en = ["Flood*", "high water", "river’s {0,2} edge"]
es = ["inundación"]
[frames.exclude_patterns]
en = ["watered down"]

[[frames]]
frame = "relief"
label = "Relief"
definition = "The story is about help."
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def changed(old: str, new: str) -> str:
    assert old in SOUND
    return SOUND.replace(old, new, 1)


@pytest.fixture
def sound(tmp_path: Path) -> Codebook:
    return read_codebook(write(tmp_path, SOUND))


def test_a_file_is_read_into_its_tables(sound: Codebook) -> None:
    assert (sound.name, sound.version, sound.unit, sound.exclusive) == ("floods", "1.0", "sentence", False)
    assert sound.description == "News on floods, read twice."
    assert sound.frames.columns.tolist() == ["frame", "label", "definition", "source"]
    assert sound.frames["frame"].tolist() == ["water", "relief"]
    assert sound.frames["source"].isna().tolist() == [False, True]
    assert sound.rules.to_numpy().tolist() == [
        ["water", "include", "Rivers and the sea."],
        ["water", "include", "Burst dams."],
        ["water", "exclude", "Rain without a flood."],
    ]
    assert sound.questions["question"].tolist() == ["water-1", "water-2"]
    assert sound.questions["text"].tolist()[1] == "Is its level named?"
    assert sound.examples["text"].tolist() == ["The river rose.", "It rained."]
    assert sound.examples["why"].isna().tolist() == [True, False]


def test_patterns_are_in_plain_form_in_the_order_of_the_file(sound: Codebook) -> None:
    assert sound.patterns.columns.tolist() == ["frame", "pattern", "language", "exclude"]
    assert sound.patterns["pattern"].tolist() == [
        "flood*",
        "high water",
        "river's {0,2} edge",
        "inundación",
        "watered down",
    ]
    assert sound.patterns["language"].tolist() == ["en", "en", "en", "es", "en"]
    assert sound.patterns["exclude"].tolist() == [False] * 4 + [True]


def test_a_codebook_for_hand_coding_alone_may_be_one_frame_without_patterns(tmp_path: Path) -> None:
    codebook = read_codebook(write(tmp_path, SOUND[: SOUND.index("include")]))
    assert len(codebook.frames) == 1
    for table in (codebook.rules, codebook.questions, codebook.examples, codebook.patterns):
        assert table.empty
        assert {str(kind) for kind in table.dtypes} <= {"str", "bool"}
    assert codebook.patterns["exclude"].dtype == bool


@pytest.mark.parametrize(
    "change", [lambda text: text, lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text]
)
def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path, sound: Codebook, change) -> None:
    assert read_codebook(str(write(tmp_path, change(SOUND)))) == sound


SAME, TEXT, PATTERNS, UNSTAMPED = "same", "text", "patterns", "unstamped"


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ("[[frames]]", "# a remark\n[[frames]]", SAME),
        ('frame = "water"\nlabel = "High water"', 'label = "High water"\nframe = "water"', SAME),
        ('"The story is about help."', '"""\nThe story\n  is about help.\n"""', SAME),
        ('"Flood*"', '"flood*"', SAME),
        ('unit = "sentence"', 'unit = "sentence"\nexclusive = false', SAME),
        ('version = "1.0"', 'version = "1.1"', UNSTAMPED),
        ("News on floods", "All on floods", UNSTAMPED),
        ("Made for this test", "Made up", UNSTAMPED),
        ('name = "floods"', 'name = "flood"', TEXT),
        ('unit = "sentence"', 'unit = "article"', TEXT),
        ('unit = "sentence"', 'unit = "sentence"\nexclusive = true', TEXT),
        ('frame = "relief"', 'frame = "aid"', TEXT),
        ('label = "Relief"', 'label = "Aid"', TEXT),
        ("about help", "about aid", TEXT),
        ("Burst dams", "Broken dams", TEXT),
        ("exclude = [", "include2 = [", None),
        ("Is its level named", "Is its height named", TEXT),
        ("The river rose", "The sea rose", TEXT),
        ("Does not count", "Counts", TEXT),
        ('"Flood*"', '"floods"', PATTERNS),
        ('"watered down"', '"watered"', PATTERNS),
        ('es = ["inun', 'pt = ["inun', PATTERNS),
        ('[frames.exclude_patterns]\nen = ["watered down"]', "", PATTERNS),
    ],
)
def test_each_half_of_the_hash_follows_its_own_content(tmp_path, sound, old, new, effect) -> None:
    path = write(tmp_path, changed(old, new))
    if effect is None:
        with pytest.raises(DataError):
            read_codebook(path)
        return
    other = read_codebook(path)
    assert re.fullmatch("[0-9a-f]{16}", other.hash)
    assert (other.hash[:8] != sound.hash[:8]) is (effect == TEXT)
    assert (other.hash[8:] != sound.hash[8:]) is (effect == PATTERNS)
    assert (other == sound) is (effect == SAME)
    assert effect != SAME or hash(other) == hash(sound)


def test_a_codebook_equals_no_other_thing(sound: Codebook) -> None:
    assert sound != "floods"
    assert len({sound, sound}) == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('unit = "sentence"', 'unit = "sentense"', 4, ["unit = 'sentense'", "Did you mean 'sentence'?"]),
        ('unit = "sentence"', "unit = 3", 4, ["unit = 3 must be a text"]),
        ('version = "1.0"', "version = 1.0", 3, ["version = 1.0", "in quotes"]),
        ('version = "1.0"', "version = 2026-01-01", 3, ["version = ", "in quotes"]),
        ('version = "1.0"', "", 1, ["'version' is missing"]),
        ('version = "1.0"', 'version = "1.0"\nexclusive = "yes"', 4, ["exclusive = 'yes'", "true or false"]),
        ('version = "1.0"', 'version = "1.0"\nexclusive = 1', 4, ["exclusive = 1"]),
        ('name = "floods"', 'name = "floods"\nunits = "word"', 3, ["'units'", "Did you mean 'unit'?"]),
        ('name = "floods"', 'name = "floods"\nlabel = "word"', 3, ["'label'", "about one frame"]),
        ('name = "floods"', 'name = "floods\\u0000"', 2, ["control sign '\\x00'"]),
        ('label = "Relief"', 'lable = "Relief"', 27, ['frame "relief"', "'lable'", "Did you mean 'label'?"]),
        ('label = "Relief"', 'unit = "word"', 27, ['frame "relief"', "'unit'", "above the first [[frames]]"]),
        ('label = "Relief"', 'label = " "', 27, ['frame "relief"', "label = ' '", "not empty"]),
        ('label = "Relief"', "label = true", 27, ["label = true must be a text"]),
        ('label = "Relief"', "", 25, ['frame "relief"', "'label' is missing"]),
        ('definition = "The story is about help."', "", 25, ['frame "relief"', "'definition' is missing"]),
        ('frame = "relief"', "", 25, ["frame number 2", "'frame' is missing"]),
        ('frame = "relief"', "frame = 2", 26, ["frame number 2", "frame = 2 must be a text"]),
        ('frame = "relief"', 'frame = "water"', 26, ["two frames named 'water'", "first is in line 11"]),
        ('frame = "relief"', 'frame = "Water "', 26, ["two frames named 'Water'"]),
        ('frame = "relief"', 'frame = "All frames"', 26, ["cannot be named 'All frames'"]),
        ('"Flood*"', '""', 20, ['frame "water"', "empty"]),
        ('"Flood*"', '"*"', 20, ['frame "water"', "'*'", "no letter"]),
        ('"Flood*"', '"high {5,2} water"', 20, ["{5,2}", "smaller one first"]),
        ('"Flood*"', '"{0,2} water"', 20, ["begins with '{0,2}'"]),
        ('"Flood*"', "3", 20, ["en = [3]", "list of texts"]),
        ('"Flood*", "high water", ', '\n"Flood*", # "?"\n"high  water",\n', 22, ["a space too many"]),
        ('"Flood*"', "'''$'''", 20, ["'$'", "no letter"]),
        ('"inundación"', '"high water"', 21, ['frame "water"', "'high water'", "twice", "first is in line 20"]),
        ('"watered down"', '"FLOOD*"', 23, ['frame "water"', "'flood*'", "twice"]),
        ('es = ["inundación"]', 'spanish = ["inundación"]', 21, ["'spanish' is not a language code"]),
        ('es = ["inundación"]', 'source = "x"', 21, ["not a language code", "above [frames.patterns]"]),
        ('es = ["inundación"]', 'es = "inundación"', 21, ["es = 'inundación' must be a list"]),
        ("[frames.patterns]\n", "", 19, ["'en'", "below a heading [frames.patterns]"]),
        ('[frames.exclude_patterns]\nen = ["watered down"]', "", None, []),
        ('exclude = ["Rain without a flood."]', 'exclude = "Rain."', 16, ["exclude = 'Rain.' must be a list"]),
        ('"Burst dams."', "7", 15, ["include = 7 must be a text"]),
        ('"Burst dams."', '["Dams."]', 15, ["include = ['Dams.'] must be a text"]),
        ('"Is its level named?"', '""', 17, ["questions = '' must be a text"]),
        ("why =", "because =", 18, ["'because'", "Allowed: text, why"]),
        ("text = ", "why2 = ", 18, ["'why2'"]),
        ('"The river rose."', "false", 18, ["examples = false must be a text"]),
        ("[[frames]]", "[[frames", 10, ["not TOML"]),
        ('label = "Relief"', 'label = "Relief', 27, ["not TOML"]),
        ('label = "Relief"', "label = Relief", 27, ["not TOML"]),
        ('label = "Relief"', 'frame = "relief"', 27, ["frames.frame stands there again, after line 26"]),
        ("[frames.exclude_patterns]", "[frames.patterns]", 22, ["frames.patterns stands there again, after line 19"]),
        ('"high water",', '"high water"', 20, ["what opens there does not close"]),
        ('es = ["inundación"]', 'es = ["inundación"', 21, ["what opens there does not close before line 22"]),
        ("read twice.\n\"\"\"", "read twice.", 5, ["Unterminated string"]),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_naming_file_line_frame_and_value(tmp_path, old, new, line, said) -> None:
    path = write(tmp_path, changed(old, new))
    if line is None:
        assert read_codebook(path).name == "floods"
        return
    with pytest.raises(DataError) as raised:
        read_codebook(path)
    message = str(raised.value)
    assert message.startswith(f"mine.toml, line {line}"), message
    assert all(part in message for part in said), message


@pytest.mark.parametrize(
    ("frames", "said"),
    [
        ("", "'frames' is missing"),
        ("frames = []", "no list of frames"),
        ('frames = "none"', "no list of frames"),
        ('frames = ["water"]', "'water' is not a frame"),
        ('[frames]\nframe = "water"', "no list of frames"),
    ],
)
def test_a_file_without_frames_is_refused(tmp_path: Path, frames: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read_codebook(write(tmp_path, SOUND[: SOUND.index("[[frames]]")] + frames))


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "\ufeff"])
def test_an_empty_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match=r"mine\.toml, line 1: the file is empty"):
        read_codebook(write(tmp_path, text))


def test_patterns_without_a_language_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r'line 29, frame "relief": patterns = .* must be lists by language'):
        read_codebook(write(tmp_path, SOUND + 'patterns = ["aid"]'))


@pytest.mark.parametrize(("encoding", "line"), [("latin-1", 20), ("utf-16", 1)])
def test_a_file_in_another_encoding_is_refused(tmp_path: Path, encoding: str, line: int) -> None:
    path = tmp_path / "other.toml"
    path.write_bytes(SOUND.replace("river’s", "río").encode(encoding))
    with pytest.raises(DataError, match=rf"other\.toml, line {line}: .* is not UTF-8"):
        read_codebook(path)


@pytest.mark.parametrize("value", ["[" * 5000, "9" * 5000, "{ a = " * 3000])
def test_a_file_made_to_break_the_parser_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(DataError, match=r"mine\.toml"):
        read_codebook(write(tmp_path, f"name = {value}"))


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


@pytest.mark.parametrize("name", [path.stem for path in sorted((ROOT / "workbench/codebooks").glob("*.toml"))])
def test_shipped_codebooks_are_complete(name: str) -> None:
    codebook = read_codebook(name)
    assert codebook.name == name
    assert codebook.frames.notna().all(axis=None)
    assert set(codebook.patterns["frame"]) >= set(codebook.frames["frame"]) - {"other"}
    assert {"en", "es"} <= set(codebook.patterns["language"])


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  One.  ", "One."),
        ("One\n  story.\n", "One story."),
        ("Do:\n1. Read it\n   twice.\n2) Code.\n- Rest.", "Do:\n1. Read it twice.\n2) Code.\n- Rest."),
        ("One.\n\n\n  Two.", "One.\n\nTwo."),
        ("1990 was\n1991 not", "1990 was 1991 not"),
    ],
)
def test_layout_is_no_content_but_lists_and_paragraphs_are(text: str, plain: str) -> None:
    assert tidy(text) == plain
    assert tidy(plain) == plain


# A % becomes a number of its own, so that each value can be found in the text.
STRINGS = st.sampled_from(
    ['"%"', "'% # li]teral'", '"% \\" aped # ]"', '"""% three\nlines " here\n"""', "'''%\nraw ] \n'''''", '"""%"""""']
)
VALUES = st.recursive(
    st.one_of(STRINGS, st.sampled_from(["1", "true", "2026-01-01 10:00:00", "0.5", '""'])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[" + ",\n # no ] here\n".join(items) + "\n]"),
        st.lists(inner, max_size=2).map(
            lambda items: "{ " + ", ".join(f"k{number} = {item}" for number, item in enumerate(items)) + " }"
        ),
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(["key", '"quo ted"', "'lit.eral'", "dot.ted", 'dot . "x y"'])
HEADINGS = st.sampled_from(["[[list]]", "[[list]] # x", "[list.sub]", " [ list . 'sub' . low ]", ""])


@given(st.lists(st.tuples(HEADINGS, KEYS, VALUES), min_size=1, max_size=5))
def test_the_line_of_every_value_is_the_line_it_stands_in(entries) -> None:
    blocks = [f"{heading}\nn{number}.{key} = {value}" for number, (heading, key, value) in enumerate(entries)]
    numbers = count(1000)
    source = re.sub("%", lambda _: str(next(numbers)), "\n".join(["[[list]]", *blocks]))
    try:
        content = tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        return
    lines = find_lines(source)
    text = source.split("\n")
    for place, value in leaves(content):
        if isinstance(value, str):
            assert value[:4] in text[lines[place] - 1]
        else:
            assert place in lines


def leaves(value, place=()):
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        yield from leaves(child, (*place, step))
    if not isinstance(value, dict):
        yield place, value


@given(st.integers(0, len(SOUND)), st.sampled_from(['"', "'", "[", "]", "{", "}", "=", "\n", "#", ",", "\\", "x", ""]))
def test_a_file_with_one_sign_wrong_is_read_or_refused_with_a_line(tmp_path_factory, at: int, sign: str) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.toml"
    path.write_text(SOUND[:at] + sign + SOUND[at + 1 :], encoding="utf-8")
    try:
        message = f"damaged.toml, line 0: {read_codebook(path)}"
    except DataError as error:
        message = str(error)
    assert re.match(r"damaged\.toml, line \d+", message)


def test_stale_codes_are_those_made_under_another_text(sound: Codebook) -> None:
    stamps = [sound.hash, sound.hash[:8], sound.hash[:8] + "0" * 8, "0" * 8 + sound.hash[8:], "0" * 16, None, "", "v1"]
    codes = pd.DataFrame({"unit_id": list("abcdefgh"), "codebook": stamps})
    stale = find_stale(codes, sound)
    assert stale["unit_id"].tolist() == ["d", "e", "h"]
    assert stale.columns.tolist() == ["unit_id", "codebook", "stale_reason"]
    assert stale["stale_reason"].iloc[0] == f"what coders read changed: made under 00000000, now {sound.hash[:8]}"
    by_machine = find_stale(codes, sound, machine=True)
    assert by_machine["unit_id"].tolist() == ["b", "c", "d", "e", "h"]
    reasons = [reason.split(" changed")[0] for reason in by_machine["stale_reason"]]
    assert reasons[1:4] == ["the patterns", "what coders read", "what coders read and the patterns"]


def test_a_table_without_stale_rows_stays_a_table_with_its_columns(sound: Codebook) -> None:
    fresh = find_stale(pd.DataFrame({"unit_id": ["a"], "codebook": [sound.hash.upper()]}), sound)
    unstamped = find_stale(pd.DataFrame({"unit_id": ["a"], "codebook": [pd.NA]}), sound)
    assert fresh.empty
    assert unstamped.empty
    assert fresh.columns.tolist() == ["unit_id", "codebook", "stale_reason"]
    with pytest.raises(DataError, match="no column 'codebook'"):
        find_stale(pd.DataFrame({"unit_id": ["a"]}), sound)


def test_the_example_of_the_methods_page_is_a_codebook(tmp_path: Path) -> None:
    page = (ROOT / "docs/methods/codebooks.md").read_text(encoding="utf-8")
    indented = re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", page.split("## Patterns")[0], flags=re.MULTILINE)
    codebook = read_codebook(write(tmp_path, dedent("".join(indented))))
    assert codebook.questions["question"].tolist() == ["blame-1"]
    assert codebook.patterns["exclude"].tolist() == [False] * 5 + [True]
