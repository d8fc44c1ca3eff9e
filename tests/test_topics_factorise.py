"""Non-negative matrix factorisation from a start of k-means on LSA."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.decomposition import non_negative_factorization

from workbench.topics.factorise import Factors, divide, factorise, project, shares_of


def three_blocks(seed=0):
    """Return 60 units of length 1 in three groups, each with ten words of its own and two words of all."""
    random = np.random.default_rng(seed)
    units = np.zeros((60, 32), dtype=np.float32)
    for number, row in enumerate(units):
        row[random.choice(10, 5, replace=False) + 10 * (number % 3)] = random.random(5)
        row[30:] = 0.2 * random.random(2)
    return csr_matrix(units / np.linalg.norm(units, axis=1, keepdims=True))


def test_groups_are_found_and_terms_are_distributions():
    factors = factorise(three_blocks(), 3, seed=0)
    main = factors.units.argmax(axis=1)
    assert [len(set(main[group::3])) for group in range(3)] == [1, 1, 1]
    assert len(set(main)) == 3
    assert factors.terms.sum(axis=1) == pytest.approx([1, 1, 1])
    assert (factors.units >= 0).all()
    assert (factors.terms >= 0).all()


def test_the_product_is_as_close_as_that_of_the_usual_start():
    weights = three_blocks()
    factors = factorise(weights, 3, seed=0)
    units, terms, _ = non_negative_factorization(weights, n_components=3, random_state=0)
    ours, usual = (np.linalg.norm(weights - product) for product in (factors.units @ factors.terms, units @ terms))
    assert ours <= usual * 1.01


def test_the_same_seed_gives_the_same_bytes():
    first, second = (factorise(three_blocks(), 3, seed=4) for _ in range(2))
    assert first.units.tobytes() == second.units.tobytes()
    assert first.terms.tobytes() == second.terms.tobytes()


def test_units_without_words_hold_no_topic():
    weights = three_blocks().tolil()
    weights[5] = 0
    factors = factorise(weights.tocsr(), 3, seed=0)
    assert factors.units[5].tolist() == [0, 0, 0]


def test_projection_gives_fitted_units_the_topics_they_had():
    weights = three_blocks()
    factors = factorise(weights, 3, seed=0)
    np.testing.assert_allclose(project(weights, factors), factors.units, atol=0.02)


def test_projection_of_nothing_is_empty():
    factors = Factors(np.ones((1, 2)), np.eye(2))
    assert project(csr_matrix((0, 2), dtype=np.float32), factors).shape == (0, 2)


def test_shares_sum_to_one_or_are_undefined():
    shares = shares_of(np.array([[1.0, 3.0], [0.0, 0.0], [0.0, 0.2]]))
    np.testing.assert_array_equal(shares, [[0.25, 0.75], [np.nan, np.nan], [0, 1]])


def test_division_by_nothing_gives_what_was_asked_for():
    assert divide(np.array([1.0, 2.0]), np.array([0.0, 4.0]), undefined=-1).tolist() == [-1, 0.5]
