"""Somebody sets a severity in place of the computed one, or lets the sum count again."""

from dataclasses import replace
from datetime import datetime

from bot.complaints.lock_case import lock_case
from bot.complaints.regrade import set_grade
from bot.tools import Tools
from complaints.severity import overrule
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaint_register import Severity
from domain.errors import ConflictError, InvalidInputError
from domain.staff import StaffMember

_MOST = 500


def record_overrule(
    tx: Transaction,
    tools: Tools,
    number: str,
    *,
    agent: StaffMember,
    severity: Severity | None,
    reason: str,
    version: int | None,
    now: datetime,
) -> Complaint:
    """Set how grave a complaint is; the sum stays beside it.

    Args:
        severity: None for what the sum says.

    Raises:
        InvalidInputError: no reason is given, or too long a one.
        ConflictError: the sum holds already, or somebody else changed the complaint.
        NotFoundError: there is no such complaint.
    """
    _, complaint = lock_case(tx, number, version=version)
    before, reason = complaint.grade, reason.strip()
    if len(reason) > _MOST:
        raise InvalidInputError(f"give the reason in {_MOST} characters", field="reason")
    if severity is not None:
        graded = overrule(before, severity, by=agent.name, at=now, reason=reason, by_id=agent.id)
    elif before.overruled is None:
        raise ConflictError(f"the severity of {complaint.number} is what its sum says already")
    elif not reason:
        raise InvalidInputError("say why the sum is to count again", field="reason")
    else:
        graded = replace(before, overruled=None)
    return set_grade(
        tx, tools, complaint, graded, why=reason, now=now, by=agent.name, by_id=agent.id
    )
