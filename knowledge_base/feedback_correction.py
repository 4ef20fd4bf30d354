"""How sure the matcher is, corrected by what people said of the answers; pure.

The calibrated confidence p is taken to be right but for a shift, a slope and an offset for each
article, all on the scale of log-odds (Platt, Probabilistic Outputs for Support Vector Machines,
1999; Cox, Two Further Applications of a Model for Binary Regression, 1958, whose intercept and
slope are 0 and 1 where forecasts are calibrated already):

    logit P(right) = a + b * logit(p) + u[article] + c[source]

c is what a source leaves unsaid. Customers who were helped go away and others speak up, and a
handoff is never praise, so that both report more wrong answers than there are. Where that does not
depend on p, the log-odds of what is reported are those of what is, but for one constant (Prentice
and Pyke, Logistic Disease Incidence Models and Case-Control Studies, 1979). It is left out when a
confidence is corrected, so that those two tell articles apart and say nothing of all. Agents are
taken to judge right and wrong answers alike: they have no c, and a and b are theirs alone.

The coefficients maximise the posterior under normal priors that are centred on changing nothing,
u being a random effect (Gelman and Hill, Data Analysis Using Regression and
Multilevel/Hierarchical Models, 2007, chapter 14). The priors bound what little evidence can do: the
gradient of n verdicts is at most n, so that none moves u by more than n times its prior variance.
Beyond that, two wrong answers may be chance or a slip of the mouse: they lower no article by
themselves, and only from the fifth on does a falling u count in full.

Only what was sent is judged. Answers of which nothing was said count neither way: silence is no
proof of anything. What agents answered with of what was suggested to them is left out: there are
right ones alone, at confidences at which the bot sends nothing, and as no wrong ones stand against
them, they would raise every confidence. Those questions teach as variants of their article.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, minimize
from scipy.special import expit

from domain.feedback import (
    ON_WHAT_WAS_SENT,
    AnswerFeedback,
    FeedbackSource,
    Verdict,
    keep_most_believed,
)

Place: TypeAlias = tuple[str, str]
"""An article's id and locale."""

WEIGHTS = {
    FeedbackSource.AGENT: 1.0,
    FeedbackSource.CUSTOMER: 0.7,
    FeedbackSource.HANDOFF: 0.4,
}
# What was said of an article that has changed since: the answer may be another one now.
OF_EARLIER_VERSION = 0.2
# Variance of each coefficient's prior, and how far it may go.
SHIFT, SHIFTS = 0.01, (-6.0, 3.0)
SLOPE, SLOPES = 0.001, (0.5, 1.5)
OFFSET, OFFSETS = 0.35, (-6.0, 1.0)
UNSAID, UNSAIDS = 0.35, (-8.0, 0.0)
# So many wrong answers may be chance, and from so many on the offset counts in full.
CHANCE, CERTAIN = 2.0, 5.0
# Beyond it a confidence is rather rounded than meant.
_SUREST = 0.999
_UNSAID = (FeedbackSource.CUSTOMER, FeedbackSource.HANDOFF)
_FIXED = 2 + len(_UNSAID)

Vector: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Corrects confidences; without feedback it changes nothing.

    Attributes:
        shift: a, added to the log-odds.
        slope: b, which the log-odds are multiplied by, above 0.
        offsets: u by article, for those that something was said of.
    """

    shift: float = 0.0
    slope: float = 1.0
    offsets: Mapping[Place, float] = field(default_factory=dict)

    def correct(self, confidence: float, article_id: str, locale: str) -> float:
        """Correct how sure the matcher is, 0 to 1; grows with `confidence`."""
        offset = self.shift + self.offsets.get((article_id, locale), 0.0)
        if not 0.0 < confidence < 1.0 or (offset == 0.0 and self.slope == 1.0):
            return confidence
        odds = math.log(confidence) - math.log1p(-confidence)
        return float(expit(offset + self.slope * odds))


def learn_correction(
    feedback: Sequence[AnswerFeedback], versions: Mapping[Place, int] | None = None
) -> Correction:
    """Learn from what was said of answers how to correct the confidence of later ones.

    Args:
        feedback: in any order; of several verdicts on an answer the most believed source's counts.
        versions: the articles' present ones; None to take the latest that is named.
    """
    said = keep_most_believed(one for one in feedback if one.source in ON_WHAT_WAS_SENT)
    if not said:
        return Correction()
    problem = _Problem.of(said, _find_latest(said) if versions is None else versions)
    solved = problem.solve()
    return Correction(
        shift=float(solved[0]),
        slope=float(solved[1]),
        offsets=dict(zip(problem.places, problem.temper(solved[_FIXED:]), strict=True)),
    )


def _find_latest(said: Sequence[AnswerFeedback]) -> dict[Place, int]:
    latest: dict[Place, int] = {}
    for one in said:
        place = _place(one)
        latest[place] = max(latest.get(place, 0), one.article_version)
    return latest


def _place(one: AnswerFeedback) -> Place:
    return one.article_id, one.locale


@dataclass(frozen=True, slots=True, kw_only=True)
class _Problem:
    """The posterior to maximise.

    Attributes:
        places: the articles that something was said of.
        odds: of each verdict, the logit of the confidence.
        offset_of: of each verdict, which coefficient is its article's offset.
        unsaid_of: of each verdict, which one is what its source leaves unsaid, or -1 for none.
        common: of each verdict, 1 where shift and slope have a part in it, else 0.
        signs: of each verdict, 1 for right and -1 for wrong.
        centre: what the coefficients are without feedback.
    """

    places: tuple[Place, ...]
    odds: Vector
    offset_of: NDArray[np.intp]
    unsaid_of: NDArray[np.intp]
    common: Vector
    signs: Vector
    weights: Vector
    centre: Vector
    variances: Vector

    @classmethod
    def of(cls, said: Sequence[AnswerFeedback], versions: Mapping[Place, int]) -> "_Problem":
        """Put verdicts into columns."""
        places = tuple(sorted({_place(one) for one in said}))
        number = {place: index for index, place in enumerate(places)}
        sure = np.clip([one.confidence for one in said], 1 - _SUREST, _SUREST)
        centre = np.zeros(_FIXED + len(places))
        centre[1] = 1.0
        fixed = [SHIFT, SLOPE] + [UNSAID] * len(_UNSAID)
        return cls(
            places=places,
            odds=np.log(sure) - np.log1p(-sure),
            offset_of=np.array([_FIXED + number[_place(one)] for one in said]),
            unsaid_of=np.array([_find_unsaid(one.source) for one in said]),
            common=np.array([float(one.source is FeedbackSource.AGENT) for one in said]),
            signs=np.array([1.0 if one.verdict is Verdict.RIGHT else -1.0 for one in said]),
            weights=np.array([_weigh(one, versions) for one in said]),
            centre=centre,
            variances=np.array(fixed + [OFFSET] * len(places)),
        )

    def solve(self) -> Vector:
        """Find the coefficients; in units of their priors, which a search finds its way in."""
        units = np.sqrt(self.variances)
        ranges = [SHIFTS, SLOPES, *[UNSAIDS] * len(_UNSAID), *[OFFSETS] * len(self.places)]
        low, high = np.array(ranges).T

        def cost(steps: Vector) -> tuple[float, Vector]:
            value, gradient = self.cost(self.centre + steps * units)
            return value, gradient * units

        bounds = Bounds((low - self.centre) / units, (high - self.centre) / units)
        start = np.zeros_like(self.centre)
        found = minimize(cost, start, jac=True, method="L-BFGS-B", bounds=bounds)
        return np.asarray(self.centre + found.x * units)

    def temper(self, offsets: Vector) -> list[float]:
        """Let no offset lower an article for what may be chance.

        Wrong answers alone are counted, so that a right one more never makes less sure.
        """
        wrong = np.where(self.signs < 0, self.weights, 0.0)
        number = np.bincount(self.offset_of - _FIXED, wrong, len(self.places))
        part = np.clip((number - CHANCE) / (CERTAIN - CHANCE), 0.0, 1.0)
        return [float(each) for each in np.where(offsets < 0, offsets * part, offsets)]

    def cost(self, coefficients: Vector) -> tuple[float, Vector]:
        """Return the negative log posterior, but for a constant, and its gradient."""
        apart = coefficients - self.centre
        logits = self.odds + self.common * (apart[0] + apart[1] * self.odds)
        logits += coefficients[self.offset_of]
        logits += np.where(self.unsaid_of >= 0, coefficients[self.unsaid_of], 0.0)
        # log(1 + exp(-x)), written so that it does not overflow.
        losses = self.weights * np.logaddexp(0.0, -self.signs * logits)
        slopes = -self.weights * self.signs * expit(-self.signs * logits)
        gradient = apart / self.variances
        gradient[0] += slopes @ self.common
        gradient[1] += slopes @ (self.common * self.odds)
        gradient += np.bincount(self.offset_of, slopes, len(gradient))
        unsaid = self.unsaid_of >= 0
        gradient += np.bincount(self.unsaid_of[unsaid], slopes[unsaid], len(gradient))
        return float(losses.sum() + (apart**2 / (2 * self.variances)).sum()), gradient


def _find_unsaid(source: FeedbackSource) -> int:
    return 2 + _UNSAID.index(source) if source in _UNSAID else -1


def _weigh(one: AnswerFeedback, versions: Mapping[Place, int]) -> float:
    earlier = one.article_version < versions.get(_place(one), one.article_version)
    return WEIGHTS[one.source] * (OF_EARLIER_VERSION if earlier else 1.0)
