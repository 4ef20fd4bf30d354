"""One transaction on a database of either engine, alone on it where it is to be changed."""

import asyncio
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from crm_store.sqlite_store import create_file
from domain.errors import FrontdeskError, InvalidInputError

T = TypeVar("T")

# Any fixed number does, as long as nothing else in the database takes the same advisory lock.
LOCK_KEY = 7_311_705_120_001
BUSY_SECONDS = 60


async def read_database(url: str, work: Callable[[Connection], T]) -> T:
    """Run `work` in a transaction that changes nothing.

    Raises:
        FrontdeskError: the database cannot be reached.
        InvalidInputError: the address names no engine Frontdesk knows.
    """
    return await _run(url, work, alone=False)


async def change_database(url: str, work: Callable[[Connection], T]) -> T:
    """Run `work` in a transaction while nobody else is in here, in any process; errors as above."""
    return await _run(url, work, alone=True)


def find_sqlite_path(url: str) -> Path | None:
    """Find the file of a SQLite database; None for PostgreSQL.

    Raises:
        InvalidInputError: the address names no engine Frontdesk knows.
    """
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite":
        return Path(rest.removeprefix("/"))
    if scheme in {"postgresql", "postgres"}:
        return None
    raise InvalidInputError(
        f"{scheme!r} is no engine Frontdesk knows; use sqlite:///data/frontdesk.db or "
        "postgresql://user@host/name",
        field="database.url",
    )


async def _run(url: str, work: Callable[[Connection], T], *, alone: bool) -> T:
    path = find_sqlite_path(url)
    try:
        if path is None:
            return await _run_on_postgres(url, work, alone=alone)
        return await asyncio.to_thread(_run_on_sqlite, path, work, alone=alone)
    except (OSError, DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        cause = getattr(error, "orig", None) or error
        words = str(cause).partition("\n")[0] or type(cause).__name__
        raise FrontdeskError(
            f"the database cannot be used: {words}; see that it runs and that database.url is right"
        ) from error


async def _run_on_postgres(url: str, work: Callable[[Connection], T], *, alone: bool) -> T:
    from sqlalchemy.ext.asyncio import (  # noqa: PLC0415 - half of SQLAlchemy comes with it
        create_async_engine,
    )

    def working(connection: Connection) -> T:
        if alone:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
        return work(connection)

    # The driver reads the address itself: it knows `sslmode` and whatever else PostgreSQL's do.
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url), poolclass=NullPool
    )
    try:
        async with engine.connect() as connection, connection.begin():
            return await connection.run_sync(working)
    finally:
        await engine.dispose()


def _run_on_sqlite(path: Path, work: Callable[[Connection], T], *, alone: bool) -> T:
    create_file(path)
    if not alone:
        return _work_on_file(path, work, begin="BEGIN")
    with _locked_folder(path.parent):
        return _work_on_file(path, work, begin="BEGIN IMMEDIATE")


def _work_on_file(path: Path, work: Callable[[Connection], T], *, begin: str) -> T:
    engine = _make_sqlite_engine(path, begin)
    try:
        with engine.connect() as connection, connection.begin():
            return work(connection)
    finally:
        engine.dispose()


@contextmanager
def _locked_folder(folder: Path) -> Iterator[None]:
    """Wait one's turn: turning the log on fails at once where two do it, whatever the timeout.

    The folder is locked rather than the file, since closing any handle of a SQLite file drops the
    process's locks on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make_sqlite_engine(path: Path, begin: str) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}", poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS}
    )

    def connected(connection: Any, _record: Any) -> None:
        # We begin transactions ourselves: the driver would commit before each table change.
        connection.isolation_level = None
        if begin == "BEGIN IMMEDIATE":
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine
