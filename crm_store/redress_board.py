"""Gestures and vouchers in lists, each with the complaint and the customer that it is for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, case, func, select

from crm_store.gestures import to_gesture
from crm_store.schema import complaints, customers, gestures, vouchers
from crm_store.transaction import Transaction
from crm_store.vouchers import to_voucher
from domain.complaint_register import Severity
from domain.redress import GestureKind, VoucherStatus
from domain.redress_cases import GestureCase, GestureState, VoucherCase


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedGesture:
    """A gesture with whom it is for."""

    case: GestureCase
    number: str
    severity: Severity
    category: str
    owner: str | None
    customer_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVoucher:
    """A voucher with whom it is for."""

    case: VoucherCase
    number: str
    customer_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherSum:
    """Vouchers of one status and currency: how many, and what they are worth in minor units."""

    status: VoucherStatus
    currency: str
    count: int
    amount: int


def list_gestures_with_names(
    tx: Transaction, *, states: Collection[GestureState], kinds: Collection[GestureKind], limit: int
) -> tuple[ListedGesture, ...]:
    """List gestures, those first that have waited longest."""
    found = (
        select(
            gestures,
            complaints.c.number.label("of_number"),
            complaints.c.severity.label("of_severity"),
            complaints.c.category.label("of_category"),
            complaints.c.owner.label("of_owner"),
            customers.c.name.label("of_customer"),
        )
        .join(complaints, complaints.c.id == gestures.c.complaint_id)
        .join(customers, customers.c.id == gestures.c.customer_id)
        .where(gestures.c.state.in_([each.value for each in states]))
        .where(gestures.c.kind.in_([each.value for each in kinds]))
        .order_by(gestures.c.proposed_at, gestures.c.id)
        .limit(limit)
    )
    return tuple(
        ListedGesture(
            case=to_gesture(row),
            number=row.of_number,
            severity=Severity(row.of_severity),
            category=row.of_category,
            owner=row.of_owner,
            customer_name=row.of_customer,
        )
        for row in tx.execute(found)
    )


def list_vouchers_with_names(
    tx: Transaction,
    *,
    now: datetime,
    status: VoucherStatus | None = None,
    words: str = "",
    skip: int = 0,
    limit: int,
) -> tuple[ListedVoucher, ...]:
    """List vouchers, the latest first.

    Args:
        status: only those that are this at `now`.
        words: the ending of a code, or the number of a complaint; empty for all.
    """
    found: Select[Any] = (
        select(
            vouchers,
            complaints.c.number.label("of_number"),
            customers.c.name.label("of_customer"),
        )
        .join(complaints, complaints.c.id == vouchers.c.complaint_id)
        .join(customers, customers.c.id == vouchers.c.customer_id)
        .order_by(vouchers.c.issued_at.desc(), vouchers.c.id.desc())
    )
    if status is not None:
        found = found.where(_status_at(now) == status)
    wanted = words.strip().upper()
    if wanted:
        found = found.where((vouchers.c.ending == wanted) | (complaints.c.number == wanted))
    return tuple(
        ListedVoucher(case=to_voucher(row), number=row.of_number, customer_name=row.of_customer)
        for row in tx.execute(found.offset(skip).limit(limit))
    )


def sum_vouchers(tx: Transaction, *, now: datetime) -> tuple[VoucherSum, ...]:
    """Add up vouchers by what they are now, and by currency."""
    status = _status_at(now).label("status")
    found = select(
        status, vouchers.c.currency, func.count().label("n"), func.sum(vouchers.c.amount).label("a")
    ).group_by(status, vouchers.c.currency)
    return tuple(
        VoucherSum(
            status=VoucherStatus(row.status),
            currency=row.currency,
            count=row.n,
            amount=int(row.a),
        )
        for row in tx.execute(found.order_by(status, vouchers.c.currency))
    )


def count_by_status(sums: Collection[VoucherSum]) -> MappingProxyType[VoucherStatus, int]:
    """Count vouchers of all currencies by status."""
    counts = dict.fromkeys(VoucherStatus, 0)
    for each in sums:
        counts[each.status] += each.count
    return MappingProxyType(counts)


def _status_at(now: datetime) -> Any:
    """Tell what a voucher is at an instant, as `VoucherState.status_at` does."""
    return case(
        (vouchers.c.redeemed_at.is_not(None), VoucherStatus.REDEEMED.value),
        (vouchers.c.revoked_at.is_not(None), VoucherStatus.REVOKED.value),
        (vouchers.c.expires_at <= now, VoucherStatus.EXPIRED.value),
        else_=VoucherStatus.ISSUED.value,
    )
