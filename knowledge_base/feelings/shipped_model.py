"""What is known of feelings before any site has taught anything: exemplars and the lexicon.

Two judges: one looks at the lexicon's signals, one at the sentence's vector. They go wrong at
different times, so the mean of their log-probabilities holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge_base.feelings.exemplars import Exemplar, read_exemplars
from knowledge_base.feelings.exemplars.vectors import get_vectors
from knowledge_base.feelings.signals import FEATURES, Signals, find_signals
from knowledge_base.softmax_classifier import train_softmax

if TYPE_CHECKING:
    from knowledge_base.encoders.contract import Encoder

Floats = NDArray[np.float32]

SENTIMENTS: Final = ("negative", "neutral", "positive")
COMPLAINT: Final = ("no", "yes")

SITE_FEATURES: Final = (*FEATURES, "complaint odds", "negative odds", "positive odds")
"""What a site's own judges are told of a text beside its words and its vector."""
_WORTH_ODDS: Final = 3.0

_SIGNALS_PENALTY = 20.0
_VECTOR_PENALTY = 0.25
_LEAST_SPREAD = 0.15
_SMALLEST = 1e-5


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights of a logistic regression, the biases in the last row; one column a class."""

    classes: tuple[str, ...]
    weights: Floats

    def judge(self, features: Floats) -> Floats:
        """Return the logarithm of each class's probability."""
        scores = features @ self.weights[:-1] + self.weights[-1]
        found = np.maximum(scores - _log_sum(scores), np.log(_SMALLEST))
        return np.asarray(found, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Logarithms of the probabilities, by class."""

    complaint: Floats
    sentiment: Floats
    reason: Floats | None

    def describe(self, signals: Signals) -> Floats:
        """Return a text's signals and what was made of them, in the order of `SITE_FEATURES`."""
        (no, yes), (negative, neutral, positive) = self.complaint, self.sentiment
        odds = _WORTH_ODDS * np.array([yes - no, negative - neutral, positive - neutral])
        return np.concatenate([signals.features(), odds]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class ShippedModel:
    """Judges of all that is asked.

    Attributes:
        spread: what each signal is divided by.
        by_signals: judges of `complaint` and `sentiment` by the lexicon.
        by_meaning: judges of the same and of `reason` by the vector; empty without an encoder.
        exemplars: what the judges were fitted to.
        vectors: of the exemplars; None without an encoder.
    """

    spread: Floats
    by_signals: dict[str, Judge]
    by_meaning: dict[str, Judge]
    exemplars: tuple[Exemplar, ...]
    vectors: Floats | None

    def judge(self, signals: Signals, vector: Floats | None) -> Judgement:
        """Judge a text by its signals and, where there is one, its vector."""
        features = signals.features() / self.spread
        found = {name: judge.judge(features) for name, judge in self.by_signals.items()}
        if vector is None or not self.by_meaning:
            return Judgement(found["complaint"], found["sentiment"], None)
        meant = {name: judge.judge(vector) for name, judge in self.by_meaning.items()}
        both = {name: _settle(found[name] + meant[name]) for name in found}
        return Judgement(both["complaint"], both["sentiment"], meant["reason"])

    def weigh_signals(self, signals: Signals) -> dict[str, float]:
        """Return by how much each signal speaks for a complaint, in log-odds."""
        weights = self.by_signals["complaint"].weights
        odds = (weights[:-1, 1] - weights[:-1, 0]) * signals.features() / self.spread
        return {name: float(odd) for name, odd in zip(FEATURES, odds, strict=True) if odd}

    def find_nearest(self, vector: Floats | None) -> tuple[Exemplar, float] | None:
        """Find the exemplar that means most nearly the same, and its cosine."""
        if vector is None or self.vectors is None:
            return None
        cosines = self.vectors @ vector
        best = int(cosines.argmax())
        return self.exemplars[best], float(cosines[best])


def fit_shipped(encoder: "Encoder | None") -> ShippedModel:
    """Fit the judges to the exemplars; takes some tenths of a second."""
    exemplars = read_exemplars()
    found = [find_signals(each.text, "en").features() for each in exemplars]
    signals = np.array(found, dtype=np.float32)
    spread = np.asarray(signals.std(axis=0) + _LEAST_SPREAD, dtype=np.float32)
    vectors = None if encoder is None else get_vectors(encoder)
    complaint = [COMPLAINT[each.complaint] for each in exemplars]
    sentiment = [str(each.sentiment) for each in exemplars]
    known = {"complaint": (COMPLAINT, complaint), "sentiment": (SENTIMENTS, sentiment)}
    by_signals = {
        name: _fit(np.asarray(signals / spread), labels, classes, _SIGNALS_PENALTY)
        for name, (classes, labels) in known.items()
    }
    by_meaning = {}
    if vectors is not None:
        by_meaning = {
            name: _fit(vectors, labels, classes, _VECTOR_PENALTY)
            for name, (classes, labels) in known.items()
        }
        reasons = [each.reason or "" for each in exemplars]
        by_meaning["reason"] = _fit(vectors, reasons, tuple(sorted(set(reasons))), _VECTOR_PENALTY)
    return ShippedModel(spread, by_signals, by_meaning, exemplars, vectors)


def _fit(
    features: Floats, labels: Sequence[str], classes: tuple[str, ...], penalty: float
) -> Judge:
    places = np.array([classes.index(label) for label in labels])
    counts = np.bincount(places, minlength=len(classes))
    # Every class counts the same, however many exemplars we happened to write for it.
    worths = (len(labels) / len(classes) / counts)[places].astype(np.float32)
    weights = train_softmax(
        features.astype(np.float32), places, worths, len(classes), penalty=penalty, rounds=200
    )
    return Judge(classes, weights)


def _settle(added: Floats) -> Floats:
    mean = added / 2
    return np.asarray(mean - _log_sum(mean), dtype=np.float32)


def _log_sum(scores: NDArray[Any]) -> float:
    """Return the logarithm of the sum of exponentials of a few numbers.

    SciPy's own takes a tenth of a millisecond to see what it was given, five times a message.
    """
    most = float(scores.max())
    return most + float(np.log(np.exp(scores - most).sum()))
