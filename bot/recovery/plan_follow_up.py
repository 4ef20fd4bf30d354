"""When the customer of a closed complaint is asked whether it is right now."""

from datetime import timedelta
from typing import Any

from bot.complaints.policy_at_work import get_complaint_policy
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaint_register import Outcome
from domain.complaints import ComplaintStage

_ASKED_AFTER = frozenset({Outcome.SETTLED, Outcome.DISAGREED, Outcome.DECIDED_OUTSIDE})


def list_follow_up_changes(tx: Transaction, moved: Complaint) -> dict[str, Any]:
    """List what becomes of the follow-up as a complaint is moved, for `change_complaint`.

    Closed as settled, disagreed or decided outside, it is asked after, each time that it is closed
    anew. Opened again, or closed otherwise, nothing is asked; what was asked and answered stays.

    Args:
        moved: as it is after the move.
    """
    if moved.stage is not ComplaintStage.CLOSED:
        waits = moved.follow_up_at is not None and moved.follow_up_sent_at is None
        return {"follow_up_at": None} if waits else {}
    hours = get_complaint_policy(tx).recovery.follow_up_hours
    wanted = moved.outcome in _ASKED_AFTER and hours is not None and moved.closed_at is not None
    if not wanted or hours is None or moved.closed_at is None:
        return {"follow_up_at": None}
    return {
        "follow_up_at": moved.closed_at + timedelta(hours=hours),
        "follow_up_sent_at": None,
        "follow_up_answer": None,
        "follow_up_answered_at": None,
    }
