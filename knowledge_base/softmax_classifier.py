"""Multinomial logistic regression on a few thousand short texts, in a second or two.

The weights of a regularised linear model lie in the span of its training texts, so it is trained
in the coordinates of that span (a Cholesky factor of the texts' inner products), which are far
fewer than the terms. Beyond `MOST_LANDMARKS` texts an evenly chosen part of them spans the space
(the Nyström approximation: Williams and Seeger, "Using the Nyström method to speed up kernel
machines", 2001).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import logsumexp

MOST_LANDMARKS = 1_500
PENALTY = 1 / 60
ROUNDS = 20
"""Steps of L-BFGS; more of them change the third decimal of the accuracy and no more."""

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TextSpace:
    """Coordinates of texts in the span of the landmarks.

    Attributes:
        landmarks: rows are TF-IDF vectors.
        factor: lower Cholesky factor of the landmarks' inner products.
        coordinates: of the training texts, one row each.
    """

    landmarks: csr_matrix
    factor: NDArray[np.float64]
    coordinates: Floats

    def weigh_terms(self, weights: Floats) -> Floats:
        """Turn class weights in these coordinates into class weights by term."""
        by_landmark = solve_triangular(self.factor, weights, lower=True, trans="T")
        return np.asarray(self.landmarks.T @ by_landmark.astype(np.float32), dtype=np.float32)


def span_texts(vectors: csr_matrix) -> TextSpace:
    """Choose the landmarks and express all training texts in them."""
    count = vectors.shape[0]
    chosen = np.unique(np.linspace(0, count - 1, min(count, MOST_LANDMARKS)).astype(np.int64))
    landmarks = vectors[chosen]
    products = np.asarray((landmarks @ landmarks.T).toarray(), dtype=np.float64)
    # Texts that repeat one another make the products singular; a little ridge tells them apart.
    products[np.diag_indices_from(products)] += 1e-4
    factor = cholesky(products, lower=True)
    across = np.asarray((landmarks @ vectors.T).toarray(), dtype=np.float64)
    coordinates = solve_triangular(factor, across, lower=True).T
    return TextSpace(landmarks, factor, np.ascontiguousarray(coordinates, dtype=np.float32))


def train_softmax(coordinates: Floats, labels: Labels, worths: Floats, classes: int) -> Floats:
    """Return class weights, one column a class, by penalised maximum likelihood.

    Args:
        coordinates: one row a text.
        labels: the class of each row, from 0.
        worths: how much each row counts.
        classes: how many classes there are; one without rows gets no weight.
    """
    shape = (coordinates.shape[1], classes)
    rows = np.arange(len(labels))

    def lose(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape).astype(np.float32)
        scores = coordinates @ weights
        logs = scores - logsumexp(scores, axis=1, keepdims=True)
        loss = -float(worths @ logs[rows, labels]) + 0.5 * PENALTY * float(flat @ flat)
        residues = np.exp(logs)
        residues[rows, labels] -= 1
        residues *= worths[:, None]
        slope = coordinates.T @ residues
        return loss, slope.ravel().astype(np.float64) + PENALTY * flat

    start = np.zeros(shape[0] * shape[1])
    found = minimize(
        lose, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "maxcor": 5}
    )
    return np.asarray(found.x, dtype=np.float32).reshape(shape)
