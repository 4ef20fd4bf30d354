"""Asking each text with itself left out says what learning without it would have said."""

import numpy as np
import pytest

from knowledge_base.leaving_out import ask_left_out, choose_rows

pytestmark = pytest.mark.unit

TOPICS, TEXTS, DIMENSION = 4, 6, 12


def make_vectors(seed: int = 3) -> np.ndarray:
    random = np.random.default_rng(seed)
    centres = np.repeat(random.normal(size=(TOPICS, DIMENSION)), TEXTS, axis=0)
    vectors = centres + 0.9 * random.normal(size=centres.shape)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def owners_of(count: int = TOPICS) -> np.ndarray:
    return np.repeat(np.arange(count), TEXTS)


def test_texts_near_their_own_kind_stay_there():
    vectors = np.repeat(np.eye(TOPICS, DIMENSION, dtype=np.float32), TEXTS, axis=0)

    answers = ask_left_out(vectors, owners_of(), TOPICS, np.arange(len(vectors)))

    assert (answers.winners == owners_of()).all()
    assert (answers.leads == 0).all()


def test_a_text_among_those_of_another_article_goes_to_that_one():
    vectors = np.repeat(np.eye(TOPICS, DIMENSION, dtype=np.float32), TEXTS, axis=0)
    vectors[0] = vectors[TEXTS]

    answers = ask_left_out(vectors, owners_of(), TOPICS, np.array([0]))

    assert answers.winners.tolist() == [1]
    assert answers.leads[0] > 0.5
    assert answers.scores[0] > 1.5


def test_it_is_what_a_classifier_says_that_never_saw_the_text():
    """The closed form against learning once for every text."""
    vectors, owners = make_vectors(), owners_of()
    features = np.hstack([vectors, np.ones((len(vectors), 1))]).astype(np.float64)
    wanted = np.eye(TOPICS)[owners]

    for row in range(len(vectors)):
        kept = np.arange(len(vectors)) != row
        inverse = np.linalg.inv(features.T @ features + 0.03 * np.eye(features.shape[1]))
        leverage = features[row] @ inverse @ features[row]
        said = features[row] @ inverse @ features.T @ wanted
        closed = (said - leverage * wanted[row]) / (1 - leverage)
        products = features[kept].T @ features[kept] + 0.03 * np.eye(features.shape[1])
        learnt = np.linalg.solve(products, features[kept].T @ wanted[kept])
        assert np.allclose(features[row] @ learnt, closed)


def test_the_order_of_the_texts_asked_is_kept():
    vectors, owners = make_vectors(), owners_of()
    everything = ask_left_out(vectors, owners, TOPICS, np.arange(len(vectors)))

    some = ask_left_out(vectors, owners, TOPICS, np.array([2, 9, 20]))

    assert (some.winners == everything.winners[[2, 9, 20]]).all()
    assert np.allclose(some.leads, everything.leads[[2, 9, 20]])


def test_of_very_many_texts_an_even_part_is_asked():
    assert len(choose_rows(100)) == 100
    chosen = choose_rows(1_000, most=50_000)
    assert len(chosen) == 50
    assert chosen[0] == 0
    assert chosen[-1] == 999
