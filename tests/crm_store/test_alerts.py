"""Who is told what, and what each has read of it."""

from datetime import datetime, timedelta

import pytest

from crm_store.alerts import (
    count_unread_alerts,
    find_read_to,
    forget_alerts,
    list_alerts,
    record_alert,
    record_alerts_read,
)
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS, address_queue, address_staff
from domain.staff import Role, StaffMember
from tests.console.record import begin, make_member, record_company, reference_of
from tests.fakes import MONDAY_MORNING as NOW

AGENT, SUPERVISOR = make_member(Role.AGENT, NOW), make_member(Role.SUPERVISOR, NOW)


@pytest.fixture
async def told(store: Store) -> Store:
    """A record on which each audience was told something."""

    def record(tx: Transaction) -> None:
        record_company(tx, NOW)
        begin(tx, 1, now=NOW)
        audiences = (SUPERVISORS, address_queue("baggage"), address_staff(AGENT.id))
        for number, audience in enumerate(audiences):
            tell(tx, f"a{number}", audience, NOW + timedelta(minutes=number))

    await store.run(record)
    return store


def tell(tx: Transaction, alert_id: str, audience: str, now: datetime) -> None:
    record_alert(
        tx,
        alert_id=alert_id,
        audience=audience,
        conversation_id="v-1",
        text="Due 14:30",
        now=now,
        clock_id="k-1",
    )


async def ids(store: Store, member: StaffMember, **page: int) -> list[str]:
    found = await store.read(list_alerts, member, **{"limit": 10, **page})
    return [alert.id for alert in found]


async def test_each_reads_what_they_were_told_the_latest_first(told: Store):
    assert await ids(told, AGENT) == ["a2", "a1"]
    assert await ids(told, SUPERVISOR) == ["a1", "a0"]
    (latest, _) = await told.read(list_alerts, AGENT, limit=2)
    assert (latest.reference, latest.at) == (reference_of(1), NOW + timedelta(minutes=2))
    assert (latest.clock_id, latest.text) == ("k-1", "Due 14:30")


async def test_a_script_reads_as_its_role_and_nobodys_own(told: Store):
    token = StaffMember(
        id="token:t",
        email="",
        name="pager",
        role=Role.SUPERVISOR,
        password_hash="",
        active=True,
        created_at=NOW,
    )
    assert await ids(told, token) == ["a1", "a0"]


async def test_a_list_goes_on_where_the_page_before_ended(told: Store):
    (latest,) = await told.read(list_alerts, AGENT, limit=1)
    assert await ids(told, AGENT, before=latest.position) == ["a1"]


async def test_what_is_read_counts_no_more_for_the_one_who_read_it(told: Store):
    assert await told.read(count_unread_alerts, AGENT) == 2
    latest, earlier = await told.read(list_alerts, AGENT, limit=2)
    await told.run(record_alerts_read, AGENT, up_to=earlier.position)
    assert await told.read(count_unread_alerts, AGENT) == 1
    await told.run(record_alerts_read, AGENT, up_to=latest.position)
    assert await told.read(count_unread_alerts, AGENT) == 0
    assert await told.read(count_unread_alerts, SUPERVISOR) == 2


async def test_what_was_read_never_becomes_unread_nor_what_is_to_come_read(told: Store):
    latest, earlier = await told.read(list_alerts, AGENT, limit=2)
    await told.run(record_alerts_read, AGENT, up_to=10**12)
    assert await told.read(find_read_to, AGENT.id) == latest.position
    await told.run(record_alerts_read, AGENT, up_to=earlier.position)
    assert await told.read(find_read_to, AGENT.id) == latest.position
    await told.run(tell, "a9", address_queue("general"), NOW)
    assert await told.read(count_unread_alerts, AGENT) == 1


async def test_counting_stops_where_the_number_says_no_more(told: Store):
    assert await told.read(count_unread_alerts, AGENT, most=1) == 1


async def test_what_was_told_long_ago_is_forgotten(told: Store):
    assert await told.run(forget_alerts, before=NOW + timedelta(minutes=2)) == 2
    assert await ids(told, AGENT) == ["a2"]
