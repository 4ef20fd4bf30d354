"""The one way to the record: functions handed to `run` and `read`."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from domain.channels import Follower

P = ParamSpec("P")
T = TypeVar("T")
TransactionT_co = TypeVar("TransactionT_co", covariant=True)


class Store(Protocol[TransactionT_co]):
    """Runs transaction functions, whatever the engine.

    A transaction is a plain function, so that nothing can await the network inside one.
    """

    async def run(
        self,
        work: Callable[Concatenate[TransactionT_co, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run `work` in a transaction of its own and return its result after the commit.

        Raises:
            Whatever `work` raises, after rolling everything back.
        """
        ...

    async def read(
        self,
        work: Callable[Concatenate[TransactionT_co, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run `work` on a connection that cannot write, beside any writer."""
        ...

    def follow(self, *topics: str) -> AbstractAsyncContextManager[Follower]:
        """Hear what happens under `topics` in any process from now on."""
        ...

    async def announce(self, topic: str, payload: str) -> None:
        """Tell followers in all processes something that need not be kept."""
        ...

    @property
    def shared(self) -> bool:
        """Whether other processes may work on the same record."""
        ...

    async def open(self) -> None:
        """Connect, before anything else; to call it again does nothing."""
        ...

    async def close(self) -> None:
        """Finish what was begun and let go of all connections."""
        ...
