"""The tags of a merged conversation are the target's as well, until the merge is undone."""

from datetime import datetime
from typing import Any, Final

from crm_store.conversation_moves import list_standing_moves, record_facts
from crm_store.conversation_tags import list_tags, record_tags, remove_tag
from crm_store.transaction import Transaction
from domain.conversation_moves import ConversationMove
from domain.conversations import Conversation

TAGS: Final = "tags"


def carry_tags(
    tx: Transaction, source: Conversation, target: Conversation, *, now: datetime
) -> dict[str, Any]:
    """Give the target the source's tags, which keeps them.

    Returns:
        What it takes to undo it: the tags of the `source`, and those that it `brought`.
    """
    own = list_tags(tx, source.id)
    return {"source": own, "brought": record_tags(tx, target.id, own, by=None, now=now)}


def return_tags(tx: Transaction, move: ConversationMove) -> None:
    """Take from the target what a merge brought, but for what another one would have brought."""
    for tag in move.facts.get(TAGS, {}).get("brought", ()):
        if not _is_inherited(tx, move, tag):
            remove_tag(tx, move.target_id, tag)


def _is_inherited(tx: Transaction, undone: ConversationMove, tag: str) -> bool:
    """Have a tag go with the next merge whose source had it, where there is one."""
    for move in list_standing_moves(tx, (undone.target_id,)):
        tags = move.facts.get(TAGS, {})
        if move.id == undone.id or move.target_id != undone.target_id:
            continue
        if tag in tags.get("source", ()):
            brought = [*tags["brought"], tag]
            record_facts(tx, move.id, {**move.facts, TAGS: {**tags, "brought": brought}})
            return True
    return False
