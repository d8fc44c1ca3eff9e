"""What a class is told of its numbers: the library's own figures, and never more than they carry."""

import json
import math

import pandas as pd
import pytest
from class_coders import NAMES, code_all

from workbench.classroom import start_class
from workbench.classroom.collect import read_logs
from workbench.classroom.numbers import work_out
from workbench.classroom.state import describe_class
from workbench.framing import estimate_shares, find_disagreements, join_codes, read_codes, score_agreement
from workbench.framing.coding.answers import CODE, Answer
from workbench.widgets.coding.log import append_answer, log_path


def make(place, **how):
    return start_class(place / "c", out=place / "reports", **{"passages": 12} | how)


@pytest.fixture
def shared(tmp_path):
    return make(tmp_path)


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    made = make(tmp_path_factory.mktemp("coded"))
    code_all(made, NAMES)
    return made


def read(shared):
    return read_logs(shared.codes, shared.codebook, shared.sample["unit_id"])


def state_of(shared):
    return describe_class(shared, read(shared))


def say(shared, coder, values, frame="conflict"):
    """Let a coder code the first passages so."""
    for unit, value in zip(shared.sample["unit_id"], values, strict=False):
        answer = Answer(CODE, f"{coder}{unit}{frame}", unit, coder, "2026-01-12T10:00:00Z", codes={frame: value})
        append_answer(log_path(shared.codes, coder), answer)


def lacking(state, place=0):
    return " ".join(state["missing"][place]["lacking"])


def test_the_numbers_are_the_librarys_own(coded):
    numbers = work_out(coded, read(coded))
    codes = read_codes(coded.codes, codebook=coded.codebook)
    codes = codes[codes["value"].notna()]
    frames = list(coded.codebook.frames["frame"])
    theirs = score_agreement(codes).set_index("frame").loc[frames].reset_index()
    pd.testing.assert_frame_equal(numbers.agreement, theirs)
    gold = join_codes(codes)
    settled = gold[gold["value"].notna()]
    shares = estimate_shares(coded.scores, settled, coded.sample)
    pd.testing.assert_frame_equal(numbers.shares[shares.columns], shares, check_dtype=False)
    assert len(numbers.disagreements) == len(find_disagreements(codes))
    inside = numbers.shares
    assert ((inside["raw_low"] <= inside["raw"]) & (inside["raw"] <= inside["raw_high"])).all()


def test_the_passages_are_those_of_find_disagreements_with_every_code(coded):
    state, numbers = state_of(coded), work_out(coded, read(coded))
    totals = numbers.disagreements.groupby("unit_id")["disagreement"].sum()
    texts = coded.sample.set_index("unit_id")["text"]
    shown = [totals[texts[texts == passage["text"]].index[0]] for passage in state["passages"]]
    assert shown == sorted(shown, reverse=True)
    assert max(totals) == shown[0]
    assert state["differing"] == len(totals)
    for passage in state["passages"]:
        assert all(sorted(row["seen"] + row["unseen"]) == list(range(5)) for row in passage["frames"])
        assert all(row["seen"] and row["unseen"] for row in passage["frames"])
        assert all(comment["text"].startswith("I wavered") for comment in passage["comments"])


def test_nobody_yet(shared):
    state = state_of(shared)
    assert (state["coders"], state["passages"], state["finished"]) == ([], [], "Nobody has begun yet")
    assert [row["verdict"] for row in state["agreement"]] == ["undefined"] * 5
    assert all(row["estimate"] is None and row["said"] == "no hand codes yet" for row in state["shares"])
    assert not any(row["validated"] for row in state["shares"])
    assert "Agreement needs two coders." in lacking(state)
    assert state["done"] is False


def test_one_coder_gives_shares_but_no_agreement(shared):
    code_all(shared, ["Ana"])
    state = state_of(shared)
    assert {row["said"] for row in state["agreement"]} == {"–"}
    assert all(row["coded"] == 12 and row["validated"] for row in state["shares"])
    assert "Agreement needs a second coder." in lacking(state)
    assert {row["status"] for row in state["missing"]} == {"not yet"}
    assert state["passages"] == []
    assert state["done"] is True


def test_two_who_have_no_passage_in_common(shared):
    units = shared.sample["unit_id"].tolist()
    for coder, unit in (("Ana", units[0]), ("Ben", units[1])):
        answer = Answer(CODE, coder, unit, coder, "2026-01-12T10:00:00Z", codes={"conflict": 1})
        append_answer(log_path(shared.codes, coder), answer)
    assert "passages that two people have coded" in lacking(state_of(shared))


def test_all_say_the_same_is_no_perfect_agreement(shared):
    for coder in NAMES:
        say(shared, coder, [1] * 12)
    state = state_of(shared)
    row = state["agreement"][0]
    assert (row["alpha"], row["verdict"], row["percent"]) == (None, "undefined", "100 %")
    assert "nothing could be confused" in lacking(state)
    assert state["missing"][0]["status"] == "not yet"


def test_all_agree_on_passages_with_and_without_it(tmp_path):
    shared = make(tmp_path, unit="paragraph", passages=60)
    for coder in NAMES:
        say(shared, coder, [1, 0] * 30)
    state = state_of(shared)
    row = state["agreement"][0]
    assert (row["said"], row["verdict"]) == ("1.00", "reliable")
    assert row["low"] < 1
    assert state["missing"][0] == {"label": "Conflict", "status": "yes", "lacking": []}


def test_few_passages_and_good_agreement_is_with_care(shared):
    for coder, values in (("Ana", [1, 1, 1, 1, 0, 0, 0, 0]), ("Ben", [1, 1, 1, 1, 0, 0, 0, 1])):
        say(shared, coder, values)
    state = state_of(shared)
    assert state["missing"][0]["status"] == "with care"
    assert "passages would tell" in lacking(state)


def test_ties_correct_nothing_and_are_told(shared):
    say(shared, "Ana", [1, 1, 0, 0])
    say(shared, "Ben", [0, 1, 0, 0])
    state = state_of(shared)
    assert "1 passage has as many votes for as against" in lacking(state)
    assert state["shares"][0]["coded"] == 3


def test_codes_of_another_codebook_do_not_validate(shared):
    say(shared, "Ana", [1, 0, 1])
    path = log_path(shared.codes, "Ana")
    path.write_text(path.read_text().replace('"codebook": null', f'"codebook": "{"0" * 16}"'))
    state = state_of(shared)
    assert state["shares"][0]["validated"] is False
    assert "do not validate" in lacking(state)


def test_without_the_machines_count_the_page_has_no_shares(shared):
    code_all(shared, NAMES[:2])
    next(shared.home.glob("scores-*.parquet")).unlink()
    from workbench.classroom import open_class

    state = state_of(open_class(shared.folder, out=shared.home.parent))
    assert (state["machine"], state["shares"]) == (False, [])
    assert "share" not in lacking(state).casefold()


def test_wrong_codes_of_an_exclusive_codebook_leave_the_page_standing(tmp_path):
    from workbench.framing.codebook import codebook

    own = tmp_path / "own.toml"
    source = (codebook.files("workbench") / "codebooks" / "generic.toml").read_text()
    own.write_text(source.replace("exclusive = false", "exclusive = true"))
    shared = make(tmp_path, codebook=str(own))
    for coder in NAMES[:2]:
        say(shared, coder, [1, 0, 1])
    assert [row["label"] for row in state_of(shared)["agreement"]][-1] == "All frames"
    say(shared, "Ana", [1, 1], frame="morality")
    unit = shared.sample["unit_id"].iloc[0]
    both = Answer(CODE, "both", unit, "Ben", "2026-01-12T11:00:00Z", codes={"conflict": 1, "morality": 1})
    append_answer(log_path(shared.codes, "Ben"), both)
    state = state_of(shared)
    assert state["agreement"] == []
    assert "The numbers cannot be worked out" in state["notes"][-1]
    assert "exclusive" in state["notes"][-1]


@pytest.mark.parametrize("coders", [0, 1, 2, 5])
def test_what_the_page_gets_is_plain_json(coders, tmp_path):
    shared = make(tmp_path)
    code_all(shared, NAMES[:coders], most=3)
    state = state_of(shared)
    assert json.loads(json.dumps(state, allow_nan=False)) == state
    assert state["summary"] == (
        f"{coders} coder{'' if coders == 1 else 's'} · {3 * coders} of {12 * coders} passages coded" if coders else ""
    )


def test_time_for_a_passage_and_the_line_of_each_coder(shared):
    units = shared.sample["unit_id"]
    for number, (unit, seconds) in enumerate(zip(units, (30, None, 60), strict=False)):
        answer = Answer(CODE, str(number), unit, "Ana", "2026-01-12T10:00:00Z", codes={"conflict": 1}, seconds=seconds)
        append_answer(log_path(shared.codes, "Ana"), answer)
    coder = state_of(shared)["coders"][0]
    assert coder["pace"] == "45 s"
    assert len(coder["minutes"]) == 3
    assert coder["minutes"] == sorted(coder["minutes"])
    assert math.isclose(coder["minutes"][-1], (30 + 45 + 60) / 60)
