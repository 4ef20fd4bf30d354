"""How the vectors of a text's tokens become one vector of the text."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from knowledge_base.encoders.files import Pooling

Vectors = NDArray[np.float32]


def pool_mean(tokens: Vectors) -> Vectors:
    """Average the tokens, given in the shape (texts, length, dimension)."""
    return np.asarray(tokens.mean(axis=1), dtype=np.float32)


def pool_first(tokens: Vectors) -> Vectors:
    """Take the first token, which some models are trained to put the whole into."""
    return tokens[:, 0]


def scale_to_unit(vectors: Vectors) -> Vectors:
    """Give each row the length 1, so that a product of two is the cosine of their angle."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


POOLINGS: dict[Pooling, Callable[[Vectors], Vectors]] = {
    "mean": pool_mean,
    "cls": pool_first,
}
