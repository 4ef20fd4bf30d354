"""A conversation is tagged, or a tag taken off, by staff or by itself."""

from collections.abc import Sequence
from datetime import datetime

from bot.log_event import log_agent_event
from bot.tools import Tools
from crm_store.conversation_tags import list_tags, record_tags, remove_tag
from crm_store.conversations import lock_conversation, wake_followers
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.errors import InvalidInputError
from domain.staff import StaffMember

MOST_TAGS = 30


def record_tagging(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    add: Sequence[str],
    remove: Sequence[str],
    now: datetime,
) -> Conversation:
    """Change the tags of a conversation by an agent's hand; what changes nothing is not logged.

    Raises:
        InvalidInputError: it would have too many.
        NotFoundError: there is no such conversation.
    """
    conversation = lock_conversation(tx, reference)
    words = change_tags(tx, conversation, add=add, remove=remove, by=agent.id, now=now)
    if words:
        text = f"{words} by {agent.name}"
        log_agent_event(tx, tools, conversation, agent, text, event="tag", now=now)
    return conversation


def change_tags(
    tx: Transaction,
    conversation: Conversation,
    *,
    add: Sequence[str],
    remove: Sequence[str],
    by: str | None,
    now: datetime,
) -> str:
    """Change the tags of a conversation that is locked; tell what changed, or nothing.

    Raises:
        InvalidInputError: it would have too many.
    """
    gone = [tag for tag in dict.fromkeys(remove) if remove_tag(tx, conversation.id, tag)]
    new = record_tags(tx, conversation.id, add, by=by, now=now)
    if new and len(list_tags(tx, conversation.id)) > MOST_TAGS:
        raise InvalidInputError(
            f"a conversation has {MOST_TAGS} tags at the most; take others off first", field="tags"
        )
    if gone or new:
        wake_followers(tx, conversation)
    told = [f"Tagged {', '.join(new)}"] if new else []
    told += [f"Tag {', '.join(gone)} taken off"] if gone else []
    return "; ".join(told)
