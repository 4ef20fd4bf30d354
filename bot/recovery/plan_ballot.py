"""People settled a matter: its customer is to be asked how it was, a little later."""

from datetime import datetime, timedelta

from bot.complaints.policy_at_work import get_complaint_policy
from bot.start_message import find_unwanted
from bot.tools import Tools
from complaints.asking import ASKED_AFTER, choose_survey, is_in_share
from crm_store.ballots import (
    change_ballot,
    find_last_asked,
    insert_ballot,
    is_planned_for,
    list_ballots_of,
)
from crm_store.complaints import list_complaints_of
from crm_store.interactions import find_last_inbound
from crm_store.transaction import Transaction
from domain.ballots import PlannedBallot
from domain.complaint_register import Outcome
from domain.conversations import Author, Conversation

# What turned out to be no complaint of its own.
_NO_COMPLAINT = frozenset({Outcome.NO_COMPLAINT, Outcome.JOINED})


def plan_ballot(
    tx: Transaction, tools: Tools, conversation: Conversation, agent_id: str, *, now: datetime
) -> PlannedBallot | None:
    """Plan to ask how it was, where that is wanted; None where it is not.

    Args:
        conversation: locked, and resolved by now.
        agent_id: of whoever resolved it.
    """
    recovery = get_complaint_policy(tx).recovery
    _drop_planned(tx, conversation)
    if not is_worth_asking(tx, conversation):
        return None
    if not is_in_share(conversation.id, recovery.ask_share):
        return None
    last = find_last_asked(tx, conversation.customer_id)
    rested = last is None or _rest_since(last, now) >= timedelta(days=recovery.rest_days)
    if not rested or is_planned_for(tx, conversation.customer_id):
        return None
    complaint_id = _find_complaint(tx, conversation)
    survey = choose_survey(
        recovery,
        conversation.id,
        complaint=complaint_id is not None,
        last=None if last is None else last.survey,
    )
    if survey is None:
        return None
    ballot = PlannedBallot(
        id=tools.ids.new(),
        survey=survey,
        conversation_id=conversation.id,
        customer_id=conversation.customer_id,
        complaint_id=complaint_id,
        agent=agent_id,
        queue=conversation.queue,
        planned_at=now,
        ask_at=now + timedelta(minutes=recovery.ask_after_minutes),
    )
    insert_ballot(tx, ballot)
    return ballot


def is_worth_asking(tx: Transaction, conversation: Conversation) -> bool:
    """Say whether people answered a customer who can be written to, and who is no machine."""
    answered = conversation.disposition in ASKED_AFTER and conversation.replied_at is not None
    if not answered or conversation.merged_into is not None:
        return False
    if find_unwanted(tx, conversation) is not None:
        return False
    last = find_last_inbound(tx, conversation.reply_via or conversation.id)
    if last is None or last.author is not Author.CUSTOMER:
        return False
    return not last.source_ids.get("automatic")


def _rest_since(last: PlannedBallot, now: datetime) -> timedelta:
    return timedelta.max if last.asked_at is None else now - last.asked_at


def _drop_planned(tx: Transaction, conversation: Conversation) -> None:
    """Give up what was planned as it was resolved before; it is planned anew."""
    for ballot in list_ballots_of(tx, conversation.id):
        if ballot.ask_at is not None:
            change_ballot(tx, ballot, ask_at=None, dropped="resolved again")


def _find_complaint(tx: Transaction, conversation: Conversation) -> str | None:
    """Find the complaint that a conversation was about, the latest of several."""
    found = (
        each.id
        for each in reversed(list_complaints_of(tx, conversation.id))
        if each.outcome not in _NO_COMPLAINT
    )
    return next(found, None)
