"""What a site's own labels have taught: judges of its words, its meanings, and both together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from scipy.special import log_softmax

from knowledge_base.feelings.reading import Feelings, Sentiment
from knowledge_base.feelings.site_terms import SiteTerms

Floats = NDArray[np.float32]

TASKS: Final = ("complaint", "sentiment", "reason")
YES: Final = "true"
WORTH_VECTOR: Final = 1.5
WORTH_SIGNALS: Final = 0.15
NEARNESS: Final = 3.0
"""How fast nearness fades: exp(3 (cos - 1)), as where questions find articles."""
_UNLIKELY: Final = 0.2
"""Below it a message is neither a complaint nor displeased, and has no reason."""


@dataclass(frozen=True, slots=True)
class SiteTask:
    """What was learnt of one label.

    Attributes:
        classes: the label's values.
        terms: the site's vocabulary.
        spread: what each signal is divided by.
        by_words: weights by term and class, the biases last.
        by_all: the same by term, number of the vector, and signal; how they are learnt depends on
            how many classes there are.
        landmarks: vectors with signals of texts that were learnt from; no rows without an encoder,
            and none where there are many classes.
        by_nearness: weights by landmark and class, the biases last.
        slope: what each class's mean logarithm is multiplied by, so that one can believe it.
    """

    classes: tuple[str, ...]
    terms: SiteTerms
    spread: Floats
    by_words: Floats
    by_all: Floats
    landmarks: Floats
    by_nearness: Floats
    slope: float

    def score(self, texts: list[str], signals: Floats, vectors: Floats | None) -> Floats:
        """Return the mean of the judges' log-probabilities, of shape (texts, classes)."""
        words = self.terms.embed(texts)
        scaled = signals / self.spread
        parts = [_judge(words, self.by_words)]
        parts.append(_judge(join_features(words, scaled, vectors), self.by_all))
        if vectors is not None and len(self.landmarks):
            near = measure_nearness(place_texts(scaled, vectors), self.landmarks)
            parts.append(_judge(near, self.by_nearness))
        return np.asarray(np.mean(parts, axis=0), dtype=np.float32)

    def judge(self, texts: list[str], signals: Floats, vectors: Floats | None) -> Floats:
        """Return each class's probability; the likeliest is the one to choose."""
        scores = self.score(texts, signals, vectors)
        return np.asarray(np.exp(log_softmax(self.slope * scores, axis=1)))


@dataclass(frozen=True, slots=True)
class SiteModel:
    """All that a site has taught.

    Attributes:
        encoder: name of the encoder that it was learnt with, or an empty text.
        languages: of the texts it was learnt from.
        counts: texts learnt from, by label.
    """

    encoder: str
    languages: frozenset[str]
    tasks: Mapping[str, SiteTask]
    counts: Mapping[str, int]

    def reads(self, language: str) -> bool:
        """Say whether what was learnt is of use for a language."""
        return language in self.languages

    def correct(
        self, feelings: Feelings, text: str, signals: Floats, vector: Floats | None
    ) -> Feelings:
        """Replace what the site's labels know better, and say so in the evidence."""
        rows = None if vector is None else vector[None, :]
        told: list[str] = []
        displeased = feelings.sentiment is Sentiment.NEGATIVE
        found = feelings
        for name, task in self.tasks.items():
            chances = task.judge([text], signals[None, :], rows)[0]
            chosen = task.classes[int(chances.argmax())]
            if name == "complaint":
                chance = float(chances[task.classes.index(YES)])
                found = replace(found, complaint=chance, by_words=False)
                told.append(self._tell(name, "complaint", chance))
            elif name == "sentiment":
                found = replace(found, sentiment=Sentiment(chosen))
                chance = float(chances[task.classes.index(chosen)])
                told.append(self._tell(name, chosen, chance))
                negative = dict(zip(task.classes, chances, strict=True)).get("negative", 0.0)
                displeased = displeased or float(negative) >= _UNLIKELY
            elif displeased or found.complaint >= _UNLIKELY:
                chance = float(chances[task.classes.index(chosen)])
                found = replace(found, reason=chosen)
                told.append(self._tell(name, chosen, chance))
        return replace(found, evidence=(*told, *feelings.evidence))

    def _tell(self, task: str, value: str, chance: float) -> str:
        return f"{value}: {chance:.0%} by your own {self.counts[task]:,} labelled messages"


def join_features(words: csr_matrix, signals: Floats, vectors: Floats | None) -> csr_matrix:
    """Put words, vector and signals beside one another, each at its worth."""
    parts = [words, csr_matrix(signals * WORTH_SIGNALS)]
    if vectors is not None:
        parts.append(csr_matrix(vectors * WORTH_VECTOR))
    return hstack(parts).tocsr()


def place_texts(signals: Floats, vectors: Floats) -> Floats:
    """Return rows of length 1 in which both meaning and signals lie near."""
    rows = np.hstack([vectors, signals * 0.12])
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


def measure_nearness(rows: Floats, landmarks: Floats) -> Floats:
    """Return how near each row is to each landmark, 0 to 1."""
    return np.asarray(np.exp(NEARNESS * (rows @ landmarks.T - 1)), dtype=np.float32)


def _judge(features: csr_matrix | Floats, weights: Floats) -> Floats:
    scores = np.asarray(features @ weights[:-1]) + weights[-1]
    return np.asarray(log_softmax(scores, axis=1), dtype=np.float32)
