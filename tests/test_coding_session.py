"""Where a coder stands: order, next passage, undo, skip, flag, and what a page must not be able to do."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import DataError, OutputError
from workbench.framing import read_codebook, read_codes, write_coding_sheet
from workbench.framing.coding.answers import read_answers
from workbench.widgets.coding.session import Session, order_units

CODEBOOK = read_codebook("generic")
FRAMES = CODEBOOK.frames["frame"].tolist()
UNITS = ["u1", "u2", "u3", "u4"]
NUMBERS = count(1)


def start(folder, *, codebook=CODEBOOK, coder="ana", units=UNITS, **more):
    return Session(units, codebook, coder=coder, path=folder / f"{coder}.jsonl", **more)


class Browser:
    """Sends what the page would, each with an id of its own."""

    def __init__(self, session):
        self.session = session

    def message(self, did, **more):
        name = f"answer-{next(NUMBERS):06}"
        last = self.session.last
        undone = {"undoes": last.id, "unit_id": last.unit_id} if did == "undo" and last else {}
        return {"did": did, "id": name, "unit_id": self.session.current, "codes": [], **undone, **more}

    def code(self, *codes, **more):
        return self.session.record(self.message("code", codes=list(codes), **more))

    def skip(self, **more):
        return self.session.record(self.message("skip", **more))

    def undo(self):
        return self.session.record(self.message("undo"))


# order


def test_the_order_is_that_of_the_coder_s_sheet(tmp_path):
    import pandas as pd

    sample = pd.DataFrame({"unit_id": UNITS, "text": "One."})
    path = write_coding_sheet(sample, CODEBOOK, tmp_path / "a.csv", coders="ana", seed=3)[0]
    assert list(dict.fromkeys(pd.read_csv(path)["unit_id"])) == order_units(UNITS, coder="ana", seed=3)


def test_orders_differ_by_coder_seed_and_round_and_do_not_depend_on_the_order_given():
    units = [f"u{number}" for number in range(30)]
    orders = [
        tuple(order_units(units, coder=coder, in_round=turn, seed=seed))
        for coder in ("ana", "ben")
        for turn in (1, 2)
        for seed in (0, 1)
    ]
    assert len(set(orders)) == len(orders)
    assert order_units(units[::-1], coder="ana") == list(orders[0])


# one after the other


def test_one_passage_after_the_other_and_then_none(tmp_path):
    session = start(tmp_path)
    browser, seen = Browser(session), []
    while session.current is not None:
        seen.append(session.current)
        assert browser.code("conflict")
    assert seen == session.order
    assert session.progress().coded == 4
    assert read_codes(tmp_path).query("value == 1")["unit_id"].tolist() == sorted(UNITS)


def test_opened_again_it_goes_on_at_the_first_open_passage(tmp_path):
    session = start(tmp_path)
    browser = Browser(session)
    browser.code("conflict")
    browser.skip()
    again = start(tmp_path)
    assert again.current == session.order[2]
    assert again.progress() == session.progress()


def test_skipped_ones_come_back_at_the_end_in_turn(tmp_path):
    session = start(tmp_path)
    browser = Browser(session)
    for step in ("skip", "skip", "code", "code"):
        getattr(browser, step)()
    first, second = session.order[:2]
    assert session.current == first
    browser.skip()
    assert session.current == second
    browser.code()
    assert session.current == first
    browser.code()
    assert session.current is None


def test_back_to_skipped_goes_there_at_once_and_then_on(tmp_path):
    session = start(tmp_path)
    browser = Browser(session)
    browser.skip(comment="hard")
    session.go_to_skipped()
    assert session.current == session.order[0]
    assert session.earlier(session.current).comment == "hard"
    browser.code()
    assert session.current == session.order[1]
    session.go_to_skipped()
    assert session.current == session.order[1]


def test_undo_goes_back_one_by_one_and_shows_what_was_said(tmp_path):
    session = start(tmp_path)
    browser = Browser(session)
    browser.code("conflict", flag=True, comment=" hm ")
    browser.code("morality")
    assert browser.undo()
    assert session.current == session.order[1]
    assert session.earlier(session.current).codes["morality"] == 1
    assert browser.undo()
    said = session.earlier(session.current)
    assert (session.current, said.flag, said.comment) == (session.order[0], True, "hm")
    assert session.last is None
    browser.code("morality")
    assert session.current == session.order[1]
    assert start(tmp_path).progress().coded == 1


def test_undo_after_a_restart_takes_back_the_last_answer_of_before(tmp_path):
    Browser(start(tmp_path)).code("conflict")
    session = start(tmp_path)
    assert Browser(session).undo()
    assert session.current == session.order[0]


def test_undo_of_a_passage_that_was_skipped_before_leaves_the_skip(tmp_path):
    session = start(tmp_path, units=["u1"])
    browser = Browser(session)
    browser.skip()
    browser.code()
    browser.undo()
    assert (session.progress().skipped, session.progress().coded) == (1, 0)


# the same again


def test_an_answer_sent_twice_counts_once(tmp_path):
    session = start(tmp_path)
    message = Browser(session).message("code", codes=["conflict"])
    assert session.record(message)
    assert session.record(message)
    assert start(tmp_path).record(message)
    assert len(read_answers([session.path])) == 1


def test_an_answer_that_comes_too_late_changes_nothing(tmp_path):
    session, other = start(tmp_path), start(tmp_path)
    late = Browser(other).message("code", codes=["morality"])
    late_undo = {"did": "undo", "id": "undo-of-nothing", "unit_id": UNITS[0], "undoes": "never-given"}
    Browser(session).code("conflict")
    assert not other.record(late)
    assert not other.record(late_undo)
    assert other.current == session.order[1]
    assert read_codes(tmp_path).query("value == 1")["frame"].tolist() == ["conflict"]


def test_two_windows_go_on_from_one_another(tmp_path):
    one, two = start(tmp_path), start(tmp_path)
    Browser(one).code("conflict")
    two.refresh()
    Browser(two).code("conflict")
    one.refresh()
    assert one.current == two.current == one.order[2]


def test_a_torn_line_between_two_answers_does_no_harm(tmp_path):
    session = start(tmp_path)
    browser = Browser(session)
    browser.code("conflict")
    with session.path.open("ab") as file:
        file.write(b'{"did": "code", "id"')
    browser.code("conflict")
    browser.code("conflict")
    assert session.progress() == start(tmp_path).progress()
    assert session.progress().coded == 3


def test_a_copy_of_the_log_that_another_machine_left_is_gone_on_from(tmp_path):
    session = start(tmp_path)
    Browser(session).code("conflict")
    (tmp_path / "ana (1).jsonl").write_bytes(session.path.read_bytes())
    elsewhere = Session(UNITS, CODEBOOK, coder="ana", path=tmp_path / "ana (1).jsonl")
    Browser(elsewhere).code("conflict")
    Browser(start(tmp_path, coder="anabel")).code("conflict")
    again = start(tmp_path)
    assert again.progress().coded == 2
    Browser(again).code("conflict")
    assert again.progress() == start(tmp_path).progress()
    assert (tmp_path / "ana.jsonl").read_bytes().count(b"\n") == 2


# rounds, coders, codebooks


def test_rounds_are_apart_in_one_log(tmp_path):
    Browser(start(tmp_path)).code("conflict")
    second = start(tmp_path, in_round=2)
    assert second.progress().coded == 0
    Browser(second).code("morality")
    assert start(tmp_path).progress().coded == 1
    assert set(read_codes(tmp_path)["round"]) == {1, 2}


def test_answers_under_an_older_codebook_count_and_are_told(tmp_path):
    Browser(start(tmp_path)).code("conflict")
    newer = replace(CODEBOOK, hash="f" * 16)
    session = start(tmp_path, codebook=newer)
    assert (session.progress().coded, session.progress().older) == (1, 1)


def test_passages_coded_without_a_frame_that_is_new_are_open_again(tmp_path):
    fewer = replace(CODEBOOK, frames=CODEBOOK.frames.iloc[:3])
    session = start(tmp_path, codebook=fewer)
    Browser(session).code("conflict")
    again = start(tmp_path)
    assert again.current == again.order[0]
    assert again.earlier(again.current).codes["conflict"] == 1


def test_answers_about_other_samples_do_not_count(tmp_path):
    Browser(start(tmp_path, units=["x", "y"])).code("conflict")
    assert start(tmp_path).progress().coded == 0


@pytest.mark.parametrize("what", ["folder renamed", "log deleted", "log cut off"])
def test_saved_answers_that_are_gone_stop_the_coding_until_they_are_back(what, tmp_path):
    folder = tmp_path / "codes"
    session = start(folder)
    browser = Browser(session)
    browser.code("conflict")
    browser.code("morality")
    if what == "folder renamed":
        folder.rename(tmp_path / "elsewhere")
    elif what == "log deleted":
        (folder / "ana.jsonl").rename(tmp_path / "ana.jsonl")
    else:
        whole = (folder / "ana.jsonl").read_bytes()
        (folder / "ana.jsonl").write_bytes(whole[: whole.index(b"\n") + 1])
    message = browser.message("code", codes=["conflict"])
    for _ in range(2):
        with pytest.raises(OutputError, match=r"saved (is|are) no longer in .*put it back; then save again"):
            session.record(message)
    assert (what == "folder renamed") != folder.exists()
    if what == "folder renamed":
        (tmp_path / "elsewhere").rename(folder)
    elif what == "log deleted":
        (tmp_path / "ana.jsonl").rename(folder / "ana.jsonl")
    else:
        (folder / "ana.jsonl").write_bytes(whole)
    assert session.record(message)
    assert read_codes(folder)["unit_id"].nunique() == 3


def test_a_log_that_cannot_be_read_is_told(tmp_path):
    session = start(tmp_path)
    (tmp_path / "ana.jsonl").symlink_to("ana.jsonl")
    with pytest.raises(OutputError, match="cannot be"):
        Browser(session).code("conflict")


def test_a_comment_that_ends_in_half_an_emoji_can_be_shown_again(tmp_path):
    browser = Browser(start(tmp_path))
    browser.code("conflict", comment="well \ud83d")
    browser.undo()
    browser.session.earlier(browser.session.current).comment.encode()


def test_another_file_is_not_written_to(tmp_path):
    (tmp_path / "ana.jsonl").write_text('{"my": "data"}\n')
    with pytest.raises(DataError, match="no log of the coding widget"):
        start(tmp_path)


# what a page sends


@pytest.mark.parametrize(
    "wrong",
    [
        {"did": "drop"},
        {"did": None},
        {"unit_id": 7},
        {"id": ""},
        {"id": None},
        {"id": "a b c d e f g h"},
        {"id": "x" * 65},
        {"codes": ["no frame"]},
        {"codes": "conflict"},
        {"codes": None},
        {"codes": [["conflict"]]},
        {"did": "undo", "undoes": None},
    ],
)
def test_a_message_that_is_none_is_refused_and_nothing_is_written(wrong, tmp_path):
    session = start(tmp_path)
    with pytest.raises(DataError, match="came from the browser"):
        session.record(Browser(session).message("code", codes=["conflict"]) | wrong)
    assert not session.path.exists()


def test_a_passage_that_is_not_in_the_sample_is_not_counted(tmp_path):
    session = start(tmp_path)
    assert not session.record(Browser(session).message("code") | {"unit_id": "elsewhere"})
    assert not session.path.exists()


@pytest.mark.parametrize("codes", [[], ["conflict", "morality"]])
def test_an_exclusive_codebook_takes_exactly_one_frame(codes, tmp_path):
    session = start(tmp_path, codebook=replace(CODEBOOK, exclusive=True))
    with pytest.raises(DataError, match="exactly one"):
        Browser(session).code(*codes)
    assert Browser(session).code("morality")


@pytest.mark.parametrize(
    ("seconds", "kept"),
    [(3.14159, 3.1), (0, 0.0), (-1, None), (float("nan"), None), (float("inf"), None), ("3", None), (True, None)],
)
def test_times_that_are_none_are_missing(seconds, kept, tmp_path):
    session = start(tmp_path)
    Browser(session).code(seconds=seconds)
    assert session.last.seconds == kept


def test_a_comment_is_trimmed_and_has_an_end(tmp_path):
    session = start(tmp_path)
    browser = Browser(session)
    browser.code(comment="x" * 6000)
    browser.code(comment="  ")
    assert len(session.earlier(session.order[0]).comment) == 5000
    assert session.last.comment is None


STEPS = st.lists(st.sampled_from(["code", "skip", "undo", "back", "again", "restart"]), max_size=30)


@given(steps=STEPS)
def test_whatever_a_coder_does_memory_and_disk_agree(steps, tmp_path_factory):
    folder = tmp_path_factory.mktemp("codes")
    session = start(folder)
    browser, message = Browser(session), None
    for step in steps:
        if step == "back":
            session.go_to_skipped()
        elif step == "again" and message:
            session.record(message)
        elif step == "restart":
            session = browser.session = start(folder)
        elif step in {"code", "skip", "undo"} and (step == "undo" or session.current):
            message = browser.message(step, codes=["conflict"], undoes="none") | (
                {"undoes": session.last.id, "unit_id": session.last.unit_id}
                if step == "undo" and session.last
                else {"unit_id": session.current or UNITS[0], "undoes": "none"}
            )
            session.record(message)
        fresh = start(folder)
        assert fresh.progress() == session.progress()
        assert len({answer.id for answer in fresh._answers}) == len(fresh._answers)
