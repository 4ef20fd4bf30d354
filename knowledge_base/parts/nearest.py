"""Which variant is the nearest: cosines of vectors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.evidence import Nearness

Floats = NDArray[np.float32]

CROWD = 10
"""Variants that make a crowd: one may be near by chance, many are not."""


@dataclass(frozen=True, slots=True)
class NearestPart:
    """The variants' vectors, those of an article together.

    Attributes:
        vectors: one row a variant.
        starts: where each article's rows begin, and after the last one their number.
    """

    vectors: Floats
    starts: NDArray[np.int64]

    def find(self, vector: Floats, places: Sequence[int], *, hidden: int | None = None) -> Nearness:
        """Return the nearest variant of each article, and how near the few nearest of all are.

        Args:
            places: the articles' positions; the others' variants are not looked at.
            hidden: a row that is taken to be far away.
        """
        own = [self._measure(vector, place, hidden) for place in places]
        best = [int(cosines.argmax()) for cosines in own]
        return Nearness(
            cosines=np.array([c[row] for c, row in zip(own, best, strict=True)], dtype=np.float32),
            rows=tuple(int(self.starts[p]) + row for p, row in zip(places, best, strict=True)),
            crowd=float(np.sort(np.concatenate(own))[-CROWD:].mean()),
        )

    def _measure(self, vector: Floats, place: int, hidden: int | None) -> Floats:
        start, end = int(self.starts[place]), int(self.starts[place + 1])
        cosines = self.vectors[start:end] @ vector
        if hidden is not None and start <= hidden < end:
            cosines[hidden - start] = -1
        return np.asarray(cosines)


def count_starts(owners: NDArray[np.int64], articles: int) -> NDArray[np.int64]:
    """Return where each article's rows begin, given the owners of all rows, which grow."""
    return np.searchsorted(owners, np.arange(articles + 1))
