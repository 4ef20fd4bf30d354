"""Two processes serve the same conversations at once, and no clock is lost, doubled or wrong."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clocks.watch_clocks import watch_clocks
from crm_store.clocks import list_clocks
from domain.conversations import Priority
from domain.errors import ConflictError, InvalidInputError
from domain.knowledge import Matcher
from domain.sla_clocks import ClockEventKind
from tests.stories.agreements import agree, events_of, make_calendar, make_policy, slots
from tests.stories.story_desk import StoryDesk, open_story_desk
from tests.stories.world import ANN, UNKNOWN

pytestmark = pytest.mark.usefixtures("sound_clocks")
VISITORS = tuple(f"visitor-{number:02}" for number in range(8))
DEEDS_EACH = 10
DAYS = ("monday", "tuesday", "wednesday")


@pytest.fixture
async def other(
    desk: StoryDesk, database_url: str, tmp_path: Path, matcher: Matcher
) -> AsyncIterator[StoryDesk]:
    """Another process on the same record; on SQLite there is but one store."""
    if database_url.startswith("sqlite"):
        yield desk
        return
    (tmp_path / "other").mkdir()
    async with open_story_desk(database_url, tmp_path / "other", matcher) as other:
        other.clock = desk.clock
        await other.restart()
        yield other


class Bustle:
    """Customers, agents, a supervisor who edits the calendar, and two processes that look on."""

    def __init__(self, *desks: StoryDesk) -> None:
        self.desks = desks
        # The order in which all of it happens is another one each time anyhow.
        self.random = random.Random(7)
        self.over = False

    async def take_place(self) -> None:
        async with asyncio.TaskGroup() as group:
            for desk in self.desks:
                group.create_task(self._look_on(desk))
            group.create_task(self._edit())
            async with asyncio.TaskGroup() as visits:
                for visitor in VISITORS:
                    visits.create_task(self._visit(visitor))
            self.over = True

    async def _visit(self, visitor: str) -> None:
        reference = await self.desks[0].reference(visitor)
        for _ in range(DEEDS_EACH):
            desk = self.random.choice(self.desks)
            if self.random.random() < 0.4:
                await desk.visitor_asks(visitor, UNKNOWN)
                continue
            with suppress(ConflictError, InvalidInputError):
                await self.random.choice(self._list_deeds(desk))(reference)

    def _list_deeds(self, desk: StoryDesk) -> list[Callable[[str], Awaitable[Any]]]:
        agents, pick = desk.system.desk, self.random.choice
        until = desk.clock.now() + timedelta(minutes=self.random.randint(1, 20))
        return [
            lambda each: agents.reply(each, agent=ANN, text="So it is."),
            lambda each: agents.hold(each, agent=ANN, for_whom="the airport"),
            lambda each: agents.snooze(each, agent=ANN, until=until),
            lambda each: agents.resume(each, agent=ANN),
            lambda each: agents.resolve(each, agent=ANN, disposition="solved"),
            lambda each: agents.reopen(each, agent=ANN),
            lambda each: agents.assign(
                each, agent=ANN, assignee=None, queue=pick(("general", "baggage"))
            ),
            lambda each: agents.set_priority(each, agent=ANN, priority=pick(list(Priority))),
        ]

    async def _look_on(self, desk: StoryDesk) -> None:
        while not self.over:
            await watch_clocks(desk.system.tools)
            await desk.system.worker.work_off()
            await asyncio.sleep(0.01)

    async def _edit(self) -> None:
        desk, closes = self.desks[0], 18
        while not self.over:
            standing = (await desk.system.service_levels.get_calendar("office")).view.calendar
            closes = 35 - closes
            week = {day: [["08:00", f"{closes}:00"]] for day in DAYS}
            office = {"time_zone": "UTC", "week": week}
            await desk.system.service_levels.save_calendar(
                "office", office, by=ANN, based_on=standing.version
            )
            desk.clock.advance(timedelta(seconds=25))
            await asyncio.sleep(0.05)


async def test_whatever_two_processes_do_at_once_clocks_add_up(desk: StoryDesk, other: StoryDesk):
    await agree(
        desk,
        make_calendar(week=(slots("08:00-18:00"),) * 7),
        make_policy(
            "baggage",
            position=1,
            calendar="office",
            first=6,
            following=4,
            resolution=30,
            conditions={"queues": ("baggage",)},
        ),
        make_policy("rest", position=2, calendar="office", first=3, following=3, resolution=9),
    )
    for visitor in VISITORS:
        await desk.visitor_writes(visitor, UNKNOWN)
    await Bustle(desk, other).take_place()
    await desk.settle()
    assert await desk.shunted() == ()
    for visitor in VISITORS:
        for conversation in await desk.conversations(visitor):
            for clock in await desk.system.store.read(list_clocks, conversation.id):
                seen = Counter(
                    each.reason
                    for each in await events_of(desk, clock)
                    if each.kind is ClockEventKind.MILESTONE
                )
                assert set(seen.values()) <= {1}
