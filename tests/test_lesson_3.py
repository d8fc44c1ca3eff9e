"""Lesson 3, from codes to corrected shares: what plausible answers are worth, the notebook as students change it."""

import pandas as pd
import pytest
from lesson_answers import marks, require_all_points, require_full_marks, require_hints_when_empty, solve

import workbench as wb
from workbench.lessons.checks.answers_3_claims import CLAIMS


@pytest.fixture(scope="module")
def solved():
    return solve(3)


def test_the_solution_has_all_points(solved):
    require_all_points(3, solved)


def all_conflict(solved):
    gold = solved["hand"].gold
    return gold[gold["frame"] == "conflict"]


def quality_of_all(solved):
    both = solved["machine"].merge(all_conflict(solved)[["unit_id", "value"]], on="unit_id")
    found, seen = both["present"], both["value"] == 1
    return {"precision": (found & seen).sum() / found.sum(), "recall": (found & seen).sum() / seen.sum()}


def finds(solved, codes, *, marked=True):
    return codes[codes["unit_id"].isin(solved["marked"]) == marked]


def subtracts(everything, found, seen):
    return sum(everything) / len(everything) - (sum(seen) - sum(found)) / len(seen)


def divides_by_all(everything, found, seen):
    return (sum(everything) + sum(seen) - sum(found)) / len(everything)


def only_hand_codes(everything, found, seen):
    del everything, found
    return sum(seen) / len(seen)


def only_missed(everything, found, seen):
    missed = sum(1 for machine, people in zip(found, seen, strict=True) if people > machine)
    return sum(everything) / len(everything) + missed / len(seen)


def without_codes(solved):
    return lambda min_hits: wb.estimate_shares(conflict_at(solved, min_hits))


def conflict_at(solved, min_hits):
    scores = wb.score_frames(solved["articles"], solved["codebook"], min_hits=min_hits)
    return scores[scores["frame"] == "conflict"]


def as_numbers(solved):
    return lambda min_hits: dict(solved["shares_at"](min_hits)[["raw", "estimate"]].iloc[0])


PLAUSIBLE = [
    ("machine_share", lambda s: round(s["machine_share"], 2), 2, "Not validated"),
    ("machine_share", lambda s: 100 * s["machine_share"], 1, "per cent"),
    ("machine_share", lambda s: s["machine"]["present"].sum(), 1, "of how many"),
    ("machine_share", lambda s: s["scores"]["present"].mean(), 1, "all five frames"),
    ("machine_share", lambda s: (s["machine"]["hits"] > 0).mean(), 1, "one hit"),
    ("machine_share", lambda s: s["machine"]["hits"].mean(), 0, "is not the share"),
    ("machine_share", lambda s: s["machine"], 0, "single number"),
    (
        "quality",
        lambda s: {"precision": s["quality"]["recall"], "recall": s["quality"]["precision"]},
        1,
        "other's name",
    ),
    ("quality", lambda s: {"recall": s["quality"]["recall"]}, 2, "no number under 'precision'"),
    ("quality", lambda s: {"precision": s["quality"]["precision"]}, 1, "no number under 'recall'"),
    ("quality", quality_of_all, 1, "were drawn"),
    ("quality", lambda s: pd.Series(s["quality"]), 3, "Recall"),
    ("quality", lambda _: {"precision": 0.1, "recall": 0.2}, 0, "divide"),
    ("quality", lambda s: tuple(s["quality"].values()), 0, "dictionary"),
    ("correct_share", lambda _: subtracts, 1, "wrong direction"),
    ("correct_share", lambda _: divides_by_all, 1, "mean over the articles that were read"),
    ("correct_share", lambda _: only_hand_codes, 1, "share of the articles that were read"),
    ("correct_share", lambda _: only_missed, 2, "False alarms"),
    ("correct_share", lambda _: lambda *_: None, 0, "return"),
    ("correct_share", lambda _: lambda everything, *_: everything.mean(), 0, "AttributeError"),
    ("correct_share", lambda _: 0.74, 0, "A function"),
    ("corrected", lambda s: wb.estimate_shares(s["scores"]), 0, "raw shares"),
    ("corrected", lambda s: wb.estimate_shares(s["scores"], s["hand"].gold), 1, "envelope"),
    ("corrected", lambda s: s["corrected"][s["corrected"]["frame"] == "conflict"], 2, "1 of 5 frames"),
    ("corrected", lambda s: s["corrected"][["frame", "estimate"]], 2, "No naked number"),
    ("corrected", lambda s: s["corrected"].round(2), 3, "All five frames"),
    ("corrected", lambda s: s["corrected"].assign(low=0.0), 2, "not those of the corrected"),
    ("corrected", lambda s: s["corrected"].assign(estimate=0.5), 1, "other shares"),
    ("corrected", lambda s: s["machine_share"], 0, "table"),
    ("finds_only", lambda s: s["finds_only"]["estimate"].iloc[0], 2, "interval"),
    ("finds_only", lambda s: wb.estimate_shares(s["machine"], finds(s, all_conflict(s))), 2, "envelope"),
    ("finds_only", lambda s: wb.estimate_shares(s["machine"], finds(s, s["codes"], marked=False)), 1, "others"),
    ("finds_only", lambda s: wb.estimate_shares(s["machine"], s["codes"]), 1, "all codes"),
    ("finds_only", lambda s: wb.estimate_shares(s["machine"]), 0, "raw share"),
    ("finds_only", lambda s: wb.estimate_shares(s["scores"], finds(s, s["codes"])), 3, "short cut"),
    ("finds_only", lambda s: s["read"], 0, "Asked is the table"),
    ("shares_at", lambda s: lambda _: s["shares_at"](2), 0, "Every bar"),
    ("shares_at", without_codes, 2, "raw shares are right"),
    ("shares_at", as_numbers, 4, "other bars"),
    ("shares_at", lambda _: lambda _: None, 0, "return"),
    ("shares_at", lambda s: lambda min_hits: s["shares_at"](min_hits + 1), 0, "not those of conflict"),
    ("shares_at", lambda s: s["shares_at"](2), 0, "A function"),
    ("printable", lambda _: CLAIMS[:2], 1, "raw shares"),
    ("printable", lambda _: CLAIMS, 1, "look at low"),
    ("printable", lambda s: s["printable"][:1], 1, "2 of 3"),
    ("printable", lambda _: [], 0, "1 of 3"),
    ("printable", lambda s: {tuple(reversed(pair)) for pair in s["printable"]}, 0, "order"),
    ("printable", lambda s: [list(pair) for pair in s["printable"]], 3, "may be printed"),
    ("printable", lambda _: [True, False, True], 0, "list of pairs"),
    ("printable", lambda _: True, 0, "list of pairs"),
]


@pytest.mark.parametrize(
    ("name", "answer", "points", "reason"), PLAUSIBLE, ids=[f"{case[0]}-{case[3]}" for case in PLAUSIBLE]
)
def test_a_plausible_answer_has_its_points_and_a_reason(solved, name, answer, points, reason):
    given, said = marks(3, name, answer(solved))
    assert (given, reason in said) == (points, True), (given, said)


def test_the_story_of_the_notebook_still_holds(solved):
    """The words of the notebook lean on these: a better library may move the numbers, but not turn the story round."""
    assert 0.35 < solved["machine_share"] < 0.45  # "four in ten"
    shares = solved["shares"].set_index("frame")
    assert 0.7 < shares.loc["conflict", "estimate"] < 0.8  # "about three in four"
    assert shares["inside"].all()  # "none was missed"
    assert shares.loc["responsibility", "raw"] == 0  # "no words at all"
    assert abs(shares.loc["responsibility", "estimate"] - 2 / 3) < 0.05  # "two articles of three"
    assert solved["quality"]["precision"] > 0.7  # "mostly right"
    bars = [solved["shares_at"](bar).iloc[0] for bar in (1, 2, 3)]
    assert [round(bar["raw"], 1) for bar in bars] == [0.8, 0.4, 0.3]  # "from a quarter to four fifths"
    assert max(bar["estimate"] for bar in bars) - min(bar["estimate"] for bar in bars) < 0.02  # "hardly moves"
    assert set(solved["printable"]) != set(CLAIMS[:2])  # "another pair passes"
    assert solved["claims"] == CLAIMS
    scores, outlets = solved["machine"], solved["articles"].set_index("article_id")["outlet"]
    counted = scores["present"].groupby(scores["article_id"].map(outlets)).mean()
    people = all_conflict(solved)
    seen = people["value"].groupby(people["unit_id"].map(outlets)).mean()
    gaps = [(counted[first] - counted[second], seen[first] - seen[second]) for first, second in CLAIMS]
    assert gaps[1][0] > gaps[1][1]  # "blows up some differences"
    assert gaps[2][0] < gaps[2][1]  # "plays down others"


@pytest.mark.slow
def test_the_solution_is_graded_in_full_wherever_its_cells_stand(tmp_path):
    require_full_marks(3, tmp_path)


@pytest.mark.slow
def test_an_empty_student_version_says_what_is_not_answered(tmp_path):
    require_hints_when_empty(3, tmp_path, stopped={"correct-share-use", "shares-at-use"})
