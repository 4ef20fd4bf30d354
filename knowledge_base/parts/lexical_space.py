"""Vectors of texts from their words and letters, for where there is no sentence encoder."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.sparse import csr_matrix, vstack

from knowledge_base.term_vectors import TermVectors
from knowledge_base.wording import normalise_text

MOST_LANDMARKS = 1_000
RIDGE = 1e-4
"""Texts that repeat one another make the products singular; a little ridge tells them apart."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LexicalSpace:
    """Coordinates of texts in the span of some of them, the landmarks.

    There the inner product of two texts is about that of their TF-IDF vectors (the Nyström
    approximation: Williams and Seeger, "Using the Nyström method to speed up kernel machines",
    2001). Implements the part of `Encoder` that a matcher needs.

    Attributes:
        landmarks: rows are TF-IDF vectors.
        factor: lower Cholesky factor of the landmarks' inner products.
    """

    terms: TermVectors
    landmarks: csr_matrix
    factor: NDArray[np.float64]

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return a vector for each text, at most of length 1: what is unknown adds nothing."""
        rows = self.terms.embed([normalise_text(text) for text in texts])
        found = solve_triangular(self.factor, _multiply(self.landmarks, rows), lower=True).T
        return np.ascontiguousarray(found, dtype=np.float32)


def span_texts(terms: TermVectors, texts: Sequence[str]) -> LexicalSpace:
    """Choose the landmarks, evenly, among normalised texts."""
    landmarks = terms.embed(_choose(texts))
    return LexicalSpace(terms, landmarks, _factor(_multiply(landmarks, landmarks)))


def grow_space(space: LexicalSpace, terms: TermVectors, texts: Sequence[str]) -> LexicalSpace:
    """Add landmarks among further normalised texts.

    The coordinates that texts had stay as they are, and further ones come behind them: the
    Cholesky factor grows by rows alone.

    Args:
        terms: those of the space and maybe more, which have the last columns.
    """
    old = space.landmarks.copy()
    old.resize(old.shape[0], len(terms.weights))
    new = terms.embed(_choose(texts))
    across = solve_triangular(space.factor, _multiply(old, new), lower=True)
    corner = _factor(_multiply(new, new) - across.T @ across)
    factor = np.block([[space.factor, np.zeros(across.shape)], [across.T, corner]])
    return LexicalSpace(terms, vstack([old, new], format="csr"), factor)


def _choose(texts: Sequence[str]) -> list[str]:
    count = len(texts)
    chosen = np.unique(np.linspace(0, count - 1, min(count, MOST_LANDMARKS)).astype(np.int64))
    return [texts[place] for place in chosen]


def _multiply(one: csr_matrix, other: csr_matrix) -> NDArray[np.float64]:
    return np.asarray((one @ other.T).toarray(), dtype=np.float64)


def _factor(products: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(cholesky(products + RIDGE * np.eye(len(products)), lower=True))
