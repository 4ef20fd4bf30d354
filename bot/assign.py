"""Who has a conversation: taken, given back, or given to somebody else."""

from datetime import datetime
from typing import Any

from bot.assigning.log_routing import log_routing
from bot.clocks.start_clocks import start_waiting
from bot.log_event import change_and_log
from bot.presence.sign import record_taking_work
from bot.tools import Tools
from crm_store.conversations import lock_conversation
from crm_store.staff import get_default_queue, get_queue, get_staff_member
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.errors import ConflictError
from domain.routings import RoutingKind
from domain.staff import StaffMember


def record_take(
    tx: Transaction, tools: Tools, reference: str, agent: StaffMember, *, now: datetime
) -> Conversation:
    """Make a conversation the agent's own."""
    conversation = _lock_unresolved(tx, reference)
    if conversation.assignee not in {None, agent.id}:
        holder = get_staff_member(tx, conversation.assignee or "")
        raise ConflictError(f"{holder.name} has {reference} already; assign it to yourself to take")
    changes = {
        "assignee": agent.id,
        "queue": conversation.queue or get_default_queue(tx).name,
        "pending": None,
    }
    taken = change_and_log(
        tx,
        tools,
        conversation,
        agent=agent,
        text=f"Taken by {agent.name}",
        event="take",
        now=now,
        **changes,
    )
    if conversation.assignee is None:
        log_routing(tx, tools, taken, RoutingKind.TAKEN, by=agent.id, now=now)
    record_taking_work(tx, tools, agent, now=now)
    return taken


def record_release(
    tx: Transaction, tools: Tools, reference: str, agent: StaffMember, *, now: datetime
) -> Conversation:
    """Give a conversation back to its queue."""
    conversation = lock_conversation(tx, reference)
    text = f"Given back to the queue by {agent.name}"
    changes = {"assignee": None, **_make_visible(conversation, now)}
    released = change_and_log(
        tx, tools, conversation, agent=agent, text=text, event="release", now=now, **changes
    )
    before = conversation.assignee
    if before is not None:
        kind = RoutingKind.RELEASED
        log_routing(tx, tools, released, kind, before=before, by=agent.id, now=now)
    return released


def record_assignment(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    assignee: str | None,
    queue: str | None,
    now: datetime,
) -> Conversation:
    """Give a conversation to a colleague, a queue, or both.

    It waits for whoever gets it: a snooze is over then, while what is held for a third party stays
    held.
    """
    conversation = _lock_unresolved(tx, reference)
    changes: dict[str, Any] = {"assignee": assignee, "pending": None}
    targets = []
    if queue is not None:
        targets.append(get_queue(tx, queue).title)
    if assignee is not None:
        targets.append(get_staff_member(tx, assignee).name)
    changes["queue"] = queue or conversation.queue or get_default_queue(tx).name
    if conversation.queue is None or _is_put_off_by_another(conversation, agent, assignee, queue):
        changes |= {
            "status": ConversationStatus.OPEN,
            "waiting_since": conversation.waiting_since or now,
        }
    elif assignee is None:
        changes |= _make_visible(conversation, now)
    text = f"Assigned to {' and '.join(targets)} by {agent.name}"
    assigned = change_and_log(
        tx, tools, conversation, agent=agent, text=text, event="assign", now=now, **changes
    )
    if conversation.queue is None:
        start_waiting(tx, tools, assigned, since=assigned.waiting_since or now, now=now)
    if assignee == agent.id:
        record_taking_work(tx, tools, agent, now=now)
    before = conversation.assignee
    log_routing(tx, tools, assigned, RoutingKind.ASSIGNED, before=before, by=agent.id, now=now)
    return assigned


def _make_visible(conversation: Conversation, now: datetime) -> dict[str, Any]:
    """Have wait what is open and nobody's from now on, such as what was opened again.

    What nobody waits in is in no line and on nobody's list.
    """
    to_do = conversation.queue is not None and conversation.status is ConversationStatus.OPEN
    return {"waiting_since": now} if to_do and conversation.waiting_since is None else {}


def _is_put_off_by_another(
    conversation: Conversation, agent: StaffMember, assignee: str | None, queue: str | None
) -> bool:
    """Say whether somebody gets it who did not put it off, and is to see it now."""
    passed_on = queue is not None or assignee != agent.id
    return conversation.status is ConversationStatus.SNOOZED and passed_on


def _lock_unresolved(tx: Transaction, reference: str) -> Conversation:
    conversation = lock_conversation(tx, reference)
    if conversation.status is ConversationStatus.RESOLVED:
        raise ConflictError(f"{reference} is resolved; open it again first")
    return conversation
