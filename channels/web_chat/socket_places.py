"""How many sockets may be open: in all, and by one visitor."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import TooManyRequestsError


class SocketPlaces:
    """Counts the sockets of an account in this process."""

    def __init__(self, *, limit: int, per_visitor: int) -> None:
        self._limit = limit
        self._per_visitor = per_visitor
        self._open = 0
        self._visitors: Counter[str] = Counter()

    @contextmanager
    def occupy(self) -> Iterator[None]:
        """Hold a place on this account.

        Raises:
            TooManyRequestsError: all are taken.
        """
        if self._open >= self._limit:
            raise TooManyRequestsError("the chat is full; try again in a minute", retry_after=60)
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1

    @contextmanager
    def occupy_as(self, visitor: str) -> Iterator[None]:
        """Hold a place among those of a visitor.

        Raises:
            TooManyRequestsError: the visitor has too many tabs open.
        """
        if self._visitors[visitor] >= self._per_visitor:
            raise TooManyRequestsError(
                f"this chat is open {self._per_visitor} times already; close one of the pages",
                retry_after=60,
            )
        self._visitors[visitor] += 1
        try:
            yield
        finally:
            self._visitors[visitor] -= 1
            if not self._visitors[visitor]:
                del self._visitors[visitor]
