"""A chat belongs to a known customer from now on."""

from datetime import datetime
from typing import Final

from bot.log_event import log_event
from bot.tools import Tools
from crm_store.consents import record_consent
from crm_store.conversations import change_conversation
from crm_store.customers import get_customer, record_identity, record_identity_moved
from crm_store.moved_conversations import (
    record_complaints_moved,
    record_runs_moved,
    record_thread_moved,
)
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.customers import Customer
from domain.messages import Address

_SOURCE: Final = "said yes to a link made for them"


def join_identity(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    sender: Address,
    *,
    from_customer: Customer,
    to_customer: str,
    now: datetime,
) -> Conversation:
    """Give a sender's address to the customer whose link they came by and said yes to.

    The conversation in which they said so goes with it, and what was begun in it. A customer of
    whom nothing but this address is known was the same person all along, so that what else was said
    in the chat goes with it too. One with further addresses may be somebody else, who had the chat
    before: what was said then stays theirs.

    Returns:
        The conversation as it is now.
    """
    held = [
        each
        for each in from_customer.identities
        if (each.kind, each.value) == (sender.kind, sender.value)
    ]
    for identity in held:
        record_identity_moved(tx, identity.id, customer_id=to_customer)
    if not held:
        record_identity(
            tx, identity_id=tools.ids.new(), customer_id=to_customer, address=sender, now=now
        )
    if len(from_customer.identities) == len(held):
        record_thread_moved(
            tx, conversation, from_customer=from_customer.id, to_customer=to_customer
        )
    joined = change_conversation(tx, conversation, now=now, customer_id=to_customer)
    record_runs_moved(tx, joined, from_customer=from_customer.id, to_customer=to_customer)
    record_complaints_moved(tx, joined, from_customer=from_customer.id, to_customer=to_customer)
    channel = conversation.channel
    record_consent(tx, sender, channel=channel, granted=True, source=_SOURCE, now=now)
    name = get_customer(tx, to_customer).name or "a customer without a name"
    text = f"The chat was joined with the record of {name}, as its holder agreed to"
    log_event(
        tx, tools, joined, text, event="joined", now=now, before=from_customer.id, after=to_customer
    )
    return joined
