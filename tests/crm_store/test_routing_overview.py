"""What supervisors and rows of the inbox are told of the log of routing, on each engine."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from crm_store.conversations import change_conversation
from crm_store.needs_person import (
    count_unserved,
    list_absent_holders,
    list_longest_waits,
    list_unserved,
)
from crm_store.routing_counts import count_kinds
from crm_store.routing_hints import find_hints
from crm_store.routing_names import read_routing_names
from crm_store.routings import RoutingSearch
from crm_store.schema import agent_presence, waiting
from crm_store.store import Store
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow, save_waiting
from crm_store.waiting_lines import LineKey
from domain.assignment import Presence
from domain.conversations import ConversationStatus
from domain.routings import RoutingKind
from tests.console.record import begin, hand_over, record_company, reference_of
from tests.console.routing_record import explain_pull, put_routing
from tests.fakes import FakeClock

NOW = FakeClock().now()
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def desk(store: Store) -> Store:
    """A store with three conversations in the queue for baggage."""

    def record(tx: Transaction) -> None:
        record_company(tx, NOW)
        for number in (1, 2, 3):
            hand_over(tx, begin(tx, number, now=NOW), now=NOW - number * 10 * MINUTE)

    await store.run(record)
    return store


def wait(
    tx: Transaction, number: int, *, queue: str = "baggage", language: str = "", unserved: int = 0
) -> None:
    line = LineKey(
        queue=queue, channel="api", language=language, tier="gold", priority="normal", target=None
    )
    since = NOW - number * 10 * MINUTE
    save_waiting(tx, WaitingRow(conversation_id=f"v-{number}", line=line, waiting_since=since))
    if unserved:
        of_it = update(waiting).where(waiting.c.conversation_id == f"v-{number}")
        tx.execute(of_it.values(unserved_since=NOW - unserved * MINUTE))


async def test_what_nobody_can_take_is_listed_the_longest_known_first(desk: Store):
    def record(tx: Transaction) -> None:
        for number, unserved in ((1, 5), (2, 9), (3, 0)):
            wait(tx, number, language="de", unserved=unserved)
        one = change_conversation(tx, begin(tx, 4, now=NOW), now=NOW, subject="Other")
        assert one.subject == "Other"

    await desk.run(record)
    rows = await desk.read(list_unserved, limit=10)
    assert [row.reference for row in rows] == [reference_of(2), reference_of(1)]
    assert (rows[0].queue, rows[0].language, rows[0].routing) == ("baggage", "de", None)
    assert await desk.read(count_unserved) == 2
    assert len(await desk.read(list_unserved, limit=1)) == 1


async def test_the_last_word_of_the_log_says_why(desk: Store):
    def record(tx: Transaction) -> None:
        wait(tx, 1, unserved=5)
        one = begin(tx, 9, now=NOW)
        put_routing(tx, one, RoutingKind.UNSERVED, NOW, conversation_id="v-1", reason="Old.")
        put_routing(
            tx,
            one,
            RoutingKind.UNSERVED,
            NOW,
            conversation_id="v-1",
            number=2,
            reason="Nobody speaks it.",
        )

    await desk.run(record)
    (row,) = await desk.read(list_unserved, limit=10)
    assert row.routing is not None
    assert row.routing.reason == "Nobody speaks it."


async def test_each_queue_has_one_who_waits_longest_in_whatever_line(desk: Store):
    def record(tx: Transaction) -> None:
        wait(tx, 1)
        wait(tx, 2, language="de")
        wait(tx, 3, queue="general")

    await desk.run(record)
    waits = await desk.read(list_longest_waits)
    assert [(each.queue, each.number, each.reference) for each in waits] == [
        ("general", 1, reference_of(3)),
        ("baggage", 2, reference_of(2)),
    ]


async def test_who_is_not_there_and_has_open_work_is_found(desk: Store):
    def be(tx: Transaction, staff_id: str, presence: Presence) -> None:
        times = dict.fromkeys(("since", "seen_at", "active_at"), NOW)
        values = {"staff_id": staff_id, "presence": presence, "chosen": "available", **times}
        tx.execute(agent_presence.insert().values(values))

    def record(tx: Transaction) -> None:
        held = {1: "s-agent", 2: "s-knowledge", 3: "s-agent"}
        for number, holder in held.items():
            one = begin(tx, number + 10, now=NOW)
            waits = {"waiting_since": NOW - MINUTE} if number == 1 else {}
            change_conversation(tx, one, now=NOW, assignee=holder, queue="baggage", **waits)
        done = begin(tx, 20, now=NOW)
        resolved = ConversationStatus.RESOLVED
        change_conversation(tx, done, now=NOW, assignee="s-admin", status=resolved)
        be(tx, "s-agent", Presence.OFFLINE)
        be(tx, "s-knowledge", Presence.AVAILABLE)

    await desk.run(record)
    (holder,) = await desk.read(list_absent_holders, limit=10)
    assert (holder.staff_id, holder.presence, holder.number) == ("s-agent", Presence.OFFLINE, 2)
    assert (holder.waiting, holder.waiting_since) == (1, NOW - MINUTE)
    assert holder.references == (reference_of(11), reference_of(13))


async def test_lines_are_counted_by_kind_and_named_by_reference(desk: Store):
    def record(tx: Transaction) -> None:
        one = begin(tx, 9, now=NOW)
        explanation = explain_pull(one, NOW)
        put_routing(
            tx,
            one,
            RoutingKind.PULLED,
            NOW,
            agent="s-agent",
            via="general",
            explanation=explanation,
        )
        put_routing(tx, one, RoutingKind.HANDED_ON, NOW, before="s-agent", number=1)
        put_routing(tx, one, RoutingKind.HANDED_ON, NOW - MINUTE, before="s-agent", number=2)
        names = read_routing_names(tx, [explanation, None])
        assert names.references == {
            one.id: one.reference,
            "v-2": reference_of(2),
            "v-3": reference_of(3),
        }

    await desk.run(record)
    counts = await desk.read(count_kinds, RoutingSearch(since=NOW))
    assert counts.kinds == {RoutingKind.PULLED: 1, RoutingKind.HANDED_ON: 1}
    assert (counts.overflowed, counts.whole) == (1, 2)
    assert (await desk.read(count_kinds, RoutingSearch(until=NOW))).whole == 1


async def test_a_row_is_told_how_it_came_there_last(desk: Store):
    def record(tx: Transaction) -> None:
        one, other = begin(tx, 8, now=NOW), begin(tx, 9, now=NOW)
        put_routing(tx, one, RoutingKind.PUSHED, NOW, agent="s-agent")
        put_routing(tx, one, RoutingKind.HANDED_ON, NOW, before="s-agent")
        put_routing(tx, one, RoutingKind.QUEUED, NOW)
        put_routing(tx, other, RoutingKind.QUEUED, NOW)

    await desk.run(record)
    hints = await desk.read(find_hints, ["v-8", "v-9", "v-1"])
    assert {key: (hint.kind, hint.before) for key, hint in hints.items()} == {
        "v-8": (RoutingKind.HANDED_ON, "s-agent")
    }
    assert await desk.read(find_hints, []) == {}
