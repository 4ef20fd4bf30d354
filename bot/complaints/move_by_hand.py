"""An agent moves a complaint into another stage."""

from datetime import datetime

from bot.complaints.assign_owner import choose_owner, set_owner
from bot.complaints.lock_case import lock_case
from bot.complaints.move_stage import move_complaint
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaint_register import ComplaintEvent, Outcome
from domain.complaints import ComplaintStage
from domain.errors import InvalidInputError
from domain.staff import StaffMember

_MOST = 2000


def record_move(
    tx: Transaction,
    tools: Tools,
    number: str,
    *,
    agent: StaffMember,
    to: ComplaintStage,
    why: str,
    outcome: Outcome | None,
    version: int | None,
    now: datetime,
) -> Complaint:
    """Move a complaint; whoever has its conversation owns it as it is first investigated.

    Raises:
        InvalidInputError: a reason or an outcome is missing, or it would be answered without words.
        ConflictError: it cannot go there, or somebody else changed it.
        NotFoundError: there is no such complaint.
    """
    if to is ComplaintStage.RESPONDED:
        raise InvalidInputError(
            "it is answered by sending its customer a response; use that", field="to"
        )
    if len(why) > _MOST:
        raise InvalidInputError(f"say it in {_MOST} characters", field="why")
    conversation, complaint = lock_case(tx, number, version=version)
    move = ComplaintEvent(to=to, at=now, by=agent.name, why=why.strip(), outcome=outcome)
    moved = move_complaint(tx, tools, complaint, move, by_id=agent.id, now=now)
    if to is ComplaintStage.INVESTIGATING and moved.owner is None:
        owner = choose_owner(tx, conversation, agent)
        return set_owner(tx, tools, moved, owner, by=agent, now=now)
    return moved
