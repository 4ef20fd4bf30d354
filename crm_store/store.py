"""The one way to the record: functions handed to `run` and `read`."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from crm_store.signals import SignalHub
from crm_store.transaction import Transaction
from domain.channels import Follower
from domain.errors import InvalidInputError

P = ParamSpec("P")
T = TypeVar("T")


class Store(Protocol):
    """Runs transaction functions on either engine."""

    async def run(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` in a transaction of its own and return its result after the commit.

        Raises:
            Whatever `work` raises, after rolling everything back.
        """
        ...

    async def read(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
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


def make_store(url: str) -> Store:
    """Make the store for a database address, not yet opened.

    Args:
        url: `sqlite:///relative/or//absolute.db` or `postgresql://user:password@host:port/name`.

    Raises:
        InvalidInputError: the address names no engine we know.
    """
    scheme, _, rest = url.partition("://")
    hub = SignalHub()
    if scheme == "sqlite":
        from crm_store.sqlite_store import SqliteStore  # noqa: PLC0415 - an engine where it is used

        return SqliteStore(Path(rest.removeprefix("/")), hub)
    if scheme in {"postgresql", "postgres"}:
        from crm_store.postgres_store import PostgresStore  # noqa: PLC0415 - see above

        return PostgresStore(rest, hub)
    raise InvalidInputError(
        f"{scheme!r} is no engine Frontdesk knows; use sqlite:///data/frontdesk.db or "
        "postgresql://user@host/name",
        field="database.url",
    )
