"""Conversations that are put off, by when that is over."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from crm_store.schema import conversations
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus


def list_ended_snoozes(
    tx: Transaction, *, now: datetime, skipped: Collection[str], limit: int
) -> tuple[str, ...]:
    """List the ids of conversations whose snooze is over, the one that was over first on top.

    Args:
        skipped: ids of some that are not wanted.
    """
    ended = _order(select(conversations.c.id), skipped).where(conversations.c.snoozed_until <= now)
    return tuple(tx.execute(ended.limit(limit)).scalars())


def find_next_snooze_end(tx: Transaction, *, skipped: Collection[str]) -> datetime | None:
    """Find the instant at which the next snooze is over, past ones included.

    Args:
        skipped: ids of conversations that do not matter.
    """
    ends = _order(select(conversations.c.snoozed_until), skipped).where(
        conversations.c.snoozed_until.is_not(None)
    )
    found: datetime | None = tx.execute(ends.limit(1)).scalar_one_or_none()
    return found


def _order(found: Select[Any], skipped: Collection[str]) -> Select[Any]:
    snoozed = found.where(conversations.c.status == ConversationStatus.SNOOZED).order_by(
        conversations.c.snoozed_until
    )
    return snoozed.where(conversations.c.id.not_in(sorted(skipped))) if skipped else snoozed
