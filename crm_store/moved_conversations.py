"""Conversations that turn out to be another customer's."""

from sqlalchemy import select, update

from crm_store.conversations import thread_of, wake_followers
from crm_store.figure_changes import note_figures_of
from crm_store.schema import (
    action_runs,
    ballots,
    complaints,
    conversations,
    gestures,
    vouchers,
)
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


def record_complaints_moved(
    tx: Transaction, conversation: Conversation, *, from_customer: str, to_customer: str
) -> int:
    """Give a customer what another complained of on a thread that is theirs now.

    What was given for it, and asked about it, goes with it, so that it counts for its customer. A
    complaint of nobody known is somebody's from then on.

    Returns:
        How many complaints these are.
    """
    key = thread_of(conversation)
    theirs = select(conversations.c.id).where(
        conversations.c.channel == key.channel,
        conversations.c.account == key.account,
        conversations.c.thread == key.thread,
        conversations.c.customer_id == to_customer,
    )
    moved = update(complaints).where(
        complaints.c.customer_id == from_customer, complaints.c.conversation_id.in_(theirs)
    )
    number: int = tx.execute(
        moved.values(customer_id=to_customer, anonymous=False, version=complaints.c.version + 1)
    ).rowcount
    if number:
        about = select(complaints.c.id).where(complaints.c.customer_id == to_customer)
        for table in (gestures, vouchers):
            given = update(table).where(
                table.c.customer_id == from_customer, table.c.complaint_id.in_(about)
            )
            tx.execute(given.values(customer_id=to_customer))
    asked = update(ballots).where(
        ballots.c.customer_id == from_customer, ballots.c.conversation_id.in_(theirs)
    )
    tx.execute(asked.values(customer_id=to_customer))
    return number
