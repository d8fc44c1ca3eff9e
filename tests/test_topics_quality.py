"""Coherence, exclusivity and stability of topics."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from workbench.topics.factorise import Factors
from workbench.topics.quality import (
    match_topics,
    mean_exclusivity,
    mean_npmi,
    mean_stability,
    rank_words,
    score_topics,
    share_by_topic,
)


def columns(*topics):
    return [np.array(topic, dtype=np.intp) for topic in topics]


@pytest.mark.parametrize(
    ("units", "npmi"),
    [
        ([[1, 1], [1, 1], [0, 0], [0, 0]], 1.0),  # always together (Bouma 2009: 1)
        ([[1, 1], [1, 0], [0, 1], [0, 0]], 0.0),  # independent (Bouma 2009: 0)
        ([[1, 0], [1, 0], [0, 1], [0, 0]], -1.0),  # never together (Bouma 2009: -1)
        ([[1, 1], [1, 1]], 1.0),  # in every unit: the formula divides 0 by 0
        ([[1, 1], [1, 0], [0, 0], [0, 0]], np.log(2) / np.log(4)),  # p = 1/4, 1/2, 1/4
        ([[5, 0.1], [9, 3], [0, 0], [0, 0]], 1.0),  # presence counts, weight does not
    ],
)
def test_npmi_of_a_pair(units, npmi):
    assert mean_npmi(csr_matrix(units), columns([0, 1]))[0] == pytest.approx(npmi)


def test_npmi_of_a_topic_is_the_mean_over_its_pairs():
    units = csr_matrix([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]])
    assert mean_npmi(units, columns([0, 1, 2]))[0] == pytest.approx((1 - 1 - 1) / 3)


def test_npmi_of_one_word_or_none_is_undefined():
    assert np.isnan(mean_npmi(csr_matrix([[1, 0], [0, 1]]), columns([0], []))).all()


@pytest.mark.parametrize(
    ("terms", "exclusivity"),
    [
        ([[1.0, 0.0], [0.0, 1.0]], [1.0, 1.0]),
        ([[0.5, 0.5], [0.5, 0.5]], [0.5, 0.5]),  # shared alike: 1 / number of topics
        ([[0.9, 0.1], [0.3, 0.7]], [0.75, 0.875]),
    ],
)
def test_exclusivity_of_the_best_word(terms, exclusivity):
    terms = np.array(terms)
    assert mean_exclusivity(terms, columns([0], [1])).tolist() == pytest.approx(exclusivity)


def test_shares_of_a_word_that_no_topic_uses_are_zero():
    assert share_by_topic(np.array([[0.0, 2.0], [0.0, 6.0]])).tolist() == [[0.0, 0.25], [0.0, 0.75]]


def test_ranked_words_are_the_heaviest_and_ties_keep_the_order_of_the_alphabet():
    terms = np.array([[0.2, 0.5, 0.2, 0.0], [0.0, 0.0, 0.0, 0.0]])
    assert [top.tolist() for top in rank_words(terms, 3)] == [[1, 0, 2], []]


@pytest.mark.parametrize(
    ("others", "overlaps"),
    [
        (([0, 1, 2], [3, 4, 5]), [1, 1]),
        (([3, 4, 5], [2, 1, 0]), [1, 1]),  # neither the number of a topic nor the order of its words counts
        (([0, 1, 9], [6, 7, 8]), [0.5, 0]),
        (([0, 1, 3], [0, 1, 2]), [1, 1 / 5]),  # one to one: the second gets what the first leaves
        (([], []), [0, 0]),
    ],
)
def test_topics_are_matched_one_to_one(others, overlaps):
    assert match_topics(columns([0, 1, 2], [3, 4, 5]), columns(*others)).tolist() == pytest.approx(overlaps)


def blocks_of_words(n_units, random):
    """Return units of which one half uses words 0-9 and the other half words 10-19."""
    units = np.zeros((n_units, 20), dtype=np.float32)
    for number, row in enumerate(units):
        row[random.choice(10, 6, replace=False) + 10 * (number % 2)] = 1 / np.sqrt(6)
    return csr_matrix(units)


def test_topics_that_are_there_come_back_and_topics_that_are_not_do_not():
    random = np.random.default_rng(1)
    clear = blocks_of_words(60, random)
    noise = csr_matrix((random.random((60, 200)) < 0.05).astype(np.float32))
    assert mean_stability(clear, columns(range(10), range(10, 20)), seed=0).min() == 1
    assert mean_stability(noise, columns(range(10), range(10, 20)), seed=0).max() < 0.5


def test_stability_is_the_same_for_a_seed():
    noise = csr_matrix((np.random.default_rng(2).random((40, 60)) < 0.1).astype(np.float32))
    top = columns(range(10), range(10, 20))
    assert mean_stability(noise, top, seed=3).tolist() == mean_stability(noise, top, seed=3).tolist()


def test_one_row_a_topic_with_every_measure_in_its_range():
    units = blocks_of_words(40, np.random.default_rng(4))
    terms = np.kron(np.eye(2), np.full(10, 0.1))
    table = score_topics(units, Factors(np.ones((40, 2)), terms), seed=0)
    assert table.columns.tolist() == ["topic", "npmi", "exclusivity", "stability"]
    assert table["topic"].tolist() == [1, 2]
    assert table["npmi"].between(-1, 1).all()
    assert table["exclusivity"].tolist() == [1, 1]
    assert table["stability"].tolist() == [1, 1]
