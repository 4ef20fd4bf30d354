"""Which words and letters a text has: linear support vector machines on TF-IDF vectors."""

import warnings
from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.svm import LinearSVC

Floats: TypeAlias = NDArray[np.float32]
Labels: TypeAlias = NDArray[np.int64]

MOST_MACHINES = 2_500_000
"""Articles times texts; beyond them each article is the mean of its texts, which takes no time."""

TOLERANCE = 1e-2
"""How exactly the machines are solved; a hundredth is as right as a ten-thousandth."""

MEAN_SCALE = 2.5
"""Makes the cosine to a mean as telling as a machine's margin."""

# liblinear draws from one generator for the whole process: two fits at once would mix their draws,
# and the same articles would not make the same matcher.
_FITTING = Lock()

ABSENT = -1.5
"""The margin of an article that has no text to learn from."""


@dataclass(frozen=True, slots=True)
class WordsPart:
    """The machines, ready to be asked.

    Attributes:
        weights: terms as rows, articles as columns; sparse where the articles are very many.
        biases: by article.
    """

    weights: Floats | csr_matrix
    biases: Floats

    def score(self, row: csr_matrix) -> Floats:
        """Return the margin of each article for one TF-IDF vector, 1 and -1 being sure."""
        if isinstance(self.weights, csr_matrix):
            return np.asarray(self.score_all(row)[0])
        return np.asarray(row.data @ self.weights[row.indices] + self.biases)

    def score_all(self, rows: csr_matrix) -> Floats:
        """Return the margins for many vectors, one row each."""
        margins = rows @ self.weights
        dense = margins.toarray() if isinstance(margins, csr_matrix) else margins
        return np.asarray(dense + self.biases, dtype=np.float32)


def train_words(rows: csr_matrix, labels: Labels, worths: Floats, classes: int) -> WordsPart:
    """Train on TF-IDF vectors of unit length.

    Args:
        labels: the article of each row.
        worths: how much each row counts.
        classes: how many articles there are, with texts or without.
    """
    present = np.unique(labels)
    if len(present) < 2 or len(labels) * classes > MOST_MACHINES:
        return average_words(rows, labels, worths, classes)
    machines = LinearSVC(C=1.0, tol=TOLERANCE, random_state=0)
    with _FITTING, warnings.catch_warnings():
        # It takes many articles of few variants each for numbers to be guessed.
        warnings.filterwarnings("ignore", "The number of unique classes", UserWarning)
        machines.fit(rows, labels, sample_weight=worths)
    return WordsPart(*_spread(machines, present, classes))


def _spread(machines: LinearSVC, present: Labels, classes: int) -> tuple[Floats, Floats]:
    """Put each machine into the column of its article; of two articles there is one machine."""
    found, shifts = machines.coef_, machines.intercept_
    if len(present) == 2:
        found, shifts = np.vstack([-found, found]), np.concatenate([-shifts, shifts])
    weights = np.zeros((found.shape[1], classes), dtype=np.float32)
    weights[:, present] = found.T
    biases = np.full(classes, ABSENT, dtype=np.float32)
    biases[present] = shifts
    return weights, biases


def average_words(rows: csr_matrix, labels: Labels, worths: Floats, classes: int) -> WordsPart:
    """Take the mean of each article's vectors for its machine."""
    chosen = csr_matrix((worths, (labels, np.arange(len(labels)))), shape=(classes, len(labels)))
    sums = chosen @ rows
    lengths = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1))).ravel()
    means = diags(MEAN_SCALE / np.maximum(lengths, 1e-6)) @ sums
    return WordsPart(means.T.tocsr().astype(np.float32), np.full(classes, -1, dtype=np.float32))
