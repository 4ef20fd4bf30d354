"""Conversations that turn out to be another customer's."""

from sqlalchemy import select, update

from crm_store.conversations import thread_of, wake_followers
from crm_store.figure_changes import note_figures_of
from crm_store.schema import action_runs, conversations
from crm_store.transaction import Transaction
from domain.conversations import Conversation


def record_thread_moved(
    tx: Transaction, conversation: Conversation, *, from_customer: str, to_customer: str
) -> int:
    """Give all that one customer said on a thread to another; return how many conversations."""
    key = thread_of(conversation)
    moved = (
        update(conversations)
        .where(
            conversations.c.channel == key.channel,
            conversations.c.account == key.account,
            conversations.c.thread == key.thread,
            conversations.c.customer_id == from_customer,
            conversations.c.id != conversation.id,
        )
        .values(customer_id=to_customer, version=conversations.c.version + 1)
        .returning(conversations.c.id)
    )
    ids = tx.execute(moved).scalars().all()
    note_figures_of(tx, ids)
    wake_followers(tx, conversation)
    return len(ids)


def record_runs_moved(
    tx: Transaction, conversation: Conversation, *, from_customer: str, to_customer: str
) -> int:
    """Give a customer what another began in the conversations of a thread that are theirs now.

    Returns:
        How many runs of self-service these are.
    """
    key = thread_of(conversation)
    theirs = select(conversations.c.id).where(
        conversations.c.channel == key.channel,
        conversations.c.account == key.account,
        conversations.c.thread == key.thread,
        conversations.c.customer_id == to_customer,
    )
    moved = update(action_runs).where(
        action_runs.c.customer_id == from_customer, action_runs.c.conversation_id.in_(theirs)
    )
    number: int = tx.execute(moved.values(customer_id=to_customer)).rowcount
    return number
