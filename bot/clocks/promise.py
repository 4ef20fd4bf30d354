"""By when the customer is told to expect an answer: a little later than it is due.

What was told is kept with the clock, so that whoever asks again hears the same.
"""

from datetime import datetime

from bot.clocks.choose_terms import choose_policy, make_terms
from bot.tools import Tools
from crm_store.clocks import record_promise
from crm_store.transaction import Transaction
from domain.calendars import Hours
from domain.conversations import Conversation
from domain.service_levels import ClockKind
from domain.sla_clocks import SlaClock
from responders.due_times import round_up
from service_levels.promised_time import choose_promised_time


def make_promise(
    tx: Transaction, tools: Tools, clock: SlaClock | None, *, now: datetime
) -> datetime | None:
    """Choose by when the customer is told to expect an answer, and put on record that they are.

    A promise that still stands is told again as it was.

    Args:
        clock: of the response they wait for, its conversation locked; None where there is none.

    Returns:
        What is to be told; None where no time is: nothing is promised, nobody knows how long it is
        held, it is late already, or the agreement is not told to customers.
    """
    told = None if clock is None else find_promise(tx, tools, clock, now=now)
    if clock is not None and told is not None and told != clock.promised_at:
        corrections = clock.corrections
        record_promise(tx, clock.id, promised_at=told, corrections=corrections, now=now)
    return told


def find_promise(
    tx: Transaction, tools: Tools, clock: SlaClock, *, now: datetime
) -> datetime | None:
    """Find what `make_promise` would tell, and leave the record as it is."""
    due_at, promised_at = clock.state.due_at, clock.promised_at
    terms = clock.state.terms
    policy = tools.agreements.get_policy(tx, terms.policy_version)
    if not clock.running or due_at is None or not policy.tell_customer:
        return None
    if promised_at is not None and promised_at > now and promised_at >= due_at:
        return promised_at
    return _choose(due_at, now, tools.agreements.hours_of(tx)(terms.calendar_version))


def preview_promise(
    tx: Transaction, tools: Tools, conversation: Conversation, *, now: datetime
) -> datetime | None:
    """Tell by when an answer would be promised to somebody who writes now.

    Args:
        conversation: as it would be, in its queue; it need not be on record.
    """
    policy = choose_policy(tx, tools, conversation)
    terms = make_terms(tx, tools, policy, conversation, ClockKind.FIRST_RESPONSE)
    if terms is None or not policy.tell_customer:
        return None
    hours = tools.agreements.hours_of(tx)(terms.calendar_version)
    return _choose(hours.add(now, terms.target), now, hours)


def _choose(due_at: datetime, now: datetime, hours: Hours) -> datetime | None:
    # On record is what is told, so it is rounded as the words are.
    return round_up(choose_promised_time(due_at, now, hours)) if due_at > now else None
