"""The tags of conversations: words by which staff, rules, macros and triggers sort them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from crm_store.schema import conversation_tags
from crm_store.transaction import Transaction

_TAGS = (
    select(conversation_tags.c.tag)
    .where(conversation_tags.c.conversation_id == bindparam("conversation_id"))
    .order_by(conversation_tags.c.tag)
)


def record_tags(
    tx: Transaction,
    conversation_id: str,
    tags: Iterable[str],
    *,
    by: str | None,
    now: datetime,
) -> tuple[str, ...]:
    """Give a conversation tags; return those that it did not have.

    Args:
        by: the staff id of who did it; None for Frontdesk itself.
    """
    return tuple(
        tag
        for tag in dict.fromkeys(tags)
        if tx.insert_once(
            conversation_tags,
            {"conversation_id": conversation_id, "tag": tag, "at": now, "by": by},
        )
    )


def remove_tag(tx: Transaction, conversation_id: str, tag: str) -> bool:
    """Take a tag from a conversation; False where it had none of the kind."""
    removed = delete(conversation_tags).where(
        conversation_tags.c.conversation_id == conversation_id, conversation_tags.c.tag == tag
    )
    return tx.execute(removed).rowcount == 1


def list_tags(tx: Transaction, conversation_id: str) -> tuple[str, ...]:
    """List the tags of a conversation, by name."""
    return tuple(tx.execute(_TAGS, {"conversation_id": conversation_id}).scalars())


def map_tags(tx: Transaction, conversation_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """List the tags of several conversations, by its id; those without any are left out."""
    found = (
        select(conversation_tags.c.conversation_id, conversation_tags.c.tag)
        .where(conversation_tags.c.conversation_id.in_(conversation_ids))
        .order_by(conversation_tags.c.tag)
    )
    tags: dict[str, tuple[str, ...]] = {}
    for row in tx.execute(found):
        tags[row.conversation_id] = (*tags.get(row.conversation_id, ()), row.tag)
    return tags


def count_tags(tx: Transaction, *, limit: int = 200) -> dict[str, int]:
    """Count how many conversations have each tag, the commonest first."""
    number = func.count().label("number")
    counted = (
        select(conversation_tags.c.tag, number)
        .group_by(conversation_tags.c.tag)
        .order_by(number.desc(), conversation_tags.c.tag)
        .limit(limit)
    )
    return {row.tag: row.number for row in tx.execute(counted)}
