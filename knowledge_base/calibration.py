"""Evidence turned into the probability of being right."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from knowledge_base.evidence import FEATURES

Floats = NDArray[np.float64]

PRIOR = np.array([-6.0, 0.8, 1.5, 4.0, 2.0, 1.0, 1.0, 2.0])
"""Coefficients by feature that hold until a knowledge base is large enough to say otherwise."""

PRIOR_TRUST = 4.0
NEWTON_ROUNDS = 25


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve over the evidence; `coefficients` in the order of `FEATURES`."""

    coefficients: Floats

    def judge(self, features: Floats) -> float:
        """Return the probability that the article described is the right answer."""
        return float(expit(float(features @ self.coefficients)))


def fixed_calibration() -> Calibration:
    """Return what is assumed where there is too little to learn from."""
    return Calibration(PRIOR.copy())


def learn_calibration(features: Floats, right: Floats, weights: Floats) -> Calibration:
    """Fit the curve by maximum a posteriori around the fixed one.

    Args:
        features: one row for each trial, columns as in `FEATURES`.
        right: 1 where the best article was the right one, else 0.
        weights: how much each trial counts.
    """
    if not len(right):
        return fixed_calibration()
    coefficients = PRIOR.copy()
    pull = PRIOR_TRUST * np.eye(len(FEATURES))
    for _ in range(NEWTON_ROUNDS):
        chances = expit(features @ coefficients)
        slope = features.T @ (weights * (chances - right)) + pull @ (coefficients - PRIOR)
        bend = (features * (weights * chances * (1 - chances))[:, None]).T @ features + pull
        step = np.linalg.solve(bend, slope)
        coefficients = coefficients - step
        if float(np.abs(step).max()) < 1e-6:
            break
    return Calibration(coefficients)
