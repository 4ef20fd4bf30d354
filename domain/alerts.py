"""Word to staff of what needs them, beside what they look at anyway."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.staff import Permission, StaffMember, has_permission

# An audience: everybody who may supervise, everybody who may work, one member of staff.
SUPERVISORS: Final = "supervisors"
QUEUE: Final = "queue:"
STAFF: Final = "staff:"


def address_queue(queue: str) -> str:
    """Name the audience of those who work a queue, which is everybody who may work."""
    return f"{QUEUE}{queue}"


def address_staff(staff_id: str) -> str:
    """Name the audience that is one member of staff."""
    return f"{STAFF}{staff_id}"


def is_told(member: StaffMember, audience: str) -> bool:
    """Say whether somebody belongs to an audience."""
    if audience == SUPERVISORS:
        return has_permission(member.role, Permission.SUPERVISE)
    if audience.startswith(QUEUE):
        return has_permission(member.role, Permission.WORK)
    return audience == address_staff(member.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing that staff were told.

    Attributes:
        position: grows with time, for paging and for how far somebody has read.
        audience: `supervisors`, `queue:<name>` or `staff:<id>`.
        conversation_id: of the conversation that it is about; None where it is about none.
        reference: of that conversation, or None.
        clock_id: the clock that led to it, or None.
        text: in plain words, without any of the customer's.
    """

    position: int
    id: str
    audience: str
    conversation_id: str | None
    reference: str | None
    clock_id: str | None
    text: str
    at: datetime
