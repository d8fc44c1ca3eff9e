"""Lesson 5, dates and contradictions: what plausible answers are worth, and the notebook as students change it."""

import pytest
from lesson_answers import marks, require_all_points, require_full_marks, require_hints_when_empty, solve


@pytest.fixture(scope="module")
def solved():
    return solve(5)


def test_the_solution_has_all_points(solved):
    require_all_points(5, solved)


def compares_values(series):
    months = series[series["period"].notna()].sort_values("value")
    return bool(months["value"].iloc[-1] > months["value"].iloc[-2])


def takes_the_undated_for_a_month(series):
    ordered = series.sort_values("value")
    return bool(ordered["lowest"].iloc[-1] > ordered["highest"].iloc[:-1].max())


def plants_in_place(articles, article_id, old, new):
    here = articles["article_id"] == article_id
    articles.loc[here, "text"] = articles.loc[here, "text"].str.replace(old, new, regex=False)
    return articles


def plants_by_pattern(articles, article_id, old, new):
    changed = articles.copy()
    here = changed["article_id"] == article_id
    changed.loc[here, "text"] = changed.loc[here, "text"].str.replace(old, new, regex=True)
    return changed


def plants_everywhere(articles, article_id, old, new):
    del article_id
    return articles.assign(text=articles["text"].str.replace(old, new, regex=False))


def plants_once(articles, article_id, old, new):
    changed = articles.copy()
    here = changed["article_id"] == article_id
    changed.loc[here, "text"] = changed.loc[here, "text"].str.replace(old, new, n=1, regex=False)
    return changed


def lean_on_nothing(solved):
    return solved["dates"].query("basis == 'none'")


def all_expressions(solved):
    return dict.fromkeys(["published", "narrative", "none"], len(solved["dates"]))


def denied_ones(solved):
    return set(solved["channel"]["article_id"]) & set(solved["denied"])


def one_wrong(solved):
    first = next(iter(solved["found"]))
    return {**solved["found"], first: not solved["found"][first]}


PARTIAL = [
    ("undated", lambda s: len(s["undated"]), 0.5, "Asked are the rows"),
    ("undated", lambda _: 3, 0, "not a number"),
    ("undated", lambda s: s["articles"], 0, "27 articles"),
    ("undated", lambda s: s["undated"]["article_id"].tolist(), 1, "state no date"),
    ("peak_is_safe", lambda _: compares_values, 2, "could lift another month"),
    ("peak_is_safe", lambda _: takes_the_undated_for_a_month, 2, "is no month"),
    ("peak_is_safe", lambda _: lambda *_: True, 2, "could lift another month"),
    ("peak_is_safe", lambda _: lambda *_: None, 1, "does the function end with return"),
    ("yearless", lean_on_nothing, 1, "lean on nothing"),
    ("yearless", lambda s: s["dates"], 0, "begins with XXXX"),
    ("yearless", lambda s: len(s["yearless"]), 0, "rows of dates with all their columns"),
    ("placed", all_expressions, 0, "with an earliest day"),
    ("placed", lambda s: {"none": s["placed"]["none"]}, 1, "published, narrative"),
    ("witnesses", lambda s: s["call"]["article_id"].nunique(), 1, "wire story"),
    ("witnesses", lambda s: len(s["call"]), 0, "each article once"),
    ("witnesses", lambda _: "eleven", 0, "Asked is"),
    ("missed", lambda s: s["channel"], 1, "Leave out"),
    ("missed", denied_ones, 1, "Asked are the others"),
    ("missed", lambda s: s["channel"][s["channel"]["article_id"].isin(s["missed"])], 3, "You saw it in all"),
    ("missed", lambda s: sorted(s["missed"])[1:], 2, "too few"),
    ("missed", lambda s: s["articles"], 0, "tell of the channel"),
    ("plant", lambda _: plants_in_place, 2, "changed the table it was given"),
    ("plant", lambda _: plants_by_pattern, 2, "regex=False"),
    ("plant", lambda _: plants_everywhere, 1, "no other text"),
    ("plant", lambda _: plants_once, 2, "wherever the words stand"),
    ("plant", lambda _: lambda *_: None, 1, "the whole table"),
    ("found", one_wrong, 2, "both ways"),
    ("found", lambda s: dict.fromkeys(s["found"], False), 1, "anew"),
    ("found", lambda s: dict(list(s["found"].items())[:2]), 0, "are missing"),
    ("found", lambda s: sum(s["found"].values()), 0, "could not be read"),
]


@pytest.mark.parametrize(("name", "answer", "points", "reason"), PARTIAL, ids=[f"{c[0]}-{c[3][:20]}" for c in PARTIAL])
def test_a_plausible_answer_has_part_of_the_points_and_a_reason(solved, name, answer, points, reason):
    given, said = marks(5, name, answer(solved))
    assert given == points, said
    assert reason in said


def test_the_answers_of_the_lesson_are_worth_a_lesson(solved):
    """Should a better library see everything, the story of exercises 6 to 8 has to be told anew."""
    assert 0 < len(solved["missed"]) < len(solved["channel"])
    assert 0 < sum(solved["found"].values()) < len(solved["found"])
    assert len(solved["events"].conflicts) == 0
    assert solved["call"]["article_id"].nunique() > 10


@pytest.mark.slow
def test_the_solution_is_graded_in_full_wherever_its_cells_stand(tmp_path):
    require_full_marks(5, tmp_path)


@pytest.mark.slow
def test_an_empty_student_version_says_what_is_not_answered(tmp_path):
    require_hints_when_empty(5, tmp_path)
