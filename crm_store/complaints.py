"""The complaint register: read, locked, and changed only by whoever saw the latest version.

Whoever locks several things locks the conversation first, then the complaint, then its gestures and
vouchers, then the budget, so that nobody waits in a circle.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import bindparam, select, update

from crm_store.codecs import from_json, to_json
from crm_store.figure_changes import note_figures, note_figures_of
from crm_store.schema import complaint_conversations, complaints
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, LinkedConversation
from domain.errors import ConflictError, NotFoundError

COMPLAINTS_TOPIC: Final = "complaints"
_FIELDS: Final = frozenset(Complaint.__dataclass_fields__)
_BY_ID = select(complaints).where(complaints.c.id == bindparam("id"))
_BY_NUMBER = select(complaints).where(complaints.c.number == bindparam("number"))
_OF_CONVERSATION = (
    select(complaints)
    .join(complaint_conversations, complaint_conversations.c.complaint_id == complaints.c.id)
    .where(complaint_conversations.c.conversation_id == bindparam("conversation_id"))
    .order_by(complaints.c.received_at, complaints.c.id)
)
_OF_CUSTOMER = (
    select(complaints)
    .where(complaints.c.customer_id == bindparam("customer_id"))
    .order_by(complaints.c.received_at.desc(), complaints.c.id)
    .limit(bindparam("limit"))
)
_LINKS = (
    select(complaint_conversations)
    .where(complaint_conversations.c.complaint_id == bindparam("complaint_id"))
    .order_by(complaint_conversations.c.at, complaint_conversations.c.conversation_id)
)
_CHANGE = update(complaints).where(
    complaints.c.id == bindparam("changed_id"), complaints.c.version == bindparam("seen_version")
)


def complaint_topic(complaint_id: str) -> str:
    """The wake-up topic of a complaint."""
    return f"complaint:{complaint_id}"


def insert_complaint(tx: Transaction, complaint: Complaint) -> None:
    """Put a new complaint on the register; link its conversation with `link_conversation`."""
    tx.execute(complaints.insert(), _to_row(complaint))
    note_figures(tx, complaint.conversation_id)
    _wake(tx, complaint)


def change_complaint(tx: Transaction, complaint: Complaint, **changes: Any) -> Complaint:
    """Write changed fields, counting the version up, and wake everybody who looks on.

    Raises:
        ConflictError: somebody else changed it since it was read.
    """
    changed = replace(complaint, **changes, version=complaint.version + 1)
    row = _to_row(changed)
    values = {name: row[name] for name in _name_columns(changes)}
    marks = {"changed_id": complaint.id, "seen_version": complaint.version}
    statement = _CHANGE.values({name: bindparam(name) for name in values})
    if tx.execute(statement, {**values, **marks}).rowcount != 1:
        raise ConflictError(f"somebody else changed {complaint.number} meanwhile; look again")
    note_figures_of(tx, (complaint.conversation_id, changed.conversation_id))
    _wake(tx, changed)
    return changed


def get_complaint(tx: Transaction, number: str) -> Complaint:
    """Read a complaint by its number, and lock nothing.

    Raises:
        NotFoundError: there is none.
    """
    return _get(tx.find_row(_BY_NUMBER, {"number": number}), number)


def lock_complaint(tx: Transaction, number: str) -> Complaint:
    """Read a complaint by its number and keep others from changing it until the commit.

    Raises:
        NotFoundError: there is none.
    """
    locked = _BY_NUMBER.with_for_update(key_share=True)
    return _get(tx.find_row(locked, {"number": number}), number)


def has_complaint_number(tx: Transaction, number: str) -> bool:
    """Say whether a complaint has a number already."""
    return tx.find_row(_BY_NUMBER, {"number": number}) is not None


def get_complaint_by_id(tx: Transaction, complaint_id: str) -> Complaint:
    """Read a complaint by its internal id, and lock nothing.

    Raises:
        NotFoundError: there is none.
    """
    return _get(tx.find_row(_BY_ID, {"id": complaint_id}), complaint_id)


def lock_complaint_by_id(tx: Transaction, complaint_id: str) -> Complaint:
    """Read a complaint by its internal id and keep others from changing it until the commit.

    Raises:
        NotFoundError: there is none.
    """
    locked = _BY_ID.with_for_update(key_share=True)
    return _get(tx.find_row(locked, {"id": complaint_id}), complaint_id)


def find_complaint(tx: Transaction, complaint_id: str) -> Complaint | None:
    """Find a complaint by its internal id, and lock nothing."""
    row = tx.find_row(_BY_ID, {"id": complaint_id})
    return None if row is None else to_complaint(row)


def find_unlocked_complaint(tx: Transaction, complaint_id: str) -> Complaint | None:
    """Lock a complaint by its internal id; None where there is none or another has it."""
    row = tx.find_row(
        _BY_ID.with_for_update(skip_locked=True, key_share=True), {"id": complaint_id}
    )
    return None if row is None else to_complaint(row)


def list_complaints_of(tx: Transaction, conversation_id: str) -> tuple[Complaint, ...]:
    """List the complaints that a conversation is linked to, oldest first."""
    found = tx.execute(_OF_CONVERSATION, {"conversation_id": conversation_id})
    return tuple(to_complaint(row) for row in found)


def find_spoken_about(tx: Transaction, conversation_id: str) -> Complaint | None:
    """Find the complaint that a conversation is about: the latest open one, or else the latest."""
    found = list_complaints_of(tx, conversation_id)
    by_need = [*(each for each in found if not each.open), *(each for each in found if each.open)]
    return by_need[-1] if by_need else None


def list_complaints_of_customer(
    tx: Transaction, customer_id: str, *, limit: int = 50
) -> tuple[Complaint, ...]:
    """List the complaints of a customer, latest first."""
    found = tx.execute(_OF_CUSTOMER, {"customer_id": customer_id, "limit": limit})
    return tuple(to_complaint(row) for row in found)


def link_conversation(tx: Transaction, link: LinkedConversation) -> bool:
    """Link a conversation to a complaint; False, and nothing done, where it is already."""
    return tx.insert_once(
        complaint_conversations,
        {
            "complaint_id": link.complaint_id,
            "conversation_id": link.conversation_id,
            "at": link.at,
            "by": link.by,
            "why": link.why,
        },
    )


def unlink_conversation(tx: Transaction, complaint_id: str, conversation_id: str) -> bool:
    """Take a conversation off a complaint; False where it was not linked."""
    table = complaint_conversations
    gone = table.delete().where(
        table.c.complaint_id == complaint_id, table.c.conversation_id == conversation_id
    )
    return tx.execute(gone).rowcount == 1


def list_linked(tx: Transaction, complaint_id: str) -> tuple[LinkedConversation, ...]:
    """List the conversations of a complaint, in the order in which they were linked."""
    return tuple(
        LinkedConversation(
            complaint_id=row.complaint_id,
            conversation_id=row.conversation_id,
            at=row.at,
            by=row.by,
            why=row.why,
        )
        for row in tx.execute(_LINKS, {"complaint_id": complaint_id})
    )


def to_complaint(row: Any) -> Complaint:
    """Make a complaint of its row, whatever else is in it."""
    columns = {name: value for name, value in row._mapping.items() if name in _FIELDS}  # noqa: SLF001 - its name
    return from_json(Complaint, columns)


def _get(row: Any, name: str) -> Complaint:
    if row is None:
        raise NotFoundError(f"there is no complaint {name!r}")
    return to_complaint(row)


def _name_columns(changes: dict[str, Any]) -> Sequence[str]:
    graded = ("severity", "points") if "grade" in changes else ()
    return tuple(dict.fromkeys((*changes, *graded, "version")))


def _to_row(complaint: Complaint) -> dict[str, Any]:
    row = {name: getattr(complaint, name) for name in complaint.__dataclass_fields__}
    row["grade"] = to_json(complaint.grade)
    row["points"] = complaint.grade.points
    row["severity"] = complaint.grade.severity
    row["special"] = [each.value for each in complaint.special]
    return row


def _wake(tx: Transaction, complaint: Complaint) -> None:
    tx.wake(COMPLAINTS_TOPIC)
    tx.wake(complaint_topic(complaint.id))
