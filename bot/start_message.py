"""We write to a customer first: only who wants it, and not at night.

What answers a customer's own message goes out by `bot.compose.record_reply`, at any hour.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.compose import BOT, address_of, record_reply
from bot.tools import Tools
from crm_store.consents import has_opted_out
from crm_store.suppressions import find_suppression
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.replies import Reply


class Unwanted(StrEnum):
    """Why a customer is not written to first."""

    OPTED_OUT = "opted_out"
    UNREACHABLE = "unreachable"
    WITH_PERSON = "with_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A message that is on its way.

    Attributes:
        held_until: the end of the quiet hours in which it was written; None outside of them.
    """

    held_until: datetime | None


def start_message(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    reply: Reply,
    *,
    now: datetime,
    source_ids: dict[str, Any] | None = None,
) -> Started | Unwanted:
    """Log a message that nobody asked for and put it into the outbox, for after the quiet hours."""
    unwanted = find_unwanted(tx, conversation)
    if unwanted is not None:
        return unwanted
    quiet = tools.settings.quiet_hours
    free_at = now if quiet is None else quiet.find_free(now)
    record_reply(
        tx,
        tools,
        conversation,
        reply,
        writer=BOT,
        now=now,
        source_ids=source_ids,
        not_before=free_at,
    )
    return Started(held_until=free_at if free_at > now else None)


def find_unwanted(tx: Transaction, conversation: Conversation) -> Unwanted | None:
    """Find why a conversation's customer is not to be written to first; None where they may be."""
    address, channel = address_of(conversation), conversation.channel
    if has_opted_out(tx, address, channel=channel):
        return Unwanted.OPTED_OUT
    if find_suppression(tx, channel, address.value) is not None:
        return Unwanted.UNREACHABLE
    return Unwanted.WITH_PERSON if conversation.with_person else None
