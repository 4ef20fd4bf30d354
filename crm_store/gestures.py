"""Gestures as they stand: what was proposed, given, refused or taken back, and the rules tried."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select, tuple_, update

from crm_store.codecs import from_json, to_json
from crm_store.schema import gestures
from crm_store.transaction import Transaction
from domain.errors import ConflictError, NotFoundError
from domain.redress import Gesture, GestureKind, GivenGesture, RuleTried
from domain.redress_cases import GestureCase, GestureState

GESTURES_TOPIC: Final = "gestures"
_COUNTING: Final = tuple(each.value for each in GestureState if each.counts)
_BY_ID = select(gestures).where(gestures.c.id == bindparam("id"))
_OF_COMPLAINT = (
    select(gestures)
    .where(gestures.c.complaint_id == bindparam("complaint_id"))
    .order_by(gestures.c.proposed_at, gestures.c.id)
)
_GIVEN = (
    select(gestures)
    .where(
        gestures.c.customer_id == bindparam("customer_id"),
        gestures.c.complaint_id != bindparam("complaint_id"),
        gestures.c.state.in_(_COUNTING),
        gestures.c.kind != GestureKind.NONE.value,
    )
    .order_by(gestures.c.proposed_at, gestures.c.id)
)
_CHANGE = update(gestures).where(
    gestures.c.id == bindparam("changed_id"), gestures.c.version == bindparam("seen_version")
)


def insert_gesture(tx: Transaction, case: GestureCase) -> None:
    """Write a new gesture."""
    tx.execute(gestures.insert(), _to_row(case))
    tx.wake(GESTURES_TOPIC)


def change_gesture(tx: Transaction, case: GestureCase, **changes: Any) -> GestureCase:
    """Write changed fields, counting the version up.

    Raises:
        ConflictError: somebody else changed it since it was read.
    """
    changed = replace(case, **changes, version=case.version + 1)
    row = _to_row(changed)
    values = {name: row[name] for name in (*changes, "version")}
    statement = _CHANGE.values({name: bindparam(name) for name in values})
    marks = {"changed_id": case.id, "seen_version": case.version}
    if tx.execute(statement, {**values, **marks}).rowcount != 1:
        raise ConflictError("somebody else decided on this gesture meanwhile; look again")
    tx.wake(GESTURES_TOPIC)
    return changed


def get_gesture(tx: Transaction, gesture_id: str) -> GestureCase:
    """Read a gesture, and lock nothing.

    Raises:
        NotFoundError: there is none.
    """
    return _get(tx.find_row(_BY_ID, {"id": gesture_id}), gesture_id)


def lock_gesture(tx: Transaction, gesture_id: str) -> GestureCase:
    """Read a gesture and keep others from changing it, or its voucher, until the commit.

    Raises:
        NotFoundError: there is none.
    """
    locked = _BY_ID.with_for_update(key_share=True)
    return _get(tx.find_row(locked, {"id": gesture_id}), gesture_id)


def find_unlocked_gesture(tx: Transaction, gesture_id: str) -> GestureCase | None:
    """Lock a gesture; None where there is none or another has it."""
    row = tx.find_row(_BY_ID.with_for_update(skip_locked=True, key_share=True), {"id": gesture_id})
    return None if row is None else to_gesture(row)


def list_gestures_of(tx: Transaction, complaint_id: str) -> tuple[GestureCase, ...]:
    """List the gestures of a complaint, refused ones too, in the order of their proposals."""
    return tuple(
        to_gesture(row) for row in tx.execute(_OF_COMPLAINT, {"complaint_id": complaint_id})
    )


def find_counting_gesture(tx: Transaction, complaint_id: str) -> GestureCase | None:
    """Find the one gesture of a complaint that is proposed, reserved, given or done."""
    found = [each for each in list_gestures_of(tx, complaint_id) if each.state.counts]
    return found[-1] if found else None


def list_given(tx: Transaction, customer_id: str, *, except_for: str) -> tuple[GivenGesture, ...]:
    """List what counts against what a customer may be given.

    Args:
        except_for: id of the complaint whose own gestures are left out.
    """
    values = {"customer_id": customer_id, "complaint_id": except_for}
    return tuple(
        GivenGesture(
            at=row.given_at or row.decided_at or row.proposed_at,
            cost=row.cost,
            currency=row.currency,
        )
        for row in tx.execute(_GIVEN, values)
    )


def list_gestures_of_customer(
    tx: Transaction, customer_id: str, *, limit: int = 50
) -> tuple[GestureCase, ...]:
    """List the gestures of a customer, the latest first."""
    found = (
        select(gestures)
        .where(gestures.c.customer_id == customer_id)
        .order_by(gestures.c.proposed_at.desc(), gestures.c.id.desc())
        .limit(limit)
    )
    return tuple(to_gesture(row) for row in tx.execute(found))


def list_gestures(
    tx: Transaction,
    *,
    states: Collection[GestureState] = (),
    after: tuple[datetime, str] | None = None,
    limit: int,
) -> tuple[GestureCase, ...]:
    """List gestures, those first that have waited longest.

    Args:
        states: only these; all where none is named.
        after: when the last one of the page before was proposed, and its id.
    """
    found: Select[Any] = select(gestures).order_by(gestures.c.proposed_at, gestures.c.id)
    if states:
        found = found.where(gestures.c.state.in_([each.value for each in states]))
    if after is not None:
        found = found.where(tuple_(gestures.c.proposed_at, gestures.c.id) > after)
    return tuple(to_gesture(row) for row in tx.execute(found.limit(limit)))


def count_gestures(tx: Transaction, states: Sequence[GestureState]) -> int:
    """Count the gestures in some states."""
    wanted = gestures.c.state.in_([each.value for each in states])
    counted: int = tx.execute(select(func.count()).select_from(gestures).where(wanted)).scalar_one()
    return counted


def to_gesture(row: Any) -> GestureCase:
    """Make a gesture of its row."""
    return GestureCase(
        id=row.id,
        complaint_id=row.complaint_id,
        customer_id=row.customer_id,
        gesture=Gesture(
            kind=GestureKind(row.kind),
            cost=row.cost,
            currency=row.currency,
            points=row.points,
            what=row.what,
        ),
        state=GestureState(row.state),
        tried=from_json(tuple[RuleTried, ...], row.tried),
        reason=row.reason,
        period=row.period,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        given_at=row.given_at,
        done_by=row.done_by,
        done_at=row.done_at,
        voucher_id=row.voucher_id,
        version=row.version,
    )


def _get(row: Any, gesture_id: str) -> GestureCase:
    if row is None:
        raise NotFoundError(f"there is no gesture {gesture_id!r}")
    return to_gesture(row)


def _to_row(case: GestureCase) -> dict[str, Any]:
    row = {name: getattr(case, name) for name in case.__dataclass_fields__ if name != "gesture"}
    gesture = case.gesture
    return {
        **row,
        "kind": gesture.kind,
        "cost": gesture.cost,
        "currency": gesture.currency,
        "points": gesture.points,
        "what": gesture.what,
        "tried": to_json(case.tried, tuple[RuleTried, ...]),
    }
