"""What came of asking: arrays by question, and the figures made of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

OUT_OF_SCOPE_SHARE = 0.2
"""Weight of out-of-scope questions among all, where a set has any."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one matcher made of a set's questions.

    Attributes:
        in_scope: whether any article answers the question.
        right: whether the best article is the one that does.
        confidence: in the best article, on any scale.
        needed: the confidence from which on an answer would be sent; NaN where none is known.
    """

    in_scope: NDArray[np.bool_]
    right: NDArray[np.bool_]
    confidence: NDArray[np.float64]
    needed: NDArray[np.float64]

    @property
    def accuracy(self) -> float:
        """The share of the questions in scope whose best article is the right one."""
        return float(self.right[self.in_scope].mean())

    @property
    def auroc(self) -> float:
        """How often a question in scope gets more confidence than one out of scope."""
        return float(roc_auc_score(self.in_scope, self.confidence))

    @property
    def weights(self) -> NDArray[np.float64]:
        """Weigh questions so that out of scope makes up its share of all; 1 on average."""
        share = self.in_scope.mean()
        if share == 1:
            return np.ones(len(self.in_scope))
        inside, outside = (1 - OUT_OF_SCOPE_SHARE) / share, OUT_OF_SCOPE_SHARE / (1 - share)
        return np.asarray(np.where(self.in_scope, inside, outside), dtype=np.float64)

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Which questions would be answered at the threshold that was asked for."""
        return np.asarray(self.confidence >= self.needed)

    @property
    def precision(self) -> float:
        """The weighted share of right answers among those that would be sent."""
        mass = self.weights * self.answered
        return float((mass * self.right).sum() / max(1e-9, mass.sum()))

    @property
    def coverage(self) -> float:
        """The weighted share of all questions that would be answered."""
        return float((self.weights * self.answered).sum() / self.weights.sum())

    def coverage_at(self, precision: float) -> float:
        """Return the largest weighted share of all questions at which so many are right."""
        order = np.argsort(-self.confidence, kind="stable")
        sure, mass = self.confidence[order], self.weights[order]
        answered = np.cumsum(mass)
        enough = np.cumsum(mass * self.right[order]) / answered >= precision
        # Questions of one confidence are answered together or not at all.
        ends = np.append(sure[1:] != sure[:-1], [True])
        shares = answered[enough & ends] / answered[-1]
        return float(shares.max(initial=0.0))


def join_outcomes(outcomes: Sequence[Outcome]) -> Outcome:
    """Put the folds of one set together."""
    return Outcome(
        in_scope=np.concatenate([each.in_scope for each in outcomes]),
        right=np.concatenate([each.right for each in outcomes]),
        confidence=np.concatenate([each.confidence for each in outcomes]),
        needed=np.concatenate([each.needed for each in outcomes]),
    )
