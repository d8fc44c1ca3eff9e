"""Lesson 4, topics are not frames: what plausible answers are worth, and the notebook as students change it."""

import dataclasses

import pytest
from lesson_answers import marks, require_all_points, require_full_marks, require_hints_when_empty, solve

from workbench.framing import read_codebook, score_frames
from workbench.topics import score_topics_against_frames


@pytest.fixture(scope="module")
def solved():
    return solve(4)


def test_the_solution_has_all_points(solved):
    require_all_points(4, solved)


def only_two_outlets(solved):
    table = solved["by_outlet"]
    return table[table["group"].isin(solved["both"])]


def only_the_topic(solved):
    table = solved["by_outlet"]
    return table[table["topic"] == solved["sea"]]


def counts_missing_as_no(solved):
    del solved

    def share_with_frame(articles, codes, frame):
        both = articles.merge(
            codes[codes["frame"] == frame].fillna({"value": 0}), left_on="article_id", right_on="unit_id"
        )
        both["outlet"] = both["outlet"].fillna("not stated")
        table = both.groupby("outlet")["value"].agg(["size", "mean"])
        return table.rename(columns={"size": "articles", "mean": "share"})

    return share_with_frame


def loses_articles_without_outlet(solved):
    del solved

    def share_with_frame(articles, codes, frame):
        coded = codes[(codes["frame"] == frame) & codes["value"].notna()]
        both = articles.merge(coded, left_on="article_id", right_on="unit_id")
        table = both.groupby("outlet")["value"].agg(["size", "mean"]).reset_index()
        return table.rename(columns={"size": "articles", "mean": "share"})

    return share_with_frame


def told_by_patterns(solved):
    scores = score_frames(solved["articles"], read_codebook("generic"), unit="article")
    return score_topics_against_frames(solved["topics"], scores)


def told_by_every_code(solved):
    return score_topics_against_frames(solved["topics"], solved["scores"].assign(present=True))


PARTIAL = [
    ("topics", lambda _: "topics", 0, "str"),
    ("topics", lambda s: s["fit"], 0, "5 topics"),
    ("topics", lambda s: dataclasses.replace(s["topics"], words=s["topics"].words.iloc[::-1]), 1, "seed=0"),
    ("sea", lambda s: 1 + s["sea"] % 4, 0, "something else"),
    ("sea", lambda _: 0, 0, "no topic"),
    ("sea", lambda _: "boats", 0, "no topic"),
    ("room", only_two_outlets, 2, "one topic about the boats"),
    ("room", only_the_topic, 2, "Asked were Capitol Standard and Meridian Review"),
    ("room", lambda s: s["room"][["group", "topic", "share"]], 2, "No naked number"),
    ("room", lambda s: s["room"].assign(share=0.5), 2, "not those"),
    ("room", lambda s: s["room"]["share"].tolist(), 0, "could not be read"),
    ("stable", lambda s: s["stable"][1:], 1, "is missing"),
    ("stable", lambda s: [*s["stable"], s["sea"]], 1, "does not belong"),
    ("stable", lambda _: [], 0, "at least 0.5"),
    ("by_number", lambda s: {number: -value for number, value in s["by_number"].items()}, 2, "sign is turned"),
    ("by_number", lambda s: {4: s["by_number"][4]}, 1, "Wrong or missing for 3, 5"),
    ("by_number", lambda s: {**s["by_number"], 5: 0.0}, 2, "Wrong or missing for 5"),
    ("by_number", lambda s: {number: round(value, 2) for number, value in s["by_number"].items()}, 3, "Three fits"),
    ("share_with_frame", counts_missing_as_no, 3, "neither yes nor no"),
    ("share_with_frame", loses_articles_without_outlet, 3, "not stated"),
    ("share_with_frame", lambda _: lambda *_: None, 0, "NoneType"),
    ("share_with_frame", lambda _: lambda *_: {}[0], 0, "Your function stopped"),
    ("apart", lambda _: "morality", 1, "second"),
    ("apart", lambda _: "conflict", 0, "further apart"),
    ("apart", lambda _: "humans", 0, "no frame"),
    ("told", told_by_patterns, 1, "hand codes"),
    ("told", told_by_every_code, 1, "exactly where value is 1"),
    ("told", lambda s: s["scores"], 0, "score_topics_against_frames"),
]


@pytest.mark.parametrize(("name", "answer", "points", "reason"), PARTIAL, ids=[f"{c[0]}-{c[3][:20]}" for c in PARTIAL])
def test_a_plausible_answer_has_part_of_the_points_and_a_reason(solved, name, answer, points, reason):
    given, said = marks(4, name, answer(solved))
    assert given == points
    assert reason in said


@pytest.mark.slow
def test_the_solution_is_graded_in_full_wherever_its_cells_stand(tmp_path):
    require_full_marks(4, tmp_path)


@pytest.mark.slow
def test_an_empty_student_version_says_what_is_not_answered(tmp_path):
    require_hints_when_empty(4, tmp_path)
