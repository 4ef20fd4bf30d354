"""An agent gives signs: their console is open, they do something, it closes, they log out."""

from datetime import datetime
from functools import partial

from bot.presence.change_presence import change_presence
from bot.tools import Tools
from crm_store.agent_presence import find_presence
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.staff import StaffMember
from domain.staffing import AgentPresence
from routing.presence import CLOSING_GRACE, advance, choose, leave, sign


def record_sign(
    tx: Transaction, tools: Tools, agent: StaffMember, *, active: bool = False, now: datetime
) -> AgentPresence | None:
    """Take in that an agent's console is open; whoever was gone is back.

    Args:
        active: whether they did something since the last sign.
    """
    step = partial(sign, policy=tools.settings.routing, active=active, now=now)
    return change_presence(tx, tools, agent, step, now=now)


def record_activity(
    tx: Transaction, tools: Tools, agent: StaffMember, *, now: datetime
) -> AgentPresence | None:
    """Take in that an agent did something; whoever was away by themselves is available again."""
    return record_sign(tx, tools, agent, active=True, now=now)


def record_taking_work(tx: Transaction, tools: Tools, agent: StaffMember, *, now: datetime) -> None:
    """Take in that an agent took work by hand, which says that they are there.

    Whoever chose to be away or offline is available again, as what they took would else go back to
    the queue; a wrap-up is over.
    """
    present = record_activity(tx, tools, agent, now=now)
    if present is not None and present.presence is not Presence.AVAILABLE:
        step = partial(
            choose, policy=tools.settings.routing, chosen=Presence.AVAILABLE, own=True, now=now
        )
        change_presence(tx, tools, agent, step, now=now)


def record_closing(
    tx: Transaction, tools: Tools, agent: StaffMember, *, now: datetime
) -> AgentPresence | None:
    """Take in that a page of their console closed: unless another gives a sign, they are gone."""
    return _leave(tx, tools, agent, at=now + CLOSING_GRACE, now=now)


def record_log_out(
    tx: Transaction, tools: Tools, agent: StaffMember, *, now: datetime
) -> AgentPresence | None:
    """Take in that an agent logged out; they are offline at once."""
    return _leave(tx, tools, agent, at=now, now=now)


def read_presence(
    tx: Transaction, tools: Tools, agent: StaffMember, *, now: datetime
) -> AgentPresence | None:
    """Read an agent's presence as it counts at an instant; None where they were never there."""
    found = find_presence(tx, agent.id)
    return None if found is None else advance(found, tools.settings.routing, now=now)


def _leave(
    tx: Transaction, tools: Tools, agent: StaffMember, *, at: datetime, now: datetime
) -> AgentPresence | None:
    step = partial(leave, policy=tools.settings.routing, at=at, now=now)
    return change_presence(tx, tools, agent, step, now=now, there=False)
