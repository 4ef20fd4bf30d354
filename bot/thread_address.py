"""Where the customer of a conversation writes from, as far as the record tells."""

from dataclasses import replace

from bot.compose import address_of
from domain.conversations import Conversation
from domain.customers import Customer, Trust
from domain.messages import Address


def find_thread_address(conversation: Conversation, customer: Customer) -> Address:
    """Find the address of a conversation's thread, verified where it is surely the customer's."""
    address = address_of(conversation)
    verified = any(
        (each.kind, each.value, each.trust) == (address.kind, address.value, Trust.VERIFIED)
        for each in customer.identities
    )
    return replace(address, verified=verified)
