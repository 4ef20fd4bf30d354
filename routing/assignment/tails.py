"""Who of a line has waited long, beside the order of coming: the tail that a promise is about.

It is promised of the 99th percentile, so two in a hundred are looked at, over the latest waits.
"""

from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from domain.assignment import WaitingItem

# In place of the minutes that it takes to serve those to whom a turn is owed: a line for which
# fairness is at stake, so that whoever came first goes first.
BEHIND: Final = 1e5

_REMEMBERED = 2_000
_TAIL = 0.02
# Well before the 1.5 times that are promised: whoever waits by then still has to be served.
_MOST = 1.2
_AHEAD = 3.0
_LEAST_SECONDS = 60.0


class Tail:
    """The latest waits of a line, in seconds, in the order of their length."""

    def __init__(self) -> None:
        self._latest: deque[float] = deque()
        self._sorted: list[float] = []

    def add(self, seconds: float) -> None:
        """Take up a wait; the oldest is forgotten where there are many."""
        self._latest.append(seconds)
        insort(self._sorted, seconds)
        if len(self._latest) > _REMEMBERED:
            del self._sorted[bisect_left(self._sorted, self._latest.popleft())]

    def count_above(self, seconds: float) -> int:
        """Count the waits that were longer."""
        return len(self._sorted) - bisect_right(self._sorted, seconds)

    def find_longest(self) -> tuple[float, int]:
        """Give the wait that begins the longest two in a hundred, and how many are beyond it."""
        beyond = int(_TAIL * len(self._sorted))
        return self._sorted[-1 - beyond], beyond

    def __len__(self) -> int:
        return len(self._sorted)


def is_behind(
    fair: Tail, own: Tail, owed: Iterable[WaitingItem], minutes: float, now: datetime
) -> bool:
    """Tell whether too many of a line wait, or soon will have, much longer than would be fair.

    Args:
        fair: waits if everybody were served in the order of coming.
        own: waits as they were.
        owed: whose turn has come but who wait, in the order of coming.
        minutes: until all of these are served, as far as can be told.
    """
    if not fair:
        return False
    longest, beyond = fair.find_longest()
    limit = max(longest * _MOST, _LEAST_SECONDS)
    spare = beyond + 1 - own.count_above(limit)
    for item in owed:
        soon = (now - item.waiting_since).total_seconds() + minutes * 60 * _AHEAD
        if spare < 0 or soon <= limit:
            break
        spare -= 1
    return spare < 0
