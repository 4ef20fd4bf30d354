"""What channels are built with in tests: a clock that stands, ids that count, a real session."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from channels.contract import ChannelTools
from tests.fake_gateway import FakeGateway
from tests.fakes import FakeClock, SequentialIds

PUBLIC_URL = "https://desk.example.com"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def gateway() -> FakeGateway:
    return FakeGateway()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        yield session


@pytest.fixture
def tools(clock: FakeClock, session: aiohttp.ClientSession) -> ChannelTools:
    return ChannelTools(
        clock=clock,
        ids=SequentialIds(),
        public_url=PUBLIC_URL,
        secret="a secret for tests",
        company="Aurora Airways",
        http=lambda: session,
    )
