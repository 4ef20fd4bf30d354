"""Agreements and calendars of a story, put on record, and what its clocks say."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from bot.give_to_bot import record_giving_to_bot
from crm_store.codecs import to_json
from crm_store.figure_changes import note_figures_of_customer
from crm_store.schema import (
    calendar_versions,
    calendars,
    customers,
    sla_policies,
    sla_policy_versions,
)
from crm_store.transaction import Transaction
from domain.calendars import BusinessCalendar, Slot, SpecialDay
from domain.service_levels import DEFAULT, ClockKind, PolicyConditions, SlaPolicy
from domain.sla_clocks import ClockEvent, ClockEventKind, SlaClock
from domain.staff import StaffMember
from tests.clocks import list_clock_events
from tests.fakes import MONDAY_MORNING
from tests.stories.story_desk import StoryDesk
from tests.stories.world import ANN

FIRST, NEXT, RESOLUTION = ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE, ClockKind.RESOLUTION


def slots(*hours: str) -> tuple[Slot, ...]:
    """Read the slots of a day: `slots("09:00-12:00", "13:00-17:00")`."""
    return tuple(_slot(*each.split("-")) for each in hours)


def _slot(opens: str, closes: str) -> Slot:
    return Slot(opens=_minutes(opens), closes=_minutes(closes))


def _minutes(wall: str) -> int:
    hours, minutes = wall.split(":")
    return int(hours) * 60 + int(minutes)


OFFICE_DAY = slots("09:00-12:00", "13:00-17:00")
OFFICE_WEEK = (OFFICE_DAY,) * 5 + ((),) * 2


def make_calendar(
    name: str = "office",
    *,
    number: int = 1,
    time_zone: str = "UTC",
    week: tuple[tuple[Slot, ...], ...] = OFFICE_WEEK,
    closed: Mapping[date, str] | None = None,
) -> BusinessCalendar:
    """Make a calendar; without anything else an office's, Monday to Friday with a lunch break.

    Args:
        closed: days on which nobody works, with their names.
    """
    return BusinessCalendar(
        name=name,
        title=name.capitalize(),
        version=f"{name}-v{number}",
        time_zone=time_zone,
        week=week,
        special_days=tuple(
            SpecialDay(day=day, name=called) for day, called in (closed or {}).items()
        ),
    )


def make_policy(
    name: str = "standard",
    *,
    number: int = 1,
    position: int = 1,
    calendar: str = "always",
    first: int | Mapping[str, int] | None = 60,
    following: int | Mapping[str, int] | None = 60,
    resolution: int | Mapping[str, int] | None = None,
    conditions: Mapping[str, tuple[str, ...]] | None = None,
    **facts: Any,
) -> SlaPolicy:
    """Make an agreement; targets are minutes, for all priorities or by priority."""
    targets = {FIRST: first, NEXT: following, RESOLUTION: resolution}
    return SlaPolicy(
        name=name,
        title=name.capitalize(),
        version=f"{name}-v{number}",
        position=position,
        calendar=calendar,
        targets={
            kind: {DEFAULT: each} if isinstance(each, int) else dict(each)
            for kind, each in targets.items()
            if each is not None
        },
        conditions=PolicyConditions(**(conditions or {})),
        **facts,
    )


def put_on_record(tx: Transaction, *agreed: SlaPolicy | BusinessCalendar) -> None:
    """Have agreements and calendars hold, in place of those of the same names."""
    for each in agreed:
        if isinstance(each, SlaPolicy):
            _put_policy(tx, each)
        else:
            _put_calendar(tx, each)


async def agree(desk: StoryDesk, *agreed: SlaPolicy | BusinessCalendar) -> None:
    """Have agreements and calendars hold from now on at a desk."""
    await desk.system.store.run(put_on_record, *agreed)


def _put_policy(tx: Transaction, policy: SlaPolicy) -> None:
    version = {
        "id": policy.version,
        "policy": policy.name,
        "number": int(policy.version.rpartition("-v")[2]),
        "definition": to_json(policy),
        "created_at": MONDAY_MORNING,
    }
    tx.execute(sla_policy_versions.insert(), version)
    standing = {
        "position": policy.position,
        "enabled": policy.enabled,
        "version_id": policy.version,
        "removed_at": None,
    }
    _put(tx, sla_policies, policy.name, standing)


def _put_calendar(tx: Transaction, calendar: BusinessCalendar) -> None:
    version = {
        "id": calendar.version,
        "calendar": calendar.name,
        "number": int(calendar.version.rpartition("-v")[2]),
        "definition": to_json(calendar),
        "created_at": MONDAY_MORNING,
    }
    tx.execute(calendar_versions.insert(), version)
    standing = {"version_id": calendar.version, "removed_at": None}
    _put(tx, calendars, calendar.name, standing)


def _put(tx: Transaction, table: Any, name: str, values: Mapping[str, Any]) -> None:
    statement = tx.insert(table).values(name=name, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_=dict(values)))


async def give_tier(desk: StoryDesk, thread: str, tier: str) -> None:
    """Have the customer of a thread be of a tier."""
    conversation = await desk.conversation(thread)

    def change(tx: Transaction) -> None:
        found = update(customers).where(customers.c.id == conversation.customer_id)
        tx.execute(found.values(tier=tier))
        note_figures_of_customer(tx, conversation.customer_id)

    await desk.system.store.run(change)


async def agent_does(
    desk: StoryDesk, thread: str, what: str, *, agent: StaffMember = ANN, **facts: Any
) -> None:
    """Have an agent do what the desk offers with the latest conversation of a thread."""
    await getattr(desk.system.desk, what)(await desk.reference(thread), agent=agent, **facts)
    await desk.settle()


async def moved_to(desk: StoryDesk, thread: str, queue: str) -> None:
    """Have Ann give a conversation to another queue."""
    await agent_does(desk, thread, "assign", assignee=None, queue=queue)
    await desk.settle()


async def given_to_bot(desk: StoryDesk, thread: str) -> None:
    """Have Ann give a conversation back to the bot."""
    system = desk.system
    reference = await desk.reference(thread)
    await system.store.run(record_giving_to_bot, system.tools, reference, ANN, now=desk.clock.now())
    await desk.settle()


# What the record says


async def clock_of(desk: StoryDesk, thread: str, kind: ClockKind = FIRST) -> SlaClock:
    """The latest clock of a kind in the latest conversation of a thread."""
    return (await desk.clocks(thread, kind))[-1]


async def due(desk: StoryDesk, thread: str, kind: ClockKind = FIRST) -> datetime | None:
    """When what is promised falls due."""
    return (await clock_of(desk, thread, kind)).state.due_at


async def events_of(desk: StoryDesk, clock: SlaClock) -> tuple[ClockEvent, ...]:
    """What happened to a clock."""
    return await desk.system.store.read(list_clock_events, clock.id)


async def happened_to(desk: StoryDesk, thread: str, kind: ClockKind = FIRST) -> list[str]:
    """What happened to a clock in words, such as `paused customer`; milestones are left out."""
    events = await events_of(desk, await clock_of(desk, thread, kind))
    return [
        f"{each.kind} {each.reason}".strip()
        for each in events
        if each.kind is not ClockEventKind.MILESTONE
    ]
