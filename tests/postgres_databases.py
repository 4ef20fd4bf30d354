"""Databases on the tests' PostgreSQL server: empty ones, and such as are put back as they were."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg

from crm_store.schema import metadata

# Whoever is still connected may hold a row.
_CUT_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@asynccontextmanager
async def made_postgres(server: str) -> AsyncIterator[str]:
    """Make an empty database as long as it is needed, and give its address.

    Args:
        server: the address of the server's maintenance database.
    """
    url = await make_postgres(server)
    yield url
    await drop_postgres(server, url)


async def make_postgres(server: str) -> str:
    """Make an empty database and give its address."""
    name = f"test_{uuid4().hex}"
    await _run(server, f'CREATE DATABASE "{name}"')
    return f"{server.rpartition('/')[0]}/{name}"


async def drop_postgres(server: str, url: str) -> None:
    """Drop a database, whoever still has it open."""
    name = url.rpartition("/")[2]
    await _run(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


async def keep_rows(url: str) -> None:
    """Remember all rows of a database, in the database."""
    kept = [f'CREATE TABLE kept."{table}" AS TABLE "{table}"' for table in metadata.tables]
    await _run(url, "CREATE SCHEMA kept", *kept)


async def put_rows_back(url: str) -> None:
    """Bring a database to what it was, in a tenth of the time it takes to make another."""
    tables = [table.name for table in metadata.sorted_tables]
    emptied = [f'DELETE FROM "{table}"' for table in reversed(tables)]
    filled = [f'INSERT INTO "{table}" TABLE kept."{table}"' for table in tables]
    await _run(url, _CUT_OTHERS, *emptied, *filled)


async def _run(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("; ".join(statements))
    await connection.close()
