"""A complaint on the register is what was written, and only the latest reader may change it."""

from datetime import datetime, timedelta

import pytest

from complaints.severity import grade, overrule
from crm_store.complaint_events import list_case_events, make_move, record_case_event, select_moves
from crm_store.complaints import (
    change_complaint,
    get_complaint,
    insert_complaint,
    link_conversation,
    list_complaints_of,
    list_complaints_of_customer,
    list_linked,
    lock_complaint_by_id,
    unlink_conversation,
)
from crm_store.conversations import get_conversation_by_id
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, LinkedConversation
from domain.complaint_facts import SpecialCase
from domain.complaint_register import ComplaintEvent, Severity, SeverityFacts
from domain.complaints import ComplaintStage
from domain.errors import ConflictError, NotFoundError
from tests.bot.assigning.floor_record import TestFloor, make_tools
from tests.fakes import FakeClock


def make_complaint(tx: Transaction, conversation_id: str, *, now: datetime) -> Complaint:
    conversation = get_conversation_by_id(tx, conversation_id)
    graded = grade(SeverityFacts(at=now, category="delay", tier="gold", complaint=0.95))
    return Complaint(
        id="complaint-1",
        number="C-7K2M9Q",
        customer_id=conversation.customer_id,
        conversation_id=conversation.id,
        interaction_id=None,
        channel="sms",
        language="en",
        category="delay",
        stage=ComplaintStage.RECEIVED,
        stage_since=now,
        received_at=now,
        severity=graded.severity,
        grade=graded,
        opened_why="read as a complaint with 0.95",
        last_at=now,
        special=(SpecialCase.ABUSIVE,),
    )


async def _open(store: Store) -> tuple[Complaint, datetime]:
    clock = FakeClock()
    floor = TestFloor(make_tools(store, clock), clock)
    await floor.queue("general")
    await floor.waits("late", since=timedelta(minutes=9))
    now = clock.now()

    def open_one(tx: Transaction) -> Complaint:
        complaint = make_complaint(tx, "late", now=now)
        insert_complaint(tx, complaint)
        link = LinkedConversation(
            complaint_id=complaint.id, conversation_id="late", at=now, by=None, why="it was read"
        )
        assert link_conversation(tx, link)
        assert not link_conversation(tx, link)
        return complaint

    return await store.run(open_one), now


async def test_what_was_opened_is_read_back_whole(store: Store) -> None:
    complaint, _ = await _open(store)
    assert await store.read(get_complaint, complaint.number) == complaint
    assert await store.read(list_complaints_of, "late") == (complaint,)
    assert await store.read(list_complaints_of_customer, complaint.customer_id) == (complaint,)
    (link,) = await store.read(list_linked, complaint.id)
    assert (link.conversation_id, link.why) == ("late", "it was read")
    with pytest.raises(NotFoundError, match="C-NONE"):
        await store.read(get_complaint, "C-NONE")


async def test_only_the_latest_reader_may_change_it(store: Store) -> None:
    complaint, now = await _open(store)
    overruled = overrule(
        complaint.grade, Severity.CRITICAL, by="Ada", at=now, reason="a child was left behind"
    )

    def change(tx: Transaction) -> Complaint:
        locked = lock_complaint_by_id(tx, complaint.id)
        return change_complaint(tx, locked, grade=overruled, severity=Severity.CRITICAL)

    changed = await store.run(change)
    assert changed.version == 2
    assert await store.read(get_complaint, complaint.number) == changed
    with pytest.raises(ConflictError, match=complaint.number):
        await store.run(lambda tx: change_complaint(tx, complaint, owner="ada"))


async def test_its_moves_are_kept_in_their_order(store: Store) -> None:
    complaint, now = await _open(store)
    stages = (ComplaintStage.RECEIVED, ComplaintStage.ACKNOWLEDGED)
    moves = [ComplaintEvent(to=stage, at=now, by="Frontdesk") for stage in stages]

    def write(tx: Transaction) -> None:
        for move in moves:
            record_case_event(tx, make_move(complaint.id, move, at=now, by_id=None))

    await store.run(write)
    events = await store.read(list_case_events, complaint.id)
    assert list(select_moves(events)) == moves


async def test_a_conversation_is_taken_off_it_once(store: Store) -> None:
    complaint, _ = await _open(store)
    assert await store.run(unlink_conversation, complaint.id, "late")
    assert not await store.run(unlink_conversation, complaint.id, "late")
    assert await store.read(list_complaints_of, "late") == ()
