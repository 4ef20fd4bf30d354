"""Vouchers: what happened to each, and what that adds up to. No code is on this record.

The lock of a voucher's gesture is its own lock as well, so that there is one order to lock in.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, select, tuple_, update

from crm_store.codecs import from_json, to_json
from crm_store.schema import voucher_events, vouchers
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.redress import VoucherEvent, VoucherEventKind, VoucherState, VoucherStatus, VoucherTerms
from domain.redress_cases import VoucherCase

VOUCHERS_TOPIC: Final = "vouchers"
_BY_ID = select(vouchers).where(vouchers.c.id == bindparam("id"))
_BY_DIGEST = select(vouchers).where(vouchers.c.digest == bindparam("digest"))
_OF_COMPLAINT = (
    select(vouchers)
    .where(vouchers.c.complaint_id == bindparam("complaint_id"))
    .order_by(vouchers.c.issued_at, vouchers.c.id)
)
_EVENTS = (
    select(voucher_events)
    .where(voucher_events.c.voucher_id == bindparam("voucher_id"))
    .order_by(voucher_events.c.position)
)
_CHANGE = update(vouchers).where(vouchers.c.id == bindparam("changed_id"))
_OPEN = (
    vouchers.c.redeemed_at.is_(None),
    vouchers.c.revoked_at.is_(None),
    vouchers.c.lapsed_at.is_(None),
)


def insert_voucher(tx: Transaction, case: VoucherCase, digest: str, issued: VoucherEvent) -> bool:
    """Write a new voucher; False, and nothing done, where its gesture has one already."""
    row = {**_to_row(case), "digest": digest}
    if not tx.insert_once(vouchers, row):
        return False
    _record_event(tx, case.id, issued)
    return True


def record_voucher_event(
    tx: Transaction, case: VoucherCase, event: VoucherEvent, state: VoucherState
) -> None:
    """Write what happened to a voucher, which is locked, and what it adds up to now."""
    _record_event(tx, case.id, event)
    _change(
        tx,
        case.id,
        redeemed_at=state.redeemed_at,
        use=state.use,
        revoked_at=state.revoked_at,
        revoked_for=state.revoked_for,
    )


def record_lapse(tx: Transaction, voucher_id: str, *, now: datetime) -> None:
    """Write that what an expired voucher had reserved was given back."""
    _change(tx, voucher_id, lapsed_at=now)


def find_voucher_by_digest(tx: Transaction, digest: str) -> VoucherCase | None:
    """Find the voucher whose code has this digest, and lock nothing."""
    row = tx.find_row(_BY_DIGEST, {"digest": digest})
    return None if row is None else to_voucher(row)


def get_voucher(tx: Transaction, voucher_id: str) -> VoucherCase:
    """Read a voucher, and lock nothing.

    Raises:
        NotFoundError: there is none.
    """
    row = tx.find_row(_BY_ID, {"id": voucher_id})
    if row is None:
        raise NotFoundError(f"there is no voucher {voucher_id!r}")
    return to_voucher(row)


def list_voucher_events(tx: Transaction, voucher_id: str) -> tuple[VoucherEvent, ...]:
    """List what happened to a voucher, in its order."""
    return tuple(_to_event(row) for row in tx.execute(_EVENTS, {"voucher_id": voucher_id}))


def list_vouchers_of(tx: Transaction, complaint_id: str) -> tuple[VoucherCase, ...]:
    """List the vouchers of a complaint, in the order in which they were issued."""
    return tuple(
        to_voucher(row) for row in tx.execute(_OF_COMPLAINT, {"complaint_id": complaint_id})
    )


def list_vouchers(
    tx: Transaction,
    *,
    now: datetime,
    status: VoucherStatus | None = None,
    ending: str = "",
    customer_id: str | None = None,
    before: tuple[datetime, str] | None = None,
    limit: int,
) -> tuple[VoucherCase, ...]:
    """List vouchers, the latest first.

    Args:
        status: only those that are this at `now`.
        ending: only those whose code ends so.
        before: when the last one of the page before was issued, and its id.
    """
    found: Select[Any] = select(vouchers).order_by(
        vouchers.c.issued_at.desc(), vouchers.c.id.desc()
    )
    if status is not None:
        found = _narrow(found, status, now)
    if ending:
        found = found.where(vouchers.c.ending == ending)
    if customer_id is not None:
        found = found.where(vouchers.c.customer_id == customer_id)
    if before is not None:
        found = found.where(tuple_(vouchers.c.issued_at, vouchers.c.id) < before)
    return tuple(to_voucher(row) for row in tx.execute(found.limit(limit)))


def list_lapsed(
    tx: Transaction, *, now: datetime, skipped: Collection[str] = (), limit: int
) -> tuple[str, ...]:
    """List ids of vouchers that have expired and still have something reserved."""
    found = (
        select(vouchers.c.id)
        .where(*_OPEN, vouchers.c.expires_at <= now, vouchers.c.id.not_in(sorted(skipped)))
        .order_by(vouchers.c.expires_at, vouchers.c.id)
        .limit(limit)
    )
    return tuple(row.id for row in tx.execute(found))


def find_next_lapse_at(tx: Transaction, *, skipped: Collection[str] = ()) -> datetime | None:
    """Find when a voucher expires next, past instants included; None where there is none."""
    found = select(vouchers.c.expires_at).where(*_OPEN, vouchers.c.id.not_in(sorted(skipped)))
    row = tx.find_row(found.order_by(vouchers.c.expires_at).limit(1))
    return None if row is None else row.expires_at


def to_voucher(row: Any) -> VoucherCase:
    """Make a voucher of its row."""
    terms = VoucherTerms(
        complaint_id=row.complaint_id,
        amount=row.amount,
        currency=row.currency,
        expires_at=row.expires_at,
    )
    state = VoucherState(
        terms=terms,
        issued_at=row.issued_at,
        redeemed_at=row.redeemed_at,
        use=row.use,
        revoked_at=row.revoked_at,
        revoked_for=row.revoked_for,
    )
    return VoucherCase(
        id=row.id,
        ending=row.ending,
        gesture_id=row.gesture_id,
        complaint_id=row.complaint_id,
        customer_id=row.customer_id,
        state=state,
        lapsed_at=row.lapsed_at,
    )


def _narrow(found: Select[Any], status: VoucherStatus, now: datetime) -> Select[Any]:
    standing = (vouchers.c.redeemed_at.is_(None), vouchers.c.revoked_at.is_(None))
    match status:
        case VoucherStatus.REDEEMED:
            return found.where(vouchers.c.redeemed_at.is_not(None))
        case VoucherStatus.REVOKED:
            return found.where(vouchers.c.revoked_at.is_not(None))
        case VoucherStatus.EXPIRED:
            return found.where(*standing, vouchers.c.expires_at <= now)
        case VoucherStatus.ISSUED:
            return found.where(*standing, vouchers.c.expires_at > now)


def _record_event(tx: Transaction, voucher_id: str, event: VoucherEvent) -> None:
    tx.execute(
        voucher_events.insert(),
        {
            "voucher_id": voucher_id,
            "kind": event.kind,
            "at": event.at,
            "by": event.by,
            "reason": event.reason,
            "use": event.use,
            "terms": None if event.terms is None else to_json(event.terms),
        },
    )
    tx.wake(VOUCHERS_TOPIC)


def _change(tx: Transaction, voucher_id: str, **values: Any) -> None:
    tx.execute(_CHANGE.values(values), {"changed_id": voucher_id})
    tx.wake(VOUCHERS_TOPIC)


def _to_event(row: Any) -> VoucherEvent:
    return VoucherEvent(
        kind=VoucherEventKind(row.kind),
        at=row.at,
        by=row.by,
        reason=row.reason,
        use=row.use,
        terms=None if row.terms is None else from_json(VoucherTerms, row.terms),
    )


def _to_row(case: VoucherCase) -> dict[str, Any]:
    state = case.state
    return {
        "id": case.id,
        "ending": case.ending,
        "gesture_id": case.gesture_id,
        "complaint_id": case.complaint_id,
        "customer_id": case.customer_id,
        "amount": state.terms.amount,
        "currency": state.terms.currency,
        "issued_at": state.issued_at,
        "expires_at": state.terms.expires_at,
        "redeemed_at": state.redeemed_at,
        "use": state.use,
        "revoked_at": state.revoked_at,
        "revoked_for": state.revoked_for,
        "lapsed_at": case.lapsed_at,
    }
