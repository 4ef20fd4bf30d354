"""Skills, agents and queues on both engines: what is changed holds at once, and is kept."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.staffing.change_queue import QueueChange, name_state
from bot.staffing.desk import FloorDesk
from bot.staffing.floor_tools import FloorTools
from crm_store.agent_presence import record_presence
from crm_store.agent_states import (
    ROUTING_TOPIC,
    find_agent_state,
    find_floor_agent,
    list_agent_states,
    list_floor,
    map_staffed_queues,
)
from crm_store.conversations import record_conversation
from crm_store.customers import record_customer
from crm_store.schema import conversations
from crm_store.staff import record_activity, record_staff_member
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.assignment import OverflowStep, Presence
from domain.channels import ThreadKey
from domain.conversations import ConversationStatus
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from domain.staff import Role, StaffMember
from domain.staffing import USUAL_CAPACITY, AgentPresence, Taking
from routing.floor.shift_words import parse_shifts
from tests.fakes import FakeClock

OSLO = "Europe/Oslo"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def desk(store: Store, clock: FakeClock) -> FloorDesk:
    for name, role, password in (
        ("anna", Role.AGENT, "x"),
        ("bo", Role.AGENT, "x"),
        ("sup", Role.SUPERVISOR, "x"),
        ("script", Role.AGENT, ""),
    ):
        member = StaffMember(
            id=name,
            email=f"{name}@example.com",
            name=name.title(),
            role=role,
            password_hash=password,
            active=True,
            created_at=clock.now(),
        )
        await store.run(record_staff_member, member)
    return FloorDesk(FloorTools(store=store, clock=clock, time_zone=OSLO))


async def train(desk: FloorDesk, name: str, **changes: Any) -> None:
    profile = (await desk.get_agent(name)).profile
    await desk.save_profile(replace(profile, **changes), by="Sup")


async def register(desk: FloorDesk, *names: str) -> None:
    for name in names:
        await desk.create_skill(name, title=name.title(), by="Sup")


async def test_a_desk_that_configured_nothing_has_agents_who_ask_for_work(
    desk: FloorDesk, store: Store, clock: FakeClock
) -> None:
    states = await store.read(list_agent_states, now=clock.now(), time_zone=OSLO)
    assert [(each.id, each.capacity, each.presence) for each in states] == [
        ("anna", USUAL_CAPACITY, Presence.OFFLINE),
        ("bo", USUAL_CAPACITY, Presence.OFFLINE),
    ]
    assert await desk.list_problems() == ()
    assert [each.member.id for each in await desk.list_agents()] == ["anna", "bo", "sup"]


async def test_a_renamed_skill_keeps_whoever_has_or_requires_it(
    desk: FloorDesk, store: Store
) -> None:
    await register(desk, "bags", "lang:de")
    await train(desk, "anna", skills={"bags": 4, "lang:de": 5})
    await desk.save_queue("lost", QueueChange(title="Lost", requires={"bags": 3}), by="Sup")

    await desk.rename_skill("bags", to="baggage", title="Baggage", by="Sup")

    (skill, _) = await desk.list_skills()
    assert (skill.skill.name, skill.skill.title) == ("baggage", "Baggage")
    assert (skill.agents, skill.queues) == (("Anna",), ("lost",))
    assert (await desk.get_agent("anna")).profile.skills == {"baggage": 4, "lang:de": 5}
    assert (await store.read(map_staffed_queues))["lost"].requires == {"baggage": 3}
    assert (await desk.get_queue("lost")).agents == ("Anna",)


async def test_two_skills_never_have_one_name(desk: FloorDesk) -> None:
    await register(desk, "bags", "baggage")
    with pytest.raises(ConflictError, match="there is a skill 'baggage' already"):
        await desk.rename_skill("bags", to="baggage", by="Sup")
    with pytest.raises(ConflictError, match="there is a skill 'bags' already"):
        await register(desk, "bags")
    with pytest.raises(NotFoundError, match="no skill 'sky'; there are baggage, bags"):
        await desk.rename_skill("sky", to="heaven", by="Sup")


async def test_a_skill_that_a_queue_requires_stays_and_another_leaves_whoever_has_it(
    desk: FloorDesk,
) -> None:
    await register(desk, "baggage", "cooking")
    await train(desk, "anna", skills={"baggage": 4, "cooking": 1})
    await desk.save_queue("lost", QueueChange(title="Lost", requires={"baggage": 3}), by="Sup")
    with pytest.raises(ConflictError, match="'baggage' is required by the queue lost"):
        await desk.remove_skill("baggage", by="Sup")
    await desk.remove_skill("cooking", by="Sup")
    assert (await desk.get_agent("anna")).profile.skills == {"baggage": 4}


async def test_of_two_edits_of_one_profile_one_is_refused(desk: FloorDesk) -> None:
    profile = (await desk.get_agent("anna")).profile
    outcomes = await asyncio.gather(
        *(
            desk.save_profile(replace(profile, taking=taking), by="Sup")
            for taking in (Taking.PUSH, Taking.NONE)
        ),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["AgentProfile", "ConflictError"]
    assert (await desk.get_agent("anna")).profile.version == 1


async def test_of_two_edits_of_one_queue_the_later_one_is_refused(desk: FloorDesk) -> None:
    await desk.save_queue("lost", QueueChange(title="Lost"), by="Sup")
    seen = name_state((await desk.get_queue("lost")).queue)
    await desk.save_queue("lost", QueueChange(first_response_minutes=30, based_on=seen), by="Ann")
    with pytest.raises(ConflictError, match="somebody else changed the queue Lost"):
        await desk.save_queue("lost", QueueChange(title="Late", based_on=seen), by="Bo")
    kept = (await desk.get_queue("lost")).queue
    assert (kept.title, kept.first_response_minutes) == ("Lost", 30)


async def test_a_profile_reads_back_as_it_was_written(desk: FloorDesk, clock: FakeClock) -> None:
    await register(desk, "baggage")
    shifts = parse_shifts("mon 09:00-17:00, fri 22:00-06:00, tue 00:00-24:00")
    await train(desk, "anna", skills={"baggage": 4}, capacity={"sms": 1}, shifts=shifts)
    view = await desk.get_agent("anna")
    assert view.profile.capacity == {"sms": 1}
    assert view.profile.shifts == parse_shifts("mon 09:00-17:00, tue 00:00-24:00, fri 22:00-06:00")
    assert (view.profile.version, view.profile.updated_at) == (1, clock.now())
    assert view.queues == ("general",)


async def test_what_cannot_be_changes_nothing(desk: FloorDesk) -> None:
    with pytest.raises(InvalidInputError, match="there is no skill 'baggage'"):
        await train(desk, "anna", skills={"baggage": 4})
    with pytest.raises(InvalidInputError, match="Script is a key"):
        await train(desk, "anna", staff_id="script")
    with pytest.raises(NotFoundError, match="is a key, which never has a conversation"):
        await desk.get_agent("script")
    with pytest.raises(NotFoundError, match="nobody on the staff has the id 'nobody'"):
        await desk.get_agent("nobody")
    with pytest.raises(InvalidInputError, match="a new one needs a title"):
        await desk.save_queue("lost", QueueChange(), by="Sup")
    assert await desk.list_changes() == ()


async def test_a_queue_that_helps_another_is_not_removed_and_no_circle_is_made(
    desk: FloorDesk,
) -> None:
    step = OverflowStep(after=0.8, to="night")
    await desk.save_queue("night", QueueChange(title="Night"), by="Sup")
    await desk.save_queue("general", QueueChange(overflow=(step,)), by="Sup")
    with pytest.raises(ConflictError, match="'night' help out in general"):
        await desk.remove_queue("night", by="Sup")
    back = OverflowStep(after=0.8, to="general")
    with pytest.raises(InvalidInputError, match="night -> general -> night"):
        await desk.save_queue("night", QueueChange(overflow=(back,)), by="Sup")
    await desk.save_queue("general", QueueChange(overflow=()), by="Sup")
    await desk.remove_queue("night", by="Sup")
    assert [each.queue.name for each in await desk.list_queues()] == ["general"]


async def test_who_changed_what_is_kept_with_what_it_was(desk: FloorDesk) -> None:
    await register(desk, "baggage")
    await train(desk, "anna", skills={"baggage": 2})
    await desk.save_queue("general", QueueChange(requires={"baggage": 1}), by="Sup")
    await desk.save_queue("general", QueueChange(requires={"baggage": 1}), by="Sup")
    await desk.rename_skill("baggage", to="bags", by=None)
    changes = await desk.list_changes()
    assert [(each.what, each.name, each.by) for each in changes] == [
        ("skill", "bags", None),
        ("queue", "general", "Sup"),
        ("agent", "anna@example.com", "Sup"),
        ("skill", "baggage", "Sup"),
    ]
    assert changes[1].before is not None
    assert changes[1].after is not None
    assert (changes[1].before["requires"], changes[1].after["requires"]) == ({}, {"baggage": 1})
    assert changes[3].before is None
    (only,) = await desk.list_changes("agent", "anna@example.com")
    assert only.after is not None
    assert only.after["skills"] == {"baggage": 2}


async def test_every_change_wakes_whoever_gives_out_work(desk: FloorDesk, store: Store) -> None:
    async with store.follow(ROUTING_TOPIC) as told:
        await register(desk, "baggage")
        assert await told.next(timeout=5) is not None


def have(tx: Transaction, agent: str, channel: str, *statuses: ConversationStatus) -> None:
    """Give an agent conversations of a channel."""
    customer, now = f"c-{agent}-{channel}", FakeClock().now()
    record_customer(tx, customer_id=customer, name="Astrid", language="en", now=now)
    for number, status in enumerate(statuses):
        name = f"{agent}-{channel}-{number}"
        made = record_conversation(
            tx,
            conversation_id=name,
            reference=f"FD-{name}",
            customer_id=customer,
            key=ThreadKey(channel=channel, account="main", thread=name),
            subject=None,
            language="en",
            now=now,
        )
        changed = update(conversations).where(conversations.c.id == made.id)
        tx.execute(changed.values(assignee=agent, queue="general", status=status))


async def test_only_what_there_is_to_do_counts_as_load(
    desk: FloorDesk, store: Store, clock: FakeClock
) -> None:
    opened = [ConversationStatus.OPEN] * 2
    await store.run(have, "anna", "email", *opened, *ConversationStatus)
    await store.run(have, "anna", "sms", ConversationStatus.OPEN)
    await store.run(have, "bo", "sms", ConversationStatus.PENDING)

    loads = {
        each.id: each.load
        for each in await store.read(list_agent_states, now=clock.now(), time_zone=OSLO)
    }
    assert loads == {"anna": {"email": 3, "sms": 1}, "bo": {}}
    anna = await store.read(find_agent_state, "anna", now=clock.now(), time_zone=OSLO)
    assert anna is not None
    assert anna.load == loads["anna"]


async def test_who_is_off_shift_is_given_nothing_but_may_ask(
    desk: FloorDesk, store: Store, clock: FakeClock
) -> None:
    await train(desk, "anna", shifts=parse_shifts("mon 09:00-17:00"), taking=Taking.PUSH)
    await train(desk, "bo", taking=Taking.NONE)

    async def look() -> Sequence[Any]:
        return await store.read(list_floor, now=clock.now(), time_zone=OSLO)

    (anna,) = await look()
    # At nine in Greenwich it is ten in Oslo.
    assert (anna.pushable, anna.on_shift) == (True, True)
    assert anna.state.until == clock.now() + timedelta(hours=7)
    clock.advance(timedelta(hours=7))
    (anna,) = await look()
    assert (anna.pushable, anna.pullable, anna.state.until) == (False, True, None)
    assert await store.read(find_agent_state, "bo", now=clock.now(), time_zone=OSLO) is None
    found = await store.read(find_floor_agent, "bo", now=clock.now(), time_zone=OSLO)
    assert found is not None
    assert not found.pullable


async def test_presence_is_as_it_counts_and_who_is_barred_is_not_there(
    desk: FloorDesk, store: Store, clock: FakeClock
) -> None:
    now = clock.now()
    there = AgentPresence(
        staff_id="anna",
        presence=Presence.AVAILABLE,
        chosen=Presence.AVAILABLE,
        since=now,
        seen_at=now,
        active_at=now,
    )
    await store.run(record_presence, there)
    await store.run(record_activity, "bo", active=False)
    (anna,) = await store.read(list_agent_states, now=now, time_zone=OSLO)
    assert (anna.id, anna.presence) == ("anna", Presence.AVAILABLE)
    gone = next(each for each in await desk.list_agents() if each.member.id == "bo")
    assert gone.floor is None


async def test_two_supervisors_at_once_make_no_circle(desk: FloorDesk) -> None:
    await desk.save_queue("night", QueueChange(title="Night"), by="Sup")
    outcomes = await asyncio.gather(
        *(
            desk.save_queue(name, QueueChange(overflow=(OverflowStep(after=0.8, to=to),)), by="Sup")
            for name, to in (("general", "night"), ("night", "general"))
        ),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["InvalidInputError", "Queue"]
