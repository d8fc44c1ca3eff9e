import tomllib
from dataclasses import replace

import pandas as pd
import pytest
from event_tables import make_events, make_mention, make_mentions
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import DataError, OutputError, ParameterError
from workbench.timeline import find_dates
from workbench.timeline.events.amend import amend_events
from workbench.timeline.events.build import build_events
from workbench.timeline.events.edits import Anchor, Edit, Edits, read_edits
from workbench.timeline.events.edits_template import write_edits_template
from workbench.timeline.events.regroup import EDIT_COLUMNS, regroup_mentions
from workbench.timeline.events.result import CONFLICT_COLUMNS, build_table, empty_events

CALL = "The two leaders spoke by phone on Friday, aides said."
AGAIN = "Their call lasted for about fifteen minutes."
LATER = "A second call between them took place in December."
STRIKE = "Dockers have been on strike since September."

MENTIONS = make_mentions(
    [
        make_mention("E1", "a", 10, CALL),
        make_mention("E1", "b", 50, AGAIN),
        make_mention("E1", "b", 90, LATER),
        make_mention("E2", "c", 20, AGAIN + " It was short."),
        make_mention("E3", "c", 70, STRIKE),
    ]
)


def read(tmp_path, text):
    path = tmp_path / "edits.toml"
    path.write_text(text, encoding="utf-8")
    return read_edits(path)


def regroup(tmp_path, text, mentions=MENTIONS):
    changed, log = regroup_mentions(mentions, read(tmp_path, text))
    assert {name: str(kind) for name, kind in log.dtypes.items()} == EDIT_COLUMNS
    return changed, log


def told(log):
    """What came of the edits: (action, event, problem)."""
    cells = log[["action", "event_id", "problem"]].astype(object)
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in cells.to_numpy().tolist()]


# reading


def test_an_entry_with_everything(tmp_path):
    edits = read(
        tmp_path,
        '\ufeff# mine\n\n[[event]]\nevent = "E1"\nname = "The  phone call"\ndate = 2025-11-21\nstatus = "planned"\n'
        'note = "see p. 3"\nmerge = "E2"\n\n'
        '[[split]]  # another\nmentions = [["b", 90, "A second call"], ["a", 10]]\ninto = "E3"\n',
    )
    event, split = edits.edits
    assert (event.line, split.line) == (3, 11)
    assert (event.event, event.name, event.status, event.note, event.merge) == (
        "E1",
        "The phone call",
        "planned",
        "see p. 3",
        ("E2",),
    )
    assert event.date.value == "2025-11-21"
    assert split.into == "E3"
    assert [(anchor.article_id, anchor.start, anchor.words) for anchor in split.mentions] == [
        ("b", 90, "A second call"),
        ("a", 10, None),
    ]


@pytest.mark.parametrize(
    ("date", "value", "first", "last"),
    [
        ('"2025-11"', "2025-11", "2025-11-01", "2025-11-30"),
        ('"21 November 2025"', "2025-11-21", "2025-11-21", "2025-11-21"),
        ('"2025-11-21/2025-11-23"', "2025-11-21/2025-11-23", "2025-11-21", "2025-11-23"),
        ("2025-11-21T10:00:00Z", "2025-11-21", "2025-11-21", "2025-11-21"),
        ("2025", "2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_forms_of_dates(tmp_path, date, value, first, last):
    given = read(tmp_path, f'[[event]]\nevent = "E1"\ndate = {date}\n').edits[0].date
    assert (given.value, f"{given.earliest:%Y-%m-%d}", f"{given.latest:%Y-%m-%d}") == (value, first, last)


def test_a_date_without_a_year_stays_without_one(tmp_path):
    given = read(tmp_path, '[[event]]\nevent = "E1"\ndate = "21 November"\n').edits[0].date
    assert (given.value, given.earliest) == ("XXXX-11-21", None)


EVENT = '[[event]]\nevent = "E1"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[events]]\nname = 'x'\n", "'events' is no part of a file of edits. Did you mean 'event'"),
        (f"\n{EVENT}nam = 'x'\n", r"line 2 \(\[\[event\]\] 1\): 'nam' is unknown. Did you mean 'name'"),
        (f"{EVENT}name = 'x'\n\n{EVENT.replace('E1', 'E2')}status = 'hapened'\n", r"line 5 .* Did you mean 'happened'"),
        (f"{EVENT}date = 'soon'\n", "line 1 .*'soon' is no date. Allowed: 2025-11-21"),
        (f"{EVENT}date = '2025-02-30'\n", "2025-02-30"),
        (f"{EVENT}date = '03/04/2025'\n", "Write the one you mean"),
        (f"{EVENT}name = 3\n", "name = 3 is no text"),
        (f"{EVENT}name = ' '\n", "is no text"),
        (f"{EVENT}drop = 'yes'\n", "Write drop = true"),
        (f"{EVENT}merge = []\n", "merge names no event"),
        (f"{EVENT}merge = ['E1']\n", "merged with itself"),
        (EVENT, "nothing is changed"),
        (f"{EVENT}drop = true\nname = 'x'\n", "dropped and changed"),
        ("[[event]]\nname = 'x'\n", "no event is named"),
        ("[[event]]\nmentions = [['a']]\nname = 'x'\n", r"\['a'\] is no mention. Write it as"),
        ("[[event]]\nmentions = [['a', true]]\nname = 'x'\n", "is no mention"),
        ("[[event]]\nmentions = 'a'\nname = 'x'\n", "no list of mentions"),
        ("[[split]]\nname = 'x'\n", "a split needs the mentions"),
        ("[event]\nevent = 'E1'\n", r"begin an entry with \[\[event\]\]"),
        ("mentions = 3\n", r"\[mentions\] holds a line for each event"),
        ("[mentions]\nE1 = [['a', '3']]\n", "mentions of E1: .* is no mention"),
        ('[[event]]\nevent = "E1\n', "edits.toml is not TOML: .*line 2"),
        (f"{EVENT}name = 'x'\n{EVENT}name = 'y'\n", "'E1' has name in 2 entries"),
        (f"{EVENT}merge = ['E3']\n{EVENT.replace('E1', 'E2')}merge = ['E3']\n", "'E3' is merged into 2 events"),
        (f"{EVENT}merge = ['E2']\n{EVENT.replace('E1', 'E2')}merge = ['E1']\n", "E2 and E1 are merged into each other"),
        ("[[split]]\nmentions = [['a', 1], ['a', 1]]\n", r"\['a', 1\] is split off 2 times"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, text, said):
    with pytest.raises(DataError, match=said):
        read(tmp_path, text)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(ParameterError, match="write_edits_template"):
        read_edits(tmp_path / "none.toml")
    (tmp_path / "edits.toml").write_bytes(b"# a\n# \xe9\n")
    with pytest.raises(DataError, match="line 2: this is not UTF-8"):
        read_edits(tmp_path / "edits.toml")


# merging, splitting, dropping


def test_merge(tmp_path):
    changed, log = regroup(tmp_path, '[[event]]\nevent = "E1"\nmerge = ["E2"]\n')
    assert changed["event_id"].tolist() == ["E1", "E1", "E1", "E1", "E3"]
    assert told(log) == [("merge", "E1", None)]
    pd.testing.assert_frame_equal(changed.drop(columns="event_id"), MENTIONS.drop(columns="event_id"))


def test_a_chain_of_merges_ends_in_one_event(tmp_path):
    text = '[[event]]\nevent = "E2"\nmerge = ["E3"]\n[[event]]\nevent = "E1"\nmerge = ["E2"]\n'
    assert set(regroup(tmp_path, text)[0]["event_id"]) == {"E1"}


def test_drop_takes_the_mentions_out(tmp_path):
    changed, log = regroup(tmp_path, '[[event]]\nevent = "E1"\ndrop = true\n')
    assert changed["event_id"].tolist() == ["E2", "E3"]
    assert told(log) == [("drop", "E1", None)]


def test_split_makes_an_event_of_its_own(tmp_path):
    text = '[[split]]\nmentions = [["b", 90, "A second call"]]\nname = "Second"\n'
    changed, log = regroup(tmp_path, text)
    new = changed["event_id"][2]
    assert new not in {"E1", "E2", "E3"}
    assert changed["event_id"].tolist() == ["E1", "E1", new, "E2", "E3"]
    assert told(log) == [("split", new, None), ("name", new, None)]
    assert regroup(tmp_path, text, MENTIONS.iloc[::-1].reset_index(drop=True))[0]["event_id"][2] == new


def test_split_into_another_event(tmp_path):
    changed, _ = regroup(tmp_path, '[[split]]\nmentions = [["b", 90]]\ninto = "E2"\n')
    assert changed["event_id"].tolist() == ["E1", "E1", "E2", "E2", "E3"]


def test_splits_come_before_merges_whatever_their_order(tmp_path):
    text = '[[event]]\nevent = "E3"\nmerge = ["E1"]\n[[split]]\nmentions = [["a", 10]]\ninto = "E2"\n'
    assert regroup(tmp_path, text)[0]["event_id"].tolist() == ["E2", "E3", "E3", "E2", "E3"]


def test_no_edits_change_nothing(tmp_path):
    changed, log = regroup(tmp_path, "")
    pd.testing.assert_frame_equal(changed, MENTIONS)
    assert log.empty


# edits hold when articles change

ANCHORS = '[mentions]\nE1 = [["a", 10, "The two leaders spoke"], ["b", 50, "Their call lasted for about"]]\n'
NAME = '[[event]]\nevent = "E1"\nname = "Call"\n'


@pytest.mark.parametrize(
    "rows",
    [
        [("E9", "a", 10, CALL), ("E9", "b", 50, AGAIN)],
        [("E9", "a", 510, CALL), ("E8", "a", 10, STRIKE)],
        [("E9", "new-id", 3, CALL), ("E8", "z", 10, STRIKE)],
        [("E9", "a", 10, CALL.upper().replace(",", " –")), ("E8", "z", 10, STRIKE)],
    ],
    ids=["the id changed", "the article was edited above", "the file was moved", "signs and letter case changed"],
)
def test_an_event_is_found_again_by_its_mentions(tmp_path, rows):
    mentions = make_mentions([make_mention(*row) for row in rows])
    assert told(regroup(tmp_path, NAME + ANCHORS, mentions)[1]) == [("name", "E9", None)]


@pytest.mark.parametrize(
    "rows",
    [[("E9", "a", 10, STRIKE)], [("E9", "z", 3, "The two leaders met.")], []],
    ids=["another sentence stands there", "it only begins alike", "no mention at all"],
)
def test_an_event_that_is_gone_is_reported(tmp_path, rows):
    mentions = make_mentions([make_mention(*row) for row in rows])
    changed, log = regroup(tmp_path, NAME + ANCHORS, mentions)
    assert told(log) == [("name", None, "there is no event E1, and none of its mentions is found")]
    assert log["applied"].tolist() == [False]
    assert len(changed) == len(mentions)


def test_an_event_that_came_apart_is_reported_and_the_edit_goes_to_most_of_it(tmp_path):
    rows = [("E7", "a", 10, CALL), ("E8", "b", 50, AGAIN), ("E8", "b", 90, LATER)]
    anchors = ANCHORS.replace("]]", '], ["b", 90, "A second call"]]')
    _, log = regroup(tmp_path, NAME + anchors, make_mentions([make_mention(*row) for row in rows]))
    assert log["applied"].tolist() == [True]
    assert told(log) == [("name", "E8", "its mentions are in 2 events now, also in E7; E8 has most of them")]


def test_an_event_can_be_named_by_its_mentions_alone(tmp_path):
    _, log = regroup(tmp_path, '[[event]]\nmentions = [["c", 70, "Dockers"]]\nname = "Strike"\n')
    assert told(log) == [("name", "E3", None)]


def test_the_rest_of_a_split_event_is_still_found_by_its_mentions(tmp_path):
    mentions = MENTIONS.assign(event_id=["E9", "E9", "E9", "E2", "E3"])
    text = NAME + '[[split]]\nmentions = [["b", 50], ["b", 90]]\n' + ANCHORS.replace("]]", '], ["b", 90, "A second"]]')
    assert told(regroup(tmp_path, text, mentions)[1])[0] == ("name", "E9", None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[event]]\nevent = "E7"\nname = "x"\n', [("name", None, "there is no event E7")]),
        ('[[event]]\nevent = "E7"\ndrop = true\n', [("drop", None, "there is no event E7")]),
        (
            '[[event]]\nevent = "E1"\nmerge = ["E7", "E2"]\n',
            [("merge", None, "there is no event E7"), ("merge", "E1", None)],
        ),
        ('[[event]]\nmentions = [["z", 1]]\nname = "x"\n', [("name", None, "no event has these mentions")]),
        (
            '[[split]]\nmentions = [["z", 1]]\nname = "x"\n',
            [
                ("split", None, "1 of 1 mentions are not found in these articles"),
                ("name", None, "the split could not be made"),
            ],
        ),
        ('[[split]]\nmentions = [["a", 10]]\ninto = "E7"\n', [("split", None, "there is no event E7")]),
        (
            '[[event]]\nevent = "E1"\nmerge = ["E2"]\n[[event]]\nevent = "E2"\nname = "x"\n',
            [("merge", "E1", None), ("name", None, "E2 was merged into E1: change that one")],
        ),
        (
            '[[event]]\nevent = "E1"\nname = "x"\n[[event]]\nmentions = [["a", 10]]\nname = "y"\n',
            [("name", "E1", None), ("name", None, "E1 has this from entry 1 already")],
        ),
        (
            '[[event]]\nmentions = [["a", 10]]\nname = "y"\n[[event]]\nevent = "E1"\ndrop = true\n',
            [("name", None, "E1 is dropped by another entry"), ("drop", "E1", None)],
        ),
        (
            '[[event]]\nevent = "E1"\nmerge = ["E2"]\n[[event]]\nevent = "E2"\ndrop = true\n',
            [("merge", "E1", None), ("drop", None, "E2 was merged into E1: change that one")],
        ),
        (
            '[[event]]\nevent = "E1"\nmerge = ["E8"]\n[mentions]\nE8 = [["a", 10]]\n',
            [("merge", "E1", "both are one event already")],
        ),
    ],
)
def test_edits_that_cannot_be_made_are_reported(tmp_path, text, said):
    assert told(regroup(tmp_path, text)[1]) == said


def test_a_split_of_which_part_is_gone_is_made_and_reported(tmp_path):
    changed, log = regroup(tmp_path, '[[split]]\nmentions = [["b", 90], ["z", 1]]\n')
    assert changed["event_id"].nunique() == 4
    assert log["applied"].tolist() == [True]
    assert told(log)[0][2] == "1 of 2 mentions are not found in these articles"


IDS = st.sampled_from(["E1", "E2", "E3", "E9"])
PLACES = st.sampled_from([*zip(MENTIONS["article_id"], MENTIONS["start"].tolist(), strict=True), ("z", 1)])
ENTRIES = st.one_of(
    st.builds(lambda event, other: Edit(None, event, merge=(other,)), IDS, IDS),
    st.builds(lambda event: Edit(None, event, drop=True), IDS),
    st.builds(lambda event, name: Edit(None, event, name=name), IDS, st.sampled_from("xy")),
    st.builds(
        lambda places, into: Edit(
            None, mentions=tuple(Anchor(*place, None) for place in places), split=True, into=into
        ),
        st.lists(PLACES, min_size=1, max_size=3, unique=True),
        st.none() | IDS,
    ),
)


@given(st.lists(ENTRIES, max_size=5))
def test_every_edit_is_applied_or_reported_and_no_mention_is_lost(entries):
    changed, log = regroup_mentions(MENTIONS, Edits("edits.toml", tuple(entries), {}))
    assert (log["applied"] | log["problem"].notna()).all()
    assert sorted(set(log["edit"])) == list(range(1, len(entries) + 1))
    kept = changed[["article_id", "start"]].merge(MENTIONS[["article_id", "start"]])
    assert len(kept) == len(changed) <= len(MENTIONS)
    dropped = set(log["event_id"][log["action"].eq("drop") & log["applied"]])
    assert len(changed) == len(MENTIONS) or dropped
    assert not dropped & set(changed["event_id"])
    named = log[log["action"].eq("name") & log["applied"]]
    assert set(named["event_id"]) <= set(changed["event_id"])


# names, dates, statuses, remarks

CONFLICTS = [("E1", "dating"), ("E1", "status"), ("E2", "possible dating")]
EVENTS = make_events(
    ("E2", "talks", "2025-12-01", "2025-12-05"), ("E1", "call", None, None), ("E3", "strike", None, None)
)
EVENTS = replace(
    EVENTS,
    events=EVENTS.events.assign(rank=pd.array([None, 1, 2], dtype="Int64")),
    conflicts=build_table(
        [{"event_id": event, "kind": kind} for event, kind in CONFLICTS],
        CONFLICT_COLUMNS,
    ),
)


def amend(tmp_path, text):
    edits = read(tmp_path, text)
    changed = amend_events(EVENTS, edits, regroup_mentions(EVENTS.mentions, edits)[1])
    return changed.events.set_index("event_id"), changed


def test_a_date_of_yours_wins_and_settles_the_dating_conflict(tmp_path):
    table, changed = amend(tmp_path, '[[event]]\nevent = "E1"\ndate = "2025-11-21"\n')
    row = table.loc["E1"]
    assert (row["value"], row["granularity"], row["basis"]) == ("2025-11-21", "day", "yours")
    assert row["earliest"] == row["latest"] == pd.Timestamp("2025-11-21", tz="UTC")
    assert pd.isna(row["rank"])
    assert table.index.tolist() == ["E1", "E2", "E3"]
    assert changed.conflicts["resolved"].tolist() == [True, False, False]
    kinds = EVENTS.events.dtypes
    assert changed.events.dtypes[kinds.index].equals(kinds)


def test_a_status_of_yours_settles_the_status_conflict(tmp_path):
    table, changed = amend(tmp_path, '[[event]]\nevent = "E1"\nstatus = "considered"\n')
    assert table.loc["E1", "status"] == "considered"
    assert changed.conflicts["resolved"].tolist() == [False, True, False]


def test_a_name_and_a_note_settle_nothing(tmp_path):
    table, changed = amend(tmp_path, '[[event]]\nevent = "E2"\nname = "The talks"\nnote = "see p. 3"\n')
    assert table.loc["E2", ["label", "note"]].tolist() == ["The talks", "see p. 3"]
    assert table.loc["E1", "label"] == "call"
    assert not changed.conflicts["resolved"].any()


def test_a_date_without_a_year_takes_the_event_off_the_axis(tmp_path):
    table, _ = amend(tmp_path, '[[event]]\nevent = "E2"\ndate = "XXXX-12-01"\n')
    assert pd.isna(table.loc["E2", "earliest"])
    assert table.loc["E2", "value"] == "XXXX-12-01"


def test_what_cannot_be_applied_changes_no_event(tmp_path):
    _, changed = amend(tmp_path, '[[event]]\nevent = "E7"\nname = "x"\ndate = "2025"\n')
    pd.testing.assert_frame_equal(
        changed.events.drop(columns="note"), EVENTS.events.drop(columns="note", errors="ignore")
    )


# the template


def test_a_template_lists_the_events_and_changes_nothing(tmp_path):
    path = write_edits_template(EVENTS, tmp_path / "new" / "edits.toml")
    edits = read_edits(path)
    assert edits.edits == ()
    assert list(edits.anchors) == ["E2", "E1", "E3"]
    assert edits.anchors["E1"][0].words == "Sentence 1 of it all."
    block = '#[[event]]\n#event = "E2"\n#name = "talks"\n#date = "2025-12-01/2025-12-05"\n'
    assert block in path.read_text(encoding="utf-8")


def test_uncommented_lines_are_edits(tmp_path):
    path = write_edits_template(EVENTS, tmp_path / "edits.toml")
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = [
        line.removeprefix("#") if line.startswith(("#[[", "#event", "#name", "#date")) else line for line in lines
    ]
    path.write_text("\n".join(changed), encoding="utf-8")
    edits = read_edits(path)
    assert [(edit.event, edit.name) for edit in edits.edits] == [("E2", "talks"), ("E1", "call"), ("E3", "strike")]
    assert [edit.date.value if edit.date else None for edit in edits.edits] == ["2025-12-01/2025-12-05", None, None]
    assert lines[edits.edits[0].line - 1] == "#[[event]]"
    assert regroup_mentions(EVENTS.mentions, edits)[1]["applied"].all()


@pytest.mark.parametrize(
    "text", ['a "quoted" \\ name', "two\nlines\n[[event]]", "bell\x07\x7f\u2028x", "", "x" * 999, "'''\"\"\""]
)
def test_texts_of_articles_cannot_become_edits(tmp_path, text):
    events = make_events(("E1", text, None, None))
    events = replace(events, mentions=events.mentions.assign(sentence=text, article_id=text))
    path = write_edits_template(events, tmp_path / "edits.toml")
    assert read_edits(path).edits == ()
    assert list(tomllib.loads(path.read_text(encoding="utf-8"))) == ["mentions"]
    assert regroup_mentions(events.mentions, read_edits(path))[0].equals(events.mentions)


def test_a_template_without_edits_is_replaced_and_one_with_edits_is_not(tmp_path):
    path = write_edits_template(EVENTS, tmp_path / "edits.toml")
    first = path.read_bytes()
    assert write_edits_template(EVENTS, path).read_bytes() == first
    path.write_text(
        path.read_text(encoding="utf-8").replace("#[[event]]\n#event", "[[event]]\ndrop = true\nevent", 1),
        encoding="utf-8",
    )
    with pytest.raises(OutputError, match="has 1 edits in it, and is not replaced"):
        write_edits_template(EVENTS, path)


@pytest.mark.parametrize("text", ["not toml at all", "", "[other]\n", "# my own\n"])
def test_other_files_are_not_replaced(tmp_path, text):
    path = tmp_path / "edits.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OutputError, match="Choose another name"):
        write_edits_template(EVENTS, path)
    assert path.read_text(encoding="utf-8") == text


def test_a_template_of_no_events(tmp_path):
    assert read_edits(write_edits_template(empty_events(), tmp_path / "edits.toml")).anchors == {}


def test_an_edit_holds_when_articles_are_added(tmp_path):
    texts = {"b": "Mayor Ana Ruiz resigned on 3 May 2024.", "c": "Ana Ruiz is weighing her resignation."}
    articles = pd.DataFrame({"article_id": list(texts), "text": list(texts.values())})
    path = write_edits_template(build_events(find_dates(articles), articles), tmp_path / "edits.toml")
    edited = path.read_text(encoding="utf-8").replace("#[[event]]\n#event", '[[event]]\ndate = "2024-05-04"\nevent', 1)
    path.write_text(edited, encoding="utf-8")
    older = pd.DataFrame({"article_id": ["a"], "text": ["On 3 May 2024 Mayor Ana Ruiz resigned."]})
    for table in (articles, pd.concat([older, articles], ignore_index=True)):
        events = build_events(find_dates(table), table, edits=path).events
        assert events[["value", "basis"]].to_numpy().tolist() == [["2024-05-04", "yours"]]
