"""A limit on failed log-ins, so that passwords cannot be tried out."""

import math
from collections import OrderedDict, deque
from datetime import datetime, timedelta


class FailureLimit:
    """Counts failures per key within a sliding period, in bounded memory.

    An attempt counts as a failure from its beginning, and is forgiven when it succeeds: so a
    hundred attempts at once are no way around the limit. Keys that were not seen for longest are
    forgotten when there are more than `max_keys`.
    """

    def __init__(self, limit: int, *, per: timedelta, max_keys: int = 10_000) -> None:
        self._limit = limit
        self._per = per
        self._max_keys = max_keys
        self._attempts: OrderedDict[str, deque[datetime]] = OrderedDict()

    def claim(self, key: str, now: datetime) -> int:
        """Count an attempt.

        Returns:
            0 where it may go on, else the whole seconds after which one may.
        """
        attempts = self._recent(key, now)
        if len(attempts) >= self._limit:
            return max(1, math.ceil((attempts[0] + self._per - now).total_seconds()))
        attempts.append(now)
        return 0

    def forgive(self, key: str) -> None:
        """Take back the last attempt of a key: it was none to guess."""
        attempts = self._attempts.get(key)
        if attempts:
            attempts.pop()

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        attempts = self._attempts.setdefault(key, deque())
        self._attempts.move_to_end(key)
        while len(self._attempts) > self._max_keys:
            self._attempts.popitem(last=False)
        while attempts and attempts[0] <= now - self._per:
            attempts.popleft()
        return attempts
