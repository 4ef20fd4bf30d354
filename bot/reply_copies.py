"""Who gets a reply beside the customer, and whom nothing is sent to."""

from datetime import datetime

from bot.log_event import change_and_log
from bot.tools import Tools
from crm_store.conversations import lock_conversation
from crm_store.participants import (
    find_participant,
    finish_participation,
    list_participants,
    record_participant,
    record_role,
)
from crm_store.suppressions import finish_suppression
from crm_store.transaction import Transaction
from domain.conversations import Conversation, Participant, Role
from domain.errors import NotFoundError
from domain.messages import Address
from domain.staff import StaffMember


def choose_copies(
    tx: Transaction,
    conversation: Conversation,
    cc: tuple[Address, ...] | None,
    bcc: tuple[Address, ...],
    *,
    now: datetime,
) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
    """Say who gets copies of an agent's reply, and note that whoever all can see takes part.

    Args:
        cc: the agent's choice; None for those whom the conversation copies anyway.
    """
    if cc is None:
        cc = tuple(each.address for each in list_copied(tx, conversation.id))
    cc = tuple(each for each in cc if each.value != conversation.thread)
    seen = {conversation.thread, *(each.value for each in cc)}
    for address in cc:
        if record_participant(tx, conversation.id, address, Role.COPIED, now=now):
            continue
        known = find_participant(tx, conversation.id, address)
        if known is not None and known.role is Role.JOINED:
            record_role(tx, conversation.id, address, Role.COPIED)
    return cc, tuple(each for each in bcc if each.value not in seen)


def list_copied(tx: Transaction, conversation_id: str) -> tuple[Participant, ...]:
    """List who gets copies of replies."""
    everybody = list_participants(tx, conversation_id)
    return tuple(each for each in everybody if each.role is Role.COPIED)


def record_copying(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    address: str,
    on: bool,
    now: datetime,
) -> Conversation:
    """Have somebody who takes part get copies of replies, or no longer."""
    conversation = lock_conversation(tx, reference, even_merged=True)
    found = (each for each in list_participants(tx, conversation.id) if _is_at(each, address))
    participant = next(found, None)
    if participant is None or participant.role is Role.REQUESTER:
        raise NotFoundError(f"nobody of the address {address!r} takes part in {reference}")
    if on:
        record_role(tx, conversation.id, participant.address, Role.COPIED)
    else:
        finish_participation(tx, conversation.id, participant.address)
    text = f"{address} gets copies of replies {'from now on' if on else 'no longer'}"
    return change_and_log(
        tx, tools, conversation, agent=agent, text=text, event="copy" if on else "uncopy", now=now
    )


def record_sending_again(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    address: str,
    now: datetime,
) -> Conversation:
    """Send to an address again at which nothing arrived."""
    conversation = lock_conversation(tx, reference, even_merged=True)
    if not finish_suppression(tx, conversation.channel, address):
        raise NotFoundError(f"nothing keeps messages from {address!r}; write to it as to any other")
    text = f"{agent.name} lets messages be sent to {address} again"
    return change_and_log(
        tx, tools, conversation, agent=agent, text=text, event="send_again", now=now
    )


def _is_at(participant: Participant, address: str) -> bool:
    return participant.address.value == address
