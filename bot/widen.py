"""A supervisor lets the people of a second queue take a conversation as well."""

from datetime import datetime

from bot.assigning.log_routing import log_routing
from bot.log_event import change_and_log
from bot.tools import Tools
from crm_store.conversations import lock_conversation
from crm_store.staff import get_queue
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.errors import ConflictError
from domain.routings import RoutingKind
from domain.staff import StaffMember


def record_widening(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    queue: str,
    now: datetime,
) -> Conversation:
    """Show a conversation in a second queue as well; it stays in its own, which counts it.

    Raises:
        NotFoundError: there is no such conversation or queue.
        ConflictError: it is resolved, in no queue, or the queue's people can take it already.
    """
    conversation, wanted = lock_conversation(tx, reference), get_queue(tx, queue)
    if conversation.status is ConversationStatus.RESOLVED or conversation.queue is None:
        raise ConflictError(f"{reference} waits in no queue; there is nothing to widen")
    if queue in {conversation.queue, conversation.widened_to}:
        raise ConflictError(f"the people of {wanted.title} can take {reference} already")
    text = f"Shown in {wanted.title} as well by {agent.name}"
    changed = change_and_log(
        tx, tools, conversation, agent=agent, text=text, event="widen", now=now, widened_to=queue
    )
    title = get_queue(tx, conversation.queue).title
    reason = f"{agent.name} let the people of {wanted.title} take it from {title} as well."
    log_routing(
        tx,
        tools,
        changed,
        RoutingKind.WIDENED,
        by=agent.id,
        via=queue,
        reason=reason,
        now=now,
    )
    return changed
