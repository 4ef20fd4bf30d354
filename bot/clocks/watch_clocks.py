"""Milestones of clocks are seen to as they are reached: warnings, breaches, escalation steps.

What nobody looked at in time is recorded as of its instant all the same.
"""

from datetime import datetime
from functools import partial

from bot.clocks.happen import find_milestone, happen, log_breach
from bot.clocks.see_to_milestone import see_to_milestone
from bot.see_to_due import (
    MOST_AT_ONCE,
    choose_delay,
    keep_looking,
    note_failure,
    see_to_each,
)
from bot.tools import Tools
from crm_store.clocks import (
    find_due_clock,
    find_failures,
    find_next_milestone_at,
    get_clock,
    list_due_clocks,
    postpone_milestone,
)
from crm_store.conversations import find_unlocked_conversation
from crm_store.transaction import Transaction
from domain.sla_clocks import ClockEvent, ClockEventKind
from service_levels.milestones import BREACH


async def keep_watching(tools: Tools) -> None:
    """See to milestones as they are reached, for ever."""
    await keep_looking(
        tools,
        partial(watch_clocks, tools),
        partial(tools.store.read, find_next_milestone_at),
        failure="watching_failed",
    )


async def watch_clocks(tools: Tools) -> int:
    """See to the milestones that are reached by now; tell of how many clocks."""
    now = tools.clock.now()
    due = await tools.store.read(list_due_clocks, now=now, limit=MOST_AT_ONCE)
    waiting = list(dict.fromkeys(conversation_id for _, conversation_id in due))
    await see_to_each(waiting, partial(_watch, tools, now=now))
    return len(due)


async def _watch(tools: Tools, conversation_id: str, *, now: datetime) -> None:
    """See to what a conversation's clocks have reached, in the order of its instants."""
    find = find_due_clock
    while (clock_id := await tools.store.read(find, conversation_id, now=now)) is not None:
        if not await _see_to(tools, clock_id, conversation_id, now=now):
            return


async def _see_to(tools: Tools, clock_id: str, conversation_id: str, *, now: datetime) -> bool:
    try:
        return await tools.store.run(record_milestone, tools, clock_id, conversation_id, now=now)
    except Exception as error:  # noqa: BLE001 - one clock that cannot be seen to stops no other
        note_failure(tools, "clock_failed", error, clock=clock_id)
        await tools.store.run(_put_off, clock_id, now=now)
        return True


def record_milestones(tx: Transaction, tools: Tools, *, now: datetime) -> None:
    """See to all milestones that are reached by now, each as of its own instant."""
    while (at := find_next_milestone_at(tx)) is not None and at <= now:
        for clock_id, conversation_id in list_due_clocks(tx, now=at, limit=MOST_AT_ONCE):
            record_milestone(tx, tools, clock_id, conversation_id, now=at)


def record_milestone(
    tx: Transaction, tools: Tools, clock_id: str, conversation_id: str, *, now: datetime
) -> bool:
    """See to one milestone of a clock; tell whether another may be reached by now."""
    conversation = find_unlocked_conversation(tx, conversation_id)
    if conversation is None:
        return False
    clock = get_clock(tx, clock_id)
    if clock.conversation_id != conversation_id:
        # Conversations were merged meanwhile.
        return False
    if clock.next_at is None or clock.next_at > now:
        return False
    found = find_milestone(tx, tools, clock.state, clock.kind, clock.seen)
    if found is None or found[0] > now:
        # It was put off, or planned before the clock was held.
        happen(tx, tools, clock)
        return False
    at, milestone = found
    event = ClockEvent(kind=ClockEventKind.MILESTONE, at=at, reason=milestone.name)
    changed = happen(tx, tools, clock, event, seen=milestone.name)
    if milestone.name == BREACH:
        log_breach(tx, tools, changed, changed.state.breached_at or at)
    see_to_milestone(
        tx,
        tools,
        conversation,
        clock=changed,
        policy=tools.agreements.get_policy(tx, clock.state.terms.policy_version),
        milestone=milestone,
        at=at,
        now=now,
    )
    return True


def _put_off(tx: Transaction, clock_id: str, *, now: datetime) -> None:
    # Of a row that cannot be read, that much can.
    delay = choose_delay(find_failures(tx, clock_id))
    postpone_milestone(tx, clock_id, until=now + delay)
