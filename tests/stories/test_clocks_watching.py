"""Milestones are seen to once each, as of their instants, whoever looks and however late."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete

from bot.clocks.agreements import Agreements
from bot.clocks.watch_clocks import watch_clocks
from bot.tools import Tools
from channels.web_chat.frames import Message
from channels.web_chat.messages import render_raw
from crm_store.clocks import get_clock
from crm_store.schema import sla_policy_versions
from crm_store.store import make_store
from crm_store.transaction import Transaction
from domain.conversations import Direction
from domain.sla_clocks import ClockEventKind
from tests.stories.agreements import agree, clock_of, events_of, make_policy, put_on_record
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk, chat
from tests.stories.world import ANN, UNKNOWN

pytestmark = pytest.mark.usefixtures("sound_clocks")
PHONES = tuple(f"+155502{number:02}" for number in range(24))


async def milestones(desk: StoryDesk, thread: str) -> list[tuple[str, datetime]]:
    """What was seen to of a customer's first response, and as of when."""
    return [
        (each.reason, each.at)
        for each in await events_of(desk, await clock_of(desk, thread))
        if each.kind is ClockEventKind.MILESTONE
    ]


async def breaches(desk: StoryDesk, thread: str) -> list[datetime]:
    """As of when the log says that a promise was broken."""
    log = await desk.log(thread, Direction.EVENT)
    return [each.at for each in log if each.source_ids["event"] == "breach"]


async def watch_to_the_end(tools: Tools) -> None:
    """See to what is due, as a process of its own does."""
    while await watch_clocks(tools):
        pass


@pytest.fixture
async def other_tools(desk: StoryDesk, database_url: str) -> AsyncIterator[Tools]:
    """What another process on the same record works with; on SQLite there is but one store."""
    if database_url.startswith("sqlite"):
        yield replace(desk.system.tools, agreements=Agreements())
        return
    store = make_store(database_url)
    await store.open()
    yield replace(desk.system.tools, store=store, agreements=Agreements())
    await store.close()


async def test_two_processes_that_look_at_once_see_to_each_milestone_once(
    desk: StoryDesk, other_tools: Tools
):
    await agree(desk, make_policy(first=60, warnings=(50, 80)))
    began = desk.clock.now()
    for phone in PHONES:
        await desk.customer_texts(phone, UNKNOWN)
    desk.clock.advance(timedelta(hours=2))
    await asyncio.gather(*map(watch_to_the_end, (desk.system.tools, other_tools) * 2))
    for phone in PHONES:
        assert await milestones(desk, phone) == [
            ("warning:50", began + timedelta(minutes=30)),
            ("warning:80", began + timedelta(minutes=48)),
            ("breach", began + timedelta(minutes=60)),
        ]
        assert await breaches(desk, phone) == [began + timedelta(minutes=60)]


async def test_a_clock_that_cannot_be_seen_to_stops_no_other_and_is_tried_again_later_and_later(
    desk: StoryDesk,
):
    """Here its agreement is gone from the record, as after a restore by halves."""
    policy = make_policy("odd", position=0, first=60, conditions={"channels": ("sms",)})
    await agree(desk, policy, make_policy("all", position=1, first=60))
    began = desk.clock.now()
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.visitor_writes("vera", UNKNOWN)
    counted: Counter[str] = Counter()
    tools = replace(
        desk.system.tools,
        agreements=Agreements(),
        count=lambda event, **_: counted.update([event]),
    )
    await desk.system.store.run(forget, policy.version)
    now = desk.clock.advance(timedelta(hours=2))
    await watch_to_the_end(tools)
    assert await breaches(desk, "vera") == [began + timedelta(minutes=60)]
    astrid = await clock_of(desk, ASTRID)
    delays = []
    for _ in range(4):
        next_at = (await desk.system.store.read(get_clock, astrid.id)).next_at
        assert next_at is not None
        delays.append((next_at - now).total_seconds())
        now = desk.clock.advance(next_at - now)
        await watch_to_the_end(tools)
    assert delays == [2, 4, 8, 16]
    assert counted["clock_failed"] == 5
    assert await breaches(desk, ASTRID) == []
    # Its agreement is back, and what was due is seen to as of its instant.
    await desk.system.store.run(put_on_record, policy)
    desk.clock.advance(timedelta(minutes=1))
    await watch_to_the_end(tools)
    assert await breaches(desk, ASTRID) == [began + timedelta(minutes=60)]
    assert (await clock_of(desk, ASTRID)).failures == 0


def forget(tx: Transaction, version: str) -> None:
    """Take a version of an agreement from the record."""
    tx.execute(delete(sla_policy_versions).where(sla_policy_versions.c.id == version))


async def test_a_wall_clock_that_is_set_back_takes_nothing_back(desk: StoryDesk):
    await agree(desk, make_policy(first=60))
    began = desk.clock.now()
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=61)
    desk.clock.advance(timedelta(minutes=-50))
    await desk.settle()
    await desk.agent_replies(ASTRID, "He is.")
    state = (await clock_of(desk, ASTRID)).state
    assert state.breached_at == began + timedelta(minutes=60)
    # The answer counts as no earlier than what was seen to before it.
    assert state.met_at == began + timedelta(minutes=60)
    await desk.time_passes(hours=3)
    assert await breaches(desk, ASTRID) == [began + timedelta(minutes=60)]


async def test_a_message_stamped_by_a_clock_ahead_counts_from_now_at_the_latest(desk: StoryDesk):
    ahead = desk.clock.now() + timedelta(minutes=5)
    message = Message(type="message", id="m1", text=UNKNOWN)
    raw = render_raw(chat("vera"), message, files=(), language=None, received_at=ahead)
    await desk.keep(raw)
    await desk.settle()
    assert (await clock_of(desk, "vera")).state.started_at == desk.clock.now()


async def test_nobody_looks_while_it_is_warned_of_broken_and_answered(desk: StoryDesk):
    await agree(desk, make_policy(first=60, warnings=(80,)))
    began = desk.clock.now()
    await desk.customer_texts(ASTRID, UNKNOWN)
    desk.clock.advance(timedelta(hours=5))
    reference = await desk.reference(ASTRID)
    await desk.system.desk.reply(reference, agent=ANN, text="He is.")
    assert await breaches(desk, ASTRID) == [began + timedelta(minutes=60)]
    await desk.settle()
    await desk.time_passes(days=3)
    assert await breaches(desk, ASTRID) == [began + timedelta(minutes=60)]
    assert await milestones(desk, ASTRID) == []


async def test_what_passed_while_nobody_looked_is_seen_to_in_its_order(desk: StoryDesk):
    await agree(desk, make_policy(first=60, resolution=120, warnings=(50,)))
    began = desk.clock.now()
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.customer_texts(JONAS, UNKNOWN)
    await desk.restart()
    await desk.time_passes(days=2)
    for thread in (ASTRID, JONAS):
        assert await milestones(desk, thread) == [
            ("warning:50", began + timedelta(minutes=30)),
            ("breach", began + timedelta(minutes=60)),
        ]
        assert await breaches(desk, thread) == [
            began + timedelta(minutes=60),
            began + timedelta(minutes=120),
        ]


async def test_a_breach_between_two_looks_that_a_hold_ended_is_none_of_it(desk: StoryDesk):
    """Broken, then held: the hold that came too late moves nothing."""
    await agree(desk, make_policy(first=600, resolution=60))
    began = desk.clock.now()
    await desk.customer_texts(ASTRID, UNKNOWN)
    desk.clock.advance(timedelta(minutes=90))
    await desk.system.desk.reply(await desk.reference(ASTRID), agent=ANN, text="He is.")
    await desk.settle()
    await desk.time_passes(days=1)
    assert await breaches(desk, ASTRID) == [began + timedelta(minutes=60)]
