"""Evidence turned into the probability of being right."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from knowledge_base.evidence import FEATURES

Floats = NDArray[np.float64]

PRIOR = np.array([-0.2, 3.6, 1.8, 0.3, 0.1, 0.6, -0.4, 0.1, 1.2, 1.0])
"""Coefficients by feature that hold until a knowledge base is large enough to say otherwise.

Learnt from small ones: 6 to 30 articles of 1 to 5 variants each, drawn from public sets, asked
questions of theirs, of articles that were left out, and of another trade.
"""

PRIOR_TRUST = 4.0
SCALE_TRUST = 5.0
"""Inverse variances of the two steps' priors: a few trials hardly move the second."""


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


def learn_calibration(
    features: Floats, right: Floats, ranking: Floats, chances: Floats
) -> Calibration:
    """Fit the curve by maximum a posteriori around the fixed one, in two steps.

    First the evidence is weighed with questions out of scope counting as much as they should for
    telling them apart, then what comes out is scaled to what happens as often as it happens (Platt,
    "Probabilistic Outputs for Support Vector Machines", 1999).

    Args:
        features: one row for each trial, columns as in `FEATURES`.
        right: 1 where the best article was the right one, else 0.
        ranking: how much each trial counts in the first step.
        chances: how much each trial counts in the second.
    """
    if not len(right):
        return fixed_calibration()
    weighed = _fit(features, right, ranking, PRIOR, PRIOR_TRUST)
    scores = np.column_stack([np.ones(len(right)), features @ weighed])
    # A trial that counted for several would have a few of them believed more than they show.
    most_one = chances / chances.max()
    shift, scale = _fit(scores, right, most_one, np.array([0.0, 1.0]), SCALE_TRUST)
    coefficients = weighed * scale
    coefficients[FEATURES.index("constant")] += shift
    return Calibration(coefficients)


def _fit(features: Floats, right: Floats, weights: Floats, prior: Floats, trust: float) -> Floats:
    def lose(coefficients: Floats) -> tuple[float, Floats]:
        scores = features @ coefficients
        off = coefficients - prior
        loss = float(weights @ (np.logaddexp(0, scores) - right * scores))
        slope = features.T @ (weights * (expit(scores) - right))
        return loss + trust / 2 * float(off @ off), slope + trust * off

    found = minimize(lose, prior, jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)
