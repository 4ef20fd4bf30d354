"""Clocks as scripts read them: what they are, how they came to that, and how to count again."""

from datetime import timedelta
from typing import Any

from bot.clocks.happen import happen
from crm_store.clocks import record_promise
from crm_store.transaction import Transaction
from domain.service_levels import ClockKind
from domain.sla_clocks import ClockEvent, ClockEventKind, SlaClock
from tests.clocks import put_clock
from tests.console.api.bench import Bench, begin_conversation

MANY = 300


async def put(bench: Bench, *events: ClockEvent, clock_id: str = "k-1") -> None:
    """Start a clock of an hour in the first conversation, and have things happen to it."""
    conversation = await begin_conversation(bench, 1)
    start = bench.clock.now()

    def record(tx: Transaction) -> None:
        clock: SlaClock = put_clock(
            tx, clock_id=clock_id, conversation_id=conversation.id, now=start
        )
        for event in events:
            clock = happen(tx, bench.services.tools, clock, event)

    await bench.store.run(record)


async def read(bench: Bench) -> dict[str, Any]:
    (clock,) = (await bench.get("/conversations/FD-00000001"))["clocks"]
    assert isinstance(clock, dict)
    return clock


async def test_a_running_clock_tells_what_is_left_and_by_which_terms(bench: Bench) -> None:
    await put(bench)
    bench.clock.advance(timedelta(minutes=20))
    clock = await read(bench)
    assert clock["state"] == "running"
    assert clock["policy"] == "queue:general"
    assert clock["policy_title"]
    assert (clock["calendar"], clock["time_zone"]) == ("always", None)
    assert (clock["counted_seconds"], clock["remaining_seconds"]) == (1200, 2400)
    assert clock["due_at"] == "2026-03-02T10:00:00Z"
    assert clock["sentence"].startswith("Started Mon 09:00 (first response within 1 h)")
    assert clock["promised_at"] is clock["stopped_by"] is clock["cancelled_at"] is None


async def test_a_held_clock_tells_its_spans_and_events(bench: Bench) -> None:
    until = bench.clock.now() + timedelta(minutes=50)
    at = bench.clock.now() + timedelta(minutes=10)
    await put(bench, ClockEvent(kind=ClockEventKind.PAUSED, at=at, reason="snooze", until=until))
    bench.clock.advance(timedelta(minutes=30))
    clock = await read(bench)
    assert clock["state"] == "paused"
    assert clock["paused_for"] == "snooze"
    assert clock["paused_until"] == "2026-03-02T09:50:00Z"
    assert [(each["kind"], each["seconds"], each["reason"]) for each in clock["spans"]] == [
        ("counted", 600, ""),
        ("paused", 1200, "snooze"),
    ]
    started, paused = clock["events"]
    assert started["target_minutes"] == 60
    assert (paused["kind"], paused["until"]) == ("paused", "2026-03-02T09:50:00Z")


async def test_spans_follow_each_other_and_what_they_count_is_what_is_counted(
    bench: Bench,
) -> None:
    start = bench.clock.now()
    kinds = (ClockEventKind.PAUSED, ClockEventKind.RESUMED) * 3
    events = [
        ClockEvent(kind=kind, at=start + timedelta(minutes=7 * number), reason="customer")
        for number, kind in enumerate(kinds, 1)
    ]
    await put(bench, *events)
    bench.clock.advance(timedelta(minutes=50))
    clock = await read(bench)
    spans = clock["spans"]
    assert [each["start"] for each in spans[1:]] == [each["end"] for each in spans[:-1]]
    counted = sum(each["seconds"] for each in spans if each["kind"] == "counted")
    assert counted == clock["counted_seconds"]


async def test_a_clock_that_was_met_late_tells_by_whom_and_what_the_customer_was_told(
    bench: Bench,
) -> None:
    start = bench.clock.now()
    at = start + timedelta(minutes=70)
    await put(bench, ClockEvent(kind=ClockEventKind.MET, at=at, reason="agent"))
    promised_at = start + timedelta(minutes=90)

    def tell(tx: Transaction) -> None:
        record_promise(tx, "k-1", promised_at=promised_at, corrections=1, now=at)

    await bench.store.run(tell)
    bench.clock.advance(timedelta(hours=3))
    clock = await read(bench)
    assert (clock["state"], clock["stopped_by"]) == ("met", "agent")
    assert clock["breached_at"] == "2026-03-02T10:00:00Z"
    assert clock["promised_at"] == "2026-03-02T10:30:00Z"
    assert clock["corrections"] == 1
    assert clock["remaining_seconds"] == 0


async def test_hundreds_of_clocks_each_have_their_own_events(bench: Bench) -> None:
    await put(bench)

    def record(tx: Transaction) -> None:
        for number in range(MANY):
            at = bench.clock.now() + timedelta(minutes=number)
            clock = put_clock(
                tx,
                clock_id=f"n-{number:03}",
                conversation_id="v-00001",
                kind=ClockKind.NEXT_RESPONSE,
                now=at,
            )
            met = ClockEvent(kind=ClockEventKind.MET, at=at + timedelta(seconds=30), reason="agent")
            happen(tx, bench.services.tools, clock, met)

    await bench.store.run(record)
    clocks = (await bench.get("/conversations/FD-00000001"))["clocks"]
    assert len(clocks) == MANY + 1
    assert {clock["counted_seconds"] for clock in clocks[1:]} == {30}
