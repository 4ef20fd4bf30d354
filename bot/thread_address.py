"""Where the customer of a conversation writes from, as far as the record tells."""

from bot.compose import ADDRESS_KINDS
from domain.conversations import Conversation
from domain.customers import Customer, Trust
from domain.messages import Address


def find_thread_address(conversation: Conversation, customer: Customer) -> Address:
    """Find the address of a conversation's thread, verified where it is surely the customer's."""
    channel, value = conversation.channel, conversation.thread
    kind = ADDRESS_KINDS.get(channel, channel)
    verified = any(
        (each.kind, each.value, each.trust) == (kind, value, Trust.VERIFIED)
        for each in customer.identities
    )
    return Address(kind=kind, value=value, verified=verified)
