"""Statistics of keyness: published worked examples, other programs, other formulas, and where nothing is defined."""

from math import log

import numpy as np
import pytest

from workbench.framing.words.keyness import adjust, chance, chi_square, expected_counts, log_likelihood, log_odds

RNG = np.random.default_rng(4)


def counts(*numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=np.float64)


def random_tables() -> list[tuple[float, float, float, float]]:
    """Counts of a word here and there, and all words here and there: of any size, zeros among them."""
    tables = []
    for scale in (1, 10, 1_000, 100_000):
        for _ in range(50):
            totals = RNG.integers(2, 100 * scale + 2, size=2)
            tables.append((*(float(RNG.integers(0, min(scale, n - 1) + 1)) for n in totals), *map(float, totals)))
    return [table for table in tables if table[0] + table[1] > 0]


@pytest.mark.parametrize(
    ("here", "there", "published"),
    [(392, 170, 90), (348, 99, 147), (15, 14, 0), (9, 32, -14), (21, 25, 0)],
    ids="lemma keep keeps keeping kept".split(),
)
def test_log_likelihood_as_its_author_worked_it(here: float, there: float, published: float) -> None:
    # P. Rayson on the list Corpora, 18 January 2002: forms of "keep" in two corpora of a million words each, rounded.
    found = log_likelihood(counts(here), counts(there), total_here=1e6, total_there=1e6)
    assert found.round()[0] == published


def test_z_as_another_program_gives_it() -> None:
    # The README of the Python package fightin_words: a prior of .05 for each of ten words, "the" standing twice.
    words = "the quick brown fox jumps over lazy pig purple lazier donkey".split()
    first, second = (
        counts(*(text.split().count(word) for word in words))
        for text in (
            "the quick brown fox jumps over the lazy pig",
            "the lazy purple pig jumps over the lazier donkey",
        )
    )
    totals = {"total_here": first.sum(), "total_there": second.sum(), "total_prior": 0.05 * len(words)}
    _, z = log_odds(first, second, np.full(len(words), 0.05), **totals)
    by_word = dict(zip(words, z, strict=True))
    for word in ("quick", "brown", "fox"):
        assert by_word[word] == pytest.approx(0.6894227886807968, abs=1e-12)
    for word in ("donkey", "lazier", "purple"):
        assert by_word[word] == pytest.approx(-0.6894227886807968, abs=1e-12)
    for word in ("the", "jumps", "over", "lazy", "pig"):
        assert by_word[word] == pytest.approx(0, abs=1e-12)


def test_against_the_contingency_tables_of_scipy() -> None:
    from scipy.stats import chi2_contingency

    for here, there, total_here, total_there in random_tables():
        totals = {"total_here": total_here, "total_there": total_there}
        table = np.array([[here, there], [total_here - here, total_there - there]])
        if (table.sum(axis=1) == 0).any():
            continue
        expected = chi2_contingency(table, correction=False)
        found = chi_square(counts(here), counts(there), **totals)
        assert abs(found[0]) == pytest.approx(expected.statistic, rel=1e-9, abs=1e-9)
        assert chance(found)[0] == pytest.approx(expected.pvalue, rel=1e-9, abs=1e-300)
        assert expected_counts(counts(here), counts(there), **totals)[0] == pytest.approx(expected.expected_freq[0, 0])
        # Dunning's ratio adds the other words; Rayson and Garside's is its part that belongs to the word.
        dunning = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        others = log_likelihood(counts(total_here - here), counts(total_there - there), **totals)
        ours = log_likelihood(counts(here), counts(there), **totals)
        assert abs(ours[0]) + abs(others[0]) == pytest.approx(dunning, rel=1e-6, abs=1e-6)


def test_log_likelihood_is_the_ratio_of_two_poisson_rates() -> None:
    from scipy.stats import poisson

    for here, there, total_here, total_there in random_tables()[:80]:
        rate = (here + there) / (total_here + total_there)
        apart = poisson.logpmf(here, here) + poisson.logpmf(there, there)
        together = poisson.logpmf(here, rate * total_here) + poisson.logpmf(there, rate * total_there)
        found = log_likelihood(counts(here), counts(there), total_here=total_here, total_there=total_there)
        assert abs(found[0]) == pytest.approx(2 * (apart - together), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("test", [chi_square, log_likelihood])
def test_the_sign_says_which_side_uses_the_word_more(test) -> None:
    here, there = counts(30, 10, 20, 0), counts(10, 30, 20, 5)
    found = test(here, there, total_here=1000, total_there=1000)
    assert (np.sign(found) == [1, -1, 0, -1]).all()
    assert found == pytest.approx(-test(there, here, total_here=1000, total_there=1000))


@pytest.mark.parametrize("test", [chi_square, log_likelihood, expected_counts])
@pytest.mark.parametrize("totals", [(0, 10), (10, 0), (0, 0)])
def test_a_silent_side_cannot_be_compared(test, totals: tuple[float, float]) -> None:
    found = test(counts(0), counts(min(totals[1], 3)), total_here=totals[0], total_there=totals[1])
    assert np.isnan(found).all()


def test_one_single_word_cannot_set_anybody_apart() -> None:
    assert np.isnan(chi_square(counts(3), counts(5), total_here=3, total_there=5)).all()
    assert np.isnan(log_odds(counts(3), counts(5), counts(2), total_here=3, total_there=5, total_prior=2)).all()
    assert log_likelihood(counts(3), counts(5), total_here=3, total_there=5).tolist() == [0]


def test_log_odds_sums_over_words_that_are_not_passed() -> None:
    here, there, prior = counts(4, 2, 1), counts(1, 2, 5), counts(1, 1, 1)
    totals = {"total_here": 7, "total_there": 8, "total_prior": 3}
    whole = np.array(log_odds(here, there, prior, **totals))
    assert whole[:, :1] == pytest.approx(np.array(log_odds(here[:1], there[:1], prior[:1], **totals)))
    assert whole[0, 0] == pytest.approx(log(5 / 5) - log(2 / 9))


def test_adjusted_p_as_benjamini_and_hochberg_define_it() -> None:
    # Their own fifteen values, as the documentation of scipy quotes them: four fall below .05 after adjusting.
    from scipy.stats import false_discovery_control

    p = counts(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
               0.7590, 1.0)  # fmt: skip
    adjusted = adjust(p)
    assert adjusted == pytest.approx(false_discovery_control(p))
    assert (adjusted <= 0.05).sum() == 4
    assert (np.diff(adjusted) >= 0).all()
    shuffled = RNG.permutation(len(p))
    assert adjust(p[shuffled]) == pytest.approx(adjusted[shuffled])
    # Each test stands twice where two groups mirror each other; that changes nothing.
    assert adjust(np.repeat(p, 2)) == pytest.approx(np.repeat(adjusted, 2))


def test_adjusted_p_of_nothing() -> None:
    assert adjust(counts()).tolist() == []
    assert np.isnan(adjust(counts(np.nan, np.nan))).all()
    assert adjust(counts(0.2, np.nan)).tolist()[0] == 0.2


def test_false_discoveries_where_nothing_differs() -> None:
    # Words drawn at the same rate on both sides: p is uniform, and after adjusting hardly anything is found.
    here, there = RNG.poisson(50, 4000).astype(float), RNG.poisson(100, 4000).astype(float)
    for test in (chi_square, log_likelihood):
        p = chance(test(here, there, total_here=1e6, total_there=2e6))
        assert np.mean(p < 0.05) == pytest.approx(0.05, abs=0.012)
        assert (adjust(p) < 0.05).sum() <= 3
