"""Clocks are read as they were written, with their events, and found when they are due."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_store.clocks import (
    find_failures,
    find_next_milestone_at,
    get_clock,
    insert_clock,
    list_clocks,
    list_due_clocks,
    list_events_of_clocks,
    list_running_clocks,
    list_running_of_calendar,
    postpone_milestone,
    save_clock,
)
from crm_store.conversations import record_conversation
from crm_store.customers import record_customer
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.errors import NotFoundError
from domain.service_levels import ClockKind, PauseReason
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockState, ClockTerms, SlaClock
from tests.clocks import meet_clocks, put_clock
from tests.fakes import MONDAY_MORNING as NOW

TERMS = ClockTerms(
    policy="gold",
    policy_version="gold-v3",
    calendar="office",
    calendar_version="office-v2",
    target=timedelta(hours=2, microseconds=7),
    priority="high",
    queue="baggage",
)
STATE = ClockState(
    terms=TERMS,
    started_at=NOW,
    as_of=NOW + timedelta(minutes=30, microseconds=1),
    counted=timedelta(minutes=30, microseconds=1),
    paused=PauseReason.SNOOZE,
    paused_at=NOW + timedelta(minutes=30),
    paused_until=NOW + timedelta(hours=9),
    due_at=NOW + timedelta(hours=11),
    breached_at=NOW + timedelta(hours=12),
)
CLOCK = SlaClock(
    id="clock",
    conversation_id="talk",
    kind=ClockKind.NEXT_RESPONSE,
    state=STATE,
    seen=("warning:80", "breach"),
    next_at=NOW + timedelta(hours=10),
    promised_at=NOW + timedelta(hours=11, minutes=15),
    told_at=NOW,
    corrections=2,
    failures=1,
)
EVENTS = (
    ClockEvent(kind=ClockEventKind.STARTED, at=NOW, terms=TERMS),
    ClockEvent(
        kind=ClockEventKind.PAUSED,
        at=NOW + timedelta(minutes=30),
        reason="snooze",
        until=NOW + timedelta(hours=9),
    ),
)


def begin_conversation(tx: Transaction, name: str = "talk") -> None:
    """Put a conversation on record for clocks to be of."""
    record_customer(tx, customer_id=f"of-{name}", name=None, language=None, now=NOW)
    record_conversation(
        tx,
        conversation_id=name,
        reference=f"FD-{name}",
        customer_id=f"of-{name}",
        key=ThreadKey(channel="web_form", account="contact", thread=name),
        subject=None,
        language=None,
        now=NOW,
    )


@pytest.fixture
async def record(store: Store) -> Store:
    """A record with one conversation."""
    await store.run(begin_conversation)
    return store


async def put(record: Store, name: str, *, minutes: int) -> None:
    await record.run(
        put_clock, clock_id=name, conversation_id="talk", target_minutes=minutes, now=NOW
    )


async def test_a_clock_is_read_as_it_was_written_to_the_microsecond(record: Store):
    await record.run(insert_clock, CLOCK, EVENTS)
    assert await record.read(get_clock, "clock") == CLOCK
    assert await record.read(list_events_of_clocks, "talk") == {"clock": EVENTS}


async def test_all_that_may_be_missing_may_be_missing(record: Store):
    terms = replace(TERMS, queue=None)
    clock = SlaClock(
        id="clock",
        conversation_id="talk",
        kind=ClockKind.RESOLUTION,
        state=ClockState(terms=terms, started_at=NOW, as_of=NOW),
    )
    await record.run(insert_clock, clock, ())
    assert await record.read(get_clock, "clock") == clock
    assert await record.read(list_events_of_clocks, "talk") == {}


async def test_what_became_of_a_clock_replaces_what_it_was_and_its_events_stay(record: Store):
    await record.run(insert_clock, CLOCK, EVENTS)
    met = ClockEvent(kind=ClockEventKind.MET, at=NOW + timedelta(hours=1), reason="agent")
    state = replace(STATE, met_at=met.at, paused=None, paused_at=None, paused_until=None)
    stopped = replace(CLOCK, state=state, next_at=None, stopped_by="agent", failures=0)
    await record.run(save_clock, stopped, (met,))
    assert await record.read(get_clock, "clock") == stopped
    assert await record.read(list_events_of_clocks, "talk") == {"clock": (*EVENTS, met)}


async def test_there_is_no_clock_that_nobody_started(record: Store):
    with pytest.raises(NotFoundError, match="there is no clock 'gone'"):
        await record.read(get_clock, "gone")


async def test_what_has_stopped_runs_no_more_and_is_still_on_record(record: Store):
    await put(record, "one", minutes=60)
    await record.run(meet_clocks, "talk", now=NOW)
    await put(record, "two", minutes=60)
    assert [each.id for each in await record.read(list_running_clocks, "talk")] == ["two"]
    assert {each.id for each in await record.read(list_clocks, "talk")} == {"one", "two"}


async def test_due_clocks_come_in_the_order_of_their_instants_and_only_once_it_has_come(
    record: Store,
):
    assert await record.read(find_next_milestone_at) is None
    for name, minutes in (("late", 30), ("soon", 10), ("sooner", 5)):
        await put(record, name, minutes=minutes)
    assert await record.read(find_next_milestone_at) == NOW + timedelta(minutes=5)
    just_before = NOW + timedelta(minutes=10) - timedelta(microseconds=1)
    due = await record.read(list_due_clocks, now=just_before, limit=9)
    assert due == (("sooner", "talk"),)
    due = await record.read(list_due_clocks, now=NOW + timedelta(minutes=10), limit=9)
    assert [name for name, _ in due] == ["sooner", "soon"]
    assert len(await record.read(list_due_clocks, now=NOW + timedelta(days=1), limit=1)) == 1


async def test_what_could_not_be_seen_to_is_put_off_and_the_failures_are_counted(record: Store):
    await put(record, "odd", minutes=10)
    until = NOW + timedelta(hours=1)
    for failures in (1, 2):
        await record.run(postpone_milestone, "odd", until=until)
        assert await record.read(find_failures, "odd") == failures
    clock = await record.read(get_clock, "odd")
    assert (clock.next_at, clock.failures) == (until, 2)
    assert clock.state.due_at == NOW + timedelta(minutes=10)


async def test_running_clocks_of_another_version_of_a_calendar_are_listed_in_parts(record: Store):
    for name in ("a", "b", "c", "d"):
        await record.run(insert_clock, replace(CLOCK, id=name), ())
    stopped = replace(STATE, cancelled_at=NOW)
    await record.run(save_clock, replace(CLOCK, id="b", state=stopped))
    new = replace(STATE, terms=replace(TERMS, calendar_version="office-v9"))
    await record.run(save_clock, replace(CLOCK, id="c", state=new))
    found = [
        clock_id
        for after in ("", "a", "d")
        for clock_id, _ in await record.run(
            list_running_of_calendar, "office", other_than="office-v9", after=after, limit=1
        )
    ]
    assert found == ["a", "d"]
