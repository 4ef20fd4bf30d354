"""Whoever waits for somebody who is not there is found."""

from datetime import timedelta

from crm_store.store import Store
from crm_store.stranded_conversations import list_stranded
from domain.assignment import Presence
from domain.conversations import ConversationStatus
from tests.bot.assigning.floor_record import TestFloor, make_tools
from tests.fakes import FakeClock

HOUR = timedelta(hours=1)


async def test_only_who_waits_for_somebody_absent_is_found(store: Store) -> None:
    clock = FakeClock()
    floor = TestFloor(make_tools(store, clock), clock)
    await floor.queue("general")
    await floor.agent("ann")
    assert await store.read(list_stranded, away_since=clock.now() - HOUR, limit=5) == ()
    await floor.agent("ben", presence=Presence.OFFLINE)
    for name in ("first", "second", "snoozed", "done", "present"):
        await floor.waits(name, since=HOUR if name == "first" else timedelta())
        await floor.changes(name, assignee="s-ann" if name == "present" else "s-ben")
    await floor.changes("snoozed", status=ConversationStatus.SNOOZED)
    await floor.changes("done", status=ConversationStatus.RESOLVED, waiting_since=None)
    found = await store.read(list_stranded, away_since=clock.now() - HOUR, limit=5)
    assert found == ("first", "second")
    assert await store.read(list_stranded, away_since=clock.now() - HOUR, limit=1) == ("first",)
