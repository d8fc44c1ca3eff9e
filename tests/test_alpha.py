"""Krippendorff's alpha: published examples, the package on 1,000 random tables, resampling that keeps its promise."""

import krippendorff
import numpy as np
import pytest

from workbench.framing.agreement.alpha import (
    LEVELS,
    Tally,
    alphas,
    disagreements,
    estimate_alpha,
    interval_of,
    jackknife_interval,
    resample_alphas,
    tally_codes,
    with_prior,
)

GAP = np.nan
# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", sections A, B and C. Data and values were read in
# three independent transcriptions that cite the pages of the paper; the paper itself was not at hand.
MEG_OWEN = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
BEN_GERRY = [[1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]]
FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
    [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
]
# Hayes and Krippendorff (2007), table 1 (40 units, 5 observers), and the ordinal alpha .7598 they report; both read in
# independent transcriptions. A column a unit, "." is no code.
NEWS_TONE = """
1 1 2 . 0 0 1 1 2 2 . 0 1 3 1 1 2 1 1 0 0 0 2 0 1 0 0 1 1 1 1 2 2 3 2 2 2 2 2 1
1 1 3 0 0 0 0 . 2 1 1 0 2 3 1 1 1 2 1 0 0 0 3 0 2 1 0 2 1 1 1 1 2 2 2 2 2 2 2 1
2 0 3 0 0 0 2 2 2 1 0 0 2 2 1 1 2 3 0 0 1 . 3 0 . 1 0 1 2 2 0 2 . 2 2 3 2 . 2 1
. 1 3 . . . . 0 . 1 0 0 2 2 . . . 3 1 . 1 0 3 0 2 1 1 2 2 . . 1 2 2 . . . 1 2 .
2 . . 0 0 0 1 . 2 . . . . 3 1 1 2 . . 0 . 0 . . 2 . 0 . . 2 0 . 2 . 2 2 2 2 . 1
"""


def tally(coders_by_units, level="nominal"):
    table = np.asarray(coders_by_units, dtype=float)
    units = np.broadcast_to(np.arange(table.shape[1]), table.shape)
    return tally_codes(units.ravel(), table.ravel(), level=level)


def news_tone():
    return [[GAP if code == "." else int(code) for code in row.split()] for row in NEWS_TONE.split("\n") if row]


def own_alpha(found):
    pairs = found.pairable()
    return float(alphas(pairs, pairs.units[None, :])[0])


@pytest.mark.parametrize(
    ("table", "level", "published", "places"),
    [
        (MEG_OWEN, "nominal", 0.095, 3),
        (BEN_GERRY, "nominal", 0.692, 3),
        (FOUR_OBSERVERS, "nominal", 0.743, 3),
        (FOUR_OBSERVERS, "ordinal", 0.815, 3),
        (FOUR_OBSERVERS, "interval", 0.849, 3),
        (FOUR_OBSERVERS, "ratio", 0.797, 3),
        (news_tone(), "ordinal", 0.7598, 4),
    ],
)
def test_published_examples(table, level, published, places):
    assert round(estimate_alpha(tally(table, level)), places) == published
    assert round(own_alpha(tally(table, level)), places) == published


@pytest.mark.parametrize(
    ("table", "exact"),
    [
        (MEG_OWEN, 1 - 19 * 4 / (14 * 6)),  # coincidences o01 = 4 of n0 = 14, n1 = 6
        ([[0, 1, 0, 0], [1, 1, 0, GAP]], 1 - 5 * 1 / (3 * 3)),  # the last unit has no pair
        ([[0, 1], [1, 0]], -0.5),  # always opposite
        ([[0, 1, 2], [0, 1, 2]], 1.0),
    ],
)
def test_by_hand(table, exact):
    assert estimate_alpha(tally(table)) == pytest.approx(exact, abs=1e-12)
    assert own_alpha(tally(table)) == pytest.approx(exact, abs=1e-12)


def random_table(random, level):
    coders, units, values = random.integers(2, 6), random.integers(2, 60), random.integers(2, 7)
    table = random.integers(values, size=(coders, units)).astype(float)
    table = np.where(random.random(table.shape) < random.random(), table[:1], table)
    if random.random() < 0.3:  # unequal steps, and an offset as of years
        table = table * random.uniform(0.1, 30) + (0 if level == "ratio" else random.normal() * 2000)
    table[random.random(table.shape) < random.choice([0, 0.1, 0.4])] = GAP
    return table


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")  # the package divides by 0 where alpha is undefined
def test_equal_to_the_package_on_a_thousand_random_tables():
    random = np.random.default_rng(0)
    compared = 0
    for number in range(1000):
        level = LEVELS[number % 4]
        table = random_table(random, level)
        found = tally(table, level)
        try:
            theirs = krippendorff.alpha(table, level_of_measurement=level)
        except ValueError:  # nothing to pair
            theirs = np.nan
        if np.isfinite(theirs):
            compared += 1
            assert own_alpha(found) == pytest.approx(theirs, abs=1e-9)
            assert estimate_alpha(found) == pytest.approx(theirs, abs=1e-9)
        else:
            assert np.isnan(estimate_alpha(found))
    assert compared > 950


@pytest.mark.parametrize("level", LEVELS)
def test_a_weight_of_two_is_the_unit_twice(level):
    table = np.asarray(FOUR_OBSERVERS)[:, :11]
    single = tally_codes(np.tile(np.arange(11), 4), table.ravel(), level=level).pairable()
    twice = tally(np.hstack([table, table]), level)
    assert alphas(single, 2 * single.units[None, :])[0] == pytest.approx(own_alpha(twice), abs=1e-12)


def test_large_tables_take_the_own_sum(monkeypatch):
    found = tally(FOUR_OBSERVERS, "interval")
    before = estimate_alpha(found)
    monkeypatch.setattr("workbench.framing.agreement.alpha._MOST_NUMBERS", 1)
    assert estimate_alpha(found) == pytest.approx(before, abs=1e-12)


@pytest.mark.parametrize("table", [[[1, 1], [1, 1]], [[1, GAP], [GAP, 0]], [[1, 0]], [[GAP], [GAP]]])
def test_undefined_is_nan_everywhere(table):
    found = tally(table)
    assert np.isnan(estimate_alpha(found))
    assert len(resample_alphas(found)) == 0
    assert np.isnan(interval_of(np.nan, resample_alphas(found), units=2)).all()
    assert np.isnan(jackknife_interval(found, np.nan)).all()


def test_blocks_change_nothing(monkeypatch):
    found = tally(FOUR_OBSERVERS, "ordinal")
    whole = resample_alphas(found, seed=3)
    jackknife = jackknife_interval(found, estimate_alpha(found))
    monkeypatch.setattr("workbench.framing.agreement.alpha._BLOCK", 50)
    assert jackknife_interval(found, estimate_alpha(found)) == pytest.approx(jackknife)
    again = resample_alphas(found, seed=3)
    assert len(again) == len(whole)
    assert again.mean() == pytest.approx(whole.mean(), abs=0.03)


def test_resampling_repeats_and_a_seed_matters():
    found = tally(FOUR_OBSERVERS)
    assert (resample_alphas(found, seed=1) == resample_alphas(found, seed=1)).all()
    assert (resample_alphas(found, seed=1) != resample_alphas(found, seed=2)).any()
    assert len(resample_alphas(found, resamples=77)) == 77


def test_perfect_agreement_is_not_certainty():
    few, many = ([[0, 1] * half] * 2 for half in (10, 200))
    low_few, high_few = interval_of(1.0, resample_alphas(tally(few)), units=20)
    low_many, _ = interval_of(1.0, resample_alphas(tally(many)), units=400)
    assert low_few < 0.9 < low_many < 1
    assert high_few == 1
    assert np.isnan(jackknife_interval(tally(few), 1.0)).all()


def test_the_prior_adds_one_and_a_half_units():
    found = tally(FOUR_OBSERVERS)
    added = with_prior(found)
    assert added.units.sum() == pytest.approx(found.pairable().units.sum() + 1.5)
    assert (added.counts.sum(axis=1) >= 2).all()


def test_the_jackknife_by_hand():
    found = tally([[0, 0, 1, 1, 0, 1, 0, 1], [0, 0, 1, 1, 0, 1, 1, 0]])
    alpha = estimate_alpha(found)
    table = np.array([[0, 0, 1, 1, 0, 1, 0, 1], [0, 0, 1, 1, 0, 1, 1, 0]])
    left = np.array(
        [krippendorff.alpha(np.delete(table, unit, axis=1), level_of_measurement="nominal") for unit in range(8)]
    )
    error = np.sqrt(7 / 8 * ((left - left.mean()) ** 2).sum())
    reach = 2.364624 * error / (1 - alpha)  # t, 7 degrees of freedom
    expected = 1 - (1 - alpha) * np.exp([reach, -reach])
    assert jackknife_interval(found, alpha) == pytest.approx(expected, abs=0.001)


def test_no_jackknife_where_one_unit_holds_the_second_value():
    found = tally([[0, 0, 0, 0, 1], [0, 0, 0, 0, 1]])
    assert np.isnan(jackknife_interval(found, estimate_alpha(found))).all()


def test_a_unit_of_measurement_changes_nothing():
    table = np.asarray(FOUR_OBSERVERS)
    small, large = tally(table, "interval"), tally(table * 1e-7 + 2000, "interval")
    assert own_alpha(large) == pytest.approx(own_alpha(small), abs=1e-6)
    assert np.allclose(resample_alphas(large), resample_alphas(small), atol=1e-6)


@pytest.mark.parametrize("level", LEVELS)
def test_one_value_left_is_not_agreement(level):
    found = tally([[0.1, 0.1, 0.1, 0.7], [0.1, 0.1, 0.1, 0.7]], level)
    without_the_last = np.array([[3.0, 0.0]])
    assert np.isnan(alphas(found, without_the_last)).all()


def test_a_single_unit_has_an_interval_of_all_that_was_drawn():
    found = tally([[0], [1], [1]])
    resampled = resample_alphas(found)
    low, high = interval_of(estimate_alpha(found), resampled, units=1)
    assert (low, high) == (resampled.min(), resampled.max())
    assert -1 <= low <= estimate_alpha(found) <= high <= 1


def test_expected_disagreement_does_not_depend_on_who_agrees():
    one = tally([[0, 1, 0, 1], [1, 0, 0, 1]])
    other = tally([[0, 0, 1, 1], [0, 0, 1, 1]])
    expected = [disagreements(found, found.units[None, :])[1][0] for found in (one, other)]
    assert expected[0] == expected[1]


@pytest.mark.parametrize(
    ("units", "coders", "prevalence", "alpha"), [(100, 2, 0.1, 0.9), (100, 4, 0.3, 0.7), (200, 3, 0.5, 0.5)]
)
def test_intervals_hold_the_truth_as_often_as_they_say(units, coders, prevalence, alpha):
    random = np.random.default_rng(units + coders)
    held = []
    for study in range(300):
        together = random.random(units) < alpha
        own = random.random((coders, units)) < prevalence
        found = tally(np.where(together, own[0], own))
        low, high = interval_of(own_alpha(found), resample_alphas(found, resamples=400, seed=study), units=units)
        held.append(low <= alpha <= high)
    assert 0.91 <= np.mean(held) <= 0.985  # 300 studies: two standard errors around 92-97 %


def test_kinds_of_unit_are_counted_once():
    found = tally([[0, 0, 1], [0, 0, 1]])
    assert isinstance(found, Tally)
    assert found.units.sum() == 3
    assert len(found.counts) == 2
