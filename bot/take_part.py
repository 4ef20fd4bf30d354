"""Who takes part in a conversation by a letter that came in, and as what."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.follow_thread import Followed, Proof
from bot.log_event import log_event
from bot.tools import Tools
from crm_store.participants import find_participant, record_participant, record_role
from crm_store.transaction import Transaction
from domain.conversations import Conversation, Role
from domain.messages import Address, InboundMessage

# RFC 5321, 4.5.3.1.3: no path is longer than 256 octets.
_LONGEST_ADDRESS = 256


def take_part(
    tx: Transaction,
    tools: Tools,
    message: InboundMessage,
    conversation: Conversation,
    followed: Followed | None,
    *,
    now: datetime,
) -> Role:
    """Note who takes part now, and return as what the sender does.

    Who begins a conversation is its requester, and whom the requester addresses gets copies.
    Whoever else finds the way into it has joined, and gets nothing unless an agent copies them.
    """
    sender, at = message.sender, conversation.id
    if followed is None or followed.conversation.id != at:
        _record_requester(tx, message, conversation, now)
        _record_copies(tx, message, conversation, now)
        return Role.REQUESTER
    known = find_participant(tx, at, sender)
    if known is None:
        record_participant(tx, at, sender, Role.JOINED, now=now)
        _log_joining(tx, tools, conversation, sender, now)
        return Role.JOINED
    # Or else whoever puts a customer's address into From could have our replies sent to themselves.
    # The id of the customer's own letter is known to all who ever got it, forwarded or quoted.
    sure = sender.verified or followed.proof is Proof.SIGNED
    if known.role is Role.REQUESTER and sure:
        _record_copies(tx, message, conversation, now)
    return known.role


def find_role(tx: Transaction, message: InboundMessage, conversation: Conversation) -> Role | None:
    """Find as what the sender takes part already; None for whoever does not."""
    known = find_participant(tx, conversation.id, message.sender)
    return None if known is None else known.role


def _record_requester(
    tx: Transaction, message: InboundMessage, conversation: Conversation, now: datetime
) -> None:
    """The writer, and where they want replies, are one person's."""
    replies_to = replace(message.sender, value=conversation.thread)
    for address in {replies_to.value: replies_to, message.sender.value: message.sender}.values():
        record_participant(tx, conversation.id, address, Role.REQUESTER, now=now)


def _record_copies(
    tx: Transaction, message: InboundMessage, conversation: Conversation, now: datetime
) -> None:
    """Whom the requester addresses gets copies, also where they came in by themselves before."""
    for address in _list_copies(message):
        if record_participant(tx, conversation.id, address, Role.COPIED, now=now):
            continue
        known = find_participant(tx, conversation.id, address)
        if known is not None and known.role is Role.JOINED:
            record_role(tx, conversation.id, address, Role.COPIED)


def _list_copies(message: InboundMessage) -> Iterator[Address]:
    return (each for each in message.copies if len(each.value) <= _LONGEST_ADDRESS)


def _log_joining(
    tx: Transaction, tools: Tools, conversation: Conversation, sender: Address, now: datetime
) -> None:
    who = f"{sender.name} ({sender.value})" if sender.name else sender.value
    text = f"{who} joined: they were no part of the conversation before, and get no replies"
    log_event(tx, tools, conversation, text, event="joined", now=now, address=sender.value)
