"""The two engines, each as it is where nothing may be lost: every commit reaches the disk."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import uuid4

import asyncpg

from tests.postgres import find_binaries, start_postgres

EngineName = Literal["SQLite", "PostgreSQL"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """An engine that can make empty databases.

    Attributes:
        folder: where SQLite's files go.
        server: the maintenance database of the PostgreSQL server, or None.
    """

    name: EngineName
    version: str
    folder: Path
    server: str | None = None

    async def make_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"bench_{uuid4().hex[:12]}"
        if self.server is None:
            return f"sqlite:///{self.folder}/{name}.db"
        connection = await asyncpg.connect(self.server)
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()
        return f"{self.server.rpartition('/')[0]}/{name}"

    @property
    def title(self) -> str:
        """The engine with its version."""
        return f"{self.name} {self.version}"


@asynccontextmanager
async def open_engines(folder: Path) -> AsyncIterator[tuple[Engine, ...]]:
    """Give SQLite and a PostgreSQL server of our own, which stops afterwards."""
    sqlite = Engine(name="SQLite", version=sqlite3.sqlite_version, folder=folder)
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("no PostgreSQL: install the development dependencies (make install-dev)")
    server = await asyncio.to_thread(start_postgres, binaries, durable=True)
    try:
        connection = await asyncpg.connect(server.url)
        version = connection.get_server_version()
        await connection.close()
        named = f"{version.major}.{version.minor}"
        yield (
            sqlite,
            Engine(name="PostgreSQL", version=named, folder=folder, server=server.url),
        )
    finally:
        await asyncio.to_thread(server.stop)
