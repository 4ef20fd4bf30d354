"""Databases on the tests' PostgreSQL server: empty ones, and copies of others."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg


@asynccontextmanager
async def made_postgres(server: str, *, template: str = "template1") -> AsyncIterator[str]:
    """Make a database as long as it is needed, and give its address.

    Args:
        server: the address of the server's maintenance database.
        template: the database it is a copy of.
    """
    url = await make_postgres(server, template=template)
    yield url
    await drop_postgres(server, url)


async def make_postgres(server: str, *, template: str = "template1") -> str:
    """Make a database, a copy of another that nobody has open, and give its address."""
    name = f"test_{uuid4().hex}"
    await _run(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{server.rpartition('/')[0]}/{name}"


async def drop_postgres(server: str, url: str) -> None:
    """Drop a database, whoever still has it open."""
    await _run(server, f'DROP DATABASE IF EXISTS "{name_of(url)}" WITH (FORCE)')


def name_of(url: str) -> str:
    """The name of the database at an address."""
    return url.rpartition("/")[2]


async def _run(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    await connection.execute(statement)
    await connection.close()
