"""The embedded engine: one writer thread with group commit, a few readers beside it.

Write-ahead logging lets readers go on while the writer works; `synchronous=FULL` makes every
commit durable before it is acknowledged (https://www.sqlite.org/pragma.html#pragma_synchronous).
"""

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from crm_store.signals import QueueFollower, SignalHub
from crm_store.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")

READERS = 3
MAX_GROUP = 64
BUSY_SECONDS = 10.0
_RETRY_SECONDS = 0.05


@dataclass(slots=True)
class _Task:
    """One transaction function on its way through the writer thread."""

    work: Callable[[Transaction], Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None
    wakes: list[tuple[str, str]] | None = None

    def settle(self) -> None:
        """Hand the outcome to whoever waits, on their loop."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class SqliteStore:
    """A store in one file, for one process.

    Args:
        path: the database file; its folder is made where it is missing.
        hub: where word of commits goes.
    """

    def __init__(self, path: Path, hub: SignalHub) -> None:
        self._path = path
        self._hub = hub
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._writer: threading.Thread | None = None
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")
        self._read_engine = _make_engine(path, "PRAGMA query_only=ON")
        self._write_engine = _make_engine(path, "PRAGMA synchronous=FULL")

    @property
    def shared(self) -> bool:
        """One process has the file to itself."""
        return False

    async def open(self) -> None:
        """Start the writer thread, once."""
        if self._writer is not None:
            return
        create_file(self._path)
        self._loop = asyncio.get_running_loop()
        # Not waited for where nobody closes the store: what is not committed was not promised.
        self._writer = threading.Thread(
            target=self._write_for_ever, name="sqlite-writer", daemon=True
        )
        self._writer.start()

    async def close(self) -> None:
        """Commit what waits, stop the threads and fold the log back into the file."""
        if self._writer is not None:
            self._tasks.put(None)
            await asyncio.to_thread(self._writer.join)
        self._readers.shutdown()
        self._read_engine.dispose()
        self._write_engine.dispose()

    async def run(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Store.run`."""
        assert self._loop is not None, "open() the store first"  # noqa: S101 - a programming error
        future: asyncio.Future[T] = self._loop.create_future()
        self._tasks.put(_Task(lambda tx: work(tx, *args, **kwargs), future))
        return await future

    async def read(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Store.read`."""

        def reading() -> T:
            with self._read_engine.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                return work(Transaction(connection), *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._readers, reading)

    @asynccontextmanager
    async def follow(self, *topics: str) -> AsyncIterator[QueueFollower]:
        """See `Store.follow`."""
        async with self._hub.follow(*topics) as follower:
            yield follower

    async def announce(self, topic: str, payload: str) -> None:
        """See `Store.announce`."""
        self._hub.publish(topic, payload)

    def _write_for_ever(self) -> None:
        with self._write_engine.connect() as connection:
            while (first := self._tasks.get()) is not None:
                group, stop = self._waiting_with(first)
                _commit_group(connection, group)
                self._report(group)
                if stop:
                    return

    def _waiting_with(self, first: _Task) -> tuple[list[_Task], bool]:
        """Take what else waits, so that one commit serves all of it."""
        group = [first]
        while len(group) < MAX_GROUP:
            try:
                task = self._tasks.get_nowait()
            except queue.Empty:
                break
            if task is None:
                return group, True
            group.append(task)
        return group, False

    def _report(self, group: list[_Task]) -> None:
        assert self._loop is not None  # noqa: S101 - set before the thread began
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._settle, group)

    def _settle(self, group: list[_Task]) -> None:
        for task in group:
            if task.error is None:
                self._hub.publish_all(task.wakes or ())
            task.settle()


def create_file(path: Path) -> None:
    """Make the database's file and folder where they are missing, for their owner alone.

    The record holds what customers wrote. SQLite's own files beside it, the log and its index, get
    the mode of the database's (https://www.sqlite.org/walformat.html, section 1.2).
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _turn_on_log(connection: sqlite3.Connection) -> None:
    """Turn write-ahead logging on; it stays on for the file.

    To turn it on needs the file for oneself. SQLite does not wait for that where two want it, as
    each would wait for the other, so that we try again as long as we wait for any other lock.
    """
    connection.execute("PRAGMA busy_timeout=0")
    for attempts_left in reversed(range(round(BUSY_SECONDS / _RETRY_SECONDS))):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not attempts_left:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _make_engine(path: Path, pragma: str) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=READERS,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )

    def connected(connection: Any, _record: Any) -> None:
        # We begin transactions ourselves: the driver's own BEGIN is a deferred one. Not in an event
        # of SQLAlchemy's: an engine that has any looks for more of them at every statement.
        connection.isolation_level = None
        _turn_on_log(connection)
        for statement in (
            "PRAGMA foreign_keys=ON",
            f"PRAGMA busy_timeout={BUSY_SECONDS * 1000:.0f}",
            "PRAGMA cache_size=-32000",
            pragma,
        ):
            connection.execute(statement)

    event.listen(engine, "connect", connected)
    return engine


class _RolledBackError(Exception):
    """SQLite gave the whole transaction up by itself: the disk is full, or cannot be written."""


def _commit_group(connection: Connection, group: list[_Task]) -> None:
    """Run the functions of a group, each in a savepoint, and commit them together.

    Where one of them loses the transaction for all (https://www.sqlite.org/lang_transaction.html,
    "Response To Errors Within A Transaction"), nothing was kept, and each is run again by itself.
    """
    try:
        with connection.begin():
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            for task in group:
                _run_task(connection, task, alone=len(group) == 1)
                _require_transaction(connection)
    except _RolledBackError as error:
        _run_apart(connection, group, error)
    except Exception as error:  # noqa: BLE001 - the commit failed: everybody in the group must hear
        for task in group:
            task.error = task.error or error


def _run_apart(connection: Connection, group: list[_Task], error: Exception) -> None:
    if len(group) == 1:
        group[0].error = group[0].error or error
        return
    for task in group:
        task.result = task.error = task.wakes = None
        _commit_group(connection, [task])


def _require_transaction(connection: Connection) -> None:
    """Notice a transaction that is gone; a savepoint would silently begin another one.

    Raises:
        _RolledBackError: nothing of what was done so far is kept.
    """
    if not _has_transaction(connection):
        raise _RolledBackError


def _has_transaction(connection: Connection) -> bool:
    raw = connection.connection.dbapi_connection
    return raw is not None and bool(raw.in_transaction)


@contextmanager
def _savepoint(connection: Connection) -> Iterator[None]:
    """Undo what is done in here where it fails, and nothing else.

    SQLAlchemy gives each of its savepoints a name of its own, which SQLite then has to read anew.
    """
    raw = cast("sqlite3.Connection", connection.connection.driver_connection)
    raw.execute("SAVEPOINT task")
    try:
        yield
    except BaseException:
        if raw.in_transaction:
            raw.execute("ROLLBACK TO task")
            raw.execute("RELEASE task")
        raise
    raw.execute("RELEASE task")


def _run_task(connection: Connection, task: _Task, *, alone: bool) -> None:
    tx = Transaction(connection)
    try:
        if alone:
            task.result = task.work(tx)
            tx.finish()
        else:
            with _savepoint(connection):
                task.result = task.work(tx)
                tx.finish()
        task.wakes = tx.wakes
    except Exception as error:
        task.error = error
        if alone:
            raise
