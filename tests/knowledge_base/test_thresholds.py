"""Who asks for a share of right answers gets it, and never more answers by asking for more."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.thresholds import (
    FEWEST_TRIALS,
    LEAST_NEEDED,
    MOST_NEEDED,
    UNKNOWN,
    learn_thresholds,
)

pytestmark = pytest.mark.unit

Trial = tuple[float, bool, float]

# Few different confidences, so that many are the same.
few_trials = st.lists(
    st.tuples(
        st.sampled_from([0.01, 0.3, 0.5, 0.7, 0.9, 0.97]) | st.floats(0, 1),
        st.booleans(),
        st.floats(0.1, 3),
    ),
    min_size=2,
    max_size=20,
)
# As many as it takes, and not all wrong: the same ones again and again.
trials = few_trials.map(lambda some: [(0.95, True, 1.0), *some] * FEWEST_TRIALS)
shares = st.floats(0.5, 1)


def find(asked: list[Trial], precision: float) -> float:
    confidences, right, weights = zip(*asked, strict=True)
    return learn_thresholds(confidences, right, weights).find(precision)


def expected_precision(asked: list[Trial], threshold: float) -> float:
    """Return the share of right answers from a threshold on, half counted and half believed."""
    sent = [(0.5 * right + 0.5 * sure, mass) for sure, right, mass in asked if sure >= threshold]
    return sum(hit * mass for hit, mass in sent) / sum(mass for _, mass in sent)


@given(trials, shares)
def test_the_wanted_precision_is_reached_on_what_it_was_learnt_from(
    asked: list[Trial], precision: float
):
    threshold = find(asked, precision)

    if threshold < MOST_NEEDED:
        assert expected_precision(asked, threshold) >= precision - 1e-9


@given(trials, shares)
def test_no_lower_threshold_would_do(asked: list[Trial], precision: float):
    threshold = find(asked, precision)

    lower = {sure for sure, _, _ in asked if LEAST_NEEDED <= sure < threshold}
    assert all(expected_precision(asked, sure) < precision + 1e-9 for sure in lower)


@given(trials, shares, shares)
def test_more_precision_never_lowers_the_threshold(asked: list[Trial], one: float, other: float):
    assert find(asked, min(one, other)) <= find(asked, max(one, other))


@given(shares, shares)
def test_nor_does_it_where_there_was_nothing_to_learn_from(one: float, other: float):
    assert UNKNOWN.find(min(one, other)) <= UNKNOWN.find(max(one, other))


@given(trials, shares, st.randoms(use_true_random=False))
def test_the_order_of_the_trials_does_not_matter(
    asked: list[Trial], precision: float, chance: object
):
    shuffled = list(asked)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    one, other = find(asked, precision), find(shuffled, precision)
    # Sums in another order differ in their last digits, which may decide between neighbours.
    assert one == other or abs(expected_precision(asked, min(one, other)) - precision) < 1e-9


@given(trials, st.floats(0, 1))
def test_what_is_rather_wrong_than_right_is_never_sent(asked: list[Trial], precision: float):
    assert find(asked, precision) >= LEAST_NEEDED
    assert UNKNOWN.find(precision) >= LEAST_NEEDED


@given(trials)
def test_what_is_asked_word_for_word_is_answered_whatever_is_wanted(asked: list[Trial]):
    assert find(asked, 1.0) <= MOST_NEEDED < 0.99


def test_honest_confidences_give_the_precision_that_was_wanted():
    chance = np.random.default_rng(7)
    sure = chance.beta(2, 1, 4000)
    right = chance.random(4000) < sure

    thresholds = learn_thresholds(sure.tolist(), right.tolist(), [1.0] * 4000)

    for wanted in (0.8, 0.9, 0.95):
        assert right[sure >= thresholds.find(wanted)].mean() == pytest.approx(wanted, abs=0.02)


def test_too_few_trials_say_nothing():
    few: list[Trial] = [(0.2, True, 1.0)] * (FEWEST_TRIALS - 1)

    assert find(few, 0.95) == UNKNOWN.find(0.95) == pytest.approx(0.8)


def test_where_no_threshold_is_enough_only_the_surest_is_sent():
    assert find([(0.6, True, 1.0), (0.9, False, 1.0)] * 100, 0.95) == MOST_NEEDED
