"""A run of an action is kept as it stands, and changed only by whoever saw how it stood."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crm_store.action_runs import (
    change_run,
    find_active_run,
    find_resumable_run,
    get_run,
    list_runs,
    lock_lapsed_runs,
    record_run,
)
from crm_store.decisions import list_decisions, record_decision
from crm_store.schema import decisions
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.decisions import DecisionRecord, RunAction, Understanding
from domain.errors import ConflictError
from domain.messages import QuickReply
from domain.self_service import ActionRun, Level, RunState, Said
from tests.console.record import begin, record_person
from tests.fakes import MONDAY_MORNING as NOW

HOUR = timedelta(hours=1)


def make_run(tx: Transaction) -> ActionRun:
    """Record a run in a conversation of its own."""
    record_person(tx, "c-astrid", "Astrid Lindqvist", NOW)
    conversation_id = begin(tx, 1, now=NOW).id
    run = ActionRun(
        id="r-1",
        conversation_id=conversation_id,
        customer_id="c-astrid",
        action="ring_bell",
        state=RunState.COLLECTING,
        channel="sms",
        slots={"times": 2, "guests": ["Astrid", "Jonas"]},
        requested="colour",
        asked=Said(key="ring_bell.ask_colour", facts={"times": 2}),
        choices=(QuickReply(label="Red", value="red"),),
        failures=1,
        level=Level.KNOWLEDGE,
        started_at=NOW,
        updated_at=NOW,
        asked_at=NOW,
        expires_at=NOW + HOUR,
    )
    record_run(tx, run)
    return run


async def test_the_latest_runs_are_listed_however_many_there_are(store: Store):
    def work(tx: Transaction) -> list[str]:
        first = make_run(tx)
        for number in range(2, 31):
            at = NOW + timedelta(minutes=number)
            record_run(tx, replace(first, id=f"r-{number}", started_at=at))
        return [run.id for run in list_runs(tx, first.conversation_id)]

    assert await store.run(work) == [f"r-{number}" for number in range(11, 31)]


async def change(store: Store, run: ActionRun, **changes: Any) -> ActionRun:
    def work(tx: Transaction) -> ActionRun:
        return change_run(tx, run, now=NOW, **changes)

    return await store.run(work)


async def test_a_run_is_read_as_it_was_written(store: Store) -> None:
    run = await store.run(make_run)
    assert await store.read(get_run, run.id) == run
    assert await store.read(find_active_run, run.conversation_id) == run


async def test_what_was_asked_can_be_changed_and_taken_away(store: Store) -> None:
    run = await store.run(make_run)
    asked = Said(key="ring_bell.ask_times")
    changed = await change(store, run, asked=asked)
    assert changed.asked == asked
    assert (await change(store, changed, asked=None)).asked is None


async def test_who_saw_another_state_changes_nothing(store: Store) -> None:
    seen = await store.run(make_run)
    await change(store, seen, state=RunState.SUBMITTING, key=seen.id)
    with pytest.raises(ConflictError, match="gone on elsewhere"):
        await change(store, seen, state=RunState.CANCELLED)


async def test_only_what_still_waits_for_an_answer_is_gone_on_with_or_lapses(store: Store) -> None:
    run = await store.run(make_run)
    found = await store.read(find_resumable_run, "c-astrid", now=NOW)
    assert found == run
    later = NOW + 2 * HOUR
    assert await store.read(find_resumable_run, "c-astrid", now=later) is None
    assert await store.run(lock_lapsed_runs, now=later, limit=9) == (run,)
    await change(store, run, state=RunState.HANDED_OVER)
    assert await store.run(lock_lapsed_runs, now=later, limit=9) == ()
    assert await store.read(find_active_run, run.conversation_id) is not None
    other = await store.read(find_resumable_run, "c-astrid", action="check_in", now=NOW)
    assert other is None


async def test_a_decision_to_act_is_read_as_it_was_taken_and_as_it_was_kept_before(
    store: Store,
) -> None:
    record = DecisionRecord(
        id="d-1",
        conversation_id="",
        interaction_id="x-1",
        decision=RunAction(action="ring_bell", do="ask_again", run="r-1"),
        rule="form_resumed",
        trace=(),
        understanding=Understanding(
            language="en", intent="question", confidence=1.0, action="ring_bell", command="go_on"
        ),
        at=NOW,
    )

    def keep(tx: Transaction) -> str:
        run = make_run(tx)
        record_decision(tx, replace(record, conversation_id=run.conversation_id))
        return run.conversation_id

    def forget(tx: Transaction) -> None:
        before = {"kind": "RunAction", "action": "ring_bell", "slots": {"times": "2"}}
        tx.execute(decisions.update().values(decision=before))

    conversation_id = await store.run(keep)
    (read,) = await store.read(list_decisions, conversation_id)
    assert read == replace(record, conversation_id=conversation_id)
    await store.run(forget)
    (read,) = await store.read(list_decisions, conversation_id)
    assert read.decision == RunAction(action="ring_bell")
