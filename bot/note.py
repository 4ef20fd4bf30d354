"""Staff tell each other something the customer does not read."""

from datetime import datetime

from bot.tools import Tools
from crm_store.conversations import lock_conversation, wake_followers
from crm_store.interactions import has_interaction, record_interaction
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
    key: str | None,
    now: datetime,
) -> Conversation:
    """Log a note; one of the same `key` that is on record already is not written again."""
    conversation = lock_conversation(tx, reference)
    if key is not None and has_interaction(
        tx, conversation.id, direction=Direction.NOTE, external_id=key
    ):
        return conversation
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
        external_id=key,
    )
    wake_followers(tx, conversation)
    return conversation
