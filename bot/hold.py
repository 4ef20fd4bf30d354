"""A conversation waits for somebody outside the company."""

from datetime import datetime
from typing import Final

from bot.lock_with_people import lock_with_people
from bot.log_event import change_and_log
from bot.tools import Tools
from channels.text_cleaning import clean_line
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.errors import InvalidInputError
from domain.staff import StaffMember

LONGEST_NAME: Final = 120


def record_hold(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    for_whom: str,
    now: datetime,
) -> Conversation:
    """Hold a conversation for a third party; one that is held already is held for this one then.

    Raises:
        InvalidInputError: nobody is named, or at too great a length.
        ConflictError: it is resolved, or the bot has it.
    """
    for_whom = _clean(for_whom)
    conversation = lock_with_people(tx, tools, reference, now=now)
    return change_and_log(
        tx,
        tools,
        conversation,
        agent=agent,
        text=f"On hold for {for_whom}, says {agent.name}",
        event="hold",
        now=now,
        status=ConversationStatus.ON_HOLD,
        held_for=for_whom,
        pending=None,
    )


def _clean(for_whom: str) -> str:
    name = clean_line(for_whom)
    if not name:
        raise InvalidInputError("say whom it waits for", field="for")
    if len(name) > LONGEST_NAME:
        raise InvalidInputError(f"say it in {LONGEST_NAME} characters at most", field="for")
    return name
