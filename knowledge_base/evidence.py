"""What speaks for an article being the answer, in numbers that mean the same for every text."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEATURES = (
    "constant",
    "log_odds",
    "lead",
    "nearest",
    "nearest_lead",
    "covered",
    "covered_lead",
    "known",
)


@dataclass(frozen=True, slots=True)
class PartScores:
    """The parts' word on every article, for one text.

    Attributes:
        shares: the classifier's probabilities; they add up to less than 1, the rest is "none".
        nearest: cosine of the article's nearest variant.
        covered: share of the text's words, by weight, that the article's variants have.
        known: share of the text's words, by weight, that any article has.
    """

    shares: Floats
    nearest: Floats
    covered: Floats
    known: float

    def rank(self, limit: int) -> list[int]:
        """Return the articles' positions, best first, by the classifier's word."""
        return [int(place) for place in np.argsort(-self.shares, kind="stable")[:limit]]

    def describe(self, place: int) -> Floats:
        """Return the features that speak for the article at a position."""
        share = float(np.clip(self.shares[place], 1e-4, 1 - 1e-4))
        rival = max(_largest_other(self.shares, place), 1e-4)
        nearest = float(self.nearest[place])
        return np.array(
            [
                1.0,
                np.log(share / (1 - share)) / 4,
                np.log(share / rival) / 4,
                nearest,
                nearest - _largest_other(self.nearest, place),
                float(self.covered[place]),
                float(self.covered[place]) - _largest_other(self.covered, place),
                self.known,
            ]
        )


def share_scores(scores: NDArray[np.float32]) -> Floats:
    """Turn a classifier's scores into shares beside a silent "none of these" that scores zero."""
    precise = scores.astype(np.float64)
    top = max(0.0, float(precise.max(initial=0.0)))
    powers = np.exp(precise - top)
    return np.asarray(powers / (powers.sum() + np.exp(-top)))


def _largest_other(values: Floats, place: int) -> float:
    if len(values) < 2:
        return 0.0
    largest = int(values.argmax())
    if largest != place:
        return float(values[largest])
    before, after = values[:place], values[place + 1 :]
    return float(max(before.max(initial=-np.inf), after.max(initial=-np.inf)))
