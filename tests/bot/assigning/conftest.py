"""A floor with one queue that asks for nothing, on both engines."""

import pytest

from crm_store.store import Store
from tests.bot.assigning.floor_record import TestFloor, make_tools
from tests.fakes import FakeClock


@pytest.fixture
async def floor(store: Store) -> TestFloor:
    clock = FakeClock()
    floor = TestFloor(make_tools(store, clock), clock)
    await floor.queue("general")
    return floor
