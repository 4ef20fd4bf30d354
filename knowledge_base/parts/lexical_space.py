"""Vectors of texts from their words and letters, for where there is no sentence encoder."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.sparse import csr_matrix

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
        products = np.asarray((self.landmarks @ rows.T).toarray(), dtype=np.float64)
        found = solve_triangular(self.factor, products, lower=True).T
        return np.ascontiguousarray(found, dtype=np.float32)


def span_texts(terms: TermVectors, texts: Sequence[str]) -> LexicalSpace:
    """Choose the landmarks, evenly, among normalised texts."""
    count = len(texts)
    chosen = np.unique(np.linspace(0, count - 1, min(count, MOST_LANDMARKS)).astype(np.int64))
    landmarks = terms.embed([texts[place] for place in chosen])
    products = np.asarray((landmarks @ landmarks.T).toarray(), dtype=np.float64)
    products[np.diag_indices_from(products)] += RIDGE
    return LexicalSpace(terms, landmarks, cholesky(products, lower=True))
