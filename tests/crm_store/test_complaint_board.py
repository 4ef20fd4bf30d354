"""The register in the order of need and its counts, and vouchers with whom they are for."""

from datetime import datetime, timedelta

import pytest

from crm_store.complaint_board import count_board, count_late_complaints, list_by_need
from crm_store.complaint_list import ComplaintQuery
from crm_store.complaints import insert_complaint
from crm_store.gestures import insert_gesture
from crm_store.redress_board import (
    count_by_status,
    list_gestures_with_names,
    list_vouchers_with_names,
    sum_vouchers,
)
from crm_store.store import Store
from crm_store.transaction import Transaction
from crm_store.vouchers import insert_voucher
from domain.complaint_cases import Complaint
from domain.complaint_register import Severity, SeverityGrade
from domain.complaints import ComplaintStage
from domain.redress import (
    Gesture,
    GestureKind,
    VoucherEvent,
    VoucherEventKind,
    VoucherState,
    VoucherStatus,
    VoucherTerms,
)
from domain.redress_cases import GestureCase, GestureState, VoucherCase
from tests.console.record import begin, record_company
from tests.fakes import MONDAY_MORNING

NOW = MONDAY_MORNING
HOUR = timedelta(hours=1)


def make(
    number: int,
    severity: Severity,
    due: timedelta | None,
    *,
    owner: str | None = None,
    closed_at: datetime | None = None,
) -> Complaint:
    stage = ComplaintStage.RECEIVED if closed_at is None else ComplaintStage.CLOSED
    return Complaint(
        id=f"cc-{number:03}",
        number=f"C-{number:06}",
        customer_id="c-astrid",
        conversation_id="v-1",
        interaction_id=None,
        channel="api",
        language="en",
        category="delay",
        stage=stage,
        stage_since=NOW - HOUR,
        received_at=NOW - HOUR,
        severity=severity,
        grade=SeverityGrade(computed=severity, parts=()),
        opened_why="by hand",
        last_at=NOW,
        stage_due_at=None if due is None else NOW + due,
        owner=owner,
        closed_at=closed_at,
    )


KEPT = (
    make(1, Severity.MINOR, -HOUR),
    make(2, Severity.CRITICAL, HOUR, owner="s-agent"),
    make(3, Severity.SERIOUS, 2 * HOUR, owner="s-gone"),
    make(4, Severity.SERIOUS, HOUR),
    make(5, Severity.SERIOUS, None, owner="s-agent"),
    make(6, Severity.CRITICAL, timedelta()),
    make(7, Severity.CRITICAL, None, closed_at=NOW - 2 * HOUR),
    make(8, Severity.MINOR, None, closed_at=NOW - HOUR),
)


@pytest.fixture
async def register(store: Store) -> Store:
    def record(tx: Transaction) -> None:
        record_company(tx, NOW)
        begin(tx, 1, now=NOW)
        for each in KEPT:
            insert_complaint(tx, each)

    await store.run(record)
    return store


async def test_late_ones_go_first_then_grave_ones_and_closed_ones_last(register: Store):
    found = await register.read(list_by_need, ComplaintQuery(), now=NOW, limit=50)
    assert [each.complaint.number[-1] for each in found] == list("61243587")
    second = await register.read(list_by_need, ComplaintQuery(), now=NOW, skip=3, limit=2)
    assert [each.complaint.number[-1] for each in second] == ["4", "3"]
    open_ones = await register.read(list_by_need, ComplaintQuery(open=True), now=NOW, limit=50)
    assert len(open_ones) == 6


async def test_open_ones_are_counted_by_what_they_may_be_narrowed_to(register: Store):
    counts = await register.read(count_board, "s-agent", now=NOW)
    assert (counts.open, counts.mine, counts.late, counts.nobody) == (6, 2, 2, 4)
    assert counts.severities == {"minor": 1, "serious": 3, "critical": 2}
    assert counts.stages == {"received": 6}
    assert await register.read(count_late_complaints, now=NOW) == 2


async def test_an_empty_register_counts_nothing(store: Store):
    counts = await store.read(count_board, "s-agent", now=NOW)
    assert (counts.open, counts.mine, counts.late, counts.nobody) == (0, 0, 0, 0)
    assert await store.read(count_late_complaints, now=NOW) == 0


def put_voucher(tx: Transaction, /, number: int, **state: datetime | str) -> None:
    """Put a gesture with its voucher on record."""
    gesture = Gesture(kind=GestureKind.VOUCHER, cost=number * 100, currency="EUR")
    case = GestureCase(
        id=f"g-{number}",
        complaint_id="cc-001",
        customer_id="c-astrid",
        gesture=gesture,
        state=GestureState.GIVEN,
        tried=(),
        proposed_at=NOW + number * HOUR,
    )
    insert_gesture(tx, case)
    terms = VoucherTerms(
        complaint_id="cc-001",
        amount=gesture.cost,
        currency="EUR",
        expires_at=NOW + number * HOUR,
    )
    issued = VoucherEvent(kind=VoucherEventKind.ISSUED, at=NOW, by="Ada", terms=terms)
    made = VoucherState(terms=terms, issued_at=NOW + number * HOUR, **state)  # type: ignore[arg-type]
    voucher = VoucherCase(
        id=f"w-{number}",
        ending=f"ABC{number}",
        gesture_id=case.id,
        complaint_id="cc-001",
        customer_id="c-astrid",
        state=made,
    )
    assert insert_voucher(tx, voucher, f"digest {number}", issued)


async def test_vouchers_are_listed_summed_and_found_by_what_they_are(register: Store):
    def record(tx: Transaction) -> None:
        put_voucher(tx, 1)
        put_voucher(tx, 5)
        put_voucher(tx, 2, redeemed_at=NOW, use="order 1")
        put_voucher(tx, 3, revoked_at=NOW, revoked_for="a mistake")

    await register.run(record)
    at = NOW + 2 * HOUR
    found = await register.read(list_vouchers_with_names, now=at, limit=50)
    assert [each.case.ending[-1] for each in found] == ["5", "3", "2", "1"]
    assert {(each.number, each.customer_name) for each in found} == {
        ("C-000001", "Astrid Lindqvist")
    }
    by_status = {
        status: [
            each.case.ending[-1]
            for each in await register.read(
                list_vouchers_with_names, now=at, status=status, limit=50
            )
        ]
        for status in VoucherStatus
    }
    assert by_status == {
        VoucherStatus.ISSUED: ["5"],
        VoucherStatus.REDEEMED: ["2"],
        VoucherStatus.REVOKED: ["3"],
        VoucherStatus.EXPIRED: ["1"],
    }
    for each in found:
        assert each.case.ending[-1] in by_status[each.case.state.status_at(at)]
    sums = await register.read(sum_vouchers, now=at)
    assert {(each.status, each.amount) for each in sums} == {
        (VoucherStatus.ISSUED, 500),
        (VoucherStatus.REDEEMED, 200),
        (VoucherStatus.REVOKED, 300),
        (VoucherStatus.EXPIRED, 100),
    }
    assert set(count_by_status(sums).values()) == {1}
    one = await register.read(list_vouchers_with_names, now=at, words=" abc2 ", limit=50)
    assert [each.case.id for each in one] == ["w-2"]
    all_of = await register.read(list_vouchers_with_names, now=at, words="c-000001", limit=50)
    assert len(all_of) == 4


async def test_gestures_are_listed_with_whom_they_are_for_the_longest_waiting_first(
    register: Store,
):
    await register.run(put_voucher, 2)
    await register.run(put_voucher, 1)
    found = await register.read(
        list_gestures_with_names,
        states=(GestureState.GIVEN,),
        kinds=(GestureKind.VOUCHER,),
        limit=50,
    )
    assert [each.case.id for each in found] == ["g-1", "g-2"]
    assert (found[0].number, found[0].severity, found[0].customer_name) == (
        "C-000001",
        Severity.MINOR,
        "Astrid Lindqvist",
    )
    none = await register.read(
        list_gestures_with_names,
        states=(GestureState.GIVEN,),
        kinds=(GestureKind.POINTS,),
        limit=50,
    )
    assert none == ()
