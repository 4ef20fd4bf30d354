"""Staff are told of what a conversation's promise needs of them."""

from collections.abc import Sequence
from datetime import datetime

from bot.tools import Tools
from crm_store.alerts import record_alert
from crm_store.staff import get_staff_member, list_staff
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS, address_queue, address_staff, is_told
from domain.conversations import Conversation
from domain.sla_clocks import SlaClock
from domain.staff import StaffMember


def alert(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    audiences: Sequence[str],
    text: str,
    *,
    clock: SlaClock,
    now: datetime,
) -> None:
    """Tell each of some audiences the same."""
    for audience in audiences:
        record_alert(
            tx,
            alert_id=tools.ids.new(),
            audience=audience,
            conversation_id=conversation.id,
            clock_id=clock.id,
            text=text,
            now=now,
        )


def list_holders(tx: Transaction, conversation: Conversation) -> tuple[str, ...]:
    """List the audiences of those who have a conversation: its agent, or else its queues.

    An agent who works here no more has nothing.
    """
    assignee = conversation.assignee
    if assignee is not None and get_staff_member(tx, assignee).active:
        return (address_staff(assignee),)
    return list_queue_audiences(conversation) or (SUPERVISORS,)


def list_queue_audiences(conversation: Conversation) -> tuple[str, ...]:
    """List the audiences of a conversation's queue, and of the one it was widened to."""
    return tuple(
        address_queue(queue)
        for queue in (conversation.queue, conversation.widened_to)
        if queue is not None
    )


def list_told(tx: Transaction, audiences: Sequence[str]) -> tuple[StaffMember, ...]:
    """List who belongs to any of some audiences and can log in, in the order of their ids."""
    found = {
        member.id: member
        for member in list_staff(tx)
        if member.active
        and member.can_log_in
        and any(is_told(member, audience) for audience in audiences)
    }
    # In one order everywhere, so that two who mail several never wait for each other.
    return tuple(found[staff_id] for staff_id in sorted(found))
