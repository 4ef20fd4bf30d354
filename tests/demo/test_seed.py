"""The demo's promises, on both engines."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.report_self_service import USUAL_DAYS, choose_latest_days
from bot.staffing.desk import FloorDesk
from bot.staffing.floor_tools import FloorTools
from crm_store.articles import count_articles
from crm_store.conversation_view import ConversationView, read_conversation_view
from crm_store.conversations import record_conversation
from crm_store.customers import (
    find_customer_by_address,
    get_attributes,
    record_attributes,
    record_customer,
)
from crm_store.inbox import InboxFilter, InboxRow, list_work
from crm_store.interactions import list_customer_timeline
from crm_store.jobs import count_jobs
from crm_store.self_service_report import read_self_service
from crm_store.staff import (
    find_staff_by_email,
    get_default_queue,
    list_queues,
    list_staff,
    record_staff_member,
)
from crm_store.store import Store
from crm_store.transaction import Transaction
from demo.seed import can_hold_demo, refresh_demo, seed_demo
from domain.channels import ThreadKey
from domain.conversations import Author, ConversationStatus, Direction, Interaction, Priority
from domain.customers import Customer
from domain.messages import Address, DeliveryState
from domain.self_service_figures import Drop
from domain.staff import Role, StaffMember
from domain.staffing import Taking
from tests.fakes import FakeClock, SequentialIds

LOG_INS = {
    "agent@example.com": Role.AGENT,
    "knowledge@example.com": Role.KNOWLEDGE,
    "supervisor@example.com": Role.SUPERVISOR,
    "admin@example.com": Role.ADMIN,
}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


async def test_everything_the_contract_promises_is_there(seeded: Store, clock: FakeClock) -> None:
    for email, role in LOG_INS.items():
        member = await seeded.read(find_staff_by_email, email)
        assert member is not None
        assert (member.role, member.password_hash) == (role, "a hash")
    astrid, bookings = await read_bookings(seeded, "phone", "+15550142")
    assert astrid.name == "Astrid Lindqvist"
    assert (await read_bookings(seeded, "email", "astrid.lindqvist@example.com"))[0] == astrid
    assert len(bookings["DEMO42"]["passengers"]) == 1
    assert leaves_in(bookings["DEMO42"], clock) == timedelta(hours=6)
    jonas, bookings = await read_bookings(seeded, "phone", "+15550143")
    assert jonas.name == "Jonas Weber"
    assert len(bookings["DEMO43"]["passengers"]) == 2
    assert leaves_in(bookings["DEMO43"], clock) == timedelta(days=10)


async def test_every_queue_is_served_and_whoever_looks_as_an_agent_may_serve_all(
    seeded: Store, clock: FakeClock
) -> None:
    desk = FloorDesk(FloorTools(store=seeded, clock=clock, time_zone="Europe/Oslo"))
    assert await desk.list_problems() == ()
    queues = {each.queue.name for each in await desk.list_queues()}
    agents = {each.member.email: each for each in await desk.list_agents()}
    assert set(agents["agent@example.com"].queues) == queues
    assert agents["agent@example.com"].profile.taking is Taking.PULL
    assert not agents["priya.nair@example.com"].profile.skills.get("lang:de")


async def test_articles_are_in_both_languages(seeded: Store) -> None:
    assert await seeded.read(count_articles) >= 80


async def test_every_topic_of_the_articles_has_a_queue_and_one_queue_takes_the_rest(
    seeded: Store,
) -> None:
    queues = await seeded.read(list_queues)
    names = {queue.name for queue in queues}
    assert names == {
        "general",
        "baggage",
        "booking",
        "check-in",
        "disruption",
        "loyalty",
        "assistance",
    }
    assert (await seeded.read(get_default_queue)).name == "general"


async def test_seeding_again_changes_nothing(seeded: Store, clock: FakeClock) -> None:
    before = await count_everything(seeded)
    assert await can_hold_demo(seeded)
    clock.advance(timedelta(hours=1))
    assert not await seed_demo(seeded, clock=clock, ids=SequentialIds(), password_hash="other")
    assert await count_everything(seeded) == before


async def test_a_database_with_staff_of_its_own_is_left_alone(
    store: Store, clock: FakeClock
) -> None:
    assert await can_hold_demo(store)
    await store.run(record_someone, clock.now())
    assert not await can_hold_demo(store)
    assert not await seed_demo(store, clock=clock, ids=SequentialIds(), password_hash="a hash")
    assert not await refresh_demo(store, clock=clock)
    assert len(await store.read(list_staff)) == 1
    assert await store.read(count_articles) == 0


async def test_a_database_that_a_customer_wrote_to_before_anybody_was_hired_is_left_alone(
    store: Store, clock: FakeClock
) -> None:
    await store.run(record_first_conversation, clock.now())
    assert not await can_hold_demo(store)
    assert not await seed_demo(store, clock=clock, ids=SequentialIds(), password_hash="a hash")
    assert not await store.read(list_staff)


async def test_a_later_start_moves_the_departures_and_keeps_the_other_attributes(
    seeded: Store, clock: FakeClock
) -> None:
    astrid, bookings = await read_bookings(seeded, "phone", "+15550142")
    spoilt = {"bookings": [{**bookings["DEMO42"], "seat": "lost"}], "likes": "window seats"}
    await seeded.run(record_attributes, astrid.id, spoilt)
    clock.advance(timedelta(days=40))
    assert await refresh_demo(seeded, clock=clock)
    _, bookings = await read_bookings(seeded, "phone", "+15550142")
    assert leaves_in(bookings["DEMO42"], clock) == timedelta(hours=6)
    assert bookings["DEMO42"]["seat"] == "12A"
    _, bookings = await read_bookings(seeded, "phone", "+15550143")
    assert leaves_in(bookings["DEMO43"], clock) == timedelta(days=10)
    assert (await seeded.read(get_attributes, astrid.id))["likes"] == "window seats"


async def test_agents_find_work_that_waits_presses_and_is_late(
    seeded: Store, clock: FakeClock
) -> None:
    waiting = await list_waiting(seeded)
    assert len({row.conversation.queue for row in waiting}) >= 4
    assert waiting[0].conversation.priority is Priority.HIGH
    due = [row.due_at for row in waiting if row.due_at is not None]
    assert len(due) == len(waiting)
    assert 1 <= sum(at < clock.now() for at in due) <= 6
    assert {row.conversation.language for row in waiting} == {"en", "de"}


async def test_the_history_tells_who_said_what_why_and_whether_it_arrived(seeded: Store) -> None:
    views = await read_views(seeded, InboxFilter(status=ConversationStatus.RESOLVED))
    assert len(views) >= 12
    said = [each for view in views for each in view.interactions]
    assert {each.author for each in said} == set(Author)
    assert {each.direction for each in said} == set(Direction)
    went_out = {
        each.delivery for each in said if each.direction is Direction.OUT and not is_survey(each)
    }
    # What somebody is asked afterwards lies on the chat's page until they come back.
    asked_later = {
        each.delivery for each in said if each.direction is Direction.OUT and is_survey(each)
    }
    assert went_out == {DeliveryState.DELIVERED, DeliveryState.SENT, DeliveryState.FAILED}
    assert asked_later <= went_out | {DeliveryState.QUEUED}
    assert {view.conversation.channel for view in views} == {
        "sms",
        "web_chat",
        "web_form",
        "email",
    }
    rules = {decision.rule for view in views for decision in view.decisions}
    assert rules >= {"surely_known", "half_known", "asked_for_person", "consent_keyword", "unknown"}
    for view in views:
        asked = [
            each.id
            for each in view.interactions
            if each.direction is Direction.IN and not is_survey(each)
        ]
        assert [decision.interaction_id for decision in view.decisions] == asked


def is_survey(said: Interaction) -> bool:
    """Say whether it asks or answers how it was, or whether it is right now."""
    return bool({"ballot", "follow_up"} & said.source_ids.keys())


async def test_what_was_said_stands_in_order_of_time_and_none_of_it_in_the_future(
    seeded: Store, clock: FakeClock
) -> None:
    for wanted in (InboxFilter(unresolved=True), InboxFilter(status="resolved")):
        for view in await read_views(seeded, wanted):
            times = [each.at for each in view.interactions]
            assert times == sorted(times)
            assert times[-1] <= clock.now()


async def test_no_work_is_left_over_but_what_is_planned(seeded: Store) -> None:
    left = await seeded.read(count_jobs)
    assert set(left) == {("article", "ready"), ("gaps", "ready"), ("correct", "ready")}
    assert left["article", "ready"] == left["gaps", "ready"] == 1


async def test_the_bot_is_free_to_answer_the_two_who_have_the_telephone(seeded: Store) -> None:
    for number in ("+15550142", "+15550143"):
        customer, _ = await read_bookings(seeded, "phone", number)
        rows = await seeded.read(list_work, InboxFilter(customer_id=customer.id))
        assert rows
        assert all(row.conversation.status is ConversationStatus.RESOLVED for row in rows)
        assert await seeded.read(list_customer_timeline, customer.id)


async def read_bookings(
    store: Store, kind: str, value: str
) -> tuple[Customer, dict[str, dict[str, Any]]]:
    customer = await store.read(find_customer_by_address, Address(kind=kind, value=value))
    assert customer is not None
    attributes = await store.read(get_attributes, customer.id)
    return customer, {booking["reference"]: booking for booking in attributes["bookings"]}


def leaves_in(booking: dict[str, Any], clock: FakeClock) -> timedelta:
    return datetime.fromisoformat(booking["departs_at"]) - clock.now()


async def list_waiting(store: Store) -> tuple[InboxRow, ...]:
    return await store.read(list_work, InboxFilter(waiting=True))


async def read_views(store: Store, wanted: InboxFilter) -> list[ConversationView]:
    rows = await store.read(list_work, wanted)
    return [await store.read(read_conversation_view, row.conversation.reference) for row in rows]


async def count_everything(store: Store) -> tuple[object, ...]:
    rows = await store.read(list_work, InboxFilter())
    return (
        await store.read(list_staff),
        await store.read(count_articles),
        [row.conversation for row in rows],
        await store.read(count_jobs),
    )


def record_someone(tx: Transaction, now: datetime) -> None:
    record_staff_member(
        tx,
        StaffMember(
            id="someone",
            email="someone@example.org",
            name="Someone",
            role=Role.ADMIN,
            password_hash="their own",
            active=True,
            created_at=now,
        ),
    )


def record_first_conversation(tx: Transaction, now: datetime) -> None:
    record_customer(tx, customer_id="first", name=None, language="en", now=now)
    record_conversation(
        tx,
        conversation_id="first",
        reference="FD-00000001",
        customer_id="first",
        key=ThreadKey(channel="api", account="api", thread="first"),
        subject=None,
        language="en",
        now=now,
    )


async def test_self_service_has_a_past_with_customers_who_stopped_somewhere(
    seeded: Store, clock: FakeClock
) -> None:
    period = choose_latest_days(USUAL_DAYS, ZoneInfo("UTC"), now=clock.now())
    report = await seeded.read(read_self_service, period)
    check_in = report.actions["check_in"]
    assert check_in.begun >= 20
    assert set(check_in.slots) >= {"booking_reference", "last_name"}
    assert {Drop.LAPSED, Drop.NOT_UNDERSTOOD} <= set(check_in.slots["booking_reference"].dropped)
    assert set(report.actions) >= {"flight_status", "look_up"}
    assert 0.5 < (report.contained.value or 0) < 1
