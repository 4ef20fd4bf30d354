"""A furnished Frontdesk for each story, on each engine: copied from one that was made once."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from crm_store.articles import get_index_version
from crm_store.store import make_store
from domain.knowledge import Knowledge, Matcher
from frontdesk.migrating import migrate
from knowledge_base.matcher import train_matcher
from tests.postgres_databases import drop_postgres, keep_rows, make_postgres, put_rows_back
from tests.stories.bells import BellDesk, open_bell_desk, say_bells
from tests.stories.letters import Letters
from tests.stories.sound_clocks import require_sound_clocks
from tests.stories.story_desk import StoryDesk, open_story_desk
from tests.stories.world import ARTICLES, furnish


async def _furnish(url: str) -> int:
    store = make_store(url)
    await store.open()
    await store.run(furnish)
    version = await store.read(get_index_version)
    await store.close()
    return version


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    """What is learnt from the articles, which are the only ones and each counted the version up."""
    return train_matcher(Knowledge(version=len(ARTICLES), articles=tuple(ARTICLES)))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("stories") / "template.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    assert asyncio.run(_furnish(f"sqlite:///{file}")) == len(ARTICLES)
    return file


@pytest.fixture(scope="session")
def postgres_for_stories(postgres_server: str) -> Iterator[str]:
    """The address of a furnished PostgreSQL database, for one story after the other."""
    url = asyncio.run(make_postgres(postgres_server))
    asyncio.run(migrate(url))
    assert asyncio.run(_furnish(url)) == len(ARTICLES)
    asyncio.run(keep_rows(url))
    yield url
    asyncio.run(drop_postgres(postgres_server, url))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A furnished SQLite database."""
    shutil.copy(sqlite_template, tmp_path / "frontdesk.db")
    return f"sqlite:///{tmp_path}/frontdesk.db"


@pytest.fixture
async def postgres_url(postgres_for_stories: str) -> str:
    """A PostgreSQL database, furnished as if for the first time."""
    await put_rows_back(postgres_for_stories)
    return postgres_for_stories


@pytest.fixture
async def desk(database_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[StoryDesk]:
    """A Frontdesk that is open, on each engine in turn."""
    async with open_story_desk(database_url, tmp_path, matcher) as desk:
        yield desk


@pytest.fixture
async def sound_clocks(desk: StoryDesk) -> AsyncIterator[None]:
    """Prove at the end of a story that all its clocks are what their events add up to."""
    yield
    await require_sound_clocks(desk)


@pytest.fixture
def letters(desk: StoryDesk) -> Letters:
    """The desk's letterbox."""
    return Letters(desk)


@pytest.fixture
async def bells(
    sqlite_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[BellDesk]:
    """A Frontdesk that is open, at which customers can ring a bell by themselves."""
    say_bells(monkeypatch)
    async with open_bell_desk(sqlite_url, tmp_path, matcher) as desk:
        yield desk


@pytest.fixture
async def bells_anywhere(
    database_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[BellDesk]:
    """The same on each engine in turn."""
    say_bells(monkeypatch)
    async with open_bell_desk(database_url, tmp_path, matcher) as desk:
        yield desk
