"""How many sockets may be open: in all, from one network, and by one visitor."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import TooManyRequestsError


class ChatFullError(TooManyRequestsError):
    """Every place is taken, whoever asks."""


class SocketPlaces:
    """Counts the sockets of an account in this process."""

    def __init__(self, *, limit: int, per_network: int, per_visitor: int) -> None:
        self._limit = limit
        self._per_network = per_network
        self._per_visitor = per_visitor
        self._open: Counter[str] = Counter()
        self._visitors: Counter[str] = Counter()

    @contextmanager
    def occupy(self, network: str) -> Iterator[None]:
        """Hold a place on this account, for somebody from a network.

        Raises:
            ChatFullError: all are taken.
            TooManyRequestsError: all of the network are.
        """
        if self._open.total() >= self._limit:
            raise ChatFullError("the chat is full; try again in a minute", retry_after=60)
        if self._open[network] >= self._per_network:
            raise TooManyRequestsError(
                f"this network has {self._per_network} chats open; try again in a minute",
                retry_after=60,
            )
        with _counted(self._open, network):
            yield

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
        with _counted(self._visitors, visitor):
            yield


@contextmanager
def _counted(places: Counter[str], key: str) -> Iterator[None]:
    places[key] += 1
    try:
        yield
    finally:
        places[key] -= 1
        if not places[key]:
            del places[key]
