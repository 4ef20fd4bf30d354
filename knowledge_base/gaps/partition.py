"""Dividing questions into groups, how many is not told.

Each two questions in one group count for it by how much nearer they are than `nearness`, and
against it by how much farther (correlation clustering: Bansal, Blum and Chawla, 2004; the constant
Potts model of Traag, Van Dooren and Nesterov, 2011, on a graph in which all are joined). So whether
two groups are one does not depend on how many questions there are beside them, as it does with
modularity. It is made large as in the Louvain method (Blondel et al., 2008): questions move one
by one, groups are then moved as if they were questions, and questions once more.

A group is kept as the sum of its vectors: what a question adds to it is one product.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from knowledge_base.gaps.neighbours import Floats, Places
from knowledge_base.gaps.sharpening import sum_groups

_ROUNDS = 6
_LEAST_GAIN = 1e-6


@dataclass(frozen=True, slots=True)
class _Level:
    """What is moved: questions, or groups of them.

    Attributes:
        sums: of each one's vectors.
        sizes: how many questions each is.
        around: the others that each may join, by place.
    """

    sums: Floats
    sizes: np.ndarray
    around: list[list[int]]


def divide(vectors: Floats, places: Places, nearness: float) -> Places:
    """Return the group of each vector, counted from 0 in the order of their first ones.

    Args:
        vectors: of length 1.
        places: the neighbours of each one: it joins none but the groups that these are in.
        nearness: the cosine from which on two questions speak for being one group.
    """
    questions = _Level(
        vectors, np.ones(len(vectors)), [list(map(int, row)) for row in _join_both_ways(places)]
    )
    groups = np.arange(len(vectors))
    for _ in range(_ROUNDS):
        moved = _move(questions, groups, nearness)
        merged = _merge_groups(questions, moved, nearness)
        if np.array_equal(merged, groups):
            break
        groups = merged
    return groups


def _merge_groups(questions: _Level, groups: Places, nearness: float) -> Places:
    """Move whole groups as long as any two are better one."""
    while True:
        level = _gather(questions, groups)
        found = _move(level, np.arange(len(level.sizes)), nearness)
        if found.max(initial=-1) + 1 == len(level.sizes):
            return groups
        groups = found[groups]


def _move(level: _Level, groups: Places, nearness: float) -> Places:
    """Move each to the group where it counts most, until none gains by moving."""
    state = _State(level, groups, nearness)
    waiting = deque(range(len(groups)))
    queued = [True] * len(groups)
    while waiting:
        place = waiting.popleft()
        queued[place] = False
        if state.settle(place):
            for other in level.around[place]:
                if not queued[other] and state.owners[other] != state.owners[place]:
                    queued[other] = True
                    waiting.append(other)
    return number_groups(np.array(state.owners, dtype=np.int64))


class _State:
    """Who is in which group."""

    def __init__(self, level: _Level, groups: Places, nearness: float) -> None:
        self._level = level
        self._nearness = nearness
        self.owners: list[int] = groups.tolist()
        self._sums = sum_groups(level.sums, groups, len(groups))
        self._sizes = np.bincount(groups, weights=level.sizes, minlength=len(groups))
        self._empty = np.flatnonzero(self._sizes == 0)[::-1].tolist()

    def settle(self, place: int) -> bool:
        """Move one to where it gains most; say whether it moved."""
        before = self.owners[place]
        vector, size = self._level.sums[place], self._level.sizes[place]
        self._sums[before] -= vector
        self._sizes[before] -= size
        choices = {self.owners[other] for other in self._level.around[place]}
        choices.discard(before)
        groups = [before, *sorted(choices)]
        gains = self._sums[groups] @ vector - self._nearness * size * self._sizes[groups]
        gains[0] += _LEAST_GAIN
        best = int(gains.argmax())
        after = groups[best] if gains[best] > 0 else self._find_empty(before)
        self._sums[after] += vector
        self._sizes[after] += size
        self.owners[place] = after
        if after != before and self._sizes[before] == 0:
            self._empty.append(before)
        return after != before

    def _find_empty(self, before: int) -> int:
        """Return a group without anybody: the one just left, or another."""
        if self._sizes[before] == 0:
            return before
        while True:
            empty: int = self._empty.pop()
            if self._sizes[empty] == 0:
                return empty


def _gather(questions: _Level, groups: Places) -> _Level:
    """Make of each group one that is moved as a whole."""
    count = int(groups.max(initial=-1)) + 1
    sums = sum_groups(questions.sums, groups, count)
    around: list[set[int]] = [set() for _ in range(count)]
    owners = groups.tolist()
    for owner, others in zip(owners, questions.around, strict=True):
        around[owner].update(owners[other] for other in others)
    for owner, others_ in enumerate(around):
        others_.discard(owner)
    sizes = np.bincount(groups, weights=questions.sizes, minlength=count)
    return _Level(sums, sizes, [sorted(each) for each in around])


def _join_both_ways(places: Places) -> list[list[int]]:
    joined: list[set[int]] = [set(map(int, row)) for row in places]
    for place, row in enumerate(places.tolist()):
        for other in row:
            joined[other].add(place)
    return [sorted(each) for each in joined]


def number_groups(groups: Places) -> Places:
    """Number groups anew, from 0 in the order of their first members."""
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return rank[inverse.ravel()]
