"""Snoozed, on hold, waiting for the customer: whose turn it is, and what the clocks make of it."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import null, update

from bot.see_to_due import PutOff
from bot.wake_snoozed import wake_snoozed
from crm_store.conversations import get_conversation
from crm_store.inbox import InboxFilter, list_work
from crm_store.inbox_counts import count_inbox
from crm_store.schema import conversations
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus, Direction, Priority
from domain.errors import ConflictError, InvalidInputError
from domain.service_levels import ClockKind, PauseReason
from domain.sla_clocks import ClockEvent, ClockState, SlaClock
from service_levels.clock_fold import replay
from tests.clocks import always, list_clock_events
from tests.stories.agreements import agree, make_policy
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import ANN, BEN, KNOWN, UNKNOWN

OPEN, PENDING = ConversationStatus.OPEN, ConversationStatus.PENDING
SNOOZED, ON_HOLD = ConversationStatus.SNOOZED, ConversationStatus.ON_HOLD
FIRST, NEXT, RESOLUTION = ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE, ClockKind.RESOLUTION
LOST_PROPERTY = "the airport's lost-property office"
POLICY = make_policy(resolution={"default": 480, "urgent": 240})


@pytest.fixture
async def astrid(desk: StoryDesk) -> str:
    """The reference of a conversation that waits for a person, with a first answer promised."""
    await agree(desk, POLICY)
    await desk.customer_texts(ASTRID, UNKNOWN)
    return await desk.reference(ASTRID)


async def clock(desk: StoryDesk, kind: ClockKind) -> SlaClock:
    (found,) = await desk.clocks(ASTRID, kind)
    return found


async def state(desk: StoryDesk, kind: ClockKind) -> ClockState:
    return (await clock(desk, kind)).state


async def clock_events(desk: StoryDesk, kind: ClockKind) -> tuple[ClockEvent, ...]:
    found = await clock(desk, kind)
    return await desk.system.store.read(list_clock_events, found.id)


async def events(desk: StoryDesk) -> list[str]:
    return [each.text for each in await desk.log(ASTRID, Direction.EVENT)]


async def snooze(desk: StoryDesk, reference: str, **by: float) -> datetime:
    until = desk.clock.now() + timedelta(**by)
    await desk.system.desk.snooze(reference, until=until, agent=ANN)
    await desk.settle()
    return until


async def inbox(desk: StoryDesk, **wanted: Any) -> list[str]:
    rows = await desk.system.store.read(list_work, InboxFilter(unresolved=True, **wanted))
    return [row.conversation.thread for row in rows]


def stands(conversation: Conversation) -> tuple[object, ...]:
    return conversation.status, conversation.snoozed_until, conversation.held_for


async def test_what_is_snoozed_comes_back_at_its_instant_and_waits_for_whoever_has_it(
    desk: StoryDesk, astrid: str
):
    await desk.agent_replies(ASTRID, "I will look into it tomorrow.")
    until = await snooze(desk, astrid, hours=3)
    assert stands(await desk.conversation(ASTRID)) == (SNOOZED, until, None)
    assert (await events(desk))[-1] == "Snoozed until Mon 12:00 by Ann"
    await desk.time_passes(hours=2, minutes=59, seconds=59)
    assert (await desk.conversation(ASTRID)).status is SNOOZED
    await desk.time_passes(seconds=1)
    woken = await desk.conversation(ASTRID)
    assert stands(woken) == (OPEN, None, None)
    assert (woken.assignee, woken.waiting_since, woken.waits) == (ANN.id, until, True)
    assert await inbox(desk, waiting=True, assignee=ANN.id) == [ASTRID]


async def test_a_snooze_ends_as_of_its_instant_however_late_anybody_looks(
    desk: StoryDesk, astrid: str
):
    until = await snooze(desk, astrid, hours=3)
    await desk.time_passes(days=2)
    event = (await desk.log(ASTRID, Direction.EVENT))[-1]
    ended = [
        each
        for each in await desk.log(ASTRID, Direction.EVENT)
        if each.source_ids["event"] == "wake"
    ]
    assert [(each.text, each.at) for each in ended] == [("The snooze is over", until)]
    assert event.at <= desk.clock.now()
    # The customer has waited since they wrote, whatever was put off meanwhile.
    assert (await desk.conversation(ASTRID)).waiting_since == until - timedelta(hours=3)


async def test_a_clock_goes_on_at_the_end_of_a_snooze_that_nobody_saw(desk: StoryDesk, astrid: str):
    promised = (await state(desk, RESOLUTION)).due_at
    assert promised is not None
    until = await snooze(desk, astrid, hours=3)
    held = await state(desk, RESOLUTION)
    assert (held.paused, held.paused_until) == (PauseReason.SNOOZE, until)
    assert held.due_at == promised + timedelta(hours=3)

    desk.clock.advance(timedelta(hours=20))
    assert (await state(desk, RESOLUTION)).due_at == held.due_at
    await desk.settle()

    late = await state(desk, RESOLUTION)
    assert (late.due_at, late.breached_at) == (held.due_at, held.due_at)
    happened = await clock_events(desk, RESOLUTION)
    resumed = [each for each in happened if each.kind == "resumed"]
    assert [each.at for each in resumed] == [until]
    played = replay(happened, always)
    assert (played.due_at, played.breached_at) == (late.due_at, late.breached_at)
    without = replay([each for each in happened if each.kind != "resumed"], always)
    assert (without.due_at, without.breached_at) == (late.due_at, late.breached_at)


async def test_what_holds_the_end_does_not_hold_the_answer(desk: StoryDesk, astrid: str):
    due = (await state(desk, FIRST)).due_at
    await snooze(desk, astrid, hours=3)
    first = await state(desk, FIRST)
    assert (first.paused, first.due_at) == (None, due)
    await desk.time_passes(hours=1)
    assert (await state(desk, FIRST)).breached_at == due
    assert "The first response was due and is late" in await events(desk)


async def test_a_snooze_can_be_changed_until_it_is_over(desk: StoryDesk, astrid: str):
    promised = (await state(desk, RESOLUTION)).due_at
    assert promised is not None
    await snooze(desk, astrid, hours=3)
    await desk.time_passes(hours=1)
    until = await snooze(desk, astrid, hours=1)
    assert stands(await desk.conversation(ASTRID)) == (SNOOZED, until, None)
    assert (await events(desk))[-1] == "Snooze changed: until Mon 11:00 by Ann"
    assert (await state(desk, RESOLUTION)).due_at == promised + timedelta(hours=2)
    await desk.time_passes(hours=1)
    assert (await desk.conversation(ASTRID)).status is OPEN


async def test_a_snooze_that_has_passed_is_over_and_the_next_one_begins_now(
    desk: StoryDesk, astrid: str
):
    promised = (await state(desk, RESOLUTION)).due_at
    assert promised is not None
    first_until = await snooze(desk, astrid, hours=1)
    desk.clock.advance(timedelta(hours=3))
    until = desk.clock.now() + timedelta(hours=1)
    await desk.system.desk.snooze(astrid, until=until, agent=BEN)
    assert (await events(desk))[-2:] == ["The snooze is over", "Snoozed until Mon 13:00 by Ben"]
    over = (await desk.log(ASTRID, Direction.EVENT))[-2]
    assert over.at == first_until
    # The two hours between them have counted.
    assert (await state(desk, RESOLUTION)).due_at == promised + timedelta(hours=2)
    await desk.settle()
    assert stands(await desk.conversation(ASTRID)) == (SNOOZED, until, None)


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (timedelta(0), "has passed"),
        (timedelta(minutes=-1), "has passed"),
        (timedelta(days=367), "more than a year away"),
    ],
)
async def test_nobody_snoozes_into_the_past_or_for_years(
    desk: StoryDesk, astrid: str, by: timedelta, told: str
):
    with pytest.raises(InvalidInputError, match=told) as refused:
        await desk.system.desk.snooze(astrid, until=desk.clock.now() + by, agent=ANN)
    assert refused.value.field == "until"
    assert (await desk.conversation(ASTRID)).status is OPEN


@pytest.mark.parametrize("put_off", ["snooze", "hold"])
async def test_a_customer_who_writes_brings_back_what_was_put_off_and_thanks_do_not(
    desk: StoryDesk, astrid: str, put_off: str
):
    await desk.agent_replies(ASTRID, "I have asked.")
    if put_off == "snooze":
        await snooze(desk, astrid, days=1)
    else:
        await desk.system.desk.hold(astrid, for_whom=LOST_PROPERTY, agent=ANN)
    before = stands(await desk.conversation(ASTRID))
    await desk.customer_texts(ASTRID, "Thank you!")
    assert stands(await desk.conversation(ASTRID)) == before
    assert await desk.clocks(ASTRID, NEXT) == []

    await desk.time_passes(minutes=10)
    await desk.customer_texts(ASTRID, "And is your co-pilot married?")

    back = await desk.conversation(ASTRID)
    assert stands(back) == (OPEN, None, None)
    assert back.waiting_since == desk.clock.now()
    assert (await state(desk, RESOLUTION)).paused is None
    assert (await state(desk, NEXT)).paused is None
    await desk.time_passes(days=2)
    assert "The snooze is over" not in await events(desk)


async def test_what_waits_for_a_third_party_says_for_whom_and_holds_the_end_alone(
    desk: StoryDesk, astrid: str
):
    due = (await state(desk, FIRST)).due_at
    await desk.system.desk.hold(astrid, for_whom=f"  {LOST_PROPERTY}\n", agent=ANN)
    assert stands(await desk.conversation(ASTRID)) == (ON_HOLD, None, LOST_PROPERTY)
    assert (await events(desk))[-1] == f"On hold for {LOST_PROPERTY}, says Ann"
    assert (await state(desk, FIRST)).due_at == due
    held = await state(desk, RESOLUTION)
    assert (held.paused, held.due_at) == (PauseReason.THIRD_PARTY, None)
    await desk.time_passes(days=3)
    await desk.system.desk.resume(astrid, agent=ANN)
    assert stands(await desk.conversation(ASTRID)) == (OPEN, None, None)
    going = await state(desk, RESOLUTION)
    assert going.due_at == desk.clock.now() + timedelta(hours=8)


@pytest.mark.parametrize(("name", "told"), [(" \n", "say whom"), ("x" * 121, "120 characters")])
async def test_a_hold_is_for_somebody(desk: StoryDesk, astrid: str, name: str, told: str):
    with pytest.raises(InvalidInputError, match=told) as refused:
        await desk.system.desk.hold(astrid, for_whom=name, agent=ANN)
    assert refused.value.field == "for"


async def test_one_hold_takes_the_place_of_another(desk: StoryDesk, astrid: str):
    await desk.system.desk.hold(astrid, for_whom=LOST_PROPERTY, agent=ANN)
    await desk.system.desk.hold(astrid, for_whom="the police", agent=ANN)
    assert stands(await desk.conversation(ASTRID)) == (ON_HOLD, None, "the police")
    until = await snooze(desk, astrid, hours=2)
    assert stands(await desk.conversation(ASTRID)) == (SNOOZED, until, None)
    held = await state(desk, RESOLUTION)
    assert (held.paused, held.paused_until) == (PauseReason.SNOOZE, until)
    await desk.system.desk.hold(astrid, for_whom="the police", agent=ANN)
    assert stands(await desk.conversation(ASTRID)) == (ON_HOLD, None, "the police")
    assert (await state(desk, RESOLUTION)).paused is PauseReason.THIRD_PARTY


async def test_a_customer_who_was_asked_on_the_telephone_is_waited_for(
    desk: StoryDesk, astrid: str
):
    due = (await state(desk, FIRST)).due_at
    await desk.system.desk.wait_for_customer(astrid, agent=ANN)
    waiting = await desk.conversation(ASTRID)
    assert (waiting.status, waiting.waiting_since) == (PENDING, None)
    assert (await state(desk, RESOLUTION)).paused is PauseReason.CUSTOMER
    # They have no answer on record, so that this promise goes on.
    assert (await state(desk, FIRST)).due_at == due
    with pytest.raises(ConflictError, match="waits for the customer already"):
        await desk.system.desk.wait_for_customer(astrid, agent=ANN)


async def test_opened_again_it_waits_for_somebody(desk: StoryDesk, astrid: str):
    await desk.agent_replies(ASTRID, "Which of them?")
    await desk.time_passes(minutes=5)
    await desk.system.desk.resume(astrid, agent=BEN)
    opened = await desk.conversation(ASTRID)
    assert (opened.status, opened.waiting_since) == (OPEN, desk.clock.now())
    assert (await events(desk))[-1] == "Gone on with by Ben"
    with pytest.raises(ConflictError, match="is open already"):
        await desk.system.desk.resume(astrid, agent=BEN)


async def test_a_reply_ends_what_it_was_put_off_for(desk: StoryDesk, astrid: str):
    await desk.system.desk.hold(astrid, for_whom=LOST_PROPERTY, agent=ANN)
    await desk.agent_replies(ASTRID, "They have it.")
    assert stands(await desk.conversation(ASTRID)) == (PENDING, None, None)
    assert (await state(desk, RESOLUTION)).paused is PauseReason.CUSTOMER
    await snooze(desk, astrid, days=1)
    await desk.agent_replies(ASTRID, "Did you fetch it?")
    assert stands(await desk.conversation(ASTRID)) == (PENDING, None, None)


async def test_what_is_resolved_is_neither_snoozed_nor_held(desk: StoryDesk, astrid: str):
    await snooze(desk, astrid, days=1)
    await desk.agent_resolves(ASTRID)
    assert stands(await desk.conversation(ASTRID)) == (ConversationStatus.RESOLVED, None, None)
    await desk.time_passes(days=2)
    assert "The snooze is over" not in await events(desk)
    for change in (
        desk.system.desk.hold(astrid, for_whom=LOST_PROPERTY, agent=ANN),
        desk.system.desk.wait_for_customer(astrid, agent=ANN),
        desk.system.desk.resume(astrid, agent=ANN),
        desk.system.desk.set_priority(astrid, priority=Priority.HIGH, agent=ANN),
        desk.system.desk.snooze(astrid, until=desk.clock.now() + timedelta(hours=1), agent=ANN),
    ):
        with pytest.raises(ConflictError, match="is resolved; open it again first"):
            await change


async def test_what_the_bot_has_is_taken_first(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    reference = await desk.reference(ASTRID)
    with pytest.raises(ConflictError, match=r"the bot has .*; take it or assign it first"):
        await snooze(desk, reference, hours=1)
    await desk.system.desk.take(reference, agent=ANN)
    await snooze(desk, reference, hours=1)
    assert (await desk.conversation(ASTRID)).status is SNOOZED


async def test_the_bot_takes_nothing_of_it_along(desk: StoryDesk, astrid: str):
    await snooze(desk, astrid, days=1)
    await desk.system.self_service.give_back(astrid, agent=ANN)
    assert stands(await desk.conversation(ASTRID)) == (OPEN, None, None)
    assert (await state(desk, RESOLUTION)).paused is PauseReason.BOT


async def test_whoever_gets_what_a_colleague_had_put_off_sees_it_at_once(
    desk: StoryDesk, astrid: str
):
    await desk.agent_replies(ASTRID, "Tomorrow.")
    await snooze(desk, astrid, days=1)
    await desk.system.desk.assign(astrid, agent=ANN, assignee=BEN.id, queue=None)
    given = await desk.conversation(ASTRID)
    assert stands(given) == (OPEN, None, None)
    assert (given.assignee, given.waiting_since) == (BEN.id, desk.clock.now())
    await desk.system.desk.hold(astrid, for_whom=LOST_PROPERTY, agent=BEN)
    await desk.system.desk.assign(astrid, agent=BEN, assignee=ANN.id, queue=None)
    assert stands(await desk.conversation(ASTRID)) == (ON_HOLD, None, LOST_PROPERTY)


async def test_what_is_put_off_is_not_among_what_waits(desk: StoryDesk, astrid: str):
    await desk.system.desk.set_priority(astrid, priority=Priority.URGENT, agent=ANN)
    await desk.customer_texts(JONAS, UNKNOWN)
    assert await inbox(desk, waiting=True) == [ASTRID, JONAS]
    await desk.system.desk.hold(astrid, for_whom=LOST_PROPERTY, agent=ANN)
    assert await inbox(desk, waiting=True) == [JONAS]
    assert await inbox(desk) == [JONAS, ASTRID]
    assert await inbox(desk, status="on_hold") == [ASTRID]
    await snooze(desk, astrid, hours=1)
    assert await inbox(desk) == [JONAS, ASTRID]
    counts = await desk.system.store.read(count_inbox, ANN.id)
    assert (counts.waiting, counts.snoozed, counts.on_hold) == (1, 1, 0)


async def test_a_priority_takes_its_own_target_and_keeps_what_has_counted(
    desk: StoryDesk, astrid: str
):
    started = (await state(desk, RESOLUTION)).started_at
    await desk.time_passes(hours=1)
    await desk.system.desk.set_priority(astrid, priority=Priority.URGENT, agent=ANN)
    assert (await desk.conversation(ASTRID)).priority is Priority.URGENT
    assert (await events(desk))[-1] == "Priority changed from normal to urgent by Ann"
    assert (await state(desk, RESOLUTION)).due_at == started + timedelta(hours=4)
    version = (await desk.conversation(ASTRID)).version
    await desk.system.desk.set_priority(astrid, priority=Priority.URGENT, agent=ANN)
    assert (await desk.conversation(ASTRID)).version == version


async def test_one_that_cannot_be_woken_keeps_no_other_asleep(desk: StoryDesk, astrid: str):
    await desk.customer_texts(JONAS, UNKNOWN)
    other = await desk.reference(JONAS)
    await snooze(desk, astrid, hours=1)
    await snooze(desk, other, hours=1)
    store, tools, put_off = desk.system.store, desk.system.tools, PutOff()

    def write_question(tx: Transaction, question: Any) -> None:
        named = conversations.c.reference == astrid
        tx.execute(update(conversations).where(named).values(pending=question))

    await store.run(write_question, "no question at all")
    desk.clock.advance(timedelta(hours=1))
    assert await wake_snoozed(tools, put_off) == 2
    assert (await store.read(get_conversation, other)).status is OPEN
    # It is left alone for a while, and tried again then.
    assert await wake_snoozed(tools, put_off) == 0
    await store.run(write_question, null())
    desk.clock.advance(timedelta(seconds=2))
    assert await wake_snoozed(tools, put_off) == 1
    assert (await desk.conversation(ASTRID)).status is OPEN


async def test_of_two_processes_that_look_at_once_one_wakes_it(desk: StoryDesk, astrid: str):
    await snooze(desk, astrid, hours=1)
    desk.clock.advance(timedelta(hours=1))
    await asyncio.gather(*(wake_snoozed(desk.system.tools) for _ in range(4)))
    await desk.settle()
    assert (await events(desk)).count("The snooze is over") == 1


async def test_a_snooze_that_ended_while_nothing_ran_is_over_as_of_its_instant(
    desk: StoryDesk, astrid: str
):
    until = await snooze(desk, astrid, hours=1)
    due = (await state(desk, RESOLUTION)).due_at
    desk.clock.advance(timedelta(hours=5))
    await desk.restart()
    await desk.settle()
    over = [each for each in await desk.log(ASTRID, Direction.EVENT) if "snooze is" in each.text]
    assert [each.at for each in over] == [until]
    assert (await state(desk, RESOLUTION)).due_at == due


async def test_a_reply_that_did_not_arrive_brings_back_what_was_held(desk: StoryDesk, astrid: str):
    desk.provider.fail_next("server_error")
    await desk.agent_replies(ASTRID, "I have asked them.")
    await desk.system.desk.hold(astrid, for_whom=LOST_PROPERTY, agent=ANN)
    desk.provider.fail_next("bad_request")
    await desk.time_passes(minutes=1)
    assert stands(await desk.conversation(ASTRID)) == (OPEN, None, None)
