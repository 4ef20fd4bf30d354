"""The nearest neighbours of every vector among the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Places: TypeAlias = NDArray[np.int64]

MOST_EXACT = 4_000
"""Vectors of which each is compared with each, in a second; of more only with those around."""

VISITED = 24
"""Cells that each vector's neighbours are sought in; on 25,000 questions 98 % of them are there."""

_BLOCK = 1_024
_ROUNDS = 4
_PER_CELL = 160


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The neighbours of each vector, a row each, in no order.

    Attributes:
        places: rows of the vectors, of shape (vectors, neighbours).
        cosines: of the same shape.
    """

    places: Places
    cosines: Floats


def find_neighbours(vectors: Floats, count: int, *, most_exact: int = MOST_EXACT) -> Neighbours:
    """Find the `count` nearest others of each vector of length 1, all of them where there are less.

    Args:
        most_exact: from more vectors on neighbours are sought in cells around, and a few are
            missed for others that are nearly as near.
    """
    total = len(vectors)
    count = max(0, min(count, total - 1))
    found = Neighbours(
        np.zeros((total, count), dtype=np.int64), np.zeros((total, count), dtype=np.float32)
    )
    if count == 0:
        return found
    everything = np.arange(total)
    exact = ((rows, everything) for rows in _cut(everything))
    for rows, others in exact if total <= most_exact else _walk_cells(vectors):
        _compare(vectors, rows, others, found)
    return found


def _compare(vectors: Floats, rows: Places, others: Places, found: Neighbours) -> None:
    """Write the nearest of `others`, which rise and hold all of `rows`, for each of these."""
    count = found.places.shape[1]
    near = vectors[rows] @ vectors[others].T
    near[np.arange(len(rows)), np.searchsorted(others, rows)] = -2.0
    best = np.argpartition(near, -count, axis=1)[:, -count:]
    found.places[rows] = others[best]
    found.cosines[rows] = np.take_along_axis(near, best, axis=1)


def _walk_cells(vectors: Floats) -> Iterator[tuple[Places, Places]]:
    """Yield the vectors of each cell with all those of the cells around it."""
    centres = _choose_centres(vectors)
    owners = _find_owners(vectors, centres)
    order = np.argsort(owners, kind="stable")
    bounds = np.searchsorted(owners[order], np.arange(len(centres) + 1))
    members = [order[bounds[cell] : bounds[cell + 1]] for cell in range(len(centres))]
    nearness = centres @ centres.T
    # Whatever else is as near, a cell is always around itself.
    np.fill_diagonal(nearness, np.inf)
    around = np.argsort(-nearness, axis=1, kind="stable")[:, :VISITED]
    for cell, rows in enumerate(members):
        others = np.sort(np.concatenate([members[near] for near in around[cell]]))
        for portion in _cut(rows):
            yield portion, others


def _choose_centres(vectors: Floats) -> Floats:
    """Choose centres by a few rounds of k-means on directions, begun with vectors evenly apart."""
    cells = len(vectors) // _PER_CELL
    centres = vectors[np.linspace(0, len(vectors) - 1, cells).astype(np.int64)]
    for _ in range(_ROUNDS):
        owners = _find_owners(vectors, centres)
        sums = np.stack([vectors[owners == cell].sum(axis=0) for cell in range(cells)])
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.maximum(lengths, 1e-9), centres)
    return centres.astype(np.float32)


def _find_owners(vectors: Floats, centres: Floats) -> Places:
    portions = _cut(np.arange(len(vectors)))
    return np.concatenate([(vectors[rows] @ centres.T).argmax(axis=1) for rows in portions])


def _cut(rows: Places) -> Iterator[Places]:
    return (rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK))
