"""The demo company, moved in once for all tests of this process and copied from there."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copy
from uuid import uuid4

import asyncpg
import pytest

from crm_store.store import Store, make_store
from demo.seed import seed_demo
from demo.story_files import ARTICLES
from domain.knowledge import Article
from frontdesk.migrating import migrate
from knowledge_base.importing import read_articles
from knowledge_base.matcher import KnowledgeMatcher
from tests.demo.training import train_once
from tests.fakes import FakeClock, SequentialIds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have one process run what shares the company and the matcher: either takes ten seconds."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="session")
def articles() -> tuple[Article, ...]:
    """The demo's articles."""
    reading = read_articles(ARTICLES)
    assert reading.refusals == ()
    return reading.articles


@pytest.fixture(scope="session")
def matcher(articles: tuple[Article, ...]) -> KnowledgeMatcher:
    """What is learnt from the demo's articles."""
    return train_once(articles, version=1)


@pytest.fixture(scope="session")
def seeded_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that holds the demo as of `FakeClock`; to be copied, not written to."""
    path = tmp_path_factory.mktemp("seeded") / "frontdesk.db"
    asyncio.run(seed(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def seeded_postgres(postgres_server: str) -> Iterator[str]:
    """The name of a database that holds the demo as of `FakeClock`; to be copied alone."""
    name = f"seeded_{uuid4().hex}"
    asyncio.run(run_statement(postgres_server, f'CREATE DATABASE "{name}"'))
    asyncio.run(seed(f"{postgres_server.rpartition('/')[0]}/{name}"))
    yield name
    asyncio.run(run_statement(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
def sqlite_copy(seeded_sqlite: Path, tmp_path: Path) -> str:
    """The address of a SQLite database with the demo in it."""
    copy(seeded_sqlite, tmp_path / "frontdesk.db")
    return f"sqlite:///{tmp_path}/frontdesk.db"


@pytest.fixture
async def postgres_copy(seeded_postgres: str, postgres_server: str) -> AsyncIterator[str]:
    """The address of a PostgreSQL database with the demo in it."""
    name = f"test_{uuid4().hex}"
    await run_statement(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE "{seeded_postgres}"')
    yield f"{postgres_server.rpartition('/')[0]}/{name}"
    await run_statement(postgres_server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgres"])
def copied_url(request: pytest.FixtureRequest) -> str:
    """The address of a copy, on each engine in turn."""
    url: str = request.getfixturevalue(f"{request.param}_copy")
    return url


@pytest.fixture
async def seeded(copied_url: str) -> AsyncIterator[Store]:
    """An open store with the demo as of `FakeClock`, on each engine in turn."""
    async with opened(copied_url) as store:
        yield store


async def seed(url: str) -> None:
    """Bring a database to this version and have the demo company move in."""
    await migrate(url)
    async with opened(url) as store:
        assert await seed_demo(
            store, clock=FakeClock(), ids=SequentialIds(), password_hash="a hash"
        )


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    store = make_store(url)
    await store.open()
    yield store
    await store.close()


async def run_statement(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()
