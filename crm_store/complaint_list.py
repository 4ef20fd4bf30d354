"""The complaint register in pages, as staff and scripts ask for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, or_, select

from crm_store.complaints import to_complaint
from crm_store.schema import complaints, conversations, customers, staff
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaint_register import Severity
from domain.complaints import ComplaintStage

NOBODY: Final = "nobody"
"""As `owner`: those that nobody has, or that somebody has who works here no more."""
_OPEN = tuple(each for each in ComplaintStage if each is not ComplaintStage.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintQuery:
    """Which complaints are wanted; what is None does not matter.

    Attributes:
        owner: id of a member of staff, or `NOBODY`.
        late_at: those only whose stage was to be left by this instant.
        open: those only that are not closed, or only closed ones.
        q: words in the number, the conversation's reference, the customer's name or the product.
        since: those only that were received from then on.
        until: and before then.
    """

    stage: ComplaintStage | None = None
    severity: Severity | None = None
    owner: str | None = None
    category: str | None = None
    customer_id: str | None = None
    late_at: datetime | None = None
    open: bool | None = None
    q: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedComplaint:
    """A complaint in a list, with what people call what it names."""

    complaint: Complaint
    reference: str
    customer_name: str | None
    owner_name: str | None


def list_complaints(
    tx: Transaction,
    wanted: ComplaintQuery,
    *,
    before: str | None = None,
    limit: int,
) -> tuple[ListedComplaint, ...]:
    """List complaints by when they were opened, the newest first.

    Ids sort by the time they were made and never change, so that who reads in pages sees every
    complaint exactly once.

    Args:
        before: id of the last one already seen, or None.
    """
    found = select_complaints(wanted).order_by(complaints.c.id.desc()).limit(limit)
    if before is not None:
        found = found.where(complaints.c.id < before)
    return tuple(to_listed(row) for row in tx.execute(found))


def list_by_due(
    tx: Transaction, wanted: ComplaintQuery, *, limit: int
) -> tuple[ListedComplaint, ...]:
    """List complaints by when their stage is to be left, what is due first at the top."""
    found = select_complaints(wanted).order_by(
        complaints.c.stage_due_at.is_(None), complaints.c.stage_due_at, complaints.c.id
    )
    return tuple(to_listed(row) for row in tx.execute(found.limit(limit)))


def select_complaints(wanted: ComplaintQuery) -> Select[Any]:
    """Select complaints in no order, with what `to_listed` makes of them."""
    found = (
        select(
            complaints,
            conversations.c.reference.label("listed_reference"),
            customers.c.name.label("listed_customer"),
            staff.c.name.label("listed_owner"),
        )
        .join(conversations, conversations.c.id == complaints.c.conversation_id)
        .join(customers, customers.c.id == complaints.c.customer_id)
        .outerjoin(staff, staff.c.id == complaints.c.owner)
    )
    equal = (
        (complaints.c.stage, wanted.stage),
        (complaints.c.severity, wanted.severity),
        (complaints.c.category, wanted.category),
        (complaints.c.customer_id, wanted.customer_id),
    )
    found = found.where(*(column == value for column, value in equal if value is not None))
    if wanted.owner == NOBODY:
        found = found.where(or_(complaints.c.owner.is_(None), staff.c.active.is_not(True)))
    elif wanted.owner is not None:
        found = found.where(complaints.c.owner == wanted.owner)
    if wanted.open is not None or wanted.late_at is not None:
        closed = wanted.open is False and wanted.late_at is None
        among = (ComplaintStage.CLOSED,) if closed else _OPEN
        found = found.where(complaints.c.stage.in_(among))
    return found.where(*_list_bounds(wanted))


def _list_bounds(wanted: ComplaintQuery) -> list[ColumnElement[bool]]:
    bounds: list[ColumnElement[bool]] = []
    if wanted.late_at is not None:
        bounds.append(complaints.c.stage_due_at <= wanted.late_at)
    if wanted.since is not None:
        bounds.append(complaints.c.received_at >= wanted.since)
    if wanted.until is not None:
        bounds.append(complaints.c.received_at < wanted.until)
    words = (wanted.q or "").split()
    return [*bounds, *map(_has_word, words)]


def _has_word(word: str) -> ColumnElement[bool]:
    columns = (
        complaints.c.number,
        conversations.c.reference,
        customers.c.name,
        complaints.c.product,
    )
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def to_listed(row: Any) -> ListedComplaint:
    """Make a complaint in a list of its row."""
    return ListedComplaint(
        complaint=to_complaint(row),
        reference=row.listed_reference,
        customer_name=row.listed_customer,
        owner_name=row.listed_owner,
    )
