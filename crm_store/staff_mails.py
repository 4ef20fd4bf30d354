"""How often staff were mailed lately, and how much waits for a mail that sums up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from crm_store.schema import staff_mails
from crm_store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMails:
    """The mails of one member of staff.

    Attributes:
        sent_at: when mails were sent lately, oldest first.
        held: how many alerts wait for the mail that sums up.
    """

    sent_at: tuple[datetime, ...] = ()
    held: int = 0


def lock_staff_mails(tx: Transaction, staff_id: str) -> StaffMails:
    """Read somebody's mails, and keep others from counting them until the commit."""
    tx.lock(f"staff-mails:{staff_id}")
    return find_staff_mails(tx, staff_id)


def find_staff_mails(tx: Transaction, staff_id: str) -> StaffMails:
    """Find somebody's mails; none where they never had one."""
    row = tx.find_row(select(staff_mails).where(staff_mails.c.staff_id == staff_id))
    if row is None:
        return StaffMails()
    sent_at = tuple(datetime.fromisoformat(at) for at in row.sent_at)
    return StaffMails(sent_at=sent_at, held=row.held)


def save_staff_mails(
    tx: Transaction, staff_id: str, *, sent_at: Sequence[datetime], held: int
) -> None:
    """Write somebody's mails, which this transaction has locked."""
    values = {"sent_at": [at.isoformat() for at in sent_at], "held": held}
    insert = tx.insert(staff_mails).values(staff_id=staff_id, **values)
    tx.execute(insert.on_conflict_do_update(index_elements=["staff_id"], set_=values))
