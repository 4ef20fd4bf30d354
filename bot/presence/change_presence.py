"""Somebody's presence changes: read, changed by pure code, kept, and told."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from bot.tools import Tools
from crm_store.agent_presence import lock_presence, presence_topic, record_presence
from crm_store.agent_states import ROUTING_TOPIC
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.staff import StaffMember
from domain.staffing import AgentPresence
from routing.presence import begin_presence

Step: TypeAlias = Callable[[AgentPresence], AgentPresence]


def change_presence(
    tx: Transaction,
    tools: Tools,
    agent: StaffMember,
    step: Step,
    *,
    now: datetime,
    there: bool = True,
) -> AgentPresence | None:
    """Take a step in somebody's presence, which begins with it where they were never there.

    Args:
        there: whether the step shows that they are there.

    Returns:
        None for what cannot log in: a script's key is nobody who could be there.
    """
    if not agent.can_log_in:
        return None
    known = lock_presence(tx, agent.id)
    policy = tools.settings.routing
    before = known or begin_presence(agent.id, policy, now=now, there=there)
    after = step(before)
    if after != known:
        record_presence(tx, after)
        tell_change(tx, known, after)
    return after


def tell_change(tx: Transaction, before: AgentPresence | None, after: AgentPresence) -> None:
    """Wake those who give work out, and the pages that show it, where they would see a change."""
    if before is None or before.presence is not after.presence:
        tx.wake(ROUTING_TOPIC)
    if before is None or _show(before) != _show(after):
        tx.wake(presence_topic(after.staff_id))


def _show(presence: AgentPresence) -> tuple[Presence, Presence, datetime | None]:
    return presence.presence, presence.chosen, presence.wrap_up_until
