"""A merge or a split is told in the logs of both conversations."""

from datetime import datetime

from bot.log_event import log_agent_event
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.conversations import Conversation
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
        facts = {"move": move_id, "other": there.reference}
        log_agent_event(tx, tools, here, agent, words, event=event, now=now, **facts)
