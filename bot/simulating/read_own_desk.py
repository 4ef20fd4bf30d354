"""Reads what is on record of the desk, for a simulation of it."""

from datetime import datetime, timedelta
from typing import Final

from crm_store.agent_profiles import map_agent_profiles
from crm_store.handled_record import list_handlings, list_handoffs
from crm_store.skills import list_skills
from crm_store.staff import list_queues, list_staff
from crm_store.transaction import Transaction
from domain.assignment import LANGUAGE_SKILL
from domain.staffing import Taking
from routing.simulation.own_desk import DeskRecord

WEEKS: Final = timedelta(weeks=4)
# The latest of them; more would keep whoever asks waiting for what changes nothing.
_MOST: Final = 50_000


def read_own_desk(tx: Transaction, *, time_zone: str, now: datetime) -> DeskRecord:
    """Read queues, people and the last four weeks' work."""
    since, profiles = now - WEEKS, map_agent_profiles(tx)
    handoffs = list_handoffs(tx, since=since, limit=_MOST)
    return DeskRecord(
        queues=list_queues(tx),
        people=tuple(
            (each.name, profiles[each.id])
            for each in list_staff(tx)
            if each.can_log_in and each.active and profiles[each.id].taking is not Taking.NONE
        ),
        languages=frozenset(
            each.name.removeprefix(LANGUAGE_SKILL)
            for each in list_skills(tx)
            if each.name.startswith(LANGUAGE_SKILL)
        ),
        handoffs=handoffs,
        handlings=list_handlings(tx, since=since, limit=_MOST),
        since=handoffs[-1].at if len(handoffs) == _MOST else since,
        now=now,
        time_zone=time_zone,
    )
