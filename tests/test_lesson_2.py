"""Lesson 2: wrong but plausible answers get the points, and the reasons, that they should."""

import pandas as pd
import pytest

import workbench as wb
from workbench.framing.coding.answers import Answer
from workbench.lessons.lesson import find_exercises
from workbench.lessons.marking import mark_answer
from workbench.widgets.coding.log import append_answer, log_path

EXERCISES = {exercise.name: exercise for exercise in find_exercises(2)}


def mark(name, answer):
    return mark_answer(EXERCISES[name], answer, hidden=True)


@pytest.fixture(scope="module")
def hand():
    frames = wb.read_codebook("generic")
    return wb.read_hand_codes(wb.open_lesson(2).codes, codebook=frames)


@pytest.fixture(scope="module")
def alpha(hand):
    return wb.score_agreement(hand.codes)


def chance(first, second):
    one, other = sum(first) / len(first), sum(second) / len(second)
    return one * other + (1 - one) * (1 - other)


def pooled(first, second):
    one = (sum(first) + sum(second)) / (len(first) + len(second))
    return one**2 + (1 - one) ** 2


def both_only(first, second):
    return sum(first) / len(first) * sum(second) / len(second)


@pytest.mark.parametrize(
    ("name", "answer", "points", "said"),
    [
        ("agreed", 25 / 27, 3, "share of articles"),
        ("agreed", 0.93, 3, "share"),
        ("agreed", 92.6, 2.5, "percentage"),
        ("agreed", 2 / 27, 2, "coded differently"),
        ("agreed", 0.5, 1, "not the share"),
        ("agreed", 3.1, 0.5, "not the share"),
        ("agreed", "93 %", 0, "a str"),
        ("chance", chance, 4, "other coders too"),
        ("chance", pooled, 2, "Scott"),
        ("chance", both_only, 1, "neither does"),
        ("chance", lambda _first, _second: 0.5, 2, "as it should be"),
        ("chance", lambda _first, _second: None, 0, "end with return"),
        ("chance", lambda _first, _second: 1 / 0, 0, "ZeroDivisionError"),
        ("chance", 0.5, 0, "Begin with def"),
        ("doubtful", ["morality", "responsibility"], 4, "reach below"),
        ("doubtful", pd.Series(["responsibility", "morality"]), 4, "reach below"),
        ("doubtful", {"morality"}, 2, "1 of 2"),
        ("doubtful", ["morality", "conflict"], 1, "1 that should not"),
        ("doubtful", ["money"], 0, "no frame"),
        ("units", 227, 3, "morality"),
        ("units", 387, 2, "this number is for 0.8"),
        ("units", 102, 1, "'conflict'"),
        ("units", 100, 0, "not in the plan"),
    ],
)
def test_plausible_answers_get_their_points(name, answer, points, said):
    result = mark(name, answer)
    assert result.points == points
    assert said in result.reason


def test_a_table_of_alphas_without_intervals_is_right_in_part(alpha):
    assert mark("alpha", alpha).points == 3
    assert mark("alpha", alpha.round(2)).points == 3
    bare = mark("alpha", alpha[["frame", "alpha"]])
    assert bare.points == 2
    assert "The intervals are missing" in bare.reason


def test_alphas_of_half_of_the_codes_are_not_right(hand, alpha):
    half = wb.score_agreement(hand.codes.head(len(hand.codes) // 2))
    assert mark("alpha", half).points == 2
    assert mark("alpha", alpha.head(3)).points == 1.5


def test_any_decision_settles_but_none_is_needed_twice(hand):
    disputed = wb.find_disagreements(hand.codes)[["unit_id", "frame"]].assign(coder="me")
    for values in ([0, 0, 0, 0], [1, 0, 1, 0]):
        assert mark("gold", wb.join_codes(hand.codes, decisions=disputed.assign(value=values))).points == 4
    two = wb.join_codes(hand.codes, decisions=disputed.assign(value=1).head(2))
    assert mark("gold", two).points == 2
    undecided = mark("gold", wb.join_codes(hand.codes))
    assert undecided.points == 1
    assert "0 of 4 disagreements" in undecided.reason


def test_codes_that_nobody_joined_settle_nothing(hand):
    unjoined = mark("gold", hand.codes)
    assert unjoined.points == 1
    assert "135 times an article has more than one code" in unjoined.reason


@pytest.mark.parametrize("name", ["alpha", "gold"])
@pytest.mark.parametrize("answer", [0.76, [0, 0, 1, 1], pd.Series([1.0]), pd.DataFrame({"alpha": [1.0]})])
def test_what_is_no_such_table_is_told_without_the_words_of_pandas(name, answer):
    result = mark(name, answer)
    assert result.points == 0
    assert "could not be read" not in result.reason


def test_gold_that_lost_or_changed_agreed_codes_loses_a_point(hand):
    assert mark("gold", hand.gold.assign(value=1.0)).points == 3
    assert mark("gold", hand.gold[hand.gold["how"] == "decided"]).points == 3


def test_the_numbers_in_the_story_are_those_of_the_data(alpha):
    rows = alpha.set_index("frame")
    assert round(rows.loc["conflict", "prevalence"], 1) == 0.8  # "four in five"
    assert round(rows.loc["conflict", "percent"], 2) == 0.93  # "we agreed in 93 %"
    assert rows.loc["morality", "prevalence"] * rows.loc["morality", "units"] == 2  # "two of the 27"
    width = (rows["high"] - rows["low"]).sort_values(ascending=False)
    assert width.index[1] == "morality"  # "the longest but one"
    assert rows.loc["morality", "percent"] == 1


def test_own_codes_stand_beside_those_of_the_lesson(hand, tmp_path):
    lesson, frames = wb.open_lesson(2), wb.read_codebook("generic")
    assert lesson.join_own_codes(hand.codes, tmp_path / "none", codebook=frames).equals(hand.codes)
    codes = dict.fromkeys(frames.frames["frame"], 1)
    for unit in [hand.codes["unit_id"].iloc[0], "somebody-elses"]:
        answer = Answer("code", f"id-{unit}", unit, "me", "2026-01-05T09:00:00+00:00", codes=codes)
        append_answer(log_path(tmp_path, "me"), answer)
    everyone = lesson.join_own_codes(hand.codes, tmp_path, codebook=frames)
    assert everyone["coder"].value_counts()["me"] == 5
    assert wb.score_coder_pairs(everyone)["units"].tolist()[:3] == [1, 27, 1]
