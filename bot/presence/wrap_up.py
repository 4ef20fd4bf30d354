"""Whoever has resolved a conversation gets a while to finish it before they get the next one."""

from datetime import datetime
from functools import partial

from bot.presence.change_presence import change_presence
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.staff import StaffMember
from routing.presence import wrap_up


def record_wrap_up(tx: Transaction, tools: Tools, agent: StaffMember, *, now: datetime) -> None:
    """Begin an agent's wrap-up, where the site has one; what they choose ends it."""
    if tools.settings.routing.wrap_up:
        step = partial(wrap_up, policy=tools.settings.routing, now=now)
        change_presence(tx, tools, agent, step, now=now, there=False)
