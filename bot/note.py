"""Staff tell each other something the customer does not read."""

from datetime import datetime

from bot.tools import Tools
from crm_store.conversations import lock_conversation, wake_followers
from crm_store.interactions import record_interaction
from crm_store.transaction import Transaction
from domain.conversations import Author, Conversation, Direction
from domain.staff import StaffMember


def record_note(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    text: str,
    now: datetime,
) -> Conversation:
    """Log a note."""
    conversation = lock_conversation(tx, reference)
    record_interaction(
        tx,
        conversation,
        interaction_id=tools.ids.new(),
        direction=Direction.NOTE,
        author=Author.AGENT,
        author_id=agent.id,
        author_name=agent.name,
        now=now,
        text=text,
    )
    wake_followers(tx, conversation)
    return conversation
