"""Everything a person needs to go on with a conversation, read at one instant."""

from dataclasses import dataclass

from crm_store.clocks import list_clocks
from crm_store.conversations import get_conversation
from crm_store.customer_view import CustomerView, read_customer_view
from crm_store.decisions import list_decisions
from crm_store.interactions import list_interactions
from crm_store.transaction import Transaction
from domain.conversations import Conversation, Interaction
from domain.decisions import DecisionRecord
from domain.service_levels import SlaClock

MOST_INTERACTIONS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationView:
    """A conversation with all that was said, why, by when, and with whom."""

    conversation: Conversation
    interactions: tuple[Interaction, ...]
    decisions: tuple[DecisionRecord, ...]
    clocks: tuple[SlaClock, ...]
    customer: CustomerView


def read_conversation_view(tx: Transaction, reference: str) -> ConversationView:
    """Read a conversation with everything around it.

    Raises:
        NotFoundError: there is none of that reference.
    """
    conversation = get_conversation(tx, reference)
    return ConversationView(
        conversation=conversation,
        interactions=list_interactions(tx, conversation.id, limit=MOST_INTERACTIONS),
        decisions=list_decisions(tx, conversation.id),
        clocks=list_clocks(tx, conversation.id),
        customer=read_customer_view(tx, conversation.customer_id),
    )
