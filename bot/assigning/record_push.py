"""A conversation is given to an agent who had not asked for it."""

from datetime import datetime

from bot.assigning.give import NotGivenError, record_giving
from bot.assigning.tell_routing import tell_shortly
from bot.tools import Tools
from crm_store.agent_states import find_floor_agent
from crm_store.alerts import record_alert
from crm_store.staff import get_staff_member
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow
from crm_store.waiting_heads import lock_waiting
from domain.alerts import address_staff
from domain.assignment import Explanation
from domain.conversations import Conversation
from domain.routing_names import RoutingNames
from routing.assignment.eligibility import has_room


def record_push(
    tx: Transaction,
    tools: Tools,
    row: WaitingRow,
    explanation: Explanation,
    *,
    names: RoutingNames,
    now: datetime,
) -> Conversation | None:
    """Give a conversation to the agent whom an explanation chose, and tell them.

    Args:
        names: of those whom the log names.

    Returns:
        The conversation; None where the agent has no room by now, or others have it.

    Raises:
        NotGivenError: something about it is wrong.
    """
    made = explanation.assignment
    assert made is not None  # noqa: S101 - whoever calls has chosen
    tx.lock(f"agent:{made.agent}")
    agent = find_floor_agent(tx, made.agent, now=now, time_zone=tools.settings.time_zone)
    if agent is None or not agent.can_be_given(since=now - tools.settings.routing.offline_after):
        return None
    if not has_room(agent.state, row.line.channel):
        return None
    conversation = _lock(tx, row)
    if conversation is None:
        return None
    member = get_staff_member(tx, made.agent)
    given = record_giving(tx, tools, conversation, member, explanation, names=names, now=now)
    record_alert(
        tx,
        alert_id=tools.ids.new(),
        audience=address_staff(member.id),
        conversation_id=given.id,
        text=f"Given to you: {tell_shortly(explanation, names)}",
        now=now,
    )
    return given


def _lock(tx: Transaction, row: WaitingRow) -> Conversation | None:
    try:
        found = lock_waiting(tx, row.conversation_id)
    except (ValueError, TypeError) as error:
        # What cannot be read cannot be given.
        raise NotGivenError(row.conversation_id) from error
    return found if found is not None and found.queue == row.line.queue else None
