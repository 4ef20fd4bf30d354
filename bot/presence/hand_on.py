"""Whose agent is not there goes back to the queue, so that nobody waits for an empty chair."""

from datetime import datetime, timedelta

from bot.assigning.log_routing import log_routing
from bot.clocks.follow_change import change_with_clocks
from bot.log_event import log_event
from bot.tools import Tools
from crm_store.agent_presence import find_presence
from crm_store.conversations import find_unlocked_conversation
from crm_store.routings import find_latest_routing
from crm_store.staff import get_default_queue, get_queue, get_staff_member
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.conversations import Conversation
from domain.routings import RoutingKind
from domain.staff import Permission, StaffMember, has_permission
from domain.staffing import AgentPresence, RoutingPolicy
from routing.presence import advance, find_hand_on_at


def record_hand_on(tx: Transaction, tools: Tools, conversation_id: str, *, now: datetime) -> bool:
    """Give a conversation back to its queue whose customer waits for somebody who is not there.

    What was promised stays promised: no clock changes. Nothing is done where somebody else has it
    under their hands, the customer does not wait, or the agent is there.

    Returns:
        Whether it was given back.
    """
    conversation = find_unlocked_conversation(tx, conversation_id)
    if conversation is None or not conversation.waits or conversation.merged_into is not None:
        return False
    if conversation.assignee is None:
        return False
    agent = get_staff_member(tx, conversation.assignee)
    why = _find_why(tx, tools, conversation, agent, now=now)
    if why is None:
        return False
    _hand_on(tx, tools, conversation, agent, why, now=now)
    return True


def _find_why(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    agent: StaffMember,
    *,
    now: datetime,
) -> str | None:
    """Find why nobody shall wait for an agent; None where they are there or may be.

    Who was never there may work by the API alone; those who wait for them need a person's eyes.
    """
    if not agent.active or not has_permission(agent.role, Permission.WORK):
        return f"{agent.name} works here no more"
    known = find_presence(tx, agent.id)
    if known is None:
        return None
    policy = tools.settings.routing
    presence = advance(known, policy, now=now)
    since = find_hand_on_at(presence, policy)
    if since is None or since > now or _was_given(tx, conversation.id, presence, policy, now=now):
        return None
    if presence.presence is Presence.OFFLINE:
        return f"{agent.name} is offline"
    return f"{agent.name} has been away for {_tell_minutes(now - presence.since)}"


def _was_given(
    tx: Transaction,
    conversation_id: str,
    presence: AgentPresence,
    policy: RoutingPolicy,
    *,
    now: datetime,
) -> bool:
    """Say whether a colleague gave it lately to somebody who was gone already, and knew to be."""
    given = find_latest_routing(tx, conversation_id, (RoutingKind.ASSIGNED,))
    if given is None or given.agent != presence.staff_id:
        return False
    return presence.since <= given.at and now < given.at + policy.hand_on_after


def _hand_on(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    agent: StaffMember,
    why: str,
    *,
    now: datetime,
) -> None:
    queue = get_queue(tx, conversation.queue) if conversation.queue else get_default_queue(tx)
    changed = change_with_clocks(
        tx, tools, conversation, now=now, assignee=None, queue=queue.name, pending=None
    )
    reason = f"{why}: back in {queue.title}"
    log_event(tx, tools, changed, reason, event="hand_on", now=now, agent=agent.id)
    log_routing(
        tx,
        tools,
        changed,
        RoutingKind.HANDED_ON,
        before=agent.id,
        reason=f"{reason}, since the customer waits.",
        now=now,
    )


def _tell_minutes(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
