"""A conversation is put off until an instant, and comes back by itself."""

from datetime import datetime, timedelta
from typing import Final

from bot.lock_with_people import lock_with_people
from bot.log_event import change_and_log
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.errors import InvalidInputError
from domain.staff import StaffMember
from service_levels.told_times import ToldTimes

LONGEST_SNOOZE: Final = timedelta(days=366)


def record_snooze(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    until: datetime,
    now: datetime,
) -> Conversation:
    """Put a conversation off, or one that is put off until another instant.

    A snooze that has passed is over and cannot be changed: a new one begins now.

    Raises:
        InvalidInputError: `until` has passed, or is more than a year away.
        ConflictError: it is resolved, or the bot has it.
    """
    _require_sensible(until, now)
    conversation = lock_with_people(tx, tools, reference, now=now)
    told = ToldTimes(tools.settings.time_zone, now, (until,)).tell(until)
    again = "Snooze changed: until" if _is_snoozed(conversation) else "Snoozed until"
    return change_and_log(
        tx,
        tools,
        conversation,
        agent=agent,
        text=f"{again} {told} by {agent.name}",
        event="snooze",
        now=now,
        status=ConversationStatus.SNOOZED,
        snoozed_until=until,
        pending=None,
    )


def _require_sensible(until: datetime, now: datetime) -> None:
    if until <= now:
        raise InvalidInputError("this time has passed; choose a later one", field="until")
    if until - now > LONGEST_SNOOZE:
        raise InvalidInputError("is more than a year away; choose an earlier time", field="until")


def _is_snoozed(conversation: Conversation) -> bool:
    return conversation.status is ConversationStatus.SNOOZED
