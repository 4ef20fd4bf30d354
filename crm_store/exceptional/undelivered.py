"""Messages that did not arrive, or may not have, and after which none did."""

from typing import Any, Final

from sqlalchemy import Select, exists, select

from crm_store.exceptional.look import Look
from crm_store.exceptional.source import Source
from crm_store.schema import conversations, outbox
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus
from domain.exceptions import ExceptionKind
from domain.messages import DeliveryState

_LOST: Final = (DeliveryState.FAILED, DeliveryState.UNKNOWN)
_LATER: Final = outbox.alias("later")


def select_undelivered(_tx: Transaction, look: Look) -> Select[Any]:
    """Select the last messages of conversations that go on, by when they were written."""
    later = exists().where(
        _LATER.c.conversation_id == outbox.c.conversation_id,
        _LATER.c.created_at > outbox.c.created_at,
    )
    return (
        select(
            outbox.c.conversation_id.label("key"),
            outbox.c.conversation_id,
            outbox.c.created_at.label("since"),
            outbox.c.id.label("subject"),
            outbox.c.state,
            outbox.c.error,
        )
        .join(conversations, conversations.c.id == outbox.c.conversation_id)
        .where(
            outbox.c.state.in_(_LOST),
            outbox.c.created_at > look.now - look.policy.undelivered_for,
            conversations.c.status != ConversationStatus.RESOLVED,
            conversations.c.merged_into.is_(None),
            ~later,
        )
    )


UNDELIVERED: Final = Source(kind=ExceptionKind.SHUNTED, name="message", select=select_undelivered)
