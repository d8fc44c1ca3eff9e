import numpy as np
import pytest

from workbench.errors import ParameterError
from workbench.statistics import wilson_interval

# Newcombe (1998), Statistics in Medicine 17, table I, method 3.
PUBLISHED = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("successes", "total", "low", "high"), PUBLISHED)
def test_published_intervals(successes, total, low, high):
    assert [round(float(bound), 4) for bound in wilson_interval(successes, total)] == [low, high]


def test_arrays_are_taken_element_by_element():
    low, high = wilson_interval(np.array([row[0] for row in PUBLISHED]), np.array([row[1] for row in PUBLISHED]))
    assert low.round(4).tolist() == [row[2] for row in PUBLISHED]
    assert high.round(4).tolist() == [row[3] for row in PUBLISHED]


@pytest.mark.parametrize("total", [0, np.nan])
def test_no_units_no_interval(total):
    low, high = wilson_interval([0.0], [total])
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_empty_in_empty_out():
    low, high = wilson_interval([], [])
    assert low.shape == high.shape == (0,)


def test_interval_contains_the_share_and_stays_in_bounds():
    totals = np.arange(1, 200)
    for successes in (np.zeros_like(totals), totals // 3, totals):
        low, high = wilson_interval(successes, totals)
        share = successes / totals
        assert ((low >= 0) & (low <= share) & (share <= high) & (high <= 1)).all()


def test_more_confidence_is_wider():
    narrow, wide = wilson_interval(5, 20, confidence=0.8), wilson_interval(5, 20, confidence=0.99)
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


@pytest.mark.parametrize(("successes", "total"), [(5, 4), (-1, 4), (1, 0)])
def test_impossible_counts_are_refused(successes, total):
    with pytest.raises(ParameterError, match="not a share"):
        wilson_interval(successes, total)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_confidence_is_a_share(confidence):
    with pytest.raises(ParameterError, match="confidence"):
        wilson_interval(1, 2, confidence=confidence)
