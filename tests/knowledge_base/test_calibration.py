"""A confidence is the probability of being right, as far as the trials can tell."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit

from knowledge_base.calibration import PRIOR, Calibration, fixed_calibration, learn_calibration
from knowledge_base.evidence import FEATURES

pytestmark = pytest.mark.unit

Floats = NDArray[np.float64]
TRUTH = PRIOR * 0.6 + np.linspace(-0.8, 0.3, len(PRIOR))


def draw_trials(count: int, *, seed: int = 3) -> tuple[Floats, Floats]:
    """Draw evidence, and who was right by a curve that is not the assumed one."""
    chance = np.random.default_rng(seed)
    features = chance.normal(size=(count, len(FEATURES)))
    features[:, 0] = 1
    return features, (chance.random(count) < expit(features @ TRUTH)).astype(np.float64)


def learn(features: Floats, right: Floats) -> Calibration:
    even = np.ones(len(right))
    return learn_calibration(features, right, even, even)


def measure_error(calibration: Calibration, features: Floats, right: Floats) -> float:
    """Return how far confidences are from the share that was right, on average over ten bins."""
    sure = np.array([calibration.judge(row) for row in features])
    bins = np.minimum(9, (sure * 10).astype(int))
    gaps = [(np.abs((sure - right)[bins == b].mean()), (bins == b).mean()) for b in set(bins)]
    return float(sum(gap * share for gap, share in gaps))


def test_nine_in_ten_that_are_said_to_be_so_are_right():
    learnt = learn(*draw_trials(3000))

    asked = draw_trials(3000, seed=4)
    assert measure_error(learnt, *asked) < 0.03
    assert measure_error(fixed_calibration(), *asked) > 0.06


def test_without_trials_what_is_assumed_holds():
    nothing = learn(np.empty((0, len(FEATURES))), np.empty(0))

    assert nothing.coefficients == pytest.approx(PRIOR)


def test_few_trials_change_less_than_many():
    sure = np.array([1.0, 0.6, 0.5, 0.4, 0.4, 0.7, 0.2, 0.6, 0.0, 0.9])
    before = fixed_calibration().judge(sure)

    after = [learn(np.tile(sure, (n, 1)), np.zeros(n)).judge(sure) for n in (1, 5, 25, 125)]

    assert before > 0.9
    assert after[0] > 0.6
    assert [before, *after] == sorted([before, *after], reverse=True)


def test_a_question_counts_as_often_as_it_is_asked():
    features, right = draw_trials(2000)
    rare = np.where(right == 1, 0.2, 1.0)

    learnt = learn_calibration(features, right, np.ones(2000), rare)

    sure = np.array([learnt.judge(row) for row in features])
    assert np.average(sure, weights=rare) == pytest.approx(
        np.average(right, weights=rare), abs=0.02
    )


def test_every_feature_has_a_coefficient():
    assert len(PRIOR) == len(FEATURES)
