"""SQL that is made of statements once for all tests of a process, not anew for each test's store.

SQLAlchemy keeps it for each engine, and a test's store has engines of its own: to make SQL of the
same statements again and again took half of what tests on a record take.
"""

from typing import Any

from sqlalchemy import Connection, Engine, event


class SharedStatements:
    """A `compiled_cache` for all engines of the same kind.

    See https://docs.sqlalchemy.org/en/21/core/connections.html#disabling-or-using-an-alternate-dictionary-to-cache-some-or-all-statements
    """

    def __init__(self) -> None:
        self._compiled: dict[tuple[Any, ...], Any] = {}

    def get(self, key: tuple[Any, ...]) -> Any:
        """Return what was made of a statement, or None."""
        return self._compiled.get(_of_its_kind(key))

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        self._compiled[_of_its_kind(key)] = compiled


def _of_its_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """Name the kind of the engine in its place; of each kind all are set up alike."""
    dialect, *statement = key
    return type(dialect), *statement


def share_statements() -> None:
    """Have all engines of this process share what they make of statements."""
    shared = SharedStatements()

    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=shared)

    event.listen(Engine, "engine_connect", share)
