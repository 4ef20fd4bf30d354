"""New articles joined to trained classifiers, whose say on the old ones stays as it is."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack, vstack
from scipy.special import expit, logsumexp

from knowledge_base.parts.meaning import PENALTY, MeaningPart, measure_nearness
from knowledge_base.parts.words import WordsPart, average_words

MOST_NEAR = 1_500
MOST_FAR = 500
"""Old texts that a new article is told apart from: the nearest ones, and some of all."""

ROUNDS = 40

Floats = NDArray[np.float32]
Places = NDArray[np.int64]


def keep_meaning(part: MeaningPart, kept: Places) -> MeaningPart:
    """Return the part with the kept articles alone, in their order."""
    return MeaningPart(
        landmarks=part.landmarks,
        influence=part.influence[:, kept],
        weights=part.weights[:, kept],
        biases=part.biases[kept],
    )


def widen_vectors(vectors: Floats, width: int) -> Floats:
    """Append zeros to the rows, for numbers that vectors did not have when these were made."""
    return np.pad(vectors, [(0, 0), (0, width - vectors.shape[1])])


def widen_meaning(part: MeaningPart, width: int) -> MeaningPart:
    """Make a part ready for vectors that got longer; what is new in them says nothing yet."""
    return MeaningPart(
        landmarks=widen_vectors(part.landmarks, width),
        influence=part.influence,
        weights=np.asarray(widen_vectors(part.weights.T, width).T),
        biases=part.biases,
    )


def grow_meaning(part: MeaningPart, old: Floats, new: Floats, owners: Places) -> MeaningPart:
    """Add articles to the part: each is told apart from the old ones by logistic regression.

    Args:
        old: vectors of the old articles' questions.
        new: vectors of the new articles' questions.
        owners: the new article of each row of `new`, from 0.
    """
    columns = [_learn_column(part, old, new[owners == place]) for place in np.unique(owners)]
    count = len(part.landmarks)
    added = np.array(columns, dtype=np.float32).T
    return MeaningPart(
        landmarks=part.landmarks,
        influence=np.hstack([part.influence, added[:count]]),
        weights=np.hstack([part.weights, added[count:-1]]),
        biases=np.concatenate([part.biases, added[-1]]),
    )


def _learn_column(part: MeaningPart, old: Floats, own: Floats) -> NDArray[np.float64]:
    """Learn one article's weights; what the old articles say of a text stands against it."""
    others = _choose_others(old, own)
    vectors = np.vstack([own, others])
    inputs = np.hstack(
        [
            measure_nearness(vectors, part.landmarks),
            vectors,
            np.ones((len(vectors), 1), dtype=np.float32),
        ]
    ).astype(np.float64)
    right = np.zeros(len(vectors))
    right[: len(own)] = 1.0
    scores = inputs[:, :-1] @ np.vstack([part.influence, part.weights]) + part.biases
    against = logsumexp(scores, axis=1)

    def lose(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = inputs @ weights - against
        loss = float((np.logaddexp(0, odds) - right * odds).sum())
        slope = inputs.T @ (expit(odds) - right)
        return loss + PENALTY / 2 * float(weights @ weights), slope + PENALTY * weights

    start = np.zeros(inputs.shape[1])
    found = minimize(lose, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return np.asarray(found.x)


def _choose_others(old: Floats, own: Floats) -> Floats:
    nearness = (old @ own.T).max(axis=1) if len(old) else np.empty(0)
    near = np.argsort(-nearness, kind="stable")[:MOST_NEAR]
    far = np.linspace(0, max(0, len(old) - 1), min(len(old), MOST_FAR)).astype(np.int64)
    return np.asarray(old[np.union1d(near, far)])


def keep_words(part: WordsPart, kept: Places) -> WordsPart:
    """Return the part with the kept articles alone, in their order."""
    return WordsPart(part.weights[:, kept], part.biases[kept])


def grow_words(part: WordsPart, rows: csr_matrix, owners: Places) -> WordsPart:
    """Add articles to the part, each as the mean of its questions.

    Args:
        rows: TF-IDF vectors of the new articles' questions, with further columns where the new
            articles have new terms; the old articles have no weight there.
        owners: the new article of each row, from 0.
    """
    worths = np.ones(len(owners), dtype=np.float32)
    added = average_words(rows, owners, worths, int(owners.max()) + 1)
    biases = np.concatenate([part.biases, added.biases])
    old, new = part.weights, csr_matrix(added.weights)
    further = new.shape[0] - old.shape[0]
    if isinstance(old, csr_matrix):
        longer = vstack([old, csr_matrix((further, old.shape[1]), dtype=np.float32)])
        return WordsPart(hstack([longer, new], format="csr"), biases)
    return WordsPart(np.hstack([np.pad(old, [(0, further), (0, 0)]), new.toarray()]), biases)
