"""Samples: drawn exactly, with the probabilities that they state, whatever the order of rows."""

import numpy as np
import pandas as pd
import pytest

from workbench.errors import DataError, ParameterError
from workbench.framing.coding.sampling import SAMPLE_COLUMNS, draw_sample, draw_units
from workbench.framing.coding.strata import allocate


def make_articles(count=60, **columns):
    return pd.DataFrame(
        {"article_id": [f"a{number:03}" for number in range(count)], "text": ["Talks went on. Nobody left."] * count}
        | columns
    )


def make_scores(articles, **every):
    """One row a unit and frame; a frame is present in every so-manieth unit."""
    rows = [
        (unit, frame, number % step == 0)
        for number, unit in enumerate(articles["article_id"])
        for frame, step in every.items()
    ]
    return pd.DataFrame(rows, columns=["unit_id", "frame", "present"])


ARTICLES = make_articles(outlet=["Post"] * 40 + ["Times"] * 15 + [None] * 4 + ["Once"])
SCORES = make_scores(ARTICLES, conflict=2, morality=15)
DESIGNS = {
    "simple": {},
    "stratified": {"by": ["outlet"]},
    "tilted": {"oversample": SCORES},
    "tilted in groups": {"by": ["outlet"], "oversample": SCORES},
}


@pytest.mark.parametrize("options", DESIGNS.values(), ids=DESIGNS)
def test_exactly_n_units_with_their_probabilities(options):
    sample = draw_sample(ARTICLES, 20, **options)
    assert sample.columns.tolist() == SAMPLE_COLUMNS
    assert len(sample) == sample["unit_id"].nunique() == 20
    assert sample["probability"].between(0, 1, inclusive="right").all()
    assert sample["text"].tolist() == ["Talks went on. Nobody left."] * 20
    assert sample["unit_id"].is_monotonic_increasing
    # Within a stratum the weights add up to its size, so that all of them add up to all units where each is drawn from.
    assert (1 / sample["probability"]).sum() == pytest.approx(60)
    assert sample.groupby("stratum")["probability"].nunique().eq(1).all()


@pytest.mark.parametrize("options", DESIGNS.values(), ids=DESIGNS)
def test_the_order_of_rows_changes_nothing(options):
    shuffled = ARTICLES.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(draw_sample(ARTICLES, 20, **options), draw_sample(shuffled, 20, **options))
    assert (
        draw_sample(ARTICLES, 20, **options, seed=1)["unit_id"].tolist()
        != draw_sample(ARTICLES, 20, **options)["unit_id"].tolist()
    )


@pytest.mark.parametrize("options", DESIGNS.values(), ids=DESIGNS)
def test_frequencies_match_the_stated_probabilities_and_weighted_means_are_unbiased(options):
    """Over 2,000 seeds: a chi-square of how often each unit came up, and the Horvitz-Thompson mean of a number."""
    from scipy.stats import chi2

    whole = draw_sample(ARTICLES, 60, **options)  # all units with their strata
    drawn = draw_sample(ARTICLES, 20, **options)
    counts, sizes = drawn["stratum"].value_counts(), whole["stratum"].value_counts()
    units, strata = whole["unit_id"].tolist(), whole["stratum"].tolist()
    stated = whole["stratum"].map(drawn.groupby("stratum")["probability"].first()).to_numpy()
    seeds = range(2000)
    chosen = np.array([draw_units(units, strata, counts.to_dict(), seed) for seed in seeds])
    assert whole["unit_id"][chosen[0]].tolist() == drawn["unit_id"].tolist()

    free = stated < 1
    expected = 2000 * stated
    assert (chosen.sum(axis=0)[~free] == 2000).all()
    statistic = ((chosen.sum(axis=0) - expected)[free] ** 2 / (expected * (1 - stated))[free]).sum()
    # Without replacement, counts of a stratum of N units spread N / (N - 1) more than independent ones, in N - 1 ways.
    open_strata = sizes[counts.reindex(sizes.index) < sizes]
    scale, freedom = open_strata.sum() / (open_strata - 1).sum(), (open_strata - 1).sum()
    assert chi2.ppf(0.001, freedom) < statistic / scale < chi2.ppf(0.999, freedom)

    measured = np.arange(60.0) ** 1.5
    means = (chosen * measured / stated).sum(axis=1) / 60
    assert abs(means.mean() - measured.mean()) < 4 * means.std() / np.sqrt(2000)


def test_rare_frames_come_up_more_often_and_no_unit_loses_more_than_half():
    articles = make_articles(1000)
    scores = make_scores(articles, conflict=2, morality=50)
    sample = draw_sample(articles, 100, oversample=scores)
    chance = sample.groupby("stratum")["probability"].first()
    assert 0.8 < chance["morality"] <= 1
    assert chance.min() >= 0.05
    rare = set(scores.loc[(scores["frame"] == "morality") & scores["present"], "unit_id"])
    assert len(rare & set(sample["unit_id"])) > 15
    assert len(rare & set(draw_sample(articles, 100)["unit_id"])) < 8


def test_a_unit_with_two_frames_is_in_the_stratum_of_the_rarer():
    articles = make_articles(60)
    sample = draw_sample(articles, 60, oversample=make_scores(articles, conflict=2, morality=20))
    assert sample["stratum"].value_counts().to_dict() == {"no frame predicted": 30, "conflict": 27, "morality": 3}


def test_probabilities_and_hits_tilt_like_present():
    articles = make_articles(60)
    scores = make_scores(articles, conflict=2, morality=20)
    likely = scores.assign(probability=scores["present"].astype(float)).drop(columns="present")
    hits = scores.assign(hits=scores["present"] * 3).drop(columns="present")
    expected = draw_sample(articles, 20, oversample=scores)
    pd.testing.assert_frame_equal(draw_sample(articles, 20, oversample=likely), expected)
    pd.testing.assert_frame_equal(draw_sample(articles, 20, oversample=hits), expected)


def test_low_probabilities_still_point_to_the_likeliest_units():
    articles = make_articles(100)
    chances = pd.DataFrame(
        {"unit_id": articles["article_id"], "frame": "morality", "probability": np.linspace(0.0, 0.1, 100)}
    )
    drawn = draw_sample(articles, 100, oversample=chances)
    assert drawn.loc[drawn["stratum"] == "morality", "unit_id"].tolist() == ["a095", "a096", "a097", "a098", "a099"]


def test_units_without_a_score_are_a_stratum_of_their_own():
    articles = make_articles(60)
    sample = draw_sample(articles, 60, oversample=make_scores(articles.head(40), conflict=2))
    assert sample["stratum"].value_counts()["not scored"] == 20


def test_scores_of_nothing_warn_and_draw_simply():
    with pytest.warns(UserWarning, match="No unit is predicted"):
        sample = draw_sample(ARTICLES, 15, oversample=SCORES.assign(present=False))
    assert set(sample["stratum"]) == {"no frame predicted"}
    assert set(sample["probability"]) == {0.25}


def test_strata_of_frames_become_coarser_before_there_are_more_than_units_to_draw():
    articles = make_articles(200, outlet=[f"outlet {number % 5}" for number in range(200)])
    scores = make_scores(articles, conflict=2, morality=3, economy=7, health=11)
    fine = draw_sample(articles, 60, by=["outlet"], oversample=scores)
    coarse = draw_sample(articles, 12, by=["outlet"], oversample=scores)
    assert fine["stratum"].nunique() > 12
    assert {label.split(" | ")[1] for label in coarse["stratum"]} == {
        "a rarer frame predicted",
        "no rarer frame predicted",
    }


def test_groups_with_one_unit_and_without_a_value():
    sample = draw_sample(ARTICLES, 12, by="outlet")
    assert set(sample["stratum"]) == {"Post", "Times", "not stated", "Once"}
    assert sample.set_index("stratum")["probability"]["Once"] == 1.0
    blank = make_articles(10, outlet=[" "] * 5 + [None] * 5)
    assert set(draw_sample(blank, 2, by="outlet")["stratum"]) == {"not stated"}


def test_several_columns_and_numbers_with_gaps():
    articles = make_articles(40, outlet=["Post", "Times"] * 20, year=[2024.0] * 39 + [np.nan])
    assert set(draw_sample(articles, 40, by=["outlet", "year"])["stratum"]) == {
        "Post | 2024", "Times | 2024", "Times | not stated",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sizes", "n", "expected"),
    [
        ([50, 30, 20], 10, [5, 3, 2]),
        ([90, 9, 1], 10, [8, 1, 1]),  # at least one each
        ([1, 1, 1], 3, [1, 1, 1]),
        ([3, 3, 3], 4, [2, 1, 1]),  # equal remainders: by name
        ([7, 5, 3], 15, [7, 5, 3]),
    ],
)
def test_proportional_allocation_by_largest_remainders(sizes, n, expected):
    assert allocate(pd.Series(sizes, index=list("abc")), n).tolist() == expected


def test_allocation_adds_up_within_bounds_for_any_sizes():
    random = np.random.default_rng(5)
    for _ in range(300):
        sizes = pd.Series(random.integers(1, 400, random.integers(1, 30)))
        n = int(random.integers(len(sizes), sizes.sum() + 1))
        for equal in (None, pd.Series(1.0, index=sizes.index)):
            drawn = allocate(sizes, n, equal=equal)
            assert drawn.sum() == n
            assert ((drawn >= 1) & (drawn <= sizes)).all()


def test_a_larger_sample_keeps_the_smaller_one():
    small, large = draw_sample(ARTICLES, 10), draw_sample(ARTICLES, 30)
    assert set(small["unit_id"]) < set(large["unit_id"])


def test_all_units_have_probability_one():
    sample = draw_sample(ARTICLES, 60, by="outlet")
    assert set(sample["probability"]) == {1.0}


@pytest.mark.parametrize(("unit", "count"), [("paragraph", 120), ("sentence", 180)])
def test_smaller_units_keep_their_place(unit, count):
    articles = make_articles(60).assign(text="One stays. One goes.\n\n  =Two + 2  ")
    sample = draw_sample(articles, count, unit=unit)
    assert len(sample) == count
    texts = articles.set_index("article_id")["text"]
    for row in sample.itertuples():
        assert texts[row.article_id][row.start : row.end] == row.text


def test_weights_of_articles_come_along():
    assert draw_sample(ARTICLES.assign(weight=0.5), 3)["weight"].tolist() == [0.5] * 3


def test_articles_without_text_have_no_unit():
    articles = make_articles(4).assign(text=["One.", "", None, "  \n"])
    assert draw_sample(articles, 1)["unit_id"].tolist() == ["a000"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n": 61}, "n=61 is more than there is: the articles have 60 units"),
        ({"n": 0}, "n=0 is no number of units"),
        ({"n": 2.5}, "n=2.5"),
        ({"n": True}, "n=True"),
        ({"n": 3, "by": ["outlet"]}, "n=3 is less than the 4 strata"),
        ({"n": 3, "by": ["outlt"]}, "Did you mean 'outlet'"),
        ({"n": 3, "unit": "page"}, "unit='page'"),
    ],
)
def test_wrong_parameters(options, message):
    with pytest.raises(ParameterError, match=message):
        draw_sample(ARTICLES, **options)


def test_no_articles():
    with pytest.raises(ParameterError, match="the articles have 0 units"):
        draw_sample(ARTICLES.head(0), 1)


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        (SCORES.drop(columns="present"), "no column present, probability or hits"),
        (SCORES.drop(columns="frame"), "no column 'frame'"),
        (SCORES.assign(unit_id=SCORES["unit_id"] + "-p0"), "about none of these units"),
        (pd.concat([SCORES, SCORES.head(1)]), "scores 'conflict' in 'a000' twice"),
        (SCORES.assign(probability=1.5).drop(columns="present"), "the probability 1.5. Allowed: 0 to 1"),
    ],
)
def test_wrong_scores(scores, message):
    with pytest.raises(DataError, match=message):
        draw_sample(ARTICLES, 10, oversample=scores)


def test_two_articles_of_one_id():
    with pytest.raises(DataError, match="article_id 'a000'"):
        draw_sample(pd.concat([ARTICLES, ARTICLES.head(1)]), 10)
