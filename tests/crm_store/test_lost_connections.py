"""Connections that PostgreSQL cuts between two transactions are nobody's trouble."""

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from crm_store.articles import bump_index_version, get_index_version
from crm_store.store import Store

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'frontdesk'"


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


async def cut_all(postgres_url: str) -> None:
    connection = await asyncpg.connect(postgres_url)
    await connection.execute(f"{CUT} AND datname = current_database()")
    await connection.close()


async def test_what_is_written_and_read_next_goes_over_new_connections(
    store: Store, postgres_url: str
):
    for turn in range(1, 4):
        await store.run(bump_index_version)
        assert await store.read(get_index_version) == turn
        await cut_all(postgres_url)
        assert await store.read(get_index_version) == turn


async def test_nothing_can_be_written_on_the_connections_for_reading(store: Store):
    with pytest.raises(DBAPIError, match="read-only transaction"):
        await store.read(bump_index_version)
