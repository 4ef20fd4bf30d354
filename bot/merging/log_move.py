"""A merge or a split is told in the logs of both conversations."""

from datetime import datetime

from bot.tools import Tools
from crm_store.interactions import record_interaction
from crm_store.transaction import Transaction
from domain.conversations import Author, Conversation, Direction
from domain.staff import StaffMember


def log_both(
    tx: Transaction,
    tools: Tools,
    one: tuple[Conversation, str],
    other: tuple[Conversation, str],
    *,
    agent: StaffMember,
    event: str,
    move_id: str,
    now: datetime,
) -> None:
    """Log in two conversations what an agent did with them.

    Args:
        one: a conversation, and what is told in its log.
        event: `merge`, `unmerge`, `split` or `unsplit`.
    """
    for (here, words), (there, _) in ((one, other), (other, one)):
        record_interaction(
            tx,
            here,
            interaction_id=tools.ids.new(),
            direction=Direction.EVENT,
            author=Author.AGENT,
            author_id=agent.id,
            author_name=agent.name,
            now=now,
            text=words,
            source_ids={"event": event, "move": move_id, "other": there.reference},
        )
