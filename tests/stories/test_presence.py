"""Agents come, go away, close the laptop, log out, leave: nobody waits for an empty chair."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.presence.choose import record_choice
from bot.presence.hand_on import record_hand_on
from bot.presence.keep_presence import choose_start, record_passing, see_to_presence
from bot.presence.sign import (
    read_presence,
    record_activity,
    record_closing,
    record_log_out,
    record_sign,
)
from bot.tools import Tools
from crm_store.agent_presence import finish_presence, list_presence, presence_topic
from crm_store.agent_states import ROUTING_TOPIC
from crm_store.routings import list_routings
from crm_store.staff import record_activity as record_whether_active
from crm_store.store import make_store
from domain.assignment import Presence
from domain.conversations import Conversation, Direction
from domain.errors import InvalidInputError
from domain.routings import RoutingKind
from domain.service_levels import ClockKind
from domain.staff import Role, StaffMember
from domain.staffing import RoutingPolicy
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import ANN, BEN, UNKNOWN

AVAILABLE, WRAP_UP = Presence.AVAILABLE, Presence.WRAP_UP
AWAY, OFFLINE = Presence.AWAY, Presence.OFFLINE


@pytest.fixture
async def waiting(desk: StoryDesk) -> StoryDesk:
    """Ann is there and has Astrid, who waits for her."""
    await opens_console(desk, ANN)
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.system.desk.take(await desk.reference(ASTRID), agent=ANN)
    return desk


async def run(
    desk: StoryDesk, record: Any, *given: Any, tools: Tools | None = None, **by: Any
) -> Any:
    now = desk.clock.now()
    return await desk.system.store.run(record, tools or desk.system.tools, *given, **by, now=now)


async def opens_console(desk: StoryDesk, agent: StaffMember) -> None:
    await run(desk, record_activity, agent)


async def passes(desk: StoryDesk, *, open_by: StaffMember | None = None, minutes: float) -> None:
    """Let time pass; the console of one, where one is named, stays open and nobody is at it."""
    for _ in range(int(minutes * 2)):
        desk.clock.advance(timedelta(seconds=30))
        if open_by is not None:
            await run(desk, record_sign, open_by)
        await look(desk)


async def look(desk: StoryDesk) -> None:
    while await see_to_presence(desk.system.tools):
        pass


async def presence(desk: StoryDesk, agent: StaffMember = ANN) -> Presence:
    everybody = await desk.system.store.read(list_presence)
    return next(each.presence for each in everybody if each.staff_id == agent.id)


async def stands(desk: StoryDesk, thread: str = ASTRID) -> tuple[str | None, bool, bool]:
    conversation = await desk.conversation(thread)
    return conversation.assignee, conversation.queue is not None, conversation.waits


async def last_event(desk: StoryDesk, thread: str = ASTRID) -> str:
    return (await desk.log(thread, Direction.EVENT))[-1].text


BACK = (None, True, True)
HERS = (ANN.id, True, True)


async def test_who_closes_the_laptop_leaves_nobody_waiting(waiting: StoryDesk):
    await passes(waiting, minutes=1.5)
    assert (await presence(waiting), await stands(waiting)) == (AVAILABLE, HERS)
    await passes(waiting, minutes=0.5)
    assert (await presence(waiting), await stands(waiting)) == (OFFLINE, BACK)
    assert await last_event(waiting) == "Ann is offline: back in General"


async def test_why_it_was_handed_on_is_in_the_log_of_routing(waiting: StoryDesk):
    before = await waiting.conversation(ASTRID)
    await passes(waiting, minutes=2)
    (line,) = [
        each
        for each in await waiting.system.store.read(list_routings, before.id)
        if each.kind is RoutingKind.HANDED_ON
    ]
    assert (line.before, line.agent, line.queue) == (ANN.id, None, "general")
    assert line.waited == timedelta(minutes=2)
    assert line.reason == "Ann is offline: back in General, since the customer waits."
    assert "somebody else will take it up" in line.told


async def test_what_was_promised_stays_promised(waiting: StoryDesk):
    (before,) = await waiting.clocks(ASTRID, ClockKind.FIRST_RESPONSE)
    await passes(waiting, minutes=2)
    (after,) = await waiting.clocks(ASTRID, ClockKind.FIRST_RESPONSE)
    assert after == before
    assert (await waiting.conversation(ASTRID)).waiting_since is not None


async def test_who_is_away_for_a_while_keeps_what_they_have(waiting: StoryDesk):
    await passes(waiting, open_by=ANN, minutes=10)
    assert await presence(waiting) is AWAY
    await passes(waiting, open_by=ANN, minutes=9.5)
    assert await stands(waiting) == HERS
    await passes(waiting, open_by=ANN, minutes=0.5)
    assert await stands(waiting) == BACK
    assert await last_event(waiting) == "Ann has been away for 10 minutes: back in General"


async def test_who_comes_back_in_time_goes_on_as_if_nothing_had_been(waiting: StoryDesk):
    await passes(waiting, open_by=ANN, minutes=15)
    await run(waiting, record_activity, ANN)
    assert await presence(waiting) is AVAILABLE
    await passes(waiting, open_by=ANN, minutes=9)
    assert (await presence(waiting), await stands(waiting)) == (AVAILABLE, HERS)


async def test_what_waits_for_the_customer_stays_theirs_until_the_customer_writes(
    waiting: StoryDesk,
):
    await waiting.agent_replies(ASTRID, "Which flight was it?")
    await passes(waiting, minutes=3)
    assert await stands(waiting) == (ANN.id, True, False)
    await waiting.customer_texts(ASTRID, "The one to Oslo")
    assert await stands(waiting) == HERS
    await look(waiting)
    assert await stands(waiting) == BACK


async def test_who_logs_out_is_offline_at_once(waiting: StoryDesk):
    await run(waiting, record_log_out, ANN)
    await look(waiting)
    assert (await presence(waiting), await stands(waiting)) == (OFFLINE, BACK)


async def test_a_page_that_closes_only_shortens_the_wait(waiting: StoryDesk):
    await run(waiting, record_closing, ANN)
    await passes(waiting, open_by=ANN, minutes=5)
    assert await stands(waiting) == HERS
    await run(waiting, record_closing, ANN)
    await passes(waiting, minutes=1)
    assert await stands(waiting) == HERS
    await passes(waiting, minutes=0.5)
    assert await stands(waiting) == BACK


@pytest.mark.parametrize(("chosen", "stays"), [(AWAY, HERS), (OFFLINE, BACK)])
async def test_what_an_agent_chooses_holds_whatever_they_do(
    waiting: StoryDesk, chosen: Presence, stays: tuple[str | None, bool, bool]
):
    await run(waiting, record_choice, ANN, chosen)
    await look(waiting)
    await run(waiting, record_activity, ANN)
    assert (await presence(waiting), await stands(waiting)) == (chosen, stays)


async def test_nobody_can_choose_to_wrap_up(desk: StoryDesk):
    with pytest.raises(InvalidInputError, match="choose available, away or offline"):
        await run(desk, record_choice, ANN, WRAP_UP)


async def test_who_takes_work_by_hand_is_there(waiting: StoryDesk):
    await run(waiting, record_choice, ANN, OFFLINE)
    await look(waiting)
    await waiting.system.desk.take(await waiting.reference(ASTRID), agent=ANN)
    await look(waiting)
    assert (await presence(waiting), await stands(waiting)) == (AVAILABLE, HERS)


async def test_what_is_given_to_somebody_who_is_gone_is_theirs_for_a_while(waiting: StoryDesk):
    await opens_console(waiting, BEN)
    await run(waiting, record_log_out, BEN)
    await waiting.system.desk.assign(
        await waiting.reference(ASTRID), agent=ANN, assignee=BEN.id, queue="baggage"
    )
    await passes(waiting, open_by=ANN, minutes=9)
    assert (await stands(waiting))[0] == BEN.id
    await passes(waiting, open_by=ANN, minutes=2)
    assert await stands(waiting) == BACK
    assert await last_event(waiting) == "Ben is offline: back in Baggage"


async def test_what_is_given_to_somebody_who_was_never_there_is_theirs(waiting: StoryDesk):
    """Theirs may be a program of their own that works by the API."""
    await waiting.system.desk.assign(
        await waiting.reference(ASTRID), agent=ANN, assignee=BEN.id, queue="baggage"
    )
    await passes(waiting, open_by=ANN, minutes=60)
    assert (await stands(waiting))[0] == BEN.id


async def test_who_leaves_the_company_leaves_nothing_behind(waiting: StoryDesk):
    store, now = waiting.system.store, waiting.clock.now()
    await store.run(record_whether_active, ANN.id, active=False)
    await store.run(finish_presence, ANN.id, now=now)
    await look(waiting)
    assert await stands(waiting) == BACK
    assert await last_event(waiting) == "Ann works here no more: back in General"
    assert ANN.id not in {each.staff_id for each in await store.read(list_presence)}


async def test_a_snoozed_one_is_handed_on_when_it_comes_back(waiting: StoryDesk):
    until = waiting.clock.now() + timedelta(hours=1)
    await waiting.system.desk.snooze(await waiting.reference(ASTRID), until=until, agent=ANN)
    await passes(waiting, minutes=3)
    assert (await stands(waiting))[0] == ANN.id
    await waiting.time_passes(hours=1)
    await look(waiting)
    assert await stands(waiting) == BACK


async def test_two_processes_that_look_at_once_hand_on_once(waiting: StoryDesk):
    await waiting.customer_texts(JONAS, UNKNOWN)
    await waiting.system.desk.take(await waiting.reference(JONAS), agent=ANN)
    waiting.clock.advance(timedelta(minutes=5))
    other = make_store(waiting._url)
    await other.open()
    try:
        tools = waiting.system.tools
        await asyncio.gather(
            *(see_to_presence(each) for each in (tools, replace(tools, store=other)))
        )
        await look(waiting)
    finally:
        await other.close()
    for thread in (ASTRID, JONAS):
        events = [each.text for each in await waiting.log(thread, Direction.EVENT)]
        assert events.count("Ann is offline: back in General") == 1
        assert await stands(waiting, thread) == BACK


async def test_whoever_is_late_finds_nothing_left_to_do(waiting: StoryDesk):
    conversation: Conversation = await waiting.conversation(ASTRID)
    assert not await run(waiting, record_hand_on, conversation.id)
    assert not await run(waiting, record_passing, ANN.id)
    waiting.clock.advance(timedelta(minutes=5))
    assert await run(waiting, record_passing, ANN.id)
    assert not await run(waiting, record_passing, ANN.id)
    assert await run(waiting, record_hand_on, conversation.id)
    assert not await run(waiting, record_hand_on, conversation.id)


async def test_after_a_time_without_frontdesk_open_pages_may_give_a_sign_first(waiting: StoryDesk):
    assert await choose_start(waiting.system.tools) == waiting.clock.now()
    waiting.clock.advance(timedelta(minutes=5))
    start = await choose_start(waiting.system.tools)
    assert start == waiting.clock.now() + timedelta(seconds=75)
    waiting.clock.advance(timedelta(seconds=60))
    await run(waiting, record_sign, ANN)
    await look(waiting)
    assert (await presence(waiting), await stands(waiting)) == (AVAILABLE, HERS)


async def test_who_resolves_something_has_a_while_to_finish_it(waiting: StoryDesk):
    tools = waiting.system.tools
    policy = RoutingPolicy(wrap_up=timedelta(minutes=3))
    slow = replace(tools, settings=replace(tools.settings, routing=policy))
    desk = waiting.system.desk
    desk._tools = slow
    await desk.resolve(await waiting.reference(ASTRID), agent=ANN, disposition="solved")
    assert await presence(waiting) is WRAP_UP
    await run(waiting, record_choice, ANN, AVAILABLE, tools=slow)
    assert await presence(waiting) is AVAILABLE
    await desk.reopen(await waiting.reference(ASTRID), agent=ANN)
    assert await presence(waiting) is AVAILABLE
    await desk.resolve(await waiting.reference(ASTRID), agent=ANN, disposition="solved")
    for _ in range(6):
        assert await presence(waiting) is WRAP_UP
        waiting.clock.advance(timedelta(seconds=30))
        await run(waiting, record_sign, ANN, tools=slow)
    assert await presence(waiting) is AVAILABLE


async def test_an_agent_without_a_wrap_up_stays_available(waiting: StoryDesk):
    await waiting.agent_resolves(ASTRID)
    assert await presence(waiting) is AVAILABLE


async def test_a_scripts_key_is_nobody_who_could_be_there(desk: StoryDesk):
    key = replace(ANN, id="token:1", password_hash="", role=Role.SUPERVISOR)
    for record in (record_activity, record_log_out, record_sign):
        assert await run(desk, record, key) is None
    assert (
        await desk.system.store.read(read_presence, desk.system.tools, key, now=desk.clock.now())
        is None
    )


async def test_who_gives_out_work_hears_of_each_change_and_of_nothing_else(waiting: StoryDesk):
    store = waiting.system.store
    async with store.follow(ROUTING_TOPIC, presence_topic(ANN.id)) as follower:
        await run(waiting, record_sign, ANN)
        await run(waiting, record_choice, ANN, AWAY)
        heard = {(await follower.next(5)).topic for _ in range(2)}  # type: ignore[union-attr]  # fails where nothing is heard
        assert heard == {ROUTING_TOPIC, presence_topic(ANN.id)}
        await run(waiting, record_activity, ANN)
        assert await follower.next(0.05) is None


async def test_a_supervisor_sees_who_is_there_since_when_and_with_how_much(waiting: StoryDesk):
    ann, ben = await waiting.system.store.read(list_presence)
    assert (ann.name, ann.presence, ann.since) == ("Ann", AVAILABLE, waiting.clock.now())
    assert ann.load == {"sms": 1}
    assert (ben.name, ben.presence, ben.since, ben.load) == ("Ben", OFFLINE, None, {})
