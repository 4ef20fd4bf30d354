"""By which name a customer is addressed in what is written by itself."""

from crm_store.customers import get_customer
from crm_store.interactions import find_last_inbound
from crm_store.transaction import Transaction
from domain.channel_habits import LETTERS
from domain.conversations import Author, Conversation
from domain.customers import Trust


def find_told_name(tx: Transaction, conversation: Conversation) -> str | None:
    """Find the name that surely belongs to whom a conversation's thread is with, or None.

    In letters somebody else may have written last, and whose address it is may not be proven.
    """
    customer = get_customer(tx, conversation.customer_id)
    proven = any(
        each.value == conversation.thread and each.trust is Trust.VERIFIED
        for each in customer.identities
    )
    if proven:
        return customer.name
    if conversation.channel in LETTERS:
        return None
    said = find_last_inbound(tx, conversation.id)
    return said.author_name if said is not None and said.author is Author.CUSTOMER else None
