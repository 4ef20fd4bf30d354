"""A merge or a split is told in the logs of both conversations."""

from datetime import datetime

from bot.tools import Tools
from crm_store.interactions import record_interaction
from crm_store.transaction import Transaction
from domain.conversations import Author, Conversation, Direction
from domain.staff import StaffMember


def log_move(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    text: str,
    *,
    agent: StaffMember,
    event: str,
    move_id: str,
    other: Conversation,
    now: datetime,
) -> None:
    """Log in a conversation what an agent did with it and another one.

    Args:
        event: `merge`, `unmerge`, `split` or `unsplit`.
    """
    record_interaction(
        tx,
        conversation,
        interaction_id=tools.ids.new(),
        direction=Direction.EVENT,
        author=Author.AGENT,
        author_id=agent.id,
        author_name=agent.name,
        now=now,
        text=text,
        source_ids={"event": event, "move": move_id, "other": other.reference},
    )
