"""Everything a person needs to go on with a conversation, read at one instant."""

from dataclasses import dataclass

from crm_store.clocks import list_clocks
from crm_store.conversations import get_conversation
from crm_store.customer_view import CustomerView, read_customer_view
from crm_store.decisions import list_decisions_on
from crm_store.interactions import get_interaction, list_interactions
from crm_store.transaction import Transaction
from domain.conversations import Conversation, Interaction
from domain.decisions import DecisionRecord
from domain.service_levels import SlaClock

# What a page shows at once: a visitor may write thousands, and each look reads all of it.
MOST_INTERACTIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationView:
    """A conversation with what was said, why, by when, and with whom.

    Attributes:
        interactions: a part of the log, oldest first.
        earlier: the position to ask for what came before them, None where they begin the log.
        decisions: those that were taken on them.
    """

    conversation: Conversation
    interactions: tuple[Interaction, ...]
    earlier: int | None
    decisions: tuple[DecisionRecord, ...]
    clocks: tuple[SlaClock, ...]
    customer: CustomerView


def read_conversation_view(
    tx: Transaction, reference: str, *, before: int | None = None, limit: int = MOST_INTERACTIONS
) -> ConversationView:
    """Read a conversation with everything around it.

    Args:
        before: the position before which the interactions end; None for the latest.
        limit: how many interactions to read.

    Raises:
        NotFoundError: there is none of that reference.
    """
    conversation = get_conversation(tx, reference)
    found = list_interactions(tx, conversation.id, before=before, limit=limit + 1)
    said = found[max(0, len(found) - limit) :]
    return ConversationView(
        conversation=conversation,
        interactions=said,
        earlier=said[0].position if said and len(found) > limit else None,
        decisions=list_decisions_on(tx, conversation.id, [each.id for each in said]),
        clocks=list_clocks(tx, conversation.id),
        customer=read_customer_view(tx, conversation.customer_id),
    )


def read_said(
    tx: Transaction, reference: str, interaction_id: str
) -> tuple[Conversation, Interaction]:
    """Read one thing that was said, with its conversation.

    Raises:
        NotFoundError: there is no such conversation, or nothing of that id in it.
    """
    conversation = get_conversation(tx, reference)
    return conversation, get_interaction(tx, conversation.id, interaction_id)
