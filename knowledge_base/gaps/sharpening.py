"""Vectors in which questions of one matter lie closer together than the encoder puts them.

What all questions have in common is taken away, and each is moved towards those nearest to it.
"""

import numpy as np
from scipy.sparse import csr_matrix

from knowledge_base.gaps.neighbours import Floats, Neighbours, Places

FAR = 0.3
SLOPE = 1.5
FEW = 30


def take_away_common(vectors: Floats) -> Floats:
    """Take away the mean, of few vectors a part of it, and scale to length 1 again.

    What a handful has in common may be what it is about.
    """
    share = len(vectors) / (len(vectors) + FEW)
    mean = vectors.mean(axis=0, dtype=np.float64)
    return scale_rows(vectors - (share * mean).astype(np.float32))


def move_together(vectors: Floats, neighbours: Neighbours) -> Floats:
    """Add to each vector its neighbours, the more the nearer they are, and far ones not at all.

    Where questions lie close, as among many, each has more of the others in it than where there
    are few; so both are divided alike.
    """
    weights = SLOPE * np.maximum(neighbours.cosines - FAR, 0.0)
    moved = vectors.copy()
    for column in range(weights.shape[1]):
        moved += weights[:, column, None] * vectors[neighbours.places[:, column]]
    return scale_rows(moved)


def scale_rows(vectors: Floats) -> Floats:
    """Scale rows to length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def sum_groups(vectors: Floats, groups: Places, count: int) -> Floats:
    """Add up the vectors of each of `count` groups."""
    rows = np.arange(len(groups))
    which = csr_matrix((np.ones(len(groups), np.float32), (groups, rows)), (count, len(groups)))
    return np.asarray(which @ vectors, dtype=np.float32)
