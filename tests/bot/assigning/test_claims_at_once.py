"""Fifty agents ask at the same time, and nobody is given to two of them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.assigning.dispatch import dispatch
from bot.assigning.take_next import take_next
from bot.tools import Tools
from crm_store.routings import RoutingSearch, search_routings
from crm_store.store import make_store
from domain.routings import RoutingKind
from domain.staffing import Taking
from tests.bot.assigning.floor_record import TestFloor, make_tools

AGENTS = 50
EACH = 2
MINUTE = timedelta(minutes=1)


class PrefixedIds:
    """Ids of one process of several."""

    def __init__(self, prefix: str) -> None:
        self._prefix, self._count = prefix, 0

    def new(self) -> str:
        self._count += 1
        return f"{self._prefix}-{self._count:06}"

    def reference(self) -> str:
        return f"FD-{self.new()}"

    def secret(self) -> str:
        return self.new()


@pytest.fixture
async def processes(floor: TestFloor, database_url: str) -> AsyncIterator[list[Tools]]:
    """Three processes on one record; on SQLite there is but one."""
    if database_url.startswith("sqlite"):
        yield [floor.tools]
        return
    stores = [make_store(database_url) for _ in range(2)]
    for store in stores:
        await store.open()
    others = [
        make_tools(store, floor.clock, PrefixedIds(f"p{place}"))
        for place, store in enumerate(stores)
    ]
    yield [floor.tools, *others]
    for store in stores:
        await store.close()


async def test_nothing_is_given_twice_and_everybody_gets_something(
    floor: TestFloor, processes: list[Tools]
) -> None:
    for number in range(AGENTS):
        await floor.agent(f"a{number:02}", capacity={"web_chat": EACH})
    for number in range(AGENTS * EACH):
        await floor.waits(f"w{number:03}", since=(number % 90) * MINUTE)
    given: Counter[str] = Counter()
    for _ in range(EACH):
        asked = (
            take_next(processes[place % len(processes)], agent)
            for place, agent in enumerate(floor.agents.values())
        )
        for taken in await asyncio.gather(*asked):
            if taken.conversation is not None:
                given[taken.conversation.id] += 1
    # Who found what they would have got in the hands of others may ask once more.
    for agent in floor.agents:
        given.update(await floor.takes_all(agent))
    assert set(given.values()) == {1}
    assert len(given) == AGENTS * EACH
    assert not await floor.waiting()
    log = await floor.tools.store.read(
        search_routings, RoutingSearch(kind=RoutingKind.PULLED), limit=AGENTS * EACH + 1
    )
    assert Counter(each.routing.conversation_id for each in log) == given
    loads = Counter(each.routing.agent for each in log)
    assert set(loads.values()) == {EACH}


async def test_who_asks_and_who_is_given_work_get_in_nobodys_way(
    floor: TestFloor, processes: list[Tools]
) -> None:
    for number in range(10):
        taking = Taking.PUSH if number % 2 else Taking.PULL
        await floor.agent(f"a{number:02}", capacity={"web_chat": 3}, taking=taking)
    for number in range(30):
        await floor.waits(f"w{number:03}", since=number * MINUTE)
    pulling = [
        take_next(processes[place % len(processes)], agent)
        for place, agent in enumerate(floor.agents.values())
        if place % 2 == 0
        for _ in range(3)
    ]
    await asyncio.gather(*pulling, *(dispatch(tools) for tools in processes))
    for agent in [name for place, name in enumerate(floor.agents) if place % 2 == 0]:
        await floor.takes_all(agent)
    await dispatch(floor.tools)
    log = await floor.tools.store.read(search_routings, RoutingSearch(), limit=100)
    assert Counter(Counter(each.routing.conversation_id for each in log).values()) == {1: 30}
    assert set(Counter(each.routing.agent for each in log).values()) == {3}
