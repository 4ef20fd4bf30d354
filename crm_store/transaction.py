"""What a transaction function is given.

Statements that run for every message are made once, with `bindparam` for their values: SQLAlchemy
then finds their SQL at once, where building and comparing them anew costs more than running them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Executable, Row, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.schema import Table

T = TypeVar("T")
Wake = tuple[str, str]

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 1))")


class Transaction:
    """An open transaction; a function that takes one is run whole or not at all.

    It may run twice (after a deadlock, say), so it must leave no trace but through this object.

    Attributes:
        connection: the SQLAlchemy connection, for statements of Core.
        wakes: (topic, payload) pairs to be told once all is committed.
    """

    __slots__ = ("_last", "_locks", "_read", "connection", "wakes")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.wakes: list[Wake] = []
        self._locks: set[str] = set()
        self._read: dict[Callable[..., Any], Any] = {}
        self._last: dict[str, Callable[[Transaction], None]] = {}

    def execute(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        """Run one statement of SQLAlchemy Core."""
        result = self.connection.execute(statement, values)
        assert isinstance(result, CursorResult)  # noqa: S101 - Core statements always give one
        return result

    def find_row(
        self, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> Row[Any] | None:
        """Return the first row, or None."""
        return self.connection.execute(statement, values).first()

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """Begin an insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
        if self.on_postgres:
            return postgresql.insert(table)
        return sqlite.insert(table)

    def insert_once(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Insert a row; False, and nothing done, where a unique key is there already."""
        statement = _make_insert_once(table, self.connection.dialect.name)
        return self.connection.execute(statement, values).rowcount == 1

    def insert_each_once(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> frozenset[Any]:
        """Insert the rows that are not there already; return the ids of those inserted."""
        statement = _make_insert_each_once(table, self.connection.dialect.name)
        return frozenset(self.execute_for(statement, rows).scalars())

    def execute_for(
        self, statement: Executable, rows: Sequence[Mapping[str, Any]]
    ) -> CursorResult[Any]:
        """Run an insert for some rows at once; what runs for one alone is simpler and faster."""
        return self.execute(statement, rows[0] if len(rows) == 1 else rows)

    def read_once(self, read: Callable[["Transaction"], T]) -> T:
        """Read what several steps of a transaction look at; they all see the same."""
        if read not in self._read:
            self._read[read] = read(self)
        found: T = self._read[read]
        return found

    def read_anew(self, read: Callable[["Transaction"], Any]) -> None:
        """Let `read_once` read something again, as this transaction has changed it."""
        self._read.pop(read, None)

    def do_last(self, key: str, work: Callable[["Transaction"], None]) -> None:
        """Run something right before the commit, once however often it is asked for.

        For what follows from all that a transaction does, and costs less as a whole.
        """
        self._last[key] = work

    def finish(self) -> None:
        """Run what was left for last; whoever commits calls it."""
        while self._last:
            self._last.pop(next(iter(self._last)))(self)

    def lock(self, key: str) -> None:
        """Keep other transactions that lock the same key waiting until this one has ended.

        On SQLite there is but one writer at a time.
        """
        if self.on_postgres and key not in self._locks:
            self._locks.add(key)
            self.connection.execute(_LOCK, {"key": key})

    def wake(self, topic: str, payload: str = "") -> None:
        """Tell the followers of `topic` once this is committed; the same word is told once."""
        if (topic, payload) not in self.wakes:
            self.wakes.append((topic, payload))

    @property
    def on_postgres(self) -> bool:
        """Whether the engine is PostgreSQL."""
        return self.connection.dialect.name == "postgresql"


@lru_cache
def _make_insert_once(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


@lru_cache
def _make_insert_each_once(table: Table, dialect: str) -> Executable:
    return _make_insert_once(table, dialect).returning(table.c.id)
