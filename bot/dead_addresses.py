"""Addresses at which nothing arrives any more: what is still sent there, and what is said of it."""

from dataclasses import replace
from datetime import datetime

from bot.tools import Tools
from bot.undelivered import record_copy_undelivered, record_undelivered
from crm_store.suppressions import Suppression, find_suppression
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.errors import InvalidInputError
from domain.messages import OutboundMessage


def require_deliverable(tx: Transaction, conversation: Conversation) -> None:
    """Refuse a reply to an address at which nothing arrives.

    Raises:
        InvalidInputError: naming the bounce and what can be done.
    """
    suppression = find_suppression(tx, conversation.channel, conversation.thread)
    if suppression is not None:
        raise InvalidInputError(
            f"{_describe(suppression)}. {_find_remedy(conversation.channel)}, or reach the "
            "customer another way",
            field="text",
        )


def is_deliverable(
    tx: Transaction, tools: Tools, message: OutboundMessage, *, now: datetime
) -> bool:
    """Say whether anything arrives at a message's address; where not, the message has failed."""
    suppression = find_suppression(tx, message.channel, message.to.value)
    if suppression is None:
        return True
    reason = f"{_describe(suppression)}. {_find_remedy(message.channel)}"
    record_undelivered(tx, tools, message, reason, now=now)
    return False


def leave_out_copies(
    tx: Transaction, tools: Tools, message: OutboundMessage, *, now: datetime
) -> OutboundMessage:
    """Send no copies to where nothing arrives, and say so at the first try."""
    dead = {
        each.value: suppression.reason
        for each in (*message.cc, *message.bcc)
        if (suppression := find_suppression(tx, message.channel, each.value)) is not None
    }
    if message.attempts == 0:
        for address, reason in dead.items():
            words = f"left out, since a message to it came back: {reason}"
            record_copy_undelivered(tx, tools, message, address, words, now=now)
    return replace(
        message,
        cc=tuple(each for each in message.cc if each.value not in dead),
        bcc=tuple(each for each in message.bcc if each.value not in dead),
    )


def _find_remedy(channel: str) -> str:
    if channel == "telegram":
        return "Once they write or let the bot in again, this ends by itself"
    return "Press “Send there again” if the address works now"


def _describe(suppression: Suppression) -> str:
    return (
        f"nothing is sent to {suppression.address} since a message to it came back on "
        f"{suppression.at:%d %B %Y}: {suppression.reason.rstrip('.')}"
    )
