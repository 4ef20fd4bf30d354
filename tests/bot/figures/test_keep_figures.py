"""What is kept is what stands on record, whoever changed it, however often, and whatever failed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from bot.figures import keep_figures
from bot.figures.keep_figures import OvertakenError, count_all_changes, count_changes
from bot.figures.keep_zone import keep_figure_zone
from crm_store.clocks import move_clock
from crm_store.conversations import get_conversation_by_id
from crm_store.customers import record_customer
from crm_store.figure_changes import (
    count_figure_changes,
    delete_figure_changes,
    list_figure_changes,
    note_figures,
    note_figures_of_customer,
)
from crm_store.figure_parts import find_wrong_sums, read_parts
from crm_store.figure_zone import record_figure_zone
from crm_store.moved_conversations import record_thread_moved
from crm_store.schema import (
    clocks,
    conversations,
    customers,
    figure_changes,
    figure_days,
    routings,
)
from crm_store.transaction import Transaction
from domain.figures import Figure
from tests.bot.figures.conftest import FigureRecord
from tests.clocks import meet_clocks, put_clock


async def count_rows(record: FigureRecord, table: Any) -> int:
    def count(tx: Transaction) -> int:
        return int(tx.execute(select(func.count()).select_from(table)).scalar_one())

    return await record.tools.store.read(count)


async def test_what_began_is_counted_and_what_changes_is_counted_anew(record: FigureRecord):
    await record.begins("ann")
    await record.begins("bo", channel="email", tier="gold")
    await record.count()
    assert await record.sums(Figure.ARRIVED, "channel", "tier") == {
        ("sms", "standard"): 1,
        ("email", "gold"): 1,
    }
    await record.changes("ann", queue="baggage", topic="lost")
    await record.is_resolved("bo")
    await record.count()
    assert await record.sums(Figure.ARRIVED, "queue", "label") == {
        ("baggage", "lost"): 1,
        ("", ""): 1,
    }
    assert await record.sums(Figure.RESOLVED, "label") == {("solved",): 1}


async def test_what_is_taken_back_leaves_no_row_behind(record: FigureRecord):
    await record.begins("ann")
    await record.is_resolved("ann")
    await record.count()
    await record.changes("ann", status="open", resolved_at=None, disposition=None)
    await record.count()
    assert await record.sums(Figure.RESOLVED) == {}
    assert await count_rows(record, figure_days) == 1
    assert await count_rows(record, figure_changes) == 0


async def test_a_change_of_what_is_not_counted_leaves_no_word(record: FigureRecord):
    await record.begins("ann")
    await record.count()
    await record.changes("ann", assignee=None, language="de", waiting_since=record.clock.now())
    assert await record.tools.store.read(count_figure_changes) == 0


async def test_a_transaction_leaves_one_word_of_a_conversation(record: FigureRecord):
    def note(tx: Transaction) -> None:
        for _ in range(3):
            note_figures(tx, "ann")
            note_figures(tx, "bo")

    await record.tools.store.run(note)
    changes = await record.tools.store.read(list_figure_changes, limit=9)
    assert [each for _, each in changes] == ["ann", "bo"]


async def test_promises_count_as_they_are_kept_and_move_with_their_clock(record: FigureRecord):
    await record.begins("ann")
    await record.begins("bo", channel="email")
    store, now = record.tools.store, record.clock.now()
    clock = await store.run(put_clock, clock_id="one", conversation_id="ann", now=now)
    await record.count()
    assert await record.sums(Figure.KEPT) == {}
    await store.run(meet_clocks, "ann", now=record.clock.advance(timedelta(minutes=5)))
    await record.count()
    assert await record.sums(Figure.KEPT, "channel") == {("sms",): 1}
    await store.run(move_clock, clock, "bo")
    await record.count()
    assert await record.sums(Figure.KEPT, "channel") == {("email",): 1}


async def test_a_promise_that_gave_way_counts_nowhere(record: FigureRecord):
    await record.begins("ann")
    store, now = record.tools.store, record.clock.now()
    await store.run(put_clock, clock_id="one", conversation_id="ann", now=now)
    await store.run(meet_clocks, "ann", now=record.clock.advance(timedelta(hours=2)))
    await record.count()
    assert await record.sums(Figure.BROKEN, "label") == {("first_response",): 1}

    def give_way(tx: Transaction) -> None:
        given = {"cancelled_at": record.clock.now(), "met_at": None, "stopped_by": "merged"}
        tx.execute(update(clocks).values(given))
        note_figures(tx, "ann")

    await store.run(give_way)
    await record.count()
    assert await record.sums(Figure.BROKEN) == {}


async def test_a_customers_tier_and_who_the_customer_is_are_told_as_they_are_now(
    record: FigureRecord,
):
    await record.begins("ann")
    await record.count()

    def promote(tx: Transaction) -> None:
        tx.execute(update(customers).values(tier="gold"))
        note_figures_of_customer(tx, "of-ann")

    await record.tools.store.run(promote)
    await record.count()
    assert await record.sums(Figure.ARRIVED, "tier") == {("gold",): 1}

    def move(tx: Transaction) -> None:
        now = record.clock.now()
        record_customer(tx, customer_id="new", name=None, language=None, tier="plain", now=now)
        # From another conversation of the thread, as which it is seen to be somebody else's.
        talk = get_conversation_by_id(tx, "bo")
        record_thread_moved(tx, talk, from_customer="of-ann", to_customer="new")

    await record.begins("bo")

    def join_threads(tx: Transaction) -> None:
        tx.execute(update(conversations).values(thread="same"))

    await record.tools.store.run(join_threads)
    await record.tools.store.run(move)
    await record.count()
    assert await record.sums(Figure.ARRIVED, "tier") == {("plain",): 1, ("standard",): 1}


async def test_what_merged_is_resolved_with_the_other_alone(record: FigureRecord):
    await record.begins("ann")
    await record.begins("bo")
    await record.is_resolved("ann", "merged")
    await record.changes("ann", merged_into="bo")
    await record.count()
    assert await record.sums(Figure.RESOLVED) == {}
    assert await record.sums(Figure.ARRIVED) == {(): 2}


async def test_a_word_that_came_later_with_a_lower_position_is_seen_to(record: FigureRecord):
    """As on PostgreSQL, where positions are given out before they are committed."""
    await record.begins("ann")
    await record.begins("bo")
    changes = await record.tools.store.read(list_figure_changes, limit=9)
    first = [position for position, name in changes if name == "ann"]

    def hold_back(tx: Transaction) -> None:
        delete_figure_changes(tx, first)

    def commit(tx: Transaction) -> None:
        tx.execute(figure_changes.insert(), {"position": first[0], "conversation_id": "ann"})

    await record.tools.store.run(hold_back)
    await record.count()
    assert await record.sums(Figure.ARRIVED) == {(): 1}
    await record.tools.store.run(commit)
    await record.count()
    assert await record.sums(Figure.ARRIVED) == {(): 2}


async def test_what_changes_while_it_is_counted_is_counted_again(
    record: FigureRecord, monkeypatch: pytest.MonkeyPatch
):
    await record.begins("ann")
    write = keep_figures._write

    def overtaken(tx: Transaction, *given: Any) -> None:
        monkeypatch.setattr(keep_figures, "_write", write)
        # Stands in for another process, which commits right before.
        tx.execute(figure_changes.insert(), {"conversation_id": "ann"})
        write(tx, *given)

    monkeypatch.setattr(keep_figures, "_write", overtaken)
    await count_changes(record.tools)
    assert await record.sums(Figure.ARRIVED) == {}
    await record.changes("ann", topic="lost")
    await record.count()
    assert await record.sums(Figure.ARRIVED, "label") == {("lost",): 1}


async def test_two_who_count_at_once_count_once(
    record: FigureRecord, monkeypatch: pytest.MonkeyPatch
):
    await record.begins("ann")
    write = keep_figures._write

    def overtaken(tx: Transaction, *given: Any) -> None:
        tx.execute(delete(figure_changes))
        write(tx, *given)

    monkeypatch.setattr(keep_figures, "_write", overtaken)
    with pytest.raises(OvertakenError):
        await count_changes(record.tools)
    monkeypatch.setattr(keep_figures, "_write", write)
    # Nothing of it was kept, and the word is still there.
    await record.count()
    assert await record.sums(Figure.ARRIVED) == {(): 1}


async def test_one_that_cannot_be_counted_is_told_and_holds_up_nobody(record: FigureRecord):
    for name in ("ann", "bo", "cy"):
        await record.begins(name)
    now = record.clock.now()
    await record.tools.store.run(put_clock, clock_id="one", conversation_id="bo", now=now)

    def spoil(tx: Transaction) -> None:
        values = {
            "id": "odd",
            "conversation_id": "bo",
            "kind": "by magic",
            "at": now,
            "known": False,
            "overflowed": False,
            "reason": "",
            "told": "",
        }
        tx.execute(routings.insert(), values)
        tx.execute(update(clocks).values(breached_at=now))
        note_figures(tx, "bo")

    await record.tools.store.run(spoil)
    await record.count()
    assert await record.sums(Figure.ARRIVED) == {(): 2}
    assert record.counted == ["not_counted"]
    assert await record.tools.store.read(count_figure_changes) == 0


async def test_many_changes_are_counted_in_batches_and_add_up(record: FigureRecord):
    names = [f"c{number:03}" for number in range(230)]
    for name in names:
        await record.begins(name)
    assert await count_changes(record.tools) is (not record.tools.store.shared)
    await record.count()
    assert await record.sums(Figure.ARRIVED) == {(): len(names)}
    parts = await record.tools.store.read(read_parts, names)
    assert len(parts) == len(names)
    assert await record.tools.store.read(find_wrong_sums, Figure.ARRIVED, limit=1) == ()


async def test_in_another_time_zone_all_is_counted_anew_once(record: FigureRecord):
    record.clock.advance(timedelta(hours=2))
    await record.begins("ann")
    await record.count()
    assert await record.sums(Figure.ARRIVED, "day") == {(date(2026, 3, 2),): 1}
    tools = record.tools
    moved = replace(tools, settings=replace(tools.settings, time_zone="Pacific/Kiritimati"))
    await count_all_changes(moved)
    assert await record.sums(Figure.ARRIVED, "day") == {(date(2026, 3, 3),): 1}
    await keep_figure_zone(moved)
    assert await tools.store.read(count_figure_changes) == 0


async def test_who_was_overtaken_by_another_time_zone_writes_nothing(
    record: FigureRecord, monkeypatch: pytest.MonkeyPatch
):
    await record.begins("ann")
    write = keep_figures._write

    def overtaken(tx: Transaction, *given: Any) -> None:
        record_figure_zone(tx, "Europe/Oslo", now=record.clock.now())
        write(tx, *given)

    monkeypatch.setattr(keep_figures, "_write", overtaken)
    with pytest.raises(OvertakenError):
        await count_changes(record.tools)
    assert await record.sums(Figure.ARRIVED) == {}
