"""Each part of the matcher says for itself which article a text is about."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from knowledge_base.evidence import share_scores, shortlist
from knowledge_base.parts.growth import grow_meaning, grow_words, keep_meaning, keep_words
from knowledge_base.parts.meaning import (
    MeaningPart,
    average_meaning,
    settle_meaning,
    span_meaning,
    train_meaning,
)
from knowledge_base.parts.nearest import NearestPart, count_starts
from knowledge_base.parts.words import ABSENT, WordsPart, average_words, train_words
from knowledge_base.term_vectors import learn_vectors

pytestmark = pytest.mark.unit

EASY = (
    *("cancel my order", "order cancelled by me", "please cancel that order"),
    *("password forgotten", "reset the password", "new password wanted"),
    *("opening hours on sunday", "open on sunday", "hours of opening"),
    *("broken screen repaired", "repair of a screen", "my screen is broken"),
)
OWNERS = np.repeat(np.arange(4), 3)
WORTHS = np.ones(len(OWNERS), dtype=np.float32)
TERMS = learn_vectors(EASY)
ROWS = TERMS.embed(EASY)

Floats = NDArray[np.float32]
Learn = Callable[[csr_matrix, NDArray[np.int64], Floats, int], WordsPart]


def make_vectors(per_article: int = 6, articles: int = 4, *, seed: int = 1) -> Floats:
    """Make unit vectors, those of an article round a direction of its own."""
    chance = np.random.default_rng(seed)
    middles = np.repeat(np.eye(16)[:articles], per_article, axis=0)
    vectors = middles + chance.normal(scale=0.15, size=middles.shape)
    unit: Floats = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


def learn_meaning(vectors: Floats, owners: NDArray[np.int64]) -> MeaningPart:
    space = span_meaning(vectors)
    even = np.ones(len(owners), dtype=np.float32)
    weights = train_meaning(space.describe(vectors), owners, even, int(owners.max()) + 1)
    return settle_meaning(space, weights)


def say(part: MeaningPart, vectors: Floats) -> Floats:
    return np.array([part.score(vector).total for vector in vectors])


def test_machines_and_means_agree_on_easy_texts():
    machines = train_words(ROWS, OWNERS, WORTHS, 4)
    means = average_words(ROWS, OWNERS, WORTHS, 4)
    asked = TERMS.embed(["the order is to be cancelled", "which password", "sunday", "screens"])

    assert machines.score_all(asked).argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert means.score_all(asked).argmax(axis=1).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("learn", [train_words, average_words])
def test_one_text_scores_as_it_does_among_many(learn: Learn):
    part = learn(ROWS, OWNERS, WORTHS, 4)

    alone = [part.score(ROWS[place]) for place in range(ROWS.shape[0])]

    assert np.array(alone) == pytest.approx(part.score_all(ROWS), abs=1e-5)


def test_of_two_articles_each_has_its_own_margin():
    part = train_words(ROWS[:6], OWNERS[:6], WORTHS[:6], 2)

    margins = part.score_all(ROWS[:6])

    assert margins.argmax(axis=1).tolist() == [0, 0, 0, 1, 1, 1]
    assert margins[:, 0] == pytest.approx(-margins[:, 1], abs=1e-5)


def test_an_article_without_a_text_to_learn_from_is_never_likely():
    part = train_words(ROWS[:6], np.array([0, 0, 0, 3, 3, 3]), WORTHS[:6], 5)

    assert np.all(part.score_all(ROWS)[:, [1, 2, 4]] == np.float32(ABSENT))


def test_the_meaning_of_a_text_is_that_of_its_article():
    vectors, owners = make_vectors(), np.repeat(np.arange(4), 6)

    told = say(learn_meaning(vectors, owners), make_vectors(seed=2))

    assert told.argmax(axis=1).tolist() == owners.tolist()


def test_of_very_many_articles_a_mean_tells_each_apart():
    vectors, owners = make_vectors(), np.repeat(np.arange(4), 6)
    space, worths = span_meaning(vectors), np.ones(24, dtype=np.float32)

    weights = average_meaning(space.describe(vectors), owners, worths, 5)

    told = say(settle_meaning(space, weights), make_vectors(seed=2))
    assert told.argmax(axis=1).tolist() == owners.tolist()
    assert np.isfinite(told).all()


def test_what_is_far_from_everything_is_familiar_to_no_article():
    part = learn_meaning(make_vectors(), np.repeat(np.arange(4), 6))
    near, far = make_vectors(seed=2)[0], np.eye(16, dtype=np.float32)[15]

    assert part.score(far).familiar.max() < part.score(near).familiar.max()


def test_a_new_article_is_told_apart_and_the_others_stay_as_they_were():
    vectors, owners = make_vectors(articles=5), np.repeat(np.arange(5), 6)
    old = learn_meaning(vectors[:24], owners[:24])

    grown = grow_meaning(old, vectors[:24], vectors[24:], np.zeros(6, dtype=np.int64))

    asked = make_vectors(articles=5, seed=2)
    told = say(grown, asked)
    assert told.argmax(axis=1).tolist() == owners.tolist()
    assert told[:, :4] == pytest.approx(say(old, asked), abs=1e-4)


def test_a_retired_article_is_gone_and_the_others_stay_as_they_were():
    vectors, owners = make_vectors(), np.repeat(np.arange(4), 6)
    old = learn_meaning(vectors, owners)

    kept = keep_meaning(old, np.array([0, 2, 3]))

    assert say(kept, vectors) == pytest.approx(say(old, vectors)[:, [0, 2, 3]], abs=1e-5)


@pytest.mark.parametrize("learn", [train_words, average_words])
def test_words_grow_and_shrink_in_either_form(learn: Learn):
    old = learn(ROWS[:9], OWNERS[:9], WORTHS[:9], 3)

    grown = grow_words(old, ROWS[9:], np.zeros(3, dtype=np.int64))
    kept = keep_words(grown, np.array([0, 3]))

    assert grown.score_all(ROWS)[9:].argmax(axis=1).tolist() == [3, 3, 3]
    assert grown.score_all(ROWS)[:, :3] == pytest.approx(old.score_all(ROWS), abs=1e-5)
    assert kept.score_all(ROWS) == pytest.approx(grown.score_all(ROWS)[:, [0, 3]], abs=1e-5)
    assert isinstance(grown.weights, csr_matrix) == isinstance(old.weights, csr_matrix)


def test_the_nearest_variant_of_each_article_is_named_by_its_row():
    vectors = make_vectors()
    part = NearestPart(vectors, count_starts(np.repeat(np.arange(4), 6), 4))

    near = part.find(vectors[13], [2, 0])

    assert near.rows[0] == 13
    assert near.cosines[0] == pytest.approx(1)
    assert 0 <= near.rows[1] < 6
    assert near.cosines[1] == pytest.approx((vectors[:6] @ vectors[13]).max())
    assert near.crowd <= near.cosines.max()


def test_a_hidden_variant_is_not_found():
    vectors = make_vectors()
    part = NearestPart(vectors, count_starts(np.repeat(np.arange(4), 6), 4))

    near = part.find(vectors[13], [2], hidden=13)

    assert near.rows[0] != 13
    assert near.cosines[0] < 1


def test_an_article_s_rows_begin_where_the_one_before_ends():
    assert count_starts(np.array([0, 0, 1, 2, 2, 2]), 3).tolist() == [0, 2, 3, 6]


scores = st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=80)


@given(scores, st.integers(0, 6))
def test_shares_are_chances_and_strangers_take_theirs(raw: list[float], strangers: int):
    shares = share_scores(np.array(raw, dtype=np.float32), strangers)

    assert np.all((shares >= 0) & (shares <= 1))
    assert shares.sum() <= 1 + 1e-5
    assert strangers or shares.sum() == pytest.approx(1, abs=1e-5)


@given(scores)
def test_the_shortlist_has_the_likeliest_best_first_and_each_once(raw: list[float]):
    meaning = np.array(raw, dtype=np.float32)

    places = shortlist(meaning, np.zeros_like(meaning))

    assert len(set(places)) == len(places)
    assert meaning[places].tolist() == sorted(raw, reverse=True)[: len(places)]
