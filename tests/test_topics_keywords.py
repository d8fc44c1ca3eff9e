"""Weights that dwell on the words the rest of a text speaks for."""

import warnings

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from topic_texts import three_blocks

from workbench.topics.fitting.keywords import _keep_highest, remember_keywords, weigh_keywords


def lengths_of(weights):
    return np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())


def test_rows_are_of_length_one_and_hold_no_word_the_unit_has_not():
    weights = three_blocks()
    keywords = weigh_keywords(weights, seed=0)
    assert keywords.dtype == np.float32
    assert keywords.shape == weights.shape
    assert lengths_of(keywords) == pytest.approx(np.ones(60), rel=1e-5)
    assert (keywords.data >= 0).all()
    assert not ((keywords > 0) > (weights > 0)).nnz


def test_a_word_that_stands_in_a_text_by_the_way_weighs_less():
    units = three_blocks().toarray()
    units[0, 25] = units[0, :10].max()  # a word of the third group in a unit of the first
    keywords = weigh_keywords(csr_matrix(units), seed=0).toarray()
    assert keywords[0, 25] < 0.95 * keywords[0, :10].max()


def test_the_twenty_five_highest_stay():
    units = np.random.default_rng(0).random((40, 60)).astype(np.float32)
    keywords = weigh_keywords(csr_matrix(units), seed=0)
    assert np.diff(keywords.indptr).tolist() == [25] * 40


def test_equal_weights_at_the_border_all_stay():
    units = csr_matrix(np.ones((2, 40), dtype=np.float32))
    units.data[:20] = 2
    _keep_highest(units)
    assert np.diff(units.indptr).tolist() == [40, 40]


def test_empty_units_stay_empty_without_a_warning():
    units = three_blocks().toarray()
    units[[0, 7]] = 0
    with warnings.catch_warnings(action="error"):
        keywords = weigh_keywords(csr_matrix(units), seed=0)
    assert np.flatnonzero(np.diff(keywords.indptr) == 0).tolist() == [0, 7]


def test_blocks_change_nothing(monkeypatch):
    whole = weigh_keywords(three_blocks(), seed=0)
    monkeypatch.setattr("workbench.topics.fitting.keywords._BLOCK", 7)
    assert weigh_keywords(three_blocks(), seed=0).toarray().tobytes() == whole.toarray().tobytes()


def test_the_weights_are_not_changed_and_the_same_seed_gives_the_same_bytes():
    weights = three_blocks()
    before = weights.copy()
    first, second = (weigh_keywords(weights, seed=3) for _ in range(2))
    assert first.data.tobytes() == second.data.tobytes()
    assert (weights != before).nnz == 0


def test_remembered_keywords_are_those_of_the_same_units_and_seed():
    weigh = remember_keywords()
    for weights, seed in [(three_blocks(), 0), (three_blocks(), 1), (three_blocks()[:9], 0), (three_blocks(), 0)]:
        assert (weigh(weights, seed=seed) != weigh_keywords(weights, seed=seed)).nnz == 0
    assert weigh(three_blocks(), seed=0) is weigh(three_blocks(), seed=0)
