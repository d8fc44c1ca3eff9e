"""Lesson 1, reading articles critically: what plausible answers are worth, and the notebook as students change it."""

import numpy as np
import pandas as pd
import pytest
from lesson_answers import marks, require_all_points, require_full_marks, require_hints_when_empty, solve

from workbench.lessons.checks.shapes import are_close, find_close, find_ids, find_number, find_values


@pytest.fixture(scope="module")
def solved():
    return solve(1)


def test_the_solution_has_all_points(solved):
    require_all_points(1, solved)


def words_of(solved, lines):
    return lines["words"].sum() / solved["lines"]["words"].sum()


def counts_in_text(solved):
    return solved["articles"]["text"].str.count("(?i)regime").groupby(solved["articles"]["outlet"])


def ends_too_early(sentence):
    for phrase in ["reportedly", "is said to", "unnamed sources"]:
        return phrase in sentence.lower()
    return False


def returns_nothing_at_the_end(sentence):
    for phrase in ["reportedly", "is said to", "unnamed sources"]:
        if phrase in sentence.lower():
            return True
    return None


def looks_for(phrases, change):
    return lambda sentence: any(phrase in change(sentence) for phrase in phrases)


PLAUSIBLE = [
    ("outlets", lambda s: s["articles"]["outlet"].value_counts(), 1, "left silently"),
    ("outlets", lambda s: s["articles"].groupby("outlet", dropna=False).size(), 2, "all 27"),
    ("outlets", lambda s: s["articles"].groupby("outlet", dropna=False).size().reset_index(name="n"), 2, "all 27"),
    ("outlets", lambda s: dict(s["outlets"]), 2, "all 27"),
    ("outlets", lambda s: s["articles"]["outlet"].nunique(), 0, "Capitol Standard is missing"),
    ("unsigned", lambda s: len(s["unsigned"]), 1, "Keep their rows"),
    ("unsigned", lambda _: 99, 0, "not how many"),
    ("unsigned", lambda s: s["articles"]["author"].isna(), 1, "yes or no"),
    ("unsigned", lambda s: s["articles"][s["articles"]["author"].notna()], 0, "the others"),
    ("unsigned", lambda s: s["articles"][s["articles"]["author_role"].isna()], 0, "state no role"),
    ("unsigned", lambda s: s["unsigned"][s["unsigned"]["author_role"].isna()], 1, "A role is not a name"),
    ("unsigned", lambda s: s["articles"].head(10), 0, "do name an author"),
    ("unsigned", lambda s: s["unsigned"]["article_id"].tolist(), 2, "name no author"),
    ("set_aside", lambda s: round(s["set_aside"], 2), 3, "running text"),
    ("set_aside", lambda s: 100 * s["set_aside"], 2, "per cent"),
    ("set_aside", lambda s: 1 - s["set_aside"], 2, "kept"),
    ("set_aside", lambda s: s["lines"].loc[~s["body"], "words"].sum(), 1, "Of how many"),
    ("set_aside", lambda s: (~s["body"]).mean(), 1, "share of lines"),
    ("set_aside", lambda s: words_of(s, s["lines"][s["lines"]["kind"] == "boilerplate"]), 1, "boilerplate alone"),
    ("set_aside", lambda s: words_of(s, s["lines"][s["lines"]["kind"] != "paragraph"]), 2, "list_item"),
    ("set_aside", lambda _: 0.77, 0, "0.77"),
    ("set_aside", lambda s: s["body"], 0, "single number"),
    ("voices", lambda s: len(s["articles"]), 0, "still among them"),
    ("voices", lambda s: len(s["articles"]) - 1, 1, "partial one"),
    ("voices", lambda s: len(s["articles"]) - 3, 1, "earlier article as well"),
    ("voices", lambda s: len(s["copies"]), 0, "take from 27"),
    ("voices", lambda _: "many", 0, "A single number is asked for"),
    ("unmarked", lambda s: s["repeats"], 1, "all the copies"),
    ("unmarked", lambda s: s["repeats"][s["repeats"]["outlet"] == "Capitol Standard"], 1, "does name the agency"),
    ("unmarked", lambda s: s["articles"][s["articles"]["article_id"].isin(s["copies"]["duplicate_of"])], 0, "first"),
    ("unmarked", lambda s: s["articles"][s["articles"]["author"] != "Transatlantic Wire Service"], 1, "among your 25"),
    ("unmarked", lambda s: s["unmarked"]["article_id"].iloc[0], 3, "somebody else"),
    ("unmarked", lambda s: s["unmarked"].iloc[0], 3, "somebody else"),
    ("unmarked", lambda s: s["articles"].head(0), 0, "no row"),
    ("unmarked", lambda s: s["articles"].head(2), 0, "do not repeat"),
    ("regime", lambda s: s["regime"][s["regime"] > 0], 2, "never use the word"),
    ("regime", lambda s: s["regime"] * 100, 2, "per cent"),
    ("regime", lambda s: s["says_regime"].groupby(s["articles"]["outlet"]).sum(), 2, "Of how many"),
    ("regime", lambda s: counts_in_text(s).sum(), 1, "uses of the word"),
    ("regime", lambda s: counts_in_text(s).mean(), 0, "not the shares"),
    ("regime", lambda s: s["says_regime"].mean(), 0, "One share for each outlet"),
    ("regime", lambda s: s["says_regime"].groupby(s["articles"]["outlet"], dropna=False).mean(), 3, "1 of 4"),
    ("names_nobody", lambda s: s["names_nobody"]("It is said to be so."), 0, "A function"),
    ("names_nobody", lambda _: lambda _sentence: True, 0, "without any of the phrases"),
    ("names_nobody", lambda _: ends_too_early, 1, "return False"),
    ("names_nobody", lambda _: returns_nothing_at_the_end, 1, "returns nothing"),
    ("names_nobody", lambda s: looks_for(s["phrases"], str), 1, "capitals"),
    ("names_nobody", lambda s: looks_for(s["phrases"], str.lower), 3, "two lines"),
    ("names_nobody", lambda s: looks_for(s["phrases"][:1], str.lower), 1, "first phrase alone"),
    ("names_nobody", lambda _: lambda sentence: sentence.lowercase(), 0, "AttributeError"),
]


@pytest.mark.parametrize(
    ("name", "answer", "points", "reason"), PLAUSIBLE, ids=[f"{case[0]}-{case[3]}" for case in PLAUSIBLE]
)
def test_a_plausible_answer_has_its_points_and_a_reason(solved, name, answer, points, reason):
    given, said = marks(1, name, answer(solved))
    assert (given, reason in said) == (points, True), (given, said)


@pytest.mark.parametrize(
    ("answer", "number"),
    [(3, 3.0), (np.float64(0.5), 0.5), (pd.Series([2]), 2.0), (pd.DataFrame({"n": [2]}), 2.0), (np.array([2]), 2.0),
     ("3", None), (True, None), ([1, 2], None), (pd.Series(["a"]), None)],
)  # fmt: skip
def test_a_number_is_read_from_what_holds_one(answer, number):
    assert find_number(answer) == number


@pytest.mark.parametrize(
    ("found", "close"),
    [(0.17, True), (pd.Series([0.18]), True), (0.1801, False), (17.41, False), (float("nan"), False), ("0.17", False)],
)
def test_a_number_is_close_as_far_as_two_digits_tell(found, close):
    assert are_close(found, 0.1741) == close
    if isinstance(found, float):
        assert find_close(pd.Series([found]), pd.Series([0.1741])).tolist() == [close]


def test_ids_and_values_are_read_from_the_shapes_students_make():
    table = pd.DataFrame({"article_id": ["b", "a"], "n": [1, 2]})
    for answer in (table, table["article_id"], ["a", "b"], {"a", "b"}):
        assert find_ids(answer) == {"a", "b"}
    assert find_ids(3) == set()
    assert find_values(table) == find_values({"b": 1, "a": 2}) == {"b": 1.0, "a": 2.0}
    assert find_values([1, 2]) == {}


@pytest.mark.slow
def test_the_solution_is_graded_in_full_wherever_its_cells_stand(tmp_path):
    require_full_marks(1, tmp_path)


@pytest.mark.slow
def test_an_empty_student_version_says_what_is_not_answered(tmp_path):
    require_hints_when_empty(1, tmp_path, stopped={"sentences"})  # they use functions that are not written
