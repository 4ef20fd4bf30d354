"""What staff were told of, and how far each of them has read."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, or_, select

from crm_store.schema import alert_readers, alerts, conversations
from crm_store.transaction import Transaction
from domain.alerts import QUEUE, SUPERVISORS, Alert, address_staff
from domain.staff import Permission, StaffMember, has_permission

ALERTS_TOPIC = "alerts"
# Who tells somebody something waits for the others, so that positions grow as they can be seen:
# whoever has read up to one has seen all before it.
_LOCK = "alerts"
_READ_TO = select(alert_readers.c.read_to).where(alert_readers.c.staff_id == bindparam("staff_id"))


def record_alert(
    tx: Transaction,
    *,
    alert_id: str,
    audience: str,
    conversation_id: str | None,
    text: str,
    now: datetime,
    clock_id: str | None = None,
) -> None:
    """Tell an audience something, and have open pages show it.

    Args:
        conversation_id: of the conversation that it is about; None where it is about none.
    """
    values = {
        "id": alert_id,
        "audience": audience,
        "conversation_id": conversation_id,
        "clock_id": clock_id,
        "text": text,
        "at": now,
    }
    tx.lock(_LOCK)
    tx.execute(alerts.insert(), values)
    tx.wake(ALERTS_TOPIC)


def list_alerts(
    tx: Transaction, member: StaffMember, *, before: int | None = None, limit: int
) -> tuple[Alert, ...]:
    """List what somebody was told, the latest first.

    Args:
        before: only what came before this position.
    """
    found = (
        select(alerts, conversations.c.reference)
        .outerjoin(conversations, conversations.c.id == alerts.c.conversation_id)
        .where(_is_for(member))
        .order_by(alerts.c.position.desc())
        .limit(limit)
    )
    if before is not None:
        found = found.where(alerts.c.position < before)
    return tuple(_to_alert(row) for row in tx.execute(found))


def list_audiences_told(
    tx: Transaction, conversation_id: str, *, clock_id: str, at: datetime
) -> frozenset[str]:
    """List the audiences that were told something of a clock at an instant."""
    found = select(alerts.c.audience).where(
        alerts.c.conversation_id == conversation_id,
        alerts.c.clock_id == clock_id,
        alerts.c.at == at,
    )
    return frozenset(row.audience for row in tx.execute(found))


def count_unread_alerts(tx: Transaction, member: StaffMember, *, most: int = 100) -> int:
    """Count what somebody was told and has not read, up to `most`."""
    unread = _select_unread(member, find_read_to(tx, member.id)).limit(most).subquery()
    counted: int = tx.execute(select(func.count()).select_from(unread)).scalar_one()
    return counted


def find_read_to(tx: Transaction, staff_id: str) -> int:
    """Find the position up to which somebody has read; 0 where they never have."""
    row = tx.find_row(_READ_TO, {"staff_id": staff_id})
    return 0 if row is None else int(row.read_to)


def record_alerts_read(tx: Transaction, member: StaffMember, *, up_to: int) -> None:
    """Mark as read what somebody was told, up to a position; what was read stays read."""
    latest = select(func.max(alerts.c.position)).where(alerts.c.position <= up_to, _is_for(member))
    reached: int | None = tx.execute(latest).scalar_one()
    if reached is None or reached <= find_read_to(tx, member.id):
        return
    insert = tx.insert(alert_readers).values(staff_id=member.id, read_to=reached)
    # Two tabs of one person may mark at once.
    further = alert_readers.c.read_to < insert.excluded.read_to
    changed = {"read_to": insert.excluded.read_to}
    tx.execute(
        insert.on_conflict_do_update(index_elements=["staff_id"], set_=changed, where=further)
    )
    tx.wake(ALERTS_TOPIC)


def forget_alerts(tx: Transaction, *, before: datetime) -> int:
    """Forget what staff were told before an instant; tell how much it was."""
    return tx.execute(delete(alerts).where(alerts.c.at < before)).rowcount


def _select_unread(member: StaffMember, read_to: int) -> Select[Any]:
    return select(alerts.c.position).where(alerts.c.position > read_to, _is_for(member))


def _is_for(member: StaffMember) -> ColumnElement[bool]:
    """Hold for the audiences that somebody belongs to, as `domain.alerts.is_told` has them."""
    told = [alerts.c.audience == address_staff(member.id)]
    if has_permission(member.role, Permission.WORK):
        told.append(alerts.c.audience.startswith(QUEUE, autoescape=True))
    if has_permission(member.role, Permission.SUPERVISE):
        told.append(alerts.c.audience == SUPERVISORS)
    return or_(*told)


def _to_alert(row: Any) -> Alert:
    return Alert(
        position=row.position,
        id=row.id,
        audience=row.audience,
        conversation_id=row.conversation_id,
        reference=row.reference,
        clock_id=row.clock_id,
        text=row.text,
        at=row.at,
    )
