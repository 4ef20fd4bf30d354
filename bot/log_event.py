"""What happened to a conversation, said in its log."""

from datetime import datetime
from typing import Any

from bot.clocks.follow_change import change_with_clocks
from bot.tools import Tools
from crm_store.interactions import record_interaction
from crm_store.transaction import Transaction
from domain.conversations import Author, Conversation, Direction
from domain.staff import StaffMember


def log_event(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    text: str,
    *,
    event: str,
    now: datetime,
    external_id: str | None = None,
    **facts: str,
) -> None:
    """Log what happened to a conversation, which is locked or new, without anybody's doing.

    Args:
        event: what kind of event it is.
        external_id: by which to find it again.
        facts: what it was about.
    """
    record_interaction(
        tx,
        conversation,
        interaction_id=tools.ids.new(),
        direction=Direction.EVENT,
        author=Author.SYSTEM,
        now=now,
        text=text,
        external_id=external_id,
        source_ids={"event": event, **facts},
    )


def log_agent_event(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    agent: StaffMember,
    text: str,
    *,
    event: str,
    now: datetime,
    **facts: str,
) -> None:
    """Log what an agent did with a conversation, which is locked; else as `log_event`."""
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
        source_ids={"event": event, **facts},
    )


def change_and_log(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    *,
    agent: StaffMember,
    text: str,
    event: str,
    now: datetime,
    **changes: Any,
) -> Conversation:
    """Change fields of a conversation and log `text` as an event of it.

    Raises:
        ConflictError: somebody else changed it since it was read.
    """
    changed = change_with_clocks(tx, tools, conversation, now=now, **changes)
    log_agent_event(tx, tools, changed, agent, text, event=event, now=now)
    return changed
