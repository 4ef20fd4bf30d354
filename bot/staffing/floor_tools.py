"""What the floor desk works with, and how all it looks at is read together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.clocks.agreements import Agreements
from crm_store.agent_profiles import map_agent_profiles
from crm_store.agent_states import ROUTING_TOPIC
from crm_store.skills import list_skills
from crm_store.staff import list_queues, list_staff
from crm_store.staffing_changes import StaffingChange, record_staffing_change
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.calendars import ALWAYS, Hours
from domain.clock import Clock
from domain.staffing import USUAL_CAPACITY
from routing.floor.floor import Floor, Worker
from service_levels.opening_hours import make_hours


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorTools:
    """Store, time, and what the settings name.

    Attributes:
        time_zone: of the company, by whose clocks shifts are.
        channels: kinds of channel on which customers can write.
    """

    store: Store
    clock: Clock
    time_zone: str = "UTC"
    channels: frozenset[str] = frozenset()
    agreements: Agreements = field(default_factory=Agreements)

    @property
    def known_channels(self) -> frozenset[str]:
        """All kinds that a capacity may name, whether the settings name an account or not."""
        return self.channels | frozenset(USUAL_CAPACITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Who changes something, and when.

    Attributes:
        by: their name; None for Frontdesk itself.
    """

    by: str | None
    now: datetime


# What skills, profiles and queues are on the log as.
SKILL: Final = "skill"
AGENT: Final = "agent"
QUEUE: Final = "queue"


def log_change(
    tx: Transaction,
    what: str,
    name: str,
    doing: Doing,
    *,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
) -> None:
    """Keep who changed what, and have whoever gives out work look again."""
    record_staffing_change(
        tx,
        StaffingChange(what=what, name=name, before=before, after=after, by=doing.by, at=doing.now),
    )
    tx.wake(ROUTING_TOPIC)


def read_floor(tx: Transaction, tools: FloorTools) -> Floor:
    """Read all skills, people who can have conversations, and queues."""
    profiles = map_agent_profiles(tx)
    return Floor(
        skills=list_skills(tx),
        workers=tuple(
            Worker(name=each.name, email=each.email, active=each.active, profile=profiles[each.id])
            for each in list_staff(tx)
            if each.can_log_in
        ),
        queues=list_queues(tx),
        hours=_map_hours(tx, tools),
        channels=tools.channels,
        time_zone=tools.time_zone,
    )


def _map_hours(tx: Transaction, tools: FloorTools) -> Mapping[str, tuple[Hours, ...]]:
    """Map by queue the hours in which promises made there may count.

    A queue that no policy can be for keeps its own promise, which always counts.
    """
    policies = tools.agreements.list_policies(tx)
    hours: dict[str, tuple[Hours, ...]] = {}
    for queue in list_queues(tx):
        names = {
            each.calendar
            for each in policies
            if not each.conditions.queues or queue.name in each.conditions.queues
        }
        found = (tools.agreements.find_calendar(tx, name) for name in sorted(names))
        hours[queue.name] = tuple(map(make_hours, found)) or (make_hours(ALWAYS),)
    return hours
