"""Milestones of clocks are seen to as they are reached: warnings, breaches, escalation steps.

No job is kept for a clock: each row tells when its next milestone is, and whoever looks first sees
to it. What nobody looked at in time is recorded as of its instant all the same.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.clocks.happen import happen, log_breach
from bot.clocks.see_to_milestone import see_to_milestone
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
from service_levels.milestones import BREACH, find_next_milestone, list_milestones

# Looking costs one row of an index.
LONGEST_SLEEP: Final = 0.5
MOST_AT_ONCE: Final = 200
_TOGETHER: Final = 16
_FIRST_DELAY: Final = timedelta(seconds=2)
_LONGEST_DELAY: Final = timedelta(minutes=15)
log = structlog.get_logger()


async def keep_watching(tools: Tools) -> None:
    """See to milestones as they are reached, for ever."""
    while True:
        try:
            seen = await watch_clocks(tools)
            pause = 0.0 if seen == MOST_AT_ONCE else await _find_pause(tools)
        except Exception as error:  # noqa: BLE001 - the store may be away for a while
            log.error("watching_failed", error=type(error).__name__)
            pause = LONGEST_SLEEP
        await asyncio.sleep(pause)


async def watch_clocks(tools: Tools) -> int:
    """See to the milestones that are reached by now; tell of how many clocks."""
    now = tools.clock.now()
    due = await tools.store.read(list_due_clocks, now=now, limit=MOST_AT_ONCE)
    waiting = list(dict.fromkeys(conversation_id for _, conversation_id in due))
    for place in range(0, len(waiting), _TOGETHER):
        some = waiting[place : place + _TOGETHER]
        await asyncio.gather(*(_watch(tools, each, now=now) for each in some))
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
        log.error("clock_failed", clock=clock_id, error=type(error).__name__)
        tools.count("clock_failed", error=type(error).__name__)
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
    policy = tools.agreements.get_policy(tx, clock.state.terms.policy_version)
    milestones = list_milestones(policy, clock.kind, clock.state.terms.target)
    hours_of = tools.agreements.hours_of(tx)
    found = find_next_milestone(clock.state, milestones, clock.seen, hours_of)
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
        policy=policy,
        milestone=milestone,
        at=at,
        now=now,
    )
    return True


def _put_off(tx: Transaction, clock_id: str, *, now: datetime) -> None:
    # Of a row that cannot be read, that much can.
    failures = find_failures(tx, clock_id)
    delay = min(_FIRST_DELAY * 2 ** min(failures, 20), _LONGEST_DELAY)
    postpone_milestone(tx, clock_id, until=now + delay)


async def _find_pause(tools: Tools) -> float:
    next_at = await tools.store.read(find_next_milestone_at)
    if next_at is None:
        return LONGEST_SLEEP
    wait = (next_at - tools.clock.now()).total_seconds()
    # What another process has locked is looked at again soon, not at once.
    return min(max(wait, 0.02), LONGEST_SLEEP)
