"""A message did not arrive: the log says so, and somebody is to see to it."""

from datetime import datetime

from bot.clocks.follow_change import change_with_clocks
from bot.clocks.start_clocks import go_on_waiting
from bot.tools import Tools
from crm_store.conversations import lock_matter
from crm_store.interactions import record_event
from crm_store.outbox import record_delivery_update, record_not_sent
from crm_store.staff import get_default_queue, get_queue
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.messages import DeliveryState, DeliveryUpdate, OutboundMessage

_ON_ITS_WAY = frozenset(
    {DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.SENT}
)


def record_undelivered(
    tx: Transaction, tools: Tools, message: OutboundMessage, reason: str, *, now: datetime
) -> None:
    """Record that a message will not arrive, and have a person look at its conversation.

    What an agent wrote is put right by a person, however the conversation ended since. What the
    bot wrote is, too, unless the matter was resolved: then nobody waits for it any more.

    Raises:
        NotFoundError: its conversation is not on record.
    """
    record_failed(tx, tools, message, reason, now=now)
    conversation = lock_matter(tx, message.conversation_id)
    if conversation is None or _is_done_with(conversation, message):
        return
    _call_for_person(tx, tools, conversation, now)


def record_failed(
    tx: Transaction, tools: Tools, message: OutboundMessage, reason: str, *, now: datetime
) -> None:
    """Record that a message will not arrive, where nobody need do anything about it.

    Raises:
        NotFoundError: its conversation is not on record.
    """
    record_not_sent(tx, message, state=DeliveryState.FAILED, error=reason, now=now)
    record_event(
        tx,
        message.conversation_id,
        interaction_id=tools.ids.new(),
        text=f"Not delivered: {reason}",
        now=now,
        source_ids={"event": "delivery_failed", "outbound": message.id},
    )


def record_word(tx: Transaction, tools: Tools, word: DeliveryUpdate, *, now: datetime) -> bool:
    """Record what a provider says became of a message; False where no such message went out.

    Of an agent's reply that did not arrive a person hears, as of one that was refused at once. Only
    the first such word counts.
    """
    message = record_delivery_update(tx, word)
    if message is None:
        return False
    failed = word.state is DeliveryState.FAILED and message.state in _ON_ITS_WAY
    if failed and not message.automatic:
        record_undelivered(tx, tools, message, word.error or "the carrier says so", now=now)
    return True


def record_copy_undelivered(
    tx: Transaction,
    tools: Tools,
    message: OutboundMessage,
    address: str,
    reason: str,
    *,
    now: datetime,
) -> None:
    """Record that a copy did not arrive, while the message itself may have.

    Raises:
        NotFoundError: its conversation is not on record.
    """
    record_event(
        tx,
        message.conversation_id,
        interaction_id=tools.ids.new(),
        text=f"Not delivered to {address}: {reason}",
        now=now,
        source_ids={"event": "copy_failed", "outbound": message.id, "address": address},
    )


def _is_done_with(conversation: Conversation, message: OutboundMessage) -> bool:
    return message.automatic and conversation.status is ConversationStatus.RESOLVED


def _call_for_person(
    tx: Transaction, tools: Tools, conversation: Conversation, now: datetime
) -> None:
    waits = conversation.waiting_since is not None
    queue = (
        get_default_queue(tx) if conversation.queue is None else get_queue(tx, conversation.queue)
    )
    called = change_with_clocks(
        tx,
        tools,
        conversation,
        now=now,
        status=ConversationStatus.OPEN,
        queue=queue.name,
        waiting_since=conversation.waiting_since or now,
        resolved_at=None,
        disposition=None,
        pending=None,
    )
    if not waits:
        go_on_waiting(tx, tools, called, now=now)
