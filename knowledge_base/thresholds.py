"""From how sure on the bot answers, given the share of right answers that is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEWEST_TRIALS = 60
"""With fewer that went right, the wanted share itself says more than the trials do."""

LEAST_NEEDED = 0.5
"""What is rather wrong than right is never sent, however right all the others are."""

MOST_NEEDED = 0.985
"""What is asked word for word is answered however sure one wants to be."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What share of answers would be right from each confidence on.

    Attributes:
        confidences: falling.
        precisions: of all answers at least as sure.
    """

    confidences: NDArray[np.float64]
    precisions: NDArray[np.float64]

    def find(self, precision: float) -> float:
        """Return the least confidence from which on so many answers are right."""
        return float(np.clip(self._find(precision), LEAST_NEEDED, MOST_NEEDED))

    def _find(self, precision: float) -> float:
        if not len(self.confidences):
            return 1 - 4 * (1 - precision)
        possible = self.confidences >= LEAST_NEEDED
        enough = np.flatnonzero(possible & (self.precisions >= precision))
        return float(self.confidences[enough[-1]]) if len(enough) else MOST_NEEDED


UNKNOWN = Thresholds(np.empty(0), np.empty(0))
"""Where there were no trials."""


def learn_thresholds(
    confidences: Sequence[float], right: Sequence[bool], weights: Sequence[float]
) -> Thresholds:
    """Learn from trials.

    Args:
        confidences: what would have been said of the best article, 0 to 1.
        right: whether it was the right one.
        weights: how much each trial counts.
    """
    if sum(right) < FEWEST_TRIALS:
        return UNKNOWN
    order = np.argsort(-np.asarray(confidences), kind="stable")
    sure = np.asarray(confidences, dtype=np.float64)[order]
    mass = np.asarray(weights, dtype=np.float64)[order]
    # Half what was counted and half what the curve says: counts alone jump about.
    hits = 0.5 * np.asarray(right, dtype=np.float64)[order] + 0.5 * sure
    precisions = np.cumsum(mass * hits) / np.cumsum(mass)
    # Of equally sure trials all are answered or none, so that the last one tells.
    last = np.flatnonzero(np.append(np.diff(sure) < 0, True))
    return Thresholds(sure[last], precisions[last])
