"""What customers do by themselves is counted as it happened, and where they give up is found."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event

from bot.report_self_service import choose_period
from crm_store.drop_outs import list_drop_outs
from crm_store.self_service_report import read_self_service
from crm_store.store import Store, make_store
from crm_store.transaction import Transaction
from domain.knowledge_figures import Share
from domain.self_service import RunState
from domain.self_service_figures import Drop, SelfServiceReport
from tests.crm_store.run_record import RunRecord

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PERIOD = choose_period((NOW - timedelta(days=27)).date(), NOW.date(), ZoneInfo("UTC"))
ASKED_ALL = ("asked booking", "filled booking", "asked seat", "filled seat")


def record_past(tx: Transaction) -> None:
    record = RunRecord(tx)
    record.run(("filled booking", "filled seat", "ended"), NOW, outcome="checked_in")
    record.run((*ASKED_ALL, "ended"), NOW, outcome="checked_in")
    record.run(("asked booking", "asked booking", "filled booking", "filled seat"), NOW)
    record.run(("asked booking", "filled booking", "ended"), NOW, state=RunState.REFUSED)
    record.run(("asked booking",), NOW, state=RunState.LAPSED)
    record.run(("asked booking", "filled booking", "asked seat"), NOW, state=RunState.CANCELLED)
    lost = ("asked booking", "refused booking", "asked booking", "asked booking", "handed_over")
    record.run(lost, NOW, state=RunState.HANDED_OVER, failures=3, queue="general")
    record.run(("asked booking",), NOW, state=RunState.COLLECTING, channel="telegram")
    record.run(ASKED_ALL, NOW - timedelta(days=40), state=RunState.LAPSED)


async def read(store: Store, channel: str | None = None) -> SelfServiceReport:
    return await store.read(read_self_service, PERIOD, channel=channel)


async def test_runs_are_counted_by_where_they_stand(store: Store):
    await store.run(record_past)
    figures = (await read(store)).actions["check_in"]
    assert figures.begun == 8
    assert figures.count(RunState.DONE) == 3
    assert figures.refused == {"": 1}
    assert figures.going_on == 1
    assert figures.completion == Share(3, 7)
    assert figures.median_messages == 3
    assert figures.median_seconds == 300


async def test_what_a_person_settled_counts_as_handed_over(store: Store):
    def record_settled(tx: Transaction) -> None:
        record = RunRecord(tx)
        record.run(("asked booking",), NOW, state=RunState.LEFT, outcome="resolved")
        record.run(("asked booking",), NOW, state=RunState.LEFT, outcome="left")
        record.run(("asked booking",), NOW, state=RunState.HANDED_OVER)

    await store.run(record_settled)
    figures = (await read(store)).actions["check_in"]
    assert (figures.count(RunState.HANDED_OVER), figures.count(RunState.LEFT)) == (2, 1)
    assert figures.slots["booking"].dropped == {Drop.HANDED_OVER: 2, Drop.LEFT: 1}
    left = await store.read(list_drop_outs, PERIOD, action="check_in", slot="booking", limit=9)
    assert sorted(each.how for each in left) == [Drop.HANDED_OVER, Drop.HANDED_OVER, Drop.LEFT]


async def test_each_question_tells_who_answered_and_who_did_not(store: Store):
    await store.run(record_past)
    booking = (await read(store)).actions["check_in"].slots["booking"]
    assert (booking.asked, booking.answered, booking.told) == (7, 4, 1)
    assert booking.dropped == {Drop.LAPSED: 1, Drop.NOT_UNDERSTOOD: 1}
    assert booking.open == 1
    assert booking.tries == {1: 3, 2: 1}
    assert booking.median_tries == 1
    seat = (await read(store)).actions["check_in"].slots["seat"]
    assert (seat.asked, seat.answered, seat.told) == (2, 1, 2)
    assert seat.dropped == {Drop.CANCELLED: 1}


async def test_a_conversation_that_a_person_had_is_not_contained(store: Store):
    def record_three(tx: Transaction) -> None:
        record = RunRecord(tx)
        twice = record.converse(NOW)
        record.run(("asked booking",), NOW, state=RunState.CANCELLED, conversation=twice)
        record.run((), NOW, conversation=twice)
        record.run((), NOW, queue="general")
        # Given back to the bot, so that it stands in no queue any more.
        record.run(("handed_over", "resumed", "ended"), NOW)
        record.converse(NOW)
        record.converse(NOW, ended="spam")

    await store.run(record_three)
    report = await read(store)
    assert report.actions["check_in"].containment == Share(1, 3)
    assert report.containment == {"sms": Share(2, 4)}


async def test_one_channel_is_looked_at_alone(store: Store):
    await store.run(record_past)
    report = await read(store, "telegram")
    assert report.actions["check_in"].begun == report.actions["check_in"].going_on == 1
    assert set(report.containment) == {"telegram"}
    assert (await read(store, "email")).empty


async def test_who_dropped_out_at_a_question_is_found(store: Store):
    await store.run(record_past)
    found = await store.read(
        list_drop_outs, PERIOD, action="check_in", slot="booking", channel="sms", limit=10
    )
    assert {(one.how, one.customer_name) for one in found} == {
        (Drop.LAPSED, "Mara Ek"),
        (Drop.NOT_UNDERSTOOD, "Mara Ek"),
    }
    assert all(one.reference.startswith("FD-RUN") for one in found)


async def test_a_record_without_runs_says_so(store: Store):
    assert (await read(store)).empty


async def test_a_report_reads_what_happened_in_its_days_alone(sqlite_url: str):
    store = make_store(sqlite_url)
    await store.open()
    plans = await store.read(explain_all)
    await store.close()
    assert len(plans) >= 8
    tables = ("action_runs", "action_steps", "conversations", "clocks", "customers")
    read_whole = [f"SCAN {table}" for table in tables]
    assert not [plan for plan in plans if plan.startswith(tuple(read_whole))]


def explain_all(tx: Transaction) -> list[str]:
    """List every step by which SQLite comes to the figures, and to the list behind one."""
    statements: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        statements.append((statement, values))

    event.listen(tx.connection, "before_cursor_execute", keep)
    read_self_service(tx, PERIOD)
    list_drop_outs(tx, PERIOD, action="check_in", slot="booking", limit=10)
    event.remove(tx.connection, "before_cursor_execute", keep)
    return [
        row[3]
        for statement, values in statements
        for row in tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    ]
