"""An airline on a socket, and a clock that both sides read."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.airline import OpenAirline, open_airline
from tests.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def airline(tmp_path: Path, clock: FakeClock) -> AsyncIterator[OpenAirline]:
    async with open_airline(tmp_path, clock=clock, timeout_seconds=20, retries=0) as opened:
        yield opened
