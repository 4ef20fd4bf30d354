"""How the vectors of a text's tokens become one vector of the text."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from knowledge_base.encoders.files import Pooling

Vectors = NDArray[np.float32]
Mask = NDArray[np.int64]


def pool_mean(tokens: Vectors, mask: Mask) -> Vectors:
    """Average the tokens that are the text's own.

    Args:
        tokens: of shape (texts, length, dimension).
        mask: of shape (texts, length), 1 for a token and 0 for padding.
    """
    own = mask.astype(np.float32)
    summed = np.einsum("tld,tl->td", tokens, own)
    return np.asarray(summed / own.sum(axis=1, keepdims=True), dtype=np.float32)


def pool_first(tokens: Vectors, mask: Mask) -> Vectors:  # noqa: ARG001 - as `pool_mean`
    """Take the first token, which some models are trained to put the whole into."""
    return tokens[:, 0]


def scale_to_unit(vectors: Vectors) -> Vectors:
    """Give each row the length 1, so that a product of two is the cosine of their angle."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)


POOLINGS: dict[Pooling, Callable[[Vectors, Mask], Vectors]] = {
    "mean": pool_mean,
    "cls": pool_first,
}
