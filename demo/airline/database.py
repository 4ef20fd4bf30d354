"""The airline's SQLite file: one transaction after the other."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from demo.airline.schema import SCHEMA

T = TypeVar("T")
Row = sqlite3.Row


class Transaction:
    """What one transaction may do; ended by `AirlineDatabase.run`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, sql: str, *values: Any) -> Row | None:
        """Return the first row."""
        row: Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def list(self, sql: str, *values: Any) -> list[Row]:
        """Return all rows."""
        return self._connection.execute(sql, values).fetchall()

    def change(self, sql: str, *values: Any) -> int:
        """Change rows and return how many."""
        return self._connection.execute(sql, values).rowcount

    def change_many(self, sql: str, rows: Iterable[Any]) -> None:
        """Change rows once for each set of values."""
        self._connection.executemany(sql, rows)


class AirlineDatabase:
    """One connection, in a thread of the pool while it works."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = Row
        self._connection.executescript(f"PRAGMA journal_mode = WAL;\n{SCHEMA}")

    async def run(self, work: Callable[[Transaction], T]) -> T:
        """Run a transaction; nothing of it stays where it raises."""
        return await asyncio.to_thread(self._run, work)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _run(self, work: Callable[[Transaction], T]) -> T:
        with self._lock, self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            return work(Transaction(self._connection))
