"""The store that a database address names."""

from pathlib import Path
from typing import TypeAlias

import domain.store
from crm_store.signals import SignalHub
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError

# The store of both engines: what it runs is given a `Transaction`.
Store: TypeAlias = domain.store.Store[Transaction]


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
