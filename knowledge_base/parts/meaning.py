"""What a text means: logistic regression on its vector.

The features are the vector itself and its nearness to some of the training texts, the landmarks:
exp(k(cos - 1)), whitened, so that the sum of a linear and of a Gaussian-like kernel is learnt (the
Nyström approximation). The linear half is right more often; the other half knows how far away from
everything a text is. On CLINC150 with 10 variants it finds out-of-scope questions with an AUROC of
97.5 where the linear half alone has 96.0.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.sparse import csr_matrix

from knowledge_base.softmax_classifier import ROUNDS, Floats, Labels, train_softmax

SHARPNESS = 3.0
"""How fast a landmark's influence falls; 2 to 4 do alike."""

MOST_LANDMARKS = 1_000
RIDGE = 1e-3
PENALTY = 0.1

MOST_ARTICLES = 2_000
"""Articles that are told apart by training. Of more, each is the mean of its texts: that takes
seconds where training took ten minutes and seven gigabytes (10,000 articles), and is right as
often, 78.0 against 78.4 of a hundred, on BANKING77 with five variants an article."""

MEAN_SCALE = 20.0
"""Makes nearness to a mean as telling as the log-odds of training; 10 to 40 do alike."""


@dataclass(frozen=True, slots=True)
class MeaningSpace:
    """Features of vectors.

    Attributes:
        landmarks: rows are vectors.
        factor: lower Cholesky factor of the landmarks' nearness to one another.
    """

    landmarks: Floats
    factor: NDArray[np.float64]

    def describe(self, vectors: Floats) -> Floats:
        """Return one row of features a vector: nearness to the landmarks, and the vector."""
        near = measure_nearness(vectors, self.landmarks).T.astype(np.float64)
        whitened = solve_triangular(self.factor, near, lower=True).T
        return np.hstack([whitened.astype(np.float32), vectors])


@dataclass(frozen=True, slots=True)
class MeaningScores:
    """Scores of each article (in the last dimension), on the scale of log-odds.

    Attributes:
        familiar: what nearness to the landmarks says; small for what is far from all of them.
        linear: what the vector's numbers say.
    """

    familiar: Floats
    linear: Floats

    @property
    def total(self) -> Floats:
        """Both together."""
        return np.asarray(self.familiar + self.linear)


@dataclass(frozen=True, slots=True)
class MeaningPart:
    """The classifier, ready to be asked.

    Attributes:
        landmarks: rows are vectors.
        influence: of each landmark (row) on each article (column).
        weights: of the vector's numbers (rows) on each article.
        biases: by article.
    """

    landmarks: Floats
    influence: Floats
    weights: Floats
    biases: Floats

    def score(self, vector: Floats) -> "MeaningScores":
        """Score each article for one vector."""
        near = measure_nearness(vector[None], self.landmarks)[0]
        return MeaningScores(near @ self.influence, vector @ self.weights + self.biases)


def measure_nearness(vectors: Floats, landmarks: Floats) -> Floats:
    """Return how near each vector (row) is to each landmark (column), 0 to 1."""
    return np.asarray(np.exp(SHARPNESS * (vectors @ landmarks.T - 1)), dtype=np.float32)


def span_meaning(vectors: Floats, *, most: int = MOST_LANDMARKS) -> MeaningSpace:
    """Choose the landmarks, evenly, among the training texts' vectors."""
    count = len(vectors)
    chosen = np.unique(np.linspace(0, count - 1, min(count, most)).astype(np.int64))
    landmarks = vectors[chosen]
    products = measure_nearness(landmarks, landmarks).astype(np.float64)
    products[np.diag_indices_from(products)] += RIDGE
    return MeaningSpace(landmarks, cholesky(products, lower=True))


def train_meaning(
    features: Floats, labels: Labels, worths: Floats, classes: int, *, rounds: int = ROUNDS
) -> Floats:
    """Return class weights on `MeaningSpace.describe`'s features, the biases last."""
    if classes > MOST_ARTICLES:
        return average_meaning(features, labels, worths, classes)
    return train_softmax(features, labels, worths, classes, penalty=PENALTY, rounds=rounds)


def average_meaning(features: Floats, labels: Labels, worths: Floats, classes: int) -> Floats:
    """Return the means of the classes' features, of one length, as weights; the biases are 0."""
    texts = np.arange(len(labels))
    chosen = csr_matrix((worths, (labels, texts)), shape=(classes, len(labels)))
    sums = np.asarray(chosen @ features, dtype=np.float32)
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    usual = max(1e-6, float(np.linalg.norm(features, axis=1).mean())) if len(features) else 1.0
    means = sums / lengths * np.float32(MEAN_SCALE / usual)
    return np.vstack([means.T, np.zeros((1, classes), dtype=np.float32)])


def score_features(space: MeaningSpace, weights: Floats, features: Floats) -> MeaningScores:
    """Score each article for each row of features, with class weights that are not settled."""
    count = len(space.landmarks)
    return MeaningScores(
        features[:, :count] @ weights[:count],
        features[:, count:] @ weights[count:-1] + weights[-1],
    )


def settle_meaning(space: MeaningSpace, weights: Floats) -> MeaningPart:
    """Turn class weights into a part that can be asked without whitening."""
    count = len(space.landmarks)
    influence = solve_triangular(space.factor, weights[:count], lower=True, trans="T")
    return MeaningPart(
        landmarks=space.landmarks,
        influence=influence.astype(np.float32),
        weights=weights[count:-1],
        biases=weights[-1],
    )
