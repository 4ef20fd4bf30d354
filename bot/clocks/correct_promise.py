"""A customer hears that an answer takes longer than they were told, before that time passes.

Twice at the most a new time is told, then once that nobody can name one: whoever was wrong three
times has no time left to give that anybody would believe.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.clocks.correction_objections import find_objection
from bot.clocks.plan_correction import (
    PROMISED_AT,
    find_occasion,
    is_promised,
    record_look,
)
from bot.compose import BOT, phrase, record_reply
from bot.log_event import log_event
from bot.tools import Tools
from bot.usual_wait import find_usual_wait
from crm_store.clocks import get_clock, record_promise
from crm_store.conversations import find_conversation_by_id, find_outlet, wake_followers
from crm_store.interactions import has_interaction
from crm_store.jobs import finish_job
from crm_store.transaction import Transaction
from domain.channel_habits import LETTERS, RINGING
from domain.conversations import Conversation, Direction
from domain.jobs import Job
from domain.sla_clocks import SlaClock
from responders.due_times import round_up
from service_levels.promised_time import choose_corrected_time, choose_promised_time

MOST_TIMES_NAMED: Final = 2


async def correct_promise(tools: Tools, job: Job) -> tuple[Job, ...]:
    """Look whether what a customer was told still stands, and correct it where it does not."""
    await tools.store.run(record_correction, tools, job, now=tools.clock.now())
    return ()


def record_correction(tx: Transaction, tools: Tools, job: Job, *, now: datetime) -> None:
    """Correct what was told, where nothing else was told since and the clock still runs."""
    conversation = find_conversation_by_id(tx, get_clock(tx, job.subject).conversation_id)
    # Read again: only now is it locked.
    clock = get_clock(tx, job.subject)
    if conversation is not None and is_promised(clock) and _is_about(job, clock):
        if clock.conversation_id == conversation.id:
            _look(tx, tools, conversation, clock, now)
        else:
            # Conversations were merged meanwhile; the other one is not locked.
            record_look(tx, tools, clock, at=now, now=now)
    finish_job(tx, job)


def _is_about(job: Job, clock: SlaClock) -> bool:
    promised_at = clock.promised_at
    return promised_at is not None and job.payload[PROMISED_AT] == promised_at.isoformat()


def _look(
    tx: Transaction, tools: Tools, conversation: Conversation, clock: SlaClock, now: datetime
) -> None:
    at = find_occasion(clock, now)
    policy = tools.agreements.get_policy(tx, clock.state.terms.policy_version)
    if at is None or not policy.tell_customer:
        return
    due_at = clock.state.due_at
    if at > now and due_at is not None and due_at > now:
        record_look(tx, tools, clock, at=at, now=now)
        return
    # Where they read it, which after a merge may be another channel and address.
    outlet = find_outlet(tx, conversation)
    quiet = tools.settings.quiet_hours
    if quiet is not None and outlet.channel in RINGING and quiet.cover(now):
        record_look(tx, tools, clock, at=quiet.find_free(now), now=now)
        return
    objection = find_objection(tx, tools, outlet, now=now)
    if objection is not None:
        _log_objection(tx, tools, conversation, clock, objection, now)
        return
    _tell(tx, tools, conversation, outlet, clock, now)


def _tell(  # noqa: PLR0917 - six things of their own types but two, which stand in this order
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    outlet: Conversation,
    clock: SlaClock,
    now: datetime,
) -> None:
    promised_at = _choose_time(tx, tools, conversation, clock, now)
    reply = phrase(
        tools,
        outlet,
        "correction",
        now=now,
        due_at=promised_at,
        context={
            "letter": "yes" if outlet.channel in LETTERS else "",
            "timed": "" if promised_at is None else "yes",
        },
    )
    # Whoever is free sends it: nobody waits here who could begin it.
    record_reply(
        tx,
        tools,
        conversation,
        reply,
        writer=BOT,
        now=now,
        source_ids={"correction": clock.id},
        not_before=now,
    )
    told = replace(clock, promised_at=promised_at, corrections=clock.corrections + 1)
    record_promise(tx, told.id, promised_at=promised_at, corrections=told.corrections, now=now)
    at = find_occasion(told, now)
    if promised_at is not None and at is not None:
        record_look(tx, tools, told, at=at, now=now)
    wake_followers(tx, conversation)


def _choose_time(
    tx: Transaction, tools: Tools, conversation: Conversation, clock: SlaClock, now: datetime
) -> datetime | None:
    """Choose the new time; None where nobody can name one, or too many were named."""
    state = clock.state
    held = state.paused is not None and state.paused_until is None
    if clock.corrections >= MOST_TIMES_NAMED or held or state.due_at is None:
        return None
    hours = tools.agreements.hours_of(tx)(state.terms.calendar_version)
    if state.due_at > now:
        # A promise by other terms, which is to be kept as the first one was.
        return round_up(choose_promised_time(state.due_at, now, hours))
    wait = find_usual_wait(tx, conversation.queue or "", now=now)
    corrected = choose_corrected_time(
        state.due_at,
        max(now, state.paused_until or now),
        state.terms.target,
        hours,
        # What people waited of late, nights among it, in time that counts.
        None if wait is None else hours.count(now - wait, now),
        promised_at=clock.promised_at,
    )
    return round_up(corrected)


def _log_objection(  # noqa: PLR0917 - six things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    clock: SlaClock,
    objection: str,
    now: datetime,
) -> None:
    """Log why the customer does not hear of it, once for each time that they were told."""
    key = f"not_corrected:{clock.id}:{clock.promised_at}"
    if has_interaction(tx, conversation.id, direction=Direction.EVENT, external_id=key):
        return
    text = f"The customer was not told that the answer takes longer: {objection}"
    log_event(
        tx,
        tools,
        conversation,
        text,
        event="not_corrected",
        now=now,
        external_id=key,
        clock=clock.id,
    )
    wake_followers(tx, conversation)
